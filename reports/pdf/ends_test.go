package pdf

import (
	"bytes"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"lianshen/reports/document"
)

// Letters, minutes and footnotes that go over pages are read back as they were composed, by ourselves and, as far as the
// file is concerned, by others; a footnote is an element of its own in the structure.
func TestLettersMinutesAndFootnotesAreWrittenAndReadBack(t *testing.T) {
	api.DisableConfigDir()
	body := strings.Repeat("经审查，形成了征求意见稿，现送你单位。", 12)
	noted := document.Paragraph{Sentences: []document.Sentence{{Text: body, Footnote: &document.Sentence{Text: strings.Repeat("《规定》第三十一条，", 9) + "王𬭎。"}}, {Text: body}}}
	var long []document.Block
	for range 22 {
		long = append(long, noted)
	}
	one := func(text string) document.Sentence { return document.Sentence{Text: text} }
	for name, d := range map[string]*document.Document{
		"letter": {Kind: document.Official, Number: "示函〔2026〕5号", Head: &document.Head{Layout: document.LetterHead, Organs: document.Plain("示例市审计局"), Internal: "内部资料　注意保存"},
			Title: document.Plain("关于征求意见的函"), Blocks: long, Imprint: &document.Imprint{CopyTo: document.Plain("市纪委")}},
		"minutes": {Kind: document.Official, Number: "第3期", Head: &document.Head{Organs: document.Plain("示例市联审会议"), Suffix: "纪要"}, Blocks: long[:2],
			Attendance: []document.Roll{{Label: "出席", Names: document.Plain("王𬭎（县委）", "李四（县政府）")}, {Label: "列席", Names: document.Plain("赵五")}}},
		"joint": {Kind: document.Official, Number: "示组审〔2026〕5号", Head: &document.Head{Organs: document.Plain("示例市委组织部", "示例市审计局"), Suffix: "文件", Signer: one("王𬭎"), CoSigners: document.Plain("李四", "赵五")},
			Blocks: long[:3], Imprint: &document.Imprint{SendTo: document.Plain("市委"), CopyTo: document.Plain("市纪委"), Issuer: one("办公室"), Date: one("2026年3月6日")}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Render(d)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := len(strings.Join(r.PageText, "")), len(document.Ink(d.Text())); got != want {
				t.Errorf("%d bytes of text, not %d", got, want)
			}
			conf := model.NewDefaultConfiguration()
			conf.ValidationMode = model.ValidationStrict
			if err := api.Validate(bytes.NewReader(r.Bytes), conf); err != nil {
				t.Error(err)
			}
			if !bytes.Contains(r.Bytes, []byte("/S /Note")) {
				t.Error("no element for the footnotes")
			}
		})
	}
}
