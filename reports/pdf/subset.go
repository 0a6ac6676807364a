package pdf

import (
	"encoding/binary"
	"fmt"
	"sort"

	"lianshen/reports/typeset/face"
)

// coded is a glyph and the two-byte code it is shown by.
type coded struct {
	code  uint16
	glyph face.Glyph
}

// subset makes a TrueType file of the given glyphs, in the order of their
// codes, with a format-4 cmap of the codes. Composite glyphs bring their
// components along. gofpdf could cut a face down by itself, but reads all of
// a 15 MB file to do so, for every document.
func subset(f *face.Face, glyphs []coded) ([]byte, error) {
	glyphs = append([]coded(nil), glyphs...)
	sort.Slice(glyphs, func(i, j int) bool { return glyphs[i].code < glyphs[j].code })
	c := &cutter{face: f, order: []face.Glyph{0}, renumbered: map[face.Glyph]uint16{}}
	for i, g := range glyphs {
		if i > 0 && g.code == glyphs[i-1].code {
			return nil, fmt.Errorf("code U+%04X given twice", g.code)
		}
		c.order = append(c.order, g.glyph)
	}
	if err := c.outlines(); err != nil {
		return nil, err
	}
	tables := map[string][]byte{
		"OS/2": f.Table("OS/2"), "cmap": cmap4(glyphs), "glyf": c.glyf, "head": c.head(), "hhea": c.hhea(),
		"hmtx": c.hmtx(), "loca": c.loca, "maxp": c.maxp(), "name": {0, 0, 0, 0, 0, 6}, "post": post(f),
	}
	for _, tag := range []string{"cvt ", "fpgm", "prep"} {
		if t := f.Table(tag); t != nil {
			tables[tag] = t
		}
	}
	return assemble(tables), nil
}

// cutter collects the glyphs of a subset; a glyph's new number is its place in
// order.
type cutter struct {
	face       *face.Face
	order      []face.Glyph
	renumbered map[face.Glyph]uint16 // components only: coded glyphs may repeat
	glyf, loca []byte
}

const (
	argsAreWords   = 1 << 0
	hasScale       = 1 << 3
	moreComponents = 1 << 5
	hasXYScale     = 1 << 6
	hasTwoByTwo    = 1 << 7
)

func (c *cutter) outlines() error {
	for i := 0; i < len(c.order); i++ {
		c.loca = binary.BigEndian.AppendUint32(c.loca, uint32(len(c.glyf)))
		outline := c.face.Outline(c.order[i])
		if len(outline) >= 10 && int16(binary.BigEndian.Uint16(outline)) < 0 {
			var err error
			if outline, err = c.composite(outline); err != nil {
				return fmt.Errorf("glyph %d: %w", c.order[i], err)
			}
		}
		c.glyf = append(c.glyf, outline...)
		for len(c.glyf)%4 != 0 {
			c.glyf = append(c.glyf, 0)
		}
		if len(c.order) > 0xFFFF {
			return fmt.Errorf("more than 65535 glyphs")
		}
	}
	c.loca = binary.BigEndian.AppendUint32(c.loca, uint32(len(c.glyf)))
	return nil
}

// composite copies a composite glyph with its components' new numbers.
func (c *cutter) composite(outline []byte) ([]byte, error) {
	out := append([]byte(nil), outline...)
	for at := 10; ; {
		if at+4 > len(out) {
			return nil, fmt.Errorf("%w: composite cut off", face.ErrFormat)
		}
		flags := binary.BigEndian.Uint16(out[at:])
		part := face.Glyph(binary.BigEndian.Uint16(out[at+2:]))
		number, known := c.renumbered[part]
		if !known {
			number = uint16(len(c.order))
			c.renumbered[part] = number
			c.order = append(c.order, part)
		}
		binary.BigEndian.PutUint16(out[at+2:], number)
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasXYScale != 0:
			at += 4
		case flags&hasTwoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return out, nil
		}
	}
}

func (c *cutter) hmtx() []byte {
	out := make([]byte, 0, 4*len(c.order))
	for _, g := range c.order {
		advance, bearing := c.face.Metrics(g)
		out = binary.BigEndian.AppendUint16(out, advance)
		out = binary.BigEndian.AppendUint16(out, uint16(bearing))
	}
	return out
}

func (c *cutter) head() []byte {
	out := append([]byte(nil), c.face.Table("head")[:54]...)
	binary.BigEndian.PutUint32(out[8:], 0)  // checkSumAdjustment: not used inside a PDF
	binary.BigEndian.PutUint16(out[50:], 1) // long loca
	return out
}

func (c *cutter) hhea() []byte {
	out := append([]byte(nil), c.face.Table("hhea")[:36]...)
	binary.BigEndian.PutUint16(out[34:], uint16(len(c.order)))
	return out
}

func (c *cutter) maxp() []byte {
	out := append([]byte(nil), c.face.Table("maxp")...)
	binary.BigEndian.PutUint16(out[4:], uint16(len(c.order)))
	return out
}

// post is the face's post table without glyph names.
func post(f *face.Face) []byte {
	out := make([]byte, 32)
	copy(out, f.Table("post"))
	binary.BigEndian.PutUint32(out, 0x00030000)
	return out
}

// cmap4 maps the i-th code to glyph i+1: each run of following codes is one
// segment.
func cmap4(glyphs []coded) []byte {
	type segment struct{ first, last, delta uint16 }
	var segments []segment
	for i, g := range glyphs {
		if n := len(segments); n > 0 && segments[n-1].last+1 == g.code {
			segments[n-1].last = g.code
			continue
		}
		segments = append(segments, segment{g.code, g.code, uint16(i+1) - g.code})
	}
	segments = append(segments, segment{0xFFFF, 0xFFFF, 1})
	n := len(segments)
	power, log := 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}
	word := func(v int) { out = binary.BigEndian.AppendUint16(out, uint16(v)) }
	for _, v := range []int{4, 16 + 8*n, 0, 2 * n, 2 * power, log, 2*n - 2*power} {
		word(v)
	}
	for _, s := range segments {
		word(int(s.last))
	}
	word(0)
	for _, s := range segments {
		word(int(s.first))
	}
	for _, s := range segments {
		word(int(s.delta))
	}
	for range segments {
		word(0)
	}
	return out
}

// assemble writes the table directory and the tables, sorted by tag.
func assemble(tables map[string][]byte) []byte {
	tags := make([]string, 0, len(tables))
	size := 12
	for tag, t := range tables {
		tags = append(tags, tag)
		size += 16 + (len(t)+3)&^3
	}
	sort.Strings(tags)
	power, log := 1, 0
	for power*2 <= len(tags) {
		power, log = power*2, log+1
	}
	out := make([]byte, 0, size)
	out = binary.BigEndian.AppendUint32(out, 0x00010000)
	for _, v := range []int{len(tags), 16 * power, log, 16 * (len(tags) - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := 12 + 16*len(tags)
	for _, tag := range tags {
		out = append(out, tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(tables[tag]))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[tag])))
		at += (len(tables[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		out = append(out, tables[tag]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func checksum(table []byte) uint32 {
	sum := uint32(0)
	for len(table) >= 4 {
		sum += binary.BigEndian.Uint32(table)
		table = table[4:]
	}
	if len(table) > 0 {
		var last [4]byte
		copy(last[:], table)
		sum += binary.BigEndian.Uint32(last[:])
	}
	return sum
}
