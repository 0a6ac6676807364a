package store

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"sort"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lianshen/app"
)

// world is a workspace to which random deeds are done.
type world struct {
	w     *Workspace
	cases []app.ID
	finds []app.ID
	units []app.ID
	ids   int
}

func newWorld(t *testing.T, rt *rapid.T) *world {
	w, err := createWith(ctx, filepath.Join(t.TempDir(), fmt.Sprintf("w%d.lianshen", time.Now().UnixNano())), quick(Options{Person: "甲", Now: clock()}), nil)
	if err != nil {
		rt.Fatal(err)
	}
	rt.Cleanup(func() { w.Close() })
	return &world{w: w}
}

func (o *world) id() app.ID {
	o.ids++
	return app.DeriveID("test", "", fmt.Sprint(o.ids))
}

var someText = rapid.SampledFrom([]string{"", "联审", "选人用人程序不规范", "XR-1-01 未按规定", "a/b~c", "<b>&\"", "\u202e右", "𠀀𪚥", "线\u2028行", "0"})

// deed does one random deed through the use cases' own functions; refusals are part of the game.
func (o *world) deed(rt *rapid.T) {
	desk := o.w.Desk()
	one := func(ids []app.ID) app.ID { return ids[rapid.IntRange(0, len(ids)-1).Draw(rt, "which")] }
	what := rapid.IntRange(0, 9).Draw(rt, "deed")
	if len(o.cases) == 0 {
		what = 0
	}
	var err error
	switch what {
	case 0:
		u := app.Unit{ID: o.id(), Name: "青溪县" + someText.Draw(rt, "name"), Kind: app.County}
		c := app.Case{ID: o.id(), Number: fmt.Sprintf("LS2026-%03d", o.ids), Unit: u.ID, Stage: app.SelfCheck}
		err = desk.Door.Do(ctx, func(app.Reader) (app.Deed, error) {
			a, _ := app.Create(u)
			b, _ := app.Create(c)
			return app.Deed{Verb: "case.add", Case: c.ID, Changes: []app.Change{a, b}}, nil
		})
		o.cases, o.units = append(o.cases, c.ID), append(o.units, u.ID)
	case 1, 2, 3:
		cas, item := one(o.cases), rapid.SampledFrom([]string{"XR-1-01", "BZ-1-02", "JJ-2-03"}).Draw(rt, "item")
		a := app.Answer{ID: app.AnswerID(cas, item), Case: cas, Item: item, Conclusion: rapid.SampledFrom(append([]app.Conclusion{""}, app.Conclusions...)).Draw(rt, "conclusion"),
			Note: someText.Draw(rt, "note"), Methods: app.NewSet(rapid.SliceOfN(rapid.SampledFrom([]string{"talk", "site", "report"}), 0, 3).Draw(rt, "methods")...),
			Faulty: rapid.IntRange(0, 2).Draw(rt, "faulty")}
		err = keepAny(desk, "answer.item", a)
	case 4:
		f := app.Finding{ID: o.id(), Case: one(o.cases), Number: o.ids, Strand: app.Review, Title: someText.Draw(rt, "title"), Fact: someText.Draw(rt, "fact"),
			Amount: app.Money(rapid.Int64Range(0, 1e6).Draw(rt, "amount")), State: app.FindingDraft, Bases: []app.Basis{{Law: "audit-law"}}}
		err = keepAny(desk, "finding.record", f)
		o.finds = append(o.finds, f.ID)
	case 5:
		if len(o.finds) > 0 {
			err = amendAny(desk, one(o.finds), func(f *app.Finding) {
				f.Title = someText.Draw(rt, "title")
				if f.Responsible == nil {
					f.Responsible = map[app.ID]app.Responsibility{}
				}
				f.Responsible[one(o.units)] = rapid.SampledFrom([]app.Responsibility{"", app.Direct}).Draw(rt, "responsible")
			})
		}
	case 6:
		err = amendAny(desk, one(o.cases), func(c *app.Case) {
			c.Notice.Number = someText.Draw(rt, "number")
			c.SelfCheck.Signed = rapid.Bool().Draw(rt, "signed")
			c.Stages = map[app.Stage]app.StageDates{app.SelfCheck: {Started: app.Date{Year: 2026, Month: 3, Day: rapid.IntRange(1, 3).Draw(rt, "day")}}}
		})
	case 7:
		if len(o.finds) > 0 {
			err = app.Discard[app.Finding](ctx, desk, "finding.drop", one(o.finds))
		}
	case 8:
		_, err = o.w.UndoLast(ctx)
	case 9:
		_, err = o.w.Redo(ctx)
	}
	if err != nil && app.CodeOf(err) == "" {
		rt.Fatalf("deed %d: %v", what, err)
	}
}

// keepAny keeps a noun without the rules of its kind: the store must hold whatever app allows one day.
func keepAny[T app.Noun](desk app.Desk, verb app.Verb, n T) error {
	return desk.Door.Do(ctx, func(r app.Reader) (app.Deed, error) {
		old, err := app.Get[T](ctx, r, n.NounID())
		if app.CodeOf(err) == "notfound" {
			c, err := app.Create(n)
			return app.Deed{Verb: verb, Changes: []app.Change{c}}, err
		}
		if err != nil {
			return app.Deed{}, err
		}
		changes, err := app.Diff(old, n)
		return app.Deed{Verb: verb, Changes: changes}, err
	})
}

func amendAny[T app.Noun](desk app.Desk, id app.ID, f func(*T)) error {
	return desk.Door.Do(ctx, func(r app.Reader) (app.Deed, error) {
		old, err := app.Get[T](ctx, r, id)
		if err != nil {
			return app.Deed{}, err
		}
		n, err := app.Get[T](ctx, r, id)
		if err != nil {
			return app.Deed{}, err
		}
		f(&n)
		changes, err := app.Diff(old, n)
		return app.Deed{Verb: app.KeepVerb(n.NounKind()), Changes: changes}, err
	})
}

// state gives everything that is known, as text.
func state(t interface{ Fatal(...any) }, w *Workspace) string {
	var lines []string
	err := w.All(ctx, func(k app.Kind, id app.ID, doc json.RawMessage) error {
		if k != app.KindTemplate && k != app.KindLaw && k != app.KindCalendar {
			lines = append(lines, fmt.Sprintf("%s %s %s", k, id, doc))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(lines)
	return fmt.Sprintln(lines)
}

func TestProjectionsFollowFromTheLogAfterAnyDeeds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := newWorld(t, rt)
		for range rapid.IntRange(1, 25).Draw(rt, "deeds") {
			o.deed(rt)
		}
		report, err := o.w.Verify(ctx, nil)
		if err != nil || !report.OK() {
			rt.Fatalf("verify: %+v, %v", report.Troubles, err)
		}
		before := state(rt, o.w)
		if err := o.w.Rebuild(ctx, nil); err != nil {
			rt.Fatal(err)
		}
		if after := state(rt, o.w); after != before {
			rt.Fatalf("rebuilt differently:\n%s\n%s", before, after)
		}
		if report, err := o.w.Verify(ctx, nil); err != nil || !report.OK() {
			rt.Fatalf("verify after rebuilding: %+v, %v", report.Troubles, err)
		}
	})
}

func TestUndoingEveryDeedRestoresTheBeginningAndRedoTheEnd(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := newWorld(t, rt)
		begin := state(rt, o.w)
		for range rapid.IntRange(1, 15).Draw(rt, "deeds") {
			o.deed(rt)
		}
		end := state(rt, o.w)
		undone := 0
		for {
			_, err := o.w.UndoLast(ctx)
			if app.CodeOf(err) == "undo.nothing" {
				break
			}
			if err != nil {
				rt.Fatal(err)
			}
			undone++
		}
		if got := state(rt, o.w); got != begin {
			rt.Fatalf("after undoing all %d:\n%s\nwant\n%s", undone, got, begin)
		}
		for range undone {
			if _, err := o.w.Redo(ctx); err != nil {
				rt.Fatal(err)
			}
		}
		if got := state(rt, o.w); got != end {
			rt.Fatalf("after redoing all %d:\n%s\nwant\n%s", undone, got, end)
		}
		if report, err := o.w.Verify(ctx, nil); err != nil || !report.OK() {
			rt.Fatalf("verify: %+v, %v", report.Troubles, err)
		}
	})
}
