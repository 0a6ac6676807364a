package word

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"

	"lianshen/reports/document"
)

const (
	quiet = 4 // light modules around a symbol (ISO/IEC 18004)
	dots  = 4 // pixels of a module
	barW  = 900
	barH  = 40
)

// picture keeps a picture and writes it into a run; width and height in millimetres. alt says what it shows.
func (w *writer) picture(img image.Image, width, height float64, alt string) {
	var out bytes.Buffer
	_ = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, img) // into memory, of a picture of sound size
	n := slices.IndexFunc(w.images, func(other []byte) bool { return bytes.Equal(other, out.Bytes()) }) + 1
	if n == 0 { // a set of copies has each picture once
		w.images = append(w.images, out.Bytes())
		n = len(w.images)
	}
	w.drawn++
	id, cx, cy := w.drawn, int(width*emuPerMM), int(height*emuPerMM)
	w.raw(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="image%d" descr="%s"/>`, cx, cy, id, id, escape(alt))
	w.raw(`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="image%d"/><pic:cNvPicPr/></pic:nvPicPr>`, id, id)
	w.raw(`<pic:blipFill><a:blip r:embed="image%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, n, cx, cy)
}

// symbol writes a symbol with its lines beside it.
func (w *writer) symbol(b document.Symbol) {
	side := int((b.Side + 4) * millimetre)
	w.frame("left", w.width()-side, side)
	w.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
	w.bareCell(w.width()-side, "center", func() {
		for _, line := range b.Beside {
			if line.Text != "" {
				w.paragraph(stand{style: styleCell}, func() { w.sentences([]document.Sentence{line}, look{}) })
			}
		}
		if len(b.Beside) == 0 {
			w.paragraph(stand{style: styleCell}, func() {})
		}
	})
	w.bareCell(side, "center", func() {
		w.paragraph(stand{style: styleCell, align: "right"}, func() { w.picture(modules(b.Dark), b.Side, b.Side, "QR") })
	})
	w.raw("</w:tr></w:tbl>")
	w.paragraph(stand{style: styleSmall, line: 60, noGrid: true}, func() {})
}

// modules draws a symbol with its light margin.
func modules(dark [][]bool) image.Image {
	n := (len(dark) + 2*quiet) * dots
	img := image.NewPaletted(image.Rect(0, 0, n, n), color.Palette{color.White, color.Black})
	for y, row := range dark {
		for x, on := range row {
			if !on {
				continue
			}
			for i := range dots * dots {
				img.SetColorIndex((x+quiet)*dots+i%dots, (y+quiet)*dots+i/dots, 1)
			}
		}
	}
	return img
}

// shades of the parts of a bar, as on the printed page.
var shades = [...]uint8{89, 158, 214, 255, 51, 184}

// chart writes a chart as a table of a label, the drawn bar and a note a row, under a legend.
func (w *writer) chart(c document.Chart) {
	if c.Caption.Text != "" {
		w.paragraph(stand{style: styleCaption}, func() { w.text(c.Caption.Text, look{}) })
	}
	if len(c.Series) > 0 {
		w.paragraph(stand{style: styleSmall, align: "center", next: true}, func() {
			for i, name := range c.Series {
				w.picture(drawn([]int64{1}, 1, i, 40), 3.5, 3.5, name)
				w.text(" "+name+"　", look{})
			}
		})
	}
	if len(c.Bars) == 0 {
		return
	}
	longest := int64(1)
	for _, b := range c.Bars {
		longest = max(longest, sum(b.Values))
	}
	label, note := w.width()*22/100, w.width()*20/100
	bar := w.width() - label - note
	w.frame("left", label, bar, note)
	for _, b := range c.Bars {
		whole := longest
		if c.Share {
			whole = max(sum(b.Values), 1)
		}
		w.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		w.bareCell(label, "center", func() {
			w.paragraph(stand{style: styleSmall, align: "right", next: true}, func() { w.text(b.Label.Text, look{}) })
		})
		w.bareCell(bar, "center", func() {
			w.paragraph(stand{style: styleSmall, next: true}, func() {
				w.picture(drawn(b.Values, whole, 0, barW), float64(bar-200)/millimetre, 5, b.Label.Text)
			})
		})
		w.bareCell(note, "center", func() {
			w.paragraph(stand{style: styleSmall, align: "left"}, func() { w.text(b.Note.Text, look{}) })
		})
		w.raw("</w:tr>")
	}
	w.raw("</w:tbl>")
	w.paragraph(stand{style: styleSmall, line: 120, noGrid: true}, func() {})
}

func sum(values []int64) int64 {
	total := int64(0)
	for _, v := range values {
		total += v
	}
	return total
}

// drawn is a bar of outlined parts, the first in shade number from; as long as its share of the whole.
func drawn(values []int64, whole int64, from, width int) image.Image {
	img := image.NewGray(image.Rect(0, 0, width, barH))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	left, at := 0, int64(0)
	for i, v := range values {
		at += v
		right := int(float64(width-1) * float64(at) / float64(whole))
		if v == 0 || right <= left {
			continue
		}
		for y := range barH {
			for x := left; x <= right; x++ {
				shade := shades[(from+i)%len(shades)]
				if y < 2 || y >= barH-2 || x < left+2 || x > right-2 {
					shade = 0
				}
				img.SetGray(x, y, color.Gray{Y: shade})
			}
		}
		left = right
	}
	return img
}
