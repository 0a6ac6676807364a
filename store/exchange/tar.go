package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// The names of the entries.
const (
	manifestName = "manifest.json"
	sigName      = "manifest.sig"
	logName      = "log.zst"
	extraName    = "extra.json"
	blobFolder   = "blobs/"
)

// block is the unit of a tar archive, in bytes.
const block = 512

// entry is a file of the archive.
type entry struct {
	name string
	size int64
}

// nameForm is what an entry may be called, known or not: nothing that leads anywhere.
var nameForm = regexp.MustCompile(`^[a-z0-9_-][a-z0-9._-]{0,40}(/[a-z0-9_-][a-z0-9._-]{0,70})?$`)

// header gives the one form in which an entry of this name and size is headed: POSIX ustar, a plain file of mode 0600
// that nobody owns, of 1970.
func header(e entry) [block]byte {
	var h [block]byte
	copy(h[0:], e.name)
	copy(h[100:], "0000600\x000000000\x000000000\x00") // mode, uid, gid
	copy(h[124:], fmt.Sprintf("%011o\x00%011o\x00", e.size, 0))
	copy(h[148:], "        0") // the checksum is counted over blanks; then the type: a plain file
	copy(h[257:], "ustar\x0000")
	copy(h[329:], "0000000\x000000000\x00") // device numbers
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

// parseHeader reads a header. Only what header writes is one: no links, no folders, no devices, no extensions.
func parseHeader(h [block]byte) (entry, error) {
	name, _, _ := bytes.Cut(h[:100], []byte{0})
	e := entry{name: string(name)}
	for _, c := range h[124:135] {
		if c < '0' || c > '7' {
			return e, errors.New("an entry of an impossible size")
		}
		e.size = e.size<<3 | int64(c-'0')
	}
	if !nameForm.MatchString(e.name) || header(e) != h {
		return e, errors.New("an entry with an impossible header")
	}
	return e, nil
}

// padding gives how many zeros follow an entry of this size.
func padding(size int64) int64 { return (block - size%block) % block }

// archived gives how long an entry is with its header and its zeros.
func archived(size int64) int64 { return block + size + padding(size) }

// tarEnd is how many zeros end an archive.
const tarEnd = 2 * block

// tarWriter writes entries one after the other.
type tarWriter struct{ to io.Writer }

// entry writes an entry with the contents that fill writes; they must have the size that is said.
func (w tarWriter) entry(e entry, fill func(io.Writer) error) error {
	h := header(e)
	if _, err := w.to.Write(h[:]); err != nil {
		return err
	}
	c := &countWriter{to: w.to}
	if err := fill(c); err != nil {
		return err
	}
	if c.n != e.size {
		return fmt.Errorf("%s has %d bytes and not the %d that were said", shown(e.name), c.n, e.size)
	}
	_, err := w.to.Write(make([]byte, padding(e.size)))
	return err
}

func (w tarWriter) end() error {
	_, err := w.to.Write(make([]byte, tarEnd))
	return err
}

// shown gives the name of an entry for an error: the hash of an attached file would tell which file it is.
func shown(name string) string {
	if strings.HasPrefix(name, blobFolder) {
		return "an attached file"
	}
	return name
}

// countWriter counts what goes through.
type countWriter struct {
	to io.Writer
	n  int64
}

func (w *countWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.n += int64(n)
	return n, err
}

// tarReader reads entries one after the other, contents and all.
type tarReader struct {
	from io.Reader
	left int64 // of the present entry, with its zeros
	pad  int64
}

// next goes to the next entry; io.EOF is the end of the archive as it should be.
func (r *tarReader) next() (entry, error) {
	if err := r.skip(); err != nil {
		return entry{}, err
	}
	var h [block]byte
	if _, err := io.ReadFull(r.from, h[:]); err != nil {
		return entry{}, cut(err)
	}
	if h == [block]byte{} {
		if _, err := io.ReadFull(r.from, h[:]); err != nil {
			return entry{}, cut(err)
		}
		if n, err := io.ReadFull(r.from, make([]byte, 1)); h != [block]byte{} || n > 0 {
			return entry{}, errors.New("something stands behind the end of the archive")
		} else if err != io.EOF {
			return entry{}, err
		}
		return entry{}, io.EOF
	}
	e, err := parseHeader(h)
	if err != nil {
		return entry{}, err
	}
	r.left, r.pad = e.size, padding(e.size)
	return e, nil
}

// Read reads the contents of the present entry.
func (r *tarReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	if int64(len(p)) > r.left {
		p = p[:r.left]
	}
	n, err := r.from.Read(p)
	r.left -= int64(n)
	if r.left > 0 {
		err = cut(err)
	} else if err == io.EOF {
		err = nil
	}
	return n, err
}

// skip goes to the end of the present entry: by a leap where the archive allows it, and proves its zeros.
func (r *tarReader) skip() error {
	if s, ok := r.from.(io.Seeker); ok && r.left > 0 {
		if _, err := s.Seek(r.left, io.SeekCurrent); err != nil {
			return err
		}
		r.left = 0
	}
	if _, err := io.CopyN(io.Discard, r, r.left); err != nil {
		return cut(err)
	}
	var zeros [block]byte
	got := zeros[:r.pad]
	r.pad = 0
	if _, err := io.ReadFull(r.from, got); err != nil {
		return cut(err)
	}
	if zeros != [block]byte{} {
		return errors.New("an entry is not filled up with zeros")
	}
	return nil
}
