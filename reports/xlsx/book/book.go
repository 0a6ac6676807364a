// Package book writes and reads spreadsheet files (.xlsx, Office Open XML, ECMA-376) as far as the program's own forms
// need them: a unit under review fills such a form in with Excel, WPS or LibreOffice and hands it back.
//
// It is written here rather than taken from a library for two reasons. What prints must not reach a network client
// through what it imports, and no sheet may be laid out in a temporary file, which is what the common library does with
// parts of more than a few megabytes. The tests hold both halves against that library.
//
// # Writing
//
// [Write] gives the same bytes for the same book: no clock, no random names, entries in a fixed order.
//
// # Reading
//
// [Read] takes a file from anybody. It opens only the parts it needs, each bounded, and keeps nothing but cells that say
// something. Formulas are not computed: the value that the other program stored is taken.
package book

import (
	"strings"
	"time"
)

// Book is a spreadsheet file to be written.
type Book struct {
	Title, Subject, Creator, Company string
	Made                             time.Time         // zero: not said
	Custom                           map[string]string // further document properties
	Sheets                           []*Sheet
}

// Sheet is one sheet of a book. Rows and columns count from 1, as people see them.
type Sheet struct {
	Name       string    // at most 31 characters, none of []:*?/\
	Hidden     bool      // so that it is not even offered to be shown
	Widths     []float64 // of the columns, in characters of the default font
	Rows       []Row
	Merged     []Range
	Rules      []Rule // what may be entered where
	Protected  bool   // only unlocked cells can be changed; no password, so that nobody is locked out
	Frozen     int    // rows that stay in view
	Titles     int    // row that is printed again on every page, 0 = none
	FilterFrom Range  // head and rows that can be filtered; zero = none
	Landscape  bool
	Header     string // in the middle of the upper margin
	Footer     string // in the middle of the lower margin; &P is the page, &N how many there are
	Tab        string // colour of the tab, RRGGBB; "" = none
}

// Row is a row of cells from column A on.
type Row struct {
	Height float64 // in points; 0 = left to the other program
	Fixed  bool    // stays as high as that; else it grows with what is entered
	Cells  []Cell
}

// Cell is a text or a date in a style. An empty cell may have a style too.
type Cell struct {
	Text  string
	Date  time.Time // its day, when not zero
	Style Style
}

// Style is how a cell looks. Equal styles are written once.
type Style struct {
	Font     string  // by name; "" = the default
	Size     float64 // points; 0 = 11
	Bold     bool
	Colour   string // RRGGBB of the text
	Fill     string // RRGGBB behind it
	Border   bool
	Wrap     bool
	Middle   bool // across
	Top      bool // upright: at the top instead of the middle
	Unlocked bool // can be changed in a protected sheet
	Format   string
}

// Formats of cells.
const (
	FormatText = "@" // what is entered stays the text it is: 1-2 is no date
	FormatDate = "yyyy-mm-dd"
)

// Range is a rectangle of cells.
type Range struct{ FromColumn, FromRow, ToColumn, ToRow int }

// String gives "A1:C3", or "A1" for one cell.
func (r Range) String() string {
	from, to := Name(r.FromColumn, r.FromRow), Name(r.ToColumn, r.ToRow)
	if from == to {
		return from
	}
	return from + ":" + to
}

// Rule says what may be entered into cells. Exactly one of List, Longest and Dates is set.
type Rule struct {
	Cells   Range
	List    []string // one of these; none holds a comma or a quotation mark
	Longest int      // at most so many characters
	Dates   bool     // a date from 1900 on; another text is asked about and taken when the person insists
	Title   string   // of what is shown beside the cell, at most 32 characters
	Prompt  string   // shown when the cell is chosen, at most 255 characters
	Refusal string   // shown when something else is entered, at most 255 characters
}

// Name gives the name of a cell, "C17"; columns and rows count from 1.
func Name(column, row int) string {
	return ColumnName(column) + itoa(row)
}

// ColumnName gives the letters of a column counted from 1.
func ColumnName(column int) string {
	var letters []byte
	for ; column > 0; column = (column - 1) / 26 {
		letters = append([]byte{byte('A' + (column-1)%26)}, letters...)
	}
	return string(letters)
}

// place reads the name of a cell; $ signs are passed over.
func place(name string) (column, row int, ok bool) {
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '$':
		case c >= 'A' && c <= 'Z' && row == 0 && column < 20_000:
			column = column*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z' && row == 0 && column < 20_000:
			column = column*26 + int(c-'a') + 1
		case c >= '0' && c <= '9' && row < 20_000_000:
			row = row*10 + int(c-'0')
		default:
			return 0, 0, false
		}
	}
	return column, row, column > 0 && row > 0
}

// epoch is day 0 of dates in sheets. Excel believes that 1900 had a 29 February; from March 1900 on this fits.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// Serial gives the number of a day in a sheet.
func Serial(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(epoch).Hours() / 24)
}

// SheetName makes a name that a sheet may have.
func SheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	return strings.Trim(name, " '")
}
