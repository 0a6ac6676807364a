package welcome

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// packSuffix ends the name of every package file.
const packSuffix = ".lspack"

// Waiting is a request for a seat that was made on this laptop and waits for its pack.
type Waiting struct {
	ID             string // names it to the program
	Person, Laptop string
}

// Joiner is what the room asks of the program where others have begun the round. All but Waiting are called on the main
// goroutine.
type Joiner interface {
	// Waiting lists the requests that wait here. It is called off the main goroutine.
	Waiting() []Waiting
	// AskSeat leads through asking for a seat whose workspace is going to be at dir.
	AskSeat(dir string)
	// ShowAsked shows a request that waits: its fingerprint and its file.
	ShowAsked(id string)
	// OpenPack leads through opening a package that makes a workspace.
	OpenPack(path string)
}

// joinCard is the card for those who join a round that others have begun.
func (r *Room) joinCard() fyne.CanvasObject {
	typed := ""
	if r.pack != nil {
		typed = r.pack.Entry.Text
	}
	r.pack = ask.NewFile(r.window(), func(string) { r.openPack() })
	r.pack.Entry.SetText(typed)
	r.pack.Entry.OnSubmitted = func(string) { r.openPack() }
	request := kit.NewButton(i18n.T("welcome.join.ask"), r.askSeat)
	request.Keys = "Ctrl+J"
	open := kit.NewButton(i18n.T("welcome.join.open"), r.openPack)
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("welcome.join.text"), kit.Second)}
	for _, w := range r.waiting {
		show := kit.NewButton(i18n.T("welcome.join.show"), func() { r.doors.ShowAsked(w.ID) })
		show.Small = true
		text := kit.Cut(i18n.T("welcome.join.waits", "name", w.Person, "laptop", w.Laptop), 330, kit.Strongly)
		lines = append(lines, kit.Row(8, kit.Line(text, kit.Strongly), kit.Spring(), show))
	}
	lines = append(lines, kit.Column(4, kit.Line(i18n.T("welcome.join.file"), kit.Second), r.pack.Object()), kit.Row(10, request, kit.Spring(), open))
	return kit.Card(i18n.T("welcome.join"), kit.Column(8, lines...))
}

func (r *Room) askSeat() {
	r.doors.AskSeat(filepath.Join(ask.Folder(), i18n.T("welcome.create.name")+suffix))
}

// openPack leads through opening the package in the field.
func (r *Room) openPack() {
	file := r.pack.Value()
	if file == "" {
		r.host.Fail(app.Refuse("ask.nopath"))
		return
	}
	if info, err := os.Stat(file); err != nil || info.IsDir() {
		r.host.Fail(app.Refuse("file.unreadable", "path", file))
		return
	}
	ask.Used(file)
	r.doors.OpenPack(file)
}

// isPack says whether a file is a package, or a part of one, by its name.
func isPack(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	return strings.HasSuffix(name, packSuffix) || strings.Contains(name, packSuffix+".")
}

// wait looks for requests that wait and shows them.
func (r *Room) wait() {
	r.host.Run(func(context.Context) (func(), error) {
		all := r.doors.Waiting()
		return func() {
			if len(all) == 0 && len(r.waiting) == 0 {
				return
			}
			r.waiting = all
			r.joining.Objects = []fyne.CanvasObject{r.joinCard()}
			r.joining.Refresh()
			kit.Relayout(r.root)
		}, nil
	})
}
