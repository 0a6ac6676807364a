package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/store/journal"
)

// told gives everything a reader knows, as text.
func toldBy(r app.Reader) (string, error) {
	var lines []string
	for _, k := range app.Kinds {
		if k == app.KindTemplate || k == app.KindLaw || k == app.KindCalendar {
			continue
		}
		err := r.Each(ctx, k, "", func(id app.ID, doc json.RawMessage) error {
			lines = append(lines, fmt.Sprintf("%s %s %s", k, id, doc))
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n"), nil
}

func (w *Workspace) toldAt(rt *rapid.T, at time.Time) (out string) {
	err := w.AsOf(ctx, at, func(r app.Reader) (err error) { out, err = toldBy(r); return err })
	if err != nil {
		rt.Fatal(err)
	}
	return out
}

// Every state there ever was is given again, the differences from it lead to the state of today, and the timeline tells
// what the histories tell.
func TestThePastIsGivenAsItWas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := newWorld(t, rt)
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		o.w.now = func() time.Time { return now }
		days, states := []time.Time{now.Add(-time.Hour)}, []string{o.w.toldAt(rt, now)}
		for range rapid.IntRange(1, 15).Draw(rt, "deeds") {
			now = now.Add(24 * time.Hour)
			o.deed(rt)
			days, states = append(days, now), append(states, o.w.toldAt(rt, now))
		}
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(days)-1), 1, 6).Draw(rt, "which") {
			if got := o.w.toldAt(rt, days[i].Add(time.Minute)); got != states[i] {
				rt.Fatalf("day %d was\n%s\nand is given as\n%s", i, states[i], got)
			}
			o.leads(rt, days[i].Add(time.Minute))
		}
		o.tellsTheSame(rt)
	})
}

// leads demands that the differences since a moment, applied to the state of then, give the state of today.
func (o *world) leads(rt *rapid.T, at time.Time) {
	fields, err := o.w.ChangedSince(ctx, "", at)
	if err != nil {
		rt.Fatal(err)
	}
	docs := map[string][]byte{}
	err = o.w.AsOf(ctx, at, func(r app.Reader) error {
		for _, k := range app.Kinds {
			err := r.Each(ctx, k, "", func(id app.ID, doc json.RawMessage) error { docs[string(id)] = doc; return nil })
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
	for _, f := range fields {
		doc := docs[string(f.Entity)]
		if string(journal.Lookup(doc, f.Field)) != string(f.Before) || f.Record == 0 || f.Who == "" || f.Times == 0 || !f.At.After(at) {
			rt.Fatalf("%s was %s; told is %+v", f.Field, doc, f)
		}
		c := app.Change{Kind: f.Change, Field: f.Field, Value: f.After}
		if doc, err = journal.Apply(doc, c); err != nil {
			rt.Fatal(err)
		}
		docs[string(f.Entity)] = doc
		if f.Change == app.Del && f.Field == "" {
			delete(docs, string(f.Entity))
		}
	}
	today := map[string][]byte{}
	if err := o.w.All(ctx, func(_ app.Kind, id app.ID, doc json.RawMessage) error { today[string(id)] = doc; return nil }); err != nil {
		rt.Fatal(err)
	}
	for id, doc := range docs {
		if string(doc) != string(today[id]) {
			rt.Fatalf("the differences of %s lead to\n%s\nnot to\n%s", id, doc, today[id])
		}
	}
	if len(docs) != len(today) {
		rt.Fatalf("%d nouns follow, %d are there", len(docs), len(today))
	}
}

func TestACaseOfAnEarlierDayIsOpened(t *testing.T) {
	x := newWalk(t)
	x.begins()
	x.planned()
	x.selfCheck()
	at, before := x.lastDeed().At, x.dossier()
	x.entry()
	err := x.w.AsOf(ctx, at, func(r app.Reader) error {
		d, err := app.LoadDossier(ctx, r, x.id)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(d, before) {
			t.Errorf("the case was\n%+v\nand is opened as\n%+v", before.Case, d.Case)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = x.w.AsOf(ctx, at.AddDate(-1, 0, 0), func(r app.Reader) error {
		_, err := app.LoadDossier(ctx, r, x.id)
		return err
	})
	if app.CodeOf(err) != app.ErrNotFound.Code {
		t.Errorf("the case before it was opened: %v", err)
	}
	fields, err := x.w.ChangedSince(ctx, x.id, at)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]FieldThen{}
	for _, f := range fields {
		if f.Case != x.id && f.Kind != app.KindMeeting || f.Who != "王敏" {
			t.Errorf("%+v", f)
		}
		told[string(f.Kind)+" "+f.Field] = f
	}
	if f := told["case stage"]; string(f.Before) != `"entry"` || string(f.After) != `"inspection"` || f.Verb != app.VerbCloseStage || f.Times != 1 {
		t.Errorf("the stage: %+v", f)
	}
	if f := told["case onSite/from"]; f.Before != nil || string(f.After) != `"2026-04-08"` || f.Change != app.Put {
		t.Errorf("the stay: %+v", f)
	}
	if f := told["meeting "]; f.Change != app.New || f.Before != nil {
		t.Errorf("the meeting: %+v", f)
	}
	if f, there := told["round noticeNumber"]; there {
		t.Errorf("what did not change is told: %+v", f)
	}
}

func TestChangesSinceASignOffAreTold(t *testing.T) {
	w := fresh(t)
	desk := func(who string) app.Desk { return deskOf(w, who) }
	c := app.Case{ID: newID(), Number: "LS2026-001"}
	f, g := app.Finding{ID: newID(), Case: c.ID, Title: "一", Amount: 100}, app.Finding{ID: newID(), Case: c.ID, Title: "另"}
	s := app.Signoff{ID: newID(), Case: c.ID, Kind: app.SignStage, About: c.ID, Covers: map[string]string{string(f.ID): "00", string(c.ID): "00"}, By: "甲"}
	steps := []error{
		keepAny(desk("甲"), "case.add", c), keepAny(desk("甲"), "finding.record", f), keepAny(desk("甲"), "finding.record", g),
		amendAny(desk("甲"), f.ID, func(f *app.Finding) { f.Title = "二" }),
		keepAny(desk("甲"), "stage.close", s),
		amendAny(desk("乙"), f.ID, func(f *app.Finding) { f.Amount, f.Title = 300, "三" }),
		amendAny(desk("丙"), f.ID, func(f *app.Finding) { f.Amount = 200 }),
		amendAny(desk("丙"), f.ID, func(f *app.Finding) { f.Title = "二" }),
		amendAny(desk("丙"), g.ID, func(g *app.Finding) { g.Title = "不在内" }),
	}
	for _, err := range steps {
		if err != nil {
			t.Fatal(err)
		}
	}
	events, err := w.Since(ctx, s)
	if err != nil || len(events) != 1 {
		t.Fatalf("%s, %v", tell(events), err)
	}
	if e := events[0]; e.Who != "丙" || e.Field != "amount" || string(e.Before) != "100" || string(e.After) != "200" || e.Entity != f.ID {
		t.Errorf("%+v", e)
	}
	if _, err := w.Since(ctx, app.Signoff{ID: newID()}); app.CodeOf(err) != app.ErrNotFound.Code {
		t.Errorf("a sign-off that never was: %v", err)
	}
}
