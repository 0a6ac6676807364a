package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ItemAnswer is what is said about one item of several.
type ItemAnswer struct {
	Item string
	AnswerInput
}

// AnswerItems keeps what is said about several items of a case as one deed: all of it or, when one cannot be kept,
// nothing. It refuses as AnswerItem does; the refusal names the item in "item". It gives how many answers changed.
func (d Desk) AnswerItems(ctx context.Context, caseID ID, answers []ItemAnswer) (changed int, err error) {
	verb := VerbSelfAnswer
	for _, a := range answers {
		if !a.onlySelf() {
			verb = VerbAnswerItem
		}
	}
	err = d.do(ctx, verb, caseID, func(w *work) error {
		changed = 0
		seen := map[string]bool{}
		for _, a := range answers {
			if seen[a.Item] {
				return Refuse("item.double", "item", a.Item)
			}
			seen[a.Item] = true
			n := len(w.deed.Changes)
			if err := d.answer(w, caseID, a.Item, a.AnswerInput); err != nil {
				return ofItem(err, a.Item)
			}
			if len(w.deed.Changes) > n {
				changed++
			}
		}
		return nil
	})
	if err != nil {
		changed = 0
	}
	return changed, err
}

// ofItem lets a refusal say which item it is about.
func ofItem(err error, item string) error {
	e, ok := err.(*Error)
	if !ok || e.Args["item"] != nil {
		return err
	}
	args := map[string]any{"item": item}
	for k, v := range e.Args {
		args[k] = v
	}
	return &Error{Code: e.Code, Args: args, Cause: e.Cause}
}

// The columns of pasted answers, in their order.
const (
	PasteItem = iota
	PasteConclusion
	PasteShould
	PasteSampled
	PasteFaulty
	PasteNote
	pasteColumns
)

// Pasted is a row of a table that somebody pastes in, with what it says of its item or why it cannot be taken.
type Pasted struct {
	Row    int    // in the text, from 1
	Item   string // code as it was read
	Cells  []string
	Answer ItemAnswer
	Err    error // nil when the row can be taken
	Column int   // of the fault, from 0; -1 when it concerns the row
	Same   bool  // it says what is there already
}

// Bounds of what may be pasted.
const (
	pasteBytes = 4 << 20
	pasteRows  = 2000
)

// ReadPasted reads rows of text with tabs between the columns item, conclusion, should, sampled, faulty, note, as Excel puts
// them on the clipboard; a cell with line breaks stands in quotes. An empty cell leaves what is there. words maps what people
// write for a conclusion to it, in small letters; codes and the digits 1–4 are known. A first row without the code of an item
// is a head. Rows that cannot be taken say why; a text beyond 4 MiB or 2,000 rows is refused ("paste.long").
func ReadPasted(d Dossier, text string, words map[string]Conclusion) ([]Pasted, error) {
	if len(text) > pasteBytes {
		return nil, Refuse("paste.long", "rows", pasteRows)
	}
	if !utf8.ValidString(text) {
		return nil, Refuse("text.encoding")
	}
	rows, err := splitTable(text)
	if err != nil {
		return nil, err
	}
	var out []Pasted
	seen := map[string]int{}
	first := true
	for i, cells := range rows {
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		p := readRow(d, cells, words)
		p.Row = i + 1
		if first = first && len(out) == 0; first && StrandOfItem(p.Item) == "" {
			first = false
			continue
		}
		if p.Err == nil {
			if other := seen[p.Item]; other > 0 {
				p.Err, p.Column = Refuse("item.double", "item", p.Item), PasteItem
			}
			seen[p.Item] = p.Row
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, Refuse("paste.empty")
	}
	return out, nil
}

// splitTable takes a text with tabs apart into rows and cells; cells in quotes may hold tabs and line breaks.
func splitTable(text string) ([][]string, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var rows [][]string
	var row []string
	var cell strings.Builder
	quoted, start := false, true
	end := func() {
		row = append(row, cell.String())
		cell.Reset()
		start = true
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			cell.WriteByte('"')
			i++
		case c == '"' && (quoted || start && strings.IndexByte(text[i+1:], '"') >= 0):
			quoted, start = !quoted, false
		case c == '\t' && !quoted:
			end()
		case c == '\n' && !quoted:
			end()
			rows, row = append(rows, row), nil
			if len(rows) > pasteRows {
				return nil, Refuse("paste.long", "rows", pasteRows)
			}
		default:
			cell.WriteByte(c)
			start = false
		}
	}
	if cell.Len() > 0 || len(row) > 0 {
		end()
		rows = append(rows, row)
	}
	return rows, nil
}

// readRow reads one row.
func readRow(d Dossier, cells []string, words map[string]Conclusion) Pasted {
	cell := func(i int) string {
		if i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	p := Pasted{Item: strings.ToUpper(cell(PasteItem)), Cells: cells, Column: -1}
	p.Answer.Item = p.Item
	fail := func(column int, err error) Pasted {
		p.Err, p.Column = err, column
		return p
	}
	if _, _, ok := d.Templates[StrandOfItem(p.Item)].Find(p.Item); !ok {
		return fail(PasteItem, Refuse("item.unknown", "item", cell(PasteItem)))
	}
	if len(cells) > pasteColumns && strings.TrimSpace(strings.Join(cells[pasteColumns:], "")) != "" {
		return fail(-1, Refuse("paste.columns", "count", len(cells), "columns", pasteColumns))
	}
	if word := strings.ToLower(cell(PasteConclusion)); word != "" {
		c, ok := conclusionOf(word, words)
		if !ok {
			return fail(PasteConclusion, Refuse("paste.conclusion", "text", cell(PasteConclusion)))
		}
		p.Answer.Conclusion = &c
	}
	for column, into := range map[int]**int{PasteShould: &p.Answer.Should, PasteSampled: &p.Answer.Sampled, PasteFaulty: &p.Answer.Faulty} {
		text := cell(column)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(strings.NewReplacer(",", "", "，", "").Replace(text))
		if err != nil || n < 0 || n > 9_999_999 {
			return fail(column, Refuse("paste.count", "text", text))
		}
		*into = &n
	}
	if note := cell(PasteNote); note != "" {
		p.Answer.Note = &note
	}
	was := d.Answers[p.Item]
	was.ID, was.Case, was.Item = AnswerID(d.Case.ID, p.Item), d.Case.ID, p.Item
	now := p.Answer.onto(was)
	if err := CheckAlone(now); err != nil {
		column := -1
		if e, ok := err.(*Error); ok {
			column = map[string]int{"note": PasteNote, "sampled": PasteSampled, "faulty": PasteFaulty}[fmt.Sprint(e.Args["field"])]
		}
		return fail(column, err)
	}
	p.Same = now.Conclusion == was.Conclusion && now.Note == was.Note && now.Should == was.Should && now.Sampled == was.Sampled && now.Faulty == was.Faulty
	return p
}

func conclusionOf(word string, words map[string]Conclusion) (Conclusion, bool) {
	if c, ok := words[word]; ok {
		return c, true
	}
	for i, c := range Conclusions {
		if word == string(c) || word == strconv.Itoa(i+1) {
			return c, true
		}
	}
	return "", false
}
