package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/ui/i18n"
	"lianshen/ui/theme"
)

// Records is a list of records with the form of the one in hand under it: the plain way to enter what exists many
// times. The caller keeps the records; this shows them.
type Records struct {
	Name    string // of the list in the log of keys, see Call
	Columns []TableColumn
	Rows    func() []TableRow                 // what there is now
	Edit    func(id string) fyne.CanvasObject // the form of a record
	AddText string                            // "" = nothing can be added
	Add     func() (id string)                // makes a record and gives its ID
	Drop    func(id string)                   // nil: nothing can be removed
	Empty   string                            // said when there is nothing

	table  *DataTable
	holder *fyne.Container
	list   *fyne.Container
	empty  *Para
	drop   *Button
	shown  string
	object fyne.CanvasObject
}

const recordsInView = 6

// Object makes the widgets. It is called once.
func (r *Records) Object(title string) fyne.CanvasObject {
	r.table = NewTable(r.Columns...)
	Call(r.table, r.Name)
	r.table.OnSelect = func(row TableRow) { r.show(row.ID) }
	r.table.OnOpen = func(row TableRow) { r.show(row.ID) }
	r.holder = container.NewStack()
	r.empty = NewPara(r.Empty, Second)
	r.list = container.New(&recordsLayout{r}, overWheel(r.table, r.table.wheeled))
	line := []fyne.CanvasObject{Line(title, Heading), Spring()}
	if r.Drop != nil {
		r.drop = NewButton(i18n.T("kit.remove"), func() {
			if id := r.shown; id != "" {
				r.shown = ""
				r.Drop(id)
			}
		})
		r.drop.Small = true
		Call(r.drop, r.Name+"/remove")
		r.drop.Disable()
		line = append(line, r.drop)
	}
	if r.Add != nil {
		b := NewButton(r.AddText, func() {
			id := r.Add()
			r.Refresh()
			r.Show(id)
			r.begin()
		})
		b.Small = true
		b.Tone = Accent
		Call(b, r.Name+"/add")
		line = append(line, b)
	}
	r.object = Column(4, Row(8, line...), r.list, r.empty, r.holder)
	r.Refresh()
	return r.object
}

// Refresh shows the records anew; the one in hand stays in hand and its form as it is.
func (r *Records) Refresh() {
	rows := r.Rows()
	shown := r.shown
	r.table.source = Fixed(rows)
	r.table.Reload()
	found := false
	for _, row := range rows {
		found = found || row.ID == shown
	}
	if !found {
		r.show("")
	} else {
		r.table.SelectID(shown)
	}
	if len(rows) == 0 {
		r.list.Hide()
		r.empty.Show()
	} else {
		r.list.Show()
		r.empty.Hide()
	}
	Relayout(r.object)
}

// IntoView scrolls the list into view.
func (r *Records) IntoView() { IntoView(r.list) }

// Show takes a record in hand.
func (r *Records) Show(id string) {
	r.table.SelectID(id)
	r.show(id)
	IntoView(r.holder)
}

// Shown gives the ID of the record in hand, or "".
func (r *Records) Shown() string { return r.shown }

// Rename tells that the record in hand has another ID from now on; its form stays.
func (r *Records) Rename(from, to string) {
	if r.shown == from {
		r.shown = to
	}
}

// Focused says whether the keyboard is in the form of the record in hand.
func (r *Records) Focused() bool {
	c := canvasOf(r.holder)
	if c == nil {
		return false
	}
	o, ok := c.Focused().(fyne.CanvasObject)
	return ok && wayTo(r.holder, o, new([]fyne.CanvasObject))
}

// begin puts the keyboard into the first field of a record that was added, so that it can be written at once.
func (r *Records) begin() {
	c := canvasOf(r.holder)
	if c == nil || c.Overlays().Top() != nil {
		return
	}
	if f := firstFocus(r.holder); f != nil {
		c.Focus(f)
	}
}

// Renew makes the form of the record in hand anew.
func (r *Records) Renew() {
	id := r.shown
	r.shown = ""
	r.show(id)
}

func (r *Records) show(id string) {
	if r.shown == id && len(r.holder.Objects) > 0 == (id != "") {
		return
	}
	r.shown = id
	r.holder.Objects = nil
	if r.drop != nil {
		if id == "" {
			r.drop.Disable()
		} else {
			r.drop.Enable()
		}
	}
	if id != "" {
		back := Board(theme.Paper)
		r.holder.Objects = []fyne.CanvasObject{container.NewStack(back, Inset(12, 10, r.Edit(id)))}
	}
	r.holder.Refresh()
	Relayout(r.object)
}

// recordsLayout makes the table as high as its rows, up to a few.
type recordsLayout struct{ r *Records }

func (l *recordsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (l *recordsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	n := min(recordsInView, max(1, l.r.table.Total()))
	return fyne.NewSize(100, l.r.table.head.MinSize().Height+float32(n)*l.r.table.rowHeight()+1)
}

// Relayout lets the columns around an object follow its new height. Fyne does it at the next frame for what it
// draws; this does it at once, so that nothing jumps.
func Relayout(o fyne.CanvasObject) {
	if o == nil {
		return
	}
	c := canvasOf(o)
	if c == nil {
		return
	}
	relayoutTree(c.Content())
}

func relayoutTree(o fyne.CanvasObject) {
	switch x := o.(type) {
	case *fyne.Container:
		if !x.Visible() {
			return
		}
		if x.Layout != nil {
			x.Layout.Layout(x.Objects, x.Size())
		}
		for _, child := range x.Objects {
			relayoutTree(child)
		}
	case *container.Scroll:
		relayoutTree(x.Content)
	}
}
