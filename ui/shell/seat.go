package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
)

// seat is the host of one room: its own queue of work, and a mark when the room is thrown away, so that what comes
// back late is not shown.
type seat struct {
	s     *Shell
	room  Room
	queue *queue
	desk  app.Desk
	gone  bool // main goroutine only
}

var _ Host = (*seat)(nil)

func (h *seat) Go(r Route) { h.s.onMain(func() { h.s.Go(r) }) }

func (h *seat) Run(work func(context.Context) (func(), error)) {
	h.queue.add(func(ctx context.Context) {
		show, err := work(ctx)
		switch {
		case err != nil:
			h.Fail(err)
		case show != nil:
			h.s.onMain(func() {
				if !h.gone {
					show()
				}
			})
		}
	})
}

func (h *seat) Progress(title string, work func(context.Context, func(int, int, string)) error, done func(error)) {
	h.s.progress(h.queue, title, work, func(err error) {
		if done != nil && !h.gone {
			done(err)
		}
	})
}

func (h *seat) Toast(text string)       { h.s.onMain(func() { h.s.toast(text) }) }
func (h *seat) Fail(err error)          { h.s.onMain(func() { h.s.fail(err) }) }
func (h *seat) Saved(at time.Time)      { h.s.onMain(func() { h.s.saved(at) }) }
func (h *seat) Refresh()                { h.s.onMain(h.s.refresh) }
func (h *seat) Desk() app.Desk          { return h.desk }
func (h *seat) Today() app.Date         { return h.desk.Today() }
func (h *seat) Window() fyne.Window     { return h.s.window }
func (h *seat) OpenFile(p string) error { return h.s.config.OpenFile(p) }
