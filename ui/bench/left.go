package bench

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// left is the column of the strands, the sections of the open one and the items of the open section.
type left struct {
	room   *Room
	object fyne.CanvasObject
	tabs   *fyne.Container
	count  *canvas.Text
	tally  *fyne.Container // progress by conclusion, and whose items are listed
	filter *kit.Entry
	head   *fyne.Container
	list   *fyne.Container // the column of sections and items
	scroll *container.Scroll
	atItem fyne.CanvasObject // the line of the item in hand
}

func newLeft(r *Room) *left {
	l := &left{room: r, tabs: kit.Flow(4), count: kit.Line("", kit.Second), filter: kit.NewEntry(""), list: kit.Column(1), tally: kit.Flow(6)}
	l.filter.PlaceHolder = i18n.T("bench.filter")
	l.filter.OnChanged = l.narrow
	l.filter.OnEscape = l.clearFilter
	l.filter.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter && k.Name != fyne.KeyDown {
			return false
		}
		l.room.middle.unfocus()
		return true
	}
	l.scroll = container.NewVScroll(nil)
	l.scroll.Content = container.NewStack(kit.NewPan(l.scroll), container.NewBorder(nil, nil, nil, kit.Wide(barRoom, kit.Row(0)), l.list))
	l.head = kit.Column(6, l.tabs, container.NewBorder(nil, nil, nil, kit.Row(0, l.count), l.filter), l.tally)
	l.object = kit.Card("", container.NewBorder(kit.Column(8, l.head, kit.Rule()), nil, nil, nil, kit.Inset(0, 4, l.scroll)))
	return l
}

func (l *left) narrow(words string) {
	r := l.room
	if r.sheet == nil || !r.keep() {
		return
	}
	before := r.sheet.item
	r.sheet.narrow(words)
	if r.sheet.item != before {
		r.itemChanged()
		return
	}
	l.show()
}

func (l *left) clearFilter() {
	if l.filter.Text != "" {
		l.filter.SetText("")
	}
	l.room.middle.unfocus()
}

func (l *left) focusFilter() { l.room.host.Window().Canvas().Focus(l.filter) }

// show draws the column anew from the sheet; the place it is scrolled to stays, and the item in hand is in view.
func (l *left) show() {
	s := l.room.sheet
	l.tabs.RemoveAll()
	for _, strand := range app.Strands {
		l.tabs.Add(kit.NewChipButton(i18n.T("strand."+string(strand)+".short"), strand == s.strand, func() { l.room.open(strand) }))
	}
	p := app.ProgressOf(s.d, s.strand)
	l.count.Text = strconv.Itoa(p.Answered) + "/" + strconv.Itoa(p.Total)
	l.count.Refresh()
	l.showTally()
	l.head.Refresh()
	if s.filter == "" && l.filter.Text != "" {
		l.filter.SetText("")
	}
	l.list.Objects = nil
	l.atItem = nil
	for _, sec := range s.sections() {
		l.list.Add(l.section(sec))
		if sec.open || s.filter != "" {
			for _, it := range sec.items {
				l.list.Add(l.item(it, sec.Code))
			}
		}
	}
	if n := len(l.room.formers); n > 0 && s.filter == "" && len(l.list.Objects) > 0 {
		l.list.Add(kit.Link(i18n.T("bench.formers", "n", n), l.room.showFormers))
	}
	if len(l.list.Objects) == 0 {
		l.list.Add(kit.NewPara(i18n.T("bench.filter.none"), kit.Second))
	}
	l.list.Refresh()
	l.scroll.Refresh()
	l.reveal()
}

// reveal scrolls as little as needed to show the item in hand.
func (l *left) reveal() {
	if l.atItem == nil || l.scroll.Size().Height == 0 {
		return
	}
	top, height := l.atItem.Position().Y, l.atItem.Size().Height
	switch y := l.scroll.Offset.Y; {
	case top < y:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+height > y+l.scroll.Size().Height:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top+height-l.scroll.Size().Height))
	}
}

// barRoom is the room of the scroll bar beside the lines.
const barRoom = 6

func (l *left) width() float32 {
	if w := l.scroll.Size().Width - barRoom; w > 0 {
		return w
	}
	return 208
}

// section is a line with the name and a thin bar: green what is done, red what was found faulty.
func (l *left) section(sec section) fyne.CanvasObject {
	style := kit.Style{Size: theme.TextSecond}
	if sec.open {
		style.Bold, style.Color = true, theme.Accent
	}
	p := sec.progress
	var parts []kit.Part
	switch {
	case p.Total == 0: // everything not applicable: nothing is left to do
		parts = []kit.Part{{Tone: kit.Done, Share: 1}}
	default:
		parts = []kit.Part{
			{Tone: kit.Done, Share: float32(p.Answered-p.Problems) / float32(p.Total)},
			{Tone: kit.Fault, Share: float32(p.Problems) / float32(p.Total)},
		}
	}
	count := strconv.Itoa(p.Answered) + "/" + strconv.Itoa(p.Total)
	if p.Problems > 0 {
		count = "!" + strconv.Itoa(p.Problems) + "  " + count
	}
	name := kit.Cut(sec.Code+" "+inLanguage(sec.Name, sec.NameEn), l.width()-kit.Width(count, kit.Second)-8, style)
	line := kit.Row(4, kit.Line(name, style), kit.Spring(), kit.Line(count, kit.Second))
	col := kit.Column(3, line, kit.NewBar(parts...))
	if sec.open && l.room.sheet.divided() {
		col.Add(kit.NewPara(shareOut(l.room.sheet.byPerson(l.room.sheet.in(sec.Section))), kit.Second))
	}
	return kit.NewTap(col, func() {
		if len(sec.items) > 0 {
			l.room.take(sec.items[0].Code)
		}
	})
}

// item is a line with the mark of its answer, its number in the section (the whole code when it was written in another one)
// and the start of what is checked.
func (l *left) item(it app.Item, section string) fyne.CanvasObject {
	s := l.room.sheet
	mark, tone := markOf(s.d.Answers[it.Code].Conclusion)
	style := kit.Style{Size: theme.TextSecond, Color: theme.SecondInk}
	inHand := it.Code == s.item
	if inHand {
		style.Color = theme.Ink
	}
	sign := kit.Line(mark, kit.Style{Size: theme.TextSecond, Color: tone.Fore(), Bold: true})
	signs := container.NewGridWrap(fyne.NewSize(theme.Size(theme.TextSecond), sign.MinSize().Height), sign)
	text := kit.Cut(strings.TrimPrefix(it.Code, section+"-")+" "+inLanguage(it.Check, it.CheckEn), l.width()-theme.Size(theme.TextSecond)-26, style)
	line := kit.Inset(8, 4, kit.Row(6, signs, kit.Line(text, style)))
	if !inHand {
		return kit.NewTap(line, func() { l.room.take(it.Code) })
	}
	back := canvas.NewRectangle(theme.Color(theme.AccentSoft))
	back.CornerRadius = 5
	back.SetMinSize(fyne.NewSize(0, theme.Size(theme.Touch))) // as high as the lines that can be pressed
	l.atItem = container.NewStack(back, line)
	return l.atItem
}

// markOf gives the mark that stands for a conclusion, and its colour.
func markOf(c app.Conclusion) (string, kit.Tone) {
	switch c {
	case app.NoProblem:
		return "✓", kit.Done
	case app.Problem:
		return "!", kit.Fault
	case app.NotApplicable:
		return "–", kit.Quiet
	case app.NotChecked:
		return "○", kit.Wait
	}
	return "·", kit.Quiet
}

// inLanguage gives the English rendition where the program speaks English and there is one.
func inLanguage(chinese, english string) string {
	if i18n.Language() == i18n.English && english != "" {
		return english
	}
	return chinese
}
