package commands

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode"

	"lianshen/reports/document"
	"lianshen/reports/typeset"
	"lianshen/reports/typeset/face"
)

// Lengths of GB/T 9704-2012 in millimetres, said anew here and not taken from the code that is measured.
const (
	pointsOfMM = 72 / 25.4
	emUp       = 0.88 // of the em above the baseline
	cellMM     = 156.0 / 28
	lineMM     = 225.0 / 22
)

// sheet is the type area of a document in millimetres from the edges of the paper.
type sheet struct{ left, top, right, bottom, width, height float64 }

func sheetOf(d *document.Document) sheet {
	s := sheet{28, 37, 210 - 26, 297 - 35, 210, 297} // 5.2: margins 37, 35, 28, 26
	if d.Landscape {
		s = sheet{28.5, 26, 28.5 + 240, 26 + 160, 297, 210}
	}
	if d.Running != nil {
		s.bottom += 14
	}
	return s
}

// measure is a placed document with what is asked of it.
type measure struct {
	*testing.T
	doc   *document.Document
	l     *typeset.Layout
	name  string
	found map[string]int // how often a rule of the standard was there to be measured
}

func (m *measure) errorf(format string, args ...any) {
	m.Helper()
	m.Errorf("%s: %s", m.name, fmt.Sprintf(format, args...))
}

// about compares millimetres to a tenth.
func (m *measure) about(rule string, got, want float64) {
	m.Helper()
	m.found[rule]++
	if math.Abs(got-want) > 0.1 {
		m.errorf("%s: %.2f mm, not %.2f", rule, got, want)
	}
}

// inked is a run in millimetres.
type inked struct {
	*typeset.Run
	page                     int
	text                     string
	left, right, top, bottom float64
}

func (m *measure) runs(page int) []inked {
	var out []inked
	for _, item := range m.l.Pages[page].Items {
		r, ok := item.(*typeset.Run)
		if !ok || len(r.Glyphs) == 0 {
			continue
		}
		one := inked{Run: r, page: page + 1, left: r.Glyphs[0].X / pointsOfMM, top: (r.Y - emUp*r.Size) / pointsOfMM, bottom: (r.Y + (1-emUp)*r.Size) / pointsOfMM}
		for _, g := range r.Glyphs {
			one.text += string(g.Rune)
		}
		last := r.Glyphs[len(r.Glyphs)-1]
		one.right = (last.X + last.Advance) / pointsOfMM
		if strings.ContainsRune("，。、；：？！）》〉」』】〕”’", last.Rune) && last.Advance > 0.9*r.Size {
			one.right -= r.Size / 2 / pointsOfMM // the blank half of a mark may hang
		}
		out = append(out, one)
	}
	return out
}

// of gives the run in which the text of a sentence begins, on the last page that has one.
func (m *measure) of(text string) (inked, bool) {
	want := []rune(document.Ink(text))
	if len(want) == 0 {
		return inked{}, false
	}
	for i := len(m.l.Pages) - 1; i >= 0; i-- {
		runs := m.runs(i)
		for j := len(runs) - 1; j >= 0; j-- {
			if runs[j].Artifact {
				continue
			}
			joined := ""
			for _, r := range runs[j:min(j+8, len(runs))] {
				joined += document.Ink(r.text)
			}
			if strings.HasPrefix(joined, string(want[:min(len(want), 8)])) {
				return runs[j], true
			}
		}
	}
	return inked{}, false
}

// extent is where the line of a run begins and ends.
func (m *measure) extent(r inked) (left, right float64) {
	left, right = r.left, r.right
	for _, l := range m.l.Lines {
		if l.Page == r.page && math.Abs(l.Y-r.Y) < 0.01 && l.X/pointsOfMM <= r.left+0.1 && l.Right/pointsOfMM >= r.right-3 {
			left, right = l.X/pointsOfMM, l.Right/pointsOfMM
		}
	}
	return left, right
}

// all measures what every document has to keep, and on an official one what the standard says.
func (m *measure) all() {
	m.insideTheTypeArea()
	m.linesObeyTheirRules()
	m.pageNumbers()
	if m.doc.Kind != document.Official || m.doc.Language == document.English {
		return
	}
	m.grid()
	m.head()
	m.title()
	m.signature()
	m.imprint()
	m.annexes()
}

func (m *measure) insideTheTypeArea() {
	const tolerance = 0.4
	s := sheetOf(m.doc)
	letter := m.doc.Head != nil && m.doc.Head.Layout == document.LetterHead
	for i, p := range m.l.Pages {
		m.about("width of the paper", p.Width/pointsOfMM, s.width)
		m.about("height of the paper", p.Height/pointsOfMM, s.height)
		for _, r := range m.runs(i) {
			above := r.top < s.top-tolerance && !(m.doc.Kind == document.Form && r.Size <= 10.5) && !(letter && i == 0 && r.Ink == typeset.Red)
			below := r.bottom > s.bottom+tolerance && !r.Artifact && r.Size > 9.01 // page number and trace
			if r.left < s.left-tolerance || r.right > s.right+tolerance || above || below {
				m.errorf("page %d: %q at %.1f–%.1f × %.1f–%.1f mm is outside the type area", i+1, r.text, r.left, r.right, r.top, r.bottom)
			}
			if r.top < 10 || r.bottom > s.height-10 {
				m.errorf("page %d: %q is where printers print nothing", i+1, r.text)
			}
		}
		for _, item := range p.Items {
			if r, ok := item.(*typeset.Stroke); ok && !(letter && i == 0 && r.Ink == typeset.Red) {
				if min(r.X1, r.X2)/pointsOfMM < s.left-tolerance || max(r.X1, r.X2)/pointsOfMM > s.right+tolerance ||
					min(r.Y1, r.Y2)/pointsOfMM < s.top-tolerance || max(r.Y1, r.Y2)/pointsOfMM > s.bottom+tolerance {
					m.errorf("page %d: a rule from %.1f, %.1f to %.1f, %.1f mm is outside the type area", i+1, r.X1/pointsOfMM, r.Y1/pointsOfMM, r.X2/pointsOfMM, r.Y2/pointsOfMM)
				}
			}
		}
	}
}

func (m *measure) linesObeyTheirRules() {
	for _, l := range m.l.Lines {
		if l.BreaksRule() {
			m.errorf("page %d has a line that starts or ends with forbidden punctuation: %q", l.Page, l.Text)
		}
		if l.Forced && !l.Artifact {
			m.errorf("page %d has a line broken against the rules: %q", l.Page, l.Text)
		}
	}
}

// pageNumbers: 7.5, 4号, dashes 7 mm below the type area, one character in at the outer edge; a letter has none on page 1.
func (m *measure) pageNumbers() {
	if m.doc.Kind == document.Form || m.doc.Language == document.English { // which the standard does not know
		return
	}
	for i := range m.l.Pages {
		var line []inked
		text := ""
		for _, r := range m.runs(i) {
			if r.Artifact && r.top > 262 {
				line = append(line, r)
				text += r.text
			}
		}
		if i == 0 && m.doc.Head != nil && m.doc.Head.Layout == document.LetterHead {
			if text != "" {
				m.errorf("a letter bears the number %q on its first page", text)
			}
			continue
		}
		if want := fmt.Sprintf("— %d —", i+1); text != want {
			m.errorf("page %d bears the number %q", i+1, text)
			continue
		}
		m.about("size of the page number", line[0].Size/pointsOfMM, 14/pointsOfMM)
		m.about("dash below the type area (7.5)", (line[0].Y-0.35*14)/pointsOfMM-262, 7)
		if i%2 == 0 {
			m.about("odd number at the right (7.5)", 184-line[len(line)-1].right, 14/pointsOfMM)
		} else {
			m.about("even number at the left (7.5)", line[0].left-28, 14/pointsOfMM)
		}
	}
}

// grid: 5.2.2 and 5.2.3, 22 lines of 28 characters.
func (m *measure) grid() {
	for i := range m.l.Pages {
		rows := map[int]bool{}
		for _, r := range m.runs(i) {
			if math.Abs(r.Size/pointsOfMM-cellMM) > 0.01 || r.Artifact || r.Ink != typeset.Black || r.Face != face.Fangsong {
				continue
			}
			for j := 1; j < len(r.Glyphs); j++ {
				if a, b := r.Glyphs[j-1], r.Glyphs[j]; unicode.Is(unicode.Han, a.Rune) && unicode.Is(unicode.Han, b.Rune) {
					step := (b.X - a.X) / pointsOfMM
					if step < cellMM-0.01 || step > 1.5*cellMM {
						m.errorf("page %d: %c stands %.2f mm after %c", i+1, b.Rune, step, a.Rune)
					}
				}
			}
			if row := (r.top - 37) / lineMM; math.Abs(row-math.Round(row)) < 0.01 {
				rows[int(math.Round(row))] = true
			}
		}
		for row := range rows {
			if row < 0 || row > 21 {
				m.errorf("page %d has a line %d of 22", i+1, row+1)
			}
		}
		if len(rows) == 22 {
			m.found["22 lines on a page (5.2.3)"]++
		}
	}
	for _, l := range m.l.Lines {
		text := []rune(l.Text)
		narrow := strings.IndexFunc(l.Text, func(r rune) bool {
			return !unicode.Is(unicode.Han, r) && !strings.ContainsRune("，、；。：（）《》", r)
		})
		if len(text) == 28 && narrow < 0 && unicode.Is(unicode.Han, text[27]) && !l.Closes {
			m.about("28 characters of a line (5.2.3)", (l.Right-l.X)/pointsOfMM, 156)
		}
	}
	at := 0
	for _, b := range m.doc.Blocks {
		p, ok := b.(document.Paragraph)
		if !ok || p.Style != document.Body {
			continue
		}
		text := p.Lead.Text
		for _, one := range p.Sentences {
			text += one.Text
		}
		text = document.Ink(text)
		for k := at; k < len(m.l.Lines) && text != ""; k++ {
			l := m.l.Lines[k]
			if first := document.Ink(l.Text); !l.Opens || l.Closes && first != text || len([]rune(first)) < min(14, len([]rune(text))) || !strings.HasPrefix(text, first) {
				continue
			}
			at = k + 1
			m.about("a paragraph begins two characters in (7.3.3)", l.X/pointsOfMM-28, 2*cellMM)
			row := (l.Y/pointsOfMM - emUp*cellMM - 37) / lineMM
			m.about("lines of the body on the grid (5.2.3)", (row-math.Round(row))*lineMM, 0)
			text = ""
		}
		if text != "" {
			m.errorf("the paragraph %.20s… begins no line", text)
		}
	}
}

// head: 7.2.
func (m *measure) head() {
	h := m.doc.Head
	if h == nil || h.Layout != document.RedHead || len(h.Organs) == 0 {
		return
	}
	marks := 0
	for _, t := range []string{h.CopyNumber, h.Secrecy, h.Urgency} {
		if r, ok := m.of(t); ok && r.page == 1 && r.top < 37+35 {
			m.about("secrecy and urgency on the first lines (7.2.1–7.2.3)", r.top, 37+float64(marks)*lineMM)
			m.about("secrecy and urgency at the left (7.2.1–7.2.3)", r.left, 28)
			marks++
		}
	}
	mark, ok := m.of(h.Organs[0].Text)
	for i := 0; i < len(m.runs(0)); i++ {
		if r := m.runs(0)[i]; r.Ink == typeset.Red {
			mark, ok = r, true
			break
		}
	}
	if !ok {
		m.errorf("no red name of the organ")
		return
	}
	m.about("organ mark below the type area's edge (7.2.4)", mark.top-37, 35)
	if mark.Face != face.SongBold || mark.Size > 22*pointsOfMM {
		m.errorf("the organ mark is set in %s of %.1f pt", mark.Face, mark.Size)
	}
	for _, item := range m.l.Pages[0].Items {
		rule, isRule := item.(*typeset.Stroke)
		if !isRule || rule.Ink != typeset.Red {
			continue
		}
		m.about("left end of the red rule (7.2.7)", rule.X1/pointsOfMM, 28)
		m.about("length of the red rule (7.2.7)", (rule.X2-rule.X1)/pointsOfMM, 156)
		lowest := 0.0
		for _, r := range m.runs(0) {
			if !r.Artifact && r.bottom < rule.Y1/pointsOfMM {
				lowest = max(lowest, r.bottom)
			}
		}
		if m.doc.Number != "" {
			m.about("red rule below the number (7.2.7)", rule.Y1/pointsOfMM-lowest, 4)
			m.found["number"]++
		}
	}
	if number, ok := m.of(m.doc.Number); ok && h.Signer.Text == "" {
		left, right := m.extent(number)
		m.about("the number in the middle (7.2.5)", (left+right)/2, 28+78)
	}
}

// title: 7.3.1 in 2号, centred, two lines below the red rule.
func (m *measure) title() {
	if len(m.doc.Title) == 0 {
		return
	}
	lowest, first := 37.0, math.Inf(1)
	for _, r := range m.runs(0) {
		if r.Face == face.SongBold && math.Abs(r.Size-22) < 0.01 && r.Ink == typeset.Black {
			left, right := m.extent(r)
			m.about("the title in the middle (7.3.1)", (left+right)/2, 28+78)
			first = min(first, r.top)
		}
	}
	for _, item := range m.l.Pages[0].Items {
		if rule, ok := item.(*typeset.Stroke); ok && rule.Ink == typeset.Red && rule.Y1/pointsOfMM < 150 { // a letter has one at its foot
			lowest = max(lowest, rule.Y1/pointsOfMM)
		}
	}
	if number, ok := m.of(m.doc.Number); ok { // of a letter it stands below the rule (10.1)
		lowest = max(lowest, number.bottom)
	}
	if math.IsInf(first, 1) {
		m.errorf("no title in 2号小标宋")
		return
	}
	if lowest > 37 {
		if gap := (first - lowest) / lineMM; gap < 1.9 || gap > 2.8 {
			m.errorf("the title stands %.2f lines below the red rule", gap)
		}
		m.found["title two lines below the red rule (7.3.1)"]++
	}
}

// signature: 7.3.5.
func (m *measure) signature() {
	s := m.doc.Signature
	if s == nil || len(s.Organs) != 1 || s.Date.Text == "" {
		return
	}
	var name, date typeset.Line
	for i, l := range m.l.Lines {
		if i > 0 && document.Ink(l.Text) == document.Ink(s.Date.Text) && m.l.Lines[i-1].Text != "" && strings.HasSuffix(document.Ink(s.Organs[0].Text), document.Ink(m.l.Lines[i-1].Text)) {
			name, date = m.l.Lines[i-1], l
		}
	}
	if date.Page == 0 {
		m.errorf("signature %q of %q is nowhere", s.Organs[0].Text, s.Date.Text)
		return
	}
	left, right, dateLeft, dateRight := name.X/pointsOfMM, name.Right/pointsOfMM, date.X/pointsOfMM, date.Right/pointsOfMM
	m.about("date on the line below the name (7.3.5)", date.Y/pointsOfMM-name.Y/pointsOfMM, lineMM)
	if !s.Sealed {
		if right-left >= dateRight-dateLeft {
			m.about("unsealed: name two characters in (7.3.5.2)", 184-right, 2*cellMM)
			m.about("unsealed: date two characters after the name (7.3.5.2)", dateLeft-left, 2*cellMM)
		} else {
			m.about("unsealed: longer date two characters in (7.3.5.2)", 184-dateRight, 2*cellMM)
		}
		return
	}
	m.about("sealed: name in the middle over the date (7.3.5.1)", (left+right)/2, (dateLeft+dateRight)/2)
	if 4*cellMM+(dateRight-dateLeft)/2 >= (right-left)/2 {
		m.about("sealed: date four characters in (7.3.5.1)", 184-dateRight, 4*cellMM)
	}
	m.found["signed with a body on its page"]++
	body := 0
	for _, l := range m.l.Lines {
		if l.Page == name.Page && l.Y < name.Y-1 && !l.Artifact {
			body++
		}
	}
	if body < 2 {
		m.errorf("page %d bears a signature with %d lines above", name.Page, body)
	}
}

// imprint: 7.4.
func (m *measure) imprint() {
	d := m.doc.Imprint
	if d == nil || m.doc.Head != nil && m.doc.Head.Layout == document.LetterHead {
		return
	}
	last := len(m.l.Pages) - 1
	var rules []*typeset.Stroke
	for _, item := range m.l.Pages[last].Items {
		if s, ok := item.(*typeset.Stroke); ok && s.Y1 == s.Y2 && math.Abs(s.X2-s.X1-156*pointsOfMM) < 0.1 && (math.Abs(s.Width/pointsOfMM-0.35) < 0.01 || math.Abs(s.Width/pointsOfMM-0.25) < 0.01) {
			rules = append(rules, s)
		}
	}
	want := []float64{0.35}
	if len(d.SendTo)+len(d.CopyTo) > 0 && d.Issuer.Text+d.Date.Text != "" {
		want = append(want, 0.25)
	}
	want = append(want, 0.35)
	if len(rules) != len(want) {
		m.errorf("%d rules of the imprint, not %d", len(rules), len(want))
		return
	}
	for i := range rules {
		m.about("rules of the imprint (7.4.1)", rules[i].Width/pointsOfMM, want[i])
	}
	end := rules[len(rules)-1]
	m.about("the imprint ends with the type area (7.4.1)", (end.Y1+end.Width/2)/pointsOfMM, 262)
	size := 14 / pointsOfMM
	if r, ok := m.of(d.Issuer.Text); ok {
		m.about("issuer one character in (7.4.3)", r.left-28, size)
		m.about("size of the imprint (7.4)", r.Size/pointsOfMM, size)
	}
	if len(d.CopyTo) > 0 {
		if r, ok := m.of("抄送：" + d.CopyTo[0].Text); ok {
			m.about("copies one character in (7.4.2)", r.left-28, size)
		}
	}
	if d.Date.Text != "" {
		if r, ok := m.of("印发"); ok {
			m.about("date of printing one character in (7.4.3)", 184-r.right, size)
		}
	}
}

// annexes: 7.3.7, the word on the first line in 黑体, a page of its own.
func (m *measure) annexes() {
	for i := range m.doc.Annexes {
		label := document.AnnexLabel(m.doc.Language, i, len(m.doc.Annexes))
		seen := false
		for page := range m.l.Pages {
			for _, r := range m.runs(page) {
				if !seen && r.Face == face.Hei && strings.HasPrefix(label, r.text) && math.Abs(r.top-37) < 0.1 {
					m.about("the word of an annex at the left (7.3.7)", r.left, 28)
					seen = true
				}
			}
		}
		if !seen {
			m.errorf("%s does not begin a page", label)
		}
	}
}
