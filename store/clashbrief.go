package store

import (
	"context"
	"fmt"

	"lianshen/app"
)

// clashList is what clashes after a record.
type clashList struct {
	at   int64
	list []app.Clash
}

// clashing tells a dossier what clashes in it.
func (w *Workspace) clashing(ctx context.Context, s *session, d *app.Dossier) error {
	at, err := lastRecord(ctx, s)
	if err != nil {
		return err
	}
	w.cache.mu.Lock()
	known := w.cache.clashes
	w.cache.mu.Unlock()
	if known.at != at || at == 0 {
		known.at = at
		if known.list, err = briefClashes(ctx, s); err != nil {
			return err
		}
		w.cache.mu.Lock()
		w.cache.clashes = known
		w.cache.mu.Unlock()
	}
	d.TakeClashes(known.list)
	return nil
}

// briefClashes names every open clash without its sides: that is all that gates ask for.
func briefClashes(ctx context.Context, s *session) ([]app.Clash, error) {
	var out []app.Clash
	err := s.rows(ctx, "SELECT e.id, e.kind, c.field FROM clash c CROSS JOIN entity e ON e.n = c.entity", nil, func(scan func(...any) error) error {
		var c app.Clash
		err := scan(&c.Entity, &c.Kind, &c.Field)
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the clashes: %w", err)
	}
	groups, err := sameNumbers(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("read the numbers that clash: %w", err)
	}
	for _, g := range groups {
		var c app.Clash // of the youngest, which is the one to be renumbered
		if err := s.row(ctx, "SELECT id, kind FROM entity WHERE n = ?", []any{g[len(g)-1]}, &c.Entity, &c.Kind); err != nil {
			return nil, fmt.Errorf("read a noun whose number clashes: %w", err)
		}
		c.Field = known[c.Kind][len(known[c.Kind])-1]
		out = append(out, c)
	}
	rests, err := restsNow(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("read what rests on something removed: %w", err)
	}
	for _, r := range rests { // told of the noun that stays: the other is in no dossier
		out = append(out, app.Clash{Entity: r.byID, Kind: r.byKind})
	}
	return out, nil
}
