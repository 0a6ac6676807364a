package app

import "context"

// PermitBack refuses to take back or to do again (verb is VerbUndo or VerbRedo) a deed that was done under root, at the
// bottom of all takings back, when the person at the seat may not do the deed itself: what one's roles no longer allow
// is not done by way of undoing. Of restoring (VerbRestore or VerbRestoreValue, and root the same) it asks the like.
// changes is what would change, touched every noun of theirs as it is and, behind it, as it would be.
//
// It refuses as Permit does for both deeds, and as the use cases do, whatever the deed: roles and strands of people
// change by an administrator alone, a person comes and goes by one alone ("person.roles"), recusals change by their own
// deed ("recuse.direct"), nobody writes the work log of somebody else ("daylog.other"), and the last seat with an administrator keeps one ("person.admin").
func PermitBack(ctx context.Context, r Reader, seat ID, verb, root Verb, caseID ID, changes []Change, touched ...Noun) error {
	if err := Permit(ctx, r, seat, verb, caseID, nil); err != nil {
		return err
	}
	w := &work{ctx: ctx, r: r, seat: seat, deed: Deed{Verb: root, Case: caseID, Changes: changes}, touched: touched}
	verbs := []Verb{root}
	if root == VerbRestore || root == VerbRestoreValue { // who restores must be permitted to keep, too
		for _, n := range touched {
			verbs = append(verbs, KeepVerb(n.NounKind()))
		}
	}
	if root == VerbChoose { // who chose must be permitted to write what was chosen
		keepers, _ := keepersOf(changes)
		verbs = append(verbs, keepers...)
	}
	for _, verb := range verbs {
		w.deed.Verb = verb
		if err := w.enter(verb); err != nil {
			return err
		}
		if err := w.reaches(); err != nil {
			return err
		}
	}
	w.deed.Verb = root
	if root == VerbChoose {
		if err := w.leadersOnly(); err != nil {
			return err
		}
	}
	if err := w.ownDay(); err != nil {
		return err
	}
	return w.guarded()
}
