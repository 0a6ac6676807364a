package shell

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

func itoa(n int) string { return strconv.Itoa(n) }

func isStop(err error) bool { return errors.Is(err, context.Canceled) }

const toastTime = 4 * time.Second

// toast shows a word at the lower middle for a few seconds.
func (s *Shell) toast(text string) {
	if s.frame == nil {
		return
	}
	back := canvas.NewRectangle(theme.Color(theme.Ink))
	back.CornerRadius = theme.Size(theme.Corner)
	layer := s.layer(container.NewStack(back, kit.Inset(16, 8, kit.Line(text, kit.Style{Color: theme.Panel}))))
	frame := s.frame
	frame.toasts.Objects = []fyne.CanvasObject{layer}
	frame.toasts.Refresh()
	time.AfterFunc(toastTime, func() {
		s.onMain(func() {
			if len(frame.toasts.Objects) == 1 && frame.toasts.Objects[0] == layer {
				frame.toasts.Objects = nil
				frame.toasts.Refresh()
			}
		})
	})
}

// progress runs long work in a queue with a dialog that says how far it is and can stop it.
func (s *Shell) progress(q *queue, title string, work func(context.Context, func(int, int, string)) error, done func(error)) {
	ctx, stop := context.WithCancel(s.ctx)
	bar := widget.NewProgressBar()
	bar.TextFormatter = func() string { return "" }
	what := kit.NewPara(i18n.T("shell.working"), kit.Second)
	halt := kit.NewButton(i18n.T("shell.stop"), nil)
	s.onMain(func() {
		d := kit.ShowDialog(s.window, title, kit.Column(8, bar, what), 460, 170, halt)
		halt.OnTapped = func() {
			halt.Disable()
			stop()
		}
		q.add(func(context.Context) {
			var last time.Time
			err := work(ctx, func(n, total int, text string) {
				kit.Touched() // who waits for work is not away
				if now := time.Now(); now.Sub(last) < 50*time.Millisecond && n < total {
					return // painting more often than this only slows the work
				} else {
					last = now
				}
				s.onMain(func() {
					if total > 0 {
						bar.SetValue(float64(n) / float64(total))
						text = i18n.T("shell.progress", "done", n, "total", total, "what", text)
					}
					what.SetText(text)
				})
			})
			stop()
			s.onMain(func() {
				d.Close()
				done(err)
			})
		})
	})
}

// help lists every shortcut: those that work everywhere and those of the room in view.
func (s *Shell) help() {
	if s.covered() {
		return
	}
	var d *kit.Dialog
	shut := kit.NewPrimary(i18n.T("kit.close"), func() { d.Close() })
	columns := []fyne.CanvasObject{keyList(i18n.T("shell.keys.everywhere"), s.general())}
	shares := []float32{1}
	if h := s.current(); h != nil {
		if own := h.room.Shortcuts(); len(own) > 0 {
			columns = append([]fyne.CanvasObject{keyList(i18n.T("room."+roomOf(s.route)), own)}, columns...)
			shares = append(shares, 1)
		}
	}
	body := kit.Scroll(kit.Split(24, shares, columns...))
	d = kit.ShowDialog(s.window, i18n.T("shell.keys"), body, 760, 520, shut)
	s.window.Canvas().Focus(shut)
}

func keyList(title string, keys []Shortcut) fyne.CanvasObject {
	lines := []fyne.CanvasObject{kit.Line(title, kit.Heading)}
	for _, k := range keys {
		if k.Text == "" {
			continue
		}
		cap := container.NewHBox(kit.KeyCap(k.Keys))
		lines = append(lines, container.NewBorder(nil, nil, kit.Wide(110*theme.Size(theme.TextBody)/14, kit.Column(0, cap)), nil, kit.NewPara(k.Text, kit.Body)))
	}
	return kit.Column(7, lines...)
}

func (s *Shell) layer(o fyne.CanvasObject) *fyne.Container {
	return container.New(layerLayout{}, o)
}

// layerLayout puts a toast at the lower middle of the window.
type layerLayout struct{}

func (layerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos((size.Width-m.Width)/2, size.Height-m.Height-3*theme.Size(theme.RowHeight)/2))
	}
}

func (layerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
