package xlsx

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// RosterOutcome is what a sheet holds as a list of a sort. Read is Taken + Wrong + Empty: no row is lost on the way.
type RosterOutcome struct {
	Sort    string
	Mapping map[string]string // field → head
	Read    int
	Taken   int
	Wrong   int
	Empty   int // rows that say nothing, sums, notes below the list
	Rows    []app.RosterRow
	Faults  []Remark // of the rows that are not taken, at least one for each
	Hints   []Remark // of what is taken all the same
}

// Longest texts of a list, in characters.
const (
	longestPersonName = 50
	longestRosterText = 200
)

var sumRow = regexp.MustCompile(`^(合计|总计|小计|共计|累计|制表|填表|审核|备注|说明|注[:：]|单位负责|复核)`)

// Rows reads the rows below the heads by a mapping of fields to heads, for a case: marks of identity numbers hold within
// it. report (may be nil) is told how far it is. It stops when ctx ends. Refused: a mapping without a column that is needed
// ("roster.mapping"), one that names a head or a field that is not there ("roster.head", "roster.field"), and more rows
// than a list may have ("roster.rows").
func (s RosterSheet) Rows(ctx context.Context, caseID app.ID, sort string, mapping map[string]string, report func(done, total int)) (*RosterOutcome, error) {
	if err := app.CheckMapping(sort, mapping); err != nil {
		return nil, err
	}
	x := &rosterReader{sheet: s, caseID: caseID, columns: map[string]int{}, seen: map[string]seenRow{}, out: &RosterOutcome{Sort: sort, Mapping: map[string]string{}}}
	for field, head := range mapping {
		if head == "" {
			continue
		}
		if !slices.Contains(app.RosterFields[sort], field) {
			return nil, app.Refuse("roster.field", "name", clip(field))
		}
		at := slices.Index(s.Heads, head)
		if at < 0 {
			return nil, app.Refuse("roster.head", "head", clip(head))
		}
		x.columns[field], x.out.Mapping[field] = s.at[at], head
	}
	lines := s.table.Lines[min(s.from, len(s.table.Lines)):]
	for i, line := range lines {
		if i%256 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if report != nil {
				report(i, len(lines))
			}
		}
		if len(x.out.Rows) >= app.MostRosterRows {
			return nil, app.Refuse("roster.rows", "most", app.MostRosterRows)
		}
		x.row(line)
	}
	if report != nil {
		report(len(lines), len(lines))
	}
	return x.out, nil
}

// seenRow is where a person was read.
type seenRow struct {
	cell string
	row  app.RosterRow
}

type rosterReader struct {
	sheet   RosterSheet
	caseID  app.ID
	columns map[string]int
	seen    map[string]seenRow
	out     *RosterOutcome

	line   book.Line
	faults []Remark
	hints  []Remark
}

func (x *rosterReader) value(field string) book.Value {
	if at := x.columns[field]; at > 0 {
		return x.line.At(at)
	}
	return book.Value{}
}

func (x *rosterReader) cell(field string) Place {
	return Place{x.sheet.Name, book.Name(max(1, x.columns[field]), x.line.Row)}
}

func (x *rosterReader) fault(field, code string, args ...any) {
	x.faults = append(x.faults, Remark{Place: x.cell(field), Err: app.Refuse(code, args...)})
}

func (x *rosterReader) hint(field, code string, args ...any) {
	x.hints = append(x.hints, Remark{Place: x.cell(field), Err: app.Refuse(code, args...)})
}

// text reads a short text; one that is too long is a fault.
func (x *rosterReader) text(field string, limit int) string {
	s := strings.Join(strings.Fields(clean(plain(x.value(field)))), " ")
	if len(s) > limit && len([]rune(s)) > limit {
		x.fault(field, "roster.cell.long", "limit", limit)
		return ""
	}
	return s
}

func (x *rosterReader) row(line book.Line) {
	x.line, x.faults, x.hints = line, nil, nil
	filled, again := 0, 0
	for _, field := range app.RosterFields[x.out.Sort] {
		v := x.value(field)
		if v.Kind == book.Nothing || strings.TrimSpace(v.Text) == "" {
			continue
		}
		filled++
		if v.Kind == book.Fault {
			x.fault(field, "roster.cell.formula")
		}
		if strings.Join(strings.Fields(clean(v.Text)), "") == x.out.Mapping[field] {
			again++ // the heads once more, as on every printed page
		}
	}
	x.out.Read++
	first := ""
	if len(line.Cells) > 0 {
		first = fold(plain(line.Cells[0]))
	}
	if filled == 0 || again > 1 || again == filled || sumRow.MatchString(first) || sumRow.MatchString(fold(plain(x.value("section")))) || sumRow.MatchString(fold(plain(x.value("name")))) {
		x.out.Empty++
		return
	}
	r := app.RosterRow{Row: line.Row}
	if len(x.faults) == 0 {
		switch x.out.Sort {
		case "finances":
			x.finances(&r)
		case "posts":
			x.common(&r)
			x.quotas(&r)
		default:
			x.common(&r)
			x.person(&r)
		}
	}
	if len(x.faults) > 0 {
		x.out.Wrong++
		x.out.Faults = append(x.out.Faults, x.faults...)
		return
	}
	x.out.Taken++
	x.out.Rows = append(x.out.Rows, r)
	x.out.Hints = append(x.out.Hints, x.hints...)
}

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

func (x *rosterReader) person(r *app.RosterRow) {
	r.Name = strings.ReplaceAll(x.text("name", longestPersonName), " ", "")
	x.identity(r)
	if r.Name == "" && (x.out.Sort == "staff" || r.Who == "") && len(x.faults) == 0 {
		x.fault("name", "roster.cell.name")
		return
	}
	if x.out.Sort == "payroll" {
		if v := x.value("month"); v.Kind != book.Nothing {
			month, ok := looseMonth(v)
			if !ok {
				x.fault("month", "roster.cell.month")
			}
			r.Month = month
		}
		r.Pay = x.money("pay")
	} else {
		x.staff(r)
	}
	x.twice(r)
}

// identity reads the identity number: of it stays a mark, the last four characters, and what it says of birth and sex
// where the list has no columns for that.
func (x *rosterReader) identity(r *app.RosterRow) {
	v := x.value("idNumber")
	text := strings.TrimSpace(clean(v.Text))
	switch {
	case text == "":
		return
	case v.Kind == book.Number && (v.Number >= 1e15 || strings.ContainsAny(text, "eE.")):
		x.hint("idNumber", "roster.id.lost")
		return
	case len(text) > 40:
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
	for _, d := range []struct {
		field string
		into  *app.Date
	}{{"born", &r.Born}, {"since", &r.Since}, {"actOn", &r.ActOn}} {
		if v := x.value(d.field); fold(plain(v)) != "" {
			day, ok := looseDate(v)
			if !ok {
				x.fault(d.field, "roster.cell.date")
			}
			*d.into = day
		}
	}
	r.Act = x.text("act", longestRosterText)
	r.Household = app.HouseholdMark(x.caseID, plain(x.value("household")))
	r.Kin, r.KinOf = x.text("kin", longestPersonName), strings.ReplaceAll(x.text("kinOf", longestPersonName), " ", "")
}

// twice tells of rows with the number of an earlier one. In a list of staff one of the same name and place is a slip of
// copying and not taken; one of another name is a wrong number. A payroll has a person often.
func (x *rosterReader) twice(r *app.RosterRow) {
	if r.Who == "" || len(x.faults) > 0 {
		return
	}
	earlier, there := x.seen[r.Who]
	if !there {
		x.seen[r.Who] = seenRow{x.cell("idNumber").Cell, *r}
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
	v := x.value(field)
	if s := fold(plain(v)); s == "" || s == "-" {
		return 0
	}
	m, ok := looseMoney(v)
	if !ok {
		x.fault(field, "roster.cell.amount")
	}
	return m
}

// quotas reads approved numbers: a column for each kind, or a kind and a number in two columns.
func (x *rosterReader) quotas(r *app.RosterRow) {
	take := func(field, kind string) {
		v := x.value(field)
		if fold(plain(v)) == "" {
			return
		}
		n, ok := looseCount(v)
		if !ok {
			x.fault(field, "roster.cell.number")
			return
		}
		if r.Quotas == nil {
			r.Quotas = map[string]int{}
		}
		r.Quotas[kind] += n
	}
	for _, kind := range app.PostKinds {
		take(kind, kind)
	}
	if x.columns["count"] > 0 {
		kind := r.Kind
		if strings.Contains(plain(x.value("kind")), "职数") || kind == "" && r.Post != "" {
			kind = app.PostsLeaders
		}
		if kind != "" && kind != app.KindOff {
			take("count", kind)
		} else if fold(plain(x.value("count"))) != "" && kind == "" {
			x.fault("kind", "roster.cell.kind")
		}
	}
}

var yearForm = regexp.MustCompile(`^(\d{4})(年度?)?$`)

func (x *rosterReader) finances(r *app.RosterRow) {
	m := yearForm.FindStringSubmatch(fold(plain(x.value("year"))))
	if m == nil {
		x.fault("year", "roster.cell.year")
		return
	}
	r.Year = m[1]
	r.Finance = app.FinanceYear{Income: x.money("income"), Outlay: x.money("outlay"), Project: x.money("project"), Three: x.money("three"), Surplus: x.money("surplus")}
}
