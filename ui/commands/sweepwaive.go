package commands

import (
	"slices"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/sweep"
)

// findsFlags say which finds of a case are meant.
type findsFlags struct {
	Case string `arg:"" help:"Number of the case." placeholder:"NUMBER"`
	Rule string `arg:"" help:"Code of the rule, as the sweep shows it (law.unverified)." placeholder:"RULE"`
	At   string `help:"The place, as the sweep shows it behind the @; needed when the rule finds something at several." placeholder:"ID"`
	All  bool   `help:"Every place at which the rule finds something."`
}

type waiveCmd struct {
	findsFlags
	Reason string `required:"" help:"Why it is right as it is; the reason is kept." placeholder:"TEXT"`
}

// Run lets the finds pass, each as one deed, as the window does, and tells each as it is done.
func (c waiveCmd) Run(r *run) error {
	return c.each(r, "command.sweep.let", app.SweepFind.Open, func(d app.Desk, caseID app.ID, f app.SweepFind) error {
		return d.WaiveRule(r.ctx, caseID, f.Code, f.Noun, c.Reason)
	})
}

type unwaiveCmd struct{ findsFlags }

// Run takes waivers back, each as one deed.
func (c unwaiveCmd) Run(r *run) error {
	waived := func(f app.SweepFind) bool { return !f.Open() }
	return c.each(r, "command.sweep.back", waived, func(d app.Desk, caseID app.ID, f app.SweepFind) error {
		return d.UnwaiveRule(r.ctx, caseID, f.Code, f.Noun)
	})
}

// each does something to the finds that are meant and tells each by key. It stops at the first that is refused; what was
// told before it stays done.
func (c findsFlags) each(r *run, key string, meant func(app.SweepFind) bool, deed func(app.Desk, app.ID, app.SweepFind) error) error {
	if c.All && c.At != "" {
		return usageError{app.Refuse("command.sweep.both")}
	}
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		finds, err := c.finds(app.Sweep(d, app.DateOf(r.Now())), meant)
		if err != nil {
			return err
		}
		for _, f := range finds {
			if err := deed(ws.Desk(), id, f); err != nil {
				return err
			}
			if err := r.lines(i18n.T(key, "case", c.Case, "code", f.Code, "noun", f.Noun, "text", sweep.Find(f))); err != nil {
				return err
			}
		}
		return nil
	})
}

// finds picks those that are meant. It refuses with "command.sweep.rule" when there is no such rule, with "sweep.none"
// when the rule finds nothing there, and with "command.sweep.many" when it was not said which of several.
func (c findsFlags) finds(all []app.SweepFind, meant func(app.SweepFind) bool) ([]app.SweepFind, error) {
	if !slices.ContainsFunc(app.SweepRules(), func(s app.SweepRule) bool { return s.Code == c.Rule }) {
		return nil, app.Refuse("command.sweep.rule", "rule", c.Rule)
	}
	var out []app.SweepFind
	var nouns []string
	for _, f := range all {
		if f.Code == c.Rule && meant(f) && (c.At == "" || string(f.Noun) == c.At) {
			out, nouns = append(out, f), append(nouns, string(f.Noun))
		}
	}
	switch {
	case len(out) == 0:
		return nil, app.Refuse("sweep.none", "rule", c.Rule)
	case len(out) > 1 && !c.All:
		return nil, app.Refuse("command.sweep.many", "rule", c.Rule, "n", len(out), "nouns", i18n.List(nouns))
	}
	return out, nil
}
