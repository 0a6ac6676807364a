package shell

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// askBand asks for the sentence of the band above the rooms.
func (s *Shell) askBand() {
	ask := s.place.BandText
	if ask == nil {
		return
	}
	s.own.add(func(ctx context.Context) {
		text, err := ask(ctx)
		if err != nil {
			s.Fail(err)
			return
		}
		s.onMain(func() {
			s.bandText = text
			if s.frame != nil {
				s.frame.say()
			}
		})
	})
}

// say draws the band above the rooms: a word that is seen from afar, and a sentence behind it.
func (f *frame) say() {
	f.band.Objects = nil
	if word := f.s.place.Band; word != "" {
		back := canvas.NewRectangle(theme.Color(theme.WaitSoft))
		strong := kit.Line(word, kit.Style{Color: theme.Wait, Bold: true})
		f.band.Objects = []fyne.CanvasObject{container.NewStack(back,
			kit.Inset(18, 5, container.NewBorder(nil, nil, kit.Inset(0, 0, strong), nil, kit.Inset(10, 0, kit.NewPara(f.s.bandText, kit.Body)))))}
	}
	f.band.Refresh()
	if f.root != nil {
		kit.Relayout(f.root)
	}
}
