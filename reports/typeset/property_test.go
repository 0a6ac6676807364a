package typeset

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/reports/document"
)

// alphabet holds what real text mixes: Han, rare names, Latin, digits, and
// every kind of mark.
var alphabet = []rune("审查报告的情况一二三县委组织部选人用人㛃䶮𬭎堃喆㵑䜣旸昇囡叒燚犇垚淼𠅤𫖯𬱖珺玥頔祎赟翀堉婳嫄嬿孻𬀩𣲘𬍛" +
	"，。、；：？！（）《》〈〉“”‘’〔〕【】——……·％①★☐☑○×" + "abcXYZ0123456789 .,:;!?()[]-/%&'\"\u3000\u00A0")

func genText(most int) *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom(alphabet), 1, 12, -1),
		rapid.SampledFrom([]string{"——", "……", "91330200MA2AGQ8K3X", "1,234.56万元", "（临联审〔2026〕3号）", "《条例》", "“三责联审”",
			"2026年3月5日", "GB/T 9704-2012", "）。", "（《", "”，“", "don’t", "\n", "incomprehensibilities", " "}),
		rapid.StringOfN(rapid.SampledFrom([]rune("审查报告情况工作责任")), 5, 40, -1),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, most).Draw(t, "pieces"), "")
	})
}

func mustShaper(t interface{ Fatal(...any) }) *shaper {
	s, err := newShaper(document.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestNoLineLosesAnything sets random text at random widths: every character
// is on exactly one line, in order, inside the width, and no line begins or
// ends with a mark that must not stand there.
func TestNoLineLosesAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sh := mustShaper(t)
		text := genText(12).Draw(t, "text")
		cells := rapid.Float64Range(2, 30).Draw(t, "cells")
		size := rapid.SampledFrom([]float64{9, 10.5, 12, Cell, 22}).Draw(t, "size")
		st := bodyStyle
		st.size = size
		align := rapid.SampledFrom([]alignment{justified, ragged, centred, flushRight}).Draw(t, "align")
		b := block{atoms: sh.text(text, st), width: cells * size, align: align}
		if b.width > 8*size {
			b.first = 2 * size
		}
		var got strings.Builder
		for _, line := range b.set() {
			checkLine(t, line, b.width, size)
			for _, a := range line.atoms {
				got.WriteRune(a.r)
			}
		}
		if document.Ink(got.String()) != document.Ink(text) {
			t.Fatalf("%q became %q", text, got.String())
		}
	})
}

func checkLine(t *rapid.T, line setLine, width, size float64) {
	if len(line.atoms) == 0 {
		return
	}
	if (Line{Text: lineText(line), Forced: line.forced, Opens: line.opens, Closes: line.closes}).BreaksRule() {
		t.Fatalf("line %q begins or ends with what it must not", lineText(line))
	}
	widest := 0.0
	for _, a := range line.atoms {
		widest = max(widest, a.advance)
	}
	if line.x < -slack || (line.x+line.right > width+0.5 && len(line.atoms) > 1 && !line.forced) {
		t.Fatalf("line %q reaches from %.2f to %.2f of %.2f", lineText(line), line.x, line.x+line.right, width)
	}
	for i := 1; i < len(line.atoms); i++ {
		a, step := line.atoms[i-1], line.xs[i]-line.xs[i-1]
		squeeze := 0.51
		if blankAfter(&a) > 0 && blankBefore(&line.atoms[i]) > 0 {
			squeeze = 0.76
		}
		if step < a.advance-squeeze*size {
			t.Fatalf("line %q: %c overlaps %c", lineText(line), a.r, line.atoms[i].r)
		}
		pair := a.r == line.atoms[i].r && (a.class == dash || a.class == dots)
		if pair && math.Abs(step-a.advance) > slack {
			t.Fatalf("line %q: %c%c torn apart", lineText(line), a.r, a.r)
		}
		if a.class == digit && line.atoms[i].class == digit && math.Abs(step-a.advance) > slack {
			t.Fatalf("line %q: a number is torn apart", lineText(line))
		}
	}
}

func lineText(line setLine) string {
	var b strings.Builder
	for _, a := range line.atoms {
		b.WriteRune(a.r)
	}
	return b.String()
}

func genSentences(t *rapid.T, name string) []document.Sentence {
	return document.Plain(rapid.SliceOfN(genText(6), 0, 3).Draw(t, name)...)
}

func genTable(t *rapid.T) document.Table {
	table := document.Table{Caption: document.Sentence{Text: genText(2).Draw(t, "caption")}, Unit: rapid.SampledFrom([]string{"", "单位：万元"}).Draw(t, "unit")}
	columns := rapid.IntRange(1, 10).Draw(t, "columns")
	for i := range columns {
		table.Columns = append(table.Columns, document.Column{Head: fmt.Sprintf("栏目%d", i+1), Width: rapid.Float64Range(0, 4).Draw(t, "weight"),
			Align: rapid.SampledFrom([]document.Align{"", document.AlignCentre, document.AlignRight, document.AlignDecimal}).Draw(t, "align")})
	}
	cell := rapid.OneOf(genText(3), rapid.SampledFrom([]string{"1,234.56", "-0.5", "—", "12.30%"}))
	for range rapid.IntRange(0, 40).Draw(t, "rows") {
		row := document.Row{Total: rapid.IntRange(0, 9).Draw(t, "total") == 0}
		for range columns {
			row.Cells = append(row.Cells, document.Cell{Text: cell.Draw(t, "cell")})
		}
		table.Rows = append(table.Rows, row)
	}
	if rapid.IntRange(0, 3).Draw(t, "tall") == 0 && len(table.Rows) > 0 {
		table.Rows[len(table.Rows)/2].Cells[0].Text = strings.Repeat("很长的一格，", rapid.IntRange(50, 800).Draw(t, "long"))
	}
	table.Notes = genSentences(t, "notes")
	return table
}

func genDocument(t *rapid.T) *document.Document {
	d := &document.Document{
		Draft: rapid.Bool().Draw(t, "draft"), Watermark: rapid.SampledFrom([]string{"", "征求意见稿"}).Draw(t, "watermark"),
		Title: genSentences(t, "title"), Recipients: genSentences(t, "recipients"), Attachments: genSentences(t, "attachments"),
		Kind: rapid.SampledFrom([]document.Kind{document.Official, document.Form}).Draw(t, "kind"),
	}
	if rapid.Bool().Draw(t, "head") {
		d.Head = &document.Head{Organs: genSentences(t, "organs"), Suffix: rapid.SampledFrom([]string{"", "文件"}).Draw(t, "suffix"),
			Secrecy: rapid.SampledFrom([]string{"", "机密★1年"}).Draw(t, "secrecy")}
		d.Number = rapid.SampledFrom([]string{"", "×联审〔2026〕5号"}).Draw(t, "number")
	}
	blocks := func(name string) []document.Block {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) document.Block {
			switch rapid.IntRange(0, 7).Draw(t, "kind") {
			case 0:
				return document.Heading{Level: rapid.IntRange(1, 4).Draw(t, "level"), Text: genText(3).Draw(t, "heading")}
			case 1:
				return genTable(t)
			case 2:
				return document.Chart{Series: []string{"好", "差"}, Bars: []document.Bar{{Label: document.Sentence{Text: genText(2).Draw(t, "label")},
					Values: []int64{rapid.Int64Range(0, 100).Draw(t, "value"), 3}, Note: document.Sentence{Text: genText(2).Draw(t, "note")}}}}
			case 3:
				return document.Spacer{Lines: rapid.Float64Range(0, 22).Draw(t, "lines")}
			case 4:
				return document.PageBreak{}
			}
			return document.Paragraph{Sentences: genSentences(t, "sentences"),
				Style: rapid.SampledFrom([]document.ParagraphStyle{document.Body, document.Flush, document.Centred, document.Right, document.Small}).Draw(t, "style")}
		}), 0, 6).Draw(t, name)
	}
	d.Blocks = blocks("blocks")
	if rapid.Bool().Draw(t, "signed") {
		d.Signature = &document.Signature{Organs: genSentences(t, "signers"), Date: document.Sentence{Text: "2026年3月5日"}, Sealed: rapid.Bool().Draw(t, "sealed")}
	}
	for range rapid.IntRange(0, 2).Draw(t, "annexes") {
		d.Annexes = append(d.Annexes, document.Annex{Title: genSentences(t, "annex"), Blocks: blocks("annex blocks")})
	}
	if rapid.Bool().Draw(t, "imprint") {
		d.Imprint = &document.Imprint{CopyTo: genSentences(t, "copies"), Issuer: document.Sentence{Text: genText(2).Draw(t, "issuer")}, Date: document.Sentence{Text: "2026年3月6日"}}
	}
	return d
}

// TestPagesHoldTheWholeDocument sets random documents: every character of the
// text is on a page once, nothing stands outside the type area but the page
// number, and setting it again gives the same pages.
func TestPagesHoldTheWholeDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := genDocument(t)
		l, err := Set(d)
		if err != nil {
			t.Fatal(err)
		}
		text := []rune(document.Ink(d.Text()))
		seen := make([]bool, len(text))
		for _, page := range l.Pages {
			for _, item := range page.Items {
				inside(t, &page, item)
				for _, g := range charactersOf(item) {
					if g.Offset < 0 {
						continue
					}
					if g.Offset >= len(text) || seen[g.Offset] || text[g.Offset] != g.Rune {
						t.Fatalf("page %d: %c stands for character %d", page.Number, g.Rune, g.Offset)
					}
					seen[g.Offset] = true
				}
			}
		}
		if i := slices.Index(seen, false); i >= 0 {
			t.Fatalf("character %d of %d (%c) is on no page", i, len(text), text[i])
		}
		for _, line := range l.Lines {
			if line.BreaksRule() {
				t.Fatalf("page %d: line %q begins or ends with what it must not", line.Page, line.Text)
			}
		}
		again, err := Set(d)
		if err != nil || !reflect.DeepEqual(l, again) {
			t.Fatalf("set again, the pages differ: %v", err)
		}
	})
}

func charactersOf(item Item) []Glyph {
	switch item := item.(type) {
	case *Run:
		return item.Glyphs
	case *Mark:
		return []Glyph{{Rune: item.Rune, Offset: item.Offset}}
	}
	return nil
}

func inside(t *rapid.T, page *Page, item Item) {
	const tolerance = 1.0
	within := func(what string, left, top, right, bottom float64) {
		if left < AreaLeft-tolerance || right > AreaLeft+AreaWidth+tolerance || top < AreaTop-tolerance || bottom > AreaTop+AreaHeight+tolerance {
			t.Fatalf("page %d: %s from %.1f, %.1f to %.1f, %.1f is outside the type area", page.Number, what,
				left-AreaLeft, top-AreaTop, right-AreaLeft, bottom-AreaTop)
		}
	}
	switch item := item.(type) {
	case *Run:
		if item.Y > AreaTop+AreaHeight {
			if !item.Artifact {
				t.Fatalf("page %d: text below the type area", page.Number)
			}
			return // the page number
		}
		first, last := item.Glyphs[0], item.Glyphs[len(item.Glyphs)-1]
		blank := blankAfter(&atom{r: last.Rune, class: classOf(last.Rune), size: item.Size, advance: last.Advance})
		within(fmt.Sprintf("text %c…%c", first.Rune, last.Rune), first.X, item.Y-ascent*item.Size, last.X+last.Advance-blank, item.Y+(1-ascent)*item.Size)
	case *Mark:
		within("mark", item.X, item.Y-ascent*item.Size, item.X+item.Size, item.Y)
	case *Stroke:
		within("rule", min(item.X1, item.X2), min(item.Y1, item.Y2), max(item.X1, item.X2), max(item.Y1, item.Y2))
	case *Fill:
		within("bar", item.X, item.Y, item.X+item.W, item.Y+item.H)
	}
}

// TestEveryPageOfATableHasItsHead sets random tables with a head of a word
// found nowhere else.
func TestEveryPageOfATableHasItsHead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := genTable(t)
		table.Columns[0].Head = "Ω"
		l, err := Set(&document.Document{Blocks: []document.Block{document.Words("前"), table}})
		if err != nil {
			t.Fatal(err)
		}
		heads, notes := map[int]int{}, map[int]bool{}
		for _, line := range l.Lines {
			if line.Text == "Ω" {
				heads[line.Page]++
			}
		}
		for _, page := range l.Pages {
			for _, item := range page.Items {
				if s, ok := item.(*Stroke); ok && s.Width == outerRule {
					notes[page.Number] = true
				}
			}
		}
		for page := range notes {
			if heads[page] != 1 {
				t.Fatalf("page %d shows the table with %d heads", page, heads[page])
			}
		}
	})
}
