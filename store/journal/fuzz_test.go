package journal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
)

func FuzzDecode(f *testing.F) {
	s := signer(f)
	good, err := Encode(body(s, 1, newUnit("青溪县")))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	stranger, err := SignerOf(bytes.Repeat([]byte{9}, ed25519.SeedSize))
	if err != nil {
		f.Fatal(err)
	}
	me, other := sit(f, 9, someone), sit(f, 1, someone)
	for _, changes := range [][]app.Change{{enrol(f, me.seat)}, follow(f, other, me), leave(f, me.seat, 3), {app.Remove(me.seat)}} {
		var cs []Change
		for _, c := range changes {
			cs = append(cs, Change{Change: c})
		}
		seed, err := Encode(body(s, 1, cs...))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	for _, seed := range []string{"", "{}", "null", "[]", `{"v":1}`, `{"v":9}`, string(good[:len(good)/2]),
		strings.Replace(string(good), `"k":"new"`, `"k":"inc"`, 1),
		strings.Replace(string(good), `"v":{`, `"v":{"a":{"b":[null,{"c":""}]},`, 1)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := Decode(raw)
		if err != nil {
			return
		}
		// A newer program's kinds of change are read, kept and passed on as they came; this one never writes them.
		if !slices.ContainsFunc(b.Changes, func(c Change) bool { return !known(c.Kind) }) {
			again, err := Encode(b)
			if err != nil {
				t.Fatalf("what was read cannot be written: %v", err)
			}
			same, err := Decode(again)
			if err != nil || same.Ref() != b.Ref() || len(same.Changes) != len(b.Changes) {
				t.Fatalf("what was written reads otherwise: %v", err)
			}
		}
		h := Heads{}
		for i, c := range b.Changes {
			doc, err := Apply(nil, c.Change)
			if err == nil && len(doc) > 0 && !json.Valid(doc) {
				t.Fatalf("a state that is not JSON: %q", doc)
			}
			h.Advance(c, b.Ref().Change(i))
		}
		// Whatever a seat signs, the roll says yes or gives a fault.
		rec := Record{Seat: s.ID, Seq: b.Seq, Prev: Genesis(workspace, s.Public()), Body: raw}
		rec.Hash = Sum(rec.Prev, rec.Body)
		rec.Sig = ed25519.Sign(s.private, rec.Hash[:])
		founded, joined := NewRoll(workspace, s.Public()), NewRoll(workspace, stranger.Public())
		for _, roll := range []*Roll{founded, joined} {
			var fault *Fault
			if _, err := roll.Check(rec); err != nil && !errors.As(err, &fault) {
				t.Fatalf("refused without a fault: %v", err)
			}
			roll.Skip(rec)
			roll.Seats()
		}
	})
}

func FuzzRef(f *testing.F) {
	f.Add(strings.Repeat("a", 32) + ":1:0")
	f.Add(":::")
	f.Fuzz(func(t *testing.T, text string) {
		seat, seq, index, err := Ref(text).Split()
		if err != nil {
			return
		}
		again := RefOf(seat, seq)
		if index >= 0 {
			again = again.Change(index)
		}
		if string(again) != text {
			t.Fatalf("%q reads as %q", text, again)
		}
	})
}
