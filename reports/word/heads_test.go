package word

import (
	"strings"
	"testing"

	"lianshen/reports/document"
)

// GB/T 9704-2012 10.1: name and rules at their places of the paper, the number of the letter at the right, none on page 1.
func TestALetterHasItsRulesAndNoNumberOnItsFirstPage(t *testing.T) {
	data := written(t, aLetter())
	main := unpacked(t, data, "word/document.xml")
	for what, want := range map[string]string{
		"the name 30 mm below the edge": `w:x="-454" w:y="-397"`, "rules of 170 mm": `<w:framePr w:w="9638"`, "double rule": `w:val="thickThinSmallGap"`,
		"a first page of its own": `<w:titlePg/>`, "its footer": `<w:footerReference w:type="first"`,
	} {
		if !strings.Contains(main, want) {
			t.Errorf("%s: no %s", what, want)
		}
	}
	if strings.Count(main, `w:val="single" w:sz="8"`) != 0 {
		t.Error("the imprint of a letter has rules")
	}
	first := 0
	for _, f := range container(t, data).File {
		if strings.HasPrefix(f.Name, "word/footer") && strings.Contains(unpacked(t, data, f.Name), "thinThickSmallGap") {
			if first++; strings.Contains(unpacked(t, data, f.Name), "PAGE") {
				t.Error("the first page has a number")
			}
		}
	}
	if first != 1 {
		t.Errorf("%d footers with the rule", first)
	}
}

// Footnotes are the word processor's own: it numbers them, anew in every document of a file, and they are read with the
// number that is seen.
func TestFootnotesAreReadWithTheMarkThatIsSeen(t *testing.T) {
	noted := func(texts ...string) *document.Document {
		p := document.Paragraph{}
		for _, text := range texts {
			p.Sentences = append(p.Sentences, document.Sentence{Text: text, Footnote: &document.Sentence{Text: "注" + text}})
		}
		return &document.Document{Kind: document.Official, Blocks: []document.Block{p, document.Words("末段。")}}
	}
	data, err := WriteAll([]*document.Document{noted("甲", "乙"), noted("丙")})
	if err != nil {
		t.Fatal(err)
	}
	c, err := readBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range c.Paragraphs {
		if p.Text != "" {
			got = append(got, p.Text)
		}
	}
	if want := "甲①乙② ①注甲 ②注乙 末段。 丙① ①注丙 末段。"; strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	for _, name := range []string{"word/footnotes.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"} {
		if !strings.Contains(unpacked(t, data, name), "footnote") {
			t.Errorf("%s knows of no footnotes", name)
		}
	}
	if plain := written(t, &document.Document{Blocks: []document.Block{document.Words("甲")}}); strings.Contains(unpacked(t, plain, "[Content_Types].xml"), "footnote") {
		t.Error("a file without footnotes has the part")
	}
}

// What somebody else's file says of a footnote is never trusted: no part, no such note, a mark of his own.
func TestFootnotesOfOtherFilesAreReadAsTheyStand(t *testing.T) {
	part := []byte(`<w:footnotes xmlns:w="x"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>隔</w:t></w:r></w:p></w:footnote><w:footnote w:id="7"><w:p><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p></w:footnote></w:footnotes>`)
	for name, c := range map[string]struct{ body, want string }{
		"own mark":      {`<w:p><w:r><w:footnoteReference w:customMarkFollows="1" w:id="7"/><w:t>*</w:t></w:r></w:p>`, "*|一|二"},
		"numbered":      {`<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="7"/></w:r></w:p>`, "文①|①一|二"},
		"said twice":    {`<w:p><w:r><w:footnoteReference w:id="7"/><w:footnoteReference w:id="7"/></w:r></w:p>`, "①|①一|二"},
		"none":          {`<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="9"/></w:r></w:p>`, "文"},
		"the rule":      {`<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="0"/></w:r></w:p>`, "文"},
		"in no text":    {`<w:footnoteReference w:id="7"/><w:p><w:r><w:t>文</w:t></w:r></w:p>`, "文|①一|二"},
		"in a text box": {`<w:p><w:r><w:t>外</w:t><w:p><w:r><w:t>内</w:t><w:footnoteReference w:id="7"/></w:r></w:p></w:r></w:p>`, "外|内①|①一|二"},
	} {
		notes, err := notesOf("word/footnotes.xml", part)
		if err != nil {
			t.Fatal(err)
		}
		b := &bodyReader{notes: notes}
		if err := walk("word/document.xml", []byte(`<w:document xmlns:w="x"><w:body>`+c.body+`</w:body></w:document>`), b); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range b.out {
			got = append(got, p.Text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %s, not %s", name, strings.Join(got, "|"), c.want)
		}
	}
}
