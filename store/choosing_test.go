package store_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"lianshen/app"
	"lianshen/store/storetest"
)

// TestChoicesSettleWhatClashesAndTravel: what two laptops wrote apart waits for a choice, holds the gates until then, and
// is settled on every laptop by one choice, also by that of what is shown already.
func TestChoicesSettleWhatClashesAndTravel(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, group := l[0], l[1]
	c := someCase(t, office)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	finding := app.Finding{ID: app.DeriveID("test", c.ID, "finding"), Case: c.ID, Number: 90, Strand: app.Audit, Title: "坐支", Fact: "收入坐支。", Amount: 100}
	material := app.Material{ID: app.DeriveID("test", c.ID, "material"), Case: c.ID, Name: "台账", Kind: app.Ledger}
	must(app.Keep(ctx, group.Desk(), app.VerbSaveFinding, finding))
	must(app.Keep(ctx, group.Desk(), app.VerbSaveMaterial, material))
	storetest.Pass(t, group, office)
	storetest.Pass(t, office, group)

	// Who sits at the office leads groups as well here, and so writes in the case.
	person := office.Me()
	person.Roles = app.NewSet(append(person.Roles.Sorted(), string(app.RoleGroupLeader))...)
	must(office.Desk().SavePerson(ctx, person))
	must(app.Amend(ctx, office.Desk(), app.VerbSaveGroup, c.Group, func(g *app.Group) error {
		g.Members = app.NewSet(append(g.Members.Sorted(), string(person.ID))...)
		return nil
	}))
	edit := func(d app.Desk, f func(*app.Finding) error) {
		t.Helper()
		must(app.Amend(ctx, d, app.VerbSaveFinding, finding.ID, f))
	}
	edit(group.Desk(), func(f *app.Finding) error { f.Title, f.Amount = "坐收坐支", 300; return nil })
	edit(office.Desk(), func(f *app.Finding) error { f.Title, f.Amount = "坐支收入", 200; return nil })
	must(app.Discard[app.Material](ctx, group.Desk(), "", material.ID))
	must(app.Amend(ctx, office.Desk(), app.VerbSaveMaterial, material.ID, func(m *app.Material) error { m.Copies = 3; return nil }))
	storetest.Pass(t, group, office)

	open := func() []app.Clash {
		t.Helper()
		d, err := office.Dossier(ctx, c.ID)
		must(err)
		return d.Clashes
	}
	var got []string
	for _, x := range open() {
		got = append(got, string(x.Kind)+" "+x.Field)
	}
	if want := []string{"material ", "finding amount", "finding title"}; !slices.Equal(got, want) {
		t.Fatalf("%q clashes, want %q", got, want)
	}
	d, err := office.Dossier(ctx, c.ID)
	must(err)
	if missing := app.Blocking(app.ExitGate(d)); len(missing) < 3 || missing[0].Code != "clash" {
		t.Errorf("the stage waits for %+v", missing)
	}
	shown, err := app.Get[app.Finding](ctx, office, finding.ID)
	must(err)
	title, err := json.Marshal(shown.Title)
	must(err)
	must(office.Desk().Choose(ctx, app.Choice{Entity: finding.ID, Kind: app.KindFinding, Field: "title", Value: title}))
	must(office.Desk().Choose(ctx, app.Choice{Entity: finding.ID, Kind: app.KindFinding, Field: "amount", Value: json.RawMessage("400")}))
	must(office.Desk().Choose(ctx, app.Choice{Entity: material.ID, Kind: app.KindMaterial, Value: json.RawMessage("true")}))
	if left := open(); len(left) != 0 {
		t.Fatalf("it clashes still: %+v", left)
	}
	err = office.Desk().Choose(ctx, app.Choice{Entity: finding.ID, Kind: app.KindFinding, Field: "amount", Value: json.RawMessage("1")})
	if app.CodeOf(err) != "clash.none" {
		t.Errorf("choosing again: %v", err)
	}
	storetest.Pass(t, office, group)
	for _, w := range l {
		f, err := app.Get[app.Finding](ctx, w, finding.ID)
		must(err)
		m, err := app.Get[app.Material](ctx, w, material.ID)
		must(err)
		n, err := w.CountClashes(ctx)
		if err != nil || n != 0 || f.Title != shown.Title || f.Amount != 400 || m.Copies != 3 {
			t.Errorf("%s: %d clashes, %q %d, %d copies, %v", w.Me().Name, n, f.Title, f.Amount, m.Copies, err)
		}
		verified(t, w)
	}
	if stateOf(t, group) != stateOf(t, office) {
		t.Error("the laptops differ")
	}
}
