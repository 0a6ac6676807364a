package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"

	"lianshen/app"
)

// zeros is an original of a length, which nobody holds in memory.
type zeros struct{ left int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), z.left))
	clear(p[:n])
	z.left -= int64(n)
	return n, nil
}

func (z *zeros) Close() error { return nil }

func TestOriginalsAreNotHeldInMemory(t *testing.T) {
	const size = 160 << 20
	s := source()
	sum := sha256.New()
	io.Copy(sum, &zeros{size})
	s.Dossier.Evidence = []app.Evidence{{ID: id(30), Number: 1, Title: "录像", FileName: "a.mp4", FileHash: hex.EncodeToString(sum.Sum(nil)), FileSize: size}}
	s.Dossier.Findings = nil
	var most uint64
	s.Open = func(context.Context, string) (io.ReadCloser, error) { return &zeros{size}, nil }
	var told int64
	made, err := Write(context.Background(), io.Discard, s, func(done, total int64) {
		if done < told || done > total {
			t.Errorf("progress %d of %d after %d", done, total, told)
		}
		if done-told > 16<<20 || told == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
		told = done
	})
	if err != nil || made.Originals != 1 || made.Bytes < size {
		t.Fatalf("%+v, %v", made, err)
	}
	if most > 64<<20 {
		t.Errorf("%d MB were held", most>>20)
	}
}

// broken gives a few bytes and then fails, as a file on a failing disk does.
type broken struct{ err error }

func (b broken) Read(p []byte) (int, error) { return copy(p, "half"), b.err }
func (b broken) Close() error               { return nil }

func TestAnOriginalThatCannotBeReadToItsEndIsCalledSo(t *testing.T) {
	s := source()
	s.Open = func(context.Context, string) (io.ReadCloser, error) { return broken{errors.New("bad sector")}, nil }
	data, made := archived(t, s)
	if made.Originals != 0 || len(made.Lacking) != 5 {
		t.Errorf("%+v", made)
	}
	files, _ := unpacked(t, data)
	if !strings.Contains(files["index.html"], "校验值不一致") {
		t.Error("the first page does not say so")
	}
}

// full takes so many bytes and no more.
type full struct{ left int }

var errFull = errors.New("no room")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskEndsTheArchive(t *testing.T) {
	data, _ := archived(t, source())
	for room := 0; room < len(data); room += 1_021 {
		if _, err := Write(context.Background(), &full{room}, source(), nil); !errors.Is(err, errFull) {
			t.Fatalf("with room for %d of %d bytes: %v", room, len(data), err)
		}
	}
}

func TestStoppingEndsTheArchive(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	s := source()
	s.Open = func(context.Context, string) (io.ReadCloser, error) { stop(); return &zeros{1 << 30}, nil }
	if _, err := Write(ctx, io.Discard, s, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAnEncryptedArchiveOpensWithItsPhraseAlone(t *testing.T) {
	var out bytes.Buffer
	w, err := Encrypt(&out, "县 城 的 第七 棵 槐树", 10)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(context.Background(), w, source(), nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out.Bytes(), []byte("index.html")) || bytes.Contains(out.Bytes(), []byte("PK\x03\x04")) {
		t.Error("something can be read without the phrase")
	}
	open := func(phrase string) ([]byte, error) {
		key, err := age.NewScryptIdentity(phrase)
		if err != nil {
			t.Fatal(err)
		}
		r, err := age.Decrypt(bytes.NewReader(out.Bytes()), key)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}
	plain, err := open("县 城 的 第七 棵 槐树")
	if err != nil {
		t.Fatal(err)
	}
	want, _ := archived(t, source())
	if !bytes.Equal(plain, want) {
		t.Error("what comes out is another archive")
	}
	if _, err := open("another"); err == nil {
		t.Error("another phrase opens it")
	}
}
