package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

func TestASmallCopyIsSealedAndGoesWithItsFile(t *testing.T) {
	w := fresh(t)
	hash, _, err := w.Attach(ctx, strings.NewReader("a photo of 24 megapixels"), "照片.jpg")
	if err != nil {
		t.Fatal(err)
	}
	small := []byte("WHAT-IS-SEEN\nof it")
	if err := w.KeepThumbnail(ctx, hash, small); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Thumbnail(ctx, hash); err != nil || !bytes.Equal(got, small) {
		t.Errorf("%q, %v", got, err)
	}
	raw, err := os.ReadFile(w.thumbnailPath(hash))
	if err != nil || bytes.Contains(raw, []byte("WHAT-IS-SEEN")) || bytes.Contains(raw, []byte(hash)) {
		t.Errorf("what lies on disk can be read: %v", err)
	}
	other := strings.Repeat("ab", 32)
	for name, spoil := range map[string]func() error{
		"too large":  func() error { return w.KeepThumbnail(ctx, hash, make([]byte, MaxThumbnail+1)) }, // left out
		"of no file": func() error { return w.KeepThumbnail(ctx, other, small) },
		"of no hash": func() error { return w.KeepThumbnail(ctx, "../../escape", small) },
		"moved": func() error {
			os.MkdirAll(filepath.Dir(w.thumbnailPath(other)), 0o700)
			return os.WriteFile(w.thumbnailPath(other), raw, 0o600)
		},
		"of no sense": func() error { return os.WriteFile(w.thumbnailPath(other), []byte("sense"), 0o600) },
	} {
		if err := spoil(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := w.Thumbnail(ctx, other); err != nil || got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got, _ := w.Thumbnail(ctx, hash); !bytes.Equal(got, small) {
		t.Errorf("the small copy is %q now", got)
	}
	raw[len(raw)-1] ^= 1
	if err := os.WriteFile(w.thumbnailPath(hash), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Thumbnail(ctx, hash); err != nil || got != nil {
		t.Errorf("a damaged one: %q, %v", got, err)
	}
	if err := w.KeepThumbnail(ctx, hash, small); err != nil {
		t.Fatal(err)
	}
	if err := w.Detach(hash); err != nil || exists(w.thumbnailPath(hash)) {
		t.Errorf("the file is gone, its small copy stays: %v", err)
	}
}

// TestAWipeLeavesNoSmallCopy: what can be seen of a photo goes with it.
func TestAWipeLeavesNoSmallCopy(t *testing.T) {
	w := fresh(t)
	hash, _, err := w.Attach(ctx, strings.NewReader("a photo"), "照片.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.KeepThumbnail(ctx, hash, []byte("small")); err != nil {
		t.Fatal(err)
	}
	for _, g := range (wipePlan{Dir: w.Dir(), Workspace: w.ID()}).groups() {
		for _, f := range g.files {
			if f == w.thumbnailPath(hash) {
				return
			}
		}
	}
	t.Error("the small copy is not among what is wiped")
}

func TestAFileThatNoPackageCouldCarryIsRefused(t *testing.T) {
	w := fresh(t)
	was := maxAttachment
	maxAttachment = 1 << 20
	defer func() { maxAttachment = was }()
	_, _, err := w.Attach(ctx, bytes.NewReader(make([]byte, 1<<20+1)), "录像.mp4")
	if app.CodeOf(err) != "attachment.large" {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(attachmentsPath(w.dir), "*")); len(left) > 0 {
		t.Errorf("%v stay", left)
	}
	if _, _, err := w.Attach(ctx, bytes.NewReader(make([]byte, 1<<20)), "录像.mp4"); err != nil {
		t.Errorf("one byte less: %v", err)
	}
}
