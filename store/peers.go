package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// keptReceipt is a receipt with when it came here.
type keptReceipt struct {
	exchange.Receipt
	came time.Time
}

// keptReceipts are the latest receipts by the seat that signed.
type keptReceipts map[string]keptReceipt

// of gives the latest receipt of the laptop that a seat sits on: its own, or that of another seat on the same laptop.
func (k keptReceipts) of(seat string) keptReceipt {
	best := k[seat]
	for _, r := range k {
		if slices.Contains(r.Here, seat) && r.Made > best.Made {
			best = r
		}
	}
	return best
}

func readReceipts(ctx context.Context, s *session) (keptReceipts, error) {
	out := keptReceipts{}
	err := s.rows(ctx, "SELECT seat, came, body FROM receipt", nil, func(scan func(...any) error) error {
		var seat, body string
		var came int64
		if err := scan(&seat, &came, &body); err != nil {
			return err
		}
		r := keptReceipt{came: time.UnixMilli(came).UTC()}
		if err := json.Unmarshal([]byte(body), &r.Receipt); err != nil {
			return fmt.Errorf("decode a receipt: %w", err)
		}
		out[seat] = r
		return nil
	})
	return out, err
}

// Peers tells for every seat at work, and those left out behind them, who has what.
func (w *Workspace) Peers(ctx context.Context) ([]Peer, error) {
	seats, err := w.Seats(ctx)
	if err != nil {
		return nil, err
	}
	var at, out []Peer
	err = w.snapshot(ctx, func(s *session) error {
		receipts, err := readReceipts(ctx, s)
		if err != nil {
			return err
		}
		here, err := have(ctx, s, false)
		if err != nil {
			return err
		}
		sent, err := sentAt(ctx, s)
		if err != nil {
			return err
		}
		forked, err := forks(ctx, s)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			p := Peer{Seat: seat.Seat, Who: seat.Who, Mine: seat.Here || seat.Mine, Forked: forked[seat.Key]}
			if !p.Mine {
				if err := w.compare(ctx, s, &p, receipts.of(seat.Key), here); err != nil {
					return err
				}
			}
			for _, one := range sent { // the latest first
				if slices.Contains(one.To, seat.ID) {
					p.Last = &one
					break
				}
			}
			if seat.AtWork() {
				at = append(at, p)
			} else {
				out = append(out, p)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("who has what: %w", err)
	}
	return append(at, out...), nil
}

// compare says what a peer lacks of what is here, and the other way round.
func (w *Workspace) compare(ctx context.Context, s *session, p *Peer, r keptReceipt, here exchange.Vector) error {
	if r.Made > 0 {
		p.Heard, p.Via, p.Program = time.UnixMilli(r.Made).UTC(), r.came, r.Program
		if ahead := p.Heard.Sub(r.came); ahead > clockSlack {
			p.Clock = ahead.Truncate(time.Minute)
		}
	}
	for seat, h := range r.Has {
		for _, run := range h.Without(here[seat]) {
			if st := w.counts(ctx, s, seat); st >= 0 {
				run.Last = min(run.Last, st)
			}
			p.Ahead += int(max(0, run.Last-run.First+1))
		}
	}
	// What is withheld from here was never missing.
	aside, err := readAside(ctx, s)
	if err != nil {
		return err
	}
	for seat, runs := range aside.runs {
		for _, run := range runs {
			for _, had := range r.Has[seat].Runs() {
				if first, last := max(run.First, had.First), min(run.Last, had.Last); first <= last {
					p.Ahead -= int(last - first + 1)
				}
			}
		}
	}
	p.Ahead = max(0, p.Ahead)
	if !p.AtWork() {
		return nil
	}
	g, err := w.gather(ctx, s, Outgoing{Kind: exchange.WorkPack, To: []app.ID{p.ID}})
	if err != nil {
		return err
	}
	p.Lacks, p.LacksBlobs = g.changes, len(g.blobs)
	return nil
}

// counts gives the number of the last record of a seat that counts, -1 where every one does.
func (w *Workspace) counts(ctx context.Context, s *session, seat string) int64 {
	outs, err := outings(ctx, s)
	if o, left := outs[app.SeatID(seat)]; err == nil && left && o.sent {
		return o.after
	}
	return -1
}

// forks gives the seats that exist twice, as the log names them.
func forks(ctx context.Context, s *session) (map[string]bool, error) {
	out := map[string]bool{}
	err := s.rows(ctx, "SELECT DISTINCT seat FROM fork", nil, func(scan func(...any) error) error {
		var seat string
		err := scan(&seat)
		out[seat] = true
		return err
	})
	return out, err
}
