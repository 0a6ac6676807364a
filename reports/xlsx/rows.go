package xlsx

import (
	"slices"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// holder holds the rows of a workbook against the items of a case.
type holder struct {
	out   *Outcome
	items map[string]bool
	order []string
	at    map[string]place // where an item was read
}

// place is a row that was read of an item.
type place struct {
	Place
	answer  app.SelfAnswer
	empty   bool
	wrong   bool
	doubled bool
}

// row is one row in the making.
type row struct {
	sheet  *sheet
	line   book.Line
	item   string
	faults []Remark
	hints  []Remark
}

func (h *holder) sheet(s sheet) {
	for _, line := range s.rows {
		h.row(&row{sheet: &s, line: line})
	}
	for _, o := range s.others {
		h.out.Hints = append(h.out.Hints, Remark{Place{s.name, o.cell}, "", app.Refuse("selfcheck.column", "n", o.rows)})
	}
}

func (r *row) value(column int) book.Value {
	if at := r.sheet.columns[column]; at > 0 {
		return r.line.At(at)
	}
	return book.Value{}
}

// cell names the cell of a column, or the first of the row when the sheet lacks that column.
func (r *row) cell(column int) Place {
	return Place{r.sheet.name, book.Name(max(1, r.sheet.columns[column]), r.line.Row)}
}

func (r *row) fault(column int, err *app.Error) {
	r.faults = append(r.faults, Remark{r.cell(column), r.item, err})
}

// inputs are the columns that the unit fills in.
var inputs = []int{colConclusion, colNote, colProblem, colMeasures, colPerson, colOn}

func (h *holder) row(r *row) {
	code := r.value(colCode)
	r.item = itemCode(plain(code))
	filled := slices.ContainsFunc(inputs, func(c int) bool { return fold(plain(r.value(c))) != "" })
	switch {
	case columnOf(code.Text) == colCode: // the heads once more, as people copy them above a second part
		return
	case r.item == "" && !filled:
		return // a note below the list, an empty line
	case r.item == "" || sectionForm.MatchString(r.item) && !filled:
		if !filled {
			return // the name of a section that somebody put between the rows
		}
		r.fault(colCode, app.Refuse("selfcheck.row.nocode"))
	case !h.items[r.item]:
		r.fault(colCode, app.Refuse("selfcheck.row.unknown", "item", clip(r.item)))
	}
	h.out.Read++
	if len(r.faults) > 0 {
		h.wrong(r)
		return
	}
	if earlier, twice := h.at[r.item]; twice {
		h.again(r, earlier, filled)
		return
	}
	p := place{Place: r.cell(colCode), empty: !filled}
	if filled {
		p.answer = r.answer()
		p.wrong = len(r.faults) > 0
	}
	h.at[r.item] = p
	switch {
	case p.empty:
		h.out.Empty++
	case p.wrong:
		h.wrong(r)
	default:
		h.out.Taken++
		h.out.Hints = append(h.out.Hints, r.hints...)
	}
}

func (h *holder) wrong(r *row) {
	h.out.Wrong++
	h.out.Faults = append(h.out.Faults, r.faults...)
}

// again is a second row of an item. One that is empty or says the very same is passed over; of two that differ nobody but
// a person can tell which counts, so neither is taken.
func (h *holder) again(r *row, earlier place, filled bool) {
	if !filled {
		h.out.Empty++
		return
	}
	answer := r.answer()
	switch {
	case earlier.empty: // what counts is the row that says something
		earlier.empty, earlier.Place, earlier.answer, earlier.wrong = false, r.cell(colCode), answer, len(r.faults) > 0
		h.at[r.item] = earlier
		if earlier.wrong {
			h.wrong(r)
			return
		}
		h.out.Taken++
		h.out.Hints = append(h.out.Hints, r.hints...)
	case !earlier.wrong && len(r.faults) == 0 && earlier.answer == answer:
		h.out.Empty++
		h.out.Hints = append(h.out.Hints, Remark{r.cell(colCode), r.item, app.Refuse("selfcheck.row.same", "item", r.item, "cell", earlier.Cell, "sheet", earlier.Sheet)})
	default:
		twice := func(at, other Place) Remark {
			return Remark{at, r.item, app.Refuse("selfcheck.row.twice", "item", r.item, "cell", other.Cell, "sheet", other.Sheet)}
		}
		r.faults = append(r.faults, twice(r.cell(colCode), earlier.Place))
		h.wrong(r)
		if !earlier.wrong { // the first is not taken either
			h.out.Taken--
			h.out.Wrong++
			h.out.Faults = append(h.out.Faults, twice(earlier.Place, r.cell(colCode)))
			earlier.wrong = true
		}
		earlier.doubled = true
		h.at[r.item] = earlier
	}
}

// finish puts the answers into the order of the checklists and names the items that stand nowhere.
func (h *holder) finish() {
	for _, item := range h.order {
		p, there := h.at[item]
		switch {
		case !there:
			h.out.Missing = append(h.out.Missing, item)
		case !p.empty && !p.wrong:
			h.out.Answers = append(h.out.Answers, p.answer)
		}
	}
	// A hint about a row that turned out not to be taken would only confuse.
	h.out.Hints = slices.DeleteFunc(h.out.Hints, func(r Remark) bool { return h.at[r.Item].doubled })
}

// answer reads what the unit filled in.
func (r *row) answer() app.SelfAnswer {
	a := app.SelfAnswer{Item: r.item}
	for _, c := range inputs {
		if v := r.value(c); v.Kind == book.Fault {
			r.fault(c, app.Refuse("selfcheck.cell.formula"))
		}
	}
	if len(r.faults) > 0 {
		return a
	}
	a.Note, a.Problem = r.text(colNote, longestCell), r.text(colProblem, longestCell)
	a.Measures, a.Person = r.text(colMeasures, longestCell), r.text(colPerson, longestPerson)
	said := fold(plain(r.value(colConclusion)))
	known := false
	a.Conclusion, known = conclusionSynonyms[said]
	switch {
	case said == "":
		r.fault(colConclusion, app.Refuse("selfcheck.row.noconclusion"))
	case !known:
		r.fault(colConclusion, app.Refuse("selfcheck.row.conclusion"))
	case a.Conclusion == app.NotApplicable && a.Note == "":
		r.fault(colNote, app.Refuse("selfcheck.row.reason"))
	case a.Conclusion == app.Problem && a.Problem == "" && a.Note == "":
		r.hint(colProblem, app.Refuse("selfcheck.row.problem"))
	case a.Conclusion != app.Problem && a.Problem != "":
		r.hint(colProblem, app.Refuse("selfcheck.row.contradicts"))
	}
	if v := r.value(colOn); fold(plain(v)) != "" {
		on, ok := readDate(v)
		if !ok {
			r.fault(colOn, app.Refuse("selfcheck.row.date"))
		}
		a.On = on
	}
	return a
}

func (r *row) hint(column int, err *app.Error) {
	r.hints = append(r.hints, Remark{r.cell(column), r.item, err})
}

// Longest texts that are taken, in characters.
const (
	longestCell   = 10_000
	longestPerson = 200
)

func (r *row) text(column, limit int) string {
	s := clean(plain(r.value(column)))
	if len(s) > limit && len([]rune(s)) > limit {
		r.fault(column, app.Refuse("selfcheck.cell.long", "limit", limit))
		return ""
	}
	return s
}
