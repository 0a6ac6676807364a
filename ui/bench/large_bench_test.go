package bench_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/bench"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// large gives a workspace with the large round and its files.
func large(b *testing.B) *store.Workspace {
	b.Helper()
	ctx := context.Background()
	f, err := storetest.LargeRound(app.DateOf(noon))
	if err != nil {
		b.Fatal(err)
	}
	options := storetest.Options(store.Options{Now: func() time.Time { return noon }, Person: storetest.Person})
	ws, err := store.Create(ctx, filepath.Join(b.TempDir(), "large.lianshen"), options)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ws.Close() })
	if err := ws.Load(ctx, f.Nouns(), app.VerbLoad); err != nil {
		b.Fatal(err)
	}
	if err := storetest.Attach(ctx, ws, f); err != nil {
		b.Fatal(err)
	}
	return ws
}

// times are how long something took, again and again.
type times []time.Duration

// report tells the median and the 99th of a hundred, in ms.
func (t times) report(b *testing.B, name string) {
	slices.Sort(t)
	b.ReportMetric(float64(t[len(t)/2].Microseconds())/1000, "ms-"+name+"-median")
	b.ReportMetric(float64(t[len(t)*99/100].Microseconds())/1000, "ms-"+name+"-p99")
}

// BenchmarkLargeRound measures the bench in the large round: 200 cases × 104 answered items, 5,000 pieces of evidence with
// their files, 2,000 findings.
func BenchmarkLargeRound(b *testing.B) {
	ws := large(b)
	id := dossier(b, ws, storetest.AlbumCase).Case.ID
	open := func(b *testing.B, item string) (*lateHost, *bench.Room) {
		host := &lateHost{Host: shelltest.New(b, ws.Desk())}
		room := bench.New(host, ws)
		room.AtOnce(none)
		b.Cleanup(ws.OnChange(room.Changed))
		host.Show(room, shell.Route{Room: shell.RoomBench, Case: id, Ref: item})
		host.Win.Resize(room1366)
		host.catchUp(b)
		return host, room
	}
	answer := func(keys string) func(*bench.Room, int) {
		return func(room *bench.Room, n int) { room.TypedRune(rune(keys[n%len(keys)])) }
	}
	arrow := func(keys ...fyne.KeyName) func(*bench.Room, int) {
		return func(room *bench.Room, n int) { room.TypedKey(&fyne.KeyEvent{Name: keys[n%len(keys)]}) }
	}
	for name, press := range map[string]func(*bench.Room, int){
		"answer":  answer("12"),
		"down":    arrow(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp),
		"page":    arrow(fyne.KeyPageDown, fyne.KeyPageUp),
		"strands": arrow(fyne.KeyRight),
	} {
		// A key is first handled: the deed is on disk and the room shows it. What stands around the item is read on another
		// goroutine and shown after it. Painting is done here by a slow painter in Go, for what a graphics card does else.
		b.Run(name, func(b *testing.B) {
			host, room := open(b, "XR-1-03")
			host.Win.Canvas().Capture()
			var handled, followed, painted times
			for n := 0; b.Loop(); n++ {
				at := time.Now()
				press(room, n)
				handled = append(handled, time.Since(at))
				b.StopTimer()
				at = time.Now()
				host.Win.Canvas().Capture()
				painted = append(painted, time.Since(at))
				at = time.Now()
				host.catchUp(b)
				followed = append(followed, time.Since(at))
				b.StartTimer()
			}
			handled.report(b, "handled")
			followed.report(b, "followed")
			painted.report(b, "painting")
		})
	}
	// The item with its 30 photos, in a program that was started anew; the first time they are made small, then kept so.
	b.Run("album", func(b *testing.B) {
		var whole, painted times
		for b.Loop() {
			b.StopTimer()
			host, room := open(b, "XR-1-01")
			at := time.Now()
			b.StartTimer()
			room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			host.catchUp(b)
			b.StopTimer()
			whole = append(whole, time.Since(at))
			at = time.Now()
			host.Win.Canvas().Capture()
			painted = append(painted, time.Since(at))
			b.StartTimer()
		}
		whole.report(b, "shown")
		painted.report(b, "painting")
	})
	// What stands in every gate: the case read anew, then looked through.
	b.Run("sweep", func(b *testing.B) {
		var read times
		for b.Loop() {
			b.StopTimer()
			at := time.Now()
			d := dossier(b, ws, storetest.AlbumCase)
			read = append(read, time.Since(at))
			b.StartTimer()
			app.Sweep(d, app.DateOf(noon))
		}
		read.report(b, "reading")
	})
}
