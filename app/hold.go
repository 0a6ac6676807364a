package app

import (
	"context"
	"encoding/json"
	"fmt"
)

// HoldMeeting keeps a meeting, new or changed, and gives its ID. One meeting may cover many cases (R19).
// A new meeting of many cases remembers why it was held so (酌定理由) in Reason.
func (d Desk) HoldMeeting(ctx context.Context, m Meeting) (ID, error) {
	m.ID = d.newID(m.ID)
	if m.Mode == "" {
		m.Mode = Separate
	}
	return m.ID, Keep(ctx, d, VerbHoldMeeting, m)
}

// SaveSurvey keeps the counts of a questionnaire (R22). A closed one is not changed ("tally.closed").
func (d Desk) SaveSurvey(ctx context.Context, s Survey) error {
	s.ID = d.newID(s.ID)
	return d.do(ctx, VerbSaveSurvey, s.Case, func(w *work) error {
		old, err := Get[Survey](ctx, w.r, s.ID)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return err
		}
		if old.Closed {
			return Refuse("tally.closed")
		}
		return put(w, s)
	})
}

// SaveEvaluation keeps the counts of an evaluation (R23). A closed one is not changed ("tally.closed").
func (d Desk) SaveEvaluation(ctx context.Context, e Evaluation) error {
	e.ID = d.newID(e.ID)
	return d.do(ctx, VerbSaveEval, e.Case, func(w *work) error {
		old, err := Get[Evaluation](ctx, w.r, e.ID)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return err
		}
		if old.Closed {
			return Refuse("tally.closed")
		}
		return put(w, e)
	})
}

// CloseTally closes a questionnaire or an evaluation by its ID: all sums must close, and an evaluation
// must have been counted and watched as form 3.7 wants it. Refused while one of its counts clashes ("clash.open").
func (d Desk) CloseTally(ctx context.Context, id ID) error {
	return d.do(ctx, VerbCloseTally, "", func(w *work) error {
		isSurvey, err := has(w, KindSurvey, id)
		if err != nil {
			return err
		}
		if isSurvey {
			s, err := Get[Survey](ctx, w.r, id)
			if err != nil {
				return err
			}
			s.Closed, w.deed.Case = true, s.Case
			if err := w.settled(s.Case, of(id)); err != nil {
				return err
			}
			return put(w, s) // its check asks for closing sums, as it is closed now
		}
		e, err := Get[Evaluation](ctx, w.r, id)
		if err != nil {
			return err
		}
		e.Closed, w.deed.Case = true, e.Case
		if err := w.settled(e.Case, of(id)); err != nil {
			return err
		}
		return put(w, e)
	})
}

// has says whether a noun of a kind with this ID is there, whoever owns it.
func has(w *work, kind Kind, id ID) (bool, error) {
	found := false
	err := w.r.Each(w.ctx, kind, "", func(n ID, _ json.RawMessage) error {
		found = found || n == id
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("look for %s %s: %w", kind, id, err)
	}
	return found, nil
}
