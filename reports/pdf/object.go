package pdf

import (
	"errors"
	"fmt"
	"strconv"
)

// ErrRead tells that bytes could not be read as a PDF of the kind we write.
var ErrRead = errors.New("not a readable PDF")

// The objects of a PDF file. Numbers are float64, booleans and null are
// keyword, arrays are []any.
type (
	name    string
	text    []byte // a string, decoded
	keyword string // true, false, null, R, obj, and content operators
	dict    map[name]any
	ref     int // object number of an indirect reference
)

// maxDepth bounds nested arrays and dictionaries.
const maxDepth = 32

// lexer reads objects from bytes.
type lexer struct {
	data []byte
	at   int
}

func (x *lexer) fail(what string) error {
	return fmt.Errorf("%w: %s at byte %d", ErrRead, what, x.at)
}

// The bytes that end a word.
var white, delimiters = tableOf(" \n\r\t\f\x00"), tableOf("()<>[]{}/%")

func tableOf(list string) (out [256]bool) {
	for _, c := range []byte(list) {
		out[c] = true
	}
	return out
}

func isWhite(c byte) bool { return white[c] }

func isDelimiter(c byte) bool { return delimiters[c] }

func (x *lexer) skipWhite() {
	for x.at < len(x.data) {
		switch c := x.data[x.at]; {
		case isWhite(c):
			x.at++
		case c == '%':
			for x.at < len(x.data) && x.data[x.at] != '\n' && x.data[x.at] != '\r' {
				x.at++
			}
		default:
			return
		}
	}
}

// next reads one object; nil at the end of the bytes.
func (x *lexer) next(depth int) (any, error) {
	x.skipWhite()
	if x.at >= len(x.data) {
		return nil, nil
	}
	if depth > maxDepth {
		return nil, x.fail("nesting too deep")
	}
	switch c := x.data[x.at]; {
	case c == '/':
		x.at++
		return name(x.word()), nil
	case c == '(':
		return x.literal()
	case c == '<' && x.at+1 < len(x.data) && x.data[x.at+1] == '<':
		x.at += 2
		return x.dict(depth)
	case c == '<':
		return x.hex()
	case c == '[':
		x.at++
		return x.array(depth)
	case isDelimiter(c):
		return nil, x.fail(fmt.Sprintf("unexpected %q", c))
	}
	w := x.word()
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if v, err := strconv.ParseFloat(w, 64); err == nil {
			return v, nil
		}
	}
	return keyword(w), nil
}

func (x *lexer) word() string {
	from := x.at
	for x.at < len(x.data) && !isWhite(x.data[x.at]) && !isDelimiter(x.data[x.at]) {
		x.at++
	}
	return string(x.data[from:x.at])
}

func (x *lexer) literal() (any, error) {
	x.at++
	out, depth := text{}, 1
	for x.at < len(x.data) {
		c := x.data[x.at]
		x.at++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return out, nil
			}
		case '\\':
			if x.at >= len(x.data) {
				return nil, x.fail("string cut off")
			}
			out = x.escape(out)
			continue
		case '\r':
			if x.at < len(x.data) && x.data[x.at] == '\n' {
				x.at++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return nil, x.fail("string not closed")
}

// escape appends what the escape at hand stands for.
func (x *lexer) escape(out text) text {
	c := x.data[x.at]
	x.at++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if x.at < len(x.data) && x.data[x.at] == '\n' {
			x.at++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for i := 0; i < 2 && x.at < len(x.data) && x.data[x.at] >= '0' && x.data[x.at] <= '7'; i++ {
		v = v*8 + int(x.data[x.at]-'0')
		x.at++
	}
	return append(out, byte(v))
}

func (x *lexer) hex() (any, error) {
	x.at++
	out, half, digits := text{}, byte(0), 0
	for x.at < len(x.data) {
		c := x.data[x.at]
		x.at++
		if c == '>' {
			if digits%2 == 1 {
				out = append(out, half<<4)
			}
			return out, nil
		}
		if isWhite(c) {
			continue
		}
		v, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			return nil, x.fail("no hexadecimal digit")
		}
		if digits++; digits%2 == 0 {
			out = append(out, half<<4|byte(v))
		} else {
			half = byte(v)
		}
	}
	return nil, x.fail("string not closed")
}

func (x *lexer) array(depth int) (any, error) {
	var out []any
	for {
		x.skipWhite()
		if x.at >= len(x.data) {
			return nil, x.fail("array not closed")
		}
		if x.data[x.at] == ']' {
			x.at++
			return out, nil
		}
		v, err := x.next(depth + 1)
		if err != nil {
			return nil, err
		}
		out = fold(append(out, v))
	}
}

// fold turns "12 0 R" at the end of a list into a reference.
func fold(list []any) []any {
	n := len(list)
	if n < 3 || list[n-1] != keyword("R") {
		return list
	}
	number, ok := list[n-3].(float64)
	if !ok || number < 0 || number > 1e7 {
		return list
	}
	return append(list[:n-3], ref(number))
}

func (x *lexer) dict(depth int) (any, error) {
	var list []any
	for {
		x.skipWhite()
		if x.at+1 >= len(x.data) {
			return nil, x.fail("dictionary not closed")
		}
		if x.data[x.at] == '>' && x.data[x.at+1] == '>' {
			x.at += 2
			break
		}
		v, err := x.next(depth + 1)
		if err != nil {
			return nil, err
		}
		list = fold(append(list, v))
	}
	if len(list)%2 != 0 {
		return nil, x.fail("dictionary with an odd entry")
	}
	out := make(dict, len(list)/2)
	for i := 0; i < len(list); i += 2 {
		key, ok := list[i].(name)
		if !ok {
			return nil, x.fail("dictionary key is no name")
		}
		out[key] = list[i+1]
	}
	return out, nil
}
