package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// put writes a value as a PDF file has it. Entries of a dictionary stand in the order of their names: the same value gives the
// same bytes.
func put(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case name:
		b.WriteByte('/')
		for _, c := range []byte(v) {
			if c <= ' ' || c >= 0x7F || c == '#' || isDelimiter(c) {
				fmt.Fprintf(b, "#%02X", c)
				continue
			}
			b.WriteByte(c)
		}
	case text:
		fmt.Fprintf(b, "<%X>", []byte(v))
	case keyword:
		b.WriteString(string(v))
	case float64:
		b.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
	case int:
		b.WriteString(strconv.Itoa(v))
	case ref:
		b.WriteString(strconv.Itoa(int(v)) + " 0 R")
	case []any:
		b.WriteByte('[')
		for i, one := range v {
			if i > 0 {
				b.WriteByte(' ')
			}
			put(b, one)
		}
		b.WriteByte(']')
	case dict:
		b.WriteString("<<")
		for _, k := range slices.Sorted(maps.Keys(v)) {
			put(b, k)
			b.WriteByte(' ')
			put(b, v[k])
		}
		b.WriteString(">>")
	default:
		panic(fmt.Sprintf("a %T is no value of a PDF file", v))
	}
}

// object is an object of a file: a value, with a stream when it is one.
type object struct {
	value  any
	stream []byte // as it stands in the file, nil for none
}

// objects reads every object of a file.
func (f *file) objects() (map[ref]*object, error) {
	out := make(map[ref]*object, len(f.offsets))
	for r := range f.offsets {
		x, err := f.object(r)
		if err != nil {
			return nil, err
		}
		v, err := x.next(0)
		if err != nil {
			return nil, err
		}
		o := &object{value: v}
		if d, ok := v.(dict); ok && d["Length"] != nil {
			if next, err := x.next(0); err == nil && next == keyword("stream") {
				if o.stream, err = f.raw(x, d); err != nil {
					return nil, err
				}
			}
		}
		out[r] = o
	}
	return out, nil
}

// raw gives the bytes of a stream as they stand, the lexer being behind the word "stream".
func (f *file) raw(x *lexer, d dict) ([]byte, error) {
	if x.at < len(f.data) && f.data[x.at] == '\r' {
		x.at++
	}
	if x.at < len(f.data) && f.data[x.at] == '\n' {
		x.at++
	}
	length, err := f.get(d["Length"])
	if err != nil {
		return nil, err
	}
	n, ok := length.(float64)
	if !ok || n < 0 || float64(x.at)+n > float64(len(f.data)) {
		return nil, x.fail("stream of no known length")
	}
	return f.data[x.at : x.at+int(n)], nil
}

// serialize writes a whole file of objects numbered from 1 without gaps.
func serialize(objects map[ref]*object, trailer dict) []byte {
	var b bytes.Buffer
	// Four bytes above 127 tell programs that copy files that this one is no text (ISO 19005-3, 6.1.2).
	b.WriteString("%PDF-1.7\n%\xE8\x81\x94\xE5\xAE\xA1\n")
	offsets := make([]int, len(objects)+1)
	for r := ref(1); int(r) <= len(objects); r++ {
		o := objects[r]
		offsets[r] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", r)
		put(&b, o.value)
		if o.stream != nil {
			b.WriteString("\nstream\n")
			b.Write(o.stream)
			b.WriteString("\nendstream")
		}
		b.WriteString("\nendobj\n")
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
	for _, at := range offsets[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	trailer["Size"] = len(offsets)
	b.WriteString("trailer\n")
	put(&b, trailer)
	b.WriteString("\nstartxref\n" + strconv.Itoa(start) + "\n%%EOF\n")
	return b.Bytes()
}

// plainName is a name without what a name may not have.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, s)
}
