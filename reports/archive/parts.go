package archive

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
)

func (b *pages) heading(kind app.Kind) string { return b.word("kind." + string(kind)) }

func (b *pages) basics() (markup, int) {
	d := b.s.Dossier
	out := cards(b, b.heading(app.KindCase), []app.Case{d.Case})
	out += cards(b, b.heading(app.KindUnit), []app.Unit{d.Unit})
	out += cards(b, b.heading(app.KindPrincipal), d.Principals)
	out += cards(b, b.heading(app.KindRound), []app.Round{d.Round})
	if d.Zone.ID != "" {
		out += cards(b, b.heading(app.KindZone), []app.Zone{d.Zone}, "order")
	}
	if d.Group.ID != "" {
		out += cards(b, b.heading(app.KindGroup), []app.Group{d.Group}, "order")
	}
	return out, 0
}

// checklist shows every item with what the group and the unit said of it, and the records that belong to it.
func (b *pages) checklist() (markup, int) {
	d := b.s.Dossier
	about := map[string][]string{} // links by item
	add := func(item string, n app.Noun) {
		about[item] = append(about[item], string(b.named(n.NounID())))
	}
	for _, e := range d.Evidence {
		for _, item := range e.Items.Sorted() {
			add(item, e)
		}
	}
	for _, p := range d.Papers {
		add(p.Item, p)
	}
	for _, f := range d.Findings {
		for _, item := range withItem(f.Items, f.Item) {
			add(item, f)
		}
	}
	heads := []string{b.word("archive.item"), b.word("archive.check"), b.word("archive.ours"), b.word("archive.theirs"), b.word("archive.records")}
	var out markup
	n := 0
	shown := map[string]bool{}
	for _, s := range app.Strands {
		t := d.Templates[s]
		if t.ID == "" {
			continue
		}
		out += "<h2>" + `<span id="` + esc(string(t.ID)) + `">` + esc(t.Title+" "+t.Version) + "</span></h2>\n"
		for _, section := range t.Sections {
			var rows [][]markup
			for _, item := range section.Items {
				a := d.Answers[item.Code]
				shown[item.Code] = true
				if a.Conclusion != "" {
					n++
				}
				rows = append(rows, []markup{`<span id="` + esc(item.Code) + `">` + esc(item.Code) + "</span>", esc(item.Check),
					b.saying(a, false), b.saying(a, true), markup(strings.Join(about[item.Code], "\n"))})
			}
			out += "<h3>" + esc(section.Code+" "+section.Name) + "</h3>\n" + classTable("items", heads, rows)
		}
	}
	var others []app.Answer // to items that the checklists do not have any more
	for _, item := range slices.Sorted(maps.Keys(d.Answers)) {
		if !shown[item] {
			others = append(others, d.Answers[item])
		}
	}
	return out + cards(b, b.word("archive.otheranswers"), others), n
}

func withItem(items app.Set, item string) []string {
	list := items.Sorted()
	if item != "" && !slices.Contains(list, item) {
		list = append(list, item)
	}
	return list
}

// saying gives what the group, or the unit of itself, said of an item: every field of the answer, each on a line.
func (b *pages) saying(a app.Answer, unit bool) markup {
	var lines []string
	for _, f := range b.answerFields(a, unit) {
		lines = append(lines, string(esc(f.label)+"："+f.value))
	}
	return markup(strings.Join(lines, "\n"))
}

// answerFields gives the fields of an answer that the unit filled in, or the others.
func (b *pages) answerFields(a app.Answer, unit bool) []fact {
	theirs := []string{"selfCheck", "selfNote", "selfProblem", "selfMeasures", "selfPerson", "selfOn"}
	if !unit {
		return b.facts(a, append(theirs, "item")...)
	}
	return b.facts(a, "item", "conclusion", "note", "methods", "should", "sampled", "faulty", "by", "on", "person")
}

func (b *pages) findings() (markup, int) {
	d := b.s.Dossier
	var out markup
	for _, s := range app.Strands {
		var list []app.Finding
		for _, f := range d.Findings {
			if f.Strand == s {
				list = append(list, f)
			}
		}
		var part markup
		for _, f := range list {
			var proofs []string
			for _, e := range d.Evidence {
				if e.Findings.Has(string(f.ID)) {
					proofs = append(proofs, string(b.named(e.ID)))
				}
			}
			for _, p := range d.Papers {
				if p.Findings.Has(string(f.ID)) {
					proofs = append(proofs, string(b.named(p.ID)))
				}
			}
			var extra markup
			if len(proofs) > 0 {
				extra = "<p>" + esc(b.word("archive.proofs")) + markup(strings.Join(proofs, b.word("list.comma"))) + "</p>\n"
			}
			part += b.card(f, b.records[f.ID].name, extra)
		}
		if part != "" {
			out += "<h2>" + esc(b.enum("strand", string(s))) + "</h2>\n" + part
		}
	}
	return out, len(d.Findings)
}

// evidence lists every piece with its original, then every piece with all its fields.
func (b *pages) evidence() (markup, int) {
	heads := []string{b.word("archive.number"), b.word("archive.title"), b.word("archive.kind"), b.word("archive.original"), "SHA-256"}
	var rows [][]markup
	var full markup
	for _, o := range b.order {
		e := o.Evidence
		var file markup
		switch o.State {
		case Kept:
			file = link("../"+o.Path, esc(strings.TrimPrefix(o.Path, "originals/"))) + esc(" · "+sizeText(o.Size))
		case OnPaper:
			file = esc(b.word("archive.onpaper"))
		case Absent:
			file = `<strong>` + esc(b.word("archive.absent")) + "</strong> " + esc(e.FileName)
		case Changed:
			file = `<strong>` + esc(b.word("archive.changed")) + "</strong> " + esc(e.FileName)
			if o.Path != "" {
				file += " " + link("../"+o.Path, esc(strings.TrimPrefix(o.Path, "originals/")))
			}
		}
		rows = append(rows, []markup{link("evidence.html#"+string(e.ID), esc(strconv.Itoa(e.Number))), esc(e.Title), esc(b.enum("evidencekind", e.Kind)), file,
			`<span class="hash">` + esc(e.FileHash) + `</span>`})
		full += b.card(e, b.records[e.ID].name, "<p>"+file+"</p>\n")
	}
	if len(rows) == 0 {
		return "", 0
	}
	return table(heads, rows) + "<h2>" + esc(b.word("archive.each")) + "</h2>\n" + full, len(rows)
}

// sizeText is a size in bytes as people read it.
func sizeText(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.2f GB", float64(n)/(1<<30))
}

func (b *pages) papers() (markup, int) {
	d := b.s.Dossier
	return cards(b, b.heading(app.KindPaper), d.Papers) + cards(b, b.heading(app.KindSheet), d.Sheets), len(d.Papers) + len(d.Sheets)
}

func (b *pages) talks() (markup, int) {
	d := b.s.Dossier
	n := len(d.Talks) + len(d.Visits) + len(d.Stocktakes) + len(d.Heard)
	return cards(b, b.heading(app.KindTalk), d.Talks) + cards(b, b.heading(app.KindVisit), d.Visits) +
		cards(b, b.heading(app.KindStocktake), d.Stocktakes) + cards(b, b.heading(app.KindHeard), d.Heard), n
}

func (b *pages) materials() (markup, int) {
	d := b.s.Dossier
	return cards(b, b.heading(app.KindMaterial), d.Materials) + cards(b, b.heading(app.KindRoster), d.Rosters), len(d.Materials) + len(d.Rosters)
}

// meetings leaves out the other cases that a meeting was about: they are not of this archive.
func (b *pages) meetings() (markup, int) {
	var out markup
	for _, m := range b.s.Dossier.Meetings {
		var extra markup
		if n := len(m.Cases.Sorted()) - 1; n > 0 {
			extra = "<p>" + esc(b.fill("archive.othercases", "n", n)) + "</p>\n"
		}
		out += b.card(m, b.records[m.ID].name, extra, "cases")
	}
	return out, len(b.s.Dossier.Meetings)
}

func (b *pages) tallies() (markup, int) {
	d := b.s.Dossier
	return cards(b, b.heading(app.KindSurvey), d.Surveys) + cards(b, b.heading(app.KindEvaluation), d.Evaluations), len(d.Surveys) + len(d.Evaluations)
}

func (b *pages) opinions() (markup, int) {
	d := b.s.Dossier
	return cards(b, b.heading(app.KindConsultation), d.Consultations) + cards(b, b.heading(app.KindOpinion), d.Opinions), len(d.Opinions)
}

// reportTitle names a report of the archive.
func (b *pages) reportTitle(r PDF) string {
	title := b.word("strand." + string(r.Strand) + ".report")
	if r.Draft {
		title += b.word("archive.draft")
	}
	return title
}

func (b *pages) reports() (markup, int) {
	d := b.s.Dossier
	var rows [][]markup
	for _, r := range b.s.Reports {
		rows = append(rows, []markup{link("../reports/"+safeName(r.Name), esc(b.reportTitle(r))), esc(b.fill("archive.pages", "n", r.Pages))})
	}
	out := table([]string{b.word("archive.report"), b.word("archive.length")}, rows)
	if len(rows) > 0 {
		out = "<p>" + esc(b.word("archive.reportsnow")) + "</p>\n" + out
	}
	return out + cards(b, b.word("archive.versions"), d.Reports) + cards(b, b.heading(app.KindApproval), d.Approvals) +
		cards(b, b.heading(app.KindDelivery), slices.Concat(d.Deliveries, d.Copies)) + cards(b, b.heading(app.KindReportText), d.Texts), len(d.Reports)
}

func (b *pages) rectification() (markup, int) {
	d := b.s.Dossier
	return cards(b, b.heading(app.KindMeasure), d.Measures) + cards(b, b.heading(app.KindProgress), d.Progress) +
		cards(b, b.heading(app.KindSupervision), d.Supervisions) + cards(b, b.heading(app.KindAccountability), d.Accountabilities) +
		cards(b, b.heading(app.KindResultUse), d.Uses), len(d.Measures)
}

func (b *pages) signoffs() (markup, int) {
	return cards(b, "", b.s.Dossier.Signoffs, "covers", "seat"), len(b.s.Dossier.Signoffs)
}

func (b *pages) history() (markup, int) {
	heads := []string{b.word("archive.at"), b.word("archive.who"), b.word("archive.deed"), b.word("archive.what"), b.word("archive.before"), b.word("archive.after")}
	var rows [][]markup
	for _, e := range b.s.History {
		rows = append(rows, []markup{esc(e.At.Format("2006-01-02 15:04")), esc(e.Who), esc(e.Deed), esc(e.What), esc(e.From), esc(e.Until)})
	}
	return classTable("history", heads, rows), len(rows)
}

// people lists those of the review whom something on the other pages names.
func (b *pages) people() (markup, int) {
	d := b.s.Dossier
	heads := []string{b.word("archive.name"), b.word("archive.dept"), b.word("archive.post")}
	var rows [][]markup
	for _, id := range slices.Sorted(maps.Keys(b.used)) {
		if p, ok := d.People[id]; ok {
			rows = append(rows, []markup{`<span id="` + esc(string(id)) + `">` + esc(p.Name) + "</span>", esc(p.Dept), esc(p.Post)})
		}
	}
	return table(heads, rows), len(rows)
}
