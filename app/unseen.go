package app

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
)

// HideUnseen gives the dossier without the names of the vault that who looks may not see: of the entries of the vault the
// code alone is left, and codes stand wherever somebody wrote a name into a text. Names of principals and of the people of
// the review stay. Coded names the nouns that read otherwise by it. The dossier that is given stays as it is.
func HideUnseen(a Actor, d Dossier) Dossier {
	hidden := func(n Alias) bool { return !a.SeesName(d.Case, n) }
	if !slices.ContainsFunc(d.Aliases, hidden) && !slices.ContainsFunc(d.former, hidden) {
		return d
	}
	h := hiding{finder: newNameFinder(unseenNames(a, d)), coded: Set{}}
	for id := range d.Coded {
		h.coded[id] = true
	}
	v := reflect.ValueOf(&d).Elem()
	for i := range v.NumField() {
		switch v.Type().Field(i).Name {
		case "Aliases", "former", "People", "Templates", "Laws", "Calendar": // the vault itself, and what belongs to no case
			continue
		}
		if field, changed := h.value(v.Field(i)); changed {
			v.Field(i).Set(field)
		}
	}
	d.Aliases = slices.Clone(d.Aliases)
	for i, n := range d.Aliases {
		if !a.SeesName(d.Case, n) {
			d.Aliases[i] = Alias{ID: n.ID, Case: n.Case, Code: n.Code, Strands: n.Strands}
			h.coded[string(n.ID)] = true
		}
	}
	d.Coded, d.former = h.coded, nil
	return d
}

// Unseen are names of the vault that somebody may not see, ready to be hidden in what is read outside of a dossier.
type Unseen struct{ finder nameFinder }

// NewUnseen gives the names of cases that who looks may not see. The dossiers are whole.
func NewUnseen(a Actor, whole ...Dossier) Unseen {
	var names []Alias
	for _, d := range whole {
		names = append(names, unseenNames(a, d)...)
	}
	return Unseen{newNameFinder(names)}
}

// None says that nothing is to be hidden.
func (u Unseen) None() bool { return len(u.finder.first) == 0 }

// Text gives a text with codes in the place of names.
func (u Unseen) Text(text string) string {
	text, _ = u.finder.hide(text)
	return text
}

// JSON gives a JSON value with codes in the place of names, in keys as well. One in which no name stands comes back as it
// is, so does what is no JSON.
func (u Unseen) JSON(raw json.RawMessage) json.RawMessage {
	if u.None() || len(raw) == 0 {
		return raw
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	var v any
	if in.Decode(&v) != nil {
		return raw
	}
	v, changed := u.decoded(v)
	if !changed {
		return raw
	}
	out, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return out
}

func (u Unseen) decoded(v any) (any, bool) {
	changed := false
	switch v := v.(type) {
	case string:
		if isIdentity(v) {
			return v, false
		}
		text, n := u.finder.hide(v)
		return text, n > 0
	case []any:
		for i := range v {
			x, differs := u.decoded(v[i])
			v[i], changed = x, changed || differs
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			key, other := u.decoded(k)
			x, differs := u.decoded(x)
			out[key.(string)], changed = x, changed || other || differs
		}
		return out, changed
	}
	return v, changed
}

// Conceal gives a value with codes in the place of names in all its texts; the one that is given stays as it is.
func Conceal[T any](u Unseen, v T) T {
	if u.None() {
		return v
	}
	out, _ := hiding{u.finder, Set{}}.value(reflect.ValueOf(&v).Elem())
	return out.Interface().(T)
}

// String hides what is unseen from logs and errors.
func (Unseen) String() string { return "names" }

// GoString hides it from %#v, too.
func (Unseen) GoString() string { return "names" }

// hiding hides names within values. What changes is copied, what does not is shared with the original.
type hiding struct {
	finder nameFinder
	coded  Set // IDs of the nouns that changed
}

var plainText = reflect.TypeFor[string]()

// value gives a value without names and whether it differs from the one given. Only texts are looked at: what has a type
// of its own is a code of the program, and fields that Go keeps to a package (of dates) hold none.
func (h hiding) value(v reflect.Value) (reflect.Value, bool) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() != plainText || isIdentity(v.String()) {
			return v, false
		}
		if text, n := h.finder.hide(v.String()); n > 0 {
			return reflect.ValueOf(text), true
		}
	case reflect.Struct:
		return h.fields(v)
	case reflect.Slice:
		return h.list(v)
	case reflect.Map:
		return h.entries(v)
	}
	return v, false
}

func (h hiding) fields(v reflect.Value) (reflect.Value, bool) {
	out, changed := v, false
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		field, differs := h.value(v.Field(i))
		if !differs {
			continue
		}
		if !changed {
			out, changed = reflect.New(v.Type()).Elem(), true
			out.Set(v)
		}
		out.Field(i).Set(field)
	}
	if n, is := out.Interface().(Noun); is && changed {
		h.coded[string(n.NounID())] = true
	}
	return out, changed
}

func (h hiding) list(v reflect.Value) (reflect.Value, bool) {
	out, changed := v, false
	for i := range v.Len() {
		x, differs := h.value(v.Index(i))
		if !differs {
			continue
		}
		if !changed {
			out, changed = reflect.MakeSlice(v.Type(), v.Len(), v.Len()), true
			reflect.Copy(out, v)
		}
		out.Index(i).Set(x)
	}
	return out, changed
}

func (h hiding) entries(v reflect.Value) (reflect.Value, bool) {
	changed := false
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	for _, k := range v.MapKeys() {
		key, other := h.value(k)
		x, differs := h.value(v.MapIndex(k))
		changed = changed || other || differs
		out.SetMapIndex(key.Convert(v.Type().Key()), x)
	}
	if !changed {
		return v, false
	}
	return out, true
}

// isIdentity says whether a text is an identity or a hash: in those no name stands, whatever its letters.
func isIdentity(s string) bool { return ID(s).Valid() || len(s) == 64 && hashForm.MatchString(s) }
