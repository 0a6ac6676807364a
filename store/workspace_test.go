package store

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"lianshen/app"
)

var ctx = context.Background()

func fresh(t testing.TB) *Workspace {
	t.Helper()
	w, err := Create(ctx, filepath.Join(t.TempDir(), "试 用?100%20#1.lianshen"), quick(Options{Person: "王敏", Now: clock()}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// deskOf gives the desk of somebody whose deeds are kept under a name of his own, at the same seat.
func deskOf(w *Workspace, who string) app.Desk {
	desk := w.Desk()
	desk.Door, desk.Who = named{w, who}, who
	return desk
}

// named is the door as somebody of that name uses it.
type named struct {
	*Workspace
	who string
}

func (n named) Do(ctx context.Context, f func(app.Reader) (app.Deed, error)) error {
	return n.do(ctx, n.who, f)
}

// clock gives a time that moves on by a second each time it is asked.
func clock() func() time.Time {
	var mu sync.Mutex // a backup and a deed may ask at once
	t := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		t = t.Add(time.Second)
		return t
	}
}

// bare gives a workspace without the shipped checklists.
func bare(t testing.TB) *Workspace {
	t.Helper()
	w, err := createWith(ctx, filepath.Join(t.TempDir(), "bare.lianshen"), quick(Options{Person: "王敏", Now: clock()}), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func reopen(t testing.TB, w *Workspace) *Workspace {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, w.dir, quick(Options{Now: w.now}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func TestADeedIsThereAfterReopening(t *testing.T) {
	w := fresh(t)
	desk := deskOf(w, "李强")
	u := app.Unit{ID: desk.NewID(), Name: "青溪县", Kind: app.County}
	if err := app.Keep(ctx, desk, "unit.save", u); err != nil {
		t.Fatal(err)
	}
	if err := app.Amend(ctx, desk, "unit.save", u.ID, func(u *app.Unit) error { u.ShortName = "青溪"; return nil }); err != nil {
		t.Fatal(err)
	}
	w = reopen(t, w)
	got, err := app.Get[app.Unit](ctx, w, u.ID)
	if err != nil || got.ShortName != "青溪" || got.Name != "青溪县" {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := app.Discard[app.Unit](ctx, deskOf(w, "李强"), app.VerbSaveUnit, u.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Get[app.Unit](ctx, w, u.ID); app.CodeOf(err) != "notfound" {
		t.Fatalf("after removal: %v", err)
	}
}

func TestShippedChecklistsAndLawsAreLaidIn(t *testing.T) {
	w := fresh(t)
	items := 0
	templates, err := app.List[app.Template](ctx, w, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, tpl := range templates {
		items += tpl.Count()
	}
	if items != 104 {
		t.Errorf("%d items, want 33 + 31 + 40", items)
	}
	laws, err := app.List[app.Law](ctx, w, "")
	if err != nil || len(laws) == 0 {
		t.Errorf("%d laws, %v", len(laws), err)
	}
}

// BenchmarkCommit commits an answer in a workspace of one case.
func BenchmarkCommit(b *testing.B) {
	w := fresh(b)
	desk := deskOf(w, "李强")
	desk.Now = time.Now
	c := app.Case{ID: desk.NewID(), Number: "LS2026-001"}
	if err := keepAny(desk, "case.add", c); err != nil {
		b.Fatal(err)
	}
	conclusions := []app.Conclusion{app.NoProblem, app.Problem}
	timed(b, func(i int) error {
		return keepAny(desk, "answer.item", app.Answer{ID: app.AnswerID(c.ID, "XR-1-01"), Case: c.ID, Item: "XR-1-01", Conclusion: conclusions[i%2]})
	})
}

// timed runs f again and again and reports the median and the slowest of a hundred beside the mean, which a disk that
// stalls once makes say little.
func timed(b *testing.B, f func(i int) error) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if err := f(i); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

var silent = slog.New(slog.DiscardHandler)
