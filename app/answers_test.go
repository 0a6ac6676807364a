package app

import (
	"strings"
	"testing"
)

func TestSeveralItemsAreOneDeedOrNone(t *testing.T) {
	x := newStaff(t)
	answers := func(in AnswerInput, items ...string) (out []ItemAnswer) {
		for _, i := range items {
			out = append(out, ItemAnswer{i, in})
		}
		return out
	}
	d := x.dossier(x.id)
	var codes []string
	for _, s := range d.Templates[Audit].Sections {
		for _, it := range s.Items {
			codes = append(codes, it.Code)
		}
	}
	n, err := x.inspector.AnswerItems(x.ctx, x.id, answers(AnswerInput{Conclusion: ptr(NoProblem)}, codes...))
	x.must(err)
	if n != len(codes) {
		t.Errorf("%d changed, want %d", n, len(codes))
	}
	n, err = x.inspector.AnswerItems(x.ctx, x.id, answers(AnswerInput{Conclusion: ptr(NoProblem)}, codes...))
	x.must(err)
	if n != 0 {
		t.Errorf("said again, %d changed", n)
	}
	_, err = x.inspector.AnswerItems(x.ctx, x.id, append(answers(AnswerInput{Conclusion: ptr(Problem)}, codes[0]),
		answers(AnswerInput{Conclusion: ptr(NotApplicable)}, codes[1])...))
	x.refused(err, "note.required")
	if got := x.dossier(x.id).Answers[codes[0]].Conclusion; got != NoProblem {
		t.Errorf("half of a refused deed is kept: %q", got)
	}
	_, err = x.inspector.AnswerItems(x.ctx, x.id, answers(AnswerInput{Should: ptr(3), Sampled: ptr(5)}, codes[0]))
	if e, ok := err.(*Error); !ok || e.Code != "count.sampled" || e.Args["item"] != codes[0] {
		t.Errorf("which item is at fault: %v", err)
	}
	_, err = x.inspector.AnswerItems(x.ctx, x.id, answers(AnswerInput{Conclusion: ptr(Problem)}, codes[0], codes[0]))
	x.refused(err, "item.double")
}

func pasteCase() Dossier {
	return Dossier{Case: Case{ID: "0197a000-0000-7000-8000-000000000001"}, Answers: map[string]Answer{"JJ-1-02": {Conclusion: NoProblem, Note: "旧"}},
		Templates: map[Strand]Template{Audit: {Sections: []Section{{Items: []Item{{Code: "JJ-1-01"}, {Code: "JJ-1-02"}, {Code: "JJ-1-03"}}}}}}}
}

func TestPastedRowsAreReadAndFaultsToldByCell(t *testing.T) {
	words := map[string]Conclusion{"发现问题": Problem, "不适用": NotApplicable}
	for _, c := range []struct {
		name, text, code string
		row, column      int
	}{
		{name: "code of a conclusion", text: "JJ-1-01\tproblem"},
		{name: "digit", text: "jj-1-01\t2"},
		{name: "word", text: "JJ-1-01\t发现问题\t120\t30\t3\t坐支3笔"},
		{name: "head above", text: "编号\t结论\nJJ-1-01\t发现问题", row: 2},
		{name: "quotes with line breaks", text: "JJ-1-01\t发现问题\t\t\t\t\"第一行\n第二\"\"行\"\"\"\r\n"},
		{name: "separators in counts", text: "JJ-1-01\t\t1,200\t300\t3"},
		{name: "no item", text: "JJ-1-01\t1\nJJ-9-99\t1", code: "item.unknown", row: 2, column: PasteItem},
		{name: "no conclusion", text: "JJ-1-01\t也许", code: "paste.conclusion", column: PasteConclusion},
		{name: "no count", text: "JJ-1-01\t1\t十二", code: "paste.count", column: PasteShould},
		{name: "no reason", text: "JJ-1-01\t不适用", code: "note.required", column: PasteNote},
		{name: "more faulty than sampled", text: "JJ-1-01\t\t10\t3\t5", code: "count.faulty", column: PasteFaulty},
		{name: "item twice", text: "JJ-1-01\t1\nJJ-1-01\t2", code: "item.double", row: 2, column: PasteItem},
		{name: "too many columns", text: "JJ-1-01\t1\t\t\t\t\t多余", code: "paste.columns", column: -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := ReadPasted(pasteCase(), c.text, words)
			if err != nil {
				t.Fatal(err)
			}
			p := rows[len(rows)-1]
			if c.row > 0 && p.Row != c.row {
				t.Errorf("row %d, want %d", p.Row, c.row)
			}
			if CodeOf(p.Err) != c.code || c.code != "" && p.Column != c.column {
				t.Errorf("%v in column %d, want %q in %d", p.Err, p.Column, c.code, c.column)
			}
			if c.code == "" && (p.Item != "JJ-1-01" || p.Err != nil) {
				t.Errorf("row: %+v", p)
			}
		})
	}
	rows, err := ReadPasted(pasteCase(), "JJ-1-01\t2\t\t\t\t\"a\nb\"\nJJ-1-02\t未发现问题\nJJ-1-03\t\n", map[string]Conclusion{"未发现问题": NoProblem})
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	if a := rows[0].Answer; *a.Conclusion != Problem && *a.Note != "a\nb" || a.Should != nil {
		t.Errorf("first: %+v", a)
	}
	if rows[0].Same || !rows[1].Same || !rows[2].Same {
		t.Error("which rows say nothing new is not told")
	}
	for text, code := range map[string]string{"": "paste.empty", "\n\t\n": "paste.empty", strings.Repeat("JJ-1-01\n", 2002): "paste.long", "JJ-1-01\xff": "text.encoding"} {
		if _, err := ReadPasted(pasteCase(), text, nil); CodeOf(err) != code {
			t.Errorf("%.20q gives %v, want %s", text, err, code)
		}
	}
}

// FuzzReadPasted: whatever stands on the clipboard, nothing breaks, no row is taken twice, and what is taken can be kept.
func FuzzReadPasted(f *testing.F) {
	f.Add("JJ-1-01\tproblem\t1\t1\t1\t\"x\ny\"\n")
	f.Add("\"\t\"\"\n\t")
	f.Fuzz(func(t *testing.T, text string) {
		d := pasteCase()
		rows, err := ReadPasted(d, text, nil)
		if err != nil {
			if CodeOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		seen := map[string]bool{}
		for _, p := range rows {
			if p.Err != nil {
				continue
			}
			if seen[p.Item] {
				t.Fatalf("%s is taken twice", p.Item)
			}
			seen[p.Item] = true
			was := d.Answers[p.Item]
			was.ID, was.Case, was.Item = AnswerID(d.Case.ID, p.Item), d.Case.ID, p.Item
			if err := CheckAlone(p.Answer.onto(was)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
