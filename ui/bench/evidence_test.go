package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"golang.org/x/text/encoding/simplifiedchinese"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/bench"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// photo is a JPEG picture of its own colours.
func photo(t testing.TB, w, h, hue int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8(hue * 37), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func drop(t testing.TB, room *bench.Room, files map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	var uris []fyne.URI
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		uris = append(uris, storage.NewFileURI(path))
	}
	room.Dropped(fyne.Position{}, uris)
}

// blobs counts the attached files on disk.
func blobs(t testing.TB, ws *store.Workspace) (n int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(ws.Dir(), "attachments"), func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return n
}

// images counts the pictures in view.
func images(host *shelltest.Host, top fyne.CanvasObject) (n int) {
	under(top, func(o fyne.CanvasObject) {
		if _, ok := o.(*canvas.Image); ok {
			n++
		}
	})
	return n
}

func last(d app.Dossier) app.Evidence { return d.Evidence[len(d.Evidence)-1] }

func none(context.Context) ([]byte, error) { return nil, app.Refuse("clip.none") }

func TestTheSamePhotoIsToldAndLinkedAndNotStoredTwice(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	drop(t, room, map[string][]byte{"会议室.jpg": photo(t, 90, 60, 1)})
	one, files := last(dossier(t, ws, "LS2026-005")), blobs(t, ws)
	room.Open(shell.Route{Room: shell.RoomBench, Ref: "XR-7-02"})
	drop(t, room, map[string][]byte{"又是这张.jpg": photo(t, 90, 60, 1)})
	two := last(dossier(t, ws, "LS2026-005"))
	if two.ID != one.ID || !two.Items.Has("XR-7-03") || !two.Items.Has("XR-7-02") || blobs(t, ws) != files {
		t.Errorf("%d and %d, items %v, %d files", one.Number, two.Number, two.Items, blobs(t, ws))
	}
	if want := i18n.T("evidence.known", "number", one.Number, "item", "XR-7-02"); !strings.Contains(strings.Join(host.Toasts, "\n"), want) {
		t.Errorf("told %q", host.Toasts)
	}
	if !shows(host, "会议室") || images(host, host.Win.Content()) == 0 {
		t.Error("the photo is not in view at its second item")
	}
}

func TestCopiedFilesAreKept(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	path := filepath.Join(t.TempDir(), "会议记录.txt")
	if err := os.WriteFile(path, []byte("二〇二五年"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(dossier(t, ws, "LS2026-005").Evidence)
	room.Copied(path)
	press(host, "v")
	d := dossier(t, ws, "LS2026-005")
	if e := last(d); len(d.Evidence) != before+1 || e.FileName != "会议记录.txt" || e.Title != "会议记录" || !e.Items.Has("XR-7-03") {
		t.Fatalf("%+v %v", e, host.Errors)
	}
}

func TestACopiedPictureIsKept(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	copied := photo(t, 50, 50, 2)
	room.AtOnce(func(context.Context) ([]byte, error) { return copied, nil })
	before := len(dossier(t, ws, "LS2026-005").Evidence)
	press(host, "v")
	d := dossier(t, ws, "LS2026-005")
	if e := last(d); len(d.Evidence) != before+1 || e.Kind != "photo" || e.FileSize != int64(len(copied)) || !e.Items.Has("XR-7-03") {
		t.Fatalf("%+v %v", e, host.Errors)
	}
	room.AtOnce(none)
	press(host, "v")
	if len(host.Errors) != 1 || app.CodeOf(host.Errors[0]) != "clip.none" {
		t.Errorf("%v", host.Errors)
	}
	files := blobs(t, ws)
	room.AtOnce(func(context.Context) ([]byte, error) { return []byte("no picture"), nil })
	press(host, "v")
	if blobs(t, ws) != files || len(dossier(t, ws, "LS2026-005").Evidence) != before+1 {
		t.Error("what is no picture was kept")
	}
}

func TestLongNamesAreCutAndTold(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	drop(t, room, map[string][]byte{strings.Repeat("x", 240) + ".pdf": []byte("pages")})
	e := last(dossier(t, ws, "LS2026-005"))
	if utf8.RuneCountInString(e.FileName) != 124 || !strings.HasSuffix(e.FileName, "….pdf") || utf8.RuneCountInString(e.Title) != 120 {
		t.Errorf("%q %q", e.FileName, e.Title)
	}
	if want := i18n.T("evidence.short", "n", 1, "max", 120); !strings.Contains(strings.Join(host.Toasts, "\n"), want) {
		t.Errorf("told %q", host.Toasts)
	}
}

func TestARefusedDeedLeavesNoFile(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	files := blobs(t, ws)
	host.TheDesk.Door = refusing{host.TheDesk.Door}
	drop(t, room, map[string][]byte{"台账.pdf": []byte("pages of a ledger")})
	if got := blobs(t, ws); got != files {
		t.Errorf("%d files, want %d", got, files)
	}
}

// refusing is a door at which every deed is refused.
type refusing struct{ app.Door }

func (refusing) Do(context.Context, func(app.Reader) (app.Deed, error)) error {
	return app.Refuse("case.closed", "number", "LS2026-005")
}

func TestVersionsAndWithdrawalAreShown(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	drop(t, room, map[string][]byte{"盘点表.pdf": []byte("first")})
	one := last(dossier(t, ws, "LS2026-005"))
	newer := filepath.Join(t.TempDir(), "盘点表改.pdf")
	if err := os.WriteFile(newer, []byte("second"), 0o600); err != nil {
		t.Fatal(err)
	}
	room.ShowEvidence(one)
	tap(t, host, i18n.T("evidence.replace"))
	press(host, newer)
	tap(t, host, i18n.T("evidence.replace.deed"))
	d := dossier(t, ws, "LS2026-005")
	if two := last(d); two.Replaces != one.ID || two.Number != one.Number+1 || two.Title != "盘点表" {
		t.Fatalf("%+v", two)
	}
	if !shows(host, i18n.T("evidence.replaced")) {
		t.Error("nothing says that the former version was replaced")
	}
	room.ShowEvidence(last(d))
	tap(t, host, i18n.T("evidence.withdraw"))
	press(host, "来源不明")
	tap(t, host, i18n.T("evidence.withdraw"))
	if got := last(dossier(t, ws, "LS2026-005")).Withdrawn; got != "来源不明" || !shows(host, i18n.T("evidence.withdrawn")) {
		t.Errorf("withdrawn %q", got)
	}
}

func TestAScanComesBackToItsSheet(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	c := dossier(t, ws, "LS2026-005").Case
	id, err := ws.Desk().WriteSheet(t.Context(), app.Sheet{Case: c.ID, Strand: app.Review, Title: "证件管理", Summary: "3本证件没有集中保管。", Items: app.NewSet("XR-7-04")})
	if err != nil {
		t.Fatal(err)
	}
	s, err := app.Get[app.Sheet](t.Context(), ws, id)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(app.SheetSymbol(s), qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	if code, err = barcode.Scale(code, 220, 220); err != nil {
		t.Fatal(err)
	}
	page := image.NewRGBA(image.Rect(0, 0, 800, 1100))
	for i := range page.Pix {
		page.Pix[i] = 250
	}
	for y := range 220 {
		for x := range 220 {
			page.Set(540+x, 40+y, code.At(x, y))
		}
	}
	var scan bytes.Buffer
	if err := jpeg.Encode(&scan, page, nil); err != nil {
		t.Fatal(err)
	}
	drop(t, room, map[string][]byte{"扫描件.jpg": scan.Bytes(), "没有码.jpg": photo(t, 80, 80, 5)})
	for _, e := range dossier(t, ws, "LS2026-005").Evidence {
		switch e.Title {
		case "扫描件":
			room.ScanBack(e)
			got, err := app.Get[app.Evidence](t.Context(), ws, e.ID)
			if err != nil || got.Of != id || got.Kind != "sheet" || !got.Items.Has("XR-7-04") {
				t.Errorf("%+v %v", got, err)
			}
		case "没有码":
			room.ScanBack(e)
			s.Summary = "4本证件没有集中保管。"
			was := app.SheetCode(s)
			if _, err := ws.Desk().WriteSheet(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			s.Summary = "3本证件没有集中保管。"
			old := app.SheetCode(s)
			if was == old {
				t.Fatal("both wordings have one code")
			}
			press(host, old)
			tap(t, host, i18n.T("evidence.scan.deed"))
			if got, err := app.Get[app.Evidence](t.Context(), ws, e.ID); err != nil || got.Of != id {
				t.Errorf("%+v %v", got, err)
			}
			if !says(host, i18n.T("evidence.scan.outdated", "index", s.Index)) {
				t.Error("nothing says that the sheet was changed after the print")
			}
			kit.CloseAll(host.Win)
		}
	}
}

// says looks for a text in the dialogs, too.
func says(host *shelltest.Host, text string) bool {
	found := false
	for _, o := range host.Win.Canvas().Overlays().List() {
		under(o, func(o fyne.CanvasObject) {
			if p, ok := o.(*kit.Para); ok {
				found = found || strings.Contains(p.Text(), text)
			}
		})
	}
	return found
}

func TestPicturesAndTextsAreShownAndBrokenOnesAreTold(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("账外资金说明"))
	if err != nil {
		t.Fatal(err)
	}
	drop(t, room, map[string][]byte{"现场.jpg": photo(t, 300, 200, 3), "坏图.jpg": photo(t, 300, 200, 4)[:900], "说明.txt": gbk})
	for _, e := range dossier(t, ws, "LS2026-005").Evidence {
		switch e.Title {
		case "现场":
			room.ViewEvidence(e)
			if images(host, host.Win.Canvas().Overlays().Top()) != 1 {
				t.Error("the photo is not shown")
			}
		case "坏图":
			room.ViewEvidence(e)
			if !says(host, i18n.T("error.picture.broken")) {
				t.Error("nothing says that the photo is damaged")
			}
		case "说明":
			room.ViewEvidence(e)
			if !says(host, "账外资金说明") {
				t.Error("the text is not shown")
			}
		}
		kit.CloseAll(host.Win)
	}
}

func TestScansAreJoinedAndStay(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	room.AtOnce(none)
	drop(t, room, map[string][]byte{"第1页.jpg": photo(t, 160, 230, 6), "第2页.jpg": photo(t, 160, 230, 7)})
	before := dossier(t, ws, "LS2026-005")
	var link *kit.Tap
	under(host.Win.Content(), func(o fyne.CanvasObject) {
		tap, ok := o.(*kit.Tap)
		if !ok {
			return
		}
		under(tap, func(o fyne.CanvasObject) {
			if text, ok := line(o); ok && text == i18n.T("evidence.join") {
				link = tap
			}
		})
	})
	if link == nil {
		t.Fatal("nothing offers to join the scans")
	}
	link.Tapped(nil)
	tap(t, host, i18n.T("evidence.join.deed"))
	if got := dossier(t, ws, "LS2026-005"); len(got.Evidence) != len(before.Evidence) {
		t.Fatal("joined without a title")
	}
	kit.CloseAll(host.Win)
}

func TestTextsAreReadInTheirEncoding(t *testing.T) {
	for want, data := range map[string]string{"编制": "编制", "b编制": "\xef\xbb\xbfb编制", "编": "\xff\xfe\x16\x7f", "职数\n超": "职\x00数\n\u202e超", "": ""} {
		if got := bench.DecodeText([]byte(data)); got != want {
			t.Errorf("%q is read as %q, want %q", data, got, want)
		}
	}
	cutOff := "编制" + "编制"[:2]
	if got := bench.DecodeText([]byte(cutOff)); got != "编制" {
		t.Errorf("cut in a character it is read as %q", got)
	}
}

// TestEveryLookOfEvidence draws the list, the form, the viewer and the links. With SHOTS the pictures are kept.
func TestEveryLookOfEvidence(t *testing.T) {
	for _, language := range []string{i18n.Chinese, i18n.English} {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
		ws, host, room := at(t, "LS2026-005", "XR-7-03")
		room.AtOnce(none)
		drop(t, room, map[string][]byte{"会议室.jpg": photo(t, 900, 600, 1), "证件柜.jpg": photo(t, 600, 900, 4), "台账.pdf": []byte("pages")})
		capture(t, host, "evidence-list-"+language)
		var one app.Evidence
		for _, e := range dossier(t, ws, "LS2026-005").Evidence {
			if e.Title == "会议室" {
				one = e
			}
		}
		room.ShowEvidence(one)
		capture(t, host, "evidence-form-"+language)
		kit.CloseAll(host.Win)
		room.ViewEvidence(one)
		capture(t, host, "evidence-view-"+language)
		press(host, "++")
		key(host, fyne.KeyDown)
		capture(t, host, "evidence-view-zoomed-"+language)
		kit.CloseAll(host.Win)
		room.JoinScans()
		tap(t, host, i18n.T("evidence.join.down"))
		tap(t, host, i18n.T("evidence.join.turn"))
		capture(t, host, "evidence-join-"+language)
		kit.CloseAll(host.Win)
		room.LinkEvidence(one)
		capture(t, host, "evidence-link-"+language)
		kit.CloseAll(host.Win)
		if unknown := i18n.Unknown(); len(unknown) > 0 {
			t.Errorf("texts without a translation: %v", unknown)
		}
	}
}

// BenchmarkItemWithThirtyPhotos is the way to an item with 30 photos on the main goroutine.
func BenchmarkItemWithThirtyPhotos(b *testing.B) {
	ws := sample(b)
	host := &lateHost{Host: shelltest.New(b, ws.Desk())}
	room := bench.New(host, ws)
	room.AtOnce(none)
	b.Cleanup(ws.OnChange(room.Changed))
	c := dossier(b, ws, "LS2026-005").Case
	for i := range 30 {
		data := photo(b, 400+i, 300, i)
		hash, size, err := ws.Attach(b.Context(), bytes.NewReader(data), "a.jpg")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ws.Desk().AddEvidence(b.Context(), app.Evidence{Case: c.ID, Title: fmt.Sprint("照片", i), Kind: "photo", Items: app.NewSet("XR-1-02"), FileName: "a.jpg", FileHash: hash, FileSize: size}); err != nil {
			b.Fatal(err)
		}
	}
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: c.ID, Ref: "XR-1-01"})
	host.Win.Resize(room1366)
	host.catchUp(b)
	for b.Loop() {
		room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		b.StopTimer()
		host.catchUp(b)
		room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
		host.catchUp(b)
		b.StartTimer()
	}
}

// BenchmarkPhotoStoredAndShown stores a photo of 24 megapixels and makes it for the screen.
func BenchmarkPhotoStoredAndShown(b *testing.B) {
	ws := sample(b)
	host := shelltest.New(b, ws.Desk())
	room := bench.New(host, ws)
	room.AtOnce(none)
	b.Cleanup(ws.OnChange(room.Changed))
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: dossier(b, ws, "LS2026-005").Case.ID, Ref: "XR-1-01"})
	data := photo(b, 6000, 4000, 1)
	dir := b.TempDir()
	n := 0
	for b.Loop() {
		b.StopTimer()
		n++
		path := filepath.Join(dir, fmt.Sprint(n, ".jpg"))
		if err := os.WriteFile(path, append(data[:len(data):len(data)], byte(n)), 0o600); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		room.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path)})
	}
}
