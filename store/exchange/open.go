package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"lianshen/app"
)

// Package is a package file that was opened: its manifest is there, and signed by whom it names. The file itself is
// opened anew for every pass and closed after it, so that a stick can be pulled out in between. Nothing of it is kept in
// memory but the manifest, and nothing is ever laid down in the clear.
type Package struct {
	volume   *volume
	key      []byte // of the age file
	raw      []byte
	manifest Manifest
	sum      string
}

// Open opens a package with the secret keys of the seats on this laptop, or with a phrase. paths is the file; of a split
// package any of its parts, the others being looked for in the folders of those given. What Open says of a package holds
// for its manifest; whether the rest is whole Check says.
//
// Refusals: "file.unreadable", "exchange.stick.gone", "exchange.foreign" (no package), "exchange.damaged" (cut, changed,
// or made to harm), "exchange.receiver" (not for any of these keys), "exchange.phrase" (wrong), "exchange.phrase.none"
// (it wants one), "exchange.newer" (of a newer program), "exchange.kind" (for something this program does not know),
// "exchange.signature" (not signed by its sender), "exchange.parts.missing", "exchange.parts.mixed",
// "exchange.part.damaged", "exchange.part.newer".
func Open(ctx context.Context, paths []string, ids []age.Identity, phrase string) (*Package, error) {
	return openFrom(ctx, realDisk{}, paths, ids, phrase)
}

func openFrom(ctx context.Context, on disk, paths []string, ids []age.Identity, phrase string) (*Package, error) {
	v, err := locate(on, paths)
	if err != nil {
		return nil, err
	}
	p := &Package{volume: v}
	s := v.stream(ctx)
	defer s.Close()
	if err := p.unlock(s, ids, phrase); err != nil {
		return nil, p.told(s, err)
	}
	err = p.pass(ctx, func(s *stream, t *tarReader) error {
		var err error
		p.raw, p.manifest, err = readHead(t)
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// unlock finds the key of the age file.
func (p *Package) unlock(s *stream, ids []age.Identity, phrase string) error {
	head, err := age.ExtractHeader(io.NewSectionReader(s, 0, s.total))
	if err != nil {
		return fmt.Errorf("read the head: %w", err)
	}
	path := s.files[0].path
	if forPhrase(head) {
		if phrase == "" {
			return refused("exchange.phrase.none", path, nil)
		}
		id, err := age.NewScryptIdentity(phrase)
		if err != nil {
			return fmt.Errorf("take a phrase: %w", err)
		}
		id.SetMaxWorkFactor(DefaultWork)
		ids = []age.Identity{id}
	}
	if len(ids) == 0 {
		return refused("exchange.receiver", path, nil)
	}
	var nobody *age.NoIdentityMatchError
	switch p.key, err = age.DecryptHeader(head, ids...); {
	case err == nil:
		return nil
	case errors.As(err, &nobody) && forPhrase(head):
		return refused("exchange.phrase", path, nil)
	case errors.As(err, &nobody):
		return refused("exchange.receiver", path, nil)
	}
	return fmt.Errorf("open the head: %w", err)
}

// readHead reads the manifest and its signature, with which every archive begins.
func readHead(t *tarReader) ([]byte, Manifest, error) {
	raw, err := readEntry(t, manifestName, MaxManifest)
	if err != nil {
		return nil, Manifest{}, err
	}
	sig, err := readEntry(t, sigName, 64)
	if err != nil {
		return nil, Manifest{}, err
	}
	m, err := parseManifest(raw, sig)
	return raw, m, err
}

func readEntry(t *tarReader, name string, most int64) ([]byte, error) {
	e, err := t.next()
	if err == nil && (e.name != name || e.size > most) {
		err = fmt.Errorf("the archive does not go on with %s", name)
	}
	if err != nil {
		return nil, cut(err)
	}
	var b bytes.Buffer // it grows with what is there, not with what is said to be there
	if _, err := b.ReadFrom(t); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// pass reads the archive once.
func (p *Package) pass(ctx context.Context, read func(*stream, *tarReader) error) error {
	s := p.volume.stream(ctx)
	defer s.Close()
	plain, size, err := age.DecryptReaderAt(s, s.total, age.NewInjectedFileKeyIdentity(p.key))
	if err == nil {
		err = read(s, &tarReader{from: &window{from: plain, size: size}})
	}
	return p.told(s, err)
}

// told gives what a person is told of an error.
func (p *Package) told(s *stream, err error) error {
	var theirs *takerError
	var e *app.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &theirs):
		return theirs.error
	case errors.As(err, &e):
		if e.Code == "exchange.newer" || e.Code == "exchange.kind" {
			e.Args["path"] = s.files[0].path
		}
		return e
	case known(err):
		return err
	case errors.Is(err, errSignature):
		return refused("exchange.signature", s.files[0].path, nil)
	}
	return s.blame(err)
}

// window reads what was decrypted, from chunk to chunk, and can leap.
type window struct {
	from io.ReaderAt
	size int64
	off  int64 // of what comes next
	buf  []byte
	got  []byte // read and not yet taken
}

func (w *window) Read(p []byte) (int, error) {
	if len(w.got) == 0 {
		if w.off >= w.size {
			return 0, io.EOF
		}
		if w.buf == nil {
			w.buf = make([]byte, min(4, (w.size+ageChunk-1)/ageChunk)*ageChunk)
		}
		// To the end of a chunk, so that no chunk is decrypted twice.
		n := min(w.size-w.off, int64(len(w.buf))-w.off%ageChunk)
		if _, err := w.from.ReadAt(w.buf[:n], w.off); err != nil && err != io.EOF {
			return 0, err
		}
		w.got = w.buf[:n]
	}
	n := copy(p, w.got)
	w.got, w.off = w.got[n:], w.off+int64(n)
	return n, nil
}

// Seek leaps forward from where the reading is.
func (w *window) Seek(by int64, whence int) (int64, error) {
	if whence != io.SeekCurrent || by < 0 || by > w.size-w.off {
		return 0, io.ErrUnexpectedEOF
	}
	w.got = w.got[min(int64(len(w.got)), by):]
	w.off += by
	return w.off, nil
}

// Peek says whether a file looks like a package or a part of one: by its name and its first bytes, without opening it.
// What cannot be read does not look like one.
func Peek(path string) bool {
	_, part, _ := SplitName(path)
	want := ageIntro
	if part > 0 {
		want = partFamily
	} else if !strings.HasSuffix(strings.ToLower(path), Suffix) {
		return false
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(want))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == want
}
