package vault

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Estimate says how hard a pass phrase is to guess for somebody who has the key file.
type Estimate struct {
	Score   int     // 0 guessed at once, 1 weak, 2 just good enough, 3 good, 4 strong
	Guesses float64 // how many phrases a guesser tries until this one, about
	Seconds float64 // that this takes at GuessesPerSecond
}

// GuessesPerSecond is what Strength reckons with: about a thousand tries a second, that is a thousand laptops like
// ours, or a few graphics cards. One try costs a card the memory traffic of three passes over 64–256 MiB, and a card
// moves about a terabyte in a second.
const GuessesPerSecond = 1000

// The scores begin at these numbers of guesses: a quarter of an hour, twelve days, three years, three hundred years.
// They are stricter than zxcvbn's own, which are made for a server that slows the guesser down.
var scoreFrom = [...]float64{1e6, 1e9, 1e11, 1e13}

// What a character outside ASCII is worth in bits. Han characters come in words and sayings, so one is worth much less
// than the 11 bits of a random common character: a saying of four characters, of which there are some 30,000, has 15.
const (
	foreignBits = 4
	repeatBits  = 1 // one that stood in the phrase before
	ownBits     = 1 // a whole word of one's own: a name, a unit
)

// maxGauged is how many characters are looked at; the time grows with the square of the length.
const maxGauged = 100

// Strength estimates the strength of a phrase. own are words that a guesser knows: the names of the person, the unit and
// the workspace; they count next to nothing, nor does their pinyin. The phrase is taken in the form in which it opens.
// It takes less than a millisecond, the first time some 30 for the lists of words.
func Strength(phrase string, own ...string) Estimate {
	raw, err := phraseBytes(phrase)
	if err != nil {
		return Estimate{}
	}
	text := []rune(string(raw))
	if len(text) > maxGauged {
		text = text[:maxGauged]
	}
	rest, bits := withoutOwn(string(text), own)
	var ascii strings.Builder
	seen := map[rune]bool{}
	for _, c := range rest {
		switch {
		case c <= unicode.MaxASCII:
			ascii.WriteRune(c)
		case seen[c]:
			bits += repeatBits
		default:
			seen[c] = true
			bits += foreignBits
		}
	}
	if ascii.Len() > 0 {
		bits += guessBits(ascii.String())
	}
	s := Estimate{Guesses: math.Exp2(bits)}
	s.Seconds = s.Guesses / GuessesPerSecond
	for s.Score < len(scoreFrom) && s.Guesses >= scoreFrom[s.Score] {
		s.Score++
	}
	return s
}

// withoutOwn takes a person's own words out of a phrase and gives what they were worth.
func withoutOwn(phrase string, own []string) (rest string, bits float64) {
	words := make([]string, 0, 3*len(own))
	for _, w := range own {
		for _, part := range append(strings.Fields(w), w) {
			part = strings.ToLower(norm.NFKC.String(strings.TrimSpace(part)))
			words = append(words, part)
			if syllables := pinyin.LazyConvert(part, nil); len(syllables) > 1 {
				words = append(words, strings.Join(syllables, ""), strings.Join(syllables[1:], ""))
			}
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // the longest first
	rest = strings.ToLower(phrase)
	if len(rest) != len(phrase) { // rare letters change their length with their case
		phrase = rest
	}
	for _, w := range words {
		if len([]rune(w)) < 2 {
			continue
		}
		for {
			at := strings.Index(rest, w)
			if at < 0 {
				break
			}
			rest, phrase = rest[:at]+rest[at+len(w):], phrase[:at]+phrase[at+len(w):]
			bits += ownBits
		}
	}
	return phrase, bits
}
