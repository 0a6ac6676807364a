package app

import (
	"slices"
	"strings"
	"unicode"
)

// Passage is a stretch of text that is about to leave the program, and where it stands: a page, a cell, a file. Where is
// shown to people and never holds a name.
type Passage struct{ Where, Text string }

// NameHit is a place where a name of the vault stands.
type NameHit struct {
	Where string // see Passage
	Alias ID     // whose name it is
	Code  string // by which the person goes in papers
	At    int    // where it begins and ends in the text, in bytes
	End   int
}

// shortest is how many characters a name has at least that is looked for: a single one stands in every text.
const shortest = 2

// FindNames gives every place of a text where the real name behind a code stands, in the order of the text. A name is
// also found with spaces, line breaks or invisible characters between its letters, in full-width forms and in other
// case; a name of fewer than two characters is not looked for.
func FindNames(text string, aliases []Alias) []NameHit { return newNameFinder(aliases).find(text) }

// nameFinder looks for the same names in many texts.
type nameFinder struct {
	aliases []Alias
	names   [][]rune // of each alias, squeezed; nil = not looked for
	first   map[rune]bool
}

func newNameFinder(aliases []Alias) nameFinder {
	f := nameFinder{aliases: aliases, names: make([][]rune, len(aliases)), first: map[rune]bool{}}
	for i, a := range aliases {
		if name := squeeze(a.Name).runes; len(name) >= shortest {
			f.names[i] = name
			f.first[name[0]] = true
		}
	}
	return f
}

func (f nameFinder) find(text string) []NameHit {
	if !strings.ContainsFunc(text, func(r rune) bool { return f.first[fold(r)] }) {
		return nil
	}
	var out []NameHit
	in := squeeze(text)
	for n, name := range f.names {
		if name == nil {
			continue
		}
		for from := 0; from+len(name) <= len(in.runes); {
			i := index(in.runes[from:], name)
			if i < 0 {
				break
			}
			first, last := from+i, from+i+len(name)-1
			out = append(out, NameHit{Alias: f.aliases[n].ID, Code: f.aliases[n].Code, At: in.at[first], End: in.end[last]})
			from = last + 1
		}
	}
	slices.SortStableFunc(out, func(a, b NameHit) int {
		if a.At != b.At {
			return a.At - b.At
		}
		return b.End - a.End
	})
	return out
}

// HideNames puts the code in the place of every real name in a text and says how many it replaced.
func HideNames(text string, aliases []Alias) (string, int) { return newNameFinder(aliases).hide(text) }

func (f nameFinder) hide(text string) (string, int) {
	hits := f.find(text)
	if len(hits) == 0 {
		return text, 0
	}
	var b strings.Builder
	done, n := 0, 0
	for _, h := range hits {
		if h.At < done {
			continue // within a longer name
		}
		b.WriteString(text[done:h.At])
		b.WriteString(h.Code)
		done = h.End
		n++
	}
	b.WriteString(text[done:])
	return b.String(), n
}

// squeezed is a text as names are looked for in it: letters and digits alone, folded, each with its place in the text.
type squeezed struct {
	runes   []rune
	at, end []int // bytes of the text
}

func squeeze(text string) squeezed {
	var s squeezed
	for i, r := range text {
		f := fold(r)
		if f < 0 {
			continue
		}
		s.runes, s.at, s.end = append(s.runes, f), append(s.at, i), append(s.end, i+len(string(r)))
	}
	return s
}

// fold gives a letter without width and case; -1 for what may stand between the letters of a name: spaces, controls,
// invisible characters, combining marks, and the dots within names of the minorities (·・•‧．).
func fold(r rune) rune {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF: // most letters are Chinese ones
		return r
	case unicode.IsSpace(r), unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me), strings.ContainsRune("·・•‧．.\u3164\u2800", r):
		return -1
	case r >= 0xFF01 && r <= 0xFF5E: // full-width forms stand as far from ASCII as they all do
		r -= 0xFEE0
	}
	return unicode.ToLower(r)
}

func index(text, name []rune) int {
	for i := 0; i+len(name) <= len(text); i++ {
		if text[i] == name[0] && slices.Equal(text[i:i+len(name)], name) {
			return i
		}
	}
	return -1
}

// NameGuard stands at the doors: it searches what is about to leave the program for the names of the vault. It says
// nothing of the names, whatever prints it.
type NameGuard struct {
	names     []Alias
	blind     map[ID]bool // whose names the person at work may not see
	confirmed bool
}

// NewNameGuard makes the guard over cases for who is at work. The dossiers are whole, not veiled: a name is kept back
// from paper also by who does not know it. Names of principals and of the people of the review are not looked for: they
// stand in the papers openly, whoever else was talked to.
func NewNameGuard(a Actor, whole ...Dossier) NameGuard {
	g := NameGuard{blind: map[ID]bool{}}
	for _, d := range whole {
		for _, n := range secretNames(d) {
			g.names = append(g.names, n)
			g.blind[n.ID] = !a.SeesName(d.Case, n)
		}
	}
	return g
}

// secretNames gives the names of a case, former ones too, that stand openly nowhere: not those of principals and people of
// the review.
func secretNames(d Dossier) []Alias {
	open := map[string]bool{}
	for _, p := range d.Principals {
		open[string(squeeze(p.Name).runes)] = true
	}
	for _, p := range d.People {
		open[string(squeeze(p.Name).runes)] = true
	}
	return slices.DeleteFunc(slices.Concat(d.Aliases, d.former), func(n Alias) bool { return open[string(squeeze(n.Name).runes)] })
}

// unseenNames gives those of secretNames that who looks may not see.
func unseenNames(a Actor, d Dossier) []Alias {
	if len(d.Aliases)+len(d.former) == 0 || a.Alone {
		return nil
	}
	return slices.DeleteFunc(secretNames(d), func(n Alias) bool { return a.SeesName(d.Case, n) })
}

// KeptFrom gives the dossier with those names of its vault alone that one of these people may not see: all when there is
// nobody.
func KeptFrom(d Dossier, who []Actor) Dossier {
	known := func(n Alias) bool {
		return len(who) > 0 && !slices.ContainsFunc(who, func(a Actor) bool { return !a.SeesName(d.Case, n) })
	}
	d.Aliases, d.former = slices.DeleteFunc(slices.Clone(d.Aliases), known), slices.DeleteFunc(slices.Clone(d.former), known)
	return d
}

// SeesName says whether who looks may see whose name stands behind a code of a case.
func (a Actor) SeesName(c Case, n Alias) bool {
	return a.Alone || !c.Recused.Has(string(a.Person.ID)) && a.seesAny(KindAlias, n.Strands)
}

// String hides what the guard knows from logs and errors.
func (NameGuard) String() string { return "names" }

// GoString hides it from %#v, too.
func (NameGuard) GoString() string { return "names" }

// Confirmed gives the guard that lets names pass which the person at work may see: he or she was asked.
func (g NameGuard) Confirmed(yes bool) NameGuard {
	g.confirmed = yes
	return g
}

// Hits gives where names stand that would leave, without those that were confirmed.
func (g NameGuard) Hits(passages ...Passage) []NameHit {
	var out []NameHit
	for _, p := range passages {
		for _, h := range FindNames(p.Text, g.names) {
			if g.confirmed && !g.blind[h.Alias] {
				continue
			}
			h.Where = p.Where
			out = append(out, h)
		}
	}
	return out
}

// Pass refuses what holds names of the vault: "names.found" when the person at work may see them all and may confirm,
// else "names.unseen". The refusal says where and which codes, never a name.
func (g NameGuard) Pass(passages ...Passage) error {
	hits := g.Hits(passages...)
	if len(hits) == 0 {
		return nil
	}
	blind := false
	var places []string
	for _, h := range hits {
		blind = blind || g.blind[h.Alias]
		place := h.Code
		if h.Where != "" {
			place = h.Where + " " + h.Code
		}
		if !slices.Contains(places, place) && len(places) < 8 {
			places = append(places, place)
		}
	}
	if blind {
		return Refuse("names.unseen", "count", len(hits), "places", places)
	}
	return Refuse("names.found", "count", len(hits), "places", places)
}
