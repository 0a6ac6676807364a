package pdf

import (
	"encoding/binary"
	"fmt"
	"math"

	"lianshen/reports/typeset/face"
)

// stand is the face that stands for one of ours while gofpdf makes the frame of the file. gofpdf takes a face of our own in
// by reading all of its parts three times; the core faces cost nothing, and finishing puts ours in their place.
type stand struct{ family, style, base string }

var stands = map[face.Name]stand{
	face.Fangsong: {"Helvetica", "", "Helvetica"}, face.Kai: {"Helvetica", "B", "Helvetica-Bold"}, face.Hei: {"Helvetica", "I", "Helvetica-Oblique"},
	face.SongBold: {"Times", "", "Times-Roman"}, face.Song: {"Times", "B", "Times-Bold"},
}

// embedded is what a file has of a face: the glyphs in use with their codes.
type embedded struct {
	of     face.Name
	codes  map[rune]uint16
	glyphs []coded // by code

	program, places, toUnicode *object
	widths                     []any
	descriptor                 dict
	err                        error
}

// make cuts the face down and packs its parts.
func (e *embedded) make() {
	f, err := face.Load(e.of)
	if err != nil {
		e.err = err
		return
	}
	data, err := subset(f, e.glyphs)
	if err != nil {
		e.err = fmt.Errorf("subset %s: %w", e.of, err)
		return
	}
	e.program = packed(dict{"Length1": len(data)}, data)
	last := 0
	for _, g := range e.glyphs {
		last = max(last, int(g.code))
	}
	places := make([]byte, 2*(last+1)) // from codes to glyphs, which stand in the order of their codes after the missing one
	for i, g := range e.glyphs {
		binary.BigEndian.PutUint16(places[2*int(g.code):], uint16(i+1))
	}
	e.places = packed(dict{}, places)
	e.toUnicode = packed(dict{}, toUnicodeOf(e.codes))
	e.widths = widthsOf(f, e.glyphs)
	e.descriptor = descriptorOf(f)
}

// usual is the width of a Han character in thousandths of an em, which is not said of each.
const usual = 1000

// widthsOf lists the other widths: a code and the widths of those that follow each other from it (ISO 32000-1, 9.7.4.3).
func widthsOf(f *face.Face, glyphs []coded) []any {
	var out, row []any
	next := -1
	for _, g := range glyphs {
		width := thousandths(f, int(f.Advance(g.glyph)*float64(f.UnitsPerEm())+0.5))
		if width == usual {
			continue
		}
		if int(g.code) != next {
			if row != nil {
				out = append(out, row)
			}
			out, row = append(out, int(g.code)), []any{}
		}
		row = append(row, width)
		next = int(g.code) + 1
	}
	if row != nil {
		out = append(out, row)
	}
	return out
}

// thousandths turns units of a face into those of a PDF.
func thousandths(f *face.Face, units int) int {
	return int(math.Round(float64(units) * 1000 / float64(f.UnitsPerEm())))
}

// descriptorOf says how a face looks (ISO 32000-1, 9.8); how steep and how bold it is is for programs that lack it to know.
func descriptorOf(f *face.Face) dict {
	at := func(table string, place int) int {
		return thousandths(f, int(int16(binary.BigEndian.Uint16(f.Table(table)[place:]))))
	}
	ascent, capHeight := at("hhea", 4), at("hhea", 4)
	if os2 := f.Table("OS/2"); len(os2) >= 90 && binary.BigEndian.Uint16(os2) >= 2 {
		capHeight = at("OS/2", 88)
	}
	weight := int(binary.BigEndian.Uint16(f.Table("OS/2")[4:]))
	return dict{"Type": name("FontDescriptor"), "Flags": 4, "FontBBox": []any{at("head", 36), at("head", 38), at("head", 40), at("head", 42)},
		"ItalicAngle": 0, "Ascent": ascent, "Descent": at("hhea", 6), "CapHeight": capHeight, "StemV": 50 + weight*weight/65/65}
}
