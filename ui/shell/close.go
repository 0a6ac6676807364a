package shell

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// Quit saves what the room in view has not saved, waits for all work, closes the workspace and then calls done on the
// main goroutine.
func (s *Shell) Quit(done func()) {
	s.shut(i18n.T("shell.closing"), func(error) {
		s.cancel()
		done()
	})
}

// Leave closes the workspace, as Quit does, and shows the welcome room.
func (s *Shell) Leave() {
	s.shut(i18n.T("shell.closing"), func(err error) {
		s.Welcome()
		s.fail(err)
	})
}

// Lock closes the workspace, as Quit does, and shows the room that asks for the pass phrase. From the first moment
// nothing of the workspace is in view: dialogs are gone, too. then is called on the main goroutine just before that
// room shows.
func (s *Shell) Lock(then func()) {
	if !s.open {
		return
	}
	s.shut(i18n.T("shell.locking"), func(err error) {
		then()
		lost := s.lost != nil
		s.Outside(Route{Room: RoomUnlock})
		switch {
		case err != nil:
			s.fail(err)
		case lost: // not the reason itself: it may name what the locked window must not show
			s.fail(app.Refuse("lock.unsaved"))
		}
	})
}

// askLock asks the program to lock the window.
func (s *Shell) askLock() {
	if s.open && s.config.Lock != nil {
		s.config.Lock()
	}
}

// shut takes everything of the workspace out of view, lets the room in view save, waits for all work off the main
// goroutine, closes the workspace and calls done on the main one with what the closing said.
func (s *Shell) shut(word string, done func(error)) {
	if s.closing {
		return
	}
	s.closing, s.lost = true, nil
	s.window.Canvas().Unfocus() // what is being typed is taken over first
	kit.CloseAll(s.window)
	queues, closing, halt := s.queues, s.place.Close, s.halt
	if h := s.current(); h != nil {
		h.room.Hidden()
	}
	for _, h := range s.seats {
		h.gone = true
	}
	s.seats = map[string]*seat{}
	s.open, s.place, s.route, s.frame = false, Place{}, Route{}, nil
	s.forget()
	s.window.SetContent(cover(word))
	go func() {
		halt()
		for _, q := range queues {
			q.wait()
		}
		var err error
		if closing != nil {
			err = closing()
		}
		s.onMain(func() {
			s.closing = false
			s.queues = []*queue{s.own}
			done(err)
		})
	}()
}

// cover is what shows while a workspace is being closed.
func cover(word string) fyne.CanvasObject {
	return container.NewStack(canvas.NewRectangle(theme.Color(theme.Paper)),
		container.NewCenter(kit.Line(word, kit.Style{Size: theme.TextItem, Color: theme.SecondInk})))
}

// Behind does work that nobody waits for, such as a backup: one after the other, with a context that ends when the
// workspace is closed. Closing waits until the work has ended. It is called on the main goroutine.
func (s *Shell) Behind(work func(ctx context.Context)) {
	if s.open && s.behind != nil {
		s.behind.add(work)
	}
}

// Word puts a quiet word into the status line, such as when the last backup was made; "" takes it away. It may be called
// from any goroutine.
func (s *Shell) Word(text string) {
	s.onMain(func() {
		if !s.open {
			return
		}
		s.word = text
		if s.frame != nil {
			s.frame.status()
		}
	})
}
