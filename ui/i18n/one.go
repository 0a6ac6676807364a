package i18n

import (
	"regexp"
	"strings"
)

// counted is a place with the noun behind it that is counted, and the verb behind that: "{n} more items are".
var counted = regexp.MustCompile(`(\{\w+\})( (?:more |working |former )?)([a-z]+)((?: (?:are|were|have|keep|use|hold))?)\b`)

// singulars are the nouns that sentences count, by their plural.
var singulars = map[string]string{"items": "item", "records": "record", "rows": "row", "days": "day", "workdays": "workday", "cases": "case",
	"characters": "character", "files": "file", "bytes": "byte", "pages": "page", "changes": "change", "places": "place", "faults": "fault",
	"times": "time", "remarks": "remark", "packages": "package", "lines": "line", "hours": "hour", "errors": "error", "years": "year",
	"seats": "seat", "payments": "payment", "numbers": "number", "names": "name", "minutes": "minute", "entries": "entry", "answers": "answer",
	"warnings": "warning", "sheets": "sheet", "rounds": "round", "points": "point", "persons": "person", "people": "person", "parts": "part",
	"months": "month", "laws": "law", "hints": "hint", "gaps": "gap", "fields": "field", "papers": "paper", "findings": "finding",
	"clashes": "clash", "versions": "version", "materials": "material", "notes": "note", "deeds": "deed", "copies": "copy", "questions": "question"}

var singularVerbs = map[string]string{" are": " is", " were": " was", " have": " has", " keep": " keeps", " use": " uses", " hold": " holds"}

// oneOf makes the noun behind a place singular, where the place says 1 and the words are English: "1 item", not "1 items".
func oneOf(text, place string) string {
	if Language() != English || !strings.Contains(text, place+" ") {
		return text
	}
	return counted.ReplaceAllStringFunc(text, func(found string) string {
		p := counted.FindStringSubmatch(found)
		one, known := singulars[p[3]]
		if p[1] != place || !known {
			return found
		}
		verb := p[4]
		if v, ok := singularVerbs[verb]; ok {
			verb = v
		}
		return p[1] + p[2] + one + verb
	})
}
