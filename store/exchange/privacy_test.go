package exchange

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"filippo.io/age"

	"lianshen/app"
)

// ageCommand gives the age command, to look at packages with other eyes than ours: that of the system, or the one whose
// source came along with the library.
func ageCommand(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("age"); err == nil {
		return path
	}
	built := filepath.Join(t.TempDir(), "age")
	build := exec.Command("go", "build", "-o", built, "filippo.io/age/cmd/age")
	build.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
	build.Dir = t.TempDir()
	module := "module agecommand\n\ngo 1.26\n\nrequire filippo.io/age v1.3.2\n"
	if err := os.WriteFile(filepath.Join(build.Dir, "go.mod"), []byte(module), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("there is no age command, and without a network it cannot be built: %v\n%s", err, out)
	}
	return built
}

// withAge opens a file with the age command and a key of somebody.
func withAge(t *testing.T, command, path string, id *age.X25519Identity) ([]byte, error) {
	t.Helper()
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte(id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return exec.Command(command, "-d", "-i", key, path).Output()
}

// secretive is a draft full of what nobody else may know, with the words that must not show.
func secretive(t testing.TB, s seat) (Draft, []string) {
	records := s.records(t, 20, 3)
	d := s.draft(records, []byte("取证单：银行流水 6222 0000 1111 2222"), noise(70_000))
	d.Extra = []byte(`{"law":"中华人民共和国审计法"}`)
	d.Manifest.Has = Vector{s.ID: {Top: 20, Hash: records[19].Hash.String()}}
	words := []string{"青溪县", "2026年联审", "王敏", "一号机", "answer.item", "取证单", "银行流水", "6222 0000", "审计法", workspace, s.ID, "manifest", "log.zst",
		"extra.json", "blobs/", "ustar", "lianshen", "format", string(WorkPack), string(d.Manifest.ID), s.box.Recipient().String(), records[3].Hash.String(),
		string(records[3].Hash[:]), string(s.Public()), string(records[3].Sig), "\x28\xb5\x2f\xfd"}
	for _, b := range d.Manifest.Blobs {
		raw, _ := hex.DecodeString(b.Hash)
		words = append(words, b.Hash, string(raw))
	}
	return d, words
}

func TestAPackageGivesAStrangerNothingButItsSize(t *testing.T) {
	s, stranger := sit(t, 1), sit(t, 2)
	d, words := secretive(t, s)
	command := ageCommand(t)
	for _, limit := range []int64{0, MinLimit} {
		w, err := Write(ctx, t.TempDir(), "a.lspack", d, limit, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, w.Paths, stranger.ids(), "青溪县"); app.CodeOf(err) != "exchange.receiver" {
			t.Errorf("a stranger: %v", err)
		}
		if _, err := Open(ctx, w.Paths, nil, ""); app.CodeOf(err) != "exchange.receiver" {
			t.Errorf("without a key: %v", err)
		}
		var all []byte
		for _, path := range w.Paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if all = append(all, raw...); limit > 0 {
				all = append(all[:len(all)-len(raw)], raw[partHead:]...) // its own magic says whose program it is, as the name does
			}
		}
		for _, word := range words {
			var little, big []byte
			for _, u := range utf16.Encode([]rune(word)) {
				little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
			}
			for _, form := range [][]byte{[]byte(word), little, big, []byte(strings.ToUpper(word)), []byte(hex.EncodeToString([]byte(word)))} {
				if bytes.Contains(all, form) {
					t.Errorf("%q shows", word)
				}
			}
		}
		if limit > 0 {
			continue
		}
		if out, err := withAge(t, command, w.Paths[0], stranger.box); err == nil || len(out) > 0 {
			t.Errorf("age opens it for a stranger: %d bytes", len(out))
		}
		out, err := withAge(t, command, w.Paths[0], s.box)
		if err != nil {
			t.Fatalf("age does not open it for the receiver: %v", err)
		}
		var names []string
		for r := tar.NewReader(bytes.NewReader(out)); ; {
			h, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("what age gives is no archive: %v", err)
			}
			raw, err := io.ReadAll(r)
			if hash, blob := strings.CutPrefix(h.Name, blobFolder); blob && (hashOf(raw) != hash || err != nil) {
				t.Error("an attached file is another one")
			}
			names = append(names, strings.TrimRight(h.Name, "0123456789abcdef"))
		}
		if want := []string{"manifest.json", "manifest.sig", "log.zst", "extra.json", "blobs/", "blobs/"}; !slices.Equal(names, want) {
			t.Errorf("age and tar give %v", names)
		}
		for _, word := range words[:4] { // the words are there, or the look for them above would prove nothing
			if !bytes.Contains(out, []byte(word)) {
				t.Errorf("%q is not in the package at all", word)
			}
		}
	}
}

// stanzas gives the stanzas of a package's head.
func stanzas(t testing.TB, raw []byte) []*age.Stanza {
	t.Helper()
	head, _, _ := bytes.Cut(raw, []byte("\n--- "))
	lines := strings.Split(string(head), "\n")[1:]
	var out []*age.Stanza
	for i := 0; i+1 < len(lines); i += 2 {
		words := strings.Fields(lines[i])
		body := make([]byte, 32)
		if _, err := base64.RawStdEncoding.Decode(body, []byte(lines[i+1])); err != nil || words[0] != "->" || len(lines[i]) != 10+43 || len(lines[i+1]) != 43 {
			t.Fatalf("a stanza of another form: %q %q", lines[i], lines[i+1])
		}
		out = append(out, &age.Stanza{Type: words[1], Args: words[2:], Body: body})
	}
	return out
}

func TestTheHeadTellsNeitherHowManyNorWhich(t *testing.T) {
	all := []seat{sit(t, 1), sit(t, 2), sit(t, 3), sit(t, 4), sit(t, 5), sit(t, 6), sit(t, 7), sit(t, 8), sit(t, 9)}
	sizes := map[int]int{}
	for _, n := range []int{1, 2, 3, 4, 5, 8, 9} {
		d := all[0].draft(nil)
		d.Recipients = nil
		for _, s := range all[:n] {
			d.Recipients = append(d.Recipients, s.box.Recipient().String())
		}
		on, w := written(t, d, 0)
		raw := on[w.Paths[0]]
		shown := stanzas(t, raw)
		if len(shown) != padded(n) || padded(n) < 4 {
			t.Errorf("for %d: %d stanzas", n, len(shown))
		}
		if size, ok := sizes[padded(n)]; ok && size != len(raw) {
			t.Errorf("for %d the file is %d bytes long, for fewer %d", n, len(raw), size)
		}
		sizes[padded(n)] = len(raw)
		for i, s := range all {
			if _, err := whatIsRead(s, on, w.Paths[0]); (err == nil) != (i < n) {
				t.Errorf("for %d, receiver %d: %v", n, i, err)
			}
		}
	}
	places := map[int]bool{}
	for range 60 {
		on, w := written(t, all[0].draft(nil), 0)
		for i, s := range stanzas(t, on[w.Paths[0]]) {
			if _, err := all[0].box.Unwrap([]*age.Stanza{s}); err == nil {
				places[i] = true
			}
		}
	}
	if len(places) != 4 {
		t.Errorf("the receiver stands in the places %v only", places)
	}
}

// Who sees two packages cannot tell whether they hold the same.
func TestTheSamePackageTwiceHasNothingInCommon(t *testing.T) {
	s := sit(t, 1)
	d, _ := secretive(t, s)
	on1, w1 := written(t, d, 0)
	on2, w2 := written(t, d, 0)
	a, b := on1[w1.Paths[0]], on2[w2.Paths[0]]
	if w1.SHA256 == w2.SHA256 || len(a) != len(b) {
		t.Error("the same, or of another length")
	}
	seen := map[string]bool{}
	for i := len(ageIntro); i+16 <= len(a); i++ {
		seen[string(a[i:i+16])] = true
	}
	for i := len(ageIntro); i+16 <= len(b); i++ {
		if seen[string(b[i:i+16])] {
			t.Fatalf("%q stands in both", b[i:i+16])
		}
	}
}

func TestAPhraseOpensAndAnotherDoesNot(t *testing.T) {
	s := sit(t, 1)
	d := s.draft(s.records(t, 2, 1))
	d.Recipients, d.Phrase, d.Work = nil, "春江花月夜 2026", 10
	on, w := written(t, d, 0)
	for _, x := range []struct{ phrase, want string }{
		{"春江花月夜 2026", ""}, {"春江花月夜 2027", "exchange.phrase"}, {"", "exchange.phrase.none"},
	} {
		if _, _, _, err := read(ctx, on, s, x.phrase, w.Paths[0]); app.CodeOf(err) != x.want || x.want == "" && err != nil {
			t.Errorf("%q: %v", x.phrase, err)
		}
	}
	if _, err := openFrom(ctx, on, w.Paths, nil, "春江花月夜 2026"); err != nil {
		t.Errorf("without any key: %v", err)
	}
	// Somebody asks for an hour of computing, or for 64 GiB.
	raw := on[w.Paths[0]]
	for _, cost := range []string{"19", "26", "99"} {
		on[w.Paths[0]] = bytes.Replace(raw, []byte(" 10\n"), []byte(" "+cost+"\n"), 1)
		if _, err := openFrom(ctx, on, w.Paths, nil, "春江花月夜 2026"); app.CodeOf(err) != "exchange.damaged" {
			t.Errorf("cost %s: %v", cost, err)
		}
	}
}

// What goes into the log file of the program tells nobody what is in a package, or whose it is.
func TestTheErrorsOfAPackageSayNothingOfItsContents(t *testing.T) {
	s := sit(t, 1)
	for _, spoil := range []func(*crafted){
		func(c *crafted) { c.m.Records++ },
		func(c *crafted) { c.m.Title = "青溪县\x00" },
		func(c *crafted) {
			c.entries = func(e []craftedEntry) []craftedEntry { return slices.Delete(e, 3, 4) }
		},
		func(c *crafted) {
			c.entries = func(e []craftedEntry) []craftedEntry { return append(e, craftedEntry{"qingxi.json", nil, nil}, e[3]) }
		},
		func(c *crafted) { c.raw = []byte(`{"title":"青溪县","from":"王敏"}`) },
		func(c *crafted) { c.sign = sit(t, 2).sign },
	} {
		c := craft(t, s)
		spoil(c)
		_, _, _, err := read(ctx, realDisk{}, s, "", c.write(t))
		var e *app.Error
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		for _, word := range []string{"青溪", "王敏", "一号机", hashOf(noise(700)), hashOf(noise(40)), "联审.lspack"} {
			if strings.Contains(err.Error(), word) {
				t.Errorf("%q stands in %v", word, err)
			}
		}
	}
}
