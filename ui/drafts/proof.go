package drafts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// sentences draws the composed text: every sentence with its number, to press for what it rests on; headings and the
// marks of tables between them as they come.
func (t *text) sentences(s reports.Section) fyne.CanvasObject {
	col := kit.Column(4)
	place := 0
	for i, o := range t.room.sections {
		if o.Key == s.Key {
			place = i
		}
	}
	n := 0
	left := s.Statements
	for _, line := range strings.Split(s.Composed, "\n") {
		rest := strings.TrimSpace(line)
		for len(left) > 0 && rest != "" {
			words := strings.TrimSpace(strings.ReplaceAll(left[0].Text, "\n", ""))
			after, ok := strings.CutPrefix(rest, words)
			if !ok || words == "" {
				break
			}
			n++
			col.Add(t.sentence(place, n, words, left[0]))
			if t.asked == n {
				col.Add(t.proof(left[0]))
			}
			rest, left = strings.TrimSpace(after), left[1:]
		}
		if rest != "" {
			col.Add(kit.Inset(6, 3, kit.NewPara(rest, kit.Style{Bold: true, Color: theme.SecondInk})))
		}
	}
	if len(col.Objects) == 0 {
		col.Add(kit.NewPara(i18n.T("drafts.nothing"), kit.Second))
	}
	return col
}

// sentence is one sentence with its number before it; pressing it shows what it rests on.
func (t *text) sentence(section, n int, words string, s reports.Statement) fyne.CanvasObject {
	number := kit.Line(i18n.T("drafts.sentence", "section", section, "n", n), kit.Style{Size: theme.TextSecond, Color: theme.Accent})
	line := container.NewBorder(nil, nil, kit.Wide(38*theme.Size(theme.TextBody)/14, kit.Column(0, number)), nil, kit.NewPara(words, kit.Body))
	object := kit.Inset(6, 3, line)
	if t.asked != n {
		return kit.NewTap(object, func() { t.ask(n) })
	}
	back := canvas.NewRectangle(theme.Color(theme.AccentSoft))
	back.CornerRadius = 4
	return kit.NewTap(container.NewStack(back, object), func() { t.ask(0) })
}

// ask shows what a sentence rests on; 0 shows nothing.
func (t *text) ask(n int) {
	t.asked = n
	t.show()
}

// proof lists the records a sentence rests on, each with the way to it.
func (t *text) proof(s reports.Statement) fyne.CanvasObject {
	col := kit.Column(4, kit.Line(i18n.T("drafts.proof"), kit.Second))
	seen := map[string]bool{}
	for _, ref := range s.Refs {
		parts := strings.SplitN(ref, "/", 3)
		if len(parts) < 2 || seen[parts[0]+parts[1]] {
			continue
		}
		seen[parts[0]+parts[1]] = true
		words, to := t.room.named(app.Kind(parts[0]), app.ID(parts[1]))
		if words == "" {
			continue
		}
		if to.Room == "" {
			col.Add(kit.NewPara(words, kit.Body))
			continue
		}
		col.Add(kit.NewTap(kit.NewPara(words, kit.Style{Color: theme.Accent}), func() { t.room.host.Go(to) }))
	}
	if len(col.Objects) == 1 {
		col.Add(kit.NewPara(i18n.T("drafts.proof.none"), kit.Second))
	}
	return kit.Inset(6, 4, container.NewStack(kit.Board(theme.Paper), kit.Inset(12, 8, col)))
}

// named names a record in words and says where it is kept.
func (r *Room) named(kind app.Kind, id app.ID) (string, shell.Route) {
	d := r.d
	name := i18n.Enum("kind", kind)
	to := shell.Route{Case: r.caseID}
	switch kind {
	case app.KindFinding:
		f, ok := d.Finding(id)
		if !ok {
			return "", shell.Route{}
		}
		to.Room, to.Ref = shell.RoomFindings, string(id)
		return i18n.T("drafts.proof.finding", "number", f.Number, "title", f.Title, "item", f.Item, "papers", r.papersOf(f), "evidence", r.evidenceOf(f)), to
	case app.KindAnswer:
		for _, a := range d.Answers {
			if a.ID == id {
				to.Room, to.Ref = shell.RoomBench, a.Item
				return i18n.T("drafts.proof.answer", "item", a.Item, "conclusion", i18n.Enum("conclusion", a.Conclusion)), to
			}
		}
	case app.KindPrincipal:
		if p, ok := d.Principal(id); ok {
			to.Room = shell.RoomCase
			return i18n.T("drafts.proof.named", "kind", name, "name", p.Name), to
		}
	case app.KindUnit:
		to.Room = shell.RoomCase
		return i18n.T("drafts.proof.named", "kind", name, "name", d.Unit.Name), to
	case app.KindEvidence:
		for _, e := range d.Evidence {
			if e.ID == id {
				return i18n.T("drafts.proof.named", "kind", name, "name", e.Title), shell.Route{}
			}
		}
	case app.KindPaper:
		for _, p := range d.Papers {
			if p.ID == id {
				return i18n.T("drafts.proof.named", "kind", name, "name", p.Index), shell.Route{}
			}
		}
	case app.KindTemplate, app.KindLaw, app.KindCalendar, app.KindPerson, app.KindReportText:
		return name, shell.Route{}
	default:
		to.Room = shell.RoomCase
		return name, to
	}
	return name, shell.Route{}
}

// papersOf names the working papers of a finding and whether they were reviewed.
func (r *Room) papersOf(f app.Finding) string {
	var out []string
	for _, p := range r.d.Papers {
		if !p.Findings.Has(string(f.ID)) {
			continue
		}
		key := "drafts.proof.paper"
		switch {
		case !p.ReviewedOn.IsZero() && !app.Reviewed(r.d, p):
			key = "drafts.proof.void"
		case !p.ReviewedOn.IsZero():
			key = "drafts.proof.reviewed"
		}
		out = append(out, i18n.T(key, "index", p.Index, "who", p.Reviewer))
	}
	if len(out) == 0 {
		return i18n.T("drafts.proof.nopaper")
	}
	return i18n.List(out)
}

// evidenceOf counts the evidence of a finding by kind.
func (r *Room) evidenceOf(f app.Finding) string {
	var out []string
	for _, k := range app.EvidenceKinds {
		n := 0
		for _, e := range r.d.Evidence {
			if e.Kind == k && e.Findings.Has(string(f.ID)) {
				n++
			}
		}
		if n > 0 {
			out = append(out, i18n.T("drafts.proof.evidence", "kind", i18n.Enum("evidencekind", code(k)), "n", n))
		}
	}
	if len(out) == 0 {
		return i18n.T("drafts.proof.noevidence")
	}
	return i18n.List(out)
}

type code string
