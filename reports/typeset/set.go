package typeset

import (
	"errors"
	"fmt"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// Set places a document on pages. It refuses a document with characters that
// cannot be printed (a *PreflightError wrapped in *app.Error) and one whose
// structure contradicts itself (*document.StructureError).
func Set(d *document.Document) (*Layout, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	if err := Preflight(d); err != nil {
		var faults *PreflightError
		if errors.As(err, &faults) {
			return nil, faults.Refusal()
		}
		return nil, fmt.Errorf("check characters: %w", err)
	}
	sh, err := newShaper(d.Language)
	if err != nil {
		return nil, fmt.Errorf("open faces: %w", err)
	}
	s := &setter{shaper: sh, d: d, area: areaOf(d), words: document.WordsIn(d.Language)}
	s.document()
	layout := &Layout{}
	p := &pager{layout: layout, area: s.area, running: s.running()}
	p.fill(s.strips)
	for i := range layout.Pages {
		sortItems(layout.Pages[i].Items)
	}
	trace(layout, s)
	marginsAgain(layout, s)
	numberPages(layout, s)
	footLines(layout, s)
	letterRules(layout, s)
	stamp(layout, s)
	return layout, nil
}

// setter turns a document into strips, in reading order.
type setter struct {
	*shaper
	d      *document.Document
	area   area
	words  document.FixedWords
	strips []strip
	// noteAt is the line under the date inside the signature's strip, 0 if the
	// note needs a strip of its own.
	noteAt float64
	// notes counts the footnotes set so far.
	notes int
}

func (s *setter) document() {
	s.margin()
	s.head()
	s.title(s.d.Title, 2, false)
	s.subtitle()
	s.runningLine()
	s.recipients()
	s.blocks(s.d.Blocks)
	s.attachments()
	s.rolls()
	s.signature()
	s.note()
	for i, a := range s.d.Annexes {
		s.annex(i, a)
	}
	s.imprint()
}

func (s *setter) push(list ...strip) { s.strips = append(s.strips, list...) }

// face gives the face of body text: 仿宋, or the Latin of Song in English.
func (s *setter) body() style {
	if s.d.Language == document.English {
		return style{face: face.Song, size: 12}
	}
	return bodyStyle
}

func (s *setter) heading(level int) style {
	st := s.body()
	switch level {
	case 1:
		st.face = face.Hei
	case 2:
		st.face = face.Kai
	}
	return st
}

// sentences shapes a run of sentences, the strong ones in 黑体.
func (s *setter) sentences(list []document.Sentence, st style) []atom {
	var atoms []atom
	for _, one := range list {
		use := st
		if one.Strong {
			use.face = face.Hei
		}
		atoms = append(atoms, s.text(one.Text, use)...)
	}
	return atoms
}

func (s *setter) blocks(list []document.Block) {
	for i, b := range list {
		switch b := b.(type) {
		case document.Heading:
			s.headingBlock(b)
		case document.Paragraph:
			s.paragraph(b)
		case document.Table:
			s.table(b)
		case document.Chart:
			s.chart(b)
		case document.Symbol:
			s.symbol(b)
		case document.Groups:
			s.groups(b)
		case document.Spacer:
			s.push(room(b.Lines * Pitch))
		case document.PageBreak:
			if i < len(list)-1 {
				s.push(strip{fresh: true, keep: true})
			}
		}
	}
}

func (s *setter) headingBlock(h document.Heading) {
	if latin(s.d) {
		s.latinHeading(h)
		return
	}
	b := block{atoms: s.text(h.Text, s.heading(h.Level)), first: 2 * Cell, width: s.area.width, align: ragged}
	strips := b.strips(0, Pitch)
	for i := range strips {
		strips[i].keep = true
	}
	if len(strips) > 0 {
		strips[0].marks = []Bookmark{{Text: h.Text, Level: h.Level}}
	}
	s.push(strips...)
}

func (s *setter) paragraph(p document.Paragraph) {
	if latin(s.d) {
		s.latinParagraph(p)
		return
	}
	st := s.body()
	b := block{first: 2 * Cell, width: s.area.width, indented: true}
	pitch := Pitch
	switch p.Style {
	case document.Flush:
		b.first = 0
	case document.Centred:
		b.first, b.align = 0, centred
	case document.Right:
		b.first, b.align = 0, flushRight
	case document.Small:
		st = style{face: face.Song, size: noteSize}
		b.first = 2 * noteSize
		pitch = 1.5 * noteSize
	}
	if p.Lead.Text != "" {
		b.atoms = s.text(p.Lead.Text, s.heading(p.LeadLevel))
	}
	notes := p.Footnotes(s.notes)
	s.notes += len(notes)
	marks := make([]int, 0, len(notes)) // the last atom of every mark
	for _, one := range p.Sentences {
		b.atoms = append(b.atoms, s.sentences([]document.Sentence{one}, st)...)
		if one.Footnote != nil {
			b.atoms = append(b.atoms, s.noteMark(notes[len(marks)].Mark, st)...)
			marks = append(marks, len(b.atoms)-1)
		}
	}
	strips := b.strips(0, pitch)
	s.hangNotes(strips, b, marks, notes)
	if p.Lead.Text != "" && len(strips) > 0 {
		strips[0].marks = []Bookmark{{Text: p.Lead.Text, Level: p.LeadLevel}}
	}
	if n := len(strips); p.Keep && n > 0 {
		strips[n-1].keep = true
	}
	s.push(strips...)
}

const noteSize = 12 // 小四

// annex begins a new page: the word 附件 flush left in 黑体 on the first line,
// the title centred on the third (GB/T 9704-2012 7.3.7).
func (s *setter) annex(i int, a document.Annex) {
	label := document.AnnexLabel(s.d.Language, i, len(s.d.Annexes))
	st := style{face: face.Hei, size: Cell}
	if latin(s.d) {
		st = style{face: face.SongBold, size: latinSize}
	}
	b := block{atoms: s.text(label, st), width: s.area.width, align: ragged}
	strips := b.strips(0, Pitch)
	strips[0].fresh = true
	name := label
	for _, t := range a.Title {
		if name == label {
			name += " "
		}
		name += t.Text
	}
	strips[0].marks = []Bookmark{{Text: name, Level: 1}}
	for j := range strips {
		strips[j].keep = true
	}
	s.push(strips...)
	s.title(a.Title, 1, true)
	s.blocks(a.Blocks)
}

// recipients are set one line below the title, flush left, closed by a colon
// (GB/T 9704-2012 7.3.2).
func (s *setter) recipients() {
	if len(s.d.Recipients) == 0 {
		return
	}
	st := s.body()
	var atoms []atom
	for i, r := range s.d.Recipients {
		atoms = append(atoms, s.text(r.Text, st)...)
		follow := s.words.ListComma
		if i == len(s.d.Recipients)-1 {
			follow = s.words.Colon
		}
		atoms = append(atoms, s.text(follow, st)...)
	}
	strips := block{atoms: atoms, width: s.area.width}.strips(0, Pitch)
	strips[len(strips)-1].keep = true
	s.push(strips...)
}

// attachments are the 附件说明: one line below the body, two characters in,
// further lines under the first character of the name (GB/T 9704-2012 7.3.4).
func (s *setter) attachments() {
	if latin(s.d) {
		s.latinAttachments()
		return
	}
	st := s.body()
	lead := 0.0
	for i, a := range s.d.Attachments {
		b := block{first: 2*Cell + lead, width: s.area.width, align: ragged}
		if i == 0 {
			s.holdLines(2)
			s.push(strip{height: Pitch, room: true, keep: true})
			b.atoms = s.text(s.words.Attachment, st)
			lead = width(b.atoms)
		}
		b.atoms = append(b.atoms, s.text(document.AttachmentNumber(i, len(s.d.Attachments)), st)...)
		b.rest = 2*Cell + width(b.atoms)
		if i > 0 {
			b.rest += lead
		}
		b.rest = min(b.rest, s.area.width/2)
		b.atoms = append(b.atoms, s.text(a.Text, st)...)
		for _, row := range b.strips(0, Pitch) {
			// A list of a few names stays whole; what signs the document must
			// have the body itself on its page, not only these names.
			row.text, row.keep = false, len(s.d.Attachments) <= 8
			s.push(row)
		}
	}
	if n := len(s.strips); n > 0 && len(s.d.Attachments) > 0 {
		s.strips[n-1].keep = false
	}
}
