package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"lianshen/store/journal"
)

// BenchmarkWrite writes the records of 90,000 field changes, 9,000 deeds of 10 changes each.
func BenchmarkWrite(b *testing.B) {
	s := sit(b, 1)
	d := s.draft(s.records(b, 9000, 10))
	dir := b.TempDir()
	for b.Loop() {
		w, err := Write(ctx, dir, "联审.lspack", d, 0, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(w.Bytes)/1e6, "MB")
		os.Remove(w.Paths[0])
	}
}

// BenchmarkRead opens that package, proves it whole and hands out its records.
func BenchmarkRead(b *testing.B) {
	s := sit(b, 1)
	w, err := Write(ctx, b.TempDir(), "联审.lspack", s.draft(s.records(b, 9000, 10)), 0, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, _, err := read(ctx, realDisk{}, s, "", w.Paths...); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens it and no more.
func BenchmarkOpen(b *testing.B) {
	s := sit(b, 1)
	w, err := Write(ctx, b.TempDir(), "联审.lspack", s.draft(s.records(b, 9000, 10)), 0, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Open(ctx, w.Paths, s.ids(), ""); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAttachments writes 256 MiB of attached files, proves them and hands them out, and tells the most memory that
// was in use at any time.
func BenchmarkAttachments(b *testing.B) {
	s := sit(b, 1)
	d := streaming(b, s, 16, 16<<20)
	dir := b.TempDir()
	for name, limit := range map[string]int64{"one file": 0, "parts": 100 << 20} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(256 << 20)
			for b.Loop() {
				peak := stream256(b, s, d, dir, limit)
				b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
			}
		})
	}
}

// streaming is a draft of so many attached files, which nobody ever has in memory.
func streaming(t testing.TB, s seat, files int, size int64) Draft {
	d := s.draft(s.records(t, 10, 1))
	byHash := map[string]byte{}
	for i := range files {
		sum := sha256.New()
		if _, err := io.CopyN(sum, same(i), size); err != nil {
			t.Fatal(err)
		}
		hash := hex.EncodeToString(sum.Sum(nil))
		byHash[hash] = byte(i)
		d.Manifest.Blobs = append(d.Manifest.Blobs, Blob{hash, size})
	}
	d.Blob = func(_ context.Context, hash string) (io.ReadCloser, error) {
		return io.NopCloser(io.LimitReader(same(byHash[hash]), size)), nil
	}
	return d
}

// same gives one byte over and over.
type same byte

func (b same) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

// stream256 writes a package, proves it and reads its files, and gives the most memory of the heap that was in use.
func stream256(t testing.TB, s seat, d Draft, dir string, limit int64) uint64 {
	t.Helper()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start, peak, calls := m.HeapAlloc, uint64(0), 0
	look := func(int64, int64) {
		if calls++; calls%64 == 0 {
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	}
	w, err := Write(ctx, dir, "联审.lspack", d, limit, look)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Open(ctx, w.Paths, s.ids(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Check(ctx, look); err != nil {
		t.Fatal(err)
	}
	if err := p.Records(ctx, func(journal.Record) error { return nil }); err != nil {
		t.Fatal(err)
	}
	err = p.Blobs(ctx, func(string) bool { return true }, func(_ Blob, r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		look(0, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range w.Paths {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Fatalf("%v is left", left)
	}
	return max(peak, start) - start
}

// However long a package is, it passes through a small window.
func TestALongPackageTakesLittleMemory(t *testing.T) {
	s := sit(t, 1)
	const files, size = 3, 16 << 20
	peak := stream256(t, s, streaming(t, s, files, size), t.TempDir(), 0)
	if peak > 32<<20 {
		t.Errorf("%d MiB of files take %d MiB of memory", files*size>>20, peak>>20)
	}
}
