package bench_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"lianshen/app"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/bench"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/preview"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// engine shows PDF; making it ready takes seconds, so one serves every test.
var engine = sync.OnceValue(func() *preview.Engine { return preview.New(preview.CacheDir()) })

// stick is a file that fails after some bytes, as one on a stick that is pulled out.
type stick struct {
	io.Reader
	left int
}

func (s *stick) Read(p []byte) (int, error) {
	if s.left <= 0 {
		return 0, errors.New("input/output error")
	}
	n, err := s.Reader.Read(p[:min(len(p), s.left)])
	s.left -= n
	return n, err
}

func (*stick) Close() error { return nil }

func uris(paths ...string) (out []fyne.URI) {
	for _, p := range paths {
		out = append(out, storage.NewFileURI(p))
	}
	return out
}

// saved writes files into a folder and gives their paths.
func saved(t testing.TB, names []string, contents [][]byte) (paths []string) {
	t.Helper()
	dir := t.TempDir()
	for i, name := range names {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, contents[i], 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// TestAFileThatFailsOnTheWayIsToldAndTheOthersAreKept: a stick pulled out, a file cut or still written while it is read.
func TestAFileThatFailsOnTheWayIsToldAndTheOthersAreKept(t *testing.T) {
	for name, c := range map[string]struct {
		told string
		open func(whole []byte) (io.ReadCloser, int64)
	}{
		"stick":   {"error.evidence.cutoff", func(b []byte) (io.ReadCloser, int64) { return &stick{bytes.NewReader(b), 100_000}, int64(len(b)) }},
		"at once": {"error.attachment.unreadable", func(b []byte) (io.ReadCloser, int64) { return &stick{bytes.NewReader(b), 0}, int64(len(b)) }},
		"shrinks": {"error.evidence.unsteady", func(b []byte) (io.ReadCloser, int64) {
			return io.NopCloser(bytes.NewReader(b[:200_000])), int64(len(b))
		}},
		"grows": {"error.evidence.unsteady", func(b []byte) (io.ReadCloser, int64) { return io.NopCloser(bytes.NewReader(b)), 200_000 }},
	} {
		for _, ending := range []string{".jpg", ".mp4"} { // what is looked at as a whole, and what is passed on as it comes
			t.Run(name+ending, func(t *testing.T) {
				ws, host, room := at(t, "LS2026-005", "XR-7-03")
				room.AtOnce(none)
				before, files := len(dossier(t, ws, "LS2026-005").Evidence), blobs(t, ws)
				bad := "坏" + ending
				room.OpenWith(func(path string) (io.ReadCloser, int64, bool) {
					if filepath.Base(path) != bad {
						return nil, 0, false
					}
					r, size := c.open(bytes.Repeat([]byte("\xff\xd8\xff录像"), 100_000))
					return r, size, true
				})
				paths := saved(t, []string{"一.pdf", bad, "二.pdf"}, [][]byte{[]byte("one"), []byte("x"), []byte("two")})
				room.Dropped(fyne.Position{}, uris(paths...))
				if got := dossier(t, ws, "LS2026-005").Evidence; len(got) != before+2 || blobs(t, ws) != files+2 {
					t.Errorf("%d pieces and %d files more, want 2 and 2", len(got)-before, blobs(t, ws)-files)
				}
				if !says(host, bad) || !says(host, i18n.T(c.told, "name", bad)) {
					t.Error("nothing tells which file failed, and why")
				}
			})
		}
	}
}

// halting is a host whose work is stopped by the person after some reports.
type halting struct {
	*shelltest.Host
	after int
	said  []string
}

func (h *halting) Progress(_ string, work func(context.Context, func(int, int, string)) error, done func(error)) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	done(work(ctx, func(n, total int, text string) {
		h.said = append(h.said, fmt.Sprintf("%d/%d %s", n, total, text))
		if h.after--; h.after == 0 {
			stop()
		}
	}))
}

// sparse is a file of so many bytes that takes no room on disk.
func sparse(t testing.TB, name string, size int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err == nil {
		err = errors.Join(f.Truncate(size), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func halted(t testing.TB, after int) (*store.Workspace, *halting, *bench.Room) {
	t.Helper()
	ws := sample(t)
	host := &halting{Host: shelltest.New(t, ws.Desk()), after: after}
	room := bench.New(host, ws)
	room.AtOnce(none)
	t.Cleanup(ws.OnChange(room.Changed))
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: dossier(t, ws, "LS2026-005").Case.ID, Ref: "XR-7-03"})
	return ws, host, room
}

// TestALargeFileIsTakenInPieceByPiece: 500 MB pass through without ever being in memory as a whole, with progress in MB.
func TestALargeFileIsTakenInPieceByPiece(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 500 MB")
	}
	ws, host, room := halted(t, 0)
	path := sparse(t, "录像.mp4", 500<<20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	room.Dropped(fyne.Position{}, uris(path))
	runtime.ReadMemStats(&after)
	if e := last(dossier(t, ws, "LS2026-005")); e.FileSize != 500<<20 || e.FileName != "录像.mp4" {
		t.Errorf("%+v", e)
	}
	if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 200 {
		t.Errorf("%d MB of memory were asked for", took)
	}
	if len(host.said) < 100 || !strings.Contains(strings.Join(host.said, "\n"), "250/500 "+i18n.T("evidence.progress.mb", "i", 1, "n", 1, "name", "录像.mp4")) {
		t.Errorf("%d reports, such as %q", len(host.said), host.said[len(host.said)/2])
	}
}

func TestAStopLeavesWhatIsKeptAndNoOrphan(t *testing.T) {
	ws, host, room := halted(t, 8)
	before, files := len(dossier(t, ws, "LS2026-005").Evidence), blobs(t, ws)
	small := saved(t, []string{"一.pdf"}, [][]byte{[]byte("one")})
	room.Dropped(fyne.Position{}, uris(small[0], sparse(t, "录像.mp4", 60<<20), sparse(t, "录像2.mp4", 30<<20)))
	if got := len(dossier(t, ws, "LS2026-005").Evidence) - before; got != 1 || blobs(t, ws) != files+1 {
		t.Errorf("%d pieces and %d files more, want one of each", got, blobs(t, ws)-files)
	}
	if len(host.Toasts) == 0 {
		t.Error("nothing says that one was kept")
	}
}

func TestAFileOverTheLimitOfPackagesIsRefusedBeforeItIsRead(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	files := blobs(t, ws)
	room.OpenWith(func(string) (io.ReadCloser, int64, bool) {
		return &stick{strings.NewReader(""), 0}, store.MaxAttachment + 1, true
	})
	room.Dropped(fyne.Position{}, uris("/media/usb/全程录像.mp4"))
	if !says(host, i18n.T("error.attachment.large", "name", "全程录像.mp4", "gb", 8)) || blobs(t, ws) != files {
		t.Error("it is not refused by name")
	}
}

func TestANameOfThreeHundredCharactersIsToldAndNothingBreaks(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	room.OpenWith(func(string) (io.ReadCloser, int64, bool) { return io.NopCloser(strings.NewReader("pages")), 5, true })
	room.Dropped(fyne.Position{}, uris("/stick/"+strings.Repeat("证", 300)+".pdf"))
	if e := last(dossier(t, ws, "LS2026-005")); e.FileName != strings.Repeat("证", 119)+"….pdf" {
		t.Errorf("%q, told %q, %v", e.FileName, host.Toasts, host.Errors)
	}
}

// TestWhatCannotBeShownIsKeptAndToldByName: damaged pictures, bombs, what a phone makes, damaged PDFs.
func TestWhatCannotBeShownIsKeptAndToldByName(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	room.WithPages(engine())
	bomb := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x06\x00\x00\x00\x94\x7d\x07\x33")
	drop(t, room, map[string][]byte{"断了.jpg": photo(t, 300, 200, 4)[:900], "炸弹.png": bomb, "手机.heic": []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
		"坏表.pdf": []byte("%PDF-1.7\nnothing of it"), "好.jpg": photo(t, 60, 40, 1)})
	for name, key := range map[string]string{"断了.jpg": "error.picture.broken", "手机.heic": "error.picture.heic", "坏表.pdf": "error.evidence.pdf"} {
		if !says(host, i18n.T("bench.evidence.failed", "name", name, "reason", i18n.T(key))) {
			t.Errorf("nothing is said of %s", name)
		}
	}
	if !says(host, "炸弹.png") || says(host, "好.jpg") || !says(host, i18n.T("error.picture.heic.hint")) {
		t.Error("the bomb is not told, or the good photo is")
	}
	kept := map[string]bool{}
	for _, e := range dossier(t, ws, "LS2026-005").Evidence {
		kept[e.FileName] = true
	}
	if !kept["断了.jpg"] || !kept["炸弹.png"] || !kept["手机.heic"] || !kept["坏表.pdf"] {
		t.Errorf("kept are %v", kept)
	}
}

// scan is a page with or without the code of a sheet.
func scan(t testing.TB, code string) []byte {
	t.Helper()
	page := image.NewRGBA(image.Rect(0, 0, 1654, 2339))
	for i := range page.Pix {
		page.Pix[i] = 250
	}
	if code != "" {
		symbol, err := qr.Encode(code, qr.M, qr.Auto)
		if err == nil {
			symbol, err = barcode.Scale(symbol, 160, 160)
		}
		if err != nil {
			t.Fatal(err)
		}
		for y := range 160 {
			for x := range 160 {
				page.Set(210+x, 100+y, symbol.At(x, y))
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, page, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAScannedPDFComesBackToItsSheet: the code is read from whichever page bears it.
func TestAScannedPDFComesBackToItsSheet(t *testing.T) {
	ws, _, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	room.WithPages(engine())
	c := dossier(t, ws, "LS2026-005").Case
	id, err := ws.Desk().WriteSheet(t.Context(), app.Sheet{Case: c.ID, Strand: app.Review, Title: "证件管理", Summary: "3本证件没有集中保管。", Items: app.NewSet("XR-7-04")})
	if err != nil {
		t.Fatal(err)
	}
	s, err := app.Get[app.Sheet](t.Context(), ws, id)
	if err != nil {
		t.Fatal(err)
	}
	plain, coded := scan(t, ""), scan(t, app.SheetSymbol(s))
	for name, pages := range map[string][][]byte{"首页": {coded, plain}, "第六页": {plain, plain, plain, plain, plain, coded}} {
		file, err := pdf.Join(pages, name, time.Date(2026, 5, 8, 9, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		drop(t, room, map[string][]byte{name + ".pdf": file})
		e := last(dossier(t, ws, "LS2026-005"))
		room.ScanBack(e)
		if got, err := app.Get[app.Evidence](t.Context(), ws, e.ID); err != nil || got.Of != id {
			t.Errorf("%s: %+v %v", name, got, err)
		}
		kit.CloseAll(room.Window())
	}
}

// TestThePagesOfAPDFAreTurnedAndEnlargedByKeys goes through a PDF and on to the next piece of evidence.
func TestThePagesOfAPDFAreTurnedAndEnlargedByKeys(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	room.WithPages(engine())
	file, err := pdf.Join([][]byte{scan(t, ""), photo(t, 300, 200, 2), photo(t, 200, 300, 3)}, "盘点表", noon)
	if err != nil {
		t.Fatal(err)
	}
	paths := saved(t, []string{"盘点表.pdf", "后面.jpg"}, [][]byte{file, photo(t, 90, 60, 1)})
	room.Dropped(fyne.Position{}, uris(paths...))
	for _, e := range dossier(t, ws, "LS2026-005").Evidence {
		if e.FileName == "盘点表.pdf" {
			room.ViewEvidence(e)
		}
	}
	page := func(n int) {
		t.Helper()
		if !says(host, i18n.T("evidence.view.page", "n", n, "of", 3)) || images(host, host.Win.Canvas().Overlays().Top()) != 1 {
			t.Errorf("page %d is not in view", n)
		}
	}
	page(1)
	key(host, fyne.KeyRight)
	page(2)
	key(host, fyne.KeyEnd)
	page(3)
	key(host, fyne.KeyLeft)
	page(2)
	key(host, fyne.KeyHome)
	page(1)
	press(host, "++")
	if !says(host, i18n.T("evidence.view.zoom", "percent", 200)) {
		t.Error("it is not enlarged")
	}
	capture(t, host, "evidence-pdf-zoomed")
	press(host, "++")
	key(host, fyne.KeyRight) // there is more of the page at the right
	page(1)
	press(host, "0")
	if says(host, i18n.T("evidence.view.zoom", "percent", 200)) {
		t.Error("it does not fit again")
	}
	capture(t, host, "evidence-pdf")
	key(host, fyne.KeyEnd)
	key(host, fyne.KeyPageDown)
	if !says(host, "后面") || images(host, host.Win.Canvas().Overlays().Top()) != 1 {
		t.Error("the next piece of evidence is not in view")
	}
	key(host, fyne.KeyEscape)
	if host.Win.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close it")
	}
	press(host, "n")
	if host.Win.Canvas().Focused() == nil {
		t.Error("the keys of the bench are gone")
	}
}

// TestScannedPagesAreOrderedTurnedAndLeftOutByKeys joins three of four photos in another order.
func TestScannedPagesAreOrderedTurnedAndLeftOutByKeys(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	paths := saved(t, []string{"甲.jpg", "乙.jpg", "丙.jpg", "丁.jpg"}, [][]byte{photo(t, 160, 230, 6), photo(t, 230, 160, 7), photo(t, 160, 230, 8), photo(t, 100, 200, 9)})
	room.Dropped(fyne.Position{}, uris(paths...))
	room.JoinScans()
	press(host, "盘点表")
	tap(t, host, i18n.T("evidence.join.down")) // 乙 甲 丙 丁, and the list has the keys
	key(host, fyne.KeyDown)
	key(host, fyne.KeySpace) // without 丙
	key(host, fyne.KeyEnd)
	press(host, "r") // 丁 lies across
	key(host, fyne.KeyPageUp)
	key(host, fyne.KeyPageUp) // 乙 丁 甲 丙
	capture(t, host, "evidence-join-keys")
	tap(t, host, i18n.T("evidence.join.deed"))
	e := last(dossier(t, ws, "LS2026-005"))
	if e.Title != "盘点表" || e.Pages != 3 || !e.Items.Has("XR-7-03") {
		t.Fatalf("%+v %v", e, host.Errors)
	}
	r, err := ws.OpenAttachment(t.Context(), e.FileHash)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	file, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if out := os.Getenv("SHOTS"); out != "" {
		if err := os.WriteFile(filepath.Join(out, "joined.pdf"), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	book, err := engine().Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	var across []bool
	for n := 1; n <= book.Pages(); n++ {
		across = append(across, book.Size(n).Width > book.Size(n).Height)
	}
	if fmt.Sprint(across) != "[true true false]" {
		t.Errorf("pages across: %v", across)
	}
}
