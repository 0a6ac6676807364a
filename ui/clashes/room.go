// Package clashes is the room where contradictions are settled: two people wrote different things into one field without
// having seen each other, or one deleted what the other changed. What each of them wrote stands side by side with what
// was there before; a person chooses one, writes a third, or leaves it for later.
package clashes

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of a workspace.
type Store interface {
	app.Reader
	past.Source
	Clashes(ctx context.Context, caseID app.ID) ([]store.Clash, error)
	Peers(ctx context.Context) ([]store.Peer, error)
	RestoreNoun(ctx context.Context, id app.ID) error
}

// found is what a load brought.
type found struct {
	all    []store.Clash
	seats  map[app.ID]store.Peer
	veiled map[app.ID]bool // nouns of which the person may not see everything
}

// Room is the room. It implements shell.Room.
type Room struct {
	host  shell.Host
	store Store
	words *past.Words

	now    found
	loaded bool
	list   *list
	pane   *pane
	inHand string            // key of the clash in hand
	wanted string            // key to take in hand once it is there, or the ID of its noun
	back   bool              // a deed was taken back: what clashes again is taken in hand
	later  map[string]bool   // left for later, by key
	drafts map[string]string // what was typed and not taken yet, by key
	read   map[app.ID]bool   // protected matter that was opened since the room was made: it is noted once

	root *fyne.Container
	body *fyne.Container
}

var _ shell.Room = (*Room)(nil)

// New makes the room over a workspace.
func New(host shell.Host, s Store) *Room {
	r := &Room{host: host, store: s, words: past.New(s), later: map[string]bool{}, drafts: map[string]string{}, read: map[app.ID]bool{}, root: container.NewStack()}
	r.list = newList(r)
	r.pane = newPane(r)
	r.body = kit.Split(theme.Size(theme.Gap), []float32{1, 1.3}, kit.Card("", r.list.object), kit.Card("", r.pane.holder))
	return r
}

// keyOf names a clash among all.
func keyOf(c store.Clash) string {
	key := string(c.Entity) + "/" + c.Field
	if len(c.Same) > 0 { // the same field may clash as well
		key += "#"
	}
	return key
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Open shows everything that clashes, of one case alone where the route names it ("clashes/<ID>") or where a Ref says
// what in the case in hand is meant. A Ref is the ID of a noun, or with a slash and a field one clash of it.
func (r *Room) Open(to shell.Route) {
	_, of, narrowed := strings.Cut(to.Room, "/")
	switch {
	case narrowed:
		r.list.caseID = app.ID(of)
	case to.Ref != "":
		r.list.caseID = to.Case
	default:
		r.list.caseID = ""
	}
	r.list.kind = ""
	r.wanted = to.Ref
	r.words.Forget() // nobody tells a room that is not in view what changed
	r.load()
}

// load asks for all that clashes.
func (r *Room) load() {
	r.host.Run(func(ctx context.Context) (func(), error) {
		f, err := r.find(ctx)
		if err != nil {
			return nil, err
		}
		return func() { r.take(f) }, nil
	})
}

func (r *Room) find(ctx context.Context) (found, error) {
	f := found{seats: map[app.ID]store.Peer{}, veiled: map[app.ID]bool{}}
	var err error
	if f.all, err = r.store.Clashes(ctx, ""); err != nil || len(f.all) == 0 {
		return f, err
	}
	var speaks [][]byte
	var nouns []app.ID
	for _, c := range f.all {
		nouns = append(nouns, c.Entity)
		speaks = append(speaks, []byte(c.Entity), []byte(c.Case), []byte(c.Field), c.Base, c.Doc)
		for _, s := range c.Sides {
			speaks = append(speaks, s.Value, s.Doc)
		}
		for _, x := range c.Rests {
			speaks = append(speaks, []byte(x.ID))
		}
	}
	if err := r.words.Learn(ctx, speaks...); err != nil {
		return f, err
	}
	states, err := r.store.LastStates(ctx, nouns)
	if err != nil {
		return f, err
	}
	for id, s := range states {
		f.veiled[id] = s.Veiled
	}
	peers, err := r.store.Peers(ctx)
	if err != nil {
		return f, err
	}
	for _, p := range peers {
		f.seats[p.ID] = p
	}
	return f, nil
}

// take shows what a load found. What was in hand stays in hand; what is settled gives way to what follows it.
func (r *Room) take(f found) {
	before := r.now.all
	was := slices.IndexFunc(r.list.shown, func(c store.Clash) bool { return keyOf(c) == r.inHand })
	r.now, r.loaded = f, true
	if r.back {
		r.back = false
		for _, c := range f.all {
			if !slices.ContainsFunc(before, func(o store.Clash) bool { return keyOf(o) == keyOf(c) }) {
				r.wanted = keyOf(c)
				break
			}
		}
	}
	open := map[string]bool{}
	for _, c := range f.all {
		open[keyOf(c)] = true
	}
	maps.DeleteFunc(r.later, func(k string, _ bool) bool { return !open[k] })
	maps.DeleteFunc(r.drafts, func(k, _ string) bool { return !open[k] })
	if len(f.all) == 0 {
		r.inHand, r.wanted = "", ""
		r.list.fill()
		r.pane.clear()
		r.root.Objects = []fyne.CanvasObject{kit.Card("", kit.Empty(i18n.T("clashes.none"), i18n.T("clashes.none.text"), nil))}
		r.root.Refresh()
		r.host.Refresh()
		return
	}
	r.list.fill()
	r.hold(was)
	r.root.Objects = []fyne.CanvasObject{r.body}
	r.root.Refresh()
	r.host.Refresh()
}

// hold takes in hand what is wanted, what was in hand, or what now stands in its place.
func (r *Room) hold(was int) {
	shown := r.list.shown
	at := -1
	if r.wanted != "" {
		at = slices.IndexFunc(shown, func(c store.Clash) bool {
			return keyOf(c) == r.wanted || keyOf(c) == r.wanted+"#" || string(c.Entity) == r.wanted
		})
	}
	if at < 0 {
		at = slices.IndexFunc(shown, func(c store.Clash) bool { return keyOf(c) == r.inHand })
	}
	if at < 0 && len(shown) > 0 {
		at = max(0, min(was, len(shown)-1))
	}
	r.wanted = ""
	if at < 0 {
		r.inHand = ""
		r.pane.clear()
		return
	}
	r.inHand = keyOf(shown[at])
	r.list.table.SelectID(r.inHand)
	r.pane.open(r.group(shown[at]), r.inHand)
	r.list.tell()
}

// pick takes a clash in hand that the person chose.
func (r *Room) pick(key string) {
	for _, c := range r.list.shown {
		if keyOf(c) == key {
			r.inHand = key
			r.pane.open(r.group(c), key)
			r.list.tell()
			return
		}
	}
}

// group gives every clash of the noun that a clash is about.
func (r *Room) group(of store.Clash) []store.Clash {
	var out []store.Clash
	for _, c := range r.now.all {
		if c.Entity == of.Entity {
			out = append(out, c)
		}
	}
	return out
}

// next gives the key of what is to come after those that are settled or put off: the next in the list that is not left
// for later, or "".
func (r *Room) next(past ...string) string {
	shown := r.list.shown
	from := slices.IndexFunc(shown, func(c store.Clash) bool { return keyOf(c) == r.inHand })
	for i := range shown {
		k := keyOf(shown[(from+1+i)%len(shown)])
		if !slices.Contains(past, k) && !r.later[k] {
			return k
		}
	}
	return ""
}

// putOff leaves the clash in hand for later and goes on.
func (r *Room) putOff() {
	if r.inHand == "" {
		return
	}
	next := r.next(r.inHand)
	r.later[r.inHand] = true
	r.list.fill()
	if next == "" {
		r.host.Toast(i18n.T("clashes.later.all"))
		next = r.inHand
	}
	r.list.table.SelectID(next)
	r.pick(next)
}

// current gives the clash in hand.
func (r *Room) current() (store.Clash, bool) {
	for _, c := range r.now.all {
		if keyOf(c) == r.inHand {
			return c, true
		}
	}
	return store.Clash{}, false
}

// Title names the room and says how much is open.
func (r *Room) Title() shell.Title {
	t := shell.Title{Text: i18n.T("room.clashes")}
	if n := len(r.now.all); n > 0 {
		t.Chips = []shell.Chip{{Text: i18n.T("clashes.open", "n", n), Tone: string(kit.Fault)}}
	}
	return t
}

// Deeds leave a clash for later, and lead to the record it is about.
func (r *Room) Deeds() []shell.Deed {
	if _, ok := r.current(); !ok {
		return nil
	}
	return []shell.Deed{
		{Text: i18n.T("clashes.goto"), Keys: "O", Do: r.goTo},
		{Text: i18n.T("clashes.later"), Keys: "L", Do: r.putOff},
	}
}

// goTo leads to the record in hand, where all of it can be read.
func (r *Room) goTo() {
	c, ok := r.current()
	if !ok {
		return
	}
	to := shell.Route{Room: shell.RoomCase, Case: c.Case, Ref: string(c.Entity)}
	switch {
	case c.Kind == app.KindAnswer:
		to.Room, to.Ref = shell.RoomBench, textOf(c.Doc, "item")
	case c.Kind == app.KindFinding:
		to.Room = shell.RoomFindings
	case c.Case == "":
		to = shell.Route{Room: shell.RoomBoard + "/round"}
	}
	r.host.Go(to)
}

// Shortcuts lists the keys of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	key := func(keys, text string) shell.Shortcut { return shell.Shortcut{Keys: keys, Text: i18n.T(text)} }
	return []shell.Shortcut{
		key("1 2", "clashes.key.take"), key("3", "clashes.key.own"), key("A B", "clashes.key.all"), key("L", "clashes.key.later"),
		key("↑ ↓", "clashes.key.rows"), key("O", "clashes.key.goto"), key("Ctrl+Z", "clashes.key.undo"),
		{Keys: "Ctrl+Enter", Text: i18n.T("clashes.key.apply"), Key: fyne.KeyReturn, Mod: fyne.KeyModifierControl, Do: r.pane.apply},
		{Key: fyne.KeyEnter, Mod: fyne.KeyModifierControl, Do: r.pane.apply}, // of the number pad
	}
}

// TypedKey moves in the list.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool {
	if r.covered() || len(r.now.all) == 0 {
		return false
	}
	return r.list.table.Key(e)
}

// TypedRune takes the keys that settle the clash in hand.
func (r *Room) TypedRune(key rune) bool {
	if r.covered() || r.inHand == "" {
		return false
	}
	switch {
	case key >= '1' && key <= '9':
		return r.pane.number(int(key - '1'))
	case key == 'l' || key == 'L':
		r.putOff()
	case key == 'o' || key == 'O':
		r.goTo()
	case key >= 'a' && key < 'a'+mostSeats:
		return r.pane.allOf(int(key - 'a'))
	case key >= 'A' && key < 'A'+mostSeats:
		return r.pane.allOf(int(key - 'A'))
	default:
		return false
	}
	return true
}

func (r *Room) covered() bool { return r.host.Window().Canvas().Overlays().Top() != nil }

// Changed reads everything again: any deed may settle a clash or bring one.
func (r *Room) Changed(d app.Deed) {
	r.back = d.Verb == store.VerbUndo
	r.words.Forget()
	r.load()
}

// Hidden has nothing to save: what is typed here is no choice before the person says so, and it stays in the room.
func (r *Room) Hidden() {}

// off says by how much the clock of a seat is wrong, 0 = nothing speaks against it.
func (r *Room) off(seat app.ID) time.Duration { return r.now.seats[seat].Clock }
