package clashes_test

import (
	"context"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/journal"
	"lianshen/store/storetest"
	"lianshen/ui/clashes"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

var ctx = context.Background()

// room1366 is what the frame leaves of a screen of 1366 × 768.
var room1366 = fyne.NewSize(1180, 668)

var (
	noon   = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)
	idForm = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-`)
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	if master.dir != "" {
		_ = os.RemoveAll(master.dir) // the system clears its temporary folder sooner or later
	}
	os.Exit(code)
}

// dispute is a field that two laptops write without having seen each other: what was before, what the colleague's laptop
// writes ("mine": the room is opened there), what the office's writes. nil is nothing; a base of nil is left as it is.
type dispute struct {
	noun               app.Noun
	field              string
	base, mine, theirs any
}

func verbOf(n app.Noun) app.Verb {
	if n.NounKind() == app.KindCase {
		return app.VerbSaveNotice
	}
	return app.KeepVerb(n.NounKind())
}

func encoded(t testing.TB, v any) json.RawMessage {
	t.Helper()
	if v == nil {
		return nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// write puts values into fields as one deed, whoever may: roles are not what these deeds are about.
func write(t testing.TB, ws *store.Workspace, caseID app.ID, n app.Noun, field string, v any) {
	t.Helper()
	c := app.Change{Entity: n.NounID(), Noun: n.NounKind(), Field: field, Kind: app.Put, Value: encoded(t, v)}
	if v == nil {
		c.Kind = app.Del
	}
	if _, shared := n.(app.Unit); shared {
		caseID = ""
	}
	verb := verbOf(n)
	if field == "" {
		verb = app.VerbDropMaterial
	}
	err := ws.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: verb, Case: caseID, Changes: []app.Change{c}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func dossierOf(t testing.TB, ws *store.Workspace) app.Dossier {
	t.Helper()
	c, err := ws.CaseByNumber(ctx, "LS2026-005")
	if err != nil {
		t.Fatal(err)
	}
	d, err := ws.Dossier(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// contest lets the office's laptop and a colleague's, a group leader of the group of the case, contradict each other, and
// takes what the office wrote in at the colleague's.
func contest(t testing.TB, office, mate *store.Workspace, all []dispute) {
	t.Helper()
	d := dossierOf(t, office)
	write(t, office, "", d.Group, "members/"+string(mate.Me().ID), true)
	for _, x := range all {
		if x.base != nil {
			write(t, office, d.Case.ID, x.noun, x.field, x.base)
		}
	}
	storetest.Pass(t, office, mate)
	for _, x := range all {
		if x.field == "" {
			write(t, mate, d.Case.ID, x.noun, "copies", x.mine)
		} else {
			write(t, mate, d.Case.ID, x.noun, x.field, x.mine)
		}
		write(t, office, d.Case.ID, x.noun, x.field, x.theirs)
	}
	storetest.Pass(t, office, mate)
}

// master is the workspace of a colleague in which a field of every shape clashes, made once.
var master struct {
	sync.Once
	dir string
}

// bench is a room over a workspace in which something clashes.
type bench struct {
	t     *testing.T
	ws    *store.Workspace
	store clashes.Store // as the room sees it
	d     app.Dossier
	host  *shelltest.Host
	room  *clashes.Room
}

// newBench gives a colleague's workspace in which a field of every shape clashes, of the test's own.
func newBench(t *testing.T) *bench {
	t.Helper()
	master.Do(func() {
		t.Run("master", func(t *testing.T) {
			t.TempDir() // it goes last of all, when the copy is made
			var mate *store.Workspace
			t.Cleanup(func() { // after both workspaces are closed
				dir, err := os.MkdirTemp("", "lianshen-clashes")
				if err == nil {
					err = os.CopyFS(dir, os.DirFS(mate.Dir()))
				}
				if err != nil {
					t.Error(err)
				}
				master.dir = dir
			})
			both := storetest.Laptops(t, 2, noon)
			mate = both[1]
			contest(t, both[0], mate, everyShape(t, dossierOf(t, both[0]), both[0]))
		})
	})
	path := filepath.Join(t.TempDir(), "mate.lianshen")
	if err := os.CopyFS(path, os.DirFS(master.dir)); err != nil {
		t.Fatal(err)
	}
	ws, err := store.Open(ctx, path, storetest.Options(store.Options{Now: func() time.Time { return noon }}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ws.Close(); err != nil {
			t.Error(err)
		}
	})
	return over(t, ws)
}

// over gives the room of a workspace.
func over(t *testing.T, ws *store.Workspace) *bench {
	t.Helper()
	return &bench{t: t, ws: ws, store: ws, d: dossierOf(t, ws)}
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) json(v any) []byte { return encoded(b.t, v) }

// open shows the room.
func (b *bench) open(to shell.Route) {
	b.t.Helper()
	if b.room == nil {
		b.renew(lightTheme)
	}
	b.host.Show(b.room, to)
	b.host.Win.Resize(room1366)
	b.fine()
}

func (b *bench) renew(look theme.Theme) {
	b.host = shelltest.New(b.t, b.ws.Desk())
	fyne.CurrentApp().Settings().SetTheme(look)
	if b.room == nil {
		b.t.Cleanup(b.ws.OnChange(func(d app.Deed) { b.room.Changed(d) }))
	}
	b.room = clashes.New(b.host, b.store)
	b.host.Win.Canvas().SetOnTypedRune(func(r rune) { b.room.TypedRune(r) })
	b.host.Win.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { b.room.TypedKey(k) })
}

func (b *bench) fine() {
	b.t.Helper()
	if len(b.host.Errors) > 0 {
		b.t.Fatal(b.host.Errors)
	}
}

// press types a plain key into the window, as a person does when no entry has the focus.
func (b *bench) press(keys string) {
	for _, r := range keys {
		b.room.TypedRune(r)
	}
}

// lines gives every line of text that can be seen.
func (b *bench) lines() []string {
	var out []string
	shelltest.Walk(b.host.Win.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
		return true
	})
	return out
}

func (b *bench) says(words ...string) {
	b.t.Helper()
	all := strings.Join(b.lines(), "\n")
	for _, w := range words {
		if !strings.Contains(all, w) {
			b.t.Errorf("the room does not say %q:\n%s", w, all)
		}
	}
}

func (b *bench) saysNot(words ...string) {
	b.t.Helper()
	all := strings.Join(b.lines(), "\n")
	for _, w := range words {
		if strings.Contains(all, w) {
			b.t.Errorf("the room says %q:\n%s", w, all)
		}
	}
}

// tap presses the button with a word on it.
func (b *bench) tap(word string) {
	b.t.Helper()
	button := shelltest.Button(b.host.Win.Canvas().Content(), word)
	if button == nil {
		b.t.Fatalf("no button %q among\n%s", word, strings.Join(b.lines(), "\n"))
	}
	button.Tapped(nil)
}

// clean demands that nothing is shown as the log has it.
func (b *bench) clean() {
	b.t.Helper()
	for _, line := range b.lines() {
		if strings.Contains(line, `":`) || strings.Contains(line, "{") || idForm.MatchString(line) || strings.Contains(line, "⟦") {
			b.t.Errorf("shown raw: %q", line)
		}
	}
}

func (b *bench) capture(name string) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	picture := b.host.Win.Canvas().Capture()
	f, err := os.Create(filepath.Join(dir, name+".png"))
	b.must(err)
	defer func() { _ = f.Close() }()
	b.must(png.Encode(f, picture))
}

// row takes the clash of a field in hand.
func (b *bench) row(field string) {
	b.t.Helper()
	table, _ := shelltest.Find(b.host.Win.Canvas().Content(), func(*kit.DataTable) bool { return true })
	b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	for range table.Total() {
		row, _ := table.Selected()
		if strings.HasSuffix(row.ID, "/"+field) {
			return
		}
		b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	b.t.Fatalf("nothing clashes in %q", field)
}

// left gives how much clashes still.
func (b *bench) left() int {
	b.t.Helper()
	n, err := b.ws.CountClashes(ctx)
	b.must(err)
	return n
}

// value gives a field as it is kept.
func (b *bench) value(id app.ID, field string) string {
	b.t.Helper()
	states, err := b.ws.LastStates(ctx, []app.ID{id})
	b.must(err)
	return string(journal.Lookup(states[id].Doc, field))
}

// enter types into the entry of a further value.
func (b *bench) enter(text string) {
	b.t.Helper()
	e := b.entry()
	b.host.Win.Canvas().Focus(e)
	e.(interface{ SetText(string) }).SetText(text)
}

// entry gives the entry of a further value.
func (b *bench) entry() fyne.Focusable {
	b.t.Helper()
	var found fyne.Focusable
	shelltest.Walk(b.host.Win.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if f, ok := o.(fyne.Focusable); ok {
			if _, ok := o.(interface{ SetText(string) }); ok {
				if _, button := o.(*kit.Button); !button {
					found = f
				}
			}
		}
		return found == nil
	})
	if found == nil {
		b.t.Fatal("nothing can be entered")
	}
	return found
}

// apply presses Ctrl+Enter, as the window passes it on.
func (b *bench) apply() {
	for _, k := range b.room.Shortcuts() {
		if k.Key == fyne.KeyReturn {
			k.Do()
		}
	}
}

// saysPara demands a paragraph of these words.
func (b *bench) saysPara(text string) {
	b.t.Helper()
	if text == "" || !shelltest.Says(b.host.Win.Canvas().Content(), text) {
		b.t.Errorf("the room does not say %q:\n%s", text, strings.Join(b.lines(), "\n"))
	}
}

// choose takes a word in one of the choices above the list.
func (b *bench) choose(nth int, word string) {
	b.t.Helper()
	var all []*kit.Select
	shelltest.Walk(b.host.Win.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*kit.Select); ok {
			all = append(all, s)
		}
		return true
	})
	all[nth].SetSelected(word)
}

// inHand gives the key of the row in hand.
func (b *bench) inHand() string {
	table, _ := shelltest.Find(b.host.Win.Canvas().Content(), func(*kit.DataTable) bool { return true })
	row, _ := table.Selected()
	return row.ID
}
