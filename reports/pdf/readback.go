package pdf

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/typeset"
)

// ReadBackError tells that the finished file does not say what the document
// says. The file was not given its name.
type ReadBackError struct {
	Page int // from 1; 0 if the character is on no page
	// At is the place of the character on the page, counted from 1 in
	// characters that are no white space.
	At int
	// Want and Got are the characters of the document and of the file; 0 is the
	// end of the text.
	Want, Got rune
	Context   string // the document's text around the place
}

func (e *ReadBackError) Error() string {
	return fmt.Sprintf("read back: page %d, character %d: want U+%04X, file says U+%04X", e.Page, e.At, e.Want, e.Got)
}

// Refusal is the error for a person: code report.readback.
func (e *ReadBackError) Refusal() *app.Error {
	shown := func(r rune) string {
		if r == 0 || !unicode.IsPrint(r) {
			return ""
		}
		return string(r)
	}
	refusal := app.Refuse("report.readback", "page", e.Page, "place", e.At, "want", shown(e.Want), "got", shown(e.Got), "context", e.Context)
	refusal.Cause = e
	return refusal
}

// verify reads the finished bytes and compares them with the document in two
// steps: every page says, in order, exactly what was placed on it, watermark
// and page number included; and what
// was placed of a document, put in the order of its text, is that text, every
// character once.
func verify(data []byte, parts []part, l *typeset.Layout) error {
	read, err := ReadText(data)
	if err != nil {
		return fmt.Errorf("read back: %w", err)
	}
	if len(read) != len(l.Pages) {
		return fmt.Errorf("read back: %d pages written, %d placed", len(read), len(l.Pages))
	}
	all := make([]placed, 0, 1024)
	starts := make([]int, len(l.Pages)+1) // of each page in all
	for i := range l.Pages {
		here := placedOn(&l.Pages[i])
		want := make([]rune, len(here))
		for j, p := range here {
			want[j] = p.r
		}
		if err := compare(l.Pages[i].Number, want, ink(read[i].Text)); err != nil {
			return err
		}
		if err := compare(l.Pages[i].Number, artifactsOn(&l.Pages[i]), ink(read[i].Artifacts)); err != nil {
			return err
		}
		all = append(all, here...)
		starts[i+1] = len(all)
	}
	for _, p := range parts {
		if err := covers([]rune(document.Ink(p.doc.Text())), all[starts[p.from]:starts[p.to]]); err != nil {
			return err
		}
	}
	return nil
}

// placed is a character of the document on a page.
type placed struct {
	r        rune
	offset   int
	page, at int
}

func placedOn(page *typeset.Page) []placed {
	var out []placed
	add := func(r rune, offset int) {
		if offset >= 0 {
			out = append(out, placed{r, offset, page.Number, len(out) + 1})
		}
	}
	for _, item := range page.Items {
		switch item := item.(type) {
		case *typeset.Run:
			for _, g := range item.Glyphs {
				add(g.Rune, g.Offset)
			}
		case *typeset.Mark:
			add(item.Rune, item.Offset)
		}
	}
	return out
}

// artifactsOn is what a page shows beside the text, in painting order.
func artifactsOn(page *typeset.Page) []rune {
	var out []rune
	for _, item := range page.Items {
		switch item := item.(type) {
		case *typeset.Run:
			for _, g := range item.Glyphs {
				if item.Artifact {
					out = append(out, g.Rune)
				}
			}
		case *typeset.Stamp:
			for _, g := range item.Glyphs {
				out = append(out, g.Rune)
			}
		}
	}
	return ink(out)
}

func ink(list []rune) []rune {
	out := make([]rune, 0, len(list))
	for _, r := range list {
		if !unicode.IsSpace(r) {
			out = append(out, r)
		}
	}
	return out
}

func compare(page int, want, got []rune) error {
	for i := range max(len(want), len(got)) {
		w, g := runeAt(want, i), runeAt(got, i)
		if w != g {
			return (&ReadBackError{Page: page, At: i + 1, Want: w, Got: g, Context: context(want, i)}).Refusal()
		}
	}
	return nil
}

func covers(want []rune, all []placed) error {
	sort.SliceStable(all, func(i, j int) bool { return all[i].offset < all[j].offset })
	for i := range max(len(want), len(all)) {
		p := placed{}
		if i < len(all) {
			p = all[i]
		}
		if w := runeAt(want, i); w != p.r || p.offset != i {
			return (&ReadBackError{Page: p.page, At: p.at, Want: w, Got: p.r, Context: context(want, i)}).Refusal()
		}
	}
	return nil
}

func runeAt(list []rune, i int) rune {
	if i < len(list) {
		return list[i]
	}
	return 0
}

func context(list []rune, i int) string {
	return strings.TrimSpace(string(list[min(len(list), max(0, i-8)):min(len(list), i+8)]))
}
