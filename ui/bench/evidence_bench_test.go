package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/bench"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// camera makes what a camera gives, held sideways: large shapes, fine detail, the noise of its sensor, EXIF.
func camera(b *testing.B, w, h int) []byte {
	b.Helper()
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
			v := 110 + int(slow*wave[x]) + (int(r&255)+int(r>>8&255)-255)/14
			if (x/300+y/200)%3 == 0 {
				v += (x*7^y*3)%40 - 20
			}
			img.Y[y*img.YStride+x] = uint8(min(max(v, 0), 255))
		}
	}
	for i := range img.Cb {
		r := chance.Uint64()
		img.Cb[i], img.Cr[i] = uint8(118+r%9+uint64(i%64/8)), uint8(125+r>>20%9)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	exif := "\xff\xd8\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
	return append([]byte(exif), out.Bytes()[2:]...)
}

// BenchmarkNoisyPhotoDroppedAndPainted drops a photo of 24 megapixels on the window and opens it: read, hashed, sealed,
// written, recorded, decoded, scaled, upright, and given to the window. Painting is measured apart: here a slow painter in
// Go does what a graphics card does in the program.
func BenchmarkNoisyPhotoDroppedAndPainted(b *testing.B) {
	ws := sample(b)
	host := shelltest.New(b, ws.Desk())
	room := bench.New(host, ws)
	room.AtOnce(none)
	b.Cleanup(ws.OnChange(room.Changed))
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: dossier(b, ws, "LS2026-005").Case.ID, Ref: "XR-1-01"})
	data := camera(b, 6000, 4000)
	dir := b.TempDir()
	n := 0
	var painted time.Duration
	for b.Loop() {
		b.StopTimer()
		n++
		path := filepath.Join(dir, fmt.Sprint(n, ".jpg"))
		if err := os.WriteFile(path, append(data[:len(data):len(data)], byte(n)), 0o600); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		room.Dropped(fyne.Position{}, uris(path))
		room.ViewEvidence(last(dossier(b, ws, "LS2026-005")))
		b.StopTimer()
		if images(host, host.Win.Canvas().Overlays().Top()) != 1 {
			b.Fatal("the photo is not shown")
		}
		from := time.Now()
		host.Win.Canvas().Capture()
		painted += time.Since(from)
		kit.CloseAll(host.Win)
		b.StartTimer()
	}
	b.ReportMetric(float64(len(data))/1e6, "MB/photo")
	b.ReportMetric(float64(painted.Milliseconds())/float64(n), "ms-painting/op")
}

// BenchmarkItemWithThirtyNoisyPhotos opens an item with 30 photos in a program that was started anew: all 30 in view, from
// the small copies in the workspace.
func BenchmarkItemWithThirtyNoisyPhotos(b *testing.B) {
	ws := sample(b)
	c := dossier(b, ws, "LS2026-005").Case
	data := camera(b, 1500, 1000)
	{
		host := shelltest.New(b, ws.Desk())
		room := bench.New(host, ws)
		room.AtOnce(none)
		host.Show(room, shell.Route{Room: shell.RoomBench, Case: c.ID, Ref: "XR-1-02"})
		var paths []string
		for i := range 30 {
			path := filepath.Join(b.TempDir(), fmt.Sprint(i, ".jpg"))
			if err := os.WriteFile(path, append(data[:len(data):len(data)], byte(i)), 0o600); err != nil {
				b.Fatal(err)
			}
			paths = append(paths, path)
		}
		room.Dropped(fyne.Position{}, uris(paths...))
	}
	for b.Loop() {
		b.StopTimer()
		host := &lateHost{Host: shelltest.New(b, ws.Desk())}
		room := bench.New(host, ws)
		room.AtOnce(func(context.Context) ([]byte, error) { return nil, app.Refuse("clip.none") })
		host.Show(room, shell.Route{Room: shell.RoomBench, Case: c.ID, Ref: "XR-1-01"})
		host.Win.Resize(room1366)
		host.catchUp(b)
		b.StartTimer()
		room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
}
