package store

import (
	"encoding/json"
	"fmt"

	"lianshen/app"
)

// vaultScope says which names of the vault go into a package: those that every receiver may see. A record of a name that
// stays out is one that the receivers lack: when they come to see it, the next package brings it.
type vaultScope struct {
	receivers []app.Actor
	heads     map[app.ID]app.Case
	none      bool // whoever has the phrase opens it: nobody knows who that is
}

// names finds out who of the receivers may see names. Where one may see a name that another may not, nobody gets it by
// this package, and the sender is told.
func (g *gatherer) names() error {
	aliases, err := app.List[app.Alias](g.ctx, sessionReader{g.s}, "")
	if err != nil {
		return err
	}
	gone := 0
	if err := g.s.row(g.ctx, "SELECT count(*) FROM entity WHERE kind = 'alias' AND deleted = 1", nil, &gone); err != nil {
		return err
	}
	if len(aliases)+gone == 0 {
		return nil
	}
	v := &vaultScope{heads: map[app.ID]app.Case{}, none: len(g.out.to) == 0}
	for _, seat := range g.out.to {
		a, err := app.ActorAt(g.ctx, sessionReader{g.s}, seat.ID)
		if err != nil {
			return fmt.Errorf("read who is at a seat that receives: %w", err)
		}
		a.Alone = false
		v.receivers = append(v.receivers, a)
	}
	cases, err := app.List[app.Case](g.ctx, sessionReader{g.s}, "")
	if err != nil {
		return err
	}
	for _, c := range cases {
		v.heads[c.ID] = c
	}
	g.vault = v
	for _, n := range aliases {
		sees := v.seers(n)
		g.out.narrowed = g.out.narrowed || sees > 0 && sees < len(v.receivers) && (g.cases == nil || g.cases[n.Case])
	}
	return nil
}

// seers counts the receivers who may see a name.
func (v *vaultScope) seers(n app.Alias) int {
	sees := 0
	for _, a := range v.receivers {
		if a.SeesName(v.heads[n.Case], n) {
			sees++
		}
	}
	return sees
}

// lets says whether a noun of this state goes along as far as names are concerned.
func (v *vaultScope) lets(kind app.Kind, cas app.ID, doc []byte) bool {
	if v == nil || kind != app.KindAlias {
		return true
	}
	var n app.Alias
	if v.none || json.Unmarshal(doc, &n) != nil {
		return false
	}
	n.Case = cas
	return v.seers(n) == len(v.receivers)
}
