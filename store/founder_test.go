package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

func TestAWorkspaceBeginsWithItsFirstPersonAndSeat(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "2026年度.lianshen")
	w, err := Create(ctx, dir, quick(Options{Person: "王敏", Dept: "市委组织部", Laptop: "联审办一号", Sample: true, Now: clock()}))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	me, seat := w.Me(), w.Seat()
	if me.Name != "王敏" || me.Dept != "市委组织部" || !me.Roles.Has(string(app.RoleOffice)) || !me.Roles.Has(string(app.RoleAdmin)) || len(me.Strands) != len(app.Strands) {
		t.Errorf("the first person is %+v", me)
	}
	if seat.Person != me.ID || seat.Laptop != "联审办一号" || seat.ID != app.SeatID(seat.Key) || !strings.HasPrefix(seat.Box, "age1") || seat.Since != app.MustDate("2026-03-02") || !seat.AtWork() {
		t.Errorf("the first seat is %+v", seat)
	}
	if a, err := app.ActorAt(ctx, w, seat.ID); err != nil || !a.Alone {
		t.Errorf("who works alone is %+v, %v", a, err)
	}
	if !w.Sample() {
		t.Error("it does not know that it is a sample")
	}
	events, err := w.History(ctx, seat.ID, "")
	if err != nil || len(events) != 1 || events[0].Record != 1 || events[0].Verb != app.VerbCreate || events[0].Who != "王敏" {
		t.Errorf("%+v, %v", events, err)
	}
	if raw, err := os.ReadFile(manifestPath(dir)); err != nil || strings.Contains(string(raw), "王敏") {
		t.Errorf("the manifest says %s, %v", raw, err)
	}
	// What is done to the person shows at once.
	if err := amendAny(w.Desk(), me.ID, func(p *app.Person) { p.Name = "王敏（联审办）" }); err != nil {
		t.Fatal(err)
	}
	if w.Me().Name != "王敏（联审办）" || w.Desk().Who != w.Me().Name {
		t.Errorf("at the desk sits %q", w.Desk().Who)
	}
	sound(t, w)
}

func TestCreationWithoutAPhraseLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	for phrase, code := range map[string]string{"": "phrase.empty", "  ": "phrase.empty", strings.Repeat("长", 400): "phrase.long", "a\xffb": "phrase.form"} {
		o := quick(Options{Person: "王敏"})
		o.Phrase = phrase
		if _, err := Create(ctx, filepath.Join(parent, "x.lianshen"), o); app.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s", phrase, err, code)
		}
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Nothing that people enter lies readable in the folder, neither while the workspace is open nor afterwards.
func TestNothingIsReadableInTheFolder(t *testing.T) {
	w := fresh(t)
	const marker = "标记甲乙丙丁戊"
	unit(t, w, marker)
	if _, _, err := w.Attach(ctx, strings.NewReader(strings.Repeat(marker, 5000)), marker+".pdf"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Search(ctx, marker, 10); err != nil {
		t.Fatal(err)
	}
	readable := func() {
		t.Helper()
		err := filepath.Walk(w.dir, func(path string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() || info.Name() == "lock" {
				return err
			}
			raw, err := os.ReadFile(path)
			for _, text := range []string{marker, "王敏", "SQLite format 3", "CREATE TABLE"} {
				if strings.Contains(string(raw), text) {
					t.Errorf("%s holds %q", filepath.Base(path), text)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	readable()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	readable()
}
