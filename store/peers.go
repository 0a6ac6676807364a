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

// receiptAhead is by how much a receipt may be ahead of the clock here to count for another seat than the one that signed
// it: as much as time zones and clocks that are set by hand differ.
const receiptAhead = 24 * time.Hour

// of gives the latest receipt of the laptop that a seat sits on: its own, or that of another seat on the same laptop. That
// they sit on the same one is believed when both say so: otherwise anybody could say of somebody else what he or she has.
func (k keptReceipts) of(seat string, now time.Time) keptReceipt {
	own, known := k[seat]
	best := own
	if !known {
		return best
	}
	for other, r := range k {
		if other != seat && r.Made > best.Made && r.Made <= now.Add(receiptAhead).UnixMilli() &&
			slices.Contains(own.Here, other) && slices.Contains(r.Here, seat) {
			best = r
		}
	}
	return best
}

// knowledge is what is here and what others have said that they have.
type knowledge struct {
	here     exchange.Vector
	receipts keptReceipts
}

func knowledgeNow(ctx context.Context, s *session) (k knowledge, err error) {
	if k.here, err = have(ctx, s, false); err == nil {
		k.receipts, err = readReceipts(ctx, s)
	}
	return k, err
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
		c, err := w.comparing(ctx, s)
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
				if err := c.compare(&p); err != nil {
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

// comparer holds what is the same for all peers.
type comparer struct {
	ctx   context.Context
	w     *Workspace
	s     *session
	k     knowledge
	outs  map[app.ID]outing
	aside asideList
}

func (w *Workspace) comparing(ctx context.Context, s *session) (c comparer, err error) {
	c = comparer{ctx: ctx, w: w, s: s}
	if c.k, err = knowledgeNow(ctx, s); err != nil {
		return c, err
	}
	if c.outs, err = outings(ctx, s); err != nil {
		return c, err
	}
	c.aside, err = readAside(ctx, s)
	return c, err
}

// mostAhead bounds how many records are told that a peer is ahead: a receipt may claim any number.
const mostAhead = 1_000_000

// compare says what a peer lacks of what is here, and the other way round.
func (c comparer) compare(p *Peer) error {
	r := c.k.receipts.of(p.Key, c.w.now())
	if r.Made > 0 {
		p.Heard, p.Via, p.Program = time.UnixMilli(r.Made).UTC(), r.came, r.Program
		if ahead := p.Heard.Sub(r.came); ahead > clockSlack {
			p.Clock = ahead.Truncate(time.Minute)
		}
	}
	for seat, h := range r.Has {
		p.Ahead = min(mostAhead, p.Ahead+int(min(mostAhead, c.ahead(seat, h))))
	}
	if !p.AtWork() {
		return nil
	}
	g, err := c.w.gatherBy(c.ctx, c.s, Outgoing{Kind: exchange.WorkPack, To: []app.ID{p.ID}}, c.k)
	if err != nil {
		return err
	}
	p.Lacks, p.LacksBlobs = g.changes, len(g.blobs)
	return nil
}

// ahead counts the records of a seat that somebody has and that are missing here. What is withheld from here was never
// missing, and what the seat wrote after it was left out does not count.
func (c comparer) ahead(seat string, h exchange.Held) int64 {
	if o, left := c.outs[app.SeatID(seat)]; left && o.sent && h.Top > o.after {
		h = exchange.Held{Top: o.after, Lacks: exchange.Join(h.Lacks, o.after)}
	}
	return h.Without(c.k.here[seat]).Without(exchange.Join(c.aside.runs[seat], h.Top)).Count()
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
