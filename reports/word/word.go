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
func Write(d *document.Document) ([]byte, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	if err := typeset.Preflight(d); err != nil {
		var faults *typeset.PreflightError
		if errors.As(err, &faults) {
			return nil, faults.Refusal()
		}
		return nil, fmt.Errorf("check characters: %w", err)
	}
	w := &writer{d: d, words: document.WordsIn(d.Language), latin: d.Language == document.English}
	w.document()
	data, err := w.pack()
	if err != nil {
		return nil, fmt.Errorf("pack Word file: %w", err)
	}
	if err := verify(data, d); err != nil {
		return nil, err
	}
	return data, nil
}

// verify reads a finished file and compares its text with that of the document.
func verify(data []byte, d *document.Document) error {
	c, err := Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("read Word file back: %w", err)
	}
	got, want := []rune(document.Ink(c.Text())), []rune(document.Ink(d.Text()))
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return app.Refuse("word.readback", "place", i+1, "context", around(want, i))
		}
	}
	return nil
}

// around gives what stands about a place, eight characters on either side.
func around(text []rune, i int) string {
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
	for _, f := range w.furniture() {
		parts = append(parts, part{"word/" + f.name, f.data})
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
