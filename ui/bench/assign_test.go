package bench_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/bench"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// pick presses the button of a person in the dialog that asks who checks something.
func pick(t *testing.T, host *shelltest.Host, name string) {
	t.Helper()
	b, there := shelltest.Find(host.Win.Canvas().Overlays().Top(), func(b *kit.Button) bool { return strings.HasPrefix(b.Text, name) })
	if !there {
		t.Fatalf("%s is not offered", name)
	}
	b.Tapped(nil)
}

func TestItemsAreDividedAtTheItemAndInRows(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-01")
	d := dossier(t, ws, "LS2026-005")
	people := app.Checkers(d, app.Review)
	if len(people) < 2 {
		t.Fatalf("the sample has %d people for the strand", len(people))
	}
	list := codes(d, app.Review)
	from := slices.Index(list, "XR-7-01")
	before := answer(t, ws, "LS2026-005", "XR-7-01")

	press(host, "d")
	for _, p := range d.People { // nobody else is offered
		_, there := shelltest.Find(host.Win.Canvas().Overlays().Top(), func(b *kit.Button) bool {
			return b.Text == i18n.T("bench.assign.person", "name", p.Name, "n", 0)
		})
		if offered := app.Assignable(d, p, app.Review) == nil; there != offered {
			t.Errorf("%s is offered: %v", p.Name, there)
		}
	}
	pick(t, host, people[0].Name)
	after := answer(t, ws, "LS2026-005", "XR-7-01")
	if after.Person != people[0].ID || after.Conclusion != before.Conclusion || after.By != before.By {
		t.Errorf("was %+v, is %+v", before, after)
	}
	if !shelltest.Says(room.Content(), i18n.T("bench.assign.is", "name", people[0].Name)) {
		t.Error("the item does not say who checks it")
	}

	press(host, "g")
	press(host, "   ") // marks three rows
	_, records, _ := ws.Tip()
	press(host, "d")
	pick(t, host, people[1].Name)
	for _, code := range list[from : from+3] {
		if got := answer(t, ws, "LS2026-005", code).Person; got != people[1].ID {
			t.Errorf("%s is checked by %q", code, got)
		}
	}
	if _, now, _ := ws.Tip(); now-records != 1 {
		t.Errorf("%d records for one deed", now-records)
	}
	if host.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog is still there")
	}
	press(host, "g")
	if share := i18n.T("bench.people.share", "name", people[1].Name, "n", 0, "of", 3); !reads(room.Content(), share[:len(share)-4]) {
		t.Errorf("the section does not say how far %s has come", people[1].Name)
	}

	key(host, fyne.KeyUp) // marking left the row behind the three in hand
	press(host, "d")
	pick(t, host, i18n.T("bench.assign.none"))
	if a := answer(t, ws, "LS2026-005", list[from+2]); a.Person != "" {
		t.Errorf("still given to %q", a.Person)
	}
	if len(host.Errors) > 0 {
		t.Error(host.Errors)
	}
}

// reads tells whether a part of a text can be read anywhere.
func reads(root fyne.CanvasObject, part string) bool {
	_, there := shelltest.Find(root, func(p *kit.Para) bool { return strings.Contains(p.Text(), part) })
	return there
}

func TestWhatWasGivenToOneselfComesFirstAndIsListedAlone(t *testing.T) {
	ws := sample(t)
	d := dossier(t, ws, "LS2026-006")
	desk := ws.Desk()
	var me app.Person
	for _, p := range d.People {
		if p.Name == desk.Who {
			me = p
		}
	}
	other := app.Checkers(d, app.Audit)
	if len(other) == 0 {
		t.Fatal("nobody checks the strand in the sample")
	}
	open := ""
	for _, code := range slices.Backward(codes(d, app.Audit)) { // the last that waits, so that order alone does not lead to it
		if d.Answers[code].Conclusion == "" {
			open = code
			break
		}
	}
	if open == "" {
		t.Fatal("every item of the sample is answered")
	}
	who := other[0]
	if me.ID == "" { // the sample's own seat belongs to nobody of the group
		desk.Who = who.Name
	}
	if _, err := desk.AssignItems(t.Context(), d.Case.ID, []string{open}, who.ID); err != nil {
		t.Fatal(err)
	}
	desk.Who = who.Name
	host := shelltest.New(t, desk)
	room := bench.New(host, ws)
	room.NeverPause()
	host.Win.Canvas().SetOnTypedRune(func(r rune) { room.TypedRune(r) })
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: d.Case.ID})
	host.Win.Resize(room1366)
	if !shelltest.Says(room.Content(), i18n.T("bench.assign.is", "name", who.Name)) {
		t.Error("the bench did not open at the item given to who is at work")
	}
}
