package word

import (
	"image"
	"strings"

	"lianshen/reports/document"
)

// margin writes the number and the symbol of a form above its title.
func (w *writer) margin() {
	if c := w.d.Corner; c != nil {
		w.symbol(*c)
	}
	if l := w.d.Label; l.Text != "" {
		w.paragraph(stand{style: styleSmall, align: "right", next: true}, func() { w.text(l.Text, look{}) })
	}
}

// organTop is how far the name of the organ stands below the upper edge of the type area (GB/T 9704-2012 7.2.4: 35 mm).
const organTop = 1984 // twips: 35 mm

// head writes the 版头 (GB/T 9704-2012 7.2): what stands at its left, the organs in red, the number, the red rule.
func (w *writer) head() {
	h := w.d.Head
	if h == nil {
		if w.d.Number != "" {
			w.paragraph(stand{style: styleFlush, align: "center", next: true}, func() { w.text(w.d.Number, look{}) })
		}
		return
	}
	if w.isLetter() {
		w.letterHead(h)
		return
	}
	room := max(0, organTop-w.classed(h, 0, ""))
	if len(h.Organs) > 1 {
		w.jointOrgans(h, room)
	} else {
		w.oneOrgan(h, room)
	}
	w.number(h)
}

// organHalf is the size of an organ's name in half points: as large as a line of so many characters takes, 54 pt at most.
func (w *writer) organHalf(characters float64, most int) int {
	return max(44, min(most, int(float64(w.width())/10/max(characters, 1))))
}

func (w *writer) oneOrgan(h *document.Head, room int) {
	var name string
	for _, o := range h.Organs {
		name += o.Text
	}
	if name+h.Suffix == "" {
		return
	}
	half := w.organHalf(cells(name+h.Suffix)+0.5, 108)
	w.paragraph(stand{style: styleHead, before: room}, func() {
		for _, o := range h.Organs {
			w.text(o.Text, look{half: half})
		}
		w.text(h.Suffix, look{half: half})
	})
}

// jointOrgans stacks the names, spread to one width, with 文件 at the right of their middle.
func (w *writer) jointOrgans(h *document.Head, room int) {
	widest := 0.0
	for _, o := range h.Organs {
		widest = max(widest, cells(o.Text))
	}
	suffix := cells(h.Suffix)
	half := w.organHalf(widest+suffix+1, 80)
	names := min(w.width(), int((widest+0.6)*float64(half)*10))
	beside := 0
	if suffix > 0 {
		beside = int((suffix + 0.6) * float64(half) * 10)
	}
	if room > 0 {
		w.paragraph(stand{style: styleSmall, line: max(20, room), noGrid: true, next: true}, func() {})
	}
	w.frame("center", names, beside)
	w.raw("<w:tr>")
	w.bareCell(names, "center", func() {
		for _, o := range h.Organs {
			w.paragraph(stand{style: styleHead, align: "distribute"}, func() { w.text(o.Text, look{half: half}) })
		}
	})
	if beside > 0 {
		w.bareCell(beside, "center", func() {
			w.paragraph(stand{style: styleHead}, func() { w.text(h.Suffix, look{half: half}) })
		})
	}
	w.raw("</w:tr></w:tbl>")
}

// number writes the 发文字号 two lines below the name, centred, or at the left with the signer at the right, above the red
// rule.
func (w *writer) number(h *document.Head) {
	if h.Signer.Text != "" && len(h.CoSigners) > 0 {
		w.signers(h)
		return
	}
	s := stand{style: styleFlush, align: "center", before: 2 * pitch, border: true, next: true}
	if h.Signer.Text != "" {
		s.align, s.left, s.tabRight = "left", 100, w.width()-cell
	}
	if w.d.Number == "" && h.Signer.Text == "" {
		s.before, s.line = 0, pitch
	}
	w.paragraph(s, func() {
		w.text(w.d.Number, look{})
		if h.Signer.Text != "" {
			w.text("\t"+w.words.Signer, look{})
			w.text(h.Signer.Text, look{face: kai})
		}
	})
}

// signature writes 署名 and 成文日期 (GB/T 9704-2012 7.3.5) with the indents of the kind; the room for seals is left.
func (w *writer) signature() {
	sig := w.d.Signature
	if sig == nil || len(sig.Organs) == 0 && sig.Date.Text == "" {
		return
	}
	switch {
	case len(sig.Organs) > 1 && sig.Sealed:
		w.jointSeals(sig)
	case len(sig.Organs) == 1 && sig.Sealed:
		name, date := cells(sig.Organs[0].Text), cells(sig.Date.Text)
		centre := max(4+date/2, name/2)
		w.signed(sig.Organs[0].Text, centre-name/2, 2*pitch, true)
		w.signed(sig.Date.Text, centre-date/2, 0, false)
	default:
		widest := 0.0
		for _, o := range sig.Organs {
			widest = max(widest, cells(o.Text))
		}
		date := cells(sig.Date.Text)
		right := 2.0 // of the name; the date begins two characters right of the name
		if indent := widest + right - 2 - date; indent < 0 {
			right += min(-indent+2, 12)
		}
		for i, o := range sig.Organs {
			before := 0
			if i == 0 {
				before = pitch
			}
			w.signed(o.Text, right+widest-cells(o.Text), before, true)
		}
		w.signed(sig.Date.Text, max(0, widest+right-2-date), 0, false)
	}
}

// signed writes a line of the signature that ends so many characters from the right edge.
func (w *writer) signed(text string, right float64, before int, next bool) {
	if text == "" {
		return
	}
	// A paragraph keeps with the next one by its style; the last must not.
	w.paragraph(stand{style: map[bool]string{true: styleSign, false: styleFlush}[next], align: "right", before: before, right: int(right * cell)},
		func() { w.text(text, look{}) })
}

// jointSeals writes up to three names a row, each with room for its seal, the date under the last.
func (w *writer) jointSeals(sig *document.Signature) {
	const perRow = 3
	for from := 0; from < len(sig.Organs); from += perRow {
		row := sig.Organs[from:min(from+perRow, len(sig.Organs))]
		columns := max(len(row), 2)
		width := w.width() / columns
		var widths []int
		for range columns {
			widths = append(widths, width)
		}
		w.paragraph(stand{style: styleSmall, line: 2 * pitch, noGrid: true, next: true}, func() {})
		w.frame("left", widths...)
		w.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		if len(row) == 1 {
			w.bareCell(width, "top", func() { w.paragraph(stand{style: styleFlush}, func() {}) })
		}
		for i, o := range row {
			w.bareCell(width, "top", func() {
				w.paragraph(stand{style: styleFlush, align: "center"}, func() { w.text(o.Text, look{}) })
				if from+i == len(sig.Organs)-1 && sig.Date.Text != "" {
					w.paragraph(stand{style: styleFlush, align: "center"}, func() { w.text(sig.Date.Text, look{}) })
				}
			})
		}
		w.raw("</w:tr></w:tbl>")
		w.paragraph(stand{style: styleSmall, line: pitch, noGrid: true}, func() {})
	}
}

// imprint writes the 版记 (GB/T 9704-2012 7.4) at the foot of the last page.
func (w *writer) imprint() {
	m := w.d.Imprint
	if m == nil {
		return
	}
	bare := w.isLetter() // whose imprint has no rules
	for _, list := range []struct {
		label  string
		organs []document.Sentence
	}{{w.words.SendTo, m.SendTo}, {w.words.CopyTo, m.CopyTo}} {
		if len(list.organs) == 0 {
			continue
		}
		w.paragraph(stand{style: styleImprint, frame: true, bare: bare, left: 100, hanging: int(100 * cells(list.label))}, func() {
			w.text(list.label, look{})
			w.joined(list.organs, w.words.CopyComma)
		})
	}
	if m.Issuer.Text != "" || m.Date.Text != "" {
		if len(m.SendTo)+len(m.CopyTo) > 0 {
			w.paragraph(stand{style: styleImprint, frame: true, line: 60}, func() { w.picture(image.NewGray(image.Rect(0, 0, 8, 1)), 156, 0.25, "") })
		}
		w.paragraph(stand{style: styleImprint, frame: true, left: 100, tabRight: w.width() - cell, align: "left"}, func() {
			w.text(m.Issuer.Text, look{})
			if m.Date.Text != "" {
				w.text("\t"+m.Date.Text, look{})
				w.text(w.words.Printed, look{})
			}
		})
	}
}

// frame opens a table without rules, for things that stand beside each other; widths in twips, 0 leaves a column out.
func (w *writer) frame(align string, widths ...int) {
	var grid strings.Builder
	total := 0
	w.raw(`<w:tbl><w:tblPr>`)
	for _, n := range widths {
		if n > 0 {
			grid.WriteString(`<w:gridCol w:w="` + itoa(n) + `"/>`)
			total += n
		}
	}
	w.raw(`<w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="%s"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>%s</w:tblGrid>`, total, align, grid.String())
}

// bareCell writes a cell of a frame.
func (w *writer) bareCell(width int, stands string, fill func()) {
	w.raw(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="%s"/></w:tcPr>`, width, stands)
	fill()
	w.raw(`</w:tc>`)
}
