package journal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"lianshen/app"
)

// Known is a change with its name and the time of its record.
type Known struct {
	Change
	Ref  Ref
	Time Time
}

// Merged is the state of a noun as it follows from the set of its changes, in whatever order they arrived.
type Merged struct {
	Kind    app.Kind // what the noun is, see kindOf; changes that call it something else have no effect
	Doc     []byte   // canonical state; of a removed noun its last one, nil of one whose making is not known
	Born    bool     // its making is known
	Alive   bool     // it is there
	Line    bool     // every change was made in knowledge of all before: there was never anything to merge
	Heads   Heads
	Clashes []Clash // by field, sorted
}

// Clash is a field of which people who did not know of each other wrote different things.
type Clash struct {
	Field string // "" = one removed the noun and another changed it
	Base  Ref    // the latest change that all sides knew; "" = none
	Sides []Ref  // the one that is shown first, the others by name
}

// Merge gives the state that follows from a set of changes. Time decides nothing but which of two values that clash is
// shown until somebody chooses, and only between changes that were made in knowledge of equally many others.
func Merge(all []Known) (Merged, error) { return law.merge(all) }

// rules are what a merge goes by. They stand in one place so that the tests can bend one at a time, and so prove that
// they would notice.
type rules struct {
	names  func(Known) []Ref                          // what a change was made in knowledge of
	once   func([]Known) []Known                      // each change counts once; they come in the order of before
	before func(a, b Known) int                       // the order among changes that do not know of each other
	passed func(m *merger, i int, among []int) bool   // whether a change has lost its say, see merger.passed; among ascends
	shown  func(m *merger, a, b int) int              // above 0: of changes that clash, a is shown and not b
	differ func(m *merger, a, b json.RawMessage) bool // whether two values contradict each other
}

var law = rules{
	names:  func(k Known) []Ref { return k.Parents },
	once:   func(s []Known) []Known { return slices.CompactFunc(s, func(a, b Known) bool { return a.Ref == b.Ref }) },
	before: byTime,
	passed: (*merger).passed,
	shown:  (*merger).longer,
	differ: func(_ *merger, a, b json.RawMessage) bool {
		return !bytes.Equal(a, b) && !bytes.Equal(spelled(a), spelled(b))
	},
}

func (r rules) merge(all []Known) (Merged, error) {
	m := newMerger(r, all)
	merge := m.tangled
	if m.line() {
		merge = m.straight
	}
	out, err := merge()
	out.Kind = m.kind
	return out, err
}

// kindOf gives what a noun is: a seat when one of its changes enrols one under this name, which follows from the seat's
// key; else of the kind of its first making, by time and name; where none is known, of that of its first change.
func kindOf(all []Known) app.Kind {
	if len(all) == 0 {
		return ""
	}
	first, other := 0, false
	for i, k := range all {
		other = other || k.Noun != all[0].Noun
		if a, b := weight(k), weight(all[first]); a > b || a == b && byTime(k, all[first]) < 0 {
			first = i
		}
	}
	if other && slices.ContainsFunc(all, func(k Known) bool {
		_, err := enrolment(k.Change.Change)
		return err == nil
	}) {
		return app.KindSeat
	}
	return all[first].Noun
}

// weight is how much a change says of what its noun is.
func weight(k Known) int {
	switch {
	case k.Kind == app.New:
		return 2
	case k.Kind != app.Note && known(k.Kind):
		return 1
	}
	return 0
}

// merger works out the state of one noun.
type merger struct {
	law      rules
	kind     app.Kind    // of the noun
	mixed    bool        // some change calls it something else
	all      []Known     // in an order in which each comes after those it was made in knowledge of
	at       map[Ref]int // where a change stands in all
	parents  [][]int     // those known, by where they stand
	rank     []int       // how long the longest line of changes before it is
	children [][]int     // the reverse of parents
	whole    []int       // the changes of the noun as a whole
	fields   map[string][]int
}

func newMerger(r rules, in []Known) *merger {
	m := &merger{law: r, kind: kindOf(in), fields: map[string][]int{}}
	sorted := make([]Known, 0, len(in))
	for _, k := range in {
		switch {
		case k.Kind == app.Note || !known(k.Kind):
		case k.Noun != m.kind:
			m.mixed = true
		default:
			sorted = append(sorted, k)
		}
	}
	slices.SortStableFunc(sorted, r.before)
	m.order(r.once(sorted))
	m.children = make([][]int, len(m.all))
	for i, c := range m.all {
		for _, p := range m.parents[i] {
			m.children[p] = append(m.children[p], i)
		}
		if c.Field == "" {
			m.whole = append(m.whole, i)
		} else {
			m.fields[c.Field] = append(m.fields[c.Field], i)
		}
	}
	return m
}

// line says whether every change was made in knowledge of all before.
func (m *merger) line() bool {
	if m.mixed {
		return false
	}
	h, removed := Heads{}, false
	for _, k := range m.all {
		if !h.Follows(k.Change, removed) {
			return false
		}
		removed = k.Kind == app.Del && k.Field == ""
		h.Advance(k.Change, k.Ref)
	}
	return true
}

// straight is Merge where there is nothing to merge.
func (m *merger) straight() (Merged, error) {
	out := Merged{Line: true, Heads: Heads{}}
	var r Running
	for _, k := range m.all {
		if err := r.Apply(k.Change.Change); err != nil {
			return Merged{}, fmt.Errorf("change %s: %w", k.Ref, err)
		}
		out.Heads.Advance(k.Change, k.Ref)
		switch {
		case k.Kind == app.New:
			out.Alive = true
		case k.Kind == app.Del && k.Field == "":
			out.Alive = false
		}
	}
	out.Born = r.Born()
	out.Alive = out.Alive && out.Born
	var err error
	out.Doc, err = r.Doc()
	return out, err
}

// tangled is Merge where people did not know of each other.
func (m *merger) tangled() (Merged, error) {
	out := Merged{Heads: m.heads()}
	var news []int // those whose noun stands: no later one was made in knowledge of it
	for _, i := range m.whole {
		if m.all[i].Kind != app.New {
			continue
		}
		out.Born = true
		if !m.law.passed(m, i, m.whole) {
			news = append(news, i)
		}
	}
	for _, refs := range out.Heads {
		for _, ref := range refs {
			k := m.all[m.at[ref]]
			out.Alive = out.Alive || out.Born && (k.Kind != app.Del || k.Field != "")
		}
	}
	values, clashes, err := m.values(news)
	if err != nil {
		return Merged{}, err
	}
	doc := map[string]json.RawMessage{}
	for _, f := range slices.Sorted(maps.Keys(values)) {
		if v := values[f]; v != nil {
			if err := set(doc, Keys(f), v); err != nil {
				return Merged{}, fmt.Errorf("field %s: %w", f, err)
			}
		}
	}
	if len(m.all) > 0 {
		if out.Doc, err = encode(app.Prune(doc)); err != nil {
			return Merged{}, err
		}
	}
	if !out.Alive {
		return out, nil // of what is not there nothing clashes
	}
	out.Clashes = clashes
	if c, both := m.removedAndKept(out.Heads); both {
		out.Clashes = append([]Clash{c}, out.Clashes...)
	}
	return out, nil
}

// heads gives the heads by field: the changes that no other one of the field, or of the noun as a whole, names.
func (m *merger) heads() Heads {
	out := Heads{}
	for i, k := range m.all {
		named := slices.ContainsFunc(m.children[i], func(c int) bool { return m.all[c].Field == k.Field || m.all[c].Field == "" })
		if !named {
			out[k.Field] = append(out[k.Field], k.Ref)
		}
	}
	for _, refs := range out {
		slices.Sort(refs)
	}
	return out
}

// passed says whether a change has lost its say about a field: another one of these was made in knowledge of it, or the
// noun was made anew in knowledge of it. That somebody removed the noun does not count by itself, for a removed noun
// keeps its last state; but who wrote in knowledge of the removal knew of all that was removed.
func (m *merger) passed(i int, among []int) bool { return m.followed(i, among, map[int]bool{}) }

func (m *merger) followed(i int, among []int, removals map[int]bool) bool {
	return slices.ContainsFunc(m.children[i], func(c int) bool {
		k := m.all[c]
		switch {
		case k.Kind == app.New:
			return true
		case k.Field != "":
			_, found := slices.BinarySearch(among, c)
			return found
		case removals[c]:
			return false
		}
		removals[c] = true
		return m.followed(c, among, removals)
	})
}

// says is what a change says of a field.
type says struct {
	change int
	value  json.RawMessage // nil = empty
}

// values gives the value of every field, and the clashes.
func (m *merger) values(news []int) (map[string]json.RawMessage, []Clash, error) {
	sides := map[string][]says{}
	for _, n := range news {
		leaves := map[string]json.RawMessage{}
		fields, err := objectOf(m.all[n].Value)
		if err != nil {
			return nil, nil, fmt.Errorf("change %s: new noun: %w", m.all[n].Ref, err)
		}
		if err := flatten("", app.Prune(fields), leaves); err != nil {
			return nil, nil, fmt.Errorf("change %s: %w", m.all[n].Ref, err)
		}
		for f, v := range leaves {
			own := m.fields[f]
			if len(own) == 0 || !m.law.passed(m, n, own) {
				sides[f] = append(sides[f], says{n, v})
			}
		}
	}
	for f, own := range m.fields {
		for _, i := range own {
			if m.law.passed(m, i, own) {
				continue
			}
			sides[f] = append(sides[f], says{i, pruned(m.all[i].Value)})
		}
	}
	values, clashes := map[string]json.RawMessage{}, []Clash(nil)
	for _, f := range slices.Sorted(maps.Keys(sides)) {
		s := sides[f]
		slices.SortFunc(s, func(a, b says) int { return m.law.shown(m, b.change, a.change) })
		values[f] = s[0].value
		if m.kind == app.KindSeat && slices.Contains(seatIdentity, f) { // nobody chooses who a seat is
			values[f] = slices.MinFunc(s, func(a, b says) int { return cmp.Compare(m.all[a.change].Ref, m.all[b.change].Ref) }).value
			continue
		}
		differ := slices.ContainsFunc(s[1:], func(o says) bool { return m.law.differ(m, o.value, s[0].value) })
		if !differ {
			continue
		}
		if element(s) { // of a set: who puts it in prevails over who takes it out
			values[f] = json.RawMessage("true")
			continue
		}
		clashes = append(clashes, m.clash(f, s))
	}
	return values, clashes, nil
}

// seatIdentity are the fields of a seat that no record changes. Two who enrolled it without knowing of each other may have
// said different things in them; then the first record by name counts, as on the [Roll].
var seatIdentity = []string{"id", "person", "key", "sign", "box", "since", "follows"}

// longer says which of two changes is shown where they clash: the one with the longer line of changes before it, then
// the later one, then by name.
func (m *merger) longer(a, b int) int {
	if m.rank[a] != m.rank[b] {
		return m.rank[a] - m.rank[b]
	}
	return m.law.before(m.all[a], m.all[b])
}

// element says whether what clashes is whether something belongs to a set.
func element(s []says) bool {
	return !slices.ContainsFunc(s, func(o says) bool { return o.value != nil && string(o.value) != "true" })
}

func (m *merger) clash(field string, s []says) Clash {
	c := Clash{Field: field}
	var changes []int
	for _, o := range s {
		c.Sides = append(c.Sides, m.all[o.change].Ref)
		changes = append(changes, o.change)
	}
	slices.Sort(c.Sides[1:])
	c.Base = m.base(field, changes)
	return c
}

// base gives the latest change of a field, or of the whole noun, that all of these were made in knowledge of.
func (m *merger) base(field string, of []int) Ref {
	about := func(i int) bool { return m.all[i].Field == field || m.all[i].Field == "" }
	var common map[int]bool
	for n, i := range of {
		before := map[int]bool{}
		for queue := slices.Clone(m.parents[i]); len(queue) > 0; {
			at := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			if before[at] || !about(at) && field != "" {
				continue
			}
			before[at] = true
			queue = append(queue, m.parents[at]...)
		}
		if n == 0 {
			common = before
			continue
		}
		maps.DeleteFunc(common, func(i int, _ bool) bool { return !before[i] })
	}
	best := -1
	for i := range common {
		if k := m.all[i]; (k.Kind != app.Del || k.Field != "") && (best < 0 || m.law.shown(m, i, best) > 0) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return m.all[best].Ref
}

// removedAndKept gives the clash of a noun that one removed and another changed.
func (m *merger) removedAndKept(h Heads) (Clash, bool) {
	var gone, kept []int
	for _, refs := range h {
		for _, ref := range refs {
			if i := m.at[ref]; m.all[i].Kind == app.Del && m.all[i].Field == "" {
				gone = append(gone, i)
			} else {
				kept = append(kept, i)
			}
		}
	}
	if len(gone) == 0 || len(kept) == 0 {
		return Clash{}, false
	}
	slices.SortFunc(kept, func(a, b int) int { return m.law.shown(m, b, a) })
	sides := append([]int{kept[0]}, gone...)
	var c Clash
	for _, i := range sides {
		c.Sides = append(c.Sides, m.all[i].Ref)
	}
	slices.Sort(c.Sides[1:])
	c.Base = m.base("", sides)
	return c, true
}

// known says whether a kind of change is one whose effect this program knows. A newer one is kept and passed on.
func known(k app.ChangeKind) bool {
	return k == app.New || k == app.Put || k == app.Del || k == app.Note
}
