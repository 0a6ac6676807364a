package handover

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

const phrase = "沿河路口 修伞的老人 两只白鹅"

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

func TestMain(m *testing.M) {
	defer storetest.Clean()
	m.Run()
}

// world is an office, a laptop that joined it, and the room on the laptop.
type world struct {
	t      *testing.T
	clock  time.Time
	office *store.Workspace
	laptop *store.Workspace
	host   *shelltest.Host
	room   *Room
	gone   string
}

// fresh makes an office and a laptop with a deed of its own that the office has not seen.
func fresh(t *testing.T) *world {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	x := &world{t: t, clock: noon}
	x.office = storetest.Empty(t, noon)
	me := x.office.Me()
	me.Roles = app.NewSet(string(app.RoleAdmin), string(app.RoleOffice))
	if err := x.office.Desk().SavePerson(t.Context(), me); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "三号机"+store.Suffix)
	r, err := store.Ask(t.Context(), dir, store.AskOptions{Person: "王示范", Laptop: "三号机", Phrase: phrase, Cost: vault.Lowest, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	seat, err := x.office.Admit(t.Context(), r, app.Person{Name: "王示范", Dept: "审计局", Roles: app.NewSet(string(app.RoleOffice))}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := x.office.WritePackage(t.Context(), store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}, Full: true}, store.WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	x.laptop, err = store.Join(t.Context(), dir, sent.Paths, dir, storetest.Options(store.Options{Now: func() time.Time { return x.clock }, Phrase: phrase}), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.laptop.Close(); err != nil {
			t.Error(err)
		}
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	x.work("青禾县")
	x.enter(x.laptop)
	return x
}

// work does a deed on the laptop.
func (x *world) work(name string) {
	x.t.Helper()
	x.clock = x.clock.Add(time.Minute)
	if err := x.laptop.Desk().SavePerson(x.t.Context(), app.Person{Name: name}); err != nil {
		x.t.Fatal(err)
	}
}

func (x *world) enter(ws *store.Workspace) {
	x.t.Helper()
	x.host = shelltest.New(x.t, ws.Desk())
	x.room = New(x.host, ws, Config{Workspace: "三号机", Version: "0.4", Now: func() time.Time { return noon }, Gone: func(dir string) { x.gone = dir }})
	x.host.Show(x.room, shell.Route{Room: shell.RoomHandover})
}

func (x *world) press(key string) {
	x.t.Helper()
	b := shelltest.Button(x.room.Content(), i18n.T(key))
	if b == nil {
		x.t.Fatalf("there is no button %q", i18n.T(key))
	}
	test.Tap(b)
}

// says says whether a paragraph has this text in it, up to its first place to fill.
func (x *world) says(text string) bool {
	text, _, _ = strings.Cut(text, "{")
	_, found := shelltest.Find(x.room.Content(), func(p *kit.Para) bool { return strings.Contains(p.Text(), text) })
	return found
}

func (x *world) entries() []*kit.Entry { return shelltest.Entries(x.room.Content()) }

// answer lets the office take a package in and write one back.
func (x *world) answer(paths []string, kind exchange.Kind) string {
	x.t.Helper()
	if len(paths) > 0 {
		if _, err := x.office.TakeIn(x.t.Context(), paths, store.TakeIn{}, nil); err != nil {
			x.t.Fatal(err)
		}
	}
	sent, err := x.office.WritePackage(x.t.Context(), store.Outgoing{Kind: kind, To: []app.ID{x.laptop.Seat().ID}}, store.WriteTo{Dir: x.t.TempDir()}, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	return sent.Paths[0]
}

// last writes the last package into a folder and gives its files.
func (x *world) last() []string {
	x.t.Helper()
	x.room.turn(stepPackage)
	x.entries()[0].SetText(x.t.TempDir())
	key := "handover.package.do"
	if !x.room.now.Begun.IsZero() {
		key = "handover.package.again"
	}
	x.press(key)
	if x.room.now.Package == nil {
		x.t.Fatalf("nothing was written: %v", x.host.Errors)
	}
	return x.room.now.Package.Paths
}

// confirm reads a file as the receipt.
func (x *world) confirm(path string) {
	x.t.Helper()
	x.room.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path)})
	x.press("handover.receipt.do")
}

func TestAWorkspaceIsWipedAfterTheOfficeConfirmedEverything(t *testing.T) {
	x := fresh(t)
	if x.room.step != stepPackage {
		t.Fatalf("begins with step %d", x.room.step)
	}
	x.entries()[0].SetText(filepath.Join(t.TempDir(), "gone"))
	x.press("handover.package.do")
	if !x.says(i18n.T("error.ask.nofolder")) || x.room.now.Package != nil {
		t.Error("a folder that is not there is not told")
	}
	paths := x.last()
	if !x.says(i18n.T("handover.package.done")) || !x.says(filepath.Base(paths[0])) {
		t.Error("nobody says what was written, and where")
	}
	x.press("handover.next")
	if !x.says(i18n.T("handover.receipt.lacks")) && !x.says(i18n.T("handover.receipt.none")) {
		t.Error("nobody says that the office has not confirmed anything")
	}
	x.confirm(x.answer(paths, exchange.ReceiptOnly))
	if !x.room.now.Ready || !x.says(i18n.T("handover.receipt.whole")) {
		t.Fatalf("the receipt does not count: %+v, %v", x.room.now.Lacking, x.host.Errors)
	}
	x.press("handover.next")
	for _, what := range []store.WipedWhat{store.WipedKeys, store.WipedDatabase} {
		if !x.says(i18n.T("wipe.what." + string(what))) {
			t.Errorf("nobody says that %s goes", what)
		}
	}
	if !x.says(i18n.T("handover.limit.flash")) {
		t.Error("nobody says what cannot be promised")
	}
	dir, out := x.laptop.Dir(), t.TempDir()
	all := x.entries() // place, phrase, word
	for _, c := range []struct{ place, phrase, word, code string }{
		{" ", phrase, i18n.T("handover.wipe.word"), "ask.nopath"},
		{dir, phrase, i18n.T("handover.wipe.word"), "handover.inside"},
		{out, " ", i18n.T("handover.wipe.word"), "phrase.empty"},
		{out, phrase, "clean", "handover.word"},
		{out, "guessed", i18n.T("handover.wipe.word"), "phrase.wrong"},
	} {
		all[0].SetText(c.place)
		all[1].SetText(c.phrase)
		all[2].SetText(c.word)
		x.press("handover.wipe.do")
		if !x.says(i18n.T("error." + c.code)) {
			t.Errorf("%s is not said", c.code)
		}
		if _, err := os.Stat(dir); err != nil || x.room.wiped != nil {
			t.Fatalf("%s: wiped all the same", c.code)
		}
	}
	taken := filepath.Join(out, x.room.recordName()) // the record cannot be saved
	if err := os.Mkdir(taken, 0o700); err != nil {
		t.Fatal(err)
	}
	all[1].SetText(phrase)
	x.press("handover.wipe.do")
	if _, err := os.Stat(dir); err != nil || x.room.wiped != nil || x.laptop.CheckPhrase(phrase) != nil {
		t.Fatal("wiped before the record was saved")
	}
	if err := os.Remove(taken); err != nil {
		t.Fatal(err)
	}
	all[1].SetText(phrase)
	x.press("handover.wipe.do")
	if _, err := os.Stat(dir); err == nil || x.room.wiped == nil {
		t.Fatalf("the workspace is there still: %v", x.host.Errors)
	}
	if all[1].Text != "" {
		t.Error("the phrase stays in the window")
	}
	saved, err := filepath.Glob(filepath.Join(out, "*.pdf"))
	if err != nil || len(saved) != 1 || !x.says(saved[0]) {
		t.Fatalf("saved %v, %v", saved, err)
	}
	x.press("handover.record.open")
	if len(x.host.Opened) != 1 || x.host.Opened[0] != saved[0] {
		t.Errorf("opened %v", x.host.Opened)
	}
	x.press("handover.finish")
	if x.gone != dir || store.Wiped(dir) {
		t.Errorf("left for %q, the sealed record is there still: %v", x.gone, store.Wiped(dir))
	}
	if len(x.host.Errors) > 0 {
		t.Error(x.host.Errors)
	}
}

func TestWhatTheOfficeLacksIsSaidPrecisely(t *testing.T) {
	x := fresh(t)
	paths := x.last()
	x.confirm(x.answer(nil, exchange.ReceiptOnly)) // the office has not taken the package in
	if x.room.now.Ready || x.room.now.Receipt == nil || x.room.now.Lacking.Own == 0 {
		t.Fatalf("%+v", x.room.now)
	}
	l := x.room.now.Lacking
	if !x.says(i18n.T("handover.lacks.records", "n", l.Records, "own", l.Own, "from", i18n.Moment(l.First), "to", i18n.Moment(l.Last))) || !x.says(i18n.T("handover.lacks.case", "case", i18n.T("handover.lacks.shared"), "n", l.Records)) {
		t.Errorf("nobody says that it lacks %+v", l)
	}
	receipt := x.answer(paths, exchange.ReceiptOnly)
	x.work("望溪区") // after the last package
	x.confirm(receipt)
	if x.room.now.Ready {
		t.Fatal("a deed after the last package counts as confirmed")
	}
	x.room.turn(stepPackage)
	if !x.says(i18n.T("handover.package.since", "n", 1)) {
		t.Error("nobody says that another package is needed")
	}
	x.confirm(x.answer(x.last(), exchange.ReceiptOnly))
	if !x.room.now.Ready {
		t.Errorf("%+v", x.room.now.Lacking)
	}
	x.press("handover.keepon")
	if !x.room.now.Begun.IsZero() || x.room.step != stepPackage {
		t.Error("it is not given up")
	}
}

func TestAReceiptThatBringsChangesGoesByWayOfTheExchange(t *testing.T) {
	x := fresh(t)
	paths := x.last()
	if err := x.office.Desk().SavePerson(t.Context(), app.Person{Name: "李示范"}); err != nil {
		t.Fatal(err)
	}
	work := x.answer(paths, exchange.WorkPack)
	x.confirm(work)
	if x.room.now.Ready {
		t.Fatal("taken in without being looked at")
	}
	top := x.host.Win.Canvas().Overlays().Top()
	if top == nil {
		t.Fatal("nobody says why")
	}
	test.Tap(shelltest.Button(top, i18n.T("handover.receipt.more.do")))
	if n := len(x.host.Routes); n != 1 || x.host.Routes[0] != (shell.Route{Room: shell.RoomExchange + "/in", Ref: work}) {
		t.Fatalf("leads to %v", x.host.Routes)
	}
	for name, path := range map[string]string{"ask.nopath": " ", "exchange.foreign": foreign(t), "exchange.own": paths[0]} {
		x.room.turn(stepReceipt)
		x.room.proof.file.Entry.SetText(path)
		x.press("handover.receipt.do")
		if !x.says(i18n.T("error." + name)) {
			t.Errorf("%s is not said", name)
		}
	}
}

func foreign(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.lspack")
	if err := os.WriteFile(path, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWithoutAReceiptAReasonIsKept(t *testing.T) {
	x := fresh(t)
	x.last()
	x.room.turn(stepReceipt)
	x.press("handover.without")
	if !x.says(i18n.T("handover.wipe.lacks")) {
		t.Error("nobody warns")
	}
	all := x.entries() // reason, place, phrase, word
	out := t.TempDir()
	all[1].SetText(out)
	all[2].SetText(phrase)
	all[3].SetText(i18n.T("handover.wipe.word"))
	x.press("handover.wipe.do")
	if !x.says(i18n.T("error.handover.noreason")) || x.room.wiped != nil {
		t.Fatal("wiped without a reason")
	}
	all[0].SetText("电脑今日交回")
	x.press("handover.wipe.do")
	if x.room.wiped == nil || x.room.wiped.record.Why != "电脑今日交回" || x.room.wiped.record.Receipt != nil {
		t.Errorf("%+v, %v", x.room.wiped, x.host.Errors)
	}
}

func TestARecordThatCannotBeSavedInTheEndIsSavedElsewhereBeforeItIsLost(t *testing.T) {
	x := fresh(t)
	paths := x.last()
	x.confirm(x.answer(paths, exchange.ReceiptOnly))
	x.press("handover.next")
	all := x.entries()
	out := t.TempDir()
	all[0].SetText(out)
	all[1].SetText(phrase)
	all[2].SetText(i18n.T("handover.wipe.word"))
	x.press("handover.wipe.do")
	if x.room.wiped == nil {
		t.Fatal(x.host.Errors)
	}
	x.room.wiped.unsaved = app.Refuse("file.unwritable", "path", out) // such as when the stick was pulled
	x.room.show()
	finish := shelltest.Button(x.room.Content(), i18n.T("handover.finish"))
	if !finish.Disabled() || !store.Wiped(x.room.wiped.dir) {
		t.Fatal("the record can be lost")
	}
	x.press("handover.record.again")
	top := x.host.Win.Canvas().Overlays().Top()
	other := filepath.Join(t.TempDir(), "record.pdf")
	shelltest.Entries(top)[0].SetText(other)
	test.Tap(shelltest.Button(top, i18n.T("handover.record.save")))
	if _, err := os.Stat(other); err != nil || !x.says(other) {
		t.Fatal(err)
	}
	x.press("handover.finish")
	if x.gone == "" {
		t.Error("it does not end")
	}
}
