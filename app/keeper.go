package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// caseDeeds are the deeds that write parts of a case, in the order in which they are asked; what is named for none of
// them is laid out with the case by VerbAddCase.
var caseDeeds = []Verb{VerbSaveCase, VerbSaveNotice, VerbSaveAnnounce, VerbSaveSelfCheck, VerbSaveOnSite, VerbSaveFacts, VerbSaveRectify,
	VerbRecuse, VerbWaive, VerbWaiveRule, VerbAnswerStep, VerbApprove, VerbIssue, VerbRecordReport, VerbCloseStage}

// fieldDeeds are the deeds that write fields of other nouns which KeepVerb does not.
var fieldDeeds = map[Kind]map[Verb][]string{
	KindAnswer: {VerbSelfAnswer: {"selfCheck", "selfNote"}, VerbAssignItem: {"person"}},
	KindPaper: {VerbReviewPaper: paperReview, VerbNotePaper: {"notes/*/text", "notes/*/by", "notes/*/on", "notes/*/settled"},
		VerbAnswerNote: {"notes/*/answer", "notes/*/answeredBy", "notes/*/answeredOn"}},
	KindOpinion: {VerbDecideOpinion: {"recheck", "adoption", "reason", "before", "after", "amountBefore", "amountAfter", "decidedBy", "decidedOn", "former/*"}},
	KindSeat:    {VerbLeaveOut: {"out", "outWhy", "outAfter"}, VerbScopeSeat: seatScope},
}

// KeeperOf gives the deed by which a field of a noun is written: who may do that deed may also choose in the field when
// it clashes. For "" it is the deed by which nouns of the kind are kept.
func KeeperOf(kind Kind, field string) Verb {
	under := func(parts []string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return within(part, field) })
	}
	if kind == KindCase && field != "" {
		for _, verb := range caseDeeds {
			if under(parts[verb]) {
				return verb
			}
		}
		return VerbAddCase
	}
	for verb, fields := range fieldDeeds[kind] {
		if under(fields) {
			return verb
		}
	}
	return KeepVerb(kind)
}

// keeperOf is KeeperOf for a change; letting a noun go is a deed of its own for some kinds.
func keeperOf(c Change) Verb {
	if drop, ok := dropVerbs[c.Noun]; ok && c.Kind == Del && c.Field == "" {
		return drop
	}
	return KeeperOf(c.Noun, c.Field)
}

// keepersOf gives the deeds that changes belong to, in their order. A stamp goes with what it is on.
func keepersOf(changes []Change) (verbs []Verb, by map[Verb][]Change) {
	by = map[Verb][]Change{}
	stamped := slices.ContainsFunc(changes, func(c Change) bool { return !Stamp(c.Noun, c.Field) })
	for _, c := range changes {
		if stamped && Stamp(c.Noun, c.Field) {
			continue
		}
		verb := keeperOf(c)
		if by[verb] == nil {
			verbs = append(verbs, verb)
		}
		by[verb] = append(by[verb], c)
	}
	return verbs, by
}

// identities are the fields by which a noun is what it is: nobody writes them after it came to be.
var identities = map[Kind][]string{
	KindSeat:       {"id", "person", "key", "sign", "box", "since", "follows"},
	KindCase:       {"id", "round", "unit"},
	KindAnswer:     {"id", "case", "item"},
	KindReportText: {"id", "case", "strand", "section"},
	KindTemplate:   {"id", "strand", "version"},
}

// sealed says whether no hand writes a field: identities, and all of what witnesses something (sign-offs, the versions
// of reports that were made). Of a noun as a whole ("") it says whether nobody lets it go.
func sealed(kind Kind, field string) bool {
	switch {
	case kind == KindSignoff || kind == KindReport:
		return true
	case field == "":
		return kind == KindSeat
	}
	fields, own := identities[kind]
	if !own {
		fields = []string{"id", "case"}
	}
	return slices.Contains(fields, field)
}

// signatures are the fields with the name of who stands for something.
var signatures = map[Kind][]string{
	KindPaper: {"author", "reviewer"}, KindApproval: {"approver"}, KindOpinion: {"decidedBy"}, KindMeasure: {"closedBy"}, KindAnswer: {"by"},
	KindReportText: {"by"}, KindCase: {"stages/*/closedBy", "waivers/*/by", "sweep/*/by"},
}

func signs(kind Kind, field string) bool {
	return slices.ContainsFunc(signatures[kind], func(part string) bool { return within(part, field) })
}

// mayChoose refuses a choice to who may not write what is chosen, see ChooseAll. The changes are in the deed already.
func (w *work) mayChoose() error {
	changes := w.deed.Changes
	defer func() { w.deed.Verb, w.deed.Changes = VerbChoose, changes }()
	verbs, by := keepersOf(changes)
	for _, verb := range verbs {
		w.deed.Verb, w.deed.Changes = verb, by[verb]
		if err := w.enter(verb); err != nil {
			return err
		}
		if err := w.reaches(); err != nil {
			return err
		}
	}
	return w.leadersOnly()
}

// leadersOnly refuses to change what is closed to who does not stand for the whole.
func (w *work) leadersOnly() error {
	if w.deed.Case == "" {
		return nil
	}
	head, err := w.head(w.deed.Case)
	if err != nil {
		return fmt.Errorf("read the case of the choice: %w", err)
	}
	if head.Stage == Closed {
		if acts, err := w.acts(head, join(office, heads)); err != nil {
			return err
		} else if !acts {
			return Refuse("case.closed", "number", head.Number)
		}
	}
	if i := slices.IndexFunc(w.touched, closedTally); i >= 0 {
		if acts, err := w.acts(head, heads); err != nil {
			return err
		} else if !acts {
			return Refuse("clash.tally", "label", Word("kind."+w.touched[i].NounKind()))
		}
	}
	return nil
}

func closedTally(n Noun) bool {
	switch n := n.(type) {
	case Survey:
		return n.Closed
	case Evaluation:
		return n.Closed
	}
	return false
}

// acts says whether the person at work has one of the roles in a case.
func (w *work) acts(c caseHead, roles []Role) (bool, error) {
	if w.actor.Alone {
		return true, nil
	}
	stand, err := w.standing(c)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(roles, func(r Role) bool { return w.actor.has(r) && stand.allows(r) }), nil
}

// PermitChoose refuses to choose in a field of a noun ("" = whether it is to be there) to whom Choose would refuse it
// for his or her roles, whatever the value: for a screen that says beforehand who may.
func PermitChoose(ctx context.Context, r Reader, seat, entity ID, kind Kind, field string) error {
	w := &work{ctx: ctx, r: r, seat: seat, deed: Deed{Verb: VerbChoose}}
	if err := w.enter(VerbChoose); err != nil {
		return err
	}
	s := settling{work: w, kind: kind, choices: []Choice{{entity, kind, field, json.RawMessage("true")}}}
	if err := s.read(entity); err != nil {
		return err
	}
	if err := s.asks(); err != nil {
		return err
	}
	change := Change{Entity: entity, Noun: kind, Field: field, Kind: Put}
	if field == "" {
		var err error
		if change, err = Create(s.before); err != nil {
			return err
		}
	}
	w.change(s.before, s.before, change)
	return w.permitted()
}
