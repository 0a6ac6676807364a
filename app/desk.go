package app

import (
	"context"
	"fmt"
	"time"
)

// Desk is where a person sits and does deeds: the door to the workspace, the clock, the source of new
// identifiers and the name under which the deeds are kept. Every use case is a method of Desk or takes
// one; a screen or a command calls one use case per deed.
type Desk struct {
	Door  Door
	Now   func() time.Time
	NewID func() ID
	Who   string // name of the person at work
	Seat  ID     // the seat the person works at; what he or she may do follows from it
}

// Today is the date on the desk's calendar.
func (d Desk) Today() Date { return DateOf(d.Now()) }

// work is a deed in the making: the state it sees and the changes so far.
type work struct {
	ctx     context.Context
	r       Reader
	seat    ID
	actor   Actor // the person only when others are at work too
	deed    Deed
	touched []Noun // every noun that changes, as it was and as it is
	heads   map[ID]caseHead
}

// do runs a use case as one deed: f reads the state through the work and puts changes into it. It is the one place
// where a person comes to the door, and it asks first whether he or she may do the deed, in the case and on the strands
// that it turns out to be about.
func (d Desk) do(ctx context.Context, verb Verb, caseID ID, f func(*work) error) error {
	return d.Door.Do(ctx, func(r Reader) (Deed, error) {
		w := &work{ctx: ctx, r: r, seat: d.Seat, deed: Deed{Verb: verb, Case: caseID}}
		if err := w.enter(verb); err != nil {
			return Deed{}, err
		}
		if err := f(w); err != nil {
			return Deed{}, err
		}
		if err := w.permitted(); err != nil {
			return Deed{}, err
		}
		return w.deed, nil
	})
}

// change takes changes of a noun into the deed; before is nil for a noun that comes to be, after for one that goes.
func (w *work) change(before, after Noun, changes ...Change) {
	if len(changes) == 0 {
		return
	}
	w.deed.Changes = append(w.deed.Changes, changes...)
	for _, n := range []Noun{before, after} {
		if n != nil {
			w.touched = append(w.touched, n)
		}
	}
}

// put keeps a noun within the deed after the rules of its kind were checked: it is created when the
// workspace does not have it, else only the fields that differ change.
func put[T Noun](w *work, n T) error {
	tidy(&n)
	if err := Check(w.ctx, w.r, n); err != nil {
		return err
	}
	return putChecked(w, n)
}

// putChecked is put for a noun whose rules the use case looked after.
func putChecked[T Noun](w *work, n T) error {
	old, err := Get[T](w.ctx, w.r, n.NounID())
	if CodeOf(err) == ErrNotFound.Code {
		c, err := Create(n)
		if err != nil {
			return err
		}
		w.change(nil, n, c)
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s %s: %w", n.NounKind(), n.NounID(), err)
	}
	changes, err := Diff(old, n)
	if err != nil {
		return err
	}
	w.change(old, n, changes...)
	return nil
}

// Keep saves a noun as one deed: it is created when the workspace does not have it, else only the fields
// that differ are changed. The rules of its kind are checked first (see Check).
func Keep[T Noun](ctx context.Context, d Desk, verb Verb, noun T) error {
	return d.do(ctx, verb, caseOf(noun), func(w *work) error { return put(w, noun) })
}

// Amend reads a noun, lets f change it and saves the difference as one deed. The rules of its kind are
// checked on the result.
func Amend[T Noun](ctx context.Context, d Desk, verb Verb, id ID, f func(*T) error) error {
	return d.do(ctx, verb, "", func(w *work) error {
		n, err := Get[T](ctx, w.r, id)
		if err != nil {
			return err
		}
		if err := f(&n); err != nil {
			return err
		}
		w.deed.Case = caseOf(n)
		return put(w, n)
	})
}

// newID gives the ID itself when it is set, else a new one.
func (d Desk) newID(id ID) ID {
	if id != "" {
		return id
	}
	return d.NewID()
}

// caseOf gives the case whose timeline a change of the noun belongs to, or "".
func caseOf(n Noun) ID {
	if m, ok := n.(Meeting); ok {
		if cases := m.Cases.Sorted(); len(cases) == 1 {
			return ID(cases[0]) // a meeting for one case belongs to its timeline
		}
		return ""
	}
	switch n.NounKind() {
	case KindCase:
		return n.NounID()
	case KindZone, KindGroup:
		return ""
	}
	return n.NounOwner()
}
