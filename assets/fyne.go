package assets

import (
	"embed"
	"fmt"
)

//go:embed fyne/zh-Hans.json fyne/en.json
var fyneWords embed.FS

// FyneWords gives the words of the toolkit's own widgets in a language, as its translation file.
func FyneWords(lang string) ([]byte, error) {
	raw, err := fyneWords.ReadFile("fyne/" + lang + ".json")
	if err != nil {
		return nil, fmt.Errorf("words of the toolkit in %s: %w", lang, err)
	}
	return raw, nil
}
