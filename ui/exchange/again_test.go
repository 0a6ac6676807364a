package exchange_test

import (
	"testing"

	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
)

// TestWhatWasTakenBackComesAgainByATickAlone: a package that has it again says so, and brings it back when it is ticked.
func TestWhatWasTakenBackComesAgainByATickAlone(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		x := at(t, room.PageIn, "")
		c := x.told.coming["/stick/a.lspack"]
		c.Again, c.Returns = []int64{2, 3}, []int64{4}
		x.told.coming["/stick/a.lspack"] = c
		x.offer("a")
		numbers := i18n.List([]string{"2", "3"})
		x.wants(i18n.T("exchange.preview.again.hint"), i18n.T("exchange.preview.returns", "n", "4"))
		if wanted {
			x.tick(i18n.T("exchange.preview.again", "n", numbers))
		}
		x.press(i18n.T("exchange.take"))
		if len(x.told.took) != 1 || x.told.took[0].Again != wanted {
			t.Errorf("ticked %v: took in with %+v", wanted, x.told.took)
		}
	}
}
