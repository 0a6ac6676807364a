package store

import (
	"context"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
)

// merge works out the state of a noun from all its changes, where people wrote without knowing of each other.
func (p *projector) merge(b book, e *noun) error {
	places := e.places
	if p.late == nil {
		var err error
		if places, err = b.places(context.Background(), e.n, ""); err != nil {
			return err
		}
	}
	m, err := b.merged(context.Background(), places)
	if err != nil {
		return err
	}
	e.doc, e.heads, e.deleted, e.tangled, e.clashes = m.Doc, m.Heads, !m.Alive, !m.Line, m.Clashes
	if m.Kind != "" {
		e.kind = m.Kind
	}
	e.owner = ownerOf(e.kind, e.doc)
	e.merge = false
	return nil
}

// merged gives what follows from the changes at these places.
func (b book) merged(ctx context.Context, places []place) (journal.Merged, error) {
	all := make([]journal.Known, 0, len(places))
	for _, p := range places {
		body, c, err := b.change(ctx, p)
		if err != nil {
			return journal.Merged{}, err
		}
		all = append(all, journal.Known{Change: c, Ref: body.Ref().Change(int(p.idx)), Time: body.Time})
	}
	m, err := journal.Merge(all)
	if err != nil {
		return journal.Merged{}, fmt.Errorf("merge: %w", err)
	}
	return m, nil
}

// saveClashes writes in which fields of a noun people contradict each other. Mere stamps are none.
func (p *projector) saveClashes(e *noun) error {
	if !e.fresh && (e.tangled || e.row.tangled) {
		if err := p.s.exec("DELETE FROM clash WHERE entity = ?", e.n); err != nil {
			return err
		}
	}
	for _, c := range e.clashes {
		if app.Stamp(e.kind, c.Field) {
			continue // nobody can choose who wrote last
		}
		var sides []string
		for _, ref := range c.Sides {
			sides = append(sides, string(ref))
		}
		err := p.exec("INSERT INTO clash(entity, field, cas, base, sides) VALUES(?,?,?,?,?)",
			e.n, c.Field, string(caseOf(e.kind, e.id, e.owner)), string(c.Base), strings.Join(sides, " "))
		if err != nil {
			return err
		}
	}
	return nil
}

// numberRow keeps by what people tell the noun apart from others of its kind.
func (p *projector) numberRow(e *noun, was, is string) error {
	if was == is {
		return nil
	}
	if was != "" {
		if err := p.s.exec("DELETE FROM numbered WHERE entity = ?", e.n); err != nil {
			return err
		}
	}
	if is == "" {
		return nil
	}
	return p.exec("INSERT INTO numbered(entity, cas, key) VALUES(?,?,?)", e.n, string(caseOf(e.kind, e.id, e.owner)), is)
}

// numberKey gives by what people tell a noun of this state apart, "" where that is not said.
func numberKey(kind app.Kind, doc []byte) string {
	fields := known[kind]
	if len(fields) == 0 || doc == nil {
		return ""
	}
	key := string(kind) + " " + string(ownerOf(kind, doc))
	for _, f := range fields {
		v := journal.Lookup(doc, f)
		if len(v) == 0 {
			return ""
		}
		key += " " + string(v)
	}
	return key
}

// readParked gives the records that have no effect because an import was taken back.
func readParked(ctx context.Context, s *session) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := s.rows(ctx, "SELECT record FROM parked", nil, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		out[id] = true
		return err
	})
	return out, err
}
