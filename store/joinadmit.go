package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// Admit enrols the seat of a request at the office: for a person who is known already (only the ID is set, or the whole
// person as he or she is to be from now on), or for a new one (without an ID). zones, cases and strands are what the seat
// is sent; all empty is everything. The seat gets no slot in the key file here: it sits on another laptop. A request that
// was admitted for this person already gives its seat, as it is. Refusals: those of app.Desk.EnrolNew, "request.enrolled"
// (the seat is another person's), "request.out" (it was left out: the laptop has to ask anew), "person.unknown".
//
// Whoever calls it has compared the fingerprint of the request with the one that the laptop shows.
func (w *Workspace) Admit(ctx context.Context, req exchange.Request, person app.Person, zones, cases, strands app.Set) (app.Seat, error) {
	if err := w.permit(ctx, w, app.VerbEnrol, "", nil); err != nil {
		return app.Seat{}, err
	}
	seat := seatOf(req)
	switch there, err := app.Get[app.Seat](ctx, w, seat.ID); {
	case err == nil && !there.AtWork():
		return there, app.Refuse("request.out", "date", there.Out)
	case err == nil && (there.Box != seat.Box || person.ID != "" && there.Person != person.ID):
		return there, app.Refuse("request.enrolled", "name", w.nameAt(ctx, there))
	case err == nil && person.ID == "" && w.nameAt(ctx, there) != person.Name:
		return there, app.Refuse("request.enrolled", "name", w.nameAt(ctx, there))
	case err == nil:
		return there, nil
	case app.CodeOf(err) != app.ErrNotFound.Code:
		return app.Seat{}, err
	}
	if person.ID != "" && person.Name == "" {
		known, err := app.Get[app.Person](ctx, w, person.ID)
		if app.CodeOf(err) == app.ErrNotFound.Code {
			return app.Seat{}, app.Refuse("person.unknown")
		}
		if err != nil {
			return app.Seat{}, err
		}
		person = known
	}
	seat.Zones, seat.Cases, seat.Strands = zones, cases, strands
	if err := w.Desk().EnrolNew(ctx, seat, person); err != nil {
		return app.Seat{}, err
	}
	// Cut off before this, the data key is renewed once without need when the seat is left out.
	if err := w.transact(ctx, func(*projector) error { return w.noteElsewhere(seat.Key) }); err != nil {
		return app.Seat{}, err
	}
	return app.Get[app.Seat](ctx, w, seat.ID)
}

// nameAt gives the name of who sits at a seat, "" when nobody is known.
func (w *Workspace) nameAt(ctx context.Context, s app.Seat) string {
	p, err := app.Get[app.Person](ctx, w, s.Person)
	if err != nil {
		return ""
	}
	return p.Name
}

// awayPrefix begins the keys in the table keep of seats that sit on another laptop: they were admitted here, or came with
// a package, and never had a slot in the key file here.
const awayPrefix = "away:"

// noteElsewhere keeps within the running transaction that a seat sits on another laptop. One with a slot here does not.
func (w *Workspace) noteElsewhere(seat string) error {
	w.keysMu.Lock()
	here := slices.Contains(w.keys.Seats(), seat)
	w.keysMu.Unlock()
	if here {
		return nil
	}
	return w.writer.exec("INSERT OR IGNORE INTO keep(key, value) VALUES(?, '')", awayPrefix+seat)
}

// noteElsewhereAll does so for the seats that a record of a package enrols.
func (w *Workspace) noteElsewhereAll(b journal.Body) error {
	for _, c := range b.Changes {
		if c.Noun != app.KindSeat || c.Kind != app.New {
			continue
		}
		var seat app.Seat
		if err := json.Unmarshal(c.Value, &seat); err != nil {
			return fmt.Errorf("decode a seat: %w", err)
		}
		if err := w.noteElsewhere(seat.Key); err != nil {
			return fmt.Errorf("keep that a seat sits elsewhere: %w", err)
		}
	}
	return nil
}

// elsewhere gives the seats, by their names in the log, that only ever sat on other laptops.
func elsewhere(ctx context.Context, s *session) (map[string]bool, error) {
	out := map[string]bool{}
	err := s.rows(ctx, "SELECT key FROM keep WHERE key >= ? AND key < ?", []any{awayPrefix, awayPrefix + "g"}, func(scan func(...any) error) error {
		var key string
		err := scan(&key)
		out[strings.TrimPrefix(key, awayPrefix)] = true
		return err
	})
	return out, err
}
