// Package picture reads photos and scans that come from anywhere: it says what a file is without decoding it, refuses
// what would cost more memory than a photo may, turns what a camera held sideways upright, and makes smaller copies for
// the screen and for print. The file itself stays as it is, byte for byte. Nothing here touches a disk.
package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"lianshen/app"
)

// Limits of what is decoded. A larger file can be kept all the same; it is not shown.
const (
	MaxBytes  = 128 << 20 // of the file
	MaxMemory = 512 << 20 // that decoding may take, worked out from the header
	maxSide   = 1 << 16   // pixels
)

// Format is the form of a picture file.
type Format string

// The forms that are read.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	WebP Format = "webp"
	TIFF Format = "tiff"
	BMP  Format = "bmp"
)

// Info is what the head of a picture file says.
type Info struct {
	Format      Format
	Width       int    // pixels, as they are seen: turned upright
	Height      int    // pixels
	Orientation int    // EXIF, 1–8; 1 = as it is
	TakenAt     string // what the camera says, 2026-03-12 10:31:05; "" = it says nothing
	memory      int64  // bytes that decoding takes
}

// codec is how a form of picture file is known and read.
type codec struct {
	format Format
	known  func(head []byte) bool
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// begins knows a file by any of these beginnings.
func begins(with ...string) func([]byte) bool {
	return func(head []byte) bool {
		return slices.ContainsFunc(with, func(w string) bool { return bytes.HasPrefix(head, []byte(w)) })
	}
}

var codecs = []codec{
	{JPEG, begins("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode},
	{PNG, begins("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode},
	{WebP, func(b []byte) bool { return len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" }, webp.DecodeConfig, webp.Decode},
	{TIFF, begins("II*\x00", "MM\x00*"), tiff.DecodeConfig, tiff.Decode},
	{BMP, begins("BM"), bmp.DecodeConfig, bmp.Decode},
}

// codecOf gives how a file is read; false when it is no picture that is read here.
func codecOf(head []byte) (codec, bool) {
	i := slices.IndexFunc(codecs, func(c codec) bool { return c.known(head) })
	if i < 0 {
		return codec{}, false
	}
	return codecs[i], true
}

// FormatOf tells the form of a file by its first bytes; "" when it is no picture that is read here.
func FormatOf(head []byte) Format {
	c, _ := codecOf(head)
	return c.format
}

// fromPhone says whether a file is a picture in the form of newer phones, HEIF with what its makers put inside (ISO/IEC
// 23008-12: its brand stands in the first box). It is not read: whoever decodes it needs licences for patents on HEVC,
// and the free decoder is under the LGPL, which asks for more than a single program file can give.
func fromPhone(head []byte) bool {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return false
	}
	return slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}, string(head[8:12]))
}

// Look reads the head of a picture file. It refuses with "picture.none" (no picture that is read here), "picture.heic"
// (one of a newer phone, which is not read), "picture.broken" (cut off or damaged) and "picture.large" (decoding it would
// take more than MaxMemory or the file is over MaxBytes).
func Look(data []byte) (Info, error) {
	info, _, err := look(data)
	return info, err
}

func look(data []byte) (info Info, by codec, err error) {
	defer guard(&err)
	by, ok := codecOf(data)
	switch {
	case !ok && fromPhone(data):
		return info, by, app.Refuse("picture.heic")
	case !ok:
		return info, by, app.Refuse("picture.none")
	}
	info.Format = by.format
	if len(data) > MaxBytes {
		return info, by, app.Refuse("picture.large", "mb", len(data)>>20)
	}
	conf, err := by.config(bytes.NewReader(data))
	if err != nil {
		return info, by, broken(err)
	}
	if conf.Width < 1 || conf.Height < 1 {
		return info, by, broken(fmt.Errorf("%d × %d pixels", conf.Width, conf.Height))
	}
	perPixel := costOf(info.Format, conf, data)
	info.memory = int64(conf.Width) * int64(conf.Height) * perPixel
	if conf.Width > maxSide || conf.Height > maxSide || info.memory > MaxMemory {
		return info, by, app.Refuse("picture.large", "mb", info.memory>>20)
	}
	info.Orientation, info.TakenAt = exifOf(info.Format, data)
	info.Width, info.Height = conf.Width, conf.Height
	if info.Orientation > 4 {
		info.Width, info.Height = conf.Height, conf.Width
	}
	return info, by, nil
}

// costOf gives how many bytes a pixel takes while it is decoded.
func costOf(f Format, conf image.Config, data []byte) int64 {
	switch {
	case f == JPEG && progressive(data):
		return 15 // the coefficients of all three planes stay until the last scan
	case f == JPEG:
		return 3
	}
	switch conf.ColorModel {
	case color.GrayModel:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 16
	}
	return 8 // the pixel itself, and once more where rows are interlaced or unpacked
}

// Decode reads a picture, turns it upright and makes it at most side pixels in width and in height; side 0 leaves its
// size. It refuses as Look does, and ends with ctx.
func Decode(ctx context.Context, data []byte, side int) (img *image.RGBA, info Info, err error) {
	defer guard(&err)
	info, by, err := look(data)
	if err != nil {
		return nil, info, err
	}
	select { // one at a time, so that memory stays bounded
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, info, ctx.Err()
	}
	full, err := decode(ctx, by, info, data, side)
	if err != nil {
		if ctx.Err() != nil {
			return nil, info, ctx.Err()
		}
		return nil, info, broken(err)
	}
	return upright(shrink(full, side), info.Orientation), info, nil
}

// turn is taken by who decodes.
var turn = make(chan struct{}, 1)

// decode gives a picture as it lies in its file, in its own size or as much smaller as its decoder can make it quickly,
// but never smaller than side asks for.
func decode(ctx context.Context, by codec, info Info, data []byte, side int) (image.Image, error) {
	if longest := max(info.Width, info.Height); by.format == JPEG && side > 0 && side < longest {
		if n := (8*side + longest - 1) / longest; n < 8 {
			img, err := decodeSmall(ctx, data, n)
			if !errors.Is(err, errElse) {
				return img, err
			}
		}
	}
	return by.decode(&until{ctx, bytes.NewReader(data)})
}

// Smaller makes a picture that was decoded at most side pixels in width and in height.
func Smaller(img *image.RGBA, side int) *image.RGBA { return shrink(img, side) }

// until is a reader that ends with a context.
type until struct {
	ctx context.Context
	r   *bytes.Reader
}

func (u *until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// ReadAt lets TIFF find its parts.
func (u *until) ReadAt(p []byte, off int64) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.ReadAt(p, off)
}

// Print makes a copy for paper: upright and then turned by so many quarters clockwise, at most side pixels in width and in
// height, as JPEG.
func Print(ctx context.Context, data []byte, side, quarters int) ([]byte, error) {
	img, _, err := Decode(ctx, data, side)
	if err != nil {
		return nil, err
	}
	return encode(Turn(img, quarters), 85)
}

// Turn turns a picture by so many quarters clockwise, for what lies wrong though no camera says so.
func Turn(img *image.RGBA, quarters int) *image.RGBA {
	return upright(img, [4]int{1, 6, 3, 8}[(quarters%4+4)%4])
}

// Pack makes a JPEG file of a picture as it is shown, such as a small copy that is to be kept.
func Pack(img *image.RGBA) ([]byte, error) { return encode(img, 78) }

func encode(img *image.RGBA, quality int) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode a picture: %w", err)
	}
	return out.Bytes(), nil
}

func broken(cause error) error { return &app.Error{Code: "picture.broken", Cause: cause} }

// guard turns what a decoder stumbles over into a refusal: a file made to harm must not end the program.
func guard(err *error) {
	if x := recover(); x != nil {
		*err = broken(errors.New("the decoder gave up"))
	}
}
