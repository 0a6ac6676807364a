package app

import (
	"context"
	"fmt"
)

// SavePerson keeps a person. Roles and strands, from which follows what he or she may do, change by an administrator
// alone ("person.roles"), and the last seat with an administrator keeps one ("person.admin").
func (d Desk) SavePerson(ctx context.Context, p Person) error {
	p.ID = d.newID(p.ID)
	return Keep(ctx, d, VerbSavePerson, p)
}

// Enrol keeps a new seat: from now on its person may do what the roles allow. Refused: a seat there is already
// ("seat.exists"), a person there is not, the liaison of the unit, who has no seat ("seat.liaison"), and a scope of zones
// or cases there are not ("reference.missing").
func (d Desk) Enrol(ctx context.Context, s Seat) error {
	return d.do(ctx, VerbEnrol, "", func(w *work) error {
		p, err := Get[Person](ctx, w.r, s.Person)
		if err != nil {
			return fmt.Errorf("read who is to sit at the seat: %w", err)
		}
		return d.enrol(w, s, p)
	})
}

func (d Desk) enrol(w *work, s Seat, p Person) error {
	if s.ID == "" {
		s.ID = SeatID(s.Key)
	}
	if s.Since.IsZero() {
		s.Since = d.Today()
	}
	if _, err := Get[Seat](w.ctx, w.r, s.ID); err == nil {
		return Refuse("seat.exists")
	} else if CodeOf(err) != ErrNotFound.Code {
		return fmt.Errorf("look for the seat: %w", err)
	}
	if roles := p.Roles.Sorted(); len(roles) == 1 && p.Roles.Has(string(RoleLiaison)) {
		return Refuse("seat.liaison", "name", p.Name)
	}
	if err := w.scopes(Seat{}, s); err != nil {
		return err
	}
	return put(w, s)
}

// LeaveOut leaves a seat out from now on, for a reason that is kept; outAfter is the number of its last record that
// counts. Refused: the seat one
// sits at ("seat.self"), one that is out already ("seat.left"), the last one with an administrator ("person.admin").
func (d Desk) LeaveOut(ctx context.Context, seat ID, outAfter int64, why string) error {
	return d.do(ctx, VerbLeaveOut, "", func(w *work) error {
		s, err := Get[Seat](ctx, w.r, seat)
		switch {
		case err != nil:
			return fmt.Errorf("read the seat: %w", err)
		case seat == d.Seat:
			return Refuse("seat.self")
		case !s.AtWork():
			return Refuse("seat.left", "date", s.Out)
		}
		if err := required("outWhy", why); err != nil {
			return err
		}
		s.Out, s.OutAfter, s.OutWhy = d.Today(), outAfter, why
		return put(w, s)
	})
}

// Recuse keeps that a person stays away from a case (回避, Audit Law art. 15), or no longer does. Every deed of the
// person in it is refused from then on ("role.recused").
func (d Desk) Recuse(ctx context.Context, caseID, person ID, on bool) error {
	return Amend(ctx, d, VerbRecuse, caseID, func(c *Case) error {
		if c.Recused == nil {
			c.Recused = Set{}
		}
		if on {
			c.Recused[string(person)] = true
		} else {
			delete(c.Recused, string(person))
		}
		return nil
	})
}

// SignIn leaves a trace that the person sat down at the seat.
func (d Desk) SignIn(ctx context.Context) error {
	return d.do(ctx, VerbSignIn, "", func(w *work) error {
		w.note(w.actor.Seat, map[string]string{})
		return nil
	})
}

// NoteRead leaves a trace that protected matter was opened: a talk, a questionnaire, an evaluation. Refused when the
// person may not see any of it ("role.unseen").
func (d Desk) NoteRead(ctx context.Context, n Noun) error {
	return d.do(ctx, VerbReadSecret, caseOf(n), func(w *work) error {
		if sees, err := w.sees(n); err != nil {
			return err
		} else if !sees {
			return w.actor.refuse("role.unseen", VerbReadSecret, "label", Word("kind."+n.NounKind()))
		}
		w.note(n, map[string]string{})
		return nil
	})
}

// NotePrint leaves a trace that a noun was printed: what says how ("copies", "pages", "sha256" …).
func (d Desk) NotePrint(ctx context.Context, n Noun, what map[string]string) error {
	return d.do(ctx, VerbPrint, caseOf(n), func(w *work) error {
		w.note(n, what)
		return nil
	})
}

// NoteExport leaves a trace that a noun left the workspace as a file: what says how ("file", "format", "sha256" …).
// Never give it a path, which may hold the name of a person. A round is all its cases: it leaves by the office alone
// ("role.scope").
func (d Desk) NoteExport(ctx context.Context, n Noun, what map[string]string) error {
	return d.do(ctx, VerbExport, caseOf(n), func(w *work) error {
		if n.NounKind() == KindRound && !w.actor.Alone && !w.actor.has(RoleOffice) {
			return w.actor.refuse("role.scope", VerbExport)
		}
		w.note(n, what)
		return nil
	})
}

// note takes a trace into the deed.
func (w *work) note(n Noun, what map[string]string) { w.change(n, nil, Remember(n, what)) }
