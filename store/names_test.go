package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

const secretName = "欧阳若溪"

// everything gives all that a workspace holds, and all that its log tells.
func everything(t testing.TB, w *store.Workspace) string {
	t.Helper()
	var b strings.Builder
	if err := w.All(context.Background(), func(_ app.Kind, _ app.ID, doc json.RawMessage) error {
		b.Write(doc)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	events, err := w.Timeline(context.Background(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		b.Write(e.Before)
		b.Write(e.After)
	}
	return b.String()
}

// TestNamesTravelOnlyToThoseWhoMaySeeThem: a package brings a name only to seats whose people may see it. To others it
// brings all the rest, and when they come to see the name, the next one brings that, too.
func TestNamesTravelOnlyToThoseWhoMaySeeThem(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local)
	office := storetest.Sample(t, now)
	c, err := office.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	alias := app.Alias{ID: office.Desk().NewID(), Case: c.ID, Name: secretName, Phone: "13900000000", Strands: app.NewSet(string(app.Review))}
	if _, err := office.Desk().SaveAlias(ctx, alias); err != nil {
		t.Fatal(err)
	}
	d, err := office.Dossier(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	talk := d.Talks[0]
	talk.Persons, talk.Strands = app.NewSet(string(alias.ID)), app.NewSet(string(app.Review), string(app.Audit))
	if _, err := office.Desk().WriteTalk(ctx, talk); err != nil {
		t.Fatal(err)
	}
	person := func(name string, strand app.Strand) app.Person {
		return app.Person{Name: name, Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet(string(strand))}
	}
	auditor := storetest.Join(t, office, person("甲审计", app.Audit), now)
	reviewer := storetest.Join(t, office, person("乙审查", app.Review), now)
	names := func(w *store.Workspace) int {
		all, err := app.List[app.Alias](ctx, w, "")
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if names(reviewer) != 1 {
		t.Error("who may see the name does not get it")
	}
	if text := everything(t, auditor); names(auditor) != 0 || strings.Contains(text, secretName) || strings.Contains(text, "13900000000") {
		t.Error("the name came to one who may not see it")
	}
	if talk, err = app.Get[app.Talk](ctx, office, talk.ID); err != nil {
		t.Fatal(err)
	}
	label := talk.Label // the code
	talk, err = app.Get[app.Talk](ctx, auditor, talk.ID)
	if err != nil || talk.Label != label || !talk.Persons.Has(string(alias.ID)) {
		t.Errorf("the talk: %+v, %v", talk, err)
	}
	talk.Place = "三楼" // a record that names a person unknown here can be written all the same
	if _, err := auditor.Desk().WriteTalk(ctx, talk); err != nil {
		t.Error(err)
	}
	if talk, err = app.Get[app.Talk](ctx, auditor, talk.ID); err != nil || talk.Label != label {
		t.Errorf("the talk as written: %+v, %v", talk, err)
	}
	talk.Persons = app.NewSet(string(alias.ID), string(office.Desk().NewID()))
	if _, err := auditor.Desk().WriteTalk(ctx, talk); app.CodeOf(err) != "reference.missing" {
		t.Errorf("a person that is none: %v", err)
	}

	both := store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{auditor.Seat().ID, reviewer.Seat().ID}, Full: true}
	size, err := office.MeasurePackage(ctx, both)
	if err != nil || !size.Narrowed {
		t.Errorf("a package to both leaves the name out and does not say so: %+v, %v", size, err)
	}
	alone, err := office.MeasurePackage(ctx, store.Outgoing{Kind: exchange.WorkPack, To: both.To[1:], Full: true})
	if err != nil || alone.Narrowed || alone.Records <= size.Records {
		t.Errorf("to the one %+v, to both %+v, %v", alone, size, err)
	}

	phrase := "coppice kettle anvil moth"
	sent := storetest.Write(t, office, store.Outgoing{Kind: exchange.ReadingPack, Phrase: phrase})
	copied, err := store.OpenReading(ctx, sent.Paths, filepath.Join(t.TempDir(), "阅览.lianshen"), store.ReadingKey{Phrase: phrase}, storetest.Options(store.Options{Now: func() time.Time { return now }}), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if names(copied) != 0 || strings.Contains(everything(t, copied), secretName) {
		t.Error("whoever has the phrase gets the name")
	}

	storetest.Pass(t, auditor, office)
	p := auditor.Me()
	p.Strands = app.NewSet(string(app.Review), string(app.Audit))
	if err := office.Desk().SavePerson(ctx, p); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, office, auditor)
	if names(auditor) != 1 {
		t.Error("who has come to see the name does not get it")
	}
	report, err := auditor.Verify(ctx, nil)
	if err != nil || !report.OK() {
		t.Errorf("%+v, %v", report, err)
	}
}

// A text in which somebody wrote a name goes to nobody who may not see the name, unless the sender, who may see it, says so.
func TestAPackageIsSearchedForNamesThatItsReceiversMayNotSee(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local)
	office := storetest.Sample(t, now)
	c, err := office.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := office.Desk().SaveAlias(ctx, app.Alias{Case: c.ID, Name: secretName, Strands: app.NewSet(string(app.Review))}); err != nil {
		t.Fatal(err)
	}
	person := func(name string, strand app.Strand) app.Person {
		return app.Person{Name: name, Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet(string(strand))}
	}
	auditor := storetest.Join(t, office, person("甲审计", app.Audit), now)
	reviewer := storetest.Join(t, office, person("乙审查", app.Review), now)
	d, err := office.Dossier(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	talk := d.Talks[0]
	if err := office.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: app.VerbSaveTalk, Case: c.ID, Changes: []app.Change{{Entity: talk.ID, Noun: app.KindTalk, Field: "text", Kind: app.Put, Value: json.RawMessage(`"据欧阳 若溪反映。"`)},
			{Entity: talk.ID, Noun: app.KindTalk, Field: "strands/audit", Kind: app.Put, Value: json.RawMessage("true")}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	write := func(o store.Outgoing) error {
		o.Kind = exchange.WorkPack
		_, err := office.WritePackage(ctx, o, store.WriteTo{Dir: t.TempDir()}, nil)
		return err
	}
	if _, err := office.MeasurePackage(ctx, store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{auditor.Seat().ID}}); err != nil {
		t.Errorf("measured: %v", err)
	}
	err = write(store.Outgoing{To: []app.ID{auditor.Seat().ID}})
	var refused *app.Error
	if !errors.As(err, &refused) || refused.Code != "names.found" || strings.Contains(fmt.Sprint(refused.Args), "若溪") || !strings.Contains(fmt.Sprint(refused.Args), "LS2026-001") {
		t.Errorf("to one who may not see the name: %v", err)
	}
	if _, err := office.PutInFolder(ctx, t.TempDir(), store.PutIn{To: []app.ID{auditor.Seat().ID}}, nil); app.CodeOf(err) != "names.found" {
		t.Errorf("put into a folder: %v", err)
	}
	if err := write(store.Outgoing{To: []app.ID{reviewer.Seat().ID}}); err != nil {
		t.Errorf("to one who may: %v", err)
	}
	if err := write(store.Outgoing{To: []app.ID{auditor.Seat().ID}, Names: true}); err != nil {
		t.Errorf("confirmed: %v", err)
	}
}
