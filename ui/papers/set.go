package papers

import (
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// printable are the forms of a case; the work log belongs to a person and is printed where it is written.
var printable = slices.DeleteFunc(slices.Clone(forms.Kinds), func(k forms.Kind) bool { return k == forms.DayLog })

// Set opens the choice of the forms of a case: filled or blank, all of them or some, one of a kind alone, in one file or
// each in its own.
func Set(h Place, d app.Dossier) {
	c := &choice{kinds: app.Set{}, copies: 1}
	ids, words := make([]string, len(printable)), make([]string, len(printable))
	for i, k := range printable {
		ids[i], words[i] = string(k), i18n.Capital(i18n.T("form."+string(k)))
		if n := len(forms.Of(k, d, "")); k.Single() {
			words[i] = i18n.T("papers.forms.kind", "form", words[i], "n", n)
		}
		c.kinds[ids[i]] = true
	}
	form := kit.NewForm(nil, "")
	form.Choice("blank", i18n.T("papers.forms.how"), []string{"", "blank"}, []string{i18n.T("papers.forms.filled"), i18n.T("papers.forms.blank")},
		func() string { return map[bool]string{true: "blank"}[c.blank] }, func(s string) { c.blank = s == "blank" })
	strands, strandWords := []string{""}, []string{i18n.T("papers.forms.allstrands")}
	for _, s := range app.Strands {
		strands, strandWords = append(strands, string(s)), append(strandWords, i18n.Enum("strand", s))
	}
	form.Choice("strand", i18n.T("papers.forms.strand"), strands, strandWords, func() string { return string(c.strand) }, func(s string) { c.strand = app.Strand(s) })
	form.Checks("forms", i18n.T("papers.forms.which"), ids, words, &c.kinds).Whole()
	one, oneWords := ones(d)
	form.Choice("one", i18n.T("papers.forms.one"), one, oneWords, func() string { return c.one }, func(s string) { c.one = s }).Whole()
	form.Int("copies", i18n.T("papers.forms.copies"), &c.copies, 1, 50)
	form.Int("rows", i18n.T("papers.forms.rows"), &c.rows, 0, 200)
	if slices.ContainsFunc(d.Aliases, func(a app.Alias) bool { return a.Name != "" }) {
		form.Check("names", i18n.T("papers.forms.names"), &c.names)
	}
	var dialog *kit.Dialog
	chosen := func(print func([]forms.Wanted)) func() {
		return func() {
			form.Flush()
			wanted := c.wanted(d)
			if len(wanted) == 0 {
				form.Refused(app.Refuse("papers.noforms", "field", "forms"))
				return
			}
			print(wanted)
		}
	}
	folder := kit.NewButton(i18n.T("papers.forms.tofolder"), chosen(func(w []forms.Wanted) { toFolder(h, d, w, func() { dialog.Close() }) }))
	file := kit.NewPrimary(i18n.T("papers.forms.tofile"), chosen(func(w []forms.Wanted) {
		name := forms.SetName(d)
		if len(w) == 1 {
			name = forms.FileName(w[0].Kind, d, w[0].Options)
		}
		toFile(h, d, i18n.T("papers.forms.title"), name, w, func() { dialog.Close() })
	}))
	dialog = kit.ShowFitted(h.Window(), i18n.T("papers.forms.title"), form.Content(), 720, 560,
		kit.NewButton(i18n.T("kit.cancel"), func() { dialog.Close() }), folder, file)
	h.Window().Canvas().Focus(file)
}

// choice is what the person chose.
type choice struct {
	blank, names bool
	strand       app.Strand
	kinds        app.Set
	one          string // "KIND/ID" of a single form; "" = all of the kinds that are ticked
	copies, rows int
}

// ones are the single forms of a case with the words they are known by; the first is none of them.
func ones(d app.Dossier) (codes, words []string) {
	codes, words = []string{""}, []string{i18n.T("papers.forms.all")}
	add := func(k forms.Kind, id app.ID, name, about string) {
		codes = append(codes, string(k)+"/"+string(id))
		words = append(words, kit.Cut(i18n.T("papers.forms.single", "form", i18n.Capital(i18n.T("form."+string(k))), "number", name, "about", about), 560, kit.Body))
	}
	for _, n := range d.Talks {
		add(forms.Talk, n.ID, n.Number, strings.TrimSpace(i18n.Date(n.On)+" "+n.Label))
	}
	for _, n := range d.Visits {
		add(forms.Visit, n.ID, strconv.Itoa(n.Number), strings.TrimSpace(i18n.Date(n.On)+" "+n.Place))
	}
	for _, n := range d.Stocktakes {
		add(forms.Stocktake, n.ID, strconv.Itoa(n.Number), strings.TrimSpace(i18n.Date(n.On)+" "+n.Place))
	}
	for _, n := range d.Sheets {
		add(forms.Sheet, n.ID, n.Index, n.Title)
	}
	for _, n := range d.Papers {
		add(forms.Paper, n.ID, n.Index, n.Title)
	}
	return codes, words
}

// wanted are the forms that were chosen. Filled single forms of which the case has none are left out of a set, and so are
// talks whose words the person may not read.
func (c *choice) wanted(d app.Dossier) []forms.Wanted {
	o := forms.Options{Strand: c.strand, Blank: c.blank, Rows: c.rows, Names: c.names && !c.blank}
	if c.blank {
		o.Copies = c.copies
	}
	if kind, id, ok := strings.Cut(c.one, "/"); ok && !c.blank {
		o.ID, o.Strand = app.ID(id), ""
		return []forms.Wanted{{Kind: forms.Kind(kind), Options: o}}
	}
	var out []forms.Wanted
	for _, k := range printable {
		switch {
		case !c.kinds.Has(string(k)):
		case k.Single() && !c.blank:
			for _, id := range forms.Of(k, d, c.strand) {
				if k == forms.Talk && d.Veiled.Has(string(id)) {
					continue
				}
				one := o
				one.ID, one.Strand = id, ""
				out = append(out, forms.Wanted{Kind: k, Options: one})
			}
		case k == forms.Materials && !c.blank && len(d.Materials) == 0:
		case (k == forms.Sheet || k == forms.Paper) && c.blank && c.strand == "":
			for _, s := range app.Strands { // each is called after its strand
				one := o
				one.Strand = s
				out = append(out, forms.Wanted{Kind: k, Options: one})
			}
		default:
			out = append(out, forms.Wanted{Kind: k, Options: o})
		}
	}
	return out
}
