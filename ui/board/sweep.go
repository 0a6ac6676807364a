package board

import (
	"context"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// inView is what the sweep found in the case in hand. Only that one case is looked through, off the main goroutine: 200
// would hold the board up.
type inView struct {
	id     app.ID
	number string
	errors int
}

// look has the case in hand looked through. Who walks down the list by the arrows passes many: only the last is read.
func (r *Room) look(id app.ID) {
	r.wanted.Store(&id)
	today := r.host.Today()
	r.host.Run(func(ctx context.Context) (func(), error) {
		if *r.wanted.Load() != id {
			return nil, nil
		}
		d, err := r.store.Veiled(ctx, id)
		if app.CodeOf(err) == app.ErrNotFound.Code {
			return nil, nil // it was deleted meanwhile
		}
		if err != nil {
			return nil, err
		}
		found := inView{id, d.Case.Number, app.OpenErrors(app.Sweep(d, today))}
		return func() {
			if *r.wanted.Load() == id {
				r.swept = found
				r.host.Refresh()
			}
		}, nil
	})
}

// lookAgain has the case in hand looked through after a change.
func (r *Room) lookAgain() {
	if row, ok := r.table.Selected(); ok && r.wanted.Load() != nil {
		r.look(app.ID(row.ID))
	}
}

// sweptChips tells of the errors in the case in hand.
func (r *Room) sweptChips() []shell.Chip {
	row, ok := r.table.Selected()
	if !ok || app.ID(row.ID) != r.swept.id || r.swept.errors == 0 {
		return nil
	}
	return []shell.Chip{{Text: i18n.T("sweepui.board", "number", r.swept.number, "n", r.swept.errors), Tone: string(kit.Fault)}}
}
