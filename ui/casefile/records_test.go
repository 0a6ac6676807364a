package casefile

import (
	"context"
	"testing"

	"lianshen/app"
	"lianshen/ui/i18n"
)

func TestAFormFollowsWhatAnotherDeedChanges(t *testing.T) {
	x := sample(t)
	x.open("LS2026-001", "summary")
	m, ok := x.room.d.Meeting(app.Notification)
	if !ok {
		t.Fatal("the sample case has no notification meeting")
	}
	x.room.revealPlace(string(m.ID))
	before := len(m.Attendees)
	x.press(x.room.middle, i18n.T("case.attendees.add"))
	x.typeIn(x.form("name"), "name", "后到的人")
	x.typeIn(x.form("recorder"), "recorder", "新记录人")
	got, _ := x.dossier().Meeting(app.Notification)
	if len(got.Attendees) != before+1 || got.Recorder != "新记录人" {
		t.Errorf("%d attendees, recorder %q: one form undid the other", len(got.Attendees), got.Recorder)
	}

	x.open("LS2026-001", "rectification")
	var measure app.Measure
	for _, y := range x.room.d.Measures {
		if y.State == app.Rectifying {
			measure = y
		}
	}
	x.room.revealPlace(string(measure.ID))
	desk := x.ws.Desk()
	if err := app.Amend(context.Background(), desk, app.VerbSaveMeasure, measure.ID, func(y *app.Measure) error { y.Expected = "别处写的"; return nil }); err != nil {
		t.Fatal(err)
	}
	x.room.Changed(app.Deed{})
	x.typeIn(x.form("expected"), "section", "办公室")
	for _, y := range x.dossier().Measures {
		if y.ID == measure.ID && (y.Expected != "别处写的" || y.Section != "办公室") {
			t.Errorf("kept %q, %q", y.Expected, y.Section)
		}
	}
}

func TestEntriesOfAMapAreAddedRenamedAndRemoved(t *testing.T) {
	x := sample(t)
	x.open("LS2026-009", "entry")
	before := len(x.dossier().Case.Liaisons)
	x.press(x.room.middle, i18n.T("case.liaisons.add"))
	f := x.form("phone")
	x.typeIn(f, "post", "科员") // nothing is kept before it has a name
	if got := len(x.dossier().Case.Liaisons); got != before {
		t.Fatalf("%d liaisons, %d before", got, before)
	}
	x.typeIn(f, "name", "甲某")
	x.typeIn(f, "phone", "0000-1")
	x.typeIn(f, "name", "乙某")
	got := x.dossier().Case.Liaisons
	if len(got) != before+1 || got["乙某"] != (app.Liaison{Post: "科员", Phone: "0000-1"}) {
		t.Fatalf("liaisons %+v", got)
	}
	var list lister
	for _, l := range x.room.lists {
		l.each(func(id string) {
			if id == "乙某" {
				list = l
			}
			if l.unsaved(id) {
				t.Errorf("%q is said to be unsaved", id)
			}
		})
	}
	list.open("乙某")
	list.(*records[keyed[app.Liaison]]).remove("乙某")
	x.room.Changed(app.Deed{})
	if got := x.dossier().Case.Liaisons; len(got) != before {
		t.Errorf("after removing: %+v", got)
	}
}
