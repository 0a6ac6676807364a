package archive

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"lianshen/app"
)

// pages makes the pages of one archive.
type pages struct {
	s         Source
	words     map[string]string
	originals map[app.ID]Original
	order     []Original
	records   map[app.ID]record
	items     map[string]bool
	used      map[app.ID]bool // people whom something on a page names
	unknown   []string        // fields without a word; tests demand that there are none
	list      []page
}

// record is where a noun stands and what it is called.
type record struct {
	page string // "" = it has no place of its own
	name string
}

// page is one of the pages.
type page struct {
	name  string // "findings"
	path  string
	title string
	body  markup
	count int // of what stands on it, 0 = not counted
}

func newPages(s Source, words map[string]string, originals []Original) *pages {
	b := &pages{s: s, words: words, originals: map[app.ID]Original{}, order: originals, records: map[app.ID]record{}, items: map[string]bool{}, used: map[app.ID]bool{}}
	for _, o := range originals {
		b.originals[o.Evidence.ID] = o
	}
	b.know()
	for _, make := range []struct {
		name string
		body func() (markup, int)
	}{
		{"basics", b.basics}, {"checklist", b.checklist}, {"findings", b.findings}, {"evidence", b.evidence}, {"papers", b.papers}, {"talks", b.talks},
		{"materials", b.materials}, {"meetings", b.meetings}, {"tallies", b.tallies}, {"opinions", b.opinions}, {"reports", b.reports},
		{"rectification", b.rectification}, {"signoffs", b.signoffs}, {"history", b.history}, {"people", b.people},
	} {
		body, n := make.body()
		if body == "" {
			body = "<p>" + esc(b.word("archive.nothing")) + "</p>"
		}
		b.list = append(b.list, page{make.name, "pages/" + make.name + ".html", b.word("archive.page." + make.name), body, n})
	}
	return b
}

func (b *pages) all() []page { return b.list }

// html gives a whole page.
func (b *pages) html(p page) string {
	nav := `<nav>` + link("../index.html", esc(b.word("archive.index"))) + "\n"
	for _, o := range b.list {
		if o.name == p.name {
			nav += "<b>" + esc(o.title) + "</b>\n"
		} else {
			nav += link(o.name+".html", esc(o.title)) + "\n"
		}
	}
	title := b.s.Dossier.Case.Number + " " + b.s.Dossier.Unit.Name
	return wrap(b.s.Lang, p.title+" · "+title, "style.css", nav+"</nav>\n", `<p class="small">`+esc(title)+"</p>\n<h1>"+esc(p.title)+"</h1>\n"+p.body)
}

// word gives the text of a key; one that is missing shows itself.
func (b *pages) word(key string) string {
	if text, ok := b.words[key]; ok {
		return text
	}
	b.unknown = append(b.unknown, key)
	return "⟦" + key + "⟧"
}

// fill is word with its places filled; args come in pairs of name and value.
func (b *pages) fill(key string, args ...any) string {
	var pairs []string
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+fmt.Sprint(args[i])+"}", fmt.Sprint(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(b.word(key))
}

func (b *pages) enum(area, code string) string {
	if code == "" {
		return ""
	}
	return b.word(area + "." + code)
}

func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// know notes what every record is called and on which page it stands.
func (b *pages) know() {
	d := b.s.Dossier
	put := func(id app.ID, page, name string) {
		if id != "" {
			b.records[id] = record{page, strings.TrimSpace(name)}
		}
	}
	put(d.Round.ID, "basics", d.Round.Name)
	put(d.Zone.ID, "basics", d.Zone.Name)
	put(d.Group.ID, "basics", d.Group.Name)
	put(d.Unit.ID, "basics", d.Unit.Name)
	put(d.Case.ID, "basics", d.Case.Number)
	for id, p := range d.People {
		put(id, "people", p.Name)
	}
	for _, n := range d.Principals {
		put(n.ID, "basics", n.Name)
	}
	for s, t := range d.Templates {
		put(t.ID, "checklist", t.Title+" "+t.Version)
		for _, section := range d.Templates[s].Sections {
			for _, item := range section.Items {
				b.items[item.Code] = true
			}
		}
	}
	for _, n := range d.Findings {
		put(n.ID, "findings", b.fill("archive.finding", "n", n.Number, "title", n.Title))
	}
	for _, n := range d.Evidence {
		put(n.ID, "evidence", b.fill("archive.evidence", "n", n.Number, "title", n.Title))
	}
	for _, n := range d.Papers {
		put(n.ID, "papers", n.Index+" "+n.Title)
	}
	for _, n := range d.Talks {
		put(n.ID, "talks", b.enum("talktype", n.Type)+" "+n.Number+" "+n.On.String())
	}
	for _, n := range d.Materials {
		put(n.ID, "materials", n.Name)
	}
	for _, n := range d.Meetings {
		put(n.ID, "meetings", b.enum("meetingtype", string(n.Type))+" "+n.On.String())
	}
	for _, n := range d.Surveys {
		put(n.ID, "tallies", b.word("kind.survey")+" "+n.On.String())
	}
	for _, n := range d.Evaluations {
		put(n.ID, "tallies", b.word("kind.evaluation")+" "+b.recipient(n.Principal))
	}
	for _, n := range d.Consultations {
		put(n.ID, "opinions", b.word("kind.consultation")+" "+b.recipient(n.Principal))
	}
	for _, n := range d.Opinions {
		put(n.ID, "opinions", b.word("kind.opinion")+" "+b.enum("strand", string(n.Strand))+" "+n.On.String())
	}
	for _, n := range d.Texts {
		put(n.ID, "reports", b.enum("strand", string(n.Strand))+" "+n.Section)
	}
	for _, n := range d.Reports {
		put(n.ID, "reports", fmt.Sprintf("%s %d", b.enum("strand", string(n.Strand)), n.Version))
	}
	for _, n := range d.Approvals {
		put(n.ID, "reports", b.word("kind.approval")+" "+b.enum("strand", string(n.Strand))+" "+n.Dept)
	}
	for _, n := range d.Deliveries {
		put(n.ID, "reports", b.word("kind.delivery")+" "+b.enum("strand", string(n.Strand))+" "+b.recipient(n.Principal))
	}
	for _, n := range d.Measures {
		put(n.ID, "rectification", b.records[n.Finding].name)
	}
	for _, n := range d.Progress {
		put(n.ID, "rectification", b.word("kind.progress")+" "+n.On.String())
	}
	for _, n := range d.Supervisions {
		put(n.ID, "rectification", b.word("kind.supervision")+" "+n.On.String())
	}
	for _, n := range d.Accountabilities {
		put(n.ID, "rectification", b.word("kind.accountability")+" "+n.Person)
	}
	for _, n := range d.Uses {
		put(n.ID, "rectification", b.enum("use", string(n.Use))+" "+b.recipient(n.Principal))
	}
	for _, n := range d.Signoffs {
		put(n.ID, "signoffs", b.enum("signoffkind", string(n.Kind))+" "+n.By+" "+n.On.String())
	}
}

// recipient names a principal, or the unit where none is named.
func (b *pages) recipient(principal app.ID) string {
	if p, ok := b.s.Dossier.Principal(principal); ok {
		return p.Name
	}
	return b.s.Dossier.Unit.Name
}

// card is one record with all its fields. extra stands above them.
func (b *pages) card(n app.Noun, title string, extra markup, without ...string) markup {
	out := `<section id="` + esc(string(n.NounID())) + `"><h3>` + esc(title) + "</h3>\n"
	if b.s.Dossier.Veiled.Has(string(n.NounID())) {
		out += `<p class="warn">` + esc(b.word("archive.veiled")) + "</p>\n"
	}
	return out + extra + factTable(b.facts(n, without...)) + `<p class="id">` + esc(string(n.NounKind())+" "+string(n.NounID())) + "</p></section>\n"
}

// cards gives records under a heading; none give nothing.
func cards[T app.Noun](b *pages, heading string, list []T, without ...string) markup {
	var out markup
	for _, n := range list {
		name := b.records[n.NounID()].name
		if name == "" {
			name = b.word("kind." + string(n.NounKind()))
		}
		out += b.card(n, name, "", without...)
	}
	if out == "" || heading == "" {
		return out
	}
	return "<h2>" + esc(heading) + "</h2>\n" + out
}
