package vault

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/ccojocar/zxcvbn-go/data"
	"github.com/ccojocar/zxcvbn-go/entropy"
	"github.com/ccojocar/zxcvbn-go/match"
	"github.com/ccojocar/zxcvbn-go/scoring"
)

// The estimate is zxcvbn's (Wheeler, USENIX Security 2016), with the word lists, the entropies and the search for the
// cheapest explanation of package zxcvbn-go. Only the finding of patterns is our own: zxcvbn-go unpacks its lists when
// the program starts, which takes 40 ms and 18 MB each time for something that is asked once a year, and it knows
// neither pinyin nor what a whole phrase said twice is worth.

// guessBits gives the bits of a phrase in ASCII.
func guessBits(phrase string) float64 {
	var found []match.Match
	for _, find := range []func(string) []match.Match{findWords, findSyllables, findRepeats, findSequences, findKeys, findDates, findGaps} {
		found = append(found, find(phrase)...)
	}
	return scoring.MinimumEntropyMatchSequence(phrase, found).Entropy
}

func pattern(phrase string, from, to int) match.Match {
	return match.Match{Pattern: "known", I: from, J: to - 1, Token: phrase[from:to]}
}

// wordLists are the lists of package zxcvbn-go, each from the most frequent word to the rarest.
var wordLists = []string{"data/Passwords.json", "data/English.json", "data/Surnames.json", "data/MaleNames.json", "data/FemaleNames.json"}

// officeWords come first where offices choose passwords: Chinese favourites, and the words of the work.
var officeWords = strings.Fields(`woaini 5201314 1314520 520 1314 666 888 168 aini woshi mima nihao zhongguo beijing admin
	lianshen shenji zuzhi bianzhi renshi caizheng zhengfu danwei bangong ganbu root test abc123 a123456 qwe123 asd123`)

// words gives every known word with its rank, 1 for the most frequent.
var words = sync.OnceValue(func() map[string]float64 {
	ranks := map[string]float64{}
	add := func(list []string) {
		for i, word := range list {
			if had, ok := ranks[word]; !ok || float64(i+1) < had {
				ranks[word] = float64(i + 1)
			}
		}
	}
	for _, name := range wordLists {
		var list struct{ List []string }
		if raw, err := data.Asset(name); err == nil && json.Unmarshal(raw, &list) == nil {
			add(list.List)
		}
	}
	add(officeWords)
	return ranks
})

// What people put for a letter, with 1 for i and for l.
var unleet = [2]*strings.Replacer{
	strings.NewReplacer("4", "a", "@", "a", "8", "b", "3", "e", "6", "g", "9", "g", "1", "i", "!", "i", "|", "i", "0", "o", "$", "s", "5", "s", "7", "t", "+", "t", "2", "z"),
	strings.NewReplacer("4", "a", "@", "a", "8", "b", "3", "e", "6", "g", "9", "g", "1", "l", "!", "l", "|", "l", "0", "o", "$", "s", "5", "s", "7", "t", "+", "t", "2", "z"),
}

const (
	longestWord  = 24
	leetBits     = 2   // for the choice of what to put for which letter
	syllableBits = 7   // of some 400; words of two syllables are far fewer than pairs
	keyBits      = 5   // where a run over the keyboard begins, and which way it goes
	yearBits     = 6.9 // 1900–2020 or so
	dayBits      = 8.5
	separateBits = 2 // which sign stands between the parts of a date
	gapBits      = 1 // between words
)

func findWords(phrase string) []match.Match {
	var found []match.Match
	known := words()
	lower := strings.ToLower(phrase)
	for variant, text := range []string{lower, unleet[0].Replace(lower), unleet[1].Replace(lower)} {
		for from := range text {
			for to := from + 2; to <= min(from+longestWord, len(text)); to++ {
				rank, ok := known[text[from:to]]
				if !ok || variant > 0 && text[from:to] == lower[from:to] {
					continue
				}
				m := pattern(phrase, from, to)
				m.Entropy = entropy.DictionaryEntropy(m, rank)
				if variant > 0 {
					m.Entropy += leetBits
				}
				found = append(found, m)
			}
		}
	}
	return found
}

// syllable is one of pinyin, or of what looks like one.
var syllable = regexp.MustCompile(`^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[aoe]|ai|ei|ao|ou|[ae]ng?|ong|i|ia|ie|iao|iu|ian|ing?|iang|iong|u|ua|uo|uai|ui|uan|un|uang|v|ve|ue|er)$`)

func findSyllables(phrase string) []match.Match {
	var found []match.Match
	for from := range phrase {
		for to := from + 2; to <= min(from+6, len(phrase)); to++ {
			m := pattern(phrase, from, to)
			if syllable.MatchString(strings.ToLower(m.Token)) {
				m.Entropy = entropy.DictionaryEntropy(m, math.Exp2(syllableBits))
				found = append(found, m)
			}
		}
	}
	return found
}

// findRepeats finds what is said several times over: one character three times, several twice.
func findRepeats(phrase string) []match.Match {
	var found []match.Match
	for from := range phrase {
		bestUnit, bestEnd := 0, 0
		for unit := 1; from+2*unit <= len(phrase); unit++ {
			end := from + unit
			for end < len(phrase) && phrase[end] == phrase[end-unit] {
				end++
			}
			end -= (end - from) % unit
			if times := (end - from) / unit; times >= 3 || times == 2 && unit > 1 {
				if end > bestEnd {
					bestUnit, bestEnd = unit, end
				}
			}
		}
		// A run that began earlier has been counted there.
		if bestUnit == 0 || from > 0 && phrase[from-1] == phrase[from-1+bestUnit] {
			continue
		}
		m := pattern(phrase, from, bestEnd)
		m.Entropy = guessBits(phrase[from:from+bestUnit]) + math.Log2(float64((bestEnd-from)/bestUnit))
		found = append(found, m)
	}
	return found
}

// findSequences finds abcd, 4321 and their like.
func findSequences(phrase string) []match.Match {
	var found []match.Match
	class := func(c byte) int {
		switch r := rune(c); {
		case unicode.IsDigit(r):
			return 10
		case unicode.IsLetter(r):
			return 26
		}
		return 0
	}
	for from := 0; from+2 < len(phrase); {
		step := int(phrase[from+1]) - int(phrase[from])
		to := from + 1
		for to < len(phrase) && int(phrase[to])-int(phrase[to-1]) == step && class(phrase[to]) == class(phrase[from]) {
			to++
		}
		if to-from < 3 || step != 1 && step != -1 || class(phrase[from]) == 0 {
			from++
			continue
		}
		m := pattern(phrase, from, to)
		m.Entropy = entropy.SequenceEntropy(m, class(phrase[from]), step == 1)
		found = append(found, m)
		from = to - 1
	}
	return found
}

// The keyboard by its rows and its slanting columns, and what its keys give with shift.
var (
	keyRuns = []string{"`1234567890-=", `qwertyuiop[]\`, "asdfghjkl;'", "zxcvbnm,./", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/"}
	unshift = strings.NewReplacer("~", "`", "!", "1", "@", "2", "#", "3", "$", "4", "%", "5", "^", "6", "&", "7", "*", "8", "(", "9", ")", "0",
		"_", "-", "+", "=", "{", "[", "}", "]", "|", `\`, ":", ";", `"`, "'", "<", ",", ">", ".", "?", "/")
)

func findKeys(phrase string) []match.Match {
	var found []match.Match
	keys := unshift.Replace(strings.ToLower(phrase))
	for _, run := range keyRuns {
		back := []byte(run)
		slices.Reverse(back)
		for _, run := range []string{run, string(back)} {
			for from := range keys {
				to := from
				for to < len(keys) && strings.Contains(run, keys[from:to+1]) {
					to++
				}
				if to-from < 3 {
					continue
				}
				m := pattern(phrase, from, to)
				m.Entropy = keyBits + math.Log2(float64(to-from))
				if m.Token != keys[from:to] {
					m.Entropy++
				}
				found = append(found, m)
			}
		}
	}
	return found
}

// dates are forms of dates and the bits of each.
var dates = []struct {
	form *regexp.Regexp
	bits float64
}{
	{regexp.MustCompile(`^(?:19|20)\d\d`), yearBits},
	{regexp.MustCompile(`^(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])`), dayBits},
	{regexp.MustCompile(`^(?:19|20)\d\d(?:0[1-9]|1[0-2])`), yearBits + dayBits - 5},
	{regexp.MustCompile(`^(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])`), yearBits + dayBits},
	{regexp.MustCompile(`^(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d\d`), yearBits + dayBits},
	{regexp.MustCompile(`^(?:19|20)?\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:[0-2]?\d|3[01])`), yearBits + dayBits + separateBits},
	{regexp.MustCompile(`^(?:[0-2]?\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)?\d\d`), yearBits + dayBits + separateBits},
}

func findDates(phrase string) []match.Match {
	var found []match.Match
	for from := range phrase {
		if !unicode.IsDigit(rune(phrase[from])) {
			continue
		}
		for _, d := range dates {
			if at := d.form.FindStringIndex(phrase[from:]); at != nil {
				m := pattern(phrase, from, from+at[1])
				m.Entropy = d.bits
				found = append(found, m)
			}
		}
	}
	return found
}

// findGaps finds what stands between words: everybody puts the same there.
func findGaps(phrase string) []match.Match {
	var found []match.Match
	for at := range phrase {
		if strings.IndexByte(" -_.", phrase[at]) >= 0 {
			m := pattern(phrase, at, at+1)
			m.Entropy = gapBits
			found = append(found, m)
		}
	}
	return found
}
