package reports

import (
	"strconv"
	"strings"
	"time"

	"lianshen/reports/document"
)

// shownHash is how many figures of a hash stand in a table: enough to compare, short enough for a column.
const shownHash = 16

// moment is an instant on paper: the day and the minute of this machine's zone.
func moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// dayAndTime is an instant in a narrow column.
func dayAndTime(t time.Time) string { return strings.ReplaceAll(moment(t), " ", "\n") }

// size is a number of bytes as people read it, in powers of 1024.
func size(n int64) string {
	switch {
	case n <= 0:
		return "—"
	case n < 1<<20:
		return strconv.FormatInt((n+1023)>>10, 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}

// facts is the table of who hands over what.
func (w certificateText) facts(c Certificate) document.Table {
	cell := func(text, field string) document.Cell { return typedCell(orNone(text), w.record, field) }
	strong := func(text string) document.Cell { return document.Cell{Text: text, Strong: true} }
	rows := []document.Row{
		{Cells: []document.Cell{strong(w.round), {Text: tidy(orNone(c.Round)), Record: w.record, Field: w.round, ColSpan: 3}}},
		{Cells: []document.Cell{strong(w.person), cell(c.Person, w.person), strong(w.dept), cell(c.Dept, w.dept)}},
		{Cells: []document.Cell{strong(w.laptop), cell(c.Laptop, w.laptop), strong(w.seat), cell(c.Seat, w.seat)}},
		{Cells: []document.Cell{strong(w.program), cell(c.Program, w.program), strong(w.at), {Text: moment(c.Began)}}},
	}
	name := typedCell(orNone(c.Workspace), w.record, w.workspace)
	name.ColSpan = 3
	return document.Table{Columns: []document.Column{{Width: 1.5}, {Width: 3}, {Width: 1.5}, {Width: 3}}, Head: [][]document.Cell{{strong(w.workspace), name}}, Rows: rows}
}

// wiped is the table of what is wiped and what became of it.
func (w certificateText) wiped(c Certificate) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.wipeColumns[0], Width: 1.4}, {Head: w.wipeColumns[1], Width: 4.2},
		{Head: w.wipeColumns[2], Width: 1.6, Align: document.AlignCentre}, {Head: w.wipeColumns[3], Width: 1.8, Align: document.AlignCentre}}}
	for _, x := range c.Wiped {
		fate := w.toWipe
		switch {
		case x.Left != "":
			fate = w.notWiped + "\n" + x.Left
		case !c.Ended.IsZero():
			fate = w.gone
		}
		much := strconv.Itoa(x.Files) + "\n" + size(x.Bytes)
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: x.What}, typedCell(x.Path, w.record, w.wipeColumns[1]), {Text: much}, {Text: fate}}})
	}
	return t
}

// files is the table of everything that left the workspace.
func (w certificateText) files(files []WrittenFile) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.columns[0], Width: 0.5, Align: document.AlignCentre}, {Head: w.columns[1], Width: 1.45, Align: document.AlignCentre},
		{Head: w.columns[2], Width: 0.9, Align: document.AlignCentre}, {Head: w.columns[3], Width: 3.6}, {Head: w.columns[4], Width: 3.2}}, Notes: document.Plain(w.filesNote)}
	for i, f := range files {
		name := []string{orNone(f.Name)}
		if f.Size > 0 {
			name = append(name, size(f.Size))
		}
		if f.Copies > 0 {
			name = append(name, fill(w.copies, strconv.Itoa(f.Copies)))
		}
		if f.SHA256 != "" {
			name = append(name, f.SHA256[:min(shownHash, len(f.SHA256))])
		}
		var where []string
		if f.To != "" {
			where = append(where, fill(w.to, f.To))
		}
		if f.Who != "" {
			where = append(where, fill(w.by, f.Who))
		}
		where = append(where, f.Places...)
		if f.Wiped {
			where = append(where, w.along)
		}
		row := []document.Cell{{Text: strconv.Itoa(i + 1)}, {Text: dayAndTime(f.At)}, typedCell(orNone(f.What), w.record, w.columns[2]),
			typedCell(strings.Join(name, "\n"), w.record, w.columns[3]), typedCell(orNone(strings.Join(where, "\n")), w.record, w.columns[4])}
		t.Rows = append(t.Rows, document.Row{Cells: row})
	}
	return t
}

// taken is the table of what was taken in.
func (w certificateText) taken(files []TakenFile) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.columns[0], Width: 0.5, Align: document.AlignCentre}, {Head: w.columns[1], Width: 1.6, Align: document.AlignCentre},
		{Head: w.takenColumns[0], Width: 4}, {Head: w.takenColumns[1], Width: 2.6}}}
	for i, f := range files {
		name := f.Name
		if f.Back {
			name += w.back
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: strconv.Itoa(i + 1)}, {Text: dayAndTime(f.At)},
			typedCell(orNone(name), w.record, w.takenColumns[0]), typedCell(orNone(f.From), w.record, w.takenColumns[1])}})
	}
	return t
}

// logs is the table of where every seat's log ended.
func (w certificateText) logs(ends []LogEnd) document.Table {
	t := document.Table{Columns: []document.Column{{Head: w.logColumns[0], Width: 1.8}, {Head: w.logColumns[1], Width: 2},
		{Head: w.logColumns[2], Width: 1.2, Align: document.AlignRight}, {Head: w.logColumns[3], Width: 2.6, Align: document.AlignCentre}}}
	for _, e := range ends {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{typedCell(orNone(e.Person), w.record, w.logColumns[0]), typedCell(orNone(e.Laptop), w.record, w.logColumns[1]),
			{Text: strconv.FormatInt(e.Records, 10)}, {Text: orNone(e.Hash[:min(shownHash, len(e.Hash))])}}})
	}
	return t
}
