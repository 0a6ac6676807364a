package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// A template package carries checklists, laws and calendars to any workspace: that of another group, or of another office.
// They stand in its extra.json:
//
//	{"nouns": [{"kind": "template" | "law" | "calendar", "noun": {…}}, …]}
//
// Nothing of its records or people goes along. Who wrote it is told by the fingerprint of the keys alone: there is nobody
// who could have enrolled the sender here.

// TemplatesComing says what a template package would do here.
type TemplatesComing struct {
	Paths       []string
	Package     app.ID
	Name        string // of the file
	Made        time.Time
	From        Party  // as the sender says of himself or herself; Enrolled only when the seat is one of ours
	Fingerprint string // of the sender's keys
	Nouns       []TemplateComing
}

// TemplateComing is one checklist, law or calendar of a template package.
type TemplateComing struct {
	ID      app.ID // under which it is here, or would be
	Kind    app.Kind
	Title   string // what people call it
	Version string // of a checklist
	Strand  app.Strand
	State   TemplateState
	Pinned  int          // cases here that are pinned to the checklist
	Differs []Difference // with TemplateDiffers
}

// TemplateState says how a noun of a template package stands to the workspace.
type TemplateState string

// The states of what comes.
const (
	TemplateNew     TemplateState = "new"
	TemplateSame    TemplateState = "same"
	TemplateDiffers TemplateState = "differs" // there is one of the same version, code or year, and it says something else
)

// TemplateStates lists all.
var TemplateStates = []TemplateState{TemplateNew, TemplateSame, TemplateDiffers}

// Difference is a field in which two nouns differ. Values are JSON; nil = it is not there.
type Difference struct {
	Field string // as in the log; of a checklist "sections", of a calendar "off" or "worked", for their elements
	Item  string // code of the checklist item, or the date; "" = the field itself
	Here  json.RawMessage
	Comes json.RawMessage
}

// TemplateChoice says what becomes of a noun that comes.
type TemplateChoice struct {
	Do      TemplateDo
	Version string // with TemplateAsVersion: what the checklist is called here
}

// TemplateDo is a way of taking a noun.
type TemplateDo string

// The ways of taking a noun.
const (
	TemplateTake      TemplateDo = "take"    // it comes; a law or a calendar that differs becomes what comes
	TemplateSkip      TemplateDo = "skip"    // it stays out
	TemplateAsVersion TemplateDo = "version" // a checklist comes beside the one that is here, as another version
)

// TemplateDos lists all.
var TemplateDos = []TemplateDo{TemplateTake, TemplateSkip, TemplateAsVersion}

// ExamineTemplates opens a template package, proves it whole and says what it would do. phrase opens one that was written
// under a phrase. Refusals: those of exchange.Open and Check, "templates.kind" (a package of another kind),
// "templates.empty", "templates.noun" (it carries what no checklist, law or calendar can be).
func (w *Workspace) ExamineTemplates(ctx context.Context, paths []string, phrase string) (TemplatesComing, error) {
	c, _, err := w.openTemplates(ctx, paths, phrase)
	return c, err
}

// openTemplates also gives the nouns, under the IDs that they have here.
func (w *Workspace) openTemplates(ctx context.Context, paths []string, phrase string) (c TemplatesComing, nouns []app.Noun, err error) {
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return c, nil, err
	}
	defer leave()
	ids, err := w.identities()
	if err != nil {
		return c, nil, err
	}
	pack, err := exchange.Open(ctx, paths, ids, phrase)
	if err != nil {
		return c, nil, err
	}
	m := pack.Manifest()
	if m.Kind != exchange.Templates {
		return c, nil, app.Refuse("templates.kind", "path", pack.Paths()[0])
	}
	if err := pack.Check(ctx, nil); err != nil {
		return c, nil, err
	}
	raw, err := pack.Extra(ctx)
	if err != nil {
		return c, nil, err
	}
	c = TemplatesComing{Paths: pack.Paths(), Package: m.ID, Name: pack.Name(), Made: time.UnixMilli(m.Made).UTC(),
		From: Party{Seat: app.SeatID(m.From.Seat), Person: m.From.Person, Laptop: m.From.Laptop}, Fingerprint: exchange.Fingerprint(m.From.Key, m.From.Box)}
	if nouns, err = decodeTemplates(raw); err != nil {
		return c, nil, &app.Error{Code: "templates.noun", Args: map[string]any{"path": pack.Paths()[0]}, Cause: err}
	}
	if len(nouns) == 0 {
		return c, nil, app.Refuse("templates.empty", "path", pack.Paths()[0])
	}
	err = w.View(ctx, func(r app.Reader) error {
		if s, err := app.Get[app.Seat](ctx, r, c.From.Seat); err == nil && s.Key == m.From.Seat {
			c.From.Enrolled, c.From.Out = true, !s.AtWork()
		}
		c.Nouns, err = compareTemplates(ctx, r, nouns)
		return err
	})
	if err != nil {
		return c, nil, fmt.Errorf("compare what comes with what is here: %w", err)
	}
	return c, nouns, nil
}

type templateFile struct {
	Nouns []templateNoun `json:"nouns"`
}

type templateNoun struct {
	Kind app.Kind        `json:"kind"`
	Noun json.RawMessage `json:"noun"`
}

// templateKinds are what a template package may carry, with the deed by which each is kept.
var templateKinds = []app.Kind{app.KindTemplate, app.KindLaw, app.KindCalendar}

// encodeTemplates gives extra.json.
func encodeTemplates(nouns []app.Noun) ([]byte, error) {
	var f templateFile
	for _, n := range nouns {
		raw, err := json.Marshal(n)
		if err != nil {
			return nil, fmt.Errorf("encode %s %s: %w", n.NounKind(), n.NounID(), err)
		}
		f.Nouns = append(f.Nouns, templateNoun{n.NounKind(), raw})
	}
	return json.Marshal(f)
}

// decodeTemplates reads extra.json, whoever may have written it.
func decodeTemplates(raw []byte) ([]app.Noun, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var f templateFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("decode what comes: %w", err)
	}
	seen := map[app.ID]bool{}
	var out []app.Noun
	for _, n := range f.Nouns {
		if !slices.Contains(templateKinds, n.Kind) {
			return nil, fmt.Errorf("%q is nothing that a template package carries", n.Kind)
		}
		noun, err := nounOf(n.Kind, n.Noun)
		if err != nil {
			return nil, err
		}
		noun = identified(noun)
		if !noun.NounID().Valid() || seen[noun.NounID()] {
			return nil, fmt.Errorf("%s %s: twice, or nameless", n.Kind, noun.NounID())
		}
		seen[noun.NounID()] = true
		if err := app.CheckAlone(noun); err != nil {
			return nil, err
		}
		out = append(out, noun)
	}
	return out, nil
}

// identified gives a noun the ID that follows from what it is. A law may have come to be by hand and keeps its own.
func identified(n app.Noun) app.Noun {
	switch n := n.(type) {
	case app.Template:
		n.ID = app.TemplateID(n.Strand, n.Version)
		return n
	case app.DayTable:
		n.ID = app.DayTableID(n.Year)
		return n
	}
	return n
}

// compareTemplates says how each noun stands to what is here, and gives it the ID that it has here.
func compareTemplates(ctx context.Context, r app.Reader, nouns []app.Noun) ([]TemplateComing, error) {
	pins, err := pinned(ctx, r)
	if err != nil {
		return nil, err
	}
	var out []TemplateComing
	for i, n := range nouns {
		here, err := counterpart(ctx, r, n)
		if err != nil {
			return nil, err
		}
		c := TemplateComing{ID: n.NounID(), Kind: n.NounKind(), Title: nameOf(n), State: TemplateNew}
		if here != nil {
			if nouns[i], err = renamed(n, here.NounID()); err != nil {
				return nil, err
			}
			c.ID = here.NounID()
			if c.Differs, err = differences(here, nouns[i]); err != nil {
				return nil, err
			}
			if c.State = TemplateSame; len(c.Differs) > 0 {
				c.State = TemplateDiffers
			}
		}
		switch n := n.(type) {
		case app.Template:
			c.Version, c.Strand, c.Pinned = n.Version, n.Strand, pins[string(n.Strand)+"/"+n.Version]
		case app.DayTable:
			c.Title = fmt.Sprint(n.Year)
		}
		out = append(out, c)
	}
	return out, nil
}

// pinned counts the cases that are pinned to each version of a checklist.
func pinned(ctx context.Context, r app.Reader) (map[string]int, error) {
	cases, err := app.List[app.Case](ctx, r, "")
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, c := range cases {
		for strand, s := range c.Strands {
			if s.Template != "" {
				out[string(strand)+"/"+s.Template]++
			}
		}
	}
	return out, nil
}

// counterpart gives what is here in the place of a noun that comes: by its ID, else by what people know it by; nil = nothing.
func counterpart(ctx context.Context, r app.Reader, n app.Noun) (here app.Noun, err error) {
	err = r.Each(ctx, n.NounKind(), "", func(id app.ID, doc json.RawMessage) error {
		if here != nil && here.NounID() == n.NounID() {
			return nil
		}
		other, err := nounOf(n.NounKind(), doc)
		if err != nil {
			return err
		}
		if id == n.NounID() || sameName(other, n) {
			here = other
		}
		return nil
	})
	return here, err
}

func sameName(a, b app.Noun) bool {
	switch a := a.(type) {
	case app.Template:
		b, ok := b.(app.Template)
		return ok && a.Strand == b.Strand && a.Version == b.Version
	case app.Law:
		b, ok := b.(app.Law)
		return ok && a.Code == b.Code && a.Code != ""
	case app.DayTable:
		b, ok := b.(app.DayTable)
		return ok && a.Year == b.Year
	}
	return false
}

// renamed gives a noun another ID.
func renamed(n app.Noun, id app.ID) (app.Noun, error) {
	switch n := n.(type) {
	case app.Template:
		n.ID = id
		return n, nil
	case app.Law:
		n.ID = id
		return n, nil
	case app.DayTable:
		n.ID = id
		return n, nil
	}
	return nil, fmt.Errorf("%s is nothing that a template package carries", n.NounKind())
}

// differences gives where two nouns differ, element by element where they are lists of items or days.
func differences(here, comes app.Noun) ([]Difference, error) {
	changes, err := app.Diff(here, comes)
	if err != nil {
		return nil, err
	}
	was, err := app.Create(here)
	if err != nil {
		return nil, err
	}
	var out []Difference
	for _, c := range changes {
		parts, err := elements(here, comes, c.Field)
		if err != nil {
			return nil, err
		}
		if len(parts) > 0 {
			out = append(out, parts...)
			continue
		}
		d := Difference{Field: c.Field, Here: journal.Lookup(was.Value, c.Field)}
		if c.Kind == app.Put {
			d.Comes = c.Value
		}
		out = append(out, d)
	}
	return out, nil
}

// elements gives the differences within a list whose elements have names; none where it has no such.
func elements(here, comes app.Noun, field string) ([]Difference, error) {
	before, after := map[string]any{}, map[string]any{}
	var order []string
	put := func(into map[string]any, key string, v any) {
		if _, a := before[key]; !a {
			if _, b := after[key]; !b {
				order = append(order, key)
			}
		}
		into[key] = v
	}
	for i, n := range []app.Noun{comes, here} {
		into := []map[string]any{after, before}[i]
		switch n := n.(type) {
		case app.Template:
			if field != "sections" {
				return nil, nil
			}
			for _, s := range n.Sections {
				put(into, s.Code, [2]string{s.Name, s.NameEn})
				for _, item := range s.Items {
					put(into, item.Code, item)
				}
			}
		case app.DayTable:
			days := n.Off
			if field == "worked" {
				days = n.Worked
			} else if field != "off" {
				return nil, nil
			}
			for _, d := range days {
				put(into, d.Date.String(), d)
			}
		default:
			return nil, nil
		}
	}
	var out []Difference
	for _, key := range order {
		d := Difference{Field: field, Item: key}
		var err error
		if d.Here, err = valueOf(before, key); err != nil {
			return nil, err
		}
		if d.Comes, err = valueOf(after, key); err != nil {
			return nil, err
		}
		if !bytes.Equal(d.Here, d.Comes) {
			out = append(out, d)
		}
	}
	return out, nil // none: only the order differs
}

func valueOf(of map[string]any, key string) (json.RawMessage, error) {
	v, there := of[key]
	if !there {
		return nil, nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", key, err)
	}
	return raw, nil
}
