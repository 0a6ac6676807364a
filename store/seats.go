package store

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// Seat gives the seat whose phrase opened the workspace, as the log has it.
func (w *Workspace) Seat() app.Seat {
	w.meMu.Lock()
	defer w.meMu.Unlock()
	return w.seat
}

// Me gives the person at the seat.
func (w *Workspace) Me() app.Person {
	w.meMu.Lock()
	defer w.meMu.Unlock()
	return w.me
}

// Sample says whether the workspace was made to show the program.
func (w *Workspace) Sample() bool { return w.made.Sample }

// Tip gives where the seat's log stands: the seat in the log, the number of its last record and its hash in hex. What
// is printed of it is a witness: nobody can bend the log before it without the hash becoming another.
func (w *Workspace) Tip() (seat string, seq int64, hash string) {
	w.meMu.Lock()
	defer w.meMu.Unlock()
	return w.signer.ID, w.kept.seq, w.kept.hash.String()
}

// ShortTip gives the first 40 bits of the tip's hash as "XXXX-XXXX" in the letters A–Z and figures 2–7 (RFC 4648), short
// enough to be compared with a printed one by eye.
func (w *Workspace) ShortTip() string {
	w.meMu.Lock()
	defer w.meMu.Unlock()
	return shortHash(w.kept.hash)
}

func shortHash(h journal.Hash) string {
	s := base32.StdEncoding.EncodeToString(h[:5])
	return s[:4] + "-" + s[4:]
}

// SeatState is a seat with how it stands in this workspace.
type SeatState struct {
	app.Seat
	Who      app.Person
	Here     bool      // its phrase opens the workspace on this laptop
	Mine     bool      // the seat that opened the workspace
	Self     bool      // it enrolled itself in the place of another, and no other seat has enrolled it
	Records  int64     // how many records of it are here
	LastSeen time.Time // when it wrote the last of them; zero without any
}

// Seats gives every seat of the workspace in the order of enrolment, those left out as well.
func (w *Workspace) Seats(ctx context.Context) ([]SeatState, error) {
	w.keysMu.Lock()
	slots := w.keys.Seats()
	w.keysMu.Unlock()
	here := map[string]bool{}
	for _, s := range slots {
		here[s] = true
	}
	mine := w.Seat().ID
	var out []SeatState
	err := w.snapshot(ctx, func(s *session) error {
		seats, err := seatsAt(ctx, s)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			st := SeatState{Seat: seat, Here: here[seat.Key], Mine: seat.ID == mine}
			if st.Who, err = app.Get[app.Person](ctx, sessionReader{s}, seat.Person); err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
				return err
			}
			if st.Self, err = enrolledItself(ctx, s, seat); err != nil {
				return err
			}
			err = s.rows(ctx, "SELECT r.seq, d.time FROM record r JOIN deed d ON d.record = r.id WHERE r.seat = ? ORDER BY r.seq DESC LIMIT 1",
				[]any{seat.Key}, func(scan func(...any) error) error {
					var at journal.Time
					err := scan(&st.Records, &at)
					st.LastSeen = at.Wall()
					return err
				})
			if err != nil {
				return err
			}
			out = append(out, st)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the seats: %w", err)
	}
	return out, nil
}

// seatsAt gives the seats in the order of enrolment.
func seatsAt(ctx context.Context, s *session) ([]app.Seat, error) {
	var keys []string
	err := s.rows(ctx, "SELECT id FROM seat ORDER BY n", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		keys = append(keys, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []app.Seat
	for _, key := range keys {
		seat, err := app.Get[app.Seat](ctx, sessionReader{s}, app.SeatID(key))
		if app.CodeOf(err) == app.ErrNotFound.Code {
			continue // the record that enrolled it was set aside or lost
		}
		if err != nil {
			return nil, fmt.Errorf("seat %s: %w", key, err)
		}
		out = append(out, seat)
	}
	return out, nil
}

// AddSeat gives a person a seat on this laptop, with a pass phrase of his or her own; laptop is what the machine is
// called, "" = its own name. Refusals: those of app.Desk.Enrol, and of vault.File.AddSeat what is no phrase or another's.
func (w *Workspace) AddSeat(ctx context.Context, person app.ID, laptop, phrase string) error {
	if err := w.permit(ctx, w, app.VerbEnrol, "", nil); err != nil {
		return err
	}
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return err
	}
	// The slot comes first: cut off here it opens nothing, and the next opening takes it away. A seat that was enrolled
	// and has no slot would stand in the list for ever.
	if err := w.changeKeys(func() error { return w.keys.AddSeat(w.key, phrase, secrets) }); err != nil {
		return err
	}
	if err := w.Desk().Enrol(ctx, w.newSeat(secrets, person, laptop)); err != nil {
		return errors.Join(err, w.changeKeys(func() error { return w.keys.RemoveSeat(w.key, secrets.Seat()) }))
	}
	return nil
}

// LeaveOut leaves a seat out from now on: none of its later records counts, its slot goes, and the next opening of the
// workspace draws a new data key (see NeedsRenewal), so that who kept a copy of the key file opens nothing written
// afterwards. Refusals: those of app.Desk.LeaveOut.
func (w *Workspace) LeaveOut(ctx context.Context, seat app.ID, why string) error {
	s, err := app.Get[app.Seat](ctx, w, seat)
	if err != nil {
		return err
	}
	last, err := w.lastOf(ctx, s.Key)
	if err != nil {
		return err
	}
	w.beforehand(ctx, "leave")
	if err := w.Desk().LeaveOut(ctx, seat, last, why); err != nil {
		return err
	}
	return w.changeKeys(func() error { return w.prune(ctx) })
}

// lastOf gives the number of a seat's last record here.
func (w *Workspace) lastOf(ctx context.Context, key string) (seq int64, err error) {
	err = w.borrow(ctx, func(s *session) error {
		return s.row(ctx, "SELECT coalesce(max(seq), 0) FROM record WHERE seat = ?", []any{key}, &seq)
	})
	return seq, err
}

// enrolAll keeps the public keys of the seats that a record enrols beside the log, as the founder's: when a record is
// damaged, those of other seats can still be proven.
func (w *Workspace) enrolAll(b journal.Body) error {
	for _, c := range b.Changes {
		if c.Noun != app.KindSeat || c.Kind != app.New {
			continue
		}
		var seat app.Seat
		if err := json.Unmarshal(c.Value, &seat); err != nil {
			return fmt.Errorf("decode a seat: %w", err)
		}
		key, err := base64.StdEncoding.DecodeString(seat.Sign)
		if err != nil || journal.SeatID(key) != seat.Key || app.SeatID(seat.Key) != c.Entity {
			return fmt.Errorf("enrol a seat whose names do not follow from its key")
		}
		if err := w.writer.exec("INSERT OR IGNORE INTO seat(id, key) VALUES(?,?)", seat.Key, key); err != nil {
			return fmt.Errorf("keep the key of a seat: %w", err)
		}
	}
	return nil
}

// sit finds the seat that the secrets of the key file belong to. It refuses with "seat.out" (left out) and
// "seat.unfinished" (its enrolment was cut off).
func (w *Workspace) sit(ctx context.Context) error {
	if w.made.Reading {
		return w.sitToRead(ctx)
	}
	seat, err := app.Get[app.Seat](ctx, w, app.SeatID(w.signer.ID))
	switch {
	case app.CodeOf(err) == app.ErrNotFound.Code:
		return app.Refuse("seat.unfinished", "path", w.dir)
	case err != nil:
		return err
	case !seat.AtWork():
		return app.Refuse("seat.out", "path", w.dir, "date", seat.Out)
	}
	return w.sitAt(ctx, seat)
}

func (w *Workspace) sitAt(ctx context.Context, seat app.Seat) error {
	me, err := app.Get[app.Person](ctx, w, seat.Person)
	if app.CodeOf(err) == app.ErrNotFound.Code {
		me, err = app.Person{ID: seat.Person}, nil // taken off the list of people; the seat stays
	}
	if err != nil {
		return err
	}
	w.meMu.Lock()
	defer w.meMu.Unlock()
	w.seat, w.me = seat, me
	return nil
}

// refresh takes over what a deed changed of the seat or the person at it, and where the log stands.
func (w *Workspace) refresh(p *projector) {
	w.meMu.Lock()
	defer w.meMu.Unlock()
	w.kept = w.tip
	for _, e := range p.touched {
		var err error
		switch e.id {
		case w.seat.ID:
			var seat app.Seat
			if err = json.Unmarshal(e.doc, &seat); err == nil {
				w.seat = seat
			}
		case w.me.ID:
			var me app.Person
			if err = json.Unmarshal(e.doc, &me); err == nil {
				w.me = me
			}
		}
		if err != nil {
			w.log.Warn("who sits here cannot be read again", "error", err)
		}
	}
}

// takeOver enrols the seat that is coming in the place of an old one, which is left out by the same deed. The record is
// signed by the new seat itself: nobody else may be left who could. Who can write it has held the data key, so what it
// claims is shown (see journal.Standing.Self), and it is bound to the person whose seat it follows.
func (w *Workspace) takeOver(ctx context.Context, old app.Seat, o Options) (err error) {
	if err := w.settleOrphans(ctx); err != nil {
		return err
	}
	var former *vault.File // with the slot that goes for its phrase
	coming := app.SeatID(w.coming.Seat())
	err = w.changeKeys(func() error {
		err := w.keys.AddSeat(w.key, o.Phrase, *w.coming)
		if app.CodeOf(err) != "phrase.taken" {
			return err
		}
		if former, err = vault.Read(keyPath(w.dir), w.id); err != nil {
			return told(err, w.dir, "read the key file")
		}
		// It may be the old seat's own: the person remembered it after all, or the copy keeps its phrase.
		if rerr := w.keys.RemoveSeat(w.key, old.Key); rerr != nil {
			return app.Refuse("phrase.taken")
		}
		return w.keys.AddSeat(w.key, o.Phrase, *w.coming)
	})
	if err != nil {
		return err
	}
	defer func() {
		if err != nil && former != nil {
			err = errors.Join(err, w.putBackSlot(context.WithoutCancel(ctx), former, coming))
		}
	}()
	last, err := w.lastOf(ctx, old.Key)
	if err != nil {
		return err
	}
	seat := w.newSeat(*w.coming, old.Person, o.Laptop)
	seat.Follows = old.ID
	gone := old
	gone.Out, gone.OutAfter = app.DateOf(w.now()), last
	enrol, err := app.Create(seat)
	if err != nil {
		return err
	}
	leave, err := app.Diff(old, gone)
	if err != nil {
		return err
	}
	if err := w.sitAt(ctx, seat); err != nil {
		return err
	}
	err = w.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: app.VerbEnrol, Changes: append([]app.Change{enrol}, leave...)}, nil
	})
	w.coming = nil
	return err
}

// putBackSlot takes the key file as it was before a seat came, when the deed that enrols it has failed, such as on a full
// disk: the phrase would open nothing but a seat that nobody has enrolled.
func (w *Workspace) putBackSlot(ctx context.Context, former *vault.File, coming app.ID) error {
	if _, err := app.Get[app.Seat](ctx, w, coming); app.CodeOf(err) != app.ErrNotFound.Code {
		return err // it is in the log after all
	}
	return w.changeKeys(func() error {
		w.keys = former
		return nil
	})
}

// settleOrphans takes away slots whose enrolment was cut off: their phrases are free again.
func (w *Workspace) settleOrphans(ctx context.Context) error {
	return w.changeKeys(func() error { return w.prune(ctx) })
}

// followed gives the seat whose place is taken: the one the options name, by itself or by its person, else the phrase's
// own, else the founder's, else the first at work. It refuses with "recovery.noseat" when no seat at work is meant.
func (w *Workspace) followed(ctx context.Context, o Options, own string) (app.Seat, error) {
	seats, err := w.Seats(ctx)
	if err != nil {
		return app.Seat{}, err
	}
	for _, s := range seats {
		switch {
		case !s.AtWork():
		case o.RecoverFor != "" && (s.ID == o.RecoverFor || s.Person == o.RecoverFor), o.RecoverFor == "" && (own == "" || s.Key == own):
			return s.Seat, nil
		}
	}
	return app.Seat{}, app.Refuse("recovery.noseat", "path", w.dir)
}
