package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"lianshen/app"
	"lianshen/store/journal"
)

// Taking back a choice opens the clash again: the record of it writes what every side had written once more, each value
// in knowledge of the choice alone, so that they stand beside each other as before. It travels like any other record, and
// a clash that is opened so is told with those who wrote the values, not with who took the choice back.

// reopened is what opens a clash again: changes, and the parents of those that do not know of each other, by place.
type reopened struct {
	changes []app.Change
	parents map[int][]journal.Ref
}

// reopen gives what takes a choice back, or refuses because something later rests on it. What hung on the choice without
// clashing goes back to what it was.
func (p *projector) reopen(ctx context.Context, record int64, body journal.Body) (reopened, error) {
	out := reopened{parents: map[int][]journal.Ref{}}
	book := newBook(p.s)
	for i, c := range body.Changes {
		if c.Kind == app.Note {
			continue
		}
		e, err := p.noun(c.Entity)
		if err != nil {
			return out, err
		}
		if err := p.restsOn(ctx, e, record, []string{c.Field}); err != nil {
			return out, err
		}
		places, err := book.places(ctx, e.n, "c.record < ?", record)
		if err != nil {
			return out, err
		}
		before, err := book.merged(ctx, places)
		if err != nil {
			return out, err
		}
		at := slices.IndexFunc(before.Clashes, func(x journal.Clash) bool { return x.Field == c.Field })
		if at < 0 {
			out.changes = append(out.changes, putBack(e, before.Doc, []string{c.Field})...)
			continue
		}
		sides, err := p.sidesAgain(ctx, book, e, before, before.Clashes[at])
		if err != nil {
			return out, fmt.Errorf("open the clash again: %w", err)
		}
		for _, s := range sides {
			out.parents[len(out.changes)] = []journal.Ref{body.Ref().Change(i)}
			out.changes = append(out.changes, s)
		}
	}
	return out, nil
}

// sidesAgain gives a change for every side of a clash, the one that was shown last: of two that know equally much the
// later one is shown.
func (p *projector) sidesAgain(ctx context.Context, book book, e *noun, before journal.Merged, c journal.Clash) ([]app.Change, error) {
	if c.Field == "" {
		sides := []app.Change{{Entity: e.id, Noun: e.kind, Kind: app.Del},
			{Entity: e.id, Noun: e.kind, Owner: ownerOf(e.kind, before.Doc), Kind: app.New, Value: before.Doc}}
		if e.deleted {
			slices.Reverse(sides) // what is not there cannot go before it came
		}
		return sides, nil
	}
	r := clashReader{ctx: ctx, s: p.s, book: book}
	var out []app.Change
	for _, ref := range slices.Backward(c.Sides) {
		s, err := r.side(ref, c.Field)
		if err != nil {
			return nil, err
		}
		x := app.Change{Entity: e.id, Noun: e.kind, Field: c.Field, Kind: app.Put, Value: s.Value}
		if s.Value == nil {
			x.Kind = app.Del
		}
		out = append(out, x)
	}
	return out, nil
}

// chosenAgain gives what does a choice again that was taken back: what it wrote.
func chosenAgain(body journal.Body) []app.Change {
	var out []app.Change
	for _, c := range body.Changes {
		if c.Kind != app.Note {
			out = append(out, c.Change)
		}
	}
	return out
}

// read gives a change by its name; found is false for one that is not here.
func (r clashReader) read(ref journal.Ref) (body journal.Body, c journal.Change, found bool, err error) {
	seat, seq, idx, err := ref.Split()
	if err != nil || idx < 0 {
		return body, c, false, err
	}
	var record int64
	err = r.s.row(r.ctx, "SELECT id FROM record WHERE seat = ? AND seq = ?", []any{seat, seq}, &record)
	if errors.Is(err, sql.ErrNoRows) {
		return body, c, false, nil
	}
	if err != nil {
		return body, c, false, err
	}
	body, c, err = r.book.change(r.ctx, place{record: record, idx: int64(idx)})
	return body, c, err == nil, err
}

func removes(c journal.Change) bool { return c.Kind == app.Del && c.Field == "" }

// origin gives the change by which a value first came into a clash: behind every choice that was taken back.
func (r clashReader) origin(ref journal.Ref, field string) (journal.Ref, error) {
	for {
		body, c, found, err := r.read(ref)
		if err != nil || !found || body.Undoes == "" {
			return ref, err
		}
		choice, _, found, err := r.read(body.Undoes.Change(0))
		if err != nil || !found || choice.Verb != app.VerbChoose && choice.Verb != VerbRedo {
			return ref, err
		}
		further, err := r.sideBehind(choice, c, field)
		if err != nil || further == "" {
			return ref, err
		}
		ref = further
	}
}

// sideBehind gives the side that a choice settled and that a change brings back, or "".
func (r clashReader) sideBehind(choice journal.Body, back journal.Change, field string) (journal.Ref, error) {
	for _, ch := range choice.Changes {
		if ch.Entity != back.Entity || ch.Field != field {
			continue
		}
		for _, own := range []bool{true, false} { // changes of the field itself first
			for _, ref := range ch.Parents {
				_, c, found, err := r.read(ref)
				if err != nil {
					return "", err
				}
				if !found || own != (c.Field == field) {
					continue
				}
				if field == "" && removes(c) == removes(back) {
					return ref, nil
				}
				s, err := r.side(ref, field)
				if err != nil {
					return "", err
				}
				if field != "" && bytes.Equal(s.Value, back.Value) && !(removes(c) && back.Kind != app.Del) {
					return ref, nil
				}
			}
			if field == "" { // what kept the noun may be a change of any of its fields
				for _, ref := range ch.Parents {
					_, c, found, err := r.read(ref)
					if err != nil {
						return "", err
					}
					if found && removes(c) == removes(back) {
						return ref, nil
					}
				}
			}
		}
	}
	return "", nil
}

// baseBehind gives the value that a side of a clash was written over; nil when there was none.
func (r clashReader) baseBehind(side journal.Ref, field string) ([]byte, error) {
	_, c, found, err := r.read(side)
	if err != nil || !found {
		return nil, err
	}
	for _, ref := range c.Parents {
		_, p, found, err := r.read(ref)
		if err != nil {
			return nil, err
		}
		if found && !removes(p) {
			s, err := r.side(ref, field)
			return s.Value, err
		}
	}
	return nil, nil
}
