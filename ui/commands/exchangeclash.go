package commands

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/past"
)

type clashesCmd struct {
	Case string `help:"Only those of this case, by number." placeholder:"NUMBER"`
	JSON bool   `help:"The list as JSON."`
}

// clashed is what `clashes --json` tells of a clash.
type clashed struct {
	Name  string          `json:"name"` // what resolve takes: CASE/NOUN/FIELD
	Case  string          `json:"case"` // number, "" = shared by all cases
	Kind  string          `json:"kind"`
	Noun  app.ID          `json:"noun"`
	Field string          `json:"field"` // path in the round file; "" = whether the noun is to be there at all
	Base  json.RawMessage `json:"base"`  // null = nothing
	Sides []side          `json:"sides"` // the one that is shown meanwhile comes first
}

type side struct {
	N     int             `json:"n"` // from 1, for resolve --side
	At    string          `json:"at"`
	Who   string          `json:"who"`
	Mine  bool            `json:"mine"` // written on this laptop
	Verb  string          `json:"verb"`
	Value json.RawMessage `json:"value"` // null = emptied, or deleted
}

// Run lists what clashes, field by field, with every side.
func (c clashesCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		var id app.ID
		if c.Case != "" {
			var err error
			if id, err = r.caseID(ws, c.Case); err != nil {
				return err
			}
		}
		list, err := ws.Clashes(r.ctx, id)
		if err != nil {
			return err
		}
		if c.JSON {
			return r.writeJSON(clashesOf(list))
		}
		if len(list) == 0 {
			return r.lines(i18n.T("command.x.noclash"))
		}
		words := past.New(ws)
		for _, one := range list {
			if err := r.sayClash(words, one); err != nil {
				return err
			}
		}
		return r.lines(i18n.T("command.x.clashcount", "count", len(list)))
	})
}

func clashesOf(list []store.Clash) []clashed {
	out := []clashed{}
	for _, c := range list {
		one := clashed{Name: clashName(c), Case: c.Number, Kind: string(c.Kind), Noun: c.Entity, Field: c.Field, Base: orNull(c.Base), Sides: []side{}}
		for n, s := range c.Sides {
			value := s.Value
			if c.Field == "" {
				value = s.Doc
			}
			one.Sides = append(one.Sides, side{N: n + 1, At: stamp(s.At), Who: s.Who, Mine: s.Mine, Verb: string(s.Verb), Value: orNull(value)})
		}
		out = append(out, one)
	}
	return out
}

func orNull(raw []byte) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// clashName is how resolve is told which clash: the case's number ("-" without one), the noun's ID and the field's path.
func clashName(c store.Clash) string {
	number := c.Number
	if number == "" {
		number = "-"
	}
	return number + "/" + string(c.Entity) + "/" + c.Field
}

// sayClash shows one clash: its name for resolve, what it is, base and sides.
func (r *run) sayClash(words *past.Words, c store.Clash) error {
	speaks := [][]byte{c.Doc, c.Base, []byte(`"` + c.Entity + `"`)}
	for _, s := range c.Sides {
		speaks = append(speaks, s.Value, s.Doc)
	}
	if err := words.Learn(r.ctx, speaks...); err != nil {
		return err
	}
	lines := []string{clashName(c), "  " + i18n.T("command.x.clash", "noun", words.Noun(c.Kind, c.Entity), "field", fieldWord(words, c))}
	if c.Field != "" {
		lines = append(lines, "  "+i18n.T("command.x.base", "value", brief(words.Value(c.Kind, c.Field, c.Base))))
	}
	for n, s := range c.Sides {
		key := "command.x.theirs"
		if s.Mine {
			key = "command.x.mine"
		}
		lines = append(lines, fmt.Sprintf("  %d  %s", n+1, i18n.T(key, "who", s.Who, "at", i18n.Moment(s.At), "deed", past.Deed(s.Verb), "value", sideWord(words, c, s))))
	}
	return r.lines(lines...)
}

func fieldWord(words *past.Words, c store.Clash) string {
	if c.Field == "" {
		return i18n.T("command.x.whole")
	}
	return words.Field(c.Kind, c.Field)
}

func sideWord(words *past.Words, c store.Clash, s store.Side) string {
	switch {
	case c.Field != "":
		return brief(words.Value(c.Kind, c.Field, s.Value))
	case len(s.Doc) == 0:
		return i18n.T("command.x.deleted")
	}
	return i18n.T("command.x.changedit")
}

type resolveCmd struct {
	Clash  string  `arg:"" help:"CASE/NOUN/FIELD as clashes lists it; the case or the noun may be left empty when the rest says which."`
	Mine   bool    `xor:"choice" help:"What was written on this laptop."`
	Theirs bool    `xor:"choice" help:"What was written elsewhere."`
	Side   int     `xor:"choice" help:"The side of this number, from 1." placeholder:"N"`
	Value  *string `xor:"choice" help:"A third: a value as the round file has it; text needs no quotation marks." placeholder:"VALUE"`
	Empty  bool    `xor:"choice" help:"Empty the field."`
	Keep   bool    `xor:"choice" help:"Keep what one deleted and another changed."`
	Delete bool    `xor:"choice" help:"Delete what one deleted and another changed."`
}

// Run settles one clash.
func (c resolveCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		list, err := ws.Clashes(r.ctx, "")
		if err != nil {
			return err
		}
		clash, err := findClash(list, c.Clash)
		if err != nil {
			return err
		}
		value, err := c.choice(clash)
		if err != nil {
			return err
		}
		if err := ws.Desk().Choose(r.ctx, app.Choice{Entity: clash.Entity, Kind: clash.Kind, Field: clash.Field, Value: value}); err != nil {
			return err
		}
		left, err := ws.CountClashes(r.ctx)
		if err != nil {
			return err
		}
		return r.lines(i18n.T("command.x.resolved", "name", clashName(clash), "count", left))
	})
}

// findClash finds the clash that CASE/NOUN/FIELD means. CASE and NOUN may be empty. A noun may be named by the end of
// its ID, for its beginning is a time that many share.
func findClash(list []store.Clash, name string) (store.Clash, error) {
	number, rest, ok := strings.Cut(name, "/")
	noun, field, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return store.Clash{}, usageError{app.Refuse("command.clashname", "name", name)}
	}
	var found []store.Clash
	for _, c := range list {
		sameCase := number == "" || number == c.Number || number == "-" && c.Number == ""
		if sameCase && strings.HasSuffix(string(c.Entity), strings.ToLower(noun)) && c.Field == field {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return store.Clash{}, app.Refuse("command.noclash", "name", name)
	case 1:
		return found[0], nil
	}
	return store.Clash{}, app.Refuse("command.manyclashes", "name", name, "count", len(found))
}

// choice gives what is to stand: nil empties the field, or deletes the noun.
func (c resolveCmd) choice(clash store.Clash) (json.RawMessage, error) {
	whole := clash.Field == ""
	switch {
	case c.Keep && whole:
		return clash.Doc, nil
	case c.Delete && whole, c.Empty && !whole:
		return nil, nil
	case c.Keep, c.Delete, c.Empty:
		return nil, usageError{app.Refuse("command.choicefits")}
	case c.Value != nil:
		if whole {
			return nil, usageError{app.Refuse("command.choicefits")}
		}
		return typed(clash, *c.Value), nil
	case c.Side < 0 || c.Side > len(clash.Sides):
		return nil, app.Refuse("command.noside", "n", c.Side, "count", len(clash.Sides))
	case c.Side > 0:
		return sideValue(clash, clash.Sides[c.Side-1]), nil
	case c.Mine || c.Theirs:
		return c.half(clash)
	}
	return nil, usageError{app.Refuse("command.choose")}
}

// half gives the value of the sides written here, or elsewhere; there must be one such value and no more.
func (c resolveCmd) half(clash store.Clash) (json.RawMessage, error) {
	var values []json.RawMessage
	for _, s := range clash.Sides {
		if s.Mine != c.Mine {
			continue
		}
		v := sideValue(clash, s)
		known := false
		for _, other := range values {
			known = known || bytes.Equal(v, other)
		}
		if !known {
			values = append(values, v)
		}
	}
	switch len(values) {
	case 1:
		return values[0], nil
	case 0:
		return nil, app.Refuse("command.nohalf", "name", clashName(clash))
	}
	return nil, app.Refuse("command.manyhalf", "name", clashName(clash))
}

func sideValue(clash store.Clash, s store.Side) json.RawMessage {
	if clash.Field == "" {
		return s.Doc
	}
	return s.Value
}

// typed gives a value as JSON: as it is written where it is JSON and the field holds no text, else as a text.
func typed(clash store.Clash, text string) json.RawMessage {
	isText := false
	for _, s := range clash.Sides {
		isText = isText || len(s.Value) > 0 && s.Value[0] == '"'
	}
	quoted := strings.HasPrefix(text, `"`) && json.Valid([]byte(text))
	if quoted || !isText && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	raw, err := json.Marshal(text)
	if err != nil { // a string always has a JSON form
		panic(fmt.Sprintf("encode a text: %v", err))
	}
	return raw
}
