package pdf

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"

	"lianshen/app"
)

// MaxJoined bounds how many pages are joined into one file.
const MaxJoined = 300

// Join makes one PDF of scanned pages: JPEG pictures, upright, one a page, on A4 as they lie, upright or across. made is
// the date the file bears. Refused: no page ("pdf.nopages") and more than MaxJoined ("pdf.pages").
func Join(pages [][]byte, title string, made time.Time) ([]byte, error) {
	if len(pages) == 0 {
		return nil, app.Refuse("pdf.nopages")
	}
	if len(pages) > MaxJoined {
		return nil, app.Refuse("pdf.pages", "max", MaxJoined)
	}
	doc := gofpdf.New("P", "pt", "A4", "")
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.SetCatalogSort(true)
	doc.SetTitle(title, true)
	doc.SetCreationDate(made)
	doc.SetModificationDate(made)
	for i, page := range pages {
		conf, err := jpeg.DecodeConfig(bytes.NewReader(page))
		if err != nil {
			return nil, fmt.Errorf("read page %d that is to be joined: %w", i+1, err)
		}
		wide, high := 595.28, 841.89 // A4 in points
		if conf.Width > conf.Height {
			wide, high = high, wide
		}
		name := strconv.Itoa(i)
		doc.AddPageFormat("P", gofpdf.SizeType{Wd: wide, Ht: high})
		doc.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: "JPEG"}, bytes.NewReader(page))
		k := min(wide/float64(conf.Width), high/float64(conf.Height))
		w, h := k*float64(conf.Width), k*float64(conf.Height)
		doc.ImageOptions(name, (wide-w)/2, (high-h)/2, w, h, false, gofpdf.ImageOptions{ImageType: "JPEG"}, 0, "")
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("join scanned pages: %w", err)
	}
	return out.Bytes(), nil
}
