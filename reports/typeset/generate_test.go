package typeset

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"lianshen/reports/document"
)

func genSentences(t *rapid.T, name string) []document.Sentence {
	return document.Plain(rapid.SliceOfN(genText(6), 0, 3).Draw(t, name)...)
}

func genSentence(t *rapid.T, name string) document.Sentence {
	return document.Sentence{Text: genText(2).Draw(t, name)}
}

// genRows cuts a grid into cells that span columns and rows.
func genRows(t *rapid.T, rows, columns int, cell *rapid.Generator[string]) [][]document.Cell {
	out := make([][]document.Cell, rows)
	covered := make([][]bool, rows)
	for r := range covered {
		covered[r] = make([]bool, columns)
	}
	for r := range rows {
		for c := 0; c < columns; c++ {
			if covered[r][c] {
				continue
			}
			wide, down := 1, 1
			if rapid.IntRange(0, 5).Draw(t, "spans") == 5 {
				for most := rapid.IntRange(1, 4).Draw(t, "wide"); wide < most && c+wide < columns && !covered[r][c+wide]; {
					wide++
				}
				down = min(rapid.IntRange(1, 3).Draw(t, "down"), rows-r)
			}
			for i := range down {
				for j := range wide {
					covered[r+i][c+j] = true
				}
			}
			out[r] = append(out[r], document.Cell{Text: cell.Draw(t, "cell"), ColSpan: wide, RowSpan: down,
				Align: rapid.SampledFrom([]document.Align{"", "", document.AlignLeft, document.AlignRight}).Draw(t, "stands"), Top: rapid.Bool().Draw(t, "top")})
		}
	}
	return out
}

func genTable(t *rapid.T) document.Table {
	table := document.Table{Caption: genSentence(t, "caption"), Unit: rapid.SampledFrom([]string{"", "单位：万元"}).Draw(t, "unit")}
	columns := rapid.IntRange(1, 10).Draw(t, "columns")
	for i := range columns {
		table.Columns = append(table.Columns, document.Column{Head: fmt.Sprintf("栏目%d", i+1), Width: rapid.Float64Range(0, 4).Draw(t, "weight"),
			Align: rapid.SampledFrom([]document.Align{"", document.AlignCentre, document.AlignRight, document.AlignDecimal}).Draw(t, "align")})
	}
	cell := rapid.OneOf(genText(3), rapid.SampledFrom([]string{"1,234.56", "-0.5", "—", "12.30%", "91330200MA2AGQ8K3X", "", "孻𬀩𣲘"}))
	if rapid.IntRange(0, 3).Draw(t, "headed") == 3 {
		table.Head = genRows(t, rapid.IntRange(1, 3).Draw(t, "head rows"), columns, genText(2))
	}
	for _, cells := range genRows(t, rapid.IntRange(0, 24).Draw(t, "rows"), columns, cell) {
		table.Rows = append(table.Rows, document.Row{Cells: cells, Total: rapid.IntRange(0, 9).Draw(t, "total") == 9, Lead: rapid.IntRange(0, 9).Draw(t, "leads") == 9,
			Height: rapid.SampledFrom([]float64{0, 0, 0, 30, 200}).Draw(t, "height")})
	}
	if rapid.IntRange(0, 3).Draw(t, "tall") == 3 && len(table.Rows) > 0 {
		if row := table.Rows[len(table.Rows)/2]; len(row.Cells) > 0 {
			row.Cells[0].Text, row.Cells[0].Again = strings.Repeat("很长的一格，", rapid.IntRange(50, 800).Draw(t, "long")), rapid.SampledFrom([]string{"", "续"}).Draw(t, "again")
		}
	}
	table.Notes = genSentences(t, "notes")
	return table
}

func genParagraph(t *rapid.T) document.Paragraph {
	p := document.Paragraph{Sentences: genSentences(t, "sentences"),
		Style: rapid.SampledFrom([]document.ParagraphStyle{document.Body, document.Flush, document.Centred, document.Right, document.Small}).Draw(t, "style")}
	if rapid.IntRange(0, 3).Draw(t, "leads") == 3 {
		p.Lead, p.LeadLevel = genSentence(t, "lead"), rapid.IntRange(1, 4).Draw(t, "level")
	}
	if rapid.Bool().Draw(t, "noted") {
		for i := range p.Sentences {
			note := strings.Repeat(genText(4).Draw(t, "note"), rapid.SampledFrom([]int{1, 1, 2, 40}).Draw(t, "long"))
			p.Sentences[i].Footnote = &document.Sentence{Text: note}
		}
	}
	return p
}

func genBlock(t *rapid.T) document.Block {
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 9:
		return document.Heading{Level: rapid.IntRange(1, 4).Draw(t, "level"), Text: genText(3).Draw(t, "heading")}
	case 8:
		return genTable(t)
	case 7:
		return document.Chart{Caption: genSentence(t, "caption"), Series: []string{"好", "差"}, Bars: []document.Bar{{Label: genSentence(t, "label"),
			Values: []int64{rapid.Int64Range(0, 100).Draw(t, "value"), 3}, Note: genSentence(t, "note")}}}
	case 6:
		return document.Spacer{Lines: rapid.Float64Range(0, 22).Draw(t, "lines")}
	case 5:
		return document.PageBreak{}
	case 4:
		return document.Symbol{Dark: symbolOf(21), Side: rapid.Float64Range(10, 60).Draw(t, "side"), Beside: genSentences(t, "beside")}
	}
	return genParagraph(t)
}

func symbolOf(modules int) [][]bool {
	dark := make([][]bool, modules)
	for i := range dark {
		dark[i] = make([]bool, modules)
	}
	return dark
}

func genHead(t *rapid.T, d *document.Document) {
	d.Number = rapid.SampledFrom([]string{"", "×联审〔2026〕5号", "示例市党政正职“三责联审”工作领导小组办公室联审〔2026〕1024号"}).Draw(t, "number")
	h := &document.Head{Suffix: rapid.SampledFrom([]string{"", "文件", "纪要"}).Draw(t, "suffix"), Secrecy: rapid.SampledFrom([]string{"", "机密★1年"}).Draw(t, "secrecy"),
		Urgency: rapid.SampledFrom([]string{"", "特急"}).Draw(t, "urgency"), CopyNumber: rapid.SampledFrom([]string{"", "000012"}).Draw(t, "copy"),
		Internal: rapid.SampledFrom([]string{"", "内部资料　注意保存"}).Draw(t, "internal")}
	d.Head = h
	if d.Kind == document.Official && rapid.IntRange(0, 2).Draw(t, "letter") == 2 {
		h.Layout, h.Organs = document.LetterHead, []document.Sentence{genSentence(t, "organ")}
		return
	}
	names := rapid.SliceOfN(genText(1), 0, 3) // a head of more than a page is none
	h.Organs = document.Plain(names.Draw(t, "organs")...)
	if h.Signer.Text = genText(1).Draw(t, "signer"); h.Signer.Text != "" {
		h.CoSigners = document.Plain(names.Draw(t, "signers")...)
	}
}

func genDocument(t *rapid.T) *document.Document {
	d := &document.Document{
		Draft: rapid.Bool().Draw(t, "draft"), Watermark: rapid.SampledFrom([]string{"", "征求意见稿"}).Draw(t, "watermark"),
		Title: genSentences(t, "title"), Recipients: genSentences(t, "recipients"), Attachments: genSentences(t, "attachments"),
		Kind: rapid.SampledFrom([]document.Kind{document.Official, document.Form}).Draw(t, "kind"),
	}
	if rapid.Bool().Draw(t, "head") {
		genHead(t, d)
	}
	d.Blocks = rapid.SliceOfN(rapid.Custom(genBlock), 0, 6).Draw(t, "blocks")
	if rapid.IntRange(0, 3).Draw(t, "minutes") == 3 {
		d.Attendance = []document.Roll{{Label: "出席", Names: genSentences(t, "present")}, {Label: "请假", Names: genSentences(t, "excused")}}
	}
	if rapid.Bool().Draw(t, "signed") {
		d.Signature = &document.Signature{Organs: genSentences(t, "signed by"), Date: document.Sentence{Text: "2026年3月5日"}, Sealed: rapid.Bool().Draw(t, "sealed")}
		d.Note = genSentence(t, "note")
	}
	for range rapid.IntRange(0, 2).Draw(t, "annexes") {
		d.Annexes = append(d.Annexes, document.Annex{Title: genSentences(t, "annex"), Blocks: rapid.SliceOfN(rapid.Custom(genBlock), 0, 3).Draw(t, "annex blocks")})
	}
	if rapid.Bool().Draw(t, "imprint") {
		d.Imprint = &document.Imprint{SendTo: genSentences(t, "sent to"), CopyTo: genSentences(t, "copies")}
		if d.Head == nil || d.Head.Layout != document.LetterHead {
			d.Imprint.Issuer, d.Imprint.Date = genSentence(t, "issuer"), document.Sentence{Text: "2026年3月6日"}
		}
	}
	if rapid.Bool().Draw(t, "traced") {
		d.Trace, d.Code = document.Sentence{Text: "文件标识 0192 第2版"}, &document.Symbol{Dark: symbolOf(29), Side: rapid.Float64Range(10, 20).Draw(t, "code")}
	}
	return d
}
