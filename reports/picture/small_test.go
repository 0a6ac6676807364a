package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"lianshen/app"
)

// camera makes what a camera gives: large shapes, fine detail, and the noise of its sensor.
func camera(w, h int) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	chance := rand.NewPCG(1, 2)
	wave := make([]float64, w)
	for x := range wave {
		wave[x] = math.Sin(float64(x) / 37)
	}
	for y := range h {
		slow := 60 * math.Cos(float64(y)/53)
		for x := range w {
			r := chance.Uint64()
			v := 110 + int(slow*wave[x]) + (int(r&255)+int(r>>8&255)-255)/18
			if (x/300+y/200)%3 == 0 { // print on a page, leaves of a tree
				v += (x*7^y*3)%40 - 20
			}
			img.Y[y*img.YStride+x] = uint8(min(max(v, 0), 255))
		}
	}
	for i := range img.Cb {
		r := chance.Uint64()
		img.Cb[i], img.Cr[i] = uint8(118+r%9+uint64(i%64/8)), uint8(125+r>>20%9)
	}
	return img
}

func encoded(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestASmallCopyLooksAsTheWholePhotoMadeSmaller compares what is decoded at N/8 with what the standard library decodes,
// averaged over the same area.
func TestASmallCopyLooksAsTheWholePhotoMadeSmaller(t *testing.T) {
	flower := camera(413, 259)
	grey := image.NewGray(image.Rect(0, 0, 406, 282))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i % 406 / 2)
	}
	for name, data := range map[string][]byte{"photo": encoded(t, flower, 90), "coarse": encoded(t, flower, 30), "grey": encoded(t, grey, 80)} {
		whole, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for n := 1; n < 8; n++ {
			small, err := decodeSmall(t.Context(), data, n)
			if err != nil {
				t.Fatalf("%s at %d/8: %v", name, n, err)
			}
			w, h := whole.Bounds().Dx(), whole.Bounds().Dy()
			if got := small.Bounds().Size(); got != image.Pt((w*n+7)/8, (h*n+7)/8) {
				t.Fatalf("%s at %d/8 is %v", name, n, got)
			}
			var sum, most float64
			const part = 8 // of the whole picture in each direction
			for py := range part {
				for px := range part {
					a, b := mean(whole, px, py, part), mean(small, px, py, part)
					for i := range a {
						sum, most = sum+math.Abs(a[i]-b[i]), max(most, math.Abs(a[i]-b[i]))
					}
				}
			}
			if off := sum / (3 * part * part); off > 2 || most > 16 {
				t.Errorf("%s at %d/8: off by %.2f, at most by %.1f of 255", name, n, off, most)
			}
		}
	}
}

// mean gives the mean colour of a part of a picture.
func mean(img image.Image, px, py, part int) (out [3]float64) {
	b := img.Bounds()
	n := 0.0
	for y := py * b.Dy() / part; y < (py+1)*b.Dy()/part; y++ {
		for x := px * b.Dx() / part; x < (px+1)*b.Dx()/part; x++ {
			c := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
			out[0], out[1], out[2], n = out[0]+float64(c.R), out[1]+float64(c.G), out[2]+float64(c.B), n+1
		}
	}
	for i := range out {
		out[i] /= max(n, 1)
	}
	return out
}

func TestWhatIsCutOffIsLeftToTheOtherDecoder(t *testing.T) {
	data := encoded(t, camera(96, 64), 90)
	if _, err := decodeSmall(t.Context(), data, 2); err != nil {
		t.Fatal(err)
	}
	for n := range len(data) {
		if _, err := decodeSmall(t.Context(), data[:n], 2); !errors.Is(err, errElse) {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(data), err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := decodeSmall(stopped, data, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// FuzzDecodeSmall: where the quick decoder gives a picture the one of the standard library gives it, too, and it is as
// large as it must be. Where it gives none it says so.
func FuzzDecodeSmall(f *testing.F) {
	f.Add(encoded(f, camera(24, 20), 90), 2)
	f.Add(encoded(f, image.NewGray(image.Rect(0, 0, 9, 17)), 50), 1)
	f.Add([]byte("\xff\xd8\xff\xdb\x00\x02\xff\xda\x00\x02"), 3)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		info, err := Look(data)
		if err != nil || info.Format != JPEG || info.Width*info.Height > 1<<20 {
			return
		}
		n = 1 + (n%7+7)%7
		img, err := decodeSmall(t.Context(), data, n)
		if errors.Is(err, errElse) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		w, h := info.Width, info.Height
		if info.Orientation > 4 {
			w, h = h, w
		}
		if got := img.Bounds().Size(); got != image.Pt((w*n+7)/8, (h*n+7)/8) {
			t.Fatalf("%d × %d at %d/8 is %v", w, h, n, got)
		}
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("the other decoder says %v", err)
		}
	})
}

func TestThePictureOfANewerPhoneIsToldByItsForm(t *testing.T) {
	for head, want := range map[string]string{"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic": "picture.heic", "\x00\x00\x00\x18ftypmif1": "picture.heic",
		"\x00\x00\x00\x18ftypisom": "picture.none", "\x00\x00\x00\x18ftyp": "picture.none"} {
		if _, err := Look([]byte(head)); app.CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", head, err, want)
		}
	}
}

// BenchmarkNoisyPhoto24MP is a photo of 6000 × 4000 pixels with detail and noise made for the screen and for the list.
func BenchmarkNoisyPhoto24MP(b *testing.B) {
	data := encoded(b, camera(6000, 4000), 90)
	for name, side := range map[string]int{"screen": 1800, "list": 240} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, _, err := Decode(b.Context(), data, side); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("whole", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
