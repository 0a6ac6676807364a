package store

import (
	"encoding/binary"
	"errors"
	"math"

	"lianshen/store/vault"
)

// This file reads rows out of single pages of a database whose tree can no longer be walked, from the description of
// SQLite's file format (https://www.sqlite.org/fileformat2.html). What it gives is a claim and no more: every record is
// proven by its signature before anything is done with it.

const (
	leafTable  = 0x0d
	pageUsable = vault.PageSize - vault.Reserved // bytes of a page that are SQLite's
	// maxPayload bounds the size of a row, in bytes; a record of 500 changes has some hundred thousand.
	maxPayload = 64 << 20
	// maxColumns bounds the columns of a row; no table of the log has more than eight.
	maxColumns = 16
)

// leafRow is a row of a table as a leaf page of its tree has it. A column is nil, int64, float64, string or []byte.
type leafRow struct {
	id      int64
	columns []any
}

// leafRows gives every row of a leaf page that is whole; a page of another sort has none. first says that it is page 1,
// which begins with the header of the file. follow gives a further page of the database by its number, nil where that
// is damaged.
func leafRows(page []byte, first bool, follow func(number int64) []byte) []leafRow {
	head := 0
	if first {
		head = 100
	}
	if len(page) < pageUsable || page[head] != leafTable {
		return nil
	}
	cells := int(binary.BigEndian.Uint16(page[head+3:]))
	if head+8+2*cells > pageUsable {
		return nil
	}
	var out []leafRow
	for i := range cells {
		at := int(binary.BigEndian.Uint16(page[head+8+2*i:]))
		if at < head+8+2*cells || at >= pageUsable {
			continue
		}
		if row, err := leafCell(page[at:pageUsable], follow); err == nil {
			out = append(out, row)
		}
	}
	return out
}

var errLeaf = errors.New("not a row")

// leafCell reads one row from where its cell begins.
func leafCell(cell []byte, follow func(number int64) []byte) (leafRow, error) {
	size, n := varint(cell)
	if n == 0 || size > maxPayload {
		return leafRow{}, errLeaf
	}
	id, m := varint(cell[n:])
	if m == 0 {
		return leafRow{}, errLeaf
	}
	payload, err := wholePayload(cell[n+m:], int(size), follow)
	if err != nil {
		return leafRow{}, err
	}
	columns, err := rowColumns(payload)
	return leafRow{int64(id), columns}, err
}

// wholePayload puts a row together from what lies in the leaf and on its overflow pages.
func wholePayload(local []byte, size int, follow func(number int64) []byte) ([]byte, error) {
	here := size
	if size > pageUsable-35 {
		least := (pageUsable-12)*32/255 - 23
		if here = least + (size-least)%(pageUsable-4); here > pageUsable-35 {
			here = least
		}
	}
	if here > len(local) {
		return nil, errLeaf
	}
	if here == size {
		return local[:size], nil
	}
	if here+4 > len(local) {
		return nil, errLeaf
	}
	next := int64(binary.BigEndian.Uint32(local[here:]))
	payload := append(make([]byte, 0, min(size, 1<<20)), local[:here]...)
	for len(payload) < size { // each page brings something, so even a ring of pages comes to an end
		if next == 0 {
			return nil, errLeaf
		}
		page := follow(next)
		if len(page) < pageUsable {
			return nil, errLeaf
		}
		next = int64(binary.BigEndian.Uint32(page))
		payload = append(payload, page[4:4+min(size-len(payload), pageUsable-4)]...)
	}
	return payload, nil
}

// rowColumns reads the columns of a row in SQLite's record format.
func rowColumns(payload []byte) ([]any, error) {
	headSize, n := varint(payload)
	if n == 0 || headSize > uint64(len(payload)) || headSize < uint64(n) {
		return nil, errLeaf
	}
	head, body := payload[n:headSize], payload[headSize:]
	var out []any
	for len(head) > 0 {
		serial, n := varint(head)
		if n == 0 || len(out) == maxColumns {
			return nil, errLeaf
		}
		head = head[n:]
		size := serialSize(serial)
		if size > uint64(len(body)) {
			return nil, errLeaf
		}
		v, ok := column(serial, body[:size])
		if !ok {
			return nil, errLeaf
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
