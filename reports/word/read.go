package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"lianshen/app"
)

// Content is what a Word file says, paragraph by paragraph in reading order, cells of tables included, footnotes after the
// paragraph that points to them, with the mark that it has. Tracked changes are
// read as accepted: what was deleted is left out. Pictures and the instructions of fields are left out, too.
type Content struct {
	Paragraphs []Paragraph
	Tracked    int      // tracked insertions, deletions and moves that nobody accepted or refused yet
	Comments   []string // paragraphs of the comments
	Around     []string // paragraphs of headers and footers, and what the file says of itself (title, subject, keywords, author)
}

// Paragraph is a paragraph of a Word file.
type Paragraph struct {
	Text  string // line breaks as "\n", tabs as "\t"
	Style string // name of its style, "heading 1"; "" for none
	Level int    // of the outline, 1–9; 0 for body text
	Table bool   // stands in a cell
}

// Text is the whole text, a line a paragraph.
func (c Content) Text() string {
	var b strings.Builder
	for _, p := range c.Paragraphs {
		b.WriteString(p.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// Bounds of what is read: a file of an office is far below all of them.
const (
	LongestFile       = 64 << 20 // bytes of the file
	longestPart       = 96 << 20 // bytes of one part, unpacked
	mostParts         = 10_000
	deepest           = 200
	mostParagraphs    = 200_000
	longestParagraph  = 4 << 20 // bytes
	oldFormat         = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	relationToContent = "/officeDocument"
)

// Read reads a .docx file of size bytes, whoever wrote it. Refused: "word.large" beyond the bounds, "word.old" a .doc of
// Word 97 or a file with a password, "word.other" something else, "word.damaged" with what is wrong in "part".
func Read(r io.ReaderAt, size int64) (Content, error) {
	if size > LongestFile {
		return Content{}, app.Refuse("word.large", "limit", LongestFile>>20)
	}
	head := make([]byte, 8)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return Content{}, fmt.Errorf("read Word file: %w", err)
	}
	if string(head[:n]) == oldFormat {
		return Content{}, app.Refuse("word.old")
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Content{}, app.Refuse("word.other")
	}
	if len(z.File) > mostParts {
		return Content{}, app.Refuse("word.large", "limit", LongestFile>>20)
	}
	main, err := mainPart(z)
	if err != nil {
		return Content{}, err
	}
	styles, err := styleNames(z, path.Join(path.Dir(main), "styles.xml"))
	if err != nil {
		return Content{}, err
	}
	data, err := unpack(z, main)
	if err != nil {
		return Content{}, err
	}
	if data == nil {
		return Content{}, app.Refuse("word.other")
	}
	notes, err := readNotes(z, path.Join(path.Dir(main), "footnotes.xml"))
	if err != nil {
		return Content{}, err
	}
	b := &bodyReader{styles: styles, notes: notes}
	if err := walk(main, data, b); err != nil {
		return Content{}, err
	}
	out := Content{Paragraphs: b.out, Tracked: b.tracked}
	if out.Comments, err = texts(z, path.Join(path.Dir(main), "comments.xml")); err != nil {
		return Content{}, err
	}
	if out.Around, err = around(z, path.Dir(main)); err != nil {
		return Content{}, err
	}
	return out, nil
}

// unpack gives the bytes of a part; nil when there is no such part. The sizes that the container names are not believed.
func unpack(z *zip.Reader, name string) ([]byte, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, app.Refuse("word.damaged", "part", name)
		}
		defer in.Close() // nothing was written
		data, err := io.ReadAll(io.LimitReader(in, longestPart+1))
		if err != nil {
			return nil, app.Refuse("word.damaged", "part", name)
		}
		if len(data) > longestPart {
			return nil, app.Refuse("word.large", "limit", LongestFile>>20)
		}
		return data, nil
	}
	return nil, nil
}

// reader takes the elements of a part as they come.
type reader interface {
	start(name string, e xml.StartElement)
	end(name string)
	chars(text []byte)
	full() bool
}

// walk hands the elements of WordprocessingML to a reader, whatever prefix they go by; of others only that they were there.
func walk(part string, data []byte, to reader) error {
	damaged := func() error { return app.Refuse("word.damaged", "part", part) }
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = true
	depth, skip := 0, 0 // skip: depth of the element that is passed over, 0 for none
	for {
		tok, err := dec.RawToken()
		if err == io.EOF {
			if depth != 0 {
				return damaged()
			}
			return nil
		}
		if err != nil {
			return damaged()
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > deepest {
				return damaged()
			}
			if skip == 0 {
				to.start(t.Name.Local, t)
				if passedOver(t.Name.Local) {
					skip = depth
				}
			}
		case xml.EndElement:
			if depth == 0 {
				return damaged()
			}
			if skip == 0 {
				to.end(t.Name.Local)
			}
			if skip == depth {
				skip = 0
			}
			depth--
		case xml.CharData:
			if skip == 0 {
				to.chars(t)
			}
		case xml.Directive: // a document type could blow up what it names
			return damaged()
		}
		if to.full() {
			return app.Refuse("word.large", "limit", LongestFile>>20)
		}
	}
}

// passedOver names elements whose content does not count: what was deleted or moved away, what stands there for older
// programs, drawings.
func passedOver(local string) bool {
	switch local {
	case "del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText":
		return true
	}
	return false
}

// attr gives an attribute by its local name.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// mainPart finds the part with the text.
func mainPart(z *zip.Reader) (string, error) {
	data, err := unpack(z, "_rels/.rels")
	if err != nil {
		return "", err
	}
	r := &relationReader{}
	if err := walk("_rels/.rels", data, r); err != nil {
		return "", err
	}
	if r.target == "" {
		return "", app.Refuse("word.other")
	}
	return strings.TrimPrefix(path.Clean(r.target), "/"), nil
}

type relationReader struct{ target string }

func (r *relationReader) start(name string, e xml.StartElement) {
	if name == "Relationship" && strings.HasSuffix(attr(e, "Type"), relationToContent) {
		r.target = attr(e, "Target")
	}
}
func (r *relationReader) end(string)   {}
func (r *relationReader) chars([]byte) {}
func (r *relationReader) full() bool   { return false }

// style is what is known of a style: its name and its level in the outline.
type style struct {
	name  string
	level int
}

func styleNames(z *zip.Reader, part string) (map[string]style, error) {
	data, err := unpack(z, part)
	if err != nil || data == nil {
		return nil, err
	}
	r := &styleReader{out: map[string]style{}}
	return r.out, walk(part, data, r)
}

type styleReader struct {
	out map[string]style
	id  string
}

func (r *styleReader) start(name string, e xml.StartElement) {
	switch name {
	case "style":
		r.id = attr(e, "styleId")
		r.out[r.id] = style{}
	case "name":
		if s, ok := r.out[r.id]; ok {
			s.name = attr(e, "val")
			if n, found := strings.CutPrefix(strings.ToLower(s.name), "heading "); found {
				s.level, _ = strconv.Atoi(n) // 0 where it is no number
			}
			r.out[r.id] = s
		}
	case "outlineLvl":
		if s, ok := r.out[r.id]; ok {
			s.level = outline(e)
			r.out[r.id] = s
		}
	}
}

// outline reads the level of an outline, which is written from 0; 9 means body text.
func outline(e xml.StartElement) int {
	n, err := strconv.Atoi(attr(e, "val"))
	if err != nil || n < 0 || n > 8 {
		return 0
	}
	return n + 1
}

func (r *styleReader) end(name string) {
	if name == "style" {
		r.id = ""
	}
}
func (r *styleReader) chars([]byte) {}
func (r *styleReader) full() bool   { return len(r.out) > mostParts }

// bodyReader gathers the paragraphs. Paragraphs within paragraphs (text boxes) come after what they stand in began.
type bodyReader struct {
	styles  map[string]style
	out     []Paragraph
	open    []int // indices of the paragraphs that are open
	tables  int
	inText  bool
	long    bool
	tracked int
	texts   []*strings.Builder
	notes   map[string][]Paragraph // what footnotes say, by their id
	marks   int                    // footnotes of the section so far
	after   []Paragraph            // footnotes of the paragraphs that are open
}

func (b *bodyReader) start(name string, e xml.StartElement) {
	switch name {
	case "tbl":
		b.tables++
	case "p":
		if e.Name.Space != "" && e.Name.Space != "w" && b.foreign(e) {
			return
		}
		b.out = append(b.out, Paragraph{Table: b.tables > 0})
		b.open = append(b.open, len(b.out)-1)
		b.texts = append(b.texts, &strings.Builder{})
	case "pStyle":
		if p := b.current(); p != nil {
			s := b.styles[attr(e, "val")]
			p.Style, p.Level = s.name, s.level
		}
	case "outlineLvl":
		if p := b.current(); p != nil {
			p.Level = outline(e)
		}
	case "t":
		b.inText = true
	case "ins", "del", "moveTo", "moveFrom":
		b.tracked++
	case "tab":
		if len(e.Attr) == 0 { // one with attributes is a stop
			b.write("\t")
		}
	case "br", "cr":
		b.write("\n")
	case "noBreakHyphen":
		b.write("-")
	case "footnoteReference":
		b.mark(e)
	case "numRestart":
		b.restart(e)
	}
}

// foreign says whether an element "p" is of another language: DrawingML has one, too.
func (b *bodyReader) foreign(e xml.StartElement) bool { return e.Name.Space == "a" }

func (b *bodyReader) current() *Paragraph {
	if len(b.open) == 0 {
		return nil
	}
	return &b.out[b.open[len(b.open)-1]]
}

func (b *bodyReader) write(text string) {
	if len(b.texts) == 0 {
		return
	}
	t := b.texts[len(b.texts)-1]
	if t.Len()+len(text) > longestParagraph {
		b.long = true
		return
	}
	t.WriteString(text)
}

func (b *bodyReader) end(name string) {
	switch name {
	case "tbl":
		b.tables--
	case "t":
		b.inText = false
	case "p":
		if p := b.current(); p != nil {
			p.Text = b.texts[len(b.texts)-1].String()
			b.open, b.texts = b.open[:len(b.open)-1], b.texts[:len(b.texts)-1]
			if len(b.open) == 0 {
				b.out, b.after = append(b.out, b.after...), nil
			}
		}
	}
}

func (b *bodyReader) chars(text []byte) {
	if b.inText {
		b.write(string(text))
	}
}

func (b *bodyReader) full() bool { return b.long || len(b.out) > mostParagraphs }
