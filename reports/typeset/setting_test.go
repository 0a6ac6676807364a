package typeset

import (
	"errors"
	"math"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

func linesOf(t *testing.T, text string, cells float64) []string {
	t.Helper()
	sh := mustShaper(t)
	var out []string
	for _, l := range (block{atoms: sh.text(text, bodyStyle), width: cells * Cell}).set() {
		out = append(out, lineText(l))
	}
	return out
}

func TestLinesBreakByTheRules(t *testing.T) {
	cases := map[string]struct {
		text  string
		cells float64
		want  string
	}{
		"a full line":                           {"一二三四五六", 6, "一二三四五六"},
		"a comma is squeezed in":                {"一二三四五，六七", 5.5, "一二三四五，/六七"},
		"a comma takes a character along":       {"一二三四五六，七", 6, "一二三四五/六，七"},
		"an opening bracket goes to the next":   {"一二三四（五六）", 5, "一二三四/（五六）"},
		"a dash is never torn":                  {"一二三四——五六七", 5, "一二三/四——五六/七"},
		"an ellipsis is never torn":             {"一二三四……五六七", 5, "一二三/四……五六/七"},
		"a short number stays whole":            {"一二三四2026年", 6, "一二三四/2026年"},
		"an amount stays whole":                 {"涉及金额共1,234.56万元。", 7, "涉及金额共/1,234.56万元。"},
		"a document number stays whole":         {"根据通知（联审〔2026〕3号）", 8, "根据通知（联/审〔2026〕3号）"},
		"a long code may be cut":                {"代码为91330200MA2AGQ8K3X的", 7, "代码为9133020/0MA2AGQ/8K3X的"},
		"a word goes to the next line":          {"abc defgh ijk", 5, "abc defgh/ijk"},
		"a word longer than a line is cut":      {"incomprehensibilities", 5, "incompre/hensibilit/ies"},
		"pairs of marks share their blanks":     {"《一》（二）。", 5.6, "《一》（二）。"},
		"a break in the data is a break":        {"一二\n三四", 6, "一二/三四"},
		"blanks at the end of a line disappear": {"一二三四 五", 4, "一二三四/五"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(linesOf(t, c.text, c.cells), "/"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTypedIndentIsNotAddedToTheParagraphs(t *testing.T) {
	for _, text := range []string{"正文", "　　正文", "  正文", "　　正文\n　　正文"} {
		l, err := Set(&document.Document{Blocks: []document.Block{document.Words(text)}})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range l.Lines {
			if line.Text == "正文" && math.Abs(line.X-AreaLeft-2*Cell) > slack {
				t.Errorf("%q begins at %.2f", text, line.X-AreaLeft)
			}
		}
		if !strings.HasPrefix(l.Lines[0].Text, "正文") {
			t.Errorf("%q became %q", text, l.Lines[0].Text)
		}
	}
}

func TestGapBetweenHanAndLatin(t *testing.T) {
	sh := mustShaper(t)
	atoms := sh.text("第3次", bodyStyle)
	xs, right := place(atoms, gapsOf(atoms), AreaWidth, false)
	gap := (xs[1] - Cell) / Cell
	if gap < mixedMin || gap > 0.25 || math.Abs(right-(xs[2]+Cell)) > slack {
		t.Errorf("gap of %.3f em", gap)
	}
}

func TestJustifiedLinesFillTheWidth(t *testing.T) {
	sh := mustShaper(t)
	lines := (block{atoms: sh.text(words+words, bodyStyle), width: AreaWidth}).set()
	for i, l := range lines[:len(lines)-1] {
		last := l.atoms[len(l.atoms)-1]
		if end := l.right + blankAfter(&last); end < AreaWidth-slack || l.right > AreaWidth+slack {
			t.Errorf("line %d ends at %.2f of %.2f", i, end, AreaWidth)
		}
	}
}

func TestTitlesBreakBySense(t *testing.T) {
	cases := map[string]struct{ pieces, want string }{
		"one line":                    {"关于开展三责联审的通知", "关于开展三责联审的通知"},
		"between pieces":              {"关于王𬭎同志任临江县委书记期间|履行选人用人责任情况的|审查报告", "关于王𬭎同志任临江县委书记期间/履行选人用人责任情况的审查报告"},
		"words stay whole in a piece": {"关于李㛃同志任期内履行机构编制责任情况的审核报告", "关于李㛃同志任期内履行/机构编制责任情况的审核报告"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			sh := mustShaper(t)
			var atoms []atom
			ends := map[int]bool{}
			for _, p := range strings.Split(c.pieces, "|") {
				atoms = append(atoms, sh.text(p, style{face: face.SongBold, size: titleSize})...)
				ends[len(atoms)-1] = true
			}
			var got []string
			for _, l := range titleLines(atoms, ends, AreaWidth) {
				got = append(got, lineText(setLine{atoms: l}))
			}
			if strings.Join(got, "/") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "/"), c.want)
			}
		})
	}
}

func TestPreflightNamesRecordFieldAndCharacter(t *testing.T) {
	cases := map[string]struct {
		text  string
		fault Fault
		r     rune
	}{
		"no face has it": {"王😀", Missing, 0x1F600},
		"control":        {"王\x07", Control, 7},
		"direction":      {"王\u202E明", Direction, 0x202E},
		"zero width":     {"王\u200B明", Invisible, 0x200B},
		"soft hyphen":    {"王\u00AD明", Invisible, 0xAD},
		"variation":      {"王\uFE00", Invisible, 0xFE00},
		"private use":    {"王\uE000", Private, 0xE000},
		"broken bytes":   {"王\xff", Broken, 0xFFFD},
		"hebrew":         {"ש", Missing, 'ש'},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := &document.Document{Blocks: []document.Block{document.Table{Columns: []document.Column{{}},
				Rows: []document.Row{{Cells: []document.Cell{{Text: c.text, Record: "联审对象3", Field: "name"}}}}}}}
			_, err := Set(d)
			var faults *PreflightError
			if !errors.As(err, &faults) {
				t.Fatalf("got %v", err)
			}
			p := faults.Problems[0]
			if p.Fault != c.fault || p.Character != c.r || p.Place.Record != "联审对象3" || p.Place.Field != "name" {
				t.Errorf("%+v", p)
			}
			if app.CodeOf(err) != "report.character."+string(c.fault) {
				t.Errorf("code %s", app.CodeOf(err))
			}
		})
	}
}

func TestPreflightAcceptsWhatFacesHave(t *testing.T) {
	d := &document.Document{Watermark: "征求意见稿", Blocks: []document.Block{
		document.Words("㛃䶮𬭎堃喆㵑䜣旸昇囡叒燚犇垚淼𠅤𫖯𬱖珺玥頔祎赟翀堉婳嫄嬿孻𬀩𣲘𬍛", "☐☑①②℃㎡★—…“”\t\n\r\n\u3000\u00A0é×")}}
	if err := Preflight(d); err != nil {
		t.Errorf("%v %+v", err, err.(*PreflightError).Problems)
	}
}

func TestPreflightLooksAtTheWatermark(t *testing.T) {
	if err := Preflight(&document.Document{Watermark: "稿\u202E"}); err == nil {
		t.Error("a direction mark in the watermark passed")
	}
}

func TestHundredThousandCharactersInOneParagraph(t *testing.T) {
	text := strings.Repeat("审查组的责任是提出审查意见。", 100_000/14)
	l, err := Set(&document.Document{Blocks: []document.Block{document.Words(text)}})
	if err != nil {
		t.Fatal(err)
	}
	if want := 100_000 / 28 / 22; len(l.Pages) < want {
		t.Errorf("%d pages, want %d or more", len(l.Pages), want)
	}
}

func TestDecimalPointsStandUnderEachOther(t *testing.T) {
	table := document.Table{Columns: []document.Column{{Head: "项"}, {Head: "额", Align: document.AlignDecimal}}}
	for _, v := range []string{"1.5", "22,345.67", "-0.125", "300", "—"} {
		table.Rows = append(table.Rows, document.Row{Cells: document.Cells("x", v)})
	}
	l, err := Set(&document.Document{Blocks: []document.Block{table}})
	if err != nil {
		t.Fatal(err)
	}
	points := map[string]float64{}
	for _, item := range l.Pages[0].Items {
		run, ok := item.(*Run)
		if !ok {
			continue
		}
		for _, g := range run.Glyphs {
			if g.Rune == '.' {
				points[string(run.Glyphs[0].Rune)] = g.X
			}
		}
	}
	if len(points) != 3 { // of "1.5", "22,345.67" and "-0.125"
		t.Fatalf("points %v", points)
	}
	for _, x := range points {
		if math.Abs(x-points["-"]) > slack {
			t.Errorf("points at %v", points)
		}
	}
}

func TestPageNumbersStandOutside(t *testing.T) {
	l, err := Set(sample(20))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range l.Pages {
		left, right := PageWidth, 0.0
		for _, item := range page.Items {
			if run, ok := item.(*Run); ok && run.Y > AreaTop+AreaHeight {
				last := run.Glyphs[len(run.Glyphs)-1]
				left, right = min(left, run.Glyphs[0].X), max(right, last.X+last.Advance)
			}
		}
		if odd := page.Number%2 == 1; odd && math.Abs(AreaLeft+AreaWidth-14-right) > 1 || !odd && math.Abs(AreaLeft+14-left) > 1 {
			t.Errorf("page %d: number from %.1f to %.1f", page.Number, left, right)
		}
	}
}

func TestHeadingsStayWithWhatFollows(t *testing.T) {
	for n := range 40 {
		d := &document.Document{}
		for range n {
			d.Blocks = append(d.Blocks, document.Words("行"))
		}
		d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: "一、标题"}, document.Heading{Level: 2, Text: "（一）小标题"},
			document.Words(strings.Repeat("正文", 40)))
		l, err := Set(d)
		if err != nil {
			t.Fatal(err)
		}
		pages, body := map[string]int{}, map[int]int{}
		for _, line := range l.Lines {
			switch {
			case strings.Contains(line.Text, "标题"):
				pages[line.Text] = line.Page
			case strings.Contains(line.Text, "正文"):
				body[line.Page]++
			}
		}
		if pages["一、标题"] != pages["（一）小标题"] || body[pages["（一）小标题"]] < 2 {
			t.Errorf("%d lines before: headings on %v, body lines %v", n, pages, body)
		}
		for page, lines := range body {
			if lines == 1 {
				t.Errorf("%d lines before: a single line of a paragraph on page %d", n, page)
			}
		}
	}
}

func TestSignaturesStayWithWhatIsSigned(t *testing.T) {
	for n := range 40 {
		d := &document.Document{Kind: document.Form}
		for range n {
			d.Blocks = append(d.Blocks, document.Words("行"))
		}
		d.Blocks = append(d.Blocks, document.Words("一句"), document.Words("末句"), document.Spacer{Lines: 0.5},
			document.Table{Signing: true, Columns: []document.Column{{Head: "身份"}, {Head: "签名"}}, Rows: []document.Row{
				{Cells: document.Cells("甲\n（一）", "")}, {Cells: document.Cells("乙\n（二）", "")}, {Cells: document.Cells("丙\n（三）", "")}}})
		l, err := Set(d)
		if err != nil {
			t.Fatal(err)
		}
		pages := map[int]bool{}
		for _, line := range l.Lines {
			if strings.Contains("一句 末句 身份 甲 乙 丙", line.Text) && line.Text != "" {
				pages[line.Page] = true
			}
		}
		if len(pages) != 1 {
			t.Errorf("%d lines before: what is signed and the signatures stand on pages %v", n, pages)
		}
	}
}

func BenchmarkSetHundredThousandCharacters(b *testing.B) {
	d := &document.Document{Blocks: []document.Block{document.Words(strings.Repeat(words, 600))}}
	for b.Loop() {
		if _, err := Set(d); err != nil {
			b.Fatal(err)
		}
	}
}

func TestATitleBreaksAfterTheNamesNotBetweenThem(t *testing.T) {
	atoms, ends := mustShaper(t).titleAtoms(document.Plain("关于市文化和旅游局", "褚演示、", "卫假设同志的", "任期经济责任审计报告"))
	lines := titleLines(atoms, ends, AreaWidth)
	if len(lines) != 2 || lines[1][0].r != '任' {
		var got []string
		for _, l := range lines {
			text := ""
			for _, a := range l {
				text += string(a.r)
			}
			got = append(got, text)
		}
		t.Errorf("title broken as %q", got)
	}
}
