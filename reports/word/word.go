// Package word writes a document as a Word file (.docx, ECMA-376) for those who must work on with it: real styles, headings
// that an outline shows, tables with repeated heads, page numbers as fields, the margins and the line grid of
// GB/T 9704-2012, faces by the names that offices use (方正小标宋简体, 仿宋_GB2312, 黑体, 楷体_GB2312). No face is put into the
// file.
//
// What the file says is the text of the document, character by character: the finished bytes are read back and compared
// before anybody gets them. How lines and pages break is left to the word processor; the official paper is the PDF of
// package pdf. The same document gives the same bytes.
package word

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/typeset"
)

// Write makes the file. Errors:
//
//   - *app.Error report.character.*: a character cannot be printed, as in [lianshen/reports/pdf.Render];
//   - *app.Error word.readback: the bytes do not say what the document says;
//   - *document.StructureError: the document contradicts the model.
func Write(d *document.Document) ([]byte, error) { return WriteAll([]*document.Document{d}) }

// WriteAll makes one file of several documents, each a section of its own: it begins a page and counts its own pages. The
// styles, and what the file says of itself, are those of the first document, whose language the others share. Errors are
// those of [Write]; there must be one document at least.
func WriteAll(docs []*document.Document) ([]byte, error) {
	if len(docs) == 0 {
		return nil, errors.New("write Word file: no document")
	}
	looked := map[*document.Document]bool{} // copies are one document many times
	for _, d := range docs {
		if looked[d] {
			continue
		}
		looked[d] = true
		if err := check(d); err != nil {
			return nil, err
		}
	}
	w := newWriter(docs)
	w.body.WriteString("<w:document " + nsAll + "><w:body>")
	for i, d := range docs {
		w.take(d)
		w.document(i == len(docs)-1)
	}
	w.raw("</w:body></w:document>")
	w.take(docs[0])
	data, err := w.pack()
	if err != nil {
		return nil, fmt.Errorf("pack Word file: %w", err)
	}
	if err := verify(data, docs); err != nil {
		return nil, err
	}
	return data, nil
}

// check refuses a document that contradicts the model or holds what cannot be printed.
func check(d *document.Document) error {
	if err := d.Validate(); err != nil {
		return err
	}
	err := typeset.Preflight(d)
	var faults *typeset.PreflightError
	switch {
	case errors.As(err, &faults):
		return faults.Refusal()
	case err != nil:
		return fmt.Errorf("check characters: %w", err)
	}
	return nil
}

// Paragraphs gives the paragraphs that a document has in a Word file, as [Read] gives them, without making the file.
// Errors are those of [Write].
func Paragraphs(d *document.Document) ([]Paragraph, error) {
	if err := check(d); err != nil {
		return nil, err
	}
	w := newWriter([]*document.Document{d})
	w.body.WriteString("<w:document " + nsAll + "><w:body>")
	w.take(d)
	w.document(true)
	w.raw("</w:body></w:document>")
	notes, err := notesOf("word/footnotes.xml", []byte(w.footnotes()))
	if err != nil {
		return nil, fmt.Errorf("read the footnotes of a document: %w", err)
	}
	b := &bodyReader{notes: notes}
	if err := walk("word/document.xml", []byte(w.body.String()), b); err != nil {
		return nil, fmt.Errorf("read the paragraphs of a document: %w", err)
	}
	return b.out, nil
}

// verify reads a finished file and compares its text with that of the documents.
func verify(data []byte, docs []*document.Document) error {
	c, err := Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("read Word file back: %w", err)
	}
	var all strings.Builder
	for _, d := range docs {
		all.WriteString(d.Text())
	}
	got, want := []rune(document.Ink(c.Text())), []rune(document.Ink(all.String()))
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return app.Refuse("word.readback", "place", i+1, "context", beside(want, i))
		}
	}
	return nil
}

// beside gives what stands about a place, eight characters on either side.
func beside(text []rune, i int) string {
	i = min(i, len(text))
	return string(text[max(0, i-8):min(len(text), i+8)])
}

// part is a file of the package.
type part struct {
	name string
	data []byte
}

// pack puts the parts into the container, in a fixed order and with the date of the document.
func (w *writer) pack() ([]byte, error) {
	created := w.d.Meta.Created
	if created.IsZero() {
		created = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	parts := []part{
		{"[Content_Types].xml", []byte(w.contentTypes())},
		{"_rels/.rels", []byte(packageRelations)},
		{"docProps/core.xml", []byte(w.core(created))},
		{"word/document.xml", []byte(xmlHead + w.body.String())},
		{"word/styles.xml", []byte(w.styles())},
		{"word/settings.xml", []byte(w.settings())},
		{"word/fontTable.xml", []byte(fontTable)},
		{"word/_rels/document.xml.rels", []byte(w.relations())},
	}
	for _, f := range w.around {
		parts = append(parts, part{"word/" + f.name, f.data})
	}
	if len(w.notes) > 0 {
		parts = append(parts, part{"word/footnotes.xml", []byte(w.footnotes())})
	}
	for i, img := range w.images {
		parts = append(parts, part{fmt.Sprintf("word/media/image%d.png", i+1), img})
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: created.UTC()})
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(f, bytes.NewReader(p.data)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
