package past_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/past"
)

// leaves gives every path of a noun that one change can be about, with its value: objects are many fields, a scalar or an
// array is one.
func leaves(t *testing.T, path string, raw json.RawMessage, out map[string]json.RawMessage) {
	t.Helper()
	var m map[string]json.RawMessage
	if raw[0] != '{' {
		out[path] = raw
		return
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	for k, v := range m {
		k = strings.NewReplacer("~", "~0", "/", "~1").Replace(k)
		if path != "" {
			k = path + "/" + k
		}
		leaves(t, k, v, out)
	}
}

// A clash stands on one field, however deep it lies: every one of them must be named and said in words, in both
// languages, and none as the log has it.
func TestEveryFieldThatCanClashIsSaidInWords(t *testing.T) {
	t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
	for _, language := range []string{i18n.Chinese, i18n.English} {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		w := words(t)
		n := 0
		for _, kind := range app.Kinds {
			doc, err := json.Marshal(full(kind))
			if err != nil {
				t.Fatal(err)
			}
			all := map[string]json.RawMessage{}
			leaves(t, "", doc, all)
			for _, path := range sorted(all) {
				n++
				if past.TypeOf(kind, path) == nil {
					t.Errorf("%s %s has no type", kind, path)
				}
				if past.Hidden(path) {
					continue
				}
				sayable(t, w, kind, path, all[path], language)
			}
		}
		if n < 300 {
			t.Errorf("only %d fields were looked at", n)
		}
	}
}

func sayable(t *testing.T, w *past.Words, kind app.Kind, path string, raw json.RawMessage, language string) {
	t.Helper()
	field, value := w.Field(kind, path), w.Value(kind, path, raw)
	for _, text := range []string{field, value} {
		if text == "" || strings.ContainsAny(text, `{}"`) || strings.Contains(text, "⟦") || strings.Contains(text, string(id(1))) {
			t.Errorf("%s %s %s is said as %q: %q", kind, path, raw, field, value)
		}
	}
	if language == i18n.Chinese {
		for _, part := range strings.Split(field, " · ") {
			if part != "" && strings.Trim(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
				t.Errorf("%s %s is called %q", kind, path, field)
			}
		}
	}
	for _, o := range past.Options(kind, path) {
		coded, _ := json.Marshal(o.Code)
		if got := w.Value(kind, path, coded); !strings.EqualFold(got, o.Word) || strings.Contains(got, "⟦") {
			t.Errorf("%s %s: the code %s is said as %q, offered as %q", kind, path, o.Code, got, o.Word)
		}
	}
}

// What is a code to app is a choice from a list to people: no enumeration is left to be typed.
func TestFieldsWithCodesAreChosenFromAList(t *testing.T) {
	for _, kind := range app.Kinds {
		doc, err := json.Marshal(full(kind))
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]json.RawMessage{}
		leaves(t, "", doc, all)
		for path := range all {
			typ := past.TypeOf(kind, path)
			if typ == nil || typ.Kind() != reflect.String || typ == reflect.TypeFor[string]() || typ == reflect.TypeFor[app.ID]() {
				continue
			}
			if len(past.Options(kind, path)) < 2 {
				t.Errorf("%s %s of type %s offers nothing to choose", kind, path, typ)
			}
		}
	}
	for _, x := range []struct {
		kind app.Kind
		path string
		want int
	}{
		{app.KindAnswer, "conclusion", 4}, {app.KindEvidence, "kind", len(app.EvidenceKinds)}, {app.KindTalk, "type", len(app.TalkTypes)}, {app.KindDelivery, "way", len(app.Ways)},
		{app.KindLaw, "status", len(app.LawStatuses)}, {app.KindMeeting, "attendees/邹配合/role", len(app.AttendeeRoles)}, {app.KindFinding, "responsible/" + string(id(3)), 3},
		{app.KindFinding, "title", 0}, {app.KindFinding, "amount", 0}, {app.KindCase, "strands/audit/lead", 0}, {app.KindFinding, "unknown", 0}, {"later", "x", 0},
	} {
		if got := len(past.Options(x.kind, x.path)); got != x.want {
			t.Errorf("%s %s offers %d, want %d", x.kind, x.path, got, x.want)
		}
	}
	if fmt.Sprint(past.TypeOf(app.KindFinding, "amount"), past.TypeOf(app.KindCase, "facts/finances/2025/income"), past.TypeOf(app.KindCase, "notice/receivedOn")) != "app.Money app.Money app.Date" {
		t.Error("types are not found")
	}
}

func sorted(m map[string]json.RawMessage) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
