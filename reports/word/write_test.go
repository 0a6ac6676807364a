package word

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/reports/document"
)

// whole is a document that has every part there is.
func whole() *document.Document {
	return &document.Document{
		Kind: document.Official, Number: "示组审〔2026〕3号", Watermark: "征求意见稿",
		Head: &document.Head{Organs: document.Plain("中共示例市委组织部", "示例市审计局"), Suffix: "文件", CopyNumber: "000012", Secrecy: "机密★1年", Urgency: "特急", Internal: "内部资料　注意保存",
			Signer: document.Sentence{Text: "王𬭎"}, CoSigners: document.Plain("李四", "赵五五")},
		Title: document.Plain("关于青禾县", "选人用人责任的", "审查报告"), Subtitle: document.Sentence{Text: "（送审稿）"}, Recipients: document.Plain("市委", "市政府"),
		Blocks: []document.Block{
			document.Heading{Level: 1, Text: "一、基本情况"}, document.Heading{Level: 2, Text: "（一）概况"},
			document.Paragraph{Lead: document.Sentence{Text: "程序不规范。"}, LeadLevel: 2, Sentences: []document.Sentence{{Text: "甲 & 乙 <丙>。"}, {Text: "要紧。", Strong: true}, {Text: "一\n二\t三"}}},
			document.Paragraph{Sentences: []document.Sentence{{Text: "先有一注，", Footnote: &document.Sentence{Text: "注 & 释\n二"}}, {Text: "后有一注。", Footnote: &document.Sentence{Text: "又注"}}}},
			document.Paragraph{Style: document.Small, Sentences: document.Plain("小注。")},
			document.Spacer{Lines: 2}, document.PageBreak{},
			document.Table{Caption: document.Sentence{Text: "表1"}, Unit: "单位：万元", Columns: []document.Column{{}, {}, {Align: document.AlignDecimal}},
				Head:  [][]document.Cell{{{Text: "类别", RowSpan: 2}, {Text: "人数", ColSpan: 2}}, {{Text: "核定"}, {Text: "实有"}}},
				Rows:  []document.Row{{Cells: []document.Cell{{Text: "行政", RowSpan: 2, ColSpan: 2}, {Text: "1,234.56"}}}, {Cells: document.Cells("3.10"), Lead: true}, {Cells: []document.Cell{{Text: "签字", Foot: "（盖章）", ColSpan: 3}}, Height: 30, Total: true}},
				Notes: document.Plain("注：略"), Signing: true},
			document.Chart{Caption: document.Sentence{Text: "图1"}, Series: []string{"好", "差"}, Bars: []document.Bar{{Label: document.Sentence{Text: "班子"}, Values: []int64{9, 1}, Note: document.Sentence{Text: "90%"}}}},
			document.Symbol{Dark: [][]bool{{true, false}, {false, true}}, Side: 20, Beside: document.Plain("识别码", "第二行")},
			document.Groups{List: []string{"AB", "CD", "EF"}, Columns: 2},
			document.PageBreak{}, document.Paragraph{Sentences: document.Plain("下一页。")},
		},
		Attachments: document.Plain("问题清单", "名册"),
		Attendance:  []document.Roll{{Label: "出席", Names: document.Plain("甲", "乙")}, {Label: "列席", Names: document.Plain("丙")}},
		Signature:   &document.Signature{Organs: document.Plain("中共示例市委组织部", "示例市审计局"), Date: document.Sentence{Text: "2026年3月5日"}, Sealed: true},
		Note:        document.Sentence{Text: "此件不公开"},
		Annexes:     []document.Annex{{Title: document.Plain("问题", "清单"), Blocks: []document.Block{document.Words("无。")}}, {Title: document.Plain("名册")}},
		Imprint:     &document.Imprint{SendTo: document.Plain("青禾县委"), CopyTo: document.Plain("市纪委", "市委巡察办"), Issuer: document.Sentence{Text: "市委组织部办公室"}, Date: document.Sentence{Text: "2026年3月6日"}},
		Trace:       document.Sentence{Text: "日志校验码 7K2M-Q9XD"},
		Code:        &document.Symbol{Dark: [][]bool{{true, false}, {false, true}}, Side: 12},
	}
}

// aLetter is a letter with what a letter may have.
func aLetter() *document.Document {
	return &document.Document{
		Kind: document.Official, Number: "示审函〔2026〕3号",
		Head:  &document.Head{Layout: document.LetterHead, Organs: document.Plain("示例市审计局"), Secrecy: "机密★1年", Urgency: "特急", Internal: "内部资料　注意保存"},
		Title: document.Plain("关于征求", "意见的函"), Recipients: document.Plain("青禾县委"),
		Blocks:    []document.Block{document.Paragraph{Sentences: []document.Sentence{{Text: "现送你委。", Footnote: &document.Sentence{Text: "注"}}}}, document.PageBreak{}, document.Words("第二页。")},
		Signature: &document.Signature{Organs: document.Plain("示例市审计局"), Date: document.Sentence{Text: "2026年3月5日"}, Sealed: true},
		Imprint:   &document.Imprint{CopyTo: document.Plain("市纪委")},
	}
}

func written(t interface{ Fatal(...any) }, d *document.Document) []byte {
	data, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readBytes(data []byte) (Content, error) { return Read(bytes.NewReader(data), int64(len(data))) }

// Parts that a reader expects to find are named everywhere they must be, and the same document gives the same bytes.
func TestAWholeDocumentIsWrittenAndReadBack(t *testing.T) {
	data := written(t, whole())
	if !bytes.Equal(data, written(t, whole())) {
		t.Error("the same document gave other bytes")
	}
	c, err := readBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := document.Ink(c.Text()), document.Ink(whole().Text()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	levels := map[string]int{}
	for _, p := range c.Paragraphs {
		if p.Level > 0 {
			levels[p.Text] = p.Level
		}
	}
	for text, level := range map[string]int{"一、基本情况": 1, "（一）概况": 2, "附件1": 1} {
		if levels[text] != level {
			t.Errorf("%q has level %d of the outline, not %d", text, levels[text], level)
		}
	}
	for _, p := range c.Paragraphs {
		if p.Text == "1,234.56" && !p.Table {
			t.Error("a cell is read as body text")
		}
		if strings.HasPrefix(p.Text, "程序不规范。") && p.Text != "程序不规范。甲 & 乙 <丙>。要紧。一\n二\t三" {
			t.Errorf("%q", p.Text)
		}
	}
}

// Several documents in one file are sections: each begins a page and counts its own; what they share is in the file once.
func TestSeveralDocumentsAreSections(t *testing.T) {
	form := func(text string) *document.Document {
		return &document.Document{Kind: document.Form, Title: document.Plain("登记表"), Blocks: []document.Block{document.Words(text)}}
	}
	one, turned := form("甲"), form("乙")
	turned.Landscape = true
	data, err := WriteAll([]*document.Document{one, one, turned, whole()})
	if err != nil {
		t.Fatal(err)
	}
	main := unpacked(t, data, "word/document.xml")
	for part, n := range map[string]int{"<w:sectPr>": 4, `<w:pgNumType w:start="1"/>`: 4, `w:orient="landscape"`: 1, `<w:type w:val="nextPage"/>`: 4, `w:type="even"`: 8} {
		if got := strings.Count(main, part); got != n {
			t.Errorf("%d times %s, not %d", got, part, n)
		}
	}
	c, err := readBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := document.Ink(c.Text()), document.Ink(one.Text()+one.Text()+turned.Text()+whole().Text()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	parts := 0
	for _, f := range container(t, data).File {
		if strings.HasPrefix(f.Name, "word/header") || strings.HasPrefix(f.Name, "word/footer") {
			parts++
		}
	}
	if parts != 5 { // a header and a footer of the forms; a header with the watermark and two footers of the report
		t.Errorf("%d headers and footers", parts)
	}
	if _, err := WriteAll(nil); err == nil {
		t.Error("a file of no document was written")
	}
}

// Paragraphs says what Read finds in the file.
func TestTheParagraphsOfADocumentAreThoseOfItsFile(t *testing.T) {
	c, err := readBytes(written(t, whole()))
	if err != nil {
		t.Fatal(err)
	}
	list, err := Paragraphs(whole())
	if err != nil || len(list) != len(c.Paragraphs) {
		t.Fatalf("%d paragraphs, not %d: %v", len(list), len(c.Paragraphs), err)
	}
	for i, p := range list {
		if p.Text != c.Paragraphs[i].Text || p.Table != c.Paragraphs[i].Table {
			t.Errorf("%d: %+v, not %+v", i, p, c.Paragraphs[i])
		}
	}
}

// The file has what a reader of an office looks for: its margins, its grid, its faces.
func TestThePageIsTheOfficialOne(t *testing.T) {
	main := unpacked(t, written(t, whole()), "word/document.xml")
	for what, want := range map[string]string{
		"margins":                `w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"`, // 37, 26, 35, 28 mm
		"grid of 22 lines":       `w:linePitch="580"`,
		"head of a table":        `<w:tblHeader/>`,
		"column span":            `<w:gridSpan w:val="2"/>`,
		"row span":               `<w:vMerge w:val="restart"/>`,
		"page number at the odd": `<w:footerReference w:type="default"`,
		"and at the even pages":  `<w:footerReference w:type="even"`,
	} {
		if !strings.Contains(main, want) {
			t.Errorf("%s: no %s", what, want)
		}
	}
	if foot := unpacked(t, written(t, whole()), "word/footer3.xml"); !strings.Contains(foot, " PAGE ") || !strings.Contains(foot, "— ") {
		t.Errorf("the number is no field: %s", foot)
	}
	if head := unpacked(t, written(t, whole()), "word/header1.xml"); !strings.Contains(head, `string="征求意见稿"`) {
		t.Error("no watermark")
	}
	form := unpacked(t, written(t, &document.Document{Kind: document.Form, Landscape: true, Title: document.Plain("清单")}), "word/document.xml")
	if !strings.Contains(form, `w:orient="landscape"`) {
		t.Error("the page is not turned")
	}
}

func unpacked(t *testing.T, data []byte, name string) string {
	t.Helper()
	out, err := unpack(container(t, data), name)
	if err != nil || out == nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

func TestWhatCannotBePrintedIsRefused(t *testing.T) {
	_, err := Write(&document.Document{Title: []document.Sentence{{Text: "一\x01二", Record: "问题1", Field: "title"}}})
	if app.CodeOf(err) != "report.character.control" {
		t.Errorf("control character: %v", err)
	}
	if _, err := Write(&document.Document{Blocks: []document.Block{document.Heading{Level: 7, Text: "x"}}}); err == nil {
		t.Error("a heading of level 7 was written")
	}
}

var letters = []rune("审查报告的情况一二三𬭎，。（）《》“”—… &<>\"'abcXYZ019.,\t\n")

func genText(most int) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom(letters), 0, most, -1)
}

func genList(t *rapid.T, name string) []document.Sentence {
	return document.Plain(rapid.SliceOfN(genText(12), 0, 3).Draw(t, name)...)
}

// genRows cuts a grid into cells that span columns and rows.
func genRows(t *rapid.T, columns int) []document.Row {
	n := rapid.IntRange(1, 6).Draw(t, "rows")
	covered := make([][]bool, n)
	for i := range covered {
		covered[i] = make([]bool, columns)
	}
	rows := make([]document.Row, n)
	for r := range n {
		for c := 0; c < columns; c++ {
			if covered[r][c] {
				continue
			}
			wide, down := 1, 1
			if rapid.IntRange(0, 3).Draw(t, "span") == 0 {
				for wide < 3 && c+wide < columns && !covered[r][c+wide] && rapid.Bool().Draw(t, "wider") {
					wide++
				}
				down = rapid.IntRange(1, n-r).Draw(t, "down")
			}
			for i := range down {
				for j := range wide {
					covered[r+i][c+j] = true
				}
			}
			rows[r].Cells = append(rows[r].Cells, document.Cell{Text: genText(8).Draw(t, "cell"), ColSpan: wide, RowSpan: down, Foot: genText(2).Draw(t, "foot")})
		}
	}
	return rows
}

// Whatever is composed comes out of the file as it went in (Write compares by itself), rows that are covered whole included.
func TestNoDocumentLosesText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &document.Document{Kind: rapid.SampledFrom([]document.Kind{document.Official, document.Form}).Draw(t, "kind"),
			Title: genList(t, "title"), Recipients: genList(t, "to"), Attachments: genList(t, "attachments"), Number: genText(6).Draw(t, "number")}
		for _, label := range []string{"出席", "列席"} {
			d.Attendance = append(d.Attendance, document.Roll{Label: label, Names: genList(t, "names")})
		}
		if rapid.Bool().Draw(t, "head") {
			d.Head = &document.Head{Organs: genList(t, "organs"), Suffix: genText(2).Draw(t, "suffix"), Signer: document.Sentence{Text: genText(3).Draw(t, "signer")}, Internal: genText(3).Draw(t, "internal")}
			if d.Head.Signer.Text != "" {
				d.Head.CoSigners = genList(t, "signers")
			}
		}
		if rapid.Bool().Draw(t, "signed") {
			d.Signature = &document.Signature{Organs: genList(t, "signed by"), Date: document.Sentence{Text: genText(9).Draw(t, "date")}, Sealed: rapid.Bool().Draw(t, "sealed")}
		}
		if rapid.Bool().Draw(t, "imprint") {
			d.Imprint = &document.Imprint{SendTo: genList(t, "sent"), CopyTo: genList(t, "copies"), Issuer: document.Sentence{Text: genText(9).Draw(t, "issuer")}, Date: document.Sentence{Text: genText(9).Draw(t, "printed")}}
		}
		for range rapid.IntRange(0, 5).Draw(t, "blocks") {
			switch rapid.IntRange(0, 4).Draw(t, "block") {
			case 0:
				d.Blocks = append(d.Blocks, document.Heading{Level: rapid.IntRange(1, 4).Draw(t, "level"), Text: genText(9).Draw(t, "heading")})
			case 1:
				d.Blocks = append(d.Blocks, document.PageBreak{})
			case 2:
				columns := rapid.IntRange(1, 10).Draw(t, "columns")
				d.Blocks = append(d.Blocks, document.Table{Columns: make([]document.Column, columns), Rows: genRows(t, columns), Notes: genList(t, "notes")})
			case 3:
				d.Blocks = append(d.Blocks, document.Chart{Series: []string{"好"}, Bars: []document.Bar{{Label: document.Sentence{Text: genText(3).Draw(t, "label")}, Values: []int64{rapid.Int64Range(0, 9).Draw(t, "value")}}}})
			default:
				d.Blocks = append(d.Blocks, document.Paragraph{Sentences: genList(t, "sentences"), Lead: document.Sentence{Text: genText(4).Draw(t, "lead")}, LeadLevel: 2})
			}
		}
		for i, b := range d.Blocks {
			if p, ok := b.(document.Paragraph); ok && rapid.Bool().Draw(t, "noted") {
				for j := range p.Sentences {
					p.Sentences[j].Footnote = &document.Sentence{Text: genText(9).Draw(t, "note")}
				}
				d.Blocks[i] = p
			}
		}
		data := written(t, d)
		c, err := readBytes(data)
		if err != nil {
			t.Fatal(err)
		}
		if document.Ink(c.Text()) != document.Ink(d.Text()) {
			t.Fatalf("%q became %q", d.Text(), c.Text())
		}
	})
}

func BenchmarkWriteFortyPages(b *testing.B) {
	d := &document.Document{Title: document.Plain("报告")}
	for i := range 800 {
		d.Blocks = append(d.Blocks, document.Words(fmt.Sprintf("第%d段，", i), strings.Repeat("审查了有关情况，", 6)))
	}
	for b.Loop() {
		written(b, d)
	}
}

// Another program reads the file and writes it anew: it must have understood all of it.
func TestLibreOfficeReadsEveryWord(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	from := filepath.Join(dir, "from.docx")
	docs := []*document.Document{whole(), aLetter(), whole()}
	all, err := WriteAll(docs)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(from, all, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "docx", "--outdir", filepath.Join(dir, "to"), from)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "to", "from.docx"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := readBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, d := range docs {
		said += d.Text()
	}
	if got, want := document.Ink(c.Text()), document.Ink(said); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
