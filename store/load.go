package store

import (
	"context"
	"fmt"

	"lianshen/app"
)

// perRecord is how many nouns a record of a bulk load holds at most.
const perRecord = 500

// Load takes many new nouns in at once under one verb: one transaction, so that all stay or none, and as many records
// as needed, each of one case where it can be. progress is told how many nouns of how many are in. A bulk load cannot be
// taken back by Undo. A noun that is there already is refused with "noun.exists".
func (w *Workspace) Load(ctx context.Context, nouns []app.Noun, verb app.Verb, progress ...func(done, total int)) error {
	if len(nouns) == 0 {
		return nil
	}
	batches, err := portions(nouns)
	if err != nil {
		return err
	}
	err = w.transact(ctx, func(p *projector) error {
		done := 0
		for i, b := range batches {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, err := w.append(p, draft{who: w.person, verb: verb, cas: b.cas, part: i + 1, of: len(batches), changes: b.changes})
			if err != nil {
				return err
			}
			done += len(b.changes)
			for _, tell := range progress {
				tell(done, len(nouns))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.tell(app.Deed{Verb: verb})
	return nil
}

type portion struct {
	cas     app.ID
	changes []app.Change
}

// portions puts the nouns into records: those of no case first, then case by case, in the order they came.
func portions(nouns []app.Noun) ([]portion, error) {
	byCase := map[app.ID][]app.Change{}
	var order []app.ID
	for _, n := range nouns {
		c, err := app.Create(n)
		if err != nil {
			return nil, fmt.Errorf("take in %s %s: %w", n.NounKind(), n.NounID(), err)
		}
		cas := caseOf(n.NounKind(), n.NounID(), n.NounOwner())
		if _, known := byCase[cas]; !known && cas != "" {
			order = append(order, cas)
		}
		byCase[cas] = append(byCase[cas], c)
	}
	var out []portion
	for _, cas := range append([]app.ID{""}, order...) {
		for all := byCase[cas]; len(all) > 0; {
			n := min(len(all), perRecord)
			out = append(out, portion{cas, all[:n]})
			all = all[n:]
		}
	}
	return out, nil
}

// caseOf gives the case a noun belongs to, "" for none.
func caseOf(kind app.Kind, id, owner app.ID) app.ID {
	switch kind {
	case app.KindCase:
		return id
	case app.KindZone, app.KindGroup, app.KindMeeting:
		return ""
	}
	return owner
}
