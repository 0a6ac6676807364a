package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lianshen/app"
)

// LastState is what is known of a noun: its state, or of a deleted one its last.
type LastState struct {
	Kind    app.Kind
	Case    app.ID // "" = it belongs to none
	Doc     json.RawMessage
	Deleted bool
	Veiled  bool // what the person at the seat may not see is left out of Doc
}

// LastStates gives the states of the nouns of these IDs, deleted ones too, so that the past can be told with names. IDs
// that are no nouns are left out.
func (w *Workspace) LastStates(ctx context.Context, ids []app.ID) (map[app.ID]LastState, error) {
	out := make(map[app.ID]LastState, len(ids))
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list of nouns: %w", err)
	}
	err = w.snapshot(ctx, func(s *session) error {
		err := s.rows(ctx, "SELECT e.id, e.kind, e.owner, e.doc, e.deleted FROM json_each(?) j CROSS JOIN entity e ON e.id = j.value", []any{string(list)}, func(scan func(...any) error) error {
			var id, kind, owner, doc string
			var deleted bool
			if err := scan(&id, &kind, &owner, &doc, &deleted); err != nil {
				return err
			}
			out[app.ID(id)] = LastState{Kind: app.Kind(kind), Case: caseOf(app.Kind(kind), app.ID(id), app.ID(owner)), Doc: json.RawMessage(doc), Deleted: deleted}
			return nil
		})
		if err != nil {
			return err
		}
		eyes := w.eyes(ctx, s)
		u, err := w.unseen(ctx, s)
		if err != nil {
			return err
		}
		for id, state := range out {
			if !eyes.withholds(state.Kind, id) {
				state.Doc = u.JSON(state.Doc)
				out[id] = state
				continue
			}
			if state.Doc, err = onlyPlain(state.Doc); err != nil {
				return err
			}
			state.Veiled = true
			out[id] = state
		}
		return eyes.err
	})
	if err != nil {
		return nil, fmt.Errorf("states of nouns: %w", err)
	}
	return out, nil
}

// StateAsOf gives the state of a noun as it was at a moment, of a protected one what the person at the seat may see of
// it today; app.ErrNotFound when it was not there.
func (w *Workspace) StateAsOf(ctx context.Context, id app.ID, at time.Time) (LastState, error) {
	now, err := w.LastStates(ctx, []app.ID{id})
	if err != nil {
		return LastState{}, err
	}
	out, known := now[id]
	if !known {
		return LastState{}, &app.Error{Code: app.ErrNotFound.Code, Args: map[string]any{"id": string(id)}, Cause: app.ErrNotFound}
	}
	out.Deleted, out.Doc = false, nil
	err = w.AsOf(ctx, at, func(r app.Reader) error { return r.Read(ctx, id, &out.Doc) })
	if err != nil {
		return out, err
	}
	if out.Veiled {
		out.Doc, err = onlyPlain(out.Doc)
		return out, err
	}
	err = w.snapshot(ctx, func(s *session) error {
		u, err := w.unseen(ctx, s)
		out.Doc = u.JSON(out.Doc)
		return err
	})
	return out, err
}

// onlyPlain leaves of a protected noun what everybody sees.
func onlyPlain(doc json.RawMessage) (json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(doc, &fields); err != nil {
		return nil, fmt.Errorf("decode a protected noun: %w", err)
	}
	for name := range fields {
		if !plain[name] {
			delete(fields, name)
		}
	}
	out, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("encode a protected noun: %w", err)
	}
	return out, nil
}
