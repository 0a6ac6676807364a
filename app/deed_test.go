package app

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var someText = rapid.SampledFrom([]string{"", "坐支", "a/b", "一\n二", "0", "false", "null", "{}", "[]"})

func drawSet(t *rapid.T, label string) Set {
	s := Set{}
	for _, e := range rapid.SliceOfN(rapid.SampledFrom([]string{"talk", "site", "survey"}), 0, 3).Draw(t, label) {
		s[e] = rapid.Bool().Draw(t, label+" in")
	}
	return s
}

func drawCase(t *rapid.T, label string) Case {
	c := Case{ID: testID(1), Round: testID(2), Number: someText.Draw(t, label+" number"), Stage: rapid.SampledFrom(Stages).Draw(t, label+" stage"),
		Strands: map[Strand]CaseStrand{}, Facts: UnitFacts{Finances: map[string]FinanceYear{}, Achievements: map[Strand]string{}}}
	for _, s := range rapid.SliceOfDistinct(rapid.SampledFrom(Strands), func(s Strand) Strand { return s }).Draw(t, label+" strands") {
		c.Strands[s] = CaseStrand{Template: someText.Draw(t, label+" template"), IssuedOn: Date{2026, 3, rapid.IntRange(1, 31).Draw(t, label+" day")}}
		c.Facts.Achievements[s] = someText.Draw(t, label+" achievements")
	}
	for _, y := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"2024", "2025"}), func(s string) string { return s }).Draw(t, label+" years") {
		c.Facts.Finances[y] = FinanceYear{Income: Money(rapid.Int64Range(0, 3).Draw(t, label+" income"))}
	}
	c.SelfCheck.Signed = rapid.Bool().Draw(t, label+" signed")
	return c
}

// TestDiffLeadsFromBeforeToAfter applies the difference of two cases to the first and demands the second.
func TestDiffLeadsFromBeforeToAfter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawCase(t, "before"), drawCase(t, "after")
		m := newMemory()
		create, err := Create(before)
		if err != nil {
			t.Fatal(err)
		}
		changes, err := Diff(before, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range append([]Change{create}, changes...) {
			if err := m.apply(c); err != nil {
				t.Fatal(err)
			}
		}
		var got Case
		if err := m.Read(context.Background(), before.ID, &got); err != nil {
			t.Fatal(err)
		}
		if rest, err := Diff(got, after); err != nil || len(rest) > 0 {
			t.Fatalf("still differs: %+v, %v", rest, err)
		}
		if same, err := Diff(after, after); err != nil || len(same) > 0 {
			t.Fatalf("differs from itself: %+v, %v", same, err)
		}
		if !slices.IsSortedFunc(changes, func(a, b Change) int { return cmpStrings(a.Field, b.Field) }) {
			t.Fatalf("not sorted: %+v", changes)
		}
	})
}

func cmpStrings(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

func TestDiffTouchesOnlyWhatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Answer{ID: testID(1), Case: testID(2), Item: "XR-1-01", Note: someText.Draw(t, "note"), Methods: drawSet(t, "methods")}
		b := a
		b.Methods = Set{}
		for k, v := range a.Methods {
			b.Methods[k] = v
		}
		b.Methods["report"] = true
		changes, err := Diff(a, b)
		if err != nil || len(changes) != 1 || changes[0].Field != "methods/report" || string(changes[0].Value) != "true" {
			t.Fatalf("one method more: %+v, %v", changes, err)
		}
	})
}

func TestDiffOfTwoNounsIsAMistake(t *testing.T) {
	if _, err := Diff(Zone{ID: testID(1)}, Zone{ID: testID(2)}); err == nil {
		t.Error("two identities")
	}
	if _, err := Diff(Zone{ID: testID(1)}, Unit{ID: testID(1)}); err == nil {
		t.Error("two kinds")
	}
}

func TestPruneLeavesNoEmptyField(t *testing.T) {
	in := map[string]json.RawMessage{"a": json.RawMessage(`{"b":{"c":""},"d":0}`), "e": json.RawMessage(`{"f":1,"g":[]}`), "h": json.RawMessage(`[0,""]`)}
	want := map[string]json.RawMessage{"e": json.RawMessage(`{"f":1}`), "h": json.RawMessage(`[0,""]`)}
	if got := Prune(in); !reflect.DeepEqual(got, want) {
		t.Errorf("got %s", got)
	}
}

func TestDerivedIdentitiesAreTheSameEverywhere(t *testing.T) {
	if a, b := AnswerID(testID(1), "XR-1-01"), AnswerID(testID(1), "XR-1-01"); a != b || !a.Valid() {
		t.Errorf("%s, %s", a, b)
	}
	if AnswerID(testID(1), "XR-1-01") == AnswerID(testID(1), "XR-1-02") || AnswerID(testID(1), "XR-1-01") == AnswerID(testID(2), "XR-1-01") {
		t.Error("two items have one identity")
	}
}
