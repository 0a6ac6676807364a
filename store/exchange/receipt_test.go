package exchange

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func receipt(s seat) Receipt {
	return Receipt{Workspace: workspace, Seat: s.ID, Here: []string{s.ID}, Made: 1_795_000_000_000, Count: 3, Program: "1.0 <&>",
		Has: Vector{s.ID: {Top: 9, Hash: strings.Repeat("0", 64), Lacks: Ranges{{2, 3}}}}, Awaits: []string{strings.Repeat("f", 64)}}
}

func TestAReceiptIsProvenByItsSeatAlone(t *testing.T) {
	s, other := sit(t, 1), sit(t, 2)
	r, err := receipt(s).Seal(s.sign)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Receipt
	if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(back, r) {
		t.Fatalf("%s reads as %+v, %v", raw, back, err)
	}
	for _, x := range []Receipt{r, back} {
		if err := x.Proven(s.Public()); err != nil {
			t.Error(err)
		}
		if x.Proven(other.Public()) == nil || x.Proven(nil) == nil {
			t.Error("a receipt is proven by another's key")
		}
	}
	for name, spoil := range map[string]func(*Receipt){
		"workspace": func(r *Receipt) { r.Workspace = strings.Replace(workspace, "1", "2", 1) },
		"seat":      func(r *Receipt) { r.Seat = other.ID },
		"here":      func(r *Receipt) { r.Here = append(r.Here, other.ID) },
		"made":      func(r *Receipt) { r.Made++ },
		"count":     func(r *Receipt) { r.Count++ },
		"program":   func(r *Receipt) { r.Program += "." },
		"has":       func(r *Receipt) { r.Has = Vector{s.ID: {Top: 10}} },
		"lacks":     func(r *Receipt) { r.Has = Vector{s.ID: {Top: 9, Hash: r.Has[s.ID].Hash}} },
		"awaits":    func(r *Receipt) { r.Awaits = nil },
		"signature": func(r *Receipt) { r.Sig = append(bytes.Clone(r.Sig[1:]), 0) },
		"none":      func(r *Receipt) { r.Sig = nil },
	} {
		bent := r
		if spoil(&bent); bent.Proven(s.Public()) == nil {
			t.Errorf("a receipt with another %s is proven", name)
		}
	}
}

func TestAReceiptOfANewerProgramIsPassedOnAndStillProven(t *testing.T) {
	s := sit(t, 1)
	r := receipt(s)
	r.more = map[string]json.RawMessage{"later": json.RawMessage(`{"a":["<",1.50]}`), "also": json.RawMessage(`null`)}
	r, err := r.Seal(s.sign)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal([]Receipt{r})
	if err != nil {
		t.Fatal(err)
	}
	var passed []Receipt
	for range 3 { // through three older programs
		if err := json.Unmarshal(raw, &passed); err != nil {
			t.Fatal(err)
		}
		if raw, err = json.MarshalIndent(passed, "", "  "); err != nil {
			t.Fatal(err)
		}
	}
	if err := passed[0].Proven(s.Public()); err != nil || !strings.Contains(string(raw), "later") {
		t.Errorf("%v: %s", err, raw)
	}
	delete(passed[0].more, "later")
	if passed[0].Proven(s.Public()) == nil {
		t.Error("what a newer program says can be taken away")
	}
}

func TestImpossibleReceiptsAreNotSealed(t *testing.T) {
	s := sit(t, 1)
	for name, spoil := range map[string]func(*Receipt){
		"workspace": func(r *Receipt) { r.Workspace = "x" },
		"seat":      func(r *Receipt) { r.Seat = "x" },
		"here":      func(r *Receipt) { r.Here = []string{"x"} },
		"made":      func(r *Receipt) { r.Made = 0 },
		"count":     func(r *Receipt) { r.Count = 0 },
		"program":   func(r *Receipt) { r.Program = "\x1b" },
		"has":       func(r *Receipt) { r.Has = Vector{"x": {}} },
		"awaits":    func(r *Receipt) { r.Awaits = []string{"x"} },
		"too much":  func(r *Receipt) { r.Awaits = make([]string, MaxAwaits+1) },
	} {
		r := receipt(s)
		spoil(&r)
		if _, err := r.Seal(s.sign); err == nil {
			t.Errorf("a receipt with an impossible %s is sealed", name)
		}
	}
}
