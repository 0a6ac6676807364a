package bench

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/reports/picture"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/preview"
)

const (
	pageDPI = 110       // of a page of a PDF that fits the window
	maxText = 256 << 10 // bytes of a text that are shown
)

// view is a dialog that shows the file of a piece of evidence: a picture, the pages of a PDF, or a text. Nothing of it
// is written to disk.
type view struct {
	room   *Room
	list   []app.Evidence // what can be gone through
	at     int
	page   int // of a PDF, from 1
	pages  int
	label  *kit.Para
	place  *fyne.Container
	stage  stage
	dialog *kit.Dialog
	job    int
	stop   context.CancelFunc
	book   *preview.Book
	back   *kit.Button
	next   *kit.Button
	chips  []*kit.Button // that change the size
}

// viewable says whether the program can show the file of a piece of evidence.
func (r *Room) viewable(e app.Evidence) bool {
	return e.FileHash != "" && (pictured(e) || isPDF(e) && r.right.album.engine != nil || isText(e))
}

func isPDF(e app.Evidence) bool {
	return e.FileHash != "" && strings.EqualFold(filepath.Ext(e.FileName), ".pdf")
}

func isText(e app.Evidence) bool {
	switch strings.ToLower(filepath.Ext(e.FileName)) {
	case ".txt", ".csv", ".md", ".log", ".json", ".xml", ".htm", ".html":
		return true
	}
	return false
}

// viewEvidence shows a piece of evidence; the others of the item follow by a button or a key.
func (r *Room) viewEvidence(e app.Evidence) {
	v := &view{room: r, label: kit.NewPara("", kit.Second), place: container.NewStack(), page: 1}
	for _, o := range r.sheet.evidence() {
		if o.ID == e.ID {
			v.at = len(v.list)
		}
		if o.ID == e.ID || r.viewable(o) {
			v.list = append(v.list, o)
		}
	}
	if len(v.list) == 0 || v.list[v.at].ID != e.ID {
		v.list, v.at = []app.Evidence{e}, 0
	}
	win := r.host.Window().Canvas()
	idle := func(do func()) func() { // a pressed button gives the keys back to the picture
		return func() {
			do()
			win.Unfocus()
		}
	}
	v.back, v.next = kit.NewButton(i18n.T("evidence.view.back"), idle(func() { v.turn(-1) })), kit.NewButton(i18n.T("evidence.view.next"), idle(func() { v.turn(1) }))
	more := kit.NewButton(i18n.T("evidence.view.about"), func() {
		v.dialog.Close()
		r.showEvidence(v.list[v.at])
	})
	done := kit.NewPrimary(i18n.T("evidence.view.close"), func() { v.dialog.Close() })
	v.chips = []*kit.Button{kit.NewChipButton("−", false, idle(func() { v.zoom(-1) })), kit.NewChipButton(i18n.T("evidence.view.fit"), false, idle(func() { v.zoom(0) })),
		kit.NewChipButton("+", false, idle(func() { v.zoom(1) }))}
	size := kit.Row(5)
	for _, c := range v.chips {
		size.Add(c)
	}
	body := container.NewBorder(container.NewBorder(nil, nil, nil, size, v.label), kit.Line(i18n.T("evidence.view.keys"), kit.Second), nil, nil, kit.Inset(0, 6, v.place))
	v.dialog = kit.ShowDialog(r.host.Window(), i18n.T("evidence.view"), body, 1100, 720, v.back, v.next, more, done)
	escape := win.OnTypedKey()
	win.SetOnTypedKey(func(k *fyne.KeyEvent) {
		if !v.key(k.Name) {
			escape(k)
		}
	})
	win.SetOnTypedRune(v.rune)
	v.dialog.OnClosed = func() { v.forget() }
	v.show()
}

// key takes the keys that turn pages and move what is larger than the window.
func (v *view) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyRight, fyne.KeyLeft, fyne.KeyUp, fyne.KeyDown:
		way := map[fyne.KeyName]fyne.Position{fyne.KeyRight: {X: 1}, fyne.KeyLeft: {X: -1}, fyne.KeyUp: {Y: -1}, fyne.KeyDown: {Y: 1}}[name]
		if !v.stage.move(way) && way.X != 0 {
			v.turn(int(way.X))
		}
	case fyne.KeyPageDown:
		v.turn(1)
	case fyne.KeyPageUp:
		v.turn(-1)
	case fyne.KeyHome:
		v.turn(1 - v.page)
	case fyne.KeyEnd:
		v.turn(v.pages - v.page)
	default:
		return false
	}
	return true
}

// rune takes the keys that change the size.
func (v *view) rune(key rune) {
	switch key {
	case '+', '=':
		v.zoom(1)
	case '-', '_':
		v.zoom(-1)
	case '0':
		v.zoom(0)
	}
}

// zoom makes what is shown a step larger or smaller; 0 makes it fit the window.
func (v *view) zoom(step int) {
	if !v.stage.zoomBy(step) {
		return
	}
	v.tell()
	if v.stage.blurred() {
		v.render()
		return
	}
	p := v.stage.plate
	w, h := v.pixels()
	v.away(func(context.Context, *album) (shown, error) { return shown{plate: p.brought(w, h)}, nil })
}

// pixels gives the room that the picture has in its present size, in pixels of the screen.
func (v *view) pixels() (w, h float32) {
	k := v.stage.zoom * v.room.host.Window().Canvas().Scale()
	room := v.place.Size()
	return k * room.Width, k * room.Height
}

// turn goes to another page, or to another piece of evidence.
func (v *view) turn(n int) {
	switch page := v.page + n; {
	case n == 0:
	case page >= 1 && page <= v.pages:
		v.page = page
		v.stage.forget()
		v.render()
	case v.at+n >= 0 && v.at+n < len(v.list):
		v.at += n
		v.show()
	}
}

// forget ends what is being made and gives back what is open.
func (v *view) forget() {
	v.job++
	if v.stop != nil {
		v.stop()
	}
	if b := v.book; b != nil {
		v.book = nil
		v.room.right.album.elsewhere(func() { _ = b.Close() }) // nothing of it is needed any more
	}
	v.page, v.pages = 1, 0
	v.stage.forget()
}

// shown is what was made of a file.
type shown struct {
	plate plate
	text  string
	book  *preview.Book
}

// show makes the piece of evidence in hand visible: at first as it stands in the list, when it is known so.
func (v *view) show() {
	v.forget()
	e, a := v.list[v.at], v.room.right.album
	v.stage.zoom = 1
	v.put(kit.NewPara(i18n.T("evidence.view.working"), kit.Second))
	switch {
	case pictured(e):
		if img, err, known := a.thumbs.Get(e.FileHash, thumbSide); known && err == nil && img != nil {
			v.put(v.stage.set(plate{img: img, fine: 0}))
		}
		v.render()
	case isPDF(e):
		v.away(func(ctx context.Context, a *album) (s shown, err error) {
			if e.FileSize > pdfBytes {
				return s, tooLarge(e)
			}
			data, err := a.read(ctx, e.FileHash, pdfBytes)
			if err == nil {
				s.book, err = a.book(ctx, data)
			}
			return s, err
		})
	default:
		v.away(func(ctx context.Context, a *album) (s shown, err error) {
			s.text, err = a.text(ctx, e.FileHash)
			return s, err
		})
	}
}

// render makes the picture or the page in hand visible, as fine as its size on the screen asks for.
func (v *view) render() {
	e, book, n, fine := v.list[v.at], v.book, v.page, v.stage.wanted()
	w, h := v.pixels()
	v.away(func(ctx context.Context, a *album) (s shown, err error) {
		s.plate.fine = fine
		switch {
		case book != nil:
			s.plate.img, err = page(ctx, book, n, int(pageDPI*fine))
		case e.FileSize > picture.MaxBytes:
			err = tooLarge(e)
		default:
			s.plate.img, err = a.large(ctx, e.FileHash, int(screenSide*fine))
		}
		s.plate = s.plate.brought(w, h)
		return s, err
	})
}

// away does work off the main goroutine and shows what came of it, unless something else is wished by then.
func (v *view) away(work func(context.Context, *album) (shown, error)) {
	if v.stop != nil {
		v.stop()
	}
	ctx, stop := context.WithCancel(context.Background())
	v.stop = stop
	v.job++
	job, a := v.job, v.room.right.album
	v.tell()
	a.elsewhere(func() {
		s, err := work(ctx, a)
		fyne.Do(func() {
			if job != v.job {
				if s.book != nil {
					a.elsewhere(func() { _ = s.book.Close() })
				}
				return
			}
			v.came(s, err)
		})
	})
}

func (v *view) came(s shown, err error) {
	switch {
	case err != nil:
		v.stage.forget()
		sentence, hint := i18n.Error(err)
		v.put(kit.Column(6, kit.NewPara(sentence, kit.Faulty), kit.NewPara(hint, kit.Second)))
	case s.book != nil:
		v.book, v.pages, v.page = s.book, s.book.Pages(), 1
		v.render()
	case s.plate.img != nil:
		v.put(v.stage.set(s.plate))
	default:
		v.put(v.stage.text(kit.NewPara(s.text, kit.Body)))
	}
	v.tell()
}

func (v *view) put(o fyne.CanvasObject) {
	v.place.Objects = []fyne.CanvasObject{o}
	v.place.Refresh()
}

// tell says over the picture which one it is, when it was taken, which page, and how large it is shown.
func (v *view) tell() {
	e := v.list[v.at]
	parts := []string{i18n.T("bench.evidence.line", "number", e.Number, "title", cut(e.Title, 60))}
	if e.TakenAt != "" {
		parts = append(parts, i18n.T("evidence.takenat", "at", e.TakenAt))
	}
	if v.pages > 1 {
		parts = append(parts, i18n.T("evidence.view.page", "n", v.page, "of", v.pages))
	}
	if v.stage.zoom > 1 {
		parts = append(parts, i18n.T("evidence.view.zoom", "percent", int(v.stage.zoom*100)))
	}
	v.label.SetText(strings.Join(parts, "　"))
	kit.Relayout(v.place)
	enable(v.back, v.page > 1 || v.at > 0)
	enable(v.next, v.page < v.pages || v.at+1 < len(v.list))
	for i, c := range v.chips {
		enable(c, v.stage.can(i-1))
	}
}

func enable(b *kit.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
