package casefile

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// overfull puts mistakes into a case of the sample round and gives it.
func (x *fixture) overfull() app.Case {
	x.t.Helper()
	ctx := context.Background()
	c, err := x.ws.CaseByNumber(ctx, "LS2026-005")
	if err != nil {
		x.t.Fatal(err)
	}
	desk := x.ws.Desk()
	err = desk.SaveCase(ctx, app.VerbSaveFacts, c.ID, func(c *app.Case) error {
		c.Facts.Finances = map[string]app.FinanceYear{"2023": {Outlay: 100, Three: 200}, "2025": {Outlay: 100}}
		return nil
	})
	if err != nil {
		x.t.Fatal(err)
	}
	if _, err := desk.AddEvidence(ctx, app.Evidence{Case: c.ID, Title: "食堂台账照片", Kind: "photo", FileName: "a.jpg"}); err != nil {
		x.t.Fatal(err)
	}
	return c
}

// shot keeps a picture of the window when SHOTS names a folder.
func (x *fixture) shot(name string) {
	x.t.Helper()
	img := x.host.Win.Canvas().Capture()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		x.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		x.t.Fatal(err)
	}
}

func TestTheSweepIsListedAndLetPassWithAReason(t *testing.T) {
	x := sample(t)
	c := x.overfull()
	x.open("LS2026-005", pageSweep)
	if n := app.OpenErrors(x.room.d.Sweep); n != 2 {
		t.Fatalf("%d open errors: %+v", n, x.room.d.Sweep)
	}
	if chips := x.room.Title().Chips; chips[len(chips)-1].Text != i18n.T("sweepui.chip", "n", 2) {
		t.Errorf("the title says %+v", chips)
	}
	x.press(x.room.Content(), i18n.T("sweepui.waive"))
	x.pressInDialog(i18n.T("sweepui.waive"))
	if x.host.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("let pass without a reason")
	}
	reason := find(x.host.Win.Canvas().Overlays().Top(), func(e *kit.Entry) bool { return true })
	reason.SetText("账已更正，旧表留存")
	x.pressInDialog(i18n.T("sweepui.waive"))
	x.room.Changed(app.Deed{Verb: app.VerbWaiveRule, Case: c.ID})
	if n := app.OpenErrors(x.room.d.Sweep); n != 1 {
		t.Errorf("%d open errors after one was let pass", n)
	}
	x.press(x.room.Content(), i18n.T("sweepui.showwaived", "n", 1))
	x.press(x.room.Content(), i18n.T("sweepui.unwaive"))
	if n := app.OpenErrors(x.room.d.Sweep); n != 2 {
		t.Errorf("%d open errors after the waiver was taken back", n)
	}
}

func TestAFindLeadsToWhereItIsMended(t *testing.T) {
	x := sample(t)
	x.overfull()
	x.open("LS2026-005", pageSweep)
	b := find(x.room.Content(), func(b *kit.Button) bool { return b.Text == i18n.T("sweepui.go") })
	test.Tap(b)
	to := x.host.Routes[len(x.host.Routes)-1]
	if f := x.room.d.Sweep[0]; to.Room != f.Room || to.Ref != f.Ref || to.Case != x.room.d.Case.ID {
		t.Errorf("led to %+v, want %+v", to, f)
	}
}

func TestEveryLookOfTheSweep(t *testing.T) {
	for _, language := range []string{i18n.Chinese, i18n.English} {
		t.Run(language, func(t *testing.T) {
			if err := i18n.SetLanguage(language); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
			x := sample(t)
			x.overfull()
			x.open("LS2026-005", pageSweep)
			x.host.Win.Resize(fyne.NewSize(1366, 768))
			x.shot("sweep-" + language)
			x.press(x.room.Content(), i18n.T("sweepui.waive"))
			x.shot("sweep-waive-" + language)
		})
	}
}
