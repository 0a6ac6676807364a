// Package shelltest has a host for tests of rooms: it works at once and remembers what the room asked for.
package shelltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Host is a shell.Host that does everything at once on the calling goroutine.
type Host struct {
	TheDesk app.Desk
	Win     fyne.Window

	Routes    []shell.Route
	Toasts    []string
	Errors    []error
	SavedAt   []time.Time
	Opened    []string
	Refreshed int
}

var _ shell.Host = (*Host)(nil)

// New makes a host with a window of 1366 × 768 in the light theme of the test driver.
func New(t testing.TB, desk app.Desk) *Host {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.Theme{Mode: theme.ModeLight})
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(1366, 768))
	return &Host{TheDesk: desk, Win: w}
}

// Show puts the room's content into the window and opens it at a route.
func (h *Host) Show(r shell.Room, route shell.Route) {
	h.Win.SetContent(r.Content())
	h.Win.Resize(fyne.NewSize(1366, 768))
	r.Open(route)
}

// Go remembers the route.
func (h *Host) Go(r shell.Route) { h.Routes = append(h.Routes, r) }

// Run works and shows at once.
func (h *Host) Run(work func(context.Context) (func(), error)) {
	show, err := work(context.Background())
	if err != nil {
		h.Fail(err)
		return
	}
	if show != nil {
		show()
	}
}

// Progress works at once.
func (h *Host) Progress(_ string, work func(context.Context, func(int, int, string)) error, done func(error)) {
	err := work(context.Background(), func(int, int, string) {})
	if done != nil {
		done(err)
	}
}

// Toast remembers the word.
func (h *Host) Toast(text string) { h.Toasts = append(h.Toasts, text) }

// Fail remembers the error.
func (h *Host) Fail(err error) {
	if !errors.Is(err, context.Canceled) {
		h.Errors = append(h.Errors, err)
	}
}

// Saved remembers the time.
func (h *Host) Saved(at time.Time) { h.SavedAt = append(h.SavedAt, at) }

// Refresh counts.
func (h *Host) Refresh() { h.Refreshed++ }

// Desk gives the desk of the test.
func (h *Host) Desk() app.Desk { return h.TheDesk }

// Today is the date on the desk.
func (h *Host) Today() app.Date { return h.TheDesk.Today() }

// Window gives the test window.
func (h *Host) Window() fyne.Window { return h.Win }

// OpenFile remembers the path.
func (h *Host) OpenFile(path string) error {
	h.Opened = append(h.Opened, path)
	return nil
}
