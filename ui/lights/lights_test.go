package lights

import (
	"testing"

	"lianshen/app"
)

func TestLightsOfAFinding(t *testing.T) {
	const (
		id     = app.ID("00000000-0000-7000-8000-000000000001")
		first  = app.ID("00000000-0000-7000-8000-000000000002")
		second = app.ID("00000000-0000-7000-8000-000000000003")
	)
	mine := app.NewSet(string(id))
	for _, c := range []struct {
		name string
		f    app.Finding
		d    app.Dossier
		want map[Light]State
	}{
		{name: "nothing yet", want: map[Light]State{}},
		{name: "title without fact", f: app.Finding{Title: "t", Fact: " "}, want: map[Light]State{Fact: Half}},
		{name: "told", f: app.Finding{Title: "t", Fact: "f"}, want: map[Light]State{Fact: On}},
		{name: "evidence of another finding", d: app.Dossier{Evidence: []app.Evidence{{Findings: app.NewSet(string(first))}}}, want: map[Light]State{}},
		{name: "sheet without signature", d: app.Dossier{Evidence: []app.Evidence{{Findings: mine, Sheet: true}}}, want: map[Light]State{Proof: Half}},
		{name: "signed sheet", d: app.Dossier{Evidence: []app.Evidence{{Findings: mine, Sheet: true, SignedOn: app.MustDate("2026-05-01")}}}, want: map[Light]State{Proof: On}},
		{name: "document", d: app.Dossier{Evidence: []app.Evidence{{Findings: mine}}}, want: map[Light]State{Proof: On}},
		{name: "rule nobody read", f: app.Finding{Bases: []app.Basis{{Mark: app.Unverified}}}, want: map[Light]State{Rule: Half}},
		{name: "one of two rules read", f: app.Finding{Bases: []app.Basis{{Mark: app.Unverified}, {Mark: app.Verified}}}, want: map[Light]State{Rule: Half}},
		{name: "rule read", f: app.Finding{Bases: []app.Basis{{Mark: app.Verified}}}, want: map[Light]State{Rule: On}},
		{name: "paper not reviewed", d: app.Dossier{Papers: []app.Paper{{Findings: mine, Author: "a"}}}, want: map[Light]State{Paper: Half}},
		{name: "paper reviewed by its author", d: app.Dossier{Papers: []app.Paper{{Findings: mine, Author: "a", Reviewer: "a", ReviewedOn: app.MustDate("2026-05-01")}}}, want: map[Light]State{Paper: Half}},
		{name: "paper reviewed", d: app.Dossier{Papers: []app.Paper{{Findings: mine, Author: "a", Reviewer: "b", ReviewedOn: app.MustDate("2026-05-01")}}}, want: map[Light]State{Paper: On}},
		{name: "one principal left out", f: app.Finding{Responsible: map[app.ID]app.Responsibility{first: app.Direct}},
			d: app.Dossier{Principals: []app.Principal{{ID: first}, {ID: second}}}, want: map[Light]State{Responsibility: Half}},
		{name: "everybody's part said", f: app.Finding{Responsible: map[app.ID]app.Responsibility{first: app.Direct, second: app.Unassigned}},
			d: app.Dossier{Principals: []app.Principal{{ID: first}, {ID: second}}}, want: map[Light]State{Responsibility: On}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.f.ID = id
			got := Of(c.d, c.f)
			for _, l := range All {
				if got[l] != c.want[l] {
					t.Errorf("%s = %v, want %v", l, got[l], c.want[l])
				}
			}
			if Ready(got) {
				t.Error("ready with lights missing")
			}
		})
	}
}

func TestReadyNeedsAllFive(t *testing.T) {
	lit := map[Light]State{}
	for _, l := range All {
		lit[l] = On
	}
	if !Ready(lit) {
		t.Error("five lights burn and it is not ready")
	}
	for _, l := range All {
		lit[l] = Half
		if Ready(lit) {
			t.Errorf("ready with %s half lit", l)
		}
		lit[l] = On
	}
}
