package xlsx

import (
	"regexp"
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

var listItemForm = regexp.MustCompile(`^([A-Z]{2}-[0-9A-Z]+)-[0-9A-Z]+$`)
var listSectionForm = regexp.MustCompile(`^[A-Z]{2}-[0-9A-Z]+$`)

// row reads a row: a section, an item, or something without a code.
func (h *listHolder) row(line book.Line) {
	cell := func(c int) book.Value {
		if h.columns[c] == 0 {
			return book.Value{}
		}
		return line.At(h.columns[c])
	}
	r := placedRow{row: line.Row}
	said, texts := false, [listColumns]string{}
	for c := range listColumns {
		v := cell(c)
		texts[c] = clean(v.Text)
		said = said || texts[c] != ""
	}
	if !said {
		return
	}
	code := itemCode(texts[listCode])
	r.Section.Code = code
	if m := listItemForm.FindStringSubmatch(code); m != nil {
		r.Item.Code, r.Section.Code = code, m[1]
		if _, _, there := h.base.Find(code); there && h.under != "" { // an item that moved keeps its code
			r.Section.Code = h.under
		}
	} else if listSectionForm.MatchString(code) {
		h.under = code
	}
	h.judgeCells(&r, line)
	known := false
	switch first, twice := h.at[code]; {
	case code == "":
		h.fault(&r, listCode, app.Refuse("listfile.nocode"))
	case app.StrandOfItem(code) != h.base.Strand || r.Item.Code == "" && !listSectionForm.MatchString(code):
		h.fault(&r, listCode, app.Refuse("listfile.code", "text", clip(texts[listCode]), "strand", h.base.Strand.Code()))
	case twice:
		h.fault(&r, listCode, app.Refuse("listfile.twice", "item", code, "cell", first))
	default:
		known = true
		h.at[code] = book.Name(h.columns[listCode], line.Row)
	}
	switch fold(texts[listDrop]) {
	case "":
	case dropWord, "删除", "yes", "y", "1", "√":
		r.Drop = true
	default:
		h.fault(&r, listDrop, app.Refuse("listfile.drop", "text", clip(texts[listDrop])))
	}
	if !r.Drop && known {
		h.fields(&r, texts)
	}
	h.rows = append(h.rows, r)
}

// judgeCells tells of numbers, faults and formulas: what was computed is taken as it was stored.
func (h *listHolder) judgeCells(r *placedRow, line book.Line) {
	for c := range listColumns {
		if h.columns[c] == 0 {
			continue
		}
		v := line.At(h.columns[c])
		switch {
		case v.Kind == book.Fault:
			h.fault(r, c, app.Refuse("listfile.error", "text", clip(v.Text)))
		case v.Kind == book.Number && c != listDrop, v.Kind == book.Truth && c != listDrop:
			h.fault(r, c, app.Refuse("listfile.number", "text", clip(plain(v))))
		case v.Formula:
			h.hint(h.name, book.Name(v.Column, line.Row), r.Code(), app.Refuse("listfile.formula"))
		}
	}
}

// fields reads what a section or an item says. A column that the sheet has not leaves what the checklist has.
func (h *listHolder) fields(r *placedRow, texts [listColumns]string) {
	if r.Item.Code == "" {
		r.Section.Name, r.Section.NameEn = texts[listCheck], texts[listCheckEn]
		for _, s := range h.base.Sections {
			if s.Code == r.Section.Code && h.columns[listCheckEn] == 0 {
				r.Section.NameEn = s.NameEn
			}
		}
		for c := listMaterials; c <= listBases; c++ {
			if texts[c] != "" {
				h.fault(r, c, app.Refuse("listfile.sectioncell"))
			}
		}
		h.judge(r, app.Template{Strand: h.base.Strand, Title: "x", Sections: []app.Section{{Code: r.Section.Code, Name: r.Section.Name, NameEn: r.Section.NameEn,
			Items: []app.Item{{Code: r.Section.Code + "-01", Check: "x", Methods: app.Methods[:1]}}}}})
		return
	}
	item := &r.Item
	if was, _, there := h.base.Find(item.Code); there {
		*item = was
	}
	for c, read := range [listDrop]func(string){
		listCode:      func(string) {},
		listCheck:     func(s string) { item.Check = s },
		listCheckEn:   func(s string) { item.CheckEn = s },
		listMaterials: func(s string) { item.Materials = h.materials(r, s) },
		listMethods:   func(s string) { item.Methods = listed(h, r, listMethods, "listfile.method", s, listMethodWords) },
		listProblems:  func(s string) { item.Problems = lines(s) },
		listBases:     func(s string) { item.Bases = h.bases(r, s) },
		listApplies: func(s string) {
			item.AppliesTo = nil
			if fold(s) != allUnits {
				item.AppliesTo = listed(h, r, listApplies, "listfile.unit", s, listUnitWords)
			}
		},
	} {
		if h.columns[c] != 0 {
			read(texts[c])
		}
	}
	if h.columns[listMethods] == 0 && len(item.Methods) == 0 {
		item.Methods = []app.Method{app.MethodDocuments}
	}
	h.judge(r, app.Template{Strand: h.base.Strand, Title: "x", Sections: []app.Section{{Code: r.Section.Code, Name: "x", Items: []app.Item{*item}}}})
}

// judge tells what a checklist with this row alone would lack to be put to use, by the cell of the field.
func (h *listHolder) judge(r *placedRow, alone app.Template) {
	for _, f := range app.TemplateFaults(alone, h.laws) {
		column := listCheck
		for c, head := range listHeads {
			if head.field == f.Field && f.Item != "" || f.Field == "nameEn" && head.field == "checkEn" {
				column = c
			}
		}
		if column == listMethods && len(h.out.Faults) > 0 && h.out.Faults[len(h.out.Faults)-1].Err.Code == "listfile.method" {
			continue // it was said already
		}
		h.fault(r, column, f.Err)
	}
}

// lines gives the lines of a cell that say something.
func lines(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = clean(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func (h *listHolder) materials(r *placedRow, s string) []app.ItemMaterial {
	var out []app.ItemMaterial
	for _, line := range lines(s) {
		word, name, ok := strings.Cut(line, "：")
		if w, n, plain := strings.Cut(line, ":"); plain && len(w) < len(word) {
			word, name, ok = w, n, true
		}
		m := app.ItemMaterial{Name: clean(name)}
		for kind, w := range listKindWords {
			if ok && fold(word) == w {
				m.Kind = kind
			}
		}
		if m.Kind == "" {
			h.fault(r, listMaterials, app.Refuse("listfile.kind", "text", clip(line)))
			continue
		}
		out = append(out, m)
	}
	return out
}

// listed reads words of a set, between which there is any mark.
func listed[C ~string](h *listHolder, r *placedRow, column int, code, s string, words map[C]string) []C {
	var out []C
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune("、，,；;/\n", c) }) {
		if clean(part) == "" {
			continue
		}
		known := false
		for c, w := range words {
			if fold(part) == w {
				out, known = append(out, c), true
			}
		}
		if !known {
			h.fault(r, column, app.Refuse(code, "text", clip(clean(part))))
		}
	}
	return out
}

// bases reads the rules of a cell, see listBasesText.
func (h *listHolder) bases(r *placedRow, s string) []app.Basis {
	var out []app.Basis
	for _, line := range lines(s) {
		b, rest, known := app.Basis{Mark: app.Unverified}, "", false
		if code, after, ok := strings.Cut(strings.TrimPrefix(line, "{"), "}"); ok && strings.HasPrefix(line, "{") {
			_, known = h.laws[code]
			b.Law, rest = code, after
		} else {
			b.Law, rest, known = h.named(line)
		}
		if !known {
			h.fault(r, listBases, app.Refuse("listfile.law", "text", clip(line)))
			continue
		}
		for mark, word := range listMarkWords {
			i := strings.Index(rest, "（"+word)
			if i < 0 || !strings.HasSuffix(rest, "）") {
				continue
			}
			note := strings.TrimSuffix(rest[i+len("（"+word):], "）")
			if note != "" && !strings.HasPrefix(note, "：") {
				continue
			}
			b.Mark, b.Note, rest = mark, clean(strings.TrimPrefix(note, "：")), rest[:i]
			break
		}
		b.Article = clean(rest)
		out = append(out, b)
	}
	return out
}

// named finds the law whose name a line begins with, the longest one where several do.
func (h *listHolder) named(line string) (code, rest string, known bool) {
	length := 0
	try := func(name, c string) {
		for _, as := range []string{app.BookTitle(name), "《" + name + "》"} { // people put marks around any name
			if after, ok := strings.CutPrefix(line, as); ok && name != "" && len(name) > length {
				length, code, rest, known = len(name), c, after, true
			}
		}
	}
	for name, c := range h.names {
		try(name, c)
	}
	if known {
		return code, rest, true
	}
	short := map[string]int{}
	for _, l := range h.laws {
		short[l.Short]++
	}
	for _, l := range h.laws {
		if short[l.Short] == 1 {
			try(l.Short, l.Code)
		}
	}
	return code, rest, known
}
