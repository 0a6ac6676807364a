package xlsx

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

var (
	yearMonth = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})月?$`)
	serial    = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
)

// looseDate reads the ways in which dates stand in lists of units: what readDate reads, the bare number of a day since
// 1927 (also as text), and a month alone, which counts as its first day.
func looseDate(v book.Value) (app.Date, bool) {
	text := hanDay(fold(dashes.Replace(clean(v.Text))))
	if m := yearMonth.FindStringSubmatch(text); m != nil && !v.Dated {
		d, err := app.ParseDate(m[1] + "-" + two(m[2]) + "-01")
		return d, err == nil
	}
	if serial.MatchString(text) && !v.Dated {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 10_000 || n > 80_000 {
			return app.Date{}, false
		}
		day, ok := book.Value{Kind: book.Number, Number: n}.Day()
		return app.DateOf(day), ok
	}
	if len(text) == 6 && strings.Trim(text, "0123456789") == "" {
		if t, err := time.Parse("200601", text); err == nil && t.Year() >= 1900 {
			return app.DateOf(t), true
		}
	}
	if v.Kind == book.Number && !v.Dated { // a number of figures, 20210305, is read as its text
		v = book.Value{Kind: book.Text, Text: text}
	}
	return readDate(v)
}

var hanDayForm = regexp.MustCompile(`^([〇零○Ο一二三四五六七八九]{4})年([元正一二三四五六七八九十]{1,3})月(?:([初一二三四五六七八九十廿]{1,3})[日号])?$`)

// hanDay writes a date in Chinese figures, 二〇二五年三月一日, in plain ones, 2025年3月1日; other text stays as it is.
func hanDay(text string) string {
	m := hanDayForm.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	year := ""
	for _, c := range strings.NewReplacer("○", "〇", "Ο", "〇").Replace(m[1]) {
		year += strconv.FormatInt(hanFigures[c], 10)
	}
	month, ok := hanNumber(strings.NewReplacer("元", "一", "正", "一").Replace(m[2]))
	if !ok {
		return text
	}
	out := year + "年" + strconv.FormatInt(month, 10) + "月"
	if m[3] == "" {
		return out
	}
	day, ok := hanNumber(strings.NewReplacer("初", "", "廿", "二十").Replace(m[3]))
	if !ok {
		return text
	}
	return out + strconv.FormatInt(day, 10) + "日"
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// looseMoney reads an amount: a number of the sheet, with or without separators and units, or in the capitals of
// financial papers (壹万贰仟叁佰元整).
func looseMoney(v book.Value) (app.Money, bool) {
	if v.Kind == book.Truth {
		return 0, false
	}
	if v.Kind == book.Number {
		fen := math.Round(v.Number * 100)
		if math.Abs(fen) > float64(app.MoneyLimit) {
			return 0, false
		}
		return app.Money(fen), true
	}
	text := clean(v.Text)
	if m, err := app.ParseMoney(text); err == nil {
		return m, true
	}
	return capitalMoney(text)
}

// figures of Chinese numbers, the usual ones and the capitals of financial papers.
var hanFigures = map[rune]int64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9}

var hanUnits = map[rune]int64{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000, '万': 10_000, '萬': 10_000, '亿': 100_000_000}

// hanNumber reads a whole number in Chinese figures: 贰拾叁, 一百零五, 壹万贰仟.
func hanNumber(s string) (int64, bool) {
	if s == "" {
		return 0, false
	}
	var total, section, figure, last int64
	figured, zero := false, false
	for _, c := range s {
		if n, is := hanFigures[c]; is {
			if figured && figure != 0 {
				return 0, false // 二三: two figures without a unit between them
			}
			figure, figured, zero = n, true, zero || n == 0
			continue
		}
		unit, is := hanUnits[c]
		switch {
		case !is:
			return 0, false
		case unit >= 10_000:
			section += figure
			if unit == 100_000_000 {
				total = (total + section) * unit
			} else {
				total += section * unit
			}
			section = 0
		default:
			if !figured && unit == 10 {
				figure = 1 // 十二
			}
			section += figure * unit
		}
		figure, figured, zero, last = 0, false, false, unit
		if total > 1e15 {
			return 0, false
		}
	}
	if figure != 0 && last > 10 && !zero {
		return 0, false // 一百五: 150 to some, 105 to others
	}
	return total + section + figure, true
}

// capitalMoney reads an amount in capitals: 人民币壹万贰仟叁佰肆拾元伍角陆分, 贰拾叁元整.
func capitalMoney(text string) (app.Money, bool) {
	s := strings.NewReplacer("人民币", "", "圆", "元", "整", "", "正", "", " ", "").Replace(fold(text))
	whole, rest, yuan := strings.Cut(s, "元")
	if !yuan && strings.ContainsAny(s, "角分") {
		whole, rest = "", s
	}
	var fen int64
	if whole != "" {
		n, ok := hanNumber(whole)
		if !ok || n > int64(app.MoneyLimit)/100 {
			return 0, false
		}
		fen = n * 100
	} else if rest == "" {
		return 0, false
	}
	rest = strings.TrimPrefix(rest, "零")
	for _, part := range []struct {
		unit string
		fen  int64
	}{{"角", 10}, {"分", 1}} {
		figure, behind, there := strings.Cut(rest, part.unit)
		if !there {
			continue
		}
		n, ok := hanNumber(figure)
		if !ok || n > 9 {
			return 0, false
		}
		fen, rest = fen+n*part.fen, behind
	}
	return app.Money(fen), rest == ""
}

// looseCount reads a whole number of people or posts: 23, 23人, 二十三, 贰拾叁.
func looseCount(v book.Value) (int, bool) {
	if v.Kind == book.Number {
		n := math.Round(v.Number)
		return int(n), n >= 0 && n <= 1_000_000 && math.Abs(n-v.Number) < 1e-6
	}
	s := strings.TrimRight(fold(clean(v.Text)), "人名个")
	if s == "-" || s == "/" || s == "无" {
		return 0, true
	}
	if n, err := strconv.Atoi(strings.ReplaceAll(s, ",", "")); err == nil {
		return n, n >= 0 && n <= 1_000_000
	}
	n, ok := hanNumber(s)
	return int(n), ok && n <= 1_000_000
}

// postKind reads the kind of a post.
func postKind(text string) (string, bool) {
	s := fold(text)
	for _, k := range []struct {
		kind  string
		words []string
	}{{app.KindOff, []string{"编外", "聘用制", "劳务", "派遣", "临时", "合同制", "公益性岗位", "无编"}}, {app.PostsWorkers, []string{"工勤", "工人", "后勤"}},
		{app.PostsInstitution, []string{"事业", "参公", "参照"}}, {app.PostsAdmin, []string{"行政", "公务员", "政法专项", "机关"}}} {
		for _, w := range k.words {
			if strings.Contains(s, w) {
				return k.kind, true
			}
		}
	}
	return "", s == ""
}

// personStatus reads what a list says about whether somebody is there; false when it says something unknown.
func personStatus(text string) (string, bool) {
	s := fold(text)
	if s == "" {
		return "", true
	}
	for _, k := range []struct {
		status string
		words  []string
	}{{app.StatusDead, []string{"去世", "死亡", "病故", "亡故"}}, {app.StatusLeft, []string{"调离", "调出", "辞职", "辞退", "开除", "离职", "解聘"}}, {app.StatusRetired, []string{"退休", "离休"}},
		{app.StatusAway, []string{"借出", "借调", "不在岗", "长病", "长休", "病休", "挂职", "脱产", "停薪", "服刑", "羁押", "外派"}}, {app.StatusActive, []string{"在岗", "在职", "在编", "正常", "在册"}}} {
		for _, w := range k.words {
			if strings.Contains(s, w) {
				return k.status, true
			}
		}
	}
	return "", false
}

// yesNo reads whether a box is ticked: "yes", "no" or "".
func yesNo(text string) string {
	switch fold(text) {
	case "是", "√", "✓", "y", "yes", "有", "1", "true", "领导", "领导职务":
		return "yes"
	case "否", "×", "n", "no", "无", "0", "false", "非领导", "非领导职务", "-":
		return "no"
	}
	return ""
}
