// Package document describes a document as the office thinks of it: a red
// head, a title, headings, sentences, tables, a place for the seal. It is pure
// data. A composer fills it, package typeset sets it on pages, package pdf
// writes it and compares what was written with Text.
//
// Every piece of text that can come from a person's data carries the record
// and the field it was taken from, so that a character no face can print is
// reported where it can be mended.
package document

import "time"

// Kind tells by which conventions a document is laid out.
type Kind string

const (
	// Official is a 公文 by GB/T 9704-2012: grid page, heading faces by level,
	// page number "— 1 —" at the outside edge.
	Official Kind = "official"
	// Form is an internal form: the same page, but tables carry it and the page
	// number reads 第 x 页（共 y 页）.
	Form Kind = "form"
)

// Language is the language of the fixed words the layout adds (附件, 抄送 …).
type Language string

const (
	// Chinese is simplified Chinese, the language of every issued document.
	Chinese Language = "zh"
	// English is the rendition for readers abroad; it has no official layout.
	English Language = "en"
)

// Document is one document from its head to its imprint. The zero value of
// every optional part leaves that part out.
type Document struct {
	Kind     Kind
	Language Language
	// Draft documents have no number and show a dotted box where the seal goes.
	Draft bool
	// Watermark is set large and pale across every page, for instance 征求意见稿.
	// It is no part of Text.
	Watermark string
	// Head is the red head (版头); nil for annex-like papers without one.
	Head *Head
	// Number is the 发文字号, "×联审〔2026〕5号"; empty in drafts.
	Number string
	// Title is given in pieces of sense; lines are broken between pieces where
	// possible, so 的报告 never stands alone. Pieces are joined without a blank.
	Title []Sentence
	// Subtitle is one line under the title, for instance （征求意见稿）.
	Subtitle Sentence
	// Recipients are the 主送机关, joined by 、 and closed by a colon.
	Recipients []Sentence
	Blocks     []Block
	// Attachments are the names of the 附件说明 under the body, without number
	// and without end punctuation (GB/T 9704-2012 7.3.4).
	Attachments []Sentence
	// Attendance lists who was there, who was excused and who sat in, as minutes have it (GB/T 9704-2012 10.3).
	Attendance []Roll
	Signature  *Signature
	// Note is the 附注 under the date, without its brackets.
	Note Sentence
	// Annexes each begin a new page.
	Annexes []Annex
	Imprint *Imprint
	// Trace is a small line in the lower margin of the last page, opposite the
	// page number, for instance the check code of the log the document was made
	// from. It is the last line of Text.
	Trace Sentence
	// Code is a symbol of 10–20 mm in the lower margin of the last page, at the
	// edge where the trace stands: what the document is, for a scanner. The same
	// must stand in words; without a trace it is not set.
	Code *Symbol

	// What follows only forms have (Kind Form).

	// Landscape turns the page: the type area is 240 × 160 mm then.
	Landscape bool
	// Label is the number of the form, small in the upper margin of every page
	// at the right: 联审表-12. Text has it once.
	Label Sentence
	// Corner is a symbol of at most 20 mm in the upper margin of every page at
	// the left, with up to four small lines at its right; Text has them once.
	Corner *Symbol
	// Running puts the page number into a line below the title and at the top
	// of further pages; nil leaves it in the lower margin.
	Running *Running
	// Foot is a line at the foot of the type area of every page, for those who
	// sign each page. Like the page number it is no part of Text.
	Foot string

	Meta Meta
}

// Head is the 版头 (GB/T 9704-2012 7.2).
type Head struct {
	// Layout tells where the parts of the head stand.
	Layout HeadLayout
	// Organs make the 发文机关标志; in a joint document the main organ is first.
	Organs []Sentence
	// Suffix stands after the name, or to the right of stacked names: usually
	// 文件, or empty for the name alone.
	Suffix string
	// CopyNumber is the 份号, six digits, only on secret papers.
	CopyNumber string
	// Secrecy is 密级和保密期限, for instance 机密★1年.
	Secrecy string
	// Urgency is 特急 or 加急.
	Urgency string
	// Internal is a line at the right of the first line, for papers that are no secret and yet not for everybody:
	// 内部资料　注意保存.
	Internal string
	// Signer is the 签发人 of an upward document; the number then stands left.
	Signer Sentence
	// CoSigners are the 签发人 of the other organs of a joint upward document, in the order of the organs; two names stand on
	// a line (GB/T 9704-2012 7.2.6).
	CoSigners []Sentence
}

// HeadLayout is one of the layouts of a head.
type HeadLayout string

const (
	// RedHead is the head of a 文件 and, with the suffix 纪要, of minutes (GB/T 9704-2012 7.2, 10.3): the name 35 mm below
	// the upper edge of the type area, the number below it, a red rule. It is the zero value.
	RedHead HeadLayout = ""
	// LetterHead is the head of a 函 (GB/T 9704-2012 10.1): the name 30 mm below the edge of the paper, double red rules
	// below it and at the foot of the first page, the number at the right, no page number on the first page. A letter bears
	// the name of one organ and no issuer in its imprint.
	LetterHead HeadLayout = "letter"
)

// Roll is a line of names of minutes: 出席：甲、乙。
type Roll struct {
	// Label is 出席, 请假 or 列席, without its colon.
	Label string
	// Names are the people with their units, joined by 、 and closed by a full stop.
	Names []Sentence
}

// Sentence is a piece of running text together with what it states.
type Sentence struct {
	// Text may hold "\n" as a forced line break; other control characters and
	// invisible direction marks are refused before printing.
	Text string
	// Facts are references of the facts the sentence states, for instance
	// "talks.count"; when a fact changes, an edited sentence can be marked.
	Facts []string
	// Record names, for a person, the record the text was taken from, for
	// instance 问题XR-03 or 联审对象王𬭎; Field names its field.
	Record, Field string
	// Strong text is set in the heading face (黑体).
	Strong bool
	// Footnote, when set, is said at the foot of the page on which the sentence ends; only sentences of paragraphs may have
	// one. The layout numbers the footnotes of a document through: ①, ② …. In Text it follows its paragraph.
	Footnote *Sentence
}

// Block is one of Heading, Paragraph, Table, Chart, Symbol, Groups, Spacer,
// PageBreak.
type Block interface{ block() }

// Heading is a heading with its number already in the text: "一、审查工作开展情况".
type Heading struct {
	// Level 1 is 一、 (黑体), 2 （一） (楷体), 3 "1." and 4 （1） (仿宋).
	Level int
	Text  string
	// Record and Field tell where the text was taken from, as in Sentence.
	Record, Field string
}

// ParagraphStyle tells how a paragraph stands.
type ParagraphStyle string

const (
	// Body paragraphs are justified and indented by two characters. It is the
	// zero value.
	Body ParagraphStyle = ""
	// Flush paragraphs are justified without indent.
	Flush ParagraphStyle = "flush"
	// Centred paragraphs are centred line by line.
	Centred ParagraphStyle = "centred"
	// Right paragraphs stand at the right edge.
	Right ParagraphStyle = "right"
	// Small paragraphs are notes in 小四宋体, indented by two characters.
	Small ParagraphStyle = "small"
)

// Paragraph is a run of sentences.
type Paragraph struct {
	Sentences []Sentence
	Style     ParagraphStyle
	// Lead, when set, is a run-in heading at the start of the paragraph, set in
	// the face of LeadLevel (1–4): "（一）选拔任用程序不规范。" followed by text.
	Lead      Sentence
	LeadLevel int
	// Keep lets the next paragraph begin on the page on which this one ends: a
	// question with its answer.
	Keep bool
}

// Spacer is vertical room of so many body lines (28.99 pt each, 0–22).
type Spacer struct{ Lines float64 }

// PageBreak begins a new page unless the page is still empty.
type PageBreak struct{}

// Annex is an 附件: a new page, the word 附件 with its number at the left in
// 黑体, its own title and blocks. With one annex only, the number is left out.
type Annex struct {
	Title  []Sentence
	Blocks []Block
}

// Signature is the block of 署名 and 成文日期.
type Signature struct {
	// Organs sign in order; each gets room for its own real seal.
	Organs []Sentence
	// Date is printed as given, for instance 2026年3月5日; empty prints none.
	Date Sentence
	// Sealed tells that a real seal will be pressed on the block, which gives
	// it the room and the indents of GB/T 9704-2012 7.3.5.1.
	Sealed bool
}

// Imprint is the 版记 at the foot of the last page (GB/T 9704-2012 7.4).
type Imprint struct {
	// SendTo are 主送机关 that would leave the first page no room for the body and stand here instead (GB/T 9704-2012
	// 7.3.2); Recipients are empty then.
	SendTo []Sentence
	// CopyTo are the 抄送机关, joined by ， and closed by 。
	CopyTo []Sentence
	// Issuer is the 印发机关; Date the 印发日期 without the word 印发.
	Issuer Sentence
	Date   Sentence
}

// Meta is what the file says about itself to programs.
type Meta struct {
	Title, Subject, Author string
	Keywords               []string
	// Created becomes both dates of the file. It is part of the data: the same
	// document gives the same bytes. The zero time stands for 2000-01-01 UTC.
	Created time.Time
	// ID is the identity of this version of the document, an app.ID; "" for a
	// document without one. Version counts from 1.
	ID      string
	Version int
	// Data is what the document states as data, carried in the file beside the
	// pages; nil for none.
	Data *Data
}

// Data is a file within the file.
type Data struct {
	Name, MIME string // report.json, application/json
	About      string // a line that says what it is
	Bytes      []byte
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Spacer) block()    {}
func (PageBreak) block() {}
func (Table) block()     {}
func (Chart) block()     {}

// Plain makes sentences of texts that no record stands behind.
func Plain(texts ...string) []Sentence {
	out := make([]Sentence, len(texts))
	for i, t := range texts {
		out[i] = Sentence{Text: t}
	}
	return out
}

// Words makes a body paragraph of fixed words that no record stands behind.
func Words(texts ...string) Paragraph { return Paragraph{Sentences: Plain(texts...)} }
