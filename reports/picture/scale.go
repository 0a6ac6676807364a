package picture

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// shrink makes a picture at most side pixels in width and in height; side 0 leaves its size. A photo is first averaged
// over whole squares of pixels, which is quick and lets no fine pattern flicker, then brought to its size.
func shrink(img image.Image, side int) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	tw, th := fit(w, h, side)
	k := min(w/tw, h/th)
	var mid image.Image = img
	if k >= 2 {
		mid = average(img, k)
	}
	if own, ok := mid.(*image.RGBA); ok && own.Rect == image.Rect(0, 0, tw, th) {
		return own
	}
	out := image.NewRGBA(image.Rect(0, 0, tw, th))
	if mid.Bounds().Dx() == tw && mid.Bounds().Dy() == th {
		over(out, mid)
		return out
	}
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src) // behind what can be seen through
	draw.ApproxBiLinear.Scale(out, out.Rect, mid, mid.Bounds(), draw.Over, nil)
	return out
}

// over copies a picture onto white, which is what lies behind what can be seen through.
func over(to *image.RGBA, from image.Image) {
	draw.Draw(to, to.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(to, to.Rect, from, from.Bounds().Min, draw.Over)
}

// fit gives the size of w × h within side × side, at least one pixel.
func fit(w, h, side int) (int, int) {
	if side <= 0 || w <= side && h <= side {
		return w, h
	}
	if w >= h {
		return side, max(1, h*side/w)
	}
	return max(1, w*side/h), side
}

// average makes one pixel of every k × k.
func average(img image.Image, k int) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/k, b.Dy()/k))
	if y, ok := img.(*image.YCbCr); ok {
		averageYCbCr(out, y, k)
		return out
	}
	line := image.NewRGBA(image.Rect(0, 0, b.Dx(), k))
	for y := range out.Rect.Dy() {
		over(line, window{img, image.Rect(b.Min.X, b.Min.Y+y*k, b.Max.X, b.Min.Y+(y+1)*k)})
		to := out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			var r, g, bl uint32
			for j := range k {
				p := line.Pix[j*line.Stride+4*x*k:]
				for i := 0; i < 4*k; i += 4 {
					r, g, bl = r+uint32(p[i]), g+uint32(p[i+1]), bl+uint32(p[i+2])
				}
			}
			n := uint32(k * k)
			to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = uint8(r/n), uint8(g/n), uint8(bl/n), 255
		}
	}
	return out
}

// window is a part of a picture.
type window struct {
	image.Image
	part image.Rectangle
}

func (w window) Bounds() image.Rectangle { return w.part }

// averageYCbCr averages the planes of a photo as they lie: the colour of a square is that of its middle.
func averageYCbCr(out *image.RGBA, y *image.YCbCr, k int) {
	n := uint32(k * k)
	for oy := range out.Rect.Dy() {
		to := out.Pix[oy*out.Stride:]
		top := y.Rect.Min.Y + oy*k
		for ox := range out.Rect.Dx() {
			left := y.Rect.Min.X + ox*k
			var sum uint32
			for j := range k {
				at := y.YOffset(left, top+j)
				for _, v := range y.Y[at : at+k] {
					sum += uint32(v)
				}
			}
			c := y.COffset(left+k/2, top+k/2)
			to[4*ox], to[4*ox+1], to[4*ox+2] = color.YCbCrToRGB(uint8(sum/n), y.Cb[c], y.Cr[c])
			to[4*ox+3] = 255
		}
	}
}

// upright turns a picture as EXIF says (CIPA DC-008, tag 0112).
func upright(img *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation > 4 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(tx, ty):], img.Pix[img.PixOffset(x, y):img.PixOffset(x, y)+4])
		}
	}
	return out
}
