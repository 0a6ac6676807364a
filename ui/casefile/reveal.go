package casefile

import (
	"strings"

	"lianshen/app"
)

// reveal takes in hand what the route names: the record, or the field of a form.
func (r *Room) reveal() {
	ref := r.ref
	r.ref = ""
	if ref == "" {
		return
	}
	for _, l := range r.lists {
		if l.reveal(ref) {
			return
		}
	}
	for _, f := range r.forms {
		for _, field := range f.Fields() {
			if field.Name != "" && (field.Name == ref || strings.HasSuffix(field.Name, "/"+ref)) {
				field.Focus()
				return
			}
		}
	}
}

// reveal shows the record whose ID is the reference, or the one that is about it (the measure of a finding, the
// consultation of a recipient).
func (l *records[T]) reveal(ref string) bool {
	key := strings.Replace(ref, ":", "/", 1) // a delivery is named strand:recipient
	key = strings.TrimSuffix(key, "unit")
	for _, id := range l.order {
		v, ok := l.kept[id]
		if id == ref || strings.Contains(key, "/") && id == key || ok && about(v, ref) {
			l.shown.Show(id)
			return true
		}
	}
	return false
}

func about(v any, ref string) bool {
	switch x := v.(type) {
	case app.Measure:
		return string(x.Finding) == ref
	case app.Consultation:
		return string(x.Principal) == ref || x.Principal == "" && ref == "unit"
	}
	return false
}
