package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ChainStep is a step by which a report is examined before the approving department answers (R31). The steps of a round are in
// its settings, in their order; the answer of the department comes last and is none of them.
type ChainStep struct {
	Name  string `json:"name"`  // 复核, 审理 …; no two of a chain are called alike
	Roles Set    `json:"roles"` // Role codes of who may answer; empty = any of [StepRoles]
	Days  int    `json:"days"`  // working days for the answer, 0 = no term
}

// StepRoles are the roles who may answer a step, in the order in which a report passes them.
var StepRoles = []Role{RoleStrandLead, RoleGroupLeader, RoleReviewer, RoleApprover, RoleOffice, RoleLeading}

// CountyChain is the chain of a county's audit office (domain 5.1), two working days a step; the one who signs is the
// department's answer that follows.
func CountyChain() []ChainStep {
	return []ChainStep{{"科室负责人复核", NewSet(string(RoleReviewer)), 2}, {"法制科审理", NewSet(string(RoleReviewer)), 2}, {"总审计师审核", NewSet(string(RoleApprover)), 2}}
}

// checkChain: every step has a name of its own and roles that exist, and its term is no less than none.
func checkChain(chain []ChainStep) error {
	seen := map[string]bool{}
	for _, s := range chain {
		if blank(s.Name) || len([]rune(s.Name)) > 40 || seen[s.Name] || s.Days < 0 || s.Days > 60 {
			return Refuse("chain.step", "name", s.Name)
		}
		seen[s.Name] = true
		if err := eachOf("roles", s.Roles, list(StepRoles)); err != nil {
			return err
		}
	}
	return nil
}

// StepState is how far a step of the chain has come.
type StepState string

// The states of a step.
const (
	StepAhead    StepState = "ahead"    // a step before it has still to agree
	StepWaiting  StepState = "waiting"  // its answer is awaited
	StepReturned StepState = "returned" // it sent the report back, and nobody has taken it up again
	StepAgreed   StepState = "agreed"
	StepVoid     StepState = "void" // it agreed to what has changed since
)

// StepStates lists all.
var StepStates = []StepState{StepAhead, StepWaiting, StepReturned, StepAgreed, StepVoid}

// StepNow is a step of the chain of a report as it stands.
type StepNow struct {
	ChainStep // Name "" is the answer of the approving department
	State     StepState
	Answer    Approval // the latest; the zero one while there is none
	Due       Date     // of the answer that is awaited; zero without a term
}

// Chain gives the steps that the report of a strand goes through, the answer of the approving department last. A return by
// anybody takes back all agreements of the steps before: the report begins its way anew. An agreement ends, too, when what it
// was given to changes.
func (d Dossier) Chain(s Strand) []StepNow {
	st := d.Case.Strands[s]
	out := make([]StepNow, 0, len(d.Round.Settings.Chain)+1)
	for _, step := range d.Round.Settings.Chain {
		out = append(out, StepNow{ChainStep: step})
	}
	out = append(out, StepNow{})
	since := st.DraftedOn // when the step that is awaited got the report
	for _, a := range d.Approvals {
		if a.Strand != s || a.Step == "" && a.Dept != st.ApprovingDept {
			continue
		}
		i := slices.IndexFunc(out, func(n StepNow) bool { return n.Name == a.Step })
		if i < 0 {
			continue // a step that the chain had once
		}
		if since.IsZero() || a.On.After(since) {
			since = a.On
		}
		if a.Agreed {
			out[i].Answer, out[i].State = a, StepAgreed
			continue
		}
		for j := range out {
			out[j].State = ""
		}
		out[i].Answer, out[i].State = a, StepReturned
	}
	open := true // every step before agrees
	for i := range out {
		n := &out[i]
		if n.State == StepAgreed {
			if s, signed := LastSignoff(d, SignReport, n.Answer.ID, ""); signed && !SignoffState(d, s).Valid {
				n.State = StepVoid
			}
		}
		switch {
		case n.State == StepAgreed && open:
			continue
		case n.State == "" && open:
			n.State = StepWaiting
		case n.State != StepReturned && n.State != StepVoid:
			n.State = StepAhead
		}
		if open && n.Days > 0 && !since.IsZero() {
			n.Due = d.Calendar.AddWorkdays(since, n.Days)
		}
		open = false
	}
	return out
}

// Awaited gives the step of the chain whose answer the report of a strand waits for; false when all agreed.
func (d Dossier) Awaited(s Strand) (StepNow, bool) {
	for _, n := range d.Chain(s) {
		if n.State != StepAgreed {
			return n, true
		}
	}
	return StepNow{}, false
}

// reached refuses an agreement before the steps that come first agree to the report as it is ("approval.order").
func (w *work) reached(a Approval) error {
	d, err := LoadDossier(w.ctx, w.r, a.Case)
	if err != nil {
		return err
	}
	d.Approvals = slices.DeleteFunc(d.Approvals, func(o Approval) bool { return o.ID == a.ID })
	for _, n := range d.Chain(a.Strand) {
		if n.Name == a.Step {
			return nil
		}
		if n.State != StepAgreed {
			return Refuse("approval.order", "step", n.Name, "strand", a.Strand)
		}
	}
	return Refuse("approval.step", "step", a.Step)
}

// AnswerStep keeps the answer of a step of the round's chain (a.Step): it agrees to the report as it is, and signs what it
// rests on, or returns it with the reason (a.Opinion), which takes back what the steps before agreed to. Refused for a step
// that the chain has not ("approval.step"), an agreement out of turn ("approval.order"), somebody whose roles are none of
// the step's ("approval.role"), and the lead of the strand where the step is none for leads ("approval.member"). Nobody agrees while something
// that the report rests on clashes ("clash.open").
func (d Desk) AnswerStep(ctx context.Context, a Approval) error {
	a.ID = d.newID(a.ID)
	return d.do(ctx, VerbAnswerStep, a.Case, func(w *work) error {
		dossier, err := LoadDossier(w.ctx, w.r, a.Case)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(dossier.Round.Settings.Chain, func(s ChainStep) bool { return s.Name == a.Step && a.Step != "" })
		if i < 0 {
			return Refuse("approval.step", "step", a.Step)
		}
		step := dossier.Round.Settings.Chain[i]
		if !w.actor.Alone && len(step.Roles) > 0 && !slices.ContainsFunc(list(StepRoles), func(r string) bool { return step.Roles.Has(r) && w.actor.has(Role(r)) }) {
			return Refuse("approval.role", "step", a.Step)
		}
		if blank(a.Dept) {
			a.Dept = dossier.Case.Strands[a.Strand].LeadDept
		}
		if a.On.IsZero() {
			a.On = d.Today()
		}
		if a.Approver, err = w.self(a.Approver, d.Who); err != nil {
			return err
		}
		if lead := dossier.People[dossier.Case.Strands[a.Strand].Lead]; !step.Roles.Has(string(RoleStrandLead)) && !Apart(lead.Name, a.Approver) {
			return Refuse("approval.member", "name", a.Approver)
		}
		if a.Agreed {
			if err := w.settled(a.Case, ofReport(a.Strand)); err != nil {
				return err
			}
			if err := w.reached(a); err != nil {
				return err
			}
		}
		tidy(&a) // it is signed as it is kept
		if err := put(w, a); err != nil || !a.Agreed {
			return err
		}
		dossier.Approvals = []Approval{a}
		return d.sign(w, Signoff{Case: a.Case, Kind: SignReport, About: a.ID, Strand: a.Strand}, a.Approver, dossier)
	})
}

// GiveNumber gives an approved report its official number (R31), which the office does. Refused before the approval
// ("report.unapproved"), when what was approved has changed ("report.changed"), for a number without the form
// ("number.form"), and for one that another report of the round bears ("number.taken").
func (d Desk) GiveNumber(ctx context.Context, caseID ID, strand Strand, number string) error {
	return d.do(ctx, VerbIssue, caseID, func(w *work) error {
		c, err := Get[Case](ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("read the case of the number: %w", err)
		}
		if number, err = DocumentNumber(number); err != nil {
			return err
		}
		if number == "" {
			return Refuse("field.required", "field", "number")
		}
		if err := w.approved(c, strand); err != nil {
			return err
		}
		if err := freeNumber(w, c, strand, number); err != nil {
			return err
		}
		st := c.Strands[strand]
		st.Number = number
		c.Strands[strand] = st
		return put(w, c)
	})
}

// approved refuses what a report may not have while its department does not agree ("report.unapproved"): also when it did,
// and the report was returned since.
func (w *work) approved(c Case, strand Strand) error {
	all, err := List[Approval](w.ctx, w.r, c.ID)
	if err != nil {
		return fmt.Errorf("look for the approval: %w", err)
	}
	sortApprovals(all)
	if dept := c.Strands[strand].ApprovingDept; !Approved(all, strand, dept) {
		return Refuse("report.unapproved", "strand", strand, "dept", dept)
	}
	return nil
}

// NextNumber proposes the number after the highest that reports of a strand bear in a round, in the form that they have; ""
// when none has one. cases are those of the round.
func NextNumber(cases []Case, strand Strand) string {
	best, top := "", 0
	for _, c := range cases {
		if head, n, ok := numberParts(c.Strands[strand].Number); ok && n > top {
			best, top = head, n
		}
	}
	if best == "" {
		return ""
	}
	return best + strconv.Itoa(top+1) + "号"
}

// numberParts takes an official number apart: what stands before its serial number, and that.
func numberParts(number string) (head string, n int, ok bool) {
	i := strings.LastIndex(number, "〕")
	if i < 0 {
		return "", 0, false
	}
	i += len("〕")
	n, err := strconv.Atoi(strings.TrimSuffix(number[i:], "号"))
	return number[:i], n, err == nil
}

// Approve keeps a department's answer to a report (R31) and, when number is given, the official number of
// the report in the same deed. An approval without a department is by the approving one. A number is
// refused unless that department agrees with this answer or has agreed already ("approval.dept"). Who agrees signs what
// the report rests on. An approver is nobody of the group of the case ("approval.member"); an empty one is who sits at
// the desk, another name that of a signature on paper ("role.other" unless alone). Nobody agrees while something that the
// report rests on clashes ("clash.open"), nor before every step of the round's chain agrees to it as it is ("approval.order").
// A step of the chain answers by [Desk.AnswerStep], and here only with "approval.step".
func (d Desk) Approve(ctx context.Context, a Approval, number string) error {
	a.ID = d.newID(a.ID)
	return d.do(ctx, VerbApprove, a.Case, func(w *work) error {
		c, err := Get[Case](ctx, w.r, a.Case)
		if err != nil {
			return fmt.Errorf("read the case of the approval: %w", err)
		}
		if a.Step != "" {
			return Refuse("approval.step", "step", a.Step)
		}
		st := c.Strands[a.Strand]
		if blank(a.Dept) {
			a.Dept = st.ApprovingDept
		}
		if a.On.IsZero() {
			a.On = d.Today()
		}
		if a.Approver, err = w.self(a.Approver, d.Who); err != nil {
			return err
		}
		if a.Agreed {
			if err := w.settled(a.Case, ofReport(a.Strand)); err != nil {
				return err
			}
			if a.Dept == st.ApprovingDept {
				if err := w.reached(a); err != nil {
					return err
				}
			}
		}
		tidy(&a) // it is signed as it is kept
		if err := put(w, a); err != nil {
			return err
		}
		if err := d.agrees(w, a); err != nil {
			return err
		}
		if blank(number) {
			return nil
		}
		all, err := List[Approval](ctx, w.r, a.Case)
		if err != nil {
			return err
		}
		if a.Dept != st.ApprovingDept && !Approved(all, a.Strand, st.ApprovingDept) || a.Dept == st.ApprovingDept && !a.Agreed {
			return Refuse("approval.dept", "strand", a.Strand, "dept", st.ApprovingDept)
		}
		if number, err = DocumentNumber(number); err != nil {
			return err
		}
		if err := freeNumber(w, c, a.Strand, number); err != nil {
			return err
		}
		st.Number = number
		c.Strands[a.Strand] = st
		return putChecked(w, c) // the approval that allows the number is part of this deed
	})
}

// agrees signs an approval, by who may give it.
func (d Desk) agrees(w *work, a Approval) error {
	dossier, err := LoadDossier(w.ctx, w.r, a.Case)
	if err != nil {
		return err
	}
	if err := approves(dossier, a.Approver); err != nil {
		return err
	}
	if !a.Agreed {
		return nil
	}
	dossier.Approvals = []Approval{a}
	return d.sign(w, Signoff{Case: a.Case, Kind: SignReport, About: a.ID, Strand: a.Strand}, a.Approver, dossier)
}

// freeNumber refuses an official number that another report of the round bears.
func freeNumber(w *work, c Case, strand Strand, number string) error {
	cases, err := List[Case](w.ctx, w.r, c.Round)
	if err != nil {
		return fmt.Errorf("look at the numbers of the round: %w", err)
	}
	for _, o := range cases {
		for _, s := range Strands {
			if o.Strands[s].Number == number && (o.ID != c.ID || s != strand) {
				return Refuse("number.taken", "number", number, "case", o.Number)
			}
		}
	}
	return nil
}
