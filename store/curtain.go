package store

import (
	"context"
	"encoding/json"
	"fmt"

	"lianshen/app"
)

// Veiled is Dossier as the person at the seat may see it: what was said in confidence and what was voted is withheld
// where app.Veil says so.
func (w *Workspace) Veiled(ctx context.Context, caseID app.ID) (app.Dossier, error) {
	d, err := w.dossier(ctx, caseID)
	if err != nil {
		return app.Dossier{}, err
	}
	a, err := w.onlooker(ctx, w)
	if err != nil {
		return app.Dossier{}, fmt.Errorf("dossier of %s: %w", caseID, err)
	}
	return app.Veil(a, d), nil
}

// curtain decides which finds are withheld from the person at the seat.
type curtain struct {
	s      *session
	common *common
	actor  app.Actor
}

func (w *Workspace) curtainAt(ctx context.Context, s *session, c *common) (curtain, error) {
	a, err := w.onlooker(ctx, sessionReader{s})
	return curtain{s, c, a}, err
}

// hides says whether anything of a noun is withheld: then search does not find it, or what is withheld could be guessed
// word by word.
func (v curtain) hides(ctx context.Context, f found) (bool, error) {
	if private(f.kind) {
		return !readsDay(v.actor, []byte(f.doc)), nil
	}
	if v.actor.Alone || !app.Protected(f.kind) {
		return false, nil
	}
	d := app.Dossier{People: v.common.people}
	if err := (sessionReader{v.s}).Read(ctx, f.owner, &d.Case); err != nil {
		return false, err
	}
	var err error
	switch f.kind {
	case app.KindAlias:
		d.Aliases = make([]app.Alias, 1)
		err = json.Unmarshal([]byte(f.doc), &d.Aliases[0])
	case app.KindHeard:
		d.Heard = make([]app.Heard, 1)
		err = json.Unmarshal([]byte(f.doc), &d.Heard[0])
	case app.KindTalk:
		d.Talks = make([]app.Talk, 1)
		err = json.Unmarshal([]byte(f.doc), &d.Talks[0])
	case app.KindSurvey:
		d.Surveys = make([]app.Survey, 1)
		err = json.Unmarshal([]byte(f.doc), &d.Surveys[0])
	case app.KindEvaluation:
		d.Evaluations = make([]app.Evaluation, 1)
		err = json.Unmarshal([]byte(f.doc), &d.Evaluations[0])
	default:
		return true, nil // protected, and nothing here knows how far
	}
	if err != nil {
		return false, fmt.Errorf("decode %s %s: %w", f.kind, f.id, err)
	}
	return app.Veil(v.actor, d).Veiled.Has(string(f.id)), nil
}
