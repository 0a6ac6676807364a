package clashes

import (
	"encoding/json"
	"slices"
	"strconv"

	"lianshen/app"
	"lianshen/store"
)

// option is one of the values that people wrote: who wrote the same stands together.
type option struct {
	sides []store.Side
	value []byte // JSON; nil = the field was emptied, or the noun deleted
	shown bool   // it is what is shown meanwhile
	mine  bool
}

// optionsOf gives what there is to choose from, what was written here first, else in the order of the sides. Of a noun
// that one deleted and another changed, every state of those who changed it is one option: to keep it.
//
// Where several nouns bear one number there is nothing to choose from: one of them gets another.
func optionsOf(c store.Clash) []option {
	if len(c.Same) > 0 {
		return nil
	}
	var out []option
	for i, s := range c.Sides {
		value := s.Value
		if c.Field == "" {
			value = s.Doc
		}
		at := slices.IndexFunc(out, func(o option) bool {
			return string(o.value) == string(value) || c.Field == "" && o.value != nil && value != nil
		})
		if at < 0 {
			out = append(out, option{value: value})
			at = len(out) - 1
		}
		out[at].sides = append(out[at].sides, s)
		out[at].shown = out[at].shown || i == 0
		out[at].mine = out[at].mine || s.Mine
	}
	slices.SortStableFunc(out, func(a, b option) int {
		switch {
		case a.mine == b.mine:
			return 0
		case a.mine:
			return -1
		}
		return 1
	})
	return out
}

// writer is somebody who wrote on a laptop.
type writer struct {
	seat app.ID
	who  string
	mine bool
}

// mostSeats is how many writers have a key for "all of theirs".
const mostSeats = 4

// writersOf gives who wrote into several fields of one noun, this laptop first.
func writersOf(group []store.Clash) []writer {
	var out []writer
	for _, c := range group {
		for _, o := range optionsOf(c) {
			for _, s := range o.sides {
				if !slices.ContainsFunc(out, func(w writer) bool { return w.seat == s.Seat }) {
					out = append(out, writer{s.Seat, s.Who, s.Mine})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b writer) int {
		switch {
		case a.mine == b.mine:
			return 0
		case a.mine:
			return -1
		}
		return 1
	})
	return out[:min(len(out), mostSeats)]
}

// of gives what a writer wrote into the field of a clash.
func (w writer) of(c store.Clash) (option, bool) {
	for _, o := range optionsOf(c) {
		if slices.ContainsFunc(o.sides, func(s store.Side) bool { return s.Seat == w.seat }) {
			return o, true
		}
	}
	return option{}, false
}

// textOf gives a field of a state, or a value itself where field is "", as text; "" when it is none.
func textOf(raw []byte, field string) string {
	if field != "" {
		var m map[string]json.RawMessage
		if json.Unmarshal(raw, &m) != nil {
			return ""
		}
		raw = m[field]
	}
	var s string
	if len(raw) > 0 && json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// countOf gives a value as a whole number, 0 for none.
func countOf(raw []byte) int64 {
	n, _ := strconv.ParseInt(string(raw), 10, 64) // what is no number is none
	return n
}
