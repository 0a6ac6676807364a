package typeset

import (
	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// What forms have around their table: a number and a symbol in the upper margin, a running line with the page number, a
// line for signatures at the foot of each page.
const (
	labelSize     = 10.5 // 五号
	runningHeight = 22.0
	runningBase   = 14.0 // baseline of the running line, from its top
	footRoom      = 30.0
	footBase      = 22.0 // baseline of the foot line, from the lower edge of the type area
	marginGap     = 6 * millimetre
)

// margin sets the number and the symbol of a form into the upper margin of the first page. They take no room of the
// type area.
func (s *setter) margin() {
	if s.d.Corner == nil && s.d.Label.Text == "" {
		return
	}
	out := s.upper(s.text)
	out.keep = true
	s.push(out)
}

// upper is what stands in the upper margin, above the place 0; shape makes the glyphs of its words.
func (s *setter) upper(shape func(string, style) []atom) strip {
	var out strip
	if c := s.d.Corner; c != nil {
		side := c.Side * millimetre
		top := -marginGap/2 - side
		out.add(&Mosaic{X: 0, Y: top, Side: side, Dark: c.Dark})
		y := top + side/2 - float64(len(c.Beside))*1.4*traceSize/2
		for _, text := range c.Beside {
			s.marginLine(&out, shape, text, traceSize, side+marginGap/2, y+ascent*traceSize)
			y += 1.4 * traceSize
		}
	}
	if s.d.Label.Text != "" {
		st := style{face: face.Song, size: labelSize}
		w := width(s.shape(s.d.Label.Text, st))
		s.marginLine(&out, shape, s.d.Label, labelSize, s.area.width-w, -marginGap/2)
	}
	return out
}

// marginLine sets a text on one line; who composes it keeps it short.
func (s *setter) marginLine(out *strip, shape func(string, style) []atom, text document.Sentence, size, x, base float64) {
	st := style{face: face.Song, size: size}
	if text.Strong {
		st.face = face.Hei
	}
	atoms := shape(text.Text, st)
	xs, right := place(atoms, gapsOf(atoms), s.area.width, false)
	out.lineUp(atoms, xs, x, base, right)
}

// marginsAgain repeats number and symbol on every further page: a page that is scanned or photographed alone must tell,
// too, which paper it is of. What repeats is no part of the text.
func marginsAgain(l *Layout, s *setter) {
	if s.d.Corner == nil && s.d.Label.Text == "" {
		return
	}
	for i := 1; i < len(l.Pages); i++ {
		page := &l.Pages[i]
		out := s.upper(s.shape)
		for _, item := range out.items {
			item.shift(s.area.left, s.area.top)
			page.Items = append(page.Items, item)
		}
	}
}

// running is the room that the running line takes at the top of a further page.
func (s *setter) running() float64 {
	if s.d.Running == nil {
		return 0
	}
	return runningHeight
}

// runningLine is the running line as it stands below the title.
func (s *setter) runningLine() {
	if s.d.Running == nil {
		return
	}
	out := strip{height: runningHeight, keep: true, running: true}
	atoms := s.text(s.d.Running.Left.Text, style{face: face.Song, size: noteSize})
	xs, right := place(atoms, gapsOf(atoms), s.area.width, false)
	out.lineUp(atoms, xs, 0, runningBase, right)
	s.push(out)
}

// runningAgain repeats the left part of the running line on a further page.
func (s *setter) runningAgain(page *Page) {
	atoms := s.shape(s.d.Running.Left.Text, style{face: face.Song, size: noteSize})
	xs, right := place(atoms, gapsOf(atoms), s.area.width, false)
	var out strip
	out.lineUp(atoms, xs, s.area.left, page.running+runningBase, right)
	page.Items = append(page.Items, out.items...)
}

// footLines sets the line at the foot of the type area of every page.
func footLines(l *Layout, s *setter) {
	if s.d.Foot == "" {
		return
	}
	for i := range l.Pages {
		atoms := s.shape(s.d.Foot, style{face: face.Song, size: noteSize})
		xs, right := place(atoms, gapsOf(atoms), s.area.width, false)
		var out strip
		out.lineUp(atoms, xs, s.area.left, s.area.top+s.area.height+footBase, right)
		l.Pages[i].Items = append(l.Pages[i].Items, out.items...)
	}
}
