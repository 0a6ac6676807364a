package typeset

import (
	"math"
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

// TestEveryPageOfATableHasItsHead sets random tables with a head of a word
// found nowhere else.
func TestEveryPageOfATableHasItsHead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := genTable(t)
		table.Columns[0].Head, table.Head = "Ω", nil
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
