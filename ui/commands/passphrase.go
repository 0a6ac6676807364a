package commands

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"lianshen/app"
)

const (
	// phraseLimit bounds the line that holds a pass phrase, in bytes.
	phraseLimit = 1024
	// samplePhrase is the file with the pass phrase of a sample, beside the workspace's folder.
	samplePhrase = "sample.passphrase"
)

// readPhrase reads the pass phrase from a file, "-" for standard input: its first line without the line break. The
// phrase itself stands in no error. Refusals: "passphrase.unreadable", "passphrase.empty", "passphrase.long",
// "passphrase.encoding" (no UTF-8).
func (r *run) readPhrase(path string) (string, error) {
	in := r.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return "", phraseFileError(path, err)
		}
		defer f.Close()
		in = f
	}
	line, err := firstLine(in)
	if err != nil {
		return "", phraseFileError(path, err)
	}
	// Editors on Windows mark UTF-8 files so.
	line = bytes.TrimPrefix(line, []byte("\uFEFF"))
	switch {
	case len(line) > phraseLimit:
		return "", app.Refuse("passphrase.long", "path", shownPath(path), "limit", phraseLimit)
	case len(line) == 0:
		return "", app.Refuse("passphrase.empty", "path", shownPath(path))
	case !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0:
		return "", app.Refuse("passphrase.encoding", "path", shownPath(path))
	}
	return string(line), nil
}

// firstLine reads up to the first line break and no further than just past the limit. It reads byte by byte, so that
// what follows the phrase on standard input stays there for who reads on.
func firstLine(in io.Reader) ([]byte, error) {
	line := make([]byte, 0, phraseLimit+1)
	one := make([]byte, 1)
	for len(line) <= phraseLimit {
		n, err := in.Read(one)
		if n == 1 {
			if one[0] == '\n' {
				break
			}
			line = append(line, one[0])
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return bytes.TrimSuffix(line, []byte("\r")), nil
}

func phraseFileError(path string, err error) error {
	code := "passphrase.unreadable"
	if errors.Is(err, fs.ErrNotExist) {
		code = "passphrase.nofile"
	}
	refusal := app.Refuse(code, "path", shownPath(path))
	refusal.Cause = err
	return refusal
}

// shownPath is how a message names the source of a pass phrase.
func shownPath(path string) any {
	if path == "-" {
		return app.Word("command.stdin")
	}
	return path
}

// randomPhrase makes a pass phrase of 130 random bits in groups of letters and figures, for a sample.
func randomPhrase() string {
	text := strings.ToLower(rand.Text())
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), "-")
}
