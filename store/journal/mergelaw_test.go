package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"lianshen/app"
)

// run does random deeds at random laptops that pass packages to each other, and gives the first law that is broken.
func run(roll dice) (err error) {
	s := newSimulation(roll)
	for range 4 + roll("steps", 30) {
		l := s.laptops[roll("laptop", len(s.laptops))]
		switch what := roll("step", 12); {
		case what < 7:
			err = s.deed(l)
		case what < 11:
			err = s.pass(l, s.laptops[roll("to", len(s.laptops))])
		default:
			err = s.takeBack(l)
		}
		if err == nil {
			err = s.laws(l)
		}
		if err != nil {
			return err
		}
	}
	if err = s.meet(); err == nil && roll("out", 4) == 0 {
		err = s.leaveOut()
	}
	if err == nil {
		err = s.alike()
	}
	if err == nil {
		err = s.settled()
	}
	return err
}

// alike holds every laptop to the laws and to the same state.
func (s *simulation) alike() error {
	for _, l := range s.laptops {
		if err := s.laws(l); err != nil {
			return err
		}
		for noun := range s.nouns {
			a, b := s.laptops[0].view(noun), l.view(noun)
			if !bytes.Equal(a.doc, b.doc) || a.alive != b.alive || !sameHeads(a.heads, b.heads) || !reflect.DeepEqual(a.clashes, b.clashes) {
				return fmt.Errorf("same state: noun %d is %s %v %v on one laptop and %s %v %v on another", noun, a.doc, a.heads, a.clashes, b.doc, b.heads, b.clashes)
			}
		}
	}
	return nil
}

func sameHeads(a, b Heads) bool {
	return len(a) == len(b) && maps.EqualFunc(a, b, func(x, y []Ref) bool { return slices.Equal(x, y) })
}

// laws holds what a laptop shows of every noun to the laws.
func (s *simulation) laws(l *laptop) error {
	for noun := range s.nouns {
		if err := s.law(l, noun); err != nil {
			return fmt.Errorf("noun %d at %s: %w", noun, l.seat[31:], err)
		}
	}
	return nil
}

func (s *simulation) law(l *laptop, noun int) error {
	all := s.of(l, noun)
	m, err := Merge(all)
	if err != nil {
		return err
	}
	mixed := slices.Concat(all, all[:len(all)/2])
	shuffle(s.roll, mixed)
	other, err := Merge(mixed)
	if err != nil || !reflect.DeepEqual(m, other) {
		return fmt.Errorf("any order: %+v, then %+v, %v", m, other, err)
	}
	v := l.view(noun)
	if !bytes.Equal(v.doc, m.Doc) || v.alive != m.Alive || !sameHeads(v.heads, m.Heads) || !reflect.DeepEqual(v.clashes, m.Clashes) {
		return fmt.Errorf("step by step: %s %v %v, merged %s %v %v", v.doc, v.heads, v.clashes, m.Doc, m.Heads, m.Clashes)
	}
	return s.naive(l, noun, m)
}

// naive works the state of a noun out anew, slowly and from what every writer truly had, and compares.
func (s *simulation) naive(l *laptop, noun int, m Merged) error {
	var all []written
	for _, r := range l.came {
		for _, w := range s.records[r] {
			if w.noun == noun && (w.Kind == app.New || w.Kind == app.Put || w.Kind == app.Del) {
				all = append(all, w)
			}
		}
	}
	doc := leavesOf(m.Doc)
	clashes := map[string]Clash{}
	for _, c := range m.Clashes {
		if _, twice := clashes[c.Field]; twice {
			return fmt.Errorf("field %q clashes twice", c.Field)
		}
		clashes[c.Field] = c
	}
	for _, f := range someFields {
		if err := s.naiveField(all, f, doc, clashes, m.Alive); err != nil {
			return fmt.Errorf("field %s: %w", f, err)
		}
	}
	if s.loose { // what names a change that is not there may clash needlessly, and may not vanish
		return nil
	}
	heads := Heads{}
	var kept, gone []Ref
	for _, w := range all {
		if slices.ContainsFunc(all, func(o written) bool { return o.had[w.Ref] && (o.Field == w.Field || o.Field == "") }) {
			continue
		}
		heads[w.Field] = append(heads[w.Field], w.Ref)
		slices.Sort(heads[w.Field])
		if w.Kind == app.Del && w.Field == "" {
			gone = append(gone, w.Ref)
		} else {
			kept = append(kept, w.Ref)
		}
	}
	if !sameHeads(heads, m.Heads) {
		return fmt.Errorf("heads %v, want %v", m.Heads, heads)
	}
	if m.Alive != (len(kept) > 0) {
		return fmt.Errorf("alive %v with %v kept and %v gone", m.Alive, kept, gone)
	}
	c, flagged := clashes[""]
	if want := len(kept) > 0 && len(gone) > 0; flagged != want {
		return fmt.Errorf("removed and changed: flagged %v, want %v", flagged, want)
	}
	if flagged {
		slices.Sort(gone)
		if !slices.Contains(kept, c.Sides[0]) || !slices.Equal(c.Sides[1:], gone) {
			return fmt.Errorf("removed and changed: sides %v of %v and %v", c.Sides, kept, gone)
		}
	}
	for f, c := range clashes {
		if err := naiveBase(all, c); err != nil {
			return fmt.Errorf("base of %q: %w", f, err)
		}
	}
	return nil
}

// saying gives what a change says of a field.
func (w written) saying(f string) (string, bool) {
	var v string
	switch {
	case w.Kind == app.New:
		v = w.fields[f]
		if blank(v) {
			return "", false
		}
	case w.Field != f:
		return "", false
	case w.Kind == app.Put:
		v = string(w.Value)
	}
	if blank(v) {
		v = ""
	}
	return v, true
}

func blank(v string) bool { return v == "" || v == `""` }

// knew says whether the writer of a change had another one. Where some are missing, who wrote anything that the writer
// had knew of all that he or she had written of the noun before.
func (s *simulation) knew(o written, ref Ref) bool {
	if o.had[ref] || !s.loose {
		return o.had[ref]
	}
	seat, seq, index, err := ref.Split()
	if err != nil {
		panic(err)
	}
	for r := range o.had {
		by, n, i, err := r.Split()
		if err == nil && by == seat && (n > seq || n == seq && i > index) {
			return true
		}
	}
	return false
}

func (s *simulation) naiveField(all []written, f string, doc map[string]string, clashes map[string]Clash, alive bool) error {
	var live []Ref
	values := map[string]bool{}
	said := map[Ref]string{}
	for _, w := range all {
		v, speaks := w.saying(f)
		if !speaks {
			continue
		}
		said[w.Ref] = v
		// It has lost its say only when who wrote the field again, or made the noun anew, truly had it.
		if slices.ContainsFunc(all, func(o written) bool { return (o.Field == f || o.Kind == app.New) && s.knew(o, w.Ref) }) {
			continue
		}
		live = append(live, w.Ref)
		values[v] = true
	}
	slices.Sort(live)
	c, clashed := clashes[f]
	if s.loose {
		for _, ref := range live {
			if v := said[ref]; v != doc[f] && v != "" && alive && !slices.Contains(c.Sides, ref) {
				return fmt.Errorf("%s of %s is neither shown nor clashes, and nobody wrote in knowledge of it", v, ref)
			}
		}
		return nil
	}
	set := len(values) == 2 && values[""] && values["true"]
	if want := alive && len(values) > 1 && !set; clashed != want {
		return fmt.Errorf("clashes %v, want %v: %v", clashed, want, values)
	}
	switch {
	case set:
		if doc[f] != "true" {
			return fmt.Errorf("taken out of a set by one, put in by another: %q", doc[f])
		}
	case len(values) == 0:
		if doc[f] != "" {
			return fmt.Errorf("%q is shown and nobody wrote it", doc[f])
		}
	case !values[doc[f]]:
		return fmt.Errorf("%q is shown, written %v", doc[f], values)
	}
	if !clashed {
		return nil
	}
	if got := slices.Sorted(slices.Values(c.Sides)); !slices.Equal(got, live) {
		return fmt.Errorf("sides %v, want %v", got, live)
	}
	if said[c.Sides[0]] != doc[f] {
		return fmt.Errorf("%q is shown, the first side is %q", doc[f], said[c.Sides[0]])
	}
	return nil
}

// naiveBase holds the base of a clash to what all sides truly had.
func naiveBase(all []written, c Clash) error {
	common := map[Ref]written{}
	for _, w := range all {
		if w.Kind == app.Del && w.Field == "" || c.Field != "" && w.Field != "" && w.Field != c.Field {
			continue
		}
		if !slices.ContainsFunc(all, func(o written) bool { return slices.Contains(c.Sides, o.Ref) && !o.had[w.Ref] }) {
			common[w.Ref] = w
		}
	}
	if c.Base == "" {
		if len(common) > 0 && c.Field != "" {
			return fmt.Errorf("none of %v", slices.Sorted(maps.Keys(common)))
		}
		return nil
	}
	if _, known := common[c.Base]; !known {
		return fmt.Errorf("%s, which not all sides had", c.Base)
	}
	for ref, w := range common {
		if c.Field != "" && w.had[c.Base] {
			return fmt.Errorf("%s, and all had the later %s", c.Base, ref)
		}
	}
	return nil
}

// settled writes on a laptop that has everything: every write leaves one head of its field and no clash of it, there and
// where it is brought, and none of the clashes settled comes back.
func (s *simulation) settled() error {
	l := s.laptops[s.roll("chooser", len(s.laptops))]
	for noun := range s.nouns {
		v := l.view(noun)
		for range 2 + 2*len(someFields) {
			if len(v.clashes) == 0 {
				break
			}
			c := v.clashes[s.roll("first", len(v.clashes))]
			w := written{noun: noun, settle: c.Field}
			w.Entity, w.Noun, w.Kind, w.Field = app.DeriveID("test", "", fmt.Sprint(noun)), "answer", app.Put, c.Field
			switch {
			case c.Field != "":
				w.Value = json.RawMessage(s.value(c.Field))
			case s.roll.one("keep"):
				w.Kind, w.settle, w.fields = app.New, "*", leavesOf(v.doc)
				w.Value = nounOf(w.fields)
			default:
				w.Kind, w.settle = app.Del, "*"
			}
			before := len(v.clashes)
			if err := s.write(l, []written{w}); err != nil {
				return err
			}
			v = l.view(noun)
			ref := RefOf(l.seat, l.seq).Change(0)
			if got := v.heads[c.Field]; !slices.Equal(got, []Ref{ref}) {
				return fmt.Errorf("chosen in %q and the heads are %v", c.Field, got)
			}
			if len(v.clashes) >= before || slices.ContainsFunc(v.clashes, func(o Clash) bool { return o.Field == c.Field }) {
				return fmt.Errorf("chosen in %q and it clashes still: %v", c.Field, v.clashes)
			}
		}
		if len(v.clashes) > 0 {
			return fmt.Errorf("clashes that no choice settles: %v", v.clashes)
		}
	}
	if err := s.meet(); err != nil {
		return err
	}
	if err := s.alike(); err != nil {
		return fmt.Errorf("after choosing: %w", err)
	}
	for _, o := range s.laptops {
		for noun := range s.nouns {
			if c := o.view(noun).clashes; len(c) > 0 {
				return fmt.Errorf("a choice did not travel: %v", strings.Join(fieldsOf(c), " "))
			}
		}
	}
	return nil
}

func fieldsOf(all []Clash) (out []string) {
	for _, c := range all {
		out = append(out, c.Field)
	}
	return out
}
