package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lianshen/app"
)

// rawLookers are the methods of the list of lookers that tell names or are not called here, each with the reason.
var rawLookers = map[string]string{
	"Read": "rules and use cases stand on what is there; what a person reads comes by the other methods", "Each": "see Read", "View": "see Read", "AsOf": "see Read",
	"All": "see Read", "Close": "ends the workspace", "Wipe": "destroys it", "PlanWipe": "tells counts, and needs the disk", "Desk": "writes",
	"OnChange": "tells verbs",
}

// planted is a case in which a name of the vault stands everywhere somebody may write it.
func planted(t *testing.T, w *Workspace, name string) []app.ID {
	t.Helper()
	c := app.Case{ID: newID(), Number: "LS2026-001", Stage: app.Inspection}
	alias := app.Alias{ID: newID(), Case: c.ID, Code: "被谈话人A", Name: name, Unit: "某局", Strands: app.NewSet(string(app.Review))}
	talk := app.Talk{ID: newID(), Case: c.ID, Number: "TH-01", Strands: app.NewSet(string(app.Audit)), Label: "甲", Text: "听" + name + "说", Persons: app.NewSet(string(alias.ID))}
	heard := app.Heard{ID: newID(), Case: c.ID, Number: 1, On: app.MustDate("2026-04-01"), Source: "call", Strand: app.Review, Text: name + "说", Confidential: true}
	plain := app.Heard{ID: newID(), Case: c.ID, Number: 2, On: app.MustDate("2026-04-01"), Source: "call", Strand: app.Review, Text: "公开的" + name}
	f := app.Finding{ID: newID(), Case: c.ID, Number: 1, Strand: app.Audit, Item: "JJ-1-01", Title: name + "坐支", Fact: "据" + name + "反映", State: app.FindingDraft}
	gone := f
	gone.ID, gone.Number = newID(), 2
	e := app.Evidence{ID: newID(), Case: c.ID, Number: 1, Title: name + "的账", FileName: name + ".pdf", FileHash: strings.Repeat("ab", 32), Kind: "document", Items: app.NewSet("JJ-1-01")}
	note := app.Answer{ID: newID(), Case: c.ID, Item: "JJ-1-01", Conclusion: app.Conclusion("ok"), Note: name + "说的"}
	text := app.ReportText{ID: newID(), Case: c.ID, Strand: app.Audit, Section: "basics", Text: name}
	desk := w.Desk()
	for _, err := range []error{
		keepAny(desk, app.VerbSaveCase, c), keepAny(desk, app.VerbSaveAlias, alias), keepAny(desk, app.VerbSaveTalk, talk), keepAny(desk, app.VerbSaveHeard, heard),
		keepAny(desk, app.VerbSaveHeard, plain), keepAny(desk, app.VerbRecordFinding, f), keepAny(desk, app.VerbRecordFinding, gone), keepAny(desk, app.VerbAddEvidence, e),
		keepAny(desk, app.VerbAnswerItem, note), keepAny(desk, app.VerbEditText, text),
		inCase(w, w.Me().Name, app.VerbSaveFinding, c.ID, app.Change{Entity: f.ID, Noun: app.KindFinding, Field: "title", Kind: app.Put, Value: []byte(`"坐支现金，` + name + `"`)}),
		inCase(w, w.Me().Name, app.VerbDropFinding, c.ID, app.Remove(gone)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return []app.ID{c.ID, alias.ID, talk.ID, heard.ID, plain.ID, f.ID, gone.ID, e.ID, note.ID, text.ID}
}

// words gives every text within a value.
func words(b *strings.Builder, v reflect.Value, depth int) {
	if depth > 12 || !v.IsValid() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		b.WriteString(v.String() + "\n")
	case reflect.Pointer, reflect.Interface:
		words(b, v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			words(b, v.Field(i), depth+1)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			b.Write(v.Bytes())
			return
		}
		for i := range v.Len() {
			words(b, v.Index(i), depth+1)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			words(b, k, depth+1)
			words(b, v.MapIndex(k), depth+1)
		}
	}
}

// tells calls every looker with all that can be asked about and gives which of them tell a name.
func tells(t *testing.T, w *Workspace, ids []app.ID, name string) []string {
	t.Helper()
	given := map[reflect.Type][]any{
		reflect.TypeFor[context.Context](): {ctx}, reflect.TypeFor[[]app.ID](): {ids}, reflect.TypeFor[time.Time](): {w.now(), w.now().Add(-time.Hour)},
		reflect.TypeFor[app.Date](): {app.DateOf(w.now())}, reflect.TypeFor[string](): {name, "说", ""}, reflect.TypeFor[int](): {1000},
	}
	given[reflect.TypeFor[app.ID]()] = []any{app.ID("")}
	for _, id := range ids {
		given[reflect.TypeFor[app.ID]()] = append(given[reflect.TypeFor[app.ID]()], id)
	}
	var told []string
	ty := reflect.TypeOf(w)
	for _, called := range lookers {
		m, is := ty.MethodByName(called)
		if !is || rawLookers[called] != "" {
			continue
		}
		calls := [][]reflect.Value{{reflect.ValueOf(w)}}
		for k := 1; k < m.Type.NumIn() && !(m.Type.IsVariadic() && k == m.Type.NumIn()-1); k++ {
			values := []reflect.Value{reflect.Zero(m.Type.In(k))}
			if some := given[m.Type.In(k)]; some != nil {
				values = nil
				for _, v := range some {
					values = append(values, reflect.ValueOf(v))
				}
			}
			var longer [][]reflect.Value
			for _, c := range calls {
				for _, v := range values {
					longer = append(longer, append(slices.Clone(c), v))
				}
			}
			calls = longer
		}
		var b strings.Builder
		for _, c := range calls {
			for _, out := range m.Func.Call(c) {
				if f, is := out.Interface().(app.NameGuard); is { // it knows the names, and says none
					fmt.Fprintf(&b, "%v %+v %#v", f, f, f)
					continue
				}
				if _, refused := out.Interface().(error); refused && slices.ContainsFunc(c, func(v reflect.Value) bool { return v.Kind() == reflect.String && v.String() == name }) {
					continue // it says again what it was asked
				}
				words(&b, out, 0)
			}
		}
		if len(app.FindNames(b.String(), []app.Alias{{Name: name}})) > 0 {
			told = append(told, called)
		}
	}
	return told
}

// TestNoReadingTellsANameToWhoMayNotSeeIt asks every method by which a workspace is read. A method that comes to the list
// of lookers is asked as well.
func TestNoReadingTellsANameToWhoMayNotSeeIt(t *testing.T) {
	const name = "欧阳若溪"
	w, _ := twoSeats(t)
	ids := planted(t, w, name)
	told := tells(t, w, ids, name)
	for _, must := range []string{"Dossier", "Veiled", "Search", "History", "Timeline", "TimelinePage", "Trash", "LastStates", "StateAsOf", "FindingRows", "ItemRows", "ChangedSince"} {
		if !slices.Contains(told, must) {
			t.Errorf("%s does not tell the name to who may see it: this test does not look", must)
		}
	}
	w = as(t, w, hisPhrase)
	if told := tells(t, w, ids, name); len(told) > 0 {
		t.Errorf("told to who may not see it: %v", told)
	}
	if hits, err := w.Search(ctx, "反映", 10); err != nil || len(hits) == 0 || !strings.Contains(hits[0].Snippet, "据被谈话人A反映") {
		t.Errorf("what else stands there is found: %+v, %v", hits, err)
	}
	for _, part := range []string{name, "若溪", "欧阳"} {
		if hits, err := w.Search(ctx, part, 10); err != nil || len(hits) != 0 {
			t.Errorf("%q finds %+v, %v", part, hits, err)
		}
	}
}
