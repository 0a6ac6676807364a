package document

import "strconv"

// Footnote is a note at the foot of a page with the mark that points to it.
type Footnote struct {
	Mark string
	Note Sentence
}

// NoteMark is the mark of footnote i, counted from 0 through the document: ① to ⑳, then in square brackets.
func NoteMark(i int) string {
	if i < 20 {
		return string(rune('①' + i))
	}
	return "[" + strconv.Itoa(i+1) + "]"
}

// Footnotes gives the footnotes of a paragraph whose document had before of them above it.
func (p Paragraph) Footnotes(before int) []Footnote {
	var out []Footnote
	for _, s := range p.Sentences {
		if s.Footnote != nil {
			out = append(out, Footnote{NoteMark(before + len(out)), *s.Footnote})
		}
	}
	return out
}

// paragraph visits a paragraph, the marks of its footnotes among its sentences, and then the footnotes.
func (w *walker) paragraph(p Paragraph) {
	notes := p.Footnotes(w.notes)
	w.notes += len(notes)
	w.in(Node{Role: "P"}, func() {
		if p.Lead.Text != "" {
			end := EndNone
			if len(p.Sentences) == 0 {
				end = EndLine
			}
			w.stray = w.stray || p.Lead.Footnote != nil
			w.sentence(PartParagraph, p.Lead, end)
		}
		marked := 0
		for i, s := range p.Sentences {
			end := EndNone
			if i == len(p.Sentences)-1 {
				end = EndLine
			}
			if s.Footnote == nil {
				w.sentence(PartParagraph, s, end)
				continue
			}
			w.sentence(PartParagraph, s, EndNone)
			w.visit(Place{Part: PartFootnote}, notes[marked].Mark, end)
			marked++
		}
	})
	for _, n := range notes {
		w.in(Node{Role: "Note"}, func() {
			w.visit(Place{Part: PartFootnote}, n.Mark, EndNone)
			w.sentence(PartFootnote, n.Note, EndLine)
		})
	}
}
