package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

// appointed looks at how leaders came into their posts: before the approval, without a document, or in greater number
// than the unit says it appointed.
func (x *comparing) appointed() {
	if len(x.l.Staff) == 0 {
		x.skip("staff", CrossEarly, CrossProcedure, CrossBatches)
		x.earlyAppointed(Set{})
		return
	}
	facts := appointmentYears(x.d.Case.Facts, x.l)
	early := Set{}
	defer func() { x.earlyAppointed(early) }()
	years := slices.Sorted(maps.Keys(facts))
	dated, approvals, acts := false, false, false
	for _, r := range x.l.Staff {
		dated, approvals, acts = dated || !r.Since.IsZero(), approvals || !r.ActOn.IsZero(), acts || r.Act != ""
	}
	if !dated {
		x.skip("since", CrossEarly, CrossProcedure, CrossBatches)
		return
	}
	if !approvals {
		x.skip("acton", CrossEarly)
	}
	if len(years) == 0 {
		x.skip("appointments", CrossBatches)
	}
	if len(years) == 0 && !acts {
		x.skip("appointments", CrossProcedure)
	}
	byYear := map[string][]RosterRow{}
	for _, r := range x.l.Staff {
		if r.Gone() || r.Since.IsZero() || !r.Leads() {
			continue
		}
		year := fmt.Sprint(r.Since.Year)
		if len(years) > 0 && year >= years[0] && year <= years[len(years)-1] {
			byYear[year] = append(byYear[year], r)
		}
		if r.Since.Before(r.ActOn) {
			early[r.Name] = true
			fact := fmt.Sprintf("%s自%s起任“%s”，任职文件批准日期为%s，任职早于批准%d天。", personInWords(r), r.Since.Chinese(), r.Post, r.ActOn.Chinese(), r.ActOn.Sub(r.Since))
			x.propose(CrossEarly, GradeSevere, r.Name, identity(r)+"|"+r.Since.String()+"|"+r.ActOn.String(), fact, proofs("staff", r),
				"name", r.Name, "post", r.Post, "since", r.Since, "act", r.ActOn, "n", r.ActOn.Sub(r.Since))
		}
		x.unapproved(r, year, facts, acts)
	}
	for _, year := range slices.Sorted(maps.Keys(byYear)) {
		rows, said := byYear[year], facts[year].People
		if named := x.allNamed(year); len(rows) <= said || named || said == 0 && facts[year].Batches == 0 { // a year without appointments, and one with names, is told by person
			continue
		}
		fact := fmt.Sprintf("人员名册显示%s年新任领导职务%d人，当年任免记录为%d批%d人，多出%d人。", year, len(rows), facts[year].Batches, said, len(rows)-said)
		x.propose(CrossBatches, GradeNotable, year, fmt.Sprintf("%s|%d|%d", year, len(rows), said), fact, proofs("staff", rows...),
			"year", year, "n", len(rows), "said", said)
	}
}

// unapproved proposes a leader in post who stands in no batch of the list of appointments, who has no document where
// others have one, or who is there since a year in which the unit says it appointed nobody.
func (x *comparing) unapproved(r RosterRow, year string, facts map[string]Appointment, acts bool) {
	if x.unbatched(r, year) {
		return
	}
	years := slices.Sorted(maps.Keys(facts))
	none := len(years) > 0 && year >= years[0] && year <= years[len(years)-1] && facts[year] == Appointment{}
	switch {
	case none && r.Act == "":
		fact := fmt.Sprintf("%s自%s起任“%s”，单位填报的%s年任免情况中没有任免批次，人员名册中也没有任免文号。", personInWords(r), r.Since.Chinese(), r.Post, year)
		x.propose(CrossProcedure, GradeSevere, r.Name, identity(r)+"|"+r.Since.String(), fact, proofs("staff", r), "name", r.Name, "post", r.Post, "since", r.Since, "year", year, "none", true)
	case acts && r.Act == "":
		fact := fmt.Sprintf("%s自%s起任“%s”，人员名册中没有任免文号。", personInWords(r), r.Since.Chinese(), r.Post)
		x.propose(CrossProcedure, GradeHint, r.Name, identity(r)+"|"+r.Since.String(), fact, proofs("staff", r), "name", r.Name, "post", r.Post, "since", r.Since, "year", year, "none", false)
	}
}

// kin looks for relatives by declaration, and for several people of one household. Surnames say nothing.
func (x *comparing) kin() {
	if len(x.l.Staff) == 0 {
		x.skip("staff", CrossKin, CrossHousehold)
		return
	}
	declared, numbered := false, false
	seen := map[string]bool{}
	households := map[string][]RosterRow{}
	for _, r := range x.l.Staff {
		declared, numbered = declared || r.Kin != "" || r.KinOf != "", numbered || r.Household != ""
		if r.Gone() {
			continue
		}
		if r.Household != "" {
			households[r.Household] = append(households[r.Household], r)
		}
		if r.KinOf == "" {
			continue
		}
		for _, i := range x.staff.byName[r.KinOf] {
			o := x.l.Staff[i]
			pair := []string{identity(r), identity(o)}
			slices.Sort(pair)
			key := strings.Join(pair, "|")
			if o.Gone() || identity(o) == identity(r) || seen[key] {
				continue
			}
			seen[key] = true
			x.related(CrossKin, key, orRelated(r.Kin), r, o)
		}
	}
	for _, h := range slices.Sorted(maps.Keys(households)) {
		rows := households[h]
		for i, r := range rows {
			for _, o := range rows[i+1:] {
				pair := []string{identity(r), identity(o)}
				slices.Sort(pair)
				key := strings.Join(pair, "|")
				if identity(o) != identity(r) && !seen[key] {
					seen[key] = true
					x.related(CrossHousehold, key, "同一户", r, o)
				}
			}
		}
	}
	if !declared {
		x.skip("kin", CrossKin)
	}
	if !numbered {
		x.skip("household", CrossHousehold)
	}
}

func orRelated(kin string) string {
	if kin == "" {
		return "亲属"
	}
	return kin
}

// related proposes two relatives: severe where one leads the section the other works in, or the unit; Civil Servants Law
// art. 74 forbids that one is the other's superior, and that one leads a unit in which the other handles staff, money,
// discipline, inspection or audit.
func (x *comparing) related(rule, key, relation string, a, b RosterRow) {
	if b.Leads() && !a.Leads() {
		a, b = b, a
	}
	grade := GradeHint
	above := a.Leads() && (sectionOf(a) == "" || sectionOf(a) == sectionOf(b))
	if above {
		grade = GradeSevere
	}
	fact := fmt.Sprintf("%s（%s）与%s（%s）在人员名册中申报为%s关系", personInWords(a), orUnsaid(a.Post), personInWords(b), orUnsaid(b.Post), relation)
	if rule == CrossHousehold {
		fact = fmt.Sprintf("%s（%s）与%s（%s）在人员名册中户号相同", personInWords(a), orUnsaid(a.Post), personInWords(b), orUnsaid(b.Post))
	}
	if above {
		fact += fmt.Sprintf("，%s担任领导职务且与后者可能有领导关系", a.Name)
	}
	x.propose(rule, grade, a.Name, key, fact+"。", proofs("staff", a, b), "name", a.Name, "other", b.Name, "relation", relation, "above", above)
}
