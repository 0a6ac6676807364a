package typeset

import (
	"strings"
	"testing"

	"lianshen/reports/document"
)

// formOf is a form with a table of many rows and everything that stands around it.
func formOf(rows int) *document.Document {
	t := document.Table{Columns: []document.Column{{Head: "序号"}, {Head: "内容", Width: 5}}}
	for range rows {
		t.Rows = append(t.Rows, document.Row{Cells: document.Cells("一", "二"), Height: 12})
	}
	return &document.Document{Kind: document.Form, Title: document.Plain("取证单"), Label: document.Sentence{Text: "表十二"}, Running: &document.Running{Left: document.Sentence{Text: "索引号"}},
		Foot: "签名", Corner: &document.Symbol{Dark: [][]bool{{true}}, Side: 18, Beside: document.Plain("识别码")}, Blocks: []document.Block{t}}
}

// textOn is what a page says, and where each piece of it stands.
func textOn(p Page, artifacts bool) (string, []*Run) {
	var b strings.Builder
	var runs []*Run
	for _, item := range p.Items {
		if r, ok := item.(*Run); ok && r.Artifact == artifacts {
			for _, g := range r.Glyphs {
				b.WriteRune(g.Rune)
			}
			runs = append(runs, r)
		}
	}
	return b.String(), runs
}

func TestEveryPageOfAFormBearsItsNumberIndexAndPlaceToSign(t *testing.T) {
	l, err := Set(formOf(60))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Pages) < 3 {
		t.Fatalf("%d pages", len(l.Pages))
	}
	for i, p := range l.Pages {
		around, runs := textOn(p, true)
		for _, want := range []string{"签名", "第 "} {
			if !strings.Contains(around, want) {
				t.Errorf("page %d lacks %q: %s", i+1, want, around)
			}
		}
		if i > 0 && !strings.Contains(around, "索引号") {
			t.Errorf("page %d does not repeat the index", i+1)
		}
		lowest := 0.0
		for _, item := range p.Items {
			if s, ok := item.(*Stroke); ok {
				lowest = max(lowest, s.Y2)
			}
		}
		for _, r := range runs {
			if r.Glyphs[0].Rune == '签' && r.Y-ascent*r.Size < lowest {
				t.Errorf("page %d: the place to sign at %.0f stands in the table that ends at %.0f", i+1, r.Y, lowest)
			}
			if r.Y > p.Height-15*millimetre {
				t.Errorf("page %d: a line at %.0f of %.0f leaves the paper", i+1, r.Y, p.Height)
			}
		}
	}
	for i, p := range l.Pages[1:] {
		if text, _ := textOn(p, true); !strings.Contains(text, "识别码") || !strings.Contains(text, "表十二") || symbols(p) != 1 {
			t.Errorf("page %d does not tell which form it is of: %s, %d symbols", i+2, text, symbols(p))
		}
	}
	first, _ := textOn(l.Pages[0], false)
	if !strings.Contains(first, "识别码") || !strings.Contains(first, "表十二") || strings.Count(first, "索引号") != 1 {
		t.Errorf("the first page says %s", first)
	}
}

func TestTurnedPagesKeepWithinTurnedPaper(t *testing.T) {
	d := formOf(40)
	d.Landscape, d.Running, d.Corner = true, nil, nil
	l, err := Set(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range l.Pages {
		if p.Width != PageHeight || p.Height != PageWidth {
			t.Fatalf("page of %.0f × %.0f", p.Width, p.Height)
		}
		widest := 0.0
		for _, item := range p.Items {
			if s, ok := item.(*Stroke); ok {
				widest = max(widest, s.X2)
				if s.Y2 > p.Height-20*millimetre || s.X2 > p.Width-20*millimetre {
					t.Fatalf("a rule ends at %.0f, %.0f", s.X2, s.Y2)
				}
			}
		}
		if widest < PageWidth {
			t.Errorf("the table ends at %.0f and does not use the width", widest)
		}
	}
}

// symbols counts the symbols of a page that stand in its upper margin.
func symbols(p Page) int {
	n := 0
	for _, item := range p.Items {
		if m, ok := item.(*Mosaic); ok && m.Y > 15*millimetre && m.Y+m.Side < AreaTop {
			n++
		}
	}
	return n
}

// box gives how high a one-row table is set, and on how many pages.
func box(t *testing.T, text string, height float64) (float64, int) {
	t.Helper()
	d := &document.Document{Kind: document.Form, Blocks: []document.Block{document.Table{Columns: []document.Column{{}, {Width: 3}},
		Rows: []document.Row{{Height: height, Cells: []document.Cell{{Text: "意见"}, {Text: text, Top: true, Align: document.AlignLeft, Foot: "盖章"}}}}}}}
	l, err := Set(d)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, p := range l.Pages {
		top, bottom := p.Height, 0.0
		for _, item := range p.Items {
			if s, ok := item.(*Stroke); ok {
				top, bottom = min(top, s.Y1), max(bottom, s.Y2)
			}
		}
		sum += bottom - top
	}
	last, runs := textOn(l.Pages[len(l.Pages)-1], false)
	if !strings.HasSuffix(last, "盖章") {
		t.Errorf("the last page ends with %q", last)
	}
	for _, r := range runs {
		if r.Glyphs[0].Rune == '意' || len(l.Pages) > 1 {
			continue
		}
		if r.Glyphs[0].Rune == '盖' && r.Y < AreaTop+height*millimetre-AreaTop/2 {
			t.Errorf("the seal stands at %.0f of a box of %.0f", r.Y-AreaTop, height*millimetre)
		}
	}
	return sum, len(l.Pages)
}

func TestBoxesAreAsHighAsAskedAndGrowOverPages(t *testing.T) {
	if h, pages := box(t, "属实", 100); pages != 1 || h < 100*millimetre-1 || h > 100*millimetre+1 {
		t.Errorf("a box of 100 mm is %.0f mm high on %d pages", h/millimetre, pages)
	}
	if h, pages := box(t, strings.Repeat("属实属实属实属实属实\n", 120), 100); pages < 3 || h < 400*millimetre {
		t.Errorf("a long text takes %.0f mm on %d pages", h/millimetre, pages)
	}
}

func TestALabelIsSaidAgainWhereItsBoxGoesOn(t *testing.T) {
	d := &document.Document{Kind: document.Form, Blocks: []document.Block{document.Table{Columns: []document.Column{{}, {Width: 3}},
		Rows: []document.Row{{Cells: []document.Cell{{Text: "意见", Again: "意见"}, {Text: strings.Repeat("属实属实属实属实属实\n", 120)}}}}}}}
	l, err := Set(d)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Pages) < 3 {
		t.Fatalf("%d pages", len(l.Pages))
	}
	for i, p := range l.Pages {
		text, _ := textOn(p, i > 0)
		if strings.Count(text, "意见") != 1 {
			t.Errorf("page %d does not say what the box is for: %s", i+1, text)
		}
	}
}

func TestWhiteSpaceNeverBeginsAPage(t *testing.T) {
	for mm := 20.0; mm < 70; mm += 0.5 {
		table := document.Table{Columns: []document.Column{{}}, Rows: []document.Row{{Height: 60, Cells: document.Cells("甲")}, {Height: 60, Cells: document.Cells("乙")}, {Height: 60, Cells: document.Cells("丙")}, {Height: mm, Cells: document.Cells("丁")}}}
		l, err := Set(&document.Document{Kind: document.Form, Blocks: []document.Block{table}})
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range l.Pages {
			if text, _ := textOn(p, false); text == "" {
				t.Fatalf("a row of %.1f mm: page %d of %d is empty", mm, i+1, len(l.Pages))
			}
		}
	}
}

func TestAParagraphThatIsKeptEndsNoPage(t *testing.T) {
	d := &document.Document{Kind: document.Form}
	for range 60 {
		d.Blocks = append(d.Blocks, document.Paragraph{Sentences: document.Plain("问"), Keep: true}, document.Words("答"), document.Words("又"))
	}
	l, err := Set(d)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Pages) < 5 {
		t.Fatalf("%d pages", len(l.Pages))
	}
	for i, p := range l.Pages {
		if text, _ := textOn(p, false); strings.HasSuffix(text, "问") {
			t.Errorf("page %d ends with a question", i+1)
		}
	}
}

func TestOnlyFormsHaveTheFurnitureOfForms(t *testing.T) {
	for name, d := range map[string]*document.Document{
		"turned": {Kind: document.Official, Landscape: true}, "label": {Label: document.Sentence{Text: "表"}}, "foot": {Kind: document.Official, Foot: "签"},
		"corner": {Kind: document.Form, Corner: &document.Symbol{Dark: [][]bool{{true}}, Side: 30}},
		"height": {Kind: document.Form, Blocks: []document.Block{document.Table{Columns: []document.Column{{}}, Rows: []document.Row{{Height: 300, Cells: document.Cells("")}}}}},
	} {
		if _, err := Set(d); err == nil {
			t.Errorf("%s was set", name)
		}
	}
}

func TestARowThatHeadsOthersNeverEndsAPage(t *testing.T) {
	for rows := range 6 {
		table := document.Table{Columns: []document.Column{{}, {}}}
		for i := range 40 {
			heads := i%(7+rows) == 0
			text := "行"
			if heads {
				text = "首"
			}
			table.Rows = append(table.Rows, document.Row{Lead: heads, Cells: document.Cells(text, "二")})
		}
		l, err := Set(&document.Document{Kind: document.Form, Blocks: []document.Block{table}})
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range l.Pages {
			if text, _ := textOn(p, false); i+1 < len(l.Pages) && strings.HasSuffix(text, "首二") {
				t.Errorf("every %d rows: page %d ends with a row that heads others", 7+rows, i+1)
			}
		}
	}
}

// A row that fits a page is not cut for what is left of one, unless too much of that page would stay empty.
func TestHighRowGoesToTheNextPageWholeUnlessThatLeavesAThirdOfThisOneEmpty(t *testing.T) {
	for name, c := range map[string]struct {
		above float64 // millimetres of the page that are taken
		lines int     // of the row
		whole bool
	}{"little room": {170, 20, true}, "much room": {60, 32, false}, "higher than a page": {170, 80, false}} {
		t.Run(name, func(t *testing.T) {
			text := strings.TrimSuffix(strings.Repeat("查\n", c.lines), "\n")
			l, err := Set(&document.Document{Kind: document.Form, Blocks: []document.Block{document.Table{Columns: []document.Column{{}, {Width: 3}}, Rows: []document.Row{
				{Height: c.above, Cells: document.Cells("上", "上")}, {Cells: []document.Cell{{Text: "甲", Again: "甲续"}, {Text: text, Again: "情况续"}}}, {Cells: document.Cells("下", "下")}}}}})
			if err != nil {
				t.Fatal(err)
			}
			first, _ := textOn(l.Pages[0], false)
			if cut := strings.Contains(first, "甲"); cut == c.whole {
				t.Errorf("the row begins on the first page: %v", cut)
			}
			for i, p := range l.Pages[1:] {
				text, runs := textOn(p, true)
				if again := strings.Contains(text, "甲续") && strings.Contains(text, "情况续"); again != (!c.whole && strings.Contains(pageText(p), "查")) {
					t.Errorf("page %d says again what the row is: %v", i+2, again)
				}
				_, own := textOn(p, false)
				for _, r := range runs {
					for _, o := range own {
						if r.Glyphs[0].Rune == '情' && (o.Y-r.Y < r.Size || r.Y < AreaTop+ascent*r.Size) {
							t.Errorf("page %d: what is said again at %.0f stands in the text at %.0f", i+2, r.Y, o.Y)
						}
					}
				}
			}
		})
	}
}

func pageText(p Page) string {
	text, _ := textOn(p, false)
	return text
}
