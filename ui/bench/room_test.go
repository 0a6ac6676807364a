package bench_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/ui/bench"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// room1366 is what the frame leaves of a screen of 1366 × 768.
var room1366 = fyne.NewSize(1180, 668)

// noon is when every test happens.
var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

// TestMain takes the master workspace away at the end.
func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := master(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// master is a workspace with the sample round, made once; every test works on a copy of its own.
var master = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "lianshen-bench-test")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "sample.lianshen")
	ws, err := store.Create(ctx, path, store.Options{Now: func() time.Time { return noon }, Person: "测试员"})
	if err != nil {
		return "", err
	}
	file, err := roundfile.Sample(app.DateOf(noon))
	if err != nil {
		return "", err
	}
	return path, errors.Join(ws.Load(ctx, file.Nouns(), app.VerbLoad), ws.Close())
})

// sample opens a copy of the sample workspace.
func sample(t testing.TB) *store.Workspace {
	t.Helper()
	from, err := master()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sample.lianshen")
	if err := os.CopyFS(path, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	ws, err := store.Open(context.Background(), path, store.Options{Now: func() time.Time { return noon }, Person: "测试员"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ws.Close(); err != nil {
			t.Error(err)
		}
	})
	return ws
}

// at opens the bench on a case of the sample round, with a host that passes deeds on as the shell does.
func at(t testing.TB, number, item string) (*store.Workspace, *shelltest.Host, *bench.Room) {
	t.Helper()
	ws := sample(t)
	c, err := ws.CaseByNumber(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	host := shelltest.New(t, ws.Desk("测试员"))
	room := bench.New(host, ws)
	room.NeverPause()
	t.Cleanup(ws.OnChange(room.Changed))
	host.Win.Canvas().SetOnTypedRune(func(r rune) { room.TypedRune(r) })
	host.Win.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { room.TypedKey(k) })
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: c.ID, Ref: item})
	host.Win.Resize(room1366)
	if len(host.Errors) > 0 {
		t.Fatal(host.Errors)
	}
	return ws, host, room
}
