package storetest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store"
)

// HiddenName stands behind a code in the vault of the case of PlantNames, and in every text of it.
const HiddenName = "欧阳若溪"

// unplanted are fields whose text means something to the program.
var unplanted = map[string]bool{"id": true, "number": true, "index": true, "item": true, "section": true, "kind": true, "from": true, "to": true, "fileHash": true,
	"factsHash": true, "hash": true, "template": true, "version": true, "year": true, "code": true, "status": true, "name": true, "docxHash": true, "pdfHash": true, "exif": true}

// PlantNames puts a name into the vault of a case, for the review of appointments alone, and then writes it into every text
// of the case that people write. It gives the first record of each kind that was written to.
func PlantNames(t testing.TB, ws *store.Workspace, number string) (app.Case, map[app.Kind]app.ID) {
	t.Helper()
	ctx := t.Context()
	c, err := ws.CaseByNumber(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	desk := ws.Desk()
	if _, err := desk.SaveAlias(ctx, app.Alias{Case: c.ID, Name: HiddenName, Phone: "13900000000", Strands: app.NewSet(string(app.Review))}); err != nil {
		t.Fatal(err)
	}
	for _, h := range []app.Heard{{Text: "保密的话", Confidential: true}, {Text: "公开的话"}} {
		h.Case, h.On, h.Source, h.Strand = c.ID, ws.Desk().Today(), "call", app.Review
		if _, err := desk.WriteHeard(ctx, h); err != nil {
			t.Fatal(err)
		}
	}
	firsts := map[app.Kind]app.ID{}
	var changes []app.Change
	plant := func(kind app.Kind, id app.ID, doc json.RawMessage) error {
		var fields map[string]any
		if err := json.Unmarshal(doc, &fields); err != nil {
			return err
		}
		if firsts[kind] == "" {
			firsts[kind] = id
		}
		writeIn(kind, "", fields, func(path, text string) {
			value, _ := json.Marshal(text + HiddenName + "。")
			changes = append(changes, app.Change{Entity: id, Noun: kind, Field: path, Kind: app.Put, Value: value})
		})
		return nil
	}
	for _, kind := range app.Kinds {
		owner := c.ID
		switch kind {
		case app.KindAlias, app.KindPerson, app.KindSignoff, app.KindSeat:
			continue
		case app.KindCase, app.KindMeeting:
			owner = c.Round
		}
		if err := ws.Each(ctx, kind, owner, func(id app.ID, doc json.RawMessage) error {
			if kind == app.KindCase && id != c.ID {
				return nil
			}
			return plant(kind, id, doc)
		}); err != nil {
			t.Fatal(err)
		}
	}
	if len(changes) < 200 {
		t.Fatalf("only %d texts to write in", len(changes))
	}
	for part := range slices.Chunk(changes, 400) {
		if err := ws.Do(ctx, func(app.Reader) (app.Deed, error) {
			return app.Deed{Verb: app.VerbSaveCase, Case: c.ID, Changes: part}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return c, firsts
}

// writeIn calls f with every text below a value that people write, and its path.
func writeIn(kind app.Kind, at string, v any, f func(path, text string)) {
	switch v := v.(type) {
	case string:
		name := at[strings.LastIndex(at, "/")+1:]
		shape := app.ClashShape(kind, at)
		if v != "" && !unplanted[name] && (shape == app.ShapeText || shape == app.ShapeLongText) && !app.ID(v).Valid() {
			f(at, v)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			path := strings.ReplaceAll(strings.ReplaceAll(k, "~", "~0"), "/", "~1")
			if at != "" {
				path = at + "/" + path
			}
			writeIn(kind, path, v[k], f)
		}
	}
}
