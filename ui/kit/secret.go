package kit

import "fyne.io/fyne/v2"

// NewSecret makes an entry for a pass phrase or a recovery key: dots instead of characters, with an eye that shows them.
// What is in it never reaches the clipboard, not even while it is shown; pasting into it is allowed, because a person
// may keep phrases in a keeper of passwords.
func NewSecret() *Entry {
	e := &Entry{secret: true}
	e.Password = true
	e.ExtendBaseWidget(e)
	e.OnSubmitted = func(string) { e.left() }
	return e
}

// NewSecretLines makes an entry of so many lines for a recovery key: it is read off paper, so it shows, but it never
// reaches the clipboard either.
func NewSecretLines(lines int) *Entry {
	e := &Entry{secret: true, MinHeight: float32(lines)*Body.size()*1.6 + 17}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapBreak
	e.ExtendBaseWidget(e)
	return e
}

// TappedSecondary opens the menu of the entry; a secret has none, for it would offer to copy.
func (e *Entry) TappedSecondary(at *fyne.PointEvent) {
	if !e.secret {
		e.Entry.TappedSecondary(at)
	}
}

// keepsSecret says whether a shortcut would take text out of a secret.
func (e *Entry) keepsSecret(s fyne.Shortcut) bool {
	if !e.secret {
		return false
	}
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		return true
	}
	return false
}
