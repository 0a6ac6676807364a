package app

import (
	"testing"

	"pgregory.net/rapid"
)

// chained is a round with a chain of two steps, and a case whose audit report has been drafted.
func chained(t *testing.T) (*table, ID) {
	b := newTable(t)
	id := b.openCase()
	c, err := Get[Case](b.ctx, b.mem, id)
	b.must(err)
	b.must(Amend(b.ctx, b.Desk, VerbSaveRound, c.Round, func(r *Round) error {
		r.Settings.Chain = []ChainStep{{Name: "复核", Days: 2}, {Name: "审理", Days: 2}}
		return nil
	}))
	_, err = b.RecordReport(b.ctx, Report{Case: id, Strand: Audit, Draft: true})
	b.must(err)
	return b, id
}

func (b *table) answer(id ID, step string, agreed bool) error {
	a := Approval{Case: id, Strand: Audit, Step: step, Approver: "谢审理", Agreed: agreed, Opinion: "意见"}
	if step == "" {
		return b.Approve(b.ctx, a, "")
	}
	return b.AnswerStep(b.ctx, a)
}

func (b *table) states(id ID) string {
	out := ""
	for _, n := range b.dossier(id).Chain(Audit) {
		out += n.Name + string(n.State) + " "
	}
	return out
}

func TestAReportGoesThroughItsStepsInOrder(t *testing.T) {
	b, id := chained(t)
	stands := func(want string) {
		t.Helper()
		if got := b.states(id); got != want {
			t.Errorf("the steps are %q, want %q", got, want)
		}
	}
	stands("复核waiting 审理ahead ahead ")
	if n, _ := b.dossier(id).Awaited(Audit); n.Due != b.dossier(id).Calendar.AddWorkdays(b.Today(), 2) {
		t.Errorf("due on %s", n.Due)
	}
	b.refused(b.answer(id, "审理", true), "approval.order")
	b.refused(b.answer(id, "", true), "approval.order")
	b.refused(b.answer(id, "会签", true), "approval.step")
	b.must(b.answer(id, "复核", true))
	stands("复核agreed 审理waiting ahead ")
	b.refused(b.AnswerStep(b.ctx, Approval{Case: id, Strand: Audit, Step: "审理", Approver: "谢审理"}), "field.required") // no reason
	b.must(b.answer(id, "审理", false))
	stands("复核waiting 审理returned ahead ")
	b.must(b.answer(id, "复核", true))
	b.must(b.answer(id, "审理", true))
	stands("复核agreed 审理agreed waiting ")
	b.refused(b.GiveNumber(b.ctx, id, Audit, "示审〔2026〕3号"), "report.unapproved")
	b.must(b.answer(id, "", false))
	stands("复核waiting 审理ahead returned ")
	for _, step := range []string{"复核", "审理", ""} {
		b.must(b.answer(id, step, true))
	}
	stands("复核agreed 审理agreed agreed ")
	b.refused(b.GiveNumber(b.ctx, id, Audit, "三号"), "number.form")
	b.refused(b.GiveNumber(b.ctx, id, Audit, " "), "field.required")
	b.must(b.GiveNumber(b.ctx, id, Audit, "示审[2026]3号"))
	b.must(issue(b.ctx, b.Desk, id, Audit, Date{}))
	b.must(b.answer(id, "复核", false)) // a report that was returned is neither numbered nor corrected
	b.refused(b.GiveNumber(b.ctx, id, Audit, "示审〔2026〕3号"), "report.unapproved")
	again := made(id, Audit, "again")
	again.Corrects, again.Reason = b.dossier(id).Case.Strands[Audit].IssuedReport, "有误"
	_, err := b.Issue(b.ctx, again, "施总揽")
	b.refused(err, "report.unapproved")
	if got := b.dossier(id).Case.Strands[Audit].Number; got != "示审〔2026〕3号" {
		t.Errorf("number %q", got)
	}
}

func TestAStepsAgreementEndsWhenTheReportChanges(t *testing.T) {
	b, id := chained(t)
	b.must(b.answer(id, "复核", true))
	b.sets(id, func(c *Case) {
		c.Strands[Audit] = with(c.Strands[Audit], func(s *CaseStrand) { s.Assessment = "履行较差" })
	})
	if got := b.states(id); got != "复核void 审理ahead ahead " {
		t.Errorf("after a change the steps are %q", got)
	}
	b.refused(b.answer(id, "审理", true), "approval.order")
	b.must(b.answer(id, "复核", true))
	b.must(b.answer(id, "审理", true))
}

// Whatever is answered and changed in whatever order: no report is approved while a step before has not agreed to it as it is.
func TestNothingIsApprovedPastAStep(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, id := chained(t)
		for range rapid.IntRange(1, 7).Draw(rt, "deeds") {
			step := rapid.SampledFrom([]string{"复核", "审理", ""}).Draw(rt, "step")
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
				_ = b.answer(id, step, false)
			case 1:
				text := rapid.SampledFrom([]string{"履行较好", "履行较差"}).Draw(rt, "text")
				b.sets(id, func(c *Case) { c.Strands[Audit] = with(c.Strands[Audit], func(s *CaseStrand) { s.Assessment = text }) })
			default:
				before, _ := b.dossier(id).Awaited(Audit)
				err := b.answer(id, step, true)
				places := map[string]int{"复核": 1, "审理": 2, "": 3}
				if err == nil && before.State != "" && places[before.Name] < places[step] {
					rt.Fatalf("%q agreed while %q was awaited", step, before.Name)
				}
			}
			err := b.GiveNumber(b.ctx, id, Audit, "示审〔2026〕3号")
			if now, waits := b.dossier(id).Awaited(Audit); err == nil && waits && now.Name != "" && now.State != StepVoid {
				rt.Fatalf("a number was given while %q was %s", now.Name, now.State)
			}
		}
	})
}

func TestTheNextNumberFollowsTheHighest(t *testing.T) {
	of := func(numbers ...string) (out []Case) {
		for _, n := range numbers {
			out = append(out, Case{Strands: map[Strand]CaseStrand{Audit: {Number: n}}})
		}
		return out
	}
	for _, c := range []struct {
		cases []Case
		want  string
	}{{nil, ""}, {of("", ""), ""}, {of("示审〔2026〕9号", "示审〔2026〕10号", ""), "示审〔2026〕11号"}, {of("无年份"), ""}} {
		if got := NextNumber(c.cases, Audit); got != c.want {
			t.Errorf("after %d cases %q, want %q", len(c.cases), got, c.want)
		}
	}
}
