package findings

import (
	"context"
	"strings"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// newFinding opens the short form of a finding that comes from no item, or names its item itself.
func (r *Room) newFinding() {
	r.editor.flush()
	f := app.Finding{Case: r.query.Case, Strand: app.Review, InReport: true}
	if r.query.Strand != "" {
		f.Strand = r.query.Strand
	}
	form := kit.NewForm(nil, "")
	kit.Enum(form, "strand", i18n.T("findings.strand"), "strand", app.Strands, &f.Strand)
	form.Text("item", i18n.T("finding.item"), &f.Item)
	title := form.Text("title", i18n.T("finding.title"), &f.Title).Whole()
	form.Long("fact", i18n.T("finding.fact"), &f.Fact).Whole()
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("bench.finding.record"), func() {
		form.Flush()
		f.Item = strings.ToUpper(strings.TrimSpace(f.Item))
		if f.Type == "" {
			f.Type = f.Title
		}
		desk := r.host.Desk()
		id, err := desk.RecordFinding(context.Background(), f)
		if err != nil {
			form.Refused(err)
			return
		}
		d.Close()
		r.host.Saved(desk.Now())
		r.wanted = id
		r.reload()
		r.table.SelectID(string(id))
		r.editor.open(f.Case, id)
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("findings.new"), kit.Scroll(form.Content()), 600, 380, no, ok)
	title.Focus()
}

// inLanguage gives the English rendition where the program speaks English and there is one.
func inLanguage(chinese, english string) string {
	if i18n.Language() == i18n.English && english != "" {
		return english
	}
	return chinese
}
