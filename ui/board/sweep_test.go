package board

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
)

func TestTheTitleCountsTheErrorsOfTheCaseInHand(t *testing.T) {
	r, _, ws := open(t, true)
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	row, ok := r.table.Selected()
	if !ok {
		t.Fatal("no row is in hand")
	}
	if chips := r.Title().Chips; len(chips) > 0 {
		t.Errorf("a sound case: %+v", chips)
	}
	id := app.ID(row.ID)
	err := ws.Desk().SaveCase(context.Background(), app.VerbSaveFacts, id, func(c *app.Case) error {
		c.Facts.Finances = map[string]app.FinanceYear{"2023": {Outlay: 1, Three: 2}}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Changed(app.Deed{Verb: app.VerbSaveFacts, Case: id})
	chips := r.Title().Chips
	if len(chips) != 1 || chips[0].Text != i18n.T("sweepui.board", "number", r.swept.number, "n", 1) {
		t.Errorf("after a mistake: %+v", chips)
	}
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if chips := r.Title().Chips; len(chips) > 0 {
		t.Errorf("the next case: %+v", chips)
	}
}
