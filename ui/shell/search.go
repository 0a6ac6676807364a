package shell

import (
	"context"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// find opens the search panel: words of two characters and more, or initials of pinyin; Enter jumps there.
func (s *Shell) find() {
	if !s.open || s.place.Search == nil || s.covered() {
		return
	}
	p := &panel{s: s, list: kit.NewTable(
		kit.TableColumn{Title: i18n.T("shell.find.kind"), Width: 70},
		kit.TableColumn{Title: i18n.T("shell.find.where"), Width: 100},
		kit.TableColumn{Title: i18n.T("shell.find.title"), Width: 200, Grow: 1},
		kit.TableColumn{Title: i18n.T("shell.find.text"), Width: 200, Grow: 2})}
	hint := kit.Line(i18n.T("shell.find.hint"), kit.Second)
	p.entry = kit.NewEntry("")
	p.entry.PlaceHolder = i18n.T("shell.find.words")
	p.entry.OnChanged = p.ask
	p.entry.OnSubmitted = func(string) { p.jump() }
	p.entry.OnKey = func(k *fyne.KeyEvent) bool {
		switch k.Name {
		case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
			return p.list.Key(k)
		}
		return false
	}
	p.entry.OnEscape = func() { p.dialog.Close() }
	p.list.OnOpen = func(kit.TableRow) { p.jump() }
	body := container.NewBorder(kit.Column(6, p.entry, hint), nil, nil, nil, p.list)
	p.dialog = kit.ShowDialog(s.window, i18n.T("shell.find.head"), body, 900, 560)
	s.window.Canvas().Focus(p.entry)
}

type panel struct {
	s      *Shell
	entry  *kit.Entry
	list   *kit.DataTable
	dialog *kit.Dialog
	hits   []Hit
	number atomic.Int64 // of the last question: answers to earlier ones are not wanted
	asked  bool         // the last question waits for its answer
	jumps  bool         // and Enter was pressed meanwhile
}

func (p *panel) ask(words string) {
	words = strings.TrimSpace(words)
	number, search := p.number.Add(1), p.s.place.Search
	p.asked, p.jumps = words != "", false
	if words == "" {
		p.take(nil)
		return
	}
	p.s.own.add(func(ctx context.Context) {
		if number != p.number.Load() {
			return
		}
		hits, err := search(ctx, words)
		p.s.onMain(func() {
			if number != p.number.Load() {
				return
			}
			if err != nil {
				p.dialog.Close()
				p.s.fail(err)
				return
			}
			p.take(hits)
		})
	})
}

func (p *panel) take(hits []Hit) {
	p.hits, p.asked = hits, false
	rows := make([]kit.TableRow, len(hits))
	for i, h := range hits {
		rows[i] = kit.TableRow{ID: itoa(i), Cells: []kit.Cell{
			{Text: i18n.Enum("kind", h.Kind), Chip: true, Tone: kit.Quiet}, {Text: h.Where}, {Text: h.Title, Bold: true}, {Text: h.Snippet, Tone: kit.Quiet}}}
	}
	p.list.SetSource(kit.Fixed(rows))
	if len(rows) > 0 {
		p.list.SelectID("0")
	}
	if p.jumps {
		p.jumps = false
		p.jump()
	}
}

// jump goes to the hit in hand. Who types fast and presses Enter means what the whole words find, not what was found
// for their beginning.
func (p *panel) jump() {
	if p.asked {
		p.jumps = true
		return
	}
	row, ok := p.list.Selected()
	if !ok {
		return
	}
	for i, h := range p.hits {
		if itoa(i) == row.ID {
			p.dialog.Close()
			p.s.Go(h.Route)
			return
		}
	}
}
