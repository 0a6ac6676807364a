package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/journal"
)

// said are the codes with which a file may be refused.
var said = []string{"exchange.foreign", "exchange.damaged", "exchange.receiver", "exchange.phrase", "exchange.phrase.none", "exchange.newer",
	"exchange.kind", "exchange.signature", "exchange.parts.missing", "exchange.parts.mixed", "exchange.part.damaged", "exchange.part.newer"}

// whatever reads a package as far as it goes, and fails the test when what comes out of it is not what the manifest says.
func whatever(t *testing.T, on memory, s seat, path string) {
	t.Helper()
	p, err := openFrom(ctx, on, []string{path}, s.ids(), "")
	if err != nil {
		if !slices.Contains(said, app.CodeOf(err)) {
			t.Fatalf("opening gives %v", err)
		}
		return
	}
	whole := p.Check(ctx, nil)
	n := 0
	log := p.Records(ctx, func(r journal.Record) error {
		if n++; journal.Sum(r.Prev, r.Body) != r.Hash || r.Seq < 1 || !seatForm.MatchString(r.Seat) {
			t.Fatal("a record that cannot be comes out")
		}
		return nil
	})
	if log == nil && n != p.Manifest().Records {
		t.Fatalf("%d records come out of %d", n, p.Manifest().Records)
	}
	files := p.Blobs(ctx, func(hash string) bool { return hash[0] < '8' }, func(b Blob, r io.Reader) error {
		if raw, err := io.ReadAll(r); err == nil && (hashOf(raw) != b.Hash || int64(len(raw)) != b.Size) {
			t.Fatal("a file that is not the one comes out")
		}
		return nil
	})
	_, extra := p.Extra(ctx)
	for _, err := range []error{whole, log, files, extra} {
		if err != nil && !slices.Contains(said, app.CodeOf(err)) {
			t.Fatalf("reading gives %v", err)
		}
	}
	if whole == nil && (files != nil || extra != nil) {
		t.Fatalf("what was proven whole is not: %v, %v", files, extra)
	}
}

// FuzzPackage reads archives that somebody has sealed who may.
func FuzzPackage(f *testing.F) {
	s := sit(f, 1)
	c := craft(f, s)
	f.Add(c.archive(f))
	c.extra, c.m.Kind, c.m.Workspace = []byte(`{}`), Templates, ""
	f.Add(c.archive(f))
	c.entries = func(all []craftedEntry) []craftedEntry {
		return slices.Insert(all, 3, craftedEntry{"later/x", noise(30), nil})
	}
	f.Add(c.archive(f))
	c.entries = func(all []craftedEntry) []craftedEntry { return slices.Delete(all, 2, 3) }
	f.Add(c.archive(f))
	f.Add(make([]byte, tarEnd))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, plain []byte) {
		plain = resigned(s, plain)
		var out bytes.Buffer
		w, err := age.Encrypt(&out, s.box.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(plain); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		whatever(t, memory{"/stick/a.lspack": out.Bytes()}, s, "/stick/a.lspack")
	})
}

// resigned gives an archive with the signature that its manifest needs, where there is one: otherwise the fuzzer would
// never come behind it.
func resigned(s seat, plain []byte) []byte {
	if len(plain) < block {
		return plain
	}
	e, err := parseHeader([block]byte(plain))
	if err != nil || e.size > MaxManifest {
		return plain
	}
	at := archived(e.size) + block
	if int64(len(plain)) < at+64 {
		return plain
	}
	plain = bytes.Clone(plain)
	copy(plain[at:], s.sign(digest(manifestLabel, plain[block:block+e.size])))
	return plain
}

// FuzzManifest reads manifests that a seat has signed, whatever they say.
func FuzzManifest(f *testing.F) {
	s := sit(f, 1)
	r, err := receipt(s).Seal(s.sign)
	if err != nil {
		f.Fatal(err)
	}
	for _, kind := range Kinds {
		m := craft(f, s).m
		m.Kind, m.Founder = kind, s.Public()
		m.Log = Part{40, hashOf(nil)}
		m.Blobs, m.Receipts = []Blob{{hashOf(nil), 0}}, []Receipt{r}
		m.Has, m.Withheld = r.Has, map[string]Ranges{s.ID: {{1, 4}, {7, 7}}}
		m.Scope = Scope{Cases: []app.ID{m.ID}, Strands: app.Strands}
		raw, err := json.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
		f.Add(raw[:len(raw)/2])
	}
	for _, seed := range []string{"", "{}", "null", "[]", `{"minRead":9,"program":"9"}`, `{"from":null}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := parseManifest(raw, s.sign(digest(manifestLabel, raw)))
		if err != nil {
			return
		}
		again, err := json.Marshal(m)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		same, err := parseManifest(again, s.sign(digest(manifestLabel, again)))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if twice, _ := json.Marshal(same); !bytes.Equal(twice, again) {
			t.Fatalf("%s is written as %s", again, twice)
		}
		if !LegalName(Name(m, m.Title)) {
			t.Fatalf("%q is no name", Name(m, m.Title))
		}
		all := []Vector{m.Since, m.Has}
		for _, r := range m.Receipts {
			all = append(all, r.Has)
			if r.Proven(m.From.Key) == nil && r.Seat != m.From.Seat {
				t.Fatal("a receipt of another seat is proven")
			}
		}
		met := Meet(all...)
		if err := met.Check(); err != nil {
			t.Fatal(err)
		}
		for _, v := range all {
			if ref, lacks := met.Lacking(v); lacks {
				t.Fatalf("what all have is lacking: %s", ref)
			}
		}
	})
}

// FuzzRequest reads requests from wherever they come.
func FuzzRequest(f *testing.F) {
	s := sit(f, 1)
	good := encoded(f, s, request(s))
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add(bytes.Replace(good, []byte(`"format":1`), []byte(`"format":2`), 1))
	f.Add([]byte(`{"file":"` + requestName + `","request":{},"sig":""}`))
	if raw, err := os.ReadFile(filepath.Join(vectorDir, "request.lsseat")); err == nil {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := DecodeRequest(raw)
		if err != nil {
			if code := app.CodeOf(err); !strings.HasPrefix(code, "request.") {
				t.Fatalf("%v", err)
			}
			return
		}
		if len(r.Fingerprint()) != 19 || journal.SeatID(r.Sign) != r.Seat || !proper(r.Person) {
			t.Fatalf("a request that cannot be: %+v", r)
		}
	})
}

// FuzzParts reads a part from wherever it comes, beside one that is sound.
func FuzzParts(f *testing.F) {
	s := sit(f, 1)
	on, w := written(f, s.draft(nil, noise(70_000)), MinLimit)
	for _, path := range w.Paths {
		f.Add(on[path])
		f.Add(on[path][:partHead])
		f.Add(append(bytes.Clone(on[path][:partHead+100]), on[path][len(on[path])-partFoot:]...))
	}
	f.Add([]byte(partMagic))
	f.Add([]byte(ageIntro))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if p, err := parsePiece(raw[:min(len(raw), partHead)]); err == nil && !bytes.Equal(p.encode(), raw[:partHead]) {
			t.Fatalf("%x reads as %+v", raw[:partHead], p)
		}
		for i, path := range w.Paths {
			stick := memory{w.Paths[1-i]: on[w.Paths[1-i]], path: raw}
			whatever(t, stick, s, path)
			whatever(t, stick, s, w.Paths[1-i])
		}
	})
}

// FuzzLog reads frames, and the same bytes as if they were compressed.
func FuzzLog(f *testing.F) {
	s, other := sit(f, 1), sit(f, 2)
	records := append(s.records(f, 3, 1), other.records(f, 2, 1)...)
	records = append(records, s.records(f, 5, 1)[4])
	var plain, packed bytes.Buffer
	z, err := newCompressor(&packed)
	if err != nil {
		f.Fatal(err)
	}
	w := newLogWriter(io.MultiWriter(&plain, z))
	for _, r := range records {
		if err := w.add(r); err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(plain.Bytes(), int64(plain.Len()))
	f.Add(packed.Bytes(), int64(plain.Len()))
	f.Add([]byte{0}, int64(1))
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0, 0}, int64(MaxLogPlain))
	f.Fuzz(func(t *testing.T, raw []byte, size int64) {
		var got []journal.Record
		if n, err := readFrames(bytes.NewReader(raw), int64(len(raw)), func(r journal.Record) error { got = append(got, r); return nil }); err == nil {
			var again bytes.Buffer
			w := newLogWriter(&again)
			for _, r := range got {
				if err := w.add(r); err != nil {
					t.Fatalf("what was read cannot be written: %v", err)
				}
			}
			var same []journal.Record
			if m, err := readFrames(&again, w.size, func(r journal.Record) error { same = append(same, r); return nil }); err != nil || m != n || !sameRecords(got, same) {
				t.Fatalf("what was written reads otherwise: %v", err)
			}
		}
		bytesOut := int64(0)
		if _, err := readLog(bytes.NewReader(raw), size, func(r journal.Record) error { bytesOut += int64(len(r.Body)); return nil }); err == nil && bytesOut > max(size, 0) {
			t.Fatal("more comes out than was said")
		}
	})
}
