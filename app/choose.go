package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Choice is what a person settles a clash with: the value of one side, or a third one.
type Choice struct {
	Entity ID
	Kind   Kind
	Field  string          // path; "" = whether the noun is to be there
	Value  json.RawMessage // nil empties the field; with Field "" nil lets the noun go, anything else keeps it as it is shown
}

// Choose settles a clash, see ChooseAll.
func (d Desk) Choose(ctx context.Context, c Choice) error { return d.ChooseAll(ctx, []Choice{c}) }

// ChooseAll settles clashes of one noun as one deed: several fields at once where only together they keep its rules, or
// alone whether it is to be there. It is an ordinary deed and travels as any other; it is one also when what is chosen is
// what is shown already.
//
// Who may write a field may choose in it: whose deed it is (the notice, the number of a report, the review of a paper …)
// is asked beside VerbChoose, in the case and on the strand. In a closed case only the office and the leader of the group
// choose ("case.closed"), in a closed tally only the leader ("clash.tally"). Identities, sign-offs and what was printed
// nobody writes: there one of the sides is taken ("clash.sealed"), and none of them goes ("clash.kept"). A name under something is that of a side or the own
// ("role.other"); a stage one that was begun ("stage.direct"). Roles and strands of a person are chosen by an
// administrator alone ("person.roles").
//
// Refused besides: a field there is not ("clash.field"), one that does not clash ("clash.none"), a value it cannot have
// ("clash.value"), a kind that this version does not know ("clash.newer"), what breaks a rule of its kind (see Check), a
// number that another has ("clash.number", "case.number.taken", "number.taken"), and to let go what others rest on ("noun.used",
// "approval.numbered", "opinion.applied").
func (d Desk) ChooseAll(ctx context.Context, choices []Choice) error {
	if len(choices) == 0 {
		return errors.New("choose: nothing is chosen")
	}
	first := choices[0]
	return d.do(ctx, VerbChoose, "", func(w *work) error {
		s := settling{work: w, choices: choices, kind: first.Kind}
		err := s.read(first.Entity)
		if err != nil {
			return err
		}
		for i, c := range choices {
			repeated := slices.ContainsFunc(choices[:i], func(o Choice) bool { return o.Field == c.Field })
			if c.Entity != first.Entity || c.Kind != first.Kind || repeated || c.Field == "" && len(choices) > 1 {
				return errors.New("choose: one deed settles different fields of one noun")
			}
		}
		if err := s.clashing(); err != nil {
			return err
		}
		if err := s.asks(); err != nil {
			return err
		}
		if first.Field == "" {
			err = s.whole(first.Value != nil)
		} else {
			err = s.fields()
		}
		if err != nil {
			return err
		}
		return w.mayChoose()
	})
}

// settling is a choice in the making.
type settling struct {
	*work
	kind    Kind
	choices []Choice
	doc     map[string]json.RawMessage // the noun as it is shown, with what a later version wrote
	before  Noun
	sides   map[string][]json.RawMessage // by field, where they are told
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
		case i < 0:
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
	is, err := fieldsOf(after)
	if err != nil {
		return err
	}
	var changes []Change
	for _, c := range s.choices {
		path := keysOf(c.Field)
		old, value := valueAt(was, path), valueAt(is, path)
		if err := s.proper(c.Field, old, value, after); err != nil {
			return err
		}
		change := Change{Entity: after.NounID(), Noun: s.kind, Field: c.Field, Kind: Put, Value: value}
		if value == nil {
			change.Kind = Del
		}
		changes = append(changes, change)
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

// carryChosen gives the finding the amount that the chosen decision on a remark says. An amount that is neither that nor
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
	return carryAmount(w, old, o, f)
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
