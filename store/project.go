package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"lianshen/app"
	"lianshen/store/journal"
)

// projector keeps the projections in step with the log within one transaction. It holds what it has read of the nouns
// it touches, so that a bulk load reads each only once.
type projector struct {
	s       *session
	nouns   map[app.ID]*noun
	touched []*noun          // every noun changed in the transaction, once
	last    map[string]int64 // highest number given out, per table
	late    *late            // set while the whole log is replayed: rows are written once, at its end
	rows    *rowWriter       // set while a package is taken in: rows are written many at a time
	loose   []*noun          // changed since the last settling
	before  map[*noun][]byte // their states then, nil = not there
	// watch is told what becomes of each noun, with its state before.
	watch func(e *noun, before []byte)
}

// noun is the row of an entity with its heads.
type noun struct {
	n       int64
	id      app.ID
	kind    app.Kind
	owner   app.ID
	doc     []byte
	deleted bool
	fresh   bool // not yet in the tables
	heads   journal.Heads
	kept    map[string][]journal.Ref // heads as the table has them
	touched bool
	tangled bool             // people wrote without knowing of each other
	merge   bool             // the state has to be worked out from all changes
	clashes []journal.Clash  // as worked out
	running *journal.Running // while the whole log is replayed: the state, encoded at the end only
	places  []place          // and where its changes stand
	row     standing         // the rest of its row as the table has it; zero = not there
	shown   *shown           // what lists and search are told of it, when worked out ahead
	batch   *journal.Running // while a package is taken in: the state, encoded when the noun is written
}

// standing is what a noun's row says beside its state.
type standing struct {
	kind             app.Kind
	owner            app.ID
	deleted, tangled bool
}

func (e *noun) standing() standing { return standing{e.kind, e.owner, e.deleted, e.tangled} }

func newProjector(s *session) *projector {
	return &projector{s: s, nouns: map[app.ID]*noun{}, last: map[string]int64{}, before: map[*noun][]byte{}}
}

// noun gives the noun of this ID; one that never was comes back fresh.
func (p *projector) noun(id app.ID) (*noun, error) {
	if e := p.nouns[id]; e != nil {
		return e, nil
	}
	e := &noun{id: id, heads: journal.Heads{}}
	if p.late != nil { // the replay began with empty tables: what it has not made is not there
		e.fresh, e.kept, e.running = true, map[string][]journal.Ref{}, &journal.Running{}
		p.nouns[id] = e
		return e, nil
	}
	err := p.s.row(context.Background(), "SELECT n, kind, owner, doc, deleted, tangled FROM entity WHERE id = ?", []any{string(id)},
		&e.n, &e.kind, &e.owner, &e.doc, &e.deleted, &e.tangled)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		e.fresh = true
	case err != nil:
		return nil, fmt.Errorf("read noun %s: %w", id, err)
	default:
		err := p.s.rows(context.Background(), "SELECT field, change FROM head WHERE entity = ? ORDER BY field, change", []any{e.n}, func(scan func(...any) error) error {
			var field string
			var ref journal.Ref
			if err := scan(&field, &ref); err != nil {
				return err
			}
			e.heads[field] = append(e.heads[field], ref)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read heads of %s: %w", id, err)
		}
	}
	e.kept, e.row = maps.Clone(e.heads), e.standing()
	p.nouns[id] = e
	return e, nil
}

// knowing checks changes against the state and gives them with their parents. Later changes of the same deed know the
// earlier ones.
func (p *projector) knowing(record journal.Ref, changes []app.Change) ([]journal.Change, error) {
	type sight struct {
		heads   journal.Heads
		exists  bool
		kind    app.Kind
		tangled bool
	}
	seen := map[app.ID]*sight{}
	out := make([]journal.Change, 0, len(changes))
	for i, c := range changes {
		v := seen[c.Entity]
		if v == nil {
			e, err := p.noun(c.Entity)
			if err != nil {
				return nil, err
			}
			v = &sight{heads: journal.Heads{}, exists: !e.fresh && !e.deleted, kind: e.kind, tangled: e.tangled}
			for f, refs := range e.heads {
				v.heads[f] = refs
			}
			seen[c.Entity] = v
		}
		keeps := false // it decides that a noun stays which somebody removed and somebody else changed
		if c.Kind == app.New && v.exists && v.tangled {
			e, err := p.noun(c.Entity)
			if err == nil {
				err = p.s.row(context.Background(), "SELECT EXISTS(SELECT 1 FROM clash WHERE entity = ? AND field = '')", []any{e.n}, &keeps)
			}
			if err != nil {
				return nil, err
			}
		}
		switch {
		case c.Kind == app.New && v.exists && !keeps:
			return nil, app.Refuse("noun.exists", "kind", app.Word("kind."+string(c.Noun)), "name", string(c.Entity), "id", string(c.Entity))
		case c.Kind != app.New && !v.exists:
			return nil, app.Refuse(app.ErrNotFound.Code, "id", string(c.Entity), "kind", string(c.Noun))
		case v.kind != "" && v.kind != c.Noun:
			return nil, fmt.Errorf("change of %s %s, which is a %s", c.Noun, c.Entity, v.kind)
		}
		jc := journal.Change{Change: c, Parents: v.heads.Parents(c.Kind, c.Field)}
		if v.tangled {
			jc.Parents = v.heads.Knowing(c.Kind, c.Field)
		}
		v.heads.Advance(jc, record.Change(i))
		v.kind = c.Noun
		v.exists = c.Kind == app.New || v.exists && !(c.Kind == app.Del && c.Field == "")
		out = append(out, jc)
	}
	return out, nil
}

// project takes a record into every projection.
func (p *projector) project(record int64, b journal.Body) error {
	if err := p.deed(record, b); err != nil {
		return err
	}
	for i, c := range b.Changes {
		e, err := p.number(c)
		if err != nil {
			return err
		}
		if c.Kind != app.Note || e.fresh || e.kind != c.Noun {
			p.loosen(e)
		}
		if p.rows != nil && e.batch == nil && !e.merge {
			e.batch = journal.Continue(e.doc)
		}
		if err := e.take(c, b.Ref().Change(i)); err != nil {
			return err
		}
		if p.late != nil {
			e.places = append(e.places, place{record, int64(i), e.n})
		}
		if err := p.exec("INSERT INTO change(record, idx, entity, field, kind, noun) VALUES(?,?,?,?,?,?)", record, i, e.n, c.Field, string(c.Kind), string(c.Noun)); err != nil {
			return err
		}
	}
	if p.rows != nil {
		return nil
	}
	return p.settle()
}

// introduce gives the nouns of a record their numbers, and the record no effect.
func (p *projector) introduce(_ int64, b journal.Body) error {
	for _, c := range b.Changes {
		e, err := p.number(c)
		if err != nil {
			return err
		}
		if e.fresh && len(e.doc) == 0 && (e.running == nil || !e.running.Born()) && len(e.heads) == 0 && !e.merge {
			e.be(c.Noun)
			e.deleted = true
		}
		p.loosen(e)
	}
	if p.rows != nil {
		return nil
	}
	return p.settle()
}

// number gives the noun of a change, with a number of its own.
func (p *projector) number(c journal.Change) (*noun, error) {
	e, err := p.noun(c.Entity)
	if err == nil && e.n == 0 {
		e.n, err = p.next("entity", "n")
	}
	return e, err
}

// loosen notes that a noun is about to change.
func (p *projector) loosen(e *noun) {
	if p.late != nil {
		p.late.keep(e)
		return
	}
	if _, known := p.before[e]; known {
		return
	}
	p.loose = append(p.loose, e)
	p.before[e] = nil
	if !e.fresh && !e.deleted {
		p.before[e] = e.doc
	}
}

// forget lets go of what was read of the nouns, and of their states, but for those that tell who sits here.
func (p *projector) forget() {
	clear(p.nouns)
	for _, e := range p.touched {
		if e.kind != app.KindSeat && e.kind != app.KindPerson {
			e.doc, e.heads, e.kept = nil, nil, nil
		}
	}
}

// differs says whether a change calls the noun something else than it is: what it is follows then from all its changes.
func (e *noun) differs(c journal.Change) bool { return e.kind != "" && e.kind != c.Noun }

// be gives a noun its kind. What it is already it stays until all its changes were looked at, see merge.
func (e *noun) be(kind app.Kind) {
	if e.kind == "" {
		e.kind = kind
	}
}

// take applies a change to the noun in memory.
func (e *noun) take(c journal.Change, ref journal.Ref) error {
	if e.running != nil {
		return e.takeLate(c, ref)
	}
	if e.merge = e.merge || e.differs(c) || e.tangled && c.Kind != app.Note || !e.heads.Follows(c, e.deleted); e.merge {
		e.be(c.Noun)
		return nil
	}
	if len(e.doc) == 0 && (e.batch == nil || !e.batch.Born()) && c.Kind != app.New {
		e.deleted = true // the record that made it was lost: its pieces are kept and not shown
	}
	e.be(c.Noun)
	if e.batch != nil {
		e.batch.Later(c.Change)
	} else {
		doc, err := journal.Apply(e.doc, c.Change)
		if err != nil {
			return err
		}
		e.doc = doc
	}
	switch {
	case c.Kind == app.New:
		e.deleted = false
	case c.Kind == app.Del && c.Field == "":
		e.deleted = true
	}
	e.heads.Advance(c, ref)
	if e.batch == nil {
		e.owner = ownerOf(e.kind, e.doc)
	}
	return nil
}

// ownerOf gives the owner a state names; it is the same that app's NounOwner gives for the decoded noun.
func ownerOf(kind app.Kind, doc []byte) app.ID {
	var o struct{ Case, Round app.ID }
	if json.Unmarshal(doc, &o) != nil {
		return ""
	}
	switch kind {
	case app.KindTemplate, app.KindLaw, app.KindCalendar, app.KindRound, app.KindPerson, app.KindUnit:
		return ""
	case app.KindCase, app.KindZone, app.KindGroup, app.KindMeeting:
		return o.Round
	}
	return o.Case
}

// deed writes what lists of deeds show of a record.
func (p *projector) deed(record int64, b journal.Body) error {
	undoes, depth, root := int64(0), int64(0), record
	if b.Undoes != "" {
		seat, seq, _, err := b.Undoes.Split()
		if err != nil {
			return err
		}
		if p.late != nil {
			undoes, depth, root = p.late.takenBack(seat, seq, record)
		} else {
			err = p.s.row(context.Background(), "SELECT d.record, d.depth + 1, d.root FROM record r JOIN deed d ON d.record = r.id WHERE r.seat = ? AND r.seq = ? AND r.id < ?",
				[]any{seat, seq, record}, &undoes, &depth, &root)
			if err != nil && !errors.Is(err, sql.ErrNoRows) { // of a record that was lost, set aside or came later nothing is known
				return fmt.Errorf("find the record taken back, %s: %w", b.Undoes, err)
			}
		}
	}
	effects := 0
	for _, c := range b.Changes {
		if c.Kind != app.Note {
			effects++
		}
	}
	if p.late != nil {
		p.late.did(b, record, depth, root)
	}
	return p.exec("INSERT INTO deed(record, time, who, verb, cas, undoes, depth, root, bulk, effects) VALUES(?,?,?,?,?,?,?,?,?,?)",
		record, int64(b.Time), b.Who, string(b.Verb), string(b.Case), undoes, depth, root, b.Bulk(), effects)
}

// next gives the number after the highest that was ever given out in a table.
func (p *projector) next(table, column string) (int64, error) {
	n, known := p.last[table]
	if !known && p.late == nil {
		if err := p.s.row(context.Background(), "SELECT coalesce(max("+column+"), 0) FROM "+table, nil, &n); err != nil {
			return 0, err
		}
	}
	p.last[table] = n + 1
	return n + 1, nil
}
