package clashes

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/store"
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
