package bench

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"lianshen/app"
)

// AtOnce makes pictures on the calling goroutine, and takes the copied picture from clip.
func (r *Room) AtOnce(clip func(context.Context) ([]byte, error)) {
	r.right.album.elsewhere = func(f func()) { f() }
	r.right.album.clip = clip
	r.right.album.files = func(context.Context) []string { return nil }
}

// Copied lets files be what was copied last.
func (r *Room) Copied(files ...string) {
	r.right.album.files = func(context.Context) []string { return files }
}

// DecodeText is what a text is read with.
var DecodeText = decodeText

// ShowEvidence, ViewEvidence, LinkEvidence and JoinScans open their dialogs.
func (r *Room) ShowEvidence(e app.Evidence) { r.showEvidence(e) }
func (r *Room) ViewEvidence(e app.Evidence) { r.viewEvidence(e) }
func (r *Room) LinkEvidence(e app.Evidence) { r.linkEvidence(e, func() {}) }
func (r *Room) ScanBack(e app.Evidence)     { r.scanBack(e) }
func (r *Room) JoinScans()                  { r.joinScans() }

// OpenWith opens files that are taken in by other means where open says so.
func (r *Room) OpenWith(open func(path string) (io.ReadCloser, int64, bool)) {
	r.right.album.open = func(path string) (source, error) {
		if f, size, ok := open(path); ok {
			return source{f, size}, nil
		}
		return openFile(path)
	}
}

// Window is the window the room is in.
func (r *Room) Window() fyne.Window { return r.host.Window() }
