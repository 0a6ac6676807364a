package commands

import (
	"encoding/json"
	"testing"

	"lianshen/app"
	"lianshen/store"
)

func TestSizesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "123456": 123456, "1K": 1024, "700M": 700 << 20, "4G": 4 << 30, "4gb": 4 << 30, "4 GiB": 4 << 30, "1.5G": 3 << 29, "2T": 2 << 40} {
		if got, err := byteCount(text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"G", "4X", "-1G", "0", "4GG", "1e30T", "four", "NaN", "Inf", "4.5.6M", "0.1"} {
		if got, err := byteCount(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestAClashIsFoundByWhatNamesItAlone(t *testing.T) {
	a := store.Clash{Entity: "019c98a0-0001-7000-8000-00000000000a", Number: "LS2026-001", Field: "note"}
	b := store.Clash{Entity: "019c98a0-0001-7000-8000-00000000000b", Number: "LS2026-001", Field: "note"}
	shared := store.Clash{Entity: "019c98a0-0001-7000-8000-00000000000c", Field: "facts/seal~1keeper"}
	gone := store.Clash{Entity: "019c98a0-0001-7000-8000-00000000000d", Number: "LS2026-002"}
	all := []store.Clash{a, b, shared, gone}
	for name, want := range map[string]store.Clash{
		clashName(a): a, clashName(shared): shared, clashName(gone): gone,
		"/00000000000A/note":            a,
		"LS2026-001/0b/note":            b,
		"//facts/seal~1keeper":          shared,
		"-//facts/seal~1keeper":         shared,
		"LS2026-002//":                  gone,
		"/" + string(gone.Entity) + "/": gone,
	} {
		if got, err := findClash(all, name); err != nil || got.Entity != want.Entity {
			t.Errorf("%q: %s, %v", name, got.Entity, err)
		}
	}
	for name, code := range map[string]string{"LS2026-001//note": "command.manyclashes", "LS2026-002//note": "command.noclash", "LS2026-001": "command.clashname", "a/b": "command.clashname",
		"-/0a/note": "command.noclash"} {
		if _, err := findClash(all, name); app.CodeOf(err) != code {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestWhatIsChosenIsAValueOfTheClash(t *testing.T) {
	raw := func(s string) []byte { return []byte(s) }
	field := store.Clash{Field: "note", Sides: []store.Side{{Mine: true, Value: raw(`"甲"`)}, {Value: raw(`"乙"`)}, {Value: raw(`"乙"`)}}}
	number := store.Clash{Field: "count", Sides: []store.Side{{Mine: true, Value: raw(`3`)}, {Value: nil}}}
	whole := store.Clash{Doc: raw(`{"id":"x"}`), Sides: []store.Side{{Mine: true, Doc: raw(`{"id":"x"}`)}, {}}}
	three := store.Clash{Field: "note", Sides: []store.Side{{Value: raw(`"甲"`)}, {Value: raw(`"乙"`)}}}
	text := func(s string) *string { return &s }
	for name, x := range map[string]struct {
		c     resolveCmd
		clash store.Clash
		want  string // "" = nothing
		code  string
	}{
		"mine":                    {resolveCmd{Mine: true}, field, `"甲"`, ""},
		"theirs, twice the same":  {resolveCmd{Theirs: true}, field, `"乙"`, ""},
		"theirs, emptied":         {resolveCmd{Theirs: true}, number, "", ""},
		"theirs, of two":          {resolveCmd{Theirs: true}, three, "", "command.manyhalf"},
		"mine, of none":           {resolveCmd{Mine: true}, three, "", "command.nohalf"},
		"a side":                  {resolveCmd{Side: 2}, three, `"乙"`, ""},
		"no such side":            {resolveCmd{Side: 3}, three, "", "command.noside"},
		"a text":                  {resolveCmd{Value: text("丙")}, field, `"丙"`, ""},
		"a text that looks else":  {resolveCmd{Value: text("12")}, field, `"12"`, ""},
		"a text in quotes":        {resolveCmd{Value: text(`"丙"`)}, field, `"丙"`, ""},
		"a number":                {resolveCmd{Value: text("5")}, number, `5`, ""},
		"an empty field":          {resolveCmd{Empty: true}, field, "", ""},
		"kept":                    {resolveCmd{Keep: true}, whole, `{"id":"x"}`, ""},
		"deleted":                 {resolveCmd{Delete: true}, whole, "", ""},
		"mine of a whole":         {resolveCmd{Mine: true}, whole, `{"id":"x"}`, ""},
		"theirs of a whole":       {resolveCmd{Theirs: true}, whole, "", ""},
		"a value for a whole":     {resolveCmd{Value: text("x")}, whole, "", "command.choicefits"},
		"keep a field":            {resolveCmd{Keep: true}, field, "", "command.choicefits"},
		"empty a whole":           {resolveCmd{Empty: true}, whole, "", "command.choicefits"},
		"nothing chosen":          {resolveCmd{}, field, "", "command.choose"},
		"a side below the first":  {resolveCmd{Side: -1}, field, "", "command.noside"},
		"a value that is no JSON": {resolveCmd{Value: text("五")}, number, `"五"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := x.c.choice(x.clash)
			if app.CodeOf(err) != x.code || string(got) != x.want {
				t.Errorf("%s, %v", got, err)
			}
			if got != nil && !json.Valid(got) {
				t.Errorf("%s is no JSON", got)
			}
		})
	}
}

func TestAFingerprintIsComparedByItsDigits(t *testing.T) {
	if digits("0123 4567-8901.2345\n") != "0123456789012345" || digits("no") != "" {
		t.Error(digits("0123 4567-8901.2345\n"))
	}
}
