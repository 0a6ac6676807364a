package app

import (
	"context"
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
}

// Today is the date on the desk's calendar.
func (d Desk) Today() Date { return DateOf(d.Now()) }

// save commits noun as a deed: creates it when it is new, else changes the fields that differ. check sees
// the state and refuses what the rules forbid.
func (d Desk) save(ctx context.Context, verb Verb, caseID ID, noun Noun, before func(Reader) (Noun, bool, error), check func(Reader) error) error {
	return d.Door.Do(ctx, func(r Reader) (Deed, error) {
		if check != nil {
			if err := check(r); err != nil {
				return Deed{}, err
			}
		}
		old, found, err := before(r)
		if err != nil {
			return Deed{}, err
		}
		if !found {
			c, err := Create(noun)
			return Deed{Verb: verb, Case: caseID, Changes: []Change{c}}, err
		}
		changes, err := Diff(old, noun)
		return Deed{Verb: verb, Case: caseID, Changes: changes}, err
	})
}

// Keep saves a noun as one deed: it is created when the workspace does not have it, else only the fields
// that differ are changed. The rules of its kind are checked first (see Check).
func Keep[T Noun](ctx context.Context, d Desk, verb Verb, noun T) error {
	return d.save(ctx, verb, caseOf(noun), noun,
		func(r Reader) (Noun, bool, error) {
			old, err := Get[T](ctx, r, noun.NounID())
			if CodeOf(err) == ErrNotFound.Code {
				return nil, false, nil
			}
			return old, err == nil, err
		},
		func(r Reader) error { return Check(ctx, r, noun) })
}

// Amend reads a noun, lets f change it and saves the difference as one deed. The rules of its kind are
// checked on the result.
func Amend[T Noun](ctx context.Context, d Desk, verb Verb, id ID, f func(*T) error) error {
	return d.Door.Do(ctx, func(r Reader) (Deed, error) {
		old, err := Get[T](ctx, r, id)
		if err != nil {
			return Deed{}, err
		}
		n, err := Get[T](ctx, r, id) // a second copy: maps must not be shared with old
		if err != nil {
			return Deed{}, err
		}
		if err := f(&n); err != nil {
			return Deed{}, err
		}
		if err := Check(ctx, r, n); err != nil {
			return Deed{}, err
		}
		changes, err := Diff(old, n)
		return Deed{Verb: verb, Case: caseOf(n), Changes: changes}, err
	})
}

// Discard removes a noun as one deed; its history stays.
func Discard[T Noun](ctx context.Context, d Desk, verb Verb, id ID) error {
	return d.Door.Do(ctx, func(r Reader) (Deed, error) {
		n, err := Get[T](ctx, r, id)
		if err != nil {
			return Deed{}, err
		}
		return Deed{Verb: verb, Case: caseOf(n), Changes: []Change{Remove(n)}}, nil
	})
}

func caseOf(n Noun) ID {
	switch n.NounKind() {
	case KindCase:
		return n.NounID()
	case KindZone, KindGroup, KindMeeting:
		return ""
	}
	return n.NounOwner()
}
