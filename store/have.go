package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// have tells which records of every seat are here. Those without effect, because an import was taken back, count as
// not there: somebody may send them again. With them, everything that is kept counts.
func have(ctx context.Context, s *session, parkedToo bool) (exchange.Vector, error) {
	out := exchange.Vector{}
	seats, err := seatNames(ctx, s)
	if err != nil {
		return nil, err
	}
	lacks := map[string][]exchange.Range{}
	lack := func(query string) error {
		return s.rows(ctx, query, nil, func(scan func(...any) error) error {
			var seat string
			var r exchange.Range
			if err := scan(&seat, &r.First, &r.Last); err != nil {
				return err
			}
			lacks[seat] = append(lacks[seat], r)
			return nil
		})
	}
	err = errors.Join(lack("SELECT seat, first, last FROM withheld"), lack("SELECT seat, seq, seq FROM aside"))
	if err == nil && !parkedToo {
		err = lack("SELECT r.seat, r.seq, r.seq FROM parked p JOIN record r ON r.id = p.record")
	}
	if err != nil {
		return nil, err
	}
	for _, seat := range seats {
		var h exchange.Held
		var hash []byte
		err := s.row(ctx, "SELECT seq, hash FROM record WHERE seat = ? ORDER BY seq DESC LIMIT 1", []any{seat}, &h.Top, &hash)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		h.Lacks = exchange.Join(lacks[seat], h.Top)
		// The highest record of all may be one without effect: what is above the last hole is not there.
		for n := len(h.Lacks); n > 0 && h.Lacks[n-1].Last == h.Top; n = len(h.Lacks) {
			h.Top, h.Lacks = h.Lacks[n-1].First-1, h.Lacks[:n-1]
			hash = nil
		}
		if h.Top == 0 {
			continue
		}
		if hash == nil {
			if err := s.row(ctx, "SELECT hash FROM record WHERE seat = ? AND seq = ?", []any{seat, h.Top}, &hash); err != nil {
				return nil, err
			}
		}
		if len(h.Lacks) == 0 {
			h.Lacks = nil
		}
		h.Hash = fmt.Sprintf("%x", hash)
		out[seat] = h
	}
	return out, nil
}

// seatNames gives every seat by its name in the log, in the order of enrolment.
func seatNames(ctx context.Context, s *session) ([]string, error) {
	var out []string
	err := s.rows(ctx, "SELECT id FROM seat ORDER BY n", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}

// rollNow gives the roll as it stands here, so that what comes can be judged without reading the whole log again.
func rollNow(ctx context.Context, s *session, workspace string) (*journal.Roll, error) {
	var roll *journal.Roll
	outs, err := outings(ctx, s)
	if err != nil {
		return nil, err
	}
	vector, err := have(ctx, s, true)
	if err != nil {
		return nil, err
	}
	type row struct {
		id  string
		key ed25519.PublicKey
	}
	var rows []row
	err = s.rows(ctx, "SELECT id, key FROM seat ORDER BY n", nil, func(scan func(...any) error) error {
		var r row
		var key []byte
		err := scan(&r.id, &key)
		r.key = key
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	beside := besideIn(ctx, s)
	for i, r := range rows {
		if i == 0 {
			roll = journal.NewRoll(workspace, r.key)
			roll.AllowHoles()
		}
		st := journal.Standing{Seat: r.id, Key: r.key}
		id := app.SeatID(r.id)
		var doc []byte
		err := s.row(ctx, "SELECT doc FROM entity WHERE id = ? AND deleted = 0 AND kind = 'seat'", []any{string(id)}, &doc)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if doc != nil {
			var seat app.Seat
			if err := json.Unmarshal(doc, &seat); err != nil {
				return nil, fmt.Errorf("decode a seat: %w", err)
			}
			st.ID, st.Person, st.Follows = seat.ID, seat.Person, seat.Follows
			by, err := enrolledBy(ctx, s, id)
			if err != nil {
				return nil, err
			}
			for _, b := range by { // the first by name says whose seat it is
				if st.By == "" || b.Ref < st.By {
					st.By = b.Ref
				}
			}
			if o, out := outs[id]; out {
				st.Out, st.OutAfter, st.Sent, st.OutBy = true, o.after, o.sent, o.by
			}
		}
		if doc == nil && i > 0 && vector[r.id].Top == 0 { // everything of it was set aside, its enrolment too
			continue
		}
		holes, err := holesOf(vector[r.id], &st, beside)
		if err != nil {
			return nil, err
		}
		roll.Stand(st, doc, holes, beside)
	}
	if roll == nil {
		return nil, errors.New("the list of seats is empty")
	}
	return roll, nil
}

// holesOf gives the holes in a seat's log, and where the log ends. What their neighbours say is not read yet: a laptop
// with a narrow scope has thousands of holes, of which a package fills few or none.
func holesOf(h exchange.Held, st *journal.Standing, beside journal.Beside) ([]journal.Hole, error) {
	st.Seq = h.Top
	if h.Top > 0 {
		var err error
		if st.Tip, _, st.Time, err = beside(st.Seat, h.Top); err != nil {
			return nil, fmt.Errorf("read the end of a seat's log: %w", err)
		}
	}
	out := make([]journal.Hole, 0, len(h.Lacks))
	for _, r := range h.Lacks {
		out = append(out, journal.Hole{After: r.First - 1, Before: r.Last + 1, Unread: true})
	}
	return out, nil
}

// besideIn tells of the records here what their neighbours in the log of a seat have to fit to.
func besideIn(ctx context.Context, s *session) journal.Beside {
	return func(seat string, seq int64) (hash, prev journal.Hash, at journal.Time, err error) {
		var sum, before, raw []byte
		if err = s.row(ctx, "SELECT hash, prev, body FROM record WHERE seat = ? AND seq = ?", []any{seat, seq}, &sum, &before, &raw); err != nil {
			return hash, prev, at, err
		}
		copy(hash[:], sum)
		copy(prev[:], before)
		var b struct{ Time journal.Time }
		err = json.Unmarshal(raw, &b)
		return hash, prev, b.Time, err
	}
}

// outing is how a seat was left out.
type outing struct {
	after int64         // the number of its last record that counts, the lowest that anybody gave
	sent  bool          // by somebody's deed, and not by the seat that took its place
	by    []journal.Ref // the changes that said so
}

// outings gives the seats that were left out. Two people may have left out the same seat without knowing of each other:
// the lower number counts. Who only corrects the day of a leaving out gives no number.
func outings(ctx context.Context, s *session) (map[app.ID]outing, error) {
	type said struct {
		place
		id, field string
	}
	var all []said
	err := s.rows(ctx, `SELECT e.id, c.record, c.idx, c.field FROM entity e JOIN change c ON c.entity = e.n
		WHERE e.kind = 'seat' AND e.deleted = 0 AND c.field IN ('out', 'outAfter') AND c.kind = 'put' AND c.noun = 'seat' ORDER BY c.record, c.idx`, nil, func(scan func(...any) error) error {
		var x said
		err := scan(&x.id, &x.record, &x.idx, &x.field)
		all = append(all, x)
		return err
	})
	if err != nil {
		return nil, err
	}
	bodies, out := map[app.ID][]journal.Body{}, map[app.ID]outing{}
	book := newBook(s)
	for _, x := range all {
		id := app.ID(x.id)
		body, err := book.body(ctx, x.record)
		if err != nil {
			return nil, err
		}
		if list := bodies[id]; len(list) == 0 || list[len(list)-1].Ref() != body.Ref() {
			bodies[id] = append(list, body)
		}
		if o := out[id]; x.field == "out" {
			o.by = append(o.by, body.Ref().Change(int(x.idx)))
			out[id] = o
		}
	}
	for id, list := range bodies {
		o, known := out[id], false
		for _, body := range list {
			after, leaves := body.LeavesOut(id, o.by)
			if !leaves {
				continue
			}
			// By the seat that took the place, in the record that enrols it, nobody was sent away.
			sent := !body.Enrols(body.Seat)
			if !known || sent && (!o.sent || after < o.after) {
				o.after, o.sent, known = after, sent, true
			}
		}
		if out[id] = o; !known {
			delete(out, id)
		}
	}
	return out, nil
}
