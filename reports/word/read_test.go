package word

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/ziptest"
)

func container(t testing.TB, data []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

const toContent = `<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document.xml"/></Relationships>`

// foreign is a file as other programs write it: levels by numbers for style names, changes that were tracked, a text box
// twice, a field, a stop and a tab.
func foreign(t testing.TB) []byte {
	return ziptest.Of(t, "_rels/.rels", toContent,
		"word/styles.xml", `<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="a3"><w:name w:val="正文样式"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style></w:styles>`,
		"word/comments.xml", `<w:comments><w:comment w:id="0"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>`,
		"word/header1.xml", `<w:hdr><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>`, "word/footer2.xml", `<w:ftr><w:p/></w:ftr>`,
		"docProps/core.xml", `<cp:coreProperties><dc:title>标题</dc:title><dc:creator/><cp:revision>3</cp:revision></cp:coreProperties>`,
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document><w:body>
<w:p><w:pPr><w:pStyle w:val="1"/><w:tabs><w:tab w:val="left" w:pos="20"/></w:tabs></w:pPr><w:r><w:t>一、</w:t></w:r><w:r><w:t xml:space="preserve">情况 </w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>增加</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:tab/><w:br/><w:noBreakHyphen/></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:t>外</w:t></w:r></w:p>
</w:body></w:document>`)
}

func TestAFileOfAnotherProgramIsReadAsItStands(t *testing.T) {
	c, err := readBytes(foreign(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []Paragraph{{Text: "一、情况 ", Style: "heading 1", Level: 1}, {Text: "甲增加\t\n-", Style: "正文样式"}, {Text: "3"}, {Text: "格", Table: true}, {Text: "外"}, {Text: "框"}}
	if len(c.Paragraphs) != len(want) {
		t.Fatalf("%+v", c.Paragraphs)
	}
	for i, p := range c.Paragraphs {
		if p != want[i] {
			t.Errorf("%d: %+v, not %+v", i, p, want[i])
		}
	}
	if c.Tracked != 3 || strings.Join(c.Comments, "|") != "请核对" || strings.Join(c.Around, "|") != "页眉|标题" {
		t.Errorf("%d tracked changes, comments %q, around %q", c.Tracked, c.Comments, c.Around)
	}
}

func TestBrokenFilesAreRefusedByName(t *testing.T) {
	doc := func(body string) []byte { return ziptest.Of(t, "_rels/.rels", toContent, "word/document.xml", body) }
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"nothing":                   {nil, "word.other"},
		"a text":                    {[]byte("Dear Sir"), "word.other"},
		"a container of others":     {ziptest.Of(t, "a.txt", "b"), "word.other"},
		"no main part":              {ziptest.Of(t, "_rels/.rels", toContent), "word.other"},
		"Word 97":                   {[]byte(oldFormat + "and more"), "word.old"},
		"no XML":                    {doc("<w:p"), "word.damaged"},
		"an end too early":          {doc("<w:document><w:p>"), "word.damaged"},
		"an end too many":           {doc("<w:document></w:document></w:p>"), "word.damaged"},
		"a document type":           {doc(`<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>`), "word.damaged"},
		"another encoding":          {doc(`<?xml version="1.0" encoding="GBK"?><w:document/>`), "word.damaged"},
		"too deep":                  {doc(strings.Repeat("<w:p>", 500) + strings.Repeat("</w:p>", 500)), "word.damaged"},
		"a paragraph of 5 MB":       {doc("<w:p><w:t>" + strings.Repeat("a", 5<<20) + "</w:t></w:p>"), "word.large"},
		"300,000 paragraphs":        {doc("<w:document>" + strings.Repeat("<w:p/>", 300_000) + "</w:document>"), "word.large"},
		"a part of 100 MB":          {doc(strings.Repeat(" ", 100<<20)), "word.large"},
		"styles that end early":     {ziptest.Of(t, "_rels/.rels", toContent, "word/document.xml", "<w:document/>", "word/styles.xml", "<w:styles>"), "word.damaged"},
		"styles without end":        {ziptest.Of(t, "_rels/.rels", toContent, "word/document.xml", "<w:document/>", "word/styles.xml", "<w:styles>"+many(20_000)+"</w:styles>"), "word.large"},
		"comments that end early":   {ziptest.Of(t, "_rels/.rels", toContent, "word/document.xml", "<w:document/>", "word/comments.xml", "<w:p>"), "word.damaged"},
		"a header that ends early":  {ziptest.Of(t, "_rels/.rels", toContent, "word/document.xml", "<w:document/>", "word/header1.xml", "<w:p>"), "word.damaged"},
		"properties that end early": {ziptest.Of(t, "_rels/.rels", toContent, "word/document.xml", "<w:document/>", "docProps/core.xml", "<w:p>"), "word.damaged"},
		"relations that are none":   {ziptest.Of(t, "_rels/.rels", "<a", "word/document.xml", "<w:document/>"), "word.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := readBytes(c.data); app.CodeOf(err) != c.code {
				t.Errorf("%v, not %s", err, c.code)
			}
		})
	}
	if _, err := Read(nil, LongestFile+1); app.CodeOf(err) != "word.large" {
		t.Errorf("%v", err)
	}
}

// many makes as many styles.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`<w:style w:styleId="` + itoa(i) + `"/>`)
	}
	return b.String()
}

// Whatever comes is refused by one of the codes or read within the bounds.
func FuzzRead(f *testing.F) {
	f.Add(written(f, whole()))
	f.Add(foreign(f))
	f.Add([]byte(oldFormat))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := readBytes(data)
		switch app.CodeOf(err) {
		case "word.large", "word.old", "word.other", "word.damaged":
		default:
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(c.Paragraphs) > mostParagraphs {
			t.Errorf("%d paragraphs", len(c.Paragraphs))
		}
	})
}
