package handover

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func TestACopyForReadingIsOnlyWiped(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	office := storetest.Empty(t, noon)
	sent, err := office.WritePackage(t.Context(), store.Outgoing{Kind: exchange.ReadingPack, Phrase: phrase, Full: true}, store.WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ws, err := store.OpenReading(t.Context(), sent.Paths, filepath.Join(t.TempDir(), "copy"+store.Suffix), store.ReadingKey{Phrase: phrase},
		storetest.Options(store.Options{Now: func() time.Time { return noon }, Phrase: storetest.Phrase}), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ws.Close(); err != nil {
			t.Error(err)
		}
	})
	x := &world{t: t}
	x.enter(ws)
	all := x.entries()
	if len(all) != 3 || shelltest.Button(x.room.Content(), i18n.T("handover.package.do")) != nil {
		t.Fatalf("%d entries", len(all))
	}
	all[0].SetText(t.TempDir())
	all[1].SetText(storetest.Phrase)
	all[2].SetText(i18n.T("handover.wipe.word"))
	x.press("handover.wipe.do")
	if _, err := os.Stat(ws.Dir()); err == nil || x.room.wiped == nil {
		t.Fatalf("%v", x.host.Errors)
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}

func TestSticksThatComeAreOfferedAndThoseThatGoAreForgotten(t *testing.T) {
	x := fresh(t)
	stick := t.TempDir()
	var tell func([]store.Stick)
	x.room.config.Sticks = func(_ context.Context, f func([]store.Stick)) { tell = f; f(nil) }
	x.room.Open(shell.Route{Room: shell.RoomHandover})
	tell([]store.Stick{{Root: stick, Label: "KEY"}})
	if got := x.entries()[0].Text; got != stick {
		t.Errorf("the last package would go to %q", got)
	}
	x.room.turn(stepWipe)
	tick, ok := shelltest.Find(x.room.Content(), func(c *kit.Check) bool { return strings.Contains(c.Text, stick) })
	if !ok {
		t.Fatal("backups on the stick cannot be wiped along")
	}
	tick.SetChecked(true)
	if how := x.room.end.how(); len(how.Places) != 1 || how.Places[0] != stick {
		t.Errorf("wiped along: %v", how.Places)
	}
	tell([]store.Stick{{Root: stick, Label: "KEY"}, {Root: t.TempDir()}})
	if tick, _ = shelltest.Find(x.room.Content(), func(c *kit.Check) bool { return strings.Contains(c.Text, stick) }); !tick.Checked {
		t.Error("the tick is lost when another stick comes")
	}
	tell(nil)
	if how := x.room.end.how(); len(how.Places) != 0 {
		t.Errorf("a stick that is gone would be wiped: %v", how.Places)
	}
	x.room.Hidden()
	tell([]store.Stick{{Root: stick}})
	if len(x.room.there) != 0 {
		t.Error("it looks on though nobody is in the room")
	}
}
