package app

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// amountForm finds figures that may be an amount, with the unit that follows: 23,175,000.00元, 2317.5万元, 0.23亿元.
var amountForm = regexp.MustCompile(`\d(?:[\d,]*\d)?(?:\.\d+)?(?:\s*(?:亿元|万元|亿|万|元))?`)

// RestateAmount puts one amount in the place of another wherever a text names it, each time as the text does: in yuan, in
// 万元 or in 亿元, with or without separators, with as many decimals. Figures without a unit count only when they have two
// decimals: "5名" is no five yuan. Figures that count something else ("2317万人", "2317.5万美元", "12.50%") or are part of a
// longer number stay. It also says how many places changed. Zero is no amount that a text names, and an amount below zero
// has no place in one.
func RestateAmount(text string, before, after Money) (string, int) {
	if before <= 0 || after < 0 || before == after {
		return text, 0
	}
	n, last := 0, 0
	var out strings.Builder
	for _, at := range amountForm.FindAllStringIndex(text, -1) {
		found := text[at[0]:at[1]]
		now, ok := restated(found, before, after)
		if !ok || !byItself(text[:at[0]], found, text[at[1]:]) {
			continue
		}
		n++
		out.WriteString(text[last:at[0]] + now)
		last = at[1]
	}
	return out.String() + text[last:], n
}

// measured begins what figures count when they tell no money in yuan, or tell it only roughly (余, 多).
const measured = "人名个股亩平吨字册次户件张卷份条千台辆套株立岁美港欧英余多％%"

// byItself says whether figures stand for themselves between what is before and behind them: they are no part of a longer
// number, and without 元 they count nothing else.
func byItself(before, found, behind string) bool {
	if last, _ := utf8.DecodeLastRuneInString(before); strings.ContainsRune("$＄€£.,", last) && before != "" {
		return false
	}
	next, _ := utf8.DecodeRuneInString(behind)
	switch {
	case behind == "" || strings.HasSuffix(found, "元"):
		return true
	case next == '.' || next == ',':
		rest, _ := utf8.DecodeRuneInString(behind[1:])
		return !unicode.IsDigit(rest)
	}
	return !unicode.IsDigit(next) && !strings.ContainsRune(measured, next)
}

// restated gives figures with another amount in the form of the former, when they name it.
func restated(found string, before, after Money) (string, bool) {
	end := strings.LastIndexAny(found, "0123456789") + 1
	figures, unit := found[:end], found[end:]
	whole, fraction, _ := strings.Cut(figures, ".")
	whole, grouped := ungroup(whole)
	places := 2
	switch {
	case !grouped:
		return "", false
	case strings.Contains(unit, "亿"):
		places = 10
	case strings.Contains(unit, "万"):
		places = 6
	case unit == "" && len(fraction) != 2:
		return "", false
	}
	if len(fraction) > places || len(whole) > 15 {
		return "", false
	}
	if whole+fraction != strings.ReplaceAll(fixed(before, places, len(fraction)), ".", "") {
		return "", false
	}
	if len(fraction) < 2 && !exact(before, places, len(fraction)) {
		return "", false // 2千万 is no way to write 23,175,000.00
	}
	digits := len(fraction)
	for exact(before, places, len(fraction)) && !exact(after, places, digits) {
		digits++ // what was told exactly stays exact
	}
	text := fixed(after, places, digits)
	if strings.Contains(figures, ",") {
		head, tail, point := strings.Cut(text, ".")
		for i := len(head) - 3; i > 0; i -= 3 {
			head = head[:i] + "," + head[i:]
		}
		if text = head; point {
			text += "." + tail
		}
	}
	return text + unit, true
}

// exact says whether so many decimals of a unit of ten to the power of places fen tell the amount whole.
func exact(m Money, places, digits int) bool { return int64(m)%power(places-digits) == 0 }

// fixed writes an amount that is not negative in a unit of ten to the power of places fen, rounded to so many decimals.
func fixed(m Money, places, digits int) string {
	step := power(places - digits)
	n := (int64(m) + step/2) / step
	text := strconv.FormatInt(n, 10)
	if digits == 0 {
		return text
	}
	for len(text) <= digits {
		text = "0" + text
	}
	return text[:len(text)-digits] + "." + text[len(text)-digits:]
}

func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// findingTexts are the texts of a finding that an adopted opinion may change, by the name of their field.
var findingTexts = []struct {
	name string
	of   func(*Finding) *string
}{
	{"title", func(f *Finding) *string { return &f.Title }}, {"fact", func(f *Finding) *string { return &f.Fact }},
	{"treatment", func(f *Finding) *string { return &f.Treatment }}, {"requirement", func(f *Finding) *string { return &f.Requirement }},
	{"duringAudit", func(f *Finding) *string { return &f.DuringAudit }}, {"tolerance", func(f *Finding) *string { return &f.Tolerance }},
	{"transfer", func(f *Finding) *string { return &f.Transfer }}, {"what", func(f *Finding) *string { return &f.Parts.What }},
	{"howMuch", func(f *Finding) *string { return &f.Parts.HowMuch }}, {"consequence", func(f *Finding) *string { return &f.Parts.Consequence }},
}

// findingSums are the parts of the amount of a finding; one that is the whole of it changes with it.
var findingSums = []struct {
	name string
	of   func(*Finding) *Money
}{
	{"irregular", func(f *Finding) *Money { return &f.Irregular }}, {"improper", func(f *Finding) *Money { return &f.Improper }},
	{"waste", func(f *Finding) *Money { return &f.Waste }},
}

// reworded gives a text of a finding as an adopted opinion makes it: its wording where it stands literally, and the amount
// wherever the rest names it. The new wording stays as it was decided, also where it tells the former amount.
func (o Opinion) reworded(text string) string {
	pieces, by := []string{text}, ""
	if !blank(o.Before) && !blank(o.After) {
		pieces, by = strings.Split(text, strings.TrimSpace(o.Before)), strings.TrimSpace(o.After)
	}
	for i := range pieces {
		pieces[i], _ = RestateAmount(pieces[i], o.AmountBefore, o.AmountAfter)
	}
	return strings.Join(pieces, by)
}

// accepted says whether the opinion was adopted, as a whole or partly.
func (o Opinion) accepted() bool { return o.Adoption == Adopted || o.Adoption == PartlyAdopted }

// carry gives the finding as an accepted opinion makes it, and what of it stood otherwise before, by field.
func (o Opinion) carry(f Finding) (Finding, map[string]string) {
	if !o.accepted() {
		return f, nil
	}
	former := map[string]string{}
	for _, x := range findingTexts {
		at := x.of(&f)
		if now := o.reworded(*at); now != *at {
			former[x.name], *at = *at, now
		}
	}
	if o.changes() {
		for _, x := range findingSums {
			if at := x.of(&f); *at == o.AmountBefore && *at != 0 {
				former[x.name], *at = strconv.FormatInt(int64(*at), 10), o.AmountAfter
			}
		}
		former["amount"] = strconv.FormatInt(int64(f.Amount), 10) // also when nothing else names it: then nothing else is taken back
		f.Amount = o.AmountAfter
	}
	if len(former) == 0 {
		former = nil
	}
	return f, former
}

// takeBack gives the finding as it stood before the opinion changed it. A text that somebody changed since keeps that
// change and gets back the wording and the amount alone.
func (o Opinion) takeBack(f Finding) Finding {
	if !o.accepted() {
		return f
	}
	back := Opinion{Before: o.After, After: o.Before, AmountBefore: o.AmountAfter, AmountAfter: o.AmountBefore}
	noted := len(o.Former) > 0
	for _, x := range findingTexts {
		at := x.of(&f)
		was, kept := o.Former[x.name]
		switch {
		case kept && *at == o.reworded(was):
			*at = was
		case kept || !noted && o.changes(): // decided before texts were noted
			*at = back.reworded(*at)
		}
	}
	if o.changes() {
		for _, x := range findingSums {
			at := x.of(&f)
			was, kept := o.Former[x.name]
			if n, err := strconv.ParseInt(was, 10, 64); kept && err == nil && *at == o.AmountAfter {
				*at = Money(n)
			} else if !noted && *at == o.AmountAfter && *at != 0 {
				*at = o.AmountBefore
			}
		}
		f.Amount = o.AmountBefore
	}
	return f
}
