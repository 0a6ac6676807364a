// Package theme holds the look of the program: colours, faces and sizes. Widgets of our own ask Color with one of
// the names below; Fyne's widgets get the same colours through the Theme.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"lianshen/assets"
)

// Names of the colours of our own, by what they mean. Every one exists for light and dark.
const (
	Paper      fyne.ThemeColorName = "lianshen.paper"      // behind everything
	Panel      fyne.ThemeColorName = "lianshen.panel"      // cards, dialogs
	Side       fyne.ThemeColorName = "lianshen.side"       // the list of rooms and the status line
	Hairline   fyne.ThemeColorName = "lianshen.hairline"   // borders and rules
	Ink        fyne.ThemeColorName = "lianshen.ink"        // text
	SecondInk  fyne.ThemeColorName = "lianshen.secondink"  // second text, heads of columns
	Accent     fyne.ThemeColorName = "lianshen.accent"     // where I am and what to do next
	OnAccent   fyne.ThemeColorName = "lianshen.onaccent"   // text on Accent
	AccentSoft fyne.ThemeColorName = "lianshen.accentsoft" // chips and the row in hand
	AccentMid  fyne.ThemeColorName = "lianshen.accentmid"  // the second of three parts of a bar
	Fault      fyne.ThemeColorName = "lianshen.fault"      // faults and overdue
	FaultSoft  fyne.ThemeColorName = "lianshen.faultsoft"
	Done       fyne.ThemeColorName = "lianshen.done"
	DoneSoft   fyne.ThemeColorName = "lianshen.donesoft"
	Wait       fyne.ThemeColorName = "lianshen.wait" // waiting and soon
	WaitSoft   fyne.ThemeColorName = "lianshen.waitsoft"
	Quiet      fyne.ThemeColorName = "lianshen.quiet"     // text of a chip without meaning of its own
	QuietSoft  fyne.ThemeColorName = "lianshen.quietsoft" // such a chip, the empty part of a bar
)

// Sizes in device independent pixels at the normal text size; Size scales them.
const (
	TextTitle  fyne.ThemeSizeName = "lianshen.title"  // 19, title of a page
	TextItem   fyne.ThemeSizeName = "lianshen.item"   // 18, the item in hand
	TextBody   fyne.ThemeSizeName = "lianshen.body"   // 14
	TextSecond fyne.ThemeSizeName = "lianshen.second" // 12
	TextFigure fyne.ThemeSizeName = "lianshen.figure" // 21, a big number
	RowHeight  fyne.ThemeSizeName = "lianshen.row"    // 38, a row of a table
	Gap        fyne.ThemeSizeName = "lianshen.gap"    // 12, between panels
	Inset      fyne.ThemeSizeName = "lianshen.inset"  // 14, inside a panel
	Corner     fyne.ThemeSizeName = "lianshen.corner" // 8
	BarHeight  fyne.ThemeSizeName = "lianshen.bar"    // 6, a progress bar
	Touch      fyne.ThemeSizeName = "lianshen.touch"  // 36 at every text size: a finger finds nothing that is lower
)

// Mode says whether the program is light, dark, or as the system wants it.
type Mode string

// The modes.
const (
	ModeSystem Mode = "system"
	ModeLight  Mode = "light"
	ModeDark   Mode = "dark"
)

// Modes lists all.
var Modes = []Mode{ModeSystem, ModeLight, ModeDark}

// TextScale is one of the three text sizes.
type TextScale string

// The text sizes: 1, 1.15 and 1.3 times the sizes above.
const (
	TextNormal TextScale = "normal"
	TextLarge  TextScale = "large"
	TextHuge   TextScale = "huge"
)

// TextScales lists all.
var TextScales = []TextScale{TextNormal, TextLarge, TextHuge}

// Factor gives by how much sizes grow.
func (s TextScale) Factor() float32 {
	switch s {
	case TextLarge:
		return 1.15
	case TextHuge:
		return 1.3
	}
	return 1
}

// Theme is our look as Fyne takes it. It is a value without state: a change of mode or text size is a new Theme.
type Theme struct {
	Mode Mode
	Text TextScale
}

var _ fyne.Theme = Theme{}

var (
	regular = fyne.NewStaticResource("LianshenSans-Regular.ttf", assets.Font("LianshenSans-Regular"))
	bold    = fyne.NewStaticResource("LianshenSans-Bold.ttf", assets.Font("LianshenSans-Bold"))
)

// Font gives one of our two faces. There is no italic and no monospace: neither exists for Chinese.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return bold
	}
	return regular
}

// Icon gives Fyne's icons.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

var sizes = map[fyne.ThemeSizeName]float32{
	TextTitle: 19, TextItem: 18, TextBody: 14, TextSecond: 12, TextFigure: 21,
	RowHeight: 38, Gap: 12, Inset: 14, Corner: 8, BarHeight: 6, Touch: 36,

	fynetheme.SizeNameText: 14, fynetheme.SizeNameCaptionText: 12, fynetheme.SizeNameHeadingText: 19,
	fynetheme.SizeNameSubHeadingText: 16, fynetheme.SizeNamePadding: 4, fynetheme.SizeNameInnerPadding: 8.5,
	fynetheme.SizeNameInputRadius: 6, fynetheme.SizeNameSelectionRadius: 5, fynetheme.SizeNameLineSpacing: 4,
	fynetheme.SizeNameModalBlurRadius: 0, // blurring costs more than a frame without a graphics card
	fynetheme.SizeNameScrollBar:       10, fynetheme.SizeNameScrollBarSmall: 4, fynetheme.SizeNameInlineIcon: 18,
}

// fixed sizes do not grow with the text.
var fixed = map[fyne.ThemeSizeName]bool{
	Corner: true, fynetheme.SizeNameInputRadius: true, fynetheme.SizeNameSelectionRadius: true,
	fynetheme.SizeNameScrollBar: true, fynetheme.SizeNameScrollBarSmall: true, fynetheme.SizeNamePadding: true, Gap: true, Touch: true,
}

// Size gives a size in device independent pixels at the text size in use.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	s, ours := sizes[name]
	switch {
	case !ours:
		return fynetheme.DefaultTheme().Size(name)
	case fixed[name]:
		return s
	}
	return s * t.Text.Factor()
}

// Color gives a colour for light or dark; the mode of the theme goes before what the system wants.
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.Mode {
	case ModeLight:
		variant = fynetheme.VariantLight
	case ModeDark:
		variant = fynetheme.VariantDark
	}
	set := light
	if variant == fynetheme.VariantDark {
		set = dark
	}
	if c, ok := set[name]; ok {
		return c
	}
	if alias, ok := aliases[name]; ok {
		return set[alias]
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

// Color gives one of our colours, or one of Fyne's, as the running app shows it.
func Color(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(name, s.ThemeVariant())
}

// Size gives one of our sizes, or one of Fyne's, as the running app shows it.
func Size(name fyne.ThemeSizeName) float32 { return fyne.CurrentApp().Settings().Theme().Size(name) }
