package picture

import (
	"context"
	"encoding/binary"
	"math"
)

// row holds the coefficients of one row of units on their way from the reader of the bits to the maker of the pixels.
type row struct {
	unit   int     // from the top
	coeffs []int32 // N × N for each block, in the order of the scan
}

// decode reads the scan and turns it into pixels: one goroutine reads the bits, this one makes the pixels.
func (s *small) decode(ctx context.Context, scan []byte) error {
	blocks := 0
	for _, p := range s.parts {
		blocks += p.h * p.v
	}
	const ahead = 3
	free, full, failed := make(chan row, ahead), make(chan row, ahead), make(chan error, 1)
	for range ahead {
		free <- row{coeffs: make([]int32, s.wide*blocks*s.n*s.n)}
	}
	go func() {
		defer close(full)
		defer func() {
			if recover() != nil {
				failed <- errElse
			}
		}()
		failed <- s.read(ctx, scan, free, full)
	}()
	back := newInverse(s.n)
	var broken error
	for r := range full {
		if broken == nil {
			broken = s.paint(r, back)
		}
		free <- r
	}
	if err := <-failed; err != nil {
		return err
	}
	return broken
}

// read reads the coefficients of all units.
func (s *small) read(ctx context.Context, scan []byte, free <-chan row, full chan<- row) error {
	b, each, left, mark := bits{data: scan}, s.n*s.n, s.every, byte(0xd0)
	for y := range s.high {
		if err := ctx.Err(); err != nil {
			return err
		}
		r := <-free
		clear(r.coeffs)
		r.unit = y
		at := 0
		for range s.wide {
			if s.every > 0 {
				if left == 0 {
					if !b.restart(mark) {
						return errElse
					}
					for i := range s.parts {
						s.parts[i].before = 0
					}
					left, mark = s.every, 0xd0|(mark+1)&7
				}
				left--
			}
			for i := range s.parts {
				p := &s.parts[i]
				for range p.h * p.v {
					if !b.block(p, &s.keep, r.coeffs[at:at+each]) {
						return errElse
					}
					at += each
				}
			}
		}
		full <- r
	}
	if !b.ended() {
		return errElse
	}
	return nil
}

// paint makes the pixels of a row of units.
func (s *small) paint(r row, back *inverse) (err error) {
	defer func() {
		if recover() != nil {
			err = errElse
		}
	}()
	n, at := s.n, 0
	for x := range s.wide {
		for i := range s.parts {
			p := &s.parts[i]
			for j := range p.h * p.v {
				top, left := (r.unit*p.v+j/p.h)*n, (x*p.h+j%p.h)*n
				back.block(r.coeffs[at:at+n*n], p.to[top*p.stride+left:], p.stride)
				at += n * n
			}
		}
	}
	return nil
}

// bits reads a scan bit by bit.
type bits struct {
	data []byte
	at   int
	have uint64 // the next bits, at the upper end
	n    int    // how many
	void int    // bits that were made up after the end
}

// fill makes at least 32 bits ready: a code and what follows it have at most 31.
func (b *bits) fill() {
	for b.n <= 32 {
		if rest := b.data[b.at:]; len(rest) >= 4 {
			four := binary.BigEndian.Uint32(rest)
			if not := ^four; (not-0x01010101)&^not&0x80808080 == 0 { // no byte is 0xff
				b.have |= uint64(four) << (32 - b.n)
				b.n += 32
				b.at += 4
				continue
			}
		}
		next := byte(0)
		switch {
		case b.at >= len(b.data), b.data[b.at] == 0xff && (b.at+1 >= len(b.data) || b.data[b.at+1] != 0):
			b.void += 8 // a marker, or the end: only what stands before it is read
		case b.data[b.at] == 0xff:
			next = 0xff
			b.at += 2
		default:
			next = b.data[b.at]
			b.at++
		}
		b.have |= uint64(next) << (56 - b.n)
		b.n += 8
	}
}

// short says whether more bits were used than there are.
func (b *bits) short() bool { return b.void > b.n }

// restart goes behind the marker of a restart.
func (b *bits) restart(mark byte) bool {
	if b.short() || b.n-b.void > 7 {
		return false
	}
	if b.at+2 > len(b.data) || b.data[b.at] != 0xff || b.data[b.at+1] != mark {
		return false
	}
	b.at += 2
	b.have, b.n, b.void = 0, 0, 0
	return true
}

// ended says whether the scan is whole and the picture ends after it.
func (b *bits) ended() bool {
	return !b.short() && b.n-b.void <= 7 && b.at+2 <= len(b.data) && b.data[b.at] == 0xff && b.data[b.at+1] == 0xd9
}

// value takes size bits, 1 to 15, and gives the number they stand for (F.2.2.1).
func (b *bits) value(size uint) int32 {
	v := int32(b.have >> (64 - size))
	b.have <<= size
	b.n -= int(size)
	if v < 1<<(size-1) {
		v += -1<<size + 1
	}
	return v
}

// block reads the coefficients of a block and keeps those that are needed.
func (b *bits) block(p *part, keep *[64]int8, to []int32) bool {
	b.fill()
	size := b.symbol(p.dc)
	if size > 11 {
		return false
	}
	if size > 0 {
		p.before += b.value(uint(size))
	}
	to[0] = p.before * p.quant[0]
	for k := 1; k < 64; k++ {
		if b.n < 32 {
			b.fill()
		}
		symbol := b.symbol(p.ac)
		if symbol < 0 {
			return false
		}
		size := symbol & 15
		if size == 0 {
			if symbol != 0xf0 {
				if symbol != 0 {
					return false
				}
				break
			}
			k += 15
			continue
		}
		if k += symbol >> 4; k > 63 {
			return false
		}
		v := b.value(uint(size))
		if i := keep[k]; i >= 0 {
			to[i] = v * p.quant[k]
		}
	}
	return !b.short()
}

// huffman is a table of codes.
type huffman struct {
	quick [1 << quickBits]uint16 // by the first bits: length of the code, symbol; 0 = it is longer
	upTo  [17]int32              // the last code of each length; -1 = none
	from  [17]int32              // what to add to a code of this length for its symbol
	all   []byte
}

const quickBits = 10

// newHuffman reads a table (C.2) and gives how many bytes it has; nil when it is none.
func newHuffman(b []byte) (*huffman, int) {
	h, total := &huffman{}, 0
	for _, n := range b[:16] {
		total += int(n)
	}
	if total == 0 || total > 256 || len(b) < 16+total {
		return nil, 0
	}
	h.all = b[16 : 16+total]
	code, i := int32(0), int32(0)
	for length := 1; length <= 16; length++ {
		n := int32(b[length-1])
		if code+n > 1<<length {
			return nil, 0
		}
		h.upTo[length], h.from[length] = code+n-1, i-code
		if n == 0 {
			h.upTo[length] = -1
		}
		for ; n > 0; n-- {
			if length <= quickBits {
				first := int(code) << (quickBits - length)
				for j := range 1 << (quickBits - length) {
					h.quick[first+j] = uint16(length)<<8 | uint16(h.all[i])
				}
			}
			code++
			i++
		}
		code <<= 1
	}
	return h, 16 + total
}

// symbol takes a code; -1 when it is none.
func (b *bits) symbol(h *huffman) int {
	if q := h.quick[b.have>>(64-quickBits)]; q != 0 {
		n := q >> 8
		b.have <<= n
		b.n -= int(n)
		return int(q & 255)
	}
	for length := quickBits + 1; length <= 16; length++ {
		if code := int32(b.have >> (64 - length)); code <= h.upTo[length] {
			b.have <<= length
			b.n -= length
			return int(h.all[code+h.from[length]])
		}
	}
	return -1
}

// inverse turns the lowest N × N frequencies of a block into N × N pixels.
type inverse struct {
	n     int
	basis [64]int32 // pixel, frequency; 1 = 1<<11
	half  [64]int32
}

func newInverse(n int) *inverse {
	v := &inverse{n: n}
	for x := range n {
		for u := range n {
			c := math.Cos(float64(2*x+1) * float64(u) * math.Pi / float64(2*n))
			if u == 0 {
				c = math.Sqrt2 / 2
			}
			v.basis[x*n+u] = int32(math.Round(c / 2 * (1 << 11)))
		}
	}
	return v
}

// block makes the pixels of a block.
func (v *inverse) block(c []int32, to []uint8, stride int) {
	n := v.n
	if n == 1 {
		to[0] = pixel((c[0] + 4) >> 3)
		return
	}
	for y := range n { // along the lines
		line := c[y*n : y*n+n]
		for x := range n {
			sum := int32(0)
			for u, b := range v.basis[x*n : x*n+n] {
				sum += line[u] * b
			}
			v.half[x*n+y] = sum >> 4
		}
	}
	for y := range n { // along the columns
		out, basis := to[y*stride:y*stride+n], v.basis[y*n:y*n+n]
		for x := range out {
			sum := int32(1 << 17)
			line := v.half[x*n : x*n+n]
			for u, b := range basis {
				sum += line[u] * b
			}
			out[x] = pixel(sum >> 18)
		}
	}
}

// pixel moves a value from around nought into its range.
func pixel(v int32) uint8 { return uint8(min(max(v+128, 0), 255)) }
