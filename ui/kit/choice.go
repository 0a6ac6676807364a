package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Check is the toolkit's tick that comes into view when Tab leads to it.
type Check struct {
	widget.Check
	called
}

// NewCheck makes a tick with words beside it; changed is told what it became, nil is nobody.
func NewCheck(words string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = words, changed
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained is for the toolkit.
func (c *Check) FocusGained() {
	c.Check.FocusGained()
	c.tell()
	IntoView(c)
}

// Select is the toolkit's choice of one of some words that comes into view when Tab leads to it.
type Select struct {
	widget.Select
	called
}

// NewSelect makes a choice; changed is told what was chosen, nil is nobody.
func NewSelect(words []string, changed func(string)) *Select {
	s := &Select{}
	s.Options, s.OnChanged = words, changed
	s.ExtendBaseWidget(s)
	return s
}

// FocusGained is for the toolkit.
func (s *Select) FocusGained() {
	s.Select.FocusGained()
	s.tell()
	IntoView(s)
}

// iconButton is the toolkit's button with a picture that comes into view when Tab leads to it.
type iconButton struct{ widget.Button }

func newIconButton(icon fyne.Resource) *iconButton {
	b := &iconButton{}
	b.Icon, b.Importance = icon, widget.LowImportance
	b.ExtendBaseWidget(b)
	return b
}

// FocusGained is for the toolkit.
func (b *iconButton) FocusGained() {
	b.Button.FocusGained()
	IntoView(b)
}
