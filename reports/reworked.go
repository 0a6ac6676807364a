package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/compare"
	"lianshen/reports/document"
	"lianshen/reports/word"
)

// Reworked is a report held against a Word file in which somebody worked on it.
type Reworked struct {
	// Changes are the differences in the order of the report.
	Changes []Rework
	// Tracked is how many tracked changes of the file nobody accepted yet (they are read as accepted), Comments what was
	// noted at its margin.
	Tracked  int
	Comments []string

	sections []Section
	ours     []passage
	theirs   []passage
	pairs    []compare.Pair
}

// Rework is one difference between a report and the file.
type Rework struct {
	// Kind is compare.Changed, compare.Removed or compare.Added.
	Kind compare.Kind
	// Section and Heading name the section it stands in; "" outside of all sections.
	Section, Heading string
	// Before is the paragraph of the report, After that of the file; "" where there is none.
	Before, After string
	// Bound says why it cannot be taken over: "heading" of a section, "table", "frame" (what stands around the sections and
	// follows from the case); "" when it can.
	Bound string

	pair, section int
}

// passage is what is compared as one: a paragraph, or a table as a whole.
type passage struct {
	text    string
	table   bool
	section int // index of the section; -1 for what stands around them
	line    int // line in the text of the section that stands for it; -1 for none
	head    bool
	fixed   bool // belongs to a table or chart, which state facts
}

// leastShare is how much of a report's characters must come again in a file for it to be that report: the reports of two
// strands, or of two cases, share their fixed words.
const leastShare = 0.5

// caseNumber is how a case is called in the properties of the files this program writes.
var caseNumber = regexp.MustCompile(`LS\d{4}-\d{3}`)

// traceWord begins the line with the check code of the log, which goes on while somebody works on the file.
const traceWord = "日志校验码 "

// mostPassages bounds a file that is compared; the longest reports have a tenth.
const mostPassages = 20_000

// CompareWord holds a report, as it is composed and written over now, against what a Word file says. Refused: a file without
// text ("compare.empty"), one that is another document ("compare.other", with the "share" in percent that is the same), one
// beyond all measure ("compare.long"); and what [Compose] refuses.
func CompareWord(d app.Dossier, strand app.Strand, opt Options, content word.Content) (*Reworked, error) {
	opt.Tip = ""
	doc, err := Compose(d, strand, opt)
	if err != nil {
		return nil, err
	}
	r := &Reworked{Tracked: content.Tracked, Comments: content.Comments, sections: Sections(d, strand, opt)}
	r.theirs = slices.DeleteFunc(passages(content.Paragraphs), func(p passage) bool { return strings.HasPrefix(p.text, traceWord) })
	switch {
	case len(r.theirs) == 0:
		return nil, app.Refuse("compare.empty")
	case len(r.theirs) > mostPassages:
		return nil, app.Refuse("compare.long", "most", mostPassages)
	}
	if err := r.outline(doc); err != nil {
		return nil, err
	}
	texts := func(list []passage) []string {
		out := make([]string, len(list))
		for i, p := range list {
			if out[i] = p.text; p.table {
				out[i] = "\x00" + p.text // a table is no paragraph, whatever it says
			}
		}
		return out
	}
	r.pairs = compare.Paragraphs(texts(r.ours), texts(r.theirs))
	if share := r.share(); share < leastShare || r.foreign(d, strand, content.Around) {
		return nil, app.Refuse("compare.other", "title", wordsOf[strand].title, "share", int(share*100))
	}
	r.tell()
	return r, nil
}

// passages joins the cells of a table and leaves out what is empty.
func passages(list []word.Paragraph) []passage {
	var out []passage
	var cells []string
	flush := func() {
		if len(cells) > 0 {
			out = append(out, passage{text: strings.Join(cells, "\t"), table: true, section: -1, line: -1})
		}
		cells = nil
	}
	for _, p := range list {
		text := strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(p.Text, "\n", ""), "\t", " "))
		switch {
		case p.Table && text != "":
			cells = append(cells, text)
		case !p.Table:
			flush()
			if text != "" {
				out = append(out, passage{text: text, section: -1, line: -1})
			}
		}
	}
	flush()
	return out
}

// outline makes the passages of our report and finds those of the sections among them.
func (r *Reworked) outline(doc *document.Document) error {
	list, err := word.Paragraphs(doc)
	if err != nil {
		return err
	}
	r.ours = passages(list)
	var inner []passage
	for i, s := range r.sections {
		if s.Heading != "" {
			inner = append(inner, passage{text: s.Heading, section: i, line: -1, head: true})
		}
		for line, b := range s.laid() {
			list, err := word.Paragraphs(&document.Document{Kind: doc.Kind, Language: doc.Language, Blocks: []document.Block{b.block}})
			if err != nil {
				return err
			}
			_, isTable := b.block.(document.Table)
			_, isChart := b.block.(document.Chart)
			for _, p := range passages(list) {
				p.section, p.line, p.fixed = i, line, isTable || isChart
				inner = append(inner, p)
			}
		}
	}
	at := 0
	for at+len(inner) <= len(r.ours) && !slices.EqualFunc(r.ours[at:at+len(inner)], inner, func(a, b passage) bool { return a.text == b.text }) {
		at++
	}
	if at+len(inner) > len(r.ours) {
		return fmt.Errorf("find %d paragraphs of the sections among %d of the report", len(inner), len(r.ours))
	}
	copy(r.ours[at:], inner)
	return nil
}

// share is how much of our sections, by characters, the file has again, changed or not.
func (r *Reworked) share() float64 {
	all, again := 1, 0
	for _, p := range r.pairs {
		if p.A < 0 || r.ours[p.A].section < 0 || r.ours[p.A].fixed {
			continue
		}
		n := len([]rune(r.ours[p.A].text))
		if all += n; p.B >= 0 {
			again += n
		}
	}
	return float64(again) / float64(all)
}

// foreign says whether the file calls itself a report of another strand or of another case.
func (r *Reworked) foreign(d app.Dossier, strand app.Strand, around []string) bool {
	about := strings.Join(around, "\n")
	if number := caseNumber.FindString(about); number != "" && !strings.Contains(about, d.Case.Number) {
		return true
	}
	const first = 15 // the title stands among them
	for _, p := range r.theirs[:min(first, len(r.theirs))] {
		if strings.Contains(p.text, wordsOf[strand].title) {
			return false
		}
		for other, w := range wordsOf {
			if other != strand && strings.HasSuffix(p.text, w.title) {
				return true
			}
		}
	}
	return false
}

// tell makes the list of changes. What was added belongs to the section of what stands before it, at the very beginning to
// that of what follows.
func (r *Reworked) tell() {
	section := -1
	for i, p := range r.pairs {
		if p.A >= 0 {
			section = r.ours[p.A].section
		}
		if p.Kind == compare.Same {
			continue
		}
		c := Rework{Kind: p.Kind, pair: i, section: section}
		if p.A >= 0 {
			c.Before = r.ours[p.A].text
			switch {
			case r.ours[p.A].head:
				c.Bound = "heading"
			case r.ours[p.A].fixed || r.ours[p.A].table:
				c.Bound = "table"
			}
		}
		if p.B >= 0 {
			c.After = r.theirs[p.B].text
			if r.theirs[p.B].table {
				c.Bound = "table"
			}
		}
		if p.Kind == compare.Added && c.section < 0 {
			c.section = r.next(i)
		}
		if c.section < 0 {
			c.Bound = "frame"
		} else {
			c.Section, c.Heading = r.sections[c.section].Key, r.sections[c.section].Heading
		}
		r.Changes = append(r.Changes, c)
	}
}

// next is the section of what follows a pair in our report; -1 for none.
func (r *Reworked) next(i int) int {
	for _, p := range r.pairs[i:] {
		if p.A >= 0 {
			return r.ours[p.A].section
		}
	}
	return -1
}

// Take gives the sections as they are when the chosen changes are taken over (by their place in Changes); those that cannot
// be are left out. Sections without a chosen change are not among them.
func (r *Reworked) Take(strand app.Strand, chosen ...int) []app.TakenText {
	taken := map[int]Rework{} // by pair
	for _, i := range chosen {
		if i >= 0 && i < len(r.Changes) && r.Changes[i].Bound == "" {
			taken[r.Changes[i].pair] = r.Changes[i]
		}
	}
	var out []app.TakenText
	for i, s := range r.sections {
		if !slices.ContainsFunc(r.Changes, func(c Rework) bool { _, ok := taken[c.pair]; return ok && c.section == i }) {
			continue
		}
		t := app.TakenText{Strand: strand, Section: s.Key, Text: r.rewritten(i, taken), FactsHash: s.FactsHash}
		if s.Edited != nil {
			t.Edited, t.Was, t.FactsHash = true, s.Edited.Text, s.Edited.FactsHash
		}
		out = append(out, t)
	}
	return out
}

// rewritten is the text of a section with the changes that are taken.
func (r *Reworked) rewritten(section int, taken map[int]Rework) string {
	var out []string
	lines := r.sections[section].laid()
	next := 0 // line of the section that comes next
	upTo := func(line int) {
		for ; next < line; next++ {
			out = append(out, lines[next].line)
		}
	}
	for i, p := range r.pairs {
		c, isTaken := taken[i]
		mine := p.A >= 0 && r.ours[p.A].section == section && r.ours[p.A].line >= 0
		if mine {
			upTo(r.ours[p.A].line) // lines without a passage of their own stay
		}
		switch {
		case isTaken && c.section == section && p.Kind == compare.Added:
			out = append(out, c.After)
		case !mine || r.ours[p.A].line < next: // one more passage of a line that was written
		case isTaken && p.Kind == compare.Changed:
			out = append(out, c.After)
			next++
		case isTaken:
			next++
		default:
			upTo(r.ours[p.A].line + 1)
		}
	}
	upTo(len(lines))
	return strings.Join(out, "\n")
}
