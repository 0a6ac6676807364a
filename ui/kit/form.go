package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/theme"
)

// Drafts keeps what was typed into fields and cannot be saved yet (half a date, a record without its name), so that
// leaving a page loses nothing. One lives as long as the window; keys are a form's scope and the field's name.
type Drafts struct{ texts map[string]string }

// NewDrafts makes an empty one.
func NewDrafts() *Drafts { return &Drafts{texts: map[string]string{}} }

func (d *Drafts) get(key string) (string, bool) {
	if d == nil {
		return "", false
	}
	t, ok := d.texts[key]
	return t, ok
}

func (d *Drafts) put(key, text string) {
	if d != nil {
		d.texts[key] = text
	}
}

func (d *Drafts) drop(key string) {
	if d != nil {
		delete(d.texts, key)
	}
}

// Form is a set of fields over values of the caller. A field writes its value when it is left or a choice is made;
// then Save is called, unless the text cannot be read: then the reason stands under the field and the text stays.
type Form struct {
	// Save keeps the values; it is called on the main goroutine after a field changed. The form shows what
	// Saved or Refused tell it later.
	Save func()

	drafts  *Drafts
	scope   string
	fields  []*Field
	state   *Para
	grid    *fyne.Container
	narrow  float32
	columns int // 0 = as many as fit
}

// Field is one field of a form: label, widget, and the reason why its text cannot be kept.
type Field struct {
	Name   string // as app names it in errors ("Args[field]") and in drafts
	Object fyne.CanvasObject

	form  *Form
	words string // of the label, which is cut where the field is narrow
	label *canvas.Text
	fault *Para
	box   *fyne.Container
	whole bool // takes the full width
	broad bool // takes it where a column is too narrow for it
	flush func()
}

// NewForm makes an empty form. scope names it among the drafts, such as the ID of the record it edits.
func NewForm(drafts *Drafts, scope string) *Form {
	f := &Form{drafts: drafts, scope: scope, state: NewPara("", Second), narrow: 230}
	f.grid = container.New(&formLayout{form: f})
	return f
}

// Narrow lets columns be as narrow as this many pixels (230 unless told).
func (f *Form) Narrow(width float32) *Form {
	f.narrow = width
	return f
}

// Columns sets the fields in this many columns, or half as many where they do not fit.
func (f *Form) Columns(n int) *Form {
	f.columns = n
	return f
}

// Content is the form as an object: fields in as many columns as fit, and the line that says what was saved.
func (f *Form) Content() fyne.CanvasObject { return Column(6, f.grid, f.state) }

// Fields gives the fields in their order.
func (f *Form) Fields() []*Field { return f.fields }

// Field gives a field by its name or by a path that ends in it ("announce/objects"), or nil.
func (f *Form) Field(name string) *Field {
	if name == "" {
		return nil
	}
	for _, x := range f.fields {
		if x.Name == name {
			return x
		}
	}
	for _, x := range f.fields { // a path of the noun may be longer or shorter than the field's name
		if x.Name != "" && (strings.HasSuffix(name, "/"+x.Name) || strings.HasSuffix(x.Name, "/"+name)) {
			return x
		}
	}
	return nil
}

// Flush writes the field in hand and saves when something changed. Rooms call it when they are left.
func (f *Form) Flush() {
	for _, x := range f.fields {
		if x.flush != nil {
			x.flush()
		}
	}
}

// Saved tells when the values were on disk.
func (f *Form) Saved(at time.Time) {
	f.state.SetStyle(Style{Size: theme.TextSecond, Color: theme.Done})
	f.state.SetText(i18n.T("kit.form.saved", "time", at.Format("15:04:05")))
	for _, x := range f.fields {
		x.clearFault(true)
	}
}

// State gives the line that says what was saved, or why not.
func (f *Form) State() string { return f.state.Text() }

// Refused shows why the values were not saved: under the field the error names, else under the form.
func (f *Form) Refused(err error) {
	sentence, hint := i18n.Error(err)
	text := i18n.T("kit.form.unsaved", "reason", sentence)
	if hint != "" {
		text += "\n" + hint
	}
	f.state.SetStyle(Faulty)
	f.state.SetText(text)
	Relayout(f.state)
	if x := f.Field(fieldOf(err)); x != nil {
		x.SetFault(sentence)
	}
}

func fieldOf(err error) string {
	var e *app.Error
	if !asError(err, &e) {
		return ""
	}
	name, _ := e.Args["field"].(string)
	return name
}

// Heading starts a part of the form.
func (f *Form) Heading(text string) {
	h := &Field{form: f, whole: true, box: Column(2, Inset(0, 4, NewPara(text, Heading)), Rule())}
	f.fields = append(f.fields, h)
	f.grid.Add(h.box)
}

// Add puts a widget of any kind into the form. The kinds of fields below use it.
func (f *Form) Add(name, label string, o fyne.CanvasObject, whole bool) *Field {
	x := &Field{Name: name, Object: o, form: f, words: label, label: Line(label, Second), fault: NewPara("", Faulty), whole: whole}
	x.fault.Hide()
	x.box = Column(2, x.label, o, x.fault)
	f.fields = append(f.fields, x)
	f.grid.Add(x.box)
	if name != "" {
		Call(o, name)
	}
	return x
}

// Whole lets the field take the full width.
func (x *Field) Whole() *Field {
	x.whole = true
	return x
}

// Focus puts the keyboard into the field.
func (x *Field) Focus() {
	c := canvasOf(x.Object)
	if c == nil {
		return
	}
	if o := focusable(x.Object); o != nil {
		c.Focus(o)
	}
}

func focusable(o fyne.CanvasObject) fyne.Focusable {
	if f, ok := o.(fyne.Focusable); ok {
		return f
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if _, button := child.(*widget.Button); button {
				continue
			}
			if f := focusable(child); f != nil {
				return f
			}
		}
	}
	return nil
}

// SetFault shows a reason under the field; "" takes it away.
func (x *Field) SetFault(text string) {
	if x.fault == nil || x.fault.Text() == text {
		return
	}
	x.fault.SetText(text)
	if text == "" {
		x.fault.Hide()
	} else {
		x.fault.Show()
	}
	x.form.relayout()
}

// Fault gives the reason that stands under the field, or "".
func (x *Field) Fault() string {
	if x.fault == nil {
		return ""
	}
	return x.fault.Text()
}

func (x *Field) key() string { return x.form.scope + "/" + x.Name }

func (x *Field) clearFault(unlessDraft bool) {
	if _, draft := x.form.drafts.get(x.key()); draft && unlessDraft {
		return
	}
	x.SetFault("")
}

func (f *Form) relayout() {
	f.grid.Refresh()
	f.grid.Layout.Layout(f.grid.Objects, f.grid.Size())
}

func (f *Form) changed() {
	if f.Save != nil {
		f.Save()
	}
}

// formLayout sets fields side by side in as many columns as fit; a whole field has a line of its own.
type formLayout struct {
	form  *Form
	width float32
}

func (l *formLayout) run(objects []fyne.CanvasObject, width float32, place bool) float32 {
	gap := float32(14)
	columns := max(1, min(4, int((width+gap)/(l.form.narrow*theme.Size(theme.TextBody)/14+gap))))
	if n := l.form.columns; n > 0 {
		columns = n
		for columns > 1 && (width+gap)/float32(columns) < l.form.narrow*0.8*theme.Size(theme.TextBody)/14 {
			columns -= columns / 2 // 4 become 2, 5 become 3
		}
	}
	w := (width - gap*float32(columns-1)) / float32(columns)
	var y, line float32
	col := 0
	for i, o := range objects {
		x := l.form.fields[i]
		whole := x.whole || x.broad && o.MinSize().Width > w
		if whole && col > 0 {
			y, line, col = y+line+8, 0, 0
		}
		ow := w
		if whole {
			ow = width
		}
		var h float32
		if place {
			if x.label != nil {
				x.label.Text = Cut(x.words, ow, Second)
			}
			h = settle(o, ow)
			o.Move(fyne.NewPos(float32(col)*(w+gap), y))
		} else {
			h = o.MinSize().Height
		}
		line, col = max(line, h), col+1
		if whole || col == columns {
			y, line, col = y+line+8, 0, 0
		}
	}
	if col > 0 {
		y += line + 8
	}
	return max(0, y-8)
}

func (l *formLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.run(objects, size.Width, true)
}

func (l *formLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width == 0 {
		width = 600
	}
	return fyne.NewSize(l.form.narrow, l.run(objects, width, false))
}
