package archive

import (
	"fmt"
	"strings"
)

// index is the first page.
func (b *pages) index(files []written) string {
	d := b.s.Dossier
	var principals []string
	for _, p := range d.Principals {
		principals = append(principals, strings.TrimSpace(p.Name+" "+p.Post))
	}
	facts := []fact{
		{b.word("archive.unit"), esc(d.Unit.Name)}, {b.word("archive.case"), esc(d.Case.Number)}, {b.word("archive.round"), esc(d.Round.Name)},
		{b.word("archive.principals"), esc(strings.Join(principals, b.word("list.comma")))}, {b.word("archive.stage"), esc(b.enum("stage", string(d.Case.Stage)))},
		{b.word("archive.made"), esc(b.s.Made.Format("2006-01-02 15:04"))}, {b.word("archive.by"), esc(b.s.By)},
		{b.word("archive.tip"), esc(b.s.Tip)}, {b.word("archive.program"), esc(b.s.Program)}, {b.word("archive.format"), esc(Format)},
	}
	if d.Case.Secrecy != "" {
		facts = append(facts, fact{b.word("archive.secrecy"), esc(b.enum("secrecy", string(d.Case.Secrecy)))})
	}
	kept := facts[:0]
	for _, f := range facts {
		if f.value != "" {
			kept = append(kept, f)
		}
	}
	body := "<h1>" + esc(b.fill("archive.heading", "unit", d.Unit.Name)) + "</h1>\n" + factTable(kept)
	body += `<p class="small">` + esc(b.word("archive.keep")) + "</p>\n"
	if len(d.Veiled) > 0 {
		body += `<p class="warn">` + esc(b.fill("archive.veiledcase", "n", len(d.Veiled))) + "</p>\n"
	}
	if n := len(d.Clashes); n > 0 {
		body += `<p class="warn">` + esc(b.fill("archive.clashes", "n", n)) + "</p>\n"
	}
	body += b.lacking()
	for _, sentence := range b.s.Unmade {
		body += `<p class="warn">` + esc(sentence) + "</p>\n"
	}
	body += "<h2>" + esc(b.word("archive.parts")) + "</h2>\n<ol>\n"
	for _, p := range b.list {
		body += "<li>" + link(p.path, esc(p.title))
		if p.count > 0 {
			body += esc(b.fill("archive.count", "n", p.count))
		}
		body += "</li>\n"
	}
	body += "</ol>\n<h2>" + esc(b.word("archive.reports")) + "</h2>\n"
	if len(b.s.Reports) == 0 {
		body += "<p>" + esc(b.word("archive.noreports")) + "</p>\n"
	} else {
		body += "<ul>\n"
		for _, r := range b.s.Reports {
			body += "<li>" + link("reports/"+safeName(r.Name), esc(b.reportTitle(r))) + esc(b.fill("archive.pagesof", "n", r.Pages)) + "</li>\n"
		}
		body += "</ul>\n"
	}
	body += "<h2>" + esc(b.word("archive.files")) + "</h2>\n"
	var rows [][]markup
	for _, f := range files {
		rows = append(rows, []markup{link(f.path, esc(f.path)), esc(f.title), esc(sizeText(f.size))})
	}
	for _, f := range [][2]string{{"目录.txt", "archive.contents"}, {"核对说明.txt", "archive.howto"}, {"SHA256SUMS", "archive.sums"}} {
		rows = append(rows, []markup{link(f[0], esc(f[0])), esc(b.word(f[1])), ""})
	}
	body += table([]string{b.word("archive.file"), b.word("archive.what"), b.word("archive.size")}, rows)
	body += "<h2>" + esc(b.word("archive.howto")) + `</h2>` + "\n" + `<p class="text">` + esc(b.word("archive.check.text")) + "</p>\n"
	return wrap(b.s.Lang, b.fill("archive.heading", "unit", d.Unit.Name), "pages/style.css", "", body)
}

// lacking names the originals that are not in the archive as they should be.
func (b *pages) lacking() markup {
	var lines markup
	for _, o := range b.order {
		switch o.State {
		case Absent:
			lines += "<li>" + link("pages/evidence.html#"+string(o.Evidence.ID), esc(b.records[o.Evidence.ID].name)) + esc(" — "+b.word("archive.absent")) + "</li>\n"
		case Changed:
			lines += "<li>" + link("pages/evidence.html#"+string(o.Evidence.ID), esc(b.records[o.Evidence.ID].name)) + esc(" — "+b.word("archive.changed")) + "</li>\n"
		}
	}
	if lines == "" {
		return ""
	}
	return `<div class="warn"><p>` + esc(b.word("archive.lacking")) + "</p>\n<ul>\n" + lines + "</ul></div>\n"
}

// contents is the list of files as text.
func (b *pages) contents(files []written) string {
	d := b.s.Dossier
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n%s  %s\n\n", b.fill("archive.heading", "unit", d.Unit.Name), d.Case.Number, b.s.Made.Format("2006-01-02"))
	for i, f := range files {
		fmt.Fprintf(&out, "%d\t%s\t%s\t%s\n", i+1, f.path, oneLine(f.title), sizeText(f.size))
	}
	for _, o := range b.order {
		if o.State == Absent || o.State == Changed {
			fmt.Fprintf(&out, "!\t%s\t%s\n", oneLine(b.records[o.Evidence.ID].name), b.word("archive."+string(o.State)))
		}
	}
	return out.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(string(safeText(s))), " ") }

// safeText leaves out of a text file what nobody sees.
func safeText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0xFEFF {
			return -1
		}
		return r
	}, s)
}

// howToCheck tells how to find out that the archive is whole.
func (b *pages) howToCheck() string {
	return b.word("archive.howto") + "\n\n" + b.word("archive.check.text") + "\n"
}
