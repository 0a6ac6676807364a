package roundfile

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lianshen/assets"
)

var codeLiteral = regexp.MustCompile(`"(roundfile\.[a-z]+)"`)

func TestEveryRefusalHasASentenceAndAHintInBothLanguages(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range codeLiteral.FindAllStringSubmatch(string(text), -1) {
			codes[m[1]] = true
		}
	}
	if len(codes) < 20 {
		t.Fatalf("only %d codes found in the source", len(codes))
	}
	for _, lang := range assets.Languages {
		words, err := assets.Translations(lang)
		if err != nil {
			t.Fatal(err)
		}
		for code := range codes {
			for _, key := range []string{"error." + code, "error." + code + ".hint"} {
				if strings.TrimSpace(words[key]) == "" {
					t.Errorf("%s has no text for %s", lang, key)
				}
			}
		}
		for _, sort := range []string{"string", "object", "array", "integer", "number", "boolean", "null"} {
			if words["json."+sort] == "" {
				t.Errorf("%s has no word for json.%s", lang, sort)
			}
		}
	}
}
