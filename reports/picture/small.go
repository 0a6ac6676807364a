package picture

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
)

// A photo of 24 megapixels is shown on a tenth of that. So of each block of 8 × 8 pixels only the lowest frequencies are
// turned back into pixels, N × N of them: the picture comes out at N/8 of its size (ITU-T T.81; the method is that of
// every scaled decoder). Only what cameras and scanners write is read here, baseline JPEG in one scan. Everything else,
// and whatever looks wrong, is left to the decoder of the standard library, whose word on a damaged file counts.

// errElse says that a file is for the decoder of the standard library.
var errElse = errors.New("not read here")

// part is a component of a JPEG picture: the brightness or a colour.
type part struct {
	id     byte
	h, v   int // blocks in a unit
	quant  *[64]int32
	dc, ac *huffman
	before int32 // the last DC value
	to     []uint8
	stride int // pixels of a line of to
}

// small decodes a JPEG file at N/8 of its size.
type small struct {
	n             int
	width, height int // pixels of the whole picture
	quants        [4]*[64]int32
	dcs, acs      [4]*huffman
	parts         []part
	every         int // units between two restarts; 0 = none
	wide, high    int // units in the picture
	keep          [64]int8
	out           *image.YCbCr
}

// decodeSmall reads a JPEG file at n/8 of its size, n from 1 to 7; errElse when it is for another decoder.
func decodeSmall(ctx context.Context, data []byte, n int) (image.Image, error) {
	s := small{n: n}
	for k, z := range zigzag {
		if s.keep[k] = -1; int(z&7) < n && int(z>>3) < n {
			s.keep[k] = int8(int(z>>3)*n + int(z&7))
		}
	}
	scan, err := s.head(data)
	if err != nil {
		return nil, err
	}
	s.make()
	if err := s.decode(ctx, scan); err != nil {
		return nil, err
	}
	if len(s.parts) == 1 {
		return &image.Gray{Pix: s.out.Y, Stride: s.out.YStride, Rect: s.out.Rect}, nil
	}
	return s.out, nil
}

// head reads the tables up to the scan and gives what follows.
func (s *small) head(data []byte) (scan []byte, err error) {
	at := 2
	for range maxSegments {
		if at+4 > len(data) || data[at] != 0xff {
			return nil, errElse
		}
		marker := data[at+1]
		if marker == 0xff { // fill bytes
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			return nil, errElse
		}
		body := data[at+4 : at+2+size]
		at += 2 + size
		ok := true
		switch marker {
		case 0xc0, 0xc1:
			ok = s.frame(body)
		case 0xc4:
			ok = s.huffmans(body)
		case 0xdb:
			ok = s.quantizers(body)
		case 0xdd:
			if ok = len(body) == 2; ok {
				s.every = int(binary.BigEndian.Uint16(body))
			}
		case 0xda:
			if s.begin(body) {
				return data[at:], nil
			}
			ok = false
		case 0xee: // Adobe says that the parts are no brightness and colours
			ok = len(body) < 12 || string(body[:5]) != "Adobe" || body[11] == 1
		default:
			ok = marker >= 0xe0 && marker <= 0xef || marker == 0xfe
		}
		if !ok {
			return nil, errElse
		}
	}
	return nil, errElse
}

func (s *small) frame(b []byte) bool {
	if s.parts != nil || len(b) < 6 || b[0] != 8 || len(b) != 6+3*int(b[5]) || b[5] != 1 && b[5] != 3 {
		return false
	}
	s.height, s.width = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))
	if s.width < 1 || s.height < 1 {
		return false
	}
	for i := range int(b[5]) {
		c := b[6+3*i:]
		p := part{id: c[0], h: int(c[1] >> 4), v: int(c[1] & 15)}
		if c[2] > 3 || i == 0 && (p.h < 1 || p.h > 2 || p.v < 1 || p.v > 2) || i > 0 && (p.h != 1 || p.v != 1) {
			return false
		}
		p.quant = s.quants[c[2]]
		if p.quant == nil { // its table may follow: nobody writes so
			return false
		}
		s.parts = append(s.parts, p)
	}
	if len(s.parts) == 1 { // one part alone is not divided into units (A.2.2)
		s.parts[0].h, s.parts[0].v = 1, 1
	}
	return len(s.parts) == 1 || s.parts[0].id != 'R' // some writers name red, green and blue so
}

func (s *small) quantizers(b []byte) bool {
	if s.parts != nil {
		return false // tables are bound to the parts when the frame is read
	}
	for len(b) > 0 {
		if len(b) < 65 || b[0] > 3 {
			return false
		}
		q := &[64]int32{}
		for i, v := range b[1:65] {
			q[i] = int32(v)
		}
		s.quants[b[0]] = q
		b = b[65:]
	}
	return true
}

func (s *small) huffmans(b []byte) bool {
	for len(b) > 0 {
		if len(b) < 17 || b[0]&0xee > 2 || b[0]>>4 > 1 {
			return false
		}
		h, n := newHuffman(b[1:])
		if h == nil {
			return false
		}
		if id := b[0] & 3; b[0]>>4 == 0 {
			s.dcs[id] = h
		} else {
			s.acs[id] = h
		}
		b = b[1+n:]
	}
	return true
}

// begin reads the head of the scan, which must have all parts in their order.
func (s *small) begin(b []byte) bool {
	n := len(s.parts)
	if n == 0 || len(b) != 4+2*n || int(b[0]) != n || b[1+2*n] != 0 || b[2+2*n] != 63 || b[3+2*n] != 0 {
		return false
	}
	for i := range s.parts {
		p, c := &s.parts[i], b[1+2*i:]
		if c[0] != p.id || c[1]>>4 > 3 || c[1]&15 > 3 {
			return false
		}
		p.dc, p.ac = s.dcs[c[1]>>4], s.acs[c[1]&15]
		if p.dc == nil || p.ac == nil {
			return false
		}
	}
	return true
}

// make lays out the picture with whole units, of which the last ones reach beyond its edge.
func (s *small) make() {
	first := s.parts[0]
	s.wide, s.high = (s.width+8*first.h-1)/(8*first.h), (s.height+8*first.v-1)/(8*first.v)
	ratio := map[[2]int]image.YCbCrSubsampleRatio{{1, 1}: image.YCbCrSubsampleRatio444, {2, 1}: image.YCbCrSubsampleRatio422,
		{1, 2}: image.YCbCrSubsampleRatio440, {2, 2}: image.YCbCrSubsampleRatio420}[[2]int{first.h, first.v}]
	s.out = image.NewYCbCr(image.Rect(0, 0, s.wide*first.h*s.n, s.high*first.v*s.n), ratio)
	s.out.Rect = image.Rect(0, 0, max(1, (s.width*s.n+7)/8), max(1, (s.height*s.n+7)/8))
	for i, plane := range [][]uint8{s.out.Y, s.out.Cb, s.out.Cr}[:len(s.parts)] {
		s.parts[i].to, s.parts[i].stride = plane, s.wide*s.parts[i].h*s.n
	}
}

// zigzag gives the place of the coefficients in a block in the order in which they are written.
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}
