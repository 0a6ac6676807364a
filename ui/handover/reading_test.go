package handover

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
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
