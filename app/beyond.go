package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Beyond says whether the roles of who did a deed, as they stand here, do not allow it: in the case ("" = in none), and
// on the strands, of which the person must work on one. It is a warning for who takes the deed in, not a refusal: roles
// change, and who was alone may do everything. Whether the seat was left out since is not asked. Of a deed that this
// version does not know nothing can be said, so it is not beyond; somebody who is not known here is.
func Beyond(ctx context.Context, r Reader, verb Verb, seat ID, caseID ID, strands Set) bool {
	if _, known := rules[verb]; !known {
		return false
	}
	w := &work{ctx: ctx, r: r, seat: seat}
	err := w.was(verb)
	if err == nil {
		var needs []Set
		if len(strands.Sorted()) > 0 {
			needs = []Set{strands}
		}
		err = w.permit(verb, caseID, needs)
	}
	code := CodeOf(err)
	return strings.HasPrefix(code, "role.") || code == "seat.none"
}

// was is enter for somebody who did a deed, on whatever laptop and however long ago: also who was left out since.
func (w *work) was(verb Verb) error {
	seats, err := List[Seat](w.ctx, w.r, "")
	if err != nil {
		return fmt.Errorf("read the seats: %w", err)
	}
	i := slices.IndexFunc(seats, func(s Seat) bool { return s.ID == w.seat })
	if i < 0 {
		return Refuse("seat.none")
	}
	others := slices.ContainsFunc(seats, func(s Seat) bool { return s.ID != w.seat && s.AtWork() })
	w.actor = Actor{Seat: seats[i], Alone: !others}
	if err := loadOne(w.ctx, w.r, seats[i].Person, &w.actor.Person); err != nil {
		return fmt.Errorf("read who sat at the seat: %w", err)
	}
	if w.actor.Alone || slices.ContainsFunc(rules[verb].Roles, w.actor.has) {
		return nil
	}
	return w.actor.refuse("role.verb", verb)
}
