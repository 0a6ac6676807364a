package bench

import (
	"bytes"
	"context"
	"image"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/reports/picture"
	"lianshen/ui/clip"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/preview"
	"lianshen/ui/theme"
)

const (
	thumbSide   = 240      // pixels of a photo in the list
	screenSide  = 1800     // pixels of a photo in the viewer
	thumbBytes  = 24 << 20 // that photos made for the list may take in memory
	screenBytes = 48 << 20 // that photos made for the viewer may
)

// album makes pictures of attached files for the screen, off the main goroutine and one after the other. They lie in
// memory; those of the list are kept sealed in the workspace as well.
type album struct {
	room      *Room
	thumbs    *picture.Shelf  // for the list
	screens   *picture.Shelf  // for the viewer
	engine    *preview.Engine // shows PDF; nil = none
	elsewhere func(func())    // does work off the main goroutine; tests do it at once
	clip      func(context.Context) ([]byte, error)
	files     func(context.Context) []string    // that were copied
	open      func(path string) (source, error) // opens a file that is to be taken in; tests let it fail on the way

	// Only the main goroutine touches these.
	slots map[string][]*fyne.Container // places in the list that wait for a photo, by hash
	busy  bool
}

func newAlbum(r *Room) *album {
	return &album{room: r, thumbs: picture.NewShelf(thumbBytes), screens: picture.NewShelf(screenBytes),
		elsewhere: func(f func()) { go f() }, clip: clip.Picture, files: clip.Files, open: openFile, slots: map[string][]*fyne.Container{}}
}

// WithPages lets the bench show PDF as well; the caller closes the engine.
func (r *Room) WithPages(engine *preview.Engine) *Room {
	r.right.album.engine = engine
	return r
}

// pictured says whether the file of a piece of evidence is a picture, as far as its name tells.
func pictured(e app.Evidence) bool { return e.FileHash != "" && kindOf(e.FileName) == "photo" }

// begin forgets the places of a list that is drawn anew.
func (a *album) begin() { clear(a.slots) }

// thumb gives the place of a photo in the list: the photo where it is on the shelf, else it comes in a moment.
func (a *album) thumb(e app.Evidence) fyne.CanvasObject {
	slot := container.NewStack()
	if img, err, known := a.thumbs.Get(e.FileHash, thumbSide); known {
		fill(slot, img, err)
		return slot
	}
	if e.FileSize > picture.MaxBytes {
		fill(slot, nil, tooLarge(e))
		return slot
	}
	fill(slot, nil, nil)
	a.slots[e.FileHash] = append(a.slots[e.FileHash], slot)
	return slot
}

// fill puts a photo into its place, or a grey frame.
func fill(slot *fyne.Container, img *image.RGBA, err error) {
	wide := 64 * theme.Size(theme.TextBody) / 14
	back := canvas.NewRectangle(theme.Color(theme.Paper))
	back.StrokeColor, back.StrokeWidth, back.CornerRadius = theme.Color(theme.Hairline), 1, 4
	back.SetMinSize(fyne.NewSize(wide, wide*3/4))
	slot.Objects = []fyne.CanvasObject{back}
	switch {
	case img != nil:
		photo := canvas.NewImageFromImage(img)
		photo.FillMode, photo.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest
		slot.Add(photo)
	case err != nil:
		text := kit.Line(i18n.T("evidence.noview"), kit.Second)
		text.Alignment = fyne.TextAlignCenter
		slot.Add(text)
	}
}

// work makes the photos that are waited for, one after the other; another list meanwhile changes what is next.
func (a *album) work() {
	if a.busy {
		return
	}
	next := ""
	for hash := range a.slots {
		if next == "" || hash < next {
			next = hash
		}
	}
	if next == "" {
		return
	}
	a.busy = true
	a.elsewhere(func() {
		img, err := a.small(context.Background(), next)
		fyne.Do(func() {
			a.busy = false
			for _, slot := range a.slots[next] {
				fill(slot, img, err)
				slot.Refresh()
			}
			delete(a.slots, next)
			a.work()
		})
	})
}

// small gives the picture of a file for the list: from memory, as it was kept small in the workspace, or anew from the
// file itself. It is not for the main goroutine.
func (a *album) small(ctx context.Context, hash string) (*image.RGBA, error) {
	if img, err, known := a.thumbs.Get(hash, thumbSide); known {
		return img, err
	}
	if kept, err := a.room.store.Thumbnail(ctx, hash); err == nil && kept != nil {
		if img, _, err := picture.Decode(ctx, kept, thumbSide); err == nil {
			a.thumbs.Put(hash, thumbSide, img, nil)
			return img, nil
		}
	}
	data, err := a.read(ctx, hash, picture.MaxBytes)
	if err != nil {
		return nil, err
	}
	img, _, err := picture.Decode(ctx, data, thumbSide)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	a.shelve(ctx, hash, img, err)
	return img, err
}

// large gives the picture of a file for the viewer. It is not for the main goroutine.
func (a *album) large(ctx context.Context, hash string, side int) (*image.RGBA, error) {
	if img, err, known := a.screens.Get(hash, side); known {
		return img, err
	}
	data, err := a.read(ctx, hash, picture.MaxBytes)
	if err != nil {
		return nil, err
	}
	img, _, err := picture.Decode(ctx, data, side)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	a.screens.Put(hash, side, img, err)
	return img, err
}

// shelve keeps the picture of a file for the list, or why there is none.
func (a *album) shelve(ctx context.Context, hash string, img *image.RGBA, err error) {
	if img != nil {
		img = picture.Smaller(img, thumbSide)
		if file, err := picture.Pack(img); err == nil {
			_ = a.room.store.KeepThumbnail(ctx, hash, file) // the next view takes longer then, and is the same
		}
	}
	a.thumbs.Put(hash, thumbSide, img, err)
}

// read gives the contents of an attached file of at most limit bytes; a larger one is refused with "evidence.large".
func (a *album) read(ctx context.Context, hash string, limit int64) ([]byte, error) {
	r, err := a.room.store.OpenAttachment(ctx, hash)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // read only
	var b bytes.Buffer
	if n, err := io.Copy(&b, io.LimitReader(r, limit+1)); err != nil {
		return nil, err
	} else if n > limit {
		return nil, app.Refuse("evidence.large", "mb", limit>>20)
	}
	return b.Bytes(), nil
}

// tooLarge refuses to show a file before it is read.
func tooLarge(e app.Evidence) error {
	return app.Refuse("evidence.large", "mb", max(e.FileSize, picture.MaxBytes)>>20)
}

// kindOf guesses the kind of evidence from the name of its file.
func kindOf(path string) string {
	if slices.Contains([]string{".jpg", ".jpeg", ".png", ".heic", ".bmp", ".tif", ".tiff", ".webp"}, strings.ToLower(filepath.Ext(path))) {
		return "photo"
	}
	return "document"
}

// longestName is how many characters of the name of a file are kept: more no system takes.
const longestName = 120

// nameOf is the name of a file without its ending, cut with an ellipsis where it is too long.
func nameOf(path string) string {
	base := filepath.Base(path)
	return cut(strings.TrimSuffix(base, filepath.Ext(base)), longestName)
}

// fileOf is the name of a file with its ending, cut in the same way.
func fileOf(path string) string {
	base := filepath.Base(path)
	end := cut(filepath.Ext(base), 12)
	return cut(strings.TrimSuffix(base, filepath.Ext(base)), longestName) + end
}

// shortened says whether the name of a file is kept cut.
func shortened(path string) bool { return fileOf(path) != filepath.Base(path) }

// cut shortens a text to n characters, the last of them an ellipsis.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
