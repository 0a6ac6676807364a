package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/journal"
	"lianshen/store/storetest"
)

// noteOf gives what stands in the answer to an item of a case.
func noteOf(t testing.TB, w *store.Workspace, cas app.ID, item string) string {
	t.Helper()
	a, err := app.Get[app.Answer](context.Background(), w, app.AnswerID(cas, item))
	if app.CodeOf(err) == app.ErrNotFound.Code {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return a.Note
}

// TestOrderAndRepetitionDoNoHarm: the same package twice, two in the wrong order, one after it was taken back.
func TestOrderAndRepetitionDoNoHarm(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	cas := someCase(t, office).ID
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	answered(t, a, "XR-1-01", "第一包")
	first := work(t, a, office)
	done, err := office.TakeIn(ctx, first.Paths, store.TakeIn{}, nil)
	must(err)
	state, tip := stateOf(t, office), func() int64 { _, seq, _ := office.Tip(); return seq }
	before := tip()
	again, err := office.TakeIn(ctx, first.Paths, store.TakeIn{}, nil)
	if err != nil || again.N != 0 || tip() != before || stateOf(t, office) != state {
		t.Errorf("the same package again: %+v, %v", again, err)
	}

	// What was taken back comes again with its package, or with a later one that rests on it, or not at all.
	receipt := storetest.Write(t, office, store.Outgoing{Kind: exchange.ReceiptOnly, To: to(a)})
	_, err = a.TakeIn(ctx, receipt.Paths, store.TakeIn{}, nil)
	must(err)
	must(office.TakeBack(ctx, done.N, "试"))
	if got := noteOf(t, office, cas, "XR-1-01"); got == "第一包" {
		t.Error("what was taken back is still shown")
	}
	answered(t, a, "XR-1-01", "第二包")
	second := work(t, a, office) // it begins after the first, which the office said it has
	if _, err := office.TakeIn(ctx, second.Paths, store.TakeIn{}, nil); app.CodeOf(err) != "exchange.takenback" {
		t.Errorf("a package that rests on one taken back: %v", err)
	}
	_, err = office.TakeIn(ctx, first.Paths, store.TakeIn{}, nil)
	must(err)
	if stateOf(t, office) != state {
		t.Error("taking in again after taking back does not give the same state")
	}
	_, err = office.TakeIn(ctx, second.Paths, store.TakeIn{}, nil)
	must(err)
	if got := noteOf(t, office, cas, "XR-1-01"); got != "第二包" {
		t.Errorf("then the second: %q", got)
	}
	verified(t, office)
	if n, err := office.CountClashes(ctx); err != nil || n != 0 {
		t.Errorf("%d clashes, %v", n, err)
	}
}

// TestTakingBackKeepsWhatDoesNotRestOnIt: own work on what an import brought goes along with it, other work stays, and all
// comes back.
func TestTakingBackKeepsWhatDoesNotRestOnIt(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	a, b := l[1], l[2]
	c := someCase(t, a)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	material := app.Material{ID: app.DeriveID("test", c.ID, "material"), Case: c.ID, Name: "对方的台账", Kind: app.Ledger}
	must(app.Keep(ctx, a.Desk(), app.VerbSaveMaterial, material))
	must(app.Amend(ctx, a.Desk(), app.VerbSaveAnnounce, c.ID, func(c *app.Case) error { c.Announce.Objects = "对方写的"; return nil }))
	done := storetest.Pass(t, a, b)
	must(app.Amend(ctx, b.Desk(), app.VerbSaveMaterial, material.ID, func(m *app.Material) error { m.Copies = 3; return nil })) // rests on it
	own := app.Material{ID: app.DeriveID("test", c.ID, "own"), Case: c.ID, Name: "自己的", Kind: app.Ledger}
	must(app.Keep(ctx, b.Desk(), app.VerbSaveMaterial, own)) // does not
	answered(t, b, "XR-1-01", "自己写的")                        // does not
	whole := stateOf(t, b)
	plan, err := b.PlanTakeBack(ctx, done.N)
	must(err)
	if plan.Goes == 0 || len(plan.Rests) != 1 || plan.Rests[0].Verb != app.VerbSaveMaterial || plan.Stays != 2 {
		t.Errorf("the plan: %d go, %d rest, %d stay", plan.Goes, len(plan.Rests), plan.Stays)
	}
	must(b.TakeBack(ctx, done.N, "试"))
	if _, err := app.Get[app.Material](ctx, b, material.ID); app.CodeOf(err) != app.ErrNotFound.Code {
		t.Errorf("what was taken back: %v", err)
	}
	if _, err := app.Get[app.Material](ctx, b, own.ID); err != nil || noteOf(t, b, someCase(t, b).ID, "XR-1-01") != "自己写的" {
		t.Errorf("what does not rest on it: %v", err)
	}
	if now, err := app.Get[app.Case](ctx, b, c.ID); err != nil || now.Announce.Objects != c.Announce.Objects {
		t.Errorf("what it had changed: %q, %v", now.Announce.Objects, err)
	}
	verified(t, b)
	must(b.TakeAgain(ctx, done.N))
	verified(t, b)
	if stateOf(t, b) != whole {
		t.Error("taking in again does not give the same state")
	}
}

// TestScopesWidenAndNarrow: a seat that is sent one case has holes, which are filled when it is sent all; what it has it
// keeps when it is sent less.
func TestScopesWidenAndNarrow(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	list, err := app.List[app.Case](ctx, office, "")
	if err != nil || len(list) < 2 {
		t.Fatal(err)
	}
	in, beside := list[0], list[1]
	scope := func(cases ...string) {
		t.Helper()
		if err := office.Desk().ScopeSeat(ctx, a.Seat().ID, nil, app.NewSet(cases...), nil); err != nil {
			t.Fatal(err)
		}
	}
	names := func(c app.Case, name string) {
		t.Helper()
		if err := app.Amend(ctx, office.Desk(), app.VerbSaveAnnounce, c.ID, func(c *app.Case) error { c.Announce.Objects = name; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	shows := func(c app.Case, want string) {
		t.Helper()
		got, err := app.Get[app.Case](ctx, a, c.ID)
		if err != nil || got.Announce.Objects != want {
			t.Errorf("%s shows %q, want %q, %v", c.Number, got.Announce.Objects, want, err)
		}
		verified(t, a)
	}
	scope(string(in.ID))
	for n := range 3 { // in turn, so that every other record is a hole
		names(in, fmt.Sprint("圈内", n))
		names(beside, fmt.Sprint("圈外", n))
	}
	storetest.Pass(t, office, a)
	shows(in, "圈内2")
	shows(beside, beside.Announce.Objects)
	storetest.Pass(t, a, office)
	scope()
	names(in, "圈内3")
	storetest.Pass(t, office, a)
	shows(in, "圈内3")
	shows(beside, "圈外2")
	storetest.Pass(t, a, office)
	scope(string(in.ID))
	names(beside, "圈外3")
	names(in, "圈内4")
	storetest.Pass(t, office, a)
	shows(in, "圈内4")
	shows(beside, "圈外2")
	if n, err := a.CountClashes(ctx); err != nil || n != 0 {
		t.Errorf("%d clashes, %v", n, err)
	}
	storetest.Pass(t, a, office)
	scope()
	storetest.Pass(t, office, a)
	shows(beside, "圈外3")
	if stateOf(t, a) != stateOf(t, office) {
		t.Errorf("they differ:\n%s", differing(stateOf(t, a), stateOf(t, office)))
	}
}

// TestWhatANewerProgramWroteIsPassedOnByteForByte: fields, kinds of change and kinds of noun that this program does not
// know.
func TestWhatANewerProgramWroteIsPassedOnByteForByte(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	c := someCase(t, office)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	signer, err := journal.SignerOf(bytes.Repeat([]byte{7}, 32))
	must(err)
	box, err := age.GenerateX25519Identity()
	must(err)
	seat, err := office.Admit(ctx, exchange.Request{Format: 1, Person: "新程序", Laptop: "新", Seat: signer.ID, Sign: signer.Public(), Box: box.Recipient().String(), Made: roundDay.UnixMilli()},
		app.Person{Name: "新程序", Roles: app.NewSet(string(app.RoleGroupLeader))}, nil, nil, nil)
	must(err)
	gadget := app.DeriveID("test", c.ID, "gadget")
	head := func(seq int) string {
		return fmt.Sprintf(`{"v":1,"seat":%q,"seq":%d,"time":%d,"who":"新程序","colour":{"deep":["绿",1.0]},"verb":"gadget.turn","case":%q,`, signer.ID, seq, int64(roundDay.UnixMilli())<<16+int64(seq), c.ID)
	}
	bodies := []string{
		head(1) + fmt.Sprintf(`"changes":[{"e":%q,"n":"gadget","k":"new","v":{"id":%q,"case":%q,"turns":3},"w":"?"}]}`, gadget, gadget, c.ID),
		head(2) + fmt.Sprintf(`"changes":[{"e":%q,"n":"gadget","k":"turn","f":"turns","v":{"by":2},"p":["%s:1:0"]}, {"e":%q,"n":"case","k":"swap","f":"number","v":[1]}]}`, gadget, signer.ID, c.ID),
		head(3) + fmt.Sprintf(`"changes":[{"e":%q,"n":"gadget","k":"put","f":"turns","v":4,"p":["%s:1:0"]}]}`, gadget, signer.ID),
	}
	records, paths := byHand(t, office, signer, seat, bodies)
	_, err = office.TakeIn(ctx, paths, store.TakeIn{}, nil)
	must(err)
	verified(t, office)
	must(office.Rebuild(ctx, nil))
	verified(t, office)
	storetest.Pass(t, office, a)
	verified(t, a)
	if n, err := a.CountClashes(ctx); err != nil || n != 0 {
		t.Errorf("%d clashes, %v", n, err)
	}

	// Back to the newer program, from the third laptop.
	storetest.Pass(t, a, office)
	sent := storetest.Write(t, a, store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{seat.ID}, Full: true})
	pk, err := exchange.Open(ctx, sent.Paths, []age.Identity{box}, "")
	must(err)
	found := 0
	must(pk.Records(ctx, func(r journal.Record) error {
		if r.Seat != signer.ID {
			return nil
		}
		want := records[r.Seq-1]
		if !bytes.Equal(r.Body, want.Body) || !bytes.Equal(r.Sig, want.Sig) || r.Hash != want.Hash {
			t.Errorf("record %d came back as\n%s\nwritten\n%s", r.Seq, r.Body, want.Body)
		}
		found++
		return nil
	}))
	if found != len(records) {
		t.Errorf("%d of %d records came back", found, len(records))
	}
	events, err := a.History(ctx, gadget, "")
	must(err)
	var seen []string
	for _, e := range events {
		seen = append(seen, string(e.Change)+string(e.After))
	}
	if told := strings.Join(seen, " "); !strings.Contains(told, "put4") || !json.Valid(events[0].After) {
		t.Errorf("the history of a noun of an unknown kind: %s", told)
	}
}

// TestWhoIsLeftOutCountsUpToThereEverywhere: what a seat wrote before it was left out counts on every laptop, also where it
// arrives afterwards; what it wrote later counts nowhere, also where it had arrived before and somebody had built on it.
func TestWhoIsLeftOutCountsUpToThereEverywhere(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 4, roundDay)
	office, gone, met, late := l[0], l[1], l[2], l[3]
	cas := someCase(t, office).ID
	answered(t, gone, "XR-1-01", "停用之前")
	storetest.Pass(t, gone, office)
	answered(t, gone, "XR-1-02", "停用之后")
	storetest.Pass(t, gone, met)
	answered(t, met, "XR-1-02", "接着写")
	before := work(t, gone, late) // arrives after the seat is left out
	if err := office.LeaveOut(ctx, gone.Seat().ID, "调离"); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, office, met)
	storetest.Pass(t, office, late)
	if _, err := late.TakeIn(ctx, before.Paths, store.TakeIn{Sure: true}, nil); app.CodeOf(err) != "exchange.sender.out" {
		t.Errorf("a package of who is left out: %v", err)
	}
	for range 2 {
		for _, from := range []*store.Workspace{office, met, late} {
			for _, to := range []*store.Workspace{office, met, late} {
				if from != to {
					storetest.Pass(t, from, to)
				}
			}
		}
	}
	for _, w := range []*store.Workspace{office, met, late} {
		verified(t, w)
		if noteOf(t, w, cas, "XR-1-01") != "停用之前" || noteOf(t, w, cas, "XR-1-02") == "停用之后" {
			t.Errorf("%s shows %q and %q", w.Me().Name, noteOf(t, w, cas, "XR-1-01"), noteOf(t, w, cas, "XR-1-02"))
		}
		if stateOf(t, w) != stateOf(t, office) {
			t.Errorf("%s differs:\n%s", w.Me().Name, differing(stateOf(t, w), stateOf(t, office)))
		}
		if err := w.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		verified(t, w)
	}
}

// byHand writes a package for the office with records of a seat as another program writes them.
func byHand(t *testing.T, office *store.Workspace, signer journal.Signer, seat app.Seat, bodies []string) ([]journal.Record, []string) {
	t.Helper()
	var records []journal.Record
	prev := journal.Genesis(office.ID(), signer.Public())
	for i, body := range bodies {
		r := journal.Record{Seat: signer.ID, Seq: int64(i + 1), Prev: prev, Hash: journal.Sum(prev, []byte(body)), Body: []byte(body)}
		r.Sig, prev = signer.Sign(r.Hash[:]), r.Hash
		records = append(records, r)
	}
	n := len(records)
	m := exchange.Manifest{Kind: exchange.WorkPack, ID: app.DeriveID("test", "", "package"), Number: 1, Made: roundDay.UnixMilli(), Workspace: office.ID(),
		From: exchange.Sender{Seat: signer.ID, Key: signer.Public(), Box: seat.Box, Person: "新程序"}, To: []string{office.Seat().Key}, Since: exchange.Vector{},
		Has: exchange.Vector{signer.ID: {Top: int64(n), Hash: prev.String()}}, Records: n}
	d := exchange.Draft{Manifest: m, Sign: signer.Sign, Recipients: []string{office.Seat().Box}}
	d.Log = func(yield func(journal.Record) error) error {
		for _, r := range records {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
	written, err := exchange.Write(context.Background(), t.TempDir(), "新.lspack", d, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return records, written.Paths
}

// TestANounStaysWhatItIs: a record that calls a case a unit, or puts what no case can have, leaves the projections as they
// follow from the log.
func TestANounStaysWhatItIs(t *testing.T) {
	ctx := context.Background()
	office := storetest.Laptops(t, 1, roundDay)[0]
	c := someCase(t, office)
	signer, err := journal.SignerOf(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	box, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	seat, err := office.Admit(ctx, exchange.Request{Format: 1, Person: "某人", Laptop: "某", Seat: signer.ID, Sign: signer.Public(), Box: box.Recipient().String(), Made: roundDay.UnixMilli()},
		app.Person{Name: "某人", Roles: app.NewSet(string(app.RoleGroupLeader))}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var bodies []string
	for i, change := range []string{
		fmt.Sprintf(`{"e":%q,"n":"unit","k":"put","f":"name","v":"甲"}`, c.ID),
		fmt.Sprintf(`{"e":%q,"n":"answer","k":"put","f":"amount","v":"乙"}`, c.Unit),
	} {
		bodies = append(bodies, fmt.Sprintf(`{"v":1,"seat":%q,"seq":%d,"time":%d,"who":"某人","verb":"case.save","changes":[%s]}`, signer.ID, i+1, roundDay.UnixMilli()<<16+int64(i), change))
	}
	_, paths := byHand(t, office, signer, seat, bodies)
	if _, err := office.TakeIn(ctx, paths, store.TakeIn{Sure: true}, nil); err != nil {
		t.Fatal(err)
	}
	verified(t, office)
	if got, err := app.Get[app.Case](ctx, office, c.ID); err != nil || got.Number != c.Number {
		t.Errorf("the case: %+v, %v", got, err)
	}
}
