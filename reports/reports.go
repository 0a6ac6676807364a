// Package reports makes official paper out of a case. It composes the three reports of the joint review
// (选人用人责任审查报告, 机构编制责任审核报告, 任期经济责任审计报告, R33) from an [app.Dossier] as a
// [document.Document]; package typeset sets it, package pdf writes it and reads it back.
//
// Nothing is said that the dossier does not say: a count of zero makes no sentence, a missing date makes
// no clause. Every sentence carries references of the facts it states ("finding/ID/amount", see [Ref]), and
// every piece of text that a person typed carries the record and the field it came from.
//
// A person may write over a section. The edit replaces the composed paragraphs, tables stay where their
// marks stand, and the edit is marked stale once the facts under it have changed (see [Sections]).
package reports

import (
	"time"

	"lianshen/app"
	"lianshen/reports/document"
)

// Options say which version of a report is wanted.
type Options struct {
	// Draft composes the draft for comment (征求意见稿): watermark, no number, a dotted place for the seal,
	// the paragraph on the term for replies (R29). Otherwise the final report is composed.
	Draft bool
	// Today dates a draft that has no other date yet, and the tip; the zero Date leaves them undated.
	Today app.Date
	// Tip is the newest link of the log from which a final report is made, in short form, "7K2M-Q9XD". It is printed
	// small in the lower margin of the last page: who keeps the paper can show later that the log was not made anew.
	// Empty, or in a draft, nothing is printed.
	Tip string
	// Identity says which version this is; the zero one prints none.
	Identity Identity
	// Lang English gives the English rendition: for reading only, without head, number, seal and identity of its own; it
	// cites the number of the report, whose Chinese text prevails. Every other value gives the report.
	Lang document.Language
}

// Compose makes the report of a strand from the facts. It is pure: the same dossier and options give the
// same document. It refuses a strand that does not exist ("strand.unknown"); whether the case has come far
// enough is for [Ready] to say.
func Compose(d app.Dossier, strand app.Strand, opt Options) (*document.Document, error) {
	c, err := newComposer(d, strand, opt)
	if err != nil {
		return nil, err
	}
	if opt.Lang == document.English {
		return c.rendition(), nil
	}
	doc := &document.Document{Kind: document.Official, Language: document.Chinese, Draft: opt.Draft}
	c.front(doc)
	for _, s := range c.sections() {
		doc.Blocks = append(doc.Blocks, s.printed()...)
	}
	if opt.Draft {
		doc.Blocks = append(doc.Blocks, c.replyTerm()...)
	}
	doc.Annexes = c.annexes()
	for _, a := range doc.Annexes {
		doc.Attachments = append(doc.Attachments, document.Sentence{Text: joined(a.Title)})
	}
	c.back(doc)
	doc.Trace = c.trace()
	if err := c.carry(doc); err != nil {
		return nil, err
	}
	return doc, c.identify(doc)
}

// trace is the line with the check code of the log, 日志校验码 7K2M-Q9XD（2026年10月12日）; the date is that of the code.
func (c *composer) trace() document.Sentence {
	if c.opt.Draft || c.opt.Tip == "" {
		return document.Sentence{}
	}
	text := "日志校验码 " + c.opt.Tip
	if !c.opt.Today.IsZero() {
		text += "（" + c.opt.Today.Chinese() + "）"
	}
	return document.Sentence{Text: text}
}

// meta says about the file what programs ask for. Its time is the date of the report, so that the same
// report gives the same bytes.
func (c *composer) meta(title string, on app.Date) document.Meta {
	m := document.Meta{
		Title: title, Subject: c.words.title, Author: c.issuer(),
		Keywords: []string{c.d.Case.Number, c.d.Unit.Name, c.words.title},
	}
	if !on.IsZero() {
		m.Created = time.Date(on.Year, time.Month(on.Month), on.Day, 0, 0, 0, 0, time.UTC)
	}
	return m
}
