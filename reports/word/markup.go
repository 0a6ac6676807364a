package word

import (
	"encoding/xml"
	"fmt"
	"strings"

	"lianshen/reports/document"
)

// Lengths of WordprocessingML: twips are twentieths of a point, half points make sizes of letters, EMU make pictures.
const (
	twipsPerPoint = 20
	millimetre    = 1440 / 25.4 // in twips
	emuPerMM      = 36000

	pitch     = 580  // distance of the 22 lines of a page, in twips: 225 mm / 22
	cell      = 316  // width of one of the 28 characters of a line, in twips: 156 mm / 28
	areaWidth = 8844 // 156 mm in twips
	areaTop   = 2098 // 37 mm in twips
	areaLeft  = 1588 // 28 mm in twips
	turnedW   = 13606
)

// writer turns a document into the parts of a Word file.
type writer struct {
	d      *document.Document
	words  document.FixedWords
	latin  bool // English: no grid, no indents by characters
	plain  bool // an English rendition of a report: set as such reports are, see typeset
	many   bool // several documents, each with pages of its own
	even   bool // even pages have parts of their own
	body   strings.Builder
	images [][]byte
	drawn  int             // pictures so far, the same one each time
	around []furniturePart // headers and footers of the file
	fresh  bool            // the next paragraph begins a page
	notes  []string        // runs of the footnotes of the file
	noted  bool            // the section at hand has footnotes
	hold   bool            // the last paragraph of the body holds what signs it
}

func newWriter(docs []*document.Document) *writer {
	w := &writer{many: len(docs) > 1, latin: docs[0].Language == document.English}
	w.plain = w.latin && docs[0].Kind == document.Official
	for _, d := range docs {
		w.even = w.even || d.Kind != document.Form && d.Running == nil
	}
	return w
}

// take begins a document.
func (w *writer) take(d *document.Document) {
	w.d, w.words = d, document.WordsIn(d.Language)
}

// look is how a run of characters stands.
type look struct {
	face  string // "" as the style says; see faces
	half  int    // size in half points, 0 as the style says
	red   bool
	bold  bool
	style string // character style
}

// stand is how a paragraph stands, beyond its style.
type stand struct {
	style     string
	align     string // left, center, right, both, distribute
	first     int    // indent of the first line in hundredths of a character
	left      int    // indent of all lines in hundredths of a character
	hanging   int    // hundredths of a character that further lines stand in more than the first
	right     int    // indent at the right in twips
	before    int    // room above in twips
	after     int
	line      int // exact pitch of lines in twips, 0 as the style says
	next      bool
	fresh     bool // begins a page
	border    bool // the red rule below
	frame     bool // stands at the foot of the page, between rules
	bare      bool // a frame without its rules
	organ     bool // the name of a letter, in the upper margin above a double rule
	tabRight  int  // a stop at the right edge, in twips
	tabLeft   int  // a stop where the second column begins, in twips
	noGrid    bool
	keepLines bool
}

// raw writes markup.
func (w *writer) raw(format string, args ...any) {
	if len(args) == 0 {
		w.body.WriteString(format)
		return
	}
	fmt.Fprintf(&w.body, format, args...)
}

// paragraph writes a paragraph around what fill writes.
func (w *writer) paragraph(s stand, fill func()) {
	s.fresh, w.fresh = s.fresh || w.fresh, false
	w.raw("<w:p><w:pPr>")
	if s.style != "" {
		w.raw(`<w:pStyle w:val="%s"/>`, s.style)
	}
	if s.next {
		w.raw(`<w:keepNext/>`)
	}
	if s.keepLines {
		w.raw(`<w:keepLines/>`)
	}
	if s.fresh {
		w.raw(`<w:pageBreakBefore/>`)
	}
	if s.frame { // LibreOffice leaves a frame with rules between its paragraphs where it stands in the text
		w.raw(`<w:framePr w:w="%d" w:hSpace="0" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" w:yAlign="bottom"/>`, w.width())
		if !s.bare {
			w.raw(`<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>`)
		}
	}
	if s.organ {
		w.raw("%s", pageFrame(letterOrgan)+`<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="8" w:color="FF0000"/></w:pBdr>`)
	}
	if s.border {
		w.raw(`<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="8" w:color="FF0000"/></w:pBdr>`)
	}
	if s.tabRight > 0 {
		w.raw(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, s.tabRight)
	}
	if s.tabLeft > 0 {
		w.raw(`<w:tabs><w:tab w:val="left" w:pos="%d"/></w:tabs>`, s.tabLeft)
	}
	if s.noGrid {
		w.raw(`<w:snapToGrid w:val="0"/>`)
	}
	if s.before > 0 || s.after > 0 || s.line > 0 {
		w.raw(`<w:spacing w:before="%d" w:after="%d"`, s.before, s.after)
		if s.line > 0 {
			w.raw(` w:line="%d" w:lineRule="exact"`, s.line)
		}
		w.raw(`/>`)
	}
	w.indent(s)
	if s.align != "" {
		w.raw(`<w:jc w:val="%s"/>`, s.align)
	}
	w.raw("</w:pPr>")
	fill()
	w.raw("</w:p>")
}

// pageFrame puts a paragraph as wide as the rules of a letter into the middle of the paper, y twips below its upper edge;
// text goes on below it.
func pageFrame(y int) string {
	return fmt.Sprintf(`<w:framePr w:w="%d" w:hSpace="0" w:vSpace="0" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:x="%d" w:y="%d"/>`, letterWide, letterLeft-areaLeft, y-areaTop)
}

// indent writes indents by characters, which word processors keep when the size changes, and in twips for those that know
// no characters.
func (w *writer) indent(s stand) {
	if s.first == 0 && s.left == 0 && s.right == 0 && s.hanging == 0 {
		return
	}
	twips := func(hundredths int) int { return hundredths * cell / 100 }
	w.raw(`<w:ind`)
	if left := s.left + s.hanging; left > 0 {
		w.raw(` w:leftChars="%d" w:left="%d"`, left, twips(left))
	}
	if s.right > 0 {
		w.raw(` w:right="%d"`, s.right)
	}
	switch {
	case s.hanging > 0:
		w.raw(` w:hangingChars="%d" w:hanging="%d"`, s.hanging, twips(s.hanging))
	case s.first > 0:
		w.raw(` w:firstLineChars="%d" w:firstLine="%d"`, s.first, twips(s.first))
	}
	w.raw(`/>`)
}

// text writes a run; line breaks and tabs in it become what Word has for them.
func (w *writer) text(text string, l look) {
	if text == "" {
		return
	}
	w.raw("<w:r>")
	w.body.WriteString(l.properties())
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		if i > 0 {
			w.raw("<w:br/>")
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				w.raw("<w:tab/>")
			}
			if piece != "" {
				w.raw(`<w:t xml:space="preserve">`)
				w.body.WriteString(escape(piece))
				w.raw("</w:t>")
			}
		}
	}
	w.raw("</w:r>")
}

func (l look) properties() string {
	if l == (look{}) {
		return ""
	}
	var b strings.Builder
	b.WriteString("<w:rPr>")
	if l.style != "" {
		fmt.Fprintf(&b, `<w:rStyle w:val="%s"/>`, l.style)
	}
	if f, ok := faces[l.face]; ok {
		b.WriteString(f.markup())
	}
	if l.bold {
		b.WriteString("<w:b/>")
	}
	if l.red {
		b.WriteString(`<w:color w:val="FF0000"/>`)
	}
	if l.half > 0 {
		fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, l.half, l.half)
	}
	b.WriteString("</w:rPr>")
	return b.String()
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}

// sentences writes a run of sentences; the strong ones in the heading face.
func (w *writer) sentences(list []document.Sentence, l look) {
	for _, s := range list {
		use := l
		if s.Strong {
			use.face = hei
		}
		w.text(s.Text, use)
		if s.Footnote != nil {
			w.noteMark(*s.Footnote)
			w.noted = true
		}
	}
}
