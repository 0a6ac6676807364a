package app

import (
	"fmt"
	"maps"
	"slices"
)

// pay looks for who is paid but not listed, listed but not paid, and gone but still paid.
func (x *comparing) pay() {
	if len(x.l.Staff) == 0 || len(x.l.Payroll) == 0 {
		x.skip(lacking(x.l.Staff, "payroll"), CrossUnlisted, CrossUnpaid, CrossGone)
		return
	}
	unlisted, gone := map[string][]RosterRow{}, map[string][]RosterRow{}
	was := map[string]RosterRow{} // gone: as the list of staff has the person
	for _, p := range x.l.Payroll {
		found := x.staff.same(p)
		switch {
		case len(found) == 0:
			unlisted[identity(p)] = append(unlisted[identity(p)], p)
		case !slices.ContainsFunc(found, func(i int) bool { return !x.l.Staff[i].Gone() }):
			gone[identity(p)], was[identity(p)] = append(gone[identity(p)], p), x.l.Staff[found[0]]
		}
	}
	for _, who := range slices.Sorted(maps.Keys(unlisted)) {
		x.unlisted(who, unlisted[who])
	}
	for _, who := range slices.Sorted(maps.Keys(gone)) {
		rows, s := gone[who], was[who]
		grade, before := GradeSevere, !x.paidLast(rows)
		if before {
			grade = GradeHint // paid until they went, as far as the months tell
		}
		fact := fmt.Sprintf("%s在人员名册中已注明%s，仍领取工资%s。", personInWords(s), statusWords[s.Status], paidInWords(rows))
		x.propose(CrossGone, grade, s.Name, who, fact, append(proofs("staff", s), proofs("payroll", rows...)...),
			"name", s.Name, "status", Word("rosterstatus."+s.Status), "n", len(rows), "pay", sumPay(rows).Yuan(true), "before", before, "last", lastMonth(rows))
	}
	for _, s := range x.l.Staff {
		if s.Gone() || s.Kind == KindOff {
			continue
		}
		if found := x.payroll.same(s); len(found) > 0 {
			x.gaps(s, pickRows(x.l.Payroll, found))
			continue
		}
		grade := GradeNotable
		alike := x.payroll.alike(s)
		if alike || s.Status == StatusAway {
			grade = GradeHint
		}
		fact := fmt.Sprintf("%s列入人员名册（%s），%s工资发放名册中没有此人。", personInWords(s), orUnsaid(s.Post), monthsInWords(x.months))
		x.propose(CrossUnpaid, grade, s.Name, identity(s), fact, proofs("staff", s), "name", s.Name, "alike", alike)
	}
}

// unlisted proposes who is paid and not on the staff.
func (x *comparing) unlisted(who string, rows []RosterRow) {
	grade := GradeSevere
	alike := x.staff.alike(rows[0])
	asOf := x.l.Of["staff"].AsOf
	before := !alike && !asOf.IsZero() && lastMonth(rows) != "" && lastMonth(rows) < asOf.String()[:7]
	if alike || before {
		grade = GradeHint // a slip in a number, or somebody who left before the day of the list, is the likelier story
	}
	fact := fmt.Sprintf("%s领取工资%s，人员名册中没有此人。", personInWords(rows[0]), paidInWords(rows))
	x.propose(CrossUnlisted, grade, rows[0].Name, who, fact, append(proofs("payroll", rows...), x.likeRows(alike, rows[0].Name)...),
		"name", rows[0].Name, "n", len(rows), "pay", sumPay(rows).Yuan(true), "alike", alike, "before", before, "last", lastMonth(rows), "asof", asOf)
}

// gaps proposes somebody of the staff who is paid in some of the months that the payroll has and not in later ones, or not
// in between. Months before the first pay tell nothing: people come.
func (x *comparing) gaps(s RosterRow, rows []RosterRow) {
	if len(x.months) < 2 {
		return
	}
	paid := Set{}
	for _, r := range rows {
		if r.Month == "" {
			return // a row that may be of any month
		}
		paid[r.Month] = true
	}
	first := paid.Sorted()[0]
	var lacking []string
	for _, m := range x.months {
		if m > first && !paid.Has(m) {
			lacking = append(lacking, m)
		}
	}
	if len(lacking) == 0 {
		return
	}
	fact := fmt.Sprintf("%s列入人员名册（%s），工资发放名册中%s没有此人，其余月份有。", personInWords(s), orUnsaid(s.Post), monthsInWords(lacking))
	x.propose(CrossUnpaid, GradeHint, s.Name, identity(s)+"|"+joinChinese(lacking), fact, append(proofs("staff", s), proofs("payroll", rows...)...),
		"name", s.Name, "months", lacking, "gaps", true)
}

// monthsOf gives the months that a payroll has, in order.
func monthsOf(rows []RosterRow) []string {
	months := Set{}
	for _, r := range rows {
		if r.Month != "" {
			months[r.Month] = true
		}
	}
	return months.Sorted()
}

// wholeMonths gives the months in which a payroll pays at least half as many rows as in its fullest: one with a few
// payments in arrears is no month in which everybody should stand.
func wholeMonths(rows []RosterRow) []string {
	n, most := map[string]int{}, 0
	for _, r := range rows {
		n[r.Month]++
	}
	for _, k := range n {
		most = max(most, k)
	}
	return slices.DeleteFunc(monthsOf(rows), func(m string) bool { return 2*n[m] < most })
}

func lastMonth(rows []RosterRow) string {
	last := ""
	for _, r := range rows {
		last = max(last, r.Month)
	}
	return last
}

// paidLast says whether rows have the latest whole month of the payroll, or the payroll tells no months.
func (x *comparing) paidLast(rows []RosterRow) bool {
	return len(x.months) < 2 || lastMonth(rows) == "" || lastMonth(rows) >= x.months[len(x.months)-1]
}

// monthsInWords names months in a sentence: 2026年3月, 2026年1月至2026年3月和2026年5月. None give "".
func monthsInWords(months []string) string {
	var parts []string
	for i := 0; i < len(months); {
		j := i
		for j+1 < len(months) && nextMonth(months[j]) == months[j+1] {
			j++
		}
		part := monthInWords(months[i])
		if j > i {
			part += "至" + monthInWords(months[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return joinChinese(parts)
}

func nextMonth(month string) string {
	m, err := ParseMonth(month)
	if err != nil {
		return ""
	}
	return Month{m.Year + m.Month/12, m.Month%12 + 1}.String()
}

// likeRows gives the rows of staff under the same name and another number.
func (x *comparing) likeRows(alike bool, name string) []ProofRow {
	if !alike {
		return nil
	}
	return proofs("staff", pickRows(x.l.Staff, x.staff.byName[name])...)
}

var statusWords = map[string]string{StatusActive: "在岗", StatusAway: "不在岗", StatusLeft: "调离", StatusRetired: "退休", StatusDead: "去世"}

func orUnsaid(post string) string {
	if post == "" {
		return "未注明职务"
	}
	return post
}

// sumPay adds up what rows pay; what is beyond counting is told as the largest amount.
func sumPay(rows []RosterRow) Money {
	var amounts []Money
	for _, r := range rows {
		amounts = append(amounts, r.Pay)
	}
	sum, err := AddMoney(amounts...)
	if err != nil {
		return MoneyLimit
	}
	return sum
}

// paidInWords says how often, in which months and how much was paid.
func paidInWords(rows []RosterRow) string {
	s := fmt.Sprintf("%d笔", len(rows))
	if months := monthsInWords(monthsOf(rows)); months != "" {
		s = months + s
	}
	if sum := sumPay(rows); sum != 0 {
		s += "，合计" + sum.Yuan(true) + "元"
	}
	return s
}

// twice looks for who is paid more than once in a month. Without months in the list it cannot be asked: the second row of
// a person is then the next month.
func (x *comparing) twice() {
	if len(x.l.Payroll) == 0 {
		x.skip("payroll", CrossTwice)
		return
	}
	months := 0
	groups := map[string][]RosterRow{}
	for _, p := range x.l.Payroll {
		if p.Month != "" {
			months++
		}
		if p.Who != "" { // two of one name may be two people
			groups[p.Who+"|"+p.Month] = append(groups[p.Who+"|"+p.Month], p)
		}
	}
	if months == 0 {
		x.skip("month", CrossTwice)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		rows := groups[key]
		if len(rows) < 2 || rows[0].Month == "" {
			continue
		}
		fact := fmt.Sprintf("%s在%s的工资发放名册中出现%d次，合计%s元。", personInWords(rows[0]), monthInWords(rows[0].Month), len(rows), sumPay(rows).Yuan(true))
		x.propose(CrossTwice, GradeSevere, rows[0].Name, key, fact, proofs("payroll", rows...),
			"name", rows[0].Name, "month", rows[0].Month, "n", len(rows), "pay", sumPay(rows).Yuan(true))
	}
}

func monthInWords(month string) string {
	m, err := ParseMonth(month)
	if err != nil {
		return month
	}
	return m.Chinese()
}

// units looks for one person in two units, among the staff or on the payroll.
func (x *comparing) units() {
	said := false
	for _, list := range []struct {
		sort string
		rows []RosterRow
	}{{"staff", x.l.Staff}, {"payroll", x.l.Payroll}} {
		groups := map[string][]RosterRow{}
		for _, r := range list.rows {
			said = said || r.Unit != ""
			if r.Who != "" && r.Unit != "" && !r.Gone() {
				groups[r.Who] = append(groups[r.Who], r)
			}
		}
		for _, who := range slices.Sorted(maps.Keys(groups)) {
			rows := groups[who]
			units := Set{}
			for _, r := range rows {
				if list.sort == "staff" || sameMonth(rows, r) {
					units[r.Unit] = true
				}
			}
			names := units.Sorted()
			if len(names) < 2 {
				continue
			}
			what := "列编"
			if list.sort == "payroll" {
				what = "领取工资"
			}
			fact := fmt.Sprintf("%s同时在%s%s。", personInWords(rows[0]), joinChinese(names), what)
			x.propose(CrossUnits, GradeSevere, rows[0].Name, list.sort+"|"+who, fact, proofs(list.sort, rows...),
				"name", rows[0].Name, "units", names, "paid", list.sort == "payroll")
		}
	}
	if !said {
		x.skip("unit", CrossUnits)
	}
}

// sameMonth says whether another row pays for the same month in another unit; who moved is paid by one after the other.
func sameMonth(rows []RosterRow, r RosterRow) bool {
	return slices.ContainsFunc(rows, func(o RosterRow) bool { return o.Unit != r.Unit && o.Month == r.Month })
}

func joinChinese(names []string) string {
	out := ""
	for i, n := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			out += "和"
		default:
			out += "、"
		}
		out += n
	}
	return out
}

// retired looks for who is paid after the month of retirement by age.
func (x *comparing) retired() {
	if len(x.l.Payroll) == 0 || len(x.l.Staff) == 0 {
		x.skip(lacking(x.l.Staff, "payroll"), CrossRetired)
		return
	}
	births := false
	late := map[string][]RosterRow{}
	was := map[string]RosterRow{}
	for _, p := range x.l.Payroll {
		found := x.staff.same(p)
		if len(found) != 1 {
			continue
		}
		s := x.l.Staff[found[0]]
		if s.Born.IsZero() || s.Kind == KindOff || s.Gone() { // the gone have a rule of their own
			continue
		}
		births = true
		month := p.Month
		if month == "" && !x.l.Of["payroll"].AsOf.IsZero() {
			month = x.l.Of["payroll"].AsOf.String()[:7]
		}
		if month > RetiresIn(s).String() {
			late[identity(s)], was[identity(s)] = append(late[identity(s)], p), s
		}
	}
	if !births {
		x.skip("born", CrossRetired)
	}
	for _, who := range slices.Sorted(maps.Keys(late)) {
		rows, s := late[who], was[who]
		due := RetiresIn(s)
		fact := fmt.Sprintf("%s%s出生，按规定推算应于%s退休，此后仍领取工资%s。", personInWords(s), s.Born.Chinese(), due.Chinese(), paidInWords(rows))
		x.propose(CrossRetired, GradeNotable, s.Name, who+"|"+due.String(), fact, append(proofs("staff", s), proofs("payroll", rows...)...),
			"name", s.Name, "born", s.Born, "due", due.String(), "n", len(rows), "pay", sumPay(rows).Yuan(true))
	}
}

// RetiresIn gives the month in which a person reaches the statutory age of retirement: 60 for men, 55 for women, 50 for
// women in support posts, and since January 2025 gradually later (decision of the Standing Committee of the National
// People's Congress of 13 September 2024: a month later for every four, up to 63 and 58; for the last group a month for
// every two, up to 55). Women of division rank and above and in senior professional posts go with the men's age (Zutingzi
// 2015 No. 14). Where the sex is not known the later age counts, so that nobody is suspected too early.
func RetiresIn(r RosterRow) Month {
	if r.Born.IsZero() {
		return Month{}
	}
	age, every, most := 60, 4, 36
	switch {
	case r.Sex != "f", rankOf(r.Rank) >= rankOf("副处级"), seniorPost(r.Post), seniorPost(r.Rank):
	case r.Kind == PostsWorkers:
		age, every, most = 50, 2, 60
	default:
		age = 55
	}
	months := (r.Born.Year+age)*12 + r.Born.Month - 1
	if since := months - 2025*12; since >= 0 {
		months += min(since/every+1, most)
	}
	return Month{months / 12, months%12 + 1}
}

func seniorPost(text string) bool {
	for _, w := range []string{"高级", "教授", "研究员", "主任医师", "主任护师", "主任药师", "编审", "研究馆员"} {
		if len(text) >= len(w) && contains(text, w) && !contains(text, "助理研究员") {
			return true
		}
	}
	return false
}
