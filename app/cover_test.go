package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestWhatIsCoveredKeepsItsHash: were the hash of a view to change with the program, every sign-off there is would be
// void. A field that is added may not do that; look for the reason before you update the file.
func TestWhatIsCoveredKeepsItsHash(t *testing.T) {
	day := MustDate("2026-05-11")
	id, finding, paper, approval := testID(1), testID(2), testID(3), testID(4)
	d := Dossier{
		Unit: Unit{ID: testID(5), Name: "示例市水务局", Kind: Organ, Phone: "0000"},
		Case: Case{ID: id, Round: testID(6), Number: "LS2026-004", Unit: testID(5), Stage: Inspection, Notice: Notice{ReceivedOn: day},
			Strands: map[Strand]CaseStrand{Audit: {Template: "2026.1", Number: "示审责报〔2026〕3号", Assessment: "履行较好"}},
			Facts:   UnitFacts{OffQuota: 3, Achievements: map[Strand]string{Audit: "好", Review: "好"}}, Announce: Announcement{Objects: "o"},
			OnSite: OnSite{From: day, Volumes: 9}, Rectify: RectifyFacts{PlanReceived: day}},
		Principals: []Principal{{ID: testID(7), Case: id, Order: 1, Name: "陈试算", Post: "局长", Occasion: Leaving}},
		Answers:    map[string]Answer{"JJ-1-01": {ID: AnswerID(id, "JJ-1-01"), Case: id, Item: "JJ-1-01", Conclusion: Problem, Note: "坐支", By: "华取证", On: day}},
		Talks:      []Talk{{ID: testID(8), Case: id, Type: "single", On: day, Text: "谈"}},
		Evidence:   []Evidence{{ID: testID(9), Case: id, Number: 1, Title: "台账", Kind: "document", FileSize: 12}},
		Papers:     []Paper{{ID: paper, Case: id, Index: "JJ004-1-01", Title: "t", Strand: Audit, Process: "p", Conclusion: "c", Author: "金底稿", Reviewer: "戚复核"}},
		Findings: []Finding{{ID: finding, Case: id, Number: 1, Strand: Audit, Title: "坐支", Fact: "f", Amount: 100, State: FindingConfirmed, Responsible: map[ID]Responsibility{testID(7): Direct},
			Bases: []Basis{{Law: "YSF", Article: "第四十八条"}}}},
		Meetings:    []Meeting{{ID: testID(10), Type: Entry, On: day, Cases: NewSet(string(id))}},
		Evaluations: []Evaluation{{ID: testID(11), Case: id, Batch: Batch{9, 8, 7}, Rows: map[Strand]Tally{Audit: {Good: 7}}}},
		Opinions:    []Opinion{{ID: testID(12), Case: id, Strand: Audit, Text: "t", Adoption: NotAdopted, Reason: "r"}},
		Texts:       []ReportText{{ID: ReportTextID(id, Audit, "basis"), Case: id, Strand: Audit, Section: "basis", Text: "改写", By: "严核账"}},
		Approvals:   []Approval{{ID: approval, Case: id, Strand: Audit, Dept: "市审计局", Approver: "柳签发", Agreed: true, On: day}},
		Deliveries:  []Delivery{{ID: testID(13), Case: id, Strand: Audit, SentOn: day}},
		Measures:    []Measure{{ID: testID(14), Case: id, Finding: finding, Text: "缴库"}},
		Uses:        []ResultUse{{ID: testID(15), Case: id, Use: UseAppraisal, Dept: "市委组织部"}},
	}
	signoffs := []Signoff{{Kind: SignPaper, About: paper}, {Kind: SignReport, Strand: Audit, About: approval}}
	for _, s := range Stages[:len(Stages)-1] {
		signoffs = append(signoffs, Signoff{Kind: SignStage, About: id, Stage: s})
	}
	var b strings.Builder
	for _, s := range signoffs {
		c := covers(d, s)
		fmt.Fprintf(&b, "%s %s%s %s\n", s.Kind, s.Strand, s.Stage, hashOf(c))
		for _, noun := range slices.Sorted(maps.Keys(c)) {
			fmt.Fprintf(&b, "  %s %s\n", noun, c[noun])
		}
	}
	golden(t, "covers.golden", b.String())
}

// TestVeilOnlyTakesAway: looking twice shows what looking once shows, and nobody sees more than there is.
func TestVeilOnlyTakesAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roles := rapid.SliceOfDistinct(rapid.SampledFrom(Roles), func(r Role) Role { return r }).Draw(t, "roles")
		own := rapid.SliceOfDistinct(rapid.SampledFrom(Strands), func(s Strand) Strand { return s }).Draw(t, "own")
		a := Actor{Person: Person{ID: testID(76), Roles: NewSet(list(roles)...), Strands: NewSet(list(own)...)}}
		d := veilDossier()
		once := Veil(a, d)
		twice := Veil(a, once)
		for i, talk := range once.Talks {
			if twice.Talks[i].Text != talk.Text || talk.Text != "" && talk.Text != d.Talks[i].Text || (talk.Text == "") != once.Veiled.Has(string(talk.ID)) {
				t.Fatalf("talk %d: %q, then %q", i, talk.Text, twice.Talks[i].Text)
			}
		}
		for i, e := range once.Evaluations {
			if len(e.Rows) > len(d.Evaluations[i].Rows) || len(twice.Evaluations[i].Rows) != len(e.Rows) {
				t.Fatalf("evaluation %d: %v", i, e.Rows)
			}
			for s, row := range e.Rows {
				if row != d.Evaluations[i].Rows[s] || !a.Sees(KindEvaluation, s) {
					t.Fatalf("evaluation %d shows %s", i, s)
				}
			}
		}
	})
}

// TestEmptyFieldsChangeNoHash: what is empty counts as not there, however deep.
func TestEmptyFieldsChangeNoHash(t *testing.T) {
	hash := func(v any) string {
		c := cover{}
		c.view("x", v, "left")
		return c["x"]
	}
	type inner struct {
		A string `json:"a"`
		B int    `json:"b"`
	}
	want := hash(map[string]any{"list": []map[string]any{{"a": "1"}, {}}, "n": 5})
	for _, v := range []any{
		map[string]any{"n": 5, "list": []inner{{A: "1"}, {}}, "m": map[string]inner{}, "left": "out"},
		map[string]any{"list": []inner{{A: "1"}, {}}, "n": 5, "m": map[string]any{"deep": inner{}}, "s": "", "f": false, "z": nil},
	} {
		if hash(v) != want {
			t.Errorf("another hash for %v", v)
		}
	}
	for _, v := range []any{map[string]any{"n": 6}, map[string]any{"list": []inner{{}, {A: "1"}}, "n": 5}, map[string]any{"list": []inner{{A: "1"}}, "n": 5}} {
		if hash(v) == want {
			t.Errorf("the same hash for %v", v)
		}
	}
}

// TestLateWorkLeavesAClosingStand: what the rules let come after a stage was closed (a signature under a sheet or a talk,
// the closing of a tally) is no change of what was closed.
func TestLateWorkLeavesAClosingStand(t *testing.T) {
	day := MustDate("2026-05-11")
	for _, c := range []struct {
		name  string
		stage Stage
		voids bool
		do    func(*Dossier)
	}{
		{"a sheet is signed", Inspection, false, func(d *Dossier) { d.Evidence[0].SignedOn = day }},
		{"a talk is signed", Inspection, false, func(d *Dossier) { d.Talks[0].Signed, d.Talks[0].NotWhy = true, "" }},
		{"a questionnaire is closed", EntryMeeting, false, func(d *Dossier) { d.Surveys[0].Closed = true }},
		{"an evaluation is closed", EntryMeeting, false, func(d *Dossier) { d.Evaluations[0].Closed = true }},
		{"a sheet is another", Inspection, true, func(d *Dossier) { d.Evidence[0].Title = "另一张" }},
		{"a talk says something else", Inspection, true, func(d *Dossier) { d.Talks[0].Text = "另说" }},
		{"a questionnaire has other ticks", EntryMeeting, true, func(d *Dossier) { d.Surveys[0].Batch.Valid++ }},
		{"an evaluation has other ticks", EntryMeeting, true, func(d *Dossier) { d.Evaluations[0].Overall.Good++ }},
	} {
		d := Dossier{Case: Case{ID: testID(1)}, Evidence: []Evidence{{ID: testID(2), Title: "取证单", Sheet: true}},
			Talks: []Talk{{ID: testID(3), Text: "谈", NotWhy: "出差"}}, Surveys: []Survey{{ID: testID(4), Batch: Batch{Valid: 7}}},
			Evaluations: []Evaluation{{ID: testID(5), Overall: Tally{Good: 7}}}}
		d.signed(Signoff{Kind: SignStage, About: d.Case.ID, Stage: c.stage})
		c.do(&d)
		if v := SignoffState(d, d.Signoffs[0]); v.Valid == c.voids {
			t.Errorf("%s after %s was closed: %+v", c.name, c.stage, v)
		}
	}
}
