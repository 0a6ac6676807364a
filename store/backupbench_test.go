package store

import (
	"os"
	"testing"

	"lianshen/app"
)

// BenchmarkBackup100MB backs up and proves a workspace whose database has 100 MB, against the first copying of the same
// database by VACUUM INTO (which proves nothing).
func BenchmarkBackup100MB(b *testing.B) {
	w := bigWorkspace(b)
	if err := fatten(w, 100<<20); err != nil {
		b.Fatal(err)
	}
	b.Run("pages", func(b *testing.B) {
		for b.Loop() {
			made, err := w.Backup(ctx, BackupOptions{Why: "hand"})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(made.Bytes)/(1<<20), "MB")
			b.StopTimer()
			if err := os.RemoveAll(BackupsDir(w.dir)); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	b.Run("vacuum", func(b *testing.B) {
		for b.Loop() {
			to := b.TempDir() + "/v.db"
			if err := w.writer.exec("VACUUM INTO ?", uriOf(to)+"?vfs="+w.vfs); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// fatten loads further cases until the database has so many bytes.
func fatten(w *Workspace, size int64) error {
	for n := 0; ; n++ {
		var pages int64
		if err := w.writer.row(ctx, "PRAGMA page_count", nil, &pages); err != nil || pages*4096 >= size {
			return err
		}
		err := w.transact(ctx, func(p *projector) error {
			for i := range 40 {
				var changes []app.Change
				for range 50 {
					c, err := app.Create(app.Answer{ID: newID(), Case: newID(), Item: "XR-1-01", Conclusion: app.NoProblem,
						Note: "查阅干部任免审批表和会议记录，程序完备；抽查经费支出凭证，发现附件不全，已取得取证单。" + string(newID()), By: "李强"})
					if err != nil {
						return err
					}
					changes = append(changes, c)
				}
				if _, err := w.append(p, draft{who: "甲", verb: app.VerbLoad, part: i + 1, of: 40, changes: changes}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
