package typeset

import (
	"cmp"
	"flag"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lianshen/reports/document"
)

// thousand runs a property a thousand times, or as often as -rapid.checks says.
func thousand(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "1000"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set("rapid.checks", "100") }) // a number was taken above
	}
	rapid.Check(t, property)
}

// Random documents with everything there is: every character of the text is on a page once, nothing stands outside the type
// area but what belongs there, nothing stands on anything else, no line begins or ends with what it must not, and setting it
// again gives the same pages.
func TestPagesHoldTheWholeDocument(t *testing.T) {
	thousand(t, func(t *rapid.T) {
		d := genDocument(t)
		l, err := Set(d)
		if err != nil {
			t.Fatal(err)
		}
		text := []rune(document.Ink(d.Text()))
		if most := 12 + len(text)/8; len(l.Pages) > most {
			t.Fatalf("%d pages for %d characters", len(l.Pages), len(text))
		}
		everyCharacterOnce(t, l, text)
		letter := d.Head != nil && d.Head.Layout == document.LetterHead
		for i := range l.Pages {
			for _, item := range l.Pages[i].Items {
				inside(t, d, letter && i == 0, &l.Pages[i], item)
			}
			nothingOverlaps(t, &l.Pages[i])
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

func everyCharacterOnce(t *rapid.T, l *Layout, text []rune) {
	seen := make([]bool, len(text))
	for _, page := range l.Pages {
		for _, item := range page.Items {
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

// inkOf is the box of a run without the blank halves of marks at its ends.
func inkOf(r *Run) (left, top, right, bottom float64) {
	first, last := r.Glyphs[0], r.Glyphs[len(r.Glyphs)-1]
	a := atom{r: first.Rune, class: classOf(first.Rune), size: r.Size, advance: first.Advance}
	z := atom{r: last.Rune, class: classOf(last.Rune), size: r.Size, advance: last.Advance}
	return first.X + blankBefore(&a), r.Y - ascent*r.Size, last.X + last.Advance - blankAfter(&z), r.Y + (1-ascent)*r.Size
}

func inside(t *rapid.T, d *document.Document, letter bool, page *Page, item Item) {
	const tolerance = 1.0
	within := func(what string, left, top, right, bottom float64) {
		if left < AreaLeft-tolerance || right > AreaLeft+AreaWidth+tolerance || top < AreaTop-tolerance || bottom > AreaTop+AreaHeight+tolerance {
			t.Fatalf("page %d: %s from %.1f, %.1f to %.1f, %.1f is outside the type area", page.Number, what,
				left-AreaLeft, top-AreaTop, right-AreaLeft, bottom-AreaTop)
		}
	}
	switch item := item.(type) {
	case *Run:
		left, top, right, bottom := inkOf(item)
		switch {
		case item.Y > AreaTop+AreaHeight:
			if !item.Artifact && item.Size != traceSize {
				t.Fatalf("page %d: text below the type area", page.Number)
			}
			return // the page number and the trace
		case letter && item.Ink == Red:
			top = max(top, AreaTop) // the name stands in the upper margin
		}
		within(fmt.Sprintf("text %c…%c", item.Glyphs[0].Rune, item.Glyphs[len(item.Glyphs)-1].Rune), left, top, right, bottom)
	case *Mark:
		top := item.Y - ascent*item.Size
		if letter && item.Y < AreaTop+2*Pitch {
			top = max(top, AreaTop) // in the name
		}
		within("mark", item.X, top, item.X+item.Size, item.Y)
	case *Stroke:
		if letter && item.Ink == Red {
			return
		}
		within("rule", min(item.X1, item.X2), min(item.Y1, item.Y2), max(item.X1, item.X2), max(item.Y1, item.Y2))
	case *Fill:
		within("bar", item.X, item.Y, item.X+item.W, item.Y+item.H)
	case *Mosaic:
		if d.Code == nil || item.Y < AreaTop+AreaHeight {
			within("symbol", item.X, item.Y, item.X+item.Side, item.Y+item.Side)
		}
	}
}

// nothingOverlaps wants the ink of every two runs apart. What a draft shows where the seal goes lies under the names, and a
// value may be printed on its bar.
func nothingOverlaps(t *rapid.T, page *Page) {
	var runs []*Run
	for _, item := range page.Items {
		if r, ok := item.(*Run); ok && len(r.Glyphs) > 0 && r.Ink != Grey {
			runs = append(runs, r)
		}
	}
	slices.SortFunc(runs, func(a, b *Run) int { return cmp.Compare(a.Y, b.Y) })
	for i, a := range runs {
		for _, b := range runs[i+1:] {
			if b.Y-a.Y > 60 {
				break
			}
			al, at, ar, ab := inkOf(a)
			bl, bt, br, bb := inkOf(b)
			across := min(ar, br) - max(al, bl)
			down := min(ab, bb) - max(at, bt)
			if across > 0.35*min(a.Size, b.Size) && down > 0.25*min(a.Size, b.Size) {
				t.Fatalf("page %d: %q at %.1f, %.1f (%.1f pt) lies on %q at %.1f, %.1f (%.1f pt)", page.Number, runText(a), al, a.Y, a.Size, runText(b), bl, b.Y, b.Size)
			}
		}
	}
}

func runText(r *Run) string {
	var text []rune
	for _, g := range r.Glyphs {
		text = append(text, g.Rune)
	}
	return string(text)
}
