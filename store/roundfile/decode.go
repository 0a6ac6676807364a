package roundfile

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"lianshen/app"
)

// decode reads the bytes into a File, judging each value by itself.
func decode(data []byte) (*File, error) {
	if at := badUTF8(data); at >= 0 {
		return nil, app.Refuse("roundfile.encoding", "path", "", "line", 1+bytes.Count(data[:at], []byte("\n")))
	}
	d := &decoder{lexer: newLexer(data)}
	f := &File{}
	if err := d.value(reflect.ValueOf(f).Elem()); err != nil {
		return nil, err
	}
	if f.Format == "" {
		return nil, d.refuse("roundfile.foreign")
	}
	if _, err := d.lexer.token(); !errors.Is(err, io.EOF) {
		d.path = nil
		return nil, d.refuse("roundfile.trailing")
	}
	return f, nil
}

func badUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; ; {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
}

// decoder walks the tokens along the types, so that it can never be led deeper than the types go.
type decoder struct {
	lexer   *lexer
	path    []step
	started bool // some token was read
}

// step leads from a value to one in it: by the key of a member or, where the key is "", by an index.
type step struct {
	key   string
	index int
}

func byKey(key []byte) step { return step{key: member(nil, string(key))} }

// refuse names the place of the last token.
func (d *decoder) refuse(code string, args ...any) *app.Error {
	line := 1 + bytes.Count(d.lexer.data[:d.lexer.at], []byte("\n"))
	return app.Refuse(code, append([]any{"path", d.where(), "line", line}, args...)...)
}

func (d *decoder) where() string {
	var b strings.Builder
	for i, s := range d.path {
		switch {
		case s.key == "":
			fmt.Fprintf(&b, "[%d]", s.index)
		case i > 0 && s.key[0] != '[':
			b.WriteString("." + s.key)
		default:
			b.WriteString(s.key)
		}
	}
	return b.String()
}

func (d *decoder) token() (token, error) {
	t, err := d.lexer.token()
	switch {
	case err == nil:
		d.started = true
		if t.kind == '"' && bytes.ContainsRune(t.text, utf8.RuneError) {
			return t, d.refuse("roundfile.encoding") // an escape that is no character was lost
		}
		return t, nil
	case !d.started:
		return t, d.refuse("roundfile.foreign")
	case errors.Is(err, errSyntax):
		return t, d.refuse("roundfile.syntax")
	}
	d.lexer.at = len(d.lexer.data)
	return t, d.refuse("roundfile.truncated")
}

// member gives the step of a path that leads to a member of an object.
func member(path []string, key string) string {
	for _, r := range key {
		if !(r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return "[" + strconv.Quote(key) + "]"
		}
	}
	switch {
	case key == "":
		return `[""]`
	case len(path) == 0:
		return key
	}
	return "." + key
}

var (
	textType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (d *decoder) value(v reflect.Value) error {
	t, err := d.token()
	if err != nil {
		return err
	}
	switch v.Kind() {
	case reflect.Struct:
		shape := shapeOf(v.Type())
		switch {
		case shape.text:
			return d.text(v, t)
		case t.kind != '{':
			return d.wrong(t, "object")
		}
		return d.object(v, shape)
	case reflect.Map:
		if t.kind != '{' {
			return d.wrong(t, "object")
		}
		return d.table(v)
	case reflect.Slice:
		if t.kind != '[' {
			return d.wrong(t, "array")
		}
		return d.list(v)
	case reflect.String:
		if t.kind != '"' {
			return d.wrong(t, "string")
		}
		v.SetString(string(t.text))
		return nil
	case reflect.Bool:
		if t.kind != 't' && t.kind != 'f' {
			return d.wrong(t, "boolean")
		}
		v.SetBool(t.kind == 't')
		return nil
	case reflect.Int, reflect.Int64:
		if t.kind != '0' {
			return d.wrong(t, "integer")
		}
		return d.integer(v, string(t.text))
	}
	return fmt.Errorf("round file: no reader for %s at %s", v.Type(), d.where())
}

// text reads what has a written form of its own: dates and months.
func (d *decoder) text(v reflect.Value, t token) error {
	if t.kind != '"' {
		return d.wrong(t, "string")
	}
	if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(t.text); err != nil {
		e := d.refuse("roundfile.date", "value", string(t.text))
		e.Cause = err
		return e
	}
	return nil
}

func (d *decoder) wrong(t token, want string) error {
	got := map[byte]string{'{': "object", '[': "array", '"': "string", '0': "number", 't': "boolean", 'f': "boolean", 'n': "null"}[t.kind]
	// Outside everything, or with another sort of format, it is no round file at all.
	if len(d.path) == 0 || d.path[0].key == "format" {
		return d.refuse("roundfile.foreign")
	}
	return d.refuse("roundfile.type", "want", app.Word("json."+want), "got", app.Word("json."+got))
}

func (d *decoder) object(v reflect.Value, shape *shape) error {
	seen := make([]bool, v.NumField())
	root := v.Type() == reflect.TypeFor[File]()
	for n := 0; d.lexer.more(); n++ {
		t, err := d.token()
		if err != nil {
			return err
		}
		i, ok := shape.fields[string(t.text)]
		if root && n == 0 && string(t.text) != "format" {
			return d.refuse("roundfile.foreign")
		}
		if !ok {
			d.path = append(d.path, byKey(t.text))
			return d.refuse("roundfile.field", "field", string(t.text))
		}
		name := shape.names[i]
		d.path = append(d.path, step{key: name})
		if seen[i] {
			return d.refuse("roundfile.twice", "value", name)
		}
		seen[i] = true
		if err := d.value(v.Field(i)); err != nil {
			return err
		}
		if root && name == "format" {
			if err := d.format(v.Field(i).String()); err != nil {
				return err
			}
		}
		d.path = d.path[:len(d.path)-1]
	}
	_, err := d.token()
	return err
}

// format refuses what is not a round file of this version.
func (d *decoder) format(s string) error {
	if s == Format {
		return nil
	}
	name, version, ok := strings.Cut(s, "/")
	mine, _, _ := strings.Cut(Format, "/")
	if n, err := strconv.Atoi(version); ok && name == mine && err == nil && n > 1 {
		return d.refuse("roundfile.newer", "value", s)
	}
	return d.refuse("roundfile.foreign")
}

func (d *decoder) table(v reflect.Value) error {
	var m reflect.Value
	for d.lexer.more() {
		t, err := d.token()
		if err != nil {
			return err
		}
		d.path = append(d.path, byKey(t.text))
		k := reflect.New(v.Type().Key()).Elem()
		k.SetString(string(t.text))
		if !m.IsValid() {
			m = reflect.MakeMap(v.Type())
		}
		if m.MapIndex(k).IsValid() {
			return d.refuse("roundfile.twice", "value", k.String())
		}
		e := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(e); err != nil {
			return err
		}
		m.SetMapIndex(k, e)
		d.path = d.path[:len(d.path)-1]
	}
	if m.IsValid() {
		v.Set(m)
	}
	_, err := d.token()
	return err
}

func (d *decoder) list(v reflect.Value) error {
	for i := 0; d.lexer.more(); i++ {
		d.path = append(d.path, step{index: i})
		v.Grow(1)
		v.SetLen(i + 1)
		if err := d.value(v.Index(i)); err != nil {
			return err
		}
		d.path = d.path[:len(d.path)-1]
	}
	_, err := d.token()
	return err
}

func (d *decoder) integer(v reflect.Value, digits string) error {
	if strings.ContainsAny(digits, ".eE") {
		return d.refuse("roundfile.type", "want", app.Word("json.integer"), "got", short(digits))
	}
	i, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return d.refuse("roundfile.number", "value", short(digits))
	}
	v.SetInt(i)
	return nil
}
