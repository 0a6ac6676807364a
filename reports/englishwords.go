package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/reports/document"
)

// englishWords are the words in which the three works differ.
type englishWords struct {
	name    string // of the work: review, verification, audit
	did     string // we …
	duty    string
	title   string
	aspect  string // row of the evaluation
	list    string // the checklist
	opinion string // heading of the opinion
}

var englishOf = map[app.Strand]englishWords{
	app.Review: {"review", "reviewed", "responsibility for the selection and appointment of officials",
		"Review of Responsibility for the Selection and Appointment of Officials", "Selection and appointment", "review checklist", "Review opinion"},
	app.Verification: {"verification", "verified", "responsibility for institutions and staffing",
		"Verification of Responsibility for Institutions and Staffing", "Institutions and staffing", "verification checklist", "Verification opinion"},
	app.Audit: {"audit", "audited", "economic responsibility", "Audit of Economic Responsibility during the Term of Office",
		"Economic responsibility", "audit checklist", "Audit opinion"},
}

// hard is a blank at which no line ends.
const hard = "\u00a0"

var englishMonths = [...]string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// dateInEnglish is 12 October 2026.
func dateInEnglish(d app.Date) string {
	if d.IsZero() || d.Month < 1 || d.Month > 12 {
		return ""
	}
	return fmt.Sprintf("%d%s%s %d", d.Day, hard, englishMonths[d.Month], d.Year)
}

// spanInEnglish is 8 April to 12 June 2026; what both share is said once.
func spanInEnglish(from, to app.Date) string {
	switch {
	case from.IsZero() || from == to:
		return dateInEnglish(to)
	case to.IsZero():
		return dateInEnglish(from)
	case from.Year != to.Year:
		return dateInEnglish(from) + " to " + dateInEnglish(to)
	case from.Month != to.Month:
		return fmt.Sprintf("%d%s%s to %s", from.Day, hard, englishMonths[from.Month], dateInEnglish(to))
	}
	return fmt.Sprintf("%d to %s", from.Day, dateInEnglish(to))
}

func monthInEnglish(m app.Month) string {
	if m.IsZero() || m.Month < 1 || m.Month > 12 {
		return ""
	}
	return englishMonths[m.Month] + hard + strconv.Itoa(m.Year)
}

// tenureInEnglish is from June 2021 to March 2026, or since June 2021.
func tenureInEnglish(p app.Principal) string {
	switch {
	case p.From.IsZero() && p.To.IsZero():
		return ""
	case p.To.IsZero():
		return "since " + monthInEnglish(p.From)
	case p.From.IsZero():
		return "until " + monthInEnglish(p.To)
	}
	return "from " + monthInEnglish(p.From) + " to " + monthInEnglish(p.To)
}

// rmb is an amount in running text: RMB 23.18 million from a million up, RMB 7.08 billion from a billion up, else to the fen.
func rmb(m app.Money) string {
	sign, v := "", m
	if v < 0 {
		sign, v = "-", -v
	}
	scaled := func(unit app.Money, word string) string {
		hundredths := (v + unit/200) / (unit / 100)
		return fmt.Sprintf("RMB%s%s%s.%02d%s%s", hard, sign, grouped(int64(hundredths/100)), hundredths%100, hard, word)
	}
	switch {
	case v >= 99_999_500_000: // what rounds to 1.00 billion
		return scaled(100_000_000_000, "billion")
	case v >= 100_000_000:
		return scaled(100_000_000, "million")
	}
	return "RMB" + hard + exactly(m)
}

// exactly is an amount to the fen with separators: 23,175,000.00.
func exactly(m app.Money) string {
	sign, v := "", int64(m)
	if v < 0 {
		sign, v = "-", -v
	}
	return fmt.Sprintf("%s%s.%02d", sign, grouped(v/100), v%100)
}

// grouped is a number with a comma after every three figures.
func grouped(v int64) string {
	s := strconv.FormatInt(v, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// number says small numbers in words, as English prose does.
func number(n int) string {
	if n >= 0 && n <= 9 {
		return [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}[n]
	}
	return grouped(int64(n))
}

// plural is a number with its noun: "one finding", "12 findings".
func plural(n int, one, many string) string {
	if n == 1 {
		return "one" + hard + one
	}
	return number(n) + hard + many
}

// capital makes the first letter a capital.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// series joins parts as English does: a; a and b; a, b and c. Where a part has an and of its own, a comma stands before the last.
func series(items ...string) string {
	items = kept(items)
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		and := " and "
		if n > 2 && strings.Contains(strings.Join(items, ""), and) || strings.Contains(items[0], and) {
			and = ", and "
		}
		return strings.Join(items[:n-1], ", ") + and + items[n-1]
	}
}

var (
	articleForm = regexp.MustCompile(`^第([一二三四五六七八九十百零〇\d]+)条(?:第([一二三四五六七八九十]+)款)?(?:第?（([一二三四五六七八九十]+)）项?)?$`)
	chapterForm = regexp.MustCompile(`^第([一二三四五六七八九十百\d]+)章$`)
)

// articleInEnglish is 第九十三条（五） as Article 93(5); what has another form stays as it is, in quotation marks.
func articleInEnglish(article string) string {
	if m := articleForm.FindStringSubmatch(article); m != nil {
		out := "Article" + hard + numeral(m[1])
		if m[2] != "" {
			out += ", paragraph" + hard + numeral(m[2])
		}
		if m[3] != "" {
			out += "(" + numeral(m[3]) + ")"
		}
		return out
	}
	if m := chapterForm.FindStringSubmatch(article); m != nil {
		return "Chapter" + hard + numeral(m[1])
	}
	if strings.HasPrefix(article, "“") && strings.HasSuffix(article, "”一章") {
		return "the chapter " + strings.TrimSuffix(article, "一章")
	}
	return quoted(article)
}

// numeral reads a Chinese number below a thousand as figures.
func numeral(s string) string {
	if _, err := strconv.Atoi(s); err == nil {
		return s
	}
	total, digit := 0, 0
	for _, r := range s {
		switch r {
		case '百':
			total, digit = total+max(digit, 1)*100, 0
		case '十':
			total, digit = total+max(digit, 1)*10, 0
		default:
			if i := strings.IndexRune("〇一二三四五六七八九", r); i >= 0 {
				digit = i / len("一")
			} else {
				digit = 0
			}
		}
	}
	return strconv.Itoa(total + digit)
}

// shippedEnglish are the English names that come with the program: of laws by code, of typical problems and sections by their
// Chinese names.
var shippedEnglish = sync.OnceValue(func() (out struct{ laws, problems, checks map[string]string }) {
	out.laws, out.problems, out.checks = map[string]string{}, map[string]string{}, map[string]string{}
	if list, err := assets.Laws(); err == nil {
		for _, l := range list {
			out.laws[l.ID] = l.NameEn
		}
	}
	if lists, err := assets.Checklists(); err == nil {
		for _, c := range lists {
			for _, s := range c.Sections {
				out.problems[s.Name] = s.NameEn
			}
			for _, i := range c.Items() {
				out.checks[i.Code+i.Check] = i.CheckEn
				for n, p := range i.Problems {
					if n < len(i.ProblemsEn) {
						out.problems[p] = i.ProblemsEn[n]
					}
				}
			}
		}
	}
	return out
})

// lawInEnglish names a rule: by the English name of the list of laws, else by the one that comes with the program, else by its
// Chinese title.
func (c *composer) lawInEnglish(code string) string {
	l, known := c.d.Laws[code]
	if known && l.NameEn != "" {
		return strings.ReplaceAll(l.NameEn, "'", "’")
	}
	if s := shippedEnglish().laws[code]; s != "" {
		return strings.ReplaceAll(s, "'", "’")
	}
	if known {
		return quoted(l.Name)
	}
	return code
}

// inOriginal follows what is told in Chinese because nobody has translated it.
const inOriginal = " [original in Chinese]"

// TranslationKey is the Section of the [app.ReportText] that holds the English of a text: of a section of a report by its key
// ("problems"), of a text that a person typed by its reference (see [Ref]). Its FactsHash is [TranslationHash] of the Chinese.
func TranslationKey(of string) string { return "en/" + of }

// TranslationHash is the hash of the Chinese text that a translation was made of.
func TranslationHash(chinese string) string {
	sum := sha256.Sum256([]byte(tidy(chinese)))
	return hex.EncodeToString(sum[:])
}

// translation is the English that a person gave of a text; one made of an older Chinese text is none.
func (c *composer) translation(of, chinese string) (app.ReportText, bool) {
	for _, t := range c.d.Texts {
		if t.Strand == c.strand && t.Section == TranslationKey(of) && t.FactsHash == TranslationHash(chinese) && strings.TrimSpace(t.Text) != "" {
			return t, true
		}
	}
	return app.ReportText{}, false
}

// told is a text that a person typed: its translation, else the Chinese in quotation marks, with a word that it is so.
func (c *composer) told(chinese, record, field, ref string) []document.Sentence {
	chinese = tidy(chinese)
	if chinese == "" {
		return nil
	}
	if t, ok := c.translation(ref, chinese); ok {
		return []document.Sentence{typed(t.Text, "英文译文", field, ref, Ref(t, "text"))}
	}
	text := strings.Join(strings.Fields(strings.ReplaceAll(chinese, "\n", " ")), " ")
	return []document.Sentence{typed(quoted(strings.TrimSuffix(text, "。")), record, field, ref), {Text: inOriginal}}
}

// ended closes a told text with a full stop unless it has one.
func ended(s []document.Sentence) []document.Sentence {
	if text := strings.TrimSpace(joined(s)); text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") {
		return s
	}
	return append(s, document.Sentence{Text: "."})
}
