package forms

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

// long is the case with so much in every form that it goes over pages.
func long(strand app.Strand) app.Dossier {
	d := site()
	paragraphs := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "第%d段：经查，该县2024年土地出让收入未及时缴入国库，涉及金额较大，需逐笔核对账簿、凭证和缴款书。\n", i+1)
		}
		return b.String()
	}
	d.Sheets[0].Strand, d.Sheets[0].Summary, d.Sheets[0].Opinion = strand, paragraphs(40), paragraphs(30)
	d.Papers[1].Strand, d.Papers[1].Process, d.Papers[1].Conclusion, d.Papers[1].Review = strand, paragraphs(30), paragraphs(30), paragraphs(12)
	d.Talks[0].QA = map[string]app.QA{}
	for i := range 40 {
		d.Talks[0].QA[fmt.Sprintf("%03d", i+1)] = app.QA{Question: fmt.Sprintf("第%d问：请说明经过。", i+1), Answer: paragraphs(2)}
	}
	d.Visits[0].Text, d.Visits[0].EscortOpinion = paragraphs(40), paragraphs(20)
	for i := range 30 {
		d.Visits[0].Measured[fmt.Sprintf("%02d", i+3)] = app.Measured{What: fmt.Sprintf("第%d处", i+3), Value: "1.5", Unit: "米", How: "钢尺"}
		d.Materials = append(d.Materials, app.Material{ID: id(1000 + i), Batch: 3, Name: fmt.Sprintf("第%d册凭证", i+1), Kind: app.Ledger, Year: "2024", Copies: 1, Items: app.NewSet("JJ-3-05"), DueOn: on("2026-05-20")})
		d.Evidence = append(d.Evidence, app.Evidence{ID: id(2000 + i), Number: 5 + i, Title: fmt.Sprintf("第%d份凭证", i+1), Kind: "document", CollectedOn: on("2026-04-20"), CollectedBy: "华取证", Source: "县财政局"})
		d.Heard = append(d.Heard, app.Heard{ID: id(3000 + i), Number: 3 + i, On: on("2026-04-16"), Source: "letter", Text: fmt.Sprintf("第%d封来信反映的情况。", i+1), Strand: app.Audit})
		d.Papers = append(d.Papers, app.Paper{ID: id(4000 + i), Index: fmt.Sprintf("JJ001-3-%02d", 8+i), Title: fmt.Sprintf("事项%d", i+1), Strand: strand, Conclusion: "未发现问题。", Author: "金底稿"})
		section := &d.Templates[app.Review].Sections[0]
		section.Items = append(section.Items, app.Item{Code: fmt.Sprintf("XR-2-%02d", 4+i), Check: fmt.Sprintf("第%d项是否合规", 4+i), Problems: []string{"不合规"}})
	}
	d.Answers["XR-2-09"] = app.Answer{Conclusion: app.Problem, Note: paragraphs(5)}  // goes to the next page whole
	d.Answers["XR-2-12"] = app.Answer{Conclusion: app.Problem, Note: paragraphs(30)} // no page holds it
	for i := range 90 {
		d.Stocktakes[0].Lines[fmt.Sprintf("%03d", i+3)] = app.StockLine{Name: fmt.Sprintf("第%d件", i+3), Unit: "台", Book: 1, Counted: 1, BookValue: 1000, FoundValue: 1000}
	}
	return d
}

// overPages are the forms that are printed over pages: what stands at the head of every further page, and what signs.
var overPages = []struct {
	name   string
	kind   Kind
	o      Options
	strand app.Strand
	again  string // repeated on every further page of the table
	signs  string // stand together at the end
}{
	{"talk", Talk, Options{ID: id(20)}, app.Audit, "被谈话人（签名、按指印）", "以上记录我看过 被谈话人 谈话人 记录人"},
	{"visit", Visit, Options{ID: id(27)}, app.Audit, "", "察看人 陪同人 未签名原因"},
	{"stocktake", Stocktake, Options{ID: id(28)}, app.Audit, "规格型号", "盘点人 保管人 单位负责人"},
	{"sheet-review", Sheet, Options{ID: id(40)}, app.Review, "编号：JJ001-Q-07", "（盖章） 证据提供单位负责人（签名） 说明：本单主要用于审查事项"},
	{"sheet-verification", Sheet, Options{ID: id(40)}, app.Verification, "编号：JJ001-Q-07", "（盖章） 证据提供单位负责人（签名） 说明：本单主要用于审核事项"},
	{"sheet-audit", Sheet, Options{ID: id(40)}, app.Audit, "编号：JJ001-Q-07", "（盖章） 证据提供单位负责人（签名） 说明：本单主要用于审计事项"},
	{"paper-review", Paper, Options{ID: id(51)}, app.Review, "索引号：JJ001-3-07", "审核人员 审核日期 附件：18页"},
	{"paper-verification", Paper, Options{ID: id(51)}, app.Verification, "索引号：JJ001-3-07", "审核人员 审核日期 附件：18页"},
	{"paper-audit", Paper, Options{ID: id(51)}, app.Audit, "索引号：JJ001-3-07", "审核人员 审核日期 附件：18页"},
	{"trace-review", Trace, Options{Strand: app.Review}, app.Review, "审查证实问题类别", "编制人 审核人"},
	{"trace-verification", Trace, Options{Strand: app.Verification}, app.Verification, "审核证实问题类别", "编制人 审核人"},
	{"trace-audit", Trace, Options{Strand: app.Audit}, app.Audit, "审计证实问题类别", "编制人 审核人"},
	{"materials", Materials, Options{Batch: 3}, app.Audit, "接收人签", "送达清单 提供资料 归还资料"},
	{"evidence", Evidence, Options{}, app.Audit, "存放和校验", "编制人 复核人"},
	{"heard", Heard, Options{}, app.Audit, "意见建议内容", "登记人 工作组组长"},
	{"checklist", Checklist, Options{Strand: app.Review}, app.Review, "检查结论", "检查人 主审"},
	{"daylog", DayLog, Options{}, app.Audit, "工作内容", "记录人"},
}

func TestFormsOverPagesReadAsTheGoldenFilesSay(t *testing.T) {
	for _, c := range overPages {
		t.Run(c.name, func(t *testing.T) {
			d := long(c.strand)
			if c.kind == DayLog {
				for i := range 40 {
					day, text := on("2026-03-01").AddDays(i), "谈话1次；整理谈话记录。"
					if i == 5 {
						text = strings.Repeat("查阅凭证一册，核对缴款书；整理谈话记录。\n", 60)
					}
					c.o.Days = append(c.o.Days, app.DayLog{ID: app.DayLogID(id(60), day), Person: id(60), On: day, Text: text})
				}
			}
			doc, err := Compose(c.kind, d, c.o)
			if err != nil {
				t.Fatal(err)
			}
			res, err := pdf.Render(doc)
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("FORMS_OUT"); dir != "" {
				if err := pdf.WriteFile(filepath.Join(dir, "over-"+c.name+".pdf"), res); err != nil {
					t.Fatal(err)
				}
			}
			pages, err := pdf.ReadText(res.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			if len(pages) < 2 {
				t.Fatalf("it fits on %d page", len(pages))
			}
			var b strings.Builder
			for i, p := range pages {
				own, around := document.Ink(string(p.Text)), document.Ink(string(p.Artifacts))
				if want := fmt.Sprintf("第%d页（共%d页）", i+1, len(pages)); !strings.Contains(around, want) {
					t.Errorf("page %d does not say %s: %s", i+1, want, around)
				}
				if i > 0 && !strings.Contains(around, document.Ink(doc.Label.Text)) {
					t.Errorf("page %d does not say which form it is of: %s", i+1, around)
				}
				if i > 0 && i+1 < len(pages) && !strings.Contains(around, c.again) {
					t.Errorf("page %d does not repeat %s: %s", i+1, c.again, around)
				}
				if n := len([]rune(own)); n < 60 {
					t.Errorf("page %d bears %d characters: %s", i+1, n, own)
				}
				fmt.Fprintf(&b, "［%d］%s … %s\n［每页］%s\n", i+1, ends(own, false), ends(own, true), around)
			}
			last := document.Ink(string(pages[len(pages)-1].Text))
			at := 0
			for _, sign := range strings.Fields(c.signs) {
				if at = strings.LastIndex(last, document.Ink(sign)); at < 0 {
					t.Errorf("the last page has no %s: %s", sign, last)
				}
			}
			if first := strings.Index(last, document.Ink(strings.Fields(c.signs)[0])); first < 20 {
				t.Errorf("the last page bears signatures alone: %s", last)
			}
			path := filepath.Join("testdata", "long", c.name+".txt")
			if *update {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("%s says something else:\n%s", c.name, b.String())
			}
		})
	}
}

// ends gives the beginning or the end of a page's text.
func ends(text string, last bool) string {
	r := []rune(text)
	if last {
		return string(r[max(0, len(r)-120):])
	}
	return string(r[:min(60, len(r))])
}

// BenchmarkWholeSetOfALargeCase prints every form of a case of 104 items, 60 papers and sheets, 30 talks and 300 pieces of
// evidence into one file, read back.
func BenchmarkWholeSetOfALargeCase(b *testing.B) {
	d := long(app.Audit)
	for i := range 30 {
		talk, sheet, paper := d.Talks[1], d.Sheets[0], d.Papers[0]
		talk.ID, talk.Number = id(5000+i), fmt.Sprintf("T-%02d", 10+i)
		sheet.ID, sheet.Index, sheet.Summary, sheet.Opinion = id(6000+i), fmt.Sprintf("JJ001-Q-%02d", 10+i), "经查，未按规定缴库。", ""
		paper.ID, paper.Index = id(7000+i), fmt.Sprintf("JJ001-4-%02d", 10+i)
		d.Talks, d.Sheets, d.Papers = append(d.Talks, talk), append(d.Sheets, sheet), append(d.Papers, paper)
	}
	for i := range 270 {
		e := d.Evidence[0]
		e.ID, e.Number = id(8000+i), 100+i
		d.Evidence = append(d.Evidence, e)
	}
	section := &d.Templates[app.Review].Sections[0]
	for len(section.Items) < 104 {
		section.Items = append(section.Items, app.Item{Code: fmt.Sprintf("XR-2-%d", 100+len(section.Items)), Check: "任前公示是否不少于五个工作日", Problems: []string{"公示期不足", "公示内容不全"}})
	}
	var wanted []Wanted
	for _, k := range Kinds {
		wanted = append(wanted, Wanted{k, Options{Days: days}})
	}
	b.ReportAllocs()
	for b.Loop() {
		res, err := Print(d, wanted...)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(res.Pages), "pages")
		b.ReportMetric(float64(len(res.Bytes)), "bytes")
	}
}
