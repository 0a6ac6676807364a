package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lianshen/app"
)

// tellsTheSame demands that the timeline, which looks up what was before by an index, tells what the histories of the
// nouns tell, which replay them; and that its pages are parts of the whole.
func (o *world) tellsTheSame(rt *rapid.T) {
	all, total, err := o.w.TimelinePage(ctx, TimelineQuery{})
	if err != nil || total != len(all) {
		rt.Fatalf("%d of %d, %v", len(all), total, err)
	}
	of := map[app.ID][]Event{}
	for _, e := range all {
		of[e.Entity] = append(of[e.Entity], e)
	}
	for id, events := range of {
		history, err := o.w.History(ctx, id, "")
		if err != nil {
			rt.Fatal(err)
		}
		slices.Reverse(history)
		slices.SortStableFunc(events, func(a, b Event) int { return int(a.Record - b.Record) })
		if tell(events) != tell(history) {
			rt.Fatalf("of %s the timeline tells\n%s\nand the history\n%s", id, tell(events), tell(history))
		}
	}
	for from := 0; from < total; from += 7 {
		page, n, err := o.w.TimelinePage(ctx, TimelineQuery{Limit: 7, Offset: from})
		if err != nil || n != total || !reflect.DeepEqual(page, all[from:min(from+7, total)]) {
			rt.Fatalf("the page from %d is another, %v", from, err)
		}
	}
}

func tell(events []Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%d %s %s %s %s→%s\n", e.Record, e.Who, e.Change, e.Field, e.Before, e.After)
	}
	return b.String()
}

func TestATimelineIsNarrowed(t *testing.T) {
	w := fresh(t)
	a, b := app.Case{ID: newID(), Number: "LS2026-001"}, app.Case{ID: newID(), Number: "LS2026-002"}
	note := app.Remember(a, map[string]string{"report": "draft", "copies": "2"})
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	now := noon
	w.now = func() time.Time { now = now.Add(time.Minute); return now }
	for _, do := range []func() error{
		func() error { return inCase(w, "甲", "case.add", a.ID, must(app.Create(a))) },
		func() error { return inCase(w, "甲", "case.add", b.ID, must(app.Create(b))) },
		func() error { return inCase(w, "乙", "notice.save", a.ID, putCase(a.ID, "notice/number", `"一号"`)) },
		func() error { return inCase(w, "乙", "notice.save", a.ID, putCase(a.ID, "notice/number", `"二号"`)) },
		func() error { return inCase(w, "甲", app.VerbPrint, a.ID, note) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct {
		name  string
		query TimelineQuery
		want  string
	}{
		{"case", TimelineQuery{Case: a.ID}, "print notice.save notice.save case.add"},
		{"other case", TimelineQuery{Case: b.ID}, "case.add"},
		{"person", TimelineQuery{Who: "乙"}, "notice.save notice.save"},
		{"verb", TimelineQuery{Verb: app.VerbPrint}, "print"},
		{"kind", TimelineQuery{Kind: app.KindCase, Limit: 2}, "print notice.save"},
		{"no such kind", TimelineQuery{Kind: app.KindFinding}, ""},
		{"noun", TimelineQuery{Entity: b.ID}, "case.add"},
		{"no such noun", TimelineQuery{Entity: newID()}, ""},
		{"field", TimelineQuery{Field: "notice"}, "notice.save notice.save"},
		{"part of a name", TimelineQuery{Field: "notice/num"}, ""},
		{"from", TimelineQuery{Case: a.ID, From: noon.Add(4 * time.Minute)}, "print notice.save"},
		{"before", TimelineQuery{Case: a.ID, Before: noon.Add(3 * time.Minute)}, "case.add"},
		{"offset", TimelineQuery{Case: a.ID, Offset: 3}, "case.add"},
	} {
		events, total, err := w.TimelinePage(ctx, x.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range events {
			got = append(got, string(e.Verb))
		}
		if strings.Join(got, " ") != x.want || total < len(got) || x.query.Limit == 0 && x.query.Offset == 0 && total != len(got) {
			t.Errorf("%s: %v of %d, want %s", x.name, got, total, x.want)
		}
	}
	events, _, err := w.TimelinePage(ctx, TimelineQuery{Case: a.ID, Limit: 3})
	if err != nil || string(events[0].After) != `{"copies":"2","report":"draft"}` || events[0].Change != app.Note ||
		string(events[1].Before) != `"一号"` || string(events[1].After) != `"二号"` || events[2].Before != nil {
		t.Errorf("%s, %v", tell(events), err)
	}
	choices, err := w.TimelineChoices(ctx, a.ID)
	if err != nil || !slices.Equal(choices.People, []string{"乙", "甲"}) || !slices.Equal(choices.Verbs, []app.Verb{"case.add", "notice.save", "print"}) || !slices.Equal(choices.Kinds, []app.Kind{app.KindCase}) {
		t.Errorf("%+v, %v", choices, err)
	}
}

// A count kept for turning pages is not kept over a deed.
func TestTheCountOfATimelineFollowsTheDeeds(t *testing.T) {
	w := bare(t)
	for want := 1; want < 4; want++ {
		if err := keepAny(w.Desk(), "unit.save", app.Unit{ID: newID(), Name: "青溪县"}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, total, err := w.TimelinePage(ctx, TimelineQuery{Kind: app.KindUnit, Limit: 1}); err != nil || total != want {
				t.Errorf("%d changes, want %d, %v", total, want, err)
			}
		}
	}
}

// No timeline sorts or reads what it does not show.
func TestTimelinesGoByIndexes(t *testing.T) {
	w := bare(t)
	id := newID()
	if err := keepAny(w.Desk(), "unit.save", app.Unit{ID: id, Name: "青溪县"}); err != nil {
		t.Fatal(err)
	}
	for _, q := range []TimelineQuery{{}, {Case: id}, {Who: "甲"}, {Case: id, Kind: app.KindAnswer, Verb: "answer.item"}} {
		err := w.snapshot(ctx, func(s *session) error {
			f, _, err := q.filter(ctx, s)
			if err != nil {
				return err
			}
			return s.rows(ctx, "EXPLAIN QUERY PLAN SELECT c.record, c.idx, c.entity"+timelineFrom(q)+f.where()+" ORDER BY d.record DESC, c.idx LIMIT 100 OFFSET 5", f.args, func(scan func(...any) error) error {
				var a, b, c int
				var step string
				if err := scan(&a, &b, &c, &step); err != nil {
					return err
				}
				if strings.Contains(step, "TEMP B-TREE") || strings.Contains(step, "SCAN c") {
					t.Errorf("%+v: %s", q, step)
				}
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// inCase does a deed of given changes.
func inCase(w *Workspace, who string, verb app.Verb, cas app.ID, changes ...app.Change) error {
	return deskOf(w, who).Door.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: verb, Case: cas, Changes: changes}, nil
	})
}

func putCase(id app.ID, field, value string) app.Change {
	return app.Change{Entity: id, Noun: app.KindCase, Field: field, Kind: app.Put, Value: []byte(value)}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
