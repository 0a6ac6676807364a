package app

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func unseenDossier() Dossier {
	d := veilDossier()
	d.Aliases = []Alias{{ID: testID(60), Case: d.Case.ID, Code: "被谈话人A", Name: "欧阳若溪", Phone: "13900000000", Strands: NewSet("review")}}
	d.Heard = []Heard{
		{ID: testID(70), Number: 1, Source: "letter", Text: "甲说", Handling: "已办", From: testID(60), Talk: testID(10), Strand: Review, Confidential: true, Findings: NewSet(string(testID(80)))},
		{ID: testID(71), Number: 2, Source: "call", Text: "乙说", Strand: Review},
		{ID: testID(72), Number: 3, Source: "box", Text: "丙说", Confidential: true},
	}
	d.Findings = []Finding{{ID: testID(80), Strand: Audit, Fact: "据欧 阳若　溪反映", Parts: FactParts{Who: "欧阳若溪"}}, {ID: testID(81), Strand: Audit, Fact: "无名"}}
	d.Meetings = []Meeting{{ID: testID(90), Attendees: map[string]Attendee{"欧阳若溪": {}}}}
	d.Answers = map[string]Answer{"JJ-1-01": {ID: testID(91), Item: "JJ-1-01", Note: "欧阳若溪说"}}
	return d
}

// TestWhatWasHeardInConfidenceIsForThoseWhoSeeTalks: text, source and who spoke are withheld, that it was heard is not.
func TestWhatWasHeardInConfidenceIsForThoseWhoSeeTalks(t *testing.T) {
	for _, c := range []struct {
		name  string
		actor Actor
		sees  string
	}{
		{"inspector of the strand", actor("review", RoleInspector), "甲说乙说丙说"},
		{"inspector of another", actor("audit", RoleInspector), "乙说丙说"},
		{"leader", actor("", RoleGroupLeader), "甲说乙说丙说"},
		{"reviewer", actor("", RoleReviewer), "甲说乙说丙说"},
		{"office", actor("", RoleOffice), "甲说乙说丙说"},
		{"leading group", actor("", RoleLeading), "乙说"},
		{"tally clerk", actor("", RoleTally), "乙说"},
		{"materials clerk", actor("", RoleMaterials), "乙说"},
		{"administrator", actor("", RoleAdmin), "乙说"},
		{"alone", Actor{Alone: true}, "甲说乙说丙说"},
	} {
		d := Veil(c.actor, unseenDossier())
		sees := ""
		for _, h := range d.Heard {
			sees += h.Text
			if h.Text != "" {
				continue
			}
			if !reflect.DeepEqual(h, Heard{ID: h.ID, Case: h.Case, Number: h.Number, On: h.On, Strand: h.Strand, Confidential: true}) || !d.Veiled.Has(string(h.ID)) {
				t.Errorf("%s: half withheld: %+v", c.name, h)
			}
		}
		if sees != c.sees {
			t.Errorf("%s sees %q, want %q", c.name, sees, c.sees)
		}
	}
	if Guarded(Heard{}) || !Guarded(Heard{Confidential: true}) || !Guarded(Talk{}) || Guarded(Finding{}) {
		t.Error("what is guarded")
	}
}

// TestNamesInOtherTextsGiveWayToCodes: whoever may not see a name reads the code wherever somebody wrote it, and a
// sign-off does not fall by that.
func TestNamesInOtherTextsGiveWayToCodes(t *testing.T) {
	whole := unseenDossier()
	whole.signed(Signoff{Kind: SignStage, About: whole.Case.ID, Stage: Inspection})
	told := func(d Dossier) string {
		d.Veiled, d.Coded = nil, nil
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	for _, got := range []Dossier{HideUnseen(actor("audit", RoleInspector), whole), Veil(actor("audit", RoleInspector), whole), Veil(actor("", RoleAdmin), whole)} {
		if text := told(got); len(FindNames(text, whole.Aliases)) > 0 || strings.Contains(text, "13900000000") {
			t.Errorf("shown: %s", text)
		}
		if f := got.Findings[0]; f.Fact != "据被谈话人A反映" || f.Parts.Who != "被谈话人A" || !got.Coded.Has(string(f.ID)) || got.Coded.Has(string(got.Findings[1].ID)) {
			t.Errorf("%+v, %v", f, got.Coded)
		}
		if _, there := got.Meetings[0].Attendees["被谈话人A"]; !there || got.Answers["JJ-1-01"].Note != "被谈话人A说" {
			t.Errorf("%+v", got.Meetings[0])
		}
		if v := SignoffState(got, got.Signoffs[0]); !v.Valid {
			t.Errorf("the sign-off: %+v", v)
		}
	}
	if got := HideUnseen(actor("review", RoleInspector), whole); !reflect.DeepEqual(got, whole) {
		t.Errorf("who may see it: %+v", got)
	}
	fresh := unseenDossier()
	if whole.Findings[0].Fact != fresh.Findings[0].Fact || whole.Aliases[0].Name != fresh.Aliases[0].Name || len(whole.Meetings[0].Attendees) != 1 {
		t.Error("the dossier itself was changed")
	}
	fresh.Principals = []Principal{{Name: "欧阳若溪"}}
	if got := HideUnseen(actor("audit", RoleInspector), fresh); got.Findings[0].Fact != fresh.Findings[0].Fact || got.Aliases[0].Name != "" {
		t.Error("the name of a principal stands openly, the entry of the vault does not")
	}
}

func TestNamesGiveWayInJSON(t *testing.T) {
	u := NewUnseen(actor("audit", RoleInspector), unseenDossier())
	for in, want := range map[string]string{
		`"欧阳若溪"`: `"被谈话人A"`,
		`{"欧\n阳若溪":["x",{"y":"欧阳 若溪。"}]}`: `{"被谈话人A":["x",{"y":"被谈话人A。"}]}`,
		`{ "n":  12345678901234567890 }`:  `{ "n":  12345678901234567890 }`,
		`not JSON`:                        `not JSON`,
		``:                                ``,
	} {
		if got := string(u.JSON([]byte(in))); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	if got := Conceal(u, []string{"甲", "欧阳若溪"}); got[1] != "被谈话人A" || got[0] != "甲" {
		t.Errorf("%v", got)
	}
	if !NewUnseen(Actor{Alone: true}, unseenDossier()).None() || u.None() {
		t.Error("who is alone sees all")
	}
}
