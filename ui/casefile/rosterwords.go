package casefile

import (
	"strings"

	"lianshen/app"
	"lianshen/ui/i18n"
)

// factName says what a field of the facts is called: 行政编制核定数, 2025 年收入.
func factName(field string) string {
	path := strings.Split(field, "/")
	if len(path) != 3 {
		return label(path[0])
	}
	if path[0] == "posts" {
		return i18n.T("rosters.facts.of", "kind", i18n.Enum("rosterkind", path[1]), "what", i18n.T("rosters."+path[2]))
	}
	return i18n.T("rosters.facts.year", "year", path[1], "what", label(path[2]))
}

// rowText tells a row of proof in a line: what tells the person or post, without what the row does not say.
func rowText(p app.ProofRow) string {
	var parts []string
	for _, part := range []string{p.Batch, p.Name, p.Tail, p.Unit, p.Section, p.Post, p.Rank, p.Since.String(), p.Act, p.ActOn.String(), p.Month, p.Kin, p.KinOf, p.What} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if p.People > 0 {
		parts = append(parts, i18n.T("rosters.batch.people", "n", p.People))
	}
	for _, step := range app.AppointSteps {
		if said, there := p.Steps[step]; there {
			parts = append(parts, stepText(step, said))
		}
	}
	if p.Kind != "" {
		parts = append(parts, i18n.Enum("rosterkind", p.Kind))
	}
	if p.Status != "" {
		parts = append(parts, i18n.Enum("rosterstatus", p.Status))
	}
	if p.Pay != 0 {
		parts = append(parts, p.Pay.Yuan(true))
	}
	for _, kind := range app.PostKinds {
		if n, said := p.Quotas[kind]; said {
			parts = append(parts, i18n.Enum("rosterkind", kind)+" "+i18n.Number(n))
		}
	}
	return strings.Join(parts, " · ")
}

// stepText tells what a list of appointments has of a step.
func stepText(step, said string) string {
	word := i18n.Enum("rosterfield", step)
	switch said {
	case app.StepDone:
		return i18n.T("rosters.step.yes", "step", word)
	case app.StepMissing:
		return i18n.T("rosters.step.no", "step", word)
	case "":
		return i18n.T("rosters.step.blank", "step", word)
	}
	return i18n.T("rosters.step.on", "step", word, "on", said)
}

// monthsText lists the months of a payroll, "" when it tells none; of more than six the first, the last and how many.
func monthsText(rows []app.RosterRow) string {
	set := app.Set{}
	for _, r := range rows {
		if r.Month != "" {
			set[r.Month] = true
		}
	}
	months := set.Sorted()
	if len(months) > 6 {
		return i18n.T("rosters.months.many", "first", months[0], "last", months[len(months)-1], "n", len(months))
	}
	return i18n.List(months)
}

// rowLine tells a row of proof with the list, and the sheet or file of it, that it stands in.
func rowLine(p app.ProofRow) string {
	if p.Source != "" {
		return i18n.T("rosters.row.of", "list", i18n.Enum("rostersort", p.Sort), "source", p.Source, "row", p.Row, "text", rowText(p))
	}
	return i18n.T("rosters.row", "list", i18n.Enum("rostersort", p.Sort), "row", p.Row, "text", rowText(p))
}
