package commands

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/forms"
	"lianshen/reports/target"
	"lianshen/reports/word"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// docxFlag is for commands that print: the same as a Word file.
type docxFlag struct {
	Docx bool `help:"As a Word file (.docx) instead of a PDF; a file name that ends in .docx asks for the same."`
}

// wanted says whether a Word file is asked for.
func (f docxFlag) wanted(path string) bool {
	return f.Docx || strings.EqualFold(filepath.Ext(path), ".docx")
}

// docxName is the name of a printed file as that of a Word file.
func docxName(name string) string { return strings.TrimSuffix(name, ".pdf") + ".docx" }

// writeDocx makes a Word file of documents, searches it for names of the vault, has its making noted, writes it and names it
// on stdout.
func (r *run) writeDocx(ws *store.Workspace, docs []*document.Document, path string, caseID app.ID, note func(sha256 string) error) error {
	raw, err := r.searchedDocx(ws, docs, caseID)
	if err != nil {
		return err
	}
	return r.putDocx(raw, path, note)
}

// searchedDocx makes a Word file of documents and searches it for names.
func (r *run) searchedDocx(ws *store.Workspace, docs []*document.Document, caseID app.ID) ([]byte, error) {
	raw, err := word.WriteAll(docs)
	if err != nil {
		return nil, err
	}
	return raw, leaving.Word(r.ctx, ws, raw, caseID)
}

// putDocx has a Word file noted, writes it and names it on stdout.
func (r *run) putDocx(raw []byte, path string, note func(sha256 string) error) error {
	sum := sha256.Sum256(raw)
	if err := note(hex.EncodeToString(sum[:])); err != nil {
		return err
	}
	if _, err := target.Write(r.ctx, path, func(w io.Writer) error { _, err := w.Write(raw); return err }); err != nil {
		return err
	}
	_, err := fmt.Fprintln(r.Stdout, i18n.T("command.docx", "path", path))
	return err
}

// reportDocx writes a report as a Word file. It is a working copy: the official version that is kept as such is the PDF.
func (r *run) reportDocx(ws *store.Workspace, d app.Dossier, strand app.Strand, draft bool, path string) error {
	if err := reports.Ready(d, strand, draft); err != nil {
		return err
	}
	doc, err := reports.Compose(d, strand, reports.Options{Draft: draft, Today: app.DateOf(r.Now()), Tip: ws.ShortTip()})
	if err != nil {
		return err
	}
	what := "report docx"
	if draft {
		what = "draft docx"
	}
	return r.writeDocx(ws, []*document.Document{doc}, path, d.Case.ID, func(sum string) error {
		return ws.Desk().NotePrint(r.ctx, d.Case, map[string]string{"what": what, "strand": string(strand), "sha256": sum})
	})
}

// docx writes the forms that are wanted as one Word file, or each as one of its own into the folder that was named. All of
// them are searched before the first is written.
func (c formsCmd) docx(r *run, ws *store.Workspace, d app.Dossier, wanted []forms.Wanted) error {
	r.ctx = c.confirming(r.ctx)
	note := func(of ...forms.Wanted) func(string) error {
		return func(sum string) error {
			return c.note(r, ws, d, map[string]string{"format": "docx", "sha256": sum}, of...)
		}
	}
	if c.Folder == "" {
		docs, err := forms.Set(d, wanted...)
		if err != nil {
			return err
		}
		path := c.Out
		if path == "" {
			path = docxName(c.name(d, wanted))
		}
		return r.writeDocx(ws, docs, path, d.Case.ID, note(wanted...))
	}
	files, err := forms.Each(d, wanted...)
	if err != nil {
		return err
	}
	made := make([][]byte, len(files))
	for i, f := range files {
		docs, err := forms.Set(d, f.Wanted)
		if err != nil {
			return err
		}
		if made[i], err = r.searchedDocx(ws, docs, d.Case.ID); err != nil {
			return err
		}
	}
	for i, f := range files {
		if err := r.putDocx(made[i], filepath.Join(c.Folder, docxName(f.Name)), note(f.Wanted)); err != nil {
			return err
		}
	}
	return nil
}
