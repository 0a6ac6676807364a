package kit

import (
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/boombuler/barcode/qr"

	"lianshen/ui/theme"
)

// quiet is the light margin of a code in modules, which readers need.
const quiet = 4

// Code is the QR code of a text of upper-case letters, figures, blanks and hyphens (a quarter of it may be spoilt), at
// least side pixels wide at the normal text size. It is dark on white in the dark theme too: many readers know no other.
// A text that no code can hold gives an empty object.
func Code(text string, side float32) fyne.CanvasObject {
	code, err := qr.Encode(strings.ToUpper(text), qr.Q, qr.AlphaNumeric)
	if err != nil {
		return Row(0)
	}
	n := code.Bounds().Dx()
	picture := image.NewGray(image.Rect(0, 0, n+2*quiet, n+2*quiet))
	for y := range n + 2*quiet {
		for x := range n + 2*quiet {
			tone := color.Gray{Y: 0xff}
			if at := image.Pt(x-quiet, y-quiet); at.In(code.Bounds()) {
				if red, _, _, _ := code.At(at.X, at.Y).RGBA(); red == 0 {
					tone = color.Gray{}
				}
			}
			picture.SetGray(x, y, tone)
		}
	}
	shown := canvas.NewImageFromImage(picture)
	shown.ScaleMode = canvas.ImageScalePixels
	shown.FillMode = canvas.ImageFillContain
	side *= theme.Size(theme.TextBody) / 14
	shown.SetMinSize(fyne.NewSize(side, side))
	return container.NewGridWrap(fyne.NewSize(side, side), shown)
}

// Groups are short groups of figures that two people compare: large, each in a box of its own.
func Groups(groups ...string) fyne.CanvasObject {
	var boxes []fyne.CanvasObject
	for _, g := range groups {
		back := canvas.NewRectangle(theme.Color(theme.QuietSoft))
		back.CornerRadius = 6
		boxes = append(boxes, container.NewStack(back, Inset(12, 6, Line(g, Style{Size: theme.TextFigure, Bold: true}))))
	}
	return Row(8, boxes...)
}
