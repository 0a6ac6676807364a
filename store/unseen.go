package store

import (
	"context"
	"fmt"
	"strings"

	"lianshen/app"
)

// unseenNames are the names of the vault that somebody at a seat may not see, as of a record.
type unseenNames struct {
	at    int64
	seat  app.ID
	names app.Unseen
}

// unseen gives the names of all cases that the person at the seat may not see: in what is read they give way to codes.
func (w *Workspace) unseen(ctx context.Context, s *session) (app.Unseen, error) {
	at, err := lastRecord(ctx, s)
	if err != nil {
		return app.Unseen{}, err
	}
	seat := w.Seat().ID
	w.cache.mu.Lock()
	known := w.cache.unseen
	w.cache.mu.Unlock()
	if known.at == at && known.seat == seat && at > 0 {
		return known.names, nil
	}
	known = unseenNames{at: at, seat: seat}
	var owners []app.ID
	err = s.rows(ctx, `SELECT owner FROM entity WHERE kind = 'alias' AND deleted = 0 UNION
		SELECT owner FROM entity INDEXED BY entity_gone WHERE kind = 'alias' AND deleted = 1`, nil, func(scan func(...any) error) error {
		var owner app.ID
		err := scan(&owner)
		owners = append(owners, owner)
		return err
	})
	if err == nil && len(owners) > 0 {
		known.names, err = w.unseenOf(ctx, s, owners)
	}
	if err != nil {
		return app.Unseen{}, fmt.Errorf("read the names that are hidden: %w", err)
	}
	w.cache.mu.Lock()
	w.cache.unseen = known
	w.cache.mu.Unlock()
	return known.names, nil
}

func (w *Workspace) unseenOf(ctx context.Context, s *session, cases []app.ID) (app.Unseen, error) {
	r := sessionReader{s}
	a, err := w.onlooker(ctx, r)
	if err != nil || a.Alone {
		return app.Unseen{}, err
	}
	whole, err := vaults(ctx, s, cases)
	return app.NewUnseen(a, whole...), err
}

// concealed gives what was read with codes in the place of the names that the person at the seat may not see.
func concealed[T any](ctx context.Context, w *Workspace, s *session, v T) (T, error) {
	u, err := w.unseen(ctx, s)
	if err != nil {
		var none T
		return none, err
	}
	return app.Conceal(u, v), nil
}

// tellable says whether a passage that was found may be told as it is found: no name that may not be seen stands in it,
// or the words stand in what is left of it. Else who looks for a name would learn by which code it goes.
func tellable(u app.Unseen, text, words string) bool {
	if u.None() {
		return true
	}
	left := u.Text(text)
	if left == text {
		return true
	}
	for word := range strings.FieldsSeq(words) {
		if !strings.Contains(strings.ToLower(left), strings.ToLower(word)) {
			return false
		}
	}
	return true
}
