package pdf

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lianshen/reports/document"
	"lianshen/reports/typeset"
)

// external runs a reader that is not ours; a machine without it skips.
func external(t *testing.T, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Skipf("%s is not installed", tool)
	}
	out, err := exec.Command(tool, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", tool, args, err, out)
	}
	return string(out)
}

func saved(t *testing.T, d *document.Document) (string, *Result) {
	t.Helper()
	r, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := WriteFile(path, r); err != nil {
		t.Fatal(err)
	}
	return path, r
}

func TestIndependentReaderFindsTheComposedText(t *testing.T) {
	for name, draft := range map[string]bool{"final": false, "draft": true} {
		t.Run(name, func(t *testing.T) {
			d := longReport(10, draft)
			// A row cut between pages is read page by page; without it the
			// whole text reads straight through.
			table := d.Annexes[0].Blocks[0].(document.Table)
			table.Rows = table.Rows[:14]
			d.Annexes[0].Blocks[0] = table
			path, _ := saved(t, d)
			got := document.Ink(external(t, "pdftotext", "-raw", "-nopgbrk", path, "-"))
			want := document.Ink(d.Text())
			if got != want {
				g, w := []rune(got), []rune(want)
				i := 0
				for i < len(g) && i < len(w) && g[i] == w[i] {
					i++
				}
				t.Fatalf("differs at character %d of %d: got %q, want %q", i, len(w), cutAt(g, i), cutAt(w, i))
			}
		})
	}
}

func TestIndependentReaderFindsEveryPageOfACutRow(t *testing.T) {
	d := longReport(1, true)
	path, r := saved(t, d)
	pages := strings.Split(external(t, "pdftotext", "-raw", path, "-"), "\f")
	for i, want := range r.PageText {
		if got := document.Ink(pages[i]); got != want {
			t.Errorf("page %d says %q, want %q", i+1, got, want)
		}
	}
	if len(strings.Join(r.PageText, "")) != len(document.Ink(d.Text())) {
		t.Error("the pages together are not as long as the document")
	}
}

func cutAt(list []rune, i int) string {
	return string(list[max(0, i-10):min(len(list), i+20)])
}

func TestFileIsSoundForQPDF(t *testing.T) {
	path, _ := saved(t, longReport(6, true))
	out := external(t, "qpdf", "--check", path)
	if !strings.Contains(out, "No syntax or stream encoding errors") || strings.Contains(out, "WARNING") {
		t.Error(out)
	}
}

func TestPopplerFindsNoFaultInFontsOrPages(t *testing.T) {
	path, _ := saved(t, longReport(3, true))
	out := external(t, "pdftoppm", "-r", "20", "-png", path, filepath.Join(t.TempDir(), "page"))
	if strings.TrimSpace(out) != "" {
		t.Errorf("pdftoppm complains: %s", out)
	}
}

func TestSameDocumentGivesSameBytes(t *testing.T) {
	a, err := Render(longReport(4, false))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		b, err := Render(longReport(4, false))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes, b.Bytes) || a.SHA256 != b.SHA256 {
			t.Fatal("two renderings differ")
		}
	}
}

func TestManyAtOnceGiveTheSameBytes(t *testing.T) {
	want, err := Render(longReport(2, true))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			got, err := Render(longReport(2, true))
			if err != nil || got.SHA256 != want.SHA256 {
				t.Errorf("rendering beside others: %v", err)
			}
		}()
	}
	wg.Wait()
}

func TestFileSaysWhatItIsAbout(t *testing.T) {
	d := longReport(2, false)
	d.Meta.Author = "王𬭎"
	path, _ := saved(t, d)
	info := external(t, "pdfinfo", "-isodates", path)
	for _, want := range []string{d.Meta.Title, "王𬭎", "三责联审 选人用人", "2026-06-01", "A4"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not show %q:\n%s", want, info)
		}
	}
}

func TestHeadingsAreBookmarks(t *testing.T) {
	d := longReport(2, false)
	d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: "三、王𫖯同志的责任"})
	path, _ := saved(t, d)
	out := external(t, "qpdf", "--json", "--json-key=outlines", path)
	for _, want := range []string{"一、审查工作开展情况", "（一）班子和选任干部情况", "三、王𫖯同志的责任", "附件2 民主测评结果汇总表"} {
		if !strings.Contains(out, want) {
			t.Errorf("no bookmark %q in %s", want, out)
		}
	}
}

func TestNoPageBearsOnlyASignature(t *testing.T) {
	for n := 1; n < 12; n++ {
		d := &document.Document{Title: document.Plain("报告"), Blocks: []document.Block{},
			Signature: &document.Signature{Organs: document.Plain("中共临江市委组织部"), Sealed: true, Date: document.Sentence{Text: "2026年6月1日"}}}
		for range n {
			d.Blocks = append(d.Blocks, document.Words(strings.Repeat("审查组的责任是提出审查意见。", 6)))
		}
		l, err := typeset.Set(d)
		if err != nil {
			t.Fatal(err)
		}
		signed, body := 0, 0
		for _, line := range l.Lines {
			if strings.Contains(line.Text, "2026年6月") {
				signed = line.Page
			}
		}
		for _, line := range l.Lines {
			if line.Page == signed && !strings.Contains(line.Text, "组织部") && !strings.Contains(line.Text, "2026年") {
				body++
			}
		}
		if body < 2 {
			t.Errorf("%d paragraphs: the signature's page has %d lines of body", n, body)
		}
	}
}

func BenchmarkRender25Pages(b *testing.B) { render(b, longReport(11, false)) }

func BenchmarkRender100Pages(b *testing.B) { render(b, longReport(64, false)) }

func render(b *testing.B, d *document.Document) {
	b.ReportAllocs()
	for b.Loop() {
		r, err := Render(d)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(r.Pages), "pages")
	}
}

func TestSeveralDocumentsMakeOneFileAndKeepTheirPages(t *testing.T) {
	form := func(title string, turned bool) *document.Document {
		return &document.Document{Kind: document.Form, Landscape: turned, Title: document.Plain(title), Blocks: []document.Block{document.Heading{Level: 1, Text: title}}}
	}
	res, err := RenderAll([]*document.Document{form("甲表", false), form("乙表", true), form("甲表", false)})
	if err != nil {
		t.Fatal(err)
	}
	if res.Pages != 3 || res.PageText[1] != "乙表乙表" || res.Bookmarks[2].Page != 3 {
		t.Errorf("%d pages say %q, bookmarks %v", res.Pages, res.PageText, res.Bookmarks)
	}
	if n := bytes.Count(res.Bytes, []byte("/MediaBox [0 0 841.89 595.28]")); n != 1 {
		t.Errorf("%d pages are turned", n)
	}
	if _, err := RenderAll(nil); err == nil {
		t.Error("a file of nothing was made")
	}
}
