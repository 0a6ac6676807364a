package roundfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"lianshen/assets"
)

// tokens gives every token of a text in the form of encoding/json.
func tokens(data []byte) ([]json.Token, error) {
	l := newLexer(data)
	var out []json.Token
	for {
		t, err := l.token()
		if err != nil {
			return out, err
		}
		switch t.kind {
		case '"':
			out = append(out, string(t.text))
		case '0':
			out = append(out, json.Number(t.text))
		case 't', 'f':
			out = append(out, t.kind == 't')
		case 'n':
			out = append(out, nil)
		default:
			out = append(out, json.Delim(t.kind))
		}
	}
}

// agrees holds the lexer against encoding/json: it takes the same texts and sees the same tokens in them, and calls a
// text cut off only where more text could make it whole.
func agrees(t *testing.T, data []byte) {
	t.Helper()
	got, err := tokens(data)
	whole := errors.Is(err, io.EOF) && len(got) > 0
	if whole != json.Valid(data) {
		t.Fatalf("%q: whole %v (%v), encoding/json says %v", data, whole, err, !whole)
	}
	if !whole {
		return
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	for i, g := range got {
		if want, err := d.Token(); err != nil || g != want {
			t.Fatalf("%q: token %d is %v, want %v, %v", data, i, g, want, err)
		}
	}
	if more, err := d.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("%q: %v was not seen", data, more)
	}
}

func TestLexerSeesWhatTheLibrarySees(t *testing.T) {
	agrees(t, assets.SampleRound())
	for _, text := range []string{
		"", " ", "1", "-0", "-", "01", "1.", "1.5e+7", "1e", "1e-", ".5", "+1", "true", "tru", "trux", "nul", "null ", "truefalse",
		`"a"`, `"a`, `"\n\t\"\\\/\b\f\r"`, `"\x"`, `"é"`, `"\u00E9"`, `"\u00g9"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx"`, `"\ud83d\u0041"`,
		`"\ude00\ud83d"`, `"\u12`, `"\`, "\"a\nb\"", "\"\x7f\"", `[]`, `[`, `[1`, `[1,`, `[1,]`, `[,1]`, `[1 2]`, `[1]]`, `[1}`, `{}`, `{`, `{"a"`, `{"a":`, `{"a":1`,
		`{"a":1,`, `{"a":1,}`, `{"a" 1}`, `{"a",1}`, `{1:2}`, `{"a":1 "b":2}`, `{"a"::1}`, `{"a":{"b":[1,{"c":null}]}}`, `[[[]],{}]`, `{]`, "[1]\n[2]", "\ufeff[]", "[\u00a01]", `{,}`, `:1`, `,`,
	} {
		agrees(t, []byte(text))
	}
}

func TestLexerCallsOnlyTheBeginningOfATextCutOff(t *testing.T) {
	whole := []byte(`{"a": [1.5e3, "x\u00e9\n", true, null, {}], "b": -0}`)
	for n := 1; n < len(whole); n++ {
		if _, err := tokens(whole[:n]); !errors.Is(err, errCut) {
			t.Errorf("%s: %v", whole[:n], err)
		}
	}
	for _, broken := range []string{`{"a" "b"`, `[1 2`, `[tx`, `{"a":}`, `[1}`, `"\q`, `[-x`, `[1.x`} {
		if _, err := tokens([]byte(broken)); !errors.Is(err, errSyntax) {
			t.Errorf("%s: %v", broken, err)
		}
	}
}

func FuzzLexer(f *testing.F) {
	f.Add([]byte(`{"a": [1.5e3, "x\u00e9\ud83d\ude00", true, null, {}], "b": -0}`))
	f.Add([]byte(`["\ud83d\u0041", 01]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if utf8.Valid(data) && bytes.Count(data, []byte("[")) < 5000 && bytes.Count(data, []byte("{")) < 5000 {
			agrees(t, data)
		}
	})
}
