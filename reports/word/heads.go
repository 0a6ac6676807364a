package word

import (
	"math"

	"lianshen/reports/document"
)

// What a letter has at its own places (GB/T 9704-2012 10.1), in twips.
const (
	letterOrgan = 1701 // the name, 30 mm below the upper edge of the paper
	letterFoot  = 1134 // the lower double rule, 20 mm above the lower edge
	letterWide  = 9638 // the rules, 170 mm
	letterLeft  = 1134 // of the rules: 20 mm at either side
	letterGap   = 276  // below the rule: 7/8 of a character of 16 pt
	pageHeight  = 16838
)

// isLetter says that the first page has the rules of a letter and no number.
func (w *writer) isLetter() bool {
	return w.d.Head != nil && w.d.Head.Layout == document.LetterHead
}

// letterHead writes the name of the organ with the double rule below it, which reach into the upper margin, and what stands
// below: secrecy and urgency at the left, the number at the right.
func (w *writer) letterHead(h *document.Head) {
	if w.many { // LibreOffice loses a frame that is the first thing of a section
		w.paragraph(stand{style: styleSmall, line: 20, noGrid: true, next: true}, func() {})
	}
	half := w.organHalf(cells(h.Organs[0].Text+h.Suffix)+0.5, 88)
	w.paragraph(stand{style: styleHead, organ: true}, func() {
		w.text(h.Organs[0].Text, look{half: half})
		w.text(h.Suffix, look{half: half})
	})
	w.classed(h, letterGap, w.d.Number)
}

// letterRule is the double rule at the foot of the first page of a letter.
func letterRule() string {
	return `<w:p><w:pPr><w:pStyle w:val="` + styleFooter + `"/>` + pageFrame(pageHeight-letterFoot) +
		`<w:pBdr><w:top w:val="thinThickSmallGap" w:sz="18" w:space="0" w:color="FF0000"/></w:pBdr></w:pPr></w:p>`
}

// classed writes 份号, 密级 and 紧急程度 at the left, a line each, and at the right what is not for everybody, and below it the
// number of a letter. It gives the room that took.
func (w *writer) classed(h *document.Head, before int, number string) int {
	left, right := 0, 0
	marks := func(room int) {
		for i, t := range []string{h.CopyNumber, h.Secrecy, h.Urgency} {
			if t == "" {
				continue
			}
			l := look{face: hei}
			if i == 0 {
				l = look{}
			}
			w.paragraph(stand{style: styleFlush, next: true, before: room}, func() { w.text(t, l) })
			room = 0
			left += pitch
		}
	}
	if h.Internal == "" && number == "" {
		marks(before)
		return left
	}
	half := w.width() / 2
	w.frame("left", half, w.width()-half)
	w.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
	w.bareCell(half, "top", func() {
		if marks(before); left == 0 {
			w.paragraph(stand{style: styleFlush, next: true}, func() {})
		}
	})
	w.bareCell(w.width()-half, "top", func() {
		for i, t := range []string{h.Internal, number} {
			if t == "" {
				continue
			}
			l := look{face: hei}
			if i == 1 {
				l = look{}
			}
			room := 0
			if right == 0 {
				room = before
			}
			w.paragraph(stand{style: styleFlush, align: "right", next: true, before: room}, func() { w.text(t, l) })
			right += pitch
		}
	})
	w.raw("</w:tr></w:tbl>")
	return max(left, right)
}

// signers writes the number at the left and several 签发人 at the right, two a line, the number on the line of the last
// (GB/T 9704-2012 7.2.5, 7.2.6), and the red rule.
func (w *writer) signers(h *document.Head) {
	list := h.Signers()
	label := cells(w.words.Signer)
	first, second := 0.0, 0.0
	for i, n := range list {
		if i%2 == 0 {
			first = max(first, cells(n.Text))
		} else {
			second = max(second, cells(n.Text))
		}
	}
	wide := min(w.width()*3/5, int(math.Ceil((label+first+1+second+1)*cell))+160)
	w.paragraph(stand{style: styleSmall, line: 2 * pitch, noGrid: true, next: true}, func() {})
	w.frame("left", w.width()-wide, wide)
	w.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
	w.bareCell(w.width()-wide, "bottom", func() {
		w.paragraph(stand{style: styleFlush, left: 100, next: true}, func() { w.text(w.d.Number, look{}) })
	})
	w.bareCell(wide, "bottom", func() {
		for i := 0; i < len(list); i += 2 {
			s := stand{style: styleFlush, align: "left", next: true, tabLeft: int((label + first + 1) * cell)}
			if i > 0 {
				s.left = int(100 * label)
			}
			w.paragraph(s, func() {
				if i == 0 {
					w.text(w.words.Signer, look{})
				}
				w.text(list[i].Text, look{face: kai})
				if i+1 < len(list) {
					w.text("\t", look{})
					w.text(list[i+1].Text, look{face: kai})
				}
			})
		}
	})
	w.raw("</w:tr></w:tbl>")
	w.paragraph(stand{style: styleSmall, line: 40, noGrid: true, border: true, next: true}, func() {})
}

// rolls writes who was there, excused, and sat in (GB/T 9704-2012 10.3).
func (w *writer) rolls() {
	before := pitch
	for _, r := range w.d.Attendance {
		if len(r.Names) == 0 {
			continue
		}
		w.paragraph(stand{style: styleFlush, left: 200, hanging: int(100 * cells(r.Label+w.words.Colon)), before: before}, func() {
			w.text(r.Label+w.words.Colon, look{face: hei})
			w.joined(r.Names, w.words.ListComma)
		})
		before = 0
	}
}

// joined writes a list with a mark between its members and a full stop after the last.
func (w *writer) joined(list []document.Sentence, comma string) {
	for i, one := range list {
		w.text(one.Text, look{})
		if i < len(list)-1 {
			w.text(comma, look{})
		}
	}
	w.text(w.words.Stop, look{})
}
