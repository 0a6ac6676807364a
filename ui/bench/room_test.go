package bench_test

import (
	"context"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/bench"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// room1366 is what the frame leaves of a screen of 1366 × 768.
var room1366 = fyne.NewSize(1180, 668)

// noon is when every test happens.
var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

// sample gives a workspace with the sample round.
func sample(t testing.TB) *store.Workspace {
	t.Helper()
	return storetest.Sample(t, noon)
}

// at opens the bench on a case of the sample round, with a host that passes deeds on as the shell does.
func at(t testing.TB, number, item string) (*store.Workspace, *shelltest.Host, *bench.Room) {
	t.Helper()
	ws := sample(t)
	c, err := ws.CaseByNumber(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	host := shelltest.New(t, ws.Desk())
	room := bench.New(host, ws)
	room.NeverPause()
	room.AtOnce(none) // the test driver has no main goroutine that what comes from others would wait for
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
