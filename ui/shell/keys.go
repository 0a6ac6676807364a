package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// keys sets the shortcuts that work everywhere. Rooms' own shortcuts are asked for at the press.
func (s *Shell) keys() {
	c := s.window.Canvas()
	add := func(shortcut fyne.Shortcut, do func(fyne.Shortcut)) {
		s.shortcuts.AddShortcut(shortcut, do)
		c.AddShortcut(shortcut, s.TypedShortcut)
	}
	for _, k := range s.general() {
		if k.Mod != 0 {
			add(&desktop.CustomShortcut{KeyName: k.Key, Modifier: k.Mod}, func(fyne.Shortcut) { k.Do() })
		}
	}
	add(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { s.undo(false) })
	add(&fyne.ShortcutRedo{}, func(fyne.Shortcut) { s.undo(true) })
	add(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { s.roomKey(fyne.KeyV, fyne.KeyModifierControl) }) // the driver tells Ctrl+V by this name
	for _, mod := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierControl | fyne.KeyModifierShift, fyne.KeyModifierAlt} {
		for _, key := range roomKeys {
			if !s.isGeneral(key, mod) {
				add(&desktop.CustomShortcut{KeyName: key, Modifier: mod}, func(fyne.Shortcut) { s.roomKey(key, mod) })
			}
		}
	}
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(func(*fyne.KeyEvent) { kit.Touched() })
	}
	c.SetOnTypedKey(s.typedKey)
	c.SetOnTypedRune(func(r rune) {
		kit.Touched()
		if h := s.current(); h != nil && !s.covered() {
			h.room.TypedRune(r)
		}
	})
}

// TypedShortcut does what a shortcut of the window does. While a dialog is open only the lock works, and Ctrl+Enter does its
// primary button, whatever in it has the focus.
func (s *Shell) TypedShortcut(shortcut fyne.Shortcut) {
	kit.Touched()
	if c, ok := shortcut.(*desktop.CustomShortcut); ok && s.covered() && c.Modifier == fyne.KeyModifierControl && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter) {
		kit.Confirm(s.window.Canvas())
		return
	}
	if !s.covered() || shortcut.ShortcutName() == lockKey.ShortcutName() {
		s.shortcuts.TypedShortcut(shortcut)
	}
}

// lockKey locks the window.
var lockKey = &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl}

// roomKeys are the keys that rooms may use with Ctrl, Ctrl+Shift or Alt.
var roomKeys = func() []fyne.KeyName {
	keys := []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyDelete}
	for r := 'A'; r <= 'Z'; r++ {
		keys = append(keys, fyne.KeyName(string(r)))
	}
	return keys
}()

func (s *Shell) isGeneral(key fyne.KeyName, mod fyne.KeyModifier) bool {
	for _, k := range s.general() {
		if k.Key == key && k.Mod == mod {
			return true
		}
	}
	return false
}

func (s *Shell) roomKey(key fyne.KeyName, mod fyne.KeyModifier) bool {
	h := s.current()
	if h == nil || s.covered() {
		return false
	}
	for _, k := range h.room.Shortcuts() {
		if k.Key == key && k.Mod == mod && k.Do != nil {
			k.Do()
			return true
		}
	}
	return false
}

func (s *Shell) typedKey(e *fyne.KeyEvent) {
	kit.Touched()
	if e.Name == fyne.KeyF1 {
		s.help()
		return
	}
	if e.Name == fyne.KeyF6 && !s.covered() && s.frame != nil {
		if next := kit.NextPane(s.frame.middle, s.window.Canvas().Focused()); next != nil {
			s.window.Canvas().Focus(next)
		}
		return
	}
	if s.roomKey(e.Name, 0) {
		return
	}
	if h := s.current(); h != nil && !s.covered() {
		h.room.TypedKey(e)
	}
}

// general lists the keys that work everywhere.
func (s *Shell) general() []Shortcut {
	list := []Shortcut{
		{Keys: "F1", Text: i18n.T("shell.key.help"), Key: fyne.KeyF1, Do: s.help},
		{Keys: "Ctrl+K", Text: i18n.T("shell.key.find"), Key: fyne.KeyK, Mod: fyne.KeyModifierControl, Do: s.find},
		{Keys: "Ctrl+J", Text: i18n.T("clashes.key.open"), Key: fyne.KeyJ, Mod: fyne.KeyModifierControl, Do: s.clashes},
		{Keys: "Ctrl+D", Text: i18n.T("shell.key.daylog"), Key: fyne.KeyD, Mod: fyne.KeyModifierControl, Do: s.daylog},
		{Keys: "Ctrl+Z", Text: i18n.T("shell.key.undo")},
		{Keys: "Ctrl+Y", Text: i18n.T("shell.key.redo")},
		{Keys: "Alt+←", Text: i18n.T("shell.key.back"), Key: fyne.KeyLeft, Mod: fyne.KeyModifierAlt, Do: s.Back},
		{Keys: "Ctrl+L", Text: i18n.T("shell.key.lock"), Key: fyne.KeyL, Mod: fyne.KeyModifierControl, Do: s.askLock},
		{Keys: "Tab", Text: i18n.T("shell.key.next")},
		{Keys: "F6", Text: i18n.T("shell.key.pane")},
		{Keys: "Alt+1–8", Text: i18n.T("shell.key.sort")},
		{Keys: "Esc", Text: i18n.T("shell.key.leave")},
	}
	rooms := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9}
	for i, key := range rooms {
		k := Shortcut{Key: key, Mod: fyne.KeyModifierControl, Do: func() { s.goNth(i) }}
		if i == 0 {
			k.Keys, k.Text = "Ctrl+1–9", i18n.T("shell.key.rooms")
		}
		list = append(list, k)
	}
	return list
}

func (s *Shell) goNth(n int) {
	for _, e := range s.place.Entries {
		if e.Hidden || !s.open {
			continue
		}
		if n == 0 {
			s.Go(Route{Room: e.Name})
			return
		}
		n--
	}
}

// clashes leads to what clashes in any case.
func (s *Shell) clashes() {
	if s.open {
		s.Go(Route{Room: RoomClashes})
	}
}

// daylog opens one's own work log, where there is one: a copy for reading has none.
func (s *Shell) daylog() {
	for _, e := range s.place.Entries {
		if s.open && e.Name == RoomDaylog {
			s.Go(Route{Room: RoomDaylog})
		}
	}
}
