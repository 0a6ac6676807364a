package store

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
)

const packPhrase = "江 心 第二 座 沙洲"

// sheet gives a small checklist.
func sheet(version string, checks ...string) app.Template {
	t := app.Template{ID: app.TemplateID(app.Review, version), Strand: app.Review, Version: version, Title: "选人用人检查表 " + version}
	s := app.Section{Code: "XR-1", Name: "程序"}
	for i, c := range checks {
		s.Items = append(s.Items, app.Item{Code: "XR-1-0" + string(rune('1'+i)), Check: c})
	}
	t.Sections = []app.Section{s}
	return t
}

func days(year int, off ...int) app.DayTable {
	t := app.DayTable{ID: app.DayTableID(year), Year: year, Source: "通知"}
	for _, d := range off {
		t.Off = append(t.Off, app.CalendarDay{Date: app.Date{Year: year, Month: 10, Day: d}, Name: "国庆节", Mark: app.Verified})
	}
	return t
}

// draftTemplates gives a template package as another office would write it.
func draftTemplates(t testing.TB, w *Workspace, nouns ...app.Noun) exchange.Draft {
	t.Helper()
	raw, err := encodeTemplates(nouns)
	if err != nil {
		t.Fatal(err)
	}
	return exchange.Draft{Phrase: packPhrase, Work: 10, Sign: w.signer.Sign, Extra: raw, Manifest: exchange.Manifest{Kind: exchange.Templates, ID: newID(), Number: 1, Made: 1,
		From: exchange.Sender{Seat: w.signer.ID, Key: w.signer.Public(), Box: w.Seat().Box, Person: "外地联审办", Laptop: "外地"}}}
}

// withTemplates gives a workspace that has these nouns, and a case pinned to version 2026 of the checklist.
func withTemplates(t testing.TB, nouns ...app.Noun) *Workspace {
	t.Helper()
	w := bare(t)
	c := app.Case{ID: newID(), Number: "LS2026-001", Strands: map[app.Strand]app.CaseStrand{app.Review: {Template: "2026"}}}
	if err := w.Load(ctx, append(nouns, c), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTemplatesTravelBetweenOffices(t *testing.T) {
	from := withTemplates(t, sheet("2027", "看会议记录"), app.Law{ID: newID(), Code: "local-meals", Name: "公务接待办法", Status: "current"}, days(2027, 1, 2))
	var ids []app.ID
	for _, n := range []app.Noun{list[app.Template](t, from)[0], list[app.Law](t, from)[0], list[app.DayTable](t, from)[0]} {
		ids = append(ids, n.NounID())
	}
	sent, err := from.WriteTemplates(ctx, TemplatesOut{Nouns: ids, Phrase: packPhrase, work: 10}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if all, err := from.SentPackages(ctx); err != nil || len(all) != 1 || all[0].ID != sent.ID || all[0].Kind != exchange.Templates {
		t.Errorf("kept as %+v, %v", all, err)
	}
	to := bare(t)
	coming, err := to.ExamineTemplates(ctx, sent.Paths, packPhrase)
	if err != nil {
		t.Fatal(err)
	}
	if len(coming.Nouns) != 3 || coming.From.Enrolled || coming.From.Person != "王敏" || coming.Fingerprint != exchange.Fingerprint(from.signer.Public(), from.Seat().Box) {
		t.Errorf("%+v", coming)
	}
	for i, n := range coming.Nouns {
		if n.State != TemplateNew || n.ID != ids[i] {
			t.Errorf("%+v", n)
		}
	}
	before := to.tip.record
	done, err := to.TakeTemplates(ctx, sent.Paths, packPhrase, nil)
	if err != nil || done.New != 3 {
		t.Fatalf("%+v, %v", done, err)
	}
	if to.tip.record != before+1 {
		t.Errorf("%d deeds", to.tip.record-before)
	}
	if got := list[app.Template](t, to)[0]; got.Version != "2027" || got.Count() != 1 {
		t.Errorf("%+v", got)
	}
	again, err := to.TakeTemplates(ctx, sent.Paths, packPhrase, nil)
	if err != nil || again.Same != 3 || again.New != 0 || to.tip.record != before+1 {
		t.Errorf("a second time: %+v, %v", again, err)
	}
	sound(t, to)
}

func TestWhatDiffersIsShownFieldByField(t *testing.T) {
	law := app.Law{ID: newID(), Code: "local-meals", Name: "公务接待办法", Status: "current"}
	w := withTemplates(t, sheet("2026", "看会议记录", "看任免文件"), law, days(2026, 1, 2))
	other := bare(t)
	theirs := law
	theirs.ID, theirs.Status = newID(), "repealed" // another office drew another ID
	path := write(t, draftTemplates(t, other, sheet("2026", "看会议记录", "看干部档案"), theirs, days(2026, 1, 3)))
	coming, err := w.ExamineTemplates(ctx, []string{path}, packPhrase)
	if err != nil {
		t.Fatal(err)
	}
	type diff struct{ Field, Item string }
	want := map[app.Kind][]diff{app.KindTemplate: {{"sections", "XR-1-02"}}, app.KindLaw: {{"status", ""}},
		app.KindCalendar: {{"off", "2026-10-03"}, {"off", "2026-10-02"}}}
	for _, n := range coming.Nouns {
		var got []diff
		for _, d := range n.Differs {
			got = append(got, diff{d.Field, d.Item})
		}
		if n.State != TemplateDiffers || !slices.Equal(got, want[n.Kind]) {
			t.Errorf("%s: %s %v", n.Kind, n.State, got)
		}
		switch n.Kind {
		case app.KindLaw:
			if n.ID != law.ID || string(n.Differs[0].Here) != `"current"` || string(n.Differs[0].Comes) != `"repealed"` {
				t.Errorf("%+v", n)
			}
		case app.KindTemplate:
			var item app.Item
			if err := json.Unmarshal(n.Differs[0].Comes, &item); err != nil || item.Check != "看干部档案" || n.Pinned != 1 {
				t.Errorf("%+v, %v", n, err)
			}
		case app.KindCalendar:
			if n.Differs[0].Here != nil || n.Differs[1].Comes != nil {
				t.Errorf("%+v", n.Differs)
			}
		}
	}
	before := list[app.Template](t, w)
	for _, c := range []struct {
		name    string
		choices map[app.ID]TemplateChoice
		code    string
		want    TemplatesTaken
	}{
		{"a pinned checklist does not change", map[app.ID]TemplateChoice{before[0].ID: {Do: TemplateTake}}, "template.version", TemplatesTaken{}},
		{"a version that is there", map[app.ID]TemplateChoice{before[0].ID: {Do: TemplateAsVersion, Version: "2026"}}, "template.version", TemplatesTaken{}},
		{"no version", map[app.ID]TemplateChoice{before[0].ID: {Do: TemplateAsVersion}}, "template.version", TemplatesTaken{}},
		{"a law as a version", map[app.ID]TemplateChoice{law.ID: {Do: TemplateAsVersion, Version: "2"}}, "template.choice", TemplatesTaken{}},
		{"something else", map[app.ID]TemplateChoice{law.ID: {Do: "burn"}}, "template.choice", TemplatesTaken{}},
		{"nothing chosen", nil, "", TemplatesTaken{Skipped: 3}},
		{"all", map[app.ID]TemplateChoice{before[0].ID: {Do: TemplateAsVersion, Version: "2026-外地"}, law.ID: {Do: TemplateTake}, app.DayTableID(2026): {Do: TemplateTake}}, "",
			TemplatesTaken{New: 1, Changed: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tip := w.tip.record
			got, err := w.TakeTemplates(ctx, []string{path}, packPhrase, c.choices)
			if app.CodeOf(err) != c.code || got != c.want {
				t.Errorf("%+v, %v", got, err)
			}
			if changed := got.New+got.Changed > 0; changed != (w.tip.record > tip) {
				t.Errorf("%d records", w.tip.record-tip)
			}
		})
	}
	if old, err := app.Get[app.Template](ctx, w, before[0].ID); err != nil || old.Sections[0].Items[1].Check != "看任免文件" {
		t.Errorf("the pinned checklist is now %+v, %v", old, err)
	}
	if l, err := app.Get[app.Law](ctx, w, law.ID); err != nil || l.Status != "repealed" || len(list[app.Law](t, w)) != 1 {
		t.Errorf("%+v, %v", l, err)
	}
	if _, err := w.UndoLast(ctx); err != nil {
		t.Errorf("the deed is not taken back: %v", err)
	}
	sound(t, w)
}

func TestTemplatePackagesAreRefusedByName(t *testing.T) {
	w, other := withTemplates(t, sheet("2026", "看会议记录")), bare(t)
	good := draftTemplates(t, other, sheet("2027", "看会议记录"))
	with := func(f func(*exchange.Draft)) string {
		d := good
		f(&d)
		return write(t, d)
	}
	extra := func(text string) string { return with(func(d *exchange.Draft) { d.Extra = []byte(text) }) }
	cut := filepath.Join(t.TempDir(), "包.lspack")
	if raw, err := os.ReadFile(write(t, good)); err != nil || os.WriteFile(cut, raw[:len(raw)-30], 0o600) != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, phrase, code string }{
		{"another kind", write(t, draftOf(t, other, exchange.ReadingPack, nil, packPhrase)), packPhrase, "templates.kind"},
		{"wrong phrase", write(t, good), "别的 口令", "exchange.phrase"},
		{"no phrase", write(t, good), "", "exchange.phrase.none"},
		{"cut off", cut, packPhrase, "exchange.damaged"},
		{"nothing in it", with(func(d *exchange.Draft) { d.Extra = nil }), packPhrase, "templates.empty"},
		{"an empty list", extra(`{"nouns":[]}`), packPhrase, "templates.empty"},
		{"no JSON", extra(`{"nouns":`), packPhrase, "templates.noun"},
		{"a person", extra(`{"nouns":[{"kind":"person","noun":{"id":"0198a3c0-0000-7000-8000-000000000000","name":"x"}}]}`), packPhrase, "templates.noun"},
		{"a checklist against the rules", extra(`{"nouns":[{"kind":"template","noun":{"strand":"review","version":"1","sections":[{"code":"XR-1","items":[{"code":"JJ-1-01","check":"x"}]}]}}]}`), packPhrase, "templates.noun"},
		{"the same twice", write(t, draftTemplates(t, other, sheet("2027", "一"), sheet("2027", "二"))), packPhrase, "templates.noun"},
		{"a law without a name of its own", extra(`{"nouns":[{"kind":"law","noun":{"code":"x","name":"y","status":"current"}}]}`), packPhrase, "templates.noun"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tip := w.tip.record
			if _, err := w.ExamineTemplates(ctx, []string{c.path}, c.phrase); app.CodeOf(err) != c.code {
				t.Errorf("examined: %v, want %s", err, c.code)
			}
			if _, err := w.TakeTemplates(ctx, []string{c.path}, c.phrase, nil); app.CodeOf(err) != c.code || w.tip.record != tip {
				t.Errorf("taken: %v, want %s", err, c.code)
			}
		})
	}
	for _, c := range []struct {
		name string
		o    TemplatesOut
		code string
	}{
		{"nothing", TemplatesOut{Phrase: packPhrase}, "templates.none"},
		{"nobody", TemplatesOut{Nouns: []app.ID{app.TemplateID(app.Review, "2026")}}, "exchange.nobody"},
		{"a person", TemplatesOut{Nouns: []app.ID{w.Me().ID}, Phrase: packPhrase}, "templates.unfit"},
	} {
		if _, err := w.WriteTemplates(ctx, c.o, WriteTo{Dir: t.TempDir()}, nil); app.CodeOf(err) != c.code {
			t.Errorf("writing %s: %v, want %s", c.name, err, c.code)
		}
	}
}

func TestWhoMayNotKeepChecklistsTakesNone(t *testing.T) {
	w, _ := twoSeats(t)
	path := write(t, draftTemplates(t, bare(t), sheet("2027", "看会议记录")))
	w = as(t, w, hisPhrase)
	tip := w.tip.record
	if _, err := w.TakeTemplates(ctx, []string{path}, packPhrase, nil); app.CodeOf(err) != "role.verb" || w.tip.record != tip {
		t.Errorf("got %v", err)
	}
	if _, err := w.WriteTemplates(ctx, TemplatesOut{Nouns: []app.ID{"x"}, Phrase: packPhrase}, WriteTo{Dir: t.TempDir()}, nil); app.CodeOf(err) != "role.pack" {
		t.Errorf("writing: %v", err)
	}
}

// FuzzTemplates reads what somebody may have put into a package: whatever it is, what comes of it can be written and
// read again as it is, and nothing but checklists, laws and calendars comes of it.
func FuzzTemplates(f *testing.F) {
	good, err := encodeTemplates([]app.Noun{sheet("2027", "看会议记录"), app.Law{ID: newID(), Code: "x", Name: "y", Status: "current"}, days(2027, 1)})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{string(good), `{"nouns":[{"kind":"law","noun":null}]}`, `{"nouns":[{"kind":"calendar","noun":{"year":-1,"off":[{"date":"2027-13-41"}]}}]}`,
		`{"nouns":[{"kind":"template","noun":{"strand":"review","version":"v","sections":[{"code":"","items":[]}]}}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		nouns, err := decodeTemplates(raw)
		if err != nil || len(nouns) == 0 {
			return
		}
		for _, n := range nouns {
			if !slices.Contains(templateKinds, n.NounKind()) {
				t.Fatalf("%s came", n.NounKind())
			}
			if _, err := differences(n, n); err != nil {
				t.Fatal(err)
			}
		}
		again, err := encodeTemplates(nouns)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := decodeTemplates(again); err != nil || len(back) != len(nouns) {
			t.Fatalf("%d of %d come back: %v", len(back), len(nouns), err)
		}
	})
}
