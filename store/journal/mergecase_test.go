package journal

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
)

// at names a change of seat 1, 2, 3 …
func at(seat, seq, index int) Ref { return RefOf(fmt.Sprintf("%032x", seat), int64(seq)).Change(index) }

// wrote gives a change; a value of "-" is a del.
func wrote(ref Ref, field, value string, parents ...Ref) Known {
	_, seq, _, _ := ref.Split()
	k := Known{Ref: ref, Time: Time(seq << 16)}
	k.Entity, k.Noun, k.Field, k.Parents = app.DeriveID("test", "", "noun"), "answer", field, parents
	switch {
	case value == "-":
		k.Kind = app.Del
	case field == "":
		k.Kind, k.Value = app.New, json.RawMessage(value)
	default:
		k.Kind, k.Value = app.Put, json.RawMessage(value)
	}
	return k
}

// told gives a merge in one line: there or gone, the state, what clashes over which base.
func told(m Merged) string {
	out := map[bool]string{true: "there ", false: "gone "}[m.Alive] + string(m.Doc)
	for _, c := range m.Clashes {
		out += fmt.Sprintf(" %q", c.Field)
		if c.Base != "" {
			out += " over " + strings.TrimLeft(string(c.Base), "0")
		}
	}
	return out
}

func TestWhatPeopleWroteApart(t *testing.T) {
	born := wrote(at(1, 1, 0), "", `{"a":1,"note":"x"}`)
	gone := wrote(at(1, 2, 0), "", "-", at(1, 1, 0))
	edited := wrote(at(2, 1, 0), "a", "2", at(1, 1, 0))
	for name, c := range map[string]struct {
		all  []Known
		want string
	}{
		"nothing":                  {nil, "gone "},
		"one wrote":                {[]Known{born, edited}, `there {"a":2,"note":"x"}`},
		"different fields":         {[]Known{born, edited, wrote(at(3, 1, 0), "note", `"y"`, at(1, 1, 0))}, `there {"a":2,"note":"y"}`},
		"the same field":           {[]Known{born, edited, wrote(at(3, 1, 0), "a", "3", at(1, 1, 0))}, `there {"a":3,"note":"x"} "a" over 1:1:0`},
		"the same value":           {[]Known{born, edited, wrote(at(3, 1, 0), "a", "2", at(1, 1, 0))}, `there {"a":2,"note":"x"}`},
		"the same, spelled apart":  {[]Known{born, wrote(at(2, 1, 0), "a", `["\u7532","<"]`, at(1, 1, 0)), wrote(at(3, 1, 0), "a", `[ "甲", "\u003c" ]`, at(1, 1, 0))}, `there {"a":["甲","\u003c"],"note":"x"}`},
		"large amounts are apart":  {[]Known{born, wrote(at(2, 1, 0), "a", `9007199254740993`, at(1, 1, 0)), wrote(at(3, 1, 0), "a", `9007199254740992`, at(1, 1, 0))}, `there {"a":9007199254740992,"note":"x"} "a" over 1:1:0`},
		"emptied by both":          {[]Known{born, wrote(at(2, 1, 0), "a", "-", at(1, 1, 0)), wrote(at(3, 1, 0), "a", "0", at(1, 1, 0))}, `there {"note":"x"}`},
		"emptied and written":      {[]Known{born, edited, wrote(at(3, 1, 0), "a", "-", at(1, 1, 0))}, `there {"note":"x"} "a" over 1:1:0`},
		"over what both emptied":   {[]Known{born, wrote(at(1, 2, 0), "a", "-", at(1, 1, 0)), wrote(at(2, 1, 0), "a", "2", at(1, 2, 0)), wrote(at(3, 1, 0), "a", "3", at(1, 2, 0))}, `there {"a":3,"note":"x"} "a" over 1:2:0`},
		"made by two":              {[]Known{wrote(at(1, 1, 0), "", `{"a":1,"b":{"c":1}}`), wrote(at(2, 1, 0), "", `{"a":2,"b":{"d":2}}`)}, `there {"a":2,"b":{"c":1,"d":2}} "a"`},
		"made by two, edited":      {[]Known{born, edited, wrote(at(3, 1, 0), "", `{"a":3}`)}, `there {"a":2,"note":"x"} "a"`},
		"put in and taken out":     {[]Known{wrote(at(1, 1, 0), "", `{"s":{"x":true}}`), wrote(at(2, 1, 0), "s/x", "-", at(1, 1, 0)), wrote(at(3, 1, 0), "s/x", "true", at(1, 1, 0))}, `there {"s":{"x":true}}`},
		"removed by both":          {[]Known{born, gone, wrote(at(2, 1, 0), "", "-", at(1, 1, 0))}, `gone {"a":1,"note":"x"}`},
		"removed and edited":       {[]Known{born, gone, edited}, `there {"a":2,"note":"x"} "" over 1:1:0`},
		"removed, edited, kept":    {[]Known{born, gone, edited, wrote(at(1, 3, 0), "", `{"a":2}`, at(1, 2, 0), at(2, 1, 0))}, `there {"a":2}`},
		"removed, edited, let go":  {[]Known{born, gone, edited, wrote(at(1, 3, 0), "", "-", at(1, 2, 0), at(2, 1, 0))}, `gone {"a":2,"note":"x"}`},
		"edited after the removal": {[]Known{born, gone, wrote(at(2, 1, 0), "a", "2", at(1, 2, 0))}, `there {"a":2,"note":"x"} "" over 1:1:0`},
		"edited twice over it":     {[]Known{born, edited, wrote(at(1, 2, 0), "", "-", at(1, 1, 0), at(2, 1, 0)), wrote(at(2, 2, 0), "a", "3", at(1, 2, 0))}, `there {"a":3,"note":"x"} "" over 2:1:0`},
		"restored":                 {[]Known{born, gone, wrote(at(1, 3, 0), "", `{"a":9}`, at(1, 2, 0))}, `there {"a":9}`},
		"removed by two, restored": {[]Known{born, gone, wrote(at(2, 1, 0), "", "-", at(1, 1, 0)), wrote(at(1, 3, 0), "", `{"a":9}`, at(1, 2, 0))}, `there {"a":9} "" over 1:1:0`},
		"of a newer program":       {[]Known{born, {Change: Change{Change: app.Change{Entity: born.Entity, Noun: "answer", Kind: "move", Field: "a", Value: json.RawMessage("5")}}, Ref: at(2, 1, 0)}}, `there {"a":1,"note":"x"}`},
		"pieces alone":             {[]Known{edited}, `gone {"a":2}`},
		"one between is missing":   {[]Known{born, wrote(at(1, 2, 0), "a", "2", at(1, 1, 0)), wrote(at(2, 1, 0), "a", "3", at(1, 3, 0))}, `there {"a":3,"note":"x"}`},
		"a chosen one is missing":  {[]Known{born, edited, wrote(at(3, 1, 0), "a", "3", at(1, 1, 0)), wrote(at(2, 3, 0), "a", "4", at(2, 2, 0))}, `there {"a":4,"note":"x"} "a" over 1:1:0`},
	} {
		all := slices.Clone(c.all)
		for range 20 {
			m, err := Merge(all)
			if err != nil || told(m) != c.want {
				t.Errorf("%s: %s, want %s, %v", name, told(m), c.want, err)
				break
			}
			rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		}
	}
}

// What no program of ours writes must not stop or hang anything, and must give the same everywhere.
func TestImpossibleParentsDoNoHarm(t *testing.T) {
	refs := []Ref{at(1, 1, 0), at(1, 2, 0), at(2, 1, 0), at(2, 1, 1), at(3, 1, 0), at(3, 9, 9), "x", "", Ref(strings.Repeat("9", 80)), at(1, 1, 0) + ":1", RefOf(strings.Repeat("f", 32), 1)}
	values := []string{"-", "1", `"x"`, `null`, `[]`, `[1, 2]`, `true`}
	fields := []string{"a", "a/b", "a/b/c", "", "b", "~1", "/", "s/x"}
	r := rand.New(rand.NewSource(3))
	for n := range 4000 {
		var all []Known
		for range r.Intn(9) {
			field, value := fields[r.Intn(len(fields))], values[r.Intn(len(values))]
			if field == "" && value != "-" {
				value = []string{`{}`, `{"a":{"b":1}}`, `{"a":[2],"s":{"x":true}}`}[r.Intn(3)]
			}
			k := wrote(refs[r.Intn(5)], field, value)
			for range r.Intn(5) { // of itself, in circles, of what is not there, of what is no change
				k.Parents = append(k.Parents, refs[r.Intn(len(refs))])
			}
			if !slices.ContainsFunc(all, func(o Known) bool { return o.Ref == k.Ref }) {
				all = append(all, k)
			}
		}
		one, err1 := Merge(all)
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		two, err2 := Merge(all)
		if (err1 == nil) != (err2 == nil) || !reflect.DeepEqual(one, two) {
			t.Fatalf("%d: %s, then %s: %+v", n, told(one), told(two), all)
		}
	}
}

// A record that names thousands of changes which are not there is merged as fast as any other of its length.
func TestManyParentsThatAreNotThere(t *testing.T) {
	all := []Known{wrote(at(1, 1, 0), "", `{"a":1}`)}
	for i := range 2000 {
		all = append(all, wrote(at(1, 2+i, 0), "a", fmt.Sprint(i), at(1, 1+i, 0)))
	}
	evil := wrote(at(2, 1, 0), "a", "7")
	for i := range 5000 {
		evil.Parents = append(evil.Parents, at(1, 9000+i, 0))
	}
	m, err := Merge(append(all, evil))
	if err != nil || told(m) != `there {"a":7}` {
		t.Errorf("%s, %v", told(m), err)
	}
}
