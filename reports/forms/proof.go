package forms

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// proofColumns are the four columns of 取证单 and 底稿.
func proofColumns() []document.Column {
	return []document.Column{{Width: 2.2}, {Width: 3.6}, {Width: 1.9}, {Width: 2.3}}
}

// sheet is 取证单 in the national layout (form 3.11), called after the strand. Its code stands in the upper margin.
func (f *form) sheet() error {
	n, err := pick(f, f.d.Sheets)
	if err != nil {
		return err
	}
	if f.o.Blank {
		n.Strand = f.o.Strand
	} else {
		dark, err := modules(app.SheetSymbol(n))
		if err != nil {
			return err
		}
		f.doc.Corner = &document.Symbol{Dark: dark, Side: 18, Beside: []document.Sentence{{Text: "识别码（扫描回录时核对）"}, {Text: app.SheetCode(n), Strong: true}}}
	}
	f.title(Title(Sheet, n.Strand))
	record, verb := "取证单"+n.Index, verbOf(n.Strand)
	f.doc.Running = &document.Running{Left: document.Sentence{Text: "编号：" + orLine(n.Index), Record: record, Field: "编号"}}
	head := label("证据提供单位\n负责人（签名）")
	t := document.Table{Columns: proofColumns()}
	t.Rows = append(t.Rows,
		row(label("项目名称"), left(span(about(f.project(), "项目"+f.d.Case.Number, "名称"), 3))),
		row(label(fmt.Sprintf("被%s（调查）\n单位或个人", verb)), left(span(about(f.d.Unit.Name, "单位", "名称"), 3))),
		row(label(verb+"（调查）\n事项"), left(span(about(n.Title, record, "事项"), 3))),
		tall(70, stacked(verb+"（调查）\n事项摘要", verb, "（调查）", "事项", "摘要"), box(span(about(indent(n.Summary), record, "事项摘要"), 3))),
		tall(14, label(verb+"人员"), left(about(n.Authors, record, "取证人员")), label("编制日期"), left(document.Cell{Text: day(n.WrittenOn)})),
		tall(42, stacked("证据提供\n单位意见", "证据", "提供", "单位", "意见"), box(span(document.Cell{Text: indent(opinion(n)), Record: record, Field: "证据提供单位意见", Foot: "（盖章）"}, 3))),
		tall(13, head, left(about(n.Head, record, "提供单位负责人")), label("日　期"), left(document.Cell{Text: day(n.SignedOn)})))
	t.Notes = append(f.sheetFacts(n, record), document.Sentence{Text: fmt.Sprintf("说明：本单主要用于%s事项比较复杂或者取得的证据数量较多的情形；证据提供单位意见可以另附说明。", verb)})
	f.add(t)
	return nil
}

// sheetFacts are the lines under the table: who gives the proof, attachments, and the day by which to answer.
func (f *form) sheetFacts(n app.Sheet, record string) []document.Sentence {
	attached := "附件：" + pages(n.Pages)
	if list := f.evidenceNumbers(n.Evidence); list != "" {
		attached += "（" + list + "）"
	}
	out := []document.Sentence{{Text: "证据提供单位：" + orLine(n.Provider) + "　" + attached, Record: record, Field: "证据提供单位"}}
	if f.o.Blank || !n.HandedOn.IsZero() || !n.DueOn.IsZero() {
		out = append(out, document.Sentence{Text: "送达日期：" + day(n.HandedOn) + "　反馈截止日期：" + day(n.DueOn)})
	}
	return out
}

var replies = map[app.SheetReply]string{app.ReplyAgrees: "情况属实。", app.ReplyPartly: "部分属实。", app.ReplyObjects: "有异议。", app.ReplySilent: "逾期未反馈。"}

// opinion is what the provider says of a sheet, and why it is not signed when it is not.
func opinion(n app.Sheet) string {
	parts := nonempty(replies[n.Reply])
	if text := tidy(n.Opinion); text != "" {
		if parts != nil && strings.HasPrefix(text, strings.TrimSuffix(parts[0], "。")) {
			parts = nil // the opinion says it itself
		}
		parts = append(parts, text)
	}
	if n.NotWhy != "" {
		parts = append(parts, "未签名（盖章）原因："+tidy(n.NotWhy))
	}
	return strings.Join(parts, "\n")
}

// paper is 底稿 in the national layout (form 3.12): what was done, what was found, what the review says.
func (f *form) paper() error {
	n, err := pick(f, f.d.Papers)
	if err != nil {
		return err
	}
	if f.o.Blank {
		n.Strand = f.o.Strand
	}
	f.title(Title(Paper, n.Strand))
	record, verb := "底稿"+n.Index, verbOf(n.Strand)
	f.doc.Running = &document.Running{Left: document.Sentence{Text: "索引号：" + orLine(n.Index), Record: record, Field: "索引号"}}
	full := func(head, text, field string) document.Cell {
		if text = indent(text); text != "" {
			text = "\n" + text
		}
		return box(span(document.Cell{Text: head + "：" + text, Record: record, Field: field, Again: head + "（续）："}, 4))
	}
	t := document.Table{Columns: proofColumns()}
	process := strings.Join(nonempty(tidy(n.Process), f.behind(n)), "\n")
	t.Rows = append(t.Rows,
		row(label("项目名称"), left(span(about(f.project(), "项目"+f.d.Case.Number, "名称"), 3))),
		row(label(verb+"（调查）\n事项"), left(span(about(n.Title, record, "事项"), 3))),
		tall(11, label(verb+"人员"), left(about(n.Author, record, "编制人")), label("编制日期"), left(document.Cell{Text: day(n.WrittenOn)})),
		tall(58, full(verb+"过程", process, "过程")),
		tall(58, full(verb+"认定的事实摘要及"+verb+"结论", n.Conclusion, "结论")),
		tall(34, full("审核意见", review(n), "审核意见")),
		tall(11, label("审核人员"), left(about(n.Reviewer, record, "审核人")), label("审核日期"), left(document.Cell{Text: day(n.ReviewedOn)})))
	t.Notes = []document.Sentence{{Text: "附件：" + pages(n.Pages)}}
	f.add(t)
	return nil
}

// behind names the proof behind a paper with its sources; what is attached to an earlier paper is said to be there.
func (f *form) behind(n app.Paper) string {
	first := func(has func(app.Paper) bool) string {
		for _, p := range f.d.Papers {
			switch {
			case p.ID == n.ID:
				return ""
			case has(p):
				return "，附于底稿" + p.Index + "之后"
			}
		}
		return ""
	}
	var out []string
	for _, s := range f.d.Sheets {
		if n.Sheets.Has(string(s.ID)) {
			out = append(out, "取证单"+s.Index+"（"+s.Title+first(func(p app.Paper) bool { return p.Sheets.Has(string(s.ID)) })+"）")
		}
	}
	for _, e := range f.d.Evidence {
		if n.Evidence.Has(string(e.ID)) {
			source := ""
			if e.Source != "" {
				source = "，来源：" + e.Source
			}
			out = append(out, fmt.Sprintf("证据%d（%s%s%s）", e.Number, e.Title, source, first(func(p app.Paper) bool { return p.Evidence.Has(string(e.ID)) })))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "证据名称和来源：" + strings.Join(out, "；") + "。"
}

// review is what the review says: the opinion, and each remark with its answer.
func review(n app.Paper) string {
	out := nonempty(tidy(n.Review))
	for i, key := range slices.Sorted(maps.Keys(n.Notes)) {
		note := n.Notes[key]
		line := fmt.Sprintf("%d. %s%s", i+1, tidy(note.Text), signed(note.By, note.On))
		switch {
		case note.Answer != "":
			line += "\n答复：" + tidy(note.Answer) + signed(note.AnsweredBy, note.AnsweredOn)
		default:
			line += "（未答复）"
		}
		if note.Settled {
			line += "　已落实。"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// signed is （金底稿，2026年5月6日） behind what somebody wrote.
func signed(by string, on app.Date) string {
	if parts := nonempty(by, on.Chinese()); len(parts) > 0 {
		return "（" + strings.Join(parts, "，") + "）"
	}
	return ""
}

// indent begins every line of a text two characters in, as paragraphs in boxes are written.
func indent(text string) string {
	var out []string
	for _, line := range strings.Split(tidy(text), "\n") {
		if line = strings.Trim(line, " 　"); line != "" {
			out = append(out, "　　"+line)
		}
	}
	return strings.Join(out, "\n")
}

func orLine(text string) string {
	if text == "" {
		return "__________"
	}
	return text
}

// pages is 3页, or the room for it by hand.
func pages(n int) string {
	if n == 0 {
		return "　　页"
	}
	return number(n) + "页"
}
