package ask

import (
	"context"
	"path/filepath"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/kit"

	"fyne.io/fyne/v2"
)

func TestAStickIsChosenByOnePressAndBoundsTheLengthOfFiles(t *testing.T) {
	w := window(t)
	stick, folder := t.TempDir(), t.TempDir()
	m := NewMedia(w, folder)
	w.SetContent(m.Object())
	other := store.Stick{Root: t.TempDir(), Label: "OTHER"}
	m.Offer([]store.Stick{{Root: stick, Label: "LIANSHEN", FS: "vfat"}, other, {Root: "/media/cd", Label: "DISC", ReadOnly: true}})
	if dir, limit, err := m.Folder(); dir != folder || limit != 0 || err != nil {
		t.Errorf("of two sticks one is chosen by itself: %q, %d, %v", dir, limit, err)
	}
	var chips []*kit.Button
	see(w.Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == StickName(store.Stick{Label: "LIANSHEN"}) {
			chips = append(chips, b)
		}
		if b, ok := o.(*kit.Button); ok && b.Text == StickName(store.Stick{Label: "DISC"}) {
			t.Error("a disc that cannot be written is offered")
		}
	})
	if len(chips) != 1 {
		t.Fatalf("%d chips for the stick", len(chips))
	}
	chips[0].Tapped(nil)
	if dir, limit, err := m.Folder(); dir != stick || limit != 1<<32-1 || err != nil {
		t.Errorf("%q, %d, %v", dir, limit, err)
	}
	if Folder() != stick {
		t.Errorf("the next time begins at %q", Folder())
	}
	m.Entry.SetText(filepath.Join(stick, "gone"))
	if _, _, err := m.Folder(); app.CodeOf(err) != "ask.nofolder" {
		t.Errorf("a folder that is not there: %v", err)
	}
	m.Entry.SetText(" ")
	if _, _, err := m.Folder(); app.CodeOf(err) != "ask.nopath" {
		t.Errorf("no folder: %v", err)
	}
}

func TestASingleStickIsChosenByItselfUnlessThePersonHasChosen(t *testing.T) {
	w := window(t)
	folder, stick, own := t.TempDir(), t.TempDir(), t.TempDir()
	m := NewMedia(w, folder)
	w.SetContent(m.Object())
	var tell func([]store.Stick)
	stop := m.Follow(func(_ context.Context, f func([]store.Stick)) { tell = f; f(nil) }, func(f func()) { f() })
	if m.Value() != folder {
		t.Errorf("without a stick: %q", m.Value())
	}
	tell([]store.Stick{{Root: stick}})
	if m.Value() != stick {
		t.Errorf("a stick came: %q", m.Value())
	}
	m.Entry.SetText(own)
	tell(nil)
	tell([]store.Stick{{Root: stick}})
	if m.Value() != own {
		t.Errorf("what the person chose became %q", m.Value())
	}
	m.Entry.SetText(stick)
	stop()
	tell([]store.Stick{{Root: folder}})
	if m.Value() != stick {
		t.Error("it follows though it was stopped")
	}
}
