package store

import (
	"encoding/json"
	"errors"
	"testing"

	"lianshen/app"
	"lianshen/store/shipped"
)

// rounds gives two rounds that share a person, a unit and an own law.
func rounds() (first, second []app.Noun, person app.Person, unit app.Unit, law app.Law) {
	person = app.Person{ID: newID(), Name: "王敏", Dept: "市委组织部"}
	unit = app.Unit{ID: newID(), Name: "青溪县", Kind: app.County}
	law = app.Law{ID: newID(), Code: "local-meals", Name: "青溪县公务接待办法", Status: "current"}
	one := app.Round{ID: newID(), Name: "2026年度", Year: 2026}
	two := app.Round{ID: newID(), Name: "2027年度", Year: 2027}
	first = []app.Noun{law, one, person, unit, app.Case{ID: newID(), Round: one.ID, Number: "LS2026-001", Unit: unit.ID}}
	second = []app.Noun{law, two, person, unit, app.Case{ID: newID(), Round: two.ID, Number: "LS2027-001", Unit: unit.ID}}
	return first, second, person, unit, law
}

func TestASecondRoundSharesPeopleUnitsAndLaws(t *testing.T) {
	w := bare(t)
	first, second, person, _, _ := rounds()
	if err := w.Load(ctx, first, app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	if err := w.Load(ctx, second, app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	if all, err := w.Rounds(ctx); err != nil || len(all) != 2 {
		t.Errorf("%d rounds, %v", len(all), err)
	}
	if events, err := w.History(ctx, person.ID, ""); err != nil || len(events) != 1 {
		t.Errorf("the shared person has a history of %d, %v", len(events), err)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestALoadThatBringsNothingNewLeavesNoRecord(t *testing.T) {
	w := bare(t)
	_, _, person, unit, law := rounds()
	shared := []app.Noun{law, person, unit}
	if err := w.Load(ctx, shared, app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	before := w.tip.record
	if err := w.Load(ctx, shared, app.VerbLoad); err != nil || w.tip.record != before {
		t.Errorf("record %d after %d, %v", w.tip.record, before, err)
	}
}

func TestWhatIsThereWithOtherContentIsRefusedByName(t *testing.T) {
	first, second, person, unit, law := rounds()
	other := person
	other.Dept = "市审计局"
	renamed := unit
	renamed.Name = "清溪县"
	samecode := law
	samecode.ID, samecode.Name = newID(), "望溪区公务接待办法"
	repealed := law
	repealed.Status = "repealed"
	for _, x := range []struct {
		name string
		now  app.Noun
		code string
		what string
	}{
		{"person", other, "noun.differs", "王敏"},
		{"unit", renamed, "noun.differs", "清溪县"},
		{"own law", repealed, "noun.differs", "青溪县公务接待办法"},
		{"another law of the same code", samecode, "noun.differs", "望溪区公务接待办法"},
		{"another kind", app.Zone{ID: person.ID, Round: first[1].NounID(), Name: "第一责任区"}, "noun.exists", "第一责任区"},
		{"round", first[1], "noun.exists", "2026年度"},
		{"case", first[4], "noun.exists", "LS2026-001"},
	} {
		t.Run(x.name, func(t *testing.T) {
			w := bare(t)
			if err := w.Load(ctx, first, app.VerbLoad); err != nil {
				t.Fatal(err)
			}
			before := w.tip.record
			err := w.Load(ctx, []app.Noun{second[1], x.now}, app.VerbLoad)
			var e *app.Error
			if !errors.As(err, &e) || e.Code != x.code || e.Args["name"] != x.what || e.Args["kind"] != app.Word("kind."+x.now.NounKind()) {
				t.Fatalf("refused as %v %v", err, e)
			}
			if w.tip.record != before {
				t.Error("a part of it was loaded")
			}
		})
	}
}

func TestALoadedLawAmendsTheShippedOneOnce(t *testing.T) {
	w := fresh(t)
	nouns, err := shipped.Nouns()
	if err != nil {
		t.Fatal(err)
	}
	var law app.Law
	var list app.Template
	for _, n := range nouns {
		switch n := n.(type) {
		case app.Law:
			law = n
		case app.Template:
			list = n
		}
	}
	mine := law
	mine.Status, mine.Number = "repealed", "令第999号"
	for range 2 { // the second time it is there already
		if err := w.Load(ctx, []app.Noun{mine}, app.VerbLoad); err != nil {
			t.Fatal(err)
		}
	}
	got, err := app.Get[app.Law](ctx, w, law.ID)
	if err != nil || got != mine {
		t.Errorf("%+v, %v", got, err)
	}
	events, err := w.History(ctx, law.ID, "status")
	if err != nil || len(events) != 2 || string(events[0].After) != `"repealed"` || string(events[0].Before) != mustJSON(law.Status) {
		t.Errorf("%+v, %v", events, err)
	}
	theirs := law
	theirs.Status = "amended"
	if err := w.Load(ctx, []app.Noun{theirs}, app.VerbLoad); app.CodeOf(err) != "noun.differs" {
		t.Errorf("an edit of the office is overwritten: %v", err)
	}
	list.Title += "（修订）"
	if err := w.Load(ctx, []app.Noun{list}, app.VerbLoad); app.CodeOf(err) != "noun.differs" {
		t.Errorf("a pinned checklist changes: %v", err)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v, %v", report, err)
	}
}

func mustJSON(s string) string {
	raw, _ := json.Marshal(s) // a string always encodes
	return string(raw)
}
