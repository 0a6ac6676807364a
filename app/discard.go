package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
)

// dropVerbs are the verbs under which nouns of a kind are removed.
var dropVerbs = map[Kind]Verb{
	KindZone: VerbDropZone, KindGroup: VerbDropGroup, KindPerson: VerbDropPerson, KindCase: VerbDropCase,
	KindPrincipal: VerbDropPrincipal, KindTalk: VerbDropTalk, KindMaterial: VerbDropMaterial, KindEvidence: VerbDropEvidence,
	KindPaper: VerbDropPaper, KindMeeting: VerbDropMeeting, KindOpinion: VerbDropOpinion, KindMeasure: VerbDropMeasure,
	KindApproval: VerbDropApproval, KindProgress: VerbDropProgress, KindSupervision: VerbDropSupervision,
	KindAccountability: VerbDropAccount, KindResultUse: VerbDropUse,
	KindAlias: VerbDropAlias, KindVisit: VerbDropVisit, KindStocktake: VerbDropStocktake, KindHeard: VerbDropHeard,
	KindSheet: VerbDropSheet, KindRoster: VerbDropRoster,
}

// users are the kinds whose nouns may point at a noun of a kind.
var users = map[Kind][]Kind{
	KindRound:     {KindZone, KindGroup, KindMeeting, KindCase},
	KindPerson:    {KindRound, KindGroup, KindCase, KindTalk, KindVisit, KindStocktake, KindDayLog, KindSeat, KindAnswer},
	KindZone:      {KindGroup, KindCase},
	KindGroup:     {KindCase},
	KindUnit:      {KindCase},
	KindCase:      {KindMeeting},
	KindPrincipal: {KindFinding, KindEvaluation, KindConsultation, KindOpinion, KindDelivery, KindResultUse},
	KindAlias:     {KindTalk, KindHeard},
	KindTalk:      {KindHeard},
	KindEvidence:  {KindVisit, KindStocktake, KindSheet},
	KindSheet:     {KindEvidence, KindPaper},
	KindFinding:   {KindEvidence, KindSheet, KindTalk, KindVisit, KindStocktake, KindHeard, KindPaper, KindOpinion, KindMeasure, KindSupervision},
	KindMeasure:   {KindProgress},
}

// Discard removes a noun as one deed; its history stays. The deed goes under the verb of removing its kind
// where there is one, else under the given one. Refused: a noun that others point at ("noun.used"), the
// approval that a report number rests on ("approval.numbered"), and a remark that changed an amount
// ("opinion.applied").
func Discard[T Noun](ctx context.Context, d Desk, verb Verb, id ID) error {
	var zero T
	if drop, ok := dropVerbs[zero.NounKind()]; ok {
		verb = drop
	}
	return d.do(ctx, verb, "", func(w *work) error {
		n, err := Get[T](ctx, w.r, id)
		if err != nil {
			return err
		}
		w.deed.Case = caseOf(n)
		if err := w.unused(n); err != nil {
			return err
		}
		w.change(n, nil, Remove(n))
		return nil
	})
}

// unused refuses a noun that others rest on. An ID is unique, so a noun that contains it points at it.
func (w *work) unused(n Noun) error {
	switch n := n.(type) {
	case Approval:
		return w.numberStands(n)
	case Opinion:
		if n.carried() {
			return Refuse("opinion.applied")
		}
	}
	owner := ID("")
	if !ownerless[n.NounKind()] && n.NounKind() != KindCase {
		owner = n.NounOwner()
	}
	for _, kind := range users[n.NounKind()] {
		err := w.r.Each(w.ctx, kind, owner, func(_ ID, doc json.RawMessage) error {
			if bytes.Contains(doc, []byte(n.NounID())) {
				return Refuse("noun.used", "label", Word("kind."+kind))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// numberStands refuses to remove the approval that a report number rests on.
func (w *work) numberStands(a Approval) error {
	c, err := Get[Case](w.ctx, w.r, a.Case)
	if err != nil {
		return fmt.Errorf("read the case of the approval: %w", err)
	}
	st := c.Strands[a.Strand]
	if blank(st.Number) || a.Step != "" || a.Dept != st.ApprovingDept {
		return nil
	}
	all, err := List[Approval](w.ctx, w.r, a.Case)
	if err != nil {
		return err
	}
	sortApprovals(all)
	var rest []Approval
	for _, o := range all {
		if o.ID != a.ID {
			rest = append(rest, o)
		}
	}
	if Approved(all, a.Strand, st.ApprovingDept) && !Approved(rest, a.Strand, st.ApprovingDept) {
		return Refuse("approval.numbered", "strand", a.Strand, "number", st.Number)
	}
	return nil
}
