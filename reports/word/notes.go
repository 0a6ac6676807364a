package word

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"lianshen/reports/document"
)

// Footnotes are those of the word processor: it numbers them itself, ①, ② …, anew in every document of the file.
const noteNumbers = `<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numRestart w:val="eachSect"/></w:footnotePr>`

// noteMark writes the reference to a footnote and keeps what it says.
func (w *writer) noteMark(note document.Sentence) {
	said := &writer{}
	said.text(" "+note.Text, look{})
	w.notes = append(w.notes, said.body.String())
	w.raw(`<w:r><w:rPr><w:rStyle w:val="%s"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, styleNoteMark, len(w.notes))
}

// footnotes is the part with the footnotes. The first two are the rules that part them from the body, which every word
// processor wants to find.
func (w *writer) footnotes() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:footnotes ` + nsAll + `>` +
		`<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:pStyle w:val="` + styleNoteText + `"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>` +
		`<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:pStyle w:val="` + styleNoteText + `"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>`)
	for i, note := range w.notes {
		fmt.Fprintf(&b, `<w:footnote w:id="%d"><w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:rPr><w:rStyle w:val="%s"/></w:rPr><w:footnoteRef/></w:r>%s</w:p></w:footnote>`,
			i+1, styleNoteText, styleNoteMark, note)
	}
	b.WriteString(`</w:footnotes>`)
	return b.String()
}

// readNotes gives what the footnotes of a part say, by their id, without their marks.
func readNotes(z *zip.Reader, part string) (map[string][]Paragraph, error) {
	data, err := unpack(z, part)
	if err != nil || data == nil {
		return nil, err
	}
	return notesOf(part, data)
}

func notesOf(part string, data []byte) (map[string][]Paragraph, error) {
	r := &noteReader{out: map[string][]Paragraph{}}
	return r.out, walk(part, data, r)
}

// noteReader gathers the paragraphs of footnotes. The rules that part them from the body have a type.
type noteReader struct {
	bodyReader
	out map[string][]Paragraph
	id  string
}

func (r *noteReader) start(name string, e xml.StartElement) {
	if name == "footnote" {
		r.id, r.bodyReader = "", bodyReader{}
		if kind := attr(e, "type"); kind == "" || kind == "normal" {
			r.id = attr(e, "id")
		}
		return
	}
	r.bodyReader.start(name, e)
}

func (r *noteReader) end(name string) {
	if name == "footnote" {
		if r.id != "" && len(r.out) < mostParagraphs {
			r.out[r.id] = r.bodyReader.out
		}
		return
	}
	r.bodyReader.end(name)
}

// mark reads a reference to a footnote: its mark stands in the text, what it says comes after the paragraph. A mark that
// somebody chose himself is text already.
func (b *bodyReader) mark(e xml.StartElement) {
	note, found := b.notes[attr(e, "id")]
	if !found {
		return
	}
	delete(b.notes, attr(e, "id")) // said once: a small file could else say a long note a million times
	said := slices.Clone(note)
	if own := attr(e, "customMarkFollows"); own == "" || own == "0" || own == "false" {
		mark := document.NoteMark(b.marks)
		b.marks++
		b.write(mark)
		if len(said) > 0 {
			said[0].Text = mark + strings.TrimLeft(said[0].Text, " \t\u00A0")
		}
	}
	b.after = append(b.after, said...)
}

// restart begins the numbers of footnotes anew where a section ends that says so.
func (b *bodyReader) restart(e xml.StartElement) {
	if attr(e, "val") == "eachSect" {
		b.marks = 0
	}
}
