package store

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
)

// settle writes what changed since the last settling.
func (p *projector) settle() error {
	if p.rows != nil { // what is read below must be there
		if err := p.rows.flush(); err != nil {
			return err
		}
	}
	if err := p.reckonAhead(); err != nil {
		return err
	}
	book := newBook(p.s)
	for _, e := range p.loose {
		if err := p.workOut(book, e); err != nil {
			return fmt.Errorf("%s %s: %w", e.kind, e.id, err)
		}
		if err := p.save(e, p.before[e]); err != nil {
			return fmt.Errorf("%s %s: %w", e.kind, e.id, err)
		}
		if p.watch != nil {
			p.watch(e, p.before[e])
		}
		if !e.touched {
			e.touched = true
			p.touched = append(p.touched, e)
		}
	}
	p.loose = p.loose[:0]
	clear(p.before)
	if p.rows != nil {
		return p.rows.flush()
	}
	return nil
}

// manyNouns is how many nouns are worth working out on all processors at once.
const manyNouns = 64

// reckonAhead works out states and rows of many nouns on all processors; only writing them is left.
func (p *projector) reckonAhead() error {
	if len(p.loose) < manyNouns {
		return nil
	}
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var work sync.WaitGroup
	for i := range workers {
		work.Go(func() {
			for at := i; at < len(p.loose) && errs[i] == nil; at += workers {
				e := p.loose[at]
				if e.merge { // that reads the log
					continue
				}
				if err := e.reckon(p.before[e]); err != nil {
					errs[i] = fmt.Errorf("%s %s: %w", e.kind, e.id, err)
				}
			}
		})
	}
	work.Wait()
	return errors.Join(errs...)
}

// reckon gives a noun the state that follows from its changes, and what lists and search are told of it.
func (e *noun) reckon(before []byte) (err error) {
	if e.batch != nil {
		if e.doc, err = e.batch.Doc(); err != nil {
			return err
		}
		e.owner, e.batch = ownerOf(e.kind, e.doc), nil
	}
	var after []byte
	if !e.deleted {
		after = e.doc
	}
	e.shown, err = showing(e, before, after)
	return err
}

// workOut leaves a noun with the state that follows from its changes.
func (p *projector) workOut(b book, e *noun) (err error) {
	switch {
	case e.merge:
		err = p.merge(b, e)
	case e.batch != nil:
		e.doc, err = e.batch.Doc()
		e.owner = ownerOf(e.kind, e.doc)
	}
	e.batch = nil
	return err
}

// save writes a noun's row, its heads and what lists and search know of it. before is its former state, nil when it
// was not there.
func (p *projector) save(e *noun, before []byte) error {
	was := e.row
	if err := p.saveClashes(e); err != nil {
		return err
	}
	if err := p.saveRow(e); err != nil {
		return err
	}
	if err := p.saveHeads(e); err != nil {
		return err
	}
	var after []byte
	if !e.deleted {
		after = e.doc
	}
	if was.kind != "" && was.kind != e.kind && before != nil { // it turned out to be something else
		is := e.kind
		e.kind = was.kind
		err := p.show(e, before, nil)
		if e.kind = is; err != nil {
			return err
		}
		before = nil
	}
	return p.show(e, before, after)
}

// saveRow writes a noun's row; mostly only its state is another, which is in no index.
func (p *projector) saveRow(e *noun) error {
	is := e.standing()
	was, fresh := e.row, e.fresh
	e.row, e.fresh = is, false
	switch {
	case fresh:
		return p.exec("INSERT INTO entity(n, id, kind, owner, doc, deleted, tangled) VALUES(?,?,?,?,?,?,?)",
			e.n, string(e.id), string(e.kind), string(e.owner), string(e.doc), e.deleted, e.tangled)
	case was == is:
		return p.s.exec("UPDATE entity SET doc = ? WHERE n = ?", string(e.doc), e.n)
	}
	return p.s.exec("UPDATE entity SET kind = ?, owner = ?, doc = ?, deleted = ?, tangled = ? WHERE n = ?",
		string(e.kind), string(e.owner), string(e.doc), e.deleted, e.tangled, e.n)
}

// saveHeads writes the heads of the fields that changed; a case has hundreds of them, a deed changes a few.
func (p *projector) saveHeads(e *noun) error {
	for field, refs := range e.kept {
		if slices.Equal(refs, e.heads[field]) {
			continue
		}
		if err := p.s.exec("DELETE FROM head WHERE entity = ? AND field = ?", e.n, field); err != nil {
			return err
		}
	}
	for field, refs := range e.heads {
		if slices.Equal(refs, e.kept[field]) {
			continue
		}
		for _, ref := range refs {
			if err := p.exec("INSERT INTO head(entity, field, change) VALUES(?,?,?)", e.n, field, string(ref)); err != nil {
				return err
			}
		}
	}
	e.kept = maps.Clone(e.heads)
	return nil
}
