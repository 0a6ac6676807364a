package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"path/filepath"
	"slices"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

// good ends the test at an error.
func good(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// freely gives laptops at which everybody may do everything.
func freely(t testing.TB, n int) []*store.Workspace {
	t.Helper()
	ctx := context.Background()
	l := storetest.Laptops(t, n, roundDay)
	office := l[0]
	all := app.NewSet(append(office.Me().Roles.Sorted(), string(app.RoleGroupLeader))...)
	for _, w := range l {
		p, err := app.Get[app.Person](ctx, office, w.Me().ID)
		good(t, err)
		p.Roles = all
		good(t, office.Desk().SavePerson(ctx, p))
	}
	groups, err := app.List[app.Group](ctx, office, "")
	good(t, err)
	for _, g := range groups {
		good(t, app.Amend(ctx, office.Desk(), app.VerbSaveGroup, g.ID, func(g *app.Group) error {
			g.Members = app.NewSet(append(g.Members.Sorted(), string(office.Me().ID))...)
			return nil
		}))
	}
	for _, w := range l[1:] {
		storetest.Pass(t, office, w)
	}
	return l
}

// ledger keeps a material of this name in the first case.
func ledger(t testing.TB, w *store.Workspace, id app.ID, name string) {
	t.Helper()
	m := app.Material{ID: id, Case: someCase(t, w).ID, Name: name, Kind: app.Ledger}
	if old, err := app.Get[app.Material](context.Background(), w, id); err == nil {
		m = old
		m.Name = name
		good(t, app.Amend(context.Background(), w.Desk(), app.VerbSaveMaterial, id, func(m *app.Material) error { m.Name = name; return nil }))
		return
	}
	good(t, app.Keep(context.Background(), w.Desk(), app.VerbSaveMaterial, m))
}

// nameOf gives the name of a material, "" when it is not there.
func nameOf(t testing.TB, w *store.Workspace, id app.ID) string {
	t.Helper()
	m, err := app.Get[app.Material](context.Background(), w, id)
	if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
		t.Fatal(err)
	}
	return m.Name
}

func TestAnImportOnWhichASeatRestsIsNotTakenBack(t *testing.T) {
	ctx := context.Background()
	l := freely(t, 2)
	office, a := l[0], l[1]
	li := app.Person{ID: app.DeriveID("test", "", "li"), Name: "李某", Roles: app.NewSet(string(app.RoleInspector)), Strands: storetest.AllStrands()}
	good(t, app.Keep(ctx, a.Desk(), app.VerbSavePerson, li))
	done := storetest.Pass(t, a, office)
	if _, err := office.PlanTakeBack(ctx, done.N); err != nil {
		t.Fatalf("before the seat: %v", err)
	}
	request, err := store.Ask(ctx, filepath.Join(t.TempDir(), "li.lianshen"), store.AskOptions{Person: li.Name, Laptop: "笔记本", Phrase: storetest.Phrase, Cost: storetest.Options(store.Options{}).Cost})
	good(t, err)
	_, err = office.Admit(ctx, request, li, nil, nil, nil)
	good(t, err)
	if _, err := office.PlanTakeBack(ctx, done.N); app.CodeOf(err) != "import.seat" {
		t.Errorf("the plan: %v", err)
	}
	if err := office.TakeBack(ctx, done.N, "试"); app.CodeOf(err) != "import.seat" {
		t.Errorf("the taking back: %v", err)
	}
	verified(t, office)
}

func TestALaterPackageBringsBackOnlyWhatIsWanted(t *testing.T) {
	ctx := context.Background()
	l := freely(t, 2)
	office, a := l[0], l[1]
	id, other, mine := app.DeriveID("test", "", "m"), app.DeriveID("test", "", "other"), app.DeriveID("test", "", "mine")
	ledger(t, a, id, "一")
	first := storetest.Pass(t, a, office)
	good(t, office.TakeBack(ctx, first.N, "试"))
	storetest.Pass(t, office, a) // tells that it is lacking
	ledger(t, a, id, "二")        // rests on it
	ledger(t, a, other, "无关")
	sent := work(t, a, office)
	coming, err := office.Examine(ctx, sent.Paths, nil)
	good(t, err)
	if !slices.Equal(coming.Again, []int64{first.N}) || len(coming.Returns) != 0 || coming.Known {
		t.Errorf("the preview: again %v, returns %v, known %v", coming.Again, coming.Returns, coming.Known)
	}
	for _, c := range coming.Cases {
		if c.New+c.Changed > 1 || c.Removed > 0 {
			t.Errorf("the preview counts what has no effect: %+v", c)
		}
	}
	second, err := office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil)
	good(t, err)
	verified(t, office)
	if nameOf(t, office, id) != "" || nameOf(t, office, other) != "无关" {
		t.Errorf("without being wanted: %q, %q", nameOf(t, office, id), nameOf(t, office, other))
	}
	if all, err := office.Imports(ctx); err != nil || all[len(all)-1].N != first.N || all[len(all)-1].Back.IsZero() {
		t.Errorf("the first import: %+v, %v", all, err)
	}
	good(t, office.Rebuild(ctx, nil))
	verified(t, office)
	// A file that only has what is parked is not known: it can be wanted.
	storetest.Pass(t, office, a)
	sent = work(t, a, office)
	if coming, err = office.Examine(ctx, sent.Paths, nil); err != nil || coming.Known || len(coming.Again) == 0 {
		t.Errorf("what is parked comes again: %+v, %v", coming, err)
	}
	_, err = office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil)
	good(t, err)
	if nameOf(t, office, id) != "" {
		t.Error("it came back without being wanted")
	}
	ledger(t, office, mine, "自己的")
	_, err = office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true, Again: true}, nil)
	good(t, err)
	verified(t, office)
	if nameOf(t, office, id) != "二" || nameOf(t, office, mine) != "自己的" {
		t.Errorf("wanted: %q, %q", nameOf(t, office, id), nameOf(t, office, mine))
	}
	if second.N == 0 {
		t.Error("the second package was no import")
	}
}

// TestASeatThatRestsOnWhatIsParkedIsNotTakenIn: a seat cannot be enrolled by a record that has no effect.
func TestASeatThatRestsOnWhatIsParkedIsNotTakenIn(t *testing.T) {
	ctx := context.Background()
	l := freely(t, 2)
	office, a := l[0], l[1]
	li := app.Person{ID: app.DeriveID("test", "", "li"), Name: "李某", Roles: app.NewSet(string(app.RoleInspector)), Strands: storetest.AllStrands()}
	good(t, app.Keep(ctx, office.Desk(), app.VerbSavePerson, li))
	done := storetest.Pass(t, office, a)
	good(t, a.TakeBack(ctx, done.N, "试"))
	storetest.Pass(t, a, office)
	request, err := store.Ask(ctx, filepath.Join(t.TempDir(), "li.lianshen"), store.AskOptions{Person: li.Name, Laptop: "笔记本", Phrase: storetest.Phrase, Cost: storetest.Options(store.Options{}).Cost})
	good(t, err)
	_, err = office.Admit(ctx, request, li, nil, nil, nil)
	good(t, err)
	sent := work(t, office, a)
	_, err = a.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil)
	if app.CodeOf(err) != "exchange.takenback" {
		t.Errorf("the seat: %v", err)
	}
	_, err = a.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true, Again: true}, nil)
	good(t, err)
	verified(t, a)
}

func TestWhatIsParkedDependsOnWhatIsBackAlone(t *testing.T) {
	ctx := context.Background()
	l := freely(t, 3)
	office, a, b := l[0], l[1], l[2]
	id := app.DeriveID("test", "", "both")
	ledger(t, a, id, "甲")
	ledger(t, b, id, "乙")
	one, two := storetest.Pass(t, a, office), storetest.Pass(t, b, office)
	good(t, office.TakeBack(ctx, two.N, "试"))
	ledger(t, office, id, "办公室")
	good(t, office.TakeBack(ctx, one.N, "试"))
	if got := nameOf(t, office, id); got != "" {
		t.Errorf("without either: %q", got)
	}
	verified(t, office)
	good(t, office.TakeAgain(ctx, one.N))
	if got := nameOf(t, office, id); got != "办公室" {
		t.Errorf("with the first again: %q", got)
	}
	verified(t, office)
	good(t, office.TakeAgain(ctx, two.N))
	verified(t, office)
}

func TestWhatComesAgainAndSpeaksOfSomethingRemovedIsTold(t *testing.T) {
	ctx := context.Background()
	l := freely(t, 2)
	office, a := l[0], l[1]
	id := app.DeriveID("test", "", "g")
	ledger(t, office, id, "底稿")
	storetest.Pass(t, office, a)
	c := someCase(t, a)
	good(t, app.Keep(ctx, a.Desk(), app.VerbAddEvidence, app.Evidence{ID: app.DeriveID("test", "", "e"), Case: c.ID, Number: 77, Title: "附于" + string(id), Kind: "document", Method: app.MethodDocuments}))
	done := storetest.Pass(t, a, office)
	good(t, office.TakeBack(ctx, done.N, "试"))
	m, err := app.Get[app.Material](ctx, office, id)
	good(t, err)
	good(t, office.Desk().Door.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: app.VerbDropMaterial, Changes: []app.Change{app.Remove(m)}}, nil
	}))
	before, err := office.CountClashes(ctx)
	good(t, err)
	good(t, office.TakeAgain(ctx, done.N))
	open, err := office.Clashes(ctx, "")
	good(t, err)
	if !slices.ContainsFunc(open, func(x store.Clash) bool { return x.Entity == id && len(x.Rests) == 1 }) || len(open) != before+1 {
		t.Errorf("%d clashes before, then %+v", before, open)
	}
	verified(t, office)
}

func TestAPackageOnSomethingTakenBackNamesTheImport(t *testing.T) {
	ctx := context.Background()
	l := freely(t, 3)
	office, a, b := l[0], l[1], l[2]
	id := app.DeriveID("test", "", "m")
	ledger(t, a, id, "一")
	done := storetest.Pass(t, a, office)
	ledger(t, office, id, "二") // rests on it
	storetest.Pass(t, office, b)
	ledger(t, b, id, "三")
	storetest.Pass(t, b, office) // is in effect and rests on it
	for _, w := range []*store.Workspace{a, b} {
		storetest.Pass(t, office, w)
		receipt := storetest.Write(t, office, store.Outgoing{Kind: exchange.ReceiptOnly, To: to(w)})
		_, err := w.TakeIn(ctx, receipt.Paths, store.TakeIn{}, nil)
		good(t, err)
	}
	good(t, office.TakeBack(ctx, done.N, "试"))
	for _, w := range []*store.Workspace{a, b} {
		answered(t, w, "XR-1-01", "又")
		_, err := office.TakeIn(ctx, work(t, w, office).Paths, store.TakeIn{}, nil)
		var e *app.Error
		if app.CodeOf(err) != "exchange.takenback" || !errors.As(err, &e) || fmt.Sprint(e.Args["number"]) != fmt.Sprint(done.N) {
			t.Errorf("of %s: %v", w.Me().Name, err)
		}
	}
}

// TestImportsGoAndComeInAnyOrder has two laptops write on the same and on their own, the office take it in, work on it, and
// take imports back and in again at random. After every step everything proves; the same imports back leave the same in
// effect; and when all are back in effect, the state is that of a laptop that never took anything back.
func TestImportsGoAndComeInAnyOrder(t *testing.T) {
	ctx := context.Background()
	for seed := range int64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			l := freely(t, 4)
			office, others, steady := l[0], l[1:3], l[3]
			id := func() app.ID { return app.DeriveID("test", "", fmt.Sprint(r.Intn(5))) }
			texts := 0
			write := func(w *store.Workspace) {
				texts++
				switch m := id(); {
				case r.Intn(5) == 0:
					answered(t, w, "XR-1-01", fmt.Sprint("记", texts))
				case r.Intn(4) == 0 && nameOf(t, w, m) != "":
					ledger(t, w, m, "见"+string(id())+fmt.Sprint(texts))
				default:
					ledger(t, w, m, fmt.Sprint("册", texts))
				}
			}
			var imports []int64
			back := map[int64]bool{}
			seen := map[string]string{} // by which are back; since the office wrote last
			for step := range 40 {
				switch k := r.Intn(8); {
				case k < 2:
					w := others[r.Intn(2)]
					write(w)
					if r.Intn(3) > 0 {
						write(w)
					}
					sent, err := w.WritePackage(ctx, store.Outgoing{Kind: exchange.WorkPack, To: to(office), Full: true}, store.WriteTo{Dir: t.TempDir()}, nil)
					good(t, err)
					how := store.TakeIn{Sure: true, Again: r.Intn(4) == 0}
					done, err := office.TakeIn(ctx, sent.Paths, how, nil)
					good(t, err)
					if how.Again {
						all, err := office.Imports(ctx)
						good(t, err)
						for _, x := range all {
							back[x.N] = !x.Back.IsZero()
						}
						maps.DeleteFunc(back, func(_ int64, is bool) bool { return !is })
					}
					if done.N != 0 {
						imports = append(imports, done.N)
					}
					clear(seen)
				case k == 2:
					write(office)
					clear(seen)
				case k == 3 && r.Intn(3) == 0:
					storetest.Pass(t, office, others[r.Intn(2)])
				case len(imports) > 0:
					n := imports[r.Intn(len(imports))]
					if back[n] {
						good(t, office.TakeAgain(ctx, n))
						delete(back, n)
					} else {
						good(t, office.TakeBack(ctx, n, "试"))
						back[n] = true
					}
				}
				verified(t, office)
				key, state := fmt.Sprint(slices.Sorted(maps.Keys(back))), stateOf(t, office)
				if was, known := seen[key]; known && was != state {
					t.Fatalf("step %d: with %s back there was another state before:\n%s", step, key, differing(was, state))
				}
				seen[key] = state
			}
			for n := range back {
				good(t, office.TakeAgain(ctx, n))
			}
			verified(t, office)
			state := stateOf(t, office)
			good(t, office.Rebuild(ctx, nil))
			if stateOf(t, office) != state {
				t.Error("computed anew it is another state")
			}
			sent := storetest.Write(t, office, store.Outgoing{Kind: exchange.WorkPack, To: to(steady), Full: true})
			_, err := steady.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil)
			good(t, err)
			verified(t, steady)
			if got := stateOf(t, steady); got != state {
				t.Errorf("who never took anything back has another state:\n%s", differing(got, state))
			}
		})
	}
}

// TestAFileThatStillLiesInAFolderBringsNothingBack: only somebody who takes that very file wants it.
func TestAFileThatStillLiesInAFolderBringsNothingBack(t *testing.T) {
	ctx := context.Background()
	l := freely(t, 2)
	office, a := l[0], l[1]
	dir, id := t.TempDir(), app.DeriveID("test", "", "m")
	ledger(t, a, id, "一")
	sent, err := a.WritePackage(ctx, store.Outgoing{Kind: exchange.WorkPack, To: to(office)}, store.WriteTo{Dir: dir}, nil)
	good(t, err)
	done, err := office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil)
	good(t, err)
	good(t, office.TakeBack(ctx, done.N, "试"))
	all, err := office.TakeFromFolder(ctx, dir, nil, nil)
	good(t, err)
	if nameOf(t, office, id) != "" || len(all) != 1 || !all[0].Left || !slices.Equal(all[0].Coming.Returns, []int64{done.N}) {
		t.Errorf("from the folder: %q, %+v", nameOf(t, office, id), all)
	}
	_, err = office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil)
	good(t, err)
	if nameOf(t, office, id) != "一" {
		t.Error("the very file brought nothing back")
	}
	verified(t, office)
}
