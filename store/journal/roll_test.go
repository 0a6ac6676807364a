package journal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
)

// hand is a person at a laptop who writes records.
type hand struct {
	s    Signer
	prev Hash
	seq  int64
	seat app.Seat
}

var someone, somebodyElse = app.DeriveID(app.KindPerson, "", "王敏"), app.DeriveID(app.KindPerson, "", "李强")

func sit(t testing.TB, n byte, person app.ID) *hand {
	t.Helper()
	s, err := SignerOf(bytes.Repeat([]byte{n}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return &hand{s: s, prev: Genesis(workspace, s.Public()), seat: app.Seat{ID: app.SeatID(s.ID), Person: person, Key: s.ID,
		Sign: base64.StdEncoding.EncodeToString(s.Public()), Box: "age1", Laptop: fmt.Sprint("laptop ", n)}}
}

// write gives the hand's next record.
func (h *hand) write(t testing.TB, changes ...app.Change) Record {
	t.Helper()
	var cs []Change
	for _, c := range changes {
		cs = append(cs, Change{Change: c})
	}
	r, err := h.s.Seal(h.prev, body(h.s, h.seq+1, cs...))
	if err != nil {
		t.Fatal(err)
	}
	h.prev, h.seq = r.Hash, r.Seq
	return r
}

func (h *hand) work(t testing.TB) Record {
	return h.write(t, newUnit(fmt.Sprint(h.s.ID, h.seq)).Change)
}

func enrol(t testing.TB, s app.Seat) app.Change {
	t.Helper()
	c, err := app.Create(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func leave(t testing.TB, s app.Seat, after int64) []app.Change {
	t.Helper()
	out := s
	out.Out, out.OutAfter = app.MustDate("2026-10-12"), after
	c, err := app.Diff(s, out)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// follow gives the changes by which a seat enrols itself in the place of another.
func follow(t testing.TB, h, old *hand) []app.Change {
	h.seat.Follows = old.seat.ID
	return append([]app.Change{enrol(t, h.seat)}, leave(t, old.seat, old.seq)...)
}

func faultOf(err error) string {
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return fmt.Sprint(err)
}

func TestARollTakesSeatsInAsTheLogEnrolsThem(t *testing.T) {
	a, b, c := sit(t, 1, someone), sit(t, 2, somebodyElse), sit(t, 3, someone)
	roll := NewRoll(workspace, a.s.Public())
	for i, r := range []Record{
		a.write(t, enrol(t, a.seat)), a.work(t), a.write(t, enrol(t, b.seat)), b.work(t), a.work(t), b.work(t),
		a.write(t, leave(t, b.seat, 2)...), a.work(t), c.write(t, follow(t, c, a)...), c.work(t),
	} {
		if _, err := roll.Check(r); err != nil {
			t.Fatalf("record %d: %v", i+1, err)
		}
	}
	var got []string
	for _, s := range roll.Seats() {
		got = append(got, fmt.Sprint(s.Seat[:4], " ", s.Seq, " ", s.Out, " ", s.OutAfter, " ", s.Self, " ", s.Follows != ""))
	}
	want := []string{fmt.Sprint(a.s.ID[:4], " 6 true 6 false false"), fmt.Sprint(b.s.ID[:4], " 2 true 2 false false"), fmt.Sprint(c.s.ID[:4], " 2 false 0 true true")}
	if !slices.Equal(got, want) {
		t.Errorf("the roll says %q, want %q", got, want)
	}
	if _, err := roll.Check(b.work(t)); faultOf(err) != "out" {
		t.Errorf("a seat that was left out goes on: %v", err)
	}
	// Whose place was taken by the same person: what it wrote beside it counts.
	if _, err := roll.Check(a.work(t)); err != nil {
		t.Errorf("a seat whose place was taken: %v", err)
	}
	if s, known := roll.Seat(c.s.ID); !known || s.Person != someone || s.By != RefOf(c.s.ID, 1).Change(0) {
		t.Errorf("%+v, %v", s, known)
	}
}

func TestARollRefusesWhatBendsIt(t *testing.T) {
	a, b, c := sit(t, 1, someone), sit(t, 2, somebodyElse), sit(t, 3, someone)
	begin := func(t *testing.T) *Roll {
		x, y := sit(t, 1, someone), sit(t, 2, somebodyElse)
		roll := NewRoll(workspace, x.s.Public())
		for _, r := range []Record{x.write(t, enrol(t, x.seat)), x.write(t, enrol(t, y.seat)), y.work(t)} {
			if _, err := roll.Check(r); err != nil {
				t.Fatal(err)
			}
		}
		*a, *b, *c = *x, *y, *sit(t, 3, someone)
		return roll
	}
	with := func(s app.Seat, f func(*app.Seat)) app.Seat { f(&s); return s }
	diff := func(t *testing.T, s app.Seat, f func(*app.Seat)) []app.Change {
		changes, err := app.Diff(s, with(s, f))
		if err != nil {
			t.Fatal(err)
		}
		return changes
	}
	for _, x := range []struct {
		name, code string
		record     func(t *testing.T) Record
	}{
		{"a stranger", "seat", func(t *testing.T) Record { return c.work(t) }},
		{"a stranger who enrols himself in nobody's place", "seat", func(t *testing.T) Record { return c.write(t, enrol(t, c.seat)) }},
		{"a stranger with a later record", "seat", func(t *testing.T) Record { c.work(t); return c.write(t, follow(t, c, a)...) }},
		{"the place of an unknown seat", "enrol", func(t *testing.T) Record {
			return c.write(t, enrol(t, with(c.seat, func(s *app.Seat) { s.Follows = newUnit("x").Entity })))
		}},
		{"somebody else's place", "enrol", func(t *testing.T) Record { return c.write(t, follow(t, c, b)...) }},
		{"the place of a seat that stays at work", "enrol", func(t *testing.T) Record {
			return c.write(t, enrol(t, with(c.seat, func(s *app.Seat) { s.Follows = a.seat.ID })))
		}},
		{"a second seat with the first", "enrol", func(t *testing.T) Record {
			return c.write(t, append(follow(t, c, a), enrol(t, sit(t, 4, someone).seat))...)
		}},
		{"a third seat left out with the first record", "enrol", func(t *testing.T) Record {
			return c.write(t, append(follow(t, c, a), leave(t, b.seat, b.seq)...)...)
		}},
		{"a third seat renamed with the first record", "enrol", func(t *testing.T) Record {
			return c.write(t, append(follow(t, c, a), diff(t, b.seat, func(s *app.Seat) { s.Laptop = "别人的电脑" })...)...)
		}},
		{"a seat enrolled with another key to packages", "enrol", func(t *testing.T) Record {
			return a.write(t, enrol(t, with(b.seat, func(s *app.Seat) { s.Box = "age1other" })))
		}},
		{"a seat changed under the name of something else", "enrol", func(t *testing.T) Record {
			c := app.Change{Entity: b.seat.ID, Noun: app.KindPerson, Kind: app.Put, Field: "person", Value: []byte(`"x"`)}
			return a.write(t, c)
		}},
		{"a seat removed", "enrol", func(t *testing.T) Record { return a.write(t, app.Remove(b.seat)) }},
		{"another key", "enrol", func(t *testing.T) Record {
			return a.write(t, diff(t, b.seat, func(s *app.Seat) { s.Sign = a.seat.Sign })...)
		}},
		{"another person", "enrol", func(t *testing.T) Record {
			return a.write(t, diff(t, b.seat, func(s *app.Seat) { s.Person = someone })...)
		}},
		{"an unknown seat changed", "enrol", func(t *testing.T) Record { return a.write(t, leave(t, c.seat, 0)...) }},
		{"a name that does not follow from the key", "enrol", func(t *testing.T) Record {
			return a.write(t, enrol(t, with(c.seat, func(s *app.Seat) { s.Key = b.s.ID })))
		}},
		{"a seat without a key", "enrol", func(t *testing.T) Record {
			return a.write(t, enrol(t, with(c.seat, func(s *app.Seat) { s.Sign = "" })))
		}},
		{"a seat of nobody", "enrol", func(t *testing.T) Record {
			return a.write(t, enrol(t, with(c.seat, func(s *app.Seat) { s.Person = "" })))
		}},
		{"a record left out", "gap", func(t *testing.T) Record { b.work(t); return b.work(t) }},
		{"a record again", "gap", func(t *testing.T) Record { b.seq, b.prev = 0, Genesis(workspace, b.s.Public()); return b.work(t) }},
		{"a branch of the chain", "prev", func(t *testing.T) Record { b.prev[0]++; return b.work(t) }},
		{"a seat's record signed by another", "signature", func(t *testing.T) Record {
			r := b.work(t)
			r.Sig = a.work(t).Sig
			return r
		}},
	} {
		t.Run(x.name, func(t *testing.T) {
			roll := begin(t)
			before := fmt.Sprint(roll.Seats())
			if _, err := roll.Check(x.record(t)); faultOf(err) != x.code {
				t.Fatalf("told as %v, want %s", err, x.code)
			}
			if after := fmt.Sprint(roll.Seats()); after != before {
				t.Errorf("the roll moved: %s\nfrom %s", after, before)
			}
		})
	}
}

// Who was left out comes back neither in the place of the seat that was left out nor in that of one it had followed.
func TestWhoWasLeftOutDoesNotEnrolAnew(t *testing.T) {
	a, b, c, d := sit(t, 1, someone), sit(t, 2, somebodyElse), sit(t, 3, somebodyElse), sit(t, 4, somebodyElse)
	roll := NewRoll(workspace, a.s.Public())
	takes := func(want string, r Record) {
		t.Helper()
		if _, err := roll.Check(r); want == "" && err != nil || want != "" && faultOf(err) != want {
			t.Fatalf("told as %v, want %q", err, want)
		}
	}
	takes("", a.write(t, enrol(t, a.seat)))
	takes("", a.write(t, enrol(t, b.seat)))
	takes("", c.write(t, follow(t, c, b)...)) // a recovery
	named := b.seat
	named.Out, named.OutAfter = app.MustDate("2026-10-12"), b.seq
	renamed := named
	renamed.Laptop = "旧电脑"
	rename, err := app.Diff(named, renamed)
	if err != nil {
		t.Fatal(err)
	}
	takes("", a.write(t, rename...)) // which leaves nobody out
	for _, s := range roll.Seats() {
		if s.Sent {
			t.Errorf("%+v", s)
		}
	}
	takes("", a.write(t, leave(t, c.seat, c.seq)...))
	for _, place := range []*hand{b, c} {
		back := sit(t, 5, somebodyElse)
		back.seat.Follows = place.seat.ID
		takes("enrol", back.write(t, enrol(t, back.seat)))
	}
	takes("", a.write(t, enrol(t, d.seat))) // somebody at work takes the person in again
	e := sit(t, 6, somebodyElse)
	takes("", e.write(t, follow(t, e, d)...))
}

func TestASeatMayBeRenamedOnTheRoll(t *testing.T) {
	a := sit(t, 1, someone)
	roll := NewRoll(workspace, a.s.Public())
	named := a.seat
	named.Laptop = "办公室的新电脑"
	changes, err := app.Diff(a.seat, named)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []Record{a.write(t, enrol(t, a.seat)), a.write(t, changes...), a.work(t)} {
		if _, err := roll.Check(r); err != nil {
			t.Fatal(err)
		}
	}
}

// Whichever record is damaged, the others are not blamed for it, though it may have enrolled who wrote them.
func TestOneDamagedRecordIsOneFault(t *testing.T) {
	a, b := sit(t, 1, someone), sit(t, 2, somebodyElse)
	all := []Record{a.write(t, enrol(t, a.seat)), a.write(t, enrol(t, b.seat)), b.work(t), a.work(t), b.work(t), a.write(t, leave(t, b.seat, 2)...), a.work(t)}
	for spoilt := range all {
		roll := NewRoll(workspace, a.s.Public())
		var faults []int
		for i, r := range all {
			if i == spoilt {
				r.Sig = slices.Clone(r.Sig)
				r.Sig[7] ^= 1
			}
			if _, err := roll.Check(r); err != nil {
				faults = append(faults, i)
				roll.Skip(r)
			}
		}
		if !slices.Equal(faults, []int{spoilt}) {
			t.Errorf("record %d is damaged, blamed are %v", spoilt, faults)
		}
	}
}

// Forged, replayed, reordered and dropped records never leave a log that proves.
func TestNoMeddlingWithTheOrderOfRecordsGoesUnseen(t *testing.T) {
	a, b := sit(t, 1, someone), sit(t, 2, somebodyElse)
	all := []Record{a.write(t, enrol(t, a.seat)), a.write(t, enrol(t, b.seat))}
	for i := range 8 {
		all = append(all, []*hand{a, b}[i%2].work(t))
	}
	proves := func(records []Record) bool {
		roll := NewRoll(workspace, a.s.Public())
		for _, r := range records {
			if _, err := roll.Check(r); err != nil {
				return false
			}
		}
		return true
	}
	if !proves(all) {
		t.Fatal("the untouched log does not prove")
	}
	rapid.Check(t, func(rt *rapid.T) {
		got := slices.Clone(all)
		i, j := rapid.IntRange(0, len(all)-1).Draw(rt, "i"), rapid.IntRange(0, len(all)-1).Draw(rt, "j")
		switch rapid.SampledFrom([]string{"drop", "replay", "exchange", "forge"}).Draw(rt, "meddling") {
		case "drop":
			if i = min(i, len(all)-3); i < 0 { // the last of each seat can go unseen: that is what tips are printed for
				rt.Skip()
			}
			got = slices.Delete(got, i, i+1)
		case "replay":
			got = slices.Insert(got, j, all[i])
		case "exchange":
			if all[i].Seat != all[j].Seat || i == j {
				rt.Skip()
			}
			got[i], got[j] = got[j], got[i]
		case "forge":
			got[i].Body = bytes.Replace(got[i].Body, []byte("王敏"), []byte("李强"), 1)
			if rapid.Bool().Draw(rt, "with its hash") {
				got[i].Hash = Sum(got[i].Prev, got[i].Body)
			}
		}
		if proves(got) {
			rt.Fatal("it goes unseen")
		}
	})
}

func TestForkIsOneSeatTwoRecordsOneNumber(t *testing.T) {
	a, b := sit(t, 1, someone), sit(t, 2, somebodyElse)
	first := a.work(t)
	copied := *a
	second, other := a.work(t), copied.write(t, newUnit("另一支").Change)
	for _, x := range []struct {
		name string
		a, b Record
		want bool
	}{
		{"the same record", second, second, false},
		{"the next record", first, second, false},
		{"another seat", first, b.work(t), false},
		{"two records of one number", second, other, true},
	} {
		if got := Forked(x.a, x.b); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

// Two who leave out the same seat without knowing of each other: the lower number counts, also when it is 0 and therefore
// not written, and in whichever order the two arrive.
func TestOfTwoLeavingsOutTheLowerNumberCounts(t *testing.T) {
	for _, after := range [][3]int64{{2, 1, 1}, {1, 2, 1}, {0, 2, 0}, {2, 0, 0}} {
		a, b, c := sit(t, 1, someone), sit(t, 2, somebodyElse), sit(t, 3, someone)
		roll := NewRoll(workspace, a.s.Public())
		records := []Record{a.write(t, enrol(t, a.seat)), a.write(t, enrol(t, b.seat)), a.write(t, enrol(t, c.seat)), b.work(t), b.work(t),
			a.write(t, leave(t, b.seat, after[0])...), c.write(t, leave(t, b.seat, after[1])...)}
		for i, r := range records {
			if _, err := roll.Check(r); err != nil {
				t.Fatalf("record %d: %v", i+1, err)
			}
		}
		if s, _ := roll.Seat(b.s.ID); s.OutAfter != after[2] || !s.Out || !s.Sent {
			t.Errorf("left out after %d and after %d: %+v", after[0], after[1], s)
		}
	}
}

func TestTwoOfficesMayAdmitTheSameRequest(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		a, b, c := sit(t, 1, someone), sit(t, 2, somebodyElse), sit(t, 3, someone)
		roll := NewRoll(workspace, a.s.Public())
		first := []Record{a.write(t, enrol(t, a.seat)), a.write(t, enrol(t, b.seat))}
		twice := []Record{a.write(t, enrol(t, c.seat))}
		c.seat.Person = somebodyElse
		twice = append(twice, b.write(t, enrol(t, c.seat)))
		want, by := someone, twice[0]
		if b.s.ID < a.s.ID {
			want, by = somebodyElse, twice[1]
		}
		for _, r := range append(first, twice[order[0]], twice[order[1]], c.work(t)) {
			if _, err := roll.Check(r); err != nil {
				t.Fatal(err)
			}
		}
		if s, _ := roll.Seat(c.s.ID); s.Person != want || s.By != RefOf(by.Seat, by.Seq).Change(0) || s.Self {
			t.Errorf("order %v: %+v, want the person %s", order, s, want)
		}
		var all []Known
		for _, i := range order {
			body, err := Decode(twice[i].Body)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, Known{Change: body.Changes[0], Ref: body.Ref().Change(0), Time: body.Time})
		}
		m, err := Merge(all)
		if err != nil || len(m.Clashes) > 0 || string(Lookup(m.Doc, "person")) != fmt.Sprintf("%q", want) {
			t.Errorf("order %v: %s, clashes %v, %v", order, m.Doc, m.Clashes, err)
		}
	}
}

func TestANounIsWhatItsFirstMakingSays(t *testing.T) {
	s := sit(t, 3, someone).seat
	unit := newUnit("x")
	at := func(c app.Change, seq int64, time Time) Known {
		return Known{Change: Change{Change: c}, Ref: RefOf("00000000000000000000000000000001", seq).Change(0), Time: time}
	}
	as := func(c app.Change, kind app.Kind) app.Change { c.Noun = kind; return c }
	name := app.Change{Entity: unit.Entity, Noun: app.KindUnit, Kind: app.Put, Field: "name", Value: []byte(`"改"`)}
	for title, x := range map[string]struct {
		all  []Known
		want app.Kind
		line bool
	}{
		"as made":                       {[]Known{at(unit.Change, 1, 1)}, app.KindUnit, true},
		"made twice":                    {[]Known{at(as(unit.Change, app.KindPerson), 1, 5), at(unit.Change, 2, 3)}, app.KindUnit, false},
		"changed before it was made":    {[]Known{at(as(name, app.KindPerson), 1, 1), at(unit.Change, 2, 3)}, app.KindUnit, false},
		"never made":                    {[]Known{at(as(name, app.KindPerson), 1, 4), at(name, 2, 3)}, app.KindUnit, false},
		"a seat that was made a unit":   {[]Known{at(as(enrol(t, s), app.KindUnit), 1, 1), at(enrol(t, s), 2, 3)}, app.KindSeat, false},
		"what only calls itself a seat": {[]Known{at(unit.Change, 1, 1), at(as(unit.Change, app.KindSeat), 2, 3)}, app.KindUnit, false},
	} {
		for range 2 {
			m, err := Merge(x.all)
			if err != nil || m.Kind != x.want || m.Line != x.line {
				t.Errorf("%s: %s, in line %v, %v", title, m.Kind, m.Line, err)
			}
			slices.Reverse(x.all)
			x.line = x.line && len(x.all) == 1
		}
	}
}
