package face

import (
	"errors"
	"testing"

	"lianshen/assets"
)

func TestBodyTakesDigitsAndQuotesFromSong(t *testing.T) {
	c, err := LoadChain(Fangsong)
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range map[rune]Name{
		'审': Fangsong, '，': Fangsong, '〔': Fangsong,
		'5': Song, 'A': Song, '“': Song, '—': Fangsong, '…': Fangsong, '①': Song, '★': Song,
		'𬭎': Fangsong,
	} {
		found, ok := c.Find(r)
		if !ok || found.Name != want {
			t.Errorf("%c: from %q (found %v), want %q", r, found.Name, ok, want)
		}
	}
}

func TestDashFillsItsCellInEveryChain(t *testing.T) {
	for _, n := range Names {
		c, err := LoadChain(n)
		if err != nil {
			t.Fatal(err)
		}
		if found, ok := c.Find('—'); !ok || found.Advance != 1 {
			t.Errorf("%s: the dash is %g em wide", n, found.Advance)
		}
	}
}

func TestRareNamesHaveAGlyphInEveryChain(t *testing.T) {
	for _, n := range Names {
		c, err := LoadChain(n)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range "㛃䶮𬭎堃喆㵑䜣旸昇囡叒燚犇垚淼𠅤𫖯𬱖珺玥頔祎赟翀堉婳嫄嬿孻𬀩𣲘𬍛" {
			if _, ok := c.Find(r); !ok {
				t.Errorf("%s and its stand-ins lack %c U+%04X", n, r, r)
			}
		}
	}
}

func TestCharactersWithoutInkAreNotFound(t *testing.T) {
	c, err := LoadChain(Song)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []rune{0, '\u200B', '\u202E', '☐', '\U000E0100', '\uE123', 'ש'} {
		if found, ok := c.Find(r); ok {
			t.Errorf("U+%04X found in %s", r, found.Name)
		}
	}
	if found, ok := c.Find(' '); !ok || found.Advance <= 0 {
		t.Errorf("space: %v %v", found.Advance, ok)
	}
}

func TestHanIsAnEmWide(t *testing.T) {
	for _, n := range Names {
		f, err := Load(n)
		if err != nil {
			t.Fatal(err)
		}
		g, ok := f.Glyph('一')
		if !ok || f.Advance(g) != 1 || len(f.Outline(g)) == 0 {
			t.Errorf("%s: glyph %d advance %g", n, g, f.Advance(g))
		}
	}
}

func TestFormat4AgreesWithFormat12(t *testing.T) {
	f, err := Load(Fangsong)
	if err != nil {
		t.Fatal(err)
	}
	four := *f
	four.cmap = nil
	table := f.Table("cmap")
	at := 0
	for i := 0; i < int(table[3]); i++ {
		off := int(table[4+8*i+4])<<24 | int(table[4+8*i+5])<<16 | int(table[4+8*i+6])<<8 | int(table[4+8*i+7])
		if table[off+1] == 4 {
			at = off
		}
	}
	if at == 0 {
		t.Fatal("no format 4 table to compare with")
	}
	size := int(table[at+2])<<8 | int(table[at+3])
	four.cmap, four.cmapFormat = table[at:at+size], 4
	for r := rune(0); r < 0xFFFF; r++ {
		a, _ := f.Glyph(r)
		b, _ := four.Glyph(r)
		if a != b {
			t.Fatalf("U+%04X: format 12 gives %d, format 4 gives %d", r, a, b)
		}
	}
}

func FuzzParseNeverPanics(f *testing.F) {
	whole := assets.Font(string(Fangsong))
	f.Add(whole[:4096], 300)
	f.Add([]byte{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 65)
	f.Fuzz(func(t *testing.T, data []byte, r int) {
		face, err := Parse(data)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("foreign error %v", err)
			}
			return
		}
		g, _ := face.Glyph(rune(r))
		face.Advance(g)
		face.Outline(g)
	})
}
