package vault

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
)

// FuzzKeyFile reads whatever it is given, with a few bytes replaced, as it is and with a checksum that fits: it never panics, never takes an absurd
// cost, what it takes comes back the same from its own encoding, and only the vector itself gives the vector's data key.
func FuzzKeyFile(f *testing.F) {
	raw, err := os.ReadFile("testdata/keyfile/key.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw, uint16(0), []byte(nil))
	f.Add(bytes.Replace(raw, []byte(`"version": 1`), []byte(`"version": 2`), 1), uint16(0), []byte(nil))
	f.Add(bytes.Replace(raw, []byte(`"passes": 2`), []byte(`"passes": 4294967295`), 1), uint16(0), []byte(nil))
	f.Add(bytes.Replace(raw, []byte(`"escrow"`), []byte(`"Escrow"`), 1), uint16(0), []byte(nil))
	f.Add(raw[:len(raw)/2], uint16(0), []byte(nil))
	f.Add([]byte(`{"format":"lianshen-key","version":1,"workspace":"w","argon2id":{"salt":"AAAAAAAAAAAAAAAAAAAAAA==","passes":1,"memoryKiB":8192,"threads":1},"seats":[],"sum":"","mac":""}`), uint16(0), []byte(nil))
	f.Add([]byte(strings.Repeat("[", 1000)), uint16(0), []byte(nil))
	f.Add(raw, uint16(700), []byte("AAAA"))
	f.Add(raw, uint16(130), []byte("x"))

	vector, refusal := parse(raw, testWorkspace)
	if refusal != nil {
		f.Fatal(refusal)
	}
	phrase, err := phraseKey("seven lamps at noon", vector.salt[:], vector.cost)
	if err != nil {
		f.Fatal(err)
	}
	printed, err := ParseRecovery("Q2PC-RCW3-X3DB-AG8P-FDJV-8G3P-N1PH-Z2WN-3QW5-9PY1-XT6J-VKR0-R230-8EJZ")
	if err != nil {
		f.Fatal(err)
	}
	opened, _, err := vector.openWith(phrase)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte, at uint16, with []byte) {
		if int(at)+len(with) <= len(raw) {
			raw = slices.Concat(raw[:at], with, raw[int(at)+len(with):])
		}
		got, refusal := parse(raw, testWorkspace)
		if refusal != nil {
			if !strings.HasPrefix(app.CodeOf(refusal.refusal("key.json")), "key.") {
				t.Error("a refusal without a reason")
			}
			if got, refusal = parse(summed(raw), testWorkspace); refusal != nil {
				return
			}
		}
		if !got.Cost().Sound() || got.slots() > maxSlots {
			t.Fatalf("taken with %+v and %d slots", got.Cost(), got.slots())
		}
		again, err := got.encode()
		if err != nil {
			t.Fatal(err)
		}
		if back, refusal := parse(again, testWorkspace); refusal != nil || !bytes.Equal(back.message(), got.message()) {
			t.Fatalf("its own encoding: %v", refusal)
		}
		if bytes.Equal(got.message(), vector.message()) {
			return
		}
		if got.Check(opened) == nil {
			t.Error("a forged file is proven")
		}
		bySeat, _, _ := got.openWith(phrase)
		byPaper, _ := got.Recover(printed)
		byOffice, _ := got.OpenEscrow("AGE-SECRET-KEY-1E9RFHLLY9CPJGW9LV3V63S4RYKECUV0MGX9DNMXSY40FEADG3PYSSPM2XY")
		for _, k := range []*Key{bySeat, byPaper, byOffice} {
			if k != nil && hex.EncodeToString(k.data[:]) == hex.EncodeToString(opened.data[:]) {
				t.Error("a forged file gives the data key")
			}
		}
	})
}

// summed gives a file the checksum that fits it, where it is one at all.
func summed(raw []byte) []byte {
	var d document
	if json.Unmarshal(raw, &d) != nil {
		return raw
	}
	f, err := d.file()
	if err != nil {
		return raw
	}
	sum := f.checksum()
	d.Sum = sum[:]
	out, err := json.Marshal(d)
	if err != nil {
		return raw
	}
	return out
}

// FuzzRecovery types whatever it is given.
func FuzzRecovery(f *testing.F) {
	f.Add(Recovery{1, 2, 3}.String())
	f.Add(strings.ToLower(Recovery{}.String()))
	f.Add("")
	f.Add("－１２３４ ＯＩＬＵ")
	f.Add(strings.Repeat("Z", 56))
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRecovery(text)
		if err != nil {
			return
		}
		if back, err := ParseRecovery(r.String()); err != nil || back != r {
			t.Errorf("a key does not come back: %v", err)
		}
	})
}
