package reports

import (
	"context"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// Digest is a report that is made of the three and goes upward: it tells those who decide what the three found.
type Digest string

const (
	// JointDigest is the 综合报告 over all three, by the office of the leading group to the leading group (domain 3.15).
	JointDigest Digest = "summary"
	// ResultDigest is the 经济责任审计结果报告, by the audit office to the Party committee and its organisation department:
	// the audit report in short, with what was achieved, what was found, who answers and what is to be done.
	ResultDigest Digest = "result"
)

// Digests lists both.
var Digests = []Digest{JointDigest, ResultDigest}

// DigestOptions say which version of a digest is wanted.
type DigestOptions struct {
	// Draft is the version that goes to who approves it: watermark 送审稿, no head, no number.
	Draft bool
	// Today dates it: a digest is no version of a report and has no day of its own. The zero Date leaves it undated.
	Today app.Date
	// Number is the 发文字号, when the issuing office has given one; empty leaves it to be written by hand.
	Number string
	// Tip is as in [Options].
	Tip string
}

// DigestReady says whether a digest may be made. A draft needs the case at the inspection stage ("report.early"). The
// joint report proper needs all three reports ready to be issued, the result report the audit report: see [Ready].
func DigestReady(d app.Dossier, kind Digest, draft bool) error {
	switch kind {
	case JointDigest:
		for _, s := range app.Strands {
			if err := Ready(d, s, draft); err != nil {
				return err
			}
		}
		return nil
	case ResultDigest:
		return Ready(d, app.Audit, draft)
	}
	return app.Refuse("strand.unknown", "strand", string(kind))
}

// ComposeDigest makes a digest from the facts, as [Compose] makes a report. It refuses a kind that does not exist
// ("strand.unknown").
func ComposeDigest(d app.Dossier, kind Digest, opt DigestOptions) (*document.Document, error) {
	of := Options{Draft: opt.Draft, Today: opt.Today, Tip: opt.Tip}
	c, err := newComposer(d, app.Audit, of)
	if err != nil {
		return nil, err
	}
	doc := &document.Document{Kind: document.Official, Language: document.Chinese, Draft: opt.Draft}
	switch kind {
	case JointDigest:
		newJoint(d, of).compose(doc)
	case ResultDigest:
		c.result(doc)
	default:
		return nil, app.Refuse("strand.unknown", "strand", string(kind))
	}
	for _, a := range doc.Annexes {
		doc.Attachments = append(doc.Attachments, document.Sentence{Text: joined(a.Title)})
	}
	doc.Trace = c.trace()
	switch {
	case opt.Draft:
		doc.Watermark, doc.Subtitle = "送审稿", document.Sentence{Text: "（送审稿）"}
		doc.Head, doc.Imprint = nil, nil
		if d.Case.Secrecy == app.WorkSecret {
			doc.Head = &document.Head{Secrecy: "工作秘密"}
		}
	default:
		doc.Number = strings.TrimSpace(opt.Number)
		if d.Case.Secrecy == app.WorkSecret {
			doc.Head.Secrecy = "工作秘密"
		}
	}
	return doc, nil
}

// PrintDigest composes a digest, sets it, writes it and reads it back, as [Print] does with a report.
func PrintDigest(ctx context.Context, d app.Dossier, kind Digest, opt DigestOptions) (*pdf.Result, error) {
	doc, err := ComposeDigest(d, kind, opt)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("print report: %w", err)
	}
	res, err := pdf.Render(doc)
	if err != nil {
		return nil, fmt.Errorf("print the %s report of %s: %w", kind, d.Case.Number, err)
	}
	return res, ctx.Err()
}

// DigestFileName is the name under which a digest is put on a disk: LS2026-001_青禾县_三责联审综合报告.pdf.
func DigestFileName(d app.Dossier, kind Digest, draft bool) string {
	mark := ""
	if draft {
		mark = "送审稿"
	}
	return fileName(d, digestTitles[kind], mark)
}

var digestTitles = map[Digest]string{JointDigest: "三责联审综合报告", ResultDigest: "任期经济责任审计结果报告"}

// upward fills what stands before and after the text of a report that goes up: head with who signs it off, recipients,
// signature, imprint (GB/T 9704-2012 7.2.6). The day is that of the making.
func (c *composer) upward(doc *document.Document, issuer, signer document.Sentence, to, copies []document.Sentence) {
	on := document.Sentence{Text: c.opt.Today.Chinese()}
	doc.Blocks = append(doc.Blocks, para(say("特此报告。"))...)
	doc.Recipients = to
	doc.Head = &document.Head{Suffix: "文件", Signer: signer}
	doc.Signature = &document.Signature{Date: on, Sealed: true}
	doc.Imprint = &document.Imprint{CopyTo: copies, Issuer: issuer, Date: on}
	if issuer.Text != "" {
		doc.Head.Organs = []document.Sentence{issuer}
		doc.Signature.Organs = []document.Sentence{issuer}
	}
	doc.Meta = c.meta(joined(doc.Title), c.opt.Today)
	doc.Meta.Author = issuer.Text
}

// numberedItems tells findings one by one in short: what it is, its money, who answers for it.
func (c *composer) numberedItems(findings []app.Finding) []document.Block {
	var out []document.Block
	for i, f := range findings {
		lead := document.Sentence{Text: numbered(3, i+1) + bare(f.Title) + "。", Record: findingRecord(f), Field: "定性", Facts: refs{Ref(f, "title")}}
		out = append(out, document.Paragraph{Lead: lead, LeadLevel: 3, Sentences: append(c.kinds(f), c.answersFor(f)...)})
	}
	return out
}

// opinionsTally tells how many opinions came on the draft and what became of them; nothing before any was asked for.
func (c *composer) opinionsTally(list []app.Opinion) []document.Sentence {
	asked := 0
	for _, k := range c.d.Consultations {
		if !k.SentOn.IsZero() {
			asked++
		}
	}
	if asked == 0 {
		return nil
	}
	if len(list) == 0 {
		return say("书面征求了联审对象和所在单位的意见，未收到不同意见。", about(c.d.Consultations, "sentOn"))
	}
	tally := map[app.Adoption]int{}
	for _, o := range list {
		tally[o.Adoption]++
	}
	return say("书面征求了联审对象和所在单位的意见，收到反馈意见{}条，{}。", len(list),
		clauses(count("采纳", tally[app.Adopted], "条"), count("部分采纳", tally[app.PartlyAdopted], "条"), count("未采纳", tally[app.NotAdopted], "条"),
			count("正在核查", tally[""], "条")), about(list, "adoption"))
}

// rightedTally tells how many findings were put right before the report was made.
func (c *composer) rightedTally() []document.Sentence {
	n := 0
	for _, f := range c.findings {
		if tidy(f.DuringAudit) != "" {
			n++
		}
	}
	switch {
	case n == 0:
		return nil
	case n == len(c.findings):
		return say("{}期间，反映的{}个问题均已整改或者部分整改。", c.words.verb, n, about(c.findings, "duringAudit"))
	}
	return say("{}期间，反映的{}个问题中已有{}个整改或者部分整改。", c.words.verb, len(c.findings), n, about(c.findings, "duringAudit"))
}
