package picture

import (
	"context"
	"errors"
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"lianshen/app"
)

// MaxCode bounds the text of a printed code, in bytes: what is longer is none of ours.
const MaxCode = 512

// codeSides are the sizes a scan is looked at in, in pixels: small codes need the larger one, noisy scans the smaller.
var codeSides = []int{1600, 2600, 900}

// ReadCode reads the QR code that is printed on a sheet from a photo or scan of it. It refuses as Look does, and with
// "picture.nocode" when there is none that can be read.
func ReadCode(ctx context.Context, data []byte) (text string, err error) {
	full, _, err := Decode(ctx, data, codeSides[1])
	if err != nil {
		return "", err
	}
	return FindCode(ctx, full)
}

// FindCode is ReadCode for a picture that was decoded, such as a page of a PDF.
func FindCode(ctx context.Context, img *image.RGBA) (text string, err error) {
	defer func() {
		if recover() != nil { // a reader that stumbles over a picture has found nothing
			text, err = "", app.Refuse("picture.nocode")
		}
	}()
	for _, side := range codeSides {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		small := shrink(img, side)
		source := gozxing.NewLuminanceSourceFromImage(small)
		for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
			bits, err := gozxing.NewBinaryBitmap(binarizer)
			if err != nil {
				return "", errors.Join(errors.New("look for a code"), err)
			}
			found, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
			if err == nil && len(found.GetText()) > 0 && len(found.GetText()) <= MaxCode {
				return found.GetText(), nil
			}
		}
	}
	return "", app.Refuse("picture.nocode")
}
