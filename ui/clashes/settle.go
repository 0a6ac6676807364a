package clashes

import (
	"context"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// choice is what a person chose for one clash; a nil value empties the field, or lets the noun go.
type choice struct {
	clash store.Clash
	value []byte
}

// settle keeps choices as one deed and goes on to the next clash. Until the workspace told what became of it no further
// choice is taken: a key that is held down must not settle what was never seen.
func (r *Room) settle(all []choice) {
	if r.pane.busy || len(all) == 0 {
		return
	}
	r.pane.busy = true
	keys := make([]string, len(all))
	choices := make([]app.Choice, len(all))
	for i, x := range all {
		keys[i] = keyOf(x.clash)
		choices[i] = app.Choice{Entity: x.clash.Entity, Kind: x.clash.Kind, Field: x.clash.Field, Value: x.value}
	}
	left := len(r.now.all) - len(all)
	r.wanted = r.next(keys...)
	desk := r.host.Desk()
	r.host.Window().Canvas().Unfocus()
	r.host.Run(func(ctx context.Context) (func(), error) {
		if err := r.keep(ctx, desk, all, choices); err != nil {
			return func() {
				r.wanted, r.pane.busy = "", false
				r.host.Fail(err)
			}, nil
		}
		return func() {
			r.host.Saved(desk.Now())
			if left == 0 {
				r.host.Toast(i18n.T("clashes.saved.last"))
			} else {
				r.host.Toast(i18n.T("clashes.saved", "n", left))
			}
		}, nil
	})
}

func (r *Room) keep(ctx context.Context, desk app.Desk, all []choice, choices []app.Choice) error {
	if len(all[0].clash.Rests) > 0 { // it was removed: it comes back, or what rests on it goes first
		if all[0].value == nil {
			return app.Refuse("clash.rests", "n", len(all[0].clash.Rests))
		}
		return r.store.RestoreNoun(ctx, all[0].clash.Entity)
	}
	if len(choices) == 1 {
		return desk.Choose(ctx, choices[0])
	}
	return desk.ChooseAll(ctx, choices)
}

// may finds out whether the person may choose here; a refusal says why not.
func (r *Room) may(ctx context.Context, c store.Clash) (refusal, err error) {
	if len(c.Rests) > 0 { // RestoreNoun asks
		return nil, nil
	}
	err = app.PermitChoose(ctx, r.store, r.host.Desk().Seat, c.Entity, c.Kind, c.Field)
	if app.CodeOf(err) != "" {
		return err, nil
	}
	return nil, err
}

// opened leaves a trace, once, that protected matter is looked at.
func (r *Room) opened(ctx context.Context, c store.Clash, veiled bool) error {
	if r.read[c.Entity] || veiled || !app.Protected(c.Kind) {
		return nil
	}
	r.read[c.Entity] = true
	var n app.Noun
	var err error
	switch c.Kind {
	case app.KindAlias:
		n, err = app.Get[app.Alias](ctx, r.store, c.Entity)
	case app.KindTalk:
		n, err = app.Get[app.Talk](ctx, r.store, c.Entity)
	case app.KindHeard:
		n, err = app.Get[app.Heard](ctx, r.store, c.Entity)
	case app.KindSurvey:
		n, err = app.Get[app.Survey](ctx, r.store, c.Entity)
	case app.KindEvaluation:
		n, err = app.Get[app.Evaluation](ctx, r.store, c.Entity)
	}
	if err == nil && n != nil && app.Guarded(n) {
		err = r.host.Desk().NoteRead(ctx, n)
	}
	if code := app.CodeOf(err); code == app.ErrNotFound.Code || code == "role.unseen" || code == "workspace.reading" { // a copy for reading keeps no trace
		return nil
	}
	return err
}
