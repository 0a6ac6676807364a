package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lianshen/app"
)

// namedIn refuses a package in whose texts a name stands that a receiver may not see ("names.found", when the sender
// confirms nothing is refused; "names.unseen" to a sender who may not see it either): the entry of the vault itself stays
// here, and there nobody could tell a name from other words.
func (w *Workspace) namedIn(ctx context.Context, s *session, g gathered, o Outgoing) error {
	v := g.vault
	if v == nil {
		return nil
	}
	whole, err := vaults(ctx, s, slices.Sorted(maps.Keys(v.heads)))
	if err != nil {
		return fmt.Errorf("read the names that receivers may not see: %w", err)
	}
	var kept []app.Dossier
	for _, d := range whole {
		if d = app.KeptFrom(d, v.receivers); d.HasNames() {
			kept = append(kept, d)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	a, err := w.onlooker(ctx, sessionReader{s})
	if err != nil {
		return err
	}
	var passages []app.Passage
	for _, id := range g.ids {
		body, err := book{s, nil}.read(ctx, id)
		if err != nil {
			return err
		}
		var text strings.Builder
		for _, c := range body.Changes {
			if c.Noun != app.KindAlias { // what goes of the vault the receivers may see
				texts(&text, c.Value)
			}
		}
		passages = append(passages, app.Passage{Where: v.heads[body.Case].Number, Text: text.String()})
	}
	return app.NewNameGuard(a, kept...).Confirmed(o.Names).Pass(passages...)
}

// texts writes every text of a JSON value, each on a line of its own.
func texts(to *strings.Builder, raw json.RawMessage) {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			to.WriteString(v + "\x00")
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for k, x := range v {
				to.WriteString(k + "\x00")
				walk(x)
			}
		}
	}
	walk(v)
}
