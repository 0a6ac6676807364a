package commands

import (
	"fmt"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// digest prints the joint report over the three or the short result report of the audit. Neither is a version of a
// report: it is noted that it was made, not kept.
func (c reportCmd) digest(r *run, ws *store.Workspace, d app.Dossier) error {
	kind := reports.Digest(c.Strand)
	if c.English {
		return app.Refuse("command.chineseonly", "strand", c.Strand)
	}
	if err := reports.DigestReady(d, kind, c.Draft); err != nil {
		return err
	}
	doc, err := reports.ComposeDigest(d, kind, reports.DigestOptions{Draft: c.Draft, Today: app.DateOf(r.Now()), Number: c.Number, Tip: ws.ShortTip()})
	if err != nil {
		return err
	}
	return c.unkept(r, ws, d, doc, map[string]string{"what": string(kind) + " report"})
}

// rendition prints the English rendition of a report, which is no version of it.
func (c reportCmd) rendition(r *run, ws *store.Workspace, d app.Dossier) error {
	strand := app.Strand(c.Strand)
	if err := reports.Ready(d, strand, c.Draft); err != nil {
		return err
	}
	doc, err := reports.Compose(d, strand, reports.Options{Draft: c.Draft, Today: app.DateOf(r.Now()), Lang: document.English})
	if err != nil {
		return err
	}
	return c.unkept(r, ws, d, doc, map[string]string{"what": "english rendition", "strand": string(strand)})
}

// unkept writes a paper that is no version of a report, as PDF or Word file, and has its making noted.
func (c reportCmd) unkept(r *run, ws *store.Workspace, d app.Dossier, doc *document.Document, said map[string]string) error {
	if c.Draft {
		said["draft"] = "true"
	}
	note := func(sum string) error {
		said["sha256"] = sum
		return ws.Desk().NotePrint(r.ctx, d.Case, said)
	}
	if c.wanted(c.Out) {
		said["format"] = "docx"
		return r.writeDocx(ws, []*document.Document{doc}, c.Out, d.Case.ID, note)
	}
	res, err := pdf.Render(doc)
	if err != nil {
		return err
	}
	if err := leaving.PDF(r.ctx, ws, res, d.Case.ID); err != nil {
		return err
	}
	if err := note(res.SHA256); err != nil {
		return err
	}
	if err := pdf.WriteFile(c.Out, res); err != nil {
		return err
	}
	_, err = fmt.Fprintln(r.Stdout, i18n.T("command.printed", "path", c.Out, "pages", res.Pages))
	return err
}
