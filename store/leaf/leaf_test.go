package leaf_test

import (
	"testing"

	"lianshen/store/leaf"
)

// usable is as the vault leaves it: 4096 bytes less 40.
const usable = 4056

// page gives a leaf page with these cells.
func page(cells ...[]byte) []byte {
	p := make([]byte, 4096)
	p[0] = 0x0d
	p[3], p[4] = byte(len(cells)>>8), byte(len(cells))
	at := usable
	for i, c := range cells {
		at -= len(c)
		copy(p[at:], c)
		p[8+2*i], p[9+2*i] = byte(at>>8), byte(at)
	}
	return p
}

func none(int64) []byte { return nil }

func TestRowsOfEveryTypeAreRead(t *testing.T) {
	// Row 5: NULL, "ab", -2 in one byte, 258 in two, 1 in none, a blob of two bytes, 1.5.
	payload := []byte{8, 0, 17, 1, 2, 9, 16, 7, 'a', 'b', 0xfe, 1, 2, 0xca, 0xfe, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0}
	rows := leaf.Rows(page(append([]byte{byte(len(payload)), 5}, payload...)), usable, false, none)
	if len(rows) != 1 || rows[0].ID != 5 || len(rows[0].Columns) != 7 {
		t.Fatalf("%+v", rows)
	}
	c := rows[0].Columns
	if c[0] != nil || c[1] != "ab" || c[2] != int64(-2) || c[3] != int64(258) || c[4] != int64(1) || string(c[5].([]byte)) != "\xca\xfe" || c[6] != 1.5 {
		t.Errorf("%+v", c)
	}
}

func TestALongRowGoesOnOverItsPages(t *testing.T) {
	const size = 9000 // one blob: header of 4 bytes, 8996 bytes
	payload := make([]byte, size)
	serial := 12 + 2*(size-4)
	payload[0], payload[1], payload[2], payload[3] = 4, byte(serial>>14|0x80), byte(serial>>7|0x80), byte(serial&0x7f)
	for i := 4; i < size; i++ {
		payload[i] = byte(i)
	}
	least := (usable-12)*32/255 - 23
	here := least + (size-least)%(usable-4)
	if here > usable-35 {
		here = least
	}
	cell := append([]byte{byte(size>>7 | 0x80), size & 0x7f, 1}, payload[:here]...)
	cell = append(cell, 0, 0, 0, 7)
	pages := map[int64][]byte{}
	rest := payload[here:]
	for n := int64(7); len(rest) > 0; n++ {
		p := make([]byte, 4096)
		took := copy(p[4:usable], rest)
		if rest = rest[took:]; len(rest) > 0 {
			p[3] = byte(n + 1)
		}
		pages[n] = p
	}
	follow := func(n int64) []byte { return pages[n] }
	rows := leaf.Rows(page(cell), usable, false, follow)
	if len(rows) != 1 || len(rows[0].Columns) != 1 || string(rows[0].Columns[0].([]byte)) != string(payload[4:]) {
		t.Fatalf("%d rows", len(rows))
	}
	pages[8] = nil
	if rows := leaf.Rows(page(cell), usable, false, follow); len(rows) != 0 {
		t.Error("a row is made up for a page that is gone")
	}
}

func TestAChainThatLeadsBackIntoItselfEnds(t *testing.T) {
	ring := make([]byte, 4096)
	ring[3] = 7
	cell := append([]byte{0x9f, 0xff, 0xff, 0x7f, 1}, make([]byte, 2000)...) // 67,108,863 bytes
	for i := range cell[5:] {
		cell[5+i] = byte(7 * (i % 4 / 3))
	}
	calls := 0
	leaf.Rows(page(cell), usable, false, func(int64) []byte { calls++; return ring })
	if calls > 2 {
		t.Errorf("followed %d times", calls)
	}
}

func FuzzLeaf(f *testing.F) {
	payload := []byte{8, 0, 17, 1, 2, 9, 16, 7, 'a', 'b', 0xfe, 1, 2, 0xca, 0xfe, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0}
	f.Add(page(append([]byte{byte(len(payload)), 5}, payload...)), uint8(1))
	f.Add(page(append([]byte{0xc6, 0x28, 1}, make([]byte, 1500)...)), uint8(7))
	f.Fuzz(func(t *testing.T, raw []byte, gone uint8) {
		follow := func(n int64) []byte { // a chain that may lead back into itself
			if n%256 == int64(gone) {
				return nil
			}
			return raw
		}
		for _, first := range []bool{false, true} {
			for _, r := range leaf.Rows(raw, usable, first, follow) {
				for _, c := range r.Columns {
					switch c.(type) {
					case nil, int64, float64, string, []byte:
					default:
						t.Errorf("a column is %T", c)
					}
				}
			}
		}
	})
}
