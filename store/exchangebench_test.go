package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

// worked gives two laptops of one round, where the second has written so many records of ten changes each, on as many
// findings.
func worked(b *testing.B, records int) (office, group *store.Workspace) {
	b.Helper()
	l := storetest.Laptops(b, 2, roundDay)
	write(b, l[1], records, "甲")
	return l[0], l[1]
}

func write(b *testing.B, w *store.Workspace, records int, what string) {
	b.Helper()
	ctx := context.Background()
	c := someCase(b, w)
	var nouns []app.Noun
	var ids []app.ID
	for i := range max(1, records*9/10) {
		id := app.DeriveID(app.KindFinding, c.ID, fmt.Sprint(what, i))
		ids = append(ids, id)
		nouns = append(nouns, app.Finding{ID: id, Case: c.ID, Strand: app.Review, Number: 1000 + i, Title: "资料不全", State: app.FindingDraft})
	}
	if err := w.Load(ctx, nouns, app.VerbLoad); err != nil {
		b.Fatal(err)
	}
	if err := store.AppendFindings(ctx, w, records, c.ID, ids, what); err != nil {
		b.Fatal(err)
	}
}

func pack(b *testing.B, from, to *store.Workspace, full bool) store.Sent {
	b.Helper()
	sent, err := from.WritePackage(context.Background(), store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{to.Seat().ID}, Full: full}, store.WriteTo{Dir: b.TempDir()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return sent
}

// BenchmarkExchange takes a package of ten changes a record out, in, in again and back, at growing sizes.
func BenchmarkExchange(b *testing.B) {
	for _, records := range []int{1_000, 9_000, 100_000} {
		b.Run(fmt.Sprintf("changes=%d", records*10), func(b *testing.B) {
			if records > 10_000 && testing.Short() {
				b.Skip("takes minutes: left out of a short run")
			}
			ctx := context.Background()
			for b.Loop() {
				b.StopTimer()
				office, group := worked(b, records)
				b.StartTimer()
				step(b, "out", func() { pack(b, group, office, false) })
				b.StopTimer()
				sent := pack(b, group, office, true)
				b.StartTimer()
				step(b, "in", func() {
					if _, err := office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil); err != nil {
						b.Fatal(err)
					}
				})
				step(b, "again", func() {
					if _, err := office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil); err != nil {
						b.Fatal(err)
					}
				})
				b.StopTimer()
				storetest.Pass(b, office, group) // from whose receipt the group knows what the office has
				write(b, group, 5, "乙")
				few := pack(b, group, office, false)
				b.ReportMetric(float64(sent.Bytes)/1e6, "MB")
				b.StartTimer()
				step(b, "fifty", func() {
					if _, err := office.TakeIn(ctx, few.Paths, store.TakeIn{Sure: true}, nil); err != nil {
						b.Fatal(err)
					}
				})
				step(b, "back", func() {
					if err := office.TakeBack(ctx, 1, "试"); err != nil {
						b.Fatal(err)
					}
				})
			}
		})
	}
}

// step reports how long one step took, in milliseconds.
func step(b *testing.B, name string, f func()) {
	start := time.Now()
	f()
	b.ReportMetric(float64(time.Since(start).Microseconds())/1000, name+"-ms")
}
