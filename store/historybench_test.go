package store

import (
	"fmt"
	"testing"
	"time"

	"lianshen/app"
)

// busy gives the large workspace after a year of work: about 100,000 changes in all, 60,000 of them in deeds of one
// change, 1,500 of them on one answer.
func busy(tb testing.TB) (w *Workspace, cas app.ID, middle time.Time) {
	w = bigWorkspace(tb)
	now := time.Date(2027, 3, 2, 9, 0, 0, 0, time.UTC)
	w.now = func() time.Time { now = now.Add(time.Second); return now }
	codes := []string{"XR-1-01", "XR-1-02", "BZ-1-01", "JJ-1-01"}
	err := w.transact(ctx, func(p *projector) error {
		for i := range 80_000 {
			cas := app.DeriveID(app.KindCase, "", fmt.Sprintf("bench/%d/0", i%200))
			if i%50 == 0 {
				cas = app.DeriveID(app.KindCase, "", "bench/77/0")
			}
			c := app.Change{Entity: app.AnswerID(cas, codes[i/200%4]), Noun: app.KindAnswer, Field: []string{"note", "by"}[i%2], Kind: app.Put, Value: []byte(fmt.Sprintf("%q", fmt.Sprint("第", i, "次核对")))}
			if i == 40_000 {
				middle = now
			}
			if _, err := w.append(p, draft{who: []string{"甲", "乙", "丙"}[i%3], verb: "answer.item", cas: cas, changes: []app.Change{c}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return w, app.DeriveID(app.KindCase, "", "bench/77/0"), middle
}

func BenchmarkHistory100k(b *testing.B) {
	w, cas, middle := busy(b)
	forget := func() {
		w.cache.mu.Lock()
		w.cache.past, w.cache.counted = nil, counted{}
		w.cache.mu.Unlock()
	}
	page := func(name string, q TimelineQuery) {
		q.Limit = 100
		b.Run("timeline/"+name, func(b *testing.B) {
			total := 0
			for b.Loop() {
				forget()
				_, n, err := w.TimelinePage(ctx, q)
				if err != nil {
					b.Fatal(err)
				}
				total = n
			}
			b.ReportMetric(float64(total), "changes")
		})
	}
	page("first", TimelineQuery{})
	page("deep", TimelineQuery{Offset: 79_000})
	page("last", TimelineQuery{Offset: 101_000})
	page("case", TimelineQuery{Case: cas})
	page("who", TimelineQuery{Who: "乙"})
	page("kind", TimelineQuery{Kind: app.KindFinding})
	page("field", TimelineQuery{Field: "note"})
	page("noun", TimelineQuery{Entity: app.AnswerID(cas, "XR-1-01")})
	b.Run("choices", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.TimelineChoices(ctx, ""); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("history", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.History(ctx, app.AnswerID(cas, "XR-1-01"), "note"); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, at := range map[string]time.Time{"yesterday": middle.Add(39_000 * time.Second), "middle": middle, "before": middle.AddDate(-10, 0, 0)} {
		for _, warm := range []bool{false, true} {
			b.Run(fmt.Sprintf("asof/%s/warm=%v", name, warm), func(b *testing.B) {
				for b.Loop() {
					if !warm {
						forget()
					}
					err := w.AsOf(ctx, at, func(r app.Reader) error {
						_, err := app.LoadDossier(ctx, r, cas)
						return err
					})
					if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("changed/"+name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				forget()
				fields, err := w.ChangedSince(ctx, cas, at)
				if err != nil {
					b.Fatal(err)
				}
				n = len(fields)
			}
			b.ReportMetric(float64(n), "fields")
		})
		b.Run("changedall/"+name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				forget()
				fields, err := w.ChangedSince(ctx, "", at)
				if err != nil {
					b.Fatal(err)
				}
				n = len(fields)
			}
			b.ReportMetric(float64(n), "fields")
		})
	}
}
