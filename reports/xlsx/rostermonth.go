package xlsx

import (
	"regexp"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// Payrolls come as one sheet with a column for the month, as a sheet or a file for each month, or with a column for each
// month. The month of what has no column for it is told by the name of the sheet, the title above the heads, or the name
// of the file.

var (
	periodForm = regexp.MustCompile(`((?:19|20)\d{2})(?:年度?|[-._/])(\d{1,2})(?:月|\D|$)`)
	figuresYM  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})(0[1-9]|1[0-2])(?:\d{2})?(?:\D|$)`)
	aloneMonth = regexp.MustCompile(`(?:^|\D)(1[0-2]|0?[1-9])月`)
	aloneYear  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})(?:年|\D|$)`)
	hanMonth   = regexp.MustCompile(`(十[一二]?|[一二三四五六七八九])月`)
	hanYear    = regexp.MustCompile(`[〇零○一二三四五六七八九]{4}年`)
	headYM     = regexp.MustCompile(`^(.*?)((?:19|20)\d{2})(?:年|[-./])?(0?[1-9]|1[0-2])(?:月份?|-01)?$`)
	headMonth  = regexp.MustCompile(`^(.*?)(?:((?:19|20)\d{2})年)?(1[0-2]|0?[1-9])月份?(.*)$`)
)

// hanMonths writes years and months in Chinese figures in plain ones: 二〇二五年三月 is 2025年3月, 三月 is 3月.
func hanMonths(text string) string {
	text = hanYear.ReplaceAllStringFunc(text, func(y string) string {
		out := ""
		for _, c := range strings.ReplaceAll(strings.TrimSuffix(y, "年"), "○", "〇") {
			out += strconv.FormatInt(hanFigures[c], 10)
		}
		return out + "年"
	})
	return hanMonth.ReplaceAllStringFunc(text, func(m string) string {
		n, _ := hanNumber(strings.TrimSuffix(m, "月"))
		return strconv.FormatInt(n, 10) + "月"
	})
}

// periodIn finds the year and the month that a name or a title tells; what it does not tell is 0.
func periodIn(text string) app.Month {
	text = hanMonths(fold(text))
	if m := periodForm.FindStringSubmatch(text); m != nil {
		if n := figure(m[2]); n >= 1 && n <= 12 {
			return app.Month{Year: figure(m[1]), Month: n}
		}
	}
	if m := figuresYM.FindStringSubmatch(text); m != nil {
		return app.Month{Year: figure(m[1]), Month: figure(m[2])}
	}
	var p app.Month
	if m := aloneYear.FindStringSubmatch(text); m != nil {
		p.Year = figure(m[1])
	}
	if m := aloneMonth.FindStringSubmatch(text); m != nil {
		p.Month = figure(m[1])
	}
	return p
}

func figure(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// orPeriod fills what p does not tell from q.
func orPeriod(p, q app.Month) app.Month {
	if p.Year == 0 {
		p.Year = q.Year
	}
	if p.Month == 0 {
		p.Month = q.Month
	}
	return p
}

// InPeriod gives the sheet with the month or year of pay that a person says. It counts where the sheet does not tell its
// own, or everywhere when it is surely meant for this sheet.
func (s RosterSheet) InPeriod(p app.Month, surely bool) RosterSheet {
	if surely {
		s.Period = orPeriod(p, s.Period)
	} else {
		s.Period = orPeriod(s.Period, p)
	}
	return s
}

// ParsePeriod reads what a person says of the month of a payroll: a year, 2025, or a month, 2025-03 and the other ways in
// which months are written. Blank is the zero Month. Refused: anything else ("roster.period").
func ParsePeriod(text string) (app.Month, error) {
	text = hanDay(fold(dashes.Replace(text)))
	if text == "" {
		return app.Month{}, nil
	}
	if y := strings.TrimRight(text, "年度"); len(y) == 4 {
		if n := figure(y); n >= 1990 && n < 2100 {
			return app.Month{Year: n}, nil
		}
	}
	if d, ok := looseDate(book.Value{Kind: book.Text, Text: text}); ok {
		return app.Month{Year: d.Year, Month: d.Month}, nil
	}
	return app.Month{}, app.Refuse("roster.period")
}

// PeriodText writes what is known of a month of pay: 2025-03, 2025, or nothing.
func PeriodText(p app.Month) string {
	switch {
	case p.Year == 0:
		return ""
	case p.Month == 0:
		return strconv.Itoa(p.Year)
	}
	return p.String()
}

// monthOf tells which month a head names, and what stands in it beside: 1月实发 is month 1 and 实发. The year is 0 where the
// head has none.
func monthOf(head string) (month app.Month, rest string, ok bool) {
	head = hanMonths(fold(dashes.Replace(head)))
	if m := headYM.FindStringSubmatch(head); m != nil {
		return app.Month{Year: figure(m[2]), Month: figure(m[3])}, m[1], true
	}
	m := headMonth.FindStringSubmatch(head)
	if m == nil || strings.ContainsAny(m[1], "0123456789") {
		return app.Month{}, "", false
	}
	return app.Month{Year: figure(m[2]), Month: figure(m[3])}, m[1] + "|" + m[4], true
}

// monthColumn is a column with the pay of one month.
type monthColumn struct {
	column int
	head   string
	month  app.Month
}

// monthColumns gives the columns that say of other months what a head says of its own; none when it names no month.
func (s RosterSheet) monthColumns(head string) []monthColumn {
	_, rest, ok := monthOf(head)
	if !ok {
		return nil
	}
	var out []monthColumn
	for i, h := range s.Heads {
		if m, r, is := monthOf(h); is && r == rest {
			out = append(out, monthColumn{s.at[i], h, m})
		}
	}
	return out
}

// guessMonths gives the head of the first of several columns with pay by month, "" when the sheet has none. Of several
// such rows of columns the one with what was paid out counts.
func (s RosterSheet) guessMonths() string {
	best, most := "", 1
	for _, h := range s.Heads {
		if n := len(s.monthColumns(h)); n > most || n == most && n > 1 && strings.Contains(h, "实发") && !strings.Contains(best, "实发") {
			best, most = h, n
		}
	}
	return best
}

// monthOfPay reads a month of pay: 2026-03, 2026.3, 2026年3月, 202603, any day of it, or, when the year is known, 3月 and 3.
func monthOfPay(v book.Value, year int) (string, bool) {
	if d, ok := looseDate(v); ok {
		return app.Month{Year: d.Year, Month: d.Month}.String(), true
	}
	text := strings.TrimRight(hanMonths(fold(clean(v.Text))), "月份")
	if n := figure(text); year > 0 && len(text) <= 2 && n >= 1 && n <= 12 {
		return app.Month{Year: year, Month: n}.String(), true
	}
	return "", false
}
