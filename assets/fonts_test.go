package assets

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryFontFileIsAFaceByItsName(t *testing.T) {
	files, err := filepath.Glob("fonts/*.ttf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no font files: %v", err)
	}
	if len(files) != len(FontNames()) {
		t.Errorf("%d files, %d names", len(files), len(FontNames()))
	}
	for _, f := range files {
		want, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(f), ".ttf")
		if !bytes.Equal(Font(name), want) {
			t.Errorf("%s: embedded bytes differ from the file", name)
		}
		if !bytes.HasPrefix(want, []byte{0, 1, 0, 0}) {
			t.Errorf("%s is no TrueType file", name)
		}
	}
	if Font("no such face") != nil {
		t.Error("an unknown name gives bytes")
	}
}
