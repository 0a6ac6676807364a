package app

import (
	"regexp"
	"strings"
)

// numerals are a set of Chinese figures with their units of ten, hundred and thousand.
type numerals struct {
	digits [10]string
	units  [4]string
}

var (
	plain    = numerals{[10]string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, [4]string{"", "十", "百", "千"}}
	capitals = numerals{[10]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}, [4]string{"", "拾", "佰", "仟"}}
)

// number spells a whole number; a run of zeros inside is said once.
func (n numerals) number(v uint64) string {
	switch {
	case v == 0:
		return n.digits[0]
	case v >= 1e8:
		return n.joined(v, 1e8, "亿")
	case v >= 1e4:
		return n.joined(v, 1e4, "万")
	}
	var b strings.Builder
	gap := false
	for place, unit := 3, uint64(1000); place >= 0; place, unit = place-1, unit/10 {
		d := v / unit % 10
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteString(n.digits[0])
			gap = false
		}
		b.WriteString(n.digits[d] + n.units[place])
	}
	return b.String()
}

// joined spells what stands before a great unit and what stands after it.
func (n numerals) joined(v, unit uint64, name string) string {
	text, rest := n.number(v/unit)+name, v%unit
	if rest == 0 {
		return text
	}
	if rest < unit/10 {
		text += n.digits[0]
	}
	return text + n.number(rest)
}

// ChineseNumber spells a whole number as headings and lists count: 1 is 一, 12 is 十二, 110 is 一百一十.
func ChineseNumber(n int) string {
	sign := ""
	v := uint64(n)
	if n < 0 {
		sign, v = "负", -v
	}
	text := plain.number(v)
	if v >= 10 && v < 20 {
		text = strings.TrimPrefix(text, plain.digits[1]) // 十二, not 一十二
	}
	return sign + text
}

// documentNumber is the form of an official number (发文字号): the organ's code, the full year in
// 〔 〕, the serial number without 第 and without leading zeros (GB/T 9704-2012 7.2.5).
var documentNumber = regexp.MustCompile(`^[^\s〔〕]+〔(?:19|20|21)\d{2}〕[1-9]\d*号$`)

// brackets that are typed in place of 〔 〕.
var yearBrackets = regexp.MustCompile(`[\[【（(［{]\s*(\d{4})\s*[\]】）)］}]`)

// DocumentNumber reads an official number and gives its proper form: other brackets around the year
// become 〔 〕 and blanks go. A blank text is no number and stays blank; what has not the form is refused
// ("number.form").
func DocumentNumber(text string) (string, error) {
	s := strings.Join(strings.Fields(text), "")
	s = yearBrackets.ReplaceAllString(s, "〔$1〕")
	if s != "" && !documentNumber.MatchString(s) {
		return "", Refuse("number.form", "text", text)
	}
	return s, nil
}
