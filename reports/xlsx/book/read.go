package book

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// Limits of what is read. They are far above what a form of ours needs and far below what harms a small laptop.
const (
	LongestFile   = 20 << 20 // bytes of a file that is read
	longestPart   = 64 << 20 // bytes of one part, unpacked: they are read as they come and not held
	longestTotal  = 96 << 20 // bytes of all parts that are read
	longestToken  = 1 << 20  // bytes between two angle brackets
	mostEntries   = 4_000    // files in the file
	mostSheets    = 64
	mostTexts     = 200_000 // shared texts
	mostTextBytes = 32 << 20
	mostCells     = 200_000 // that say something, of all sheets
	lastColumn    = 16_384
	lastRow       = 1_048_576
	mostStyles    = 100_000
	mostMerged    = 20_000
	deepest       = 64 // elements within each other
)

// Why a file is not read. Each is another thing to do for who sent it.
var (
	ErrTooLarge  = errors.New("the file, or what is packed into it, is larger than any form")
	ErrDamaged   = errors.New("the file is damaged or incomplete")
	ErrEncrypted = errors.New("the file is locked with a password")
	ErrOld       = errors.New("the file is a sheet file of the old format .xls")
	ErrBinary    = errors.New("the file is a sheet file of the format .xlsb")
	ErrOpen      = errors.New("the file is a sheet file of the format .ods")
	ErrText      = errors.New("the file is text, such as .csv")
	ErrOther     = errors.New("the file is no sheet file")
	ErrEmpty     = errors.New("the file is empty")
)

// Content is what a sheet file says.
type Content struct {
	Sheets []Table
	Custom map[string]string // further document properties
}

// Table is one sheet that was read.
type Table struct {
	Name   string
	Hidden bool
	Lines  []Line // only rows in which something stands, from the top
	// Merged are the cells that are shown as one, at most mostMerged of them. What stands in one stands in its first cell.
	Merged []Range
}

// Line is a row of a table.
type Line struct {
	Row    int  // as people count, from 1
	Hidden bool // folded away, or passed over by a filter
	Cells  []Value
}

// At gives the cell of a column counted from 1; the zero Value when nothing stands there.
func (l Line) At(column int) Value {
	for _, v := range l.Cells {
		if v.Column == column {
			return v
		}
	}
	return Value{}
}

// ValueKind is what sort of thing stands in a cell.
type ValueKind int

// The sorts of values.
const (
	Nothing ValueKind = iota
	Text
	Number // of a date too, see Value.Dated
	Truth  // TRUE or FALSE
	Fault  // #REF! and its like
)

// Value is what stands in a cell.
type Value struct {
	Column  int // from 1
	Kind    ValueKind
	Text    string  // as it is stored; of a number its figures
	Number  float64 // when Kind is Number
	Dated   bool    // the number is shown as a date; it counts days from 1899-12-30, fractions are times of the day
	Formula bool    // what stands here was computed; the stored result is taken
}

// Read reads a sheet file of a given size in bytes. What it gives is bounded whatever the file says of itself. It fails
// with one of the errors above, wrapped.
func Read(r io.ReaderAt, size int64) (*Content, error) {
	if size > LongestFile {
		return nil, ErrTooLarge
	}
	if err := sortOf(r, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if len(z.File) > mostEntries {
		return nil, ErrTooLarge
	}
	x := &reader{parts: map[string]*zip.File{}, left: longestTotal}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := x.parts[name]; twice {
			return nil, fmt.Errorf("%w: a part stands in it twice", ErrDamaged)
		}
		x.parts[name] = f
	}
	if err := x.isSheetFile(); err != nil {
		return nil, err
	}
	return x.content()
}

// partName makes names of parts comparable: their case does not count (ECMA-376 part 2, 6.2.2).
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// sortOf looks at the beginning and tells what is no zip file.
func sortOf(r io.ReaderAt, size int64) error {
	if size == 0 {
		return ErrEmpty
	}
	head := make([]byte, min(size, 64<<10))
	if n, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	} else {
		head = head[:n]
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return nil
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return compound(r, size)
	case len(bytes.Trim(head, "\x00")) == 0:
		return ErrDamaged // what a stick gives back that was pulled out too early
	case bytes.HasPrefix(head, []byte("<")), bytes.HasPrefix(head, []byte("%PDF")), bytes.HasPrefix(head, []byte("{")):
		return ErrOther
	case isText(head):
		return ErrText
	}
	return ErrOther
}

// compound tells the files apart that share the container of the old Office formats, by the names in its directory.
func compound(r io.ReaderAt, size int64) error {
	data := make([]byte, min(size, LongestFile))
	n, err := r.ReadAt(data, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	data = data[:n]
	wide := func(s string) []byte {
		var out []byte
		for _, c := range []byte(s) {
			out = append(out, c, 0)
		}
		return out
	}
	switch {
	case bytes.Contains(data, wide("EncryptedPackage")):
		return ErrEncrypted
	case bytes.Contains(data, wide("Workbook")), bytes.Contains(data, wide("Book")):
		return ErrOld
	}
	return ErrOther
}

// isText says whether the bytes read like text, in UTF-8, UTF-16 or an encoding of Chinese.
func isText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return true
	}
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7F {
			return false
		}
	}
	return utf8.Valid(head) || bytes.ContainsAny(head, ",;\t\n")
}

type reader struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
	cells int

	texts []string
	dated []bool // by style
	old   bool   // dates count from 1904
}

// isSheetFile tells other zip files by what they hold.
func (x *reader) isSheetFile() error {
	has := func(name string) bool { return x.parts[name] != nil }
	switch {
	case has("xl/workbook.bin"):
		return ErrBinary
	case has("mimetype") && has("content.xml"):
		kind, err := x.start("mimetype", 200)
		if err != nil {
			return err
		}
		if strings.Contains(kind, "opendocument.spreadsheet") {
			return ErrOpen
		}
		return ErrOther
	case !has("[content_types].xml"), has("word/document.xml"), has("ppt/presentation.xml"):
		return ErrOther
	}
	return nil
}

// start gives the beginning of a part.
func (x *reader) start(name string, limit int64) (string, error) {
	f, err := x.parts[name].Open()
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return string(data), nil
}

// each reads a part from its beginning to its end and calls begin, text and end (each may be nil).
func (x *reader) each(name string, begin func(xml.StartElement) error, text func([]byte) error, end func(xml.EndElement) error) (err error) {
	part := x.parts[partName(name)]
	if part == nil {
		return fmt.Errorf("%w: the part %s is missing", ErrDamaged, clip(name))
	}
	if part.UncompressedSize64 > longestPart {
		return ErrTooLarge
	}
	f, err := part.Open()
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer f.Close()
	d := xml.NewDecoder(&guard{r: f, left: min(x.left, longestPart), total: &x.left})
	depth := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if depth != 0 {
				return fmt.Errorf("%w: the part %s ends too early", ErrDamaged, clip(name))
			}
			return nil
		}
		if errors.Is(err, ErrTooLarge) {
			return ErrTooLarge
		}
		if err != nil {
			return fmt.Errorf("%w: %v", ErrDamaged, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > deepest {
				return fmt.Errorf("%w: the part %s is nested too deeply", ErrDamaged, clip(name))
			}
			if begin != nil {
				err = begin(t)
			}
		case xml.EndElement:
			if depth--; depth < 0 {
				return fmt.Errorf("%w: the part %s does not close what it opens", ErrDamaged, clip(name))
			}
			if end != nil {
				err = end(t)
			}
		case xml.CharData:
			if text != nil {
				err = text(t)
			}
		case xml.Directive: // a document type: no program writes one, and entities are not resolved here
			err = fmt.Errorf("%w: the part %s declares a document type", ErrDamaged, clip(name))
		}
		if err != nil {
			return err
		}
	}
}

// clip keeps what a stranger's file says of itself from filling a message.
func clip(s string) string {
	if len(s) > 60 {
		s = s[:60]
	}
	return strings.ToValidUTF8(s, "?")
}

// guard bounds what is unpacked, whatever the file says how long it is, and how long one tag or text is.
type guard struct {
	r     io.Reader
	left  int64
	total *int64
	run   int
}

func (g *guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := g.r.Read(p[:min(int64(len(p)), g.left)])
	g.left -= int64(n)
	*g.total -= int64(n)
	for _, c := range p[:n] {
		if g.run++; c == '<' || c == '>' {
			g.run = 0
		}
		if g.run > longestToken {
			return 0, ErrTooLarge
		}
	}
	return n, err
}

// target gives the part a relationship of another part points to.
func target(from, to string) string {
	if strings.HasPrefix(to, "/") {
		return partName(path.Clean(to))
	}
	return partName(path.Join(path.Dir(from), to))
}

// relations gives the relationships of a part: their kinds by the last word of the address, and their targets.
func (x *reader) relations(of string) (map[string]string, []relation, error) {
	name := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if of == "" {
		name = "_rels/.rels"
	}
	byID := map[string]string{}
	var all []relation
	err := x.each(name, func(t xml.StartElement) error {
		if t.Name.Local != "Relationship" || attr(t, "TargetMode") == "External" || len(all) >= mostEntries {
			return nil
		}
		r := relation{path.Base(attr(t, "Type")), target(of, attr(t, "Target"))}
		byID[attr(t, "Id")] = r.target
		all = append(all, r)
		return nil
	}, nil, nil)
	return byID, all, err
}

type relation struct{ kind, target string }

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
