package typeset

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// Fault tells why a character cannot be printed.
type Fault string

const (
	// Missing: no face has the character.
	Missing Fault = "missing"
	// Control: a control character other than a line break or a tab.
	Control Fault = "control"
	// Direction: an invisible mark that turns the direction of writing, which
	// could make a page say something else than the data.
	Direction Fault = "direction"
	// Invisible: a character without ink or width, such as a zero-width space.
	Invisible Fault = "invisible"
	// Private: a private-use character, which means nothing outside one font.
	Private Fault = "private"
	// Broken: bytes that are no UTF-8.
	Broken Fault = "broken"
)

// Problem is one character that cannot be printed and where it stands.
type Problem struct {
	Place     document.Place
	Character rune
	Fault     Fault
	// Context is the text around the character, the character itself replaced
	// by its code if it is invisible.
	Context string
}

// PreflightError lists the characters that keep a document from being set, at
// most maxProblems of them.
type PreflightError struct{ Problems []Problem }

const maxProblems = 50

func (e *PreflightError) Error() string {
	p := e.Problems[0]
	return fmt.Sprintf("%d characters cannot be printed, the first is U+%04X (%s)", len(e.Problems), p.Character, p.Fault)
}

// Refusal is the error for a person: code report.character.FAULT with the
// first character, its code, record, field and context, and the count.
func (e *PreflightError) Refusal() *app.Error {
	p := e.Problems[0]
	shown := string(p.Character)
	if p.Fault != Missing {
		shown = ""
	}
	record := p.Place.Record
	if record == "" {
		record = string(p.Place.Part) // words of the document itself
	}
	refusal := app.Refuse("report.character."+string(p.Fault),
		"character", shown, "code", fmt.Sprintf("U+%04X", p.Character),
		"record", record, "field", p.Place.Field, "part", string(p.Place.Part),
		"context", p.Context, "count", len(e.Problems))
	refusal.Cause = e
	return refusal
}

// Preflight looks at every character of the document before anything is set.
// The error is a *PreflightError.
func Preflight(d *document.Document) error {
	chain, err := face.LoadChain(face.Song)
	if err != nil {
		return err
	}
	var problems []Problem
	sound := make(map[rune]bool, 1024)
	look := func(p document.Place, text string) {
		for i, r := range text {
			if sound[r] && r != utf8.RuneError || len(problems) >= maxProblems {
				continue
			}
			if fault := faultOf(chain, r, text[i:]); fault != "" {
				problems = append(problems, Problem{p, r, fault, around(text, i, r)})
				continue
			}
			sound[r] = true
		}
	}
	d.Walk(func(p document.Place, text string, _ document.End) { look(p, text) })
	look(document.Place{Part: document.PartWatermark}, d.Watermark)
	look(document.Place{Part: document.PartFoot}, d.Foot)
	if len(problems) > 0 {
		return &PreflightError{problems}
	}
	return nil
}

// faultOf asks the longest chain: every chain ends in the same faces, so what
// one can draw all can.
func faultOf(chain *face.Chain, r rune, rest string) Fault {
	switch {
	case r == utf8.RuneError && !strings.HasPrefix(rest, "\uFFFD"):
		return Broken
	case r == '\n' || r == '\t' || r == '\r' || isMark(r):
		return ""
	case unicode.Is(unicode.Cc, r):
		return Control
	case unicode.Is(unicode.Bidi_Control, r):
		return Direction
	case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r == '\u2028' || r == '\u2029':
		return Invisible
	case unicode.Is(unicode.Co, r):
		return Private
	case isSpace(r):
		return ""
	}
	if _, ok := chain.Find(r); !ok {
		return Missing
	}
	return ""
}

// around gives up to eight characters on each side of byte i.
func around(text string, i int, r rune) string {
	before, after := []rune(text[:i]), []rune(text[i:])[1:]
	before = before[max(0, len(before)-8):]
	after = after[:min(8, len(after))]
	clean := func(list []rune) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsPrint(r) {
				return r
			}
			return -1
		}, string(list))
	}
	return clean(before) + fmt.Sprintf("[U+%04X]", r) + clean(after)
}

// isMark tells the boxes that are drawn as lines.
func isMark(r rune) bool { return r == '☐' || r == '☑' }

// isSpace tells white space that may stand in a text: it is set as blank and
// is not compared.
func isSpace(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) }
