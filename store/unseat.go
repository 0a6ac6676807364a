package store

import (
	"context"
	"fmt"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// slotsAt gives the seats with a slot in the key file of this laptop, as their names in the log, that are at work by the
// roll. What another copy writes at one of them contradicts it; one whose place was taken may well have written more
// elsewhere.
func (w *Workspace) slotsAt(roll *journal.Roll) map[string]bool {
	w.keysMu.Lock()
	slots := w.keys.Seats()
	w.keysMu.Unlock()
	out := map[string]bool{w.signer.ID: true}
	for _, s := range slots {
		if st, known := roll.Seat(s); known && !st.Out {
			out[s] = true
		}
	}
	return out
}

// genuine says whether a record is what its seat signed.
func (t *intake) genuine(rec journal.Record) bool {
	st, known := t.roll.Seat(rec.Seat)
	return known && journal.Prove(st.Key, rec).Fault == nil
}

// sameHere says whether the very same record is in the log.
func (t *intake) sameHere(ctx context.Context, rec journal.Record) (same bool, err error) {
	err = t.p.s.row(ctx, "SELECT EXISTS(SELECT 1 FROM record WHERE seat = ? AND seq = ? AND hash = ?)", []any{rec.Seat, rec.Seq, rec.Hash[:]}, &same)
	return same, err
}

// takes gives the seats that enrolled themselves with the package.
func (t *intake) takes(ctx context.Context) ([]SeatTake, error) {
	var out []SeatTake
	for _, st := range t.roll.Seats() {
		if !st.Self || t.keys[st.Seat] != nil {
			continue
		}
		seat, err := app.Get[app.Seat](ctx, sessionReader{t.p.s}, st.ID)
		if app.CodeOf(err) == app.ErrNotFound.Code {
			continue // it does not stand after all
		}
		if err != nil {
			return nil, fmt.Errorf("read a seat that enrolled itself: %w", err)
		}
		out = append(out, SeatTake{Who: t.nameOf(ctx, st.Seat), Laptop: seat.Laptop, Fingerprint: exchange.Fingerprint(st.Key, seat.Box), Seat: seat.ID, Follows: st.Follows})
	}
	return out, nil
}

// enrolledItself says whether a seat is enrolled by its own record alone, in the place of another.
func enrolledItself(ctx context.Context, s *session, seat app.Seat) (bool, error) {
	if seat.Follows == "" {
		return false, nil
	}
	by, err := enrolledBy(ctx, s, seat.ID)
	for _, b := range by {
		if b.Seat != seat.Key {
			return false, err
		}
	}
	return len(by) > 0, err
}

// enroller is a record that enrols a seat.
type enroller struct {
	Seat string // who wrote it, by its name in the log
	Seq  int64
	Ref  journal.Ref // the change in it
}

// enrolledBy gives the records that enrol a seat, the earliest to arrive first.
func enrolledBy(ctx context.Context, s *session, seat app.ID) ([]enroller, error) {
	var out []enroller
	err := s.rows(ctx, `SELECT r.seat, r.seq, c.idx FROM entity e JOIN change c ON c.entity = e.n JOIN record r ON r.id = c.record
		WHERE e.id = ? AND c.kind = 'new' AND c.noun = 'seat' ORDER BY c.record`, []any{string(seat)}, func(scan func(...any) error) error {
		var e enroller
		var idx int
		err := scan(&e.Seat, &e.Seq, &idx)
		e.Ref = journal.RefOf(e.Seat, e.Seq).Change(idx)
		out = append(out, e)
		return err
	})
	return out, err
}

// unseated gives the seats of which not every record counts, by their names in the log, with the number of the last that
// does: those that somebody left out, and wholly (0) those that stand no longer by it. These are seats that enrolled
// themselves in the place of one that was left out, or of one that itself stands no longer, and seats that nobody but
// records without effect has enrolled. That holds in whatever order all this arrived. What sits on this laptop stays: its
// own log goes on, and the other laptops say that it does not stand.
func (t *intake) unseated(ctx context.Context, outs map[app.ID]outing) (map[string]int64, error) {
	seats, err := seatsAt(ctx, t.p.s)
	if err != nil {
		return nil, err
	}
	names, err := seatNames(ctx, t.p.s)
	if err != nil {
		return nil, err
	}
	limits, sent := map[string]int64{}, map[app.ID]bool{}
	by := map[string][]enroller{}
	for _, s := range seats {
		if o := outs[s.ID]; o.sent {
			limits[s.Key], sent[s.ID] = o.after, true
		}
		if by[s.Key], err = enrolledBy(ctx, t.p.s, s.ID); err != nil {
			return nil, err
		}
	}
	fallen := map[app.ID]bool{} // those of which nothing counts
	stands := func(s app.Seat) bool {
		if s.Key == names[0] || t.own[s.Key] { // the founder enrolled itself in nobody's place
			return true
		}
		for _, b := range by[s.Key] {
			switch limit, limited := limits[b.Seat]; {
			case b.Seat == s.Key && s.Follows != "":
				if !sent[s.Follows] && !fallen[s.Follows] {
					return true
				}
			case b.Seat != s.Key && (!limited || b.Seq <= limit):
				return true
			}
		}
		return len(by[s.Key]) == 0
	}
	for again := true; again; { // what falls takes others along
		again = false
		for _, s := range seats {
			if !fallen[s.ID] && !stands(s) {
				fallen[s.ID], limits[s.Key], again = true, 0, true
			}
		}
	}
	return limits, nil
}
