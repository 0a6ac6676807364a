package prefs

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lianshen/ui/theme"
)

func TestSettingsComeBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "settings.json")
	f := Open(path)
	if err := f.Change(func(v *Values) { v.Language, v.Text, v.Width = "en", theme.TextHuge, 1200 }); err != nil {
		t.Fatal(err)
	}
	got := Open(path).Get()
	if got.Language != "en" || got.Text != theme.TextHuge || got.Width != 1200 || got.Mode != theme.ModeLight {
		t.Errorf("got %+v", got)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.tmp"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBrokenSettingsAreAsGoodAsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	for _, text := range []string{"", "{", `{"mode":"pink","text":"giant"}`, "\x00\x00"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got := Open(path).Get()
		if got.Mode != theme.ModeLight || got.Text != theme.TextNormal {
			t.Errorf("%q gives %+v", text, got)
		}
	}
}

func TestRecentPlacesLastUsedFirst(t *testing.T) {
	f := Open("")
	for _, d := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "a"} {
		if err := f.Used(d); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"a", "i", "h", "g", "f", "e", "d", "c"}; !slices.Equal(f.Get().Recent, want) {
		t.Errorf("got %v", f.Get().Recent)
	}
	if err := f.Forget("h"); err != nil || slices.Contains(f.Get().Recent, "h") {
		t.Errorf("not forgotten: %v %v", f.Get().Recent, err)
	}
}

func TestEachWorkspaceRemembersItsExchangeFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	f := Open(path)
	for dir, folder := range map[string]string{"a": "/share/a", "b": "/share/b"} {
		if err := f.Share(dir, folder); err != nil {
			t.Fatal(err)
		}
	}
	f.Get().Exchange["a"] = "changed by a reader"
	if err := f.Share("b", ""); err != nil {
		t.Fatal(err)
	}
	if got := Open(path).Get().Exchange; len(got) != 1 || got["a"] != "/share/a" {
		t.Errorf("remembers %v", got)
	}
}
