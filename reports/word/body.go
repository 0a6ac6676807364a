package word

import (
	"bytes"
	"fmt"
	"strings"

	"lianshen/reports/document"
)

// document writes a document in reading order (see [document.Document.Walk]) and its page; last says that no other follows.
func (w *writer) document(last bool) {
	w.margin()
	w.head()
	w.title(w.d.Title, w.d.Label.Text == "")
	if t := w.d.Subtitle; t.Text != "" {
		w.paragraph(stand{style: styleSubtitle}, func() { w.text(t.Text, look{}) })
	}
	if r := w.d.Running; r != nil && r.Left.Text != "" {
		w.paragraph(stand{style: styleSmall, next: true}, func() { w.text(r.Left.Text, look{half: 24}) })
	}
	w.recipients()
	w.hold = w.d.Signature != nil
	w.blocks(w.d.Blocks)
	w.hold = false
	w.attachments()
	w.rolls()
	w.signature()
	if n := w.d.Note; n.Text != "" {
		w.paragraph(stand{style: styleBody}, func() {
			w.text(w.words.NoteOpen, look{})
			w.text(n.Text, look{})
			w.text(w.words.NoteClose, look{})
		})
	}
	for i, a := range w.d.Annexes {
		w.paragraph(stand{style: styleAnnex}, func() { w.text(document.AnnexLabel(w.d.Language, i, len(w.d.Annexes)), look{}) })
		w.title(a.Title, true)
		w.blocks(a.Blocks)
	}
	w.imprint()
	if t := w.d.Trace; t.Text != "" {
		w.paragraph(stand{style: styleSmall}, func() {
			if c := w.d.Code; c != nil {
				w.picture(modules(c.Dark), c.Side, c.Side, "QR")
			}
			w.text(t.Text, look{half: 16})
		})
	}
	if last {
		w.section()
		return
	}
	// A section ends in its last paragraph: an empty one, low enough to stand at the foot of a full page.
	w.fresh = false
	w.raw(`<w:p><w:pPr><w:pStyle w:val="%s"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>`, styleSmall)
	w.section()
	w.raw("</w:pPr></w:p>")
}

// title writes a title; room stands above it unless the table wants the page.
func (w *writer) title(pieces []document.Sentence, room bool) {
	if len(pieces) == 0 {
		return
	}
	s := stand{style: styleTitle, after: pitch, line: 680}
	if room {
		s.before = pitch
	}
	if w.d.Subtitle.Text != "" {
		s.after = 0
	}
	w.paragraph(s, func() {
		after := titleBreak(pieces, float64(w.width())/440)
		for i, p := range pieces {
			w.text(p.Text, look{})
			if i == after {
				w.raw("<w:r><w:br/></w:r>")
			}
		}
	})
}

// titleBreak gives the piece of sense after which a title of two lines is best broken, -1 for none; room is the width of a
// line in characters. Longer titles are broken by the word processor.
func titleBreak(pieces []document.Sentence, room float64) int {
	total := 0.0
	for _, p := range pieces {
		total += cells(p.Text)
	}
	best, at, left := -1, 0.0, total
	if total <= room || total > 2*room {
		return -1
	}
	for i, p := range pieces[:len(pieces)-1] {
		at += cells(p.Text)
		if widest := max(at, total-at); widest <= room && widest < left && !strings.HasSuffix(p.Text, "、") {
			best, left = i, widest
		}
	}
	return best
}

func (w *writer) recipients() {
	list := w.d.Recipients
	if len(list) == 0 {
		return
	}
	w.paragraph(stand{style: styleFlush, next: true}, func() {
		for i, r := range list {
			w.text(r.Text, look{})
			if i < len(list)-1 {
				w.text(w.words.ListComma, look{})
			}
		}
		w.text(w.words.Colon, look{})
	})
}

func (w *writer) blocks(list []document.Block) {
	for i, b := range list {
		switch b := b.(type) {
		case document.Heading:
			w.paragraph(stand{style: headingStyle(b.Level)}, func() { w.text(b.Text, look{}) })
		case document.Paragraph:
			w.block(b, w.hold && i == len(list)-1)
		case document.PageBreak:
			w.fresh = true
		default:
			t, isTable := b.(document.Table)
			if w.fresh && !(isTable && t.Caption.Text+t.Unit != "") { // a break cannot begin in a cell
				w.paragraph(stand{style: styleSmall, line: 20, noGrid: true}, func() {})
			}
			w.furnished(b)
		}
	}
	w.fresh = false
}

// furnished writes what is no paragraph.
func (w *writer) furnished(b document.Block) {
	switch b := b.(type) {
	case document.Table:
		w.table(b)
	case document.Chart:
		w.chart(b)
	case document.Symbol:
		w.symbol(b)
	case document.Groups:
		w.groups(b)
	case document.Spacer:
		if n := int(b.Lines * pitch); n > 0 {
			w.paragraph(stand{style: styleSmall, line: n, noGrid: true}, func() {})
		}
	}
}

// block writes a paragraph of sentences. The last one of the body holds the signature: none stands alone on a page.
func (w *writer) block(p document.Paragraph, hold bool) {
	s := stand{style: styleBody, next: hold}
	switch p.Style {
	case document.Flush:
		s.style = styleFlush
	case document.Centred:
		s.style, s.align = styleFlush, "center"
	case document.Right:
		s.style, s.align = styleFlush, "right"
	case document.Small:
		s.style, s.first = styleSmall, 200
	}
	if p.Lead.Text == "" && len(p.Sentences) == 0 {
		return
	}
	w.paragraph(s, func() {
		if p.Lead.Text != "" {
			w.text(p.Lead.Text, look{style: leadStyle(p.LeadLevel)})
		}
		w.sentences(p.Sentences, look{})
	})
}

// attachments write the 附件说明: further lines stand under the first character of the name.
func (w *writer) attachments() {
	list := w.d.Attachments
	lead := 100 * cells(w.words.Attachment)
	for i, a := range list {
		number := document.AttachmentNumber(i, len(list))
		s := stand{style: styleFlush, left: 200, hanging: int(lead + 100*cells(number)), align: "left", next: len(list) <= 8 && (i < len(list)-1 || w.d.Signature != nil)}
		if i == 0 {
			s.before = pitch
		} else {
			s.left, s.hanging = 200+int(lead), int(100*cells(number))
		}
		w.paragraph(s, func() {
			if i == 0 {
				w.text(w.words.Attachment, look{})
			}
			w.text(number, look{})
			w.text(a.Text, look{})
		})
	}
}

// cells is the room a text takes in characters of the grid: half a one for Latin letters and digits.
func cells(text string) float64 {
	n := 0.0
	for _, r := range text {
		if r < 0x2000 {
			n += 0.5
		} else {
			n++
		}
	}
	return n
}

// section closes the body with the page: margins of GB/T 9704-2012 5.2, the grid of 22 lines, and the
// parts that stand around the text.
func (w *writer) section() {
	w.raw("<w:sectPr>")
	defer w.raw("</w:sectPr>")
	for _, f := range w.furniture() {
		w.raw(`<w:%sReference w:type="%s" r:id="%s"/>`, f.kind, f.when, strings.TrimSuffix(w.keep(f), ".xml"))
	}
	if w.noted { // before the kind of the section, as the schema orders it
		w.raw(noteNumbers)
		w.noted = false
	}
	w.raw(`<w:type w:val="nextPage"/>`)
	if w.d.Landscape {
		w.raw(`<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1474" w:right="1616" w:bottom="1361" w:left="1616" w:header="737" w:footer="794" w:gutter="0"/>`)
	} else {
		w.raw(`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1021" w:footer="1304" w:gutter="0"/>`)
	}
	w.raw(`<w:pgNumType w:start="1"/>`)
	if w.d.Running != nil || w.isLetter() {
		w.raw(`<w:titlePg/>`)
	}
	if !w.latin {
		// The grid is of lines only: not every program takes the room of characters from it as meant, so the letters have it.
		w.raw(`<w:docGrid w:type="lines" w:linePitch="%d"/>`, pitch)
	}
}

// width is the width of the type area in twips.
func (w *writer) width() int {
	if w.d.Landscape {
		return turnedW
	}
	return areaWidth
}

// furniturePart is a header or a footer of a section; the parts of the file have a name.
type furniturePart struct {
	name, kind, when string
	data             []byte
}

// keep gives the name of the part of the file that a header or footer is; the same one is a part once.
func (w *writer) keep(f furniturePart) string {
	for _, other := range w.around {
		if other.kind == f.kind && bytes.Equal(other.data, f.data) {
			return other.name
		}
	}
	f.name = fmt.Sprintf("%s%d.xml", f.kind, len(w.around)+1)
	w.around = append(w.around, f)
	return f.name
}

// furniture makes what stands around the text: the page number as 7.5 has it, at the outer edge between dashes, or on forms
// 第 x 页（共 y 页）; the watermark; the index on further pages of a form.
func (w *writer) furniture() []furniturePart {
	var out []furniturePart
	add := func(kind, when, content string) {
		tag := map[string]string{"header": "hdr", "footer": "ftr"}[kind]
		out = append(out, furniturePart{"", kind, when, []byte(xmlHead + "<w:" + tag + " " + nsAll + ">" + content + "</w:" + tag + ">")})
	}
	both := func(kind, content string) { // a section without a part of its own for even pages would take that of the one before
		add(kind, "default", content)
		if w.even {
			add(kind, "even", content)
		}
	}
	mark := w.watermark()
	number := func(style, align, content string) string {
		ind := ""
		switch align {
		case "right":
			ind = fmt.Sprintf(`<w:ind w:rightChars="100" w:right="%d"/>`, 280)
		case "left":
			ind = fmt.Sprintf(`<w:ind w:leftChars="100" w:left="%d"/>`, 280)
		}
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + ind + `<w:jc w:val="` + align + `"/></w:pPr>` + content + `</w:p>`
	}
	run := func(text string) string { return `<w:r><w:t xml:space="preserve">` + escape(text) + `</w:t></w:r>` }
	pages := "NUMPAGES"
	if w.many {
		pages = "SECTIONPAGES"
	}
	count := run("第 ") + field("PAGE") + run(" 页（共 ") + field(pages) + run(" 页）")
	if w.latin {
		count = run("Page ") + field("PAGE") + run(" of ") + field(pages)
	}
	foot := ""
	if w.d.Foot != "" {
		foot = number(styleHeader, "left", run(w.d.Foot))
	}
	switch r := w.d.Running; {
	case r != nil:
		add("header", "first", mark+number(styleHeader, "right", count))
		both("header", mark+number(styleHeader, "right", run(r.Left.Text+"　　")+count))
		add("footer", "first", orEmpty(foot, styleFooter))
		both("footer", orEmpty(foot, styleFooter))
	case w.d.Kind == document.Form:
		both("header", orEmpty(mark, styleHeader))
		both("footer", foot+number(styleHeader, "center", count))
	default:
		add("header", "default", orEmpty(mark, styleHeader))
		add("header", "even", orEmpty(mark, styleHeader))
		line := run("— ") + field("PAGE") + run(" —")
		if w.plain {
			line = run("English rendition – the Chinese text prevails – page ") + field("PAGE") + run(" of ") + field(pages)
			both("footer", number(styleHeader, "center", line))
			break
		}
		add("footer", "default", number(styleFooter, "right", line))
		add("footer", "even", number(styleFooter, "left", line))
		if w.isLetter() {
			add("header", "first", orEmpty(mark, styleHeader))
			add("footer", "first", letterRule())
		}
	}
	return out
}

// orEmpty gives a part that must not be without a paragraph one.
func orEmpty(content, style string) string {
	if content != "" {
		return content
	}
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr></w:p>`
}

// field is a field that the word processor fills in.
func field(name string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + name + ` </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// watermark is the paragraph of a header with the pale words across the page, in the form that Word itself writes.
func (w *writer) watermark() string {
	if w.d.Watermark == "" {
		return ""
	}
	return `<w:p><w:pPr><w:pStyle w:val="` + styleHeader + `"/></w:pPr><w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">` +
		`<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>` +
		`<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:84pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#d9d9d9" stroked="f">` +
		`<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="` + escape(w.d.Watermark) + `"/></v:shape></w:pict></w:r></w:p>`
}
