package store

import (
	"encoding/json"
	"strings"

	"lianshen/app"
)

// shown is what lists and search are told of a noun: its rows in a list and keys among its like before and after, and
// what changes in the search index.
type shown struct {
	listWas, listIs listed
	keyWas, keyIs   string
	words           []wordRow
}

// showing works out what lists and search are told. before and after are a noun's states, nil when it was or is not
// there. It may run beside others.
func showing(e *noun, before, after []byte) (*shown, error) {
	out := shown{keyWas: numberKey(e.kind, before), keyIs: numberKey(e.kind, after)}
	var err error
	if out.listWas, err = listValues(e, before); err != nil {
		return nil, err
	}
	if out.listIs, err = listValues(e, after); err != nil {
		return nil, err
	}
	out.words, err = wordRows(e, before, after)
	return &out, err
}

// show writes what lists and search know of a noun. before and after are its states, nil when it was or is not there.
func (p *projector) show(e *noun, before, after []byte) error {
	what := e.shown
	if e.shown = nil; what == nil {
		var err error
		if what, err = showing(e, before, after); err != nil {
			return err
		}
	}
	if err := p.listRow(e, what.listWas, what.listIs); err != nil {
		return err
	}
	if err := p.numberRow(e, what.keyWas, what.keyIs); err != nil {
		return err
	}
	return p.index(what.words)
}

// listRow keeps the rows by which lists are counted, sorted and filtered.
func (p *projector) listRow(e *noun, was, is listed) error {
	if was.table != "" && was.table == is.table {
		return p.changeRow(e, was, is)
	}
	if was.table != "" {
		if err := p.s.exec("DELETE FROM "+was.table+" WHERE entity = ?", e.n); err != nil {
			return err
		}
	}
	if is.table == "" {
		return nil
	}
	marks := strings.Repeat(",?", len(is.columns))
	return p.exec("INSERT INTO "+is.table+"(entity, "+strings.Join(is.columns, ", ")+") VALUES(?"+marks+")", append([]any{e.n}, is.values...)...)
}

// changeRow writes only the columns that differ, so that an index is touched only where its values change. A replacing
// insert would run in a savepoint, at which the full-text index writes out what it has gathered.
func (p *projector) changeRow(e *noun, was, is listed) error {
	var set []string
	var values []any
	for i, column := range is.columns {
		if was.values[i] != is.values[i] {
			set, values = append(set, column+" = ?"), append(values, is.values[i])
		}
	}
	if set == nil {
		return nil
	}
	return p.s.exec("UPDATE "+is.table+" SET "+strings.Join(set, ", ")+" WHERE entity = ?", append(values, e.n)...)
}

// listed is the row of a noun in a list: the columns beside "entity" and their values, which can be compared.
type listed struct {
	table   string
	columns []string
	values  []any
}

var (
	caseColumns    = []string{"id", "round", "number", "unit"}
	answerColumns  = []string{"cas", "item", "strand", "conclusion", "noted", "edited"}
	findingColumns = []string{"cas", "number", "strand", "state", "item", "title", "amount"}
)

// listValues gives the row of a noun of this state; none when it is not there or in no list.
func listValues(e *noun, doc []byte) (listed, error) {
	if doc == nil {
		return listed{}, nil
	}
	switch e.kind {
	case app.KindCase:
		var c struct {
			Round, Unit app.ID
			Number      string
		}
		err := json.Unmarshal(doc, &c)
		return listed{"caserow", caseColumns,
			[]any{string(e.id), string(c.Round), c.Number, string(c.Unit)}}, err
	case app.KindAnswer:
		var a struct{ Case, Item, Conclusion, Note, On string }
		err := json.Unmarshal(doc, &a)
		return listed{"answer", answerColumns,
			[]any{a.Case, a.Item, string(app.StrandOfItem(a.Item)), a.Conclusion, strings.TrimSpace(a.Note) != "", a.On}}, err
	case app.KindFinding:
		var f struct {
			Case, Strand, State, Item, Title string
			Number, Amount                   int64
		}
		err := json.Unmarshal(doc, &f)
		return listed{"finding", findingColumns,
			[]any{f.Case, f.Number, f.Strand, f.State, f.Item, f.Title, f.Amount}}, err
	}
	return listed{}, nil
}
