package pdf

import (
	"encoding/binary"
	"fmt"
	"sync"
	"unicode/utf16"
)

// PageText is what a page says, in the order it is painted.
type PageText struct {
	// Text is the page's own text.
	Text []rune
	// Artifacts is the text marked as no part of it: page numbers, repeated
	// heads, the watermark. Here ActualText, which is empty to keep them out of
	// copies, does not count.
	Artifacts []rune
}

// ReadText reads the text of a PDF that this package wrote. It is a reader of
// its own, apart from the writer: it follows the file's structure, its fonts'
// ToUnicode tables, content streams and ActualText. Foreign or broken files
// give ErrRead.
func ReadText(data []byte) ([]PageText, error) {
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	pages, err := f.pages()
	if err != nil {
		return nil, err
	}
	out := make([]PageText, len(pages))
	fonts := &fontTables{file: f, known: map[ref]*toUnicode{}}
	failed := make([]error, len(pages))
	onAllCores(len(pages), func(i int) {
		r := &pageReader{file: f, fonts: fonts, out: &out[i]}
		failed[i] = r.read(pages[i])
	})
	for i, err := range failed {
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	return out, nil
}

// fontTables are the tables of the faces of a file, each read once for all pages.
type fontTables struct {
	file  *file
	lock  sync.Mutex
	known map[ref]*toUnicode
}

func (t *fontTables) of(at ref) (*toUnicode, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if known := t.known[at]; known != nil {
		return known, nil
	}
	d, err := t.file.dict(at)
	if err != nil {
		return nil, err
	}
	data, err := t.file.stream(d["ToUnicode"])
	if err != nil {
		return nil, err
	}
	table, err := parseToUnicode(data)
	if err == nil {
		t.known[at] = table
	}
	return table, err
}

// span is a marked-content sequence.
type span struct {
	artifact bool
	replaced bool // an ActualText stands for what is shown inside
}

// pageReader runs a content stream as far as text is concerned.
type pageReader struct {
	file      *file
	fonts     *fontTables
	resources dict
	out       *PageText
	font      *toUnicode
	saved     []*toUnicode
	spans     []span
}

func (r *pageReader) read(page dict) error {
	var err error
	if r.resources, err = r.file.dict(page["Resources"]); err != nil {
		return err
	}
	contents := []any{page["Contents"]}
	if list, ok := page["Contents"].([]any); ok {
		contents = list
	}
	var stream []byte
	for _, c := range contents {
		part, err := r.file.stream(c)
		if err != nil {
			return err
		}
		if stream = append(stream, part...); len(stream) > maxStream {
			return fmt.Errorf("%w: page larger than %d bytes", ErrRead, maxStream)
		}
		stream = append(stream, '\n')
	}
	return r.run(stream)
}

// maxOperands is more than any operator takes.
const maxOperands = 64

func (r *pageReader) run(stream []byte) error {
	x := &lexer{data: stream}
	var operands []any
	for {
		v, err := x.next(0)
		if err != nil {
			return err
		}
		if v == nil {
			if len(r.spans) > 0 {
				return fmt.Errorf("%w: marked content not closed", ErrRead)
			}
			return nil
		}
		op, ok := v.(keyword)
		if !ok {
			if len(operands) >= maxOperands {
				return x.fail("too many operands")
			}
			operands = append(operands, v)
			continue
		}
		if err := r.operate(op, operands); err != nil {
			return err
		}
		operands = operands[:0]
	}
}

func (r *pageReader) operate(op keyword, operands []any) error {
	last := func() any {
		if len(operands) == 0 {
			return nil
		}
		return operands[len(operands)-1]
	}
	switch op {
	case "q":
		if len(r.saved) > 1000 {
			return fmt.Errorf("%w: graphics states nested too deep", ErrRead)
		}
		r.saved = append(r.saved, r.font)
	case "Q":
		if n := len(r.saved); n > 0 {
			r.font, r.saved = r.saved[n-1], r.saved[:n-1]
		}
	case "Tf":
		if len(operands) != 2 {
			return fmt.Errorf("%w: Tf wants a font and a size", ErrRead)
		}
		return r.setFont(operands[0])
	case "Tj", "'", "\"":
		return r.show(last())
	case "TJ":
		list, _ := last().([]any)
		for _, v := range list {
			if s, ok := v.(text); ok {
				if err := r.show(s); err != nil {
					return err
				}
			}
		}
	case "BMC", "BDC":
		return r.begin(op, operands)
	case "EMC":
		if len(r.spans) == 0 {
			return fmt.Errorf("%w: EMC without a beginning", ErrRead)
		}
		r.spans = r.spans[:len(r.spans)-1]
	}
	return nil
}

func (r *pageReader) begin(op keyword, operands []any) error {
	if len(r.spans) > 1000 {
		return fmt.Errorf("%w: marked content nested too deep", ErrRead)
	}
	var s span
	if n := len(r.spans); n > 0 {
		s = r.spans[n-1]
	}
	if len(operands) > 0 && operands[0] == name("Artifact") {
		s.artifact = true
	}
	if op == "BDC" && len(operands) == 2 && !s.replaced {
		if d, ok := operands[1].(dict); ok {
			if actual, ok := d["ActualText"].(text); ok {
				if !s.artifact {
					r.emit(decodeText(actual), false)
				}
				s.replaced = true
			}
		}
	}
	r.spans = append(r.spans, s)
	return nil
}

// decodeText decodes a text string: UTF-16 with its mark, else Latin-1.
func decodeText(s text) []rune {
	if len(s) < 2 || s[0] != 0xFE || s[1] != 0xFF {
		out := make([]rune, len(s))
		for i, c := range s {
			out[i] = rune(c)
		}
		return out
	}
	units := make([]uint16, 0, len(s)/2)
	for i := 2; i+1 < len(s); i += 2 {
		units = append(units, binary.BigEndian.Uint16(s[i:]))
	}
	return utf16.Decode(units)
}

func (r *pageReader) emit(list []rune, artifact bool) {
	if artifact {
		r.out.Artifacts = append(r.out.Artifacts, list...)
	} else {
		r.out.Text = append(r.out.Text, list...)
	}
}

func (r *pageReader) show(v any) error {
	s, ok := v.(text)
	if !ok {
		return fmt.Errorf("%w: no text to show", ErrRead)
	}
	if r.font == nil {
		return fmt.Errorf("%w: text without a font", ErrRead)
	}
	var here span
	if n := len(r.spans); n > 0 {
		here = r.spans[n-1]
	}
	if here.replaced && !here.artifact {
		return nil
	}
	if len(s)%2 != 0 {
		return fmt.Errorf("%w: half a character", ErrRead)
	}
	for i := 0; i < len(s); i += 2 {
		code := binary.BigEndian.Uint16(s[i:])
		found, ok := r.font.lookup(code)
		if !ok {
			return fmt.Errorf("%w: code %04X has no character", ErrRead, code)
		}
		r.emit(found, here.artifact)
	}
	return nil
}

func (r *pageReader) setFont(v any) error {
	key, ok := v.(name)
	if !ok {
		return fmt.Errorf("%w: font without a name", ErrRead)
	}
	fonts, err := r.file.dict(r.resources["Font"])
	if err != nil {
		return err
	}
	at, ok := fonts[key].(ref)
	if !ok {
		return fmt.Errorf("%w: font %s is not among the resources", ErrRead, key)
	}
	r.font, err = r.fonts.of(at)
	return err
}
