package exchange

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"testing"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/journal"
)

const workspace = "0198a3c0-0000-7000-8000-000000000001"

var ctx = context.Background()

// seat is somebody who sends or receives.
type seat struct {
	journal.Signer
	key ed25519.PrivateKey
	box *age.X25519Identity
}

// sit gives a seat whose keys follow from a number.
func sit(t testing.TB, n byte) seat {
	t.Helper()
	seed := bytes.Repeat([]byte{n}, ed25519.SeedSize)
	s, err := journal.SignerOf(seed)
	if err != nil {
		t.Fatal(err)
	}
	box, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return seat{Signer: s, key: ed25519.NewKeyFromSeed(seed), box: box}
}

func (s seat) sign(said []byte) []byte { return ed25519.Sign(s.key, said) }

func (s seat) ids() []age.Identity { return []age.Identity{s.box} }

// records gives n records of the seat's log, each with some changes.
func (s seat) records(t testing.TB, n, changes int) []journal.Record {
	t.Helper()
	var out []journal.Record
	prev := journal.Genesis(workspace, s.Public())
	for i := range n {
		b := journal.Body{V: 1, Seat: s.ID, Seq: int64(i + 1), Time: journal.Time(i + 1), Who: "王敏", Verb: "answer.item"}
		for j := range changes {
			b.Changes = append(b.Changes, journal.Change{Change: app.Change{Entity: app.DeriveID(app.KindUnit, "", fmt.Sprint(i, j)),
				Noun: app.KindUnit, Field: "name", Kind: app.Put, Value: fmt.Appendf(nil, `"青溪县第%d单位%d"`, i, j)}})
		}
		r, err := s.Seal(prev, b)
		if err != nil {
			t.Fatal(err)
		}
		out, prev = append(out, r), r.Hash
	}
	return out
}

// draft gives a package of the seat with these records and attached files.
func (s seat) draft(records []journal.Record, blobs ...[]byte) Draft {
	byHash := map[string][]byte{}
	m := Manifest{Program: "1.0.0", Kind: WorkPack, ID: "0198a3c0-0000-7000-8000-0000000000aa", Number: 4, Made: 1_795_000_000_000,
		Workspace: workspace, Title: "青溪县2026年联审", From: Sender{Seat: s.ID, Key: s.Public(), Person: "王敏", Laptop: "一号机"},
		To: []string{s.ID}, Changes: len(records)}
	for _, b := range blobs {
		hash := hashOf(b)
		byHash[hash] = b
		m.Blobs = append(m.Blobs, Blob{Hash: hash, Size: int64(len(b))})
	}
	return Draft{Manifest: m, Sign: s.sign, Recipients: []string{s.box.Recipient().String()},
		Log: func(yield func(journal.Record) error) error {
			for _, r := range records {
				if err := yield(r); err != nil {
					return err
				}
			}
			return nil
		},
		Blob: func(_ context.Context, hash string) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(byHash[hash])), nil
		},
	}
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// read opens a package, proves it and gives what is in it.
func read(ctx context.Context, on disk, s seat, phrase string, paths ...string) (*Package, []journal.Record, map[string][]byte, error) {
	p, err := openFrom(ctx, on, paths, s.ids(), phrase)
	if err == nil {
		err = p.Check(ctx, nil)
	}
	var records []journal.Record
	blobs := map[string][]byte{}
	if err == nil {
		err = p.Records(ctx, func(r journal.Record) error { records = append(records, r); return nil })
	}
	if err == nil {
		err = p.Blobs(ctx, func(string) bool { return true }, func(b Blob, r io.Reader) error {
			raw, err := io.ReadAll(r)
			blobs[b.Hash] = raw
			return err
		})
	}
	return p, records, blobs, err
}

func sameRecords(a, b []journal.Record) bool {
	return slices.EqualFunc(a, b, func(a, b journal.Record) bool {
		return a.Seat == b.Seat && a.Seq == b.Seq && a.Prev == b.Prev && a.Hash == b.Hash && bytes.Equal(a.Sig, b.Sig) && bytes.Equal(a.Body, b.Body)
	})
}

// noise gives bytes that do not compress, always the same.
func noise(n int) []byte {
	out := make([]byte, 0, n+sha256.Size)
	for sum := sha256.Sum256([]byte(fmt.Sprint(n))); len(out) < n; sum = sha256.Sum256(sum[:]) {
		out = append(out, sum[:]...)
	}
	return out[:n]
}
