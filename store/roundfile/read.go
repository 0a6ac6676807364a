package roundfile

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"lianshen/app"
)

// MaxBytes is the size of the largest round file that is read. A round of 200 cases with all items
// answered takes about 15 MB.
const MaxBytes = 256 << 20

// Read reads a round file strictly. What it gives back has no unknown field, no dangling reference, no
// wrong sum and no date that does not exist; otherwise it is an *app.Error whose code starts with
// "roundfile." and whose Args name the path ("cases[2].findings[0].amount") and the line (from 1).
// At most MaxBytes are read.
func Read(r io.Reader) (*File, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read round file: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, app.Refuse("roundfile.large", "path", "", "line", 1, "limit", MaxBytes>>20)
	}
	f, err := decode(data)
	if err != nil {
		return nil, err
	}
	if err := check(f); err != nil {
		return nil, placed(err, data)
	}
	return f, nil
}

// decode reads the bytes into a File, judging each value by itself.
func decode(data []byte) (*File, error) {
	if at := badUTF8(data); at >= 0 {
		return nil, app.Refuse("roundfile.encoding", "path", "", "line", 1+bytes.Count(data[:at], []byte("\n")))
	}
	d := &decoder{json: json.NewDecoder(bytes.NewReader(data)), data: data, line: 1}
	d.json.UseNumber()
	f := &File{}
	if err := d.value(reflect.ValueOf(f).Elem()); err != nil {
		return nil, err
	}
	if f.Format == "" {
		return nil, d.refuse("roundfile.foreign")
	}
	if _, err := d.json.Token(); !errors.Is(err, io.EOF) {
		d.path = nil
		return nil, d.refuse("roundfile.trailing")
	}
	return f, nil
}

func badUTF8(data []byte) int {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// decoder walks the tokens along the types, so that it can never be led deeper than the types go.
type decoder struct {
	json    *json.Decoder
	data    []byte
	path    []string
	line    int   // of the last token
	counted int64 // bytes whose line ends are in line
	started bool  // some token was read
}

// refuse names the place of the last token.
func (d *decoder) refuse(code string, args ...any) *app.Error {
	return app.Refuse(code, append([]any{"path", strings.Join(d.path, ""), "line", d.line}, args...)...)
}

func (d *decoder) token() (json.Token, error) {
	t, err := d.json.Token()
	end := d.json.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		end = max(end, min(syntax.Offset, int64(len(d.data))))
	}
	d.line += bytes.Count(d.data[d.counted:max(d.counted, end)], []byte("\n"))
	d.counted = max(d.counted, end)
	switch {
	case err == nil:
		d.started = true
		if s, ok := t.(string); ok && strings.ContainsRune(s, utf8.RuneError) {
			return nil, d.refuse("roundfile.encoding") // an escape that is no character was lost
		}
		return t, nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), syntax != nil && syntax.Offset >= int64(len(d.data)) && strings.Contains(err.Error(), "unexpected end"):
		if !d.started {
			return nil, d.refuse("roundfile.foreign")
		}
		d.line = 1 + bytes.Count(d.data, []byte("\n"))
		return nil, d.refuse("roundfile.truncated")
	case !d.started:
		return nil, d.refuse("roundfile.foreign")
	}
	e := d.refuse("roundfile.syntax")
	e.Cause = err
	return nil, e
}

// more says whether the array or object goes on; a broken place is found by the next token.
func (d *decoder) more() bool { return d.json.More() }

func (d *decoder) within(step string, f func() error) error {
	d.path = append(d.path, step)
	err := f()
	if err == nil {
		d.path = d.path[:len(d.path)-1]
	}
	return err
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

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

func (d *decoder) value(v reflect.Value) error {
	t, err := d.token()
	if err != nil {
		return err
	}
	if reflect.PointerTo(v.Type()).Implements(textType) {
		s, ok := t.(string)
		if !ok {
			return d.wrong(t, "string")
		}
		if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)); err != nil {
			e := d.refuse("roundfile.date", "value", s)
			e.Cause = err
			return e
		}
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		if t != json.Delim('{') {
			return d.wrong(t, "object")
		}
		return d.object(v)
	case reflect.Map:
		if t != json.Delim('{') {
			return d.wrong(t, "object")
		}
		return d.table(v)
	case reflect.Slice:
		if t != json.Delim('[') {
			return d.wrong(t, "array")
		}
		return d.list(v)
	case reflect.String:
		s, ok := t.(string)
		if !ok {
			return d.wrong(t, "string")
		}
		v.SetString(s)
		return nil
	case reflect.Bool:
		b, ok := t.(bool)
		if !ok {
			return d.wrong(t, "boolean")
		}
		v.SetBool(b)
		return nil
	case reflect.Int, reflect.Int64:
		n, ok := t.(json.Number)
		if !ok {
			return d.wrong(t, "integer")
		}
		return d.integer(v, n)
	}
	return fmt.Errorf("round file: no reader for %s at %s", v.Type(), strings.Join(d.path, ""))
}

func (d *decoder) wrong(t json.Token, want string) error {
	got := "null"
	switch t := t.(type) {
	case json.Delim:
		got = map[json.Delim]string{'{': "object", '[': "array"}[t]
	case string:
		got = "string"
	case json.Number:
		got = "number"
	case bool:
		got = "boolean"
	}
	if !d.known() {
		return d.refuse("roundfile.foreign")
	}
	return d.refuse("roundfile.type", "want", app.Word("json."+want), "got", app.Word("json."+got))
}

// known says whether we are inside something, that is past the format member.
func (d *decoder) known() bool { return len(d.path) > 0 && d.path[0] != "format" }

func (d *decoder) object(v reflect.Value) error {
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	root := v.Type() == reflect.TypeFor[File]()
	for d.more() {
		key, err := d.key()
		if err != nil {
			return err
		}
		if root && len(seen) == 0 && key != "format" {
			return d.refuse("roundfile.foreign")
		}
		err = d.within(member(d.path, key), func() error {
			i, ok := fields[key]
			if !ok {
				return d.refuse("roundfile.field", "field", key)
			}
			if seen[key] {
				return d.refuse("roundfile.twice", "value", key)
			}
			seen[key] = true
			if err := d.value(v.Field(i)); err != nil {
				return err
			}
			if root && key == "format" {
				return d.format(v.Field(i).String())
			}
			return nil
		})
		if err != nil {
			return err
		}
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

func (d *decoder) key() (string, error) {
	t, err := d.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", d.refuse("roundfile.syntax")
	}
	return s, nil
}

func (d *decoder) table(v reflect.Value) error {
	m := reflect.MakeMap(v.Type())
	for d.more() {
		key, err := d.key()
		if err != nil {
			return err
		}
		err = d.within(member(d.path, key), func() error {
			k := reflect.New(v.Type().Key()).Elem()
			k.SetString(key)
			if m.MapIndex(k).IsValid() {
				return d.refuse("roundfile.twice", "value", key)
			}
			e := reflect.New(v.Type().Elem()).Elem()
			if err := d.value(e); err != nil {
				return err
			}
			m.SetMapIndex(k, e)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if m.Len() > 0 {
		v.Set(m)
	}
	_, err := d.token()
	return err
}

func (d *decoder) list(v reflect.Value) error {
	for i := 0; d.more(); i++ {
		err := d.within("["+strconv.Itoa(i)+"]", func() error {
			e := reflect.New(v.Type().Elem()).Elem()
			if err := d.value(e); err != nil {
				return err
			}
			v.Set(reflect.Append(v, e))
			return nil
		})
		if err != nil {
			return err
		}
	}
	_, err := d.token()
	return err
}

func (d *decoder) integer(v reflect.Value, n json.Number) error {
	if strings.ContainsAny(n.String(), ".eE") {
		return d.refuse("roundfile.type", "want", app.Word("json.integer"), "got", short(n.String()))
	}
	i, err := strconv.ParseInt(n.String(), 10, 64)
	if err != nil {
		return d.refuse("roundfile.number", "value", short(n.String()))
	}
	v.SetInt(i)
	return nil
}
