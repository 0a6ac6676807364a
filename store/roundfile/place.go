package roundfile

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"lianshen/app"
)

// placed adds the line to a refusal that names a path. Refusals over several values are found after the
// whole file was read; looking the line up only then keeps reading lean.
func placed(err error, data []byte) error {
	var e *app.Error
	if !errors.As(err, &e) || e.Args["line"] != nil {
		return err
	}
	path, _ := e.Args["path"].(string)
	e.Args["line"] = lineOf(data, path)
	return err
}

// lineOf gives the line on which the value at path begins, or the line of the nearest value around it
// when the path itself was left out of the file.
func lineOf(data []byte, path string) int {
	f := &finder{lexer: newLexer(data), target: path, best: -1}
	f.value("")
	return 1 + bytes.Count(data[:max(0, f.offset)], []byte("\n"))
}

type finder struct {
	lexer  *lexer
	target string
	best   int // length of the longest prefix of target that was met
	offset int // where it was met
}

// meet notes the place of path when it is the target or leads to it.
func (f *finder) meet(path string) {
	rest, ok := strings.CutPrefix(f.target, path)
	if !ok || len(path) <= f.best || rest != "" && path != "" && rest[0] != '.' && rest[0] != '[' {
		return
	}
	f.best, f.offset = len(path), f.lexer.at
}

// value walks one value and says whether the tokens went on.
func (f *finder) value(path string) bool {
	t, err := f.lexer.token()
	if err != nil {
		return false
	}
	f.meet(path)
	switch t.kind {
	case '{':
		for f.lexer.more() {
			key, err := f.lexer.token()
			if err != nil {
				return false
			}
			name := string(key.text)
			var parent []string
			if path != "" {
				parent = []string{path}
			}
			if !f.value(path + member(parent, name)) {
				return false
			}
		}
	case '[':
		for i := 0; f.lexer.more(); i++ {
			if !f.value(path + "[" + strconv.Itoa(i) + "]") {
				return false
			}
		}
	default:
		return true
	}
	_, err = f.lexer.token()
	return err == nil
}
