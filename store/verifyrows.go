package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
)

// expectation gathers the rows that follow from the log, as fingerprints: a table is as it should be when it has the
// same number of rows and the same sum of their hashes, in whatever order they are read. The hashes are seeded anew each
// time, so nobody can make rows that only look right; two of 64 bits leave chance no room.
type expectation struct {
	seeds  [2]maphash.Seed
	insert map[string]*expected // by the text of the insert
	tables map[string]*expected
	terms  map[term]*tally
	row    []byte
}

// expected is one table as it should be.
type expected struct {
	table   string
	columns []string
	print   fingerprint
}

// fingerprint is a set of rows, told by their number and the sums of their hashes.
type fingerprint struct {
	rows int
	sums [2]uint64
}

// term is a word in a column of the search index, and tally in how many rows and how often it stands there.
type term struct{ text, column string }
type tally struct {
	last       int64 // the row that was counted last
	rows, each int64
}

func newExpectation() *expectation {
	return &expectation{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		insert: map[string]*expected{}, tables: map[string]*expected{}, terms: map[term]*tally{}}
}

// put takes in a row in the words of the insert that would write it.
func (x *expectation) put(query string, args []any) error {
	t := x.insert[query]
	if t == nil {
		name, rest, ok := strings.Cut(strings.TrimPrefix(query, "INSERT INTO "), "(")
		columns, _, ok2 := strings.Cut(rest, ")")
		if !ok || !ok2 || !strings.HasPrefix(query, "INSERT INTO ") {
			return fmt.Errorf("a replay writes by %q, which is no plain insert", query)
		}
		t = x.tables[name]
		split := strings.Split(strings.ReplaceAll(columns, " ", ""), ",")
		if t == nil {
			t = &expected{table: name, columns: split}
			x.tables[name] = t
		} else if !slices.Equal(t.columns, split) {
			return fmt.Errorf("a replay writes %s by two different inserts", name)
		}
		x.insert[query] = t
	}
	if t.table == "words" {
		return x.words(t.columns, args)
	}
	return x.add(&t.print, args)
}

// words counts the words of a row of the search index, as the index itself does.
func (x *expectation) words(columns []string, args []any) error {
	row, ok := args[0].(int64)
	if !ok || columns[0] != "rowid" {
		return fmt.Errorf("a row of the search index without its number")
	}
	for i, column := range columns[1:] {
		text, _ := args[i+1].(string)
		for word := range strings.FieldsSeq(text) {
			t := x.terms[term{word, column}]
			if t == nil {
				t = &tally{last: -1}
				x.terms[term{word, column}] = t
			}
			if t.last != row {
				t.last = row
				t.rows++
			}
			t.each++
		}
	}
	return nil
}

// add takes a row into a fingerprint.
func (x *expectation) add(p *fingerprint, values []any) error {
	b := x.row[:0]
	for _, v := range values {
		switch v := v.(type) {
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 'i'), uint64(v))
		case int:
			b = binary.BigEndian.AppendUint64(append(b, 'i'), uint64(v))
		case bool:
			n := uint64(0)
			if v {
				n = 1
			}
			b = binary.BigEndian.AppendUint64(append(b, 'i'), n)
		case string:
			b = append(binary.BigEndian.AppendUint32(append(b, 's'), uint32(len(v))), v...)
		case []byte:
			b = append(binary.BigEndian.AppendUint32(append(b, 'b'), uint32(len(v))), v...)
		case nil:
			b = append(b, 'n')
		default:
			b = fmt.Appendf(append(b, '?'), "%T%v", v, v)
		}
	}
	x.row = b
	p.rows++
	for i := range p.sums {
		p.sums[i] += maphash.Bytes(x.seeds[i], b)
	}
	return nil
}

// differing gives the names of the tables that are not what follows from the log, sorted.
func (x *expectation) differing(ctx context.Context, s *session) ([]string, error) {
	var names []string
	err := s.rows(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ("+logTables+",'meta','words') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%' ORDER BY name", nil,
		func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			names = append(names, name)
			return err
		})
	if err != nil {
		return nil, err
	}
	for name := range x.tables {
		if name != "words" && !slices.Contains(names, name) {
			names = append(names, name) // gone: the comparison says so
		}
	}
	slices.Sort(names)
	var out []string
	for _, name := range names {
		same, err := x.same(ctx, s, name)
		if err != nil {
			return out, err
		}
		if !same {
			out = append(out, name)
		}
	}
	same, err := x.sameWords(ctx, s)
	if err == nil && !same {
		out = append(out, "words")
	}
	return out, err
}

// same says whether a table is as it should be.
func (x *expectation) same(ctx context.Context, s *session, table string) (bool, error) {
	want := x.tables[table]
	if want == nil {
		var n int
		err := s.row(ctx, `SELECT count(*) FROM "`+strings.ReplaceAll(table, `"`, `""`)+`"`, nil, &n)
		return n == 0, err
	}
	var have fingerprint
	values, into := make([]any, len(want.columns)), make([]any, len(want.columns))
	for i := range values {
		into[i] = &values[i]
	}
	err := s.rows(ctx, "SELECT "+strings.Join(want.columns, ",")+" FROM "+table, nil, func(scan func(...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		return x.add(&have, values)
	})
	return have == want.print, err
}

// sameWords says whether the search index is as it should be.
func (x *expectation) sameWords(ctx context.Context, s *session) (bool, error) {
	// The vocabulary of the index lives in the connection's memory, so a read-only connection can have it.
	if err := s.exec("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, col)"); err != nil {
		return false, err
	}
	defer s.exec("DROP TABLE temp.terms")
	seen, same := 0, true
	err := s.rows(ctx, "SELECT term, col, doc, cnt FROM temp.terms", nil, func(scan func(...any) error) error {
		var t term
		var rows, each int64
		if err := scan(&t.text, &t.column, &rows, &each); err != nil {
			return err
		}
		seen++
		want := x.terms[t]
		same = same && want != nil && want.rows == rows && want.each == each
		return nil
	})
	return same && seen == len(x.terms), err
}
