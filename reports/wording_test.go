package reports

import (
	"strings"
	"testing"

	"lianshen/app"
)

// A draft over a checklist with open items must not grade what nobody has seen or graded yet.
func TestADraftBeforeTheCheckingEndsGivesNoGrade(t *testing.T) {
	c, err := newComposer(app.Dossier{}, app.Review, Options{Draft: true})
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(lines(c.opinion()), "\n")
	if strings.Contains(said, "等次") || !strings.Contains(said, "现场审查尚未结束") {
		t.Errorf("opinion of an unfinished draft: %q", said)
	}
	if said := strings.Join(lines(c.noProblems()), "\n"); !strings.Contains(said, "暂未发现") {
		t.Errorf("findings of an unfinished draft: %q", said)
	}
	c.st.Assessment = "基本履行"
	if said := strings.Join(lines(c.opinion()), "\n"); !strings.Contains(said, "“基本履行”") {
		t.Errorf("a recorded grade is not told: %q", said)
	}
}

// 其中 twice in a row reads as a slip of the pen.
func TestTheSummaryOfFindingsSaysAmongThemOnce(t *testing.T) {
	who := app.Principal{ID: "p", Name: "沈模拟"}
	finding := func(id app.ID, amount app.Money) app.Finding {
		return app.Finding{ID: id, Strand: app.Verification, Amount: amount, Responsible: map[app.ID]app.Responsibility{"p": app.Leadership}}
	}
	for name, tc := range map[string]struct {
		findings []app.Finding
		want     string
	}{
		"one":       {[]app.Finding{finding("a", 0)}, "审核发现问题1个。对此，沈模拟同志应负领导责任。"},
		"part with": {[]app.Finding{finding("a", 0), finding("b", 1_000_000)}, "审核发现问题2个，其中1个涉及金额1.00万元。沈模拟同志应负领导责任的2个。"},
		"none with": {[]app.Finding{finding("a", 0), finding("b", 0)}, "审核发现问题2个。其中，沈模拟同志应负领导责任的2个。"},
	} {
		c, err := newComposer(app.Dossier{Principals: []app.Principal{who}}, app.Verification, Options{})
		if err != nil {
			t.Fatal(err)
		}
		c.findings = tc.findings
		if got := joined(c.summary()); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tc.want)
		}
	}
}

func TestTalliesOfSeveralEvaluationsAreNumberedThrough(t *testing.T) {
	tally := app.Tally{Good: 1}
	d := app.Dossier{Evaluations: []app.Evaluation{{ID: "a", Overall: tally}, {ID: "b", Overall: tally}}}
	c, err := newComposer(d, app.Review, Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(lines(c.tallies()), "\n")
	if !strings.Contains(said, "一、民主测评汇总表") || !strings.Contains(said, "二、民主测评汇总表") {
		t.Errorf("captions: %s", said)
	}
}

func TestAPrincipalWhoObjectsIsCalledComrade(t *testing.T) {
	d := app.Dossier{Principals: []app.Principal{{ID: "p", Name: "吴范例"}}}
	c, err := newComposer(d, app.Audit, Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := app.Opinion{ID: "o", Principal: "p", Text: "吴范例提出：不应承担直接责任"}
	if said := strings.Join(lines(c.decided(o)), ""); said != "吴范例同志提出：不应承担直接责任。" {
		t.Errorf("opinion: %s", said)
	}
}
