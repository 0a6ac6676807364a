package pdf

import (
	"bytes"
	"image"
	"image/jpeg"
	"regexp"
	"testing"
	"time"

	"lianshen/app"
)

func TestScannedPagesBecomeOneFile(t *testing.T) {
	page := func(w, h int) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, w, h)), nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	made := time.Date(2026, 5, 8, 9, 0, 0, 0, time.UTC)
	one, err := Join([][]byte{page(165, 234), page(234, 165), page(10, 10)}, "盘点表", made)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`/Type /Page\b`).FindAll(one, -1)); n != 3 {
		t.Errorf("%d pages", n)
	}
	if n := bytes.Count(one, []byte("/DCTDecode")); n != 3 {
		t.Errorf("%d pictures: every page is kept as it was scanned", n)
	}
	again, err := Join([][]byte{page(165, 234), page(234, 165), page(10, 10)}, "盘点表", made)
	if err != nil || !bytes.Equal(one, again) {
		t.Errorf("the same pages give another file: %v", err)
	}
	if _, err := Join(nil, "", made); app.CodeOf(err) != "pdf.nopages" {
		t.Error(err)
	}
	if _, err := Join(make([][]byte, MaxJoined+1), "", made); app.CodeOf(err) != "pdf.pages" {
		t.Error(err)
	}
	if _, err := Join([][]byte{[]byte("no picture")}, "", made); err == nil {
		t.Error("what is no picture became a page")
	}
}
