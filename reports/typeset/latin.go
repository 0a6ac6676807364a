package typeset

import (
	"fmt"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// A rendition (an official document in English) is set as English reports are: a serif face, headings bold and flush left,
// paragraphs flush left and ragged right, so that no word is hyphenated or torn apart, with room between them instead of an
// indent, and no grid of 22 lines.
const (
	latinSize      = 11.5
	latinPitch     = 16.5
	latinAfter     = 6  // room after a paragraph
	latinTitleSize = 18 // of the title; those of annexes are smaller
)

// latin tells a rendition.
func latin(d *document.Document) bool {
	return d.Kind == document.Official && d.Language == document.English
}

// latinHeads are size and room before of headings by level, from 1.
var latinHeads = [...]struct{ size, before float64 }{{}, {14, 12}, {12.5, 8}, {latinSize, 4}, {latinSize, 2}}

func (s *setter) latinTitle(pieces []document.Sentence, inAnnex bool) {
	st := style{face: face.SongBold, size: latinTitleSize}
	if inAnnex {
		st.size = 14
	}
	text := ""
	for _, p := range pieces {
		text += p.Text
	}
	strips := block{atoms: s.text(text, st), width: s.area.width, align: ragged}.strips(0, 1.3*st.size)
	for i := range strips {
		strips[i].keep = true
	}
	s.push(append(strips, strip{height: latinAfter, room: true, keep: true})...)
}

func (s *setter) latinSubtitle() {
	strips := block{atoms: s.text(s.d.Subtitle.Text, style{face: face.Hei, size: 10.5}), width: s.area.width, align: ragged}.strips(0, latinPitch)
	for i := range strips {
		strips[i].keep = true
	}
	s.push(append(strips, strip{height: 2 * latinAfter, room: true, keep: true})...)
}

func (s *setter) latinHeading(h document.Heading) {
	of := latinHeads[min(h.Level, len(latinHeads)-1)]
	strips := block{atoms: s.text(h.Text, style{face: face.SongBold, size: of.size}), width: s.area.width, align: ragged}.strips(0, 1.35*of.size)
	for i := range strips {
		strips[i].keep = true
	}
	strips[0].marks = []Bookmark{{Text: h.Text, Level: h.Level}}
	s.push(strip{height: of.before, room: true, keep: true})
	s.push(append(strips, strip{height: latinAfter / 2, room: true, keep: true})...)
}

func (s *setter) latinParagraph(p document.Paragraph) {
	st := style{face: face.Song, size: latinSize}
	b := block{width: s.area.width, align: ragged}
	switch p.Style {
	case document.Centred:
		b.align = centred
	case document.Right:
		b.align = flushRight
	case document.Small:
		st.size = 9.5
	}
	if p.Lead.Text != "" {
		b.atoms = s.text(p.Lead.Text, style{face: face.SongBold, size: latinSize})
	}
	notes := p.Footnotes(s.notes)
	s.notes += len(notes)
	marks := make([]int, 0, len(notes)) // the last atom of every mark
	for _, one := range p.Sentences {
		use := st
		if one.Strong {
			use.face = face.SongBold
		}
		b.atoms = append(b.atoms, s.text(one.Text, use)...)
		if one.Footnote != nil {
			b.atoms = append(b.atoms, s.noteMark(notes[len(marks)].Mark, st)...)
			marks = append(marks, len(b.atoms)-1)
		}
	}
	strips := b.strips(0, latinPitch*st.size/latinSize)
	s.hangNotes(strips, b, marks, notes)
	if p.Lead.Text != "" && len(strips) > 0 && p.LeadLevel < 4 {
		strips[0].marks = []Bookmark{{Text: p.Lead.Text, Level: p.LeadLevel}}
	}
	after := strip{height: latinAfter, room: true}
	if n := len(strips); p.Keep && n > 0 {
		strips[n-1].keep, after.keep = true, true
	}
	s.push(append(strips, after)...)
}

// latinAttachments lists the annexes, a line each.
func (s *setter) latinAttachments() {
	st := style{face: face.Song, size: latinSize}
	for i, a := range s.d.Attachments {
		b := block{width: s.area.width, align: ragged}
		if i == 0 {
			s.push(strip{height: latinPitch, room: true, keep: true})
			b.atoms = s.text(s.words.Attachment, st)
		}
		b.atoms = append(b.atoms, s.text(document.AttachmentNumber(i, len(s.d.Attachments)), st)...)
		b.rest = min(width(b.atoms), s.area.width/2)
		b.atoms = append(b.atoms, s.text(a.Text, st)...)
		s.push(b.strips(0, latinPitch)...)
	}
}

// latinTableSize is the size of the type of a table: a column must hold its longest word, and English words are longer.
func latinTableSize(columns int) float64 {
	switch {
	case columns <= 4:
		return 10.5
	case columns <= 6:
		return 9.5
	}
	return 8.5
}

// latinNumber is the line in the lower margin of every page of a rendition, which says that it is one.
func latinNumber(page, pages int) string {
	return fmt.Sprintf("English rendition – the Chinese text prevails – page %d of %d", page, pages)
}
