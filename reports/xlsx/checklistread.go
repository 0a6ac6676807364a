package xlsx

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// ListFilled is what a sheet holds for a checklist. No row is lost on the way: each is in Rows or has a fault.
type ListFilled struct {
	Title, TitleEn string        // as the cover says; "" = nothing
	Rows           []app.ListRow // that are right, in the order of the sheet
	Wrong          int           // rows that are not; Faults says why
	Faults         []Remark      // of the rows that are wrong, at least one for each
	Hints          []Remark      // of what is taken all the same, or stands beside
	Missing        []string      // codes of the checklist that stand in no row: they stay as they are
}

// ListSituation counts what taking the rows in would do.
type ListSituation struct{ New, Changed, Same, Dropped, Left int }

// Situation holds the rows against a checklist. Left are rows that ListTakeUpdate leaves out.
func (f *ListFilled) Situation(base app.Template, how app.ListTake) ListSituation {
	var n ListSituation
	changed := map[string]bool{}
	for _, c := range app.CompareTemplates(base, app.MergeRows(base, f.Rows, how)) {
		if c.Kind == app.ListChanged || c.Kind == app.ListMoved {
			changed[c.Item+"/"+c.Section] = true
		}
	}
	for _, r := range f.Rows {
		there := false
		for _, s := range base.Sections {
			there = there || s.Code == r.Code() || slices.ContainsFunc(s.Items, func(i app.Item) bool { return i.Code == r.Code() })
		}
		switch {
		case how == app.ListTakeUpdate && (!there || r.Drop):
			n.Left++
		case r.Drop && there:
			n.Dropped++
		case r.Drop:
		case !there:
			n.New++
		case changed[r.Item.Code+"/"+r.Section.Code]:
			n.Changed++
		default:
			n.Same++
		}
	}
	return n
}

// unreadableList gives the sentence of every way in which a file is no sheet that can be read.
var unreadableList = map[error]string{
	book.ErrTooLarge: "listfile.large", book.ErrDamaged: "listfile.damaged", book.ErrEncrypted: "listfile.encrypted",
	book.ErrOld: "listfile.format", book.ErrBinary: "listfile.format", book.ErrOpen: "listfile.format", book.ErrText: "listfile.format",
	book.ErrOther: "listfile.format", book.ErrEmpty: "listfile.empty",
}

// ReadChecklist reads a sheet of a size in bytes and holds it against the checklist it will be laid over. Refused: what
// is no .xlsx file ("listfile.large", "listfile.damaged", "listfile.encrypted", "listfile.format", "listfile.empty"), one
// without the heads 编号 and 检查内容 ("listfile.head"), one without a row ("listfile.norows") and one of another strand
// ("listfile.strand"). What is wrong in a row is told by its cell.
func ReadChecklist(r io.ReaderAt, size int64, base app.Template, laws []app.Law) (*ListFilled, error) {
	content, err := book.Read(r, size)
	if err != nil {
		for kind, code := range unreadableList {
			if errors.Is(err, kind) {
				return nil, &app.Error{Code: code, Cause: err}
			}
		}
		return nil, err
	}
	h := &listHolder{out: &ListFilled{}, base: base, names: lawNames(laws), laws: map[string]app.Law{}, at: map[string]string{}}
	for _, l := range laws {
		h.laws[l.Code] = l
	}
	found := false
	for _, t := range content.Sheets {
		switch {
		case t.Name == listCover && h.cover(t):
		case found || !h.sheet(t):
			if len(t.Lines) > 0 && !t.Hidden {
				h.hint(t.Name, "", "", app.Refuse("listfile.sheet", "name", clip(t.Name)))
			}
		default:
			found = true
		}
	}
	switch {
	case !found:
		return nil, app.Refuse("listfile.head")
	case len(h.rows) == 0:
		return nil, app.Refuse("listfile.norows")
	case content.Custom["format"] == "lianshen-checklist" && content.Custom["strand"] != string(base.Strand):
		return nil, app.Refuse("listfile.strand")
	}
	h.finish()
	return h.out, nil
}

// LoadChecklist reads a sheet from a disk as ReadChecklist does. It also gives the SHA-256 of the file in hex. A file
// that cannot be read at all is refused with "file.unreadable".
func LoadChecklist(path string, base app.Template, laws []app.Law) (*ListFilled, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, "", &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, book.LongestFile+1))
	if err != nil {
		return nil, "", &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	out, err := ReadChecklist(bytes.NewReader(data), int64(len(data)), base, laws)
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(data)
	return out, hex.EncodeToString(sum[:]), nil
}

// listHolder reads the rows of a sheet.
type listHolder struct {
	out     *ListFilled
	base    app.Template
	names   map[string]string // codes of laws by name
	laws    map[string]app.Law
	name    string           // of the sheet
	columns [listColumns]int // the column in the file of each of ours, from 1; 0 = not there
	at      map[string]string
	rows    []placedRow
	under   string // code of the section whose row was read last
}

type placedRow struct {
	app.ListRow
	row    int
	faulty bool
}

func (h *listHolder) hint(sheet, cell, item string, err *app.Error) {
	h.out.Hints = append(h.out.Hints, Remark{Place{sheet, cell}, item, err})
}

// cover takes the names from the sheet that says what the checklist is; false when it is no such sheet.
func (h *listHolder) cover(t book.Table) bool {
	ours := false
	for _, line := range t.Lines {
		switch text := clean(plain(line.At(2))); fold(line.At(1).Text) {
		case "检查表名称":
			h.out.Title, ours = text, true
		case "英文名称":
			h.out.TitleEn = text
		}
	}
	return ours
}

// sheet reads the rows below the heads; false when the sheet has none of ours.
func (h *listHolder) sheet(t book.Table) bool {
	const deep = 60 // rows from the top in which the heads are looked for
	for i, line := range t.Lines {
		if i >= deep {
			break
		}
		h.columns = [listColumns]int{}
		var twice []Remark
		for _, v := range line.Cells {
			if c := listColumn(v.Text); c >= 0 && h.columns[c] == 0 {
				h.columns[c] = v.Column
			} else if c >= 0 {
				twice = append(twice, Remark{Place{t.Name, book.Name(v.Column, line.Row)}, "", app.Refuse("listfile.twicecolumn", "text", clip(clean(v.Text)))})
			}
		}
		if h.columns[listCode] == 0 || h.columns[listCheck] == 0 {
			continue
		}
		h.name = t.Name
		h.out.Hints = append(h.out.Hints, twice...)
		for c := range listColumns {
			if h.columns[c] == 0 && c != listDrop {
				h.hint(t.Name, book.Name(1, line.Row), "", app.Refuse("listfile.nocolumn", "text", listHeads[c].name))
			}
		}
		h.strangers(line, t.Lines[i+1:])
		for _, l := range t.Lines[i+1:] {
			h.row(l)
		}
		return true
	}
	return false
}

// strangers tells of columns that are not ours and hold something.
func (h *listHolder) strangers(head book.Line, rows []book.Line) {
	told := map[int]bool{}
	for _, line := range rows {
		for _, v := range line.Cells {
			if !slices.Contains(h.columns[:], v.Column) && clean(plain(v)) != "" && !told[v.Column] && len(told) < 50 {
				told[v.Column] = true
				h.hint(h.name, book.Name(v.Column, line.Row), "", app.Refuse("listfile.column", "text", clip(clean(plain(head.At(v.Column))))))
			}
		}
	}
}

// finish judges what shows only beside other rows, and says what stands in no row.
func (h *listHolder) finish() {
	sections := map[string]bool{}
	for _, s := range h.base.Sections {
		sections[s.Code] = true
	}
	gone := map[string]bool{}
	for _, r := range h.rows {
		if r.Item.Code == "" && !r.faulty {
			sections[r.Section.Code] = true
			gone[r.Section.Code] = r.Drop
		}
	}
	there := map[string]bool{}
	for i := range h.rows {
		r := &h.rows[i]
		there[r.Code()] = true
		switch {
		case r.faulty:
		case r.Item.Code != "" && !r.Drop && (!sections[r.Section.Code] || gone[r.Section.Code]):
			h.fault(r, listCode, app.Refuse("listfile.section", "section", r.Section.Code))
		case r.Drop && r.Item.Code == "":
			for _, o := range h.rows {
				there[o.Code()] = true
			}
		}
		if r.faulty {
			h.out.Wrong++
			continue
		}
		h.out.Rows = append(h.out.Rows, r.ListRow)
	}
	for _, s := range h.base.Sections {
		for _, i := range s.Items {
			if !there[i.Code] && !gone[s.Code] {
				h.out.Missing = append(h.out.Missing, i.Code)
			}
		}
	}
}

// fault tells what is wrong in a row, by the cell of a column; of a column that is not there by that of the code.
func (h *listHolder) fault(r *placedRow, column int, err *app.Error) {
	at := h.columns[column]
	if at == 0 {
		at = h.columns[listCode]
	}
	r.faulty = true
	h.out.Faults = append(h.out.Faults, Remark{Place{h.name, book.Name(at, r.row)}, strings.TrimSpace(clip(r.Code())), err})
}
