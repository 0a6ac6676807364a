package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFieldsHaveTheShapeOfWhatTheyHold(t *testing.T) {
	for _, c := range []struct {
		kind  Kind
		field string
		want  Shape
	}{
		{KindFinding, "", ShapeWhole}, {KindFinding, "title", ShapeText}, {KindFinding, "fact", ShapeLongText}, {KindFinding, "amount", ShapeMoney},
		{KindFinding, "number", ShapeNumber}, {KindFinding, "rectifyDue", ShapeDate}, {KindFinding, "state", ShapeCode}, {KindFinding, "inReport", ShapeFlag},
		{KindFinding, "bases", ShapeList}, {KindFinding, "items/JJ-1-01", ShapeFlag}, {KindFinding, "responsible/" + string(testID(1)), ShapeCode},
		{KindPrincipal, "from", ShapeMonth}, {KindCase, "unit", ShapeRef}, {KindCase, "strands/audit/lead", ShapeRef}, {KindCase, "strands/audit/assessment", ShapeLongText},
		{KindCase, "facts/finances/2025/income", ShapeMoney}, {KindCase, "stage", ShapeCode}, {KindTalk, "type", ShapeCode}, {KindMeeting, "attendees/a~1b/role", ShapeCode},
		{KindSurvey, "remarks", ShapeList}, {KindSurvey, "questions/xr-open/good", ShapeNumber}, {KindFinding, "hue", ShapeText}, {"comet", "tail", ShapeText},
	} {
		if got := ClashShape(c.kind, c.field); got != c.want {
			t.Errorf("%s %s is laid out as %s, want %s", c.kind, c.field, got, c.want)
		}
	}
}

// TestListedFieldsExist keeps the lists of fields by name beside the nouns: a field that is renamed is renamed here too.
func TestListedFieldsExist(t *testing.T) {
	exists := func(kind Kind, part string) {
		t.Helper()
		part = strings.TrimSuffix(strings.NewReplacer("strands/*", "strands/audit", "stages/*", "stages/entry", "*", "x").Replace(part), "/")
		if _, leaf := typeAt(kind, part); !leaf {
			t.Errorf("%s has no field %q", kind, part)
		}
	}
	for _, list := range []map[Kind][]string{longFields, codeFields, identities, signatures} {
		for kind, fields := range list {
			for _, f := range fields {
				exists(kind, f)
			}
		}
	}
	for kind, deeds := range fieldDeeds {
		for verb, fields := range deeds {
			if _, known := rules[verb]; !known {
				t.Errorf("%s has no rule", verb)
			}
			for _, f := range fields {
				exists(kind, f)
			}
		}
	}
	for _, kind := range Kinds {
		if types[kind] == nil {
			t.Errorf("nothing holds a %s", kind)
		}
	}
}

func TestCountsAreSummed(t *testing.T) {
	for _, c := range []struct {
		base, mine, theirs string
		want               Sum
		ok                 bool
	}{
		{"10", "15", "12", Sum{10, 15, 12, 17}, true}, {"", "5", "7", Sum{0, 5, 7, 12}, true}, {"10", "", "4", Sum{10, 0, 4, -6}, false},
		{"10", "8", "9", Sum{10, 8, 9, 7}, true}, {`"a"`, "1", "2", Sum{}, false}, {"1.5", "1", "2", Sum{}, false}, {"0", "9000000000000000000", "1", Sum{}, false},
	} {
		raw := func(s string) json.RawMessage { return json.RawMessage(s) }
		if got, ok := Sums(raw(c.base), raw(c.mine), raw(c.theirs)); got != c.want || ok != c.ok {
			t.Errorf("%s %s %s: %+v %v", c.base, c.mine, c.theirs, got, ok)
		}
	}
}

func TestListsAreComparedByElement(t *testing.T) {
	for _, c := range []struct{ name, base, mine, theirs, want, merged string }{
		{"both add", `["a"]`, `["a","b"]`, `["a","c"]`, "a= b+mine c+theirs", "a b c"},
		{"one removes, one adds", `["a","b"]`, `["b"]`, `["a","b","c"]`, "a-mine b= c+theirs", "b c"},
		{"both add the same", `[]`, `["a"]`, `["a"]`, "a+both", "a"},
		{"both remove", `["a","b"]`, `["b"]`, `["b"]`, "a-both b=", "b"},
		{"twice the same", `["a"]`, `["a","a"]`, `["a"]`, "a= a+mine", "a a"},
		{"written otherwise", `[{"x":1,"y":2}]`, `[{"y":2, "x":1}]`, `[{"x":1,"y":2},"b"]`, `{"y":2, "x":1}= b+theirs`, `{"y":2, "x":1} b`},
		{"put in before", `["b"]`, `["b"]`, `["a","b"]`, "a+theirs b=", "a b"},
		{"nothing", `[]`, `[]`, `[]`, "", ""},
	} {
		list := func(s string) []json.RawMessage {
			var out []json.RawMessage
			if err := json.Unmarshal([]byte(s), &out); err != nil {
				t.Fatal(err)
			}
			return out
		}
		elements, merged := ListDiff(list(c.base), list(c.mine), list(c.theirs))
		var got, kept []string
		for _, e := range elements {
			sign := map[bool]string{true: "-", false: "+"}[e.Base] + string(e.Kind())
			if e.Kind() == PieceSame {
				sign = "="
			}
			got = append(got, strings.Trim(string(e.Value), `"`)+sign)
		}
		for _, v := range merged {
			kept = append(kept, strings.Trim(string(v), `"`))
		}
		if strings.Join(got, " ") != c.want || strings.Join(kept, " ") != c.merged {
			t.Errorf("%s: %v gives %v", c.name, got, kept)
		}
	}
}

// TestListsLoseNothing: every element of each version is there as often as it is, and the proposal has what somebody
// added and nobody removed.
func TestListsLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) json.RawMessage {
			return json.RawMessage(rapid.SampledFrom([]string{`"a"`, `"b"`, `1`, `{}`}).Draw(t, "e"))
		}), 0, 8)
		base, mine, theirs := gen.Draw(t, "base"), gen.Draw(t, "mine"), gen.Draw(t, "theirs")
		elements, merged := ListDiff(base, mine, theirs)
		in := func(list []json.RawMessage, v string) (n int) {
			for _, e := range list {
				if string(e) == v {
					n++
				}
			}
			return n
		}
		for _, v := range []string{`"a"`, `"b"`, `1`, `{}`} {
			var b, m, o int
			for _, e := range elements {
				if string(e.Value) != v {
					continue
				}
				for n, there := range map[*int]bool{&b: e.Base, &m: e.Mine, &o: e.Theirs} {
					if there {
						*n++
					}
				}
			}
			if b != in(base, v) || m != in(mine, v) || o != in(theirs, v) {
				t.Fatalf("%s: %d %d %d of %s %s %s", v, b, m, o, base, mine, theirs)
			}
			want := max(m, o)
			if least := min(m, o); least < b {
				want = least + max(0, max(m, o)-b)
			}
			if got := in(merged, v); got != want {
				t.Fatalf("%s: %d in the proposal, want %d of %s %s %s", v, got, want, base, mine, theirs)
			}
		}
		if _, same := ListDiff(base, mine, base); !slices.EqualFunc(same, mine, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Fatalf("who alone changed a list does not get it: %s becomes %s", mine, same)
		}
	})
}
