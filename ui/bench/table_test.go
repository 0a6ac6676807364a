package bench_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// codes lists the items of a strand that are put to the unit, in their order.
func codes(d app.Dossier, s app.Strand) (out []string) {
	for _, sec := range d.Templates[s].Sections {
		for _, it := range sec.Items {
			if it.Applies(d.Unit.Kind) {
				out = append(out, it.Code)
			}
		}
	}
	return out
}

func TestMarkedRowsAreAnsweredWithOneKeyAndTakenBackAtOnce(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	list := codes(dossier(t, ws, "LS2026-005"), app.Review)
	at := slices.Index(list, "XR-7-01")
	press(host, "g")
	press(host, "   ") // each mark goes on to the next row
	_, before, _ := ws.Tip()
	press(host, "2")
	for _, code := range list[at : at+3] {
		if got := answer(t, ws, "LS2026-005", code); got.Conclusion != app.Problem || got.By == "" {
			t.Errorf("%s on disk: %+v", code, got)
		}
	}
	if _, now, _ := ws.Tip(); now-before != 1 {
		t.Errorf("%d records for one key", now-before)
	}
	if _, err := ws.UndoLast(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, code := range list[at : at+3] {
		if got := answer(t, ws, "LS2026-005", code).Conclusion; got == app.Problem {
			t.Errorf("%s is still answered after undo", code)
		}
	}
	if len(host.Errors) > 0 {
		t.Error(host.Errors)
	}
}

func TestAReasonIsAskedOnceForAllRowsAndNotesStay(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	press(host, "n")
	press(host, "已有记录")
	host.Win.Canvas().Unfocus()
	press(host, "g")
	press(host, "  3")
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Conclusion; got == app.NotApplicable {
		t.Fatal("answered without a reason")
	}
	tap(t, host, i18n.T("papers.keep"))
	if host.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("an empty reason is taken")
	}
	press(host, "单位无此项业务")
	tap(t, host, i18n.T("papers.keep"))
	list := codes(dossier(t, ws, "LS2026-005"), app.Review)
	next := list[slices.Index(list, "XR-7-03")+1]
	if got := answer(t, ws, "LS2026-005", "XR-7-03"); got.Conclusion != app.NotApplicable || got.Note != "已有记录" {
		t.Errorf("on disk: %+v", got)
	}
	if got := answer(t, ws, "LS2026-005", next); got.Conclusion != app.NotApplicable || got.Note != "单位无此项业务" {
		t.Errorf("%s on disk: %+v", next, got)
	}
	press(host, "g")
	if room.TypedRune('3'); !shows(host, i18n.T("bench.note")) {
		t.Error("the item is not in view again")
	}
}

func TestColumnsArePastedWithAPreviewAndFaultyRowsStayOut(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	press(host, "g")
	fyne.CurrentApp().Clipboard().SetContent("编号\t结论\t应查\t抽查\t有问题\t检查情况\nXR-7-01\t发现问题\t120\t30\t3\t3本未登记\nXR-7-02\t也许\nXR-7-03\t\t10\t20\t\t\nXR-7-04\t未发现问题\n")
	press(host, "v")
	if got := answer(t, ws, "LS2026-005", "XR-7-01").Should; got == 120 {
		t.Fatal("kept before the preview")
	}
	top := host.Win.Canvas().Overlays().Top()
	cells := func(part string) bool {
		found := false
		under(top, func(o fyne.CanvasObject) {
			if text, ok := line(o); ok {
				found = found || strings.Contains(text, part)
			}
		})
		return found
	}
	for _, part := range []string{i18n.T("bench.paste.column.1"), "XR-7-02", i18n.T("bench.paste.new")} {
		if !cells(part) {
			t.Errorf("the preview does not say %q", part)
		}
	}
	tap(t, host, i18n.T("bench.paste.take", "n", 2))
	if got := answer(t, ws, "LS2026-005", "XR-7-01"); got.Conclusion != app.Problem || got.Should != 120 || got.Sampled != 30 || got.Faulty != 3 || got.Note != "3本未登记" {
		t.Errorf("on disk: %+v", got)
	}
	if got := answer(t, ws, "LS2026-005", "XR-7-04").Conclusion; got != app.NoProblem {
		t.Errorf("the last row: %q", got)
	}
	if got := answer(t, ws, "LS2026-005", "XR-7-03").Should; got == 10 {
		t.Error("a faulty row is kept")
	}
}

func TestNothingOnTheClipboardIsToldInPlainWords(t *testing.T) {
	_, host, _ := at(t, "LS2026-005", "XR-7-01")
	press(host, "g")
	fyne.CurrentApp().Clipboard().SetContent("")
	press(host, "v")
	sentence, _ := i18n.Error(app.Refuse("paste.empty"))
	if !shows(host, sentence) {
		t.Errorf("not told: %s", sentence)
	}
}

func TestOneKeyAsksForTheMaterialsOfAnItemOnce(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	before := len(dossier(t, ws, "LS2026-005").Materials)
	fresh, _ := app.MaterialsWanted(dossier(t, ws, "LS2026-005"), "XR-7-01")
	if len(fresh) == 0 {
		t.Skip("the sample has all materials of the item")
	}
	press(host, "m")
	tap(t, host, i18n.T("papers.material.ask"))
	d := dossier(t, ws, "LS2026-005")
	if len(d.Materials) != before+len(fresh) {
		t.Fatalf("%d lines, want %d; %v", len(d.Materials), before+len(fresh), host.Errors)
	}
	press(host, "m") // all are asked for: the list is shown
	if host.Win.Canvas().Overlays().Top() == nil || shelltest.Button(host.Win.Canvas().Overlays().Top(), i18n.T("papers.material.take")) == nil {
		t.Fatal("the list of materials is not shown")
	}
}

func TestSheetAndPaperComeFromTheItemInOneKey(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	sheets, papers := len(dossier(t, ws, "LS2026-005").Sheets), len(dossier(t, ws, "LS2026-005").Papers)
	press(host, "n")
	press(host, "3本证件未登记。")
	host.Win.Canvas().Unfocus()
	press(host, "s")
	tap(t, host, i18n.T("papers.keep"))
	press(host, "p")
	tap(t, host, i18n.T("finding.paper.save"))
	d := dossier(t, ws, "LS2026-005")
	if len(d.Sheets) != sheets+1 || len(d.Papers) != papers+1 {
		t.Fatalf("%d sheets, %d papers; %v", len(d.Sheets), len(d.Papers), host.Errors)
	}
	i := slices.IndexFunc(d.Sheets, func(s app.Sheet) bool { return strings.HasSuffix(s.Summary, "3本证件未登记。") })
	if i < 0 || d.Sheets[i].Index == "" || !d.Sheets[i].Items.Has("XR-7-01") || d.Sheets[i].Provider != d.Unit.Name {
		t.Errorf("sheets: %+v", d.Sheets)
	}
	j := slices.IndexFunc(d.Papers, func(p app.Paper) bool { return p.Item == "XR-7-01" })
	if j < 0 || !d.Papers[j].Sheets.Has(string(d.Sheets[i].ID)) {
		t.Errorf("the paper does not name the sheet: %+v", d.Papers)
	}
	press(host, "p") // one matter, one paper: the same one opens again
	tap(t, host, i18n.T("finding.paper.save"))
	if got := len(dossier(t, ws, "LS2026-005").Papers); got != papers+1 {
		t.Errorf("%d papers after the second time", got)
	}
	press(host, "t")
	if to := host.Routes[len(host.Routes)-1]; to.Room != shell.RoomCase+"/inspection" || to.Case != d.Case.ID {
		t.Errorf("T leads to %+v", to)
	}
}

func TestOwnItemsComeFirstAndAreListedAlone(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-01")
	press(host, "1")
	who := ws.Desk().Who
	mine := 0
	d := dossier(t, ws, "LS2026-005")
	for _, code := range codes(d, app.Review) {
		if a := d.Answers[code]; a.Conclusion == "" || a.By == who {
			mine++
		}
	}
	tap(t, host, i18n.T("bench.mine"))
	press(host, "ga")
	if want := i18n.T("bench.table.count", "n", mine, "of", mine); !shows(host, want) {
		t.Errorf("the rows are not one's own: want %q", want)
	}
	room.Open(shell.Route{Case: d.Case.ID, Ref: codes(d, app.Review)[0]}) // asked for by name: shown all the same
	if len(host.Errors) > 0 {
		t.Error(host.Errors)
	}
}

// TestARefreshLosesNeitherFocusNorCaret: while somebody writes, a deed from elsewhere comes in.
func TestARefreshLosesNeitherFocusNorCaret(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	press(host, "n")
	press(host, "写到一半")
	e := host.Win.Canvas().Focused().(*kit.Entry)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	column, text := e.CursorColumn, e.Text
	d := dossier(t, ws, "LS2026-005")
	if _, err := ws.Desk().AskMaterials(t.Context(), d.Case.ID, []app.Material{{Name: "别人要的资料", Kind: app.Ledger, Items: app.NewSet("XR-7-01")}}); err != nil {
		t.Fatal(err)
	}
	if host.Win.Canvas().Focused() != fyne.Focusable(e) || e.CursorColumn != column || e.Text != text || !strings.HasSuffix(text, "写到一半") {
		t.Errorf("focus %T, caret %d of %d, text %q", host.Win.Canvas().Focused(), e.CursorColumn, column, e.Text)
	}
}

func TestTheChecklistIsPrintedFromItsRows(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	path := filepath.Join(t.TempDir(), "检查表.pdf")
	press(host, "gp")
	for _, e := range shelltest.Entries(host.Win.Canvas().Overlays().Top()) {
		e.SetText(path)
	}
	tap(t, host, i18n.T("papers.print"))
	raw, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(raw), "%PDF") {
		t.Fatalf("%.8q %v; %v", raw, err, host.Errors)
	}
	if !slices.Equal(host.Opened, []string{path}) {
		t.Errorf("opened: %v", host.Opened)
	}
	d := dossier(t, ws, "LS2026-005")
	events, err := ws.History(t.Context(), d.Case.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(events, func(e store.Event) bool { return e.Verb == app.VerbPrint }) {
		t.Error("the print left no trace")
	}
}
