package typeset

import (
	"strings"
	"testing"

	"lianshen/reports/document"
)

// What spans rows that no page holds goes on over pages: nothing leaves the type area, and the cell has no rule inside.
func TestACellThatSpansMoreThanAPageGoesOn(t *testing.T) {
	table := document.Table{Columns: []document.Column{{Head: "类别"}, {Head: "内容"}}}
	for i := range 30 {
		row := document.Row{Cells: document.Cells(strings.Repeat("情况，", 40))}
		if i == 0 {
			row.Cells = append([]document.Cell{{Text: "甲类", RowSpan: 30}}, row.Cells...)
		}
		table.Rows = append(table.Rows, row)
	}
	l := laid(t, &document.Document{Kind: document.Form, Blocks: []document.Block{table}})
	if len(l.Pages) < 3 {
		t.Fatalf("%d pages", len(l.Pages))
	}
	apart(t, l)
	said := 0
	for _, p := range l.Pages {
		if strings.Contains(pageText(p), "甲类") {
			said++
		}
		left := 0
		for _, item := range p.Items {
			if s, ok := item.(*Stroke); ok {
				if max(s.Y1, s.Y2) > AreaTop+AreaHeight+1 {
					t.Fatalf("page %d: a rule at %.0f", p.Number, s.Y2)
				}
				if s.Y1 == s.Y2 && s.X1 < AreaLeft+1 && s.X2 < AreaLeft+AreaWidth-1 && s.Width == innerRule {
					left++
				}
			}
		}
		if left > 2 { // below the head and below the last row
			t.Errorf("page %d: %d rules cut the cell", p.Number, left)
		}
	}
	if said != 1 {
		t.Errorf("the cell is said on %d pages", said)
	}
}

// A head that fills half a page is set once, like rows, and cut like them.
func TestAHeadHigherThanHalfAPageIsSetOnce(t *testing.T) {
	table := document.Table{Columns: []document.Column{{Head: strings.Repeat("说明，", 400)}, {Head: "额"}}, Rows: []document.Row{{Cells: document.Cells("甲", "1")}, {Cells: document.Cells("乙", "2")}}}
	l := laid(t, &document.Document{Kind: document.Form, Blocks: []document.Block{table}})
	apart(t, l)
	for _, line := range l.Lines {
		if line.Y > AreaTop+AreaHeight {
			t.Fatalf("page %d: %q below the type area", line.Page, line.Text)
		}
	}
}

// Notes that nothing but themselves is left to say go on over pages, line by line, each once.
func TestWhatIsLeftOfNotesAtTheEndGoesOnAlone(t *testing.T) {
	d := &document.Document{Blocks: []document.Block{document.Paragraph{Sentences: []document.Sentence{noted("文。", strings.Repeat("很长的注释，", 900))}}}}
	l := laid(t, d)
	if len(l.Pages) < 3 {
		t.Errorf("%d pages", len(l.Pages))
	}
	apart(t, l)
}
