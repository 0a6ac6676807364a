package board

import (
	"context"
	"image/png"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// said gathers what paragraphs on a page say.
func said(o fyne.CanvasObject) string {
	var b strings.Builder
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *kit.Para:
			b.WriteString(x.Text() + "\n")
		case *fyne.Container:
			for _, c := range x.Objects {
				walk(c)
			}
		}
	}
	walk(o)
	return b.String()
}

func TestTheRoundSaysHowPapersAndFormsAreNumbered(t *testing.T) {
	r, _, ws := open(t, true)
	r.Open(shell.Route{Room: shell.RoomBoard + "/round", Ref: string(r.query.Round)})
	f := r.page.forms[2]
	content := f.Content()
	settings := func() app.Settings {
		t.Helper()
		round, err := app.Get[app.Round](context.Background(), ws, r.query.Round)
		if err != nil {
			t.Fatal(err)
		}
		return round.Settings
	}
	if text := said(content); !strings.Contains(text, "JJ003-Q-01") || !strings.Contains(text, "JJ003-3-01") {
		t.Fatalf("the page does not show what the next would be:\n%s", text)
	}
	typed := func(field, text string) {
		e := kit.EntryIn(f.Field(field).Object)
		e.SetText(text)
		if !strings.Contains(field, "indexes") {
			f.Flush()
		}
	}
	typed("settings/indexes/sheet", "证{三责}{项目}-{序号3}")
	if text := said(content); !strings.Contains(text, "证JJ003-001") {
		t.Errorf("while a scheme is typed its next number is not shown:\n%s", text)
	}
	f.Flush()
	typed("settings/formNumbers/sheet", "青联审表五")
	if s := settings(); s.IndexScheme(app.KindSheet) != "证{三责}{项目}-{序号3}" || s.FormNumber("sheet") != "青联审表五" || s.IndexScheme(app.KindPaper) != app.DefaultIndex {
		t.Errorf("kept: %v %v", s.Indexes, s.FormNumbers)
	}
	typed("settings/indexes/sheet", "证{三责}{项目}")
	if text := said(content); strings.Contains(text, "证JJ003-001") {
		t.Errorf("a scheme without a serial number still has a next number:\n%s", text)
	}
	f.Flush()
	if fault := f.Field("settings/indexes/sheet").Fault(); fault == "" {
		t.Error("a scheme without a serial number is not refused at its field")
	}
	if s := settings(); s.IndexScheme(app.KindSheet) != "证{三责}{项目}-{序号3}" {
		t.Errorf("it was kept: %v", s.Indexes)
	}
	typed("settings/indexes/sheet", "")
	f.Flush()
	if s := settings(); len(s.Indexes) != 0 {
		t.Errorf("an emptied scheme is not the default: %v", s.Indexes)
	}
	if path := os.Getenv("BOARD_OUT"); path != "" {
		w := test.NewTempWindow(t, r.Content())
		w.Resize(fyne.NewSize(1366, 768))
		out, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		if err := png.Encode(out, w.Canvas().Capture()); err != nil {
			t.Fatal(err)
		}
	}
}
