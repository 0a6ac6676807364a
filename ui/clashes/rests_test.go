package clashes_test

import (
	"testing"

	"lianshen/app"
	"lianshen/store/storetest"
	"lianshen/ui/shell"
)

// A colleague deletes a finding for which this laptop took evidence, unknowing.
func TestADeletedRecordOnWhichOthersRestComesBack(t *testing.T) {
	all := storetest.Laptops(t, 3, noon)
	mate, here := all[1], all[2]
	d := dossierOf(t, here)
	f := app.Finding{ID: mate.Desk().NewID(), Case: d.Case.ID, Strand: app.Review, Item: "XR-1-01", Number: 902, Title: "学习记录不全", Fact: "缺三次记录。", State: app.FindingDraft}
	if err := app.Keep(ctx, mate.Desk(), app.VerbRecordFinding, f); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, mate, here)
	if err := app.Discard[app.Finding](ctx, mate.Desk(), app.VerbDropFinding, f.ID); err != nil {
		t.Fatal(err)
	}
	e := app.Evidence{ID: here.Desk().NewID(), Case: d.Case.ID, Number: 903, Title: "会议记录复印件", Kind: "document", CollectedOn: app.DateOf(noon), Findings: app.NewSet(string(f.ID))}
	if err := app.Keep(ctx, here.Desk(), app.VerbAddEvidence, e); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, mate, here)

	b := over(t, here)
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("删除后仍有内容依赖它", "会议记录复印件", "学习记录不全")
	b.capture("rests")
	b.press("2") // that it stays removed: not while something rests on it
	if len(b.host.Errors) != 1 || app.CodeOf(b.host.Errors[0]) != "clash.rests" || b.left() != 1 {
		t.Errorf("refused with %v, %d left", b.host.Errors, b.left())
	}
	b.host.Errors = nil
	b.press("1") // what was written here comes first
	b.fine()
	if b.left() != 0 {
		t.Errorf("%d left", b.left())
	}
	if _, err := app.Get[app.Finding](ctx, here, f.ID); err != nil {
		t.Error("the finding did not come back", err)
	}
}
