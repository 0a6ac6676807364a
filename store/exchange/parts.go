package exchange

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
)

// volume is where the bytes of a package lie: in one file, or in its parts.
type volume struct {
	disk  disk
	files []volumeFile
	total int64
}

// volumeFile is a file with a piece of a package.
type volumeFile struct {
	path string
	at   int64 // where the piece begins in the file
	piece
}

func (v *volume) split() bool { return v.files[0].at > 0 }

// locate finds the files of a package. Of a split one any part will do; the others are looked for beside those given.
func locate(on disk, paths []string) (*volume, error) {
	if len(paths) == 0 {
		return nil, errors.New("open a package: no file is given")
	}
	found := map[int]volumeFile{}
	var first volumeFile
	for i, path := range paths {
		f, err := look(on, path)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first = f
		} else if f.set != first.set || f.of != first.of || f.total != first.total || f.at == 0 {
			return nil, refused("exchange.parts.mixed", path, nil)
		}
		if _, twice := found[f.n]; !twice {
			found[f.n] = f
		}
	}
	if first.at == 0 {
		return &volume{disk: on, files: []volumeFile{first}, total: first.total}, nil
	}
	for _, path := range paths {
		if err := siblings(on, path, first, found); err != nil {
			return nil, err
		}
	}
	v := &volume{disk: on, total: first.total}
	var missing []string
	for n := 1; n <= first.of; n++ {
		f, ok := found[n]
		if !ok && len(missing) < 20 {
			missing = append(missing, strconv.Itoa(n))
		}
		v.files = append(v.files, f)
	}
	if len(missing) > 0 {
		return nil, app.Refuse("exchange.parts.missing", "path", first.path, "parts", strings.Join(missing, ", "), "of", first.of)
	}
	end := int64(0)
	for _, f := range v.files {
		if f.off != end {
			return nil, refused("exchange.part.damaged", f.path, errors.New("the parts do not follow each other"))
		}
		end += f.length
	}
	return v, nil
}

// siblings adds the missing parts that lie in the folder of path, by their names, as far as they are of the same package.
func siblings(on disk, path string, first volumeFile, found map[int]volumeFile) error {
	if len(found) == first.of {
		return nil
	}
	dir := filepath.Dir(path)
	names, err := on.list(dir)
	if err != nil {
		return toldReading(err, dir, "look for the other parts", false)
	}
	mine, _, _ := SplitName(path)
	for _, name := range names {
		stem, n, of := SplitName(name)
		if _, here := found[n]; here || n < 1 || n > of || of != first.of {
			continue
		}
		f, err := look(on, filepath.Join(dir, name))
		switch {
		case err == nil && f.at > 0 && f.set == first.set && f.of == first.of && f.total == first.total:
			if _, here := found[f.n]; !here {
				found[f.n] = f
			}
		case err != nil && strings.EqualFold(stem, mine): // by its name it is the part that is missing
			return err
		}
	}
	return nil
}

// look reads the beginning of a file and says what it is.
func look(on disk, path string) (volumeFile, error) {
	src, err := on.open(path)
	if err != nil {
		return volumeFile{}, toldReading(err, path, "open a package", true)
	}
	defer src.Close()
	size, err := src.Size()
	if err != nil {
		return volumeFile{}, toldReading(err, path, "open a package", false)
	}
	head := make([]byte, min(size, partHead))
	if n, err := src.ReadAt(head, 0); n < len(head) {
		return volumeFile{}, toldReading(cutShort(err), path, "read the beginning of a package", false)
	}
	if !bytes.HasPrefix(head, []byte(partFamily)) {
		if bytes.HasPrefix(head, []byte(ageIntro)) {
			return volumeFile{path: path, piece: piece{length: size, total: size}}, nil
		}
		code := "exchange.foreign"
		if _, n, _ := SplitName(path); n > 0 && alike(head, partMagic) {
			code = "exchange.part.damaged"
		} else if alike(head, ageIntro) {
			code = "exchange.damaged"
		}
		return volumeFile{}, refused(code, path, nil)
	}
	p, err := parsePiece(head)
	switch {
	case errors.Is(err, errPartNewer):
		return volumeFile{}, refused("exchange.part.newer", path, nil)
	case err == nil && size != partHead+p.length+partFoot:
		err = fmt.Errorf("the part has %d bytes", size)
	}
	if err != nil {
		return volumeFile{}, refused("exchange.part.damaged", path, err)
	}
	return volumeFile{path: path, at: partHead, piece: p}, nil
}

// alike says whether a beginning is what it should be but for some damage: cut, or with less than half of it changed.
func alike(head []byte, want string) bool {
	same := 0
	for i := range min(len(head), len(want)) {
		if head[i] == want[i] {
			same++
		}
	}
	return same == len(head) || same*2 > len(want)
}

// cutShort says of a read that gave less than the file has that it did.
func cutShort(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// stream reads the bytes of a package, in one file or in parts. A fault of the medium is an *[app.Error] already, so that
// it can be told from damage whatever is wrapped around it.
type stream struct {
	ctx context.Context
	*volume
	open []source
}

func (v *volume) stream(ctx context.Context) *stream {
	return &stream{ctx: ctx, volume: v, open: make([]source, len(v.files))}
}

// Close closes every file.
func (s *stream) Close() {
	for _, f := range s.open {
		if f != nil {
			_ = f.Close()
		}
	}
}

// ReadAt reads at an offset of the package.
func (s *stream) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) {
		if off >= s.total {
			return n, io.EOF
		}
		i, exact := slices.BinarySearchFunc(s.files, off, func(f volumeFile, off int64) int { return cmp.Compare(f.off, off) })
		if !exact {
			i--
		}
		f := s.files[i]
		some := p[n:min(int64(len(p)), int64(n)+f.off+f.length-off)]
		if err := s.read(i, some, f.at+off-f.off); err != nil {
			return n, err
		}
		n, off = n+len(some), off+int64(len(some))
	}
	return n, nil
}

// read reads from file i, whole or not at all.
func (s *stream) read(i int, p []byte, at int64) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	path := s.files[i].path
	if s.open[i] == nil {
		src, err := s.disk.open(path)
		if err != nil {
			return toldReading(err, path, "open a package", false)
		}
		s.open[i] = src
	}
	n, err := s.open[i].ReadAt(p, at)
	switch {
	case n == len(p):
		return nil
	case err == nil || errors.Is(err, io.EOF): // the file has become shorter
		return io.ErrUnexpectedEOF
	}
	return toldReading(err, path, "read a package", false)
}

// whole reads a package from its beginning to its end and proves the parts on the way.
type whole struct {
	*stream
	off    int64 // in the package
	sum    hash.Hash
	part   hash.Hash
	now    int // the part
	report func(done, total int64)
}

func (s *stream) whole(report func(done, total int64)) *whole {
	return &whole{stream: s, sum: sha256.New(), now: -1, report: report}
}

func (w *whole) Read(p []byte) (int, error) {
	if w.now < 0 || w.off == w.files[w.now].off+w.files[w.now].length {
		if err := w.turn(); err != nil {
			return 0, err
		}
	}
	f := w.files[w.now]
	p = p[:min(int64(len(p)), f.off+f.length-w.off)]
	if err := w.read(w.now, p, f.at+w.off-f.off); err != nil {
		return 0, err
	}
	w.sum.Write(p)
	w.part.Write(p)
	w.off += int64(len(p))
	if w.report != nil {
		w.report(w.off, w.total)
	}
	return len(p), nil
}

// turn proves the part that is read and goes to the next one; io.EOF after the last.
func (w *whole) turn() error {
	if w.now >= 0 {
		if err := w.foot(); err != nil {
			return err
		}
	}
	if w.now+1 == len(w.files) {
		return io.EOF
	}
	w.now++
	w.part = sha256.New()
	if !w.split() {
		return nil
	}
	head := make([]byte, partHead)
	if err := w.read(w.now, head, 0); err != nil {
		return err
	}
	w.part.Write(head)
	return nil
}

// foot compares what stands at the end of the part with what was read.
func (w *whole) foot() error {
	if !w.split() {
		return nil
	}
	f, foot := w.files[w.now], make([]byte, partFoot)
	if err := w.read(w.now, foot, f.at+f.length); err != nil {
		return err
	}
	w.part.Write(foot[:sha256.Size])
	if !bytes.Equal(foot, append(w.sum.Sum(nil), w.part.Sum(nil)...)) {
		return refused("exchange.part.damaged", f.path, errors.New("the part is not what was written"))
	}
	return nil
}

// blame reads a package that is damaged and says which part it is that does not prove; cause when every one does.
func (s *stream) blame(cause error) error {
	damaged := refused("exchange.damaged", s.files[0].path, cause)
	if !s.split() {
		return damaged
	}
	w := s.whole(nil)
	if _, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{w}, make([]byte, 256<<10)); err != nil {
		if known(err) {
			return err
		}
		return refused("exchange.part.damaged", s.files[max(w.now, 0)].path, cause)
	}
	return damaged
}
