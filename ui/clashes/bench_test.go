package clashes_test

import (
	"context"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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
	os.Exit(code)
}

// contested is a workspace of the sample round in which a test says what clashes: a choice settles it, taking the choice
// back brings it again. So every shape is looked at without a package.
type contested struct {
	*store.Workspace
	open    []store.Clash
	settled map[string]store.Clash
	order   []string
	last    []string // what the last choice settled
	peers   []store.Peer
}

func key(c store.Clash) string { return string(c.Entity) + "/" + c.Field }

func (w *contested) Clashes(_ context.Context, of app.ID) ([]store.Clash, error) {
	var out []store.Clash
	for _, c := range w.open {
		if of == "" || c.Case == of {
			out = append(out, c)
		}
	}
	return out, nil
}

func (w *contested) Peers(context.Context) ([]store.Peer, error) { return w.peers, nil }

func (w *contested) heard(d app.Deed) {
	if d.Verb != store.VerbUndo {
		w.last = nil
		for _, ch := range d.Changes {
			w.last = append(w.last, string(ch.Entity)+"/"+ch.Field)
		}
	}
	for _, ch := range d.Changes {
		k := string(ch.Entity) + "/" + ch.Field
		if d.Verb == store.VerbUndo {
			for k, c := range w.settled { // what was chosen may have been there already: then nothing goes back by it
				if c.Entity == ch.Entity && slices.Contains(w.last, k) {
					w.open = append(w.open, c)
					delete(w.settled, k)
				}
			}
		} else if i := slices.IndexFunc(w.open, func(c store.Clash) bool { return key(c) == k }); i >= 0 {
			w.settled[k] = w.open[i]
			w.open = slices.Delete(slices.Clone(w.open), i, i+1)
		}
	}
	slices.SortFunc(w.open, func(a, b store.Clash) int { return slices.Index(w.order, key(a)) - slices.Index(w.order, key(b)) })
}

// bench is a room over a contested workspace.
type bench struct {
	t    *testing.T
	ws   *contested
	d    app.Dossier
	host *shelltest.Host
	room *clashes.Room
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, ws: &contested{Workspace: storetest.Sample(t, noon), settled: map[string]store.Clash{}}}
	c, err := b.ws.CaseByNumber(ctx, "LS2026-005")
	b.must(err)
	b.d, err = b.ws.Dossier(ctx, c.ID)
	b.must(err)
	b.ws.peers = []store.Peer{{Seat: app.Seat{ID: there, Laptop: "二组笔记本"}, Clock: 72 * time.Hour}, {Seat: app.Seat{ID: b.ws.Seat().ID, Laptop: "一组笔记本"}, Mine: true}}
	return b
}

// there is the seat of the other side.
var there = app.SeatID("00112233445566778899aabbccddeeff")

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// contest lets a field clash: base, what was written here, what the other side wrote. nil is nothing.
func (b *bench) contest(n app.Noun, field string, base, mine, theirs any) {
	b.t.Helper()
	made, err := app.Create(n)
	b.must(err)
	doc := made.Value
	c := store.Clash{Entity: n.NounID(), Kind: n.NounKind(), Field: field, Base: b.json(base), Doc: doc, Sides: []store.Side{
		{Ref: journal.RefOf("00112233445566778899aabbccddeeff", 7).Change(0), At: noon.Add(-3 * time.Hour), Who: storetest.Person, Seat: b.ws.Seat().ID, Mine: true, Verb: verbOf(n), Value: b.json(mine)},
		{Ref: journal.RefOf("ffeeddccbbaa99887766554433221100", 9).Change(0), At: noon.Add(-2 * time.Hour), Who: "李强", Seat: there, Verb: verbOf(n), Value: b.json(theirs)},
	}}
	if _, shared := n.(app.Unit); !shared {
		c.Case, c.Number = b.d.Case.ID, b.d.Case.Number
	}
	if field == "" {
		for i := range c.Sides {
			c.Sides[i].Doc, c.Sides[i].Value = c.Sides[i].Value, nil
		}
		c.Sides[1].Verb = app.VerbDropMaterial
	}
	b.ws.open = append(b.ws.open, c)
	b.ws.order = append(b.ws.order, key(c))
}

func verbOf(n app.Noun) app.Verb {
	if n.NounKind() == app.KindCase {
		return app.VerbSaveNotice
	}
	return app.KeepVerb(n.NounKind())
}

func (b *bench) json(v any) []byte {
	if v == nil {
		return nil
	}
	raw, err := json.Marshal(v)
	b.must(err)
	return raw
}

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
		b.t.Cleanup(b.ws.OnChange(b.ws.heard))
		b.t.Cleanup(b.ws.OnChange(func(d app.Deed) { b.room.Changed(d) }))
	}
	b.room = clashes.New(b.host, b.ws)
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
func (b *bench) left() int { return len(b.ws.open) }

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

// inHand gives the key of the row in hand.
func (b *bench) inHand() string {
	table, _ := shelltest.Find(b.host.Win.Canvas().Content(), func(*kit.DataTable) bool { return true })
	row, _ := table.Selected()
	return row.ID
}
