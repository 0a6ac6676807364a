package bench_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/bench"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// answer reads what is on disk about an item.
func answer(t testing.TB, ws *store.Workspace, number, item string) app.Answer {
	t.Helper()
	c, err := ws.CaseByNumber(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Get[app.Answer](context.Background(), ws, app.AnswerID(c.ID, item))
	if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
		t.Fatal(err)
	}
	return a
}

func dossier(t testing.TB, ws *store.Workspace, number string) app.Dossier {
	t.Helper()
	c, err := ws.CaseByNumber(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	d, err := ws.Dossier(context.Background(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// press types plain keys as the window passes them on.
func press(host *shelltest.Host, keys string) {
	for _, k := range keys {
		if f := host.Win.Canvas().Focused(); f != nil {
			f.TypedRune(k)
			continue
		}
		host.Win.Canvas().OnTypedRune()(k)
	}
}

func key(host *shelltest.Host, name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	if f := host.Win.Canvas().Focused(); f != nil {
		f.TypedKey(e)
		return
	}
	host.Win.Canvas().OnTypedKey()(e)
}

// focusedText gives the text of the entry that has the focus.
func focusedText(t testing.TB, host *shelltest.Host) string {
	t.Helper()
	e, ok := host.Win.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatalf("no entry has the focus but %T", host.Win.Canvas().Focused())
	}
	return e.Text
}

func TestKeysAnswerAndEachAnswerIsOnDisk(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	for _, step := range []struct {
		key  string
		want app.Conclusion
	}{{"1", app.NoProblem}, {"2", app.Problem}, {"1", app.NoProblem}, {"0", ""}} {
		press(host, step.key)
		if got := answer(t, ws, "LS2026-005", "XR-7-01").Conclusion; got != step.want {
			t.Errorf("after key %s on disk: %q, want %q", step.key, got, step.want)
		}
	}
	if len(host.SavedAt) != 4 || !host.SavedAt[0].Equal(noon) {
		t.Errorf("saved was told %v", host.SavedAt)
	}
	if len(host.Errors) > 0 {
		t.Error(host.Errors)
	}
}

func TestArrowsWalkThroughItemsAndStrands(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-1-01")
	press(host, "2")
	key(host, fyne.KeyDown)
	press(host, "2")
	key(host, fyne.KeyReturn)
	press(host, "2")
	key(host, fyne.KeyUp)
	press(host, "1")
	for item, want := range map[string]app.Conclusion{"XR-1-01": app.Problem, "XR-1-02": app.NoProblem, "XR-1-03": app.Problem} {
		if got := answer(t, ws, "LS2026-005", item).Conclusion; got != want {
			t.Errorf("%s = %q, want %q", item, got, want)
		}
	}
	key(host, fyne.KeyRight)
	key(host, fyne.KeyHome)
	press(host, "2")
	if got := answer(t, ws, "LS2026-005", "BZ-1-01").Conclusion; got != app.Problem {
		t.Errorf("first item of the next strand = %q", got)
	}
	key(host, fyne.KeyLeft)
	press(host, "2")
	if got := answer(t, ws, "LS2026-005", "XR-1-02").Conclusion; got != app.Problem {
		t.Errorf("back in the first strand, where it was left: %q", got)
	}
}

func TestAReasonIsAskedForAndKeptWithTheConclusion(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-03")
	before := answer(t, ws, "LS2026-005", "XR-7-03")
	if before.Note != "" || before.Conclusion != "" {
		t.Fatalf("the test wants an item without an answer, this is %+v", before)
	}
	press(host, "4")
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Conclusion; got != "" {
		t.Fatalf("kept %q without a reason", got)
	}
	press(host, "台账另册存放")
	key(host, fyne.KeyEscape)
	got := answer(t, ws, "LS2026-005", "XR-7-03")
	if got.Conclusion != app.NotChecked || got.Note != "台账另册存放" {
		t.Errorf("on disk: %q %q", got.Conclusion, got.Note)
	}
	if host.Win.Canvas().Focused() != nil {
		t.Error("Esc did not give the keys back")
	}

	key(host, fyne.KeyDown)
	press(host, "3")
	key(host, fyne.KeyEscape)
	if got := answer(t, ws, "LS2026-005", "XR-7-04"); got.Conclusion == app.NotApplicable {
		t.Error("a conclusion whose reason was not given is kept")
	}
}

func TestTheNoteIsKeptWhereverOneGoes(t *testing.T) {
	const item, next = "XR-7-03", "XR-7-04"
	leave := map[string]func(*shelltest.Host, *bench.Room){
		"Esc":          func(h *shelltest.Host, _ *bench.Room) { key(h, fyne.KeyEscape) },
		"focus lost":   func(h *shelltest.Host, _ *bench.Room) { h.Win.Canvas().Unfocus() },
		"another item": func(_ *shelltest.Host, r *bench.Room) { r.Open(shell.Route{Ref: next}) },
		"another case": func(_ *shelltest.Host, r *bench.Room) {
			r.Open(shell.Route{Case: "00000000-0000-7000-8000-000000000001"})
		},
		"window shut": func(_ *shelltest.Host, r *bench.Room) { r.Hidden() },
		"next by Ctrl+Down": func(_ *shelltest.Host, r *bench.Room) {
			for _, s := range r.Shortcuts() {
				if s.Key == fyne.KeyDown && s.Mod == fyne.KeyModifierControl {
					s.Do()
				}
			}
		},
	}
	for name, do := range leave {
		t.Run(name, func(t *testing.T) {
			ws, host, room := at(t, "LS2026-005", item)
			press(host, "n")
			press(host, "会议记录缺页")
			if got := answer(t, ws, "LS2026-005", item).Note; got != "" {
				t.Fatalf("kept while it is typed: %q", got)
			}
			do(host, room)
			if got := answer(t, ws, "LS2026-005", item).Note; got != "会议记录缺页" {
				t.Errorf("on disk: %q", got)
			}
			if got := answer(t, ws, "LS2026-005", next).Note; got != "" {
				t.Errorf("the note came to the next item too: %q", got)
			}
		})
	}
}

func TestADeedElsewhereLeavesTheNoteAlone(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-03")
	press(host, "n")
	press(host, "写到一半")
	d := dossier(t, ws, "LS2026-005")
	other := app.NoProblem
	if err := ws.Desk().AnswerItem(context.Background(), d.Case.ID, "XR-7-03", app.AnswerInput{Conclusion: &other}); err != nil {
		t.Fatal(err)
	}
	if got := focusedText(t, host); got != "写到一半" {
		t.Errorf("the note became %q", got)
	}
	key(host, fyne.KeyEscape)
	if got := answer(t, ws, "LS2026-005", "XR-7-03"); got.Note != "写到一半" || got.Conclusion != app.NoProblem {
		t.Errorf("on disk: %+v", got)
	}
}

func TestCountsAreKeptAndOneThatIsNoneIsRefused(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	type1 := func(text string) { // replaces what is in the field
		e := host.Win.Canvas().Focused().(*kit.Entry)
		e.SetText(text)
		key(host, fyne.KeyEscape)
	}
	press(host, "c")
	type1("12")
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Should; got != 12 {
		t.Errorf("should = %d on disk", got)
	}
	press(host, "c")
	type1("十二")
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Should; got != 12 {
		t.Errorf("should = %d on disk", got)
	}
	room.Open(shell.Route{Ref: "XR-7-04"})
	press(host, "c")
	if got := focusedText(t, host); got != "十二" {
		t.Errorf("what could not be kept is gone: the field has %q", got)
	}
}

func TestMethodsAreTickedByKey(t *testing.T) {
	ws, _, room := at(t, "LS2026-005", "XR-7-03")
	tick := func(name fyne.KeyName) {
		for _, s := range room.Shortcuts() {
			if s.Key == name && s.Mod == fyne.KeyModifierAlt {
				s.Do()
			}
		}
	}
	before := answer(t, ws, "LS2026-005", "XR-7-03").Methods.Has(string(app.MethodTalk))
	tick(fyne.KeyW)
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Methods.Has(string(app.MethodTalk)); got == before {
		t.Error("Alt+W did not turn the second method")
	}
	tick(fyne.KeyW)
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Methods.Has(string(app.MethodTalk)); got != before {
		t.Error("Alt+W did not turn it back")
	}
}

func TestDroppedFilesBecomeEvidenceOfTheItem(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	dir := t.TempDir()
	photo, scan := filepath.Join(dir, "签到表.JPG"), filepath.Join(dir, "会议记录.pdf")
	for path, text := range map[string]string{photo: "picture", scan: "pages"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := len(dossier(t, ws, "LS2026-005").Evidence)
	room.Dropped(fyne.NewPos(5, 5), []fyne.URI{storage.NewFileURI(photo), storage.NewFileURI(filepath.Join(dir, "gone.pdf")), storage.NewFileURI(scan)})
	d := dossier(t, ws, "LS2026-005")
	if len(d.Evidence) != before+2 {
		t.Fatalf("%d pieces of evidence, want %d", len(d.Evidence), before+2)
	}
	for i, want := range []struct{ title, kind, file, text string }{{"签到表", "photo", "签到表.JPG", "picture"}, {"会议记录", "document", "会议记录.pdf", "pages"}} {
		e := d.Evidence[before+i]
		if e.Title != want.title || e.Kind != want.kind || e.FileName != want.file || !e.Items.Has("XR-7-03") || e.FileSize != int64(len(want.text)) {
			t.Errorf("evidence %d is %+v", i, e)
		}
		if ws.AttachmentState(e.FileHash) != store.AttachmentPresent {
			t.Errorf("%s is not in the workspace", e.FileName)
		}
	}
	if len(host.Toasts) != 1 || !strings.Contains(host.Toasts[0], "2") {
		t.Errorf("said %q", host.Toasts)
	}
	if host.Win.Canvas().Overlays().Top() == nil {
		t.Error("nothing says that one file was not taken in")
	}
}

func TestKeysUnderADialogDoNotAnswer(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	press(host, "f")
	if host.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("F opened no form")
	}
	room.TypedRune('2')
	room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Conclusion; got != "" {
		t.Errorf("answered %q behind the form", got)
	}
}

func TestTheItemOfTheRouteIsInHandAlsoLater(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "JJ-2-03")
	press(host, "2")
	if got := answer(t, ws, "LS2026-005", "JJ-2-03").Conclusion; got != app.Problem {
		t.Errorf("item of the route = %q", got)
	}
	room.Open(shell.Route{Ref: "BZ-2-01"})
	press(host, "2")
	if got := answer(t, ws, "LS2026-005", "BZ-2-01").Conclusion; got != app.Problem {
		t.Errorf("item of the second route = %q", got)
	}
}

func TestTheFilterNarrowsWhatTheArrowsWalkThrough(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-1-01")
	press(host, "/")
	press(host, "xr-7-")
	key(host, fyne.KeyReturn) // back to the items
	press(host, "2")
	key(host, fyne.KeyEnd)
	press(host, "2")
	for _, item := range []string{"XR-7-01", "XR-7-04"} {
		if got := answer(t, ws, "LS2026-005", item).Conclusion; got != app.Problem {
			t.Errorf("%s = %q", item, got)
		}
	}
	if got := answer(t, ws, "LS2026-005", "XR-1-01").Conclusion; got == app.Problem {
		t.Error("an item outside the filter was answered")
	}
}

func TestWhereNothingCanBeKeptNothingCanBeTyped(t *testing.T) {
	for number, why := range map[string]string{"LS2026-004": "closed", "LS2026-009": "before the entry meetings"} {
		t.Run(why, func(t *testing.T) {
			ws, host, room := at(t, number, "XR-1-01")
			before := answer(t, ws, number, "XR-1-01")
			press(host, "2")
			press(host, "n")
			press(host, "x")
			press(host, "c")
			if f := host.Win.Canvas().Focused(); f != nil {
				t.Errorf("%T takes the keys", f)
			}
			room.Open(shell.Route{Ref: "XR-1-02"})
			if got := answer(t, ws, number, "XR-1-01"); got.Conclusion != before.Conclusion || got.Note != before.Note {
				t.Errorf("on disk: %+v", got)
			}
			if len(host.SavedAt) > 0 {
				t.Error("something was said to be saved")
			}
		})
	}
}

func TestWithoutACaseTheBenchSaysWhatToDo(t *testing.T) {
	ws := sample(t)
	host := shelltest.New(t, ws.Desk())
	room := bench.New(host, ws)
	host.Show(room, shell.Route{Room: shell.RoomBench})
	if room.TypedRune('1') || room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) {
		t.Error("keys act without a case")
	}
	if len(host.Errors) > 0 {
		t.Error(host.Errors)
	}
}

// capture paints the window, which must not fail, and keeps the picture where SHOTS names a folder, for looking at.
func capture(t testing.TB, host *shelltest.Host, name string) {
	t.Helper()
	dir := os.Getenv("SHOTS")
	if c, ok := host.Win.Canvas().(interface{ SetScale(float32) }); ok && dir == "" {
		c.SetScale(0.125) // everything is laid out and painted as ever, with fewer pixels
		defer c.SetScale(1)
	}
	picture := host.Win.Canvas().Capture()
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := encode(f, picture); err != nil {
		t.Fatal(err)
	}
}
