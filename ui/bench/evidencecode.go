package bench

import (
	"context"
	"errors"
	"image"

	"lianshen/app"
	"lianshen/reports/picture"
	"lianshen/ui/preview"
)

const (
	scanDPI   = 200       // of a page in which a code is looked for
	scanned   = 40        // pages of a PDF in which a code is looked for
	mostPixel = 12 << 20  // of a page of a PDF that is rendered
	pdfBytes  = 200 << 20 // of a PDF that is shown
)

// codeOn looks for the printed code of a sheet in a picture or on the pages of a PDF; every page of a sheet bears it. It is
// not for the main goroutine. Refused: "picture.nocode", and what keeps the file from being shown.
func (a *album) codeOn(ctx context.Context, e app.Evidence) (string, error) {
	switch {
	case pictured(e) && e.FileSize > picture.MaxBytes, isPDF(e) && e.FileSize > pdfBytes:
		return "", tooLarge(e)
	case pictured(e):
		data, err := a.read(ctx, e.FileHash, picture.MaxBytes)
		if err != nil {
			return "", err
		}
		return picture.ReadCode(ctx, data)
	case !isPDF(e) || a.engine == nil:
		return "", app.Refuse("picture.nocode")
	}
	data, err := a.read(ctx, e.FileHash, pdfBytes)
	if err != nil {
		return "", err
	}
	book, err := a.book(ctx, data)
	if err != nil {
		return "", err
	}
	defer func() { _ = book.Close() }() // nothing of it is needed any more
	for n := 1; n <= min(book.Pages(), scanned); n++ {
		img, err := page(ctx, book, n, scanDPI)
		if err != nil {
			if ctx.Err() != nil {
				return "", ctx.Err()
			}
			continue // another page may bear it
		}
		if text, err := picture.FindCode(ctx, img); err == nil {
			return text, nil
		}
	}
	return "", app.Refuse("picture.nocode")
}

// book opens a PDF; refused is one that is damaged or protected ("evidence.pdf").
func (a *album) book(ctx context.Context, data []byte) (*preview.Book, error) {
	book, err := a.engine.Open(ctx, data)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, &app.Error{Code: "evidence.pdf", Cause: err}
	case book.Pages() == 0:
		return nil, &app.Error{Code: "evidence.pdf", Cause: errors.Join(errors.New("there is no page in it"), book.Close())}
	}
	return book, nil
}

// page renders a page of a PDF at dpi dots an inch, at fewer where it is so large that it would take too much memory.
// Refused: a page that is too large at any ("evidence.page").
func page(ctx context.Context, book *preview.Book, n, dpi int) (*image.RGBA, error) {
	size := book.Size(n)
	at := func(dpi int) float64 { return size.Width * size.Height * float64(dpi) * float64(dpi) / (72 * 72) }
	for dpi > preview.MinDPI && at(dpi) > mostPixel {
		dpi = max(preview.MinDPI, dpi*4/5)
	}
	if !(at(dpi) <= mostPixel) { // not a number, either
		return nil, app.Refuse("evidence.page", "n", n)
	}
	img, err := book.Page(ctx, n, dpi)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &app.Error{Code: "evidence.pdf", Cause: err}
	}
	rgba, ok := img.(*image.RGBA)
	if !ok {
		return nil, app.Refuse("evidence.page", "n", n)
	}
	return rgba, nil
}
