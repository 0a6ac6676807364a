package xlsx

import (
	"regexp"
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// common reads what lists of people and of posts have both.
func (x *rosterReader) common(r *app.RosterRow) {
	r.Unit, r.Section = x.text("unit", longestRosterText), x.text("section", longestRosterText)
	r.Post, r.Rank = x.text("post", longestRosterText), x.text("rank", longestRosterText)
	kind, ok := postKind(plain(x.value("kind")))
	if leaders := x.out.Sort == "posts" && strings.Contains(plain(x.value("kind")), "职数"); !ok && !leaders {
		x.fault("kind", "roster.cell.kind")
	}
	r.Kind = kind
}

// name reads the name of a person. A number that strayed into its column is a fault.
func (x *rosterReader) name() string {
	name := strings.ReplaceAll(x.text("name", longestPersonName), " ", "")
	if manyFigures.MatchString(fold(name)) {
		x.fault("name", "roster.cell.notname")
		return ""
	}
	return name
}

var manyFigures = regexp.MustCompile(`^[\d.,%元-]+$|\d{8}`)

func (x *rosterReader) person(r *app.RosterRow) {
	r.Name = x.name()
	x.identity(r)
	if r.Name == "" && (x.out.Sort == "staff" || r.Who == "") && len(x.faults) == 0 {
		x.fault("name", "roster.cell.name")
		return
	}
	if x.out.Sort == "payroll" {
		if p := x.sheet.Period; p.Year > 0 && p.Month > 0 {
			r.Month = p.String()
		}
		if v := x.value("month"); fold(plain(v)) != "" {
			month, ok := monthOfPay(v, x.sheet.Period.Year)
			if !ok {
				x.fault("month", "roster.cell.month")
			}
			r.Month = month
		}
		if len(x.months) == 0 {
			r.Pay = x.money("pay")
		}
		for _, m := range x.months {
			x.amount(x.line.At(m.column), m.column)
		}
	} else {
		x.staff(r)
	}
	x.twice(r)
}

// roundedID is an identity number that a sheet program turned into a number: 3.20501E+17.
var roundedID = regexp.MustCompile(`^\d(\.\d+)?e\+?\d{2}$`)

// identity reads the identity number: of it stays a mark, the last four characters, and what it says of birth and sex
// where the list has no columns for that.
func (x *rosterReader) identity(r *app.RosterRow) {
	v := x.value("idNumber")
	text := strings.Trim(clean(v.Text), " ='\"\u2018\u2019`")
	switch {
	case text == "" || text == "-" || text == "无":
		return
	case v.Kind == book.Number && (v.Number >= 1e15 || strings.ContainsAny(text, "eE.")), roundedID.MatchString(fold(text)):
		x.hint("idNumber", "roster.id.lost")
		return
	case len([]rune(text)) > 40:
		x.fault("idNumber", "roster.cell.long", "limit", 40)
		return
	}
	number := app.IdentityNumber(fold(text))
	r.Who, r.Tail = app.PersonMark(x.caseID, number), app.Tail(number)
	if !app.SoundIdentity(number) {
		x.hint("idNumber", "roster.id.form")
	}
	if x.out.Sort == "staff" {
		r.Born, r.Sex = app.BornBySound(number)
	}
}

func (x *rosterReader) staff(r *app.RosterRow) {
	r.Leader = yesNo(plain(x.value("leader")))
	status, ok := personStatus(plain(x.value("status")))
	if !ok {
		x.hint("status", "roster.status")
	}
	r.Status = status
	switch fold(plain(x.value("sex"))) {
	case "男", "m", "male":
		r.Sex = "m"
	case "女", "f", "female":
		r.Sex = "f"
	}
	x.dates(map[string]*app.Date{"born": &r.Born, "since": &r.Since, "actOn": &r.ActOn}, "born", "since", "actOn")
	r.Act = x.text("act", longestRosterText)
	r.Household = app.HouseholdMark(x.caseID, plain(x.value("household")))
	r.Kin, r.KinOf = x.text("kin", longestPersonName), strings.ReplaceAll(x.text("kinOf", longestPersonName), " ", "")
}

// dates reads the days of fields, in the order in which faults are told.
func (x *rosterReader) dates(into map[string]*app.Date, fields ...string) {
	for _, field := range fields {
		if v := x.value(field); fold(plain(v)) != "" {
			day, ok := looseDate(v)
			if !ok {
				x.fault(field, "roster.cell.date")
			}
			*into[field] = day
		}
	}
}

// twice tells of rows with the number of an earlier one. In a list of staff one of the same name and place is a slip of
// copying and not taken; one of another name is a wrong number. A payroll has a person often.
func (x *rosterReader) twice(r *app.RosterRow) {
	if r.Who == "" || len(x.faults) > 0 {
		return
	}
	earlier, there := x.seen[r.Who]
	if !there {
		at := x.cell("idNumber").Cell
		if x.several {
			at = x.sheet.Name + " " + at
		}
		x.seen[r.Who] = seenRow{at, *r}
		return
	}
	switch {
	case earlier.row.Name != r.Name && r.Name != "" && earlier.row.Name != "":
		if x.out.Sort == "staff" {
			x.fault("idNumber", "roster.id.other", "cell", earlier.cell)
		} else {
			x.hint("idNumber", "roster.id.other", "cell", earlier.cell)
		}
	case x.out.Sort == "staff" && earlier.row.Unit == r.Unit:
		x.fault("idNumber", "roster.id.twice", "cell", earlier.cell)
	}
}

func (x *rosterReader) money(field string) app.Money {
	return x.amount(x.value(field), x.columns[field])
}

// amount reads the amount in a cell of a column.
func (x *rosterReader) amount(v book.Value, column int) app.Money {
	if s := fold(plain(v)); s == "" || s == "-" || s == "/" || s == "无" {
		return 0
	}
	m, ok := looseMoney(v)
	if !ok {
		x.faults = append(x.faults, Remark{Place: Place{x.sheet.Name, book.Name(max(1, column), x.line.Row)}, Err: app.Refuse("roster.cell.amount")})
	}
	return m
}

// spreadMonths makes a row of each month in which a person is paid.
func (x *rosterReader) spreadMonths(r app.RosterRow) {
	for _, m := range x.months {
		v := x.line.At(m.column)
		if s := fold(plain(v)); s == "" || s == "-" || s == "/" || s == "无" {
			continue
		}
		r.Month, r.Pay = m.month.String(), x.amount(v, m.column)
		x.out.Rows = append(x.out.Rows, r)
	}
}
