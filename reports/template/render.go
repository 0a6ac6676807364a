package template

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lianshen/app"
)

type writer struct {
	out    []Line
	now    *Line
	left   int     // characters that may still be written
	scopes []Scope // of the lists that are gone over, the innermost last
}

func (w *writer) flush() {
	w.now.Text = strings.TrimSpace(w.now.Text)
	if w.now.Text != "" {
		w.out = append(w.out, *w.now)
	}
	w.now = &Line{}
}

func (w *writer) write(text string) {
	if w.left -= utf8.RuneCountInString(text); w.left < 0 {
		return
	}
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			w.flush()
		}
		w.now.Text += part
	}
}

func (w *writer) nodes(list []node, root Scope) {
	for _, n := range list {
		if w.left < 0 {
			return
		}
		switch {
		case n.each:
			for _, member := range w.value(n.field, root).List {
				w.scopes = append(w.scopes, member)
				w.nodes(n.then, root)
				w.scopes = w.scopes[:len(w.scopes)-1]
			}
		case n.test != nil:
			if n.test.holds(w.value(n.test.field, root)) {
				w.nodes(n.then, root)
			} else {
				w.nodes(n.other, root)
			}
		case n.field != nil:
			v := w.value(n.field, root)
			for _, r := range v.Refs {
				if !slices.Contains(w.now.Refs, r) {
					w.now.Refs = append(w.now.Refs, r)
				}
			}
			// A value is one piece of running text, whatever somebody typed into it.
			w.write(strings.Join(strings.Fields(v.in(n.field.Kind, n.format)), " "))
		default:
			w.write(n.text)
		}
	}
}

// value looks a field up.
func (w *writer) value(f *Field, root Scope) Value {
	if f == nil {
		return Value{}
	}
	for i := len(w.scopes) - 1; i >= 0; i-- {
		if v, ok := w.scopes[i][f.Name]; ok {
			return v
		}
	}
	return root[f.Name]
}

// in writes a value in one of its forms; "" is the usual one. What is not known is empty.
func (v Value) in(kind Kind, format string) string {
	switch kind {
	case Number:
		if format == "中文" {
			return app.ChineseNumber(int(v.Number))
		}
		return strconv.FormatInt(v.Number, 10)
	case Money:
		switch format {
		case "元":
			return v.Money.Yuan(true) + "元"
		case "亿元":
			const tenThousandth = 1_000_000 // of 亿元, in fen
			n := (int64(v.Money) + tenThousandth/2) / tenThousandth
			return fmt.Sprintf("%d.%04d亿元", n/10_000, n%10_000)
		}
		return v.Money.Wan(true) + "万元"
	case Date:
		switch {
		case v.Date.IsZero():
			return ""
		case format == "数字":
			return v.Date.String()
		}
		return v.Date.Chinese()
	}
	return v.Text
}

// holds says whether a condition is met.
func (t *test) holds(v Value) bool {
	if t.field == nil {
		return false
	}
	if t.op == "" {
		there := v.Text != "" || v.Number != 0 || v.Money != 0 || !v.Date.IsZero() || len(v.List) > 0
		return there != t.not
	}
	if t.field.Kind == Text {
		return (v.Text == t.text) == (t.op == "=") != t.not
	}
	n := v.Number
	if t.field.Kind == Money {
		n = int64(v.Money)
	}
	ok := map[string]bool{"=": n == t.number, "!=": n != t.number, ">": n > t.number, "<": n < t.number, ">=": n >= t.number, "<=": n <= t.number}[t.op]
	return ok != t.not
}
