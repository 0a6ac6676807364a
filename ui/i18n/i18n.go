// Package i18n gives the words that people read. Code asks by key; the texts lie in assets/i18n, one file an area,
// both languages complete. A key without a text shows itself between marks and is kept in Unknown, so that tests fail
// on it instead of people meeting it.
package i18n

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/assets"
)

// The languages, by the codes of the folders in assets/i18n.
const (
	Chinese = "zh-Hans"
	English = "en"
)

var (
	mu       sync.RWMutex
	language string
	texts    map[string]string
	unknown  = map[string]bool{}
	loaded   = map[string]map[string]string{}
)

// SetLanguage chooses the language of every text from now on. It takes "zh", "zh-Hans" and "en" and fails on any
// other; then the language stays as it was.
func SetLanguage(code string) error {
	if code == "zh" {
		code = Chinese
	}
	if !slices.Contains(assets.Languages, code) {
		return app.Refuse("language.unknown", "language", code)
	}
	mu.Lock()
	defer mu.Unlock()
	return choose(code)
}

func choose(code string) error {
	if loaded[code] == nil {
		t, err := assets.Translations(code)
		if err != nil {
			return fmt.Errorf("load language: %w", err)
		}
		loaded[code] = t
	}
	language, texts = code, loaded[code]
	return nil
}

// Language gives the code of the language in use.
func Language() string {
	ready()
	mu.RLock()
	defer mu.RUnlock()
	return language
}

// SystemLanguage gives the first choice: English on an English system, Chinese on every other.
func SystemLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return fromLocale(v)
		}
	}
	return fromLocale(systemLocale())
}

func fromLocale(locale string) string {
	if strings.HasPrefix(strings.ToLower(locale), "en") {
		return English
	}
	return Chinese
}

func ready() {
	mu.RLock()
	done := texts != nil
	mu.RUnlock()
	if done {
		return
	}
	mu.Lock()
	defer mu.Unlock()
	if texts == nil {
		if err := choose(Chinese); err != nil {
			panic(err) // the program was built with broken texts
		}
	}
}

// T gives the text of a key. args come in pairs of name and value and fill the places written {name}.
func T(key string, args ...any) string {
	text, ok := Lookup(key)
	if !ok {
		mu.Lock()
		unknown[key] = true
		mu.Unlock()
		return "⟦" + key + "⟧"
	}
	return Fill(text, args...)
}

// Lookup gives the text of a key as it is written, and whether there is one.
func Lookup(key string) (string, bool) {
	ready()
	mu.RLock()
	defer mu.RUnlock()
	text, ok := texts[key]
	return text, ok
}

// Fill puts values into the places written {name}; args come in pairs of name and value. A place without a value
// stays as it is written.
func Fill(text string, args ...any) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		place, value := "{"+fmt.Sprint(args[i])+"}", fmt.Sprint(args[i+1])
		if value == "1" {
			text = oneOf(text, place)
		}
		pairs = append(pairs, place, value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// TMap is T with the values in a map, as errors, gates and next steps carry them.
func TMap(key string, args map[string]any) string { return T(key, flat(args)...) }

func flat(args map[string]any) []any {
	out := make([]any, 0, 2*len(args))
	for k, v := range args {
		out = append(out, k, word(k, v))
	}
	return out
}

// areas says of which enumeration the codes in an argument are, by the argument's name.
var areas = map[string]string{"strand": "strand", "strands": "strand", "stage": "stage", "next": "stage", "roles": "attendee",
	"role": "role", "fields": "field", "field": "field", "items": "agenda", "earlier": "field", "later": "field"}

// word turns a value of an error, gate or step into what a person reads: codes of enumerations become their words.
func word(name string, v any) any {
	area, coded := areas[name]
	switch x := v.(type) {
	case string:
		if coded {
			return wordOr(area, x)
		}
	case []string:
		words := make([]string, len(x))
		for i, code := range x {
			words[i] = code
			if coded {
				words[i] = wordOr(area, code)
			}
		}
		return List(words)
	case *app.Error: // a refusal that tells why another was made
		sentence, _ := Error(x)
		return sentence
	case app.Word:
		return T(string(x))
	case app.Strand:
		return Enum("strand", x)
	case []app.Strand:
		words := make([]string, len(x))
		for i, strand := range x {
			words[i] = Enum("strand", strand)
		}
		return List(words)
	case app.Stage:
		return Enum("stage", x)
	case app.Date:
		return Date(x)
	}
	return v
}

// wordOr gives the word of a code, or the code itself: an argument may carry a word already.
func wordOr(area, code string) string {
	if text, ok := Lookup(area + "." + code); ok {
		return text
	}
	return code
}

// Capital gives a text with its first letter large, as it stands alone; words inside of sentences begin small.
func Capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// Number gives a whole number with separators of thousands.
func Number(n int) string {
	s := strconv.Itoa(n)
	from := len(s) % 3
	var b strings.Builder
	b.WriteString(s[:from])
	for i := from; i < len(s); i += 3 {
		if b.Len() > 0 && b.String() != "-" {
			b.WriteByte(',')
		}
		b.WriteString(s[i : i+3])
	}
	return b.String()
}

// List joins words the way the language lists them.
func List(words []string) string { return strings.Join(words, T("list.comma")) }

// Date gives a date as it is shown on screen: 2026-03-05 in both languages, "—" when not known.
func Date(d app.Date) string {
	if d.IsZero() {
		return "—"
	}
	return d.String()
}

// Enum gives the word of a code of an enumeration: Enum("stage", app.Inspection) is the text of "stage.inspection".
// The empty code gives the empty string.
func Enum[C ~string](area string, code C) string {
	if code == "" {
		return ""
	}
	return T(area + "." + string(code))
}

// Error gives the sentence that says what is wrong and the hint that says what to do. An error that a person did not
// cause gets a general sentence with its technical text.
func Error(err error) (sentence, hint string) {
	if err == nil {
		return "", ""
	}
	var e *app.Error
	if !errors.As(err, &e) {
		return T("error.other", "text", err.Error()), T("error.other.hint")
	}
	if _, ok := Lookup("error." + e.Code); !ok {
		mu.Lock()
		unknown["error."+e.Code] = true
		mu.Unlock()
		return T("error.other", "text", err.Error()), T("error.other.hint")
	}
	sentence = TMap("error."+e.Code, e.Args)
	if _, ok := Lookup("error." + e.Code + ".hint"); ok {
		hint = TMap("error."+e.Code+".hint", e.Args)
	}
	return sentence, hint
}

// Unknown lists the keys asked for that have no text, sorted. Tests demand that it is empty.
func Unknown() []string {
	mu.RLock()
	defer mu.RUnlock()
	out := make([]string, 0, len(unknown))
	for k := range unknown {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
