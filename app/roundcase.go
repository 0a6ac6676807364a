package app

import (
	"context"
	"fmt"
	"maps"
	"strings"
)

// CreateRound opens a round. What is left out is filled in: the settings of DefaultSettings, the grouping
// by zone (R42), 31 March for the self-check reports (R12) and the newest checklist of each strand that
// the workspace has.
func (d Desk) CreateRound(ctx context.Context, round Round) (ID, error) {
	round.ID = d.newID(round.ID)
	err := d.do(ctx, VerbCreateRound, "", func(w *work) error {
		if round.Grouping == "" {
			round.Grouping = ByZone
		}
		if round.SelfCheckDue.IsZero() && round.Year != 0 {
			round.SelfCheckDue = Date{round.Year, 3, 31}
		}
		if round.Settings.Weights == nil {
			round.Settings = DefaultSettings()
		}
		if round.Settings.ReportDaysKind == "" {
			round.Settings.ReportDaysKind = NaturalDays
		}
		templates, err := List[Template](ctx, w.r, "")
		if err != nil {
			return fmt.Errorf("look for checklists: %w", err)
		}
		pins := map[Strand]string{}
		for _, t := range templates {
			if t.Offered() && t.Version > pins[t.Strand] {
				pins[t.Strand] = t.Version
			}
		}
		maps.Copy(pins, round.Templates)
		round.Templates = pins
		if err := pinsOffered(w, nil, pins); err != nil {
			return err
		}
		return put(w, round)
	})
	return round.ID, err
}

// SaveRound changes a round. A strand for which no checklist is given keeps the one it has: without a pin no case
// could be laid out in the round.
func (d Desk) SaveRound(ctx context.Context, round Round) error {
	return d.do(ctx, VerbSaveRound, "", func(w *work) error {
		old, err := Get[Round](ctx, w.r, round.ID)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return fmt.Errorf("read the round as it was: %w", err)
		}
		pins := maps.Clone(old.Templates)
		if pins == nil {
			pins = map[Strand]string{}
		}
		for s, version := range round.Templates {
			if !blank(version) {
				pins[s] = version
			}
		}
		round.Templates = pins
		if err := pinsOffered(w, old.Templates, pins); err != nil {
			return err
		}
		return put(w, round)
	})
}

// pinsOffered refuses to give a draft or a retired checklist to new cases. What a round gave before stays.
func pinsOffered(w *work, was, is map[Strand]string) error {
	for s, version := range is {
		if version == was[s] {
			continue
		}
		t, err := FindTemplate(w.ctx, w.r, s, version)
		switch {
		case CodeOf(err) == ErrNotFound.Code: // it may come in a package later
		case err != nil:
			return err
		case !t.Offered():
			return Refuse("checklist.unoffered", "version", t.Version)
		}
	}
	return nil
}

// NewCase is what is needed to open a case. A Unit whose ID the workspace knows is taken as it is there.
type NewCase struct {
	Round      ID
	Number     string // blank: the next free number of the round, "LS2026-011"
	Unit       Unit
	Zone       ID
	Group      ID
	Principals []Principal
	Strands    map[Strand]CaseStrand // what is left out is filled in, see AddCase
	Stages     map[Stage]StageDates
	Secrecy    Secrecy
}

// Departments gives who leads, issues and approves a strand where a case does not say otherwise. The
// second strand is led by the personnel department and approved by the office for establishment (R4, R31).
func Departments(s Strand) (lead, issuing, approving string) {
	switch s {
	case Review:
		return "市委组织部", "市委组织部", "市委组织部"
	case Verification:
		return "市人力资源和社会保障局", "市委编办", "市委编办"
	}
	return "市审计局", "市审计局", "市审计局"
}

// AddCase opens a case in a round: the unit when it is new, the case in the stage Planned with its three
// strands pinned to the checklists of the round, and the principals. Refused: a number that the round has
// already ("case.number.taken"), a round that does not exist.
func (d Desk) AddCase(ctx context.Context, in NewCase) (ID, error) {
	id := d.NewID()
	err := d.do(ctx, VerbAddCase, id, func(w *work) error {
		round, err := Get[Round](ctx, w.r, in.Round)
		if err != nil {
			return fmt.Errorf("read the round of the new case: %w", err)
		}
		cases, err := List[Case](ctx, w.r, round.ID)
		if err != nil {
			return fmt.Errorf("read the cases of the round: %w", err)
		}
		number, err := caseNumber(in.Number, round, cases)
		if err != nil {
			return err
		}
		unit := in.Unit
		unit.ID = d.newID(unit.ID)
		if _, err := Get[Unit](ctx, w.r, unit.ID); CodeOf(err) == ErrNotFound.Code {
			if err := put(w, unit); err != nil {
				return err
			}
		} else if err != nil {
			return fmt.Errorf("read the unit of the new case: %w", err)
		}
		c := Case{ID: id, Round: round.ID, Number: number, Unit: unit.ID, Zone: in.Zone, Group: in.Group, Stage: Planned,
			Secrecy: in.Secrecy, Strands: map[Strand]CaseStrand{}, Stages: map[Stage]StageDates{}}
		if c.Secrecy == "" {
			c.Secrecy = Internal
		}
		maps.Copy(c.Stages, in.Stages)
		started := c.Stages[Planned]
		started.Started = d.Today()
		c.Stages[Planned] = started
		for _, s := range Strands {
			c.Strands[s] = fillStrand(in.Strands[s], s, round)
		}
		if err := put(w, c); err != nil {
			return err
		}
		for i, p := range in.Principals {
			p.ID, p.Case, p.Order = d.newID(p.ID), id, i+1
			tidy(&p)
			if err := CheckAlone(p); err != nil { // its case comes to be in this very deed
				return err
			}
			if err := putChecked(w, p); err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}

func fillStrand(s CaseStrand, strand Strand, round Round) CaseStrand {
	lead, issuing, approving := Departments(strand)
	for _, f := range []struct {
		field *string
		value string
	}{{&s.LeadDept, lead}, {&s.IssuingDept, issuing}, {&s.ApprovingDept, approving}, {&s.Template, round.Templates[strand]}} {
		if blank(*f.field) {
			*f.field = f.value
		}
	}
	return s
}

// caseNumber gives the number asked for, or the next one of the round.
func caseNumber(asked string, round Round, cases []Case) (string, error) {
	taken, last := map[string]bool{}, 0
	prefix := fmt.Sprintf("LS%04d-", round.Year)
	for _, c := range cases {
		taken[c.Number] = true
		var n int
		if rest, ok := strings.CutPrefix(c.Number, prefix); ok {
			if _, err := fmt.Sscanf(rest, "%d", &n); err == nil {
				last = max(last, n)
			}
		}
	}
	asked = strings.TrimSpace(asked)
	if asked == "" {
		return fmt.Sprintf("%s%03d", prefix, last+1), nil
	}
	if taken[asked] {
		return "", Refuse("case.number.taken", "number", asked)
	}
	return asked, nil
}

// SaveCase lets f change the case and saves the difference as one deed under the verb: the notice, the
// announcement, the facts of the unit … The stage changes by CloseStage alone ("stage.direct").
func (d Desk) SaveCase(ctx context.Context, verb Verb, caseID ID, f func(*Case) error) error {
	return Amend(ctx, d, verb, caseID, func(c *Case) error {
		stage := c.Stage
		if err := f(c); err != nil {
			return err
		}
		if c.Stage != stage {
			return Refuse("stage.direct", "stage", c.Stage)
		}
		return nil
	})
}

// SavePrincipal keeps a principal; one without Order comes last.
func (d Desk) SavePrincipal(ctx context.Context, p Principal) error {
	p.ID = d.newID(p.ID)
	return d.do(ctx, VerbSavePrincipal, p.Case, func(w *work) error {
		if p.Order == 0 {
			others, err := List[Principal](ctx, w.r, p.Case)
			if err != nil {
				return err
			}
			p.Order = len(others) + 1
		}
		return put(w, p)
	})
}

// CloseStage closes the current stage of a case and opens the next one (R1). While something hard is
// missing it is refused with "gate.closed", which carries it in Args["missing"] ([]Missing). Who closes a stage signs
// what was made in it.
func (d Desk) CloseStage(ctx context.Context, caseID ID) error {
	return d.do(ctx, VerbCloseStage, caseID, func(w *work) error {
		dossier, err := LoadDossier(ctx, w.r, caseID)
		if err != nil {
			return err
		}
		c := dossier.Case
		if c.Stage == Closed {
			return Refuse("case.closed", "number", c.Number)
		}
		if missing := Blocking(ExitGate(dossier)); len(missing) > 0 {
			return Refuse("gate.closed", "missing", missing, "count", len(missing), "stage", c.Stage)
		}
		if err := d.sign(w, Signoff{Case: c.ID, Kind: SignStage, About: c.ID, Stage: c.Stage}, d.Who, dossier); err != nil {
			return err
		}
		// the dossier shares its maps with nothing that is compared, see putChecked
		if c.Stages == nil {
			c.Stages = map[Stage]StageDates{}
		}
		dates := c.Stages[c.Stage]
		dates.Closed, dates.ClosedBy = d.Today(), d.Who
		c.Stages[c.Stage] = dates
		c.Stage = c.Stage.Next()
		next := c.Stages[c.Stage]
		next.Started = d.Today()
		c.Stages[c.Stage] = next
		return put(w, c)
	})
}

// Waive lets a gate of the current stage pass, with a reason that is kept (product: a hard stop names who
// can waive it). gate is a Missing.Key, or a Missing.Code for all of that code. Refused: a blank reason,
// a gate that is not open or that nobody may waive, and one that is left to others ("waive.role").
func (d Desk) Waive(ctx context.Context, caseID ID, gate, reason string) error {
	return d.do(ctx, VerbWaive, caseID, func(w *work) error {
		if blank(reason) {
			return Refuse("waive.reason")
		}
		dossier, err := LoadDossier(ctx, w.r, caseID)
		if err != nil {
			return err
		}
		dossier.TakeSweep(d.Today()) // one of the gates tells of it
		found, free := false, true
		var by []Role
		for _, m := range ExitGate(dossier) {
			if m.Key() == gate || m.Code == gate {
				found, free, by = true, free && len(m.WaivableBy) > 0, m.WaivableBy
			}
		}
		if !found {
			return Refuse("waive.unknown", "gate", gate)
		}
		if !free {
			return Refuse("waive.never", "gate", gate)
		}
		c := dossier.Case
		if err := w.waives(c, by); err != nil {
			return err
		}
		if c.Waivers == nil {
			c.Waivers = map[string]Waiver{}
		}
		c.Waivers[gate] = Waiver{Reason: reason, By: d.Who, On: d.Today()}
		return put(w, c)
	})
}
