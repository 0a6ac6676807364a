package unlock

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// joiner does what the program does where a laptop joins a round, on real requests and packages.
type joiner struct {
	visit  *Visit
	dirs   []string
	sticks []store.Stick
	ws     *store.Workspace
}

func (j *joiner) Ask(ctx context.Context, phrase string) (Asked, error) {
	v := j.visit
	r, err := store.Ask(ctx, v.Dir, store.AskOptions{Person: v.Person, Dept: v.Dept, Laptop: v.Laptop, Phrase: phrase, Cost: vault.Lowest, Now: func() time.Time { return noon }})
	if err == nil {
		j.dirs = append(j.dirs, v.Dir)
	}
	return asAsked(v.Dir, r), err
}

func asAsked(dir string, r exchange.Request) Asked {
	return Asked{ID: dir, Person: r.Person, Dept: r.Dept, Laptop: r.Laptop, On: app.DateOf(noon), Fingerprint: strings.Fields(r.Fingerprint()), File: r.Person + exchange.RequestSuffix}
}

func (j *joiner) AskedHere() (out []Asked, err error) {
	for _, dir := range j.dirs {
		r, err := store.Asked(dir)
		if err != nil {
			continue
		}
		out = append(out, asAsked(dir, r))
	}
	return out, nil
}

func (j *joiner) SaveRequest(a Asked, path string) error {
	raw, err := store.RequestFile(a.ID)
	if err != nil {
		return err
	}
	return os.WriteFile(path, raw, 0o644)
}

func (j *joiner) Slip(Asked) ([]byte, error)                      { return []byte("%PDF"), nil }
func (j *joiner) Forget(a Asked) error                            { return store.Withdraw(a.ID) }
func (j *joiner) Sticks(_ context.Context, f func([]store.Stick)) { f(j.sticks) }
func (j *joiner) Peek(ctx context.Context, path, phrase string) (Pack, error) {
	if len(j.dirs) > 0 {
		dir := j.dirs[0]
		v, err := store.PeekPack(ctx, dir, []string{path}, phrase)
		if err != nil {
			return Pack{}, err
		}
		return Pack{Path: path, Title: v.Title, Made: v.Made, From: v.From.Person, Office: strings.Fields(v.Fingerprint), Cases: v.Cases, For: v.Person.Name, Dir: dir, Asked: dir}, nil
	}
	v, err := store.PeekReading(ctx, []string{path}, store.ReadingKey{Phrase: phrase})
	if err != nil {
		return Pack{}, err
	}
	return Pack{Path: path, Reading: true, Own: true, Title: v.Title, Made: v.Made, From: v.From.Person, Office: strings.Fields(v.Fingerprint), Cases: v.Cases,
		Dir: filepath.Join(filepath.Dir(path), "copy"+Suffix)}, nil
}

func (j *joiner) Join(ctx context.Context, p Pack, phrase, own string, progress func(done, total int64)) (err error) {
	o := storetest.Options(store.Options{Now: func() time.Time { return noon }, Phrase: own})
	if p.Reading {
		j.ws, err = store.OpenReading(ctx, []string{p.Path}, p.Dir, store.ReadingKey{Phrase: phrase}, o, progress)
		return err
	}
	o.Phrase = phrase
	j.ws, err = store.Join(ctx, p.Asked, []string{p.Path}, p.Dir, o, progress)
	return err
}

func (g *gate) Record(_ context.Context, phrase, dir string) (string, error) {
	c, err := store.WipedCertificate(g.visit.Dir, phrase)
	if err != nil {
		return "", err
	}
	return "record.pdf", errors.Join(os.WriteFile(filepath.Join(dir, "record.pdf"), []byte(c.Dir), 0o600), store.DropCertificate(g.visit.Dir))
}

func TestTheRecordOfAWipedWorkspaceIsFetchedByItsPhrase(t *testing.T) {
	dir, _ := made(t)
	ws, err := store.Open(t.Context(), dir, storetest.Options(store.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ws.Wipe(t.Context(), store.WipeHow{Phrase: storetest.Phrase, Sure: true, Why: "test"}, nil); err != nil {
		t.Fatal(err)
	}
	x := enter(t, Visit{Dir: dir, Name: "联审"}, PageRecord)
	out := t.TempDir()
	for _, c := range []struct{ place, phrase, code string }{{" ", storetest.Phrase, "ask.nopath"}, {out, " ", "phrase.empty"}, {out, "guessed", "phrase.wrong"}, {out, storetest.Phrase, ""}} {
		x.fill(c.place, c.phrase)
		x.press("unlock.record.do")
		x.refused(c.code)
	}
	if raw, err := os.ReadFile(filepath.Join(out, "record.pdf")); err != nil || string(raw) != dir || store.Wiped(dir) {
		t.Errorf("%q, %v; what the wipe left is there: %v", raw, err, store.Wiped(dir))
	}
	x.press("unlock.ask.finish")
	if x.gate.other != 1 {
		t.Error("it leads nowhere")
	}
}

// join enters the room for joining.
func join(t *testing.T, v Visit, page string) *world {
	t.Helper()
	x := enter(t, v, page)
	x.gate.joiner.visit = x.room.visit
	t.Cleanup(func() {
		if ws := x.gate.joiner.ws; ws != nil {
			if err := ws.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return x
}

// ask goes through asking for a seat.
func (x *world) ask(dir string) Asked {
	x.t.Helper()
	x.fill("王示范", "审计局", "三号机", dir)
	x.press("unlock.next")
	x.refused("")
	x.fill(fresh, fresh)
	x.press("unlock.ask.do")
	x.refused("")
	if x.room.visit.Asked == nil {
		x.t.Fatal("nothing was asked")
	}
	return *x.room.visit.Asked
}

func TestAskingDrawsKeysAndShowsTheFingerprintOfTheFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "联审"+Suffix)
	x := join(t, Visit{Dir: dir}, PageAsk)
	for _, c := range []struct {
		entries []string
		code    string
	}{
		{[]string{"", "审计局", "三号机", dir}, "unlock.noperson"},
		{[]string{"王示范", "审计局", " ", dir}, "unlock.nolaptop"},
		{[]string{"王示范", "审计局", "三号机", " "}, "ask.nopath"},
		{[]string{"王示范", "审计局", "三号机", t.TempDir()}, ""},
	} {
		x.fill(c.entries...)
		x.press("unlock.next")
		x.refused(c.code)
	}
	x.press("unlock.back")
	a := x.ask(dir)
	for _, g := range a.Fingerprint {
		if len(g) != 4 || !shelltest.Says(x.room.Content(), g) {
			t.Fatalf("group %q is not shown", g)
		}
	}
	x.room.build() // the system went from light to dark: it still shows
	stick := t.TempDir()
	shelltest.Entries(x.room.Content())[0].SetText(filepath.Join(stick, "gone"))
	x.press("unlock.ask.save")
	x.refused("ask.nofolder")
	shelltest.Entries(x.room.Content())[0].SetText(stick)
	x.press("unlock.ask.save")
	x.refused("")
	raw, err := os.ReadFile(filepath.Join(stick, a.File))
	if err != nil {
		t.Fatal(err)
	}
	r, err := exchange.DecodeRequest(raw)
	if err != nil || r.Person != "王示范" || r.Dept != "审计局" || r.Laptop != "三号机" || !slices.Equal(strings.Fields(r.Fingerprint()), a.Fingerprint) {
		t.Errorf("the file is of %+v, %v", r, err)
	}
	if bytes.Contains(raw, []byte(fresh)) {
		t.Error("the file tells the phrase")
	}
	x.press("unlock.ask.finish")
	if x.gate.other != 1 {
		t.Error("it leads nowhere")
	}
}

func TestASingleStickIsWhereTheRequestGoes(t *testing.T) {
	dir, stick := filepath.Join(t.TempDir(), "联审"+Suffix), t.TempDir()
	x := join(t, Visit{Dir: dir}, PageAsk)
	x.gate.sticks = []store.Stick{{Root: stick, Label: "KEY"}}
	a := x.ask(dir)
	x.press("unlock.ask.save")
	if _, err := os.Stat(filepath.Join(stick, a.File)); err != nil {
		t.Error(err)
	}
}

func TestARequestIsTakenBackAfterAsking(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "联审"+Suffix)
	x := join(t, Visit{Dir: dir}, PageAsk)
	x.ask(dir)
	x.press("unlock.ask.forget")
	top := x.host.Win.Canvas().Overlays().Top()
	if _, err := store.Asked(dir); err != nil || top == nil {
		t.Fatal("gone without asking", err)
	}
	shelltest.Button(top, i18n.T("unlock.ask.forget.do")).Tapped(nil)
	if _, err := store.Asked(dir); app.CodeOf(err) != "ask.none" || x.gate.other != 1 {
		t.Errorf("still there: %v", err)
	}
}

// admitted lets an office enrol and write a pack for the seat that was asked for at dir.
func admitted(t *testing.T, dir string, office *store.Workspace) (pack string) {
	t.Helper()
	r, err := store.Asked(dir)
	if err != nil {
		t.Fatal(err)
	}
	seat, err := office.Admit(t.Context(), r, app.Person{Name: r.Person, Roles: app.NewSet(string(app.RoleInspector))}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return written(t, office, store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}, Full: true})
}

func written(t *testing.T, office *store.Workspace, o store.Outgoing) string {
	t.Helper()
	sent, err := office.WritePackage(t.Context(), o, store.WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sent.Paths[0]
}

func TestARoundPackMakesTheWorkspaceInThreePresses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "联审"+Suffix)
	x := join(t, Visit{Dir: dir}, PageAsk)
	x.ask(dir)
	office := storetest.Empty(t, noon)
	x.room.visit.Pack = admitted(t, dir, office) // the first press chose the file
	x.room.Open(shell.Route{Room: shell.RoomUnlock + "/" + PagePack})
	if !x.room.waits("王示范 · 三号机") {
		t.Error("nobody says whose phrase opens it")
	}
	entries := shelltest.Entries(x.room.Content())
	entries[1].SetText("guessed")
	x.press("unlock.pack.open")
	x.refused("phrase.wrong")
	if entries[1].Text != "" {
		t.Error("a phrase stays in the window")
	}
	entries[1].SetText(fresh)
	x.press("unlock.pack.open")
	x.refused("")
	if x.gate.joiner.ws != nil || x.room.visit.peeked == nil {
		t.Fatal("made before the person has seen what it is")
	}
	for _, g := range x.room.visit.peeked.Office {
		if !shelltest.Says(x.room.Content(), g) {
			t.Errorf("group %q of the sender is not shown", g)
		}
	}
	x.press("unlock.pack.join")
	x.refused("")
	ws := x.gate.joiner.ws
	if ws == nil || ws.Me().Name != "王示范" || ws.ID() != office.ID() || ws.Dir() != dir || x.room.visit.secret != "" {
		t.Fatalf("made: %v", ws)
	}
	here, err := app.List[app.Template](t.Context(), ws, "")
	there, err2 := app.List[app.Template](t.Context(), office, "")
	if err != nil || err2 != nil || len(here) != len(there) || len(here) == 0 {
		t.Errorf("%d checklists of %d, %v %v", len(here), len(there), err, err2)
	}
}

func TestWhatIsNoPackForHereIsSaidInWordsOfItsOwn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "联审"+Suffix)
	x := join(t, Visit{Dir: dir}, PageAsk)
	x.ask(dir)
	office := storetest.Empty(t, noon)
	pack := admitted(t, dir, office)
	raw, err := os.ReadFile(pack)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, raw []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	bent := bytes.Clone(raw)
	bent[len(bent)/2] ^= 1
	other := filepath.Join(t.TempDir(), "other"+Suffix)
	theirs, err := store.Ask(t.Context(), other, store.AskOptions{Person: "李示范", Phrase: fresh, Cost: vault.Lowest})
	if err != nil {
		t.Fatal(err)
	}
	seat, err := office.Admit(t.Context(), theirs, app.Person{Name: "李示范", Roles: app.NewSet(string(app.RoleInspector))}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ path, code string }{
		"none":            {"", "ask.nopath"},
		"not there":       {filepath.Join(t.TempDir(), "x.lspack"), "file.unreadable"},
		"a folder":        {t.TempDir(), "file.unreadable"},
		"a foreign file":  {put("x.lspack", []byte("hello")), "exchange.foreign"},
		"cut":             {put("cut.lspack", raw[:len(raw)/2]), "exchange.damaged"},
		"a bit flipped":   {put("bent.lspack", bent), "exchange.damaged"},
		"somebody else's": {written(t, office, store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}, Full: true}), "exchange.receiver"},
		"of another kind": {written(t, office, store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{app.SeatID(mustAsked(t, dir).Seat)}, Full: true}), "join.kind"},
	} {
		t.Run(name, func(t *testing.T) {
			x.room.visit.Pack, x.room.visit.peeked = c.path, nil
			x.room.Open(shell.Route{Room: shell.RoomUnlock + "/" + PagePack})
			shelltest.Entries(x.room.Content())[1].SetText(fresh)
			x.press("unlock.pack.open")
			x.refused(c.code)
			if x.room.visit.peeked != nil {
				t.Error("it is offered all the same")
			}
		})
	}
}

func mustAsked(t *testing.T, dir string) exchange.Request {
	t.Helper()
	r, err := store.Asked(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAReadingPackageOpensUnderAPhraseOfTheReadersOwn(t *testing.T) {
	office := storetest.Empty(t, noon)
	pack := written(t, office, store.Outgoing{Kind: exchange.ReadingPack, Phrase: "九月的河堤 一把旧口琴 两个人", Full: true})
	x := join(t, Visit{Pack: pack}, PagePack)
	shelltest.Entries(x.room.Content())[1].SetText(fresh)
	x.press("unlock.pack.open")
	x.refused("exchange.phrase")
	shelltest.Entries(x.room.Content())[1].SetText("九月的河堤 一把旧口琴 两个人")
	x.press("unlock.pack.open")
	x.refused("")
	if !shelltest.Says(x.room.Content(), i18n.T("unlock.pack.readonly")) {
		t.Error("nobody says that nothing can be changed")
	}
	entries := shelltest.Entries(x.room.Content())
	x.press("unlock.pack.read")
	x.refused("phrase.empty")
	entries[0].SetText(fresh)
	entries[1].SetText(fresh)
	x.press("unlock.pack.read")
	x.refused("")
	ws := x.gate.joiner.ws
	if ws == nil || !ws.Reading() || ws.CheckPhrase(fresh) != nil {
		t.Fatal("no copy for reading is made, or the phrase is another")
	}
}

// waits says whether the room tells of a request that waits.
func (r *Room) waits(name string) bool {
	return shelltest.Says(r.Content(), i18n.T("unlock.pack.waits", "names", name))
}
