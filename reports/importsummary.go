package reports

import (
	"fmt"
	"strings"
	"time"

	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// ImportSummary is what the page of a package that was taken in tells: who changed what, what it did to each case, what
// clashed and who chose what, which attached files are still awaited.
type ImportSummary struct {
	Workspace string // the workspace's name as people know it
	N         int64  // number of the import on this laptop
	At        time.Time
	By        string // who took it in, and on which laptop

	From    string // whose package
	Laptop  string // of the sender
	Kind    string // of the package, in words
	Number  int64  // of the sender's packages
	Made    time.Time
	File    string // its name
	SHA256  string // hex
	Records int
	Changes int
	Files   int // attached files that came

	Back time.Time // when it was taken back, zero = in effect
	Rest int       // with Back: later records that went along
	Left int       // cases that were left out

	Cases   []SummaryCase
	People  []SummaryPerson
	Clashes []SummaryClash
	Awaited []string // names of attached files that have not arrived
	Lang    document.Language
}

// SummaryCase is what a package did to one case: how many nouns and fields.
type SummaryCase struct {
	Number, Unit                    string // empty: what all cases share
	New, Changed, Clashing, Removed int
}

// SummaryPerson is what one person did in a package, in words.
type SummaryPerson struct {
	Who   string
	Deeds []string // "答检查项 12 次"
}

// SummaryClash is a field in which people contradicted each other.
type SummaryClash struct {
	Case  string // its number, "" = shared
	What  string // noun and field, in words
	Sides []SummarySide
	// Chosen is the value that was chosen, ChosenBy by whom; ChosenAt zero = still open.
	Chosen, ChosenBy string
	ChosenAt         time.Time
}

// SummarySide is what one person wrote.
type SummarySide struct {
	Who   string
	At    time.Time
	Value string // in words
}

// ImportSummaryPage sets the page of an import, in Chinese or English, with places to sign. Errors are those of
// [pdf.Render].
func ImportSummaryPage(s ImportSummary) (*pdf.Result, error) {
	res, err := pdf.Render(composeImport(s))
	if err != nil {
		return nil, fmt.Errorf("make the page of an import: %w", err)
	}
	return res, nil
}

func composeImport(s ImportSummary) *document.Document {
	w := importWords[document.Chinese]
	if s.Lang == document.English {
		w = importWords[document.English]
	}
	doc := &document.Document{
		Kind: document.Form, Language: s.Lang, Title: document.Plain(w.title), Subtitle: typed(fmt.Sprintf(w.no, s.Workspace, s.N), w.record, w.workspace),
		Meta: document.Meta{Title: w.title, Subject: w.subject, Author: s.By, Created: s.At.UTC().Truncate(time.Second)},
	}
	add := func(b ...document.Block) { doc.Blocks = append(doc.Blocks, b...) }
	add(w.facts(s))
	if !s.Back.IsZero() {
		add(document.Paragraph{Sentences: []document.Sentence{{Text: fmt.Sprintf(w.back, moment(s.Back), s.Rest), Strong: true}}})
	}
	// What there is nothing of is said in one paragraph at the end instead of under a head of its own: most packages then
	// need one sheet.
	part, nothing := 0, []document.Sentence{}
	section := func(head, none string, empty bool, table document.Table) {
		if empty {
			if len(nothing) > 0 {
				nothing = append(nothing, document.Sentence{Text: w.gap})
			}
			nothing = append(nothing, document.Sentence{Text: none})
			return
		}
		add(document.Heading{Level: 1, Text: w.numbers[part] + head}, table)
		part++
	}
	section(w.casesHead, w.casesNone, len(s.Cases) == 0, w.cases(s.Cases))
	section(w.peopleHead, w.peopleNone, len(s.People) == 0, w.people(s.People))
	section(fmt.Sprintf(w.clashesHead, len(s.Clashes), chosenOf(s.Clashes), len(s.Clashes)-chosenOf(s.Clashes)), w.clashesNone, len(s.Clashes) == 0, w.clashes(s.Clashes))
	section(fmt.Sprintf(w.awaitedHead, len(s.Awaited)), w.awaitedNone, len(s.Awaited) == 0, w.awaited(s.Awaited))
	if s.Left > 0 {
		nothing = append(nothing, document.Sentence{Text: w.gap}, document.Sentence{Text: fmt.Sprintf(w.left, s.Left)})
	}
	if len(nothing) > 0 {
		add(document.Paragraph{Sentences: nothing})
	}
	add(document.Spacer{Lines: 0.5}, signatures(w.signHead, w.signs...))
	return doc
}

// facts is the table of what came from whom.
func (w importText) facts(s ImportSummary) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.fact, Width: 2.2}, {Head: w.value, Width: 7.8}}}
	row := func(name, value string) {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: name}, typedCell(orNone(value), w.record, name)}})
	}
	row(w.taken, fill(w.takenText, moment(s.At), s.By))
	row(w.from, fill(w.fromText, s.From, orNone(s.Laptop)))
	row(w.packet, fmt.Sprintf(w.packetText, s.Kind, s.Number, moment(s.Made)))
	row(w.file, s.File)
	row(w.hash, s.SHA256)
	row(w.holds, fmt.Sprintf(w.holdsText, s.Records, s.Changes, s.Files))
	return t
}

// cases is the table of what the package did, by case, with the sums at its foot.
func (w importText) cases(all []SummaryCase) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.caseColumns[0], Width: 4.4}}}
	for _, head := range w.caseColumns[1:] {
		t.Columns = append(t.Columns, document.Column{Head: head, Width: 1.4, Align: document.AlignRight})
	}
	row := func(name string, c SummaryCase, total bool) {
		cells := []document.Cell{typedCell(name, w.record, w.caseColumns[0])}
		for _, n := range []int{c.New, c.Changed, c.Clashing, c.Removed} {
			cells = append(cells, document.Cell{Text: fmt.Sprint(n)})
		}
		t.Rows = append(t.Rows, document.Row{Cells: cells, Total: total})
	}
	var sum SummaryCase
	for _, c := range all {
		name := strings.TrimSpace(c.Number + " " + c.Unit)
		if name == "" {
			name = w.shared
		}
		row(name, c, false)
		sum.New, sum.Changed, sum.Clashing, sum.Removed = sum.New+c.New, sum.Changed+c.Changed, sum.Clashing+c.Clashing, sum.Removed+c.Removed
	}
	row(w.sum, sum, true)
	return t
}

// people is the table of who did what.
func (w importText) people(all []SummaryPerson) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.peopleColumns[0], Width: 2}, {Head: w.peopleColumns[1], Width: 8}}}
	for _, p := range all {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{typedCell(orNone(p.Who), w.record, w.peopleColumns[0]), typedCell(strings.Join(p.Deeds, w.comma), w.record, w.peopleColumns[1])}})
	}
	return t
}

// clashes is the table of what clashed: what each side wrote, and what was chosen by whom.
func (w importText) clashes(all []SummaryClash) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.clashColumns[0], Width: 4.4}, {Head: w.clashColumns[1], Width: 3.8}, {Head: w.clashColumns[2], Width: 1.8}}}
	for _, c := range all {
		var sides []string
		for _, s := range c.Sides {
			sides = append(sides, fill(w.side, s.Who, moment(s.At), orNone(s.Value)))
		}
		chosen := w.open
		if !c.ChosenAt.IsZero() {
			chosen = fill(w.chosen, orNone(c.Chosen), c.ChosenBy, moment(c.ChosenAt))
		}
		what := c.What
		if c.Case != "" {
			what = c.Case + "\n" + what
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{typedCell(what, w.record, w.clashColumns[0]), typedCell(strings.Join(sides, "\n"), w.record, w.clashColumns[1]),
			typedCell(chosen, w.record, w.clashColumns[2])}})
	}
	return t
}

// awaited lists the attached files that have not arrived.
func (w importText) awaited(names []string) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.awaitedColumns[0], Width: 1, Align: document.AlignCentre}, {Head: w.awaitedColumns[1], Width: 9}}}
	for i, n := range names {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: fmt.Sprint(i + 1)}, typedCell(n, w.record, w.awaitedColumns[1])}})
	}
	return t
}

// chosenOf is how many clashes are settled.
func chosenOf(all []SummaryClash) (n int) {
	for _, c := range all {
		if !c.ChosenAt.IsZero() {
			n++
		}
	}
	return n
}
