package kit

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/ui/theme"
)

// Column sets objects one under the other at full width, gap apart. Unlike Fyne's box it gives each its width
// before it asks for its height, so that paragraphs come out right the first time.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnLayout{gap: gap}, objects...)
}

type columnLayout struct{ gap float32 }

func (l *columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := settle(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		y += h + l.gap
	}
}

// settle gives an object a width and the height it wants at that width.
func settle(o fyne.CanvasObject, width float32) float32 {
	h := o.MinSize().Height
	for range 3 {
		o.Resize(fyne.NewSize(width, h))
		if again := o.MinSize().Height; again != h {
			h = again
			continue
		}
		break
	}
	return h
}

func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w, h float32
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		w, h = max(w, m.Width), h+m.Height
		n++
	}
	return fyne.NewSize(w, h+l.gap*float32(max(0, n-1)))
}

// Row sets objects side by side at the width they want, centred, gap apart. An object made by Spring takes what is left;
// where nothing is left, what stands behind the first spring goes to a line of its own.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rowLayout{gap: gap}, objects...)
}

// Spring is the empty room in a Row that pushes what follows to the right.
func Spring() fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	return container.New(springLayout{}, r)
}

type springLayout struct{}

func (springLayout) Layout([]fyne.CanvasObject, fyne.Size)     {}
func (springLayout) MinSize([]fyne.CanvasObject) (s fyne.Size) { return s }

type rowLayout struct{ gap, width float32 }

func isSpring(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(springLayout)
	return ok
}

// parts gives what stands before the first spring and what behind it, where the two do not fit side by side.
func (l *rowLayout) parts(objects []fyne.CanvasObject) (first, second []fyne.CanvasObject, broken bool) {
	i := slices.IndexFunc(objects, isSpring)
	if i <= 0 || l.width <= 0 || l.natural(objects).Width <= l.width+0.5 {
		return nil, nil, false
	}
	first, second = objects[:i], slices.DeleteFunc(slices.Clone(objects[i+1:]), isSpring)
	return first, second, l.natural(second).Width > 0
}

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if first, second, broken := l.parts(objects); broken {
		h := l.natural(first).Height
		l.line(first, 0, fyne.NewSize(size.Width, h))
		behind := l.natural(second)
		l.line(second, max(0, size.Width-behind.Width), fyne.NewSize(behind.Width, behind.Height))
		for _, o := range second {
			o.Move(o.Position().AddXY(0, h+l.gap/2))
		}
		return
	}
	l.line(objects, 0, size)
}

// line sets objects in one line from a left edge.
func (l *rowLayout) line(objects []fyne.CanvasObject, x float32, size fyne.Size) {
	left, springs := size.Width-l.natural(objects).Width, 0
	for _, o := range objects {
		if isSpring(o) {
			springs++
		}
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if isSpring(o) {
			m.Width = max(0, left/float32(springs))
		}
		o.Resize(m)
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		x += m.Width + l.gap
	}
}

// MinSize is as wide as all objects side by side, also where they stand in two lines: more room makes it one again.
func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := l.natural(objects)
	if first, second, broken := l.parts(objects); broken {
		m.Height = l.natural(first).Height + l.gap/2 + l.natural(second).Height
	}
	return m
}

func (l *rowLayout) natural(objects []fyne.CanvasObject) fyne.Size {
	var w, h float32
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		w, h = w+m.Width, max(h, m.Height)
		n++
	}
	return fyne.NewSize(w+l.gap*float32(max(0, n-1)), h)
}

// Flow sets objects side by side and goes to a new line where they don't fit. In a line they stand in the middle. Lines
// of small buttons and other things to press have air of their own and no gap between them.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: gap}, objects...)
}

type flowLayout struct{ gap, width float32 }

func (l *flowLayout) run(objects []fyne.CanvasObject, width float32, place bool) float32 {
	var x, y, line float32
	var inLine []fyne.CanvasObject
	centre := func() {
		for _, o := range inLine {
			if place && o.Size().Height < line {
				o.Move(o.Position().AddXY(0, (line-o.Size().Height)/2))
			}
		}
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width {
			centre()
			gap := l.gap
			if !slices.ContainsFunc(inLine, func(o fyne.CanvasObject) bool { return !airy(o) }) {
				gap = 0
			}
			x, y, line, inLine = 0, y+line+gap, 0, nil
		}
		if place {
			o.Resize(fyne.NewSize(min(m.Width, width), m.Height))
			o.Move(fyne.NewPos(x, y))
		}
		x, line, inLine = x+m.Width+l.gap, max(line, m.Height), append(inLine, o)
	}
	centre()
	return y + line
}

// airy says whether an object is drawn lower than it is, so that a finger finds it.
func airy(o fyne.CanvasObject) bool {
	if b, ok := o.(*Button); ok {
		return b.Small
	}
	_, ok := o.(*Tap)
	return ok
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.run(objects, size.Width, true)
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return wrapped(objects, l.width, l.run)
}

// Inset puts room around an object: at the sides and above and below.
func Inset(side, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(insetLayout{side, height}, o)
}

type insetLayout struct{ side, height float32 }

func (l insetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(l.side, l.height))
		o.Resize(fyne.NewSize(size.Width-2*l.side, size.Height-2*l.height))
	}
}

func (l insetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return s.AddWidthHeight(2*l.side, 2*l.height)
}

// Wide gives an object a fixed width, whatever it wants.
func Wide(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&wideLayout{width}, o)
}

type wideLayout struct{ width float32 }

func (l *wideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.Position{})
	}
}

func (l *wideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var h float32
	for _, o := range objects {
		h = max(h, settleWidth(o, l.width))
	}
	return fyne.NewSize(l.width, h)
}

func settleWidth(o fyne.CanvasObject, width float32) float32 {
	if o.Size().Width != width {
		return settle(o, width)
	}
	return o.MinSize().Height
}

// Scroll makes an object scroll up and down, set at the width there is.
func Scroll(content fyne.CanvasObject) *fyne.Container {
	s := container.NewVScroll(nil)
	s.Content = container.New(gutterLayout{}, NewPan(s), content) // the bar has room of its own
	return container.New(&scrollLayout{s}, s)
}

// gutter is the room at the right of what scrolls.
const gutter = 9

type gutterLayout struct{}

func (gutterLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size) // the pan
	settle(objects[1], size.Width-gutter)
	objects[1].Move(fyne.Position{})
}

func (gutterLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(gutter, objects[1].MinSize().Height) // never wider than the view: lines give way instead
}

// ScrollTo brings a place of the content of a Scroll into view.
func ScrollTo(c *fyne.Container, y float32) {
	if l, ok := c.Layout.(*scrollLayout); ok {
		l.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
}

type scrollLayout struct{ scroll *container.Scroll }

func (l *scrollLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	settle(l.scroll.Content, size.Width)
	l.scroll.Resize(size)
	l.scroll.Refresh()
}

func (l *scrollLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, 40) }

// Split gives its two (or more) objects fixed shares of the width, gap apart. A share above 10 is a width in pixels.
func Split(gap float32, shares []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&splitLayout{gap, shares}, objects...)
}

type splitLayout struct {
	gap    float32
	shares []float32
}

func (l *splitLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := size.Width - l.gap*float32(len(objects)-1)
	var sum float32
	for _, s := range l.shares {
		if s > 10 {
			left -= s
		} else {
			sum += s
		}
	}
	x := float32(0)
	for i, o := range objects {
		w := l.shares[i]
		if w <= 10 {
			w = max(0, left*w/sum)
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + l.gap
	}
}

func (l *splitLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w, h float32
	for i, o := range objects {
		m := o.MinSize()
		if l.shares[i] > 10 {
			m.Width = l.shares[i]
		}
		w, h = w+m.Width, max(h, m.Height)
	}
	return fyne.NewSize(w+l.gap*float32(len(objects)-1), h)
}

// Card is a panel with a hairline and rounded corners around an object, with a bold title unless it is "".
func Card(title string, content fyne.CanvasObject) *fyne.Container {
	body := content
	if title != "" {
		body = container.NewBorder(Inset(0, 2, NewPara(title, Heading)), nil, nil, nil, content)
	}
	return container.NewStack(Board(theme.Panel), Inset(theme.Size(theme.Inset), theme.Size(theme.Inset)-2, body))
}

// Board is the empty rounded rectangle of a card.
func Board(fill fyne.ThemeColorName) *canvas.Rectangle {
	r := canvas.NewRectangle(theme.Color(fill))
	r.StrokeColor, r.StrokeWidth = theme.Color(theme.Hairline), 1
	r.CornerRadius = theme.Size(theme.Corner)
	return r
}

// Framed puts the border of a field around a widget that has none, such as a choice.
func Framed(o fyne.CanvasObject) *fyne.Container {
	r := canvas.NewRectangle(color.Transparent)
	r.StrokeColor, r.StrokeWidth = theme.Color("inputBorder"), 1
	r.CornerRadius = 6
	return container.NewStack(o, r)
}

// Rule is a hairline across.
func Rule() *canvas.Rectangle {
	r := canvas.NewRectangle(theme.Color(theme.Hairline))
	r.SetMinSize(fyne.NewSize(1, 1))
	return r
}
