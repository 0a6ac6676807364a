package vault

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

// encoded gives the bytes of a key file with all kinds of slots, and what opens it.
func encoded(t testing.TB) ([]byte, *File, *Key, Secrets) {
	t.Helper()
	f, k, s := newFile(t)
	if err := f.SetRecovery(k, Recovery{3}); err != nil {
		t.Fatal(err)
	}
	if err := f.SetEscrow(k, newSecrets(t).Recipient()); err != nil {
		t.Fatal(err)
	}
	raw, err := f.encode()
	if err != nil {
		t.Fatal(err)
	}
	return raw, f, k, s
}

// changed gives the file with one field changed, as somebody without the data key would: with a new checksum if asked.
func changed(t testing.TB, raw []byte, resum bool, change func(d *document)) []byte {
	t.Helper()
	var d document
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	change(&d)
	if resum {
		f := &File{workspace: d.Workspace, cost: Cost{d.Argon2id.Passes, d.Argon2id.MemoryKiB, d.Argon2id.Threads}, seats: d.Seats, recovery: d.Recovery, escrow: d.Escrow}
		copy(f.salt[:], d.Argon2id.Salt)
		copy(f.mac[:], d.MAC)
		sum := sha256.Sum256(append(f.message(), d.MAC...))
		d.Sum = sum[:]
	}
	out, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFilesThatAreRefused(t *testing.T) {
	raw, _, _, _ := encoded(t)
	other := "019a2b3c-0000-7000-8000-000000000000"
	text := string(raw)
	for _, test := range []struct {
		name string
		raw  []byte
		code string
	}{
		{"empty", nil, "key.damaged"},
		{"no JSON", []byte("\x00\x01\x02"), "key.damaged"},
		{"another JSON", []byte(`{"format":"lianshen-workspace","version":2}`), "key.damaged"},
		{"a list", []byte(`[]`), "key.damaged"},
		{"null", []byte(`null`), "key.damaged"},
		{"nothing but a head", []byte(`{"format":"lianshen-key","version":1}`), "key.damaged"},
		{"no version", []byte(strings.Replace(text, `"version": 1`, `"version": 0`, 1)), "key.damaged"},
		{"a newer version", []byte(strings.Replace(text, `"version": 1`, `"version": 2`, 1)), "key.newer"},
		{"a newer version with other fields", []byte(`{"format":"lianshen-key","version":7,"argon3":{}}`), "key.newer"},
		{"a field of no format", []byte(strings.Replace(text, `"version"`, `"extra": 1, "version"`, 1)), "key.damaged"},
		{"something after the end", append(bytes.Clone(raw), `{}`...), "key.damaged"},
		{"half of it", raw[:len(raw)/2], "key.damaged"},
		{"more than 1 MiB", append(bytes.Clone(raw), bytes.Repeat([]byte(" "), 1<<20)...), "key.damaged"},
		{"deep nesting", []byte(strings.Repeat("[", 1<<20)), "key.damaged"},
		{"another workspace's", changed(t, raw, true, func(d *document) { d.Workspace = other }), "key.foreign"},
		{"another workspace's name over ours", changed(t, raw, false, func(d *document) { d.Workspace = other }), "key.damaged"},
		{"all memory", changed(t, raw, true, func(d *document) { d.Argon2id.MemoryKiB = 1<<32 - 1 }), "key.cost"},
		{"all memory, by hand", changed(t, raw, false, func(d *document) { d.Argon2id.MemoryKiB = 4 << 20 }), "key.cost"},
		{"hours of time", changed(t, raw, true, func(d *document) { d.Argon2id.Passes = 1 << 31 }), "key.cost"},
		{"no pass", changed(t, raw, true, func(d *document) { d.Argon2id.Passes = 0 }), "key.cost"},
		{"too cheap", changed(t, raw, true, func(d *document) { d.Argon2id.MemoryKiB = 8 }), "key.cost"},
		{"too many lanes", changed(t, raw, true, func(d *document) { d.Argon2id.Threads = 255 }), "key.cost"},
		{"a cost that is no number", []byte(strings.Replace(text, `"passes": 1`, `"passes": -1`, 1)), "key.damaged"},
		{"a short salt", changed(t, raw, true, func(d *document) { d.Argon2id.Salt = d.Argon2id.Salt[:8] }), "key.damaged"},
		{"no MAC", changed(t, raw, true, func(d *document) { d.MAC = nil }), "key.damaged"},
		{"no workspace", changed(t, raw, true, func(d *document) { d.Workspace = "" }), "key.damaged"},
		{"a seat twice", changed(t, raw, true, func(d *document) { d.Seats = append(d.Seats, d.Seats[0]) }), "key.damaged"},
		{"a seat in capitals", changed(t, raw, true, func(d *document) { d.Seats[0].Seat = strings.Repeat("AB", 16) }), "key.damaged"},
		{"no recipient", changed(t, raw, true, func(d *document) { d.Seats[0].Box = "age1" }), "key.damaged"},
		{"short secrets", changed(t, raw, true, func(d *document) { d.Seats[0].Secrets = d.Seats[0].Secrets[:10] }), "key.damaged"},
		{"an endless sealed key", changed(t, raw, true, func(d *document) { d.Seats[0].Key = make([]byte, 4096) }), "key.damaged"},
		{"an empty recovery slot", changed(t, raw, true, func(d *document) { d.Recovery = &recoverySlot{} }), "key.damaged"},
		{"an empty escrow slot", changed(t, raw, true, func(d *document) { d.Escrow = &escrowSlot{} }), "key.damaged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key.json")
			if err := os.WriteFile(path, test.raw, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Read(path, testWorkspace)
			refused(t, err, test.code)
		})
	}
	t.Run("missing", func(t *testing.T) {
		_, err := Read(filepath.Join(t.TempDir(), "key.json"), testWorkspace)
		refused(t, err, "key.missing")
	})
	t.Run("a folder", func(t *testing.T) {
		if _, err := Read(t.TempDir(), testWorkspace); err == nil || app.CodeOf(err) != "" {
			t.Errorf("%v", err)
		}
	})
}

// Every bit of the file, and every place to cut it: it is refused, or it says the same as before.
func TestNoFlippedBitPasses(t *testing.T) {
	raw, f, _, _ := encoded(t)
	want := append(f.message(), f.mac[:]...)
	refusals := map[string]int{}
	try := func(what string, raw []byte) {
		got, refusal := parse(raw, testWorkspace)
		if refusal != nil {
			refusals[refusal.code]++
			return
		}
		refusals["harmless"]++
		if !bytes.Equal(append(got.message(), got.mac[:]...), want) {
			t.Errorf("%s: the file says something else", what)
		}
	}
	for i := range raw {
		for bit := range 8 {
			flipped := bytes.Clone(raw)
			flipped[i] ^= 1 << bit
			try(fmt.Sprintf("bit %d of byte %d", bit, i), flipped)
		}
		try(fmt.Sprintf("cut at %d", i), raw[:i])
	}
	for code := range refusals {
		switch code {
		case "harmless", "key.damaged", "key.newer", "key.cost":
		default:
			t.Errorf("refused with %s", code)
		}
	}
	if refusals["key.damaged"] < len(raw)*7 {
		t.Errorf("too little was refused: %v", refusals)
	}
}

// Somebody without the data key changes the file and makes its checksum fit. He can keep people out; he cannot get in,
// nor be given the next data key.
func TestWhatSomebodyWithoutTheKeyChangesIsFound(t *testing.T) {
	raw, f, k, s := encoded(t)
	second := newSecrets(t)
	if err := f.AddSeat(k, otherPhrase, second); err != nil {
		t.Fatal(err)
	}
	raw, err := f.encode()
	if err != nil {
		t.Fatal(err)
	}
	intruder := newSecrets(t)
	theirs := newKey(t)
	slipped := func(d *document) {
		own, err := NewFile(testWorkspace, theirs, Lowest, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		own.salt = f.salt
		own.stamp(theirs)
		if err := own.AddSeat(theirs, "the intruder's phrase", intruder); err != nil {
			t.Fatal(err)
		}
		d.Seats = append(d.Seats, own.seats[0])
	}
	exchanged := func(d *document) { d.Seats[0].Key, d.Seats[1].Key = d.Seats[1].Key, d.Seats[0].Key }
	for _, test := range []struct {
		name, phrase, code string
		change             func(d *document)
	}{
		{"a slot slipped in, by its own phrase", "the intruder's phrase", "key.changed", slipped},
		{"a slot slipped in, by ours", testPhrase, "key.changed", slipped},
		{"a slot taken out", testPhrase, "key.changed", func(d *document) { d.Seats = d.Seats[:1] }},
		{"slots in another order", testPhrase, "key.changed", func(d *document) { d.Seats[0], d.Seats[1] = d.Seats[1], d.Seats[0] }},
		{"sealed keys exchanged", testPhrase, "key.changed", exchanged},
		{"secrets exchanged", testPhrase, "phrase.wrong", func(d *document) { d.Seats[0].Secrets, d.Seats[1].Secrets = d.Seats[1].Secrets, d.Seats[0].Secrets }},
		{"another's recipient", testPhrase, "phrase.wrong", func(d *document) { d.Seats[0].Box = intruder.Recipient() }},
		{"another name over a seat", testPhrase, "phrase.wrong", func(d *document) { d.Seats[0].Seat = intruder.Seat() }},
		{"a data key of theirs", testPhrase, "key.changed", func(d *document) {
			sealed, err := seal(theirs, s.Recipient())
			if err != nil {
				t.Fatal(err)
			}
			d.Seats[0].Key = sealed
		}},
		{"no sealed key", testPhrase, "key.changed", func(d *document) { d.Seats[0].Key = []byte("age-encryption.org/v1\n") }},
		{"an escrow of theirs", testPhrase, "key.changed", func(d *document) { d.Escrow.Box = intruder.Recipient() }},
		{"no recovery", testPhrase, "key.changed", func(d *document) { d.Recovery = nil }},
		{"another salt", testPhrase, "phrase.wrong", func(d *document) { d.Argon2id.Salt[0] ^= 1 }},
		{"a cost of theirs", testPhrase, "phrase.wrong", func(d *document) { d.Argon2id.Passes = 2 }},
		{"another MAC", testPhrase, "key.changed", func(d *document) { d.MAC[31] ^= 1 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			bad, refusal := parse(changed(t, raw, true, test.change), testWorkspace)
			if refusal != nil {
				t.Fatalf("refused at once: %v", refusal)
			}
			_, _, err := bad.Unlock(test.phrase)
			refused(t, err, test.code)
			_, rekeyed := bad.Rekey(newKey(t), k)
			for deed, err := range map[string]error{
				"Check": bad.Check(k), "Rekey": rekeyed,
				"AddSeat": bad.AddSeat(k, "a third phrase", newSecrets(t)), "RemoveSeat": bad.RemoveSeat(k, s.Seat()),
				"ChangePhrase": bad.ChangePhrase(k, s, "a third phrase"),
				"SetRecovery":  bad.SetRecovery(k, Recovery{}), "SetEscrow": bad.SetEscrow(k, ""),
			} {
				if app.CodeOf(err) != "key.changed" {
					t.Errorf("%s: %v", deed, err)
				}
			}
		})
	}
}

// A damaged slot of a recovery key or of the office does not open either.
func TestAChangedRecoverySlotOpensNothing(t *testing.T) {
	raw, _, _, _ := encoded(t)
	for name, test := range map[string]struct {
		code   string
		change func(d *document)
	}{
		"recipient": {"recovery.wrong", func(d *document) { d.Recovery.Box = d.Escrow.Box }},
		"identity":  {"recovery.wrong", func(d *document) { d.Recovery.Identity[30] ^= 1 }},
		"key":       {"key.changed", func(d *document) { d.Recovery.Key[100] ^= 1 }},
		"elsewhere": {"key.changed", func(d *document) { d.Escrow = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			bad, refusal := parse(changed(t, raw, true, test.change), testWorkspace)
			if refusal != nil {
				t.Fatal(refusal)
			}
			_, err := bad.Recover(Recovery{3})
			refused(t, err, test.code)
		})
	}
}
