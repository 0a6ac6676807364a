package history

import (
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

// fill tells how many rows there are and what is said when there are none.
func (l *list) fill(n int, title, text string) {
	l.empty.Objects = nil
	if n == 0 {
		l.empty.Objects = []fyne.CanvasObject{kit.Empty(title, text, nil)}
		l.table.Hide()
	} else {
		l.table.Show()
	}
	l.empty.Refresh()
	l.stack.Refresh()
}

// side is the right half of a page: what is in hand.
type side struct{ holder *fyne.Container }

func newSide() side { return side{container.NewStack()} }

// show sets objects one under the other.
func (s side) show(objects ...fyne.CanvasObject) {
	s.holder.Objects = []fyne.CanvasObject{kit.Scroll(kit.Column(theme.Size(theme.Gap)/2, objects...))}
	s.holder.Refresh()
}

// nothing says that nothing is in hand.
func (s side) nothing(text string) {
	s.holder.Objects = []fyne.CanvasObject{container.NewCenter(kit.Wide(240*theme.Size(theme.TextBody)/14, kit.NewPara(text, kit.Second)))}
	s.holder.Refresh()
}

// heading names what is in hand.
func heading(what, of string) fyne.CanvasObject {
	return kit.Column(2, kit.NewPara(what, kit.Style{Size: theme.TextItem, Bold: true}), kit.NewPara(of, kit.Second))
}

// fromTo shows a change from one value to another.
func fromTo(before, after string) fyne.CanvasObject {
	none := i18n.T("history.none")
	if before == "" {
		before = none
	}
	if after == "" {
		after = none
	}
	return kit.Column(1, kit.NewPara(shorten(before), kit.Style{Color: theme.SecondInk}), kit.NewPara("→ "+shorten(after), kit.Body))
}

// longest is how many characters of a value are shown at the side.
const longest = 400

func shorten(text string) string {
	if r := []rune(text); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return text
}

// pair is a field with its value under it.
func pair(field, value string) fyne.CanvasObject {
	return kit.Column(0, kit.NewPara(field, kit.Second), kit.NewPara(shorten(value), kit.Body))
}

// wide gives the width that a column needs for a text, at the normal text size.
func wide(text string) float32 { return kit.Width(text, kit.Body)*14/theme.Size(theme.TextBody) + 4 }

// nameWidth is what a column of people's names needs: three characters, or a short Latin name.
func nameWidth() float32 { return wide(i18n.T("history.somebody")) }

// brief lets the field of a date say its form in few characters, where it is narrow.
func brief(f *kit.Field) {
	var visit func(o fyne.CanvasObject)
	visit = func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *kit.Entry:
			x.SetPlaceHolder(i18n.T("history.dateform"))
		case *fyne.Container:
			for _, child := range x.Objects {
				visit(child)
			}
		}
	}
	visit(f.Object)
}

// undoHint tells how one's own last deed is taken back.
func undoHint() fyne.CanvasObject { return kit.Keys("Ctrl+Z", i18n.T("history.undo")) }
