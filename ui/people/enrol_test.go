package people

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

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

// requested makes a request on another laptop and gives where its workspace is going to be, and its file.
func requested(t *testing.T, person string) (dir, file string, r exchange.Request) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "联审"+store.Suffix)
	r, err := store.Ask(t.Context(), dir, store.AskOptions{Person: person, Dept: "审计局", Laptop: "三号机", Phrase: theirs, Cost: vault.Lowest, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := store.RequestFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), person+exchange.RequestSuffix)
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, file, r
}

// take has the page read a request, with the second group to be read out.
func (x *world) take(file string) {
	x.t.Helper()
	x.room.enrol.pick = func() int { return 1 }
	x.room.enrol.take(file)
}

// readOut types what the person reads out.
func (x *world) readOut(text string) {
	x.t.Helper()
	for _, e := range shelltest.Entries(x.room.enrol.left) {
		if e != x.room.enrol.file.Entry {
			e.SetText(text)
			return
		}
	}
	x.t.Fatal("nothing is asked to be read out")
}

func (x *world) check(text string) *kit.Check {
	x.t.Helper()
	c, ok := shelltest.Find(x.root(), func(c *kit.Check) bool { return strings.HasPrefix(c.Text, text) })
	if !ok {
		x.t.Fatalf("there is no tick %q", text)
	}
	return c
}

func TestASeatIsMadeFromARequestOnlyAfterItsFingerprintWasReadOut(t *testing.T) {
	ws := storetest.Sample(t, noon)
	x := enter(t, ws, PageEnrol)
	dir, file, r := requested(t, "王示范")
	x.take(file)
	groups := strings.Fields(r.Fingerprint())
	shown := func() (n int) {
		for _, g := range groups {
			if shelltest.Says(x.room.Content(), g) {
				n++
			}
		}
		return n
	}
	if n := shown(); n != 3 || shelltest.Says(x.room.Content(), groups[1]) {
		t.Errorf("%d groups are shown, or the one that is to be read out", n)
	}
	do := x.button("people.enrol.do")
	if !do.Disabled() {
		t.Fatal("the seat can be made before anything was compared")
	}
	for typed, same := range map[string]bool{"": false, groups[0]: false, groups[1][:3]: false, groups[1]: true, strings.Join(groups, "-"): true,
		" " + groups[1] + " ": true, strings.Join(groups[:3], " "): false, groups[1] + groups[1]: false} {
		if groups[0] == groups[1] && typed == groups[0] {
			continue
		}
		x.readOut(typed)
		if do.Disabled() == same {
			t.Errorf("%q: the seat can be made: %v", typed, !do.Disabled())
		}
	}
	x.readOut("0000")
	if groups[1] != "0000" && !x.says(i18n.T("people.enrol.differs")) {
		t.Error("a group that differs is not told")
	}
	x.readOut(groups[1])
	if n := shown(); n != 4 {
		t.Errorf("%d groups are shown in the end", n)
	}
	x.check(i18n.Enum("role", app.RoleInspector)).SetChecked(false)
	x.press("people.enrol.do")
	if !x.says(i18n.T("error.people.noroles")) {
		t.Error("a person without a role is not refused")
	}
	x.check(i18n.Enum("role", app.RoleStrandLead)).SetChecked(true)

	pick, _ := shelltest.Find(x.root(), func(*widget.RadioGroup) bool { return true })
	pick.SetSelected(i18n.T("people.scope.choose.part"))
	x.press("people.enrol.do")
	if !x.says(i18n.T("error.people.noscope")) {
		t.Error("a scope of nothing is not refused")
	}
	zone := x.room.now.zones[0]
	x.check(zone.Name).SetChecked(true)
	within := 0
	for _, c := range x.room.now.cases {
		if c.Zone == zone.ID {
			within++
		}
	}
	if within == 0 || within == len(x.room.now.cases) {
		t.Fatalf("%d cases in the zone", within)
	}
	want := i18n.T("people.scope.follows", "n", within, "total", len(x.room.now.cases), "strands", i18n.T("people.scope.allstrands"))
	if !x.says(want) {
		t.Errorf("nobody says %q", want)
	}
	x.press("people.enrol.do")
	all := x.seats()
	i := slices.IndexFunc(all, func(s store.SeatState) bool { return s.Who.Name == "王示范" })
	if i < 0 || all[i].Key != r.Seat || !all[i].Zones.Has(string(zone.ID)) || len(all[i].Zones) != 1 || all[i].Here || !all[i].Who.Roles.Has(string(app.RoleStrandLead)) ||
		all[i].Who.Roles.Has(string(app.RoleInspector)) || all[i].Who.Dept != "审计局" {
		t.Fatalf("seats %+v, errors %v", all, x.host.Errors)
	}

	stick := t.TempDir()
	place := shelltest.Entries(x.room.enrol.right)[0]
	place.SetText(filepath.Join(stick, "gone"))
	x.press("people.enrol.pack")
	if !x.says(strings.Split(i18n.T("error.ask.nofolder"), "{")[0]) {
		t.Error("a folder that is not there is not told")
	}
	place.SetText(stick)
	x.press("people.enrol.pack")
	sent := x.room.enrol.pack.sent
	if sent == nil || sent.Kind != exchange.RoundPack || !x.says(i18n.T("people.enrol.pack.done")) {
		t.Fatalf("written: %+v, errors %v", sent, x.host.Errors)
	}
	v, err := store.PeekPack(t.Context(), dir, sent.Paths, theirs)
	if err != nil || v.Cases != within || v.Person.Name != "王示范" {
		t.Errorf("the pack holds %d cases for %q, %v", v.Cases, v.Person.Name, err)
	}
	x.host.Win.Canvas().Capture() // it can be painted
	x.press("people.enrol.next")
	if x.room.enrol.request != nil {
		t.Error("the request stays in hand")
	}
}

func TestAKnownPersonKeepsTheRolesAndGetsTheScopeOfTheGroup(t *testing.T) {
	ws := storetest.Sample(t, noon)
	x := enter(t, ws, "")
	var member app.Person
	var group app.Group
	for _, g := range x.room.now.groups {
		for _, p := range x.room.now.people {
			if g.Zone != "" && g.Leader != p.ID && g.Members.Has(string(p.ID)) && p.Roles.Has(string(app.RoleInspector)) && len(p.Roles) == 1 {
				member, group = p, g
			}
		}
	}
	if member.ID == "" {
		t.Skip("no inspector belongs to a group of a zone in the sample")
	}
	_, file, r := requested(t, member.Name)
	x.room.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(file)})
	if n := len(x.host.Routes); n != 1 || x.host.Routes[0] != (shell.Route{Room: shell.RoomPeople + "/" + PageEnrol, Ref: file}) {
		t.Fatalf("a dropped request leads to %v", x.host.Routes)
	}
	x.room.Open(x.host.Routes[0])
	if x.room.enrol.request == nil || x.room.enrol.who.person.ID != member.ID {
		t.Fatalf("proposed for %+v", x.room.enrol.who.person)
	}
	if !x.says(i18n.T("people.enrol.roles.fixed")) {
		t.Error("roles of a known person can be changed here")
	}
	x.readOut(strings.Fields(r.Fingerprint())[x.room.enrol.asked])
	x.press("people.enrol.do")
	got, err := app.Get[app.Seat](t.Context(), ws, app.SeatID(r.Seat))
	if err != nil || got.Person != member.ID || !got.Zones.Has(string(group.Zone)) {
		t.Fatalf("%+v, %v, errors %v", got, err, x.host.Errors)
	}
	after, err := app.Get[app.Person](t.Context(), ws, member.ID)
	if err != nil || len(after.Roles) != len(member.Roles) || after.Dept != member.Dept {
		t.Errorf("the person became %+v, %v", after, err)
	}
	// The same request once more is somebody else's for nobody.
	x.room.enrol.take(file)
	x.readOut(strings.Fields(r.Fingerprint())[x.room.enrol.asked])
	who, _ := shelltest.Find(x.root(), func(s *kit.Select) bool { return true })
	who.SetSelectedIndex(0)
	x.check(i18n.Enum("role", app.RoleReviewer)).SetChecked(true)
	x.press("people.enrol.do")
	if len(x.seats()) != 2 {
		t.Error("one request makes two seats")
	}
}

func TestAFileThatIsNoRequestIsSaidInWordsOfItsOwn(t *testing.T) {
	x := enter(t, storetest.Empty(t, noon), PageEnrol)
	_, file, _ := requested(t, "王示范")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	put := func(raw []byte) string {
		path := filepath.Join(t.TempDir(), "x"+exchange.RequestSuffix)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ path, code string }{
		"nothing":     {"", "ask.nopath"},
		"not there":   {filepath.Join(t.TempDir(), "x"), "file.unreadable"},
		"a folder":    {t.TempDir(), "file.unreadable"},
		"foreign":     {put([]byte("hello")), "request.foreign"},
		"empty":       {put(nil), "request.foreign"},
		"cut":         {put(raw[:len(raw)-40]), "request.damaged"},
		"other names": {put([]byte(strings.Replace(string(raw), "王示范", "李示范", 1))), "request.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			x.take(c.path)
			if !x.says(strings.Split(i18n.T("error."+c.code), "{")[0]) || x.room.enrol.request != nil {
				t.Errorf("%s is not said, or a request is in hand", c.code)
			}
		})
	}
	if len(x.seats()) != 1 {
		t.Error("a seat was made")
	}
}

func TestTheScopeOfASeatIsShownAndChanged(t *testing.T) {
	ws := storetest.Sample(t, noon)
	x := enter(t, ws, "")
	_, _, r := requested(t, "王示范")
	seat, err := ws.Admit(t.Context(), r, app.Person{Name: "王示范", Roles: app.NewSet(string(app.RoleInspector))}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	x.room.Open(shell.Route{Room: shell.RoomPeople})
	change := x.button("people.scope.change")
	if !change.Disabled() {
		t.Error("the scope of no seat can be changed")
	}
	x.room.seats.SelectID(string(ws.Seat().ID))
	x.room.seats.OnSelect(kit.TableRow{})
	if !change.Disabled() {
		t.Error("one's own scope can be changed")
	}
	x.room.seats.SelectID(string(seat.ID))
	x.room.seats.OnSelect(kit.TableRow{})
	if !x.says(i18n.T("people.scope.follows.all", "n", len(x.room.now.cases))) {
		t.Error("nobody says what the seat is sent")
	}
	x.press("people.scope.change")
	pick, _ := shelltest.Find(x.root(), func(*widget.RadioGroup) bool { return true })
	pick.SetSelected(i18n.T("people.scope.choose.part"))
	x.press("people.scope.change.do")
	if !x.says(i18n.T("error.people.noscope")) {
		t.Error("nothing ticked is taken")
	}
	c := sortedCases(x.room.now.cases)[0]
	x.check(c.Number).SetChecked(true)
	x.check(i18n.T("strand." + string(app.Audit) + ".short")).SetChecked(true)
	x.press("people.scope.change.do")
	got, err := app.Get[app.Seat](t.Context(), ws, seat.ID)
	if err != nil || !got.Cases.Has(string(c.ID)) || !got.Strands.Has(string(app.Audit)) || len(got.Cases)+len(got.Strands)+len(got.Zones) != 2 {
		t.Fatalf("%+v, %v, errors %v", got, err, x.host.Errors)
	}
	if want := x.room.now.words(scopeOf(got)); !strings.Contains(want, c.Number) || !strings.Contains(want, i18n.T("strand."+string(app.Audit)+".short")) {
		t.Errorf("the list says %q", want)
	}
	x.room.seats.SelectID(string(seat.ID))
	x.room.seats.OnSelect(kit.TableRow{})
	x.press("people.scope.change")
	pick, _ = shelltest.Find(x.root(), func(*widget.RadioGroup) bool { return true })
	if pick.Selected != i18n.T("people.scope.choose.part") || !x.check(c.Number).Checked {
		t.Error("the choice does not begin with what is")
	}
	pick.SetSelected(i18n.T("people.scope.choose.all"))
	x.press("people.scope.change.do")
	if got, err = app.Get[app.Seat](t.Context(), ws, seat.ID); err != nil || !scopeOf(got).whole() {
		t.Errorf("widened to %+v, %v, errors %v", got, err, x.host.Errors)
	}
}
