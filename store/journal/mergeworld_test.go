package journal

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lianshen/app"
)

// dice gives a number from 0 below n; the label says what for.
type dice func(label string, n int) int

func (d dice) one(label string) bool { return d(label, 2) == 0 }

// written is a change with what its writer truly had, whatever it names as parents.
type written struct {
	Known
	noun   int
	had    map[Ref]bool      // the changes of the noun that the writer had, see simulation.had
	fields map[string]string // of a new: its values
	settle string            // of a choice: the field it settles, "*" = the whole noun; "-" = none
}

// view is what a laptop makes of a noun, change by change, as package store does.
type view struct {
	heads   Heads
	doc     []byte
	alive   bool
	tangled bool
	clashes []Clash
}

// laptop is a replica in memory.
type laptop struct {
	seat    string
	seq     int64
	last    Time
	skew    int64 // milliseconds
	has     map[Ref]bool
	came    []Ref // records in the order of arrival
	imports [][]Ref
	views   map[int]*view
}

// simulation is some laptops with the records that were ever written.
type simulation struct {
	roll    dice
	laptops []*laptop
	records map[Ref][]written
	all     []Ref
	nouns   int
	now     int64
	loose   bool // packages leave out any record, not only those of other nouns
	marks   int
}

// someFields are those of a noun: single values, elements of a set, a field within an object.
var someFields = []string{"title", "note", "sum", "set/x", "set/y", "deep/a/b"}

// inSet says whether a field is an element of a set.
func inSet(field string) bool { return strings.HasPrefix(field, "set/") }

func newSimulation(roll dice) *simulation {
	s := &simulation{roll: roll, records: map[Ref][]written{}, nouns: 1 + roll("nouns", 3), now: 1_770_000_000_000, loose: roll("loose", 3) == 0}
	for i := range 2 + roll("laptops", 4) {
		year := int64(365 * 24 * 3600 * 1000)
		s.laptops = append(s.laptops, &laptop{seat: fmt.Sprintf("%032x", i+1), last: 1, skew: []int64{0, 0, -3 * year, 3 * year, 1000}[roll("skew", 5)],
			has: map[Ref]bool{}, views: map[int]*view{}})
	}
	return s
}

// of gives the changes of a noun that a laptop has, in the order in which they came.
func (s *simulation) of(l *laptop, noun int) (out []Known) {
	for _, r := range l.came {
		for _, w := range s.records[r] {
			if w.noun == noun {
				out = append(out, w.Known)
			}
		}
	}
	return out
}

func (l *laptop) view(noun int) *view {
	if l.views[noun] == nil {
		l.views[noun] = &view{heads: Heads{}}
	}
	return l.views[noun]
}

// take takes a record into a laptop: what follows from what is there is applied, anything else is merged.
func (s *simulation) take(l *laptop, ref Ref) error {
	l.has[ref] = true
	l.came = append(l.came, ref)
	merge := map[int]bool{}
	for _, w := range s.records[ref] {
		v := l.view(w.noun)
		if merge[w.noun] || v.tangled && w.Kind != app.Note || !v.heads.Follows(w.Change, !v.alive) {
			merge[w.noun] = true
			continue
		}
		doc, err := Apply(v.doc, w.Change.Change)
		if err != nil {
			return err
		}
		v.doc = doc
		switch {
		case w.Kind == app.New:
			v.alive = true
		case w.Kind == app.Del && w.Field == "":
			v.alive = false
		}
		v.heads.Advance(w.Change, w.Ref)
	}
	for noun := range merge {
		if err := s.merge(l, noun); err != nil {
			return err
		}
	}
	return nil
}

func (s *simulation) merge(l *laptop, noun int) error {
	m, err := Merge(s.of(l, noun))
	if err != nil {
		return err
	}
	*l.view(noun) = view{heads: m.Heads, doc: m.Doc, alive: m.Alive, tangled: !m.Line, clashes: m.Clashes}
	return nil
}

// value gives a random value of a field, now and then one that nobody else wrote.
func (s *simulation) value(field string) string {
	if inSet(field) {
		return "true"
	}
	s.marks++
	return []string{`"甲"`, `"乙"`, `""`, `7`, fmt.Sprintf(`"v%d"`, s.marks), fmt.Sprintf(`["v%d"]`, s.marks)}[s.roll("value", 6)]
}

func (s *simulation) field() string { return someFields[s.roll("field", len(someFields))] }

// nounOf makes a noun of fields by their paths.
func nounOf(fields map[string]string) json.RawMessage {
	doc := map[string]json.RawMessage{}
	for _, f := range slices.Sorted(maps.Keys(fields)) {
		if err := set(doc, Keys(f), json.RawMessage(fields[f])); err != nil {
			panic(err)
		}
	}
	raw, err := encode(doc)
	if err != nil {
		panic(err)
	}
	return raw
}

func leavesOf(doc []byte) map[string]string {
	raw := map[string]json.RawMessage{}
	m, err := objectOf(doc)
	if err == nil {
		err = flatten("", m, raw)
	}
	if err != nil {
		panic(err)
	}
	out := map[string]string{}
	for f, v := range raw {
		out[f] = string(v)
	}
	return out
}

// deed writes a record of some changes at a laptop, as its program would.
func (s *simulation) deed(l *laptop) error {
	if s.roll("reopen", 12) == 0 {
		if done, err := s.reopen(l); done || err != nil {
			return err
		}
	}
	var changes []written
	for range 1 + s.roll("changes", 3) {
		noun := s.roll("noun", s.nouns)
		twice := slices.ContainsFunc(changes, func(w written) bool { return w.noun == noun && w.Field == "" })
		if !twice {
			changes = append(changes, s.change(l.view(noun), noun))
		}
	}
	return s.write(l, changes)
}

// change gives a random change of a noun as it stands.
func (s *simulation) change(v *view, noun int) written {
	w := written{noun: noun, settle: "-"}
	w.Noun = "answer"
	w.Entity = app.DeriveID("test", "", fmt.Sprint(noun))
	whole := func(fields map[string]string) written {
		w.Kind, w.fields, w.Value = app.New, fields, nounOf(fields)
		return w
	}
	if !v.alive {
		if len(v.doc) > 0 && s.roll.one("restore") {
			return whole(leavesOf(v.doc))
		}
		fields := map[string]string{}
		for range s.roll("size", 5) {
			f := s.field()
			fields[f] = s.value(f)
		}
		return whole(fields)
	}
	if len(v.clashes) > 0 && s.roll("choose", 3) == 0 {
		c := v.clashes[s.roll("clash", len(v.clashes))]
		if w.settle = c.Field; c.Field == "" {
			if w.settle = "*"; s.roll.one("keep") {
				return whole(leavesOf(v.doc))
			}
			w.Kind = app.Del
			return w
		}
		w.Kind, w.Field, w.Value = app.Put, c.Field, json.RawMessage(s.value(c.Field))
		return w
	}
	w.Kind, w.Field = app.Put, s.field()
	switch s.roll("kind", 12) {
	case 0, 1:
		w.Kind = app.Del
	case 2:
		w.Kind, w.Field = app.Del, ""
	case 3:
		w.Kind, w.Field = app.Note, ""
		w.Value = json.RawMessage(`{"seen":"x"}`)
	case 4:
		w.Kind, w.Value = "move", json.RawMessage(`{"of":"a newer program"}`)
	}
	if w.Kind == app.Put {
		w.Value = json.RawMessage(s.value(w.Field))
	}
	return w
}

// write makes a record of changes, with the parents that the program gives them, and takes it in.
func (s *simulation) write(l *laptop, changes []written) error {
	if len(changes) == 0 {
		return nil
	}
	l.seq++
	s.now += int64(1 + s.roll("pause", 1000))
	l.last = max(l.last+1, Time((s.now+l.skew)<<16))
	ref := RefOf(l.seat, l.seq)
	heads := map[int]Heads{}
	for i := range changes {
		w := &changes[i]
		v := l.view(w.noun)
		if heads[w.noun] == nil {
			heads[w.noun] = maps.Clone(v.heads)
		}
		h := heads[w.noun]
		if w.had == nil {
			w.Parents = h.Parents(w.Kind, w.Field)
			if v.tangled {
				w.Parents = h.Knowing(w.Kind, w.Field)
			}
			w.had = s.had(l, w.noun)
			for _, o := range changes[:i] {
				if o.noun == w.noun {
					w.had[o.Ref] = true
				}
			}
		}
		w.Ref, w.Time = ref.Change(i), l.last
		h.Advance(w.Change, w.Ref)
	}
	s.records[ref] = changes
	s.all = append(s.all, ref)
	return s.take(l, ref)
}

// had gives all changes of a noun that are at a laptop; where some of what these rest on was left out, also what their
// writers had.
func (s *simulation) had(l *laptop, noun int) map[Ref]bool {
	out := map[Ref]bool{}
	for _, r := range l.came {
		for _, w := range s.records[r] {
			if w.noun == noun {
				out[w.Ref] = true
				if s.loose {
					maps.Copy(out, w.had)
				}
			}
		}
	}
	return out
}

// reopen takes the latest choice of a laptop back: its sides stand beside each other again.
func (s *simulation) reopen(l *laptop) (bool, error) {
	for _, ref := range slices.Backward(l.came) {
		c := s.records[ref][0]
		if c.settle == "-" || !strings.HasPrefix(string(ref), l.seat) || len(s.records[ref]) > 1 || !slices.Contains(l.view(c.noun).heads[c.Field], c.Ref) {
			continue
		}
		had := maps.Clone(c.had)
		had[c.Ref] = true
		side := func(kind app.ChangeKind, field string, fields map[string]string) written {
			w := written{noun: c.noun, settle: "-", had: had, fields: fields}
			w.Entity, w.Noun, w.Kind, w.Field, w.Parents = c.Entity, c.Noun, kind, field, []Ref{c.Ref}
			switch {
			case fields != nil:
				w.Value = nounOf(fields)
			case kind == app.Put:
				w.Value = json.RawMessage(s.value(field))
			}
			return w
		}
		if c.settle == "*" {
			return true, s.write(l, []written{side(app.Del, "", nil), side(app.New, "", leavesOf(l.view(c.noun).doc))})
		}
		return true, s.write(l, []written{side(app.Put, c.Field, nil), side(app.Put, c.Field, nil)})
	}
	return false, nil
}
