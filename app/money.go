package app

import (
	"fmt"
	"strings"
)

// Money is an amount in fen (分). Sums are made on fen; rounding happens at display only (domain 4.8).
type Money int64

// MoneyLimit is the largest amount that is accepted, in fen: 90 trillion yuan (90 万亿元). Sums of a
// whole round of such amounts would not leave int64 unnoticed, see AddMoney.
const MoneyLimit Money = 9e15

// DayKind says how the days of a term are counted.
type DayKind string

// The kinds of days.
const (
	NaturalDays DayKind = "natural" // 自然日
	WorkingDays DayKind = "working" // 工作日
)

// moneyForms maps what people write to what is read: full-width figures and signs, currency signs, blanks.
var moneyForms = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7",
	"８", "8", "９", "9", "，", ",", "．", ".", "－", "-", "人民币", "", "￥", "", "¥", "", " ", "", "\u3000", "", "\u00a0", "", "圆", "元")

// moneyUnits are the units an amount may be written in, the longer first, with their decimal places in fen.
var moneyUnits = []struct {
	name   string
	places int
}{{"亿元", 10}, {"万元", 6}, {"亿", 10}, {"万", 6}, {"元", 2}}

// ParseMoney reads an amount: "1,234,567.89", "123.46万元", "0.5亿元", with or without separators, in
// full-width figures too. A text without a unit is in yuan; a blank text is 0. It refuses what is no
// amount ("money.invalid"), what is finer than a fen ("money.precision") and what is beyond MoneyLimit
// ("money.range").
func ParseMoney(text string) (Money, error) {
	s := moneyForms.Replace(strings.TrimSpace(text))
	if s == "" {
		return 0, nil
	}
	s, negative := strings.CutPrefix(s, "-")
	places := 2
	for _, u := range moneyUnits {
		if rest, ok := strings.CutSuffix(s, u.name); ok {
			s, places = rest, u.places
			break
		}
	}
	whole, fraction, point := strings.Cut(s, ".")
	whole, ok := ungroup(whole)
	if !ok || !figures(whole) || point && !figures(fraction) {
		return 0, Refuse("money.invalid", "text", text)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > places {
		return 0, Refuse("money.precision", "text", text)
	}
	var fen int64
	for _, c := range whole + fraction + strings.Repeat("0", places-len(fraction)) {
		if fen > int64(MoneyLimit) {
			break // larger than any amount already; the rest would overflow
		}
		fen = fen*10 + int64(c-'0')
	}
	if fen > int64(MoneyLimit) {
		return 0, Refuse("money.range", "text", text)
	}
	if negative {
		fen = -fen
	}
	return Money(fen), nil
}

// ungroup takes separators out of a whole number. They must part groups of three: "12,34" may be a slip
// of either key and is not guessed at.
func ungroup(s string) (string, bool) {
	groups := strings.Split(s, ",")
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && (len(g) == 0 || len(g) > 3) {
			return s, false
		}
	}
	return strings.Join(groups, ""), true
}

func figures(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// AddMoney adds amounts and refuses a sum beyond what int64 holds ("money.range").
func AddMoney(amounts ...Money) (Money, error) {
	var sum Money
	for _, a := range amounts {
		next := sum + a
		if (next > sum) != (a > 0) && a != 0 {
			return 0, Refuse("money.range", "text", sum.Yuan(true))
		}
		sum = next
	}
	return sum, nil
}

// Yuan gives the amount in yuan with two decimals, "1,234,567.89" or "1234567.89".
func (m Money) Yuan(thousands bool) string { return decimals(m, 2, thousands) }

// Wan gives the amount in 万元 with two decimals, half up, "123.46".
func (m Money) Wan(thousands bool) string { return decimals(m, 6, thousands) }

// Yi gives the amount in 亿元 with two decimals, half up, "15.39".
func (m Money) Yi() string { return decimals(m, 10, false) }

// decimals shows an amount as a number of units of 10^places fen, with two decimals, half up.
func decimals(m Money, places int, thousands bool) string {
	sign, fen := "", uint64(m)
	if m < 0 {
		sign, fen = "-", -uint64(m)
	}
	for range places - 3 {
		fen /= 10 // keep one figure more than is shown
	}
	if places > 2 {
		fen = (fen + 5) / 10
	}
	whole := fmt.Sprint(fen / 100)
	if thousands {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if fen == 0 {
		sign = ""
	}
	return fmt.Sprintf("%s%s.%02d", sign, whole, fen%100)
}

// Capital gives the amount in the figures of financial papers, without the leading 人民币:
// 16409.02 yuan is 壹万陆仟肆佰零玖元零贰分. It ends in 整 when it ends in yuan; zeros inside are said once.
func (m Money) Capital() string {
	sign, fen := "", uint64(m)
	if m < 0 {
		sign, fen = "负", -uint64(m)
	}
	yuan, jiao, cent := fen/100, fen/10%10, fen%10
	text := sign
	if yuan > 0 || fen == 0 {
		text += capitals.number(yuan) + "元"
	}
	if jiao > 0 {
		text += capitals.digits[jiao] + "角"
	} else if cent > 0 && yuan > 0 {
		text += capitals.digits[0]
	}
	if cent > 0 {
		text += capitals.digits[cent] + "分"
	}
	if jiao == 0 && cent == 0 {
		text += "整"
	}
	return text
}
