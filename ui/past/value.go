package past

import (
	"encoding/json"
	"reflect"
	"slices"
	"sort"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/ui/i18n"
)

// types are the Go types of the nouns: by them a value is known to be money, a date, or a code of an enumeration.
var types = map[app.Kind]reflect.Type{}

func init() {
	for _, n := range []app.Noun{app.Template{}, app.Law{}, app.DayTable{}, app.Round{}, app.Person{}, app.Zone{}, app.Group{}, app.Unit{}, app.Meeting{},
		app.Alias{}, app.Visit{}, app.Stocktake{}, app.Heard{}, app.Sheet{}, app.Roster{}, app.DayLog{},
		app.Case{}, app.Principal{}, app.Answer{}, app.Talk{}, app.Material{}, app.Evidence{}, app.Paper{}, app.Finding{}, app.Survey{}, app.Evaluation{},
		app.Consultation{}, app.Opinion{}, app.ReportText{}, app.Report{}, app.Approval{}, app.Delivery{}, app.Measure{}, app.Progress{}, app.Supervision{},
		app.Accountability{}, app.ResultUse{}, app.Signoff{}, app.Seat{}} {
		types[n.NounKind()] = reflect.TypeOf(n)
	}
}

// areas are the translations of the codes of enumerations, by their types.
var areas = map[reflect.Type]string{
	reflect.TypeFor[app.Strand](): "strand", reflect.TypeFor[app.Stage](): "stage", reflect.TypeFor[app.UnitKind](): "unitkind",
	reflect.TypeFor[app.Occasion](): "occasion", reflect.TypeFor[app.Grouping](): "grouping", reflect.TypeFor[app.Method](): "method",
	reflect.TypeFor[app.MaterialKind](): "materialkind", reflect.TypeFor[app.Conclusion](): "conclusion",
	reflect.TypeFor[app.Responsibility](): "responsibility", reflect.TypeFor[app.FindingState](): "findingstate", reflect.TypeFor[app.Mark](): "mark",
	reflect.TypeFor[app.RectifyType](): "rectifytype", reflect.TypeFor[app.RectifyMode](): "rectifymode", reflect.TypeFor[app.RectifyState](): "rectifystate",
	reflect.TypeFor[app.Trigger](): "trigger", reflect.TypeFor[app.AccountMeasure](): "accountmeasure", reflect.TypeFor[app.Use](): "use",
	reflect.TypeFor[app.Adoption](): "adoption", reflect.TypeFor[app.Role](): "role", reflect.TypeFor[app.Secrecy](): "secrecy",
	reflect.TypeFor[app.MeetingType](): "meetingtype", reflect.TypeFor[app.MeetingMode](): "meetingmode", reflect.TypeFor[app.DayKind](): "daykind",
	reflect.TypeFor[app.SignoffKind](): "signoffkind", reflect.TypeFor[app.SheetReply](): "sheetreply", reflect.TypeFor[app.Kind](): "kind",
}

// coded are the fields whose codes are plain texts, and sets of codes: by kind and name, or by name alone.
var coded = map[string]string{
	"stocktake/sort": "stocksort", "heard/source": "heardsource", "roster/sort": "rostersort", "material/form": "materialform",
	"talk/type": "talktype", "evidence/kind": "evidencekind", "delivery/way": "way", "law/status": "law.status", "meeting/role": "attendee",
	"roles": "role", "strands": "strand", "methods": "method", "types": "rectifytype", "weights": "grade", "indexes": "kind", "formNumbers": "form", "posts": "posts", "questions": "surveyq",
}

// Field gives the path of a field in words: "Notice · number". Parts that are names of records are said by name.
func (w *Words) Field(kind app.Kind, path string) string {
	if path == "" {
		return ""
	}
	var words []string
	at := types[kind]
	name, named := "", ""
	for i, key := range journal.Keys(path) {
		isField := at == nil || at.Kind() == reflect.Struct
		part := ""
		switch {
		case isField:
			name = key
			named += "." + key
			if part = word("history.field", string(kind)+named); part == "" { // what the field is called in this kind of record
				part = word("field", key)
			}
		default:
			part = w.key(kind, name, at.Key(), key)
		}
		if part == "" {
			part = key
		}
		if i == 0 {
			part = i18n.Capital(part)
		}
		words = append(words, part)
		at = inner(at, key)
	}
	return strings.Join(words, " · ")
}

// inner gives the type of a field of a struct, or of the values of a map; nil when it is not known.
func inner(at reflect.Type, key string) reflect.Type {
	switch {
	case at == nil:
		return nil
	case at.Kind() == reflect.Map:
		return at.Elem()
	case at.Kind() != reflect.Struct:
		return nil
	}
	for i := range at.NumField() {
		if tag, _, _ := strings.Cut(at.Field(i).Tag.Get("json"), ","); tag == key {
			return at.Field(i).Type
		}
	}
	return nil
}

// key says the key of a map: a code of an enumeration, a record, an item, or what a person typed.
func (w *Words) key(kind app.Kind, field string, t reflect.Type, key string) string {
	if area := areas[t]; area != "" {
		return word(area, key)
	}
	if id := app.ID(key); id.Valid() {
		if name := w.Name(id); name != "" {
			return name
		}
		return i18n.T("history.unknown")
	}
	for _, name := range []string{string(kind) + "/" + field, field} {
		if words := word(coded[name], key); words != "" {
			return words
		}
	}
	if field == "agenda" {
		for _, area := range []string{"agenda.entry", "agenda.notification"} {
			if words := word(area, key); words != "" {
				return words
			}
		}
	}
	if field == "waivers" {
		gate, _, _ := strings.Cut(key, ":")
		if words := word("gate", gate); words != "" {
			return clearPlaces(words)
		}
	}
	return key
}

// clearPlaces takes the unfilled places out of a text.
func clearPlaces(text string) string {
	for {
		from := strings.Index(text, "{")
		to := strings.Index(text, "}")
		if from < 0 || to < from {
			return strings.TrimSpace(text)
		}
		text = text[:from] + "…" + text[to+1:]
	}
}

// Value gives the value of a field in words; "" for none.
func (w *Words) Value(kind app.Kind, path string, raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	if path == "" {
		return w.NameOf(kind, raw)
	}
	keys := journal.Keys(path)
	at := types[kind]
	name := ""
	for _, k := range keys {
		if at == nil || at.Kind() == reflect.Struct {
			name = k
		}
		at = inner(at, k)
	}
	return w.value(kind, name, at, raw)
}

func (w *Words) value(kind app.Kind, field string, t reflect.Type, raw json.RawMessage) string {
	switch raw[0] {
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s) // what begins so in a record is a text
		return w.said(kind, field, t, s)
	case 't', 'f':
		return i18n.T("history." + string(raw)) // history.true, history.false
	case '[':
		return w.array(kind, field, t, raw)
	case '{':
		return w.object(kind, field, t, raw)
	}
	if t == reflect.TypeFor[app.Money]() {
		var m app.Money
		if json.Unmarshal(raw, &m) == nil {
			return i18n.T("history.yuan", "amount", m.Yuan(true))
		}
	}
	return string(raw)
}

// said gives a text that may be a code, a record or an item.
func (w *Words) said(kind app.Kind, field string, t reflect.Type, s string) string {
	switch {
	case areas[t] != "":
		if words := word(areas[t], s); words != "" {
			return words
		}
	case app.ID(s).Valid():
		if name := w.Name(app.ID(s)); name != "" {
			return name
		}
		return i18n.T("history.unknown")
	case field == "item":
		return w.Item(s)
	case field == "law":
		return w.law(s)
	case field == "fileHash" || field == "sha256" || field == "hash" || field == "factsHash":
		return i18n.T("history.checksum", "begin", s[:min(8, len(s))])
	}
	for _, name := range []string{string(kind) + "/" + field, field} {
		if words := word(coded[name], s); words != "" && t != nil && t.Kind() == reflect.String {
			return words
		}
	}
	return s
}

// most is how many parts of a list are said.
const most = 12

func (w *Words) array(kind app.Kind, field string, t reflect.Type, raw json.RawMessage) string {
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil {
		return ""
	}
	var elem reflect.Type
	if t != nil && t.Kind() == reflect.Slice {
		elem = t.Elem()
	}
	var words []string
	for _, p := range parts {
		switch {
		case elem == reflect.TypeFor[app.Basis]():
			var b app.Basis
			_ = json.Unmarshal(p, &b) // a rule that does not decode is shown by what did
			words = append(words, join(w.law(b.Law), b.Article))
		case elem == reflect.TypeFor[app.Section]():
			words = append(words, text(p, "name"))
		default:
			words = append(words, w.value(kind, field, elem, p))
		}
	}
	return list(words)
}

func list(words []string) string {
	rest := len(words) - most
	if rest > 0 {
		words = words[:most]
	}
	said := i18n.List(words)
	if rest > 0 {
		said = i18n.T("history.more", "list", said, "n", rest)
	}
	return said
}

// object says a set by its elements, anything else by its fields.
func (w *Words) object(kind app.Kind, field string, t reflect.Type, raw json.RawMessage) string {
	var parts map[string]json.RawMessage
	if json.Unmarshal(raw, &parts) != nil {
		return ""
	}
	keys := make([]string, 0, len(parts))
	for k := range parts {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var words []string
	for _, k := range keys {
		if t == nil || t.Kind() == reflect.Struct {
			name := word("field", k)
			if name == "" {
				name = k
			}
			words = append(words, i18n.T("history.pair", "name", name, "value", w.value(kind, k, inner(t, k), parts[k])))
			continue
		}
		key := w.key(kind, field, t.Key(), k)
		if string(parts[k]) == "true" {
			words = append(words, key)
			continue
		}
		words = append(words, i18n.T("history.pair", "name", key, "value", w.value(kind, field, t.Elem(), parts[k])))
	}
	return list(words)
}

// Line is a field of a noun with its value in words.
type Line struct {
	Field, Value string
	Path         string
}

// hidden are fields that say nothing to people.
var hidden = []string{"id", "case", "hash", "covers", "key", "sign", "box", "seat", "outAfter"}

// Lines gives the fields of a state in the order in which app declares them.
func (w *Words) Lines(kind app.Kind, doc json.RawMessage) []Line {
	var parts map[string]json.RawMessage
	if json.Unmarshal(doc, &parts) != nil {
		return nil
	}
	var out []Line
	t := types[kind]
	if t == nil {
		return nil
	}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		raw := parts[name]
		if len(raw) == 0 || slices.Contains(hidden, name) {
			continue
		}
		if t.Field(i).Type.Kind() == reflect.Struct && raw[0] == '{' { // the parts of a case each have their own lines
			var inside map[string]json.RawMessage
			_ = json.Unmarshal(raw, &inside)
			for j := range t.Field(i).Type.NumField() {
				sub, _, _ := strings.Cut(t.Field(i).Type.Field(j).Tag.Get("json"), ",")
				if v := inside[sub]; len(v) > 0 {
					path := name + "/" + sub
					out = append(out, Line{w.Field(kind, path), w.Value(kind, path, v), path})
				}
			}
			continue
		}
		out = append(out, Line{w.Field(kind, name), w.Value(kind, name, raw), name})
	}
	return out
}

// Noted gives the lines of a note: what was printed, exported or read.
func Noted(raw json.RawMessage) []Line {
	var parts map[string]string
	if json.Unmarshal(raw, &parts) != nil {
		return nil
	}
	keys := make([]string, 0, len(parts))
	for k := range parts {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var out []Line
	for _, k := range keys {
		name, value := word("field", k), parts[k]
		if name == "" {
			name = word("history.note", k)
		}
		if name == "" || value == "" {
			continue
		}
		for _, area := range []string{"strand", "kind", "history.note.is"} {
			if words := word(area, value); words != "" {
				value = words
				break
			}
		}
		out = append(out, Line{Field: i18n.Capital(name), Value: value, Path: k})
	}
	return out
}
