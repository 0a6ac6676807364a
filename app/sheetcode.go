package app

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// The code of an evidence sheet brings its signed scan back to it: the sheet is printed with the code as a QR symbol
// and in words, and whoever takes the scan in has it read off the picture or types it. It has twelve characters,
//
//	7K2M-Q9XD-3VNP
//
// seven that name the sheet, four that stand for what it says, and one by which a slip of the hand is noticed. When the
// matter or its summary change, the four change: a scan of the former print is told from one of the present.
const (
	sheetCodePrefix = "LS:" // in the QR symbol, so that codes of other papers are told apart
	sheetNameChars  = 7
	sheetTextChars  = 4
)

// codeLetters are the characters of the code: those of RFC 4648 and Crockford's Base32 that nobody mistakes for another.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// SheetMark is what the code of an evidence sheet says: which sheet it is, and which wording of it was printed.
type SheetMark struct{ name, text string }

// SheetCode gives the code of an evidence sheet as it reads now, in groups of four as it is printed.
func SheetCode(s Sheet) string {
	m := markOf(s)
	body := m.name + m.text
	body += string(codeLetters[checkLetter(body)])
	return body[:4] + "-" + body[4:8] + "-" + body[8:]
}

// SheetSymbol gives what the QR symbol of an evidence sheet holds: its code after "LS:", upper-case letters, figures,
// a colon and hyphens.
func SheetSymbol(s Sheet) string { return sheetCodePrefix + SheetCode(s) }

// ReadSheetCode reads a code as it was typed or as a symbol holds it. Blanks and hyphens do not count, nor does small or
// capital; O counts as 0, I and L as 1. Refused: what is no code of a sheet, or one with a character mistaken
// ("sheet.code").
func ReadSheetCode(text string) (SheetMark, error) {
	if len(text) > 100 {
		return SheetMark{}, Refuse("sheet.code", "text", "…")
	}
	typed := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), sheetCodePrefix)
	body := strings.NewReplacer(" ", "", "-", "", "－", "", "—", "", "　", "", "O", "0", "I", "1", "L", "1").Replace(typed)
	if len(body) != sheetNameChars+sheetTextChars+1 {
		return SheetMark{}, Refuse("sheet.code", "text", text)
	}
	for _, r := range body {
		if !strings.ContainsRune(codeLetters, r) {
			return SheetMark{}, Refuse("sheet.code", "text", text)
		}
	}
	last := len(body) - 1
	if codeLetters[checkLetter(body[:last])] != body[last] {
		return SheetMark{}, Refuse("sheet.code", "text", text)
	}
	return SheetMark{name: body[:sheetNameChars], text: body[sheetNameChars:last]}, nil
}

// Of says whether the code is one of this sheet, in whichever wording.
func (m SheetMark) Of(s Sheet) bool { return m.name != "" && m.name == markOf(s).name }

// Current says whether the sheet still reads as it did when it was printed with the code.
func (m SheetMark) Current(s Sheet) bool { return m == markOf(s) }

// FindSheet gives the sheet that a code names, and whether it still reads as it was printed. Refused: a code that
// cannot be ("sheet.code"), and one of a sheet that is not among these ("sheet.foreign").
func FindSheet(code string, sheets []Sheet) (s Sheet, current bool, err error) {
	m, err := ReadSheetCode(code)
	if err != nil {
		return Sheet{}, false, err
	}
	for _, s := range sheets {
		if m.Of(s) {
			return s, m.Current(s), nil
		}
	}
	return Sheet{}, false, Refuse("sheet.foreign", "code", m.name)
}

func markOf(s Sheet) SheetMark {
	return SheetMark{
		name: codeOf(sheetNameChars, "lianshen/sheet/v1", string(s.ID)),
		text: codeOf(sheetTextChars, "lianshen/sheet/text/v1", string(s.Strand), strings.TrimSpace(s.Title), strings.TrimSpace(s.Summary)),
	}
}

// codeOf gives n characters, five bits each, that stand for parts.
func codeOf(n int, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	bits := binary.BigEndian.Uint64(h.Sum(nil))
	out := make([]byte, n)
	for i := range out {
		out[i] = codeLetters[bits>>59]
		bits <<= 5
	}
	return string(out)
}

// checkLetter is a weighted sum over the field of 32 elements (x⁵+x²+1), each place with another weight that is not
// zero: one wrong character and two that changed places are always noticed.
func checkLetter(body string) int {
	sum, weight := 0, 1
	for _, r := range body {
		weight = times(weight, 2)
		sum ^= times(weight, strings.IndexRune(codeLetters, r))
	}
	return sum
}

// times multiplies in that field.
func times(a, b int) int {
	out := 0
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			out ^= a
		}
		if a <<= 1; a >= 32 {
			a ^= 0b100101
		}
	}
	return out
}
