package journal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lianshen/app"
)

const workspace = "0198a3c0-0000-7000-8000-000000000001"

func signer(t testing.TB) Signer {
	t.Helper()
	s, err := NewSigner(rand.New(rand.NewSource(1)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func body(s Signer, seq int64, changes ...Change) Body {
	return Body{V: 1, Seat: s.ID, Seq: seq, Time: Time(seq), Who: "王敏", Verb: "answer.item", Changes: changes}
}

func newUnit(name string) Change {
	c, err := app.Create(app.Unit{ID: app.DeriveID(app.KindUnit, "", name), Name: name})
	if err != nil {
		panic(err)
	}
	return Change{Change: c}
}

// chainOf gives n sound records.
func chainOf(t testing.TB, n int) (Signer, []Record) {
	s := signer(t)
	prev := Genesis(workspace, s.Public())
	var out []Record
	for i := range n {
		r, err := s.Seal(prev, body(s, int64(i+1), newUnit(fmt.Sprint("单位", i))))
		if err != nil {
			t.Fatal(err)
		}
		out, prev = append(out, r), r.Hash
	}
	return s, out
}

// The format is kept for ever: these bytes must never come out otherwise.
func TestTheFormatIsWhatThePackageTextSays(t *testing.T) {
	s, err := SignerOf(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	b := Body{V: 1, Seat: s.ID, Seq: 1, Time: 115343360000000000, Who: "王敏", Verb: "unit.save", Changes: []Change{
		{Change: app.Change{Entity: "0198a3c0-0000-7000-8000-000000000002", Noun: app.KindUnit, Field: "name", Kind: app.Put, Value: json.RawMessage(`"<青溪>"`)},
			Parents: []Ref{RefOf(s.ID, 1).Change(0)}}}}
	r, err := s.Seal(Genesis(workspace, s.Public()), b)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ what, got, want string }{
		{"seat", s.ID, "fe812c12f3ab4ce6ac5db69ac352f906"},
		{"body", string(r.Body), `{"v":1,"seat":"fe812c12f3ab4ce6ac5db69ac352f906","seq":1,"time":115343360000000000,"who":"王敏","verb":"unit.save","changes":[{"e":"0198a3c0-0000-7000-8000-000000000002","n":"unit","f":"name","k":"put","v":"\u003c青溪\u003e","p":["fe812c12f3ab4ce6ac5db69ac352f906:1:0"]}]}`},
		{"genesis", r.Prev.String(), "50afe2523282135261b8a99c5dc61007c7d6c5378cb043f774c3bccb7a71b757"},
		{"hash", r.Hash.String(), "ae750ed6816024d1270d1539109bb057b668b64b1a9ed8e516d70191dcf8a0dd"},
		{"signature", fmt.Sprintf("%x", r.Sig[:8]), "7c51ea13715f03c8"},
	} {
		if x.got != x.want {
			t.Errorf("%s is\n%s, want\n%s", x.what, x.got, x.want)
		}
	}
}

func TestAChainIsProvenFromItsBeginning(t *testing.T) {
	s, records := chainOf(t, 5)
	c := NewChain(workspace, s.Public())
	for _, r := range records {
		b, err := c.Check(r)
		if err != nil || b.Seq != r.Seq {
			t.Fatal(b.Seq, err)
		}
	}
	c = Resume(s.Public(), 3, records[2].Hash)
	if _, err := c.Check(records[3]); err != nil {
		t.Error("resumed:", err)
	}
	if _, err := NewChain("0198a3c0-0000-7000-8000-00000000000f", s.Public()).Check(records[0]); err == nil {
		t.Error("a log is taken for that of another workspace")
	}
}

func TestEveryFlawOfARecordHasItsName(t *testing.T) {
	s, records := chainOf(t, 3)
	other, err := SignerOf(bytes.Repeat([]byte{9}, 32))
	if err != nil {
		t.Fatal(err)
	}
	resign := func(r *Record) {
		r.Hash = Sum(r.Prev, r.Body)
		r.Sig = ed25519.Sign(s.private, r.Hash[:])
	}
	for _, x := range []struct {
		code  string
		spoil func(*Record)
	}{
		{"seat", func(r *Record) { r.Seat = other.ID }},
		{"gap", func(r *Record) { r.Seq++ }},
		{"prev", func(r *Record) { r.Prev[0]++ }},
		{"hash", func(r *Record) { r.Hash[31]++ }},
		{"hash", func(r *Record) { r.Body = append(slices.Clone(r.Body), ' ') }},
		{"signature", func(r *Record) { r.Sig = slices.Clone(r.Sig); r.Sig[0]++ }},
		{"signature", func(r *Record) { r.Sig = r.Sig[:10] }},
		{"signature", func(r *Record) { r.Sig = ed25519.Sign(other.private, r.Hash[:]) }},
		{"body", func(r *Record) { r.Body = []byte("{"); resign(r) }},
		{"mismatch", func(r *Record) { r.Body = bytes.Replace(r.Body, []byte(`"seq":2`), []byte(`"seq":7`), 1); resign(r) }},
		{"time", func(r *Record) { r.Body = bytes.Replace(r.Body, []byte(`"time":2`), []byte(`"time":1`), 1); resign(r) }},
	} {
		c := NewChain(workspace, s.Public())
		if _, err := c.Check(records[0]); err != nil {
			t.Fatal(err)
		}
		r := records[1]
		x.spoil(&r)
		_, err := c.Check(r)
		var f *Fault
		if !errors.As(err, &f) || f.Code != x.code {
			t.Errorf("got %v, want %s", err, x.code)
		}
		c.Skip(r)
		if x.code == "hash" && r.Hash != records[1].Hash {
			continue // the hash itself was spoilt: the chain goes on by the body's
		}
		if _, err := c.Check(records[2]); x.code != "gap" && x.code != "body" && x.code != "mismatch" && x.code != "time" && err != nil {
			t.Errorf("after %s the next record is blamed: %v", x.code, err)
		}
	}
}

func TestImpossibleBodiesAreRefused(t *testing.T) {
	s := signer(t)
	good := newUnit("青溪县")
	change := func(f func(*Change)) Body {
		c := good
		f(&c)
		return body(s, 1, c)
	}
	for name, b := range map[string]Body{
		"no changes":        body(s, 1),
		"number 0":          body(s, 0, good),
		"no seat":           {V: 1, Seat: "x", Seq: 1, Time: 1, Verb: "a", Changes: []Change{good}},
		"format 0":          {Seat: s.ID, Seq: 1, Time: 1, Verb: "a", Changes: []Change{good}},
		"no time":           {V: 1, Seat: s.ID, Seq: 1, Verb: "a", Changes: []Change{good}},
		"no verb":           {V: 1, Seat: s.ID, Seq: 1, Time: 1, Changes: []Change{good}},
		"part without all":  {V: 1, Seat: s.ID, Seq: 1, Time: 1, Verb: "a", Part: 1, Changes: []Change{good}},
		"undoes a word":     {V: 1, Seat: s.ID, Seq: 1, Time: 1, Verb: "a", Undoes: "yesterday", Changes: []Change{good}},
		"entity":            change(func(c *Change) { c.Entity = "1" }),
		"kind of noun":      change(func(c *Change) { c.Noun = "" }),
		"kind of change":    change(func(c *Change) { c.Kind = "inc" }),
		"new with a field":  change(func(c *Change) { c.Field = "name" }),
		"new of a number":   change(func(c *Change) { c.Value = []byte("1") }),
		"put of an object":  change(func(c *Change) { c.Kind, c.Field = app.Put, "notice" }),
		"put of nothing":    change(func(c *Change) { c.Kind, c.Field, c.Value = app.Put, "name", nil }),
		"del with a value":  change(func(c *Change) { c.Kind = app.Del }),
		"note on a field":   change(func(c *Change) { c.Kind, c.Field = app.Note, "name" }),
		"parent is a word":  change(func(c *Change) { c.Parents = []Ref{"a:b:c"} }),
		"parent is a deed":  change(func(c *Change) { c.Parents = []Ref{RefOf(s.ID, 1)} }),
		"value is not JSON": change(func(c *Change) { c.Kind, c.Field, c.Value = app.Put, "name", []byte(`"`) }),
	} {
		if _, err := Encode(b); err == nil {
			t.Errorf("%s is written", name)
		}
		raw, err := json.Marshal(b)
		if err != nil {
			continue
		}
		if _, err := Decode(raw); err == nil && name != "kind of change" { // a newer program's is kept and passed on
			t.Errorf("%s is read", name)
		}
	}
	newer := body(s, 1, good)
	newer.V = 2
	raw, _ := json.Marshal(newer)
	if _, err := Decode(raw); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer format: %v", err)
	}
	known, _ := Encode(body(s, 1, good))
	if _, err := Decode(append([]byte(`{"later":{"a":[1]},`), known[1:]...)); err != nil {
		t.Errorf("a field from the future: %v", err)
	}
}

func TestTimeRisesThoughTheClockIsSetBack(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	a := Time(0).Next(now)
	b := a.Next(now)
	c := b.Next(now.Add(-time.Hour))
	d := c.Next(now.Add(time.Second))
	if !(a < b && b < c && c < d) || !a.Wall().Equal(now) || !c.Wall().Equal(now) || !d.Wall().Equal(now.Add(time.Second)) {
		t.Error(a, b, c, d)
	}
}

func TestFieldsOfAStateChangeOneByOne(t *testing.T) {
	put := func(field, value string) app.Change {
		return app.Change{Field: field, Kind: app.Put, Value: []byte(value)}
	}
	del := func(field string) app.Change { return app.Change{Field: field, Kind: app.Del} }
	for _, x := range []struct {
		doc    string
		change app.Change
		want   string
	}{
		{"", app.Change{Kind: app.New, Value: []byte(`{"b":1,"a":{"y":"","x":{"z":0}},"c":[]}`)}, `{"b":1}`},
		{`{"b":1}`, put("a", `"x"`), `{"a":"x","b":1}`},
		{`{"b":1}`, put("a/b/c", `true`), `{"a":{"b":{"c":true}},"b":1}`},
		{`{"a":{"b":{"c":true}},"b":1}`, del("a/b/c"), `{"b":1}`},
		{`{"a":{"b":{"c":true,"d":1}}}`, del("a/b/c"), `{"a":{"b":{"d":1}}}`},
		{`{"a":1}`, put("a", `0`), `{}`},
		{`{"a":1}`, del("x/y"), `{"a":1}`},
		{`{"a":1}`, put("a/b", `2`), `{"a":{"b":2}}`},
		{`{}`, put("a~1b/c~0d/~01", `1`), `{"a/b":{"c~d":{"~1":1}}}`},
		{`{"":{"":1}}`, put("/", `2`), `{"":{"":2}}`},
		{`{"a":1}`, del(""), `{"a":1}`},
		{`{"a":1}`, app.Change{Kind: app.Note, Value: []byte(`{"x":1}`)}, `{"a":1}`},
		{`{"a":[{"z":1,"y":0}]}`, put("b", `[3,1,2]`), `{"a":[{"z":1,"y":0}],"b":[3,1,2]}`},
	} {
		got, err := Apply([]byte(x.doc), x.change)
		if err != nil || string(got) != x.want {
			t.Errorf("%s %s %s on %s: %s, %v", x.change.Kind, x.change.Field, x.change.Value, x.doc, got, err)
		}
	}
	doc := []byte(`{"a/b":{"c":"x"},"n":1}`)
	for field, want := range map[string]string{"": string(doc), "n": "1", "a~1b/c": `"x"`, "a~1b": `{"c":"x"}`, "n/x": "", "q": "", "a~1b/c/d": ""} {
		if got := Lookup(doc, field); string(got) != want {
			t.Errorf("%q is %s, want %s", field, got, want)
		}
	}
}

// A Diff applied change by change leads from one value to the other, whatever the values.
func TestADiffLeadsFromBeforeToAfter(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "甲", "乙", "<&>\u2028"})
	key := rapid.SampledFrom([]string{"张三", "李四", "赵 五", "张/三", "a~b", "~1", ""})
	draw := func(rt *rapid.T, name string) app.Case {
		return app.Case{ID: app.DeriveID(app.KindCase, "", "1"), Number: text.Draw(rt, name+" number"),
			Liaisons: rapid.MapOfN(key, rapid.Custom(func(rt *rapid.T) app.Liaison {
				return app.Liaison{Post: text.Draw(rt, "post"), Phone: text.Draw(rt, "phone")}
			}), 0, 3).Draw(rt, name+" liaisons"),
			SelfCheck: app.SelfCheckReport{Parts: rapid.MapOfN(rapid.SampledFrom(app.Strands), rapid.Bool(), 0, 3).Draw(rt, name+" parts")},
			Facts:     app.UnitFacts{BodiesActual: rapid.IntRange(0, 2).Draw(rt, name+" bodies")}}
	}
	rapid.Check(t, func(rt *rapid.T) {
		before, after := draw(rt, "before"), draw(rt, "after")
		create, err := app.Create(before)
		if err != nil {
			rt.Fatal(err)
		}
		doc, err := Apply(nil, create)
		if err != nil {
			rt.Fatal(err)
		}
		changes, err := app.Diff(before, after)
		if err != nil {
			rt.Fatal(err)
		}
		for _, c := range changes {
			if doc, err = Apply(doc, c); err != nil {
				rt.Fatal(err)
			}
		}
		want, err := app.Create(after)
		if err != nil {
			rt.Fatal(err)
		}
		if string(doc) != string(want.Value) {
			rt.Fatalf("got  %s\nwant %s", doc, want.Value)
		}
	})
}

func TestHeads(t *testing.T) {
	h := Heads{}
	step := func(kind app.ChangeKind, field string, ref Ref, parents ...Ref) {
		if got := h.Parents(kind, field); !reflect.DeepEqual(got, parents) && len(got)+len(parents) > 0 {
			t.Errorf("%s: parents %v, want %v", ref, got, parents)
		}
		h.Advance(Change{Change: app.Change{Kind: kind, Field: field}, Parents: parents}, ref)
	}
	step(app.New, "", "r1")
	step(app.Put, "name", "r2", "r1")
	step(app.Put, "name", "r3", "r2")
	step(app.Note, "", "r4")
	step(app.Put, "phone", "r5", "r1")
	if want := (Heads{"": {"r1"}, "name": {"r3"}, "phone": {"r5"}}); !reflect.DeepEqual(h, want) {
		t.Errorf("%v, want %v", h, want)
	}
	if got := h.Of("address"); len(got) != 1 || got[0] != "r1" {
		t.Errorf("a field never written has heads %v", got)
	}
	// Somebody who had not seen r3 writes the same field: both stay.
	h.Advance(Change{Change: app.Change{Kind: app.Put, Field: "name"}, Parents: []Ref{"r2"}}, "x1")
	if got := strings.Join([]string{string(h["name"][0]), string(h["name"][1])}, " "); got != "r3 x1" {
		t.Errorf("heads %s", got)
	}
	step(app.Del, "", "r6", "r1", "r3", "r5", "x1")
	step(app.New, "", "r7", "r6")
	if want := (Heads{"": {"r7"}}); !reflect.DeepEqual(h, want) {
		t.Errorf("%v, want %v", h, want)
	}
}
