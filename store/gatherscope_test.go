package store

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
)

// TestEveryWayToFindWhatAReceiverLacksFindsTheSame compares the two ways with reading every record, for scopes and
// receivers of many kinds.
func TestEveryWayToFindWhatAReceiverLacksFindsTheSame(t *testing.T) {
	office, _, cases := tenCases(t)
	appendSpread(t, office, 200, cases, "甲")
	var changes []app.Change // one record about two cases, and one about a round's own matters and a case
	for _, c := range cases[4:6] {
		changes = append(changes, app.Change{Entity: app.DeriveID(app.KindFinding, c, "7"), Noun: app.KindFinding, Kind: app.Put, Field: "fact", Value: []byte(`"两案"`)})
	}
	about := append(changes[:1:1], app.Remember(office.Seat(), map[string]string{"what": "试"}))
	if err := office.transact(ctx, func(p *projector) error {
		for _, list := range [][]app.Change{changes, about} {
			if _, err := office.append(p, draft{who: "甲", verb: app.VerbSaveFinding, cas: cases[4], changes: list}); err != nil {
				return err
			}
		}
		// Of some nouns nothing is known but what the records say.
		return p.s.exec("UPDATE entity SET doc = '', owner = '' WHERE id IN (?, ?)", string(app.DeriveID(app.KindFinding, cases[3], "2")), string(app.DeriveID(app.KindFinding, cases[8], "2")))
	}); err != nil {
		t.Fatal(err)
	}
	names := func(all []candidate) string {
		slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(a.id, b.id) })
		return fmt.Sprint(all)
	}
	for _, of := range [][]app.ID{{cases[3]}, {cases[5]}, cases[:8], {}} {
		for _, strands := range [][]app.Strand{nil, {app.Strands[0]}, {app.Strands[1], app.Strands[2]}} {
			for _, since := range []int64{0, 30, 150} {
				g := &gatherer{ctx: ctx, w: office, s: office.writer, cases: map[app.ID]bool{}}
				for _, id := range of {
					g.cases[id] = true
				}
				for _, strand := range strands {
					if g.strands == nil {
						g.strands = map[app.Strand]bool{}
					}
					g.strands[strand] = true
				}
				var err error
				if g.out.has, err = have(ctx, office.writer, false); err != nil {
					t.Fatal(err)
				}
				seat := office.Seat().Key
				h := g.out.has[seat]
				g.out.since = exchange.Vector{seat: {Top: since, Lacks: exchange.Join([]exchange.Range{{First: 10, Last: 20}}, since)}}
				v := newScopeView(g)
				want, err := g.lacking(v.body)
				if err != nil || len(want) == 0 || len(want) >= int(h.Top) {
					t.Fatalf("%d of %d records: %v", len(want), h.Top, err)
				}
				a, errA := v.byRecord()
				b, errB := v.byNoun()
				if errA != nil || errB != nil || names(a) != names(want) || names(b) != names(want) {
					t.Errorf("cases %v, strands %v, since %d: %v %v\nby record %s\nby noun   %s\nwant      %s", of, strands, since, errA, errB, names(a), names(b), names(want))
				}
			}
		}
	}
}
