// Package face reads the parts of a TrueType file that setting and subsetting
// need: which characters it has, how wide they are, and their outlines. It
// reads straight from the file's bytes and keeps no tables of its own, so that
// opening a 15 MB face costs microseconds and a Face may be shared by any
// number of goroutines.
package face

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrFormat tells that the bytes are no TrueType face of the kind we ship:
// glyf outlines, a Unicode cmap of format 4 or 12, all required tables.
var ErrFormat = errors.New("not a usable TrueType face")

// Face is one parsed face. It never changes after Parse.
type Face struct {
	tables     map[string][]byte
	cmap       []byte // the chosen subtable
	cmapFormat int
	unitsPerEm int
	metrics    int // entries of hmtx with an advance
	glyphs     int
	longLoca   bool
}

// Glyph is a glyph's number in its face; 0 is the picture of a missing one.
type Glyph uint16

// Parse opens a face. The bytes are kept and must not change.
func Parse(data []byte) (*Face, error) {
	if len(data) < 12 || binary.BigEndian.Uint32(data) != 0x00010000 {
		return nil, fmt.Errorf("%w: no TrueType header", ErrFormat)
	}
	n := int(binary.BigEndian.Uint16(data[4:]))
	if len(data) < 12+16*n {
		return nil, fmt.Errorf("%w: table directory cut off", ErrFormat)
	}
	f := &Face{tables: make(map[string][]byte, n)}
	for i := range n {
		entry := data[12+16*i:]
		at, size := uint64(binary.BigEndian.Uint32(entry[8:])), uint64(binary.BigEndian.Uint32(entry[12:]))
		if at+size > uint64(len(data)) {
			return nil, fmt.Errorf("%w: table %q reaches beyond the file", ErrFormat, entry[:4])
		}
		f.tables[string(entry[:4])] = data[at : at+size : at+size]
	}
	for tag, size := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "loca": 4, "cmap": 4, "OS/2": 78, "glyf": 0} {
		if table, ok := f.tables[tag]; !ok || len(table) < size {
			return nil, fmt.Errorf("%w: table %q missing or cut off", ErrFormat, tag)
		}
	}
	f.unitsPerEm = int(binary.BigEndian.Uint16(f.tables["head"][18:]))
	f.longLoca = binary.BigEndian.Uint16(f.tables["head"][50:]) == 1
	f.metrics = int(binary.BigEndian.Uint16(f.tables["hhea"][34:]))
	f.glyphs = int(binary.BigEndian.Uint16(f.tables["maxp"][4:]))
	if f.unitsPerEm == 0 || f.metrics == 0 || len(f.tables["hmtx"]) < 4*f.metrics {
		return nil, fmt.Errorf("%w: no metrics", ErrFormat)
	}
	width := 2
	if f.longLoca {
		width = 4
	}
	if len(f.tables["loca"]) < width*(f.glyphs+1) {
		return nil, fmt.Errorf("%w: loca too short for %d glyphs", ErrFormat, f.glyphs)
	}
	return f, f.chooseCmap()
}

// chooseCmap prefers format 12, which knows characters above U+FFFF.
func (f *Face) chooseCmap() error {
	table := f.tables["cmap"]
	n := int(binary.BigEndian.Uint16(table[2:]))
	if len(table) < 4+8*n {
		return fmt.Errorf("%w: cmap directory cut off", ErrFormat)
	}
	for i := range n {
		at := int(binary.BigEndian.Uint32(table[4+8*i+4:]))
		if at < 0 || at+16 > len(table) {
			continue
		}
		sub := table[at:]
		switch format := int(binary.BigEndian.Uint16(sub)); format {
		case 12:
			groups := uint64(binary.BigEndian.Uint32(sub[12:]))
			if uint64(len(sub)) >= 16+12*groups {
				f.cmap, f.cmapFormat = sub[16:16+12*groups], 12
				return nil
			}
		case 4:
			size := int(binary.BigEndian.Uint16(sub[2:]))
			if segments := int(binary.BigEndian.Uint16(sub[6:])) / 2; size <= len(sub) && 16+8*segments <= size {
				f.cmap, f.cmapFormat = sub[:size], 4
			}
		}
	}
	if f.cmap == nil {
		return fmt.Errorf("%w: no Unicode cmap", ErrFormat)
	}
	return nil
}

// Glyph finds the glyph of a character. It is false when the face has none.
func (f *Face) Glyph(r rune) (Glyph, bool) {
	g := Glyph(0)
	if f.cmapFormat == 12 {
		g = f.lookup12(uint32(r))
	} else if r <= 0xFFFF {
		g = f.lookup4(uint16(r))
	}
	return g, g != 0 && int(g) < f.glyphs
}

func (f *Face) lookup12(r uint32) Glyph {
	lo, hi := 0, len(f.cmap)/12
	for lo < hi {
		mid := (lo + hi) / 2
		group := f.cmap[12*mid:]
		first, last := binary.BigEndian.Uint32(group), binary.BigEndian.Uint32(group[4:])
		switch {
		case r < first:
			hi = mid
		case r > last:
			lo = mid + 1
		default:
			return Glyph(binary.BigEndian.Uint32(group[8:]) + r - first)
		}
	}
	return 0
}

func (f *Face) lookup4(r uint16) Glyph {
	segments := int(binary.BigEndian.Uint16(f.cmap[6:])) / 2
	ends := f.cmap[14:]
	starts := f.cmap[16+2*segments:]
	deltas := f.cmap[16+4*segments:]
	offsets := f.cmap[16+6*segments:]
	for i := range segments {
		if r > binary.BigEndian.Uint16(ends[2*i:]) {
			continue
		}
		start := binary.BigEndian.Uint16(starts[2*i:])
		if r < start {
			return 0
		}
		delta, offset := binary.BigEndian.Uint16(deltas[2*i:]), binary.BigEndian.Uint16(offsets[2*i:])
		if offset == 0 {
			return Glyph(r + delta)
		}
		at := 2*i + int(offset) + 2*int(r-start)
		if at+2 > len(offsets) {
			return 0
		}
		if g := binary.BigEndian.Uint16(offsets[at:]); g != 0 {
			return Glyph(g + delta)
		}
		return 0
	}
	return 0
}

// Advance is a glyph's width as a part of the em (a Han character has 1).
func (f *Face) Advance(g Glyph) float64 {
	width, _ := f.Metrics(g)
	return float64(width) / float64(f.unitsPerEm)
}

// Metrics are a glyph's advance and left side bearing in font units.
func (f *Face) Metrics(g Glyph) (advance uint16, bearing int16) {
	hmtx := f.tables["hmtx"]
	i := min(int(g), f.metrics-1)
	advance = binary.BigEndian.Uint16(hmtx[4*i:])
	at := 4*i + 2
	if int(g) >= f.metrics {
		at = 4*f.metrics + 2*(int(g)-f.metrics)
	}
	if at+2 <= len(hmtx) {
		bearing = int16(binary.BigEndian.Uint16(hmtx[at:]))
	}
	return advance, bearing
}

// Outline is a glyph's entry in glyf, empty for one without ink such as a
// space. The bytes are the face's own and must not be changed.
func (f *Face) Outline(g Glyph) []byte {
	if int(g) >= f.glyphs {
		return nil
	}
	// Not Glyph arithmetic: four times a glyph number overflows 16 bits.
	loca, glyf, i := f.tables["loca"], f.tables["glyf"], int(g)
	var from, to int
	if f.longLoca {
		from, to = int(binary.BigEndian.Uint32(loca[4*i:])), int(binary.BigEndian.Uint32(loca[4*i+4:]))
	} else {
		from, to = 2*int(binary.BigEndian.Uint16(loca[2*i:])), 2*int(binary.BigEndian.Uint16(loca[2*i+2:]))
	}
	if from < 0 || from >= to || to > len(glyf) {
		return nil
	}
	return glyf[from:to:to]
}

// Table gives a whole table, nil if the face has none by that tag. The bytes
// must not be changed.
func (f *Face) Table(tag string) []byte { return f.tables[tag] }

// UnitsPerEm is the number of font units in an em.
func (f *Face) UnitsPerEm() int { return f.unitsPerEm }

// Glyphs is the number of glyphs.
func (f *Face) Glyphs() int { return f.glyphs }
