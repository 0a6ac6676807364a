package bench

import (
	"bytes"
	"context"
	"errors"
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
	thumbSide  = 240      // pixels of a photo in the list
	screenSide = 1800     // pixels of a photo in the viewer
	shelfBytes = 64 << 20 // that photos made for the screen may take in memory
)

// album makes pictures of attached files for the screen, off the main goroutine and one after the other. They lie in
// memory only.
type album struct {
	room      *Room
	shelf     *picture.Shelf
	engine    *preview.Engine // shows PDF; nil = none
	elsewhere func(func())    // does work off the main goroutine; tests do it at once
	clip      func(context.Context) ([]byte, error)
	files     func(context.Context) []string // that were copied

	// Only the main goroutine touches these.
	slots map[string][]*fyne.Container // places in the list that wait for a photo, by hash
	busy  bool
}

func newAlbum(r *Room) *album {
	return &album{room: r, shelf: picture.NewShelf(shelfBytes), elsewhere: func(f func()) { go f() }, clip: clip.Picture, files: clip.Files, slots: map[string][]*fyne.Container{}}
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
	if img, err, known := a.shelf.Get(e.FileHash, thumbSide); known {
		fill(slot, img, err)
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
		img, err := a.make(context.Background(), next, thumbSide)
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

// make reads a file and makes its picture, or takes it from the shelf. It is not for the main goroutine.
func (a *album) make(ctx context.Context, hash string, side int) (*image.RGBA, error) {
	if img, err, known := a.shelf.Get(hash, side); known {
		return img, err
	}
	data, err := a.read(ctx, hash, picture.MaxBytes)
	if err != nil {
		return nil, err
	}
	img, _, err := picture.Decode(ctx, data, side)
	if errors.Is(err, context.Canceled) {
		return nil, err
	}
	a.shelf.Put(hash, side, img, err)
	return img, err
}

// read gives the contents of an attached file of at most limit bytes; a larger one is refused with "picture.large".
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
		return nil, app.Refuse("picture.large", "mb", n>>20)
	}
	return b.Bytes(), nil
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
