// Package leaf reads rows out of single pages of a SQLite database whose tree can no longer be walked, from the
// description of the file format (https://www.sqlite.org/fileformat2.html). It is a package of its own so that it can be
// fuzzed quickly. What it gives is a claim and no more: package store proves every record by its signature before
// anything is done with it.
package leaf

import (
	"encoding/binary"
	"errors"
	"math"
)

const (
	leafTable = 0x0d // the sort of page that holds rows of a table
	// maxPayload bounds the size of all rows of a page together, in bytes; a record of 500 changes has some hundred
	// thousand.
	maxPayload = 64 << 20
	// maxColumns bounds the columns of a row; no table of the log has more than eight.
	maxColumns = 16
	// minUsable is the least that SQLite allows for the usable part of a page, in bytes.
	minUsable = 480
)

// Row is a row of a table. A column is nil, int64, float64, string or []byte; one that is the row's ID stands as nil.
type Row struct {
	ID      int64
	Columns []any
}

// Rows gives every row of a leaf page that is whole; a page of another sort has none. usable is how many bytes of a page
// are SQLite's, the rest is reserved. first says that it is page 1, which begins with the header of the file. follow
// gives a further page of the database by its number, nil where that is damaged.
func Rows(page []byte, usable int, first bool, follow func(number int64) []byte) []Row {
	head := 0
	if first {
		head = 100
	}
	if usable < minUsable || len(page) < usable || page[head] != leafTable {
		return nil
	}
	cells := int(binary.BigEndian.Uint16(page[head+3:]))
	if head+8+2*cells > usable {
		return nil
	}
	var out []Row
	room := maxPayload
	for i := range cells {
		at := int(binary.BigEndian.Uint16(page[head+8+2*i:]))
		if at < head+8+2*cells || at >= usable {
			continue
		}
		row, size, err := cell(page[at:usable], usable, room, follow)
		if room -= size; err == nil {
			out = append(out, row)
		}
	}
	return out
}

var errNoRow = errors.New("not a row")

// cell reads one row from where its cell begins, if it has no more than room bytes. read is how many it has taken.
func cell(cell []byte, usable, room int, follow func(number int64) []byte) (row Row, read int, err error) {
	size, n := varint(cell)
	if n == 0 || size > uint64(max(room, 0)) {
		return Row{}, 0, errNoRow
	}
	id, m := varint(cell[n:])
	if m == 0 {
		return Row{}, 0, errNoRow
	}
	payload, err := whole(cell[n+m:], usable, int(size), follow)
	if err != nil {
		return Row{}, int(size), err
	}
	columns, err := columnsOf(payload)
	return Row{int64(id), columns}, int(size), err
}

// whole puts a row together from what lies in the leaf and on its overflow pages.
func whole(local []byte, usable, size int, follow func(number int64) []byte) ([]byte, error) {
	here := size
	if size > usable-35 {
		least := (usable-12)*32/255 - 23
		if here = least + (size-least)%(usable-4); here > usable-35 {
			here = least
		}
	}
	if here > len(local) {
		return nil, errNoRow
	}
	if here == size {
		return local[:size], nil
	}
	if here+4 > len(local) {
		return nil, errNoRow
	}
	next := int64(binary.BigEndian.Uint32(local[here:]))
	payload := append(make([]byte, 0, min(size, here+usable)), local[:here]...)
	seen := map[int64]bool{}
	for len(payload) < size {
		if next == 0 || seen[next] { // no chain leads back into itself
			return nil, errNoRow
		}
		seen[next] = true
		page := follow(next)
		if len(page) < usable {
			return nil, errNoRow
		}
		next = int64(binary.BigEndian.Uint32(page))
		payload = append(payload, page[4:4+min(size-len(payload), usable-4)]...)
	}
	return payload, nil
}

// columnsOf reads the columns of a row in SQLite's record format.
func columnsOf(payload []byte) ([]any, error) {
	headSize, n := varint(payload)
	if n == 0 || headSize > uint64(len(payload)) || headSize < uint64(n) {
		return nil, errNoRow
	}
	head, body := payload[n:headSize], payload[headSize:]
	var out []any
	for len(head) > 0 {
		serial, n := varint(head)
		if n == 0 || len(out) == maxColumns {
			return nil, errNoRow
		}
		head = head[n:]
		size := serialSize(serial)
		if size > uint64(len(body)) {
			return nil, errNoRow
		}
		v, ok := column(serial, body[:size])
		if !ok {
			return nil, errNoRow
		}
		out, body = append(out, v), body[size:]
	}
	return out, nil
}

// serialSize gives how many bytes a column of a serial type takes.
func serialSize(serial uint64) uint64 {
	switch {
	case serial >= 12:
		return (serial - 12) / 2
	case serial <= 4:
		return serial
	case serial == 5:
		return 6
	case serial <= 7:
		return 8
	}
	return 0
}

func column(serial uint64, raw []byte) (any, bool) {
	switch {
	case serial == 0:
		return nil, true
	case serial == 7:
		return math.Float64frombits(binary.BigEndian.Uint64(raw)), true
	case serial <= 6:
		n := int64(int8(raw[0]))
		for _, b := range raw[1:] {
			n = n<<8 | int64(b)
		}
		return n, true
	case serial <= 9:
		return int64(serial - 8), true
	case serial < 12: // for SQLite's own use, never in a file
		return nil, false
	case serial%2 == 0:
		return raw, true
	}
	return string(raw), true
}

// varint reads one of SQLite's numbers of variable length; n is how many bytes it takes, 0 when it is cut off.
func varint(b []byte) (v uint64, n int) {
	for n = 0; n < 8; n++ {
		if n >= len(b) {
			return 0, 0
		}
		v = v<<7 | uint64(b[n]&0x7f)
		if b[n] < 0x80 {
			return v, n + 1
		}
	}
	if len(b) < 9 {
		return 0, 0
	}
	return v<<8 | uint64(b[8]), 9
}
