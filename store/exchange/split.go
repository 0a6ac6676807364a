package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"lianshen/app"
)

// Sizes of what stands around the piece that a part holds, in bytes.
const (
	partHead = 64
	partFoot = 2 * sha256.Size
	// MinLimit is the least that a single file of a split package may have.
	MinLimit = 64 << 10
)

// partMagic begins every part; a later format has another number.
const (
	partMagic  = "lianshen.part/1\n"
	partFamily = "lianshen.part/"
)

// piece is which part of which package a file holds.
type piece struct {
	set    [16]byte // drawn anew for every splitting
	n, of  int      // part n of of, from 1
	off    int64    // of its first byte in the package
	length int64    // bytes of the package in it
	total  int64    // bytes of the package
}

// encode gives the head of the part.
func (p piece) encode() []byte {
	b := append(make([]byte, 0, partHead), partMagic...)
	b = append(b, p.set[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(p.n))
	b = binary.BigEndian.AppendUint32(b, uint32(p.of))
	b = binary.BigEndian.AppendUint64(b, uint64(p.off))
	b = binary.BigEndian.AppendUint64(b, uint64(p.length))
	return binary.BigEndian.AppendUint64(b, uint64(p.total))
}

// errPartNewer says that a part is of a newer format.
var errPartNewer = errors.New("a part of a newer format")

// parsePiece reads the head of a part.
func parsePiece(b []byte) (piece, error) {
	var p piece
	switch {
	case len(b) != partHead || !bytes.HasPrefix(b, []byte(partFamily)):
		return p, errors.New("no head of a part")
	case string(b[:len(partMagic)]) != partMagic:
		return p, errPartNewer
	}
	copy(p.set[:], b[16:32])
	n, of := binary.BigEndian.Uint32(b[32:]), binary.BigEndian.Uint32(b[36:])
	off, length, total := binary.BigEndian.Uint64(b[40:]), binary.BigEndian.Uint64(b[48:]), binary.BigEndian.Uint64(b[56:])
	const most = 1 << 60
	if of < 2 || of > MaxParts || n < 1 || n > of || total > most || off > total || length < 1 || length > total-off ||
		(n == 1) != (off == 0) || (n == of) != (off+length == total) {
		return p, errors.New("the head of a part says what cannot be")
	}
	p.n, p.of, p.off, p.length, p.total = int(n), int(of), int64(off), int64(length), int64(total)
	return p, nil
}

// split divides total bytes into pieces of files of at most limit bytes each. No limit, or a package that is no longer:
// no pieces.
func split(total, limit int64, set [16]byte) ([]piece, error) {
	if limit <= 0 || total <= limit {
		return nil, nil
	}
	room := limit - partHead - partFoot
	if limit < MinLimit || (total+room-1)/room > MaxParts {
		return nil, app.Refuse("exchange.parts.many", "limit", limit)
	}
	of := int((total + room - 1) / room)
	out := make([]piece, 0, of)
	for off := int64(0); off < total; off += room {
		out = append(out, piece{set: set, n: len(out) + 1, of: of, off: off, length: min(room, total-off), total: total})
	}
	return out, nil
}

var partForm = regexp.MustCompile(`^(.+` + regexp.QuoteMeta(Suffix) + `)\.([1-9][0-9]{0,3})of([1-9][0-9]{0,3})$`)

// partName gives the name of a part of the package called name.
func partName(name string, p piece) string { return fmt.Sprintf("%s.%dof%d", name, p.n, p.of) }

// SplitName takes the name of a file apart: the name of the package, and which part of how many it is; 0 of 0 when it is
// not split, or is no package at all.
func SplitName(path string) (name string, part, of int) {
	base := filepath.Base(path)
	if m := partForm.FindStringSubmatch(strings.ToLower(base)); m != nil {
		part, _ = strconv.Atoi(m[2]) // the form allows digits only
		of, _ = strconv.Atoi(m[3])
		return base[:len(m[1])], part, of
	}
	return base, 0, 0
}

// splitter spreads what is written over the files of the parts, with their heads and feet.
type splitter struct {
	pieces []piece
	open   func(i int) (io.Writer, error) // begins the file of piece i
	close  func(i int) error              // makes it durable

	now   int // the piece being written
	to    io.Writer
	left  int64
	whole hash.Hash // the package from its start
	part  hash.Hash // the file of the piece
}

func newSplitter(pieces []piece, open func(int) (io.Writer, error), done func(int) error) *splitter {
	return &splitter{pieces: pieces, open: open, close: done, now: -1, whole: sha256.New()}
}

func (s *splitter) Write(p []byte) (int, error) {
	n := 0
	for len(p) > 0 {
		if s.left == 0 {
			if err := s.turn(); err != nil {
				return n, err
			}
		}
		some := p[:min(int64(len(p)), s.left)]
		if _, err := s.to.Write(some); err != nil {
			return n, err
		}
		s.whole.Write(some)
		s.part.Write(some)
		s.left -= int64(len(some))
		n, p = n+len(some), p[len(some):]
	}
	return n, nil
}

// turn ends the present piece and begins the next one.
func (s *splitter) turn() error {
	if err := s.end(); err != nil {
		return err
	}
	if s.now++; s.now == len(s.pieces) {
		return errors.New("a package is longer than was reckoned")
	}
	to, err := s.open(s.now)
	if err != nil {
		return err
	}
	s.to, s.left, s.part = to, s.pieces[s.now].length, sha256.New()
	head := s.pieces[s.now].encode()
	s.part.Write(head)
	_, err = s.to.Write(head)
	return err
}

// end writes the foot of the present piece.
func (s *splitter) end() error {
	if s.now < 0 {
		return nil
	}
	foot := s.whole.Sum(nil)
	s.part.Write(foot)
	if _, err := s.to.Write(s.part.Sum(foot)); err != nil {
		return err
	}
	return s.close(s.now)
}
