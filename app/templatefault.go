package app

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Longest texts of a checklist, in characters: what fits the forms that are printed from it.
const (
	ListNameLimit  = 60   // names of the checklist, of sections, materials and problems, articles
	ListCheckLimit = 500  // what to check; twice as much in English
	ListItemLimit  = 1000 // items of a checklist
)

// ListFault is something in a checklist that must be mended before it is put to use.
type ListFault struct {
	Section string // code, "" for the checklist itself
	Item    string // code, "" for the section
	Field   string // as in the log: "check", "materials"
	Err     *Error
}

// Place gives the code of what is at fault.
func (f ListFault) Place() string {
	if f.Item != "" {
		return f.Item
	}
	return f.Section
}

// TemplateFaults says field by field what keeps a checklist from being put to use, in the order of its items. laws is the
// list of laws by code; nil: they are not looked at.
func TemplateFaults(t Template, laws map[string]Law) []ListFault {
	f := &listFaults{laws: laws}
	f.name("title", t.Title, true)
	f.longer("titleEn", t.TitleEn, 3*ListNameLimit)
	if t.Count() == 0 {
		f.say("sections", Refuse("checklist.empty"))
	}
	if t.Count() > ListItemLimit {
		f.say("sections", Refuse("checklist.many", "count", t.Count(), "limit", ListItemLimit))
	}
	seen := map[string]bool{}
	for _, s := range t.Sections {
		f.section, f.item = s.Code, ""
		if StrandOfItem(s.Code) != t.Strand || strings.Count(s.Code, "-") != 1 || seen[s.Code] {
			f.say("code", refuseField("section.code", "code", "section", s.Code))
		}
		seen[s.Code] = true
		f.name("name", s.Name, true)
		f.longer("nameEn", s.NameEn, 3*ListNameLimit)
		if len(s.Items) == 0 {
			f.say("items", Refuse("checklist.section", "section", s.Code))
		}
		for _, i := range s.Items {
			f.item = i.Code
			if StrandOfItem(i.Code) != t.Strand || !itemForm.MatchString(i.Code) {
				f.say("code", refuseField("item.code", "code", "item", i.Code))
			}
			if seen[i.Code] {
				f.say("code", refuseField("item.twice", "code", "item", i.Code))
			}
			seen[i.Code] = true
			f.ofItem(i)
		}
	}
	return f.all
}

type listFaults struct {
	laws          map[string]Law
	section, item string
	all           []ListFault
}

func (f *listFaults) say(field string, err *Error) {
	f.all = append(f.all, ListFault{f.section, f.item, field, err})
}

// name judges a text of one line.
func (f *listFaults) name(field, text string, needed bool) {
	if needed && blank(text) {
		f.say(field, refuseField("field.required", field))
	}
	if strings.ContainsRune(text, '\n') {
		f.say(field, refuseField("checklist.line", field, "text", clipped(text)))
	}
	f.longer(field, text, ListNameLimit)
}

func (f *listFaults) longer(field, text string, limit int) {
	if n := utf8.RuneCountInString(text); n > limit {
		f.say(field, refuseField("text.long", field, "count", n, "limit", limit))
	}
}

func (f *listFaults) ofItem(i Item) {
	if blank(i.Check) {
		f.say("check", refuseField("field.required", "check"))
	}
	f.longer("check", i.Check, ListCheckLimit)
	f.longer("checkEn", i.CheckEn, 2*ListCheckLimit)
	names := map[string]bool{}
	for _, m := range i.Materials {
		f.name("materials", m.Name, true)
		f.twice("materials", m.Name, names)
		if !slices.Contains(MaterialKinds, m.Kind) {
			f.say("materials", refuseField("checklist.kind", "materials", "text", clipped(m.Name)))
		}
	}
	if len(i.Methods) == 0 {
		f.say("methods", refuseField("field.required", "methods"))
	}
	names = map[string]bool{}
	for _, m := range i.Methods {
		f.twice("methods", string(m), names)
	}
	names = map[string]bool{}
	for _, p := range i.Problems {
		f.name("problems", p, true)
		f.twice("problems", p, names)
	}
	names = map[string]bool{}
	for _, b := range i.Bases {
		f.name("bases", b.Article, false)
		f.twice("bases", b.Law+" "+b.Article, names)
		if _, known := f.laws[b.Law]; !known && f.laws != nil || blank(b.Law) {
			f.say("bases", refuseField("checklist.law", "bases", "text", clipped(b.Law)))
		}
	}
}

// twice tells of what stands in a list a second time.
func (f *listFaults) twice(field, text string, seen map[string]bool) {
	if seen[text] && !blank(text) {
		f.say(field, refuseField("checklist.twice", field, "text", clipped(text)))
	}
	seen[text] = true
}

// clipped keeps a text short enough to stand in a sentence.
func clipped(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if r := []rune(text); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return text
}
