// Package past says in words what the log tells: which noun, which field, what value, each by the name people know it
// by and never by a code or an identifier.
package past

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"sync"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// Source is where names are looked up.
type Source interface {
	LastStates(ctx context.Context, ids []app.ID) (map[app.ID]store.LastState, error)
	Each(ctx context.Context, kind app.Kind, owner app.ID, f func(id app.ID, doc json.RawMessage) error) error
}

// Words knows the names of what events speak of. It learns them off the main goroutine and may be asked from any.
type Words struct {
	source Source

	mu     sync.Mutex
	nouns  map[app.ID]store.LastState
	asked  map[app.ID]bool
	laws   map[string]string // short name by code
	checks map[string]string // what an item checks, by its code
	listed bool              // laws and checks are read
}

// New makes words that know nothing yet.
func New(source Source) *Words {
	return &Words{source: source, nouns: map[app.ID]store.LastState{}, asked: map[app.ID]bool{}, laws: map[string]string{}, checks: map[string]string{}}
}

// Forget lets names be read again, after a deed.
func (w *Words) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.nouns, w.asked, w.listed = map[app.ID]store.LastState{}, map[app.ID]bool{}, false
}

var idForm = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// depth is how far names are looked up: an event, its noun, what the noun points at, what that points at (the unit of
// the case of a finding).
const depth = 3

// Learn reads the names of everything that texts, values and IDs speak of. It asks the workspace.
func (w *Words) Learn(ctx context.Context, speaks ...[]byte) error {
	if err := w.lists(ctx); err != nil {
		return err
	}
	for range depth {
		var ids []app.ID
		w.mu.Lock()
		for _, text := range speaks {
			for _, id := range idForm.FindAll(text, -1) {
				if id := app.ID(id); !w.asked[id] {
					w.asked[id] = true
					ids = append(ids, id)
				}
			}
		}
		w.mu.Unlock()
		if len(ids) == 0 {
			return nil
		}
		states, err := w.source.LastStates(ctx, ids)
		if err != nil {
			return err
		}
		speaks = speaks[:0:0]
		w.mu.Lock()
		for id, state := range states {
			w.nouns[id] = state
			if state.Kind != app.KindTemplate && state.Kind != app.KindSignoff && state.Kind != app.KindRound { // they name dozens that no name needs
				speaks = append(speaks, state.Doc)
			}
		}
		w.mu.Unlock()
	}
	return nil
}

// LearnEvents is Learn for events.
func (w *Words) LearnEvents(ctx context.Context, events []store.Event) error {
	var speaks [][]byte
	for _, e := range events {
		speaks = append(speaks, []byte(e.Entity), []byte(e.Case), []byte(e.Field), e.Before, e.After)
	}
	return w.Learn(ctx, speaks...)
}

// lists reads the laws and the checklists, which are spoken of by their codes.
func (w *Words) lists(ctx context.Context) error {
	w.mu.Lock()
	listed := w.listed
	w.mu.Unlock()
	if listed {
		return nil
	}
	laws, checks := map[string]string{}, map[string]string{}
	err := w.source.Each(ctx, app.KindLaw, "", func(_ app.ID, doc json.RawMessage) error {
		var l app.Law
		if err := json.Unmarshal(doc, &l); err != nil {
			return err
		}
		laws[l.Code] = l.Short
		if laws[l.Code] == "" {
			laws[l.Code] = l.Name
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = w.source.Each(ctx, app.KindTemplate, "", func(_ app.ID, doc json.RawMessage) error {
		var t app.Template
		if err := json.Unmarshal(doc, &t); err != nil {
			return err
		}
		for _, s := range t.Sections {
			for _, i := range s.Items {
				checks[i.Code] = i.Check
				if i18n.Language() == i18n.English && i.CheckEn != "" {
					checks[i.Code] = i.CheckEn
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.laws, w.checks, w.listed = laws, checks, true
	return nil
}

func (w *Words) state(id app.ID) (store.LastState, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.nouns[id]
	return s, ok
}

// Item gives an item by its code with what it checks: "XR-3-02 …".
func (w *Words) Item(code string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if check := w.checks[code]; check != "" {
		return code + " " + check
	}
	return code
}

func (w *Words) law(code string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if name := w.laws[code]; name != "" {
		return name
	}
	return code
}

// Deed gives the words of a deed.
func Deed(verb app.Verb) string {
	if text, ok := i18n.Lookup("verb." + string(verb)); ok {
		return text
	}
	return i18n.T("history.deed.other")
}

// Moment gives a moment as it stands in a list: the hour alone on the day itself, without the year within the year.
func Moment(at time.Time, today app.Date) string {
	at = at.Local()
	switch day := app.DateOf(at); {
	case day == today:
		return at.Format("15:04:05")
	case day.Year == today.Year:
		return at.Format("01-02 15:04")
	default:
		return day.String()
	}
}

// Full gives a moment to the minute.
func Full(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }

// CaseOf gives the number of the case an event belongs to, or "".
func (w *Words) CaseOf(id app.ID) string {
	s, ok := w.state(id)
	if !ok || s.Kind != app.KindCase {
		return ""
	}
	return text(s.Doc, "number")
}

// Verbs sorts deeds as app lists them: as the work goes.
func Verbs(verbs []app.Verb) []app.Verb {
	out := slices.Clone(verbs)
	place := map[app.Verb]int{}
	for i, v := range app.Verbs {
		place[v] = i + 1
	}
	slices.SortFunc(out, func(a, b app.Verb) int { return place[a] - place[b] })
	return out
}
