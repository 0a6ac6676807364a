package reports

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/reports/compare"
	"lianshen/reports/word"
)

// inWord gives what Word has of a report after rework changed its paragraphs.
func inWord(t interface{ Fatal(...any) }, d app.Dossier, strand app.Strand, opt Options, rework func([]word.Paragraph) []word.Paragraph) word.Content {
	doc, err := Compose(d, strand, opt)
	if err != nil {
		t.Fatal(err)
	}
	list, err := word.Paragraphs(doc)
	if err != nil {
		t.Fatal(err)
	}
	if rework != nil {
		list = rework(list)
	}
	return word.Content{Paragraphs: list}
}

func indexOf(t *testing.T, list []word.Paragraph, part string) int {
	t.Helper()
	for i, p := range list {
		if strings.Contains(p.Text, part) {
			return i
		}
	}
	t.Fatalf("no paragraph with %q", part)
	return -1
}

// A file that nobody worked on has no difference, of every strand, draft and final, written over or not.
func TestAFileAsItWasWrittenHasNoDifference(t *testing.T) {
	for _, strand := range app.Strands {
		for _, draft := range []bool{true, false} {
			d, opt := county(), Options{Draft: draft, Today: day("2026-09-01")}
			for range 2 {
				r, err := CompareWord(d, strand, opt, inWord(t, d, strand, opt, nil))
				if err != nil || len(r.Changes) > 0 {
					t.Fatalf("%s, draft %v, written over %v: %v, %+v", strand, draft, len(d.Texts) > 0, err, r.Changes)
				}
				for _, s := range Sections(d, strand, opt) { // and once more with every section written over, its tables last
					text := append([]string{"改写的一段。"}, strings.Split(s.Composed, "\n")...)
					d.Texts = append(d.Texts, app.ReportText{Strand: strand, Section: s.Key, Text: strings.Join(text, "\n"), FactsHash: "old"})
				}
			}
		}
	}
}

// What was changed in Word is told where it stands, and what is chosen of it is in the section that comes of it; the rest
// stays as it was.
func TestWhatWasChangedInWordIsToldAndTaken(t *testing.T) {
	d, opt := county(), Options{Draft: true, Today: day("2026-09-01")}
	strand := app.Audit
	var changed, gone string
	content := inWord(t, d, strand, opt, func(list []word.Paragraph) []word.Paragraph {
		at := indexOf(t, list, "审计实施情况") + 1
		changed = list[at].Text
		list[at].Text = strings.Replace(changed, "。", "（已核对）。", 1)
		gone = list[at+1].Text
		list[at+1] = word.Paragraph{Text: "新写的一段。"}
		table := slices.IndexFunc(list, func(p word.Paragraph) bool { return p.Table && p.Text == "合计" })
		list[table].Text = "总计"
		heading := indexOf(t, list, "一、")
		list[heading].Text = "一、基本概况"
		list[0].Text += "改"
		return list
	})
	content.Tracked, content.Comments = 2, []string{"请核对"}
	r, err := CompareWord(d, strand, opt, content)
	if err != nil {
		t.Fatal(err)
	}
	if r.Tracked != 2 || len(r.Comments) != 1 {
		t.Errorf("%d tracked changes, comments %q", r.Tracked, r.Comments)
	}
	bound := map[string]int{}
	var free []int
	for i, c := range r.Changes {
		bound[c.Bound]++
		if c.Bound == "" {
			free = append(free, i)
			if c.Section != "basics" {
				t.Errorf("%+v stands in %q", c, c.Section)
			}
		}
	}
	if bound["heading"] != 1 || bound["table"] != 1 || bound["frame"] != 1 || len(free) < 2 {
		t.Fatalf("%v of %+v", bound, r.Changes)
	}
	all := make([]int, len(r.Changes))
	for i := range all {
		all[i] = i
	}
	taken := r.Take(strand, all...)
	if len(taken) != 1 || taken[0].Section != "basics" || taken[0].Edited {
		t.Fatalf("%+v", taken)
	}
	for part, want := range map[string]bool{"（已核对）": true, "新写的一段。": true, gone: false, changed: false, "单位基本情况": true} {
		if strings.Contains(taken[0].Text, part) != want {
			t.Errorf("%q is in the text: %v", part, !want)
		}
	}
	one := r.Take(strand, free[0])
	if len(one) != 1 || !strings.Contains(one[0].Text, "（已核对）") || strings.Contains(one[0].Text, "新写的一段。") || !strings.Contains(one[0].Text, gone) {
		t.Errorf("of one change: %+v", one)
	}
	if len(r.Take(strand)) != 0 {
		t.Error("nothing was chosen")
	}

	// Taken over, the report says in those places what the file says.
	d.Texts = append(d.Texts, app.ReportText{Strand: strand, Section: "basics", Text: taken[0].Text, FactsHash: taken[0].FactsHash})
	again, err := CompareWord(d, strand, opt, content)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range again.Changes {
		if c.Bound == "" {
			t.Errorf("still differs: %+v", c)
		}
	}
	if was := again.Take(strand, 0); len(was) > 0 {
		t.Errorf("%+v", was)
	}
}

func TestAnotherFileIsNotCompared(t *testing.T) {
	d, opt := county(), Options{Draft: true, Today: day("2026-09-01")}
	for code, c := range map[string]word.Content{
		"compare.empty": {Paragraphs: []word.Paragraph{{Text: " "}}},
		"compare.other": {Paragraphs: []word.Paragraph{{Text: "关于召开年度总结会议的通知"}, {Text: "各科室："}}},
		"compare.long":  {Paragraphs: make([]word.Paragraph, 30_000)},
	} {
		if code == "compare.long" {
			for i := range c.Paragraphs {
				c.Paragraphs[i].Text = "甲"
			}
		}
		if _, err := CompareWord(d, app.Audit, opt, c); app.CodeOf(err) != code {
			t.Errorf("%v, not %s", err, code)
		}
	}
	for _, strand := range app.Strands {
		for _, other := range app.Strands {
			if _, err := CompareWord(d, strand, opt, inWord(t, d, other, opt, nil)); other != strand && app.CodeOf(err) != "compare.other" {
				t.Errorf("%s held against %s: %v", strand, other, err)
			}
		}
	}
	ours := inWord(t, d, app.Audit, opt, nil)
	ours.Around = []string{"LS2026-009; 青禾县"}
	if _, err := CompareWord(d, app.Audit, opt, ours); app.CodeOf(err) != "compare.other" {
		t.Errorf("the report of another case: %v", err)
	}
}

// Whatever is changed, removed and added among the paragraphs: with every change taken, a section has exactly the lines that
// stayed and those that came, in the order of the file.
func TestEveryChangeThatIsTakenIsInTheReport(t *testing.T) {
	d, opt := county(), Options{Draft: true, Today: day("2026-09-01")}
	whole := inWord(t, d, app.Review, opt, nil).Paragraphs
	before := map[string][]string{}
	for _, s := range Sections(d, app.Review, opt) {
		before[s.Key] = strings.Split(s.Composed, "\n")
	}
	rapid.Check(t, func(t *rapid.T) {
		var list []word.Paragraph
		for _, p := range whole {
			switch n := rapid.IntRange(0, 40).Draw(t, "rework"); {
			case p.Table || p.Level > 0 || n < 37:
				list = append(list, p)
			case n == 37: // gone
			case n == 38:
				list = append(list, word.Paragraph{Text: p.Text + "（改）"})
			case n == 39:
				list = append(list, p, word.Paragraph{Text: "添写一句" + strings.Repeat("话", rapid.IntRange(1, 9).Draw(t, "long")) + "。"})
			default:
				list = append(list, word.Paragraph{Text: "全然不同。"})
			}
		}
		r, err := CompareWord(d, app.Review, opt, word.Content{Paragraphs: list})
		if app.CodeOf(err) == "compare.other" {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		all := make([]int, len(r.Changes))
		for i, c := range r.Changes {
			if all[i] = i; c.Bound != "" {
				continue
			}
			if _, ok := want[c.Section]; !ok {
				want[c.Section] = len(before[c.Section])
			}
			want[c.Section] += map[compare.Kind]int{compare.Added: 1, compare.Removed: -1}[c.Kind]
		}
		taken := r.Take(app.Review, all...)
		if len(taken) != len(want) {
			t.Fatalf("%d sections taken of %d with changes", len(taken), len(want))
		}
		for _, x := range taken {
			lines := strings.Split(x.Text, "\n")
			if x.Text == "" {
				lines = nil
			}
			if len(lines) != want[x.Section] {
				t.Fatalf("%s has %d lines, not %d: %q", x.Section, len(lines), want[x.Section], lines)
			}
			at := 0
			for _, c := range r.Changes {
				if c.Section != x.Section || c.Bound != "" || c.After == "" {
					continue
				}
				for at < len(lines) && lines[at] != c.After {
					at++
				}
				if at == len(lines) {
					t.Fatalf("%q is not in %q in its order", c.After, lines)
				}
				at++
			}
		}
	})
}
