package book

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// printer writes sheets and gathers what they share: texts and styles.
type printer struct {
	styles *styles
	texts  map[string]int
	order  []string
	uses   int
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// sheet gives the part of a sheet. The order of its elements is the one that the standard lays down (18.3.1.99).
func (p *printer) sheet(s *Sheet, first bool) string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="` + mainNS + `"><sheetPr>`)
	if s.Tab != "" {
		b.WriteString(`<tabColor rgb="FF` + s.Tab + `"/>`)
	}
	b.WriteString(`<pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0" showGridLines="0"`)
	if first {
		b.WriteString(` tabSelected="1"`)
	}
	if s.Frozen > 0 {
		below := "A" + itoa(s.Frozen+1)
		b.WriteString(`><pane ySplit="` + itoa(s.Frozen) + `" topLeftCell="` + below + `" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="` + below + `" sqref="` + below + `"/></sheetView>`)
	} else {
		b.WriteString(`/>`)
	}
	b.WriteString(`</sheetViews><sheetFormatPr defaultRowHeight="15"/>`)
	if len(s.Widths) > 0 {
		b.WriteString(`<cols>`)
		for i, w := range s.Widths {
			n := itoa(i + 1)
			b.WriteString(`<col min="` + n + `" max="` + n + `" width="` + number(w) + `" customWidth="1"/>`)
		}
		b.WriteString(`</cols>`)
	}
	b.WriteString(`<sheetData>`)
	for i, r := range s.Rows {
		p.row(&b, i+1, r)
	}
	b.WriteString(`</sheetData>`)
	if s.Protected {
		// Without a password: the protection keeps hands from slipping, it keeps nobody out. Widths and heights may be
		// changed and the list filtered.
		b.WriteString(`<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" autoFilter="0"/>`)
	}
	if s.FilterFrom != (Range{}) {
		b.WriteString(`<autoFilter ref="` + s.FilterFrom.String() + `"/>`)
	}
	if len(s.Merged) > 0 {
		b.WriteString(`<mergeCells count="` + itoa(len(s.Merged)) + `">`)
		for _, m := range s.Merged {
			b.WriteString(`<mergeCell ref="` + m.String() + `"/>`)
		}
		b.WriteString(`</mergeCells>`)
	}
	if len(s.Rules) > 0 {
		b.WriteString(`<dataValidations count="` + itoa(len(s.Rules)) + `">`)
		for _, r := range s.Rules {
			b.WriteString(r.part())
		}
		b.WriteString(`</dataValidations>`)
	}
	way := "portrait"
	if s.Landscape {
		way = "landscape"
	}
	b.WriteString(`<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" fitToWidth="1" fitToHeight="0" orientation="` + way + `"/>`)
	if s.Header != "" || s.Footer != "" {
		b.WriteString(`<headerFooter>`)
		if s.Header != "" {
			b.WriteString(`<oddHeader>` + escape(`&C`+s.Header) + `</oddHeader>`)
		}
		if s.Footer != "" {
			b.WriteString(`<oddFooter>` + escape(`&C`+s.Footer) + `</oddFooter>`)
		}
		b.WriteString(`</headerFooter>`)
	}
	b.WriteString(`</worksheet>`)
	return b.String()
}

func (p *printer) row(b *strings.Builder, n int, r Row) {
	b.WriteString(`<row r="` + itoa(n) + `"`)
	if r.Height > 0 {
		b.WriteString(` ht="` + number(r.Height) + `"`)
		if r.Fixed {
			b.WriteString(` customHeight="1"`)
		}
	}
	b.WriteString(`>`)
	for i, c := range r.Cells {
		if c == (Cell{}) {
			continue
		}
		b.WriteString(`<c r="` + Name(i+1, n) + `" s="` + itoa(p.styles.number(c.Style)) + `"`)
		switch {
		case !c.Date.IsZero():
			b.WriteString(`><v>` + itoa(Serial(c.Date)) + `</v></c>`)
		case c.Text != "":
			b.WriteString(` t="s"><v>` + itoa(p.text(c.Text)) + `</v></c>`)
		default:
			b.WriteString(`/>`)
		}
	}
	b.WriteString(`</row>`)
}

// text gives the number of a text among the shared ones.
func (p *printer) text(s string) int {
	p.uses++
	n, known := p.texts[s]
	if !known {
		n = len(p.order)
		p.texts[s] = n
		p.order = append(p.order, s)
	}
	return n
}

func (p *printer) sharedStrings() string {
	var b strings.Builder
	b.WriteString(`<sst xmlns="` + mainNS + `" count="` + itoa(p.uses) + `" uniqueCount="` + itoa(len(p.order)) + `">`)
	for _, s := range p.order {
		b.WriteString(`<si><t xml:space="preserve">` + escape(Cut(s)) + `</t></si>`)
	}
	b.WriteString(`</sst>`)
	return b.String()
}

// LongestText is how many UTF-16 units of text a cell of a spreadsheet holds.
const LongestText = 32_767

// Cut gives what a cell can hold of a text.
func Cut(s string) string {
	units := 0
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units > LongestText {
			return s[:i]
		}
	}
	return s
}

func (r Rule) part() string {
	s := `<dataValidation allowBlank="1" showInputMessage="1" showErrorMessage="1"`
	switch {
	case len(r.List) > 0:
		s += ` type="list"`
	case r.Dates:
		s += ` type="date" operator="greaterThanOrEqual" errorStyle="warning"`
	default:
		s += ` type="textLength" operator="lessThanOrEqual"`
	}
	if r.Title != "" {
		s += ` errorTitle="` + escape(r.Title) + `" promptTitle="` + escape(r.Title) + `"`
	}
	if r.Refusal != "" {
		s += ` error="` + escape(r.Refusal) + `"`
	}
	if r.Prompt != "" {
		s += ` prompt="` + escape(r.Prompt) + `"`
	}
	s += ` sqref="` + r.Cells.String() + `"><formula1>`
	switch {
	case len(r.List) > 0:
		s += `"` + escape(strings.Join(r.List, ",")) + `"` // in a text a quotation mark need not be escaped
	case r.Dates:
		s += "1"
	default:
		s += itoa(r.Longest)
	}
	return s + `</formula1></dataValidation>`
}

// escape makes a text fit to stand in XML. What XML cannot hold is left out; a piece that looks like the format's own
// escape of a character ("_x000D_") is kept from being read as one.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n':
			b.WriteString("&#10;")
		case r == '\t':
			b.WriteString("&#9;")
		case r == '_' && escaped(s[i:]):
			b.WriteString("_x005F_")
		case r < ' ' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escaped says whether a text begins with the escape of a character, "_x000D_".
func escaped(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
