package drafts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

func TestAnOfficeWordsASectionItsOwnWay(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "audit/others")
	shot := "drafts-wording"
	word := func(text string) {
		t.Helper()
		r.wordSection()
		under(host.Win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if e, ok := o.(*kit.Entry); ok {
				e.SetText(text)
			}
		})
		if strings.Contains(text, "{{") {
			capture(t, host, shot)
		}
		tap(t, host, i18n.T("drafts.wording.save"))
		r.load()
	}
	word("{{单位.名称}}共有{{问题数}}个问题，涉及{{问题合计}}。")
	s, _ := r.inHand()
	if !s.Worded || s.Text != "示例市望溪区共有2个问题，涉及2,507.73万元。" || len(s.Refs) == 0 {
		t.Fatalf("the section says %q", s.Text)
	}
	if !strings.Contains(strings.Join(pagesOf(r), ""), "示例市望溪区共有2个问题，涉及2,507.73万元。") {
		t.Error("the pages do not say it")
	}
	shot = "drafts-wording-broken"
	word("{{单位.名字}}有问题。")
	if s, _ = r.inHand(); s.Worded || len(s.Faults) != 1 || strings.Contains(s.Text, "有问题") {
		t.Errorf("a broken template makes %q with %v", s.Text, s.Faults)
	}
	shown := false
	under(host.Win.Content(), func(o fyne.CanvasObject) {
		if p, ok := o.(*kit.Para); ok && strings.Contains(p.Text(), i18n.T("drafts.wording.faulty")) {
			shown = true
		}
	})
	if !shown {
		t.Error("nothing says that the template is broken")
	}
	word("")
	if s, _ = r.inHand(); s.Worded || len(s.Faults) != 0 || len(dossier(t, ws, "LS2026-002").Round.Settings.Wordings) != 0 {
		t.Errorf("given back, the section says %q", s.Text)
	}
}

// A changed template changes what was agreed to.
func TestAnOwnWordingEndsAnApproval(t *testing.T) {
	ws, host, _ := at(t, "LS2026-002", "audit")
	d := dossier(t, ws, "LS2026-002")
	if err := host.Desk().Approve(t.Context(), app.Approval{Case: d.Case.ID, Strand: app.Audit, Approver: "施总揽", Agreed: true}, "示审责报〔2026〕88号"); err != nil {
		t.Fatal(err)
	}
	valid := func() bool {
		d := dossier(t, ws, "LS2026-002")
		s, signed := app.ReportSignoff(d, app.Audit)
		return signed && app.SignoffState(d, s).Valid
	}
	if err := host.Desk().WordSection(t.Context(), d.Round.ID, app.Review, "work", "另一份报告。"); err != nil || !valid() {
		t.Errorf("the template of another report ends the approval (%v)", err)
	}
	if err := host.Desk().WordSection(t.Context(), d.Round.ID, app.Audit, "others", "另有说明。"); err != nil || valid() {
		t.Errorf("the approval stands although the report has other words (%v)", err)
	}
}

func pagesOf(r *Room) []string {
	var out []string
	for _, p := range r.viewer.out.text {
		out = append(out, p.Text)
	}
	return out
}
