package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// appendSpread writes n records of two changes each, one after the other about each of the cases, as many people at work
// leave them.
func appendSpread(t testing.TB, w *Workspace, n int, cases []app.ID, what string) {
	t.Helper()
	err := w.transact(ctx, func(p *projector) error {
		for i := range n {
			c := cases[i%len(cases)]
			id := app.DeriveID(app.KindFinding, c, fmt.Sprint(i/len(cases)%40))
			var changes []app.Change
			for _, f := range []string{"fact", "advice"} {
				changes = append(changes, app.Change{Entity: id, Noun: app.KindFinding, Kind: app.Put, Field: f, Value: fmt.Appendf(nil, `"%s%d，抽查台账时发现记录不全，需补充说明。"`, what, i)})
			}
			if _, err := w.append(p, draft{who: w.Me().Name, verb: app.VerbSaveFinding, cas: c, changes: changes}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tenCases gives an office with ten cases of forty findings each.
func tenCases(t testing.TB) (*Workspace, Options, []app.ID) {
	t.Helper()
	office, o := filled(t)
	var cases []app.ID
	for i := range 10 {
		c := app.Case{ID: newID(), Number: fmt.Sprintf("LS2026-1%02d", i)}
		if err := keepAny(office.Desk(), "case.add", c); err != nil {
			t.Fatal(err)
		}
		var nouns []app.Noun
		for n := range 40 {
			nouns = append(nouns, app.Finding{ID: app.DeriveID(app.KindFinding, c.ID, fmt.Sprint(n)), Case: c.ID, Strand: app.Review, Number: n + 1, Title: "资料不全", State: app.FindingDraft})
		}
		if err := office.load(ctx, nouns, app.VerbLoad); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c.ID)
	}
	return office, o, cases
}

// askNarrow asks for a seat of one case at a folder and has it enrolled.
func askNarrow(t testing.TB, office *Workspace, o Options, c app.ID) (dir string, seat app.Seat) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "组.lianshen")
	request, err := Ask(ctx, dir, AskOptions{Person: "组员", Phrase: o.Phrase, Cost: o.Cost, Now: o.Now})
	if err != nil {
		t.Fatal(err)
	}
	strands := app.NewSet()
	for _, s := range app.Strands {
		strands[string(s)] = true
	}
	seat, err = office.Admit(ctx, request, app.Person{Name: "组员", Roles: app.NewSet(string(app.RoleGroupLeader), string(app.RoleOffice)), Strands: strands}, nil, app.NewSet(string(c)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return dir, seat
}

// BenchmarkNarrow has a laptop with one case of ten join an office with so many records, and then passes a few records
// on both ways: milliseconds of each step.
func BenchmarkNarrow(b *testing.B) {
	for _, records := range []int{9_000, 90_000} {
		b.Run(fmt.Sprintf("records=%d", records), func(b *testing.B) {
			for range b.N {
				narrowOnce(b, records)
			}
		})
	}
}

func narrowOnce(b *testing.B, records int) {
	b.Helper()
	timed := func(name string, f func() error) {
		start := time.Now()
		err := f()
		b.ReportMetric(float64(time.Since(start).Microseconds())/1000, name+"-ms")
		b.Logf("%s %v", name, time.Since(start).Round(time.Millisecond))
		if err != nil {
			b.Fatal(err)
		}
	}
	office, o, cases := tenCases(b)
	appendSpread(b, office, records, cases, "甲")
	dir, seat := askNarrow(b, office, o, cases[3])
	var sent Sent
	var group *Workspace
	pack := func(name string, from *Workspace, to app.ID, kind exchange.Kind) {
		timed(name, func() (err error) {
			sent, err = from.WritePackage(ctx, Outgoing{Kind: kind, To: []app.ID{to}}, WriteTo{Dir: b.TempDir()}, nil)
			return err
		})
	}
	take := func(name string, w *Workspace) {
		w.made.Sample = true // no backups: they are measured elsewhere
		timed(name+"-look", func() error { _, err := w.Examine(ctx, sent.Paths, nil); return err })
		timed(name, func() error { _, err := w.TakeIn(ctx, sent.Paths, TakeIn{Sure: true}, nil); return err })
	}
	pack("round", office, seat.ID, exchange.RoundPack)
	timed("join", func() (err error) {
		group, err = Join(ctx, dir, sent.Paths, dir, Options{Phrase: o.Phrase, Cost: o.Cost, Now: o.Now, Log: o.Log}, nil)
		return err
	})
	defer group.Close()
	appendSpread(b, group, 5, cases[3:4], "乙")
	pack("up", group, office.Seat().ID, exchange.WorkPack)
	take("up-in", office)
	appendSpread(b, office, 50, cases, "丙")
	pack("down", office, seat.ID, exchange.WorkPack)
	take("down-in", group)
	appendSpread(b, group, 5, cases[3:4], "丁")
	pack("again", group, office.Seat().ID, exchange.WorkPack)
	take("again-in", office)
	if records > 10_000 {
		return
	}
	for _, w := range []*Workspace{office, group} {
		if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
			b.Fatalf("%+v %v", report.Troubles, err)
		}
	}
	var differ []string
	for _, id := range cases {
		a, errA := office.Dossier(ctx, id)
		c, errC := group.Dossier(ctx, id)
		if own := id == cases[3]; errA != nil || own != (errC == nil) || own && fmt.Sprint(a.Findings) != fmt.Sprint(c.Findings) {
			differ = append(differ, string(id))
		}
	}
	if len(differ) > 0 {
		b.Errorf("these cases are shown otherwise: %s (%v)", strings.Join(differ, " "), cases[3])
	}
}
