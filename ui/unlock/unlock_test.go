package unlock

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

const fresh = "三月里 借来的 青花茶壶 盖子"

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

// gate does what the program does, on real workspaces, and remembers what it was asked.
type gate struct {
	visit   *Visit
	ws      *store.Workspace
	entered int
	other   int
	page    vault.Recovery
	joiner
}

func (g *gate) options(o store.Options) store.Options {
	o.Now, o.Cost = func() time.Time { return noon }, vault.Lowest
	return storetest.Options(o)
}

func (g *gate) Unlock(ctx context.Context, phrase string) (err error) {
	if g.visit.Sample {
		phrase = storetest.Phrase
	}
	g.ws, err = store.Open(ctx, g.visit.Dir, g.options(store.Options{Phrase: phrase}))
	return err
}

func (g *gate) Sitters(ctx context.Context, key Rescue) ([]Sitter, error) {
	seats, err := store.Sitters(ctx, g.visit.Dir, store.Options{Recovery: key.Recovery, Office: key.Office})
	var out []Sitter
	for _, s := range seats {
		out = append(out, Sitter{s.ID, s.Who.Name, s.Laptop})
	}
	return out, err
}

func (g *gate) Recover(ctx context.Context, key Rescue, s Sitter, phrase string) (err error) {
	g.ws, err = store.Open(ctx, g.visit.Dir, g.options(store.Options{Phrase: phrase, Recovery: key.Recovery, Office: key.Office, RecoverFor: s.Seat, Laptop: s.Laptop}))
	return err
}

func (g *gate) Make(ctx context.Context, phrase string, _ func(int, int, string)) (err error) {
	v := g.visit
	g.ws, err = store.Create(ctx, v.Dir, g.options(store.Options{Phrase: phrase, Person: v.Person, Dept: v.Dept, Laptop: v.Laptop}))
	return err
}

func (g *gate) NewKey(ctx context.Context) (vault.Recovery, error) { return g.ws.NewRecovery(ctx) }
func (g *gate) KeepKey(ctx context.Context, k vault.Recovery) error {
	return g.ws.KeepRecovery(ctx, k)
}
func (g *gate) Page(key vault.Recovery) ([]byte, error) { g.page = key; return []byte("%PDF"), nil }
func (g *gate) Enter()                                  { g.entered++ }
func (g *gate) Other()                                  { g.other++ }

type world struct {
	t    *testing.T
	host *shelltest.Host
	gate *gate
	room *Room
}

func enter(t *testing.T, v Visit, page string) *world {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	g := &gate{visit: &v}
	t.Cleanup(func() {
		if g.ws != nil {
			_ = g.ws.Close()
		}
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	x := &world{t: t, host: shelltest.New(t, app.Desk{Now: func() time.Time { return noon }}), gate: g}
	x.room = New(x.host, g, &v)
	x.host.Show(x.room, shell.Route{Room: shell.RoomUnlock + "/" + page})
	return x
}

// go follows the route the room asked for.
func (x *world) follow() {
	x.t.Helper()
	if len(x.host.Routes) == 0 {
		x.t.Fatal("the room leads nowhere")
	}
	x.room.Open(x.host.Routes[len(x.host.Routes)-1])
}

func (x *world) press(key string) {
	x.t.Helper()
	b := shelltest.Button(x.room.Content(), i18n.T(key))
	if b == nil {
		x.t.Fatalf("there is no button %q", i18n.T(key))
	}
	test.Tap(b)
}

func (x *world) fill(texts ...string) {
	x.t.Helper()
	all := shelltest.Entries(x.room.Content())
	if len(all) != len(texts) {
		x.t.Fatalf("%d entries, not %d", len(all), len(texts))
	}
	for i, text := range texts {
		all[i].SetText(text)
	}
}

func (x *world) refused(code string) {
	x.t.Helper()
	if got := x.room.fault.Text(); code == "" && got != "" || code != "" && !strings.HasPrefix(got, sentence(code)) {
		x.t.Fatalf("says %q, not %q", got, code)
	}
}

// sentence is the beginning of the sentence of an error, up to its first place to fill.
func sentence(code string) string {
	text := i18n.T("error." + code)
	text, _, _ = strings.Cut(text, "{")
	return text
}

// made makes a workspace and closes it.
func made(t *testing.T) (dir string, key vault.Recovery) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "联审.lianshen")
	ws, err := store.Create(t.Context(), dir, storetest.Options(store.Options{Now: func() time.Time { return noon }, Person: "张样本", Laptop: "甲机", Cost: vault.Lowest}))
	if err != nil {
		t.Fatal(err)
	}
	key, err = ws.NewRecovery(t.Context())
	if err := errors.Join(err, ws.KeepRecovery(t.Context(), key), ws.Close()); err != nil {
		t.Fatal(err)
	}
	return dir, key
}

func TestOnlyTheRightPhraseOpens(t *testing.T) {
	dir, _ := made(t)
	x := enter(t, Visit{Dir: dir, Name: "联审"}, "")
	x.press("unlock.do")
	x.refused("phrase.empty")
	x.fill("not the phrase")
	x.press("unlock.do")
	x.refused("phrase.wrong")
	if x.gate.ws != nil {
		t.Fatal("a wrong phrase opens")
	}
	if e := shelltest.Entries(x.room.Content())[0]; e.Text != "" || e.Disabled() || !e.Password {
		t.Errorf("after a wrong phrase the entry has %d characters, disabled %v", len(e.Text), e.Disabled())
	}
	x.fill(storetest.Phrase)
	shelltest.Entries(x.room.Content())[0].OnSubmitted("")
	if x.gate.ws == nil || x.gate.ws.Me().Name != "张样本" {
		t.Error("the phrase does not open")
	}
	x.refused("")
}

func TestWhileItIsBeingOpenedNothingIsAsked(t *testing.T) {
	x := enter(t, Visit{Dir: "/a/联审.lianshen", Name: "联审", Opening: true}, "")
	if len(shelltest.Entries(x.room.Content())) != 0 || !shelltest.Says(x.room.Content(), i18n.T("unlock.opening")) {
		t.Error("the room asks for what it was given, or does not say what it does")
	}
	bar := x.room.bar
	x.room.Hidden()
	if bar == nil || bar.Running() {
		t.Error("the bar goes on unseen")
	}
}

func TestASampleAsksForNothing(t *testing.T) {
	dir, _ := made(t)
	x := enter(t, Visit{Dir: dir, Name: "联审", Sample: true}, "")
	if len(shelltest.Entries(x.room.Content())) != 0 {
		t.Fatal("a sample asks for a phrase")
	}
	x.press("unlock.sample.do")
	if x.gate.ws == nil {
		t.Error("it does not open")
	}
}

func TestTheRecoveryKeyOpensAtANewSeatAndIsReplaced(t *testing.T) {
	dir, key := made(t)
	x := enter(t, Visit{Dir: dir, Name: "联审"}, "")
	x.press("unlock.forgot")
	x.follow()

	wrong := strings.Split(key.String(), "-")
	wrong[4] = flip(wrong[4])
	x.fill(strings.Join(wrong, "-"))
	x.press("unlock.recover.check")
	if want, _ := i18n.Error(app.Refuse("recovery.form", "group", 5)); !strings.HasPrefix(x.room.fault.Text(), want) {
		t.Fatalf("says %q, not %q", x.room.fault.Text(), want)
	}
	x.fill(strings.ToLower(strings.ReplaceAll(key.String(), "-", "  ")))
	if !shelltest.Says(x.room.Content(), i18n.T("unlock.recover.sound")) {
		t.Error("a sound key is not told while it is typed")
	}
	x.press("unlock.recover.check")
	x.refused("")
	x.fill(fresh, fresh[:len(fresh)-3])
	x.press("unlock.recover.do")
	x.refused("phrase.differ")
	x.fill(fresh, fresh)
	x.press("unlock.recover.do")
	if x.gate.ws == nil || x.gate.ws.Me().Name != "张样本" {
		t.Fatal("the recovery key does not open")
	}
	x.press("unlock.recover.newkey")
	next := x.room.visit.key
	if next == (vault.Recovery{}) || next == key || !shelltest.Says(x.room.Content(), next.Groups()[3]) {
		t.Error("no new recovery key is shown")
	}
	if err := errors.Join(x.gate.KeepKey(t.Context(), next), x.gate.ws.Close()); err != nil {
		t.Fatal(err)
	}
	if err := x.gate.Unlock(t.Context(), storetest.Phrase); app.CodeOf(err) != "phrase.wrong" {
		t.Errorf("the forgotten phrase still opens: %v", err)
	}
	if _, err := store.Sitters(t.Context(), dir, store.Options{Recovery: &key}); app.CodeOf(err) != "recovery.wrong" {
		t.Errorf("the old recovery key still opens: %v", err)
	}
	if err := x.gate.Unlock(t.Context(), fresh); err != nil {
		t.Error(err)
	}
}

func TestTheOfficesSecretKeyOpensInTheSameField(t *testing.T) {
	dir, _ := made(t)
	secret, public, err := vault.NewOffice()
	if err != nil {
		t.Fatal(err)
	}
	x := enter(t, Visit{Dir: dir, Name: "联审"}, PageRecover)
	x.fill(secret)
	x.press("unlock.recover.check")
	x.refused("escrow.none")
	if err := x.gate.Unlock(t.Context(), storetest.Phrase); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(x.gate.ws.SetOffice(t.Context(), public), x.gate.ws.Close()); err != nil {
		t.Fatal(err)
	}
	x.gate.ws = nil

	other, _, err := vault.NewOffice()
	if err != nil {
		t.Fatal(err)
	}
	x.fill(other)
	x.press("unlock.recover.check")
	x.refused("escrow.wrong")
	x.fill(secret[:60])
	if shelltest.Says(x.room.Content(), i18n.T("unlock.recover.sound.office")) || !shelltest.Says(x.room.Content(), i18n.T("unlock.recover.count", "n", 57, "total", 71)) {
		t.Error("nobody says how far a secret key is typed")
	}
	x.press("unlock.recover.check")
	x.refused("office.form")
	x.fill("# public key: " + public + "\r\n" + secret[:40] + "\r\n  " + secret[40:] + "\r\n")
	if !shelltest.Says(x.room.Content(), i18n.T("unlock.recover.sound.office")) {
		t.Error("a sound secret key is not told while it is typed")
	}
	x.press("unlock.recover.check")
	x.refused("")
	x.fill(fresh, fresh)
	x.press("unlock.recover.do")
	if x.gate.ws == nil || x.gate.ws.Me().Name != "张样本" || x.gate.ws.Seat().Follows == "" {
		t.Fatal("the office's key opens at no new seat")
	}
	if !shelltest.Says(x.room.Content(), i18n.T("unlock.recover.done.office")) || x.gate.ws.Office() != public {
		t.Error("the office's key is not told to go on, or does not")
	}
}

// flip changes one character of a group into another one of the alphabet.
func flip(group string) string {
	if group[0] == '7' {
		return "8" + group[1:]
	}
	return "7" + group[1:]
}

func TestTheFirstStartMakesAWorkspaceWithAPhraseAndAKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "示例市")
	x := enter(t, Visit{Dir: dir + Suffix}, PageCreate)
	x.fill(dir, "", "联审办", "三号机")
	x.press("unlock.next")
	x.refused("unlock.noperson")
	x.fill(dir, " 张样本 ", "联审办", "三号机")
	x.press("unlock.next")
	x.refused("")
	x.fill("联审办张样本", "联审办张样本")
	x.press("unlock.create.do")
	x.refused("phrase.weak")
	x.fill(fresh, fresh)
	x.press("unlock.create.do")
	if x.gate.ws == nil {
		t.Fatal(x.room.fault.Text())
	}
	if me, seat := x.gate.ws.Me(), x.gate.ws.Seat(); me.Name != "张样本" || me.Dept != "联审办" || seat.Laptop != "三号机" || x.gate.ws.Dir() != dir+Suffix {
		t.Errorf("made for %+v at %+v", me, seat)
	}
	key := x.room.visit.key
	x.room.build() // the system went from light to dark: the key still waits
	x.press("key.kept")
	if x.gate.entered != 0 {
		t.Fatal("the workspace shows before the key was checked")
	}
	for _, e := range shelltest.Entries(x.room.Content()) {
		e.SetText("0000")
	}
	x.press("key.check.do")
	if x.gate.entered != 0 {
		t.Fatal("a wrong group is taken")
	}
	groups := key.Groups()
	all := shelltest.Entries(x.room.Content())
	n := 0
	for i, g := range groups {
		if shelltest.Says(x.room.Content(), i18n.T("key.check.group", "n", i+1)) {
			all[n].SetText(g)
			n++
		}
	}
	x.press("key.check.do")
	if x.gate.entered != 1 || x.room.visit.key != (vault.Recovery{}) {
		t.Error("the checked key does not lead into the workspace, or stays in memory")
	}
}

func TestAPlaceThatIsTakenIsSaidBeforeAnythingIsMade(t *testing.T) {
	dir, _ := made(t)
	x := enter(t, Visit{Dir: dir}, PageCreate)
	x.fill(dir, "张样本", "", "")
	x.press("unlock.next")
	x.refused("workspace.exists")
	x.press("unlock.back")
	if x.gate.other != 1 {
		t.Error("back leads nowhere")
	}
}
