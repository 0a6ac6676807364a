// Package kit holds the widgets we own: text that is set as Chinese wants it, chips, bars, cards, buttons with key
// caps, a data table for tens of thousands of rows, and forms whose fields keep what was typed.
//
// Colours and sizes come from ui/theme. Objects drawn straight from canvas take the colours at the moment they are
// made: a change of theme makes the rooms anew.
package kit

import (
	"fyne.io/fyne/v2"

	"lianshen/ui/theme"
)

// Tone is what a coloured word or bar means. A word always stands beside the colour.
type Tone string

// The tones.
const (
	Plain  Tone = ""       // ink, no background
	Quiet  Tone = "quiet"  // without meaning of its own
	Accent Tone = "accent" // where I am, what is next
	Mid    Tone = "mid"    // the second of three parts of a bar
	Done   Tone = "done"
	Wait   Tone = "wait"   // waiting, soon
	Fault  Tone = "fault"  // fault, overdue
	Strong Tone = "strong" // filled with the accent: the chosen one
)

// Fore gives the name of the colour of text in this tone.
func (t Tone) Fore() fyne.ThemeColorName {
	switch t {
	case Quiet:
		return theme.Quiet
	case Accent:
		return theme.Accent
	case Mid:
		return theme.AccentMid
	case Done:
		return theme.Done
	case Wait:
		return theme.Wait
	case Fault:
		return theme.Fault
	case Strong:
		return theme.OnAccent
	}
	return theme.Ink
}

// Back gives the name of the colour behind text in this tone.
func (t Tone) Back() fyne.ThemeColorName {
	switch t {
	case Accent, Mid:
		return theme.AccentSoft
	case Done:
		return theme.DoneSoft
	case Wait:
		return theme.WaitSoft
	case Fault:
		return theme.FaultSoft
	case Strong:
		return theme.Accent
	}
	return theme.QuietSoft
}
