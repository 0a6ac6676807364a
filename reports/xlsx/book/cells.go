package book

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// content reads the sheets in their order.
func (x *reader) content() (*Content, error) {
	_, top, err := x.relations("")
	if err != nil {
		return nil, err
	}
	out := &Content{Custom: map[string]string{}}
	book := ""
	for _, r := range top {
		switch r.kind {
		case "officeDocument":
			book = r.target
		case "custom-properties":
			if err := x.custom(r.target, out.Custom); err != nil {
				return nil, err
			}
		}
	}
	if book == "" {
		return nil, ErrOther
	}
	byID, all, err := x.relations(book)
	if err != nil {
		return nil, err
	}
	type place struct {
		Table
		part string
	}
	var places []place
	err = x.each(book, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "workbookPr":
			x.old = truth(attr(t, "date1904"))
		case "sheet":
			if len(places) >= mostSheets {
				return ErrTooLarge
			}
			id := ""
			for _, a := range t.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					id = a.Value
				}
			}
			state := attr(t, "state")
			places = append(places, place{Table{Name: attr(t, "name"), Hidden: state == "hidden" || state == "veryHidden"}, byID[id]})
		}
		return nil
	}, nil, nil)
	if err != nil {
		return nil, err
	}
	kinds := map[string]string{}
	for _, r := range all {
		kinds[r.target] = r.kind
		switch r.kind {
		case "sharedStrings":
			err = x.sharedStrings(r.target)
		case "styles":
			err = x.styleFormats(r.target)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, p := range places {
		if kinds[p.part] != "worksheet" { // a sheet of charts or of old macros
			continue
		}
		if p.Lines, p.Merged, err = x.table(p.part); err != nil {
			return nil, err
		}
		out.Sheets = append(out.Sheets, p.Table)
	}
	return out, nil
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

func (x *reader) custom(part string, into map[string]string) error {
	name := ""
	return x.each(part, func(t xml.StartElement) error {
		if t.Name.Local == "property" {
			name = attr(t, "name")
		}
		return nil
	}, func(text []byte) error {
		if s := strings.TrimSpace(string(text)); s != "" && name != "" && len(into) < 1_000 {
			into[name] += s
		}
		return nil
	}, nil)
}

// sharedStrings reads the texts that cells name by number. Pieces in several fonts are joined; how a text is pronounced
// is no part of it.
func (x *reader) sharedStrings(part string) error {
	var b strings.Builder
	in, said, total := false, 0, 0
	return x.each(part, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "si":
			b.Reset()
		case "rPh":
			said++
		case "t":
			in = true
		}
		return nil
	}, func(text []byte) error {
		if in && said == 0 {
			if total += len(text); total > mostTextBytes {
				return ErrTooLarge
			}
			b.Write(text)
		}
		return nil
	}, func(t xml.EndElement) error {
		switch t.Name.Local {
		case "si":
			if len(x.texts) >= mostTexts {
				return ErrTooLarge
			}
			x.texts = append(x.texts, unescape(b.String()))
		case "rPh":
			said--
		case "t":
			in = false
		}
		return nil
	})
}

// styleFormats reads which styles show numbers as dates.
func (x *reader) styleFormats(part string) error {
	formats := map[string]string{}
	in := false
	return x.each(part, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "numFmt":
			if len(formats) < mostStyles {
				formats[attr(t, "numFmtId")] = attr(t, "formatCode")
			}
		case "cellXfs":
			in = true
		case "xf":
			if in && len(x.dated) < mostStyles {
				id := attr(t, "numFmtId")
				code, own := formats[id]
				n, _ := strconv.Atoi(id)
				x.dated = append(x.dated, own && isDateFormat(code) || !own && isDateNumber(n))
			}
		}
		return nil
	}, nil, func(t xml.EndElement) error {
		if t.Name.Local == "cellXfs" {
			in = false
		}
		return nil
	})
}

// isDateNumber says whether a format of the standard shows dates (18.8.30); 27 to 36 and 50 to 58 are Chinese and
// Japanese ones.
func isDateNumber(n int) bool {
	return n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58
}

// isDateFormat says whether a format of one's own shows a date: a letter of a date stands outside of quoted text.
func isDateFormat(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !bracket && strings.IndexByte("yYmMdDeE", c) >= 0:
			if (c == 'e' || c == 'E') && i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-') {
				continue // 0.00E+00
			}
			if strings.HasPrefix(strings.ToLower(code[i:]), "general") {
				return false
			}
			return true
		}
	}
	return false
}

// table reads the cells of a sheet.
func (x *reader) table(part string) ([]Line, []Range, error) {
	s := &sheetReader{reader: x}
	if err := x.each(part, s.begin, s.text, s.end); err != nil {
		return nil, nil, err
	}
	return s.lines, s.merged, nil
}

type sheetReader struct {
	*reader
	lines  []Line
	merged []Range
	row    int
	hidden bool // the row is
	valued bool // the cell has a place for a value, if an empty one
	cell   Value
	kind   string // the t of the cell
	style  int
	open   bool
	take   bool // what is read now is the value
	said   int
	value  strings.Builder
}

func (s *sheetReader) begin(t xml.StartElement) error {
	switch t.Name.Local {
	case "row":
		next := s.row + 1
		if at := attr(t, "r"); at != "" {
			n, err := strconv.Atoi(at)
			if err != nil || n < 1 {
				return fmt.Errorf("%w: a row without a number", ErrDamaged)
			}
			next = n
		}
		if next > lastRow {
			return fmt.Errorf("%w: more rows than a sheet has", ErrDamaged)
		}
		s.row, s.cell, s.hidden = next, Value{}, truth(attr(t, "hidden"))
	case "c":
		column := s.cell.Column + 1
		if at := attr(t, "r"); at != "" {
			c, r, ok := place(at)
			if !ok || r != s.row {
				return fmt.Errorf("%w: a cell stands in the wrong row", ErrDamaged)
			}
			column = c
		}
		if column > lastColumn {
			return fmt.Errorf("%w: more columns than a sheet has", ErrDamaged)
		}
		s.cell = Value{Column: column}
		s.kind, s.open, s.valued = attr(t, "t"), true, false
		s.style, _ = strconv.Atoi(attr(t, "s"))
		s.value.Reset()
	case "mergeCell":
		from, to, _ := strings.Cut(attr(t, "ref"), ":")
		c1, r1, ok1 := place(from)
		c2, r2, ok2 := place(to)
		if ok1 && ok2 && c1 <= c2 && r1 <= r2 && c2 <= lastColumn && r2 <= lastRow && len(s.merged) < mostMerged {
			s.merged = append(s.merged, Range{c1, r1, c2, r2})
		}
	case "f":
		s.cell.Formula = s.open
	case "v":
		s.take, s.valued = s.open, true
	case "t":
		s.take = s.open && s.kind == "inlineStr"
	case "rPh":
		s.said++
	}
	return nil
}

func (s *sheetReader) text(text []byte) error {
	if s.take && s.said == 0 {
		s.value.Write(text)
	}
	return nil
}

func (s *sheetReader) end(t xml.EndElement) error {
	switch t.Name.Local {
	case "v", "t":
		s.take = false
	case "rPh":
		s.said--
	case "c":
		s.open = false
		return s.keep()
	}
	return nil
}

// keep takes over the cell that was read when it says something.
func (s *sheetReader) keep() error {
	v, text := s.cell, s.value.String()
	if v.Formula && !s.valued { // nobody computed it yet: what would stand here is not known
		s.kind, text = "e", "#N/A"
	}
	switch s.kind {
	case "s":
		if text == "" {
			return nil
		}
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n >= len(s.texts) {
			return fmt.Errorf("%w: a cell names a text that is not there", ErrDamaged)
		}
		v.Kind, v.Text = Text, s.texts[n]
	case "inlineStr", "str":
		v.Kind, v.Text = Text, unescape(text)
	case "b":
		v.Kind, v.Text = Truth, strings.TrimSpace(text)
	case "e":
		v.Kind, v.Text = Fault, strings.TrimSpace(text)
	case "d": // a date written out, ISO 8601
		v.Kind, v.Text = Text, strings.TrimSpace(text)
	default:
		if kept, err := s.number(&v, strings.TrimSpace(text)); err != nil || !kept {
			return err
		}
	}
	if v.Text == "" {
		return nil
	}
	if s.cells++; s.cells > mostCells {
		return ErrTooLarge
	}
	if n := len(s.lines); n == 0 || s.lines[n-1].Row != s.row {
		s.lines = append(s.lines, Line{Row: s.row, Hidden: s.hidden})
	}
	line := &s.lines[len(s.lines)-1]
	line.Cells = append(line.Cells, v)
	return nil
}

// number makes a number of a cell; false when nothing stands in it.
func (s *sheetReader) number(v *Value, text string) (bool, error) {
	if text == "" {
		return false, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return false, fmt.Errorf("%w: a number that is none", ErrDamaged)
	}
	v.Kind, v.Text, v.Number = Number, text, n
	v.Dated = s.style >= 0 && s.style < len(s.dated) && s.dated[s.style]
	if v.Dated && s.old {
		v.Number += epoch1904
	}
	return true, nil
}

// epoch1904 is by how many days the dates of old Macintosh programs begin later.
const epoch1904 = 1462

// Day gives the day of a dated number; false when it is none between the years 1900 and 2199.
func (v Value) Day() (time.Time, bool) {
	if v.Kind != Number || v.Number < 61 || v.Number >= 109_575 {
		return time.Time{}, false
	}
	return epoch.AddDate(0, 0, int(v.Number)), true
}

// unescape gives the characters back that the format writes as "_x000D_".
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && escaped(s[i:]) {
			n, _ := strconv.ParseUint(s[i+2:i+6], 16, 16)
			b.WriteRune(rune(n))
			i += 6
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
