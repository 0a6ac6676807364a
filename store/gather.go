package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"lianshen/app"
	"lianshen/store/exchange"
)

// gathered is what goes into a package: as it stands in the session that is read from.
type gathered struct {
	to       []app.Seat
	since    exchange.Vector
	has      exchange.Vector
	withheld map[string]exchange.Ranges
	scope    exchange.Scope
	ids      []int64 // records, in the order of arrival
	changes  int     // field changes of them
	cases    int     // cases they are about
	blobs    []exchange.Blob
	absent   int         // attached files that should go along and are not here
	narrowed bool        // a receiver may have more than the others and does not get it
	vault    *vaultScope // the names that may go along; nil = the workspace has none
}

// gatherer works out what the receivers of a package lack and may have.
type gatherer struct {
	ctx   context.Context
	w     *Workspace
	s     *session
	o     Outgoing
	k     knowledge
	out   gathered
	cases map[app.ID]bool // allowed ones; nil = all
	// strands are the allowed ones; nil = all. There may be none: then only what all strands share goes.
	strands map[app.Strand]bool
	vault   *vaultScope // see gathered
	sent    map[string][]exchange.Range
}

func (w *Workspace) gather(ctx context.Context, s *session, o Outgoing) (gathered, error) {
	k, err := knowledgeNow(ctx, s)
	if err != nil {
		return gathered{}, err
	}
	return w.gatherBy(ctx, s, o, k)
}

// gatherBy is gather where it is known already what is here and what others have.
func (w *Workspace) gatherBy(ctx context.Context, s *session, o Outgoing, k knowledge) (gathered, error) {
	if o.Kind == exchange.Templates { // no record must go along
		return gathered{}, errors.New("a template package is written by WriteTemplates")
	}
	g := &gatherer{ctx: ctx, w: w, s: s, o: o, k: k, sent: map[string][]exchange.Range{}}
	for _, step := range []func() error{g.receivers, g.reach, g.names, g.vectors} {
		if err := step(); err != nil {
			return gathered{}, err
		}
	}
	g.out.vault = g.vault
	if o.Kind == exchange.ReceiptOnly {
		return g.out, nil
	}
	for _, step := range []func() error{g.records, g.hold, g.files} {
		if err := step(); err != nil {
			return gathered{}, err
		}
	}
	return g.out, nil
}

// receivers reads the seats that the package is for.
func (g *gatherer) receivers() error {
	if len(g.o.To) == 0 && g.o.Phrase == "" {
		return app.Refuse("exchange.nobody")
	}
	for _, id := range g.o.To {
		seat, err := app.Get[app.Seat](g.ctx, sessionReader{g.s}, id)
		if err != nil {
			return fmt.Errorf("read a receiver: %w", err)
		}
		if !seat.AtWork() {
			return app.Refuse("exchange.seat.out", "who", g.w.personAt(g.ctx, g.s, seat), "date", seat.Out)
		}
		g.out.to = append(g.out.to, seat)
	}
	return nil
}

// personAt gives the name of who sits at a seat.
func (w *Workspace) personAt(ctx context.Context, s *session, seat app.Seat) string {
	p, err := app.Get[app.Person](ctx, sessionReader{s}, seat.Person)
	if err != nil || p.Name == "" {
		return seat.Key[:8]
	}
	return p.Name
}

// reach works out the scope: what every receiver may have, narrowed by what the sender chose. Where one of them may have
// more than another, nobody gets that by this package, and the sender is told.
func (g *gatherer) reach() error {
	chosen := map[app.ID]bool{}
	for _, id := range g.o.Scope.Cases {
		chosen[id] = true
	}
	may := map[app.ID]int{}   // how many receivers may have a case
	works := map[string]int{} // and a strand
	every := true
	for _, seat := range g.out.to {
		cases, all, own, err := app.SeatScope(g.ctx, sessionReader{g.s}, seat)
		if err != nil {
			return err
		}
		every = every && all
		for _, id := range cases {
			may[id]++
		}
		for _, s := range app.Strands {
			if len(own) == 0 || own.Has(string(s)) {
				works[string(s)]++
			}
		}
	}
	if !every || len(chosen) > 0 {
		g.cases = map[app.ID]bool{}
	}
	for id, n := range may {
		switch {
		case len(chosen) > 0 && !chosen[id]:
		case n < len(g.out.to):
			g.out.narrowed = true
		case g.cases != nil:
			g.cases[id] = true
		}
	}
	if len(g.out.to) == 0 { // by phrase: no seat's scope narrows it
		for id := range chosen {
			g.cases[id] = true
		}
	}
	strands := map[app.Strand]bool{}
	for _, s := range app.Strands {
		switch n := works[string(s)]; {
		case len(g.o.Scope.Strands) > 0 && !slices.Contains(g.o.Scope.Strands, s):
		case n == len(g.out.to):
			strands[s] = true
			g.out.scope.Strands = append(g.out.scope.Strands, s)
		case n > 0:
			g.out.narrowed = true
		}
	}
	if len(strands) < len(app.Strands) {
		g.strands = strands
	} else {
		g.out.scope.Strands = nil
	}
	for id := range g.cases {
		g.out.scope.Cases = append(g.out.scope.Cases, id)
	}
	slices.Sort(g.out.scope.Cases)
	return nil
}

// narrow says whether anything is left out for its case or strand.
func (g *gatherer) narrow() bool { return g.cases != nil || g.strands != nil || g.vault != nil }

// in says whether what belongs to a case and to strands is within the scope.
func (g *gatherer) in(cas app.ID, strands app.Set) bool {
	if cas == "" {
		return true
	}
	if g.cases != nil && !g.cases[cas] {
		return false
	}
	own := strands.Sorted()
	return g.strands == nil || len(own) == 0 || slices.ContainsFunc(own, func(s string) bool { return g.strands[app.Strand(s)] })
}

// vectors reads what is here, and what every receiver is known to have by a receipt of its laptop.
func (g *gatherer) vectors() error {
	g.out.has = g.k.here
	g.out.since = exchange.Vector{}
	if g.o.Full || len(g.out.to) == 0 || g.o.Kind == exchange.RoundPack || g.o.Kind == exchange.ReadingPack {
		return nil
	}
	var all []exchange.Vector
	for _, seat := range g.out.to {
		all = append(all, g.k.receipts.of(seat.Key, g.w.now()).Has)
	}
	g.out.since = exchange.Meet(all...)
	return nil
}

// records finds the records that go along.
func (g *gatherer) records() error {
	rows, err := g.candidates()
	if err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b candidate) int { return cmp.Compare(a.id, b.id) })
	about := map[string]bool{}
	for _, x := range rows {
		g.out.ids = append(g.out.ids, x.id)
		g.out.changes += x.effects
		if x.effects > 0 && x.cas != "" {
			about[x.cas] = true
		}
		runs := g.sent[x.seat]
		if n := len(runs); n > 0 && runs[n-1].Last+1 == x.seq {
			runs[n-1].Last = x.seq
		} else {
			g.sent[x.seat] = append(runs, exchange.Range{First: x.seq, Last: x.seq})
		}
	}
	g.out.cases = len(about)
	return nil
}

// hold works out which records, up to the highest, the receivers neither have nor get.
func (g *gatherer) hold() error {
	g.out.withheld = map[string]exchange.Ranges{}
	for seat, h := range g.out.has {
		if h.Top == 0 {
			continue
		}
		all := exchange.Ranges{{First: 1, Last: h.Top}}
		left := all.Without(g.out.since[seat].Runs()).Without(exchange.Join(slices.Clone(g.sent[seat]), h.Top))
		if len(left) > 0 {
			g.out.withheld[seat] = left
		}
	}
	return nil
}

// files finds the attached files that go along: those that the records bring, and those that a receiver waits for.
func (g *gatherer) files() error {
	wanted := map[string]bool{}
	goes := map[int64]bool{}
	for _, id := range g.out.ids {
		goes[id] = true
	}
	awaited := map[string]bool{}
	for _, seat := range g.out.to {
		for _, hash := range g.k.receipts.of(seat.Key, g.w.now()).Awaits {
			awaited[hash] = true
		}
	}
	first := int64(1)
	if len(g.out.ids) > 0 {
		first = g.out.ids[0]
	} else if len(awaited) == 0 {
		return nil
	}
	err := g.s.rows(g.ctx, `SELECT e.id, e.kind, e.owner, e.doc, c.record FROM entity e CROSS JOIN change c ON c.entity = e.n AND c.field IN ('', 'fileHash')
		WHERE e.kind IN ('evidence', 'roster', 'report') AND e.deleted = 0 AND (c.record >= ? OR ?)`, []any{first, len(awaited) > 0}, func(scan func(...any) error) error {
		var id, kind, owner string
		var doc []byte
		var record int64
		if err := scan(&id, &kind, &owner, &doc, &record); err != nil {
			return err
		}
		var e struct{ FileHash string }
		if err := json.Unmarshal(doc, &e); err != nil || e.FileHash == "" {
			return nil // a damaged state is found by the integrity check
		}
		if goes[record] || awaited[e.FileHash] && g.in(app.ID(owner), strandsIn(app.Kind(kind), doc)) {
			wanted[e.FileHash] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	for hash := range wanted {
		size, ok := g.w.sendable(hash)
		if !ok {
			g.out.absent++
			continue
		}
		g.out.blobs = append(g.out.blobs, exchange.Blob{Hash: hash, Size: size})
	}
	slices.SortFunc(g.out.blobs, func(a, b exchange.Blob) int { return cmp.Compare(a.Hash, b.Hash) })
	return nil
}
