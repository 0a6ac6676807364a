package bench

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"lianshen/ui/i18n"
)

// text reads the beginning of a text in whichever encoding it is.
func (a *album) text(ctx context.Context, hash string) (string, error) {
	r, err := a.room.store.OpenAttachment(ctx, hash)
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Close() }() // read only
	data := make([]byte, maxText+1)
	n := 0
	for n < len(data) {
		k, err := r.Read(data[n:])
		if n += k; err != nil {
			break // the end; a damaged file was refused before
		}
	}
	text := decodeText(data[:min(n, maxText)])
	if n > maxText {
		text += "\n" + i18n.T("evidence.view.cut", "kb", maxText>>10)
	}
	return text, nil
}

// decodeText reads UTF-8, UTF-16 with its mark, and what else is GB18030.
func decodeText(data []byte) string {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			if out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data[:len(data)&^1]); err == nil {
				return printable(string(out))
			}
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	whole := data
	for range utf8.UTFMax - 1 { // the last character may be cut
		if utf8.Valid(whole) {
			return printable(string(whole))
		}
		whole = whole[:max(0, len(whole)-1)]
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		out = bytes.ToValidUTF8(data, []byte("�"))
	}
	return printable(string(out))
}

// printable takes control characters away, and those that turn the direction of writing.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}
