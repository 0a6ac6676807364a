package app

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// ComposeFact makes the fact of a finding from its parts (domain 2.5): time, place and who as the beginning of a sentence,
// what was done, how much, consequence. Each part becomes a sentence with its own end; what is empty leaves no trace.
func ComposeFact(p FactParts) string {
	clean := func(s string) string { return strings.Trim(strings.Join(strings.Fields(s), " "), "，,；;。. ") }
	var head []string
	for _, part := range []string{clean(p.When), clean(p.Where), clean(p.Who)} {
		if part != "" {
			head = append(head, part)
		}
	}
	what := clean(p.What)
	var b strings.Builder
	switch start := strings.Join(head, "，"); {
	case start != "" && what != "" && len(head) > 0 && clean(p.Who) != "":
		b.WriteString(start + what) // who did what is one clause
	case start != "" && what != "":
		b.WriteString(start + "，" + what)
	default:
		b.WriteString(start + what)
	}
	if much := clean(p.HowMuch); much != "" {
		if b.Len() > 0 {
			b.WriteString("，")
		}
		b.WriteString(much)
	}
	if b.Len() > 0 {
		b.WriteString("。")
	}
	if after := clean(p.Consequence); after != "" {
		b.WriteString(after + "。")
	}
	return b.String()
}

// Wording is how a type of problem was put before: title, requirement and treatment as somebody wrote them, and how often.
type Wording struct {
	Type, Title, Requirement, Treatment string
	Count                               int
}

// StandardWording gives how findings of a type were put, the most frequent first and then the latest; typ "" takes all
// types. Findings set aside and those that say neither a requirement nor a treatment count only where nothing else is
// known. The list is learnt from findings alone: what people write today is offered tomorrow.
func StandardWording(findings []Finding, typ string) []Wording {
	type key struct{ title, requirement, treatment string }
	at := map[key]int{}
	var out []Wording
	for _, f := range slices.Backward(findings) {
		if f.State == FindingDropped || typ != "" && strings.TrimSpace(f.Type) != strings.TrimSpace(typ) {
			continue
		}
		k := key{strings.TrimSpace(f.Title), strings.TrimSpace(f.Requirement), strings.TrimSpace(f.Treatment)}
		if k.title == "" {
			continue
		}
		if i, known := at[k]; known {
			out[i].Count++
			continue
		}
		at[k] = len(out)
		out = append(out, Wording{Type: f.Type, Title: k.title, Requirement: k.requirement, Treatment: k.treatment, Count: 1})
	}
	full := func(w Wording) int {
		n := 0
		if w.Requirement != "" {
			n++
		}
		if w.Treatment != "" {
			n++
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b Wording) int { return cmp.Or(cmp.Compare(full(b), full(a)), cmp.Compare(b.Count, a.Count)) })
	return out
}

// similarFrom is the share of pairs of characters from which two titles count as alike, in hundredths.
const similarFrom = 55

// Duplicates gives the findings of the case that may be the same as f: of the same strand, not set aside, and with a title
// that reads alike, or of the same item and type. f itself is never among them.
func Duplicates(d Dossier, f Finding) []Finding {
	var out []Finding
	for _, o := range d.Findings {
		if o.ID == f.ID || o.Strand != f.Strand || o.State == FindingDropped {
			continue
		}
		same := f.Item != "" && o.Item == f.Item && !blank(f.Type) && strings.TrimSpace(o.Type) == strings.TrimSpace(f.Type)
		if same || Likeness(o.Title, f.Title) >= similarFrom {
			out = append(out, o)
		}
	}
	return out
}

// Likeness tells in hundredths how alike two short texts read: the pairs of neighbouring letters they share, twice, by the
// pairs they have together (Dice). Blanks, signs and the case of letters do not count; two equal texts give 100, two
// without a letter 0.
func Likeness(a, b string) int {
	x, y := letterPairs(a), letterPairs(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	n, both := 0, 0
	left := map[[2]rune]int{}
	for _, p := range x {
		left[p]++
		n++
	}
	for _, p := range y {
		if n++; left[p] > 0 {
			left[p]--
			both++
		}
	}
	return 200 * both / n
}

// letterPairs gives the neighbouring letters of a text; one letter stands with nothing.
func letterPairs(s string) [][2]rune {
	var letters []rune
	for _, r := range strings.ToLower(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, r)
		}
	}
	if len(letters) == 1 {
		return [][2]rune{{letters[0], 0}}
	}
	var out [][2]rune
	for i := 1; i < len(letters); i++ {
		out = append(out, [2]rune{letters[i-1], letters[i]})
	}
	return out
}
