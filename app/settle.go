package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// settling is a choice in the making.
type settling struct {
	*work
	kind    Kind
	choices []Choice
	doc     map[string]json.RawMessage // the noun as it is shown, with what a later version wrote
	before  Noun
	sides   map[string][]json.RawMessage // by field, where they are told
	who     string
	today   Date
}

// read finds the noun and its case.
func (s *settling) read(id ID) error {
	if _, known := types[s.kind]; !known {
		return Refuse("clash.newer")
	}
	if err := s.r.Read(s.ctx, id, &s.doc); err != nil {
		return fmt.Errorf("read what clashes: %w", err)
	}
	raw, err := json.Marshal(s.doc)
	if err != nil {
		return fmt.Errorf("encode what clashes: %w", err)
	}
	if s.before, err = decoded(s.kind, raw); err != nil {
		return err
	}
	s.deed.Case = caseOf(s.before)
	return nil
}

// clashing refuses fields that are none or do not clash, and remembers the sides.
func (s *settling) clashing() error {
	open, err := openClashes(s.ctx, s.r)
	if err != nil {
		return err
	}
	s.sides = map[string][]json.RawMessage{}
	for _, c := range s.choices {
		i := slices.IndexFunc(open, func(o Clash) bool { return o.Entity == c.Entity && o.Field == c.Field })
		if i >= 0 {
			s.sides[c.Field] = open[i].Sides
		}
		_, known := typeAt(s.kind, c.Field)
		known = known || c.Field == ""
		switch {
		case !known && i >= 0:
			return Refuse("clash.newer")
		case !known:
			return Refuse("clash.field", "label", Word("kind."+s.kind), "path", c.Field)
		case i < 0, s.kind == KindSeat && Stamp(s.kind, c.Field):
			return Refuse("clash.none", "label", Word("kind."+s.kind), "field", c.word())
		}
	}
	return nil
}

func (c Choice) word() Word { return Clash{Field: c.Field}.fieldWord() }

// asks refuses who may not choose here at all, before anything is said of the value.
func (s *settling) asks() error {
	var changes []Change
	for _, c := range s.choices {
		change := Change{Entity: s.before.NounID(), Noun: s.kind, Field: c.Field, Kind: Put}
		if c.Field == "" && c.Value == nil {
			change.Kind = Del
		}
		changes = append(changes, change)
	}
	s.change(s.before, nil, changes...)
	defer func() { s.deed.Changes, s.touched = nil, nil }()
	return s.mayChoose()
}

// whole keeps the noun as it is shown, or lets it go.
func (s *settling) whole(keep bool) error {
	if !keep {
		if sealed(s.kind, "") {
			return Refuse("clash.kept", "label", Word("kind."+s.kind))
		}
		if err := s.unused(s.before); err != nil {
			return err
		}
		s.change(s.before, nil, Remove(s.before))
		return nil
	}
	if err := Check(s.ctx, s.r, s.before); err != nil {
		return err
	}
	value, err := json.Marshal(Prune(s.doc))
	if err != nil {
		return fmt.Errorf("encode what stays: %w", err)
	}
	s.change(s.before, s.before, Change{Entity: s.before.NounID(), Noun: s.kind, Owner: s.before.NounOwner(), Kind: New, Value: value})
	return nil
}

// fields gives the fields the chosen values.
func (s *settling) fields() error {
	was, err := fieldsOf(s.before)
	if err != nil {
		return err
	}
	for _, c := range s.choices {
		if len(c.Value) > 0 && !json.Valid(c.Value) {
			return s.unfit(c)
		}
		if err := withValue(s.doc, keysOf(c.Field), c.Value); err != nil {
			return err
		}
	}
	after, err := s.chosen()
	if err != nil {
		return err
	}
	after, stamps := s.stamped(after)
	is, err := fieldsOf(after)
	if err != nil {
		return err
	}
	var changes []Change
	for _, c := range s.choices {
		path := keysOf(c.Field)
		if err := s.proper(c.Field, valueAt(was, path), valueAt(is, path), after); err != nil {
			return err
		}
		changes = append(changes, s.written(after, c.Field, valueAt(is, path)))
	}
	for _, f := range stamps {
		changes = append(changes, s.written(after, f, is[f]))
	}
	if after.NounID() != s.before.NounID() || after.NounOwner() != s.before.NounOwner() {
		return Refuse("clash.sealed", "label", Word("kind."+s.kind), "field", s.choices[0].word())
	}
	if err := Check(s.ctx, s.r, after); err != nil {
		return err
	}
	s.change(s.before, after, changes...)
	return s.follow(after)
}

// written is the change by which a field gets a value, nil to empty it.
func (s *settling) written(n Noun, field string, value json.RawMessage) Change {
	c := Change{Entity: n.NounID(), Noun: s.kind, Field: field, Kind: Put, Value: value}
	if value == nil {
		c.Kind = Del
	}
	return c
}

// stamped gives the noun with the stamp of who chose and when, where nouns of its kind bear one and nothing is chosen
// about it, and the fields of the stamp: they are written with the choice, so that they clash no longer either.
func (s *settling) stamped(n Noun) (Noun, []string) {
	if !slices.ContainsFunc(s.choices, func(c Choice) bool { return !Stamp(s.kind, c.Field) }) {
		return n, nil
	}
	stamps := slices.DeleteFunc(slices.Clone(stampFields[s.kind]), func(f string) bool {
		return slices.ContainsFunc(s.choices, func(c Choice) bool { return c.Field == f })
	})
	by, on := slices.Contains(stamps, "by"), slices.Contains(stamps, "on")
	switch a := n.(type) {
	case Answer:
		lay(&a.By, when(by, &s.who))
		lay(&a.On, when(on, &s.today))
		n = a
	case ReportText:
		lay(&a.By, when(by, &s.who))
		lay(&a.On, when(on, &s.today))
		n = a
	}
	return n, stamps
}

// when gives the value if it is to be laid over another.
func when[T any](yes bool, value *T) *T {
	if yes {
		return value
	}
	return nil
}

// chosen gives the noun with the chosen values in it.
func (s *settling) chosen() (Noun, error) {
	raw, err := json.Marshal(s.doc)
	if err != nil {
		return nil, fmt.Errorf("encode what is chosen: %w", err)
	}
	after, err := decoded(s.kind, raw)
	if err != nil {
		return nil, s.unfit(s.choices[0])
	}
	return after, nil
}

func (s *settling) unfit(c Choice) error {
	return Refuse("clash.value", "label", Word("kind."+s.kind), "field", c.word())
}

// proper refuses a value that is written by no hand but that of a deed of its own.
func (s *settling) proper(field string, was, is json.RawMessage, after Noun) error {
	if s.shared(field) && s.aSide(field, is) {
		return Refuse("clash.number", "label", Word("kind."+s.kind), "field", Clash{Field: field}.fieldWord())
	}
	if bytes.Equal(was, is) || s.aSide(field, is) {
		return nil
	}
	if sealed(s.kind, field) {
		return Refuse("clash.sealed", "label", Word("kind."+s.kind), "field", Clash{Field: field}.fieldWord())
	}
	if c, ok := after.(Case); ok && field == "stage" && c.Stages[c.Stage].Started.IsZero() {
		return Refuse("stage.direct", "stage", c.Stage)
	}
	if signs(s.kind, field) && is != nil {
		var name string
		if err := json.Unmarshal(is, &name); err != nil {
			return fmt.Errorf("read a name: %w", err)
		}
		_, err := s.self(name, name)
		return err
	}
	return nil
}

// shared says whether nobody contradicts anybody: several nouns bear one number, and this one is to get another.
func (s *settling) shared(field string) bool {
	sides := s.sides[field]
	return len(sides) > 1 && !slices.ContainsFunc(sides, func(side json.RawMessage) bool { return canonical(side) != canonical(sides[0]) })
}

// aSide says whether a value is one of those that contradict each other.
func (s *settling) aSide(field string, value json.RawMessage) bool {
	return slices.ContainsFunc(s.sides[field], func(side json.RawMessage) bool {
		if empty(side) || value == nil {
			return empty(side) && value == nil
		}
		return canonical(side) == canonical(value)
	})
}

// follow takes along what hangs on the choice, and refuses a number that another has.
func (s *settling) follow(after Noun) error {
	switch after := after.(type) {
	case Opinion:
		return carryChosen(s.work, s.before.(Opinion), after)
	case Paper:
		if after.Reviewer != s.before.(Paper).Reviewer && after.Reviewer != "" {
			return s.examines(after.Case, after.Strand, after.Reviewer)
		}
	case Approval:
		d, err := LoadDossier(s.ctx, s.r, after.Case)
		if err != nil {
			return err
		}
		return approves(d, after.Approver)
	case Case:
		before := s.before.(Case)
		for _, strand := range Strands {
			if number := after.Strands[strand].Number; number != "" && number != before.Strands[strand].Number {
				if err := freeNumber(s.work, after, strand, number); err != nil {
					return err
				}
			}
		}
		if after.Number == before.Number {
			return nil
		}
		cases, err := List[caseHead](s.ctx, s.r, after.Round)
		if err != nil {
			return fmt.Errorf("look at the numbers of the round: %w", err)
		}
		if slices.ContainsFunc(cases, func(o caseHead) bool { return o.ID != after.ID && o.Number == after.Number }) {
			return Refuse("case.number.taken", "number", after.Number)
		}
	}
	return nil
}

// carryChosen gives the finding the amount and the wording that the chosen decision on a remark says. An amount that is neither that nor
// what the former decision made of it is somebody's own and is refused ("opinion.amount").
func carryChosen(w *work, old, o Opinion) error {
	if o.Finding == "" || !old.changes() && !o.changes() {
		return nil
	}
	f, err := Get[Finding](w.ctx, w.r, o.Finding)
	if err != nil {
		return fmt.Errorf("read the finding of the opinion: %w", err)
	}
	says := o.AmountBefore
	if o.changes() {
		says = o.AmountAfter
	}
	if f.Amount == says {
		return nil
	}
	return carryOpinion(w, old, o, f)
}

// canonical gives a JSON value in the one form in which equal values read the same: no blanks, keys sorted.
func canonical(raw json.RawMessage) string {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return string(raw)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return string(raw)
	}
	return string(out)
}
