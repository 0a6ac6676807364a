package clashes

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/journal"
)

// lineEnd is how many characters a text of one line has at most.
const lineEnd = 40

// shapeOf finds how the values of a clash are compared and how a further one is entered. A field that is a line by rule
// and holds sentences is compared as text.
func shapeOf(c store.Clash) app.Shape {
	s := app.ClashShape(c.Kind, c.Field)
	if s != app.ShapeText && s != app.ShapeLongText {
		return s
	}
	for _, raw := range append(values(c), c.Base) {
		text := textOf(raw, "")
		if utf8.RuneCountInString(text) > lineEnd || strings.Contains(text, "\n") {
			return app.ShapeLongText
		}
	}
	return app.ShapeText
}

// values gives what every side wrote.
func values(c store.Clash) [][]byte {
	var out [][]byte
	for _, s := range c.Sides {
		out = append(out, s.Value)
	}
	return out
}

// ref is a noun that a field may point at.
type ref struct {
	id   app.ID
	name string
}

// pointsAt are the kinds of the nouns that fields point at, by the last part of the path.
var pointsAt = map[string]app.Kind{
	"lead": app.KindPerson, "leader": app.KindPerson, "director": app.KindPerson, "coordinator": app.KindPerson, "person": app.KindPerson,
	"zone": app.KindZone, "group": app.KindGroup, "unit": app.KindUnit, "round": app.KindRound,
	"principal": app.KindPrincipal, "finding": app.KindFinding, "measure": app.KindMeasure,
}

// hints are what an editor offers beside what was written.
type hints struct {
	refs []ref // the nouns that the field may point at
	free int64 // the next number that no noun bears, 0 = none is known
}

// hintsFor reads what an editor of a clash offers.
func (r *Room) hintsFor(ctx context.Context, c store.Clash) (h hints, err error) {
	if len(c.Same) > 0 && shapeOf(c) == app.ShapeNumber {
		err = r.store.Each(ctx, c.Kind, c.Case, func(_ app.ID, doc json.RawMessage) error {
			h.free = max(h.free, countOf(journal.Lookup(doc, c.Field))+1)
			return nil
		})
		return h, err
	}
	h.refs, err = r.refs(ctx, c)
	return h, err
}

// refs gives the nouns that the field of a clash may point at, nothing for a field that points at none.
func (r *Room) refs(ctx context.Context, c store.Clash) ([]ref, error) {
	if shapeOf(c) != app.ShapeRef {
		return nil, nil
	}
	kind := pointsAt[c.Field[strings.LastIndex(c.Field, "/")+1:]]
	if kind == "" {
		return nil, nil
	}
	owner := app.ID("")
	switch kind {
	case app.KindPrincipal, app.KindFinding, app.KindMeasure:
		owner = c.Case
	}
	var out []ref
	err := r.store.Each(ctx, kind, owner, func(id app.ID, doc json.RawMessage) error {
		out = append(out, ref{id, r.words.NameOf(kind, doc)})
		return nil
	})
	return out, err
}
