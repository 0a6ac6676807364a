package picture_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"lianshen/app"
	"lianshen/reports/picture"
)

// painted is a picture whose four corners differ, the upper left one red.
func painted(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{40, 40, uint8(x * 255 / w), 255}
			switch {
			case x < w/4 && y < h/4:
				c = color.RGBA{220, 20, 20, 255}
			case x >= w*3/4 && y < h/4:
				c = color.RGBA{20, 200, 20, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts an EXIF part with orientation and time into a JPEG file, in either order of bytes.
func withExif(photo []byte, order binary.AppendByteOrder, orientation uint16, at string) []byte {
	block := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		block = []byte("MM\x00*")
	}
	entry := func(tag, kind uint16, count, value uint32) {
		block = order.AppendUint16(block, tag)
		block = order.AppendUint16(block, kind)
		block = order.AppendUint32(block, count)
		if kind == 3 {
			block = order.AppendUint16(order.AppendUint16(block, uint16(value)), 0)
			return
		}
		block = order.AppendUint32(block, value)
	}
	block = order.AppendUint32(block, 8)
	block = order.AppendUint16(block, 2)
	entry(0x0112, 3, 1, uint32(orientation))
	entry(0x8769, 4, 1, 38)
	block = order.AppendUint32(block, 0)
	block = order.AppendUint16(block, 1) // at 38
	entry(0x9003, 2, uint32(len(at)+1), 56)
	block = order.AppendUint32(block, 0)
	block = append(block, at...)
	block = append(block, 0)
	body := append([]byte("Exif\x00\x00"), block...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return append(append(out, body...), photo[2:]...)
}

func TestAPhotoHeldSidewaysIsTurnedUpright(t *testing.T) {
	// Where the red corner of the file is to be seen, by orientation.
	corner := map[uint16]image.Point{1: {4, 4}, 2: {115, 4}, 3: {115, 75}, 4: {4, 75}, 5: {4, 4}, 6: {75, 4}, 7: {75, 115}, 8: {4, 115}}
	photo := asJPEG(t, painted(120, 80))
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for o, at := range corner {
			img, info, err := picture.Decode(context.Background(), withExif(photo, order, o, "2026:03:12 10:31:05"), 0)
			if err != nil {
				t.Fatal(err)
			}
			if info.TakenAt != "2026-03-12 10:31:05" || info.Orientation != int(o) || info.Format != picture.JPEG {
				t.Errorf("%+v", info)
			}
			if (o > 4) != (info.Width == 80) || img.Rect.Dx() != info.Width || img.Rect.Dy() != info.Height {
				t.Errorf("orientation %d: %v, told %d × %d", o, img.Rect, info.Width, info.Height)
			}
			if c := img.RGBAAt(at.X, at.Y); c.R < 180 || c.G > 80 {
				t.Errorf("orientation %d: at %v there is %v", o, at, c)
			}
		}
	}
}

func TestEveryFormIsReadAndMadeSmaller(t *testing.T) {
	var asBMP, asTIFF bytes.Buffer
	if err := bmp.Encode(&asBMP, painted(600, 300)); err != nil {
		t.Fatal(err)
	}
	if err := tiff.Encode(&asTIFF, painted(600, 300), &tiff.Options{Compression: tiff.Deflate}); err != nil {
		t.Fatal(err)
	}
	for form, data := range map[picture.Format][]byte{picture.JPEG: asJPEG(t, painted(600, 300)), picture.PNG: asPNG(t, painted(600, 300)),
		picture.BMP: asBMP.Bytes(), picture.TIFF: asTIFF.Bytes()} {
		t.Run(string(form), func(t *testing.T) {
			for side, want := range map[int]image.Point{0: {600, 300}, 500: {500, 250}, 64: {64, 32}, 2: {2, 1}, 1: {1, 1}} {
				img, info, err := picture.Decode(context.Background(), data, side)
				if err != nil || info.Format != form {
					t.Fatal(info, err)
				}
				if img.Rect.Size() != want {
					t.Errorf("within %d it is %v", side, img.Rect.Size())
				}
				if side >= 64 {
					if c := img.RGBAAt(img.Rect.Dx()/10, img.Rect.Dy()/10); c.R < 180 || c.G > 90 {
						t.Errorf("within %d the red corner is %v", side, c)
					}
				}
			}
		})
	}
}

// head gives a PNG file that says it is so large and holds nothing.
func head(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, w), h)
	b = append(b, 8, 6, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc(b[12:]))
}

func crc(b []byte) uint32 {
	sum := ^uint32(0)
	for _, x := range b {
		sum ^= uint32(x)
		for range 8 {
			sum = sum>>1 ^ 0xedb88320*(sum&1)
		}
	}
	return ^sum
}

func TestPicturesMadeToHarmAreRefused(t *testing.T) {
	photo := asJPEG(t, painted(300, 200))
	for _, c := range []struct {
		name, code string
		data       []byte
	}{
		{"nothing", "picture.none", nil},
		{"a document", "picture.none", []byte("%PDF-1.7")},
		{"a page of the web", "picture.none", []byte("<html><img src=x></html>")},
		{"a bomb", "picture.large", head(60_000, 60_000)},
		{"a bomb by one side", "picture.large", head(1<<20, 4)},
		{"no size at all", "picture.broken", head(0, 7)},
		{"a head and nothing else", "picture.broken", head(30, 30)},
		{"cut in the middle", "picture.broken", photo[:len(photo)/2]},
		{"cut in the head", "picture.broken", photo[:20]},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := picture.Decode(context.Background(), c.data, 100)
			if got := app.CodeOf(err); got != c.code {
				t.Errorf("%q %v, want %q", got, err, c.code)
			}
		})
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, _, err := picture.Decode(stopped, photo, 100); err == nil || app.CodeOf(err) != "" {
		t.Errorf("stopped: %v", err)
	}
}

func TestTimesThatNoCameraMeantAreLeftOut(t *testing.T) {
	photo := asJPEG(t, painted(16, 16))
	for at, want := range map[string]string{"2026:03:12 10:31:05": "2026-03-12 10:31:05", "0000:00:00 00:00:00": "", "2026:13:40 10:00:00": "", "1970:01:01 00:00:00": "",
		"2026-03-12 10:31:05": "2026-03-12 10:31:05", "昨天下午在三楼会议室": ""} {
		info, err := picture.Look(withExif(photo, binary.LittleEndian, 1, at))
		if err != nil || info.TakenAt != want {
			t.Errorf("%q: %q %v, want %q", at, info.TakenAt, err, want)
		}
	}
}

func TestTheShelfKeepsItsBoundAndForgetsTheOldest(t *testing.T) {
	one := image.NewRGBA(image.Rect(0, 0, 10, 10)) // 400 bytes
	s := picture.NewShelf(1000)
	s.Put("a", 10, one, nil)
	s.Put("b", 10, one, nil)
	if _, _, ok := s.Get("a", 10); !ok {
		t.Fatal("a is gone")
	}
	s.Put("c", 10, one, nil)
	for name, want := range map[string]bool{"a": true, "b": false, "c": true} {
		if _, _, ok := s.Get(name, 10); ok != want {
			t.Errorf("%s: %v", name, ok)
		}
	}
	s.Put("d", 10, image.NewRGBA(image.Rect(0, 0, 100, 100)), nil)
	if _, _, ok := s.Get("d", 10); ok {
		t.Error("what is larger than the shelf lies on it")
	}
	s.Put("e", 10, nil, app.Refuse("picture.broken"))
	if img, err, ok := s.Get("e", 10); !ok || img != nil || app.CodeOf(err) != "picture.broken" {
		t.Error("why there is no picture is forgotten")
	}
	s.Clear()
	if _, _, ok := s.Get("e", 10); ok {
		t.Error("cleared, and there is something")
	}
}

func TestACodeIsReadFromAScanOfItsSheet(t *testing.T) {
	code, err := qr.Encode("LS1 JJ003-Q-07 v2 9f3c0d", qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	scaled, err := barcode.Scale(code, 200, 200)
	if err != nil {
		t.Fatal(err)
	}
	page := image.NewRGBA(image.Rect(0, 0, 1654, 2339)) // A4 at 200 dpi
	for i := range page.Pix {
		page.Pix[i] = 245
	}
	for y := range 200 {
		for x := range 200 {
			page.Set(1300+x, 150+y, scaled.At(x, y))
		}
	}
	for y := 600; y < 2000; y += 40 { // lines of writing
		for x := 200; x < 1400; x++ {
			page.Set(x, y+x%7, color.Black)
		}
	}
	for _, o := range []uint16{1, 3, 6, 8} {
		text, err := picture.ReadCode(context.Background(), withExif(asJPEG(t, page), binary.LittleEndian, o, "2026:03:12 10:31:05"))
		if err != nil || text != "LS1 JJ003-Q-07 v2 9f3c0d" {
			t.Errorf("orientation %d: %q %v", o, text, err)
		}
	}
	if _, err := picture.ReadCode(context.Background(), asPNG(t, painted(300, 300))); app.CodeOf(err) != "picture.nocode" {
		t.Errorf("a photo without a code: %v", err)
	}
}

// FuzzLook and decoding: whatever a file says, it ends in a small picture or a refusal.
func FuzzLook(f *testing.F) {
	photo := asJPEG(f, painted(24, 16))
	f.Add(photo)
	f.Add(withExif(photo, binary.BigEndian, 6, "2026:03:12 10:31:05"))
	f.Add(asPNG(f, painted(9, 9)))
	f.Add([]byte("RIFF\x10\x00\x00\x00WEBPEXIF\xff\xff\xff\xff"))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := picture.Look(data)
		if err == nil && (info.Orientation < 1 || info.Orientation > 8 || info.Width < 1 || info.Height < 1) {
			t.Errorf("%+v", info)
		}
		if err != nil || info.Width*info.Height > 1<<20 {
			return
		}
		img, _, err := picture.Decode(context.Background(), data, 64)
		if err == nil && (img.Rect.Dx() > 64 || img.Rect.Dy() > 64) {
			t.Errorf("%v", img.Rect)
		}
	})
}

// BenchmarkPhoto24MP is a photo of 6000 × 4000 pixels made for the screen.
func BenchmarkPhoto24MP(b *testing.B) {
	photo := asJPEG(b, painted(6000, 4000))
	b.SetBytes(int64(len(photo)))
	for b.Loop() {
		if _, _, err := picture.Decode(b.Context(), photo, 1600); err != nil {
			b.Fatal(err)
		}
	}
}
