package app

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestWhoSeesProtectedMatterIsAsKept writes the whole table of what roles see: + all strands, o own strands and what is
// common, . nothing; a tally open and closed.
func TestWhoSeesProtectedMatterIsAsKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("# + of every strand, o of own strands and what is common, . nothing\n")
	fmt.Fprintf(&b, "%-12s %8s %8s %10s %14s\n", "", "talk", "survey", "evaluation", "closed tally")
	for _, role := range Roles {
		a := Actor{Person: Person{Roles: NewSet(string(role)), Strands: NewSet(string(Audit))}}
		mark := func(sees func(Strand) bool) string {
			return map[[3]bool]string{{true, true, true}: "+", {true, false, true}: "o", {}: "."}[[3]bool{sees(Audit), sees(Review), sees("")}]
		}
		fmt.Fprintf(&b, "%-12s %8s %8s %10s %14s\n", role, mark(func(s Strand) bool { return a.Sees(KindTalk, s) }),
			mark(func(s Strand) bool { return a.Sees(KindSurvey, s) }), mark(func(s Strand) bool { return a.Sees(KindEvaluation, s) }),
			mark(func(s Strand) bool { return a.seesTally(KindEvaluation, s, true) }))
	}
	golden(t, "sees.golden", b.String())
	for _, kind := range Kinds {
		if (Actor{}).Sees(kind, Audit) == Protected(kind) {
			t.Errorf("%s: protected %v, seen by nobody's role", kind, Protected(kind))
		}
	}
	if !(Actor{Alone: true}).Sees(KindTalk, Review) {
		t.Error("who is alone sees all")
	}
}

func veilDossier() Dossier {
	review, audit := testID(1), testID(2)
	d := Dossier{Case: Case{ID: testID(3)}, People: map[ID]Person{review: {ID: review, Strands: NewSet("review")}, audit: {ID: audit, Strands: NewSet("audit")}}}
	d.Talks = []Talk{
		{ID: testID(10), Talkers: NewSet(string(review)), Label: "A", Text: "一"},
		{ID: testID(11), Talkers: NewSet(string(audit)), Label: "B", Text: "二"},
		{ID: testID(12), Talkers: NewSet(string(review), string(audit)), Label: "C", Text: "三"},
		{ID: testID(13), Talkers: NewSet(string(review), string(audit)), Strands: NewSet("review"), Label: "D", Text: "四"},
		{ID: testID(14), Label: "E", Text: "五"},
	}
	d.Surveys = []Survey{{ID: testID(20), Batch: Batch{9, 9, 9}, Questions: map[string]Tally{"xr-overall": {Good: 9}, "jj-clean": {Good: 9}}, Problems: map[string]int{"p": 1}, Remarks: []string{"r"}, Closed: true}}
	d.Evaluations = []Evaluation{{ID: testID(30), Batch: Batch{9, 9, 9}, Overall: Tally{Good: 9}, Rows: map[Strand]Tally{Review: {Good: 9}, Verification: {Fair: 9}, Audit: {Poor: 9}}},
		{ID: testID(31), Batch: Batch{8, 8, 8}, Overall: Tally{Good: 8}, Rows: map[Strand]Tally{Audit: {Poor: 8}}, Closed: true}}
	return d
}

func TestVeilWithholdsWhatIsNotForTheReader(t *testing.T) {
	for _, c := range []struct {
		name   string
		actor  Actor
		texts  string // of the talks that are shown
		veiled []int
	}{
		{"audit inspector", actor("audit", RoleInspector), "二三五", []int{10, 13, 20, 30, 31}},
		{"strand lead of all", actor("review verification audit", RoleStrandLead), "一二三四五", nil},
		{"group leader", actor("", RoleGroupLeader), "一二三四五", nil},
		{"leading group", actor("", RoleLeading), "", []int{10, 11, 12, 13, 14}},
		{"tally clerk", actor("", RoleTally), "", []int{10, 11, 12, 13, 14, 20, 31}},
		{"materials clerk", actor("", RoleMaterials), "", []int{10, 11, 12, 13, 14, 20, 30, 31}},
		{"administrator", actor("", RoleAdmin), "", []int{10, 11, 12, 13, 14, 20, 30, 31}},
		{"recused leader", with(actor("", RoleGroupLeader), func(a *Actor) { a.Person.ID = testID(77) }), "", []int{10, 11, 12, 13, 14, 20, 30, 31}},
	} {
		d := veilDossier()
		d.Case.Recused = NewSet(string(testID(77)))
		got := Veil(c.actor, d)
		texts := ""
		for _, x := range got.Talks {
			texts += x.Text
			if (x.Text == "") != (x.Label == "") {
				t.Errorf("%s: a talk half withheld: %+v", c.name, x)
			}
		}
		var want []string
		for _, n := range c.veiled {
			want = append(want, string(testID(n)))
		}
		if texts != c.texts || !slices.Equal(got.Veiled.Sorted(), want) {
			t.Errorf("%s: shows %q, withholds %v", c.name, texts, got.Veiled.Sorted())
		}
		whole := veilDossier()
		whole.Case.Recused = d.Case.Recused
		if !reflect.DeepEqual(d, whole) {
			t.Errorf("%s: the dossier itself was changed", c.name)
		}
	}
	got := Veil(actor("audit", RoleInspector), veilDossier())
	s, e := got.Surveys[0], got.Evaluations[0]
	if len(s.Questions) != 1 || s.Questions["jj-clean"].Good != 9 || s.Problems != nil || s.Remarks != nil || s.Batch.Valid != 9 {
		t.Errorf("the questionnaire: %+v", s)
	}
	if len(e.Rows) != 1 || e.Rows[Audit].Poor != 9 || e.Overall.Good != 9 {
		t.Errorf("the evaluation: %+v", e)
	}
	if e := Veil(actor("", RoleAdmin), veilDossier()).Evaluations[0]; len(e.Rows) != 0 || e.Overall.Good != 0 || e.Batch.Valid != 0 {
		t.Errorf("to the administrator: %+v", e)
	}
	if d := Veil(Actor{Alone: true}, veilDossier()); !reflect.DeepEqual(d, veilDossier()) {
		t.Error("from who is alone nothing is withheld")
	}
}

// TestWhatIsWithheldVoidsNoSignOff: who sees less of a case must not take a sign-off in it for void.
func TestWhatIsWithheldVoidsNoSignOff(t *testing.T) {
	d := veilDossier()
	for _, stage := range []Stage{EntryMeeting, Inspection} {
		d.Signoffs = nil
		d.signed(Signoff{Kind: SignStage, About: d.Case.ID, Stage: stage})
		if v := SignoffState(Veil(actor("audit", RoleInspector), d), d.Signoffs[0]); !v.Valid {
			t.Errorf("%s: %+v", stage, v)
		}
	}
	d.Talks[1].Text = "改" // this one the inspector sees
	if v := SignoffState(Veil(actor("audit", RoleInspector), d), d.Signoffs[0]); v.Valid || !slices.Equal(v.Changed, []ID{testID(11)}) {
		t.Errorf("a talk that changed: %+v", v)
	}
}

func actor(strands string, roles ...Role) Actor {
	return Actor{Person: Person{ID: testID(76), Roles: NewSet(list(roles)...), Strands: NewSet(strings.Fields(strands)...)}}
}
