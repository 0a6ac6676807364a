package archive

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"lianshen/app"
)

// areas are the translations of the codes of enumerations, by their types.
var areas = map[reflect.Type]string{
	reflect.TypeFor[app.Strand](): "strand", reflect.TypeFor[app.Stage](): "stage", reflect.TypeFor[app.UnitKind](): "unitkind",
	reflect.TypeFor[app.Occasion](): "occasion", reflect.TypeFor[app.Grouping](): "grouping", reflect.TypeFor[app.Method](): "method",
	reflect.TypeFor[app.MaterialKind](): "materialkind", reflect.TypeFor[app.Conclusion](): "conclusion", reflect.TypeFor[app.Responsibility](): "responsibility",
	reflect.TypeFor[app.FindingState](): "findingstate", reflect.TypeFor[app.Mark](): "mark", reflect.TypeFor[app.RectifyType](): "rectifytype",
	reflect.TypeFor[app.RectifyMode](): "rectifymode", reflect.TypeFor[app.RectifyState](): "rectifystate", reflect.TypeFor[app.Trigger](): "trigger",
	reflect.TypeFor[app.AccountMeasure](): "accountmeasure", reflect.TypeFor[app.Use](): "use", reflect.TypeFor[app.Adoption](): "adoption",
	reflect.TypeFor[app.Role](): "role", reflect.TypeFor[app.Secrecy](): "secrecy", reflect.TypeFor[app.MeetingType](): "meetingtype",
	reflect.TypeFor[app.MeetingMode](): "meetingmode", reflect.TypeFor[app.DayKind](): "daykind", reflect.TypeFor[app.SignoffKind](): "signoffkind",
}

// coded are the fields whose codes are plain texts, by kind and name or by name alone.
var coded = map[string][]string{
	"talk/type": {"talktype"}, "evidence/kind": {"evidencekind"}, "delivery/way": {"way"}, "meeting/role": {"attendee"}, "roles": {"role"}, "strands": {"strand"},
	"methods": {"method"}, "types": {"rectifytype"}, "weights": {"grade"}, "posts": {"posts"}, "questions": {"surveyq"},
	"agenda": {"agenda.entry", "agenda.notification"}, "waivers": {"gate"},
}

// facts gives every field of a noun that says something, in the order of its type. Nothing is chosen by hand, so that no
// field is forgotten.
func (b *pages) facts(n app.Noun, without ...string) []fact {
	return b.fields(string(n.NounKind()), "", reflect.ValueOf(n), append(without, "id", "case", "round"))
}

func (b *pages) fields(kind, path string, v reflect.Value, without []string) []fact {
	var out []fact
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if slices.Contains(without, name) {
			continue
		}
		if value := b.value(kind, path+"."+name, name, v.Field(i)); value != "" {
			out = append(out, fact{b.label(kind, path+"."+name, name), value})
		}
	}
	return out
}

// label is what people call a field, in this kind of record or at all.
func (b *pages) label(kind, path, name string) string {
	for _, key := range []string{"history.field." + kind + path, "field." + name} {
		if text, ok := b.words[key]; ok {
			return capital(text)
		}
	}
	b.unknown = append(b.unknown, kind+path)
	return name
}

// value says what stands in a field; "" when that is nothing.
func (b *pages) value(kind, path, name string, v reflect.Value) markup {
	if v.IsZero() {
		return ""
	}
	switch x := v.Interface().(type) {
	case app.Date, app.Month:
		return esc(fmt.Sprint(x))
	case app.Money:
		return esc(b.fill("archive.yuan", "amount", x.Yuan(true)))
	case app.ID:
		return b.named(x)
	case app.Set:
		return b.set(kind, name, x)
	}
	switch v.Kind() {
	case reflect.String:
		return b.said(kind, name, v.Type(), v.String())
	case reflect.Bool:
		return esc(b.word("archive.yes"))
	case reflect.Struct:
		return inner(b.fields(kind, path, v, nil))
	case reflect.Map:
		return b.entries(kind, path, name, v)
	case reflect.Slice:
		var lines []string
		for i := range v.Len() {
			if s := b.value(kind, path, name, v.Index(i)); s != "" {
				lines = append(lines, string(s))
			}
		}
		if v.Type().Elem().Kind() == reflect.Struct {
			return markup(strings.Join(lines, "")) // tables stand below each other by themselves
		}
		return markup(strings.Join(lines, "\n"))
	}
	return esc(fmt.Sprint(v.Interface()))
}

// inner is a table within a table.
func inner(list []fact) markup { return markup(strings.TrimSuffix(string(factTable(list)), "\n")) }

// said gives a text that may be a code, an item or the name of a record.
func (b *pages) said(kind, name string, t reflect.Type, s string) markup {
	if area := areas[t]; area != "" {
		if text, ok := b.words[area+"."+s]; ok {
			return esc(text)
		}
		return esc(s)
	}
	switch name {
	case "item":
		return b.item(s)
	case "law":
		if law, ok := b.s.Dossier.Laws[s]; ok {
			return esc(app.BookTitle(law.Name))
		}
	case "sha256", "fileHash", "hash", "factsHash":
		return `<span class="hash">` + esc(s) + `</span>`
	}
	if id := app.ID(s); id.Valid() {
		return b.named(id)
	}
	if text, ok := b.code(kind, name, s); ok {
		return esc(text)
	}
	return esc(s)
}

// code gives the word of a code that is kept as a plain text.
func (b *pages) code(kind, name, s string) (string, bool) {
	for _, field := range []string{kind + "/" + name, name} {
		for _, area := range coded[field] {
			code := s
			if area == "gate" {
				code, _, _ = strings.Cut(s, ":")
			}
			if text, ok := b.words[area+"."+code]; ok {
				return clearPlaces(text), true
			}
		}
	}
	return "", false
}

// clearPlaces takes the unfilled places out of a text.
func clearPlaces(text string) string {
	for {
		from, to := strings.Index(text, "{"), strings.Index(text, "}")
		if from < 0 || to < from {
			return strings.TrimSpace(text)
		}
		text = text[:from] + "…" + text[to+1:]
	}
}

func (b *pages) set(kind, name string, s app.Set) markup {
	var out []string
	for _, x := range s.Sorted() {
		out = append(out, string(b.member(kind, name, x)))
	}
	return markup(strings.Join(out, b.word("list.comma")))
}

// member is an element of a set or the key of a map.
func (b *pages) member(kind, name, x string) markup {
	if name == "items" {
		return b.item(x)
	}
	return b.said(kind, name, reflect.TypeFor[string](), x)
}

// entries gives a map as a table of its keys.
func (b *pages) entries(kind, path, name string, v reflect.Value) markup {
	var list []fact
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x.String(), y.String()))
	})
	for _, key := range keys {
		value := b.value(kind, path, name, v.MapIndex(key))
		if value == "" {
			continue
		}
		word := key.String()
		if area := areas[key.Type()]; area != "" && b.words[area+"."+word] != "" {
			word = b.words[area+"."+word]
		} else if text, ok := b.code(kind, name, word); ok {
			word = text
		} else if r, ok := b.records[app.ID(word)]; ok {
			word = r.name
		}
		list = append(list, fact{word, value})
	}
	return inner(list)
}

// rank is the place of a strand or stage among its like; other keys stand in the order of their texts.
func rank(key reflect.Value) int {
	switch k := key.Interface().(type) {
	case app.Strand:
		return slices.Index(app.Strands, k)
	case app.Stage:
		return k.Index()
	}
	return 0
}

// named gives the name of a record, with a link to where it stands; the ID itself when it is not in the archive.
func (b *pages) named(id app.ID) markup {
	b.used[id] = true
	r, ok := b.records[id]
	if !ok {
		return `<span class="id">` + esc(string(id)) + `</span>`
	}
	if r.page == "" {
		return esc(r.name)
	}
	return link(r.page+".html#"+string(id), esc(r.name))
}

// item gives the code of an item with a link to where it stands in the checklist.
func (b *pages) item(code string) markup {
	if !b.items[code] {
		return esc(code)
	}
	return link("checklist.html#"+code, esc(code))
}
