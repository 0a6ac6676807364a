package ask

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

func window(t *testing.T) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{Mode: theme.ModeLight})
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(1000, 700))
	last = ""
	t.Cleanup(func() { last = "" })
	return w
}

func see(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	f(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			see(c, f)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			see(c, f)
		}
	}
}

// entry gives the entry of the dialog that lies on top.
func entry(t *testing.T, w fyne.Window) *kit.Entry {
	t.Helper()
	var found *kit.Entry
	see(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if e, ok := o.(*kit.Entry); ok {
			found = e
		}
	})
	if found == nil {
		t.Fatal("no entry")
	}
	return found
}

func press(t *testing.T, w fyne.Window, text string) {
	t.Helper()
	var found *kit.Button
	see(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no button %q", text)
	}
	found.Tapped(nil)
}

func TestCleanTakesAwayWhatSurroundsAPath(t *testing.T) {
	t.Setenv("HOME", "/home/somebody")
	for typed, want := range map[string]string{
		"  /tmp/a b.pdf \n": "/tmp/a b.pdf", `"/tmp/a.pdf"`: "/tmp/a.pdf", "file:///tmp/a.pdf": "/tmp/a.pdf",
		"~/a.pdf": "/home/somebody/a.pdf", "": "",
	} {
		if got := Clean(typed); got != want {
			t.Errorf("Clean(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestAPlaceThatCannotBeIsRefusedAndTheDialogStays(t *testing.T) {
	w := window(t)
	dir := t.TempDir()
	there := filepath.Join(dir, "there.pdf")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	open := func() {
		SaveAs(w, "title", "new.pdf", "save", func(path string, closed func(error)) {
			got = append(got, path)
			closed(nil)
		})
	}
	open()
	for _, bad := range []string{"", filepath.Join(dir, "no", "a.pdf"), dir} {
		entry(t, w).SetText(bad)
		press(t, w, "save")
		if len(got) != 0 {
			t.Fatalf("%q was taken", bad)
		}
	}
	entry(t, w).SetText(there)
	press(t, w, "save")
	if len(got) != 0 {
		t.Fatal("a file that is there was replaced without asking")
	}
	press(t, w, i18n.T("ask.replace.deed"))
	if len(got) != 1 || got[0] != there {
		t.Fatalf("saved to %q", got)
	}
	if w.Canvas().Overlays().Top() != nil {
		t.Error("the dialog is still there")
	}
	open()
	if e := entry(t, w).Text; e != filepath.Join(dir, "new.pdf") {
		t.Errorf("proposes %q: the folder used last is forgotten", e)
	}
}

func TestAFailureToSaveIsShownAndTheDialogStays(t *testing.T) {
	w := window(t)
	last = t.TempDir()
	SaveAs(w, "title", "new.pdf", "save", func(_ string, closed func(error)) { closed(errors.New("no room")) })
	press(t, w, "save")
	said := false
	see(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if p, ok := o.(*kit.Para); ok && p.Text() != "" {
			said = true
		}
	})
	if !said {
		t.Error("nothing says what went wrong")
	}
}

func TestFilesAreListedAndChosen(t *testing.T) {
	w := window(t)
	dir := t.TempDir()
	for _, name := range []string{"b.pdf", "A.jpg", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "zz"), 0o700); err != nil {
		t.Fatal(err)
	}
	rows, err := list(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Cells[0].Text)
	}
	if len(names) != 3 || names[0] != "zz" || names[1] != "A.jpg" || names[2] != "b.pdf" {
		t.Errorf("lists %v", names)
	}
	if rows, _ := list(dir, true); len(rows) != 1 {
		t.Errorf("%d folders", len(rows))
	}

	last = dir
	picked := ""
	f := NewFile(w, func(path string) { picked = path })
	w.SetContent(f.Object())
	browse(w, f.from(), false, func(path string) { f.choose(path, func(p string) { picked = p }) })
	var table *kit.DataTable
	see(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if t, ok := o.(*kit.DataTable); ok {
			table = t
		}
	})
	table.SelectID(filepath.Join(dir, "b.pdf"))
	press(t, w, i18n.T("ask.choose"))
	if picked != filepath.Join(dir, "b.pdf") || f.Value() != picked {
		t.Errorf("picked %q, the field has %q", picked, f.Value())
	}
	if unknown := i18n.Unknown(); len(unknown) > 0 {
		t.Errorf("texts without a translation: %v", unknown)
	}
}

func TestAFolderThatCannotBeReadIsSaid(t *testing.T) {
	w := window(t)
	browse(w, filepath.Join(t.TempDir(), "gone"), false, func(string) {})
	said := false
	see(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if p, ok := o.(*kit.Para); ok && p.Text() != "" {
			said = true
		}
	})
	if !said {
		t.Error("nothing is said about the folder")
	}
}

func TestPlacesAreFoldersThatExist(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	for _, p := range Places() {
		if !isDir(p.Path) || p.Name == "" {
			t.Errorf("%+v is no place", p)
		}
	}
}
