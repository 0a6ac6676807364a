package roundfile

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// token is one token of JSON text (RFC 8259). Commas and colons are checked and passed over.
type token struct {
	kind byte   // '{' '}' '[' ']' '"' '0' for every number, 't' 'f' 'n'
	text []byte // the characters of a string, the digits of a number; good until the next token
}

var (
	errCut    = errors.New("the text ends within a value") // where JSON text is cut off
	errSyntax = errors.New("this is no JSON")
)

// What may come next, beside the comma or colon before it.
type expectation byte

const (
	wantFirst expectation = iota // the first element or member, or the end of the container
	wantNext                     // a comma or the end of the container
	wantColon                    // a colon and a value
	wantValue                    // the value of the whole text
	wantEnd                      // nothing but white space
)

// lexer takes JSON text apart. It is strict and, unlike encoding/json, does not copy what it reads: a round of 200 cases
// has a million tokens.
type lexer struct {
	data    []byte
	at      int
	expect  expectation
	within  []byte // open containers, '{' or '['
	scratch []byte
}

func newLexer(data []byte) *lexer { return &lexer{data: data, expect: wantValue} }

// more says whether the open container goes on; a broken place is found by the next token.
func (l *lexer) more() bool {
	l.space()
	return l.at < len(l.data) && l.data[l.at] != '}' && l.data[l.at] != ']'
}

func (l *lexer) space() {
	for l.at < len(l.data) {
		switch l.data[l.at] {
		case ' ', '\n', '\t', '\r':
			l.at++
		default:
			return
		}
	}
}

// peek gives the next byte that is no white space.
func (l *lexer) peek() (byte, error) {
	l.space()
	if l.at == len(l.data) {
		return 0, errCut
	}
	return l.data[l.at], nil
}

// token reads the next token. At the end of a whole text it gives io.EOF, within one errCut.
func (l *lexer) token() (token, error) {
	c, err := l.peek()
	if err != nil {
		if l.expect == wantEnd || l.expect == wantValue {
			err = io.EOF
		}
		return token{}, err
	}
	key := false // the key of a member is wanted
	switch l.expect {
	case wantEnd:
		return token{}, errSyntax
	case wantColon:
		if c != ':' {
			return token{}, errSyntax
		}
		l.at++
		if c, err = l.peek(); err != nil {
			return token{}, err
		}
	case wantFirst, wantNext:
		in := l.within[len(l.within)-1]
		if c == in+2 { // '}' and ']' stand two after '{' and '['
			l.at++
			l.within = l.within[:len(l.within)-1]
			l.done()
			return token{kind: c}, nil
		}
		if l.expect == wantNext {
			if c != ',' {
				return token{}, errSyntax
			}
			l.at++
			if c, err = l.peek(); err != nil {
				return token{}, err
			}
		}
		key = in == '{'
	}
	if key && c != '"' {
		return token{}, errSyntax
	}
	return l.value(c, key)
}

// done notes that a value is complete.
func (l *lexer) done() {
	l.expect = wantNext
	if len(l.within) == 0 {
		l.expect = wantEnd
	}
}

func (l *lexer) value(c byte, key bool) (token, error) {
	switch {
	case c == '{' || c == '[':
		l.at++
		l.within = append(l.within, c)
		l.expect = wantFirst
		return token{kind: c}, nil
	case c == '"':
		text, err := l.text()
		if l.done(); key {
			l.expect = wantColon
		}
		return token{'"', text}, err
	case c == '-' || c >= '0' && c <= '9':
		text, err := l.number()
		l.done()
		return token{'0', text}, err
	}
	for _, word := range []string{"true", "false", "null"} {
		if c == word[0] {
			l.done()
			return token{kind: c}, l.word(word)
		}
	}
	return token{}, errSyntax
}

func (l *lexer) word(word string) error {
	for i := range len(word) {
		switch {
		case l.at == len(l.data):
			return errCut
		case l.data[l.at] != word[i]:
			return errSyntax
		}
		l.at++
	}
	return nil
}

func (l *lexer) number() ([]byte, error) {
	from := l.at
	if l.data[l.at] == '-' {
		l.at++
	}
	if l.at < len(l.data) && l.data[l.at] == '0' {
		l.at++
	} else if err := l.digits(); err != nil {
		return nil, err
	}
	if l.at < len(l.data) && l.data[l.at] == '.' {
		l.at++
		if err := l.digits(); err != nil {
			return nil, err
		}
	}
	if l.at < len(l.data) && l.data[l.at]|0x20 == 'e' {
		l.at++
		if l.at < len(l.data) && (l.data[l.at] == '+' || l.data[l.at] == '-') {
			l.at++
		}
		if err := l.digits(); err != nil {
			return nil, err
		}
	}
	return l.data[from:l.at], nil
}

// digits passes over at least one digit.
func (l *lexer) digits() error {
	from := l.at
	for l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '9' {
		l.at++
	}
	switch {
	case l.at > from:
		return nil
	case l.at == len(l.data):
		return errCut
	}
	return errSyntax
}

// text reads a string. One without escapes is a piece of the data itself.
func (l *lexer) text() ([]byte, error) {
	l.at++
	from := l.at
	l.scratch = l.scratch[:0]
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case c == '"':
			piece := l.data[from:l.at]
			l.at++
			if len(l.scratch) > 0 {
				l.scratch = append(l.scratch, piece...)
				return l.scratch, nil
			}
			return piece, nil
		case c == '\\':
			l.scratch = append(l.scratch, l.data[from:l.at]...)
			if err := l.escape(); err != nil {
				return nil, err
			}
			from = l.at
		case c < ' ':
			return nil, errSyntax
		default:
			l.at++
		}
	}
	return nil, errCut
}

// escape reads one escaped character into scratch. Half a surrogate pair becomes U+FFFD.
func (l *lexer) escape() error {
	l.at++
	if l.at == len(l.data) {
		return errCut
	}
	c := l.data[l.at]
	if c != 'u' {
		i := bytes.IndexByte([]byte(`"\/bfnrt`), c)
		if i < 0 {
			return errSyntax
		}
		l.at++
		l.scratch = append(l.scratch, "\"\\/\b\f\n\r\t"[i])
		return nil
	}
	l.at++
	r, err := l.hex()
	if err != nil {
		return err
	}
	if utf16.IsSurrogate(r) {
		pair := rune(utf8.RuneError)
		if bytes.HasPrefix(l.data[l.at:], []byte(`\u`)) {
			back := l.at
			l.at += 2
			low, err := l.hex()
			if err != nil {
				return err
			}
			if pair = utf16.DecodeRune(r, low); pair == utf8.RuneError {
				l.at = back
			}
		}
		r = pair
	}
	l.scratch = utf8.AppendRune(l.scratch, r)
	return nil
}

// hex reads the four digits of an escape.
func (l *lexer) hex() (rune, error) {
	var r rune
	for range 4 {
		if l.at == len(l.data) {
			return 0, errCut
		}
		c := l.data[l.at]
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, errSyntax
		}
		l.at++
	}
	return r, nil
}
