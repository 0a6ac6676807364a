package document

import (
	"strconv"
	"strings"
	"unicode"
)

// Part tells which part of a document a text belongs to.
type Part string

// The parts, named as the standard's sections are (GB/T 9704-2012 7).
const (
	PartHead        Part = "head"
	PartTitle       Part = "title"
	PartRecipients  Part = "recipients"
	PartHeading     Part = "heading"
	PartParagraph   Part = "paragraph"
	PartTable       Part = "table"
	PartChart       Part = "chart"
	PartAttachments Part = "attachments"
	PartSignature   Part = "signature"
	PartAnnex       Part = "annex"
	PartImprint     Part = "imprint"
	PartWatermark   Part = "watermark"
	PartSymbol      Part = "symbol"
	PartGroups      Part = "groups"
	PartTrace       Part = "trace"
	PartAttendance  Part = "attendance"
	PartFootnote    Part = "footnote"
)

// Place is where in the document a text stands and where it was taken from.
type Place struct {
	Part          Part
	Record, Field string
}

// Text is the exact plain text of the document in reading order: one line a
// paragraph, cells of a row separated by tabs. Reading back a printed document
// gives the same characters, white space aside. The watermark, page numbers,
// repeated table heads and the draft's seal box are no part of it.
func (d *Document) Text() string {
	var b strings.Builder
	d.Walk(func(_ Place, text string, end End) {
		b.WriteString(text)
		switch end {
		case EndCell:
			b.WriteByte('\t')
		case EndLine:
			b.WriteByte('\n')
		}
	})
	return b.String()
}

// End tells what follows a text in reading order.
type End int

const (
	// EndNone: the next text goes on in the same paragraph.
	EndNone End = iota
	// EndCell: the next text stands in the next cell of the row.
	EndCell
	// EndLine: the paragraph, row or line ends.
	EndLine
)

// Walk visits every printed text in reading order, the fixed words included.
func (d *Document) Walk(visit func(p Place, text string, end End)) {
	d.walk(&walker{visit: visit, words: WordsIn(d.Language)})
}

func (d *Document) walk(w *walker) {
	visit := w.visit
	w.form(d)
	w.head(d)
	w.in(Node{Role: "H1"}, func() { w.run(PartTitle, d.Title) })
	w.line(PartTitle, d.Subtitle)
	if d.Running != nil {
		w.line(PartRunning, d.Running.Left)
	}
	w.recipients(d.Recipients)
	w.blocks(d.Blocks)
	w.attachments(d.Attachments)
	w.rolls(d.Attendance)
	w.signature(d.Signature)
	if d.Note.Text != "" {
		visit(Place{Part: PartSignature}, w.words.NoteOpen, EndNone)
		w.sentence(PartSignature, d.Note, EndNone)
		visit(Place{Part: PartSignature}, w.words.NoteClose, EndLine)
	}
	for i, a := range d.Annexes {
		visit(Place{Part: PartAnnex}, AnnexLabel(d.Language, i, len(d.Annexes)), EndLine)
		w.in(Node{Role: "H1"}, func() { w.run(PartAnnex, a.Title) })
		w.blocks(a.Blocks)
	}
	w.imprint(d.Imprint)
	w.line(PartTrace, d.Trace)
}

// FixedWords are the words the layout itself adds.
type FixedWords struct {
	Signer, Attachment, CopyTo, Printed string
	SendTo                              string
	ListComma, Colon, CopyComma, Stop   string
	NoteOpen, NoteClose                 string
	SealHere                            string
}

// WordsIn gives the fixed words of a language; an unknown one gets Chinese.
func WordsIn(l Language) FixedWords {
	if l == English {
		return FixedWords{
			Signer: "Signed off by: ", Attachment: "Annex: ", CopyTo: "Copy to: ", Printed: " issued",
			SendTo: "To: ", ListComma: ", ", Colon: ":", CopyComma: ", ", Stop: ".",
			NoteOpen: "(", NoteClose: ")", SealHere: "Seal",
		}
	}
	return FixedWords{
		Signer: "签发人：", Attachment: "附件：", CopyTo: "抄送：", Printed: "印发",
		SendTo: "主送：", ListComma: "、", Colon: "：", CopyComma: "，", Stop: "。",
		NoteOpen: "（", NoteClose: "）", SealHere: "盖章处",
	}
}

// AnnexLabel is the word above annex i (from 0) of n: 附件1, or 附件 if there
// is one only.
func AnnexLabel(l Language, i, n int) string {
	word := "附件"
	if l == English {
		word = "Annex "
	}
	if n == 1 {
		return strings.TrimSpace(word)
	}
	return word + strconv.Itoa(i+1)
}

// AttachmentNumber is the number before attachment i (from 0) of n in the
// 附件说明: "1. ", or nothing if there is one only.
func AttachmentNumber(i, n int) string {
	if n == 1 {
		return ""
	}
	return strconv.Itoa(i+1) + ". "
}

type walker struct {
	visit func(Place, string, End)
	words FixedWords
	// open and shut tell where an element of the structure begins and ends; nil when nobody asks.
	open func(Node)
	shut func()
	// notes counts the footnotes so far; stray tells that one stands where none may.
	notes int
	stray bool
}

// in visits what belongs to an element of the structure.
func (w *walker) in(n Node, visit func()) {
	if w.open == nil {
		visit()
		return
	}
	w.open(n)
	visit()
	w.shut()
}

func (w *walker) sentence(p Part, s Sentence, end End) {
	w.stray = w.stray || s.Footnote != nil && p != PartParagraph
	w.visit(Place{p, s.Record, s.Field}, s.Text, end)
}

func (w *walker) line(p Part, s Sentence) {
	if s.Text != "" {
		w.sentence(p, s, EndLine)
	}
}

func (w *walker) run(p Part, list []Sentence) {
	for i, s := range list {
		end := EndNone
		if i == len(list)-1 {
			end = EndLine
		}
		w.sentence(p, s, end)
	}
}

func (w *walker) recipients(list []Sentence) {
	for i, s := range list {
		w.sentence(PartRecipients, s, EndNone)
		if i < len(list)-1 {
			w.visit(Place{Part: PartRecipients}, w.words.ListComma, EndNone)
		} else {
			w.visit(Place{Part: PartRecipients}, w.words.Colon, EndLine)
		}
	}
}

func (w *walker) attachments(list []Sentence) {
	for i, s := range list {
		if i == 0 {
			w.visit(Place{Part: PartAttachments}, w.words.Attachment, EndNone)
		}
		w.visit(Place{Part: PartAttachments}, AttachmentNumber(i, len(list)), EndNone)
		w.sentence(PartAttachments, s, EndLine)
	}
}

func (w *walker) signature(s *Signature) {
	if s == nil {
		return
	}
	for _, o := range s.Organs {
		w.line(PartSignature, o)
	}
	w.line(PartSignature, s.Date)
}

func (w *walker) blocks(list []Block) {
	for _, b := range list {
		switch b := b.(type) {
		case Heading:
			w.in(Node{Role: headingRole(b.Level)}, func() { w.visit(Place{PartHeading, b.Record, b.Field}, b.Text, EndLine) })
		case Paragraph:
			w.paragraph(b)
		case Table:
			w.table(b)
		case Chart:
			w.chart(b)
		case Symbol:
			for _, line := range b.Beside {
				w.line(PartSymbol, line)
			}
		case Groups:
			w.groups(b)
		}
	}
}

func (w *walker) table(t Table) {
	w.line(PartTable, t.Caption)
	if t.Unit != "" {
		w.visit(Place{Part: PartTable}, t.Unit, EndLine)
	}
	w.in(Node{Role: "Table"}, func() {
		for _, row := range t.HeadRows() {
			w.in(Node{Role: "TR"}, func() { w.cells("TH", row) })
		}
		for _, row := range t.Rows {
			w.in(Node{Role: "TR"}, func() { w.cells("TD", row.Cells) })
		}
	})
	for _, n := range t.Notes {
		w.line(PartTable, n)
	}
}

// HeadRows is the head as rows of cells: Head, or one row of column titles; no
// row when no column has a title.
func (t Table) HeadRows() [][]Cell {
	if len(t.Head) > 0 {
		return t.Head
	}
	titled := false
	row := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = Cell{Text: c.Head}
		titled = titled || c.Head != ""
	}
	if !titled {
		return nil
	}
	return [][]Cell{row}
}

func (w *walker) cells(role string, row []Cell) {
	for i, c := range row {
		end := EndCell
		if i == len(row)-1 {
			end = EndLine
		}
		w.in(Node{Role: role, ColSpan: c.ColSpan, RowSpan: c.RowSpan}, func() {
			if c.Foot == "" {
				w.visit(Place{PartTable, c.Record, c.Field}, c.Text, end)
				return
			}
			w.visit(Place{PartTable, c.Record, c.Field}, c.Text, EndCell)
			w.visit(Place{Part: PartTable}, c.Foot, end)
		})
	}
}

func (w *walker) chart(c Chart) {
	w.line(PartChart, c.Caption)
	for i, s := range c.Series {
		end := EndCell
		if i == len(c.Series)-1 {
			end = EndLine
		}
		w.visit(Place{Part: PartChart}, s, end)
	}
	for _, b := range c.Bars {
		w.sentence(PartChart, b.Label, EndCell)
		w.sentence(PartChart, b.Note, EndLine)
	}
}

// Ink is a text without its white space: what is compared when a printed
// document is read back, since a line break may stand for a blank or nothing.
func Ink(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
