package kit

import (
	"image/color"
	"strings"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lianshen/reports/typeset"
	"lianshen/ui/theme"
)

// Style is how text is set. The zero Style is body text in ink.
type Style struct {
	Size   fyne.ThemeSizeName  // "" = theme.TextBody
	Color  fyne.ThemeColorName // "" = theme.Ink
	Bold   bool
	Number bool // right-aligned
}

// Styles that come up everywhere.
var (
	Body     = Style{}
	Second   = Style{Size: theme.TextSecond, Color: theme.SecondInk}
	Strongly = Style{Bold: true}
	Heading  = Style{Size: theme.TextBody, Bold: true}
	Title    = Style{Size: theme.TextTitle, Bold: true}
	Figure   = Style{Size: theme.TextFigure, Bold: true}
	Faulty   = Style{Size: theme.TextSecond, Color: theme.Fault}
)

func (s Style) size() float32 {
	if s.Size == "" {
		return theme.Size(theme.TextBody)
	}
	return theme.Size(s.Size)
}

func (s Style) color() color.Color {
	if s.Color == "" {
		return theme.Color(theme.Ink)
	}
	return theme.Color(s.Color)
}

// Line is one line of text that is not broken.
func Line(text string, s Style) *canvas.Text {
	t := canvas.NewText(text, s.color())
	t.TextSize = s.size()
	t.TextStyle.Bold = s.Bold
	if s.Number {
		t.Alignment = fyne.TextAlignTrailing
	}
	return t
}

type face struct {
	size float32
	bold bool
}

var (
	widthsMu sync.Mutex
	widths   = map[face]map[rune]float32{}
)

// runeWidth gives the width of a character from a cache: asking the shaper for each cell again costs more than
// drawing it.
func runeWidth(f face, r rune) float32 {
	widthsMu.Lock()
	defer widthsMu.Unlock()
	m := widths[f]
	if m == nil {
		m = map[rune]float32{}
		widths[f] = m
	}
	w, ok := m[r]
	if !ok {
		w = fyne.MeasureText(string(r), f.size, fyne.TextStyle{Bold: f.bold}).Width
		m[r] = w
	}
	return w
}

// Width gives the width of a text in device independent pixels.
func Width(text string, s Style) float32 {
	f, w := face{s.size(), s.Bold}, float32(0)
	for _, r := range text {
		w += runeWidth(f, r)
	}
	return w
}

// NaturalWidth gives the width of second text at the normal text size, as columns of tables are given theirs.
func NaturalWidth(text string) float32 { return Width(text, Second) * 14 / theme.Size(theme.TextBody) }

// Cut shortens a text to a width and marks the cut with "…". Line breaks become spaces.
func Cut(text string, width float32, s Style) string { return cut(text, width, face{s.size(), s.Bold}) }

func cut(text string, width float32, f face) string {
	if strings.ContainsAny(text, "\n\r\t") {
		text = strings.Join(strings.Fields(text), " ")
	}
	dots := runeWidth(f, '…')
	var w float32
	fits := 0 // bytes that fit together with the dots
	for i, r := range text {
		w += runeWidth(f, r)
		if w > width+0.5 {
			return text[:fits] + "…"
		}
		if w+dots <= width {
			fits = i + len(string(r))
		}
	}
	return text
}

// BreakLines sets a text into lines of at most a width, as Para does.
func BreakLines(text string, width float32, s Style) []string {
	return breakLines(text, width, face{s.size(), s.Bold})
}

// breakLines sets a text into lines of at most width: Chinese breaks between any two characters but for the
// punctuation that printed pages keep from the edges of lines, too, Latin words and numbers stay whole where they fit.
func breakLines(text string, width float32, f face) []string {
	var lines []string
	for _, para := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		lines = append(lines, breakPara([]rune(para), width, f)...)
	}
	return lines
}

func breakPara(rs []rune, width float32, f face) []string {
	var lines []string
	start := 0
	for start < len(rs) {
		var w float32
		end, last := start, -1
		for end < len(rs) {
			w += runeWidth(f, rs[end])
			if w > width && end > start {
				break
			}
			end++
			if end < len(rs) && mayBreak(rs[end-1], rs[end]) {
				last = end
			}
		}
		if end < len(rs) && last > start {
			end = last
		}
		lines = append(lines, strings.TrimRight(string(rs[start:end]), " "))
		start = end
		for start < len(rs) && rs[start] == ' ' {
			start++
		}
	}
	if len(rs) == 0 {
		return []string{""}
	}
	return lines
}

func mayBreak(a, b rune) bool {
	switch {
	case typeset.ForbiddenAtStart(b) || typeset.ForbiddenAtEnd(a):
		return false
	case a == ' ':
		return true
	case b == ' ':
		return false
	}
	return wide(a) || wide(b)
}

func wide(r rune) bool {
	return unicode.In(r, unicode.Han) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r == '“' || r == '”'
}

// Para is text of any length that breaks into lines at the width it gets.
type Para struct {
	widget.BaseWidget
	text  string
	style Style
	width float32
	lines []string
}

// NewPara makes a paragraph.
func NewPara(text string, s Style) *Para {
	p := &Para{text: text, style: s}
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes the text.
func (p *Para) SetText(text string) {
	if p.text == text {
		return
	}
	p.text = text
	p.set()
	p.Refresh()
}

// SetStyle changes how it is set.
func (p *Para) SetStyle(s Style) {
	p.style = s
	p.set()
	p.Refresh()
}

// Text gives the text.
func (p *Para) Text() string { return p.text }

func (p *Para) set() {
	if p.width > 0 {
		p.lines = breakLines(p.text, p.width, face{p.style.size(), p.style.Bold})
	}
}

// Resize breaks the text anew when the width changed.
func (p *Para) Resize(s fyne.Size) {
	if s.Width != p.width {
		p.width = s.Width
		p.set()
		p.BaseWidget.Resize(s)
		p.Refresh()
		return
	}
	p.BaseWidget.Resize(s)
}

// CreateRenderer is for Fyne.
func (p *Para) CreateRenderer() fyne.WidgetRenderer { return &paraRenderer{p: p} }

type paraRenderer struct {
	p       *Para
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

func (r *paraRenderer) lineHeight() float32 { return r.p.style.size() * 1.5 }

func (r *paraRenderer) Layout(size fyne.Size) {
	for i, t := range r.texts {
		t.Move(fyne.NewPos(0, float32(i)*r.lineHeight()))
		t.Resize(fyne.NewSize(size.Width, r.lineHeight()))
	}
}

func (r *paraRenderer) MinSize() fyne.Size {
	if r.p.text == "" {
		return fyne.NewSize(1, 0)
	}
	return fyne.NewSize(10, r.lineHeight()*float32(max(1, len(r.p.lines))))
}

func (r *paraRenderer) Refresh() {
	lines := r.p.lines
	if r.p.text == "" {
		lines = nil
	}
	if len(lines) == 0 && r.p.text != "" {
		lines = []string{r.p.text}
	}
	for len(r.texts) < len(lines) {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	r.texts = r.texts[:len(lines)]
	r.objects = r.objects[:0]
	for i, t := range r.texts {
		t.Text, t.Color, t.TextSize, t.TextStyle.Bold = lines[i], r.p.style.color(), r.p.style.size(), r.p.style.Bold
		r.objects = append(r.objects, t)
	}
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *paraRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *paraRenderer) Destroy()                     {}
