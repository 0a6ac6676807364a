package reports

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/reports/document"
)

// Assessments in words (domain 6.2).
const (
	assessWell   = "履行较好"
	assessBasic  = "基本履行"
	assessPoorly = "履行不到位"
)

// assessment gives the overall opinion and whether a person recorded it in the case. Without one a mild
// opinion is computed by this rule:
//
//   - the score of the strand's row (all evaluations together) from 85.00 up, or no finding and no
//     evaluation: 履行较好;
//   - a score below 60.00: 履行不到位;
//   - everything else: 基本履行;
//   - a finding with direct responsibility makes 基本履行 the best that is given.
func (c *composer) assessment() (text string, recorded bool) {
	if t := strings.TrimSpace(c.st.Assessment); t != "" {
		return t, true
	}
	row, direct := c.row(), false
	for _, f := range c.findings {
		for _, p := range c.responsible(f) {
			direct = direct || f.Responsible[p.ID] == app.Direct
		}
	}
	score := app.Score(row, c.d.Round.Settings.Weights)
	switch {
	case row.Total() > 0 && score < 6000:
		return assessPoorly, false
	case direct:
		return assessBasic, false
	case score >= 8500, row.Total() == 0 && len(c.findings) == 0:
		return assessWell, false
	}
	return assessBasic, false
}

// row sums the strand's row over all evaluations.
func (c *composer) row() app.Tally {
	var row app.Tally
	for _, e := range c.d.Evaluations {
		row = row.Plus(e.Rows[c.strand])
	}
	return row
}

// opinion is the overall opinion (审查意见, 审核意见, 审计评价). A recorded opinion of several sentences
// stands as it was written; a grade is put into a sentence.
func (c *composer) opinion() []document.Block {
	text, recorded := c.assessment()
	fact := Ref(c.d.Case, "strands."+string(c.strand)+".assessment")
	if recorded && (strings.ContainsAny(text, "。\n") || utf8.RuneCountInString(text) > 12) {
		return texts(text, "总体评价", "评价意见", fact)
	}
	if c.opt.Draft && !recorded && c.unfinished() {
		return para(say("现场{}尚未结束，总体评价意见待逐项检查完成后形成。", c.words.verb))
	}
	who := c.everyone()
	if len(who) == 0 {
		who = []document.Sentence{c.unit()}
	}
	grade := typed(bare(text), "总体评价", "评价意见", fact)
	out := say("综合检查情况，{}认为：", c.words.verb)
	switch {
	case c.strand == app.Audit:
		out = say("审计结果表明，")
	case c.row().Total() > 0:
		out = say("综合检查情况和民主测评结果，{}认为：", c.words.verb)
	}
	out = append(out, say("{}在任职期间履行{}情况的总体评价等次为“{}”。", who, c.words.duty, grade)...)
	out = append(out, c.reasons()...)
	return para(out)
}

// unfinished says that items of the checklist are still open, or that none was answered: too early for a
// grade that nobody recorded.
func (c *composer) unfinished() bool {
	p := app.ProgressOf(c.d, c.strand)
	return p.Answered == 0 || p.Open() > 0
}

// reasons tells what the opinion rests on: the score and the number of findings, no adjectives added.
func (c *composer) reasons() []document.Sentence {
	row, clean, parts := c.row(), 0, c.parts()
	for _, p := range parts {
		if p.problems == 0 {
			clean++
		}
	}
	var basis []string
	if len(parts) > 0 && clean == len(parts) {
		basis = append(basis, fmt.Sprintf("所查%d个方面均未发现问题", clean))
	} else if clean > 0 {
		basis = append(basis, fmt.Sprintf("所查%d个方面中%d个方面未发现问题", len(parts), clean))
	}
	if row.Total() > 0 {
		basis = append(basis, fmt.Sprintf("民主测评%s分项得分%s分", c.words.aspect, app.PointsText(app.Score(row, c.d.Round.Settings.Weights))))
	}
	facts := append(about(c.d.Evaluations, "rows."+string(c.strand)), about(c.findings, "type")...)
	kinds := c.types()
	switch {
	case len(kinds) > 0 && len(basis) > 0:
		return say("{}；同时，存在{}问题，应当认真加以整改。", clauses(basis...), kinds, facts)
	case len(kinds) > 0:
		return say("存在{}问题，应当认真加以整改。", kinds, facts)
	case len(basis) > 0 && len(c.findings) == 0:
		return say("{}。", clauses(basis...), facts)
	}
	return nil
}

// types lists the kinds of the findings, each once. Between quotation marks stands no 、 (GB/T 15834-2011 4.5.3.5).
func (c *composer) types() []document.Sentence {
	var out []document.Sentence
	seen := map[string]bool{}
	for _, f := range c.findings {
		text := bare(f.Type)
		if text == "" || seen[text] {
			continue
		}
		seen[text] = true
		out = append(out, typed(quoted(text), findingRecord(f), "问题类型", Ref(f, "type")))
	}
	return out
}
