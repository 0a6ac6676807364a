package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store/exchange"
)

// TemplatesTaken says what came of taking a template package in.
type TemplatesTaken struct {
	New     int // checklists, laws and calendars that came to be
	Changed int // laws and calendars that became what came
	Skipped int
	Same    int // were here already
}

// TakeTemplates takes in what a person chose of a template package, by the IDs that ExamineTemplates gave: as one deed of
// the person at the seat, who may keep nouns of each kind that comes. What no choice is made for comes when it is new and
// stays out when it differs. A checklist that is here is never changed, since cases may be pinned to it, here or on another
// laptop: it comes as another version, or not at all. Refusals: those of ExamineTemplates and app.Permit,
// "template.version" (name: the checklist differs, and no version was given, or one that is there), "template.choice"
// (name), and those of the rules of each kind.
func (w *Workspace) TakeTemplates(ctx context.Context, paths []string, phrase string, choices map[app.ID]TemplateChoice) (TemplatesTaken, error) {
	if err := w.permit(ctx, w, app.VerbPackIn, "", nil); err != nil {
		return TemplatesTaken{}, err
	}
	coming, nouns, err := w.openTemplates(ctx, paths, phrase)
	if err != nil {
		return TemplatesTaken{}, err
	}
	if err := w.BeforeRisk(ctx, "load"); err != nil {
		return TemplatesTaken{}, err
	}
	var taken TemplatesTaken
	err = w.Do(ctx, func(r app.Reader) (app.Deed, error) {
		taken = TemplatesTaken{}
		// What stands here now is what is compared: somebody may have changed it since it was shown.
		now, err := compareTemplates(ctx, r, nouns)
		if err != nil {
			return app.Deed{}, err
		}
		t := templateTaking{ctx: ctx, w: w, r: r, taken: &taken, verbs: map[app.Verb]bool{}}
		for i, c := range now {
			if err := t.one(c, nouns[i], choices[c.ID]); err != nil {
				return app.Deed{}, err
			}
		}
		return t.deed(coming)
	})
	if err != nil {
		return TemplatesTaken{}, err
	}
	return taken, nil
}

// templateTaking is the deed in the making.
type templateTaking struct {
	ctx     context.Context
	w       *Workspace
	r       app.Reader
	taken   *TemplatesTaken
	changes []app.Change
	verbs   map[app.Verb]bool
}

func (t *templateTaking) one(c TemplateComing, n app.Noun, choice TemplateChoice) error {
	if choice.Do == "" {
		choice.Do = TemplateSkip
		if c.State == TemplateNew {
			choice.Do = TemplateTake
		}
	}
	refuse := func(code string) error { return app.Refuse(code, "name", c.Title, "version", c.Version) }
	template, list := n.(app.Template)
	switch {
	case !slices.Contains(TemplateDos, choice.Do):
		return refuse("template.choice")
	case choice.Do == TemplateSkip:
		if t.taken.Skipped++; c.State == TemplateSame {
			t.taken.Skipped--
			t.taken.Same++
		}
		return nil
	case choice.Do == TemplateAsVersion && !list:
		return refuse("template.choice")
	case choice.Do == TemplateAsVersion:
		return t.asVersion(template, choice, refuse)
	case c.State == TemplateSame:
		t.taken.Same++
		return nil
	case c.State == TemplateDiffers && list:
		return refuse("template.version")
	case c.State == TemplateDiffers:
		return t.amend(c, n)
	}
	return t.create(n)
}

// asVersion takes a checklist in under another version than it came with.
func (t *templateTaking) asVersion(n app.Template, choice TemplateChoice, refuse func(string) error) error {
	n.Version = strings.TrimSpace(choice.Version)
	if n.Version == "" {
		return refuse("template.version")
	}
	n.ID = app.TemplateID(n.Strand, n.Version)
	there, err := counterpart(t.ctx, t.r, n)
	if err != nil {
		return err
	}
	if there != nil {
		return refuse("template.version")
	}
	return t.create(n)
}

func (t *templateTaking) create(n app.Noun) error {
	if err := app.Check(t.ctx, t.r, n); err != nil {
		return err
	}
	c, err := app.Create(n)
	if err != nil {
		return err
	}
	t.taken.New++
	return t.put(n.NounKind(), c)
}

// amend makes a law or a calendar that is here what comes.
func (t *templateTaking) amend(c TemplateComing, n app.Noun) error {
	if err := app.Check(t.ctx, t.r, n); err != nil {
		return err
	}
	here, err := counterpart(t.ctx, t.r, n)
	if err != nil {
		return err
	}
	changes, err := app.Diff(here, n)
	if err != nil {
		return fmt.Errorf("compare %s: %w", c.ID, err)
	}
	t.taken.Changed++
	return t.put(n.NounKind(), changes...)
}

func (t *templateTaking) put(kind app.Kind, changes ...app.Change) error {
	verb := app.KeepVerb(kind)
	if !t.verbs[verb] {
		if err := t.w.permit(t.ctx, t.r, verb, "", nil); err != nil {
			return err
		}
		t.verbs[verb] = true
	}
	t.changes = append(t.changes, changes...)
	return nil
}

// deed gives the one deed of it, with a trace at the own seat of where it came from.
func (t *templateTaking) deed(coming TemplatesComing) (app.Deed, error) {
	if len(t.changes) == 0 {
		return app.Deed{}, nil
	}
	var d app.Deed
	for _, kind := range slices.Backward(templateKinds) { // the first kind that is there gives the deed its name
		if verb := app.KeepVerb(kind); t.verbs[verb] {
			d.Verb = verb
		}
	}
	from := map[string]string{"package": string(coming.Package), "kind": string(exchange.Templates), "fingerprint": coming.Fingerprint}
	d.Changes = append(t.changes, app.Remember(t.w.Seat(), from))
	return d, nil
}
