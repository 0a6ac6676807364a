package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lianshen/app"
)

// Making a photo of 24 megapixels small takes a quarter of a second. So that an item with 30 of them is in view at once
// the next time, too, what was made small is kept beside the attachment, sealed as that is. It is nothing but a copy: no
// record names it, no backup and no package takes it along, a renewal of the keys leaves it behind, and one that does not
// read counts as not there.

// thumbnail begins the name of a small copy; the name of the attachment follows.
const thumbnail = "small-"

// MaxThumbnail bounds a small copy of a picture, in bytes.
const MaxThumbnail = 64 << 10

// thumbnailPath gives where the small copy of an attached picture lies. hash has the form of hashForm.
func (w *Workspace) thumbnailPath(hash string) string {
	path := w.attachmentPath(hash)
	return filepath.Join(filepath.Dir(path), thumbnail+filepath.Base(path))
}

// Thumbnail gives the small copy of an attached picture that KeepThumbnail kept; nil when there is none.
func (w *Workspace) Thumbnail(ctx context.Context, hash string) ([]byte, error) {
	_, leave, err := w.stay(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	if !hashForm.MatchString(hash) {
		return nil, nil
	}
	f, err := os.Open(w.thumbnailPath(hash))
	if err != nil {
		return nil, nil
	}
	defer func() { _ = f.Close() }() // read only
	plain, err := w.key.Decrypt(f)
	if err != nil {
		return nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(plain, MaxThumbnail+sha256Length))
	sum, small, whole := bytes.Cut(data, []byte{'\n'}) // a copy that somebody laid under another name is none
	if err != nil || !whole || string(sum) != hash {
		return nil, nil
	}
	return small, nil
}

// sha256Length is how long the line is that a small copy begins with.
const sha256Length = 65

// KeepThumbnail keeps the small copy of an attached picture, of at most MaxThumbnail bytes, sealed. A larger one, and one
// of a file that is not attached, is left out. It refuses with "disk.full" and as every writing does.
func (w *Workspace) KeepThumbnail(ctx context.Context, hash string, small []byte) (err error) {
	_, leave, err := w.stay(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if err := w.writable(); err != nil {
		return err
	}
	if !hashForm.MatchString(hash) || len(small) > MaxThumbnail || !exists(w.attachmentPath(hash)) {
		return nil
	}
	var sealed bytes.Buffer
	to, err := w.key.Encrypt(&sealed)
	if err == nil {
		_, err = io.WriteString(to, hash+"\n")
	}
	if err == nil {
		_, err = to.Write(small)
	}
	if err == nil {
		err = to.Close()
	}
	if err != nil {
		return fmt.Errorf("seal a small copy: %w", err)
	}
	if w.key.Forgotten() { // meanwhile: everybody could read it
		return app.Refuse("workspace.closed", "path", w.dir)
	}
	// It need not outlast a power cut: what is torn does not read, and is made anew.
	tmp := filepath.Join(attachmentsPath(w.dir), strings.Replace(incoming, "*", rand.Text(), 1))
	err = os.WriteFile(tmp, sealed.Bytes(), 0o600)
	if err == nil {
		err = os.Rename(tmp, w.thumbnailPath(hash))
	}
	if err != nil {
		return told(errors.Join(err, w.disk.remove(tmp)), w.dir, "keep a small copy")
	}
	return nil
}
