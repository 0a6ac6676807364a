package app

import (
	"context"
	"encoding/json"
	"errors"
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
		s := settling{work: w, choices: choices, kind: first.Kind, who: d.Who, today: d.Today()}
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
