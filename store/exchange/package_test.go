package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestAPackageGivesBackWhatWasPutIn(t *testing.T) {
	for name, x := range map[string]struct {
		records int
		blobs   [][]byte
		extra   []byte
		limit   int64
		files   int
		phrase  string
	}{
		"nothing":          {files: 1},
		"records":          {records: 30, files: 1},
		"attached files":   {records: 3, blobs: [][]byte{noise(1), noise(512), {}, noise(70_000)}, files: 1},
		"templates":        {extra: []byte(`{"templates":[]}`), files: 1},
		"everything":       {records: 9, blobs: [][]byte{noise(100)}, extra: []byte(`{}`), files: 1},
		"three parts":      {records: 9, blobs: [][]byte{noise(100_000), noise(60_000)}, limit: MinLimit, files: 3},
		"just no parts":    {records: 9, limit: MinLimit, files: 1},
		"with a phrase":    {records: 9, blobs: [][]byte{noise(1000)}, files: 1, phrase: "春江花月夜 2026"},
		"phrase and parts": {blobs: [][]byte{noise(200_000)}, files: 4, phrase: "春江花月夜 2026", limit: MinLimit},
	} {
		t.Run(name, func(t *testing.T) {
			s := sit(t, 1)
			records := s.records(t, x.records, 2)
			d := s.draft(records, x.blobs...)
			d.Extra = x.extra
			if x.phrase != "" {
				d.Recipients, d.Phrase, d.Work = nil, x.phrase, 10
			}
			var done, total int64
			w, err := Write(ctx, t.TempDir(), Name(d.Manifest, "李卫国"), d, x.limit, func(d, of int64) {
				if d < done {
					t.Error("progress goes back")
				}
				done, total = d, of
			})
			if err != nil {
				t.Fatal(err)
			}
			if done != total || total == 0 {
				t.Errorf("progress ends at %d of %d", done, total)
			}
			if len(w.Paths) != x.files {
				t.Fatalf("%d files, want %d", len(w.Paths), x.files)
			}
			if x.files == 1 {
				raw, err := os.ReadFile(w.Paths[0])
				if err != nil || hashOf(raw) != w.SHA256 || int64(len(raw)) != w.Bytes {
					t.Error("what is said of the file is not so", err)
				}
			}
			p, got, blobs, err := read(ctx, realDisk{}, s, x.phrase, w.Paths[len(w.Paths)-1])
			if err != nil {
				t.Fatal(err)
			}
			if !sameRecords(got, records) || len(blobs) != len(x.blobs) || p.SHA256() != w.SHA256 || p.Size() != w.Bytes || p.Name() != Name(d.Manifest, "李卫国") {
				t.Errorf("%d records, %d files, %s", len(got), len(blobs), p.Name())
			}
			for _, b := range x.blobs {
				if !bytes.Equal(blobs[hashOf(b)], b) {
					t.Error("an attached file is another one")
				}
			}
			if extra, err := p.Extra(ctx); err != nil || !bytes.Equal(extra, x.extra) {
				t.Errorf("extra %q, %v", extra, err)
			}
			left, _ := os.ReadDir(filepath.Dir(w.Paths[0]))
			if len(left) != x.files {
				t.Errorf("%d files in the folder", len(left))
			}
		})
	}
}
