package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Dossier is everything known about one case as of one moment: what a report may cite, a gate may ask
// for and a screen may show. It is read, never changed.
type Dossier struct {
	Round            Round
	Zone             Zone
	Group            Group
	Unit             Unit
	Case             Case
	Principals       []Principal // by Order
	Templates        map[Strand]Template
	Answers          map[string]Answer // by item code
	Aliases          []Alias           // by Code; the names of those talked to
	Talks            []Talk            // by On, then Number
	Visits           []Visit           // by Number
	Stocktakes       []Stocktake       // by Number
	Heard            []Heard           // by Number
	Materials        []Material        // by Batch, then Name
	Evidence         []Evidence        // by Number
	Sheets           []Sheet           // by Index
	Papers           []Paper           // by Index
	Findings         []Finding         // in the order of strands, then by Number
	Meetings         []Meeting         // those that cover the case, by On
	Surveys          []Survey          // by On
	Evaluations      []Evaluation      // by On
	Consultations    []Consultation    // the principals by Order, then the unit
	Opinions         []Opinion         // by On
	Texts            []ReportText      // in the order of strands, then by Section
	Reports          []Report          // in the order of strands, then by Version
	Approvals        []Approval        // in the order of strands, then by On
	Deliveries       []Delivery        // to whom R32 names: in the order of strands, the principals by Order, then the unit
	Copies           []Delivery        // to others: in the order of strands, then by Place
	Measures         []Measure         // in the order of their findings, then by Due
	Progress         []Progress        // by On
	Supervisions     []Supervision     // by On
	Accountabilities []Accountability  // by On
	Uses             []ResultUse       // by On
	Rosters          []Roster          // by TakenOn, then by ID: the latest of a sort is the one that counts
	Signoffs         []Signoff         // by On, then by ID: the latest of a thing is the one that counts
	People           map[ID]Person
	Laws             map[string]Law // by Code
	Calendar         Calendar
	Clashes          []Clash     // what clashes in it, see TakeClashes; nil when nobody looked
	Sweep            []SweepFind // what does not fit together in it, see TakeSweep; nil when nobody looked
	Veiled           Set         // IDs of the nouns of which something is withheld, see Veil; nil when nobody looked whether
	Coded            Set         // IDs of the nouns in whose texts names of the vault give way to codes, see HideUnseen
	former           []Alias     // names that stood in the vault once, see WithFormerNames
}

// LoadDossier reads a case with all that belongs to it. ErrNotFound when there is no such case; what the
// case points at and the workspace lacks (a zone, a group, a template) stays empty.
func LoadDossier(ctx context.Context, r Reader, caseID ID) (Dossier, error) {
	var d Dossier
	var err error
	if d.Case, err = Get[Case](ctx, r, caseID); err != nil {
		return Dossier{}, fmt.Errorf("load case %s: %w", caseID, err)
	}
	steps := []error{
		loadOne(ctx, r, d.Case.Round, &d.Round), loadOne(ctx, r, d.Case.Zone, &d.Zone),
		loadOne(ctx, r, d.Case.Group, &d.Group), loadOne(ctx, r, d.Case.Unit, &d.Unit),
		loadAll(ctx, r, caseID, &d.Principals), loadAll(ctx, r, caseID, &d.Talks), loadAll(ctx, r, caseID, &d.Materials),
		loadAll(ctx, r, caseID, &d.Evidence), loadAll(ctx, r, caseID, &d.Papers), loadAll(ctx, r, caseID, &d.Findings),
		loadAll(ctx, r, caseID, &d.Surveys), loadAll(ctx, r, caseID, &d.Evaluations),
		loadAll(ctx, r, caseID, &d.Consultations), loadAll(ctx, r, caseID, &d.Opinions), loadAll(ctx, r, caseID, &d.Texts),
		loadAll(ctx, r, caseID, &d.Reports), loadAll(ctx, r, caseID, &d.Approvals), loadAll(ctx, r, caseID, &d.Deliveries),
		loadAll(ctx, r, caseID, &d.Measures), loadAll(ctx, r, caseID, &d.Progress), loadAll(ctx, r, caseID, &d.Supervisions),
		loadAll(ctx, r, caseID, &d.Accountabilities), loadAll(ctx, r, caseID, &d.Uses),
		loadAll(ctx, r, caseID, &d.Signoffs), loadAll(ctx, r, caseID, &d.Aliases), loadAll(ctx, r, caseID, &d.Visits),
		loadAll(ctx, r, caseID, &d.Stocktakes), loadAll(ctx, r, caseID, &d.Heard), loadAll(ctx, r, caseID, &d.Sheets),
		loadAll(ctx, r, caseID, &d.Rosters),
	}
	for _, err := range steps {
		if err != nil {
			return Dossier{}, fmt.Errorf("load case %s: %w", d.Case.Number, err)
		}
	}
	if err := d.loadShared(ctx, r); err != nil {
		return Dossier{}, fmt.Errorf("load case %s: %w", d.Case.Number, err)
	}
	d.Sort()
	clashes, err := openClashes(ctx, r)
	if err != nil {
		return Dossier{}, fmt.Errorf("load case %s: %w", d.Case.Number, err)
	}
	d.TakeClashes(clashes)
	return d, nil
}

// loadShared reads what is not owned by the case or goes under a key of its own.
func (d *Dossier) loadShared(ctx context.Context, r Reader) error {
	answers, err := List[Answer](ctx, r, d.Case.ID)
	if err != nil {
		return err
	}
	d.Answers = make(map[string]Answer, len(answers))
	for _, a := range answers {
		d.Answers[a.Item] = a
	}
	meetings, err := List[Meeting](ctx, r, d.Case.Round)
	if err != nil {
		return err
	}
	for _, m := range meetings {
		if m.Cases.Has(string(d.Case.ID)) {
			d.Meetings = append(d.Meetings, m)
		}
	}
	people, err := List[Person](ctx, r, "")
	if err != nil {
		return err
	}
	d.People = make(map[ID]Person, len(people))
	for _, p := range people {
		d.People[p.ID] = p
	}
	laws, err := List[Law](ctx, r, "")
	if err != nil {
		return err
	}
	d.Laws = make(map[string]Law, len(laws))
	for _, l := range laws {
		d.Laws[l.Code] = l
	}
	if d.Calendar, err = LoadCalendar(ctx, r); err != nil {
		return err
	}
	d.Templates = map[Strand]Template{}
	for _, s := range Strands {
		t, err := FindTemplate(ctx, r, s, d.Case.Strands[s].Template)
		if err == nil {
			d.Templates[s] = t
		} else if CodeOf(err) != ErrNotFound.Code {
			return err
		}
	}
	return nil
}

// Sort puts the lists of the dossier into the orders named at its fields. Who fills a dossier in another
// way than by LoadDossier calls it once at the end.
func (d *Dossier) Sort() {
	slices.SortStableFunc(d.Principals, func(a, b Principal) int { return cmp.Compare(a.Order, b.Order) })
	slices.SortStableFunc(d.Talks, func(a, b Talk) int { return cmp.Or(byDate(a.On, b.On), cmp.Compare(a.Number, b.Number)) })
	slices.SortStableFunc(d.Materials, func(a, b Material) int {
		return cmp.Or(cmp.Compare(a.Batch, b.Batch), cmp.Compare(a.Name, b.Name))
	})
	slices.SortStableFunc(d.Aliases, func(a, b Alias) int { return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID)) })
	slices.SortStableFunc(d.Visits, func(a, b Visit) int { return cmp.Compare(a.Number, b.Number) })
	slices.SortStableFunc(d.Stocktakes, func(a, b Stocktake) int { return cmp.Compare(a.Number, b.Number) })
	slices.SortStableFunc(d.Heard, func(a, b Heard) int { return cmp.Compare(a.Number, b.Number) })
	slices.SortStableFunc(d.Sheets, func(a, b Sheet) int { return cmp.Compare(a.Index, b.Index) })
	slices.SortStableFunc(d.Rosters, func(a, b Roster) int { return cmp.Or(byDate(a.TakenOn, b.TakenOn), cmp.Compare(a.ID, b.ID)) })
	slices.SortStableFunc(d.Evidence, func(a, b Evidence) int { return cmp.Compare(a.Number, b.Number) })
	slices.SortStableFunc(d.Papers, func(a, b Paper) int { return cmp.Compare(a.Index, b.Index) })
	slices.SortStableFunc(d.Findings, func(a, b Finding) int {
		return cmp.Or(byStrand(a.Strand, b.Strand), cmp.Compare(a.Number, b.Number))
	})
	slices.SortStableFunc(d.Meetings, func(a, b Meeting) int { return byDate(a.On, b.On) })
	slices.SortStableFunc(d.Surveys, func(a, b Survey) int { return byDate(a.On, b.On) })
	slices.SortStableFunc(d.Evaluations, func(a, b Evaluation) int { return byDate(a.On, b.On) })
	who := func(id ID) int { return d.recipientOrder(id) }
	slices.SortStableFunc(d.Consultations, func(a, b Consultation) int {
		return cmp.Compare(who(a.Principal), who(b.Principal))
	})
	slices.SortStableFunc(d.Opinions, func(a, b Opinion) int { return byDate(a.On, b.On) })
	slices.SortStableFunc(d.Texts, func(a, b ReportText) int {
		return cmp.Or(byStrand(a.Strand, b.Strand), cmp.Compare(a.Section, b.Section))
	})
	slices.SortStableFunc(d.Reports, func(a, b Report) int {
		return cmp.Or(byStrand(a.Strand, b.Strand), cmp.Compare(a.Version, b.Version))
	})
	slices.SortStableFunc(d.Approvals, func(a, b Approval) int {
		return cmp.Or(byStrand(a.Strand, b.Strand), byDate(a.On, b.On))
	})
	d.Copies = slices.Concat(d.Copies, d.Deliveries)
	d.Copies = slices.DeleteFunc(d.Copies, func(x Delivery) bool { return x.Copy == "" })
	d.Deliveries = slices.DeleteFunc(slices.Clone(d.Deliveries), func(x Delivery) bool { return x.Copy != "" })
	slices.SortStableFunc(d.Copies, func(a, b Delivery) int {
		return cmp.Or(byStrand(a.Strand, b.Strand), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Copy, b.Copy))
	})
	slices.SortStableFunc(d.Deliveries, func(a, b Delivery) int {
		return cmp.Or(byStrand(a.Strand, b.Strand), cmp.Compare(who(a.Principal), who(b.Principal)))
	})
	place := map[ID]int{}
	for i, f := range d.Findings {
		place[f.ID] = i
	}
	slices.SortStableFunc(d.Measures, func(a, b Measure) int {
		return cmp.Or(cmp.Compare(place[a.Finding], place[b.Finding]), byDate(a.Due, b.Due))
	})
	slices.SortStableFunc(d.Progress, func(a, b Progress) int { return byDate(a.On, b.On) })
	slices.SortStableFunc(d.Supervisions, func(a, b Supervision) int { return byDate(a.On, b.On) })
	slices.SortStableFunc(d.Accountabilities, func(a, b Accountability) int { return byDate(a.On, b.On) })
	slices.SortStableFunc(d.Uses, func(a, b ResultUse) int { return byDate(a.On, b.On) })
	slices.SortStableFunc(d.Signoffs, func(a, b Signoff) int { return cmp.Or(byDate(a.On, b.On), cmp.Compare(a.ID, b.ID)) })
}

// recipientOrder puts the principals in their order and the unit after them.
func (d *Dossier) recipientOrder(principal ID) int {
	for i, p := range d.Principals {
		if p.ID == principal {
			return i
		}
	}
	return len(d.Principals)
}

func byDate(a, b Date) int { return cmp.Compare(a.String(), b.String()) }

func byStrand(a, b Strand) int {
	return cmp.Compare(slices.Index(Strands, a), slices.Index(Strands, b))
}

// loadOne fills into with the noun of an ID, and leaves it empty when there is none.
func loadOne[T Noun](ctx context.Context, r Reader, id ID, into *T) error {
	if id == "" {
		return nil
	}
	n, err := Get[T](ctx, r, id)
	if CodeOf(err) == ErrNotFound.Code {
		return nil
	}
	*into = n
	return err
}

func loadAll[T Noun](ctx context.Context, r Reader, owner ID, into *[]T) error {
	list, err := List[T](ctx, r, owner)
	*into = list
	return err
}

// LoadCalendar joins the tables of all years the workspace has.
func LoadCalendar(ctx context.Context, r Reader) (Calendar, error) {
	tables, err := List[DayTable](ctx, r, "")
	if err != nil {
		return Calendar{}, fmt.Errorf("load calendars: %w", err)
	}
	return NewCalendar(tables), nil
}

// TemplateID is the identity of a checklist at a version, the same on every laptop.
func TemplateID(strand Strand, version string) ID {
	return DeriveID(KindTemplate, "", string(strand)+"/"+version)
}

// FindTemplate gives the checklist that a case is pinned to. pinned is a version of the strand's
// checklist, or the ID of a template. ErrNotFound when the workspace has none such.
func FindTemplate(ctx context.Context, r Reader, strand Strand, pinned string) (Template, error) {
	if pinned == "" {
		return Template{}, ErrNotFound
	}
	id := TemplateID(strand, pinned)
	if ID(pinned).Valid() {
		id = ID(pinned)
	}
	t, err := Get[Template](ctx, r, id)
	if CodeOf(err) != ErrNotFound.Code {
		return t, err
	}
	all, err := List[Template](ctx, r, "")
	if err != nil {
		return Template{}, fmt.Errorf("look for checklist %s %s: %w", strand, pinned, err)
	}
	for _, t := range all {
		if t.Strand == strand && t.Version == pinned {
			return t, nil
		}
	}
	return Template{}, ErrNotFound
}

// Finding gives the finding of this ID.
func (d Dossier) Finding(id ID) (Finding, bool) {
	for _, f := range d.Findings {
		if f.ID == id {
			return f, true
		}
	}
	return Finding{}, false
}

// Principal gives the principal of this ID.
func (d Dossier) Principal(id ID) (Principal, bool) {
	for _, p := range d.Principals {
		if p.ID == id {
			return p, true
		}
	}
	return Principal{}, false
}

// Recipients gives whom drafts and reports go to: each principal by ID, then the unit as "" (R29, R32).
func (d Dossier) Recipients() []ID {
	out := make([]ID, 0, len(d.Principals)+1)
	for _, p := range d.Principals {
		out = append(out, p.ID)
	}
	return append(out, "")
}

// Meeting gives the first meeting of a type that covers the case.
func (d Dossier) Meeting(t MeetingType) (Meeting, bool) {
	for _, m := range d.Meetings {
		if m.Type == t {
			return m, true
		}
	}
	return Meeting{}, false
}

// WithFormerNames gives the dossier that knows which names stood in the vault of the case and do no more: they are hidden
// and kept back as those are that stand there now (HideUnseen, NewNameGuard), by the code and the strands they bear.
func WithFormerNames(d Dossier, names []Alias) Dossier {
	d.former = names
	return d
}

// HasNames says whether any name stands, or stood, in the vault of the case.
func (d Dossier) HasNames() bool { return len(d.Aliases)+len(d.former) > 0 }
