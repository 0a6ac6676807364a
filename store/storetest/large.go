package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/roundfile"
)

// What a large round holds: what the figures of speed are promised for.
const (
	LargeCases    = 200
	LargeItems    = 104 // answered in each case
	LargeEvidence = 5000
	LargeFindings = 2000
	LargePhotos   = 30 // of AlbumItem, in every twentieth case from the second on
)

// AlbumItem is the item that has LargePhotos photos, and AlbumCase the number of the first case in which it has.
const (
	AlbumItem = "XR-1-02"
	AlbumCase = "LS2026-002"
)

// LargeRound gives a large round as it stands on a day: in turns cases that were finished and cases under inspection, each
// of a unit of its own, made of two cases of the sample. Every piece of evidence names a file; Attach gives the files to a
// workspace that has taken the round in.
func LargeRound(day app.Date) (*roundfile.File, error) {
	f, err := roundfile.Sample(day)
	if err != nil {
		return nil, fmt.Errorf("make a large round: %w", err)
	}
	finished, inspected := f.Cases[0], f.Cases[4]
	for _, a := range finished.Answers { // items that are not put to the unit of the second model are answered all the same
		if !answers(inspected, a.Item) {
			a.Case = inspected.Case.ID
			inspected.Answers = append(inspected.Answers, a)
		}
	}
	units := f.Units
	f.Cases, f.Meetings = nil, nil
	for i := range LargeCases {
		model := finished
		if i%2 == 1 {
			model = inspected
		}
		c, err := another(model, i)
		if err != nil {
			return nil, fmt.Errorf("make case %d of a large round: %w", i+1, err)
		}
		for _, u := range units {
			if u.ID == model.Case.Unit {
				u.ID, u.Name = largeID(app.KindUnit, i, 0), fmt.Sprintf("%s第%d分局", u.Name, i+1)
				c.Case.Unit = u.ID
				f.Units = append(f.Units, u)
			}
		}
		more(&c, i)
		f.Cases = append(f.Cases, c)
	}
	return f, nil
}

func answers(c roundfile.Case, item string) bool {
	for _, a := range c.Answers {
		if a.Item == item {
			return true
		}
	}
	return false
}

func largeID(kind app.Kind, i, j int) app.ID {
	return app.DeriveID(kind, "", fmt.Sprintf("large/%d/%d", i, j))
}

// another makes the ith case out of a model, everything in it with an identity of its own.
func another(model roundfile.Case, i int) (c roundfile.Case, err error) {
	doc, err := json.Marshal(model)
	if err != nil {
		return c, err
	}
	var tree any
	if err := json.Unmarshal(doc, &tree); err != nil {
		return c, err
	}
	var pairs []string
	for j, id := range identities(tree, nil) {
		pairs = append(pairs, id, fmt.Sprintf("019c98b0-%04x-7%03x-8000-%012x", i, j, j))
	}
	if err := json.Unmarshal([]byte(strings.NewReplacer(pairs...).Replace(string(doc))), &c); err != nil {
		return c, err
	}
	c.Case.Number = fmt.Sprintf("LS2026-%03d", i+1)
	for j := range c.Answers {
		c.Answers[j].ID = app.AnswerID(c.Case.ID, c.Answers[j].Item)
	}
	return c, nil
}

// identities gathers the identities of everything in a document.
func identities(v any, ids []string) []string {
	switch x := v.(type) {
	case map[string]any:
		if id, ok := x["id"].(string); ok {
			ids = append(ids, id)
		}
		for _, inner := range x {
			ids = identities(inner, ids)
		}
	case []any:
		for _, inner := range x {
			ids = identities(inner, ids)
		}
	}
	return ids
}

// more gives a case its share of evidence and findings, and every piece of evidence its file.
func more(c *roundfile.Case, i int) {
	const album = 20 // every how many cases
	share := LargeEvidence / LargeCases
	switch { // what the albums have more, most others have less
	case i%album == 1:
		share = len(c.Evidence) + LargePhotos
	case i%album > 3:
		share--
	}
	model := c.Evidence[len(c.Evidence)-1]
	for j := len(c.Evidence); j < share; j++ {
		e := model
		e.ID, e.Number, e.Title, e.Kind, e.Findings = largeID(app.KindEvidence, i, j), model.Number+1+j, fmt.Sprintf("现场照片%d", j), "photo", app.Set{}
		e.Items = app.NewSet(c.Answers[(7*j)%len(c.Answers)].Item)
		if i%album == 1 {
			e.Items = app.NewSet(AlbumItem)
		}
		c.Evidence = append(c.Evidence, e)
	}
	for j := range c.Evidence {
		e := &c.Evidence[j]
		data := largeFile(i, j, e.Kind == "photo")
		sum := sha256.Sum256(data)
		e.FileName, e.FileHash, e.FileSize = fmt.Sprintf("材料%03d-%02d.txt", i, j), hex.EncodeToString(sum[:]), int64(len(data))
		if e.Kind == "photo" {
			e.FileName = fmt.Sprintf("IMG_%03d%02d.jpg", i, j)
		}
	}
	for j := len(c.Findings); j < LargeFindings/LargeCases; j++ {
		p := c.Findings[j%3]
		p.ID, p.Number, p.Title = largeID(app.KindFinding, i, j), j+1, fmt.Sprintf("%s（之%d）", p.Title, j)
		p.Item = c.Answers[(11*j)%len(c.Answers)].Item
		p.Items, p.Strand = app.NewSet(p.Item), app.StrandOfItem(p.Item)
		p.InReport, p.OutReason = false, "并入同类问题"
		c.Findings = append(c.Findings, p)
	}
}

// shots are a few photos, made once each.
var shots [12][]byte

// largeFile gives the contents of the jth file of the ith case, none like another.
func largeFile(i, j int, photo bool) []byte {
	tail := fmt.Sprintf("%d/%d", i, j)
	if !photo {
		return []byte(strings.Repeat("会议记录、签到表和任免文件复印件，与原件核对一致。\n", 12) + tail)
	}
	shot := &shots[(i+j)%len(shots)]
	if *shot == nil {
		img := image.NewYCbCr(image.Rect(0, 0, 800, 600), image.YCbCrSubsampleRatio420)
		for k := range img.Y {
			x, y := k%img.YStride, k/img.YStride
			img.Y[k] = uint8(90 + (x*(i+j+3)/9^y*(i+j+5)/7)%90 + (x*31^y*17)%13)
		}
		for k := range img.Cb {
			img.Cb[k], img.Cr[k] = uint8(118+(k/40)%20), uint8(120+(k/9)%16)
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 75}); err != nil {
			panic(err) // into memory nothing can go wrong
		}
		*shot = b.Bytes()
	}
	return append((*shot)[:len(*shot):len(*shot)], tail...) // what follows the end of a picture is not looked at
}

// Attach gives a workspace the files of the evidence of a large round that it has taken in.
func Attach(ctx context.Context, ws *store.Workspace, f *roundfile.File) error {
	for i, c := range f.Cases {
		for j, e := range c.Evidence {
			hash, _, err := ws.Attach(ctx, bytes.NewReader(largeFile(i, j, e.Kind == "photo")), e.FileName)
			if err == nil && hash != e.FileHash {
				err = errors.New("the contents are others than were told")
			}
			if err != nil {
				return fmt.Errorf("attach file %d of case %d: %w", j+1, i+1, err)
			}
		}
	}
	return nil
}
