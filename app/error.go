package app

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Error is a mistake a person can make and mend. Code selects the sentence and the hint in the
// translations (keys "error.CODE" and "error.CODE.hint"); Args fill their places.
type Error struct {
	Code  string         // stable, lower case with dots: "note.required"
	Args  map[string]any // values named in the sentence, such as {"item": "XR-1-01"}
	Cause error          // what lies below, if anything
}

// Word is the key of a translation: as an argument of an Error, a Missing or a Step it stands for its text
// in the language of the reader ("field.title", "attendee.finance").
type Word string

// Error gives a line for logs: the code and the names of its arguments, never their values, which may
// be personal data. What a person reads comes from the translations.
func (e *Error) Error() string {
	names := make([]string, 0, len(e.Args))
	for n := range e.Args {
		names = append(names, n)
	}
	sort.Strings(names)
	s := e.Code
	if len(names) > 0 {
		s += " (" + strings.Join(names, ", ") + ")"
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Refuse makes an Error; args come in pairs of name and value.
func Refuse(code string, args ...any) *Error {
	e := &Error{Code: code}
	if len(args)%2 != 0 {
		panic(fmt.Sprintf("app.Refuse(%q): arguments come in pairs", code))
	}
	for i := 0; i < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]any{}
		}
		e.Args[args[i].(string)] = args[i+1]
	}
	return e
}

// CodeOf gives the code of the first Error in err's chain, or "".
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
