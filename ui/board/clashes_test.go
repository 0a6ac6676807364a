package board

import (
	"context"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// contested is a workspace in which something of one case clashes.
type contested struct {
	*store.Workspace
	of app.ID
}

func (w contested) CountClashes(context.Context) (int, error) { return 3, nil }

func (w contested) Clashes(context.Context, app.ID) ([]store.Clash, error) {
	return []store.Clash{{Case: w.of, Field: "a"}, {Case: w.of, Field: "b"}, {Field: "c"}}, nil
}

func TestACaseInWhichSomethingClashesIsMarked(t *testing.T) {
	ws := storetest.Sample(t, noon)
	c, err := ws.CaseByNumber(context.Background(), "LS2026-005")
	if err != nil {
		t.Fatal(err)
	}
	host := shelltest.New(t, ws.Desk())
	r := New(host, contested{ws, c.ID}, kit.NewDrafts())
	host.Show(r, shell.Route{Room: shell.RoomBoard})
	if len(host.Errors) > 0 {
		t.Fatal(host.Errors)
	}
	for _, row := range r.board.Rows {
		cell := tableRow(row, r.clash[row.ID]).Cells[6]
		if marked := strings.HasPrefix(cell.Text, "2 处冲突"); marked != (row.ID == c.ID) || marked != (cell.Tone == kit.Fault) {
			t.Errorf("%s says %+v", row.Number, cell)
		}
	}
}
