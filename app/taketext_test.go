package app

import "testing"

// Sections taken over from a file are one deed; words that somebody wrote meanwhile are not lost to it.
func TestSectionsAreTakenOverTogetherOrNotAtAll(t *testing.T) {
	x := newStaff(t)
	edited := func(section string) string {
		n, err := Get[ReportText](x.ctx, x.mem, ReportTextID(x.id, Audit, section))
		if err != nil {
			return ""
		}
		return n.Text
	}
	x.must(x.lead.EditText(x.ctx, ReportText{Case: x.id, Strand: Audit, Section: "others", Text: "原稿", FactsHash: "f"}))
	deeds := len(x.mem.deeds)
	x.must(x.lead.TakeTexts(x.ctx, x.id, TakenText{Strand: Audit, Section: "basics", Text: "收回的一节", FactsHash: "f"},
		TakenText{Strand: Audit, Section: "others", Text: "收回的另一节", FactsHash: "f", Edited: true, Was: "原稿"}))
	if edited("basics") != "收回的一节" || edited("others") != "收回的另一节" || len(x.mem.deeds) != deeds+1 {
		t.Errorf("%q, %q, %d deeds", edited("basics"), edited("others"), len(x.mem.deeds)-deeds)
	}
	for name, moved := range map[string]TakenText{
		"another text":   {Strand: Audit, Section: "others", Text: "三", Edited: true, Was: "原稿"},
		"one that came":  {Strand: Audit, Section: "basics", Text: "三"},
		"one that is no": {Strand: Audit, Section: "demands", Text: "三", Edited: true, Was: "二"},
	} {
		t.Run(name, func(t *testing.T) {
			x.refused(x.lead.TakeTexts(x.ctx, x.id, TakenText{Strand: Audit, Section: "opening", Text: "甲", FactsHash: "f"}, moved), "text.moved")
			if edited("opening") != "" {
				t.Error("a section was kept of a deed that was refused")
			}
		})
	}
	x.refused(x.inspector.TakeTexts(x.ctx, x.id, TakenText{Strand: Audit, Section: "opening", Text: "甲", FactsHash: "f"}), "role.verb")
}
