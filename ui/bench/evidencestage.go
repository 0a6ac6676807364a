package bench

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/reports/picture"
	"lianshen/ui/kit"
)

// zooms are the sizes in which a picture or a page is shown; 1 fits the window.
var zooms = []float32{1, 1.5, 2, 3, 4}

// plate is a picture as it was made for the screen.
type plate struct {
	img  *image.RGBA
	fine float32     // how many times as fine as the window asks for; 0 = the small copy of the list
	near *image.RGBA // img in the size in which it is shown; nil = img itself
}

// brought is a plate with its picture made as small as it is shown, in w × h pixels: else whoever paints it would do that
// on the main goroutine, with each key waiting for it. It is not for the main goroutine.
func (p plate) brought(w, h float32) plate {
	p.near = nil
	if p.img == nil || w < 1 || h < 1 {
		return p
	}
	wide, high := float32(p.img.Rect.Dx()), float32(p.img.Rect.Dy())
	if k := min(w/wide, h/high); k < 1 {
		p.near = picture.Smaller(p.img, max(1, int(k*max(wide, high)+0.5)))
	}
	return p
}

// shown is the picture that is painted.
func (p plate) shown() *image.RGBA {
	if p.near != nil {
		return p.near
	}
	return p.img
}

// stage shows a plate in the window, or a part of it when it is larger; a text can be moved in it, too. Main goroutine
// only.
type stage struct {
	zoom   float32
	plate  plate
	scroll *container.Scroll // nil = everything fits
	sheet  *enlarged         // the layout in scroll
	image  *canvas.Image     // in scroll
}

// enlarged gives a picture so many times the size in which it fits the room there is, and never less than the room.
type enlarged struct {
	of   *container.Scroll
	zoom float32
	w, h float32 // of the picture, pixels
}

// MinSize is what the picture takes.
func (l *enlarged) MinSize([]fyne.CanvasObject) fyne.Size {
	room := l.of.Size()
	k := l.zoom * min(room.Width/l.w, room.Height/l.h)
	return fyne.NewSize(max(room.Width, k*l.w), max(room.Height, k*l.h))
}

// Layout gives the picture all of it.
func (l *enlarged) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.NewPos(0, 0))
	}
}

// forget has nothing to show any more; the size stays.
func (s *stage) forget() { *s = stage{zoom: max(s.zoom, 1)} }

// set takes a plate and gives what shows it, at the place where the former one was looked at.
func (s *stage) set(p plate) fyne.CanvasObject {
	x, y := s.middle()
	s.plate = p
	s.image = canvas.NewImageFromImage(p.shown())
	s.image.FillMode, s.image.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest // it has its size already
	s.sheet = &enlarged{zoom: s.zoom, w: float32(p.img.Rect.Dx()), h: float32(p.img.Rect.Dy())}
	s.scroll = container.NewScroll(container.New(s.sheet, s.image))
	s.sheet.of = s.scroll
	return container.New(&centred{s, x, y}, s.scroll)
}

// centred lays the scroll out and moves its contents, so that a place of the picture stays in the middle.
type centred struct {
	s    *stage
	x, y float32 // 0–1 of the picture
}

// MinSize is nothing: the window gives the room.
func (c *centred) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(10, 10) }

// Layout fills the room.
func (c *centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if c.s.scroll != nil && c.s.scroll.Size() == size { // what the person has moved to stays
		return
	}
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
	c.s.look(c.x, c.y)
}

// look brings a place of the picture to the middle, 0–1 in either direction.
func (s *stage) look(x, y float32) {
	if s.scroll == nil || s.sheet == nil {
		return
	}
	room, all := s.scroll.Size(), s.sheet.MinSize(nil)
	s.scroll.Offset = fyne.NewPos(held(x*all.Width-room.Width/2, all.Width-room.Width), held(y*all.Height-room.Height/2, all.Height-room.Height))
	s.scroll.Refresh()
}

func held(v, most float32) float32 { return max(0, min(v, most)) }

// middle gives the place that is in the middle of the window.
func (s *stage) middle() (x, y float32) {
	if s.scroll == nil || s.sheet == nil || s.scroll.Size().Width == 0 {
		return 0.5, 0.5
	}
	room, all := s.scroll.Size(), s.sheet.MinSize(nil)
	return (s.scroll.Offset.X + room.Width/2) / all.Width, (s.scroll.Offset.Y + room.Height/2) / all.Height
}

// text gives what shows a text.
func (s *stage) text(p *kit.Para) fyne.CanvasObject {
	out := kit.Scroll(p)
	s.scroll, _ = out.Objects[0].(*container.Scroll)
	return out
}

// can says whether a step of the size is possible.
func (s *stage) can(step int) bool {
	at := slices.Index(zooms, s.zoom)
	switch {
	case s.plate.img == nil || at < 0:
		return false
	case step == 0:
		return at > 0
	}
	return at+step >= 0 && at+step < len(zooms)
}

// zoomBy makes it a step larger or smaller, 0 makes it fit; false when it is as large as it can be.
func (s *stage) zoomBy(step int) bool {
	if !s.can(step) {
		return false
	}
	x, y := s.middle()
	if step == 0 {
		s.zoom = 1
	} else {
		s.zoom = zooms[slices.Index(zooms, s.zoom)+step]
	}
	s.sheet.zoom = s.zoom
	s.plate.near, s.image.Image = nil, s.plate.img // that of the former size; see [view.zoom]
	s.scroll.Content.Refresh()
	s.look(x, y)
	return true
}

// wanted is how fine a plate must be for the present size: twice is as fine as is made of a photo.
func (s *stage) wanted() float32 {
	if s.zoom > 1.5 {
		return 2
	}
	return 1
}

// blurred says that the plate is too coarse for the present size.
func (s *stage) blurred() bool { return s.plate.img != nil && s.plate.fine < s.wanted() }

// move goes in a direction on what is larger than the window; false when everything of it is in view that way.
func (s *stage) move(way fyne.Position) bool {
	if s.scroll == nil {
		return false
	}
	room, all := s.scroll.Size(), s.scroll.Content.MinSize()
	if way.X != 0 && all.Width <= room.Width+1 || way.Y != 0 && all.Height <= room.Height+1 {
		return false
	}
	to := s.scroll.Offset.AddXY(way.X*room.Width/4, way.Y*room.Height/4)
	s.scroll.Offset = fyne.NewPos(held(to.X, all.Width-room.Width), held(to.Y, all.Height-room.Height))
	s.scroll.Refresh()
	return true
}
