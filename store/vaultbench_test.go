package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store/vault"
)

// beside times the same work on a workspace in the clear and on an encrypted one, turn by turn, so that whatever else
// the machine does weighs on both, and reports the medians and how many times the first the second is.
func beside(b *testing.B, f func(i int, encrypted bool) (time.Duration, error)) {
	var took [2][]time.Duration
	for i := 0; b.Loop(); i++ {
		for k := range took {
			// Who comes first changes, too: the second finds the disk busy with what the first has left.
			encrypted := (k == 1) != (i%2 == 1)
			d, err := f(i, encrypted)
			if err != nil {
				b.Fatal(err)
			}
			at := 0
			if encrypted {
				at = 1
			}
			took[at] = append(took[at], d)
		}
	}
	var median [2]float64
	for k := range took {
		slices.Sort(took[k])
		median[k] = float64(took[k][len(took[k])/2].Nanoseconds()) / 1e6
	}
	b.ReportMetric(median[0], "clear-ms")
	b.ReportMetric(median[1], "vault-ms")
	b.ReportMetric(median[1]/median[0], "times")
	b.ReportMetric(0, "ns/op")
}

func stopwatch(f func() error) (time.Duration, error) {
	start := time.Now()
	err := f()
	return time.Since(start), err
}

// pair gives a large workspace in the clear and an encrypted one.
func pair(b *testing.B) map[bool]*Workspace {
	b.Helper()
	out := map[bool]*Workspace{}
	nouns := bigNouns(b)
	for _, encrypted := range []bool{false, true} {
		w, err := Create(ctx, filepath.Join(b.TempDir(), "big.lianshen"), quick(Options{Person: "甲", plain: !encrypted}))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { w.Close() })
		if err := w.Load(ctx, nouns, app.VerbLoad); err != nil {
			b.Fatal(err)
		}
		out[encrypted] = w
	}
	return out
}

// BenchmarkVault tells what encryption costs: answers 1.3 times at the most, board and search 1.2 once cached, cold
// opening 1.5 beside the derivation of the key, bulk load 1.8.
func BenchmarkVault(b *testing.B) {
	both := pair(b)
	today := app.MustDate("2026-05-01")
	id := app.DeriveID(app.KindCase, "", fmt.Sprintf("bench/%d/0", 15*len(app.Stages)+app.Inspection.Index()))
	b.Run("answer", func(b *testing.B) {
		beside(b, func(i int, encrypted bool) (time.Duration, error) {
			desk := both[encrypted].Desk()
			conclusion, note := app.Conclusions[i%4], fmt.Sprintf("第%d次核对,与分管领导座谈。", i)
			return stopwatch(func() error {
				return desk.AnswerItem(ctx, id, "XR-1-01", app.AnswerInput{Conclusion: &conclusion, Note: &note})
			})
		})
	})
	b.Run("board", func(b *testing.B) {
		beside(b, func(_ int, encrypted bool) (time.Duration, error) {
			return stopwatch(func() error {
				_, err := both[encrypted].Board(ctx, BoardQuery{Sort: "deadline"}, today)
				return err
			})
		})
	})
	b.Run("board after an answer", func(b *testing.B) {
		beside(b, func(i int, encrypted bool) (time.Duration, error) {
			w, note := both[encrypted], fmt.Sprint("第", i, "次")
			if err := w.Desk().AnswerItem(ctx, id, "XR-1-02", app.AnswerInput{Note: &note}); err != nil {
				return 0, err
			}
			return stopwatch(func() error {
				_, err := w.Board(ctx, BoardQuery{Sort: "deadline"}, today)
				return err
			})
		})
	})
	for _, words := range []string{"经费支出", "查", "LS2026-117", "sxm", "干部任免审批表和会议记录"} {
		b.Run("search "+words, func(b *testing.B) {
			beside(b, func(_ int, encrypted bool) (time.Duration, error) {
				return stopwatch(func() error {
					_, err := both[encrypted].Search(ctx, words, 50)
					return err
				})
			})
		})
	}
}

func BenchmarkVaultOpen(b *testing.B) {
	both := pair(b)
	for _, w := range both {
		w.Close()
	}
	var derivation []time.Duration
	beside(b, func(_ int, encrypted bool) (time.Duration, error) {
		dir := both[encrypted].dir
		m, err := readManifest(dir)
		if err != nil {
			return 0, err
		}
		keys, err := vault.Read(keyPath(dir), m.ID)
		if err != nil {
			return 0, err
		}
		// Both unlock their key file: what is told is the opening without it.
		unlock, err := stopwatch(func() error { _, _, err := keys.Unlock(testPhrase); return err })
		if err != nil {
			return 0, err
		}
		derivation = append(derivation, unlock)
		var again *Workspace
		took, err := stopwatch(func() (err error) {
			if again, err = Open(ctx, dir, quick(Options{plain: !encrypted})); err != nil {
				return err
			}
			_, err = again.Board(ctx, BoardQuery{Brief: true}, app.MustDate("2026-05-01"))
			return err
		})
		if err != nil {
			return 0, err
		}
		return took - unlock, again.Close()
	})
	slices.Sort(derivation)
	b.ReportMetric(float64(derivation[len(derivation)/2].Microseconds())/1000, "unlock-ms")
}

func BenchmarkVaultLoad(b *testing.B) {
	nouns := bigNouns(b)
	beside(b, func(i int, encrypted bool) (time.Duration, error) {
		w, err := Create(ctx, filepath.Join(b.TempDir(), fmt.Sprint(i, encrypted, Suffix)), quick(Options{plain: !encrypted}))
		if err != nil {
			return 0, err
		}
		took, err := stopwatch(func() error { return w.Load(ctx, nouns, app.VerbLoad) })
		if err != nil {
			return 0, err
		}
		return took, w.Close()
	})
}

// BenchmarkDerivation is what one try of a pass phrase costs at the calibrated cost of this machine.
func BenchmarkDerivation(b *testing.B) {
	cost := vault.Calibrate(unlocking)
	w, err := Create(ctx, filepath.Join(b.TempDir(), "x.lianshen"), Options{Phrase: testPhrase, Cost: cost, Log: silent})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	for b.Loop() {
		if err := w.CheckPhrase(testPhrase); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(cost.MemoryKiB)/1024, "MiB")
}
