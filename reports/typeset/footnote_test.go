package typeset

import (
	"fmt"
	"strings"
	"testing"

	"lianshen/reports/document"
)

func noted(text, note string) document.Sentence {
	return document.Sentence{Text: text, Footnote: &document.Sentence{Text: note}}
}

// Every note stands at the foot of the page of its mark, in order, below a short rule, clear of the body.
func TestFootnotesStandAtTheFootOfThePageOfTheirMark(t *testing.T) {
	d := &document.Document{Kind: document.Official}
	const n = 23 // beyond ⑳
	for i := range n {
		d.Blocks = append(d.Blocks, document.Paragraph{Sentences: []document.Sentence{
			noted(words, fmt.Sprintf("注%03d说明。", i)), {Text: strings.Repeat("甲乙丙丁", i%9)}}})
	}
	l := laid(t, d)
	apart(t, l)
	last := 0
	for i := range n {
		note, mark := 0, 0
		for _, line := range l.Lines {
			if strings.Contains(line.Text, fmt.Sprintf("注%03d", i)) {
				note = line.Page
				if !strings.HasPrefix(line.Text, document.NoteMark(i)) {
					t.Errorf("note %d reads %s", i, line.Text)
				}
			} else if strings.Contains(line.Text, document.NoteMark(i)) {
				mark = line.Page
			}
		}
		if note == 0 || note != mark || note < last {
			t.Errorf("note %d stands on page %d, its mark on page %d", i+1, note, mark)
		}
		last = note
	}
	for _, p := range l.Pages {
		rule, body, first := 0.0, 0.0, PageHeight
		for _, item := range p.Items {
			switch item := item.(type) {
			case *Stroke:
				rule = item.Y1
			case *Run:
				if item.Artifact {
					continue
				}
				if item.Size == footSize {
					first = min(first, upper(item))
				} else if item.Size == Cell {
					body = max(body, lower(item))
				}
			}
		}
		if rule == 0 {
			continue
		}
		if body > rule || rule > first {
			t.Errorf("page %d: the body ends at %.1f, the rule stands at %.1f, the notes begin at %.1f", p.Number, body, rule, first)
		}
	}
}

// A mark is small, raised, and never begins a line.
func TestMarksOfFootnotesNeverBeginALine(t *testing.T) {
	for n := range 60 {
		d := &document.Document{Blocks: []document.Block{document.Paragraph{Sentences: []document.Sentence{noted(strings.Repeat("字", n+1), "注。"), {Text: strings.Repeat("后", 60)}}}}}
		l := laid(t, d)
		for _, line := range l.Lines {
			if strings.HasPrefix(line.Text, "①") && line.Text != "①注。" {
				t.Fatalf("%d characters: a line begins with the mark", n+1)
			}
		}
		_, mark := runOf(t, l, "①")
		_, text := runOf(t, l, "字")
		if mark.Size >= 0.7*text.Size {
			t.Fatalf("a mark of %.1f pt", mark.Size)
		}
	}
}

// A note too long for the foot of its page begins there and goes over to the next.
func TestALongFootnoteGoesOverToTheNextPage(t *testing.T) {
	long := strings.Repeat("这是一条很长的注释，", 260)
	for name, after := range map[string][]document.Block{"the body goes on": {document.Words(strings.Repeat(words, 12))}, "the body ends": nil} {
		t.Run(name, func(t *testing.T) {
			d := &document.Document{Kind: document.Official, Blocks: append([]document.Block{document.Paragraph{Sentences: []document.Sentence{noted(words, long)}}}, after...),
				Imprint: &document.Imprint{CopyTo: document.Plain("市纪委")}}
			l := laid(t, d)
			apart(t, l)
			pages := map[int]int{}
			imprint := 0
			for _, line := range l.Lines {
				if strings.Contains(line.Text, "很长的注释") {
					pages[line.Page]++
				}
				if strings.Contains(line.Text, "抄送") {
					imprint = line.Page
				}
			}
			if pages[1] < 5 || len(pages) < 2 {
				t.Errorf("lines of the note on pages %v", pages)
			}
			if imprint != len(l.Pages) {
				t.Errorf("the imprint stands on page %d of %d", imprint, len(l.Pages))
			}
		})
	}
}

// Notes share the last page with signature and imprint: above the one, below the other.
func TestFootnotesStandAboveTheImprint(t *testing.T) {
	d := sample(0)
	d.Head, d.Number = nil, ""
	d.Blocks = []document.Block{document.Paragraph{Sentences: []document.Sentence{noted("正文。", "注释。")}}}
	l := laid(t, d)
	if len(l.Pages) != 1 {
		t.Fatalf("%d pages", len(l.Pages))
	}
	apart(t, l)
	_, date := runOf(t, l, "2026")
	_, note := runOf(t, l, "注释")
	_, copies := runOf(t, l, "抄送")
	if date.Y > note.Y || note.Y > copies.Y || copies.Y-note.Y > 3*Pitch {
		t.Errorf("the date at %.1f, the note at %.1f, the copies at %.1f", date.Y, note.Y, copies.Y)
	}
}
