package journal_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/store/journal"
)

func TestManyChangesAtOnceGiveTheStateThatOneByOneGives(t *testing.T) {
	values := []string{`""`, `"x"`, `0`, `7`, `[]`, `["a"]`, `null`, `false`, `true`}
	objects := []string{`{}`, `{"a":1}`, `{"a":{"b":"x","c":""}}`, `{"a":{"b":{"c":0}},"d":"y"}`, `{"":{"":1}}`}
	fields := []string{"a", "a/b", "a/b/c", "a/c", "d", "e~1f", ""}
	rapid.Check(t, func(t *rapid.T) {
		var running journal.Running
		var doc []byte
		for range rapid.IntRange(0, 30).Draw(t, "changes") {
			c := app.Change{Kind: rapid.SampledFrom([]app.ChangeKind{app.New, app.Put, app.Put, app.Put, app.Del, app.Note}).Draw(t, "kind")}
			switch c.Kind {
			case app.New:
				c.Value = json.RawMessage(rapid.SampledFrom(objects).Draw(t, "object"))
			case app.Put:
				c.Field = rapid.SampledFrom(fields[:len(fields)-1]).Draw(t, "field")
				c.Value = json.RawMessage(rapid.SampledFrom(values).Draw(t, "value"))
			case app.Del:
				c.Field = rapid.SampledFrom(fields).Draw(t, "field")
			}
			next, err1 := journal.Apply(doc, c)
			err2 := running.Apply(c)
			if (err1 == nil) != (err2 == nil) {
				t.Fatalf("%+v: %v against %v", c, err1, err2)
			}
			if err1 != nil {
				return
			}
			doc = next
		}
		got, err := running.Doc()
		if err != nil || !bytes.Equal(got, doc) {
			t.Fatalf("%s, one by one %s, %v", got, doc, err)
		}
	})
}
