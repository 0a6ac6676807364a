package laws

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

func label(field string) string { return i18n.T("laws.field." + field) }

// draw shows a law: its form (or what it says, for who may not change it) and where it is cited.
func (r *Room) draw(l app.Law) {
	r.drawn = l
	r.form = kit.NewForm(r.drafts, "law/"+string(l.ID)).Columns(2)
	verified := kit.NewPara(checked(l), kit.Second)
	var top fyne.CanvasObject
	if r.now.deny != nil {
		sentence, hint := i18n.Error(r.now.deny)
		top = kit.Column(8, kit.Note(kit.Wait, sentence, hint), r.reading(l))
	} else {
		f := r.form
		f.Text("name", label("name"), &l.Name).Whole()
		f.Text("short", label("short"), &l.Short)
		f.Text("number", label("number"), &l.Number)
		f.Text("nameEn", label("nameEn"), &l.NameEn).Whole()
		kit.Enum(f, "status", label("status"), "law.status", app.LawStatuses, &l.Status)
		mark := l.Mark == app.Verified
		f.Check("mark", label("mark"), &mark)
		f.Lines("remarks", label("remarks"), 2, &l.Remarks).Whole()
		f.Lines("text", label("text"), 5, &l.Text).Whole()
		f.Save = func() {
			l.Mark = app.Unverified
			if mark {
				l.Mark = app.Verified
			}
			r.save(l, f, func(is app.Law) {
				l, r.drawn = is, is
				verified.SetText(checked(is))
				if (is.Mark == app.Verified) != mark { // a correction asks for another look at the text
					r.form = nil
					r.draw(is)
				}
			})
		}
		top = f.Content()
	}
	head := kit.Row(8, kit.Line(i18n.T("laws.code", "code", l.Code), kit.Second))
	objects := []fyne.CanvasObject{kit.Card("", kit.Column(8, head, verified, top))}
	if arts := r.found(l); len(arts) > 0 {
		var lines []fyne.CanvasObject
		for _, a := range arts {
			lines = append(lines, kit.NewPara(a.Number+"　"+a.Text, kit.Body))
		}
		objects = append(objects, kit.Card(i18n.T("laws.found"), kit.Column(6, lines...)))
	}
	r.uses.Objects = []fyne.CanvasObject{r.used(l)}
	objects = append(objects, r.uses)
	r.side.Objects = []fyne.CanvasObject{kit.Scroll(kit.Column(theme.Size(theme.Gap), objects...))}
	r.side.Refresh()
}

// checked says who read the text and when.
func checked(l app.Law) string {
	switch {
	case l.Mark != app.Verified:
		return i18n.T("laws.unverified")
	case l.CheckedBy == "":
		return i18n.T("laws.shipped")
	}
	return i18n.T("laws.verified", "who", l.CheckedBy, "on", i18n.Date(l.CheckedOn))
}

// found gives the articles of the law that the words in the search are in.
func (r *Room) found(l app.Law) []app.Article {
	for _, f := range app.SearchLaws([]app.Law{l}, r.now.uses, r.words.Text) {
		return f.Articles
	}
	return nil
}

func (r *Room) reading(l app.Law) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, p := range [][2]string{{"name", l.Name}, {"short", l.Short}, {"number", l.Number}, {"nameEn", l.NameEn}, {"status", i18n.Enum("law.status", l.Status)}, {"remarks", l.Remarks}, {"text", l.Text}} {
		if p[1] != "" {
			lines = append(lines, kit.Column(2, kit.Line(label(p[0]), kit.Second), kit.NewPara(p[1], kit.Body)))
		}
	}
	return kit.Column(6, lines...)
}

// save keeps a law; the form says so, or why not.
func (r *Room) save(l app.Law, f *kit.Form, then func(app.Law)) {
	desk := r.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		_, err := desk.SaveLaw(ctx, l)
		var is app.Law
		if err == nil {
			is, err = app.Get[app.Law](ctx, r.store, l.ID)
		}
		if err != nil && app.CodeOf(err) == "" {
			return nil, err
		}
		return func() {
			if err != nil {
				f.Refused(err)
				return
			}
			f.Saved(desk.Now())
			r.host.Saved(desk.Now())
			if f == r.form {
				then(is)
			}
		}, nil
	})
}

// used lists where the law is cited, with what is doubtful about it.
func (r *Room) used(l app.Law) fyne.CanvasObject {
	uses := r.now.uses[l.Code]
	if len(uses) == 0 {
		return kit.Card(i18n.T("laws.uses"), kit.NewPara(i18n.T("laws.unused"), kit.Second))
	}
	var findings, items []fyne.CanvasObject
	doubtful := 0
	for _, u := range uses {
		head := []fyne.CanvasObject{}
		if u.Finding != "" {
			number := r.now.numbers[u.Case]
			head = append(head, kit.Link(i18n.T("laws.finding", "case", number, "number", u.Number), func() {
				r.host.Go(shell.Route{Room: shell.RoomFindings, Case: u.Case, Ref: string(u.Finding)})
			}))
			if u.Doubt != "" {
				doubtful++
			}
		} else {
			head = append(head, kit.Line(u.Item, kit.Heading), kit.Line(i18n.List(u.Versions), kit.Second))
		}
		if u.Article != "" {
			head = append(head, kit.Line(u.Article, kit.Body))
		}
		if u.Doubt != "" {
			head = append(head, kit.Chip(i18n.T("doubt."+u.Doubt), kit.Wait))
		}
		line := kit.Column(2, kit.Flow(8, head...), kit.NewPara(strings.TrimSpace(u.Title), kit.Second))
		if u.Finding != "" {
			findings = append(findings, line)
		} else {
			items = append(items, line)
		}
	}
	var lines []fyne.CanvasObject
	if doubtful > 0 {
		lines = append(lines, kit.Note(kit.Fault, i18n.T("laws.warning", "n", doubtful), i18n.T("laws.warning.hint")))
	}
	return kit.Card(i18n.T("laws.uses"), kit.Column(8, slices.Concat(lines, findings, items)...))
}
