package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lianshen/app"
)

// Version is the format of record bodies that this program writes and the highest it reads.
const Version = 1

// ErrNewer says that a record was written by a newer program in a format this one does not know.
var ErrNewer = errors.New("record format is newer than this program")

// Time is hybrid logical time: milliseconds since 1970 UTC shifted left by 16 bits, plus a counter.
type Time int64

// Next gives the time of a record written at now after one of time t: now, or just after t when the clock stands or
// was set back.
func (t Time) Next(now time.Time) Time {
	if n := Time(now.UnixMilli() << 16); n > t {
		return n
	}
	return t + 1
}

// Wall gives the instant in UTC, to the millisecond.
func (t Time) Wall() time.Time { return time.UnixMilli(int64(t) >> 16).UTC() }

// Ref names one change: "seat:seq:index". Without an index ("seat:seq") it names a record.
type Ref string

// RefOf names a record.
func RefOf(seat string, seq int64) Ref { return Ref(seat + ":" + strconv.FormatInt(seq, 10)) }

// Change names the change of a record by its index from 0.
func (r Ref) Change(index int) Ref { return r + Ref(":"+strconv.Itoa(index)) }

// maxParents is how many changes one may name. A change of a noun as a whole names all heads of all its fields: a case has
// some hundreds.
const maxParents = 100_000

var seatForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Split takes a Ref apart; index is -1 when it names a record. A merge takes every one apart, those of hostile records
// too: it is done by hand.
func (r Ref) Split() (seat string, seq int64, index int, err error) {
	none := func() (string, int64, int, error) {
		return "", 0, 0, fmt.Errorf("%q names no record or change", string(r))
	}
	const seatLength = 32
	if len(r) < seatLength+2 || len(r) > seatLength+1+18+1+9 || r[seatLength] != ':' {
		return none()
	}
	for _, c := range []byte(r[:seatLength]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return none()
		}
	}
	number, place, isChange := strings.Cut(string(r[seatLength+1:]), ":")
	seq, ok := digits(number, 18)
	if !ok || seq == 0 {
		return none()
	}
	index = -1
	if isChange {
		at, ok := digits(place, 9)
		if !ok {
			return none()
		}
		index = int(at)
	}
	return string(r[:seatLength]), seq, index, nil
}

// is says whether a Ref names a change, or a record.
func (r Ref) is(change bool) bool {
	_, _, index, err := r.Split()
	return err == nil && index >= 0 == change
}

// digits reads a number as it is written in one way only: of at most so many digits, without a zero before others.
func digits(s string, most int) (n int64, ok bool) {
	if s == "" || len(s) > most || s[0] == '0' && len(s) > 1 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// Change is a change of a field with the changes it was made in knowledge of.
type Change struct {
	app.Change
	Parents []Ref `json:"p,omitempty"`
}

// Body is what a record says; see the package text for its fields.
type Body struct {
	V       int      `json:"v"`
	Seat    string   `json:"seat"`
	Seq     int64    `json:"seq"`
	Time    Time     `json:"time"`
	Who     string   `json:"who"`
	Verb    app.Verb `json:"verb"`
	Case    app.ID   `json:"case,omitempty"`
	Undoes  Ref      `json:"undoes,omitempty"`
	Part    int      `json:"part,omitempty"`
	Of      int      `json:"of,omitempty"`
	Changes []Change `json:"changes"`
}

// Ref names the record.
func (b Body) Ref() Ref { return RefOf(b.Seat, b.Seq) }

// Bulk says whether the record is part of a bulk load.
func (b Body) Bulk() bool { return b.Of > 0 }

// Encode checks a body and gives its bytes.
func Encode(b Body) ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	for i, c := range b.Changes {
		if !known(c.Kind) {
			return nil, fmt.Errorf("change %d: kind of change %q", i, c.Kind)
		}
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	return raw, nil
}

// Decode reads the bytes of a body. Fields it does not know are passed over; a format it does not know gives
// [ErrNewer]; anything else that is not as the package text says is an error. It never panics, whatever the bytes.
func Decode(raw []byte) (Body, error) {
	var b Body
	if err := json.Unmarshal(raw, &b); err != nil {
		return Body{}, fmt.Errorf("decode record: %w", err)
	}
	if err := b.check(); err != nil {
		return Body{}, err
	}
	return b, nil
}

func (b Body) check() error {
	switch {
	case b.V > Version:
		return ErrNewer
	case b.V < 1:
		return fmt.Errorf("record format %d", b.V)
	case !seatForm.MatchString(b.Seat):
		return fmt.Errorf("record of no seat")
	case b.Seq < 1 || b.Seq > 1e17:
		return fmt.Errorf("record number %d", b.Seq)
	case b.Time < 1:
		return fmt.Errorf("record time %d", b.Time)
	case b.Verb == "":
		return fmt.Errorf("record without a verb")
	case b.Case != "" && !b.Case.Valid():
		return fmt.Errorf("record of an impossible case")
	case b.Undoes != "" && !b.Undoes.is(false):
		return fmt.Errorf("record takes back what is no record")
	case b.Part < 0 || b.Of < 0 || b.Part > b.Of || (b.Of > 0) != (b.Part > 0):
		return fmt.Errorf("part %d of %d", b.Part, b.Of)
	case len(b.Changes) == 0:
		return fmt.Errorf("record without changes")
	}
	for i, c := range b.Changes {
		if err := c.check(); err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
	}
	return nil
}

func (c Change) check() error {
	switch {
	case !c.Entity.Valid():
		return fmt.Errorf("of no noun")
	case c.Noun == "":
		return fmt.Errorf("of no kind")
	case c.Owner != "" && !c.Owner.Valid():
		return fmt.Errorf("impossible owner")
	}
	if len(c.Parents) > maxParents {
		return fmt.Errorf("%d parents", len(c.Parents))
	}
	for _, p := range c.Parents {
		if !p.is(true) {
			return fmt.Errorf("parent is no change")
		}
	}
	isObject := len(c.Value) > 0 && c.Value[0] == '{'
	switch c.Kind {
	case app.New:
		if c.Field != "" || !isObject {
			return fmt.Errorf("new without a whole noun")
		}
	case app.Put:
		if c.Field == "" || len(c.Value) == 0 || isObject {
			return fmt.Errorf("put of %q without a scalar or an array", c.Field)
		}
	case app.Del:
		if len(c.Value) != 0 {
			return fmt.Errorf("del with a value")
		}
	case app.Note:
		if c.Field != "" {
			return fmt.Errorf("note on a field")
		}
	case "":
		return fmt.Errorf("of no sort")
	default: // of a newer program: kept and passed on, without effect here
		if len(c.Kind) > 32 {
			return fmt.Errorf("kind of change %q", c.Kind)
		}
	}
	if len(c.Value) > 0 && !json.Valid(c.Value) {
		return fmt.Errorf("value is not JSON")
	}
	return nil
}
