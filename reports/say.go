package reports

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// Ref names a fact: the noun's kind, its ID and the field, "finding/0198…/amount". With the reference a
// screen can show the record a sentence rests on.
func Ref(n app.Noun, field string) string {
	return string(n.NounKind()) + "/" + string(n.NounID()) + "/" + field
}

// refs are references that belong to a whole sentence rather than to one place in it.
type refs []string

// about collects the references of a field over many nouns.
func about[T app.Noun](list []T, field string) refs {
	out := make(refs, len(list))
	for i, n := range list {
		out[i] = Ref(n, field)
	}
	return out
}

// typed is a piece of text that a person typed in the field of a record. Line ends of other systems become
// "\n" and tabs become blanks: both come with pasting and mean nothing on paper.
func typed(text, record, field string, facts ...string) document.Sentence {
	return document.Sentence{Text: tidy(text), Record: record, Field: field, Facts: facts}
}

var tidyForms = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ")

func tidy(text string) string { return strings.TrimSpace(tidyForms.Replace(text)) }

// say fills the places {} of a form with strings, numbers, sentences or lists of sentences, in order. An
// argument of type refs fills no place: its references are added to every piece.
func say(form string, args ...any) []document.Sentence {
	var out []document.Sentence
	var facts refs
	plain := func(s string) {
		if s == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Record == "" && len(out[n-1].Facts) == 0 && !out[n-1].Strong {
			out[n-1].Text += s
			return
		}
		out = append(out, document.Sentence{Text: s})
	}
	rest := form
	for _, a := range args {
		if r, ok := a.(refs); ok {
			facts = append(facts, r...)
			continue
		}
		before, after, found := strings.Cut(rest, "{}")
		if !found {
			panic(fmt.Sprintf("reports.say(%q): more arguments than places", form))
		}
		plain(before)
		rest = after
		switch a := a.(type) {
		case string:
			plain(a)
		case int:
			plain(fmt.Sprint(a))
		case document.Sentence:
			if a.Text != "" {
				out = append(out, a)
			}
		case []document.Sentence:
			out = append(out, a...)
		default:
			panic(fmt.Sprintf("reports.say(%q): cannot say a %T", form, a))
		}
	}
	if strings.Contains(rest, "{}") {
		panic(fmt.Sprintf("reports.say(%q): a place is left open", form))
	}
	plain(rest)
	if len(facts) > 0 {
		for i := range out {
			out[i].Facts = append(out[i].Facts[:len(out[i].Facts):len(out[i].Facts)], facts...)
		}
	}
	return out
}

// para makes a body paragraph of sentences; nothing said makes no paragraph.
func para(sentences ...[]document.Sentence) []document.Block {
	var all []document.Sentence
	for _, s := range sentences {
		all = append(all, s...)
	}
	if joined(all) == "" {
		return nil
	}
	return []document.Block{document.Paragraph{Sentences: all}}
}

// texts makes a paragraph of every line of a text that a person typed.
func texts(text, record, field string, facts ...string) []document.Block {
	var out []document.Block
	for _, line := range strings.Split(tidy(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, document.Paragraph{Sentences: []document.Sentence{typed(stop(line), record, field, facts...)}})
		}
	}
	return out
}

func joined(list []document.Sentence) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.Text)
	}
	return b.String()
}

// stop gives the text with a full stop when it ends without a mark of its own.
func stop(text string) string {
	text = strings.TrimSpace(text)
	for _, mark := range []string{"。", "！", "？", "…", "；", "：", "。”", "。）", ".", "!", "?"} {
		if strings.HasSuffix(text, mark) {
			return text
		}
	}
	if text == "" {
		return ""
	}
	return strings.TrimRight(text, "，、,") + "。"
}

// bare gives the text without the mark it ends with, to stand inside a sentence; its lines are joined.
func bare(text string) string {
	return strings.TrimRight(strings.ReplaceAll(tidy(text), "\n", ""), "。；，、,.;! ！")
}

// quoted puts a text between quotation marks; marks inside become the inner ones (GB/T 15834-2011 4.8.3.2).
func quoted(text string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’").Replace(text) + "”"
}

// list joins clauses: 甲、乙和丙 is not used in official counts, so all are joined by 、.
func list(items ...string) string { return strings.Join(kept(items), "、") }

// clauses joins parts of a sentence by ，, leaving out empty ones.
func clauses(items ...string) string { return strings.Join(kept(items), "，") }

func kept(items []string) []string {
	var out []string
	for _, s := range items {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// count makes "谈话36人次" and nothing when n is 0: what was not done is not told.
func count(before string, n int, after string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s%d%s", before, n, after)
}

// span is 2026年4月8日至6月12日; what both dates share is said once. One date known is said alone.
func span(from, to app.Date) string {
	switch {
	case from.IsZero() || from == to:
		return to.Chinese()
	case to.IsZero():
		return from.Chinese()
	case from.Year != to.Year:
		return from.Chinese() + "至" + to.Chinese()
	case from.Month != to.Month:
		return fmt.Sprintf("%s至%d月%d日", from.Chinese(), to.Month, to.Day)
	}
	return fmt.Sprintf("%s至%d日", from.Chinese(), to.Day)
}

// percent is a share with two decimals, 51.40%.
func percent(part, whole int) string { return app.PercentText(app.Rate(part, whole)) }

// numbered is the number of a heading: level 2 （一）, level 3 "1. ".
func numbered(level, i int) string {
	if level == 2 {
		return "（" + app.ChineseNumber(i) + "）"
	}
	return fmt.Sprintf("%d. ", i)
}

func heading(level, i int, text string) document.Heading {
	return document.Heading{Level: level, Text: numbered(level, i) + text}
}
