package book

import "strings"

// styles gathers the styles of a book; each part of a style stands once.
type styles struct {
	fonts, fills, formats list
	cells                 list
	byStyle               map[Style]int
}

// list keeps different pieces of XML in the order they came.
type list struct {
	pieces []string
	places map[string]int
}

func (l *list) place(piece string) int {
	if n, known := l.places[piece]; known {
		return n
	}
	if l.places == nil {
		l.places = map[string]int{}
	}
	l.places[piece] = len(l.pieces)
	l.pieces = append(l.pieces, piece)
	return len(l.pieces) - 1
}

// The default font of cells that name none; the width of columns is counted in its figures.
const (
	defaultFont = "宋体"
	defaultSize = 11
)

func newStyles() *styles {
	s := &styles{byStyle: map[Style]int{}}
	s.fills.place(`<fill><patternFill patternType="none"/></fill>`)    // both are fixed by the
	s.fills.place(`<fill><patternFill patternType="gray125"/></fill>`) // standard, 18.8.20
	s.number(Style{})
	return s
}

// firstFormat is the number of the first format of one's own; those below are the standard's.
const firstFormat = 164

// number gives the number of a style.
func (s *styles) number(of Style) int {
	if n, known := s.byStyle[of]; known {
		return n
	}
	font, size := of.Font, of.Size
	if font == "" {
		font = defaultFont
	}
	if size == 0 {
		size = defaultSize
	}
	f := `<font>`
	if of.Bold {
		f += `<b/>`
	}
	f += `<sz val="` + number(size) + `"/>`
	if of.Colour != "" {
		f += `<color rgb="FF` + of.Colour + `"/>`
	}
	f += `<name val="` + escape(font) + `"/><charset val="134"/></font>`

	fill := 0
	if of.Fill != "" {
		fill = s.fills.place(`<fill><patternFill patternType="solid"><fgColor rgb="FF` + of.Fill + `"/><bgColor indexed="64"/></patternFill></fill>`)
	}
	border := 0
	if of.Border {
		border = 1
	}
	format := 0
	switch of.Format {
	case "":
	case FormatText:
		format = 49 // the standard's own number for text
	default:
		format = firstFormat + s.formats.place(of.Format)
	}
	x := `<xf numFmtId="` + itoa(format) + `" fontId="` + itoa(s.fonts.place(f)) + `" fillId="` + itoa(fill) + `" borderId="` + itoa(border) + `" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"><alignment`
	if of.Middle {
		x += ` horizontal="center"`
	}
	if of.Top {
		x += ` vertical="top"`
	} else {
		x += ` vertical="center"`
	}
	if of.Wrap {
		x += ` wrapText="1"`
	}
	x += `/>`
	if of.Unlocked {
		x += `<protection locked="0"/>`
	}
	n := s.cells.place(x + `</xf>`)
	s.byStyle[of] = n
	return n
}

func (s *styles) part() string {
	var b strings.Builder
	b.WriteString(`<styleSheet xmlns="` + mainNS + `">`)
	if n := len(s.formats.pieces); n > 0 {
		b.WriteString(`<numFmts count="` + itoa(n) + `">`)
		for i, f := range s.formats.pieces {
			b.WriteString(`<numFmt numFmtId="` + itoa(firstFormat+i) + `" formatCode="` + escape(f) + `"/>`)
		}
		b.WriteString(`</numFmts>`)
	}
	all := func(name string, l list) {
		b.WriteString(`<` + name + ` count="` + itoa(len(l.pieces)) + `">` + strings.Join(l.pieces, "") + `</` + name + `>`)
	}
	all("fonts", s.fonts)
	all("fills", s.fills)
	line := func(side string) string { return `<` + side + ` style="thin"><color rgb="FF7F7F7F"/></` + side + `>` }
	b.WriteString(`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>` +
		line("left") + line("right") + line("top") + line("bottom") + `<diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`)
	all("cellXfs", s.cells)
	b.WriteString(`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
	return b.String()
}
