package journal

import (
	"encoding/json"
	"fmt"

	"lianshen/app"
)

// Running is the state of a noun while many changes are applied to it one after the other: what [Apply] does, with the
// decoding at the beginning and the encoding at the end only. The zero Running is a noun that never was.
type Running struct {
	fields map[string]json.RawMessage
	born   bool
}

// Born says whether a new was among the changes.
func (r *Running) Born() bool { return r.born }

// Apply takes in the next change.
func (r *Running) Apply(c app.Change) error {
	if c.Kind == app.New {
		m, err := objectOf(c.Value)
		if err != nil {
			return fmt.Errorf("new noun: %w", err)
		}
		r.fields, r.born = m, true
		return nil
	}
	if c.Kind == app.Note || c.Field == "" || !known(c.Kind) {
		return nil
	}
	if r.fields == nil {
		r.fields = map[string]json.RawMessage{}
	}
	if err := set(r.fields, Keys(c.Field), c.Value); err != nil {
		return fmt.Errorf("%s of %s: %w", c.Kind, c.Field, err)
	}
	return nil
}

// Doc gives the canonical state, nil of a noun to which nothing was ever done.
func (r *Running) Doc() ([]byte, error) {
	if r.fields == nil {
		return nil, nil
	}
	return encode(app.Prune(r.fields))
}
