package store_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

const secretDay = "与财务科长核对账目时发现未见台账的蓝皮本子"

// TestAWorkLogIsReadByItsPersonAlone writes a work log on one laptop, passes it on, and looks for a word of it in all that
// the other laptop gives out.
func TestAWorkLogIsReadByItsPersonAlone(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	on := app.DateOf(roundDay)
	log := app.DayLog{ID: app.DayLogID(a.Me().ID, on), Person: a.Me().ID, On: on, Text: secretDay}
	for _, text := range []string{"初稿：" + secretDay, secretDay} {
		log.Text = text
		if err := a.Desk().WriteDayLog(ctx, log); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Desk().NotePrint(ctx, log, map[string]string{"what": secretDay}); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, a, office)
	for w, reads := range map[*store.Workspace]bool{a: true, office: false} {
		for name, said := range everythingSaid(t, w, log) {
			if got := strings.Contains(said, secretDay); got != reads {
				t.Errorf("%s: %s: told %v", w.Me().Name, name, got)
			}
		}
		hits, err := w.Search(ctx, "蓝皮本子", 0)
		if err != nil || (len(hits) == 1) != reads {
			t.Errorf("%s: search finds %+v, %v", w.Me().Name, hits, err)
		}
		days, err := w.MonthDays(ctx, a.Me().ID, app.Month{Year: on.Year, Month: on.Month})
		if err != nil {
			t.Fatal(err)
		}
		written := false
		for _, d := range days {
			written = written || d.Written
		}
		if written != reads {
			t.Errorf("%s: that it is written is told: %v", w.Me().Name, written)
		}
	}
	// The deeds of that day are no secret: the log tells everybody who did what.
	d, err := office.DayDeeds(ctx, a.Me().ID, on)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range d.Deeds {
		if x.Verb == app.VerbWriteDayLog {
			t.Errorf("writing a work log is no work: %+v", x)
		}
	}
	verified(t, office)
}

// everythingSaid gives what a workspace says of a work log by each way there is.
func everythingSaid(t *testing.T, w *store.Workspace, log app.DayLog) map[string]string {
	t.Helper()
	ctx := context.Background()
	out := map[string]string{"all": stateOf(t, w)}
	say := func(name string, v any, err error) {
		t.Helper()
		if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
			t.Fatalf("%s: %s: %v", w.Me().Name, name, err)
		}
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(raw)
	}
	all, err := app.List[app.DayLog](ctx, w, "")
	say("list", all, err)
	one, err := app.Get[app.DayLog](ctx, w, log.ID)
	say("read", one, err)
	var raw json.RawMessage
	err = w.Read(ctx, log.ID, &raw)
	say("read raw", raw, err)
	err = w.View(ctx, func(r app.Reader) error {
		all, err = app.List[app.DayLog](ctx, r, "")
		return err
	})
	say("view", all, err)
	err = w.AsOf(ctx, roundDay.Add(time.Hour), func(r app.Reader) error {
		all, err = app.List[app.DayLog](ctx, r, "")
		return err
	})
	say("as of", all, err)
	history, err := w.History(ctx, log.ID, "")
	say("history", history, err)
	history, err = w.History(ctx, log.ID, "text")
	say("history of the text", history, err)
	page, _, err := w.TimelinePage(ctx, store.TimelineQuery{Entity: log.ID})
	say("timeline", page, err)
	states, err := w.LastStates(ctx, []app.ID{log.ID})
	say("last states", states, err)
	state, err := w.StateAsOf(ctx, log.ID, roundDay.Add(time.Hour))
	say("state as of", state, err)
	return out
}

func TestTwoLaptopsOfOnePersonShareTheWorkLogAndOthersSeeNoClash(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, a, b := l[0], l[1], l[2]
	on := app.DateOf(roundDay)
	me := a.Me().ID
	id := app.DayLogID(me, on)
	if err := a.Desk().WriteDayLog(ctx, app.DayLog{Person: me, On: on, Text: secretDay}); err != nil {
		t.Fatal(err)
	}
	// Somebody else can neither write nor bring back nor take back a word of it, whichever way.
	storetest.Pass(t, a, b)
	if err := b.Desk().WriteDayLog(ctx, app.DayLog{Person: me, On: on, Text: "改写"}); app.CodeOf(err) != "daylog.other" {
		t.Errorf("%v", err)
	}
	deeds, err := b.LastDeeds(ctx, 5)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range deeds {
		if d.Verb == app.VerbWriteDayLog {
			if err := b.Undo(ctx, d.Record); err == nil {
				t.Error("undone by somebody else")
			}
		}
	}
	if err := a.Desk().WriteDayLog(ctx, app.DayLog{Person: me, On: on, Text: "乙稿"}); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, a, office)
	first, err := a.History(ctx, id, "text")
	if err != nil || len(first) != 2 {
		t.Fatalf("%d, %v", len(first), err)
	}
	history, err := office.History(ctx, id, "text")
	if err != nil || len(history) != 2 || !history[0].Veiled {
		t.Fatalf("%+v, %v", history, err)
	}
	if err := office.RestoreValue(ctx, id, "text", history[1].Record); app.CodeOf(err) != "daylog.other" {
		t.Errorf("restored by somebody else: %v", err)
	}
	if n, err := app.Get[app.DayLog](ctx, a, id); err != nil || n.Text != "乙稿" {
		t.Errorf("%+v, %v", n, err)
	}
}

func TestDeedsOfOtherLaptopsComeWithPackages(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	c := someCase(t, a)
	said := "核对三年台账。"
	for _, item := range []string{"XR-1-02", "XR-1-01"} {
		if err := a.Desk().AnswerItem(ctx, c.ID, item, app.AnswerInput{Note: &said}); err != nil {
			t.Fatal(err)
		}
	}
	of := func(w *store.Workspace) string {
		d, err := w.DayDeeds(ctx, a.Me().ID, app.DateOf(roundDay))
		if err != nil {
			t.Fatal(err)
		}
		line := ""
		for _, p := range app.GroupDay(d.Deeds) {
			for _, x := range p.Lines {
				line += d.Cases[p.Case].Number + " " + string(x.Verb)
				for _, n := range x.Nouns {
					line += " " + d.Called[n]
				}
				line += ";"
			}
		}
		return line
	}
	want := c.Number + " answer.item XR-1-02 XR-1-01;"
	if got := of(office); strings.Contains(got, want) {
		t.Fatalf("before: %s", got)
	}
	storetest.Pass(t, a, office)
	for _, w := range l {
		if got := of(w); !strings.Contains(got, want) {
			t.Errorf("%s: %s", w.Me().Name, got)
		}
	}
}

func TestWhatOneMayNotSeeIsNotInTheDay(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	c := someCase(t, a)
	talk := app.Talk{ID: a.Desk().NewID(), Case: c.ID, Number: "T-77", Type: "single", On: app.DateOf(roundDay), Talkers: app.NewSet(string(a.Me().ID), string(office.Me().ID)), Text: "谈话内容", Label: "被谈话人Z"}
	if err := a.Desk().SaveTalk(ctx, talk); err != nil {
		t.Fatal(err)
	}
	told := func() (int, string) {
		d, err := a.DayDeeds(ctx, a.Me().ID, app.DateOf(roundDay))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, x := range d.Deeds {
			if x.Verb == app.VerbSaveTalk {
				n++
			}
		}
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		return n, string(raw)
	}
	n, said := told()
	if n != 1 || !strings.Contains(said, "T-77") || strings.Contains(said, "谈话内容") || strings.Contains(said, "被谈话人Z") {
		t.Errorf("%d, %s", n, said)
	}
	storetest.Pass(t, a, office)
	if err := office.Desk().Recuse(ctx, c.ID, a.Me().ID, true); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, office, a)
	if n, said := told(); n != 0 || strings.Contains(said, "T-77") {
		t.Errorf("after the recusal %d, %s", n, said)
	}
}

func TestACopyForReadingHoldsNobodysWorkLog(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	on := app.DateOf(roundDay)
	if err := office.Desk().WriteDayLog(ctx, app.DayLog{Person: office.Me().ID, On: on, Text: secretDay}); err != nil {
		t.Fatal(err)
	}
	_ = a
	const phrase = "给 领导 小组 看 的 口令"
	pack := storetest.Write(t, office, store.Outgoing{Kind: exchange.ReadingPack, Phrase: phrase})
	dir := t.TempDir() + "/读本.lianshen"
	w, err := store.OpenReading(ctx, pack.Paths, dir, store.ReadingKey{Phrase: phrase}, storetest.Options(store.Options{Now: func() time.Time { return roundDay }}), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if all, err := app.List[app.DayLog](ctx, w, ""); err != nil || len(all) != 0 {
		t.Errorf("%d, %v", len(all), err)
	}
	if hits, err := w.Search(ctx, "蓝皮本子", 0); err != nil || len(hits) != 0 {
		t.Errorf("%+v, %v", hits, err)
	}
}
