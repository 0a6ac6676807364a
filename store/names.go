package store

import (
	"context"
	"fmt"

	"lianshen/app"
)

// Names gives the guard that searches what is about to leave the program for the names of the vault: those of some
// cases, or of all when none is named. Also the names count that the person at the seat may not see; which those are
// the guard knows, and it tells nobody.
func (w *Workspace) Names(ctx context.Context, cases ...app.ID) (app.NameGuard, error) {
	fail := func(err error) (app.NameGuard, error) {
		return app.NameGuard{}, fmt.Errorf("read the names to be kept back: %w", err)
	}
	a, err := w.onlooker(ctx, w)
	if err != nil {
		return fail(err)
	}
	if len(cases) == 0 {
		all, err := app.List[app.Case](ctx, w, "")
		if err != nil {
			return fail(err)
		}
		for _, c := range all {
			cases = append(cases, c.ID)
		}
	}
	var whole []app.Dossier
	err = w.snapshot(ctx, func(s *session) error {
		whole, err = vaults(ctx, s, cases)
		return err
	})
	if err != nil {
		return fail(err)
	}
	return app.NewNameGuard(a, whole...), nil
}

// vaults gives of cases what tells the names of their vaults from those that stand openly; cases in whose vault no
// name ever stood are left out.
func vaults(ctx context.Context, s *session, cases []app.ID) ([]app.Dossier, error) {
	r := sessionReader{s}
	everybody, err := app.List[app.Person](ctx, r, "")
	if err != nil {
		return nil, err
	}
	people := map[app.ID]app.Person{}
	for _, p := range everybody {
		people[p.ID] = p
	}
	var whole []app.Dossier
	for _, id := range cases {
		d := app.Dossier{People: people}
		if d.Aliases, err = app.List[app.Alias](ctx, r, id); err != nil {
			return nil, err
		}
		former, err := formerNames(ctx, s, id)
		if err != nil {
			return nil, err
		}
		if d = app.WithFormerNames(d, former); !d.HasNames() {
			continue
		}
		if d.Case, err = app.Get[app.Case](ctx, r, id); err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
			return nil, err
		}
		if d.Principals, err = app.List[app.Principal](ctx, r, id); err != nil {
			return nil, err
		}
		whole = append(whole, d)
	}
	return whole, nil
}
