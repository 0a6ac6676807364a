package pdf

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/reports/document"
)

// TestRandomTextIsWrittenAndReadBack renders random text of Han, rare names,
// Latin and marks: Render compares the finished bytes with the document, so
// that it succeeds means nothing was lost; a second rendering gives the same
// bytes.
func TestRandomTextIsWrittenAndReadBack(t *testing.T) {
	alphabet := []rune(rareNames + "审查报告情况，。、；：？！（）《》“”‘’〔〕——……·①★☐☑ABCxyz0189 .,()/%-\\\n")
	text := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 300, -1)
	rapid.Check(t, func(t *rapid.T) {
		d := &document.Document{Draft: rapid.Bool().Draw(t, "draft"), Watermark: rapid.SampledFrom([]string{"", "征求意见稿"}).Draw(t, "watermark"),
			Title: document.Plain(rapid.StringOfN(rapid.SampledFrom([]rune(rareNames)), 1, 60, -1).Draw(t, "title"))}
		for range rapid.IntRange(0, 4).Draw(t, "blocks") {
			d.Blocks = append(d.Blocks, document.Heading{Level: rapid.IntRange(1, 4).Draw(t, "level"), Text: text.Draw(t, "heading")},
				document.Words(text.Draw(t, "body")),
				document.Table{Columns: []document.Column{{Head: "甲"}, {Head: "乙", Align: document.AlignDecimal}},
					Rows: []document.Row{{Cells: document.Cells(text.Draw(t, "cell"), strings.Repeat(text.Draw(t, "long"), 4))}}})
		}
		d.Meta.Title = text.Draw(t, "meta")
		a, err := Render(d)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Render(d)
		if err != nil || !bytes.Equal(a.Bytes, b.Bytes) {
			t.Fatalf("two renderings differ: %v", err)
		}
	})
}

func TestUnprintableDocumentIsRefusedBeforeWriting(t *testing.T) {
	d := longReport(1, false)
	d.Recipients = append(d.Recipients, document.Sentence{Text: "王\u202E明", Record: "联审对象2", Field: "name"})
	if r, err := Render(d); err == nil || r != nil {
		t.Errorf("got %v, %v", r, err)
	}
}

func TestEmptyDocumentIsOnePage(t *testing.T) {
	r, err := Render(&document.Document{})
	if err != nil || r.Pages != 1 {
		t.Fatalf("%v %v", r, err)
	}
}
