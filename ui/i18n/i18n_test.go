package i18n

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/assets"
)

func use(t *testing.T, lang string) {
	t.Helper()
	if err := SetLanguage(lang); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = SetLanguage(Chinese) })
}

func TestPlacesAreFilled(t *testing.T) {
	if got, want := Fill("a {x} b {y} {x}", "x", 1, "y", "z"), "a 1 b z 1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Fill("{x} {unknown}", "x", "{y}", "y", 2), "{y} {unknown}"; got != want {
		t.Errorf("a value must not be filled again: got %q, want %q", got, want)
	}
}

func TestUnknownKeyIsVisible(t *testing.T) {
	use(t, English)
	if got := T("no.such.key"); got != "⟦no.such.key⟧" {
		t.Errorf("got %q", got)
	}
	if !slices.Contains(Unknown(), "no.such.key") {
		t.Errorf("the key is not listed: %v", Unknown())
	}
}

func TestForeignErrorsGetAGeneralSentence(t *testing.T) {
	use(t, English)
	sentence, hint := Error(errors.New("disk on fire"))
	if !strings.Contains(sentence, "disk on fire") || hint == "" {
		t.Errorf("got %q, %q", sentence, hint)
	}
	sentence, hint = Error(app.Refuse("language.unknown", "language", "la"))
	if !strings.Contains(sentence, "la") || hint == "" {
		t.Errorf("got %q, %q", sentence, hint)
	}
}

func TestUnknownLanguageLeavesTheOldOne(t *testing.T) {
	use(t, English)
	if err := SetLanguage("la"); app.CodeOf(err) != "language.unknown" {
		t.Errorf("got %v", err)
	}
	if Language() != English {
		t.Errorf("language is %q", Language())
	}
}

func TestSystemLanguage(t *testing.T) {
	for locale, want := range map[string]string{"en_GB.UTF-8": English, "zh_CN.UTF-8": Chinese, "de_DE": Chinese, "C": Chinese, "": Chinese} {
		t.Setenv("LC_ALL", "")
		t.Setenv("LC_MESSAGES", "")
		t.Setenv("LANG", locale)
		if got := SystemLanguage(); got != want {
			t.Errorf("%q: got %s, want %s", locale, got, want)
		}
	}
}

var place = regexp.MustCompile(`\{[A-Za-z]+\}`)

var schemeMark = regexp.MustCompile(`\{(strand|year|case|part|serial)\}`)

// Both languages have the same areas, keys and places, and no text is empty.
func TestLanguagesAreComplete(t *testing.T) {
	zhAreas, _ := assets.TranslationAreas(Chinese)
	enAreas, _ := assets.TranslationAreas(English)
	if !slices.Equal(zhAreas, enAreas) {
		t.Errorf("areas differ: %v, %v", zhAreas, enAreas)
	}
	zh, err := assets.Translations(Chinese)
	if err != nil {
		t.Fatal(err)
	}
	en, err := assets.Translations(English)
	if err != nil {
		t.Fatal(err)
	}
	for key, text := range zh {
		other, ok := en[key]
		if !ok {
			t.Errorf("%s has no English text", key)
			continue
		}
		if strings.HasPrefix(key, "error.index.") || key == "forms.index.help" { // the marks of a numbering scheme are words of either language in braces
			other = schemeMark.ReplaceAllString(other, "")
		}
		if places(text) != places(other) {
			t.Errorf("%s has places %s in Chinese, %s in English", key, places(text), places(other))
		}
		if strings.TrimSpace(text) == "" || strings.TrimSpace(other) == "" {
			t.Errorf("%s is empty", key)
		}
	}
	for key := range en {
		if _, ok := zh[key]; !ok {
			t.Errorf("%s has no Chinese text", key)
		}
	}
}

func places(text string) string {
	found := place.FindAllString(text, -1)
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}
