package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	"lianshen/store/vault"
)

// BenchmarkGettingIn has a laptop look at a round pack of ten changes a record and join, at growing sizes, and asks how
// far a hand-over has come.
func BenchmarkGettingIn(b *testing.B) {
	for _, records := range []int{1_000, 9_000} {
		b.Run(fmt.Sprintf("changes=%d", records*10), func(b *testing.B) {
			ctx := context.Background()
			for b.Loop() {
				b.StopTimer()
				office, group := worked(b, records)
				storetest.Pass(b, group, office)
				dir := filepath.Join(b.TempDir(), "third.lianshen")
				req, err := store.Ask(ctx, dir, store.AskOptions{Person: "赵云", Laptop: "三号机", Phrase: storetest.Phrase, Cost: vault.Lowest, Now: func() time.Time { return roundDay }})
				if err != nil {
					b.Fatal(err)
				}
				seat, err := office.Admit(ctx, req, app.Person{Name: "赵云", Roles: app.NewSet(string(app.RoleGroupLeader))}, nil, nil, nil)
				if err != nil {
					b.Fatal(err)
				}
				sent, err := office.WritePackage(ctx, store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}, Full: true}, store.WriteTo{Dir: b.TempDir()}, nil)
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				step(b, "peek", func() {
					if _, err := store.PeekPack(ctx, dir, sent.Paths, storetest.Phrase); err != nil {
						b.Fatal(err)
					}
				})
				var w *store.Workspace
				step(b, "join", func() {
					if w, err = store.Join(ctx, dir, sent.Paths, dir, storetest.Options(store.Options{Now: func() time.Time { return roundDay }}), nil); err != nil {
						b.Fatal(err)
					}
				})
				step(b, "state", func() {
					if st, err := w.HandOverState(ctx); err != nil || st.Lacking.Records == 0 {
						b.Fatal(st, err)
					}
				})
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
