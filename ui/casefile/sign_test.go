package casefile

import (
	"context"
	"testing"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func TestAnApprovalShowsVoidOnceWhatWasApprovedChanges(t *testing.T) {
	x := sample(t)
	ctx := context.Background()
	id := x.open("LS2026-004", "")
	d := x.dossier()
	var finding app.Finding
	for _, f := range d.Findings {
		if f.Strand == app.Audit && f.State != app.FindingDropped {
			finding = f
		}
	}
	if finding.ID == "" {
		t.Fatal("the case has no finding of the audit")
	}
	if _, signed := app.ReportSignoff(d, app.Audit); signed || shelltest.Says(x.room.right, i18n.T("case.signoffs")) {
		t.Fatal("the case has a sign-off before one is given")
	}
	desk := x.ws.Desk()
	err := desk.Approve(ctx, app.Approval{Case: id, Strand: app.Audit, Approver: "程审批", Agreed: true, On: x.host.Today()}, "")
	if err != nil {
		t.Fatal(err)
	}
	x.room.Changed(app.Deed{Case: id})
	on := i18n.Date(x.host.Today())
	if want := i18n.T("sign.for", "for", "程审批", "who", desk.Who, "on", on); !shelltest.Says(x.room.right, want) {
		t.Errorf("%q is not there", want)
	}
	finding.Title += "（改）"
	if err := desk.SaveFinding(ctx, finding); err != nil {
		t.Fatal(err)
	}
	x.room.Changed(app.Deed{Case: id})
	if want := i18n.T("sign.void", "who", "程审批", "n", 1); !shelltest.Says(x.room.right, want) {
		t.Errorf("%q is not there", want)
	}
	x.press(x.room.right, i18n.T("sign.show"))
	s, _ := app.ReportSignoff(x.dossier(), app.Audit)
	want := shell.Route{Room: shell.RoomHistory + "/signoffs", Case: id, Ref: string(s.ID)}
	if len(x.host.Routes) == 0 || x.host.Routes[len(x.host.Routes)-1] != want {
		t.Errorf("went to %v, want %v", x.host.Routes, want)
	}
}
