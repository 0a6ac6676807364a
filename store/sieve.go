package store

import (
	"context"
	"encoding/json"

	"lianshen/app"
	"lianshen/store/journal"
)

// sieve says which records belong to a scope. A record stays out only when every noun that it touches is outside: then
// of a noun either all records come or none, and what cases share always comes.
type sieve struct {
	s     *session
	in    func(cas app.ID, strands app.Set) bool
	vault *vaultScope // nil: every name
	seen  map[app.ID]bool
}

func newSieve(s *session, in func(cas app.ID, strands app.Set) bool) *sieve {
	return &sieve{s: s, in: in, seen: map[app.ID]bool{}}
}

// withVault lets only those names pass that may go along.
func (v *sieve) withVault(names *vaultScope) *sieve {
	v.vault = names
	return v
}

// wants says whether a record is within the scope.
func (v *sieve) wants(ctx context.Context, b journal.Body) bool {
	if len(b.Changes) == 0 {
		return true
	}
	for _, c := range b.Changes {
		if v.noun(ctx, c, b.Case) {
			return true
		}
	}
	return false
}

// noun says whether the noun of a change is within the scope.
func (v *sieve) noun(ctx context.Context, c journal.Change, cas app.ID) bool {
	if in, known := v.seen[c.Entity]; known {
		return in
	}
	var kind, owner string
	var doc []byte
	err := v.s.row(ctx, "SELECT kind, owner, doc FROM entity WHERE id = ?", []any{string(c.Entity)}, &kind, &owner, &doc)
	if err != nil || len(doc) == 0 { // not here: what the record says of it
		kind, owner = string(c.Noun), string(cas)
		if c.Kind == app.New {
			owner, doc = string(ownerOf(c.Noun, c.Value)), c.Value
		} else if shared(c.Noun) {
			return true
		} else {
			return (v.vault == nil || c.Noun != app.KindAlias) && v.in(caseOf(c.Noun, c.Entity, cas), nil)
		}
	}
	of := caseOf(app.Kind(kind), c.Entity, app.ID(owner))
	in := v.in(of, strandsIn(app.Kind(kind), doc)) && v.vault.lets(app.Kind(kind), of, doc)
	v.seen[c.Entity] = in
	return in
}

// shared says whether nouns of a kind belong to no case.
func shared(kind app.Kind) bool {
	switch kind {
	case app.KindTemplate, app.KindLaw, app.KindCalendar, app.KindRound, app.KindPerson, app.KindUnit, app.KindZone, app.KindGroup, app.KindMeeting, app.KindSeat:
		return true
	}
	return false
}

// strandsIn gives the strands a state belongs to, none for what is common to all.
func strandsIn(kind app.Kind, doc []byte) app.Set {
	n, err := nounOf(kind, doc)
	if err != nil {
		return nil // it goes along: better too much than a hole in what people need
	}
	return app.StrandsOf(n)
}

// namesFile says whether nouns of a kind name attached files.
func namesFile(kind app.Kind) bool {
	return kind == app.KindEvidence || kind == app.KindRoster || kind == app.KindReport
}

// fileOf gives the attached file that a noun names, "" for none.
func fileOf(doc []byte) string {
	var e struct{ FileHash string }
	if json.Unmarshal(doc, &e) != nil || !hashForm.MatchString(e.FileHash) {
		return ""
	}
	return e.FileHash
}
