package roundfile

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lianshen/app"
	"lianshen/assets"
)

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(assets.RoundSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("round.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("round.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t testing.TB, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func TestSampleFollowsTheSchema(t *testing.T) {
	if err := valid(t, schema(t), assets.SampleRound()); err != nil {
		t.Fatal(err)
	}
}

func TestSchemaRefusesWhatOneValueCanShow(t *testing.T) {
	s := schema(t)
	shows := map[string]bool{"unknown field": true, "misspelt list": true, "amount as text": true, "amount with a fraction": true,
		"amount out of range": true, "null": true, "no identifier": true, "unknown stage": true, "unknown conclusion": true,
		"unknown responsibility": true, "unknown mark of a rule": true, "month that does not exist": true, "newer format": true}
	for _, m := range mutations {
		if !shows[m.name] {
			continue
		}
		delete(shows, m.name)
		data, _ := mutate(t, assets.SampleRound(), m)
		if err := valid(t, s, data); err == nil {
			t.Errorf("%s passes the schema", m.name)
		}
	}
	if len(shows) > 0 {
		t.Errorf("no such mutations: %v", shows)
	}
}

type definition struct {
	Ref         string                 `json:"$ref"`
	Type        string                 `json:"type"`
	Properties  map[string]*definition `json:"properties"`
	Items       *definition            `json:"items"`
	Additional  json.RawMessage        `json:"additionalProperties"`
	Names       *definition            `json:"propertyNames"`
	Enum        []string               `json:"enum"`
	Definitions map[string]*definition `json:"$defs"`
}

// The schema has exactly the fields of the types, of the same sorts, and nothing beside them.
func TestSchemaHasTheFieldsOfTheTypes(t *testing.T) {
	var root definition
	if err := json.Unmarshal(assets.RoundSchema(), &root); err != nil {
		t.Fatal(err)
	}
	c := comparison{t: t, defs: root.Definitions, done: map[string]bool{}}
	c.fields("File", &root, reflect.TypeFor[File]())
	for name := range root.Definitions {
		if !c.done[name] {
			t.Errorf("the schema defines %s, which no type uses", name)
		}
	}
}

type comparison struct {
	t    *testing.T
	defs map[string]*definition
	done map[string]bool
}

func (c comparison) fields(name string, d *definition, typ reflect.Type) {
	var want []string
	for i := range typ.NumField() {
		field, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		want = append(want, field)
		if p := d.Properties[field]; p != nil {
			c.value(name+"."+field, p, typ.Field(i).Type)
		}
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(d.Properties)); !slices.Equal(got, want) {
		c.t.Errorf("%s has %v in the schema and %v in the type", name, got, want)
	}
	if string(d.Additional) != "false" {
		c.t.Errorf("%s lets unknown fields pass", name)
	}
}

func (c comparison) value(path string, d *definition, typ reflect.Type) {
	if d.Ref != "" {
		name := strings.TrimPrefix(d.Ref, "#/$defs/")
		if want := typ.Name(); name != want && !(name == "CaseFile" && typ == reflect.TypeFor[Case]()) {
			c.t.Errorf("%s is a %s in the schema and a %s in the type", path, name, want)
			return
		}
		if c.done[name] {
			return
		}
		c.done[name] = true
		d, path = c.defs[name], name
		if d == nil {
			c.t.Errorf("the schema does not define %s", name)
			return
		}
	}
	switch {
	case len(d.Enum) > 0:
		if typ.Kind() != reflect.String {
			c.t.Errorf("%s has codes but is a %s", path, typ)
		}
		return
	case typ == reflect.TypeFor[app.Date](), typ == reflect.TypeFor[app.Month](), typ.Kind() == reflect.String:
		c.is(path, d, "string")
	case typ.Kind() == reflect.Struct:
		c.is(path, d, "object")
		c.fields(path, d, typ)
	case typ.Kind() == reflect.Map:
		c.is(path, d, "object")
		if typ == reflect.TypeFor[app.Set]() {
			return
		}
		if d.Names != nil {
			c.value(path+" key", d.Names, typ.Key())
		}
		var elem definition
		if err := json.Unmarshal(d.Additional, &elem); err != nil {
			c.t.Errorf("%s: %v", path, err)
			return
		}
		c.value(path+"{}", &elem, typ.Elem())
	case typ.Kind() == reflect.Slice:
		c.is(path, d, "array")
		c.value(path+"[]", d.Items, typ.Elem())
	case typ.Kind() == reflect.Bool:
		c.is(path, d, "boolean")
	default:
		c.is(path, d, "integer")
	}
}

func (c comparison) is(path string, d *definition, typ string) {
	if d.Type != typ {
		c.t.Errorf("%s is %q in the schema, want %q", path, d.Type, typ)
	}
}
