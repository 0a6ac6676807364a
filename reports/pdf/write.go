package pdf

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"lianshen/reports/document"
	"lianshen/reports/typeset"
	"lianshen/reports/typeset/face"
)

// writer paints a layout through gofpdf. It uses gofpdf for the file's frame,
// fonts and single runs of text only: gofpdf's own line breaking drops
// characters.
type writer struct {
	pdf     *gofpdf.Fpdf
	faces   map[face.Name]*embedded
	cutting sync.WaitGroup // of the faces, which goes on beside the painting
	spacing float64        // the Tc in force
	height  float64        // of the page at hand
	marks   *marks
	line    []byte // of a text, kept for the next one
}

// unset is a date for documents that name none.
var unset = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// write gives the bytes of the file: what gofpdf makes of it, finished by [finish]. It says of itself what the first part says.
func write(parts []part, l *typeset.Layout) ([]byte, error) {
	w := &writer{pdf: gofpdf.New("P", "pt", "A4", ""), marks: newMarks(len(l.Pages))}
	first := parts[0].doc
	w.pdf.SetMargins(0, 0, 0)
	w.pdf.SetAutoPageBreak(false, 0)
	w.pdf.SetCatalogSort(true)
	w.pdf.SetCompression(false) // finishing packs the pages, on all cores
	w.meta(first.Meta)
	if err := w.fonts(l); err != nil {
		return nil, err
	}
	marks := l.Bookmarks
	depth := -1
	for i := range l.Pages {
		w.height = l.Pages[i].Height
		w.pdf.AddPageFormat("P", gofpdf.SizeType{Wd: l.Pages[i].Width, Ht: w.height})
		w.spacing = 0
		for len(marks) > 0 && marks[0].Page == l.Pages[i].Number {
			// An outline must not skip a level.
			depth = min(max(marks[0].Level-1, 0), depth+1)
			w.pdf.Bookmark(bookmarkText(marks[0].Text), depth, marks[0].Y)
			marks = marks[1:]
		}
		if len(parts) > 0 && parts[0].from == i {
			w.marks.begin(parts[0].doc)
			parts = parts[1:]
		}
		for _, item := range l.Pages[i].Items {
			w.paint(item, i)
		}
		w.enter(nil, i)
	}
	var out bytes.Buffer
	if err := w.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return finish(out.Bytes(), first, w)
}

func (w *writer) meta(m document.Meta) {
	created := m.Created
	if created.IsZero() {
		created = unset
	}
	w.pdf.SetCreationDate(created)
	w.pdf.SetModificationDate(created)
	w.pdf.SetTitle(surrogates(m.Title), true)
	w.pdf.SetSubject(surrogates(m.Subject), true)
	w.pdf.SetAuthor(surrogates(m.Author), true)
	w.pdf.SetKeywords(surrogates(strings.Join(m.Keywords, " ")), true)
	w.pdf.SetCreator("Lianshen", true)
	w.pdf.SetProducer("Lianshen", true)
}

// fonts begins to cut a subset of every face used. Characters above U+FFFF, which
// two bytes cannot say, get a private-use code each.
func (w *writer) fonts(l *typeset.Layout) error {
	used := map[face.Name]map[rune]face.Glyph{}
	note := func(name face.Name, glyphs []typeset.Glyph) {
		set := used[name]
		if set == nil {
			set = map[rune]face.Glyph{}
			used[name] = set
		}
		for _, g := range glyphs {
			set[g.Rune] = g.ID
		}
	}
	song, err := face.Load(face.Song)
	if err != nil {
		return err
	}
	// Boxes to tick are shown by a blank of Song, and bookmarks want a font.
	space, _ := song.Glyph(' ')
	note(face.Song, []typeset.Glyph{{Rune: ' ', ID: space}})
	for _, page := range l.Pages {
		for _, item := range page.Items {
			switch item := item.(type) {
			case *typeset.Run:
				note(item.Face, item.Glyphs)
			case *typeset.Stamp:
				note(item.Face, item.Glyphs)
			}
		}
	}
	w.faces = map[face.Name]*embedded{}
	for name, glyphs := range used {
		e := &embedded{of: name}
		e.glyphs, e.codes = encode(glyphs)
		w.faces[name] = e
		w.cutting.Go(e.make)
	}
	return nil
}

// encode gives every character its code, itself or one of private use, and the glyphs in the order of their codes.
func encode(used map[rune]face.Glyph) ([]coded, map[rune]uint16) {
	runes := make([]rune, 0, len(used))
	for r := range used {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	codes := make(map[rune]uint16, len(runes))
	glyphs := make([]coded, 0, len(runes))
	private := uint16(0xE000)
	for _, r := range runes {
		code := uint16(r)
		if r > 0xFFFF {
			code = private
			private++
		}
		codes[r] = code
		glyphs = append(glyphs, coded{code, used[r]})
	}
	// Codes of private use stand before those of marks: U+FF0C, U+FF08.
	slices.SortFunc(glyphs, func(a, b coded) int { return cmp.Compare(a.code, b.code) })
	return glyphs, codes
}

func (w *writer) font(name face.Name, size float64) {
	s := stands[name]
	w.pdf.SetFont(s.family, s.style, size)
}

func (w *writer) raw(format string, args ...any) {
	if len(args) == 0 {
		w.pdf.RawWriteStr(format)
		return
	}
	w.pdf.RawWriteStr(fmt.Sprintf(format, args...))
}

func (w *writer) paint(item typeset.Item, page int) {
	w.enter(w.marks.of(item), page)
	switch item := item.(type) {
	case *typeset.Run: // text that is no element's says by itself that it is an artifact
		w.run(item)
	case *typeset.Mark:
		w.mark(item)
	case *typeset.Stamp:
		w.stamp(item)
	default:
		w.raw("/Artifact BMC")
		w.drawing(item)
		w.raw("EMC")
	}
}

// drawing paints what is no text.
func (w *writer) drawing(item typeset.Item) {
	switch item := item.(type) {
	case *typeset.Stroke:
		w.stroke(item)
	case *typeset.Fill:
		w.raw("q %.3f g %.2f %.2f %.2f %.2f re f Q", item.Shade, item.X, w.height-item.Y-item.H, item.W, item.H)
	case *typeset.Mosaic:
		w.mosaic(item)
	}
}

// mosaic fills all dark modules as one path; neighbours in a row make one
// rectangle.
func (w *writer) mosaic(m *typeset.Mosaic) {
	module := m.Side / float64(len(m.Dark))
	var path strings.Builder
	for r, row := range m.Dark {
		for from := 0; from < len(row); from++ {
			to := from
			for to < len(row) && row[to] {
				to++
			}
			if to > from {
				fmt.Fprintf(&path, "%.3f %.3f %.3f %.3f re ", m.X+float64(from)*module,
					w.height-m.Y-float64(r+1)*module, float64(to-from)*module, module)
				from = to
			}
		}
	}
	w.raw("q 0 g %sf Q", path.String())
}

// fillInk and strokeInk are the colour operators. Red is M 80 % Y 80 % (GB/T 9704-2012 5.2.4), said in the colours of the
// screen: a file may use the inks of print only with the profile of a press in it.
var (
	fillInk   = map[typeset.Ink]string{typeset.Red: "1 0.2 0.2 rg", typeset.White: "1 g", typeset.Grey: "0.5 g"}
	strokeInk = map[typeset.Ink]string{typeset.Red: "1 0.2 0.2 RG", typeset.White: "1 G", typeset.Grey: "0.5 G"}
)

// artifact begins what is no part of the text. Not every reader knows
// artifacts, so the text is replaced by nothing as well: who copies or
// searches the file finds the document and neither watermark nor page numbers.
const artifact = "/Artifact BMC /Span <</ActualText <FEFF>>> BDC"

// run shows a run piece by piece: glyphs at equal distances make one piece
// with that distance as character spacing.
func (w *writer) run(r *typeset.Run) {
	w.font(r.Face, r.Size)
	if r.Artifact {
		w.raw(artifact)
	}
	colour := fillInk[r.Ink]
	if colour != "" {
		w.raw("q %s", colour)
	}
	before := w.spacing
	for from := 0; from < len(r.Glyphs); {
		to, spacing := piece(r.Glyphs, from)
		if to-from > 1 && math.Abs(spacing-w.spacing) > 0.0005 {
			w.raw("%.3f Tc", spacing)
			w.spacing = spacing
		}
		w.show(r.Face, r.Glyphs[from:to], r.Y)
		from = to
	}
	if colour != "" {
		w.raw("Q")
		w.spacing = before
	}
	if r.Artifact {
		w.raw("EMC EMC")
	}
}

// piece gives the end of the piece that begins at from, and its spacing. A
// character above U+FFFF is a piece of its own.
func piece(glyphs []typeset.Glyph, from int) (to int, spacing float64) {
	if glyphs[from].Rune > 0xFFFF || from+1 == len(glyphs) {
		return from + 1, 0
	}
	gap := func(i int) float64 { return glyphs[i+1].X - glyphs[i].X - glyphs[i].Advance }
	spacing = gap(from)
	for to = from + 1; to < len(glyphs) && glyphs[to].Rune <= 0xFFFF && math.Abs(gap(to-1)-spacing) < 0.002; to++ {
	}
	return to, spacing
}

func (w *writer) show(name face.Name, glyphs []typeset.Glyph, y float64) {
	if first := glyphs[0].Rune; first > 0xFFFF {
		w.raw("/Span <</ActualText <%s>>> BDC", utf16Hex(string(first)))
		defer w.raw("EMC")
	}
	w.text(name, glyphs[0].X, y, glyphs)
}

// text shows characters from a place on, y from the top of the page.
func (w *writer) text(name face.Name, x, y float64, glyphs []typeset.Glyph) {
	codes := w.faces[name].codes
	out := append(w.line[:0], "BT "...)
	out = strconv.AppendFloat(out, x, 'f', 2, 64)
	out = strconv.AppendFloat(append(out, ' '), w.height-y, 'f', 2, 64)
	out = append(out, " Td ("...)
	for _, g := range glyphs {
		code := codes[g.Rune]
		for _, c := range [2]byte{byte(code >> 8), byte(code)} {
			switch c {
			case '\\', '(', ')':
				out = append(out, '\\', c)
			case '\r':
				out = append(out, '\\', 'r')
			default:
				out = append(out, c)
			}
		}
	}
	w.line = append(out, ") Tj ET"...)
	w.pdf.RawWriteStr(string(w.line))
}

// utf16Text is a PDF text string.
func utf16Text(text string) []byte {
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// utf16Hex is one in hexadecimal.
func utf16Hex(text string) string { return strings.ToUpper(hex.EncodeToString(utf16Text(text))) }

func (w *writer) stroke(s *typeset.Stroke) {
	out := append(append(w.line[:0], "q "...), strokeInk[s.Ink]...)
	if s.Dashed {
		out = append(out, " [1.5 2] 0 d"...)
	}
	number := func(v float64, digits int, operator string) {
		out = append(strconv.AppendFloat(append(out, ' '), v, 'f', digits, 64), operator...)
	}
	number(s.Width, 3, " w")
	number(s.X1, 2, "")
	number(w.height-s.Y1, 2, " m")
	number(s.X2, 2, "")
	number(w.height-s.Y2, 2, " l S Q")
	w.line = out
	w.pdf.RawWriteStr(string(out))
}

// mark draws a box to tick and lets it be read as the character it stands for.
func (w *writer) mark(m *typeset.Mark) {
	w.font(face.Song, m.Size)
	closing := "Q EMC"
	if m.Artifact {
		w.raw(artifact)
		closing += " EMC"
	} else {
		w.raw("/Span <</ActualText <%s>>> BDC", utf16Hex(string(m.Rune)))
	}
	w.show(face.Song, []typeset.Glyph{{Rune: ' ', X: m.X + 0.3*m.Size}}, m.Y)
	side := 0.72 * m.Size
	x, y := m.X+0.14*m.Size, w.height-m.Y-0.02*m.Size
	w.raw("q %.2f w %.2f %.2f %.2f %.2f re S", 0.05*m.Size, x, y, side, side)
	if m.Rune == '☑' {
		w.raw("%.2f w %.2f %.2f m %.2f %.2f l %.2f %.2f l S", 0.08*m.Size,
			x+0.18*side, y+0.5*side, x+0.42*side, y+0.22*side, x+0.84*side, y+0.8*side)
	}
	w.raw("%s", closing)
}

// stamp shows the watermark turned about its centre.
func (w *writer) stamp(s *typeset.Stamp) {
	w.font(s.Face, s.Size)
	sin, cos := math.Sincos(s.Angle * math.Pi / 180)
	w.raw(artifact+" q 0.93 g %.5f %.5f %.5f %.5f %.2f %.2f cm",
		cos, sin, -sin, cos, s.CX, w.height-s.CY)
	for i, g := range s.Glyphs {
		// Text counts from the page's top; the turned page begins at its centre.
		w.text(s.Face, g.X, w.height+0.36*s.Size, s.Glyphs[i:i+1])
	}
	w.raw("Q EMC EMC")
}

// bookmarkText is a heading as an outline shows it, on one line, as a text string of a PDF.
func bookmarkText(heading string) string {
	return string(utf16Text(strings.Join(strings.Fields(heading), " ")))
}

// surrogates prepares a text for gofpdf's conversion to UTF-16, which knows
// sequences of up to three bytes only: a character above U+FFFF is given as
// its two surrogates, three bytes each.
func surrogates(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r <= 0xFFFF {
			out.WriteRune(r)
			continue
		}
		high, low := utf16.EncodeRune(r)
		for _, half := range []rune{high, low} {
			out.Write([]byte{0xE0 | byte(half>>12), 0x80 | byte(half>>6)&0x3F, 0x80 | byte(half)&0x3F})
		}
	}
	return out.String()
}
