package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// luminance is the relative luminance of WCAG 2.1.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// Text can be read on whatever it stands on, light and dark: 4.5 to 1 (WCAG 2.1, 1.4.3).
func TestTextCanBeReadOnItsBackground(t *testing.T) {
	pairs := [][2]fyne.ThemeColorName{
		{Ink, Paper}, {Ink, Panel}, {Ink, Side}, {SecondInk, Paper}, {SecondInk, Panel}, {SecondInk, Side}, {Accent, Panel}, {Accent, Paper},
		{Accent, AccentSoft}, {OnAccent, Accent}, {Fault, FaultSoft}, {Fault, Panel}, {Fault, Side}, {Done, DoneSoft}, {Done, Panel},
		{Wait, WaitSoft}, {Wait, Panel}, {Quiet, QuietSoft}, {Ink, AccentSoft}, {SecondInk, AccentSoft}, {SecondInk, QuietSoft}, {Panel, Ink},
	}
	for _, mode := range []Mode{ModeLight, ModeDark} {
		th := Theme{Mode: mode}
		for _, p := range pairs {
			if got := contrast(th.Color(p[0], 0), th.Color(p[1], 0)); got < 4.5 {
				t.Errorf("%s: %s on %s has %.2f to 1", mode, p[0], p[1], got)
			}
		}
	}
}

func TestLightAndDarkHaveTheSameColours(t *testing.T) {
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("%s is missing in dark", name)
		}
	}
	if len(light) != len(dark) {
		t.Errorf("%d colours in light, %d in dark", len(light), len(dark))
	}
}

func TestModeGoesBeforeTheSystem(t *testing.T) {
	if got := (Theme{Mode: ModeDark}).Color(Paper, fynetheme.VariantLight); got != dark[Paper] {
		t.Errorf("dark on a light system is %v", got)
	}
	if got := (Theme{Mode: ModeSystem}).Color(fynetheme.ColorNameBackground, fynetheme.VariantDark); got != dark[Paper] {
		t.Errorf("as the system is %v", got)
	}
}

func TestTextGrowsAndCornersDoNot(t *testing.T) {
	small, huge := Theme{Text: TextNormal}, Theme{Text: TextHuge}
	if small.Size(TextBody) != 14 || huge.Size(TextBody) <= 18 || huge.Size(fynetheme.SizeNameText) <= 18 {
		t.Errorf("body text is %v and %v", small.Size(TextBody), huge.Size(TextBody))
	}
	if small.Size(Corner) != huge.Size(Corner) {
		t.Error("corners grow with the text")
	}
}
