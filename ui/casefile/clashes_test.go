package casefile

import (
	"context"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// clashing is a workspace in which something of every case clashes.
type clashing struct{ *store.Workspace }

func (w clashing) Veiled(ctx context.Context, id app.ID) (app.Dossier, error) {
	d, err := w.Workspace.Veiled(ctx, id)
	d.Clashes = []app.Clash{{Entity: id, Kind: app.KindCase, Field: "notice/number"}, {Entity: id, Kind: app.KindCase, Field: "notice/receivedBy"}}
	return d, err
}

func TestTheCaseSaysThatSomethingClashesAndLeadsThere(t *testing.T) {
	x := sample(t)
	x.room = New(x.host, clashing{x.ws}, kit.NewDrafts())
	x.host.Win.SetContent(x.room.Content())
	id := x.open("LS2026-005", "")
	title := x.room.Title()
	if chip := title.Chips[len(title.Chips)-1]; chip.Text != i18n.T("clashes.chip", "n", 2) {
		t.Errorf("title %+v", title)
	}
	note, there := shelltest.Find(x.host.Win.Canvas().Content(), func(tap *kit.Tap) bool { return shelltest.Says(tap, i18n.T("clashes.open", "n", 2)) })
	if !there {
		t.Fatal("the case does not say that something clashes")
	}
	note.Tapped(nil)
	if got := x.host.Routes[len(x.host.Routes)-1]; got.Room != shell.RoomClashes+"/"+string(id) {
		t.Errorf("it leads to %+v", got)
	}
}
