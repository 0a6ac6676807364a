package typeset

import (
	"math"
	"strings"
	"testing"

	"lianshen/reports/document"
)

// place finds the run that holds a text's first character.
func runOf(t *testing.T, l *Layout, text string) (int, *Run) {
	t.Helper()
	for _, p := range l.Pages {
		for _, item := range p.Items {
			if r, ok := item.(*Run); ok {
				var s strings.Builder
				for _, g := range r.Glyphs {
					s.WriteRune(g.Rune)
				}
				if strings.Contains(s.String(), text) {
					return p.Number, r
				}
			}
		}
	}
	t.Fatalf("%q stands nowhere", text)
	return 0, nil
}

func TestTraceStandsOnTheLastPageOppositeTheNumber(t *testing.T) {
	for pages := 1; pages <= 3; pages++ {
		d := &document.Document{Kind: document.Official, Trace: document.Sentence{Text: "校验码 AAAA-BBBB"}}
		for range pages - 1 {
			d.Blocks = append(d.Blocks, document.Words("正文"), document.PageBreak{})
		}
		d.Blocks = append(d.Blocks, document.Words("末段"))
		l, err := Set(d)
		if err != nil {
			t.Fatal(err)
		}
		on, trace := runOf(t, l, "AAAA")
		_, number := runOf(t, l, "—")
		for _, item := range l.Pages[len(l.Pages)-1].Items {
			if r, ok := item.(*Run); ok && r.Artifact {
				number = r
			}
		}
		last := len(l.Pages)
		middle := AreaLeft + AreaWidth/2
		if on != last || last != pages {
			t.Errorf("of %d pages it stands on page %d", last, on)
		}
		if trace.Y != number.Y || trace.Y <= AreaTop+AreaHeight {
			t.Errorf("baselines %.1f and %.1f", trace.Y, number.Y)
		}
		if left, right := trace.Glyphs[0].X < middle, number.Glyphs[0].X > middle; left != right {
			t.Errorf("page %d: code and number stand on one side", last)
		}
	}
}

func TestCharactersOfAKeyStandUnderEachOther(t *testing.T) {
	l, err := Set(&document.Document{Blocks: []document.Block{document.Groups{List: []string{"IIII", "WWWW", "1L1L", "MQMQ"}, Columns: 2}}})
	if err != nil {
		t.Fatal(err)
	}
	centres := func(text string) []float64 {
		_, r := runOf(t, l, text)
		var out []float64
		for _, g := range r.Glyphs {
			out = append(out, g.X+g.Advance/2)
		}
		return out
	}
	for _, pair := range [][2]string{{"IIII", "1L1L"}, {"WWWW", "MQMQ"}} {
		a, b := centres(pair[0]), centres(pair[1])
		for i := range a {
			if math.Abs(a[i]-b[i]) > slack {
				t.Errorf("character %d of %s and %s: %.2f and %.2f", i+1, pair[0], pair[1], a[i], b[i])
			}
		}
		if d := a[1] - a[0]; math.Abs(a[2]-a[1]-d) > slack {
			t.Errorf("the cells of %s are not even", pair[0])
		}
	}
}

func TestSymbolKeepsItsLightMargin(t *testing.T) {
	dark := make([][]bool, 25)
	for i := range dark {
		dark[i] = make([]bool, 25)
	}
	l, err := Set(&document.Document{Blocks: []document.Block{
		document.Words("上文"), document.Symbol{Dark: dark, Side: 40, Beside: document.Plain(strings.Repeat("说明", 60))}, document.Words("下文")}})
	if err != nil {
		t.Fatal(err)
	}
	var m *Mosaic
	for _, item := range l.Pages[0].Items {
		if one, ok := item.(*Mosaic); ok {
			m = one
		}
	}
	if m == nil {
		t.Fatal("no symbol")
	}
	margin := quiet * m.Side / 25
	for _, line := range l.Lines {
		above, below := line.Y+0.12*Cell <= m.Y-margin+slack, line.Y-ascent*Cell >= m.Y+m.Side+margin-slack
		if !above && !below && line.Right > m.X-margin+slack {
			t.Errorf("%q reaches %.1f, the margin begins at %.1f", line.Text, line.Right, m.X-margin)
		}
	}
}
