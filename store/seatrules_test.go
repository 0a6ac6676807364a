package store_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/journal"
	"lianshen/store/storetest"
)

// scribe is a seat whose key is in the hands of the test: it writes what no program would.
type scribe struct {
	t      testing.TB
	s      journal.Signer
	ws     string
	prev   journal.Hash
	seq    int64
	number int64
	seat   app.Seat
	log    []journal.Record
}

func newScribe(t testing.TB, ws string, n byte, person app.ID, box string) *scribe {
	t.Helper()
	seed := make([]byte, 32)
	seed[0] = n
	s, err := journal.SignerOf(seed)
	if err != nil {
		t.Fatal(err)
	}
	return &scribe{t: t, s: s, ws: ws, prev: journal.Genesis(ws, s.Public()), seat: app.Seat{ID: app.SeatID(s.ID), Key: s.ID, Person: person,
		Laptop: "别处", Sign: base64.StdEncoding.EncodeToString(s.Public()), Box: box, Since: app.DateOf(roundDay)}}
}

// write seals the next record.
func (x *scribe) write(verb app.Verb, changes ...journal.Change) journal.Record {
	x.t.Helper()
	x.seq++
	at := journal.Time(roundDay.Add(time.Duration(x.seq)*time.Second).UnixMilli() << 16)
	r, err := x.s.Seal(x.prev, journal.Body{V: 1, Seat: x.s.ID, Seq: x.seq, Time: at, Who: "某人", Verb: verb, Changes: changes})
	if err != nil {
		x.t.Fatal(err)
	}
	x.prev = r.Hash
	x.log = append(x.log, r)
	return r
}

// enrols seals the record by which the seat enrols itself in the place of another.
func (x *scribe) enrols(old app.ID) journal.Record {
	x.t.Helper()
	x.seat.Follows = old
	mk, err := app.Create(x.seat)
	if err != nil {
		x.t.Fatal(err)
	}
	return x.write(app.VerbEnrol, journal.Change{Change: mk},
		putSeat(old, "out", app.DateOf(roundDay)), putSeat(old, "outAfter", 1000))
}

func putSeat(seat app.ID, field string, value any, parents ...journal.Ref) journal.Change {
	raw, _ := json.Marshal(value)
	return journal.Change{Change: app.Change{Entity: seat, Noun: app.KindSeat, Kind: app.Put, Field: field, Value: raw}, Parents: parents}
}

// pack writes records into a package for a laptop.
func (x *scribe) pack(to *store.Workspace, records ...journal.Record) []string {
	x.t.Helper()
	x.number++
	has := exchange.Vector{}
	for _, r := range records {
		if has[r.Seat].Top < r.Seq {
			has[r.Seat] = exchange.Held{Top: r.Seq, Hash: r.Hash.String()}
		}
	}
	id := app.DeriveID(app.KindSeat, app.ID(x.s.ID), string(rune('a'+x.number)))
	m := exchange.Manifest{Kind: exchange.WorkPack, ID: id, Number: x.number, Made: roundDay.UnixMilli(), Workspace: x.ws,
		Founder: x.s.Public(), From: exchange.Sender{Seat: x.s.ID, Key: x.s.Public(), Person: "某人"}, To: []string{to.Seat().Key}, Since: exchange.Vector{}, Has: has}
	w, err := exchange.Write(context.Background(), x.t.TempDir(), "假.lspack", exchange.Draft{Manifest: m, Sign: x.s.Sign, Recipients: []string{to.Seat().Box},
		Log: func(yield func(journal.Record) error) error {
			for _, r := range records {
				if err := yield(r); err != nil {
					return err
				}
			}
			return nil
		}}, 0, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	return w.Paths
}

// sound fails where a workspace does not prove or does not follow from its log.
func sound(t testing.TB, w *store.Workspace) {
	t.Helper()
	report, err := w.Verify(context.Background(), nil)
	if err != nil || len(report.Troubles) > 0 {
		t.Errorf("%v %v", report.Troubles, err)
	}
}

func recordsOf(t testing.TB, w *store.Workspace, seat app.ID) int64 {
	t.Helper()
	all, err := w.Seats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.ID == seat {
			return s.Records
		}
	}
	return -1
}

func TestTwoWhoLeaveOutTheSameSeatContradictNobody(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, third, li := l[0], l[1], l[2]
	second := storetest.Join(t, office, app.Person{Name: "副手", Roles: app.NewSet(string(app.RoleAdmin), string(app.RoleGroupLeader)), Strands: storetest.AllStrands()}, roundDay.Add(50*time.Hour))
	answered(t, li, "XR-1-01", "李的结论")
	storetest.Pass(t, li, office)
	storetest.Pass(t, office, second)
	storetest.Pass(t, office, third)
	before := recordsOf(t, office, li.Seat().ID)
	for _, w := range []*store.Workspace{office, second} {
		if err := w.LeaveOut(ctx, li.Seat().ID, "离任"); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Pass(t, second, office)
	clashes, err := office.Clashes(ctx, "")
	if err != nil || len(clashes) > 0 {
		t.Errorf("%d clashes, %v", len(clashes), err)
	}
	day, _ := json.Marshal(app.DateOf(roundDay))
	err = office.Desk().Choose(ctx, app.Choice{Entity: li.Seat().ID, Kind: app.KindSeat, Field: "out", Value: day})
	if app.CodeOf(err) != "clash.none" {
		t.Errorf("choosing the day: %v", err)
	}
	// A record of the day alone, as an earlier program wrote it for a choice.
	err = office.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: app.VerbChoose, Changes: []app.Change{putSeat(li.Seat().ID, "out", app.DateOf(roundDay.Add(-24*time.Hour))).Change}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, office, third)
	storetest.Pass(t, office, second)
	answered(t, third, "XR-1-03", "后来的结论")
	storetest.Pass(t, third, office)
	storetest.Pass(t, third, second)
	for i, w := range []*store.Workspace{office, third, second} {
		if n := recordsOf(t, w, li.Seat().ID); n != before {
			t.Errorf("laptop %d: %d records count, %d were written", i, n, before)
		}
		sound(t, w)
	}
}

func TestARecordThatAPackageHoldsTwiceIsNoFork(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	x := newScribe(t, l[0].ID(), 9, l[1].Seat().Person, l[0].Seat().Box)
	first := x.enrols(l[1].Seat().ID)
	second := x.write(app.VerbSignIn, journal.Change{Change: app.Remember(x.seat, map[string]string{"n": "2"})})
	third := x.write(app.VerbSignIn, journal.Change{Change: app.Remember(x.seat, map[string]string{"n": "3"})})
	done, err := l[0].TakeIn(ctx, x.pack(l[0], first, second, second, first, third, third), store.TakeIn{Sure: true}, nil)
	if err != nil || done.Records != 3 {
		t.Fatalf("%d records, %v", done.Records, err)
	}
	peers, err := l[0].Peers(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range peers {
		if p.Forked {
			t.Errorf("%s is told to exist twice", p.Laptop)
		}
	}
	sound(t, l[0])
}

func TestASeatThatEnrolsItselfByAPackageIsTold(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office := l[0]
	x := newScribe(t, office.ID(), 9, office.Seat().Person, office.Seat().Box)
	path := x.pack(l[1], x.enrols(office.Seat().ID))
	c, err := l[1].Examine(ctx, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Takes) != 1 || c.Takes[0].Who != storetest.Person || c.Takes[0].Laptop != "别处" || c.Takes[0].Follows != office.Seat().ID || c.Takes[0].Fingerprint == "" {
		t.Errorf("told: %+v", c.Takes)
	}
	if !c.Grave() || c.From.Enrolled {
		t.Errorf("grave %v, its sender was enrolled %v", c.Grave(), c.From.Enrolled)
	}
	if _, err := l[1].TakeIn(ctx, path, store.TakeIn{}, nil); app.CodeOf(err) != "exchange.grave" {
		t.Errorf("without the word: %v", err)
	}
	taken, err := l[1].TakeInAll(ctx, [][]string{path}, nil, nil)
	if err != nil || !taken[0].Left {
		t.Errorf("with others: %+v %v", taken, err)
	}
	if _, err := l[1].TakeIn(ctx, path, store.TakeIn{Sure: true}, nil); err != nil {
		t.Fatal(err)
	}
	all, err := l[1].Seats(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Self != (s.ID == x.seat.ID) {
			t.Errorf("%s enrolled itself: %v", s.Laptop, s.Self)
		}
	}
}

func TestASeatInThePlaceOfOneThatWasLeftOutComesToNothingWhicheverComesFirst(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, group, li := l[0], l[1], l[2]
	x := newScribe(t, office.ID(), 9, li.Seat().Person, office.Seat().Box)
	first := x.enrols(li.Seat().ID)
	second := x.write(app.VerbSignIn, journal.Change{Change: app.Remember(x.seat, map[string]string{"n": "2"})})
	if _, err := group.TakeIn(ctx, x.pack(group, first, second), store.TakeIn{Sure: true}, nil); err != nil {
		t.Fatal(err)
	}
	if err := office.LeaveOut(ctx, li.Seat().ID, "丢失"); err != nil {
		t.Fatal(err)
	}
	answered(t, group, "XR-1-02", "组的结论")
	sent := work(t, group, office)
	c, err := office.Examine(ctx, sent.Paths, nil)
	if err != nil || c.Late != 2 || c.Records == 0 {
		t.Fatalf("late %d of %d, %v", c.Late, c.Records, err)
	}
	storetest.Pass(t, group, office)
	sent = work(t, office, group)
	if c, err = group.Examine(ctx, sent.Paths, nil); err != nil || c.Void != 2 {
		t.Fatalf("void %d, %v", c.Void, err)
	}
	storetest.Pass(t, office, group)
	if n := recordsOf(t, group, x.seat.ID); n != -1 {
		t.Errorf("%d records of the seat count", n)
	}
	// It does not come back, neither by the same records nor by further ones.
	third := x.write(app.VerbSignIn, journal.Change{Change: app.Remember(x.seat, map[string]string{"n": "3"})})
	for _, w := range []*store.Workspace{group, office} {
		if _, err := w.TakeIn(ctx, x.pack(w, first, second, third), store.TakeIn{Sure: true}, nil); app.CodeOf(err) != "exchange.sender" {
			t.Errorf("again: %v", err)
		}
	}
	answered(t, group, "XR-1-03", "组的又一结论")
	if c, err = office.Examine(ctx, work(t, group, office).Paths, nil); err != nil || c.Late != 0 {
		t.Errorf("late %d, %v", c.Late, err)
	}
	storetest.Pass(t, group, office)
	sound(t, office)
	sound(t, group)
}

func TestARecordThatCallsASeatSomethingElseIsRefused(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, group := l[0], l[1]
	seat := group.Seat()
	x := newScribe(t, office.ID(), 9, office.Seat().Person, office.Seat().Box)
	lie := putSeat(seat.ID, "person", office.Seat().Person)
	lie.Noun = app.KindPerson
	if _, err := office.TakeIn(ctx, x.pack(office, x.enrols(office.Seat().ID), x.write(app.VerbSavePerson, lie)), store.TakeIn{Sure: true}, nil); app.CodeOf(err) != "exchange.enrol" {
		t.Errorf("the person of a seat under the name of a person: %v", err)
	}
}

func TestANounThatWasCalledSomethingElseIsTheSameOnEveryLaptop(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	former := l[2].Seat()
	x := newScribe(t, l[0].ID(), 9, former.Person, former.Box)
	first := x.enrols(former.ID)
	unit := app.Unit{ID: app.DeriveID(app.KindUnit, "", "某单位"), Name: "某单位"}
	mk, err := app.Create(unit)
	if err != nil {
		t.Fatal(err)
	}
	person := mk
	person.Noun = app.KindPerson
	made := x.write(app.VerbSaveUnit, journal.Change{Change: mk})
	called := x.write(app.VerbSavePerson, journal.Change{Change: person})
	for i, w := range l[:2] {
		parts := [][]journal.Record{{first, made}, {called}}
		if i == 1 {
			parts = [][]journal.Record{{first}, {made, called}}
		}
		for _, records := range parts {
			if _, err := w.TakeIn(ctx, x.pack(w, records...), store.TakeIn{Sure: true}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if u, err := app.Get[app.Unit](ctx, w, unit.ID); err != nil || u.Name != unit.Name {
			t.Errorf("laptop %d: %+v %v", i, u, err)
		}
		people, err := app.List[app.Person](ctx, w, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			if p.ID == unit.ID {
				t.Errorf("laptop %d: the unit is a person", i)
			}
		}
		sound(t, w)
	}
}
