package phrase

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// asked is how many groups of the key a person types to show that it was kept.
const asked = 2

// Handover hands a new recovery key to a person: it shows the key, saves it as a page to print, has two groups of it
// typed from the paper, only then lets the key count, and offers to delete the file of the page. Whoever stops before
// that has the former key, if there was one.
type Handover struct {
	// Turned is told of the page in view: false while the key shows, true while it is checked. It may be nil.
	Turned func(checking bool)

	host   shell.Host
	key    vault.Recovery
	page   func() ([]byte, error)
	keep   func(context.Context, vault.Recovery) error
	name   string
	done   func()
	saved  string // path of the page, "" when none was saved
	pick   func() []int
	root   *fyne.Container
	groups []int
	typed  []*kit.Entry
	fault  *kit.Para
}

// NewHandover makes it. page makes the file of the key, name is what the file is called unless the person says
// otherwise, keep lets the key count once it was checked, done is called when that was done.
func NewHandover(host shell.Host, key vault.Recovery, name string, page func() ([]byte, error), keep func(context.Context, vault.Recovery) error,
	done func()) *Handover {
	h := &Handover{host: host, key: key, page: page, keep: keep, name: name, done: done, root: container.NewStack()}
	h.pick = func() []int { return rand.Perm(len(key.Groups()))[:asked] }
	h.show()
	return h
}

// Object is the page in view.
func (h *Handover) Object() fyne.CanvasObject { return h.root }

func (h *Handover) turn(checking bool, body fyne.CanvasObject) {
	h.root.Objects = []fyne.CanvasObject{body}
	kit.Relayout(h.root)
	h.root.Refresh()
	if h.Turned != nil {
		h.Turned(checking)
	}
}

// perLine is how many groups stand side by side, as on paper.
const perLine = 4

// show shows the key in numbered groups.
func (h *Handover) show() {
	var lines []fyne.CanvasObject
	for chunk := range slices.Chunk(h.boxes(), perLine) {
		for len(chunk) < perLine {
			chunk = append(chunk, kit.Row(0))
		}
		lines = append(lines, kit.Split(8, slices.Repeat([]float32{1}, perLine), chunk...))
	}
	save := kit.NewButton(i18n.T("key.save"), h.save)
	next := kit.NewPrimary(i18n.T("key.kept"), h.check)
	path := kit.NewPara("", kit.Style{Size: theme.TextSecond, Color: theme.Done})
	if h.saved != "" {
		path.SetText(i18n.T("key.saved", "path", h.saved))
	}
	h.turn(false, kit.Column(12, kit.NewPara(i18n.T("key.text"), kit.Body), kit.Column(8, lines...), path,
		kit.NewPara(i18n.T("key.save.text"), kit.Second), kit.Row(10, save, kit.Spring(), next)))
}

func (h *Handover) boxes() []fyne.CanvasObject {
	var boxes []fyne.CanvasObject
	for i, g := range h.key.Groups() {
		back := canvas.NewRectangle(theme.Color(theme.QuietSoft))
		back.CornerRadius = 6
		text := kit.Line(g, kit.Style{Size: theme.TextItem, Bold: true})
		boxes = append(boxes, container.NewStack(back, kit.Inset(10, 6, kit.Row(10, kit.Line(i18n.Number(i+1), kit.Second), text))))
	}
	return boxes
}

// save asks where to write the page, writes it for the owner's eyes only and opens it in the system's viewer.
func (h *Handover) save() {
	w := h.host.Window()
	ask.SaveAs(w, i18n.T("key.save.title"), h.name+".pdf", i18n.T("key.save.deed"), func(path string, closed func(error)) {
		h.host.Run(func(context.Context) (func(), error) {
			raw, err := h.page()
			if err == nil {
				err = write(path, raw)
			}
			return func() {
				closed(err)
				if err != nil {
					return
				}
				h.saved = path
				h.show()
				if err := h.host.OpenFile(path); err != nil {
					h.host.Fail(err)
				}
			}, nil
		})
	})
}

func write(path string, raw []byte) error {
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		return app.Refuse("file.unwritable", "path", path)
	}
	return nil
}

// check hides the key and asks for two groups of it.
func (h *Handover) check() {
	h.groups, h.typed = h.pick(), nil
	slices.Sort(h.groups)
	h.fault = kit.NewPara("", kit.Faulty)
	var fields []fyne.CanvasObject
	for i, g := range h.groups {
		e := kit.NewEntry("")
		if i+1 < len(h.groups) {
			e.OnSubmitted = func(string) { h.host.Window().Canvas().Focus(h.typed[i+1]) }
		} else {
			e.OnSubmitted = func(string) { h.prove() }
		}
		h.typed = append(h.typed, e)
		fields = append(fields, kit.Column(4, kit.Line(i18n.T("key.check.group", "n", g+1), kit.Second), e))
	}
	back := kit.NewButton(i18n.T("key.check.back"), h.show)
	ok := kit.NewPrimary(i18n.T("key.check.do"), h.prove)
	h.turn(true, kit.Column(12, kit.NewPara(i18n.T("key.check.text"), kit.Body), kit.Split(12, []float32{1, 1}, fields...), h.fault,
		kit.Row(10, back, kit.Spring(), ok)))
	h.host.Window().Canvas().Focus(h.typed[0])
}

func (h *Handover) prove() {
	for i, g := range h.groups {
		if !h.key.Confirms(g+1, h.typed[i].Text) {
			h.fault.SetText(i18n.T("key.check.wrong", "n", g+1))
			kit.Relayout(h.root)
			h.host.Window().Canvas().Focus(h.typed[i])
			return
		}
	}
	h.host.Window().Canvas().Unfocus()
	h.host.Run(func(ctx context.Context) (func(), error) {
		err := h.keep(ctx, h.key)
		return func() {
			switch {
			case err != nil:
				sentence, hint := i18n.Error(err)
				h.fault.SetText(strings.TrimSpace(sentence + "\n" + hint))
				kit.Relayout(h.root)
			case h.saved == "":
				h.finish()
			default:
				h.offerDeletion()
			}
		}, nil
	})
}

// finish forgets the key before it says that it was kept.
func (h *Handover) finish() {
	clear(h.key[:])
	h.root.Objects = nil
	h.done()
}

// offerDeletion reminds of the file that holds the key in clear.
func (h *Handover) offerDeletion() {
	var d *kit.Dialog
	keep := kit.NewButton(i18n.T("key.delete.keep"), func() { d.Close() })
	remove := kit.NewPrimary(i18n.T("key.delete.do"), func() {
		if err := os.Remove(h.saved); err != nil && !errors.Is(err, fs.ErrNotExist) {
			h.host.Fail(app.Refuse("key.undeleted", "path", h.saved))
		} else {
			h.host.Toast(i18n.T("key.deleted"))
		}
		d.Close()
	})
	d = kit.ShowDialog(h.host.Window(), i18n.T("key.delete.title"), kit.NewPara(i18n.T("key.delete", "path", h.saved), kit.Body), 520, 0, keep, remove)
	d.OnClosed = h.finish
	h.host.Window().Canvas().Focus(remove)
}

// FileName gives the name of the file of a recovery page for a workspace, without its ending.
func FileName(workspace string) string {
	return strings.TrimSpace(i18n.T("key.file", "name", workspace))
}
