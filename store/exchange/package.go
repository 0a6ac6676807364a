package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"lianshen/store/journal"
)

// Manifest gives what the package says of itself, signed by whom it names.
func (p *Package) Manifest() Manifest { return p.manifest }

// Raw gives the bytes of the manifest as they were signed.
func (p *Package) Raw() []byte { return p.raw }

// Paths gives the file, or the parts in their order.
func (p *Package) Paths() []string {
	var out []string
	for _, f := range p.volume.files {
		out = append(out, f.path)
	}
	return out
}

// Name gives the name of the file without a folder and without the number of a part.
func (p *Package) Name() string {
	path := p.volume.files[0].path
	if p.volume.split() {
		name, _, _ := SplitName(path)
		return name
	}
	return filepath.Base(path)
}

// Size gives the length of the package in bytes, that of the parts together without their heads.
func (p *Package) Size() int64 { return p.volume.total }

// SHA256 gives the SHA-256 of these bytes in hex; "" before Check has read them.
func (p *Package) SHA256() string { return p.sum }

// Check reads the whole package and proves it whole: nothing is missing, nothing was changed, nothing stands where it
// should not, and every entry is what the signed manifest says. It does not look into the log: Records does. progress
// (may be nil) is told bytes done of bytes. It refuses as Open does.
func (p *Package) Check(ctx context.Context, progress func(done, total int64)) error {
	s := p.volume.stream(ctx)
	defer s.Close()
	w := s.whole(progress)
	plain, err := age.Decrypt(w, age.NewInjectedFileKeyIdentity(p.key))
	if err == nil {
		t := &tarReader{from: plain}
		err = p.walk(t, func(part, io.Reader) error { return nil })
	}
	if err != nil {
		return p.told(s, err)
	}
	p.sum = hex.EncodeToString(w.sum.Sum(nil))
	return nil
}

// part is an entry that the manifest speaks of.
type part struct {
	entry
	sum string // SHA-256, hex; "" for the manifest and its signature, which prove themselves
}

// expected gives entry i of the archive.
func (p *Package) expected(i int) (part, bool) {
	m := &p.manifest
	switch i {
	case 0:
		return part{entry: entry{manifestName, int64(len(p.raw))}}, true
	case 1:
		return part{entry: entry{sigName, 64}}, true
	case 2:
		return part{entry{logName, m.Log.Size}, m.Log.SHA256}, true
	}
	i -= 3
	if m.Extra != nil {
		if i == 0 {
			return part{entry{extraName, m.Extra.Size}, m.Extra.SHA256}, true
		}
		i--
	}
	if i < len(m.Blobs) {
		b := m.Blobs[i]
		return part{entry{blobFolder + b.Hash, b.Size}, b.Hash}, true
	}
	return part{}, false
}

// ours says whether a name is one that this format gives a meaning to.
func ours(name string) bool {
	switch name {
	case manifestName, sigName, logName, extraName:
		return true
	}
	return strings.HasPrefix(name, blobFolder)
}

// errEnough ends a walk before the end of the archive.
var errEnough = errors.New("enough")

// walk goes through the archive and hands out what the manifest speaks of, in its order; entries of names that this
// format does not know are passed over. What see has not read of an entry is proven all the same, unless the archive can
// leap and see has read nothing of it.
func (p *Package) walk(t *tarReader, see func(part, io.Reader) error) error {
	for i := 0; ; {
		want, more := p.expected(i)
		e, err := t.next()
		switch {
		case err == io.EOF && !more:
			return nil
		case err == io.EOF:
			return fmt.Errorf("%s is missing", shown(want.name))
		case err != nil:
			return err
		case more && e == want.entry:
			if err := p.handOut(t, want, see); err != nil {
				return err
			}
			i++
		case ours(e.name) || i < 2:
			return fmt.Errorf("%s stands where it should not, or is longer or shorter than was said", shown(e.name))
		}
	}
}

func (p *Package) handOut(t *tarReader, want part, see func(part, io.Reader) error) error {
	if want.sum == "" {
		if want.name != manifestName {
			return nil
		}
		raw := &equal{want: p.raw}
		if _, err := io.Copy(raw, t); err != nil {
			return err
		}
		return nil
	}
	r := &proof{from: t, sum: sha256.New(), want: want.sum}
	if err := see(want, r); err != nil {
		if r.fault != nil { // whatever was made of it
			return r.fault
		}
		return err
	}
	if _, leaps := t.from.(io.Seeker); leaps && !r.begun {
		return nil
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

// equal takes only the bytes that it wants.
type equal struct{ want []byte }

func (e *equal) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(e.want, p) {
		return 0, errors.New("the manifest is another one now")
	}
	e.want = e.want[len(p):]
	return len(p), nil
}

// proof reads an entry and gives, in place of its end, an error when it was not what its hash says.
type proof struct {
	from  io.Reader
	sum   hash.Hash
	want  string
	begun bool
	fault error
}

func (r *proof) Read(p []byte) (int, error) {
	r.begun = true
	n, err := r.from.Read(p)
	r.sum.Write(p[:n])
	if err == io.EOF && hex.EncodeToString(r.sum.Sum(nil)) != r.want {
		err = errors.New("an entry is not what the manifest says")
	}
	if err != nil && err != io.EOF {
		r.fault = err
	}
	return n, err
}

// Records hands out the records in the order in which they were written. Only when it returns without an error they were
// all that the manifest speaks of: whoever takes them keeps them apart until then. They are not proven to be signed by
// their seats; journal.Prove does that. What take fails with is passed on. It refuses as Open does.
func (p *Package) Records(ctx context.Context, take func(journal.Record) error) error {
	return p.pass(ctx, func(_ *stream, t *tarReader) error {
		err := p.walk(t, func(e part, r io.Reader) error {
			if e.name != logName {
				return nil
			}
			n, err := readLog(r, p.manifest.LogPlain, take)
			if err != nil {
				return err
			}
			if n != p.manifest.Records {
				return fmt.Errorf("the log has %d records and not %d", n, p.manifest.Records)
			}
			if _, err := io.Copy(io.Discard, r); err != nil {
				return err
			}
			return errEnough
		})
		return enough(err)
	})
}

func enough(err error) error {
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// Extra gives extra.json; nil when there is none. It refuses as Open does.
func (p *Package) Extra(ctx context.Context) ([]byte, error) {
	if p.manifest.Extra == nil {
		return nil, nil
	}
	var b bytes.Buffer
	err := p.pass(ctx, func(_ *stream, t *tarReader) error {
		return enough(p.walk(t, func(e part, r io.Reader) error {
			if e.name != extraName {
				return nil
			}
			if _, err := b.ReadFrom(r); err != nil {
				return err
			}
			return errEnough
		}))
	})
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Blobs hands out the attached files that want asks for, in the order of the manifest. A reader that comes to its end
// without an error has given exactly the file with this hash; whoever takes it keeps it only then. What take fails with
// is passed on. It refuses as Open does.
func (p *Package) Blobs(ctx context.Context, want func(hash string) bool, take func(Blob, io.Reader) error) error {
	return p.pass(ctx, func(_ *stream, t *tarReader) error {
		return p.walk(t, func(e part, r io.Reader) error {
			hash, blob := strings.CutPrefix(e.name, blobFolder)
			if !blob || !want(hash) {
				return nil
			}
			if err := take(Blob{Hash: hash, Size: e.size}, r); err != nil {
				return &takerError{err}
			}
			return nil
		})
	})
}
