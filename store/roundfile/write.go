package roundfile

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"lianshen/app"
)

// Write writes the file in its canonical form: members in the order of the types, map keys sorted, lists
// in the order of their keys (see order), two spaces of indent, empty values left out at any depth, one
// line break at the end. The control sums are computed anew. The same round always gives the same bytes.
func Write(w io.Writer, f *File) error {
	c := *f
	c.Format = Format
	c.order()
	c.Totals = c.Sum()
	e := &encoder{}
	if err := e.value(reflect.ValueOf(c), 0); err != nil {
		return fmt.Errorf("write round file: %w", err)
	}
	e.b.WriteByte('\n')
	if _, err := w.Write(e.b.Bytes()); err != nil {
		return fmt.Errorf("write round file: %w", err)
	}
	return nil
}

type encoder struct{ b bytes.Buffer }

// blank says whether the value is left out: the zero of its sort, or an object of only such values.
func blank(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if !blank(it.Value()) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range v.NumField() {
			if !blank(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

func (e *encoder) value(v reflect.Value, depth int) error {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			return err
		}
		return e.text(string(b))
	}
	switch v.Kind() {
	case reflect.Struct:
		first := true
		e.b.WriteByte('{')
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if blank(v.Field(i)) {
				continue
			}
			if err := e.entry(&first, name, v.Field(i), depth+1); err != nil {
				return err
			}
		}
		e.end(first, '}', depth)
	case reflect.Map:
		keys := make([]string, 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			if !blank(it.Value()) {
				keys = append(keys, it.Key().String())
			}
		}
		sort.Strings(keys)
		first := true
		e.b.WriteByte('{')
		for _, k := range keys {
			if err := e.entry(&first, k, v.MapIndex(reflect.ValueOf(k).Convert(v.Type().Key())), depth+1); err != nil {
				return err
			}
		}
		e.end(first, '}', depth)
	case reflect.Slice:
		e.b.WriteByte('[')
		for i := range v.Len() {
			e.line(i == 0, depth+1)
			if err := e.value(v.Index(i), depth+1); err != nil {
				return err
			}
		}
		e.end(v.Len() == 0, ']', depth)
	case reflect.String:
		return e.text(v.String())
	case reflect.Bool:
		e.b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int64:
		e.b.WriteString(strconv.FormatInt(v.Int(), 10))
	default:
		return fmt.Errorf("no form for %s", v.Type())
	}
	return nil
}

func (e *encoder) entry(first *bool, name string, v reflect.Value, depth int) error {
	e.line(*first, depth)
	*first = false
	if err := e.text(name); err != nil {
		return err
	}
	e.b.WriteString(": ")
	return e.value(v, depth)
}

func (e *encoder) line(first bool, depth int) {
	if !first {
		e.b.WriteByte(',')
	}
	e.b.WriteByte('\n')
	for range depth {
		e.b.WriteString("  ")
	}
}

func (e *encoder) end(empty bool, c byte, depth int) {
	if !empty {
		e.b.WriteByte('\n')
		for range depth {
			e.b.WriteString("  ")
		}
	}
	e.b.WriteByte(c)
}

func (e *encoder) text(s string) error {
	enc := json.NewEncoder(&e.b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return err
	}
	e.b.Truncate(e.b.Len() - 1) // the encoder ends with a line break
	return nil
}

// order sorts every list by what people call its elements (number, code, date) and then by ID, so that a
// round has one written form whatever order it was kept in. The lists of f are replaced, not changed.
func (f *File) order() {
	f.People = sorted(f.People, func(n app.Person) string { return "" })
	f.Zones = sorted(f.Zones, func(n app.Zone) string { return place(n.Order) })
	f.Groups = sorted(f.Groups, func(n app.Group) string { return place(n.Order) })
	f.Units = sorted(f.Units, func(n app.Unit) string { return "" })
	f.Meetings = sorted(f.Meetings, func(n app.Meeting) string { return n.On.String() })
	f.Templates = sorted(f.Templates, func(n app.Template) string { return string(n.Strand) + " " + n.Version })
	f.Laws = sorted(f.Laws, func(n app.Law) string { return n.Code })
	cases := append([]Case(nil), f.Cases...)
	sort.SliceStable(cases, func(i, j int) bool {
		a, b := cases[i].Case, cases[j].Case
		return a.Number+" "+string(a.ID) < b.Number+" "+string(b.ID)
	})
	for i := range cases {
		cases[i].order()
	}
	f.Cases = cases
}

func (c *Case) order() {
	strand := func(s app.Strand) string {
		return map[app.Strand]string{app.Review: "1", app.Verification: "2", app.Audit: "3"}[s]
	}
	number := map[app.ID]string{} // of findings
	for _, n := range c.Findings {
		number[n.ID] = place(n.Number)
	}
	c.Principals = sorted(c.Principals, func(n app.Principal) string { return place(n.Order) })
	c.Answers = sorted(c.Answers, func(n app.Answer) string { return strand(app.StrandOfItem(n.Item)) + n.Item })
	c.Talks = sorted(c.Talks, func(n app.Talk) string { return n.Number })
	c.Aliases = sorted(c.Aliases, func(n app.Alias) string { return n.Code })
	c.Visits = sorted(c.Visits, func(n app.Visit) string { return place(n.Number) })
	c.Stocktakes = sorted(c.Stocktakes, func(n app.Stocktake) string { return place(n.Number) })
	c.Heard = sorted(c.Heard, func(n app.Heard) string { return place(n.Number) })
	c.Materials = sorted(c.Materials, func(n app.Material) string { return place(n.Batch) })
	c.Evidence = sorted(c.Evidence, func(n app.Evidence) string { return place(n.Number) })
	c.Sheets = sorted(c.Sheets, func(n app.Sheet) string { return strand(n.Strand) + n.Index })
	c.Papers = sorted(c.Papers, func(n app.Paper) string { return strand(n.Strand) + n.Index })
	c.Findings = sorted(c.Findings, func(n app.Finding) string { return strand(n.Strand) + place(n.Number) })
	c.Surveys = sorted(c.Surveys, func(n app.Survey) string { return n.On.String() })
	c.Evaluations = sorted(c.Evaluations, func(n app.Evaluation) string { return n.On.String() + string(n.Principal) })
	c.Consultations = sorted(c.Consultations, func(n app.Consultation) string { return "" })
	c.Opinions = sorted(c.Opinions, func(n app.Opinion) string { return n.On.String() })
	c.Texts = sorted(c.Texts, func(n app.ReportText) string { return strand(n.Strand) + n.Section })
	c.Reports = sorted(c.Reports, func(n app.Report) string { return strand(n.Strand) + place(n.Version) })
	c.Approvals = sorted(c.Approvals, func(n app.Approval) string { return strand(n.Strand) + n.On.String() })
	c.Deliveries = sorted(c.Deliveries, func(n app.Delivery) string { return strand(n.Strand) })
	c.Measures = sorted(c.Measures, func(n app.Measure) string { return number[n.Finding] })
	c.Progress = sorted(c.Progress, func(n app.Progress) string { return n.On.String() })
	c.Supervisions = sorted(c.Supervisions, func(n app.Supervision) string { return n.On.String() })
	c.Accountabilities = sorted(c.Accountabilities, func(n app.Accountability) string { return n.On.String() })
	c.Uses = sorted(c.Uses, func(n app.ResultUse) string { return n.On.String() })
	c.Rosters = sorted(c.Rosters, func(n app.Roster) string { return n.TakenOn.String() })
}

// place writes a number so that its text sorts like the number.
func place(n int) string { return fmt.Sprintf("%012d", n) }

func sorted[T app.Noun](list []T, key func(T) string) []T {
	out := append([]T(nil), list...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := key(out[i]), key(out[j])
		if a != b {
			return a < b
		}
		return out[i].NounID() < out[j].NounID()
	})
	return out
}
