package ask

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// NewFolder makes a field for a folder; the button opens the list of folders.
func NewFolder(w fyne.Window, path string) *Path {
	p := newPath(func(p *Path) {
		from := p.Value()
		if !isDir(from) {
			from = p.from()
		}
		browse(w, from, true, func(folder string) {
			p.Entry.SetText(folder)
			Used(folder)
		})
	})
	p.Entry.SetText(path)
	return p
}

// Directory asks for a folder that is there. use is called with it; when it gives an error the dialog stays open and
// shows it.
func Directory(w fyne.Window, title, text, deed string, use func(dir string, close func(error))) {
	var d *kit.Dialog
	target := NewFolder(w, "")
	fault := kit.NewPara("", kit.Faulty)
	refuse := func(err error) {
		if errors.Is(err, context.Canceled) {
			return // stopped on purpose: the dialog simply stays
		}
		sentence, hint := i18n.Error(err)
		fault.SetText(strings.TrimSpace(sentence + "\n" + hint))
		fault.Refresh()
	}
	ok := kit.NewPrimary(deed, func() {
		dir := target.Value()
		switch {
		case dir == "":
			refuse(app.Refuse("ask.nopath"))
		case !isDir(dir):
			refuse(app.Refuse("ask.nofolder", "path", dir))
		default:
			use(dir, func(err error) {
				if err != nil {
					refuse(err)
					return
				}
				d.Close()
			})
		}
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(w, title, kit.Column(8, kit.NewPara(text, kit.Second), target.Object(), fault), 640, 240, no, ok)
	target.Entry.OnSubmitted = func(string) { ok.Tapped(nil) }
	w.Canvas().Focus(target.Entry)
}
