package drafts

import (
	"context"
	"errors"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/preview"
	"lianshen/ui/theme"
)

// zooms are the widths of a page in parts of its natural width; 0 stands for as wide as the column.
var zooms = []float32{0.5, 0.75, 1, 1.25, 1.5, 2}

// viewer shows the true pages of the report, one at a time. Setting and rendering happen elsewhere; a newer wish ends
// an older one.
type viewer struct {
	room   *Room
	engine *preview.Engine
	object fyne.CanvasObject

	label  *canvas.Text
	zoomed *kit.Button
	page   *canvas.Image
	sheet  *fyne.Container // the page on its frame
	scroll *container.Scroll
	over   *fyne.Container // what lies over the page: working, fault
	hold   *kit.Button

	// Only the main goroutine touches these.
	job    int // number of the newest wish
	cancel context.CancelFunc
	timer  *time.Timer
	out    *printed
	book   *preview.Book
	number int // page shown, from 1
	zoom   float32
	target string // heading to turn to when the pages are there
}

func newViewer(r *Room, engine *preview.Engine) *viewer {
	v := &viewer{room: r, engine: engine, label: kit.Line("", kit.Second), page: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth},
		over: container.NewStack(), number: 1}
	v.zoomed = kit.NewChipButton(i18n.T("drafts.fit"), true, v.fit)
	back := kit.NewChipButton(i18n.T("drafts.back"), false, func() { v.turn(-1) })
	next := kit.NewChipButton(i18n.T("drafts.next"), false, func() { v.turn(1) })
	smaller := kit.NewChipButton("−", false, func() { v.zoomBy(-1) })
	larger := kit.NewChipButton("+", false, func() { v.zoomBy(1) })
	v.hold = kit.NewButton(i18n.T("drafts.stop"), v.stop)
	frame := canvas.NewRectangle(theme.Color(theme.Panel))
	frame.StrokeColor, frame.StrokeWidth = theme.Color(theme.Hairline), 1
	v.sheet = container.New(&pageLayout{viewer: v}, frame, v.page)
	v.scroll = container.NewScroll(v.sheet)
	bar := kit.Row(5, v.label, kit.Spring(), back, next, smaller, v.zoomed, larger)
	v.object = container.NewBorder(kit.Inset(0, 4, bar), nil, nil, nil, container.NewStack(container.New(viewLayout{v}, v.scroll), v.over))
	v.sheet.Hide()
	return v
}

// later sets the report anew after a while in which nothing else is wished.
func (v *viewer) later(wait time.Duration) {
	if v.timer != nil {
		v.timer.Stop()
	}
	if wait == 0 {
		v.set()
		return
	}
	v.timer = v.room.after(wait, func() { fyne.Do(v.set) })
}

// begin makes a context for a new wish and ends the one before.
func (v *viewer) begin() (context.Context, int) {
	if v.cancel != nil {
		v.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	v.cancel = cancel
	v.job++
	return ctx, v.job
}

// set prints the report in memory and shows the page that was in view.
func (v *viewer) set() {
	r := v.room
	if !r.loaded {
		return
	}
	ctx, job := v.begin()
	d, strand, draft, lang, today := r.d, r.strand, r.draft, r.lang(), r.host.Today()
	v.working()
	r.elsewhere(func() {
		out, err := r.works.print(ctx, d, strand, draft, lang, today)
		var book *preview.Book
		if err == nil {
			book, err = v.engine.Open(ctx, out.data)
		}
		fyne.Do(func() {
			if job != v.job {
				v.discard(book)
				return
			}
			if err != nil {
				v.fail(err)
				return
			}
			v.discard(v.book)
			v.out, v.book = &out, book
			v.number = min(max(v.number, 1), book.Pages())
			if v.target != "" {
				v.turnTo(v.target)
				return
			}
			v.render()
		})
	})
}

// discard closes a book elsewhere: closing waits for a page that is being rendered.
func (v *viewer) discard(b *preview.Book) {
	if b != nil {
		v.room.elsewhere(func() { _ = b.Close() }) // nothing of it is needed any more
	}
}

// render makes the picture of the page in view at the size it is shown.
func (v *viewer) render() {
	book, n := v.book, v.number
	if book == nil {
		return
	}
	ctx, job := v.begin()
	v.tell()
	size := v.pageSize()
	scale := v.room.host.Window().Canvas().Scale()
	dpi := int(size.Width*scale*72/float32(max(book.Size(n).Width, 1)) + 0.5)
	v.room.elsewhere(func() {
		img, err := book.Page(ctx, n, dpi)
		fyne.Do(func() {
			if job != v.job {
				return
			}
			if err != nil {
				v.fail(err)
				return
			}
			v.put(img)
		})
	})
}

func (v *viewer) put(img image.Image) {
	v.over.Objects = nil
	v.over.Refresh()
	v.page.Image = img
	v.sheet.Show()
	v.scroll.Refresh()
	v.sheet.Refresh()
	canvas.Refresh(v.page)
}

// pageSize is the size at which the page in view is shown.
func (v *viewer) pageSize() fyne.Size {
	width, height := float32(595), float32(842)
	if v.book != nil {
		s := v.book.Size(v.number)
		width, height = float32(s.Width), float32(s.Height)
	}
	w := v.scroll.Size().Width - 2
	if v.zoom > 0 {
		w = width * v.zoom
	}
	w = max(w, 120)
	return fyne.NewSize(w, w*height/width)
}

// working says that the pages are being made, with a button that stops it. The old page stays under it.
func (v *viewer) working() {
	bar := widget.NewProgressBarInfinite()
	text := kit.Line(i18n.T("drafts.working"), kit.Body)
	box := container.NewStack(kit.Board(theme.Panel), kit.Inset(16, 12, kit.Column(8, text, bar, container.NewCenter(v.hold))))
	v.over.Objects = []fyne.CanvasObject{container.NewCenter(box)}
	v.over.Refresh()
}

// fail shows why there are no pages; a stop says how to go on.
func (v *viewer) fail(err error) {
	sentence, hint := i18n.Error(err)
	tone := kit.Fault
	if errors.Is(err, context.Canceled) {
		sentence, hint, tone = i18n.T("drafts.stopped"), "", kit.Wait
	}
	again := kit.NewButton(i18n.T("drafts.again"), v.set)
	v.over.Objects = []fyne.CanvasObject{container.NewBorder(kit.Inset(0, 8, kit.Column(8, kit.Note(tone, sentence, hint), kit.Row(8, again))), nil, nil, nil)}
	v.over.Refresh()
}

// stop ends what is being made.
func (v *viewer) stop() {
	if v.timer != nil {
		v.timer.Stop()
	}
	if v.cancel == nil {
		return
	}
	v.cancel()
	v.cancel = nil
	if len(v.over.Objects) > 0 {
		v.job++
		v.fail(context.Canceled)
	}
}

// clear takes the pages away.
func (v *viewer) clear() {
	v.job++
	v.discard(v.book)
	v.book, v.out, v.number, v.target = nil, nil, 1, ""
	v.page.Image = nil
	v.sheet.Hide()
	v.over.Objects = nil
	v.over.Refresh()
	v.tell()
}

func (v *viewer) tell() {
	v.label.Text = ""
	if v.book != nil {
		v.label.Text = i18n.T("drafts.page", "n", v.number, "of", v.book.Pages())
	}
	v.label.Refresh()
}

// turn leafs n pages on.
func (v *viewer) turn(n int) {
	if v.book == nil {
		return
	}
	to := min(max(v.number+n, 1), v.book.Pages())
	if to == v.number {
		return
	}
	v.number = to
	v.scroll.ScrollToTop()
	v.render()
}

// turnTo leafs to the page a heading stands on.
func (v *viewer) turnTo(heading string) {
	v.target = heading
	if v.out == nil {
		return
	}
	v.target = ""
	if n := v.out.pageOf(heading); n > 0 && n <= v.book.Pages() {
		v.number = n
	}
	v.render()
}

// fit makes the page as wide as the column.
func (v *viewer) fit() { v.setZoom(0) }

// zoomBy goes n steps larger or smaller.
func (v *viewer) zoomBy(n int) {
	now := v.zoom
	if now == 0 {
		now = v.pageSize().Width / 595
	}
	at := 0
	for i, z := range zooms {
		if z <= now+0.01 {
			at = i
		}
	}
	if n < 0 && zooms[at] < now-0.01 {
		n = 0 // the step below is already smaller
	}
	v.setZoom(zooms[min(max(at+n, 0), len(zooms)-1)])
}

func (v *viewer) setZoom(z float32) {
	v.zoom = z
	v.zoomed.SetChosen(z == 0)
	text := i18n.T("drafts.fit")
	if z > 0 {
		text = i18n.T("drafts.percent", "n", int(z*100+0.5))
	}
	v.zoomed.SetText(text)
	v.scroll.Refresh()
	v.render()
}

// pageLayout gives the page its size and sets it in the middle of the column.
type pageLayout struct{ viewer *viewer }

func (l *pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s := l.viewer.pageSize()
	for _, o := range objects {
		o.Resize(s)
		o.Move(fyne.NewPos(max(0, (size.Width-s.Width)/2), 0))
	}
}

func (l *pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.viewer.pageSize() }

// viewLayout renders the page again when the column got another width.
type viewLayout struct{ viewer *viewer }

func (l viewLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	changed := objects[0].Size().Width != size.Width
	objects[0].Resize(size)
	if changed && l.viewer.zoom == 0 && l.viewer.book != nil {
		l.viewer.render()
	}
}

func (l viewLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 240) }
