package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/template"
)

// Section is one part of a report as the drafts room shows it: what was composed, what a person made of it,
// and whether the facts have moved since.
type Section struct {
	// Key names the section within its report: "opening", "work", "basics" …; an edit is kept under it.
	Key string
	// Heading is "一、审查工作开展情况"; the opening has none.
	Heading string
	// Composed is the text made from the facts, one paragraph a line. A table or chart stands as a mark of
	// its own line, ［表1：民主测评结果表］.
	Composed string
	// Statements are the composed sentences with the facts each rests on.
	Statements []Statement
	// Edited is what a person wrote instead; nil when the composed text stands.
	Edited *app.ReportText
	// Text is what will be printed: the edit, else the composed text.
	Text string
	// FactsHash is the hash of what the facts say here; it goes into an edit when it is made.
	FactsHash string
	// Stale says that the facts have changed since the edit was made.
	Stale bool
	// Refs are the references of all facts of the section, each once.
	Refs []string
	// Worded says that Composed is made by the office's own template (Settings.Wordings). Faults are what is wrong with that
	// template; the program's own wording stands then.
	Worded bool
	Faults []*app.Error

	blocks []document.Block // composed, without the heading
}

// Statement is one composed sentence and the facts it states (see [Ref]).
type Statement struct {
	Text string
	Refs []string
}

// Sections gives the sections of a report in their order, for looking over and editing. An unknown strand
// has none.
func Sections(d app.Dossier, strand app.Strand, opt Options) []Section {
	c, err := newComposer(d, strand, opt)
	if err != nil {
		return nil
	}
	return c.sections()
}

func (c *composer) sections() []Section {
	type plan struct {
		key, name string
		compose   func() []document.Block
	}
	verb := c.words.verb
	var plans []plan
	switch c.strand {
	case app.Review:
		plans = []plan{{"work", "审查工作开展情况", c.workDone}, {"basics", "基本情况", c.basics},
			{"duties", "履行选人用人责任的主要情况", c.duties}, {"evaluation", "民主测评和问卷结果", c.evaluation}}
	case app.Verification:
		plans = []plan{{"work", "审核工作情况", c.workDone}, {"basics", "机构编制基本情况", c.establishmentFacts},
			{"duties", "履行机构编制责任情况", c.duties}, {"evaluation", "民主测评和问卷结果", c.evaluation}}
	case app.Audit:
		plans = []plan{{"basics", "基本情况", c.auditBasics}, {"duties", "履行经济责任的主要情况和审计评价", c.auditDuties},
			{"problems", "审计发现的主要问题和责任认定", c.problems}, {"putright", "审计期间已整改情况", c.putRight},
			{"demands", "审计处理意见和建议", c.demands}, {"others", "其他需要说明的事项", c.others}}
	}
	if c.strand != app.Audit {
		plans = append(plans, plan{"problems", "存在的主要问题及责任", c.problems}, plan{"opinion", verb + "意见", c.opinion},
			plan{"demands", "整改要求和建议", c.demands})
	}
	out := []Section{c.section("opening", "", c.opening())}
	for i, p := range plans {
		out = append(out, c.section(p.key, app.ChineseNumber(i+1)+"、"+p.name, p.compose()))
	}
	return out
}

// auditBasics joins how the audit was carried out with the facts of unit and principals (domain 3.15 C 一).
func (c *composer) auditBasics() []document.Block {
	var out []document.Block
	n := 0
	for _, p := range []struct {
		name   string
		blocks []document.Block
	}{{"审计实施情况", append(c.steps(), c.methods()...)}, {"单位基本情况", c.unitFacts()}, {"联审对象任职及分工情况", c.principals()}} {
		if len(p.blocks) > 0 {
			n++
			out = append(append(out, heading(2, n, p.name)), p.blocks...)
		}
	}
	return out
}

// auditDuties joins duties carried out, evaluation and the opinion (domain 3.15 C 二).
func (c *composer) auditDuties() []document.Block {
	var out []document.Block
	for i, p := range []struct {
		name   string
		blocks []document.Block
	}{{"履行经济责任的主要情况", c.duties()}, {"民主测评和问卷结果", c.evaluation()}, {"审计评价", c.opinion()}} {
		if len(p.blocks) == 0 {
			p.blocks = para(say("截至本报告形成之日，没有登记有关情况。"))
		}
		out = append(append(out, heading(2, i+1, p.name)), p.blocks...)
	}
	return out
}

func (c *composer) section(key, title string, blocks []document.Block) Section {
	if len(blocks) == 0 {
		blocks = para(say("截至本报告形成之日，没有登记本部分的有关情况。"))
	}
	blocks, worded, faults := c.worded(key, title, blocks)
	s := Section{Key: key, Heading: title, blocks: blocks, Worded: worded, Faults: faults}
	s.Composed = strings.Join(lines(blocks), "\n")
	s.Statements = statements(blocks)
	for _, st := range s.Statements {
		for _, r := range st.Refs {
			if !slices.Contains(s.Refs, r) {
				s.Refs = append(s.Refs, r)
			}
		}
	}
	s.FactsHash = factsHash(blocks)
	s.Text = s.Composed
	for _, t := range c.d.Texts {
		if t.Strand == c.strand && t.Section == key {
			s.Edited, s.Text = &t, t.Text
			s.Stale = t.FactsHash != s.FactsHash
		}
	}
	return s
}

// factsHash hashes all that the section says, tables included: the composed words are a function of the
// facts, so they change when a fact that is told changes. A newer program with other words marks edits
// too; a person then looks again, which is the safe side.
func factsHash(blocks []document.Block) string {
	d := document.Document{Blocks: blocks}
	sum := sha256.Sum256([]byte(d.Text()))
	return hex.EncodeToString(sum[:])
}

// mark is the line that stands for a table or chart in the text of a section.
func mark(kind string, n int, caption string) string {
	if caption == "" {
		return fmt.Sprintf("［%s%d］", kind, n)
	}
	return fmt.Sprintf("［%s%d：%s］", kind, n, caption)
}

var markForm = regexp.MustCompile(`^［(表|图)(\d+)(?:：.*)?］$`)

// lines gives a section as text, a line for every block.
func lines(blocks []document.Block) []string {
	var out []string
	tables, charts := 0, 0
	for _, b := range blocks {
		switch b := b.(type) {
		case document.Heading:
			out = append(out, b.Text)
		case document.Paragraph:
			out = append(out, strings.ReplaceAll(b.Lead.Text+joined(b.Sentences), "\n", ""))
		case document.Table:
			tables++
			out = append(out, mark("表", tables, b.Caption.Text))
		case document.Chart:
			charts++
			out = append(out, mark("图", charts, b.Caption.Text))
		}
	}
	return out
}

// printed gives the blocks of the section: its heading, then the composed blocks or the edit.
func (s Section) printed() []document.Block {
	var out []document.Block
	if s.Heading != "" {
		out = append(out, document.Heading{Level: 1, Text: s.Heading})
	}
	if s.Edited == nil {
		return append(out, s.blocks...)
	}
	for _, p := range s.edited() {
		out = append(out, p.block)
	}
	return out
}

// subheading is a line that is a heading by its number and by not being a sentence.
var subheading = regexp.MustCompile(`^(（[一二三四五六七八九十]+）|\d+\. ?)[^。；]*[^。；：]$`)

// laid is a block of a section and the line that stands for it in the text of the section.
type laid struct {
	line  string
	block document.Block
}

// laid gives the blocks of the section, without the heading, each with its line.
func (s Section) laid() []laid {
	if s.Edited != nil {
		return s.edited()
	}
	var out []laid
	tables, charts := 0, 0
	for _, b := range s.blocks {
		switch b := b.(type) {
		case document.Table:
			tables++
			out = append(out, laid{mark("表", tables, b.Caption.Text), b})
		case document.Chart:
			charts++
			out = append(out, laid{mark("图", charts, b.Caption.Text), b})
		default:
			if line := lines([]document.Block{b}); len(line) > 0 {
				out = append(out, laid{line[0], b})
			}
		}
	}
	return out
}

// edited turns the text of an edit into blocks, see relaid.
func (s Section) edited() []laid {
	record := "报告正文“" + strings.TrimSpace(s.Heading) + "”"
	if s.Heading == "" {
		record = "报告开头"
	}
	var lines []template.Line
	for _, line := range strings.Split(tidy(s.Edited.Text), "\n") {
		lines = append(lines, template.Line{Text: line, Refs: refs{Ref(*s.Edited, "text")}})
	}
	return relaid(s.blocks, lines, record, "正文")
}

// relaid turns lines of text into blocks. A mark brings the table or chart of the composed blocks to that place; those whose
// marks were taken out follow at the end, because tables state facts and stay. A short line with a number of
// level 2 or 3 is a heading; everything else is a paragraph.
func relaid(composed []document.Block, lines []template.Line, record, field string) []laid {
	var tables, charts []document.Block
	for _, b := range composed {
		switch b.(type) {
		case document.Table:
			tables = append(tables, b)
		case document.Chart:
			charts = append(charts, b)
		}
	}
	put := func(list []document.Block, n int) (document.Block, bool) {
		if n < 1 || n > len(list) || list[n-1] == nil {
			return nil, false
		}
		b := list[n-1]
		list[n-1] = nil
		return b, true
	}
	var out []laid
	for _, l := range lines {
		line := strings.TrimSpace(l.Text)
		if m := markForm.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[2]) // figures by the form; a number beyond int finds no table
			from := tables
			if m[1] == "图" {
				from = charts
			}
			if b, ok := put(from, n); ok {
				out = append(out, laid{line, b})
			}
			continue
		}
		switch {
		case line == "":
		case subheading.MatchString(line) && len([]rune(line)) <= 40:
			level := 2
			if line[0] >= '0' && line[0] <= '9' {
				level = 3
			}
			out = append(out, laid{line, document.Heading{Level: level, Text: line, Record: record, Field: field}})
		default:
			out = append(out, laid{line, document.Paragraph{Sentences: []document.Sentence{{Text: line, Record: record, Field: field, Facts: l.Refs}}}})
		}
	}
	for i, b := range tables {
		if b != nil {
			out = append(out, laid{mark("表", i+1, b.(document.Table).Caption.Text), b})
		}
	}
	for i, b := range charts {
		if b != nil {
			out = append(out, laid{mark("图", i+1, b.(document.Chart).Caption.Text), b})
		}
	}
	return out
}

// statements cuts the paragraphs into sentences and gathers the facts of each.
func statements(blocks []document.Block) []Statement {
	var out []Statement
	for _, b := range blocks {
		p, ok := b.(document.Paragraph)
		if !ok {
			continue
		}
		var now Statement
		flush := func() {
			if strings.TrimSpace(now.Text) != "" {
				out = append(out, now)
			}
			now = Statement{}
		}
		pieces := p.Sentences
		if p.Lead.Text != "" {
			pieces = append([]document.Sentence{p.Lead}, pieces...)
		}
		for _, piece := range pieces {
			for i, text := range strings.SplitAfter(piece.Text, "。") {
				if i > 0 && text == "" {
					continue
				}
				now.Text += text
				for _, r := range piece.Facts {
					if !slices.Contains(now.Refs, r) {
						now.Refs = append(now.Refs, r)
					}
				}
				if strings.HasSuffix(text, "。") {
					flush()
				}
			}
		}
		flush()
	}
	return out
}
