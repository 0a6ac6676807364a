package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

func TestAFullDiskDuringALoadLeavesNothingOfIt(t *testing.T) {
	w := small(t)
	before := state(t, w)
	var pages int
	if err := w.writer.row(ctx, "PRAGMA page_count", nil, &pages); err != nil {
		t.Fatal(err)
	}
	tamper(t, w, fmt.Sprintf("PRAGMA max_page_count = %d", pages+40))
	var nouns []app.Noun
	for i := range 3 * perRecord {
		nouns = append(nouns, app.Unit{ID: newID(), Name: fmt.Sprintf("第%d单位", i), Duties: strings.Repeat("职责", 200)})
	}
	in := 0
	err := w.Load(ctx, nouns, app.VerbLoad, func(done, _ int) { in = done })
	if app.CodeOf(err) != "disk.full" {
		t.Fatalf("got %v after %d nouns", err, in)
	}
	if got := state(t, w); got != before {
		t.Error("something of the refused load stayed")
	}
	tamper(t, w, "PRAGMA max_page_count = 1000000")
	if err := w.Load(ctx, nouns, app.VerbLoad); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	w = reopen(t, w)
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Fatalf("%+v, %v", report, err)
	}
}

func TestAWorkspaceInTheMakingIsNotSweptByAnother(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x.lianshen")
	part := dir + partSuffix
	if err := os.Mkdir(part, 0o700); err != nil {
		t.Fatal(err)
	}
	lock, err := takeLock(part)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Create(ctx, dir, quick(Options{})); app.CodeOf(err) != "workspace.inuse" {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(part); err != nil {
		t.Errorf("it was swept away: %v", err)
	}
	lock.Close()
	w, err := Create(ctx, dir, quick(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
}

func TestTheLongestTextIsKeptFoundAndTakenBack(t *testing.T) {
	w := fresh(t)
	desk := deskOf(w, "李强")
	u := app.Unit{ID: desk.NewID(), Name: "青溪县", Kind: app.County}
	if err := keepAny(desk, "unit.save", u); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"Chinese": strings.Repeat("职", app.TextLimit-2) + "末尾", "beyond the first plane": strings.Repeat("𬴂", app.TextLimit), "right to left": "ئۇيغۇرچە"} {
		long := u
		long.Duties = text
		if err := keepAny(desk, "unit.save", long); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := app.Get[app.Unit](ctx, w, u.ID); err != nil || got != long {
			t.Errorf("%s: came back with %d bytes, %v", name, len(got.Duties), err)
		}
		if _, err := w.UndoLast(ctx); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if got, err := app.Get[app.Unit](ctx, w, u.ID); err != nil || got != u {
		t.Errorf("after taking back: %+v, %v", got, err)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestAVanishedAttachmentIsToldAndEverythingElseGoesOn(t *testing.T) {
	w := fresh(t)
	hash, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(attachmentsPath(w.dir)); err != nil {
		t.Fatal(err)
	}
	w = reopen(t, w)
	if got := w.AttachmentState(hash); got != AttachmentMissing {
		t.Errorf("it is %s", got)
	}
	var e *app.Error
	if _, err := w.OpenAttachment(ctx, hash); !errors.As(err, &e) || e.Code != "attachment.missing" {
		t.Errorf("got %v", err)
	}
	again, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf")
	if err != nil || again != hash {
		t.Fatalf("%s, %v", again, err)
	}
	r, err := w.OpenAttachment(ctx, hash)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if text, err := io.ReadAll(r); err != nil || string(text) != "台账" {
		t.Errorf("%q, %v", text, err)
	}
}
