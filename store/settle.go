package store

import (
	"errors"
	"fmt"
	"runtime"
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
