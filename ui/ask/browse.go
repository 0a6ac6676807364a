package ask

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// browser lists a folder: places on the left, what is in the folder on the right. Enter and a double click go in.
type browser struct {
	window  fyne.Window
	folder  string
	folders bool // only folders can be chosen
	picked  func(path string)
	dialog  *kit.Dialog
	where   *kit.Entry
	table   *kit.DataTable
	fault   *kit.Para
	ok      *kit.Button
}

// browse opens the list of files at a folder; picked gets the path that was chosen.
func browse(w fyne.Window, from string, folders bool, picked func(path string)) {
	b := &browser{window: w, folders: folders, picked: picked, where: kit.NewEntry(""), fault: kit.NewPara("", kit.Faulty)}
	b.table = kit.NewTable(
		kit.TableColumn{Title: i18n.T("ask.name"), Width: 240, Grow: 1},
		kit.TableColumn{Title: i18n.T("ask.size"), Width: 80, Number: true},
		kit.TableColumn{Title: i18n.T("ask.changed"), Width: 130},
	)
	b.table.OnOpen = func(row kit.TableRow) { b.enter(row.ID) }
	b.where.OnSubmitted = func(text string) { b.enter(Clean(text)) }
	title, deed := i18n.T("ask.file"), i18n.T("ask.choose")
	if folders {
		title, deed = i18n.T("ask.target"), i18n.T("ask.here")
	}
	b.ok = kit.NewPrimary(deed, b.choose)
	up := kit.NewButton(i18n.T("ask.up"), func() { b.enter(filepath.Dir(b.folder)) })
	head := container.NewBorder(nil, nil, up, nil, b.where)
	side := kit.Column(8, b.places()...)
	list := container.NewBorder(kit.Inset(0, 4, head), b.fault, nil, nil, b.table)
	body := kit.Split(14, []float32{150, 1}, kit.Scroll(side), list)
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { b.dialog.Close() })
	b.dialog = kit.ShowDialog(w, title, body, 780, 560, cancel, b.ok)
	b.open(from)
	w.Canvas().Focus(b.table)
}

// places are the folders people keep coming back to, and what is plugged in.
func (b *browser) places() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, p := range Places() {
		out = append(out, kit.NewTap(kit.Line(kit.Cut(p.Name, 140, kit.Body), kit.Body), func() { b.enter(p.Path) }))
	}
	return out
}

// enter goes into a folder, or chooses a file.
func (b *browser) enter(path string) {
	if !isDir(path) && !b.folders {
		b.done(path)
		return
	}
	b.open(path)
}

func (b *browser) open(folder string) {
	rows, err := list(folder, b.folders)
	if err != nil {
		sentence, _ := i18n.Error(app.Refuse("ask.unreadable", "path", folder))
		b.fault.SetText(sentence)
		return
	}
	b.fault.SetText("")
	b.folder = folder
	b.where.SetText(folder)
	b.table.SetSource(kit.Fixed(rows))
}

// choose takes the row in hand, or the folder itself where folders are asked for.
func (b *browser) choose() {
	row, ok := b.table.Selected()
	switch {
	case b.folders && ok:
		b.done(row.ID)
	case b.folders:
		b.done(b.folder)
	case ok:
		b.enter(row.ID)
	}
}

func (b *browser) done(path string) {
	b.dialog.Close()
	b.picked(path)
}

// list gives the rows of a folder: folders first, hidden files left out.
func list(folder string, foldersOnly bool) ([]kit.TableRow, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	type row struct {
		name string
		dir  bool
		kit.TableRow
	}
	var rows []row
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		path := filepath.Join(folder, e.Name())
		dir := isDir(path) // follows links
		if !dir && foldersOnly {
			continue
		}
		cells := []kit.Cell{{Text: e.Name(), Bold: dir}, {}, {}}
		if info, err := e.Info(); err == nil {
			cells[2].Text = info.ModTime().Format("2006-01-02 15:04")
			if !dir {
				cells[1].Text = i18n.T("ask.kb", "n", (info.Size()+1023)/1024)
			}
		}
		rows = append(rows, row{e.Name(), dir, kit.TableRow{ID: path, Cells: cells}})
	}
	slices.SortFunc(rows, func(a, b row) int {
		if a.dir != b.dir {
			if a.dir {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	out := make([]kit.TableRow, len(rows))
	for i, r := range rows {
		out[i] = r.TableRow
	}
	return out, nil
}

// Place is a folder with the name people know it by.
type Place struct{ Name, Path string }

// Places lists the folder used last, the person's own folders, and the sticks and drives that are plugged in.
func Places() []Place {
	var out []Place
	add := func(name, path string) {
		if path == "" || !isDir(path) || slices.ContainsFunc(out, func(p Place) bool { return p.Path == path }) {
			return
		}
		out = append(out, Place{name, path})
	}
	add(i18n.T("ask.place.last"), last)
	if home, err := os.UserHomeDir(); err == nil {
		add(i18n.T("ask.place.home"), home)
		add(i18n.T("ask.place.desktop"), filepath.Join(home, "Desktop"))
		add(i18n.T("ask.place.documents"), filepath.Join(home, "Documents"))
		add(i18n.T("ask.place.downloads"), filepath.Join(home, "Downloads"))
	}
	for _, path := range plugged() {
		add(i18n.T("ask.place.drive", "name", filepath.Base(path)), path)
	}
	return out
}

// plugged lists where sticks and drives appear: letters on Windows, /media and /run/media elsewhere.
func plugged() []string {
	var out []string
	if runtime.GOOS == "windows" {
		for letter := 'C'; letter <= 'Z'; letter++ {
			if root := string(letter) + `:\`; isDir(root) {
				out = append(out, root)
			}
		}
		return out
	}
	for _, pattern := range []string{"/media/*/*", "/run/media/*/*"} {
		found, _ := filepath.Glob(pattern) // the pattern is well formed
		out = append(out, found...)
	}
	return out
}
