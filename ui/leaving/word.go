package leaving

import (
	"bytes"
	"context"
	"fmt"

	"lianshen/app"
	"lianshen/reports/word"
	"lianshen/ui/i18n"
)

// Word is Pass for a Word file that was made: its paragraphs, its headers and footers, and what it says of itself.
func Word(ctx context.Context, s Store, raw []byte, cases ...app.ID) error {
	content, err := word.Read(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("read back the Word file: %w", err)
	}
	return Pass(ctx, s, cases, Paragraphs(content))
}

// Paragraphs gives the text of a Word file paragraph by paragraph. What goes on from one to the next is looked at as one, too.
func Paragraphs(c word.Content) []app.Passage {
	var out []app.Passage
	for i, p := range c.Paragraphs {
		text := p.Text
		if i+1 < len(c.Paragraphs) {
			text += head(c.Paragraphs[i+1].Text, overlap)
		}
		out = append(out, app.Passage{Where: i18n.T("names.paragraph", "n", i+1), Text: text})
	}
	for _, text := range append(c.Around, c.Comments...) {
		out = append(out, app.Passage{Where: i18n.T("names.margin"), Text: text})
	}
	return out
}
