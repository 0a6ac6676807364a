package journal

import (
	"encoding/json"
	"fmt"

	"lianshen/app"
)

// Running is the state of a noun while many changes are applied to it one after the other: what [Apply] does, with the
// decoding at the beginning and the encoding at the end only. The zero Running is a noun that never was.
type Running struct {
	doc    []byte // the state to begin with, decoded when the first change comes
	fields map[string]json.RawMessage
	born   bool
	later  []app.Change // not applied yet
}

// Continue begins with the state of a noun as it is ("" of one that never was).
func Continue(doc []byte) *Running { return &Running{doc: doc} }

// Born says whether a new was among the changes.
func (r *Running) Born() bool { return r.born }

// Later takes in the next change as Apply does, without applying it yet: Doc does that and tells what was wrong with it.
func (r *Running) Later(c app.Change) {
	r.born = r.born || c.Kind == app.New
	r.later = append(r.later, c)
}

// Apply takes in the next change.
func (r *Running) Apply(c app.Change) error {
	if c.Kind == app.New {
		m, err := objectOf(c.Value)
		if err != nil {
			return fmt.Errorf("new noun: %w", err)
		}
		r.doc, r.fields, r.born = nil, m, true
		return nil
	}
	if c.Kind == app.Note || c.Field == "" || !known(c.Kind) {
		return nil
	}
	if r.fields == nil {
		m, err := objectOf(r.doc)
		if err != nil {
			return fmt.Errorf("state before %s of %s: %w", c.Kind, c.Field, err)
		}
		r.fields = m
	}
	if err := set(r.fields, Keys(c.Field), c.Value); err != nil {
		return fmt.Errorf("%s of %s: %w", c.Kind, c.Field, err)
	}
	return nil
}

// Doc gives the canonical state, nil of a noun to which nothing was ever done.
func (r *Running) Doc() ([]byte, error) {
	for _, c := range r.later {
		if err := r.Apply(c); err != nil {
			return nil, err
		}
	}
	r.later = nil
	if r.fields == nil {
		return r.doc, nil
	}
	return encode(app.Prune(r.fields))
}
