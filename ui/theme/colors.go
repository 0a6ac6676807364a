package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

func rgb(v uint32) color.Color {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func rgba(v uint32, a uint8) color.Color {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}

// light is calm paper; dark keeps the order of its contrasts.
var light = map[fyne.ThemeColorName]color.Color{
	Paper: rgb(0xF6F5F1), Panel: rgb(0xFFFFFF), Side: rgb(0xEDECE6), Hairline: rgb(0xE3E1DA),
	Ink: rgb(0x1F2328), SecondInk: rgb(0x5B6470),
	Accent: rgb(0x1F4E79), OnAccent: rgb(0xFFFFFF), AccentSoft: rgb(0xE7ECF4), AccentMid: rgb(0x5B8DB8),
	Fault: rgb(0xB3261E), FaultSoft: rgb(0xF9E4E2),
	Done: rgb(0x2E7D4F), DoneSoft: rgb(0xEAF6EE),
	Wait: rgb(0x8A5A0B), WaitSoft: rgb(0xF8EFD9),
	Quiet: rgb(0x4A525C), QuietSoft: rgb(0xEAE8E2),

	fynetheme.ColorNameHover: rgba(0x1F4E79, 0x12), fynetheme.ColorNamePressed: rgba(0x1F4E79, 0x28),
	fynetheme.ColorNameShadow: rgba(0x000000, 0x28), fynetheme.ColorNameInputBorder: rgb(0x949087),
	fynetheme.ColorNameDisabled: rgb(0x9AA0A8), fynetheme.ColorNamePlaceHolder: rgb(0x7A828C),
	fynetheme.ColorNameScrollBar: rgba(0x1F2328, 0x66), fynetheme.ColorNameSelection: rgba(0x1F4E79, 0x38),
	fynetheme.ColorNameFocus: rgba(0x1F4E79, 0x30),
}

var dark = map[fyne.ThemeColorName]color.Color{
	Paper: rgb(0x191B1E), Panel: rgb(0x222529), Side: rgb(0x141618), Hairline: rgb(0x363A40),
	Ink: rgb(0xE6E4DE), SecondInk: rgb(0xA3A9B1),
	Accent: rgb(0x8DB8E0), OnAccent: rgb(0x10202F), AccentSoft: rgb(0x263645), AccentMid: rgb(0x5B83A8),
	Fault: rgb(0xF0938C), FaultSoft: rgb(0x472624),
	Done: rgb(0x7CC79A), DoneSoft: rgb(0x1F3A2B),
	Wait: rgb(0xE2B96A), WaitSoft: rgb(0x40341C),
	Quiet: rgb(0xC3C7CC), QuietSoft: rgb(0x33373C),

	fynetheme.ColorNameHover: rgba(0x8DB8E0, 0x1c), fynetheme.ColorNamePressed: rgba(0x8DB8E0, 0x38),
	fynetheme.ColorNameShadow: rgba(0x000000, 0x70), fynetheme.ColorNameInputBorder: rgb(0x757B84),
	fynetheme.ColorNameDisabled: rgb(0x6E747C), fynetheme.ColorNamePlaceHolder: rgb(0x868C94),
	fynetheme.ColorNameScrollBar: rgba(0xE6E4DE, 0x66), fynetheme.ColorNameSelection: rgba(0x8DB8E0, 0x48),
	fynetheme.ColorNameFocus: rgba(0x8DB8E0, 0x40),
}

// aliases give Fyne's own widgets our colours.
var aliases = map[fyne.ThemeColorName]fyne.ThemeColorName{
	fynetheme.ColorNameBackground:          Paper,
	fynetheme.ColorNameForeground:          Ink,
	fynetheme.ColorNameButton:              Panel,
	fynetheme.ColorNameDisabledButton:      QuietSoft,
	fynetheme.ColorNamePrimary:             Accent,
	fynetheme.ColorNameHyperlink:           Accent,
	fynetheme.ColorNameError:               Fault,
	fynetheme.ColorNameSuccess:             Done,
	fynetheme.ColorNameWarning:             Wait,
	fynetheme.ColorNameForegroundOnPrimary: OnAccent,
	fynetheme.ColorNameForegroundOnError:   Panel,
	fynetheme.ColorNameForegroundOnSuccess: Panel,
	fynetheme.ColorNameForegroundOnWarning: Panel,
	fynetheme.ColorNameHeaderBackground:    Panel,
	fynetheme.ColorNameInputBackground:     Panel,
	fynetheme.ColorNameMenuBackground:      Panel,
	fynetheme.ColorNameOverlayBackground:   Panel,
	fynetheme.ColorNameSeparator:           Hairline,
}
