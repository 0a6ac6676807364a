package casefile

import (
	"encoding/json"
	"strings"

	"lianshen/app"
	"lianshen/ui/i18n"
)

// pathWords says a path of fields ("notice/number") in words; what is no field (a name, a year) stands as it is, and
// identifiers are left out.
func pathWords(path string) string {
	var words []string
	for _, part := range strings.Split(path, "/") {
		switch word, ok := i18n.Lookup("field." + part); {
		case ok:
			words = append(words, word)
		case app.ID(part).Valid():
		default:
			if w, ok := codeWord(part); ok {
				part = w
			}
			words = append(words, part)
		}
	}
	return strings.Join(words, " · ")
}

// codeWord gives the word of a code that stands for itself in a path or a value.
func codeWord(code string) (string, bool) {
	for _, area := range []string{"strand", "stage", "conclusion", "findingstate", "adoption", "rectifystate", "responsibility", "method"} {
		if w, ok := i18n.Lookup(area + "." + code); ok {
			return w, true
		}
	}
	return "", false
}

// plain shows a stored value: texts without quotes, codes by their words, a whole noun by what names it.
func plain(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	switch x := v.(type) {
	case string:
		if w, ok := codeWord(x); ok {
			return w
		}
		if app.ID(x).Valid() {
			return "…"
		}
		return x
	case bool:
		if x {
			return "✓"
		}
		return "✗"
	case map[string]any:
		for _, name := range []string{"title", "name", "number", "item", "text", "person"} {
			if s, ok := x[name].(string); ok && s != "" {
				return s
			}
		}
		return "…"
	}
	return string(raw)
}
