package store

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"lianshen/app"
)

// common is what all cases share, decoded once and used until a deed changes it.
type common struct {
	at        int64 // record it was read at
	rounds    map[app.ID]app.Round
	zones     map[app.ID]app.Zone
	groups    map[app.ID]app.Group
	units     map[app.ID]app.Unit
	people    map[app.ID]app.Person
	laws      map[string]app.Law
	templates map[app.ID]app.Template
	meetings  map[app.ID][]app.Meeting // by round
	calendar  app.Calendar

	once  sync.Once
	items map[string]placed // by code, see item
}

// Rounds gives every round, the oldest year first.
func (w *Workspace) Rounds(ctx context.Context) ([]app.Round, error) {
	rounds, err := app.List[app.Round](ctx, w, "")
	if err != nil {
		return nil, err
	}
	sortRounds(rounds)
	return rounds, nil
}

// Dossier gives everything known about a case as of one moment; app.ErrNotFound when there is no such case. It is the
// same that app.LoadDossier gives, in two queries, but for names of the vault that the person at the seat may not see: in
// texts they give way to codes (app.HideUnseen). What cases share in it must not be changed.
func (w *Workspace) Dossier(ctx context.Context, caseID app.ID) (app.Dossier, error) {
	d, err := w.dossier(ctx, caseID)
	if err != nil || !d.HasNames() {
		return d, err
	}
	a, err := w.onlooker(ctx, w)
	if err != nil {
		return app.Dossier{}, fmt.Errorf("dossier of %s: %w", caseID, err)
	}
	return app.HideUnseen(a, d), nil
}

// dossier is Dossier with every name.
func (w *Workspace) dossier(ctx context.Context, caseID app.ID) (app.Dossier, error) {
	var d app.Dossier
	err := w.snapshot(ctx, func(s *session) error {
		c, err := w.commonAt(ctx, s)
		if err != nil {
			return err
		}
		if err := (sessionReader{s}).Read(ctx, caseID, &d.Case); err != nil {
			return err
		}
		if err := c.dossier(ctx, s, &d, true); err != nil {
			return err
		}
		former, err := formerNames(ctx, s, caseID)
		if err != nil {
			return err
		}
		d = app.WithFormerNames(d, former)
		return w.clashing(ctx, s, &d)
	})
	if err != nil {
		return app.Dossier{}, fmt.Errorf("dossier of %s: %w", caseID, err)
	}
	return d, nil
}

// CaseByNumber gives the case with this number. Where a number was given twice, the case of the latest round wins.
func (w *Workspace) CaseByNumber(ctx context.Context, number string) (app.Case, error) {
	var found []app.Case
	var rounds []app.Round
	err := w.snapshot(ctx, func(s *session) error {
		var docs []string
		err := s.rows(ctx, "SELECT e.doc FROM caserow c JOIN entity e ON e.n = c.entity WHERE c.number = ? ORDER BY e.n", []any{number}, func(scan func(...any) error) error {
			var doc string
			err := scan(&doc)
			docs = append(docs, doc)
			return err
		})
		if err != nil {
			return err
		}
		for _, doc := range docs {
			var c app.Case
			if err := json.Unmarshal([]byte(doc), &c); err != nil {
				return fmt.Errorf("decode case: %w", err)
			}
			found = append(found, c)
		}
		rounds, err = app.List[app.Round](ctx, sessionReader{s}, "")
		return err
	})
	if err != nil {
		return app.Case{}, fmt.Errorf("case by number: %w", err)
	}
	if len(found) == 0 {
		return app.Case{}, app.Refuse("case.unknown", "number", number)
	}
	sortRounds(rounds)
	for i := len(rounds) - 1; i >= 0; i-- {
		for _, c := range found {
			if c.Round == rounds[i].ID {
				return c, nil
			}
		}
	}
	return found[0], nil
}

// commonAt gives what cases share as the transaction of s sees it.
func (w *Workspace) commonAt(ctx context.Context, s *session) (*common, error) {
	at, err := lastRecord(ctx, s)
	if err != nil {
		return nil, err
	}
	if c := w.cache.getCommon(at); c != nil {
		return c, nil
	}
	c := &common{at: at, rounds: map[app.ID]app.Round{}, zones: map[app.ID]app.Zone{}, groups: map[app.ID]app.Group{},
		units: map[app.ID]app.Unit{}, people: map[app.ID]app.Person{}, laws: map[string]app.Law{},
		templates: map[app.ID]app.Template{}, meetings: map[app.ID][]app.Meeting{}}
	r := sessionReader{s}
	steps := []func() error{
		func() error { return gather(ctx, r, func(n app.Round) { c.rounds[n.ID] = n }) },
		func() error { return gather(ctx, r, func(n app.Zone) { c.zones[n.ID] = n }) },
		func() error { return gather(ctx, r, func(n app.Group) { c.groups[n.ID] = n }) },
		func() error { return gather(ctx, r, func(n app.Unit) { c.units[n.ID] = n }) },
		func() error { return gather(ctx, r, func(n app.Person) { c.people[n.ID] = n }) },
		func() error { return gather(ctx, r, func(n app.Law) { c.laws[n.Code] = n }) },
		func() error { return gather(ctx, r, func(n app.Template) { c.templates[n.ID] = n }) },
		func() error {
			return gather(ctx, r, func(n app.Meeting) { c.meetings[n.Round] = append(c.meetings[n.Round], n) })
		},
		func() (err error) { c.calendar, err = app.LoadCalendar(ctx, r); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	w.cache.putCommon(c)
	return c, nil
}

func lastRecord(ctx context.Context, s *session) (int64, error) {
	var at int64
	err := s.row(ctx, "SELECT coalesce(max(record), 0) FROM deed", nil, &at)
	return at, err
}

func gather[T app.Noun](ctx context.Context, r app.Reader, keep func(T)) error {
	list, err := app.List[T](ctx, r, "")
	for _, n := range list {
		keep(n)
	}
	return err
}

// dossier fills d around its Case. Without whole answers, of each only the item, the conclusion and whether there is a
// note are filled in: that is all that gates and progress ask for, and it is read from an index.
func (c *common) dossier(ctx context.Context, s *session, d *app.Dossier, wholeAnswers bool) error {
	c.share(d)
	d.Answers = map[string]app.Answer{}
	skip, which := "", ""
	if !wholeAnswers {
		skip = string(app.KindAnswer)
		which = " AND NOT (kind = 'signoff' AND json_extract(doc, '$.kind') = 'stage')" // no gate rests on them, and they are long
		if err := briefAnswers(ctx, s, d); err != nil {
			return err
		}
	}
	err := s.rows(ctx, "SELECT kind, doc FROM entity WHERE owner = ? AND deleted = 0 AND kind <> ?"+which+" ORDER BY kind, id", []any{string(d.Case.ID), skip}, func(scan func(...any) error) error {
		var kind, doc string
		if err := scan(&kind, &doc); err != nil {
			return err
		}
		if err := put(d, app.Kind(kind), []byte(doc)); err != nil {
			return fmt.Errorf("decode %s: %w", kind, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	d.Sort()
	return nil
}

func briefAnswers(ctx context.Context, s *session, d *app.Dossier) error {
	return s.rows(ctx, "SELECT item, conclusion, noted FROM answer WHERE cas = ?", []any{string(d.Case.ID)}, func(scan func(...any) error) error {
		var item, conclusion string
		var noted bool
		if err := scan(&item, &conclusion, &noted); err != nil {
			return err
		}
		a := app.Answer{Case: d.Case.ID, Item: item, Conclusion: app.Conclusion(conclusion)}
		if noted {
			a.Note = "…"
		}
		d.Answers[item] = a
		return nil
	})
}

// share fills in what the case shares with others.
func (c *common) share(d *app.Dossier) {
	d.Round, d.Zone, d.Group, d.Unit = c.rounds[d.Case.Round], c.zones[d.Case.Zone], c.groups[d.Case.Group], c.units[d.Case.Unit]
	d.People, d.Laws, d.Calendar = c.people, c.laws, c.calendar
	d.Templates = map[app.Strand]app.Template{}
	for _, s := range app.Strands {
		if t, ok := c.template(s, d.Case.Strands[s].Template); ok {
			d.Templates[s] = t
		}
	}
	for _, m := range c.meetings[d.Case.Round] {
		if m.Cases.Has(string(d.Case.ID)) {
			d.Meetings = append(d.Meetings, m)
		}
	}
}

// template gives the checklist a case is pinned to, by the rule of app.FindTemplate.
func (c *common) template(strand app.Strand, pinned string) (app.Template, bool) {
	if pinned == "" {
		return app.Template{}, false
	}
	id := app.TemplateID(strand, pinned)
	if app.ID(pinned).Valid() {
		id = app.ID(pinned)
	}
	if t, ok := c.templates[id]; ok {
		return t, true
	}
	var found app.Template
	for _, t := range c.templates { // the least ID, as in the order of reading
		if t.Strand == strand && t.Version == pinned && (found.ID == "" || t.ID < found.ID) {
			found = t
		}
	}
	return found, found.ID != ""
}

// put decodes a noun into the place the dossier has for its kind.
func put(d *app.Dossier, kind app.Kind, doc []byte) error {
	switch kind {
	case app.KindAnswer:
		var a app.Answer
		if err := json.Unmarshal(doc, &a); err != nil {
			return err
		}
		d.Answers[a.Item] = a
		return nil
	case app.KindPrincipal:
		return add(&d.Principals, doc)
	case app.KindTalk:
		return add(&d.Talks, doc)
	case app.KindAlias:
		return add(&d.Aliases, doc)
	case app.KindVisit:
		return add(&d.Visits, doc)
	case app.KindStocktake:
		return add(&d.Stocktakes, doc)
	case app.KindHeard:
		return add(&d.Heard, doc)
	case app.KindSheet:
		return add(&d.Sheets, doc)
	case app.KindRoster:
		return add(&d.Rosters, doc)
	case app.KindMaterial:
		return add(&d.Materials, doc)
	case app.KindEvidence:
		return add(&d.Evidence, doc)
	case app.KindPaper:
		return add(&d.Papers, doc)
	case app.KindFinding:
		return add(&d.Findings, doc)
	case app.KindSurvey:
		return add(&d.Surveys, doc)
	case app.KindEvaluation:
		return add(&d.Evaluations, doc)
	case app.KindConsultation:
		return add(&d.Consultations, doc)
	case app.KindOpinion:
		return add(&d.Opinions, doc)
	case app.KindReportText:
		return add(&d.Texts, doc)
	case app.KindReport:
		return add(&d.Reports, doc)
	case app.KindApproval:
		return add(&d.Approvals, doc)
	case app.KindDelivery:
		return add(&d.Deliveries, doc)
	case app.KindMeasure:
		return add(&d.Measures, doc)
	case app.KindProgress:
		return add(&d.Progress, doc)
	case app.KindSupervision:
		return add(&d.Supervisions, doc)
	case app.KindAccountability:
		return add(&d.Accountabilities, doc)
	case app.KindResultUse:
		return add(&d.Uses, doc)
	case app.KindSignoff:
		return add(&d.Signoffs, doc)
	}
	return nil
}

func add[T any](list *[]T, doc []byte) error {
	var n T
	if err := json.Unmarshal(doc, &n); err != nil {
		return err
	}
	*list = append(*list, n)
	return nil
}
