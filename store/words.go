package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Search words are cut here and not by SQLite: its trigram index finds nothing for a word of two characters and says
// nothing about it. A run of Han characters becomes its overlapping pairs and its last character alone, so every
// character begins some token: a pair is found as it is, a single character as the beginning of a pair, a longer word
// as consecutive pairs. Letters and digits become lower-case words.

// run is a piece of text of one sort.
type run struct {
	text string
	han  bool
}

// runs cuts a text into runs of Han characters and runs of other letters and digits; everything else separates.
func runs(s string) []run {
	var out []run
	start, han := -1, false
	flush := func(end int) {
		if start >= 0 {
			out = append(out, run{s[start:end], han})
		}
		start = -1
	}
	for i, r := range s {
		isHan := unicode.Is(unicode.Han, r)
		if !isHan && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush(i)
			continue
		}
		if start >= 0 && isHan != han {
			flush(i)
		}
		if start < 0 {
			start, han = i, isHan
		}
	}
	flush(len(s))
	return out
}

// cut gives the tokens of a text, separated by spaces.
func cut(s string) string {
	var b strings.Builder
	for _, r := range runs(s) {
		if r.han {
			pairs(&b, r.text, true)
		} else {
			token(&b, fold(r.text))
		}
	}
	return b.String()
}

// pairs writes the overlapping pairs of a Han run, and its last character alone if so asked (a run of one always).
func pairs(b *strings.Builder, s string, last bool) {
	prev := 0
	for i := range s {
		if i == 0 {
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		token(b, s[prev:i+size])
		prev = i
	}
	if last || prev == 0 {
		token(b, s[prev:])
	}
}

func token(b *strings.Builder, t string) {
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(t)
}

// fold lower-cases a word and turns full-width letters and digits (Ａ, ２) into the plain ones.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		return unicode.ToLower(r)
	}, s)
}

// matchExpr turns what a person typed into an FTS5 expression: every run must occur; runs of letters and digits joined
// by "-", "." or "/" must follow each other (XR-1-01). "" when there is nothing to look for.
func matchExpr(words string) string {
	var all []string
	for _, field := range strings.Fields(words) {
		var latin []string
		flush := func() {
			if len(latin) > 0 {
				all = append(all, `{title text} : `+phrase(strings.Join(latin, " "), true))
			}
			latin = nil
		}
		rs := runs(field)
		for _, r := range rs {
			if !r.han {
				latin = append(latin, fold(r.text))
				continue
			}
			flush()
			var b strings.Builder
			pairs(&b, r.text, false)
			all = append(all, `{title text} : `+phrase(b.String(), utf8.RuneCountInString(r.text) == 1))
		}
		if len(rs) == 1 && len(latin) == 1 && isInitials(latin[0]) {
			// Letters alone may be the initials of a name as well as a word.
			all = append(all, `({title text} : `+phrase(latin[0], true)+` OR initials : `+phrase(latin[0], true)+`)`)
			continue
		}
		flush()
	}
	return strings.Join(all, " AND ")
}

func phrase(tokens string, prefix bool) string {
	p := `"` + tokens + `"` // tokens hold letters and digits only, so no quote can be among them
	if prefix {
		p += " *"
	}
	return p
}

func isInitials(s string) bool {
	for _, r := range s {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return len(s) >= 2
}
