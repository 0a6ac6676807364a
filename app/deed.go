package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// ChangeKind says what a change does to a field.
type ChangeKind string

// The kinds of change.
const (
	New  ChangeKind = "new"  // the noun comes to be; Value is the whole noun as a JSON object
	Put  ChangeKind = "put"  // the field gets Value
	Del  ChangeKind = "del"  // the field goes; with Field "" the whole noun
	Note ChangeKind = "note" // nothing changes: a print, an export, a reading is remembered
)

// Change is one field of one noun that changes. Field is a path such as "responsible/<id>" or
// "notice/number"; it is "" for New, Note and for Del of the whole noun.
type Change struct {
	Entity ID              `json:"e"`
	Noun   Kind            `json:"n"`
	Owner  ID              `json:"o,omitempty"` // only with New
	Field  string          `json:"f,omitempty"`
	Kind   ChangeKind      `json:"k"`
	Value  json.RawMessage `json:"v,omitempty"`
}

// Verb names a deed by a stable code: "answer.item", "stage.close". Its words come from the translations.
type Verb string

// Deed is what a person did: accepted whole or refused whole.
type Deed struct {
	Verb    Verb
	Case    ID // the case it belongs to, or ""
	Changes []Change
}

// Reader gives what is known, as of one moment.
type Reader interface {
	// Read fills into (a pointer to a noun) with the noun of this ID; ErrNotFound when there is none.
	Read(ctx context.Context, id ID, into any) error
	// Each calls f with every noun of a kind owned by owner ("" = any owner), in the order of ID.
	Each(ctx context.Context, kind Kind, owner ID, f func(id ID, doc json.RawMessage) error) error
}

// Door is the one way in: Do shows f the state, takes the deed it returns and commits it whole, with
// nothing in between. A deed without changes is no deed and leaves no record.
type Door interface {
	Reader
	Do(ctx context.Context, f func(Reader) (Deed, error)) error
}

// ErrNotFound is returned (wrapped or as is) when there is no such noun.
var ErrNotFound = &Error{Code: "notfound"}

// Get reads one noun.
func Get[T Noun](ctx context.Context, r Reader, id ID) (T, error) {
	var n T
	err := r.Read(ctx, id, &n)
	return n, err
}

// List reads all nouns of T's kind owned by owner ("" = any owner), in the order of ID.
func List[T Noun](ctx context.Context, r Reader, owner ID) ([]T, error) {
	var zero T
	var out []T
	err := r.Each(ctx, zero.NounKind(), owner, func(id ID, doc json.RawMessage) error {
		var n T
		if err := json.Unmarshal(doc, &n); err != nil {
			return fmt.Errorf("decode %s %s: %w", zero.NounKind(), id, err)
		}
		out = append(out, n)
		return nil
	})
	return out, err
}

// Create gives the change by which a noun comes to be.
func Create(n Noun) (Change, error) {
	fields, err := fieldsOf(n)
	if err != nil {
		return Change{}, err
	}
	v, err := json.Marshal(fields)
	if err != nil {
		return Change{}, fmt.Errorf("encode %s: %w", n.NounKind(), err)
	}
	return Change{Entity: n.NounID(), Noun: n.NounKind(), Owner: n.NounOwner(), Kind: New, Value: v}, nil
}

// Remove gives the change by which a noun goes. Its history stays and it can be restored.
func Remove(n Noun) Change { return Change{Entity: n.NounID(), Noun: n.NounKind(), Kind: Del} }

// Remember gives the change that only leaves a trace, such as a print.
func Remember(n Noun, what map[string]string) Change {
	v, _ := json.Marshal(what) // a map of strings always encodes
	return Change{Entity: n.NounID(), Noun: n.NounKind(), Kind: Note, Value: v}
}

// Diff gives the field changes that lead from before to after, sorted by field. An object is many
// fields; a scalar or an array is one. Both must be the same noun.
func Diff(before, after Noun) ([]Change, error) {
	if before.NounID() != after.NounID() || before.NounKind() != after.NounKind() {
		return nil, fmt.Errorf("diff of two different nouns, %s %s and %s %s", before.NounKind(), before.NounID(), after.NounKind(), after.NounID())
	}
	b, err := fieldsOf(before)
	if err != nil {
		return nil, err
	}
	a, err := fieldsOf(after)
	if err != nil {
		return nil, err
	}
	var out []Change
	diff("", b, a, func(field string, kind ChangeKind, v json.RawMessage) {
		out = append(out, Change{Entity: after.NounID(), Noun: after.NounKind(), Field: field, Kind: kind, Value: v})
	})
	sort.Slice(out, func(i, j int) bool { return out[i].Field < out[j].Field })
	return out, nil
}

func fieldsOf(n Noun) (map[string]json.RawMessage, error) {
	raw, err := json.Marshal(n)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", n.NounKind(), err)
	}
	m := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("encode %s: %w", n.NounKind(), err)
	}
	return Prune(m), nil
}

// Prune takes every empty field out of an object, at any depth of objects (arrays are left as they
// are), so that one state has one form. The object itself is changed and given back.
func Prune(m map[string]json.RawMessage) map[string]json.RawMessage {
	for f, v := range m {
		if o := object(v); o != nil {
			if len(Prune(o)) > 0 {
				m[f], _ = json.Marshal(o) // raw messages that were just decoded always encode
			} else {
				delete(m, f)
			}
		} else if empty(v) {
			delete(m, f)
		}
	}
	return m
}

func diff(path string, b, a map[string]json.RawMessage, emit func(string, ChangeKind, json.RawMessage)) {
	for f, av := range a {
		bv, had := b[f]
		if had && bytes.Equal(av, bv) {
			continue
		}
		ao, bo := object(av), object(bv)
		if ao != nil && (bo != nil || !had || empty(bv)) {
			diff(path+escape(f)+"/", bo, ao, emit)
			continue
		}
		if empty(av) && (!had || empty(bv)) {
			continue
		}
		emit(path+escape(f), Put, av)
	}
	for f, bv := range b {
		if _, has := a[f]; has {
			continue
		}
		if bo := object(bv); bo != nil {
			diff(path+escape(f)+"/", bo, nil, emit)
			continue
		}
		if !empty(bv) {
			emit(path+escape(f), Del, nil)
		}
	}
}

// escape makes a name part of a path: "~" and "/" in it are written "~0" and "~1" (RFC 6901), because names of people
// and sections are keys too and people type what they like.
func escape(name string) string {
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

func object(v json.RawMessage) map[string]json.RawMessage {
	if len(v) == 0 || v[0] != '{' {
		return nil
	}
	m := map[string]json.RawMessage{}
	if json.Unmarshal(v, &m) != nil {
		return nil
	}
	return m
}

// empty says whether a JSON value is the zero of its sort: such a field is not kept, so that a field
// never written and a field emptied are the same.
func empty(v json.RawMessage) bool {
	switch string(v) {
	case "", "null", `""`, "0", "false", "[]", "{}":
		return true
	}
	return false
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
