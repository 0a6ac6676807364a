// Package forms makes the forms of the work on site (domain 3.8–3.12), blank and filled: the record of a talk, the
// request for materials, the look on site, the stock-taking, the evidence sheet, the working paper and the lists that are
// printed of them. What a form says comes from a dossier; the layout is that of an internal form, in Chinese always,
// because official papers are Chinese.
//
// People talked to appear by their code (被谈话人A). Their names are printed only where Options.Names asks for it and the
// dossier has them, that is where who prints may see them (app.Veil).
package forms

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// Kind is a form.
type Kind string

// The forms, named after the nouns they print.
const (
	Checklist Kind = "checklist" // 检查表, the list of a strand with its conclusions
	Talk      Kind = "talk"      // 谈话（座谈）记录, form 3.8
	Materials Kind = "materials" // 资料调阅清单, form 3.9
	Visit     Kind = "visit"     // 现场察看记录, form 3.10
	Stocktake Kind = "stocktake" // 盘点表, form 3.10
	Sheet     Kind = "sheet"     // 取证单, form 3.11
	Paper     Kind = "paper"     // 底稿, form 3.12
	Trace     Kind = "trace"     // 汇总底稿, form 3.12
	Evidence  Kind = "evidence"  // 证据目录
	Heard     Kind = "heard"     // 意见建议登记表
	DayLog    Kind = "daylog"    // 工作日志, optional, never a statutory record
)

// Kinds lists the forms in the order of the work.
var Kinds = []Kind{Checklist, Talk, Materials, Visit, Stocktake, Sheet, Paper, Trace, Evidence, Heard, DayLog}

// Single says whether a form is of one noun (a talk, a visit, a sheet …), which Options.ID names. The others are lists
// of the whole case.
func (k Kind) Single() bool {
	return k == Talk || k == Visit || k == Stocktake || k == Sheet || k == Paper
}

// Options say which form of its kind is wanted.
type Options struct {
	// ID names the noun of a form that is of one (Kind.Single).
	ID app.ID
	// Strand narrows lists to one strand, and gives a blank form its words (审查, 审核, 审计). "" leaves lists whole.
	Strand app.Strand
	// Blank leaves everything to be filled in by hand, but for the head, which is filled from the case when it is known.
	Blank bool
	// Panel makes a blank record of a talk one of a panel talk, with a list of those present.
	Panel bool
	// Rows is how many empty rows a blank list has, 1–200; 0 fills the page. A filled list gets so many after its last.
	Rows int
	// Copies is how often [Print] prints a blank form, 1–50; 0 is once.
	Copies int
	// Batch narrows the request for materials to one batch. 0 is all: [Compose] lists them together, [Set] makes a list of
	// each batch, because each is signed for itself.
	Batch int
	// View is which list of the materials is wanted; see [Views].
	View View
	// Names prints the names of those talked to instead of their codes, where the dossier has them: for signature.
	Names bool
	// Days are the work logs to print, which belong to no case; of one person or of several.
	Days []app.DayLog
	// Today is the day of printing; it becomes the date of the file, and what is overdue is told by it. Zero leaves it out.
	Today app.Date
}

// Wanted is one form of a set.
type Wanted struct {
	Kind    Kind
	Options Options
}

// composers fill the forms.
var composers = map[Kind]func(*form) error{
	Checklist: (*form).checklist, Talk: (*form).talk, Materials: (*form).materials, Visit: (*form).visit, Stocktake: (*form).stocktake, Sheet: (*form).sheet,
	Paper: (*form).paper, Trace: (*form).trace, Evidence: (*form).evidence, Heard: (*form).heard, DayLog: (*form).daylog,
}

// Compose makes the document of a form. Refused: an unknown kind ("forms.kind"), a single form without a noun that it
// would be of ("forms.which"), a list with nothing to print ("forms.none"), a noun the case does not have ("notfound"), a talk whose words are withheld ("forms.veiled"), too many empty rows or copies ("forms.rows").
func Compose(kind Kind, d app.Dossier, o Options) (*document.Document, error) {
	compose, ok := composers[kind]
	switch {
	case !ok:
		return nil, app.Refuse("forms.kind", "kind", string(kind))
	case o.Rows < 0 || o.Rows > 200 || o.Copies < 0 || o.Copies > 50:
		return nil, app.Refuse("forms.rows", "rows", o.Rows, "copies", o.Copies)
	case !slices.Contains(Views, o.View):
		return nil, app.Refuse("forms.kind", "kind", string(o.View))
	case kind.Single() && !o.Blank && o.ID == "":
		return nil, app.Refuse("forms.which", "form", Title(kind, o.Strand))
	}
	f := newForm(kind, d, o)
	if err := compose(f); err != nil {
		return nil, err
	}
	return f.doc, nil
}

// Set makes the documents of several forms, in the order they are wanted: a single form without an ID stands for every
// noun of the case it could be of (none of them: no page), a request for materials without a batch for each of its batches,
// and a blank one with copies for so many.
func Set(d app.Dossier, wanted ...Wanted) ([]*document.Document, error) {
	var out []*document.Document
	for _, w := range wanted {
		for _, o := range spread(d, w) {
			doc, err := Compose(w.Kind, d, o)
			if err != nil {
				return nil, err
			}
			for range max(1, o.Copies) {
				out = append(out, doc)
			}
		}
	}
	if len(out) == 0 {
		return nil, app.Refuse("forms.none")
	}
	return out, nil
}

// spread gives the forms that one wanted form stands for.
func spread(d app.Dossier, w Wanted) []Options {
	o := w.Options
	switch {
	case w.Kind == Materials && !o.Blank && o.Batch == 0 && o.View == Request:
		return batches(d, o)
	case w.Kind.Single() && !o.Blank && o.ID == "":
		var out []Options
		for _, id := range Of(w.Kind, d, o.Strand) {
			one := o
			one.ID = id
			out = append(out, one)
		}
		return out
	}
	return []Options{o}
}

// File is a form with the name of a file of its own.
type File struct {
	Name string // see [FileName]; no two of a set are the same
	Wanted
}

// Each gives the forms that [Set] would make one by one, each for a file of its own. Refused: a set of nothing
// ("forms.none").
func Each(d app.Dossier, wanted ...Wanted) ([]File, error) {
	var out []File
	taken := map[string]int{}
	for _, w := range wanted {
		for _, o := range spread(d, w) {
			name := FileName(w.Kind, d, o)
			key := strings.ToLower(name) // some disks take small and capital for the same
			if taken[key]++; taken[key] > 1 {
				name = strings.TrimSuffix(name, ".pdf") + "_" + strconv.Itoa(taken[key]) + ".pdf"
			}
			out = append(out, File{Name: name, Wanted: Wanted{Kind: w.Kind, Options: o}})
		}
	}
	if len(out) == 0 {
		return nil, app.Refuse("forms.none")
	}
	return out, nil
}

// Nouns gives the nouns whose print is noted when these forms are printed: those of single forms that are named, and the
// case for all the others.
func Nouns(d app.Dossier, wanted ...Wanted) []app.Noun {
	var out []app.Noun
	others := len(wanted) == 0
	for _, w := range wanted {
		if n, ok := Noun(w.Kind, d, w.Options.ID); ok {
			out = append(out, n)
		} else {
			others = true
		}
	}
	if others {
		out = append(out, d.Case)
	}
	return out
}

// Print makes one file of the forms that are wanted, each with page numbers of its own, read back before it is given.
// Errors are those of [Set] and [pdf.Render].
func Print(d app.Dossier, wanted ...Wanted) (*pdf.Result, error) {
	docs, err := Set(d, wanted...)
	if err != nil {
		return nil, err
	}
	return pdf.RenderAll(docs)
}

// Of gives the nouns of a case that a single form can be of, in the order of the dossier; a strand narrows them to those
// that belong to it. Nil for the forms that are lists.
func Of(kind Kind, d app.Dossier, strand app.Strand) []app.ID {
	var out []app.ID
	add := func(id app.ID, of app.Set) {
		if strand == "" || len(of.Sorted()) == 0 || of.Has("") || of.Has(string(strand)) {
			out = append(out, id)
		}
	}
	switch kind {
	case Talk:
		for _, n := range d.Talks {
			add(n.ID, app.TalkStrands(n, d.People))
		}
	case Visit:
		for _, n := range d.Visits {
			add(n.ID, n.Strands)
		}
	case Stocktake:
		for _, n := range d.Stocktakes {
			add(n.ID, app.NewSet(string(n.Strand)))
		}
	case Sheet:
		for _, n := range d.Sheets {
			add(n.ID, app.NewSet(string(n.Strand)))
		}
	case Paper:
		for _, n := range d.Papers {
			add(n.ID, app.NewSet(string(n.Strand)))
		}
	}
	return out
}

// FileName is the name under which a form is put on a disk: LS2026-001_青禾县_审计取证单_JJ003-Q-07.pdf, a blank one with
// _空白表. Characters that a file system refuses become "_".
func FileName(kind Kind, d app.Dossier, o Options) string {
	unit := d.Unit.ShortName
	if unit == "" {
		unit = d.Unit.Name
	}
	strand := o.Strand
	title, mark := Title(kind, strand), ""
	if kind == Materials {
		title, mark = o.View.title(), batchWord(o.Batch)
	}
	if o.Blank {
		mark = "空白表"
	} else if kind.Single() {
		mark, strand = markOf(kind, d, o)
		title = Title(kind, strand)
	}
	parts := []string{}
	for _, p := range []string{d.Case.Number, unit, title, mark} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return fileName(strings.Join(parts, "_"))
}

// SetName is the name of a file with several forms: LS2026-001_青禾县_表单.pdf.
func SetName(d app.Dossier) string {
	unit := d.Unit.ShortName
	if unit == "" {
		unit = d.Unit.Name
	}
	return fileName(strings.Trim(d.Case.Number+"_"+unit+"_表单", "_"))
}

// fileName makes a text fit for every file system.
func fileName(text string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.IsControl(r) || unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, text)
	if runes := []rune(name); len(runes) > 70 {
		name = string(runes[:70]) // 70 Chinese characters are 210 bytes: a name may have 255
	}
	return name + ".pdf"
}

// Noun gives the noun of a case that a single form is of.
func Noun(kind Kind, d app.Dossier, id app.ID) (app.Noun, bool) {
	switch kind {
	case Talk:
		return noun(d.Talks, id)
	case Visit:
		return noun(d.Visits, id)
	case Stocktake:
		return noun(d.Stocktakes, id)
	case Sheet:
		return noun(d.Sheets, id)
	case Paper:
		return noun(d.Papers, id)
	}
	return nil, false
}

func noun[T app.Noun](list []T, id app.ID) (app.Noun, bool) {
	n, ok := find(list, id)
	return n, ok
}

// Find gives the noun of a single form that a person called by its number, its index or its identity; false when the
// case has none such.
func Find(kind Kind, d app.Dossier, called string) (app.ID, bool) {
	called = strings.TrimSpace(called)
	for _, id := range Of(kind, d, "") {
		if mark, _ := markOf(kind, d, Options{ID: id}); called != "" && (string(id) == called || strings.EqualFold(mark, called)) {
			return id, true
		}
	}
	return "", false
}

// markOf is what tells a single form from its sisters, and its strand.
func markOf(kind Kind, d app.Dossier, o Options) (string, app.Strand) {
	n, _ := Noun(kind, d, o.ID)
	switch n := n.(type) {
	case app.Talk:
		return n.Number, o.Strand
	case app.Visit:
		return number(n.Number), o.Strand
	case app.Stocktake:
		return number(n.Number), o.Strand
	case app.Sheet:
		return n.Index, n.Strand
	case app.Paper:
		return n.Index, n.Strand
	}
	return "", o.Strand
}
