package bench

import (
	"bytes"
	"context"
	"image"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"lianshen/app"
	"lianshen/reports/picture"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/preview"
)

const (
	maxText  = 256 << 10 // bytes of a text that are shown
	pageDPI  = 110       // of a page of a PDF on the screen
	scanDPI  = 200       // of a page in which a code is looked for
	scanned  = 4         // pages of a PDF in which a code is looked for
	pdfBytes = 200 << 20 // of a PDF that is shown
)

// view is a dialog that shows the file of a piece of evidence: a picture, the pages of a PDF, or a text. Nothing of it
// is written to disk.
type view struct {
	room   *Room
	list   []app.Evidence // what can be gone through
	at     int
	page   int // of a PDF, from 1
	pages  int
	label  *kit.Para
	place  *fyne.Container
	dialog *kit.Dialog
	job    int
	stop   context.CancelFunc
	book   *preview.Book
	back   *kit.Button
	next   *kit.Button
}

// viewable says whether the program can show the file of a piece of evidence.
func (r *Room) viewable(e app.Evidence) bool {
	return e.FileHash != "" && (pictured(e) || isPDF(e) && r.right.album.engine != nil || isText(e))
}

func isPDF(e app.Evidence) bool { return strings.EqualFold(filepath.Ext(e.FileName), ".pdf") }

func isText(e app.Evidence) bool {
	switch strings.ToLower(filepath.Ext(e.FileName)) {
	case ".txt", ".csv", ".md", ".log", ".json", ".xml", ".htm", ".html":
		return true
	}
	return false
}

// viewEvidence shows a piece of evidence; the others of the item follow by a button.
func (r *Room) viewEvidence(e app.Evidence) {
	v := &view{room: r, label: kit.NewPara("", kit.Second), place: container.NewStack(), page: 1}
	for _, o := range r.sheet.evidence() {
		if o.ID == e.ID {
			v.at = len(v.list)
		}
		if o.ID == e.ID || r.viewable(o) {
			v.list = append(v.list, o)
		}
	}
	if len(v.list) == 0 || v.list[v.at].ID != e.ID {
		v.list, v.at = []app.Evidence{e}, 0
	}
	v.back, v.next = kit.NewButton(i18n.T("evidence.view.back"), func() { v.turn(-1) }), kit.NewButton(i18n.T("evidence.view.next"), func() { v.turn(1) })
	more := kit.NewButton(i18n.T("evidence.view.about"), func() {
		v.dialog.Close()
		r.showEvidence(v.list[v.at])
	})
	done := kit.NewPrimary(i18n.T("kit.close"), func() { v.dialog.Close() })
	v.dialog = kit.ShowDialog(r.host.Window(), i18n.T("evidence.view"), container.NewBorder(v.label, nil, nil, nil, v.place), 980, 690, v.back, v.next, more, done)
	v.dialog.OnClosed = func() { v.forget() }
	v.show()
}

// turn goes to another page, or to another piece of evidence.
func (v *view) turn(n int) {
	switch page := v.page + n; {
	case page >= 1 && page <= v.pages:
		v.page = page
		v.render()
	case v.at+n >= 0 && v.at+n < len(v.list):
		v.at += n
		v.show()
	}
}

// forget ends what is being made and gives back what is open.
func (v *view) forget() {
	v.job++
	if v.stop != nil {
		v.stop()
	}
	if b := v.book; b != nil {
		v.book = nil
		v.room.right.album.elsewhere(func() { _ = b.Close() }) // nothing of it is needed any more
	}
	v.page, v.pages = 1, 0
}

// shown is what was made of a file.
type shown struct {
	img  image.Image
	text string
	book *preview.Book
}

// show makes the piece of evidence in hand visible.
func (v *view) show() {
	v.forget()
	e := v.list[v.at]
	v.put(kit.NewPara(i18n.T("evidence.view.working"), kit.Second))
	v.away(func(ctx context.Context, a *album) (s shown, err error) {
		switch {
		case pictured(e):
			s.img, err = orNil(a.make(ctx, e.FileHash, screenSide))
		case isPDF(e):
			var data []byte
			if data, err = a.read(ctx, e.FileHash, pdfBytes); err == nil {
				if s.book, err = a.engine.Open(ctx, data); err != nil {
					err = &app.Error{Code: "evidence.pdf", Cause: err}
				}
			}
		default:
			s.text, err = a.text(ctx, e.FileHash)
		}
		return s, err
	})
}

// orNil keeps an empty picture from being one.
func orNil(img *image.RGBA, err error) (image.Image, error) {
	if img == nil {
		return nil, err
	}
	return img, err
}

// render makes the page in hand visible.
func (v *view) render() {
	book, page := v.book, v.page
	v.away(func(ctx context.Context, _ *album) (s shown, err error) {
		s.img, err = book.Page(ctx, page, pageDPI)
		return s, err
	})
}

// away does work off the main goroutine and shows what came of it, unless something else is wished by then.
func (v *view) away(work func(context.Context, *album) (shown, error)) {
	if v.stop != nil {
		v.stop()
	}
	ctx, stop := context.WithCancel(context.Background())
	v.stop = stop
	v.job++
	job, a := v.job, v.room.right.album
	v.tell()
	a.elsewhere(func() {
		s, err := work(ctx, a)
		fyne.Do(func() {
			if job != v.job {
				if s.book != nil {
					a.elsewhere(func() { _ = s.book.Close() })
				}
				return
			}
			v.came(s, err)
		})
	})
}

func (v *view) came(s shown, err error) {
	switch {
	case err != nil:
		sentence, hint := i18n.Error(err)
		v.put(kit.Column(6, kit.NewPara(sentence, kit.Faulty), kit.NewPara(hint, kit.Second)))
	case s.book != nil:
		v.book, v.pages, v.page = s.book, s.book.Pages(), 1
		v.render()
	case s.img != nil:
		img := canvas.NewImageFromImage(s.img)
		img.FillMode, img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
		v.put(img)
	default:
		v.put(kit.Scroll(kit.NewPara(s.text, kit.Body)))
	}
	v.tell()
}

func (v *view) put(o fyne.CanvasObject) {
	v.place.Objects = []fyne.CanvasObject{o}
	v.place.Refresh()
}

// tell says over the picture which one it is, when it was taken, and which page.
func (v *view) tell() {
	e := v.list[v.at]
	parts := []string{i18n.T("bench.evidence.line", "number", e.Number, "title", e.Title)}
	if e.TakenAt != "" {
		parts = append(parts, i18n.T("evidence.takenat", "at", e.TakenAt))
	}
	if v.pages > 1 {
		parts = append(parts, i18n.T("evidence.view.page", "n", v.page, "of", v.pages))
	}
	v.label.SetText(strings.Join(parts, "　"))
	kit.Relayout(v.place)
	enable(v.back, v.page > 1 || v.at > 0)
	enable(v.next, v.page < v.pages || v.at+1 < len(v.list))
}

func enable(b *kit.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// text reads the beginning of a text in whichever encoding it is.
func (a *album) text(ctx context.Context, hash string) (string, error) {
	r, err := a.room.store.OpenAttachment(ctx, hash)
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Close() }() // read only
	data := make([]byte, maxText+1)
	n := 0
	for n < len(data) {
		k, err := r.Read(data[n:])
		if n += k; err != nil {
			break // the end; a damaged file was refused before
		}
	}
	text := decodeText(data[:min(n, maxText)])
	if n > maxText {
		text += "\n" + i18n.T("evidence.view.cut", "kb", maxText>>10)
	}
	return text, nil
}

// decodeText reads UTF-8, UTF-16 with its mark, and what else is GB18030.
func decodeText(data []byte) string {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			if out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data[:len(data)&^1]); err == nil {
				return printable(string(out))
			}
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	whole := data
	for range utf8.UTFMax - 1 { // the last character may be cut
		if utf8.Valid(whole) {
			return printable(string(whole))
		}
		whole = whole[:max(0, len(whole)-1)]
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		out = bytes.ToValidUTF8(data, []byte("�"))
	}
	return printable(string(out))
}

// printable takes control characters away, and those that turn the direction of writing.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// codeOn looks for the printed code in a picture or in the first pages of a PDF. It is not for the main goroutine.
func (a *album) codeOn(ctx context.Context, e app.Evidence) (string, error) {
	if pictured(e) {
		data, err := a.read(ctx, e.FileHash, picture.MaxBytes)
		if err != nil {
			return "", err
		}
		return picture.ReadCode(ctx, data)
	}
	if !isPDF(e) || a.engine == nil {
		return "", app.Refuse("picture.nocode")
	}
	data, err := a.read(ctx, e.FileHash, pdfBytes)
	if err != nil {
		return "", err
	}
	book, err := a.engine.Open(ctx, data)
	if err != nil {
		return "", &app.Error{Code: "evidence.pdf", Cause: err}
	}
	defer func() { _ = book.Close() }() // nothing of it is needed any more
	for n := range min(book.Pages(), scanned) {
		size := book.Size(n + 1)
		if size.Width*size.Height > 2000*2000 { // no page of a form; rendering it would take too much
			continue
		}
		img, err := book.Page(ctx, n+1, scanDPI)
		if err != nil {
			return "", err
		}
		if rgba, ok := img.(*image.RGBA); ok {
			if text, err := picture.FindCode(ctx, rgba); err == nil {
				return text, nil
			}
		}
	}
	return "", app.Refuse("picture.nocode")
}
