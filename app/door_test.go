package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// memory is a Door that keeps the nouns as pruned JSON, as the log does.
type memory struct {
	kinds   map[ID]Kind
	owners  map[ID]ID
	docs    map[ID]map[string]json.RawMessage
	deeds   []Deed
	clashes []Clash // what clashes until a deed writes it
}

func newMemory() *memory {
	return &memory{kinds: map[ID]Kind{}, owners: map[ID]ID{}, docs: map[ID]map[string]json.RawMessage{}}
}

func (m *memory) EachClash(_ context.Context, f func(Clash) error) error {
	for _, c := range m.clashes {
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Read(_ context.Context, id ID, into any) error {
	doc, ok := m.docs[id]
	if !ok {
		return ErrNotFound
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

func (m *memory) Each(_ context.Context, kind Kind, owner ID, f func(ID, json.RawMessage) error) error {
	var ids []ID
	for id, k := range m.kinds {
		if _, there := m.docs[id]; there && k == kind && (owner == "" || m.owners[id] == owner) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		raw, err := json.Marshal(m.docs[id])
		if err != nil {
			return err
		}
		if err := f(id, raw); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Do(_ context.Context, f func(Reader) (Deed, error)) error {
	deed, err := f(m)
	if err != nil || len(deed.Changes) == 0 {
		return err
	}
	for _, c := range deed.Changes {
		if err := m.apply(c); err != nil {
			return err
		}
		m.clashes = slices.DeleteFunc(m.clashes, func(o Clash) bool { return c.Kind != Note && o.Entity == c.Entity && o.Field == c.Field })
	}
	m.deeds = append(m.deeds, deed)
	return nil
}

func (m *memory) apply(c Change) error {
	switch {
	case c.Kind == New:
		doc := map[string]json.RawMessage{}
		if err := json.Unmarshal(c.Value, &doc); err != nil {
			return err
		}
		m.kinds[c.Entity], m.owners[c.Entity], m.docs[c.Entity] = c.Noun, c.Owner, doc
	case c.Kind == Del && c.Field == "":
		delete(m.docs, c.Entity)
	case c.Kind == Put || c.Kind == Del:
		doc, ok := m.docs[c.Entity]
		if !ok {
			return fmt.Errorf("change of %s, which is not there", c.Entity)
		}
		keys := strings.Split(c.Field, "/")
		for i, k := range keys {
			keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(k)
		}
		return setPath(doc, keys, c.Value)
	}
	return nil
}

// setPath puts a value at a path of an object; nil takes it out.
func setPath(doc map[string]json.RawMessage, path []string, value json.RawMessage) error {
	if len(path) == 1 {
		if value == nil {
			delete(doc, path[0])
		} else {
			doc[path[0]] = value
		}
		return nil
	}
	inner := map[string]json.RawMessage{}
	if raw, ok := doc[path[0]]; ok {
		if err := json.Unmarshal(raw, &inner); err != nil {
			return err
		}
	}
	if err := setPath(inner, path[1:], value); err != nil {
		return err
	}
	raw, err := json.Marshal(inner)
	doc[path[0]] = raw
	return err
}

// table is a desk at a memory with a clock that a test can set and identifiers that count up.
type table struct {
	Desk
	t    testing.TB
	mem  *memory
	date Date
	ctx  context.Context
}

func newTable(t testing.TB) *table {
	b := &table{t: t, mem: newMemory(), date: MustDate("2026-03-02"), ctx: context.Background()}
	n := 0
	b.Desk = Desk{Door: b.mem, Who: "华取证",
		Now: func() time.Time {
			return time.Date(b.date.Year, time.Month(b.date.Month), b.date.Day, 10, 0, 0, 0, time.UTC)
		},
		NewID: func() ID { n++; return testID(n) }}
	b.Seat = b.enrolled(Person{Name: b.Who, Roles: NewSet(string(RoleOffice), string(RoleAdmin))})
	for _, s := range Strands {
		b.must(Keep(b.ctx, b.Desk, VerbSaveTemplate, testTemplate(s)))
	}
	b.must(Keep(b.ctx, b.Desk, VerbSaveCalendar, table2026()))
	return b
}

// enrolled puts a person at a seat of his or her own into the memory, as the founding of a workspace does, and gives
// the seat.
func (b *table) enrolled(p Person) ID {
	b.t.Helper()
	if p.ID == "" {
		p.ID = b.NewID()
	}
	key := strings.ReplaceAll(string(p.ID), "-", "")
	for _, n := range []Noun{p, Seat{ID: SeatID(key), Person: p.ID, Key: key, Sign: "sign", Box: "age1", Since: b.Today()}} {
		b.must(CheckAlone(n))
		c, err := Create(n)
		b.must(err)
		b.must(b.mem.apply(c))
	}
	return SeatID(key)
}

// colleague enrols a further person and gives the desk he or she sits at.
func (b *table) colleague(name string, strands Set, roles ...Role) Desk {
	b.t.Helper()
	d := b.Desk
	d.Who, d.Seat = name, b.enrolled(Person{Name: name, Roles: NewSet(list(roles)...), Strands: strands})
	return d
}

// person gives who sits at a desk.
func (b *table) person(d Desk) ID {
	b.t.Helper()
	s, err := Get[Seat](b.ctx, b.mem, d.Seat)
	b.must(err)
	return s.Person
}

func testID(n int) ID { return ID(fmt.Sprintf("01900000-0000-7000-8000-%012x", n)) }

func (b *table) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%v: %+v", err, detail(err))
	}
}

// refused demands that an error has a code.
func (b *table) refused(err error, code string) {
	b.t.Helper()
	if CodeOf(err) != code {
		b.t.Errorf("got %v %v, want a refusal with %q", err, detail(err), code)
	}
}

func detail(err error) map[string]any {
	if e, ok := err.(*Error); ok {
		return e.Args
	}
	return nil
}

// testTemplate is a checklist of one section with two items, the second not for townships.
func testTemplate(s Strand) Template {
	c := s.Code()
	item := func(code string, to ...UnitKind) Item {
		return Item{Code: code, Check: "检查" + code, Methods: []Method{MethodDocuments}, AppliesTo: to,
			Bases: []Basis{{Law: "RYTL", Article: "第七条", Mark: Unverified}}}
	}
	return Template{ID: TemplateID(s, "2026.1"), Strand: s, Version: "2026.1", Title: "检查表", Sections: []Section{
		{Code: c + "-1", Name: "第一部分", Items: []Item{item(c + "-1-01"), item(c+"-1-02", County, Organ)}}}}
}

func days(text string) []CalendarDay {
	var out []CalendarDay
	for _, part := range strings.Fields(text) {
		from, to, span := strings.Cut(part, "..")
		d := MustDate("2026-" + from)
		last := d
		if span {
			last = MustDate("2026-" + to)
		}
		for ; !d.After(last); d = d.AddDays(1) {
			out = append(out, CalendarDay{Date: d, Mark: Verified})
		}
	}
	return out
}

// table2026 is the State Council's notice of 2025-11-04.
func table2026() DayTable {
	return DayTable{ID: DayTableID(2026), Year: 2026, Source: "国务院办公厅2025年11月4日通知",
		Off:    days("01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07"),
		Worked: days("01-04 02-14 02-28 05-09 09-20 10-10")}
}
