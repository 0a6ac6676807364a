package pdf

import (
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"lianshen/assets"
	"lianshen/reports/typeset/face"
)

// outlineOf asks a TrueType reader that is not ours for a glyph's outline.
func outlineOf(t *testing.T, f *sfnt.Font, r rune) (sfnt.Segments, fixed.Int26_6) {
	t.Helper()
	var b sfnt.Buffer
	g, err := f.GlyphIndex(&b, r)
	if err != nil || g == 0 {
		t.Fatalf("%c U+%04X: glyph %d, %v", r, r, g, err)
	}
	s, err := f.LoadGlyph(&b, g, fixed.I(1000), nil)
	if err != nil {
		t.Fatalf("%c: %v", r, err)
	}
	w, err := f.GlyphAdvance(&b, g, fixed.I(1000), 0)
	if err != nil {
		t.Fatalf("%c: %v", r, err)
	}
	return append(sfnt.Segments(nil), s...), w
}

func TestSubsetKeepsEveryOutlineAndWidth(t *testing.T) {
	const characters = "审查报告（）《》，。“”—…·①★ABCxyz0123456789é珺玥" + "𬭎𠅤𣲘㛃䶮"
	for _, name := range face.Names {
		f, err := face.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		used := map[rune]face.Glyph{}
		for _, r := range characters {
			if g, ok := f.Glyph(r); ok {
				used[r] = g
			}
		}
		glyphs, codes := encode(used)
		data, err := subset(f, glyphs)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 200_000 {
			t.Errorf("%s: %d bytes for %d characters", name, len(data), len(used))
		}
		small, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		whole, err := sfnt.Parse(assets.Font(string(name)))
		if err != nil {
			t.Fatal(err)
		}
		for r := range used {
			want, wide := outlineOf(t, whole, r)
			got, narrow := outlineOf(t, small, rune(codes[r]))
			if wide != narrow || len(want) != len(got) {
				t.Fatalf("%s %c: width %v or %d segments became %v, %d", name, r, wide, len(want), narrow, len(got))
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s %c: the outline differs", name, r)
			}
		}
	}
}

func TestSubsetBringsComponentsOfComposites(t *testing.T) {
	found := 0
	for _, name := range face.Names {
		f, err := face.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := sfnt.Parse(assets.Font(string(name)))
		if err != nil {
			t.Fatal(err)
		}
		for r := rune(0xA0); r < 0xFFFF && found < 200; r++ {
			g, ok := f.Glyph(r)
			if o := f.Outline(g); !ok || len(o) < 10 || int16(binary.BigEndian.Uint16(o)) >= 0 {
				continue
			}
			found++
			data, err := subset(f, []coded{{uint16(r), g}})
			if err != nil {
				t.Fatal(err)
			}
			small, err := sfnt.Parse(data)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := outlineOf(t, whole, r)
			if got, _ := outlineOf(t, small, r); len(got) == 0 || !slices.Equal(got, want) {
				t.Errorf("%s U+%04X: the composite lost its parts", name, r)
			}
		}
	}
	if found == 0 {
		t.Fatal("no composite glyph to test with")
	}
}

func TestCharactersAboveTheBasicPlaneGetCodesOfTheirOwn(t *testing.T) {
	glyphs, codes := encode(map[rune]face.Glyph{'a': 1, '𬭎': 2, '𫖯': 3, '审': 4})
	seen := map[uint16]bool{}
	for _, g := range glyphs {
		if seen[g.code] {
			t.Errorf("code %04X twice", g.code)
		}
		seen[g.code] = true
	}
	if codes['𬭎'] < 0xE000 || codes['𬭎'] > 0xF8FF || codes['审'] != '审' {
		t.Errorf("codes %v", codes)
	}
	if again, _ := encode(map[rune]face.Glyph{'审': 4, '𫖯': 3, '𬭎': 2, 'a': 1}); !slices.Equal(glyphs, again) {
		t.Error("codes depend on the order of a map")
	}
}
