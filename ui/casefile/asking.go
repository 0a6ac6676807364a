package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// fileAsk is a dialog that asks for a file to read: the unit's workbook, a list.
type fileAsk struct {
	room   *Room
	words  fileWords
	file   *ask.Path
	fault  *kit.Para
	dialog *kit.Dialog
}

// fileWords are the words of a dialog that asks for a file; read stands over it while it is read.
type fileWords struct{ title, about, read, next string }

// askFile shows the dialog. Between the field and its buttons stand the objects of more (may be nil); next is what its
// button, Enter in the field and Ctrl+Enter do.
func (r *Room) askFile(words fileWords, more func(a *fileAsk) []fyne.CanvasObject, next func(a *fileAsk)) {
	a := &fileAsk{room: r, words: words, file: ask.NewFile(r.host.Window(), nil), fault: kit.NewPara("", kit.Faulty)}
	body, height := kit.Column(8, kit.NewPara(words.about, kit.Second), a.file.Object()), float32(250)
	if more != nil {
		for _, o := range more(a) {
			body.Add(o)
		}
		height = 310
	}
	body.Add(a.fault)
	do := kit.NewPrimary(words.next, func() { next(a) })
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { a.dialog.Close() })
	a.dialog = kit.ShowDialog(r.host.Window(), words.title, body, 640, height, cancel, do)
	a.file.Entry.OnSubmitted = func(string) { do.Tapped(nil) }
	r.host.Window().Canvas().Focus(a.file.Entry)
}

// read reads the file that was named, showing how far it is; then is called when it was read. What is refused stands in
// the dialog.
func (a *fileAsk) read(work func(ctx context.Context, path string) error, then func()) {
	path := a.file.Value()
	if path == "" {
		a.room.refused(a.fault, app.Refuse("ask.nopath"))
		return
	}
	a.room.host.Progress(a.words.read, func(ctx context.Context, _ func(int, int, string)) error { return work(ctx, path) }, func(err error) {
		if err != nil {
			a.room.refused(a.fault, err)
			return
		}
		ask.Used(path)
		then()
	})
}

// reasonWords are the words of a dialog that asks why: what it is about, a second line (may be blank), what stands in the
// empty field, and what the button says.
type reasonWords struct{ title, about, second, hold, do string }

// askReason asks why something is let pass and keeps it by deed. What is refused stands in the dialog.
func (r *Room) askReason(words reasonWords, deed func(ctx context.Context, d app.Desk, reason string) error) {
	reason := kit.NewLongEntry("", 90)
	reason.PlaceHolder = words.hold
	fault := kit.NewPara("", kit.Faulty)
	body := kit.Column(8, kit.NewPara(words.about, kit.Body))
	if words.second != "" {
		body.Add(kit.NewPara(words.second, kit.Second))
	}
	body.Add(reason)
	body.Add(fault)
	var dialog *kit.Dialog
	yes := kit.NewPrimary(words.do, func() {
		text, desk := reason.Text, r.host.Desk()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := deed(ctx, desk, text)
			return func() {
				if err != nil {
					r.refused(fault, err)
					return
				}
				dialog.Close()
				r.host.Saved(desk.Now())
			}, nil
		})
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { dialog.Close() })
	dialog = kit.ShowDialog(r.host.Window(), words.title, body, 520, 340, no, yes)
	r.host.Window().Canvas().Focus(reason)
}
