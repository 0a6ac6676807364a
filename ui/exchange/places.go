package exchange

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// spot is a place a package can be written to.
type spot struct {
	dir      string
	name     string
	free     int64 // bytes, -1 = not known
	limit    int64 // bytes that one file may have there, 0 = no limit that matters
	readOnly bool
}

// places is the choice of where a package is written: sticks that are there, the exchange folder, any folder.
type places struct {
	room     *Room
	object   *fyne.Container
	lines    *fyne.Container
	changed  func() // the person chose another place
	measured func() // it came to be known how much a place holds

	all    []spot
	plug   []stickNow
	common string           // the exchange folder, "" = none
	own    string           // a folder that the person chose, "" = none
	dir    string           // chosen
	limit  int64            // bytes a file may have, by the person's wish; 0 = as the place bears
	free   map[string]int64 // bytes that folders still hold, as far as they are known
}

// limits are the sizes to which files can be kept, in bytes; 0 = as the place bears.
var limits = []int64{0, 4 << 30, 2 << 30, 1 << 30, 500 << 20, 100 << 20}

func newPlaces(r *Room, changed, measured func()) *places {
	p := &places{room: r, lines: kit.Column(2), changed: changed, measured: measured, free: map[string]int64{}}
	var words []string
	for _, n := range limits {
		if n == 0 {
			words = append(words, i18n.T("exchange.split.auto"))
			continue
		}
		words = append(words, i18n.T("exchange.split.at", "size", i18n.Bytes(n)))
	}
	split := kit.NewSelect(words, nil)
	split.SetSelectedIndex(0)
	split.OnChanged = func(string) {
		p.limit = limits[max(0, split.SelectedIndex())]
		p.changed()
	}
	other := kit.NewButton(i18n.T("exchange.place.other"), p.askFolder)
	p.object = kit.Column(8, p.lines, kit.Flow(8, other), kit.Split(8, []float32{1, 1.4}, kit.Inset(0, 8, kit.Line(i18n.T("exchange.split"), kit.Second)), kit.Framed(split)))
	p.draw()
	return p
}

// take takes over which sticks are there.
func (p *places) take(all []stickNow) {
	p.plug = all
	p.gather()
}

// shared takes over which folder is shared with others, "" = none.
func (p *places) shared(dir string) {
	if p.common != dir {
		p.common = dir
		p.gather()
		p.measure(dir)
	}
}

// choose takes a folder as the place.
func (p *places) choose(dir string) {
	defer p.changed()
	p.dir = dir
	if !slices.ContainsFunc(p.plug, func(s stickNow) bool { return s.Root == dir }) && dir != p.common {
		p.own = dir
	}
	p.gather()
	p.measure(p.own)
}

func (p *places) askFolder() {
	ask.Directory(p.room.host.Window(), i18n.T("exchange.place.other"), i18n.T("exchange.place.other.text"), i18n.T("exchange.place.choose"), func(dir string, closed func(error)) {
		p.choose(dir)
		closed(nil)
	})
}

// gather lists the places anew; what was chosen stays chosen as long as it is there.
func (p *places) gather() {
	was := p.dir
	p.all = nil
	if p.common != "" {
		p.all = append(p.all, spot{dir: p.common, name: i18n.T("exchange.place.shared"), free: p.freeOf(p.common)})
	}
	for _, s := range p.plug {
		free := s.Free
		if s.Size == 0 {
			free = -1
		}
		p.all = append(p.all, spot{dir: s.Root, name: i18n.T("exchange.place.stick", "name", stickName(s.Stick)), free: free, limit: s.FileLimit(), readOnly: s.ReadOnly})
	}
	if p.own != "" {
		p.all = append(p.all, spot{dir: p.own, name: i18n.T("exchange.place.own"), free: p.freeOf(p.own)})
	}
	if _, ok := p.chosen(); !ok {
		p.dir = ""
		for _, s := range p.all {
			if !s.readOnly {
				p.dir = s.dir
				break
			}
		}
	}
	p.draw()
	if was != p.dir {
		p.changed()
	}
}

// measure asks how many bytes can still be written in a folder; a share may be slow to answer.
func (p *places) measure(dir string) {
	r := p.room
	if r.config.Free == nil || dir == "" {
		return
	}
	r.host.Run(func(context.Context) (func(), error) {
		n, err := r.config.Free(dir)
		if err != nil { // nobody knows: writing tells
			return nil, nil
		}
		return func() {
			p.free[dir] = n
			p.gather()
			p.measured()
		}, nil
	})
}

// freeOf gives how many bytes can still be written in a folder, -1 = not known.
func (p *places) freeOf(dir string) int64 {
	if n, ok := p.free[dir]; ok {
		return n
	}
	return -1
}

// chosen gives the place that is chosen.
func (p *places) chosen() (spot, bool) {
	for _, s := range p.all {
		if s.dir == p.dir && p.dir != "" {
			return s, true
		}
	}
	return spot{}, false
}

// draw draws a line for every place.
func (p *places) draw() {
	p.lines.RemoveAll()
	if len(p.all) == 0 {
		p.lines.Add(kit.NewPara(i18n.T("exchange.place.none"), kit.Second))
	}
	for _, s := range p.all {
		p.lines.Add(p.line(s))
	}
	p.lines.Refresh()
}

func (p *places) line(s spot) fyne.CanvasObject {
	mark, style := "○", kit.Body
	if s.dir == p.dir {
		mark, style = "●", kit.Style{Color: theme.Accent, Bold: true}
	}
	says := s.dir
	switch {
	case s.readOnly:
		says = i18n.T("exchange.place.readonly", "path", s.dir)
	case s.free >= 0:
		says = i18n.T("exchange.place.free", "path", s.dir, "free", i18n.Bytes(s.free))
	}
	text := kit.Split(6, []float32{18 * scale(), 1}, kit.Line(mark, style), kit.Column(0, kit.NewPara(s.name, style), kit.NewPara(says, kit.Second)))
	return kit.NewTap(kit.Inset(4, 3, text), func() {
		if s.readOnly {
			return
		}
		p.dir = s.dir
		p.draw()
		p.changed()
	})
}
