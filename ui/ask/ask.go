// Package ask asks for a file to read or a place to write to: a field for the path, which takes what is typed or pasted,
// with a button that opens the list of files. Nothing is read or written here.
package ask

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// last is the folder that was used last in this run; "" = the person's own. Main goroutine only.
var last string

// Folder gives the folder to start in: the one used last, else the person's documents, else the person's own folder.
func Folder() string {
	if last != "" {
		return last
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	if documents := filepath.Join(home, "Documents"); isDir(documents) {
		return documents
	}
	return home
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Used remembers the folder of a path for the next time.
func Used(path string) { last = filepath.Dir(path) }

// Clean takes from a typed or pasted path what people leave around it: blanks, quotation marks, "file://".
func Clean(path string) string {
	path = strings.Trim(strings.TrimSpace(path), `"'`)
	path = strings.TrimPrefix(path, "file://")
	if home, err := os.UserHomeDir(); err == nil && (path == "~" || strings.HasPrefix(path, "~/")) {
		path = filepath.Join(home, path[1:])
	}
	return path
}

// Path is a field for a path with a button that opens the list of files.
type Path struct {
	Entry  *kit.Entry
	object fyne.CanvasObject
}

// NewFile makes a field for a file that is to be read; picked (may be nil) is called when one was chosen from the list.
func NewFile(w fyne.Window, picked func(path string)) *Path {
	return newPath(func(p *Path) {
		browse(w, p.from(), false, func(path string) { p.choose(path, picked) })
	})
}

// NewTarget makes a field for a file that is to be written.
func NewTarget(w fyne.Window, path string) *Path {
	p := newPath(func(p *Path) {
		browse(w, p.from(), true, func(folder string) {
			p.choose(filepath.Join(folder, filepath.Base(Clean(p.Entry.Text))), nil)
		})
	})
	p.Entry.SetText(path)
	return p
}

func newPath(browse func(*Path)) *Path {
	p := &Path{Entry: kit.NewEntry("")}
	p.Entry.PlaceHolder = i18n.T("ask.path")
	p.object = container.NewBorder(nil, nil, nil, kit.NewButton(i18n.T("ask.browse"), func() { browse(p) }), p.Entry)
	return p
}

func (p *Path) choose(path string, picked func(string)) {
	p.Entry.SetText(path)
	Used(path)
	if picked != nil {
		picked(path)
	}
}

// from gives the folder to start in: the one that was typed, else the one used last.
func (p *Path) from() string {
	if typed := Clean(p.Entry.Text); typed != "" && isDir(filepath.Dir(typed)) {
		return filepath.Dir(typed)
	}
	return Folder()
}

// Object is the field as an object.
func (p *Path) Object() fyne.CanvasObject { return p.object }

// Value gives the path as it is to be used; "" when the field is empty.
func (p *Path) Value() string { return Clean(p.Entry.Text) }

// SaveAs asks where to write a file that is called name unless the person says otherwise. save is called with the path;
// when it gives an error the dialog stays open and shows it. A file that is already there is replaced only after asking.
func SaveAs(w fyne.Window, title, name, deed string, save func(path string, close func(error))) {
	var d *kit.Dialog
	target := NewTarget(w, filepath.Join(Folder(), name))
	fault := kit.NewPara("", kit.Faulty)
	refuse := func(err error) {
		if errors.Is(err, context.Canceled) {
			return // stopped on purpose: the dialog simply stays
		}
		sentence, hint := i18n.Error(err)
		fault.SetText(strings.TrimSpace(sentence + "\n" + hint))
		fault.Refresh()
	}
	write := func(path string) {
		Used(path)
		save(path, func(err error) {
			if err != nil {
				refuse(err)
				return
			}
			d.Close()
		})
	}
	ok := kit.NewPrimary(deed, func() {
		path := target.Value()
		info, err := os.Stat(path)
		switch {
		case path == "":
			refuse(app.Refuse("ask.nopath"))
		case !isDir(filepath.Dir(path)):
			refuse(app.Refuse("ask.nofolder", "path", filepath.Dir(path)))
		case err == nil && info.IsDir():
			refuse(app.Refuse("ask.folder", "path", path))
		case err == nil:
			kit.Ask(w, title, i18n.T("ask.replace", "path", path), i18n.T("ask.replace.deed"), func() { write(path) })
		default:
			write(path)
		}
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Column(8, kit.Line(i18n.T("ask.where"), kit.Second), target.Object(), fault)
	d = kit.ShowDialog(w, title, body, 640, 210, no, ok)
	target.Entry.OnSubmitted = func(string) { ok.Tapped(nil) }
	target.Entry.CursorColumn = len([]rune(target.Entry.Text)) // the name of the file is in view
	w.Canvas().Focus(target.Entry)
}
