package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"lianshen/app"
)

// Keys takes a field path apart into the keys of nested objects.
func Keys(field string) []string {
	keys := strings.Split(field, "/")
	for i, k := range keys {
		if strings.Contains(k, "~") {
			keys[i] = strings.ReplaceAll(strings.ReplaceAll(k, "~1", "/"), "~0", "~")
		}
	}
	return keys
}

// Apply gives the state of a noun after a change: doc is its state before ("" for none), the result is canonical.
func Apply(doc []byte, c app.Change) ([]byte, error) {
	switch c.Kind {
	case app.New:
		m, err := objectOf(c.Value)
		if err != nil {
			return nil, fmt.Errorf("new noun: %w", err)
		}
		return encode(app.Prune(m))
	case app.Note:
		return doc, nil
	}
	if c.Field == "" || !known(c.Kind) { // del of the whole noun: it keeps its last state
		return doc, nil
	}
	m, err := objectOf(doc)
	if err != nil {
		return nil, fmt.Errorf("state before %s of %s: %w", c.Kind, c.Field, err)
	}
	if err := set(m, Keys(c.Field), c.Value); err != nil {
		return nil, fmt.Errorf("%s of %s: %w", c.Kind, c.Field, err)
	}
	return encode(app.Prune(m))
}

// Lookup gives the value at a field path of a state; nil when there is none. The path "" gives the whole state.
func Lookup(doc []byte, field string) json.RawMessage {
	if field == "" {
		return doc
	}
	v := json.RawMessage(doc)
	for _, k := range Keys(field) {
		m, err := objectOf(v)
		if err != nil {
			return nil
		}
		v = m[k]
	}
	return v
}

// set puts v at the path; a nil v empties it, and the objects that become empty by it.
func set(m map[string]json.RawMessage, path []string, v json.RawMessage) error {
	key := path[0]
	if len(path) == 1 {
		if len(v) == 0 {
			delete(m, key)
		} else {
			m[key] = v
		}
		return nil
	}
	child := map[string]json.RawMessage{}
	if old := m[key]; len(old) > 0 && old[0] == '{' {
		if err := json.Unmarshal(old, &child); err != nil {
			return err
		}
	}
	if err := set(child, path[1:], v); err != nil {
		return err
	}
	if len(child) == 0 {
		delete(m, key)
		return nil
	}
	raw, err := encode(child)
	m[key] = raw
	return err
}

func objectOf(raw []byte) (map[string]json.RawMessage, error) {
	m := map[string]json.RawMessage{}
	if len(raw) == 0 {
		return m, nil
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	if m == nil {
		return nil, fmt.Errorf("null is no object")
	}
	return m, nil
}

func encode(m map[string]json.RawMessage) ([]byte, error) {
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode state: %w", err)
	}
	return raw, nil
}

// flatten gives the fields of an object by their paths.
func flatten(path string, m map[string]json.RawMessage, into map[string]json.RawMessage) error {
	for key, v := range m {
		key = path + escapeKey(key)
		if len(v) > 0 && v[0] == '{' {
			inner, err := objectOf(v)
			if err != nil {
				return err
			}
			if err := flatten(key+"/", inner, into); err != nil {
				return err
			}
			continue
		}
		into[key] = v
	}
	return nil
}

// escapeKey makes a key a part of a path, as [Keys] takes it apart.
func escapeKey(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

// pruned gives a value as a state keeps it: in one form, and nil where it is empty.
func pruned(v json.RawMessage) json.RawMessage {
	if len(v) == 0 {
		return nil
	}
	m := app.Prune(map[string]json.RawMessage{"v": v})
	v = m["v"]
	if len(v) == 0 {
		return nil
	}
	var b bytes.Buffer
	if json.Compact(&b, v) != nil {
		return v
	}
	return b.Bytes()
}

// spelled gives a value in one spelling: programs differ in the spaces and escapes that they write.
func spelled(v json.RawMessage) []byte {
	d := json.NewDecoder(bytes.NewReader(v))
	d.UseNumber() // an amount keeps all its digits
	var x any
	if d.Decode(&x) != nil {
		return v
	}
	out, err := json.Marshal(x)
	if err != nil {
		return v
	}
	return out
}
