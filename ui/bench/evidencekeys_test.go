package bench_test

import (
	"bytes"
	"context"
	"io"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/bench"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// besideHost works on another goroutine, as the window does; what is to be shown after it waits in ended.
type besideHost struct {
	*shelltest.Host
	ended chan func()
}

// Progress works on another goroutine.
func (h *besideHost) Progress(_ string, work func(context.Context, func(int, int, string)) error, done func(error)) {
	go func() {
		err := work(context.Background(), func(int, int, string) {})
		h.ended <- func() { done(err) }
	}()
}

// slow is a file that comes to its second half only when it is let.
type slow struct {
	first, second *bytes.Reader
	half, on      chan struct{}
}

func (s *slow) Read(p []byte) (int, error) {
	if n, err := s.first.Read(p); err == nil {
		return n, nil
	}
	if s.half != nil {
		close(s.half)
		s.half = nil
		<-s.on
	}
	return s.second.Read(p)
}

// TestAKeyIsHandledWhileAFileIsStored presses keys while a photo is read, and while another file is being sealed: each
// answer is on disk, and another item in view, before the file goes on.
func TestAKeyIsHandledWhileAFileIsStored(t *testing.T) {
	for name, data := range map[string][]byte{"照片.jpg": photo(t, 900, 600, 3), "记录.dat": bytes.Repeat([]byte("会议记录"), 40_000)} {
		t.Run(name, func(t *testing.T) {
			ws := sample(t)
			host := &besideHost{shelltest.New(t, ws.Desk()), make(chan func(), 1)}
			room := bench.New(host, ws)
			room.NeverPause()
			room.AtOnce(none)
			id := dossier(t, ws, "LS2026-005").Case.ID
			host.Show(room, shell.Route{Room: shell.RoomBench, Case: id, Ref: "XR-1-01"})
			before := len(dossier(t, ws, "LS2026-005").Evidence)
			half := make(chan struct{})
			file := &slow{bytes.NewReader(data[:len(data)/2]), bytes.NewReader(data[len(data)/2:]), half, make(chan struct{})}
			room.OpenWith(func(string) (io.ReadCloser, int64, bool) { return io.NopCloser(file), int64(len(data)), true })
			room.Dropped(fyne.Position{}, uris("/nowhere/"+name))
			<-half
			for i, key := range []rune("2141") { // on this goroutine, which stands for the main one
				want := map[rune]app.Conclusion{'1': app.NoProblem, '2': app.Problem, '4': app.NotChecked}[key]
				if key == '4' { // needs its reason
					room.TypedRune('n')
					host.Win.Canvas().Focused().TypedRune('缺')
					host.Win.Canvas().Unfocus()
				}
				room.TypedRune(key)
				if got := dossier(t, ws, "LS2026-005").Answers["XR-1-01"].Conclusion; got != want {
					t.Fatalf("key %d: %q while the file is stored, want %q", i+1, got, want)
				}
			}
			if n := len(dossier(t, ws, "LS2026-005").Evidence); n != before {
				t.Fatal("the file was not being stored any more")
			}
			close(file.on)
			(<-host.ended)()
			if d := dossier(t, ws, "LS2026-005"); len(d.Evidence) != before+1 || last(d).FileSize != int64(len(data)) || len(host.Errors) > 0 {
				t.Errorf("%d pieces of evidence, %v", len(d.Evidence), host.Errors)
			}
		})
	}
}
