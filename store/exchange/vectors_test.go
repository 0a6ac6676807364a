package exchange

import (
	"archive/tar"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"lianshen/store/journal"
)

// update makes the vectors anew, which is right only as long as no package of this version is out there.
var update = flag.Bool("update", false, "write testdata/vector anew")

const vectorDir = "testdata/vector"

// opens is what opens the packages of the vector and what is in them.
type opens struct {
	Seed        string // of the seat that signs, hex
	Identity    string // opens work.lspack and parts.lspack.*
	Phrase      string // opens phrase.lspack
	Records     []vectorRecord
	Blobs       []string // contents of the attached files, hex; those of the split package are noise
	Extra       string
	Fingerprint string            // of request.lsseat
	SHA256      map[string]string // of each package
	Manifest    map[string]string // of each package, its very bytes
}

type vectorRecord struct {
	Seat           string
	Seq            int64
	Prev, Sig, Bod string
}

func vector(t *testing.T) opens {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(vectorDir, "opens.json"))
	if err != nil {
		t.Fatal(err)
	}
	var v opens
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// vectorSeat is the seat that signs the vectors and receives them.
func vectorSeat(t *testing.T, v opens) seat {
	t.Helper()
	seed, err := hex.DecodeString(v.Seed)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := journal.SignerOf(seed)
	if err != nil {
		t.Fatal(err)
	}
	box, err := age.ParseX25519Identity(v.Identity)
	if err != nil {
		t.Fatal(err)
	}
	return seat{Signer: signer, key: ed25519.NewKeyFromSeed(seed), box: box}
}

func TestTheVectorsAreMadeAnewOnlyWhenAsked(t *testing.T) {
	if !*update {
		t.Skip("run with -update to make them anew")
	}
	if err := os.RemoveAll(vectorDir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(vectorDir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := sit(t, 7)
	v := opens{Seed: hex.EncodeToString(bytes.Repeat([]byte{7}, 32)), Identity: s.box.String(), Phrase: "春江潮水连海平 1986", Extra: `{"laws":[]}`,
		SHA256: map[string]string{}, Manifest: map[string]string{}}
	records := s.records(t, 4, 2)
	records[2], records[3] = records[3], records[2] // so that not every frame follows
	for _, r := range records {
		v.Records = append(v.Records, vectorRecord{r.Seat, r.Seq, r.Prev.String(), hex.EncodeToString(r.Sig), string(r.Body)})
	}
	blobs := [][]byte{[]byte("附件"), {}, noise(600)}
	for _, b := range blobs {
		v.Blobs = append(v.Blobs, hex.EncodeToString(b))
	}
	make := func(name string, d Draft, limit int64) {
		r, err := receipt(s).Seal(s.sign)
		if err != nil {
			t.Fatal(err)
		}
		d.Manifest.Receipts, d.Manifest.Founder = []Receipt{r}, s.Public()
		d.Manifest.Has = Vector{s.ID: {Top: 4, Hash: records[2].Hash.String()}}
		d.Manifest.Withheld = map[string]Ranges{s.ID: {{1, 1}, {3, 3}}}
		w, err := Write(ctx, vectorDir, name, d, limit, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Open(ctx, w.Paths, s.ids(), v.Phrase)
		if err != nil {
			t.Fatal(err)
		}
		v.SHA256[name], v.Manifest[name] = w.SHA256, string(p.Raw())
	}
	d := s.draft(records, blobs...)
	d.Extra = []byte(v.Extra)
	make("work.lspack", d, 0)
	make("parts.lspack", s.draft(records, noise(66_000)), MinLimit)
	d = s.draft(nil)
	d.Recipients, d.Phrase, d.Work, d.Manifest.Kind = nil, v.Phrase, 10, ReadingPack
	make("phrase.lspack", d, 0)
	raw := encoded(t, s, request(s))
	v.Fingerprint = request(s).Fingerprint()
	if err := os.WriteFile(filepath.Join(vectorDir, "request.lsseat"), raw, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(vectorDir, "opens.json"), append(out, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheVectorsOpen(t *testing.T) {
	v := vector(t)
	s := vectorSeat(t, v)
	for name, first := range map[string]string{"work.lspack": "work.lspack", "phrase.lspack": "phrase.lspack", "parts.lspack": "parts.lspack.2of2"} {
		p, records, blobs, err := read(ctx, realDisk{}, s, v.Phrase, filepath.Join(vectorDir, first))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.SHA256() != v.SHA256[name] || string(p.Raw()) != v.Manifest[name] || p.Name() != name {
			t.Errorf("%s is another package", name)
		}
		if err := p.Manifest().Receipts[0].Proven(s.Public()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "phrase.lspack" {
			continue
		}
		for i, r := range records {
			if (vectorRecord{r.Seat, r.Seq, r.Prev.String(), hex.EncodeToString(r.Sig), string(r.Body)}) != v.Records[i] || journal.Prove(s.Public(), r).Fault != nil {
				t.Errorf("%s: record %d is another one", name, i)
			}
		}
		if len(records) != len(v.Records) || name == "work.lspack" && len(blobs) != len(v.Blobs) {
			t.Errorf("%s: %d records, %d files", name, len(records), len(blobs))
		}
		if extra, err := p.Extra(ctx); name == "work.lspack" && (err != nil || string(extra) != v.Extra) {
			t.Errorf("%s: extra %q, %v", name, extra, err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(vectorDir, "request.lsseat"))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := DecodeRequest(raw); err != nil || r.Fingerprint() != v.Fingerprint || r.Seat != s.ID {
		t.Errorf("the request: %v", err)
	}
}

// The vector is read as the package text says, with none of the code of this package.
func TestTheVectorIsWhatThePackageTextSays(t *testing.T) {
	v := vector(t)
	raw, err := os.ReadFile(filepath.Join(vectorDir, "work.lspack"))
	if err != nil {
		t.Fatal(err)
	}
	byHand(t, v, raw)
	var whole []byte
	for _, name := range []string{"parts.lspack.1of2", "parts.lspack.2of2"} {
		part, err := os.ReadFile(filepath.Join(vectorDir, name))
		if err != nil {
			t.Fatal(err)
		}
		n := len(part)
		piece := part[64 : n-64]
		off, length := binary.BigEndian.Uint64(part[40:]), binary.BigEndian.Uint64(part[48:])
		if string(part[:16]) != "lianshen.part/1\n" || off != uint64(len(whole)) || length != uint64(len(piece)) {
			t.Fatalf("%s has another head", name)
		}
		whole = append(whole, piece...)
		sum, file := sha256.Sum256(whole), sha256.Sum256(part[:n-32])
		if !bytes.Equal(part[n-64:n-32], sum[:]) || !bytes.Equal(part[n-32:], file[:]) {
			t.Errorf("%s has another foot", name)
		}
	}
	byHand(t, v, whole)
}

// byHand opens a package with age, tar and zstd.
func byHand(t *testing.T, v opens, raw []byte) {
	t.Helper()
	id, err := age.ParseX25519Identity(v.Identity)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(bytes.NewReader(raw), id)
	if err != nil {
		t.Fatal(err)
	}
	entries, names := map[string][]byte{}, []string{}
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if entries[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
	}
	var m struct {
		From     struct{ Key []byte }
		LogPlain int64
		Records  int
		Log      struct {
			Size   int64
			SHA256 string
		}
		Blobs []struct{ Hash string }
	}
	if err := json.Unmarshal(entries["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	h := sha256.New()
	h.Write([]byte("lianshen/package/v1\x00"))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(entries["manifest.json"]))))
	h.Write(entries["manifest.json"])
	if !ed25519.Verify(m.From.Key, h.Sum(nil), entries["manifest.sig"]) {
		t.Error("the signature is another one")
	}
	if names[0] != "manifest.json" || names[1] != "manifest.sig" || names[2] != "log.zst" || names[len(names)-1] != "blobs/"+m.Blobs[len(m.Blobs)-1].Hash {
		t.Errorf("the entries are %v", names)
	}
	packed := entries["log.zst"]
	if sum := sha256.Sum256(packed); hex.EncodeToString(sum[:]) != m.Log.SHA256 || int64(len(packed)) != m.Log.Size {
		t.Error("the log is another one")
	}
	for _, b := range m.Blobs {
		if sum := sha256.Sum256(entries["blobs/"+b.Hash]); hex.EncodeToString(sum[:]) != b.Hash {
			t.Error("an attached file is another one")
		}
	}
	z, err := zstd.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	log, err := io.ReadAll(z)
	if err != nil || int64(len(log)) != m.LogPlain {
		t.Fatal(err)
	}
	var got []vectorRecord
	in := bytes.NewBuffer(log)
	number := func() uint64 {
		n, err := binary.ReadUvarint(in)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	var seats []string
	last := map[string]vectorRecord{}
	for in.Len() > 0 {
		head := number()
		if int(head>>1) == len(seats) {
			seats = append(seats, hex.EncodeToString(in.Next(16)))
		}
		r := vectorRecord{Seat: seats[head>>1]}
		if head&1 == 0 {
			r.Seq, r.Prev = int64(number()), hex.EncodeToString(in.Next(32))
		} else {
			before := last[r.Seat]
			prev, _ := hex.DecodeString(before.Prev)
			sum := sha256.New()
			sum.Write([]byte("lianshen/record/v1\x00"))
			sum.Write(prev)
			sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(before.Bod))))
			sum.Write([]byte(before.Bod))
			r.Seq, r.Prev = before.Seq+1, hex.EncodeToString(sum.Sum(nil))
		}
		r.Sig = hex.EncodeToString(in.Next(64))
		r.Bod = string(in.Next(int(number())))
		got, last[r.Seat] = append(got, r), r
	}
	if len(got) != m.Records || len(got) != len(v.Records) {
		t.Fatalf("%d records", len(got))
	}
	for i := range got {
		if got[i] != v.Records[i] {
			t.Errorf("record %d is %+v", i, got[i])
		}
	}
}

func TestTheAgeCommandOpensTheVector(t *testing.T) {
	v := vector(t)
	command := ageCommand(t)
	out, err := withAge(t, command, filepath.Join(vectorDir, "work.lspack"), vectorSeat(t, v).box)
	if err != nil || !bytes.Contains(out, []byte(v.Manifest["work.lspack"])) {
		t.Errorf("%d bytes, %v", len(out), err)
	}
	stranger, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := withAge(t, command, filepath.Join(vectorDir, "work.lspack"), stranger); err == nil || len(out) > 0 {
		t.Errorf("a stranger gets %d bytes", len(out))
	}
}
