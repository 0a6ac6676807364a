package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed i18n
var translations embed.FS

// Languages lists the languages the program speaks, the first choice first.
var Languages = []string{"zh-Hans", "en"}

// Translations gives every text of a language by its key. A language is a folder i18n/<lang> with one flat JSON
// object of key and text a file, one file an area ("shell.json", "errors.json"); they are merged. It fails on a
// language that does not ship, a file that is no such object, and a key that stands in two files.
func Translations(lang string) (map[string]string, error) {
	areas, err := TranslationAreas(lang)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, area := range areas {
		texts, err := TranslationArea(lang, area)
		if err != nil {
			return nil, err
		}
		for key, text := range texts {
			if _, twice := out[key]; twice {
				return nil, fmt.Errorf("translations %s: key %q of area %s stands in another area too", lang, key, area)
			}
			out[key] = text
		}
	}
	return out, nil
}

// TranslationAreas names the areas of a language, sorted: "board", "case", "shell" …
func TranslationAreas(lang string) ([]string, error) {
	if !slices.Contains(Languages, lang) {
		return nil, fmt.Errorf("translations: no language %q ships", lang)
	}
	entries, err := translations.ReadDir(path.Join("i18n", lang))
	if err != nil {
		return nil, fmt.Errorf("translations %s: %w", lang, err)
	}
	var areas []string
	for _, e := range entries {
		if name, isJSON := strings.CutSuffix(e.Name(), ".json"); isJSON {
			areas = append(areas, name)
		}
	}
	return areas, nil
}

// TranslationArea gives the texts of one area of a language.
func TranslationArea(lang, area string) (map[string]string, error) {
	raw, err := translations.ReadFile(path.Join("i18n", lang, area+".json"))
	if err != nil {
		return nil, fmt.Errorf("translations %s: %w", lang, err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(raw, &texts); err != nil {
		return nil, fmt.Errorf("translations %s/%s: %w", lang, area, err)
	}
	return texts, nil
}
