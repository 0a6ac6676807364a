package bench

import (
	"context"
	"errors"
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/reports/pdf"
	"lianshen/reports/picture"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// printSide is how many pixels a scanned page keeps in a joined file: A4 at 200 dots an inch.
const printSide = 2339

// sheetPage is a photo that may become a page of the joined file.
type sheetPage struct {
	of       app.Evidence
	out      bool // it is left out
	quarters int  // that it is turned clockwise
}

// joinScans asks which photos of the item are the pages of one paper, in which order and which way up, and keeps them
// joined as one PDF; they stay.
func (r *Room) joinScans() {
	list := newPageList(r)
	for _, e := range r.sheet.evidence() {
		if pictured(e) && e.Withdrawn == "" {
			list.pages = append(list.pages, sheetPage{of: e})
		}
	}
	if len(list.pages) == 0 || !r.keep() {
		return
	}
	item, caseID, desk := r.sheet.item, r.caseID, r.host.Desk()
	title := ""
	form := kit.NewForm(nil, "")
	name := form.Text("title", i18n.T("bench.evidence.title"), &title).Whole()
	var d *kit.Dialog
	join := kit.NewPrimary(i18n.T("evidence.join.deed"), func() {
		form.Flush()
		title := strings.TrimSpace(title)
		if title == "" {
			form.Refused(app.Refuse("field.required", "field", "title"))
			return
		}
		pages := list.chosen()
		r.host.Progress(i18n.T("evidence.joining", "n", len(pages)), func(ctx context.Context, report func(int, int, string)) error {
			var sheets [][]byte
			for i, p := range pages {
				report(i, len(pages), p.of.Title)
				sheet, err := r.right.album.sheet(ctx, p)
				if err != nil {
					return err
				}
				sheets = append(sheets, sheet)
			}
			file, err := pdf.Join(sheets, title, desk.Now())
			if err != nil {
				return err
			}
			e := app.Evidence{Case: caseID, Items: app.NewSet(item), Kind: "document", Method: app.MethodDocuments, Title: title,
				FileName: cut(title, longestName) + ".pdf", Pages: len(pages)}
			_, err = r.attach(ctx, e, inMemory(file), func(e app.Evidence) (t taken, err error) {
				t.id, t.number, t.known, err = desk.TakeEvidence(ctx, e)
				return t, err
			}, nil)
			return err
		}, func(err error) {
			if err != nil {
				if !errors.Is(err, context.Canceled) {
					form.Refused(err)
				}
				return
			}
			d.Close()
			r.host.Saved(desk.Now())
			r.host.Toast(i18n.T("evidence.join.done", "title", title, "n", len(pages)))
		})
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	chips := kit.Row(6, kit.Line(i18n.T("evidence.join.keys"), kit.Second), kit.Spring())
	for _, c := range []struct {
		key string
		do  func()
	}{{"evidence.join.up", func() { list.move(-1) }}, {"evidence.join.down", func() { list.move(1) }}, {"evidence.join.turn", list.turn}, {"evidence.join.leave", list.leave}} {
		chips.Add(kit.NewChipButton(i18n.T(c.key), false, func() {
			c.do()
			r.host.Window().Canvas().Focus(list)
		}))
	}
	body := container.NewBorder(kit.Column(6, form.Content(), chips), nil, nil, nil, list)
	d = kit.ShowDialog(r.host.Window(), i18n.T("evidence.join"), body, 820, 620, cancel, join)
	list.show()
	if e := kit.EntryIn(name.Object); e != nil {
		r.host.Window().Canvas().Focus(e)
	}
}

// sheet makes a page of the joined file; what keeps a photo from being one is told with its number.
func (a *album) sheet(ctx context.Context, p sheetPage) ([]byte, error) {
	data, err := a.read(ctx, p.of.FileHash, picture.MaxBytes)
	var sheet []byte
	if err == nil {
		sheet, err = picture.Print(ctx, data, printSide, p.quarters)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		reason, _ := i18n.Error(err)
		return nil, &app.Error{Code: "evidence.joinpage", Args: map[string]any{"number": p.of.Number, "reason": reason}, Cause: err}
	}
	return sheet, nil
}

// pageList shows the pages in their order and takes the keys that change it: up and down choose, page up and page down
// move, space leaves out and takes in again, R turns.
type pageList struct {
	widget.BaseWidget
	room    *Room
	pages   []sheetPage
	at      int
	focused bool
	rows    *fyne.Container
	scroll  *container.Scroll
}

func newPageList(r *Room) *pageList {
	l := &pageList{room: r, rows: container.NewVBox()}
	l.scroll = container.NewVScroll(l.rows)
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is for Fyne.
func (l *pageList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.scroll) }

// MinSize is that of two pages; more are scrolled to.
func (l *pageList) MinSize() fyne.Size { return fyne.NewSize(300, 120) }

// FocusGained shows which page the keys act on.
func (l *pageList) FocusGained() { l.focused = true; l.show() }

// FocusLost shows that the keys go elsewhere.
func (l *pageList) FocusLost() { l.focused = false; l.show() }

// Tapped takes the keys.
func (l *pageList) Tapped(*fyne.PointEvent) { l.room.host.Window().Canvas().Focus(l) }

// TypedRune turns a page.
func (l *pageList) TypedRune(key rune) {
	if key == 'r' || key == 'R' {
		l.turn()
	}
}

// TypedKey chooses, moves and leaves out.
func (l *pageList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.choose(l.at - 1)
	case fyne.KeyDown:
		l.choose(l.at + 1)
	case fyne.KeyHome:
		l.choose(0)
	case fyne.KeyEnd:
		l.choose(len(l.pages) - 1)
	case fyne.KeyPageUp:
		l.move(-1)
	case fyne.KeyPageDown:
		l.move(1)
	case fyne.KeySpace, fyne.KeyDelete:
		l.leave()
	case fyne.KeyEscape:
		l.room.host.Window().Canvas().Unfocus() // the next one closes the dialog
	}
}

func (l *pageList) choose(n int) {
	l.at = min(max(n, 0), len(l.pages)-1)
	l.show()
}

// move moves the chosen page among the others.
func (l *pageList) move(n int) {
	to := l.at + n
	if to < 0 || to >= len(l.pages) {
		return
	}
	l.pages[l.at], l.pages[to] = l.pages[to], l.pages[l.at]
	l.choose(to)
}

func (l *pageList) turn() {
	l.pages[l.at].quarters = (l.pages[l.at].quarters + 1) % 4
	l.show()
}

func (l *pageList) leave() {
	l.pages[l.at].out = !l.pages[l.at].out
	l.show()
}

// chosen gives the pages that are joined, in their order.
func (l *pageList) chosen() (out []sheetPage) {
	for _, p := range l.pages {
		if !p.out {
			out = append(out, p)
		}
	}
	return out
}

// show draws the list and brings the chosen page into view.
func (l *pageList) show() {
	l.rows.Objects = nil
	n := 0
	var chosen fyne.CanvasObject
	for i, p := range l.pages {
		number := i18n.T("evidence.join.out")
		if !p.out {
			n++
			number = i18n.T("evidence.join.page", "n", n)
		}
		row := l.row(i, p, number)
		if i == l.at {
			chosen = row
		}
		l.rows.Add(row)
	}
	l.rows.Refresh()
	l.scroll.Refresh()
	if top, room := chosen.Position().Y, l.scroll.Size().Height; room > 0 {
		offset := l.scroll.Offset.Y
		offset = min(offset, top)
		offset = max(offset, top+chosen.Size().Height-room)
		l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, offset)))
	}
}

func (l *pageList) row(i int, p sheetPage, number string) fyne.CanvasObject {
	back := canvas.NewRectangle(theme.Color(theme.Panel))
	back.CornerRadius = 4
	if i == l.at {
		back.FillColor = theme.Color(theme.AccentSoft)
		if l.focused {
			back.StrokeWidth, back.StrokeColor = 2, theme.Color(theme.Accent)
		}
	}
	var seen *image.RGBA
	img, err, _ := l.room.right.album.thumbs.Get(p.of.FileHash, thumbSide)
	if img != nil {
		seen = picture.Turn(img, p.quarters)
	}
	slot := container.NewStack()
	fill(slot, seen, err)
	style := kit.Body
	if p.out {
		style = kit.Second
	}
	line := kit.Column(2, kit.Line(number, style), kit.Line(i18n.T("bench.evidence.line", "number", p.of.Number, "title", cut(p.of.Title, 50)), style))
	content := container.NewBorder(nil, nil, slot, nil, kit.Inset(8, 0, line))
	if p.quarters != 0 {
		line.Add(kit.Line(i18n.T("evidence.join.turned", "degrees", 90*p.quarters), kit.Second))
	}
	edge := canvas.NewRectangle(color.Transparent) // the bar has room of its own
	edge.SetMinSize(fyne.NewSize(12, 1))
	return kit.NewTap(container.NewBorder(nil, nil, nil, edge, container.NewStack(back, kit.Inset(6, 4, content))), func() {
		l.room.host.Window().Canvas().Focus(l)
		l.choose(i)
	})
}
