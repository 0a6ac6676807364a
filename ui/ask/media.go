package ask

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// Sticks begins to tell f of the sticks that are there, at once and whenever one comes or goes, until ctx ends. It does
// not wait; f is called on any goroutine.
type Sticks func(ctx context.Context, f func([]store.Stick))

// Media is a field for a folder to write into, with the sticks that are there under it: one press chooses a stick, and a
// single one is chosen by itself as long as the person has not chosen anything else.
type Media struct {
	*Path
	proposed string // the folder that nobody chose
	sticks   []store.Stick
	chips    *fyne.Container
	object   *fyne.Container
}

// NewMedia makes the field with a folder in it.
func NewMedia(w fyne.Window, path string) *Media {
	m := &Media{Path: NewFolder(w, path), proposed: path, chips: container.NewStack()}
	m.object = kit.Column(6, m.Path.Object(), m.chips)
	return m
}

// Object is the field as an object.
func (m *Media) Object() fyne.CanvasObject { return m.object }

// Offer shows which sticks are there. Those to which nothing can be written are left out.
func (m *Media) Offer(all []store.Stick) {
	m.sticks = nil
	var chips []fyne.CanvasObject
	for _, s := range all {
		if s.ReadOnly {
			continue
		}
		m.sticks = append(m.sticks, s)
		chips = append(chips, kit.NewChipButton(StickName(s), false, func() { m.Entry.SetText(s.Root) }))
	}
	m.chips.Objects = nil
	if len(chips) > 0 {
		m.chips.Objects = []fyne.CanvasObject{kit.Flow(6, chips...)}
	}
	if len(m.sticks) == 1 && m.Value() == m.proposed {
		m.proposed = m.sticks[0].Root
		m.Entry.SetText(m.proposed)
	}
	kit.Relayout(m.object)
}

// Follow offers the sticks that come until it is stopped; main runs something on the main goroutine. Without sticks (nil)
// it does nothing.
func (m *Media) Follow(sticks Sticks, main func(func())) (stop func()) {
	ctx, stop := context.WithCancel(context.Background())
	if sticks != nil {
		sticks(ctx, func(all []store.Stick) {
			main(func() {
				if ctx.Err() == nil {
					m.Offer(all)
				}
			})
		})
	}
	return stop
}

// StickName is what people call a stick: by its label, else by the folder at which it is.
func StickName(s store.Stick) string {
	name := s.Label
	if name == "" {
		name = filepath.Base(s.Root)
	}
	return i18n.T("ask.stick", "name", name)
}

// Folder gives the folder that is chosen and how many bytes a file may have there, 0 = no limit that matters. It refuses
// with "ask.nopath" and "ask.nofolder".
func (m *Media) Folder() (dir string, limit int64, err error) {
	dir = m.Value()
	if dir == "" {
		return "", 0, app.Refuse("ask.nopath")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", 0, app.Refuse("ask.nofolder", "path", dir)
	}
	Used(filepath.Join(dir, "file")) // the folder itself is where to begin
	for _, s := range m.sticks {
		if rel, err := filepath.Rel(s.Root, dir); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return dir, s.FileLimit(), nil
		}
	}
	return dir, 0, nil
}
