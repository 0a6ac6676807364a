package reports

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// duties tells how the duty was carried out: what the unit achieved in the words recorded in the case, then
// what the items of the checklist showed, part by part.
func (c *composer) duties() []document.Block {
	out := texts(c.d.Case.Facts.Achievements[c.strand], "基本情况", "主要成绩", Ref(c.d.Case, "facts.achievements."+string(c.strand)))
	if c.strand == app.Audit {
		out = append(out, c.finances()...)
		out = append(out, texts(c.d.Case.Facts.Earlier, "基本情况", "以往问题整改", Ref(c.d.Case, "facts.earlier"))...)
	}
	if c.strand == app.Verification {
		return append(out, c.partByPart()...)
	}
	return append(out, c.overParts()...)
}

// part is what the items of one part of the checklist showed.
type part struct {
	name               string
	checked, problems  int
	answered, problemy []app.Answer
}

// parts gives the parts of the checklist in which anything was checked.
func (c *composer) parts() []part {
	var out []part
	for _, s := range c.d.Templates[c.strand].Sections {
		p := part{name: s.Name}
		for _, i := range s.Items {
			a := c.d.Answers[i.Code]
			if a.Conclusion == app.NoProblem || a.Conclusion == app.Problem {
				p.checked++
				p.answered = append(p.answered, a)
			}
			if a.Conclusion == app.Problem {
				p.problems++
				p.problemy = append(p.problemy, a)
			}
		}
		if p.checked > 0 {
			out = append(out, p)
		}
	}
	return out
}

// overParts tells the parts without and with problems in two sentences.
func (c *composer) overParts() []document.Block {
	var clean, faulty []string
	var cleanFacts, faultyFacts refs
	items := 0
	for _, p := range c.parts() {
		if p.problems == 0 {
			clean, items = append(clean, quoted(p.name)), items+p.checked
			cleanFacts = append(cleanFacts, about(p.answered, "conclusion")...)
		} else {
			faulty = append(faulty, fmt.Sprintf("%s方面检查%d项，发现问题%d项", quoted(p.name), p.checked, p.problems))
			faultyFacts = append(faultyFacts, about(p.problemy, "conclusion")...)
		}
	}
	var out []document.Sentence
	switch {
	case len(clean) == 1:
		out = append(out, say("从检查情况看，{}方面所查{}项内容未发现问题。", clean[0], items, cleanFacts)...)
	case len(clean) > 1:
		out = append(out, say("从检查情况看，在{}{}个方面所查的{}项内容未发现问题。", strings.Join(clean, ""), len(clean), items, cleanFacts)...)
	}
	if len(faulty) > 0 {
		out = append(out, say("{}。", strings.Join(faulty, "；"), faultyFacts)...)
	}
	return para(out)
}

// partByPart tells every part in a paragraph of its own, as the verification does: policy, duties, bodies,
// posts, leaders (domain 3.15 B).
func (c *composer) partByPart() []document.Block {
	var out []document.Block
	for i, p := range c.parts() {
		text := say("检查{}项内容，未发现问题。", p.checked, about(p.answered, "conclusion"))
		if p.problems == p.checked {
			text = say("检查{}项内容，均发现问题。", p.checked, about(p.answered, "conclusion"))
		} else if p.problems > 0 {
			text = say("检查{}项内容，{}项未发现问题，{}项存在问题。", p.checked, p.checked-p.problems, p.problems, about(p.answered, "conclusion"))
		}
		text = append(text, c.mainly(p)...)
		out = append(out, document.Paragraph{Sentences: text, Lead: document.Sentence{Text: fmt.Sprintf("（%s）%s。", app.ChineseNumber(i+1), p.name)}, LeadLevel: 2})
	}
	return out
}

// mainly names the findings that came from the items of a part.
func (c *composer) mainly(p part) []document.Sentence {
	var said []document.Sentence
	for _, f := range c.findings {
		mine := false
		for _, a := range p.problemy {
			mine = mine || f.Item == a.Item || f.Items.Has(a.Item)
		}
		if title := bare(f.Title); mine && title != "" {
			if len(said) > 0 {
				said = append(said, document.Sentence{Text: "；"})
			}
			said = append(said, typed(title, findingRecord(f), "定性", Ref(f, "title")))
		}
	}
	if len(said) == 0 {
		return nil
	}
	return say("主要是：{}。", said)
}
