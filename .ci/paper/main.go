// Command paper makes one report of 25 pages in a form that an engine of typesetting takes, so that they can be timed on the
// same text: "pdf" is the finished page of ours, "docx" is for LibreOffice, "typst" is a source for typst.
//
//	paper pdf|docx|typst FILE
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/reports/word"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: paper pdf|docx|typst FILE")
	}
	var data []byte
	switch d := report(); args[0] {
	case "pdf":
		r, err := pdf.Render(d)
		if err != nil {
			return err
		}
		data = r.Bytes
	case "docx":
		var err error
		if data, err = word.Write(d); err != nil {
			return err
		}
	case "typst":
		data = []byte(typst(d))
	default:
		return fmt.Errorf("no form %q", args[0])
	}
	return os.WriteFile(args[1], data, 0o600)
}

const body = "根据《党政领导干部选拔任用工作条例》和市委联审办“三责联审”工作安排（×联审〔2026〕5号），审查组于2026年3月5日至4月2日对临江县开展了审查，" +
	"谈话86人次，发放问卷120份、收回118份（有效率98.33%）；统一社会信用代码91330200MA2AGQ8K3X的单位——即县城投公司……未按规定备案，涉及金额1,234.56万元。"

// report is 22 sections of a heading, paragraphs and a small table.
func report() *document.Document {
	d := &document.Document{Kind: document.Official, Number: "×组审〔2026〕5号", Head: &document.Head{Organs: document.Plain("中共示例市委组织部"), Suffix: "文件"},
		Title: document.Plain("关于王𬭎同志任期内", "履行选人用人责任情况的", "审查报告"), Recipients: document.Plain("临江县委"),
		Signature: &document.Signature{Organs: document.Plain("中共示例市委组织部"), Date: document.Sentence{Text: "2026年4月20日"}, Sealed: true}}
	for i := range 22 {
		d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: strconv.Itoa(i+1) + "、审查工作开展情况"}, document.Words(body, body), document.Words(body, strings.Repeat("甲乙丙丁", i%17)),
			document.Table{Caption: document.Sentence{Text: "表" + strconv.Itoa(i+1)}, Columns: []document.Column{{Head: "类别"}, {Head: "核定", Align: document.AlignDecimal}, {Head: "实有", Align: document.AlignDecimal}},
				Rows: []document.Row{{Cells: document.Cells("行政", "1,234.56", "12.5")}, {Cells: document.Cells("事业", "34.5", "7")}}})
	}
	return d
}

// typst says the same in its markup; strings need no escapes but those of a string.
func typst(d *document.Document) string {
	var b strings.Builder
	b.WriteString("#set page(paper: \"a4\", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: \"— 1 —\")\n" +
		"#set text(size: 15.79pt, lang: \"zh\", region: \"cn\")\n#set par(justify: true, first-line-indent: 2em, leading: 13pt)\n")
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case document.Heading:
			fmt.Fprintf(&b, "#heading(%q)\n\n", block.Text)
		case document.Paragraph:
			for _, s := range block.Sentences {
				fmt.Fprintf(&b, "#%q", s.Text)
			}
			b.WriteString("\n\n")
		case document.Table:
			fmt.Fprintf(&b, "#table(columns: %d", len(block.Columns))
			for _, row := range append(block.HeadRows(), rows(block)...) {
				for _, c := range row {
					fmt.Fprintf(&b, ", %q", c.Text)
				}
			}
			b.WriteString(")\n\n")
		}
	}
	return b.String()
}

func rows(t document.Table) [][]document.Cell {
	out := make([][]document.Cell, len(t.Rows))
	for i, r := range t.Rows {
		out[i] = r.Cells
	}
	return out
}
