package vault_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"lianshen/store/vault"
)

const (
	streamHead  = 24
	chunk       = 64 << 10
	sealedChunk = chunk + 16
)

func sealed(t testing.TB, k *vault.Key, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := k.Encrypt(&out)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.Write(plain); n != len(plain) || err != nil {
		t.Fatalf("wrote %d of %d: %v", n, len(plain), err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unsealed(k *vault.Key, raw []byte) ([]byte, error) {
	r, err := k.Decrypt(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*i>>3 ^ i)
	}
	return b
}

func TestStreamComesBack(t *testing.T) {
	k := keyOf(t, 1)
	for _, n := range []int{0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3*chunk + 5} {
		plain := noise(n)
		raw := sealed(t, k, plain)
		if want := streamHead + n + 16*max(1, (n+chunk-1)/chunk); len(raw) != want {
			t.Errorf("%d bytes became %d, want %d", n, len(raw), want)
		}
		r, err := k.Decrypt(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(r, plain); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if bytes.Equal(sealed(t, k, noise(100)), sealed(t, k, noise(100))) {
		t.Error("the same contents give the same stream: a thief could tell that two files are one")
	}
}

func TestStreamComesBackHoweverItIsWritten(t *testing.T) {
	k := keyOf(t, 1)
	rapid.Check(t, func(r *rapid.T) {
		var plain []byte
		var out bytes.Buffer
		w, err := k.Encrypt(&out)
		if err != nil {
			r.Fatal(err)
		}
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, chunk*3/2), 0, 6).Draw(r, "writes") {
			plain = append(plain, noise(n)...)
			if _, err := w.Write(noise(n)); err != nil {
				r.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			r.Fatal(err)
		}
		if err := w.Close(); err != nil {
			r.Fatalf("closed again: %v", err)
		}
		if _, err := w.Write([]byte("x")); err == nil {
			r.Fatal("wrote after closing")
		}
		from := io.Reader(&out)
		if rapid.Bool().Draw(r, "in small pieces") {
			from = iotest.HalfReader(from)
		}
		d, err := k.Decrypt(from)
		if err != nil {
			r.Fatal(err)
		}
		got, err := io.ReadAll(d)
		if err != nil || !bytes.Equal(got, plain) {
			r.Fatalf("%d of %d bytes came back, %v", len(got), len(plain), err)
		}
	})
}

func TestStreamThatWasTamperedWith(t *testing.T) {
	k := keyOf(t, 1)
	plain := noise(3*chunk + 100)
	raw, other := sealed(t, k, plain), sealed(t, k, plain)
	at := func(n int) int { return streamHead + n*sealedChunk }
	cases := map[string][]byte{
		"nothing":                    {},
		"header cut":                 raw[:10],
		"header only":                raw[:streamHead],
		"another file":               noise(5000),
		"bit of the magic":           flipped(raw, 3),
		"bit of the prefix":          flipped(raw, 12),
		"bit of a chunk":             flipped(raw, at(1)+500),
		"bit of a tag":               flipped(raw, at(2)-3),
		"bit of the last chunk":      flipped(raw, len(raw)-20),
		"cut at a chunk":             raw[:at(2)],
		"cut within a chunk":         raw[:at(2)+100],
		"one byte short":             raw[:len(raw)-1],
		"one byte more":              append(bytes.Clone(raw), 0),
		"two streams":                append(bytes.Clone(raw), other...),
		"chunks swapped":             swapped(raw, at(0), at(1), sealedChunk),
		"chunk left out":             append(bytes.Clone(raw[:at(1)]), raw[at(2):]...),
		"chunk repeated":             append(bytes.Clone(raw[:at(2)]), raw[at(1):]...),
		"chunk of another stream":    with(raw, at(1), other[at(1):at(2)]),
		"end of another stream":      append(bytes.Clone(raw[:at(3)]), other[at(3):]...),
		"under another key":          sealed(t, keyOf(t, 2), plain),
		"page of a database":         noise(vault.PageSize),
		"an empty last chunk added":  append(bytes.Clone(raw[:at(3)]), sealed(t, k, nil)[streamHead:]...),
		"header of another stream":   with(raw, 0, other[:streamHead]),
		"whole chunk added at begin": append(append(bytes.Clone(raw[:at(0)]), other[at(0):at(1)]...), raw[at(0):]...),
	}
	for name, raw := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := unsealed(k, raw)
			if !errors.Is(err, vault.ErrDamaged) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if !bytes.HasPrefix(plain, got) {
				t.Error("gave what was not written")
			}
		})
	}
	broken := errors.New("stick pulled")
	r, err := k.Decrypt(io.MultiReader(bytes.NewReader(raw[:at(1)+10]), iotest.ErrReader(broken)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); !errors.Is(err, broken) || vault.IsDamage(err) {
		t.Errorf("a failing disk is told as %v", err)
	}
}

// fullDisk takes n bytes.
type fullDisk struct{ n int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.n -= len(p); d.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

var errFull = errors.New("disk full")

func TestStreamToAFullDisk(t *testing.T) {
	k := keyOf(t, 1)
	for _, room := range []int{0, streamHead, streamHead + sealedChunk, streamHead + 2*sealedChunk} {
		w, err := k.Encrypt(&fullDisk{room})
		if err == nil {
			if _, err = w.Write(noise(2*chunk + 1)); err == nil || errors.Is(err, errFull) {
				err = w.Close()
			}
		}
		if !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}
