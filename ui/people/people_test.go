package people

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

const (
	fresh  = "三月里 借来的 青花茶壶 盖子"
	theirs = "沿河路口 修伞的老人 两只白鹅"
)

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

func TestMain(m *testing.M) {
	defer storetest.Clean()
	m.Run()
}

type world struct {
	t    *testing.T
	ws   *store.Workspace
	host *shelltest.Host
	room *Room
}

func enter(t *testing.T, ws *store.Workspace, page string) *world {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	x := &world{t: t, ws: ws, host: shelltest.New(t, ws.Desk())}
	x.room = New(x.host, ws, Config{Workspace: "联审", Drafts: kit.NewDrafts(), Page: func(vault.Recovery) ([]byte, error) { return []byte("%PDF"), nil }})
	x.host.Show(x.room, shell.Route{Room: shell.RoomPeople + "/" + page})
	t.Cleanup(func() {
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

// root is what is in view: the dialog when one is open.
func (x *world) root() fyne.CanvasObject {
	if top := x.host.Win.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return x.room.Content()
}

func (x *world) button(key string) *kit.Button {
	x.t.Helper()
	b := shelltest.Button(x.root(), i18n.T(key))
	if b == nil {
		x.t.Fatalf("there is no button %q", i18n.T(key))
	}
	return b
}

func (x *world) press(key string) { x.t.Helper(); test.Tap(x.button(key)) }

func (x *world) says(text string) bool {
	found := false
	shelltest.Walk(x.root(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*kit.Para); ok && strings.Contains(p.Text(), text) {
			found = true
		}
		return !found
	})
	return found
}

func (x *world) seats() []store.SeatState {
	x.t.Helper()
	all, err := x.ws.Seats(x.t.Context())
	if err != nil {
		x.t.Fatal(err)
	}
	return all
}

// person adds a person to the workspace.
func (x *world) person(name string, roles ...app.Role) app.ID {
	x.t.Helper()
	p := app.Person{ID: x.ws.Desk().NewID(), Name: name, Dept: "审计局", Roles: app.Set{}}
	for _, r := range roles {
		p.Roles[string(r)] = true
	}
	if err := x.ws.Desk().SavePerson(x.t.Context(), p); err != nil {
		x.t.Fatal(err)
	}
	x.room.Open(shell.Route{Room: shell.RoomPeople + "/" + x.room.page})
	return p.ID
}

func TestAPersonIsAddedWithRolesThatSayWhatTheyMay(t *testing.T) {
	x := enter(t, storetest.Empty(t, noon), "")
	if !x.says(i18n.T("people.alone")) {
		t.Error("nobody says that a single seat is bound by no role")
	}
	x.press("people.add")
	for _, role := range app.Roles {
		if !x.says(i18n.T("people.role." + string(role))) {
			t.Errorf("%s is not explained", role)
		}
	}
	name := shelltest.Entries(x.room.Content())[0]
	x.host.Win.Canvas().Focus(name)
	name.SetText("李示范")
	x.host.Win.Canvas().Unfocus()
	tick, ok := shelltest.Find(x.room.Content(), func(c *kit.Check) bool { return c.Text == i18n.Enum("role", app.RoleReviewer) })
	if !ok {
		t.Fatal("no role can be chosen")
	}
	tick.SetChecked(true)
	people, err := app.List[app.Person](t.Context(), x.ws, "")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(people, func(p app.Person) bool { return p.Name == "李示范" })
	if i < 0 || !people[i].Roles.Has(string(app.RoleReviewer)) || !people[i].Roles.Has(string(app.RoleInspector)) {
		t.Fatalf("kept: %+v, errors %v", people, x.host.Errors)
	}
}

func TestAColleagueGetsASeatAndIsLeftOut(t *testing.T) {
	x := enter(t, storetest.Empty(t, noon), "")
	x.person("李示范", app.RoleInspector)
	x.press("people.seat.add")
	x.press("people.seat.add.do")
	if !x.says(i18n.T("error.people.noperson")) {
		t.Error("a seat without a person is not refused")
	}
	who, _ := shelltest.Find(x.root(), func(*kit.Select) bool { return true })
	who.SetSelectedIndex(slices.IndexFunc(who.Options, func(s string) bool { return strings.HasPrefix(s, "李示范") }))
	entries := shelltest.Entries(x.root()) // laptop, phrase, phrase
	entries[0].SetText("乙机")
	entries[1].SetText(storetest.Phrase)
	entries[2].SetText(storetest.Phrase)
	x.press("people.seat.add.do")
	if !x.says(i18n.T("error.phrase.taken")) || len(x.seats()) != 1 {
		t.Fatal("somebody else's phrase is taken for a second seat")
	}
	entries[1].SetText(theirs)
	entries[2].SetText(theirs)
	x.press("people.seat.add.do")
	all := x.seats()
	if len(all) != 2 || all[1].Who.Name != "李示范" || all[1].Laptop != "乙机" || !all[1].Here || all[1].Mine {
		t.Fatalf("seats %+v, errors %v", all, x.host.Errors)
	}

	if !x.button("people.seat.out").Disabled() {
		t.Error("a seat can be left out though none is in hand")
	}
	x.room.seats.SelectID(string(all[0].ID))
	x.room.seats.OnSelect(kit.TableRow{})
	if !x.button("people.seat.out").Disabled() {
		t.Error("one's own seat can be left out")
	}
	x.room.seats.SelectID(string(all[1].ID))
	x.room.seats.OnSelect(kit.TableRow{})
	x.press("people.seat.out")
	entries = shelltest.Entries(x.root()) // reason, name
	entries[0].SetText("调离")
	entries[1].SetText("李示")
	x.press("people.seat.out.do")
	if all = x.seats(); !all[1].AtWork() {
		t.Fatal("left out without the name typed")
	}
	entries[1].SetText("李示范")
	x.press("people.seat.out.do")
	if all = x.seats(); all[1].AtWork() || all[1].OutWhy != "调离" || all[1].Here {
		t.Errorf("the seat stands as %+v, errors %v", all[1], x.host.Errors)
	}
}

func TestThePhraseIsChangedByWhoKnowsIt(t *testing.T) {
	x := enter(t, storetest.Empty(t, noon), PageMine)
	entries := shelltest.Entries(x.root()) // old, new, again, proof of the recovery key; the office's public key, proof
	if len(entries) != 6 {
		t.Fatalf("%d entries", len(entries))
	}
	for i, e := range entries {
		if e.Password == (i == 4) {
			t.Error("a pass phrase is typed in clear")
		}
	}
	old, first, second := entries[0], entries[1], entries[2]
	old.SetText("guessed")
	first.SetText(fresh)
	second.SetText(fresh)
	x.press("people.mine.change.do")
	if !x.says(i18n.T("error.phrase.wrong")) || x.ws.CheckPhrase(storetest.Phrase) != nil {
		t.Fatal("changed without the old phrase")
	}
	old.SetText(storetest.Phrase)
	x.press("people.mine.change.do")
	if !x.says(i18n.T("people.mine.changed")) {
		t.Error("nobody says that it was changed")
	}
	if err := x.ws.CheckPhrase(fresh); err != nil {
		t.Errorf("the new phrase: %v", err)
	}
	if err := x.ws.CheckPhrase(storetest.Phrase); app.CodeOf(err) != "phrase.wrong" {
		t.Errorf("the old phrase: %v", err)
	}
	for _, e := range []*kit.Entry{old, first, second} {
		if e.Text != "" {
			t.Error("a phrase stays in its field")
		}
	}
}

func TestARecoveryKeyIsDrawnAfterThePhraseAndCountsForNothingWhenThePageIsLeft(t *testing.T) {
	x := enter(t, storetest.Empty(t, noon), PageMine)
	if !x.says(i18n.T("people.mine.key.none")) {
		t.Error("nobody says that there is no recovery key")
	}
	proof := shelltest.Entries(x.root())[3]
	proof.SetText("guessed")
	x.press("people.mine.key.do")
	if x.ws.HasRecovery() || !x.says(i18n.T("error.phrase.wrong")) {
		t.Fatal("made without the phrase")
	}
	proof.SetText(storetest.Phrase)
	x.press("people.mine.key.do")
	if x.ws.HasRecovery() || x.room.mine.handover == nil || !x.says(i18n.T("key.text")) {
		t.Fatal("no recovery key is handed over, or it counts before anybody has it")
	}
	x.host.Win.Canvas().Capture() // it can be painted
	x.room.Hidden()
	x.room.Open(shell.Route{Room: shell.RoomPeople + "/" + PageMine})
	if x.room.mine.handover != nil || !x.says(i18n.T("people.mine.key.none")) {
		t.Error("the key still shows when one comes back, or counts though nobody was shown to have it")
	}
}

func TestTheOfficesKeyIsSetAndTakenAwayByWhoKnowsThePhrase(t *testing.T) {
	x := enter(t, storetest.Empty(t, noon), PageMine)
	secret, key, err := vault.NewOffice()
	if err != nil {
		t.Fatal(err)
	}
	if !x.says(i18n.T("people.mine.office.none")) || shelltest.Button(x.root(), i18n.T("people.mine.office.drop")) != nil {
		t.Error("nobody says that there is no office key, or it can be taken away")
	}
	card := func() (public, proof *kit.Entry) { all := shelltest.Entries(x.root()); return all[4], all[5] }
	public, proof := card()
	half := shelltest.Entries(x.root())[1]
	half.SetText(fresh) // typed in the card beside it
	for _, c := range []struct{ public, proof, code string }{
		{"", storetest.Phrase, "people.nooffice"},
		{secret, storetest.Phrase, "people.officesecret"},
		{key, "", "people.nophrase"},
		{key, "guessed", "phrase.wrong"},
		{key[:30], storetest.Phrase, "escrow.form"},
	} {
		public.SetText(c.public)
		proof.SetText(c.proof)
		x.press("people.mine.office.set")
		if !x.says(i18n.T("error."+c.code)) || x.ws.Office() != "" {
			t.Errorf("%s is not said, or set is %q", c.code, x.ws.Office())
		}
		if public.Text == secret {
			t.Error("the secret half stays on the screen")
		}
	}
	public.SetText(key[:20] + "\n" + key[20:])
	proof.SetText(storetest.Phrase)
	x.press("people.mine.office.set")
	if x.ws.Office() != key || !x.says(key) || !x.says(i18n.T("people.mine.office.done")) {
		t.Fatalf("set is %q, errors %v", x.ws.Office(), x.host.Errors)
	}
	if all := shelltest.Entries(x.root()); all[1] != half || half.Text != fresh {
		t.Error("what was typed beside it is gone")
	}
	x.host.Win.Canvas().Capture() // it can be painted
	if public, proof = card(); public.Text != "" || proof.Text != "" {
		t.Error("the fields keep what was typed")
	}
	x.press("people.mine.office.drop")
	if x.ws.Office() != key || !x.says(i18n.T("error.people.nophrase")) {
		t.Fatal("taken away without the phrase")
	}
	proof.SetText(storetest.Phrase)
	x.press("people.mine.office.drop")
	if x.ws.Office() != "" || !x.says(i18n.T("people.mine.office.dropped")) || !x.says(i18n.T("people.mine.office.none")) {
		t.Errorf("taken away there is %q, errors %v", x.ws.Office(), x.host.Errors)
	}
}

func TestRecusalIsKeptPerCase(t *testing.T) {
	x := enter(t, storetest.Sample(t, noon), PageRecusal)
	cases := x.room.away.sorted()
	c, p := cases[0], x.room.now.people[0]
	tick, ok := shelltest.Find(x.root(), func(k *kit.Check) bool { return strings.HasPrefix(k.Text, p.Name) })
	if !ok {
		t.Fatal("nobody can be ticked")
	}
	tick.SetChecked(true)
	got, err := app.Get[app.Case](t.Context(), x.ws, x.room.away.shown)
	if err != nil || !got.Recused.Has(string(p.ID)) {
		t.Fatalf("kept %v, %v; errors %v", got.Recused, err, x.host.Errors)
	}
	if other, err := app.Get[app.Case](t.Context(), x.ws, cases[1].ID); err != nil || cases[1].ID == c.ID || other.Recused.Has(string(p.ID)) {
		t.Errorf("another case: %v %v", other.Recused, err)
	}
	if len(x.host.Errors) > 0 {
		t.Error(x.host.Errors)
	}
}

func TestWhoMayNotIsToldSoAndFindsTheButtonsAtRest(t *testing.T) {
	ws := storetest.Empty(t, noon)
	x := enter(t, ws, "")
	id := x.person("李示范", app.RoleInspector)
	if err := ws.AddSeat(t.Context(), id, "乙机", theirs); err != nil {
		t.Fatal(err)
	}
	dir := ws.Dir()
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := store.Open(t.Context(), dir, storetest.Options(store.Options{Now: func() time.Time { return noon }, Phrase: theirs}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := second.Close(); err != nil {
			t.Error(err)
		}
	})
	y := enter(t, second, "")
	if y.says(i18n.T("people.alone")) {
		t.Error("two seats are taken for one")
	}
	if !y.button("people.seat.add").Disabled() || shelltest.Button(y.root(), i18n.T("people.add")) != nil {
		t.Error("an inspector is offered to add people or seats")
	}
	want, _ := i18n.Error(app.Permit(t.Context(), second, second.Seat().ID, app.VerbEnrol, "", nil))
	if want == "" || !y.says(want) {
		t.Errorf("%q is not said", want)
	}
	y.room.Open(shell.Route{Room: shell.RoomPeople + "/" + PageMine})
	if !y.button("people.mine.office.set").Disabled() {
		t.Error("an inspector is offered to set the office's key")
	}
}
