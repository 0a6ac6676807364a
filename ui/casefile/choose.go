package casefile

import (
	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// recipient names a recipient: a principal, or the unit when id is "".
func (r *Room) recipient(id app.ID) string {
	if p, ok := r.d.Principal(id); ok {
		return p.Name
	}
	return r.d.Unit.Name
}

// chooseRecipient is the choice between the principals and the unit.
func (r *Room) chooseRecipient(f *kit.Form, name, words string, id *app.ID) {
	var ids, names []string
	for _, p := range r.d.Principals {
		ids, names = append(ids, string(p.ID)), append(names, p.Name)
	}
	ids, names = append(ids, ""), append(names, r.d.Unit.Name)
	f.Choice(name, words, ids, names, func() string { return string(*id) }, func(s string) { *id = app.ID(s) })
}

// findingName names a finding by number and title.
func (r *Room) findingName(id app.ID) string {
	if f, ok := r.d.Finding(id); ok {
		return i18n.T("case.finding.title", "n", f.Number, "title", f.Title)
	}
	return "—"
}

// chooseFinding is the choice of a finding; none says what the empty choice means.
func (r *Room) chooseFinding(f *kit.Form, name, words, none string, id *app.ID) {
	var ids, names []string
	if none != "" {
		ids, names = []string{""}, []string{none}
	}
	for _, x := range r.d.Findings {
		ids, names = append(ids, string(x.ID)), append(names, r.findingName(x.ID))
	}
	f.Choice(name, words, ids, names, func() string { return string(*id) }, func(s string) { *id = app.ID(s) }).Whole()
}

// checkFindings is the choice of several findings.
func (r *Room) checkFindings(f *kit.Form, name, words string, set *app.Set) {
	var ids, names []string
	for _, x := range r.d.Findings {
		ids, names = append(ids, string(x.ID)), append(names, r.findingName(x.ID))
	}
	f.Checks(name, words, ids, names, set)
}

// chooseCode is the choice of a code whose words are "AREA.CODE".
func chooseCode(f *kit.Form, name, words, area string, codes []string, p *string) {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = i18n.T(area + "." + c)
	}
	f.Choice(name, words, codes, names, func() string { return *p }, func(s string) { *p = s })
}

// checkCodes is the choice of several codes whose words are "AREA.CODE".
func checkCodes(f *kit.Form, name, words, area string, codes []string, p *app.Set) {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = i18n.T(area + "." + c)
	}
	f.Checks(name, words, codes, names, p)
}

// yes is a tick in a list, or a dash.
func yes(on bool) string {
	if on {
		return "✓"
	}
	return "—"
}

// day is a date in a list, or a dash.
func day(d app.Date) kit.Cell { return kit.Cell{Text: i18n.Date(d)} }

// short is the short word of a strand, as it stands in lists.
func short(s app.Strand) string {
	if s == "" {
		return "—"
	}
	return i18n.T("strand." + string(s) + ".short")
}
