package papers

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

// room is a window over the sample round with a case in hand in which every form has something to say.
type room struct {
	t    *testing.T
	ws   *store.Workspace
	host *shelltest.Host
	h    Place
	d    app.Dossier
}

func open(t *testing.T) *room {
	t.Helper()
	ctx := context.Background()
	x := &room{t: t, ws: storetest.Sample(t, noon)}
	x.host = shelltest.New(t, x.ws.Desk())
	x.h = Place{Host: x.host, Store: x.ws}
	x.host.Win.Resize(fyne.NewSize(1366, 768))
	c, err := x.ws.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	if x.d, err = x.ws.Veiled(ctx, c.ID); err != nil {
		t.Fatal(err)
	}
	return x
}

// press presses the button with a word in the dialog on top.
func (x *room) press(text string) {
	x.t.Helper()
	b := shelltest.Button(x.top(), text)
	if b == nil {
		x.t.Fatalf("no button %q", text)
	}
	b.Tapped(nil)
}

func (x *room) top() fyne.CanvasObject {
	x.t.Helper()
	top := x.host.Win.Canvas().Overlays().Top()
	if top == nil {
		x.t.Fatal("no dialog is open")
	}
	return top
}

// to types where the file or the files go, and prints.
func (x *room) to(path string) {
	x.t.Helper()
	shelltest.Entries(x.top())[0].SetText(path)
	x.press(i18n.T("papers.print"))
}

// tick sets the ticks of the kinds of forms.
func (x *room) tick(kinds ...forms.Kind) {
	x.t.Helper()
	n := 0
	for _, k := range printable {
		word := i18n.Capital(i18n.T("form." + string(k)))
		c, ok := shelltest.Find(x.top(), func(c *kit.Check) bool { return c.Text == word || strings.HasPrefix(c.Text, word+"（") })
		if !ok {
			x.t.Fatalf("%s is not offered", word)
		}
		if on := slices.Contains(kinds, k); on != c.Checked {
			c.SetChecked(on)
		}
		n++
	}
	if n != 10 {
		x.t.Fatalf("%d forms are offered", n)
	}
}

// choose takes the choice that is shown by these words.
func (x *room) choose(words string) {
	x.t.Helper()
	s, ok := shelltest.Find(x.top(), func(s *kit.Select) bool { return slices.Contains(s.Options, words) })
	if !ok {
		x.t.Fatalf("no choice %q", words)
	}
	s.SetSelected(words)
}

// read gives the text of a file, page by page.
func read(t *testing.T, path string) []string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := pdf.ReadText(raw)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range pages {
		out = append(out, string(p.Text))
	}
	return out
}

func TestTheWholeSetOfACaseGoesIntoOneFile(t *testing.T) {
	x := open(t)
	Set(x.h, x.d)
	x.press(i18n.T("papers.forms.tofile"))
	path := filepath.Join(t.TempDir(), "set.pdf")
	x.to(path)
	text := strings.Join(read(t, path), "\n")
	for _, s := range x.d.Sheets {
		if !strings.Contains(text, s.Index) {
			t.Errorf("sheet %s is not in the set", s.Index)
		}
	}
	for _, want := range []string{"检查表", "资料调阅清单", "证据目录", "汇总联审工作底稿", "意见建议登记表"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in the set", want)
		}
	}
	if x.host.Win.Canvas().Overlays().Top() != nil {
		t.Error("a dialog stays open behind the printed set")
	}
}

func TestBlankFormsAreAsManyAsAskedAndLieInAFolder(t *testing.T) {
	x := open(t)
	Set(x.h, x.d)
	x.choose(i18n.T("papers.forms.blank"))
	x.choose(i18n.Enum("strand", app.Audit))
	x.tick(forms.Sheet, forms.Talk)
	copies := shelltest.Entries(x.top())[0]
	copies.SetText("3")
	x.press(i18n.T("papers.forms.tofolder"))
	dir := t.TempDir()
	x.to(dir)
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, f := range files {
		pages := read(t, filepath.Join(dir, f.Name()))
		if want := map[bool]int{true: 3, false: 6}[strings.Contains(f.Name(), "取证单")]; len(pages) != want {
			t.Errorf("%s has %d pages instead of %d", f.Name(), len(pages), want)
		}
	}
}

func TestOneRecordAloneIsPrinted(t *testing.T) {
	x := open(t)
	Set(x.h, x.d)
	codes, words := ones(x.d)
	i := slices.IndexFunc(codes, func(c string) bool { return strings.HasPrefix(c, string(forms.Paper)+"/") })
	x.choose(words[i])
	x.press(i18n.T("papers.forms.tofile"))
	path := filepath.Join(t.TempDir(), "one.pdf")
	x.to(path)
	if pages := read(t, path); !strings.Contains(pages[0], "工作底稿") || strings.Contains(strings.Join(pages, ""), "证据目录") {
		t.Errorf("printed: %s", pages[0])
	}
}

func TestNothingChosenIsTold(t *testing.T) {
	x := open(t)
	Set(x.h, x.d)
	x.tick()
	x.press(i18n.T("papers.forms.tofile"))
	sentence, _ := i18n.Error(app.Refuse("papers.noforms"))
	if _, ok := shelltest.Find(x.top(), func(p *kit.Para) bool { return strings.Contains(p.Text(), sentence) }); !ok {
		t.Error("that no form was chosen is not told")
	}
}

func TestABatchOfMaterialsIsPrintedAlone(t *testing.T) {
	x := open(t)
	x.d.Materials = []app.Material{{ID: "1", Batch: 1, Name: "第一批的账簿"}, {ID: "2", Batch: 2, Name: "第二批的文件"}}
	for _, c := range []struct{ batch, in, out string }{{i18n.T("papers.materials.batch", "n", 1), "第一批的账簿", "第二批的文件"}, {"", "第二批的文件", "第一批的账簿"}} {
		printMaterials(x.h, x.d)
		if c.batch != "" { // the latest is offered
			x.choose(c.batch)
		}
		x.press(i18n.T("papers.print"))
		path := filepath.Join(t.TempDir(), "list.pdf")
		x.to(path)
		if text := strings.Join(read(t, path), ""); !strings.Contains(text, c.in) || strings.Contains(text, c.out) {
			t.Errorf("the list says %s", text)
		}
	}
}

// Each form is searched before it leaves: one that holds a name of the vault is not written, alone or in a folder.
func TestEveryFormIsSearchedForNames(t *testing.T) {
	x := open(t)
	const name = "诸葛配合"
	if _, err := x.ws.Desk().SaveAlias(context.Background(), app.Alias{Case: x.d.Case.ID, Code: "被谈话人甲", Name: name}); err != nil {
		t.Fatal(err)
	}
	x.d.Unit.Name = "示例单位" + name // stands on every form of a case
	x.d.Stocktakes = []app.Stocktake{{ID: x.ws.Desk().NewID(), Case: x.d.Case.ID, Number: 1, Sort: "cash"}}
	x.d.Visits = []app.Visit{{ID: x.ws.Desk().NewID(), Case: x.d.Case.ID, Number: 1}}
	x.d.Sheets = []app.Sheet{{ID: x.ws.Desk().NewID(), Case: x.d.Case.ID, Index: "JJ001-Q-01", Strand: app.Audit}}
	dir := t.TempDir()
	for _, kind := range printable {
		for _, blank := range []bool{true, false} {
			o := forms.Options{Blank: blank, Strand: app.Audit}
			if kind.Single() && !blank {
				of := forms.Of(kind, x.d, "")
				if len(of) == 0 {
					t.Fatalf("the sample has no %s", kind)
				}
				o.ID = of[0]
			}
			wanted := []forms.Wanted{{Kind: kind, Options: o}}
			path := filepath.Join(dir, "form.pdf")
			Print(x.h, x.d, kind, o)
			x.to(path)
			x.refused(kind)
			toFolder(x.h, x.d, wanted, nil)
			x.to(dir)
			x.refused(kind)
			if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
				t.Fatalf("%s (blank: %v) left with a name of the vault: %v %v", kind, blank, files, err)
			}
		}
	}
}

// refused answers the question whether names may go with no, and closes what is open.
func (x *room) refused(kind forms.Kind) {
	x.t.Helper()
	if shelltest.Button(x.top(), i18n.T("names.go")) == nil {
		x.t.Fatalf("%s: nobody is asked whether the name may go", kind)
	}
	x.press(i18n.T("kit.cancel"))
	kit.CloseAll(x.host.Win)
}

// PAPERS_OUT names a folder for pictures of the dialogs.
func TestTheDialogsFitTheSmallestWindow(t *testing.T) {
	x := open(t)
	t.Cleanup(func() { i18n.SetLanguage("zh-Hans") })
	for _, lang := range []string{"zh-Hans", "en"} {
		if err := i18n.SetLanguage(lang); err != nil {
			t.Fatal(err)
		}
		for name, show := range map[string]func(){"set": func() { Set(x.h, x.d) }, "materials": func() { printMaterials(x.h, x.d) }, "list": func() { Materials(x.h, x.d, nil, func() {}) }} {
			show()
			image := x.host.Win.Canvas().Capture()
			buttons := 0
			shelltest.Walk(x.top(), func(o fyne.CanvasObject) bool {
				if b, ok := o.(*kit.Button); ok {
					buttons++
					at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
					if at.X < 0 || at.Y < 0 || at.X+b.Size().Width > 1366 || at.Y+b.Size().Height > 768 {
						t.Errorf("%s in %s: %q stands at %v, out of the window", name, lang, b.Text, at)
					}
				}
				return true
			})
			if buttons < 2 {
				t.Errorf("%s in %s has %d buttons", name, lang, buttons)
			}
			if dir := os.Getenv("PAPERS_OUT"); dir != "" {
				out, err := os.Create(filepath.Join(dir, name+"-"+lang+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(out, image); err != nil {
					t.Fatal(err)
				}
				out.Close()
			}
			kit.CloseAll(x.host.Win)
		}
	}
}

func TestTheListOfMaterialsIsTakenInBatchByBatchAndTellsWhatIsMissing(t *testing.T) {
	x := open(t)
	today := x.host.Today()
	x.d.Materials = []app.Material{{ID: "1", Batch: 1, Name: "甲账", AskedOn: today.AddDays(-20), DueOn: today.AddDays(-9)}, {ID: "2", Batch: 2, Name: "乙账", AskedOn: today, DueOn: today.AddDays(3)}}
	Materials(x.h, x.d, nil, func() {})
	overdue := i18n.T("papers.material.late", "name", "甲账", "state", i18n.Enum("materialstate", app.MaterialOverdue), "days", 9)
	if _, ok := shelltest.Find(x.top(), func(c *kit.Check) bool { return c.Text == overdue }); !ok {
		t.Errorf("%q is not shown", overdue)
	}
	whole := 0
	shelltest.Walk(x.top(), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*kit.Check); ok && c.Text == i18n.T("papers.materials.whole") {
			whole++
		}
		return true
	})
	if whole != 2 {
		t.Errorf("%d batches can be ticked whole", whole)
	}
	lines := missingLines(x.d, nil)
	if len(lines) < 10 {
		t.Fatalf("with nothing here, only %d items lack materials", len(lines))
	}
	code, _, _ := strings.Cut(lines[0], "　")
	if one := missingLines(x.d, []string{code}); len(one) != 1 || one[0] != lines[0] {
		t.Errorf("of %s alone: %v", code, one)
	}
}

func TestAWholeBatchIsReceivedWithOneTick(t *testing.T) {
	x := open(t)
	ctx := context.Background()
	batch, err := x.ws.Desk().AskMaterials(ctx, x.d.Case.ID, []app.Material{{Name: "新账一", Kind: app.Ledger}, {Name: "新账二", Kind: app.Ledger}})
	if err != nil {
		t.Fatal(err)
	}
	if x.d, err = x.ws.Veiled(ctx, x.d.Case.ID); err != nil {
		t.Fatal(err)
	}
	Materials(x.h, x.d, nil, func() {})
	var last *kit.Check
	shelltest.Walk(x.top(), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*kit.Check); ok && c.Text == i18n.T("papers.materials.whole") {
			last = c
		}
		return true
	})
	last.SetChecked(true)
	x.press(i18n.T("papers.material.take"))
	if x.d, err = x.ws.Veiled(ctx, x.d.Case.ID); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range x.d.Materials {
		if m.Batch == batch && m.ReceivedOn == x.host.Today() {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d of 2 lines of batch %d were received", n, batch)
	}
}
