package face

import (
	"fmt"
	"sync"

	"lianshen/assets"
)

// Name names one of the faces a document is set in.
type Name string

const (
	// Fangsong is 仿宋, the body of official documents.
	Fangsong Name = "LXGWZhuqueFangsong-Regular"
	// Kai is 楷体: second-level headings and signatories.
	Kai Name = "LXGWWenKai-Regular"
	// Hei is 黑体: first-level headings and table heads.
	Hei Name = "NotoSansSC-Medium"
	// SongBold stands for 小标宋: titles and the red head.
	SongBold Name = "NotoSerifSC-Bold"
	// Song is 宋体: tables, page numbers, digits and Latin letters of the body,
	// and the last resort for what another face lacks.
	Song Name = "NotoSerifSC-Regular"
)

// Names lists every face in a fixed order.
var Names = []Name{Fangsong, Kai, Hei, SongBold, Song}

var loaders = func() map[Name]func() (*Face, error) {
	m := make(map[Name]func() (*Face, error), len(Names))
	for _, n := range Names {
		m[n] = sync.OnceValues(func() (*Face, error) {
			f, err := Parse(assets.Font(string(n)))
			if err != nil {
				return nil, fmt.Errorf("open face %s: %w", n, err)
			}
			return f, nil
		})
	}
	return m
}()

// Load opens a face that ships with the program, once for all callers.
func Load(n Name) (*Face, error) {
	load, ok := loaders[n]
	if !ok {
		return nil, fmt.Errorf("%w: %s does not ship", ErrFormat, n)
	}
	return load()
}

// Chain is a face with those that stand in for the characters it lacks.
type Chain struct {
	names []Name
	faces []*Face
	// western faces give digits, Latin letters, quotation marks and symbols
	// when the chain's own face has poor ones: Zhuque's quotation marks are a
	// third of an em wide, which no Chinese page bears.
	western int
}

// Found is a character's glyph and the face it comes from.
type Found struct {
	Name    Name
	Face    *Face
	Glyph   Glyph
	Advance float64 // part of the em
}

var chains = map[Name]struct {
	order   []Name
	western Name
}{
	Fangsong: {[]Name{Fangsong, Song, Kai, Hei}, Song},
	Kai:      {[]Name{Kai, Song, Hei, Fangsong}, Song},
	Hei:      {[]Name{Hei, Song, Kai, Fangsong}, Hei},
	SongBold: {[]Name{SongBold, Song, Kai, Hei, Fangsong}, SongBold},
	Song:     {[]Name{Song, Kai, Hei, Fangsong}, Song},
}

var loadChains = sync.OnceValues(func() (map[Name]*Chain, error) {
	out := make(map[Name]*Chain, len(chains))
	for n, spec := range chains {
		c := &Chain{}
		for i, member := range spec.order {
			f, err := Load(member)
			if err != nil {
				return nil, err
			}
			if member == spec.western {
				c.western = i
			}
			c.names, c.faces = append(c.names, member), append(c.faces, f)
		}
		out[n] = c
	}
	return out, nil
})

// LoadChain opens a face together with those that stand in for it.
func LoadChain(n Name) (*Chain, error) {
	all, err := loadChains()
	if err != nil {
		return nil, err
	}
	c, ok := all[n]
	if !ok {
		return nil, fmt.Errorf("%w: %s does not ship", ErrFormat, n)
	}
	return c, nil
}

// Find gives the glyph of a character from the first face that draws it. A
// face whose glyph is blank does not draw it, unless it is a space.
func (c *Chain) Find(r rune) (Found, bool) {
	if r == '—' {
		// Two of them make one line only where the glyph fills its em, which
		// those of Song and Hei do not.
		for i := range c.faces {
			if found, ok := c.in(i, r); ok && found.Advance == 1 {
				return found, true
			}
		}
	}
	if c.western != 0 && western(r) {
		if found, ok := c.in(c.western, r); ok {
			return found, true
		}
	}
	for i := range c.faces {
		if found, ok := c.in(i, r); ok {
			return found, true
		}
	}
	return Found{}, false
}

func (c *Chain) in(i int, r rune) (Found, bool) {
	g, ok := c.faces[i].Glyph(r)
	if !ok || (len(c.faces[i].Outline(g)) == 0 && !blank(r)) {
		return Found{}, false
	}
	return Found{Name: c.names[i], Face: c.faces[i], Glyph: g, Advance: c.faces[i].Advance(g)}, true
}

func blank(r rune) bool { return r == ' ' || r == '\u00A0' || r == '\u3000' }

// western tells which characters the body takes from Song even where its own
// face has them: all of Latin, quotation marks, dashes, and symbols. Han
// characters and CJK punctuation stay in the face of the text, and so do the
// ellipsis, which there fills its cell.
func western(r rune) bool {
	return r < 0x2E80 && r != '…'
}
