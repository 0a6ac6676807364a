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

// sumRow is a sum, or who filled a list in and looked it over. 审核科 and 复核科 are sections.
var sumRow = regexp.MustCompile(`^((本页|本月|全年|单位)?(合计|总计|小计|共计|累计)|总合计|制表|填表|备注|注[:：]|单位负责|(审核|复核)人|(审核|复核|说明)(单位|日期|时间|意见)?(签字|签名|签章|盖章)?([:：]|$))`)

// Rows reads the rows below the heads by a mapping of fields to heads, for a case: marks of identity numbers hold within
// it. report (may be nil) is told how far it is. It stops when ctx ends. Refused: a mapping without a column that is needed
// ("roster.mapping"), one that names a head or a field that is not there ("roster.head", "roster.field"), months without
// a year ("roster.year"), and more rows than a list may have ("roster.rows").
func (s RosterSheet) Rows(ctx context.Context, caseID app.ID, sort string, mapping map[string]string, report func(done, total int)) (*RosterOutcome, error) {
	return ReadSheets(ctx, caseID, sort, mapping, []RosterSheet{s}, report)
}

// ReadSheets is Rows for several sheets that make one list, such as one for each month; the mapping is that of the first.
// Where another sheet lacks a head, the column is taken that its own heads propose (see Alike).
func ReadSheets(ctx context.Context, caseID app.ID, sort string, mapping map[string]string, sheets []RosterSheet, report func(done, total int)) (*RosterOutcome, error) {
	if err := app.CheckMapping(sort, mapping); err != nil {
		return nil, err
	}
	x := &rosterReader{caseID: caseID, seen: map[string]seenRow{}, out: &RosterOutcome{Sort: sort, Mapping: map[string]string{}}, several: len(sheets) > 1}
	total, done := 0, 0
	for _, s := range sheets {
		total += len(s.body())
	}
	for i, s := range sheets {
		own := mapping
		if i > 0 {
			own, _ = s.follow(sort, mapping)
		}
		if err := x.begin(s, own); err != nil {
			return nil, err
		}
		for _, line := range s.body() {
			if done%256 == 0 {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				if report != nil {
					report(done, total)
				}
			}
			done++
			x.row(line)
			if len(x.out.Rows) > app.MostRosterRows {
				return nil, app.Refuse("roster.rows", "most", app.MostRosterRows)
			}
		}
		x.finish()
	}
	if report != nil {
		report(total, total)
	}
	return x.out, nil
}

// body gives the lines below the heads.
func (s RosterSheet) body() []book.Line { return s.table.Lines[min(s.from, len(s.table.Lines)):] }

// follow gives the mapping by which a sheet is read beside another one: the same heads, and where it has another head for
// a field (2月实发 beside 1月实发) the one that its heads propose. ok is false when it lacks a field altogether.
func (s RosterSheet) follow(sort string, mapping map[string]string) (own map[string]string, ok bool) {
	guess, _ := s.Guess(sort, nil)
	own, ok = map[string]string{}, true
	for field, head := range mapping {
		switch {
		case head == "":
		case slices.Contains(s.Heads, head):
			own[field] = head
		case guess[field] != "":
			own[field] = guess[field]
		default:
			ok = false
		}
	}
	return own, ok
}

// Alike gives the sheets of a file that can be read as one list with one of its sheets, which comes first.
func (f *RosterFile) Alike(s RosterSheet, sort string, mapping map[string]string) []RosterSheet {
	out := []RosterSheet{s}
	for _, o := range f.Sheets {
		if _, ok := o.follow(sort, mapping); ok && o.Name != s.Name {
			out = append(out, o)
		}
	}
	return out
}

// begin makes ready for the rows of a sheet.
func (x *rosterReader) begin(s RosterSheet, mapping map[string]string) error {
	x.sheet, x.columns, x.months, x.mapping, x.hidden, x.firstHidden = s, map[string]int{}, nil, map[string]string{}, 0, 0
	for field, head := range mapping {
		if head == "" {
			continue
		}
		if !slices.Contains(app.RosterFields[x.out.Sort], field) {
			return app.Refuse("roster.field", "name", clip(field))
		}
		at := slices.Index(s.Heads, head)
		if at < 0 {
			return app.Refuse("roster.head", "head", clip(head))
		}
		x.columns[field], x.mapping[field] = s.at[at], head
	}
	if len(x.out.Mapping) == 0 {
		x.out.Mapping = x.mapping
	}
	if x.out.Sort == "payroll" {
		x.months = s.monthColumns(x.mapping["pay"])
		for i, m := range x.months {
			if m.month.Year == 0 {
				if s.Period.Year == 0 {
					return app.Refuse("roster.year", "head", clip(m.head))
				}
				x.months[i].month.Year = s.Period.Year
			}
		}
	}
	return nil
}

// finish tells of rows that nobody sees in the file: they are read all the same.
func (x *rosterReader) finish() {
	if x.hidden > 0 {
		x.out.Hints = append(x.out.Hints, Remark{Place: Place{x.sheet.Name, book.Name(1, x.firstHidden)}, Err: app.Refuse("roster.hidden", "n", x.hidden)})
	}
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
	mapping map[string]string
	months  []monthColumn // of pay, where each month has a column
	several bool          // there are other sheets
	seen    map[string]seenRow
	out     *RosterOutcome

	line                book.Line
	faults              []Remark
	hints               []Remark
	hidden, firstHidden int
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
		if strings.Join(strings.Fields(clean(v.Text)), "") == x.mapping[field] {
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
	if line.Hidden {
		if x.hidden++; x.hidden == 1 {
			x.firstHidden = line.Row
		}
	}
	r := app.RosterRow{Row: line.Row}
	if x.several {
		r.Source = x.sheet.Name
	}
	if len(x.faults) == 0 {
		switch x.out.Sort {
		case "appointments":
			x.appointment(&r)
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
	if len(x.months) > 0 {
		x.spreadMonths(r)
	} else {
		x.out.Rows = append(x.out.Rows, r)
	}
	x.out.Hints = append(x.out.Hints, x.hints...)
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
