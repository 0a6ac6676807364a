package exchange

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// list is a table with what is said instead of it when it is empty.
type list struct {
	table *kit.DataTable
	stack *fyne.Container
	empty *fyne.Container
}

func newList(columns ...kit.TableColumn) *list {
	l := &list{table: kit.NewTable(columns...), empty: container.NewStack()}
	l.stack = container.NewStack(l.table, l.empty)
	return l
}

// fill shows rows that are all in memory, and what is said when there are none.
func (l *list) fill(rows []kit.TableRow, title, text string) {
	l.table.Replace(rows)
	l.empty.Objects = nil
	if len(rows) == 0 {
		l.empty.Objects = []fyne.CanvasObject{kit.Empty(title, text, nil)}
		l.table.Hide()
	} else {
		l.table.Show()
	}
	l.empty.Refresh()
	l.stack.Refresh()
}

// inHand gives the ID of the row in hand.
func (l *list) inHand() (string, bool) {
	row, ok := l.table.Selected()
	return row.ID, ok
}

// side is the right half of a page: what is in hand.
type side struct{ holder *fyne.Container }

func newSide() side { return side{container.NewStack()} }

// show sets objects one under the other.
func (s side) show(objects ...fyne.CanvasObject) {
	s.holder.Objects = []fyne.CanvasObject{scroll(kit.Column(theme.Size(theme.Gap)*2/3, objects...))}
	s.holder.Refresh()
}

// footed is show with buttons that stay in view below.
func (s side) footed(foot fyne.CanvasObject, objects ...fyne.CanvasObject) {
	s.holder.Objects = []fyne.CanvasObject{kit.Footed(theme.Size(theme.Gap), scroll(kit.Column(theme.Size(theme.Gap)*2/3, objects...)), beneath(foot))}
	s.holder.Refresh()
	kit.Relayout(s.holder)
}

// beneath sets the buttons under what scrolls at its edge.
func beneath(foot fyne.CanvasObject) fyne.CanvasObject { return kit.Inset(4, 0, foot) }

// nothing says that nothing is in hand.
func (s side) nothing(text string) {
	s.holder.Objects = []fyne.CanvasObject{container.NewCenter(kit.Wide(240*scale(), kit.NewPara(text, kit.Second)))}
	s.holder.Refresh()
}

// scale is by how much the text is larger than the normal size.
func scale() float32 { return theme.Size(theme.TextBody) / 14 }

// scroll makes an object scroll with a little room at its sides, so that the edges of buttons and of what has the focus
// are not cut off.
func scroll(o fyne.CanvasObject) fyne.CanvasObject { return kit.Scroll(kit.Inset(4, 2, o)) }

// halves sets a page as a list at the left and what is in hand at the right.
func halves(left, right fyne.CanvasObject, share float32) fyne.CanvasObject {
	return kit.Split(theme.Size(theme.Gap), []float32{share, 1}, kit.Card("", left), kit.Card("", right))
}

// wide gives the width that a column needs for a text, at the normal text size.
func wide(text string) float32 { return kit.Width(text, kit.Body)/scale() + 4 }

// heading names what is in hand.
func heading(what, of string) fyne.CanvasObject {
	return kit.Column(2, kit.NewPara(what, kit.Style{Size: theme.TextItem, Bold: true}), kit.NewPara(of, kit.Second))
}

// pair is a label with its value under it.
func pair(label, value string) fyne.CanvasObject {
	return kit.Column(0, kit.NewPara(label, kit.Second), kit.NewPara(value, kit.Body))
}

// small makes a small button.
func small(text string, do func()) *kit.Button {
	b := kit.NewButton(text, do)
	b.Small, b.Tone = true, kit.Accent
	return b
}

// moment gives an instant to the minute, without the year when it is this one.
func moment(at, now time.Time) string {
	if at.IsZero() {
		return i18n.T("exchange.never")
	}
	if local := at.Local(); local.Year() == now.Local().Year() {
		return local.Format("01-02 15:04")
	}
	return i18n.Moment(at)
}

// lapse says how long something is: "3 days", "5 hours", "12 minutes".
func lapse(d time.Duration) string {
	d = d.Abs()
	const day = 24 * time.Hour
	switch {
	case d >= 2*365*day:
		return i18n.T("exchange.years", "n", int((d+182*day)/(365*day)))
	case d >= 2*day:
		return i18n.T("exchange.days", "n", i18n.Number(int(d/day)))
	case d >= 2*time.Hour:
		return i18n.T("exchange.hours", "n", int(d/time.Hour))
	}
	return i18n.T("exchange.minutes", "n", max(1, int(d/time.Minute)))
}

// refusal is an error as a note inside a page.
func refusal(tone kit.Tone, err error) fyne.CanvasObject {
	sentence, hint := i18n.Error(err)
	return kit.Note(tone, sentence, hint)
}

// fault is the line of a dialog that says why something was not done.
type fault struct{ para *kit.Para }

func newFault() fault { return fault{kit.NewPara("", kit.Faulty)} }

func (f fault) say(err error) {
	sentence, hint := i18n.Error(err)
	f.para.SetText(strings.TrimSpace(sentence + "\n" + hint))
	kit.Relayout(f.para)
}

// bytesOf turns a progress in bytes into one in kilobytes, which fits where whole numbers are told.
func bytesOf(report func(done, total int, what string)) func(done, total int64) {
	return func(done, total int64) { report(int(done>>10), int((total+1023)>>10), i18n.T("exchange.kb")) }
}
