package xlsx

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// fold makes words comparable that people typed: width, case, blanks and marks at the end do not count.
func fold(s string) string {
	s = strings.ToLower(width.Fold.String(s))
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0xA0 || r == 0x3000 || r >= 0x2000 && r <= 0x200F || r == 0xFEFF {
			return -1
		}
		return r
	}, s)
	return strings.TrimRight(s, "。.，,；;：:*")
}

var (
	sectionForm = regexp.MustCompile(`^[A-Z]{2}-\d+$`)
	dashes      = strings.NewReplacer("—", "-", "–", "-", "−", "-", "‐", "-", "‑", "-", "_", "-", "－", "-")
)

// itemCode gives the code of an item as it is written in checklists: XR-3-02.
func itemCode(s string) string { return strings.ToUpper(dashes.Replace(fold(s))) }

// plain gives what stands in a cell as text.
func plain(v book.Value) string {
	if v.Kind == book.Number && v.Dated {
		if day, ok := v.Day(); ok {
			return day.Format("2006-01-02")
		}
	}
	if v.Kind == book.Fault {
		return v.Text // says something, so that the row does not pass for an empty one
	}
	return v.Text
}

// clean gives a text as it is kept: without what nobody sees, and without blanks around it.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\t", " ", "\u2028", "\n", "\u2029", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ', r >= 0x7F && r <= 0x9F, r == 0xFEFF, r == 0xFFFD, r == 0x061C,
			r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	return strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || r == 0x3000 || r == 0xA0 })
}

// clip keeps what stands in a stranger's file from filling a message.
func clip(s string) string {
	if runes := []rune(s); len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return s
}

var dateForm = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$`)

// readDate takes the ways in which dates stand in cells: as dates, as their bare numbers, as 2026-03-15, 2026/3/15,
// 2026.3.15, 2026年3月15日, 二〇二六年三月十五日 and 20260315, in any width. A time of the day behind it is passed over.
func readDate(v book.Value) (app.Date, bool) {
	if v.Kind == book.Number {
		if day, ok := v.Day(); ok && (v.Dated || day.Year() >= 1990 && day.Year() < 2100) {
			return app.DateOf(day), true
		}
	}
	text := clean(v.Text)
	if date, _, found := strings.Cut(text, " "); found && strings.Contains(text, ":") {
		text = date
	}
	if date, _, found := strings.Cut(text, "T"); found {
		text = date
	}
	text = hanDay(fold(dashes.Replace(text)))
	if len(text) == 8 {
		if t, err := time.Parse("20060102", text); err == nil {
			text = t.Format("2006-01-02")
		}
	}
	m := dateForm.FindStringSubmatch(text)
	if m == nil {
		return app.Date{}, false
	}
	y, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	d := app.Date{Year: y, Month: month, Day: day}
	_, err := app.ParseDate(d.String())
	return d, err == nil
}
