package xlsx

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// Filled is a workbook that came back, as it stands in the file; [Filled.For] holds it against a case.
type Filled struct {
	Case   app.ID // it was written for
	Number string // of the case
	Unit   string
	Code   string // the check code of its cover
	Made   string // the day it was written, "2026-03-02"
	Filler string // who filled it in, as the cover says
	On     string // when, as the cover says

	mark    mark
	sheets  []sheet
	strange []string // names of sheets in which something stands and no heads of ours
}

// sheet is one sheet of a checklist.
type sheet struct {
	name    string
	columns [columnCount]int // the column in the file of each of ours, from 1; 0 = not there
	rows    []book.Line
	others  []other // columns that are not ours and hold something
}

// other is a column that somebody added.
type other struct {
	cell string // its head
	rows int    // how many rows of it hold something
}

// unreadable gives the sentence of every way in which a file is no sheet file that can be read.
var unreadable = map[error]string{
	book.ErrTooLarge: "selfcheck.large", book.ErrDamaged: "selfcheck.damaged", book.ErrEncrypted: "selfcheck.encrypted",
	book.ErrOld: "selfcheck.xls", book.ErrBinary: "selfcheck.xlsb", book.ErrOpen: "selfcheck.ods", book.ErrText: "selfcheck.csv",
	book.ErrOther: "selfcheck.nosheet", book.ErrEmpty: "selfcheck.empty",
}

// Read reads a workbook that came back, of a size in bytes. Refused: what is no .xlsx file, each sort by its own sentence
// ("selfcheck.large", "selfcheck.damaged", "selfcheck.encrypted", "selfcheck.xls", "selfcheck.xlsb", "selfcheck.ods",
// "selfcheck.csv", "selfcheck.nosheet", "selfcheck.empty"), a sheet file that is none of ours ("selfcheck.foreign"), one
// of a format that only a newer program reads ("selfcheck.newer") or none reads any more ("selfcheck.older"), and one
// whose mark was changed ("selfcheck.mark").
func Read(r io.ReaderAt, size int64) (*Filled, error) {
	content, err := book.Read(r, size)
	if err != nil {
		for kind, code := range unreadable {
			if errors.Is(err, kind) {
				return nil, &app.Error{Code: code, Cause: err}
			}
		}
		return nil, err
	}
	m, err := readMark(content)
	if err != nil {
		return nil, err
	}
	f := &Filled{Case: m.caseID, Number: m.number, Unit: m.unit, Code: m.code, Made: m.made, mark: m}
	for _, t := range content.Sheets {
		switch {
		case t.Name == markSheet:
		case t.Name == coverSheet:
			f.readCover(t)
		default:
			if s, ok := readSheet(t); ok {
				f.sheets = append(f.sheets, s)
			} else if len(t.Lines) > 0 && !t.Hidden {
				f.strange = append(f.strange, t.Name)
			}
		}
	}
	return f, nil
}

// readMark finds out what file it is.
func readMark(content *book.Content) (mark, error) {
	values := map[string]string{}
	for _, t := range content.Sheets {
		if t.Name != markSheet {
			continue
		}
		for _, line := range t.Lines {
			if name := line.At(1).Text; name != "" && len(values) < 1_000 {
				values[name] = strings.TrimSpace(line.At(2).Text)
			}
		}
	}
	if values["format"] != Format {
		return mark{}, app.Refuse("selfcheck.foreign")
	}
	number := func(name string) int {
		n, err := strconv.Atoi(values[name])
		if err != nil {
			return -1
		}
		return n
	}
	m := mark{version: number("version"), readable: number("readable"), round: app.ID(values["round"]), caseID: app.ID(values["case"]),
		number: values["number"], unit: values["unit"], lists: map[app.Strand]string{}, items: number("items"), made: values["made"], code: values["code"]}
	for _, s := range app.Strands {
		m.lists[s] = values["template."+string(s)]
	}
	switch {
	case m.version < 0 || m.readable < 0 || !m.caseID.Valid():
		return mark{}, app.Refuse("selfcheck.mark")
	case m.readable > Version:
		return mark{}, app.Refuse("selfcheck.newer", "version", m.version)
	case m.version < oldest:
		return mark{}, app.Refuse("selfcheck.older", "version", m.version)
	}
	return m, nil
}

// readCover takes from the cover what people filled in: what stands in the cell right of its label.
func (f *Filled) readCover(t book.Table) {
	for _, line := range t.Lines {
		for _, v := range line.Cells {
			switch right := line.At(v.Column + 1); fold(v.Text) {
			case "填表人":
				f.Filler = clean(plain(right))
			case "填报日期":
				f.On = plain(right)
				if day, ok := readDate(right); ok {
					f.On = day.String()
				}
			}
		}
	}
}

// readSheet finds the heads of a sheet and what stands below; false when it is no sheet of a checklist.
func readSheet(t book.Table) (sheet, bool) {
	const deep = 60 // rows from the top in which the heads are looked for
	for i, line := range t.Lines {
		if i >= deep {
			break
		}
		s := sheet{name: t.Name}
		for _, v := range line.Cells {
			if c := columnOf(v.Text); c >= 0 && s.columns[c] == 0 {
				s.columns[c] = v.Column
			}
		}
		if s.columns[colCode] == 0 || s.columns[colConclusion] == 0 {
			continue
		}
		s.rows = t.Lines[i+1:]
		s.findOthers(line)
		return s, true
	}
	return sheet{}, false
}

// columnOf knows a column by its head, or gives -1.
func columnOf(head string) int {
	word := fold(head)
	for i, c := range columns {
		if word == fold(c.name) || slices.Contains(c.also, word) {
			return i
		}
	}
	return -1
}

// findOthers notes the columns that somebody added and wrote into: what stands there is taken over by nobody.
func (s *sheet) findOthers(head book.Line) {
	ours := map[int]bool{}
	for _, c := range s.columns {
		ours[c] = true
	}
	rows := map[int]int{}
	for _, line := range s.rows {
		for _, v := range line.Cells {
			if !ours[v.Column] && fold(v.Text) != "" {
				rows[v.Column]++
			}
		}
	}
	for _, column := range slices.Sorted(maps.Keys(rows)) {
		s.others = append(s.others, other{book.Name(column, head.Row), rows[column]})
	}
}

// Place is a cell of a workbook.
type Place struct {
	Sheet string
	Cell  string // "C17"; "" = the sheet as a whole
}

// Remark is something about a cell that a person should know. Its Err has a sentence and a hint.
type Remark struct {
	Place
	Item string // code of the item, where it is known
	Err  *app.Error
}

// Outcome is what a workbook holds for a case. Read is Taken + Wrong + Empty: no row is lost on the way.
type Outcome struct {
	Read    int              // rows with an item or with something filled in
	Taken   int              // rows whose answers can be taken in, see Answers
	Wrong   int              // rows that cannot; Faults says why
	Empty   int              // rows in which nothing is filled in
	Answers []app.SelfAnswer // in the order of the checklists
	Faults  []Remark         // of the rows that cannot be taken, at least one for each
	Hints   []Remark         // of what is taken all the same, or stands beside
	Missing []string         // items of the checklists that stand in no row
}

// For holds the workbook against a case. Refused: one that was written for another case ("selfcheck.othercase"), and one
// whose checklists are not those that the case has now ("selfcheck.version").
func (f *Filled) For(d app.Dossier) (*Outcome, error) {
	if f.Case != d.Case.ID {
		return nil, app.Refuse("selfcheck.othercase", "number", f.Number, "unit", f.Unit, "ours", d.Case.Number)
	}
	now := markOf(d, app.Date{})
	if now.code != f.mark.code || now.round != f.mark.round || !maps.Equal(now.lists, f.mark.lists) {
		return nil, app.Refuse("selfcheck.version", "number", d.Case.Number, "code", f.mark.code, "now", now.code)
	}
	h := &holder{out: &Outcome{}, items: map[string]bool{}, at: map[string]place{}}
	for _, s := range app.Strands {
		for _, section := range d.Templates[s].Sections {
			for _, item := range section.Items {
				h.items[item.Code] = true
				h.order = append(h.order, item.Code)
			}
		}
	}
	for _, s := range f.sheets {
		h.sheet(s)
	}
	for _, name := range f.strange {
		h.out.Hints = append(h.out.Hints, Remark{Place{Sheet: name}, "", app.Refuse("selfcheck.sheet")})
	}
	h.finish()
	return h.out, nil
}

// Load reads a workbook from a disk as Read does. It also gives the SHA-256 of the file in hex. A file that cannot be
// read at all is refused with "file.unreadable".
func Load(path string) (*Filled, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, "", &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	defer f.Close()
	// What is read once is what is held against the case and summed: the file may change under our hands.
	data, err := io.ReadAll(io.LimitReader(f, book.LongestFile+1))
	if err != nil {
		return nil, "", &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: err}
	}
	filled, err := Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(data)
	return filled, hex.EncodeToString(sum[:]), nil
}
