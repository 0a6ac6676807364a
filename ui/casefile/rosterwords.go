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
	for _, part := range []string{p.Name, p.Tail, p.Unit, p.Section, p.Post, p.Rank, p.Since.String(), p.Act, p.ActOn.String(), p.Month, p.Kin, p.KinOf} {
		if part != "" {
			parts = append(parts, part)
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
