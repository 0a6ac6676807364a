package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// NextLine gives the key of a new line behind those of a record (questions, measurements, lines of a stock-taking): 001,
// 002 … Lines are sorted by their keys.
func NextLine[V any](lines map[string]V) string {
	highest := 0
	for k := range lines {
		if n, err := strconv.Atoi(k); err == nil {
			highest = max(highest, n)
		}
	}
	return fmt.Sprintf("%03d", highest+1)
}

// nextNumber gives the number behind those of the nouns of a case that other nouns than id have.
func nextNumber[T Noun](w *work, caseID, id ID, number func(T) int) (int, error) {
	all, err := List[T](w.ctx, w.r, caseID)
	if err != nil {
		var zero T
		return 0, fmt.Errorf("number a %s: %w", zero.NounKind(), err)
	}
	highest := 0
	for _, n := range all {
		if n.NounID() == id {
			return number(n), nil
		}
		highest = max(highest, number(n))
	}
	return highest + 1, nil
}

// WriteVisit keeps a record of a look on site (form 3.10). A new one gets the next number of its case. Refused: fewer
// than two who look ("onsite.two"), evidence or findings of another case, a time that is none ("clock.form"), and a
// record that is signed and says why it is not ("talk.signed").
func (d Desk) WriteVisit(ctx context.Context, v Visit) (ID, error) {
	v.ID = d.newID(v.ID)
	err := d.do(ctx, VerbSaveVisit, v.Case, func(w *work) error {
		if _, err := openCase(w, v.Case); err != nil {
			return err
		}
		v.From, v.To = Clock(v.From), Clock(v.To)
		if err := clocks(v.From, v.To); err != nil {
			return err
		}
		if v.Signed && !blank(v.NotWhy) {
			return refuseField("talk.signed", "notWhy")
		}
		if err := w.about(v.Case, v.Items, v.Findings, v.Evidence); err != nil {
			return err
		}
		v.Measured = maps.Clone(v.Measured)
		maps.DeleteFunc(v.Measured, func(_ string, m Measured) bool { return m == Measured{} })
		var err error
		if v.Number, err = nextNumber(w, v.Case, v.ID, func(o Visit) int { return o.Number }); err != nil {
			return err
		}
		return put(w, v)
	})
	return v.ID, err
}

// Difference is what a count found beyond the books, negative for what is missing (盘盈、盘亏).
func (l StockLine) Difference() int { return l.Counted - l.Book }

// DifferenceValue is Difference in money.
func (l StockLine) DifferenceValue() Money { return l.FoundValue - l.BookValue }

// StockTotals sums a stock-taking up. Surplus and deficit are not set off against each other.
type StockTotals struct {
	Lines, Differing      int // lines, and those that differ in number or value
	Book, Counted         int
	Over, Short           int // numbers found beyond the books, and missing; both from 0
	BookValue, FoundValue Money
	OverValue, ShortValue Money // both from 0
}

// Totals sums the lines up.
func (n Stocktake) Totals() StockTotals {
	var t StockTotals
	for _, l := range n.Lines {
		t.Lines++
		if l.Difference() != 0 || l.DifferenceValue() != 0 {
			t.Differing++
		}
		t.Book, t.Counted = t.Book+l.Book, t.Counted+l.Counted
		t.Over, t.Short = t.Over+max(0, l.Difference()), t.Short+max(0, -l.Difference())
		t.BookValue, t.FoundValue = t.BookValue+l.BookValue, t.FoundValue+l.FoundValue
		t.OverValue, t.ShortValue = t.OverValue+max(0, l.DifferenceValue()), t.ShortValue+max(0, -l.DifferenceValue())
	}
	return t
}

// WriteStocktake keeps a record of counting (form 3.10). A new one gets the next number of its case; lines without
// anything in them are left out. Refused: fewer than two who count ("onsite.two"), a signed record that differs from the
// books and does not say why ("stocktake.why"), one that is signed and says why it is not ("talk.signed"), and evidence
// or findings of another case.
func (d Desk) WriteStocktake(ctx context.Context, n Stocktake) (ID, error) {
	n.ID = d.newID(n.ID)
	err := d.do(ctx, VerbSaveStocktake, n.Case, func(w *work) error {
		if _, err := openCase(w, n.Case); err != nil {
			return err
		}
		n.Lines = maps.Clone(n.Lines)
		maps.DeleteFunc(n.Lines, func(_ string, l StockLine) bool { return l == StockLine{} })
		if n.Signed && !blank(n.NotWhy) {
			return refuseField("talk.signed", "notWhy")
		}
		if t := n.Totals(); n.Signed && t.Differing > 0 && blank(n.Text) {
			return refuseField("stocktake.why", "text", "count", t.Differing)
		}
		if err := w.about(n.Case, n.Items, n.Findings, n.Evidence); err != nil {
			return err
		}
		var err error
		if n.Number, err = nextNumber(w, n.Case, n.ID, func(o Stocktake) int { return o.Number }); err != nil {
			return err
		}
		return put(w, n)
	})
	return n.ID, err
}

// WriteHeard keeps an opinion or suggestion heard (R26). A new one gets the next number of its case. What was done about
// it is signed by who sits at the desk, today, unless somebody and a day are named. Refused: a talk or a person that is
// not of the case ("reference.missing").
func (d Desk) WriteHeard(ctx context.Context, h Heard) (ID, error) {
	h.ID = d.newID(h.ID)
	err := d.do(ctx, VerbSaveHeard, h.Case, func(w *work) error {
		if _, err := openCase(w, h.Case); err != nil {
			return err
		}
		old, err := Get[Heard](ctx, w.r, h.ID)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return fmt.Errorf("read the opinion heard: %w", err)
		}
		if h.From != "" && h.From != old.From { // of whom it names already this laptop may have no entry
			if _, err := belongs[Alias](w, h.From, h.Case, "from"); err != nil {
				return err
			}
		}
		if h.Talk != "" {
			if _, err := belongs[Talk](w, h.Talk, h.Case, "talk"); err != nil {
				return err
			}
		}
		if err := w.about(h.Case, nil, h.Findings, nil); err != nil {
			return err
		}
		if !blank(h.Handling) {
			if blank(h.HandledBy) {
				h.HandledBy = d.Who
			}
			if h.HandledOn.IsZero() {
				h.HandledOn = d.Today()
			}
		}
		if h.Number, err = nextNumber(w, h.Case, h.ID, func(o Heard) int { return o.Number }); err != nil {
			return err
		}
		return put(w, h)
	})
	return h.ID, err
}

// HeardCount sums the register of opinions up by source.
type HeardCount struct {
	Source       string
	All, Handled int
}

// CountHeard sums the register up in the order of HeardSources; sources without any are left out.
func CountHeard(list []Heard) []HeardCount {
	var out []HeardCount
	for _, s := range HeardSources {
		c := HeardCount{Source: s}
		for _, h := range list {
			if h.Source != s {
				continue
			}
			c.All++
			if !blank(h.Handling) {
				c.Handled++
			}
		}
		if c.All > 0 {
			out = append(out, c)
		}
	}
	return out
}

// WithQuestions gives the questions and answers of a record with those questions behind them that it does not have yet.
func WithQuestions(qa map[string]QA, questions []string) map[string]QA {
	out := maps.Clone(qa)
	if out == nil {
		out = map[string]QA{}
	}
	have := map[string]bool{}
	for _, k := range slices.Sorted(maps.Keys(out)) {
		have[out[k].Question] = true
	}
	for _, q := range questions {
		if !have[q] {
			out[NextLine(out)] = QA{Question: q}
			have[q] = true
		}
	}
	return out
}
