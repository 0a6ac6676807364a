package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

// whatIsRead gives what somebody gets out of a package, as one string.
func whatIsRead(s seat, on disk, paths ...string) (string, error) {
	p, records, blobs, err := read(ctx, on, s, "", paths...)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %d %d %x", p.Raw(), len(records), len(blobs), p.SHA256()), nil
}

func TestATruncatedPackageIsDamagedWhereverItIsCut(t *testing.T) {
	s := sit(t, 1)
	for _, x := range []struct {
		name string
		d    Draft
		step int
	}{
		{"small", s.draft(nil), 1},
		{"larger", s.draft(s.records(t, 200, 10), noise(150_000)), 1 << 10},
	} {
		on, w := written(t, x.d, 0)
		path := w.Paths[0]
		raw := on[path]
		for n := 0; n < len(raw); n += x.step {
			on[path] = raw[:n]
			if _, err := whatIsRead(s, on, path); app.CodeOf(err) != "exchange.damaged" {
				t.Fatalf("%s, cut at %d of %d: %v", x.name, n, len(raw), err)
			}
		}
		for _, more := range [][]byte{{0}, noise(20), raw} {
			on[path] = append(bytes.Clone(raw), more...)
			if _, err := whatIsRead(s, on, path); app.CodeOf(err) != "exchange.damaged" {
				t.Fatalf("%s, with something behind it: %v", x.name, err)
			}
		}
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	s := sit(t, 1)
	random := rand.New(rand.NewPCG(1, 2))
	for _, x := range []struct {
		name  string
		d     Draft
		limit int64
		flips int // 0 = one in every byte
	}{
		{"small", s.draft(nil), 0, 0},
		{"larger", s.draft(s.records(t, 50, 10), noise(150_000)), 0, 400},
		{"in parts", s.draft(s.records(t, 5, 2), noise(100_000)), MinLimit, 400},
	} {
		on, w := written(t, x.d, x.limit)
		head := int64(len(ageIntro)) + int64(padded(1))*ageStanza + ageFoot
		for i, path := range w.Paths {
			raw := on[path]
			places := random.Perm(len(raw))
			if x.flips > 0 {
				places = places[:x.flips]
			}
			if x.limit > 0 { // every byte of the heads and feet, too
				for n := range partHead {
					places = append(places, n, len(raw)-1-n)
				}
			}
			for _, at := range places {
				bent := bytes.Clone(raw)
				bent[at] ^= 1 << random.IntN(8)
				on[path] = bent
				_, err := whatIsRead(s, on, path)
				off := int64(at)
				if x.limit > 0 {
					off -= partHead
				}
				switch code := app.CodeOf(err); {
				case x.limit == 0 && code == "exchange.damaged":
				case x.limit > 0 && strings.HasPrefix(code, "exchange.part"):
				case code == "exchange.receiver" && i == 0 && off >= 0 && off < head: // the lock itself is bent: no key turns
				default:
					t.Fatalf("%s, file %d, a bit of byte %d of %d: %v", x.name, i, at, len(raw), err)
				}
			}
			on[path] = raw
		}
		if _, err := whatIsRead(s, on, w.Paths[0]); err != nil {
			t.Fatal(err)
		}
	}
}

func TestForeignFilesAreToldAsThat(t *testing.T) {
	s := sit(t, 1)
	dir := t.TempDir()
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	if f, err := z.Create("manifest.json"); err != nil {
		t.Fatal(err)
	} else if _, err := f.Write([]byte("{}")); err != nil {
		t.Fatal(err)
	}
	z.Close()
	aged := filepath.Join(dir, "aged.lspack")
	seal(t, aged, []byte("春眠不觉晓"), s.box.Recipient())
	aged0 := filepath.Join(dir, "aged0.lspack")
	seal(t, aged0, nil, s.box.Recipient())
	for name, x := range map[string]struct {
		raw  []byte
		want string
	}{
		"a.zip":        {zipped.Bytes(), "exchange.foreign"},
		"b.lspack":     {zipped.Bytes(), "exchange.foreign"},
		"c.pdf":        {[]byte("%PDF-1.7\n%âãÏÓ\n1 0 obj"), "exchange.foreign"},
		"d.lspack":     {noise(5000), "exchange.foreign"},
		"e.lspack":     {make([]byte, 5000), "exchange.foreign"},
		"f.lspack":     {nil, "exchange.damaged"}, // nothing of it has been copied
		"g.txt":        {[]byte("age-encryption.org/v1 is a format"), "exchange.damaged"},
		"h.lspack":     {[]byte(ageIntro + "-> X25519 x\n"), "exchange.damaged"},
		"i.lspack":     {[]byte(ageIntro + strings.Repeat("-> a\n\n", 1025) + "---"), "exchange.damaged"},
		"j.lspack":     {append([]byte(ageIntro), bytes.Repeat([]byte("x"), 3<<20)...), "exchange.damaged"},
		"k.lspack":     {[]byte("age-encryption.org/v9\n-> Z a\n\n--- x\n"), "exchange.damaged"},
		"aged.lspack":  {nil, "exchange.damaged"}, // for us, and not a package
		"aged0.lspack": {nil, "exchange.damaged"},
	} {
		path := filepath.Join(dir, name)
		if !strings.HasPrefix(name, "aged") {
			if err := os.WriteFile(path, x.raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Open(ctx, []string{path}, s.ids(), ""); app.CodeOf(err) != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.lspack"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, []string{filepath.Join(dir, "folder.lspack")}, s.ids(), ""); app.CodeOf(err) != "exchange.foreign" {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Open(ctx, []string{filepath.Join(dir, "nothing.lspack")}, s.ids(), ""); app.CodeOf(err) != "file.unreadable" {
		t.Errorf("no file: %v", err)
	}
	if _, err := Open(ctx, nil, s.ids(), ""); err == nil {
		t.Error("no path at all is opened")
	}
}
