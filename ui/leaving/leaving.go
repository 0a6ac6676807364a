// Package leaving stands at the doors: whatever is printed or written as a file for people is searched for the names of
// the vault first. A page, workbook or round file that holds one is refused with where it stands and by which code, until
// somebody who may see the name says that it may go.
//
// What is searched is text: pages as they are printed, cells, fields of records. The files taken in as evidence go as
// they are; nobody reads a scan.
package leaving

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/pdf"
	"lianshen/reports/xlsx/book"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// Store is what is asked of a workspace.
type Store interface {
	Names(ctx context.Context, cases ...app.ID) (app.NameGuard, error)
}

type confirmed struct{}

// Confirm gives the context of a deed for which the person at work said that names may go which he or she may see.
func Confirm(ctx context.Context) context.Context { return context.WithValue(ctx, confirmed{}, true) }

// Confirms is Confirm when yes, else ctx.
func Confirms(ctx context.Context, yes bool) context.Context {
	if yes {
		return Confirm(ctx)
	}
	return ctx
}

// IsConfirmed says whether Confirm was asked for.
func IsConfirmed(ctx context.Context) bool { return ctx.Value(confirmed{}) != nil }

// Pass refuses what holds names of these cases (none: of all), see app.NameGuard.Pass.
func Pass(ctx context.Context, s Store, cases []app.ID, passages []app.Passage) error {
	guard, err := s.Names(ctx, cases...)
	if err != nil {
		return err
	}
	return guard.Confirmed(IsConfirmed(ctx)).Pass(passages...)
}

// PDF is Pass for a document that was set.
func PDF(ctx context.Context, s Store, res *pdf.Result, cases ...app.ID) error {
	return Pass(ctx, s, cases, Pages(res))
}

// Pages gives the text of a document page by page. What goes on from one page to the next is looked at as one, too.
func Pages(res *pdf.Result) []app.Passage {
	var out []app.Passage
	for i, text := range res.PageText {
		if i+1 < len(res.PageText) {
			text += head(res.PageText[i+1], overlap)
		}
		out = append(out, app.Passage{Where: i18n.T("names.page", "n", i+1), Text: text})
	}
	if len(res.Data) > 0 {
		out = append(out, app.Passage{Where: i18n.T("names.data"), Text: string(res.Data)})
	}
	return out
}

// overlap is how many characters of the next page belong to a page, so that a name over both is found.
const overlap = 40

func head(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}

// Workbook is Pass for a workbook that was made.
func Workbook(ctx context.Context, s Store, raw []byte, cases ...app.ID) error {
	content, err := book.Read(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("read back the workbook: %w", err)
	}
	var out []app.Passage
	for _, t := range content.Sheets {
		out = append(out, app.Passage{Text: t.Name})
		for _, l := range t.Lines {
			for _, v := range l.Cells {
				out = append(out, app.Passage{Where: i18n.T("names.cell", "sheet", t.Name, "cell", book.Name(v.Column, l.Row)), Text: v.Text})
			}
		}
	}
	return Pass(ctx, s, cases, out)
}

// Nouns gives the texts of records field by field. Identifiers and names of files on this laptop are among them: they
// hold no text of people, and nothing is left out that could.
func Nouns(nouns []app.Noun) ([]app.Passage, error) {
	var out []app.Passage
	for _, n := range nouns {
		raw, err := json.Marshal(n)
		if err != nil {
			return nil, fmt.Errorf("search a %s for names: %w", n.NounKind(), err)
		}
		var doc any
		if err := json.Unmarshal(raw, &doc); err != nil {
			return nil, fmt.Errorf("search a %s for names: %w", n.NounKind(), err)
		}
		out = walk(out, i18n.T("kind."+string(n.NounKind()))+called(n), "", doc)
	}
	return out, nil
}

// called gives the number of a record, by which people find it.
func called(n app.Noun) string {
	number := 0
	switch n := n.(type) {
	case app.Finding:
		number = n.Number
	case app.Evidence:
		number = n.Number
	case app.Visit:
		number = n.Number
	case app.Stocktake:
		number = n.Number
	case app.Heard:
		number = n.Number
	case app.Talk:
		return " " + n.Number
	case app.Paper:
		return " " + n.Index
	case app.Sheet:
		return " " + n.Index
	case app.Answer:
		return " " + n.Item
	}
	if number == 0 {
		return ""
	}
	return " " + strconv.Itoa(number)
}

// walk gives every text below a value; field is the name of the field it stands in, in words.
func walk(out []app.Passage, noun, field string, v any) []app.Passage {
	switch v := v.(type) {
	case string:
		if app.ID(v).Valid() || v == "" {
			return out
		}
		where := noun
		if field != "" {
			where += i18n.T("names.field", "field", field)
		}
		return append(out, app.Passage{Where: where, Text: v})
	case []any:
		for _, x := range v {
			out = walk(out, noun, field, x)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			word, known := i18n.Lookup("field." + k)
			if !known {
				word = field
				out = append(out, app.Passage{Where: noun, Text: k}) // a name may be the key of an entry
			}
			out = walk(out, noun, word, v[k])
		}
	}
	return out
}

// JSON gives the texts of values as they are told as JSON.
func JSON(v any) ([]app.Passage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("search for names: %w", err)
	}
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("search for names: %w", err)
	}
	return walk(nil, "", "", doc), nil
}

// Host is what is asked of the shell.
type Host interface {
	Progress(title string, work func(ctx context.Context, report func(done, total int, what string)) error, done func(error))
	Window() fyne.Window
}

// Deed does work by which something leaves, see shell.Host.Progress. When names are found that the person at work may
// see, he or she is asked, and the work is done again with names confirmed or done is told the refusal.
func Deed(h Host, title string, work func(ctx context.Context, report func(done, total int, what string)) error, done func(error)) {
	h.Progress(title, work, func(err error) {
		if app.CodeOf(err) != "names.found" {
			done(err)
			return
		}
		ask(h.Window(), err, func(yes bool) {
			if !yes {
				done(err)
				return
			}
			h.Progress(title, func(ctx context.Context, report func(int, int, string)) error { return work(Confirm(ctx), report) }, done)
		})
	})
}

// ask shows where names stand and asks whether they may go.
func ask(w fyne.Window, err error, answered func(yes bool)) {
	sentence, hint := i18n.Error(err)
	yes := false
	var d *kit.Dialog
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	ok := kit.NewButton(i18n.T("names.go"), func() {
		yes = true
		d.Close()
	})
	body := kit.Column(8, kit.NewPara(sentence, kit.Body), kit.NewPara(hint, kit.Second))
	d = kit.ShowDialog(w, i18n.T("names.title"), body, 520, 0, ok, no)
	d.OnClosed = func() { answered(yes) }
	w.Canvas().Focus(no)
}
