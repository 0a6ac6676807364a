package checklists

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

var changeTones = map[app.ListChangeKind]kit.Tone{app.ListAdded: kit.Done, app.ListRemoved: kit.Fault, app.ListMoved: kit.Quiet, app.ListChanged: kit.Accent}

// difference is the page of what differs between two versions.
func (r *Room) difference() fyne.CanvasObject {
	from, to, _ := strings.Cut(r.route.Ref, " ")
	was, ok1 := r.list(app.ID(from))
	is, ok2 := r.list(app.ID(to))
	if !ok1 || !ok2 {
		return r.versions()
	}
	changes := app.CompareTemplates(was, is)
	objects := []fyne.CanvasObject{
		kit.NewPara(i18n.T("checklists.diff.head", "title", title(is), "was", was.Version, "is", is.Version), kit.Heading),
		kit.NewPara(r.counted(changes), kit.Second)}
	return kit.Scroll(kit.Column(10, append(objects, r.changes(changes)...)...))
}

// counted says how many differences of each kind there are.
func (r *Room) counted(changes []app.ListChange) string {
	if len(changes) == 0 {
		return i18n.T("checklists.diff.none")
	}
	n := map[app.ListChangeKind]int{}
	for _, c := range changes {
		n[c.Kind]++
	}
	return i18n.T("checklists.diff.counts", "added", n[app.ListAdded], "removed", n[app.ListRemoved], "moved", n[app.ListMoved], "changed", n[app.ListChanged])
}

// changes shows each difference: what was there and what is there now.
func (r *Room) changes(all []app.ListChange) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, c := range all {
		place := c.Item
		if place == "" {
			place = c.Section
		}
		head := []fyne.CanvasObject{kit.Chip(i18n.Enum("listchange", c.Kind), changeTones[c.Kind])}
		if place != "" {
			head = append(head, kit.Line(place, kit.Heading))
		}
		if c.Field != "" {
			head = append(head, kit.Line(fieldName(c), kit.Second))
		}
		lines := []fyne.CanvasObject{kit.Row(8, head...)}
		was, is := bundle.ListPartText(c.Was, c, r.now.laws), bundle.ListPartText(c.Is, c, r.now.laws)
		switch c.Kind {
		case app.ListChanged:
			lines = append(lines, kit.Split(theme.Size(theme.Gap), []float32{1, 1}, sideBySide(i18n.T("checklists.was"), was), sideBySide(i18n.T("checklists.is"), is)))
		case app.ListRemoved:
			lines = append(lines, kit.NewPara(was, kit.Body))
		default:
			lines = append(lines, kit.NewPara(is, kit.Body))
		}
		out = append(out, kit.Card("", kit.Column(6, lines...)))
	}
	return out
}

func sideBySide(head, text string) fyne.CanvasObject {
	if text == "" {
		text = i18n.T("checklists.nothing")
	}
	return kit.Column(2, kit.Line(head, kit.Second), kit.NewPara(text, kit.Body))
}

// fieldName gives the name of the field of a difference.
func fieldName(c app.ListChange) string {
	return i18n.T("checklists.field." + c.Field)
}

// upgrade is the page on which a case goes from one version of a checklist to another.
func (r *Room) upgrade() fyne.CanvasObject {
	var tabs []fyne.CanvasObject
	if r.strand == "" {
		r.strand = app.Strands[0]
	}
	for _, s := range app.Strands {
		tabs = append(tabs, kit.NewChipButton(i18n.Enum("strand", s+".short"), s == r.strand, func() {
			r.strand, r.target = s, ""
			r.show()
		}))
	}
	d := r.now.dossier
	st := d.Case.Strands[r.strand]
	objects := []fyne.CanvasObject{kit.Row(8, tabs...), kit.NewPara(i18n.T("checklists.case.now", "version", st.Template), kit.Heading)}
	var offered []fyne.CanvasObject
	for _, t := range r.now.lists {
		if t.Strand == r.strand && t.Offered() && t.ID != d.Templates[r.strand].ID {
			offered = append(offered, kit.NewChipButton(i18n.T("checklists.case.to", "version", t.Version), t.ID == r.target, func() {
				r.target = t.ID
				r.show()
			}))
		}
	}
	if len(offered) == 0 {
		objects = append(objects, kit.NewPara(i18n.T("checklists.case.noother"), kit.Second))
	} else {
		objects = append(objects, kit.NewPara(i18n.T("checklists.case.choose"), kit.Second), kit.Flow(8, offered...))
	}
	if t, ok := r.list(r.target); ok {
		objects = append(objects, r.planned(app.PlanUpgrade(d, t))...)
	}
	if former := r.former(); former != nil {
		objects = append(objects, former)
	}
	return kit.Scroll(kit.Column(10, objects...))
}

// planned says what an upgrade would do, and offers to do it.
func (r *Room) planned(p app.ListUpgrade) []fyne.CanvasObject {
	lines := []fyne.CanvasObject{kit.NewPara(r.counted(p.Changes), kit.Body), kit.NewPara(i18n.T("checklists.case.kept", "n", p.Kept), kit.Body)}
	for _, part := range []struct {
		key   string
		items []string
	}{{"added", p.Added}, {"reworded", p.Reworded}, {"removed", p.Removed}} {
		if len(part.items) > 0 {
			lines = append(lines, kit.NewPara(i18n.T("checklists.case."+part.key, "n", len(part.items), "items", i18n.List(part.items)), kit.Body))
		}
	}
	lines = append(lines, kit.NewPara(i18n.T("checklists.case.oneway"), kit.Second))
	caseID, strand, to := r.route.Case, p.Strand, p.To
	b := kit.NewPrimary(i18n.T("checklists.case.do", "version", to.Version), func() {
		kit.Ask(r.host.Window(), i18n.T("checklists.case.title"), i18n.T("checklists.case.sure", "number", r.now.dossier.Case.Number, "was", p.From.Version, "is", to.Version, "removed", len(p.Removed)),
			i18n.T("checklists.case.do", "version", to.Version), func() {
				r.do(func(ctx context.Context, d app.Desk) error {
					_, err := d.UpgradeChecklist(ctx, caseID, strand, to.ID)
					return err
				}, func() {
					r.target = ""
					r.host.Toast(i18n.T("checklists.case.done", "version", to.Version))
				})
			})
	})
	if note := r.note(); note != nil {
		lines = append(lines, note)
		b.Disable()
	}
	lines = append(lines, kit.Row(8, b, kit.Spring()))
	return append([]fyne.CanvasObject{kit.Card(i18n.T("checklists.case.plan"), kit.Column(6, lines...))}, r.changes(p.Changes)...)
}

// former shows the answers to items that the checklist has no more, as of the version they were given by.
func (r *Room) former() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, f := range app.FormerAnswers(r.now.dossier, r.now.lists) {
		if app.StrandOfItem(f.Answer.Item) != r.strand {
			continue
		}
		head := []fyne.CanvasObject{kit.Line(f.Answer.Item, kit.Heading)}
		if f.Version != "" {
			head = append(head, kit.Chip(i18n.T("checklists.former.version", "version", f.Version), kit.Quiet))
		}
		if f.Answer.Conclusion != "" {
			head = append(head, kit.Line(i18n.Enum("conclusion", f.Answer.Conclusion), kit.Body))
		}
		lines = append(lines, kit.Row(8, head...), kit.NewPara(strings.TrimSpace(f.Item.Check+"\n"+f.Answer.Note), kit.Body), kit.Rule())
	}
	if len(lines) == 0 {
		return nil
	}
	return kit.Card(i18n.T("checklists.former"), kit.Column(6, lines...))
}
