// Package pdf writes a typeset document as a PDF file and makes sure that the
// file says what the document says before it gets its name.
//
// gofpdf writes the file's frame; fonts are cut down by our own subsetter; what
// gofpdf cannot say is added to its bytes (see [finish]): the structure for
// readers that cannot see, legal character tables, metadata, the colour space.
// A reader of our own reads the finished bytes back. The same document gives
// the same bytes.
//
// The files are built to the rules of PDF/A-3b (ISO 19005-3). Nobody has tested
// that they are: no validator stands behind that.
package pdf

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"lianshen/reports/document"
	"lianshen/reports/typeset"
)

// Result is a finished file in memory, read back and found true.
type Result struct {
	Bytes  []byte
	Pages  int
	SHA256 string // lower-case hexadecimal
	// Lines are the lines as they were broken, for checks of the setting.
	Lines []typeset.Line
	// Bookmarks are the headings with the pages they stand on, as the file's
	// outline has them.
	Bookmarks []typeset.Bookmark
	// PageText is what each page says without white space, in reading order. It
	// is the document's text cut at the page ends, but for table rows that were
	// cut between pages: those go on cell by cell on either page.
	PageText []string
	// Data is what the file carries beside its pages, see document.Meta; nil for nothing.
	Data []byte
}

// Render sets a document, writes it and reads it back. It may be called from
// any number of goroutines. Errors:
//
//   - *app.Error report.character.*: a character cannot be printed; its cause
//     is a *typeset.PreflightError;
//   - *app.Error report.readback: the bytes do not say what the document says;
//     its cause is a *ReadBackError;
//   - *document.StructureError: the document contradicts the model.
func Render(d *document.Document) (*Result, error) { return RenderAll([]*document.Document{d}) }

// RenderAll sets several documents one after the other in one file: each begins a new page and counts its own pages. The
// file says of itself what the first document does. Errors are those of [Render]; there must be one document at least.
func RenderAll(docs []*document.Document) (*Result, error) {
	if len(docs) == 0 {
		return nil, errors.New("render: no document")
	}
	whole := &typeset.Layout{}
	parts := make([]part, len(docs))
	set := map[*document.Document]*typeset.Layout{} // copies are one document many times
	for i, d := range docs {
		layout := set[d]
		if layout == nil {
			var err error
			if layout, err = typeset.Set(d); err != nil {
				return nil, fmt.Errorf("set document: %w", err)
			}
			set[d] = layout
		}
		parts[i] = part{doc: d, from: len(whole.Pages), to: len(whole.Pages) + len(layout.Pages)}
		whole.Append(layout)
	}
	data, err := write(parts, whole)
	if err != nil {
		return nil, err
	}
	if err := verify(data, parts, whole); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	out := &Result{Bytes: data, Pages: len(whole.Pages), SHA256: hex.EncodeToString(sum[:]), Lines: whole.Lines, Bookmarks: whole.Bookmarks}
	if carried := docs[0].Meta.Data; carried != nil {
		out.Data = carried.Bytes
	}
	for i := range whole.Pages {
		var text strings.Builder
		for _, p := range placedOn(&whole.Pages[i]) {
			text.WriteRune(p.r)
		}
		out.PageText = append(out.PageText, text.String())
	}
	return out, nil
}

// part is a document of a file and the pages it stands on.
type part struct {
	doc      *document.Document
	from, to int // indices of pages
}
