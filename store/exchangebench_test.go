package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

// ready gives two laptops of one round, both of which have the findings that the second is going to write on.
func ready(b *testing.B, records int) (office, group *store.Workspace, c app.ID, findings []app.ID) {
	b.Helper()
	ctx := context.Background()
	l := storetest.Laptops(b, 2, roundDay)
	office, group, c = l[0], l[1], someCase(b, l[1]).ID
	var nouns []app.Noun
	for i := range records {
		id := app.DeriveID(app.KindFinding, c, fmt.Sprint(i))
		findings = append(findings, id)
		nouns = append(nouns, app.Finding{ID: id, Case: c, Strand: app.Review, Number: 1000 + i, Title: "资料不全", State: app.FindingDraft})
	}
	if err := group.Load(ctx, nouns, app.VerbLoad); err != nil {
		b.Fatal(err)
	}
	storetest.Pass(b, group, office)
	receipt(b, office, group)
	return office, group, c, findings
}

// worked gives two laptops of one round, where the second has written so many records of ten changes each.
func worked(b *testing.B, records int) (office, group *store.Workspace) {
	b.Helper()
	office, group, c, findings := ready(b, records)
	wrote(b, group, records, c, findings, "甲")
	return office, group
}

// receipt tells a laptop what another one has.
func receipt(b *testing.B, from, to *store.Workspace) {
	b.Helper()
	sent := storetest.Write(b, from, store.Outgoing{Kind: exchange.ReceiptOnly, To: []app.ID{to.Seat().ID}})
	if _, err := to.TakeIn(context.Background(), sent.Paths, store.TakeIn{}, nil); err != nil {
		b.Fatal(err)
	}
}

func wrote(b *testing.B, w *store.Workspace, records int, c app.ID, findings []app.ID, what string) {
	b.Helper()
	if err := store.AppendFindings(context.Background(), w, records, c, findings, what); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkExchange takes records of ten changes each out, in, in again from another file, five more records in, and all
// of them back, at growing sizes. "in" begins after the backup that is made once an hour.
func BenchmarkExchange(b *testing.B) {
	for _, records := range []int{1_000, 9_000, 100_000} {
		b.Run(fmt.Sprintf("changes=%d", records*10), func(b *testing.B) {
			if records > 10_000 && testing.Short() {
				b.Skip("takes minutes: left out of a short run")
			}
			ctx := context.Background()
			takeIn := func(w *store.Workspace, sent store.Sent) {
				if _, err := w.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil); err != nil {
					b.Fatal(err)
				}
			}
			to := func(w *store.Workspace) store.Outgoing {
				return store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{w.Seat().ID}}
			}
			for range b.N {
				office, group, c, findings := ready(b, records)
				wrote(b, group, records, c, findings, "甲")
				var sent store.Sent
				step(b, "out", func() { sent = storetest.Write(b, group, to(office)) })
				same := storetest.Write(b, group, to(office))
				step(b, "in", func() { takeIn(office, sent) })
				step(b, "again", func() { takeIn(office, sent) })
				step(b, "other-file", func() { takeIn(office, same) })
				b.ReportMetric(float64(sent.Bytes)/1e6, "MB")
				receipt(b, office, group)
				wrote(b, group, 5, c, findings, "乙")
				few := storetest.Write(b, group, to(office))
				step(b, "fifty", func() { takeIn(office, few) })
				wrote(b, group, 1_000, c, findings, "丙")
				receipt(b, office, group)
				many := storetest.Write(b, group, to(office))
				takeIn(office, many)
				all, err := office.Imports(ctx)
				if err != nil {
					b.Fatal(err)
				}
				step(b, "back-10000", func() {
					if err := office.TakeBack(ctx, all[0].N, "试"); err != nil {
						b.Fatal(err)
					}
				})
				step(b, "back-in", func() {
					if err := office.TakeAgain(ctx, all[0].N); err != nil {
						b.Fatal(err)
					}
				})
			}
		})
	}
}

// BenchmarkAttachedFiles takes a gigabyte of attached files out and in, beside a plain copy of as much, and tells the
// largest size of the process meanwhile.
func BenchmarkAttachedFiles(b *testing.B) {
	mb := 1024
	if testing.Short() {
		mb = 64
	}
	ctx := context.Background()
	for range b.N {
		l := storetest.Laptops(b, 2, roundDay)
		office, group := l[0], l[1]
		c := someCase(b, group)
		for i := range 4 {
			r := io.LimitReader(rand.NewChaCha8([32]byte{byte(i)}), int64(mb)<<18)
			hash, size, err := group.Attach(ctx, r, "录像.mp4")
			if err != nil {
				b.Fatal(err)
			}
			e := app.Evidence{ID: group.Desk().NewID(), Case: c.ID, Number: 900 + i, Title: "录像", Kind: "photo", CollectedOn: app.DateOf(roundDay), FileName: "录像.mp4", FileHash: hash, FileSize: size}
			if err := app.Keep(ctx, group.Desk(), app.VerbAddEvidence, e); err != nil {
				b.Fatal(err)
			}
		}
		forgetPeak(b)
		var sent store.Sent
		step(b, "out", func() {
			sent = storetest.Write(b, group, store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{office.Seat().ID}})
		})
		step(b, "in", func() {
			if _, err := office.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil); err != nil {
				b.Fatal(err)
			}
		})
		b.ReportMetric(peak(b), "peak-MB")
		step(b, "copy", func() { plainCopy(b, sent.Paths[0]) })
	}
}

// plainCopy copies a file and makes it durable: what the medium takes.
func plainCopy(b *testing.B, path string) {
	b.Helper()
	from, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	to, err := os.Create(filepath.Join(b.TempDir(), "copy"))
	if err != nil {
		b.Fatal(err)
	}
	_, err = io.Copy(struct{ io.Writer }{to}, from)
	if err := errors.Join(err, to.Sync(), to.Close()); err != nil {
		b.Fatal(err)
	}
}

// forgetPeak has the system forget the largest size of this process, where it can.
func forgetPeak(b *testing.B) {
	b.Helper()
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// peak gives the largest resident size of this process since then, in MB; 0 where the system does not tell.
func peak(b *testing.B) float64 {
	b.Helper()
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}

// step reports how long one step took, in milliseconds.
func step(b *testing.B, name string, f func()) {
	start := time.Now()
	f()
	b.ReportMetric(float64(time.Since(start).Microseconds())/1000, name+"-ms")
}
