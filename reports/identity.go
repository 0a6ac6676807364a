package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// Identity says which version of a report is printed. It stands on the last page in words and as a QR code, and in the
// file's metadata (document.Meta.ID, which becomes app.Report.ID). It follows from the text: the same text as the same
// version of the same report is the same file, on every laptop.
type Identity struct {
	Version int // from 1; 0 prints no identity
	// Corrects is the version that this one takes the place of, nil for none.
	Corrects *app.Report
}

// codeOfVersion is the edge of the QR code in millimetres: 45 characters make 33 modules of 0.42 mm.
const codeOfVersion = 14

// identify gives a document the identity of its version: after everything else was composed, for the short hash is that of
// the text.
func (c *composer) identify(doc *document.Document) error {
	who := c.opt.Identity
	if who.Version == 0 {
		return nil
	}
	text := doc.Text()
	short := ShortHash(text)
	key := fmt.Sprintf("%s/%v/%d/%x", c.strand, c.opt.Draft, who.Version, sha256.Sum256([]byte(text)))
	id := app.DeriveID(app.KindReport, c.d.Case.ID, key)
	dark, err := modules(CodeText(id, who.Version, short))
	if err != nil {
		return fmt.Errorf("make the code of the version: %w", err)
	}
	words := fmt.Sprintf("第%d版 文件码 %s 文本校验 %s", who.Version, strings.ToUpper(string(id[:8])), short)
	if doc.Trace.Text != "" {
		words = "\n" + words
	}
	doc.Trace.Text += words
	doc.Code = &document.Symbol{Dark: dark, Side: codeOfVersion}
	doc.Meta.ID, doc.Meta.Version = string(id), who.Version
	return nil
}

// CodeText is what the QR code on the last page says: LS1/ID/version/short hash, in capitals.
func CodeText(id app.ID, version int, short string) string {
	return strings.ToUpper(fmt.Sprintf("LS1/%s/%d/%s", id, version, short))
}

// ShortHash is the beginning of the SHA-256 of a text, 8 hexadecimal capitals. It tells versions apart; it proves nothing.
func ShortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return strings.ToUpper(hex.EncodeToString(sum[:4]))
}

// correction is the line under the title of a corrected report, which names the version it takes the place of.
func (c *composer) correction() document.Sentence {
	former := c.opt.Identity.Corrects
	if former == nil {
		return document.Sentence{}
	}
	on := ""
	if !c.opt.Today.IsZero() {
		on = c.opt.Today.Chinese() + "出具，"
	}
	return document.Sentence{Text: fmt.Sprintf("（更正第%d版，%s代替%s出具的第%d版）", c.opt.Identity.Version, on, former.On.Chinese(), former.Version)}
}
