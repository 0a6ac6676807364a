package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
)

// evidences attaches these texts at a workspace, as an evidence each of its first case.
func evidences(t testing.TB, w *Workspace, first int, texts ...string) (hashes []string) {
	t.Helper()
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		e := app.Evidence{ID: newID(), Case: c.ID, Number: first + i}
		if e.FileHash, e.FileSize, err = w.Attach(ctx, strings.NewReader(text), "台账.pdf"); err != nil {
			t.Fatal(err)
		}
		if err := keepAny(w.Desk(), app.VerbAddEvidence, e); err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, e.FileHash)
	}
	return hashes
}

func packFor(t testing.TB, from, to *Workspace) Sent {
	t.Helper()
	sent, err := from.WritePackage(ctx, Outgoing{Kind: exchange.WorkPack, To: []app.ID{to.Seat().ID}}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

// TestAStoppedImportLeavesWhatWasAttachedMeanwhile has the person attach the very files that a package brings, just before
// its import is stopped.
func TestAStoppedImportLeavesWhatWasAttachedMeanwhile(t *testing.T) {
	office, _, group := exchanged(t)
	texts := []string{strings.Repeat("甲", 300_000), strings.Repeat("乙", 300_000), strings.Repeat("丙", 300_000)}
	evidences(t, group, 60, texts...)
	sent := packFor(t, group, office)
	short, stop := context.WithCancel(ctx)
	defer stop()
	var mine []string
	_, err := office.TakeIn(short, sent.Paths, TakeIn{}, func(done, total int64) {
		if done == total && mine == nil {
			mine = evidences(t, office, 80, texts...)
			stop()
		}
	})
	if err == nil || mine == nil {
		t.Fatal("it was not stopped")
	}
	for _, hash := range mine {
		if state := office.AttachmentState(hash); state != AttachmentPresent {
			t.Errorf("an attached file is %s", state)
		}
	}
	if left, err := filepath.Glob(filepath.Join(attachmentsPath(office.dir), incoming)); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
	if _, err := office.TakeIn(ctx, sent.Paths, TakeIn{}, nil); err != nil {
		t.Fatal(err)
	}
	if report, err := office.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v %v", report.Troubles, err)
	}
}

// TestOnePackageIsTakenInAtATime takes the same package in twice at once: it comes once.
func TestOnePackageIsTakenInAtATime(t *testing.T) {
	office, _, group := exchanged(t)
	evidences(t, group, 60, strings.Repeat("甲", 300_000))
	sent := packFor(t, group, office)
	var work sync.WaitGroup
	var done [4]Import
	var errs [4]error
	for i := range done {
		work.Go(func() { done[i], errs[i] = office.TakeIn(ctx, sent.Paths, TakeIn{}, nil) })
	}
	work.Wait()
	n := 0
	for i := range done {
		if errs[i] != nil {
			t.Error(errs[i])
		}
		if done[i].N != 0 {
			n++
		}
	}
	if all, err := office.Imports(ctx); err != nil || n != 1 || len(all) != 1 {
		t.Errorf("%d of 4 took it in, %d imports, %v", n, len(all), err)
	}
}

// waited gives the files that a workspace waits for.
func waited(t testing.TB, w *Workspace) (out []string) {
	t.Helper()
	err := w.borrow(ctx, func(s *session) (err error) {
		out, err = awaitedNow(ctx, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestNobodyWaitsForWhatIsHere has awaited files come by hand, and be there when a package comes.
func TestNobodyWaitsForWhatIsHere(t *testing.T) {
	office, _, group := exchanged(t)
	texts := []string{"甲的台账", "乙的台账"}
	hashes := evidences(t, group, 60, texts...)
	for _, hash := range hashes {
		if err := os.Rename(group.attachmentPath(hash), group.attachmentPath(hash)+"x"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := office.TakeIn(ctx, packFor(t, group, office).Paths, TakeIn{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := waited(t, office); len(got) != 2 {
		t.Fatalf("%d files are awaited, want 2", len(got))
	}
	if _, _, err := office.Attach(ctx, strings.NewReader(texts[0]), "台账.pdf"); err != nil {
		t.Fatal(err)
	}
	if got := waited(t, office); len(got) != 1 || got[0] != hashes[1] {
		t.Errorf("after the file came by hand %d are awaited", len(got))
	}
	// The other one lies there, as after a crash before its record was kept.
	if _, _, err := keepBlob(ctx, office.disk, office.key, office.dir, strings.NewReader(texts[1])); err != nil {
		t.Fatal(err)
	}
	evidences(t, group, 70, "丙的台账")
	if _, err := office.TakeIn(ctx, packFor(t, group, office).Paths, TakeIn{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := waited(t, office); len(got) != 0 {
		t.Errorf("%d are awaited still", len(got))
	}
}

// TestOneBadFileDoesNotKeepTheOthersFromGoing damages attached files, and has a noun lie about the size of another.
func TestOneBadFileDoesNotKeepTheOthersFromGoing(t *testing.T) {
	office, _, group := exchanged(t)
	hashes := evidences(t, group, 60, strings.Repeat("甲", 99_000), "乙的台账", strings.Repeat("丙", 99_000), "丁的台账")
	c, err := group.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	lie := app.Evidence{ID: newID(), Case: c.ID, Number: 90, FileHash: hashes[1], FileSize: 1 << 30}
	if err := keepAny(group.Desk(), app.VerbAddEvidence, lie); err != nil {
		t.Fatal(err)
	}
	flipBit(t, group.attachmentPath(hashes[0]), -1)
	flipBit(t, group.attachmentPath(hashes[2]), 70_000)
	if err := os.Truncate(group.attachmentPath(hashes[3]), 30); err != nil { // no stream has that length
		t.Fatal(err)
	}
	o := Outgoing{Kind: exchange.WorkPack, To: []app.ID{office.Seat().ID}}
	if sized, err := group.MeasurePackage(ctx, o); err != nil || sized.Blobs != 3 || sized.Absent != 1 {
		t.Errorf("measured: %+v %v", sized, err)
	}
	dir := t.TempDir()
	sent, err := group.WritePackage(ctx, o, WriteTo{Dir: dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sent.Blobs != 1 || sent.Absent != 3 {
		t.Errorf("%d files went and %d not, want 1 and 3", sent.Blobs, sent.Absent)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Error("something else is left in the folder", files, err)
	}
	if sized, err := group.MeasurePackage(ctx, o); err != nil || sized.Blobs != 1 || sized.Absent != 3 {
		t.Errorf("measured afterwards: %+v %v", sized, err)
	}
	if _, err := office.TakeIn(ctx, sent.Paths, TakeIn{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := waited(t, office); len(got) != 3 || office.AttachmentState(hashes[1]) != AttachmentPresent {
		t.Errorf("%d are awaited, want 3", len(got))
	}
	// Put right, they go.
	evidences(t, group, 95, strings.Repeat("甲", 99_000))
	if sent := packFor(t, group, office); sent.Absent != 2 {
		t.Errorf("%d files are absent after one was put right, want 2", sent.Absent)
	}
}

// TestAPackageForSeveralHoldsWhatEachMayHave writes for two seats with a case each.
func TestAPackageForSeveralHoldsWhatEachMayHave(t *testing.T) {
	office, o := filled(t)
	var cases, seats []app.ID
	for i, number := range []string{"LS2026-701", "LS2026-702"} {
		c := app.Case{ID: newID(), Number: number}
		if err := keepAny(office.Desk(), "case.add", c); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "组.lianshen")
		request, err := Ask(ctx, dir, AskOptions{Person: "组员", Phrase: o.Phrase, Cost: o.Cost, Now: o.Now})
		if err != nil {
			t.Fatal(err)
		}
		strands := app.NewSet(string(app.Strands[i]))
		seat, err := office.Admit(ctx, request, app.Person{Name: "组员", Roles: app.NewSet(string(app.RoleGroupLeader))}, nil, app.NewSet(string(c.ID)), strands)
		if err != nil {
			t.Fatal(err)
		}
		cases, seats = append(cases, c.ID), append(seats, seat.ID)
		if err := keepAny(office.Desk(), "finding.add", app.Finding{ID: newID(), Case: c.ID, Number: 1, Strand: app.Strands[i], Title: "坐支"}); err != nil {
			t.Fatal(err)
		}
	}
	inside := func(to ...app.ID) (gathered, Sized) {
		t.Helper()
		out := Outgoing{Kind: exchange.WorkPack, To: to, Full: true}
		var g gathered
		err := office.snapshot(ctx, func(s *session) (err error) {
			g, err = office.gather(ctx, s, out)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		sized, err := office.MeasurePackage(ctx, out)
		if err != nil {
			t.Fatal(err)
		}
		return g, sized
	}
	about := func(g gathered, cas app.ID) (n int) {
		t.Helper()
		for _, id := range g.ids {
			var of int
			if err := office.borrow(ctx, func(s *session) error {
				return s.row(ctx, "SELECT count(*) FROM change c JOIN entity e ON e.n = c.entity WHERE c.record = ? AND e.owner = ?", []any{id, string(cas)}, &of)
			}); err != nil {
				t.Fatal(err)
			}
			n += of
		}
		return n
	}
	for i := range seats {
		g, sized := inside(seats[i])
		if sized.Narrowed || about(g, cases[i]) == 0 || about(g, cases[1-i]) != 0 {
			t.Errorf("alone: %d of the own case, %d of the other, narrowed %v", about(g, cases[i]), about(g, cases[1-i]), sized.Narrowed)
		}
	}
	g, sized := inside(seats...)
	if !sized.Narrowed || about(g, cases[0])+about(g, cases[1]) != 0 {
		t.Errorf("together: %d and %d of their cases, narrowed %v", about(g, cases[0]), about(g, cases[1]), sized.Narrowed)
	}
	err := office.snapshot(ctx, func(s *session) error {
		reach := &gatherer{ctx: ctx, w: office, s: s, o: Outgoing{Kind: exchange.WorkPack, To: seats}}
		if err := errors.Join(reach.receivers(), reach.reach()); err != nil {
			return err
		}
		if reach.cases == nil || len(reach.cases) != 0 || reach.strands == nil || len(reach.strands) != 0 {
			t.Errorf("both may have the cases %v and the strands %v", reach.cases, reach.strands)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sent, err := office.PutInFolder(ctx, t.TempDir(), PutIn{To: seats}, nil)
	if err != nil || len(sent) != 2 {
		t.Errorf("%d packages in the folder, want one for each scope: %v", len(sent), err)
	}
}

// TestAnotherPackageThanTheOneLookedAtIsRefused puts another package in the place of one that was looked at.
func TestAnotherPackageThanTheOneLookedAtIsRefused(t *testing.T) {
	office, _, group := exchanged(t)
	evidences(t, group, 60, "甲的台账")
	first := packFor(t, group, office)
	coming, err := office.Examine(ctx, first.Paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	evidences(t, group, 70, "乙的台账")
	second := packFor(t, group, office)
	raw, err := os.ReadFile(second.Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(first.Paths[0], raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := office.TakeIn(ctx, first.Paths, TakeIn{Package: coming.ID}, nil); app.CodeOf(err) != "exchange.changed" {
		t.Errorf("%v, want exchange.changed", err)
	}
	if all, err := office.Imports(ctx); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
	if done, err := office.TakeIn(ctx, first.Paths, TakeIn{Package: second.ID}, nil); err != nil || done.N != 1 {
		t.Error(done.N, err)
	}
}

// TestACaseStaysOutAlsoOfASeatThatComesAlong leaves out a case of which the records are written at a seat that the same
// package enrols, and of which some are here without effect.
func TestACaseStaysOutAlsoOfASeatThatComesAlong(t *testing.T) {
	office, o, group := exchanged(t)
	dir := filepath.Join(t.TempDir(), "三.lianshen")
	request, err := Ask(ctx, dir, AskOptions{Person: "三组", Phrase: o.Phrase, Cost: o.Cost, Now: o.Now})
	if err != nil {
		t.Fatal(err)
	}
	strands := app.NewSet()
	for _, s := range app.Strands {
		strands[string(s)] = true
	}
	seat, err := office.Admit(ctx, request, app.Person{Name: "三组", Roles: app.NewSet(string(app.RoleGroupLeader), string(app.RoleOffice)), Strands: strands}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := office.WritePackage(ctx, Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	third, err := Join(ctx, dir, sent.Paths, dir, Options{Phrase: o.Phrase, Cost: o.Cost, Now: o.Now, Log: o.Log}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { third.Close() })
	evidences(t, third, 60, "三组的台账")
	c, err := third.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	has := func() (n int) {
		t.Helper()
		all, err := app.List[app.Evidence](ctx, group, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if e.Number == 60 {
				n++
			}
		}
		return n
	}
	pack := packFor(t, third, group)
	without := TakeIn{Without: []app.ID{c.ID}, Sure: true}
	if _, err := group.TakeIn(ctx, pack.Paths, without, nil); err != nil || has() != 0 {
		t.Fatalf("the case that stays out came: %d, %v", has(), err)
	}
	done, err := group.TakeIn(ctx, pack.Paths, TakeIn{Sure: true}, nil)
	if err != nil || has() != 1 {
		t.Fatalf("it did not come later: %d, %v", has(), err)
	}
	if err := group.TakeBack(ctx, done.N, "试"); err != nil || has() != 0 {
		t.Fatal(has(), err)
	}
	if _, err := group.TakeIn(ctx, pack.Paths, without, nil); err != nil || has() != 0 {
		t.Errorf("the case that stays out came back: %d, %v", has(), err)
	}
	if _, err := group.TakeIn(ctx, pack.Paths, TakeIn{Sure: true, Again: true}, nil); err != nil || has() != 1 {
		t.Errorf("it did not come back: %d, %v", has(), err)
	}
	if report, err := group.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v %v", report.Troubles, err)
	}
}
