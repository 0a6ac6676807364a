package app

import (
	"maps"
	"slices"
)

// seers are the roles that may look at protected matter: what a person said in confidence and what was voted. Members
// see that of their own strands (domain 5.1); the leading group sees results, not talks; who counts sees a tally as
// long as it is open. Of opinions heard (R26) those are protected that were given on condition of confidence.
var seers = map[Kind][]Role{
	KindAlias:      join(office, workers, review, approve),
	KindTalk:       join(office, workers, review, approve),
	KindHeard:      join(office, workers, review, approve),
	KindSurvey:     readers,
	KindEvaluation: readers,
}

// Protected says whether nouns of a kind may hold protected matter, see [Guarded].
func Protected(kind Kind) bool { return seers[kind] != nil }

// Guarded says whether a noun holds protected matter: each one of a protected kind does, but of opinions heard only those
// marked confidential. Whoever opens one is noted, see Desk.NoteRead.
func Guarded(n Noun) bool {
	if h, is := n.(Heard); is {
		return h.Confidential
	}
	return Protected(n.NounKind())
}

// Sees says whether who looks may see protected matter of a kind on a strand; "" is what is common to all strands.
// What is not protected everybody sees who holds the workspace.
func (a Actor) Sees(kind Kind, strand Strand) bool {
	return a.seesAs(kind, strand, func(Role) bool { return true })
}

func (a Actor) seesAs(kind Kind, strand Strand, counts func(Role) bool) bool {
	if a.Alone || !Protected(kind) {
		return true
	}
	return slices.ContainsFunc(seers[kind], func(role Role) bool {
		return a.has(role) && counts(role) &&
			(!strandBound[role] || strand == "" || a.Person.Strands.Has(string(strand)))
	})
}

// seesTally is Sees for a tally that is open or closed: tally clerks do not open closed ones.
func (a Actor) seesTally(kind Kind, strand Strand, closed bool) bool {
	return a.seesAs(kind, strand, func(role Role) bool { return role != RoleTally || !closed })
}

// sees says whether who is at work may see something of a noun.
func (w *work) sees(n Noun) (bool, error) {
	if !Guarded(n) {
		return true, nil
	}
	strands, err := w.strandsOf(n)
	if err != nil {
		return false, err
	}
	closed := false
	switch n := n.(type) {
	case Survey:
		closed = n.Closed
	case Evaluation:
		closed = n.Closed
	}
	if len(strands) == 0 {
		strands = NewSet("")
	}
	return slices.ContainsFunc(strands.Sorted(), func(s string) bool { return w.actor.seesTally(n.NounKind(), Strand(s), closed) }), nil
}

// seesTalk says whether who looks may see a talk: it was held by people of one of his or her strands.
func (a Actor) seesTalk(t Talk, people map[ID]Person) bool {
	return a.seesAny(KindTalk, TalkStrands(t, people))
}

// seesAny says whether who looks may see protected matter of a kind that belongs to these strands; none: to all.
func (a Actor) seesAny(kind Kind, strands Set) bool {
	list := strands.Sorted()
	if len(list) == 0 {
		return a.Sees(kind, "")
	}
	return slices.ContainsFunc(list, func(s string) bool { return a.Sees(kind, Strand(s)) })
}

// Veil gives the dossier as who looks may see it. Withheld are the names behind codes, the words of talks and how they name
// the person talked to, what was heard in confidence and where it came from, and the counts of questionnaires and
// evaluations, each where Sees says so, and all of them from who is recused from the case. Veiled names the nouns of which
// something is withheld. Names that stand in other texts give way to codes, see HideUnseen. The dossier that is given stays
// as it is.
func Veil(a Actor, d Dossier) Dossier {
	if a.Alone {
		return d
	}
	d = HideUnseen(a, d)
	recused := d.Case.Recused.Has(string(a.Person.ID))
	d.Veiled = Set{}
	d.Aliases = slices.Clone(d.Aliases)
	for i, n := range d.Aliases {
		if !a.SeesName(d.Case, n) {
			d.Aliases[i] = Alias{ID: n.ID, Case: n.Case, Code: n.Code, Strands: n.Strands}
			d.Veiled[string(n.ID)] = true
		}
	}
	d.Talks = slices.Clone(d.Talks)
	for i, t := range d.Talks {
		if recused || !a.seesTalk(t, d.People) {
			d.Talks[i].Text, d.Talks[i].Label, d.Talks[i].QA, d.Talks[i].Persons = "", "", nil, nil
			d.Veiled[string(t.ID)] = true
		}
	}
	d.Heard = slices.Clone(d.Heard)
	for i, h := range d.Heard {
		if h.Confidential && (recused || !a.Sees(KindHeard, h.Strand)) {
			d.Heard[i] = Heard{ID: h.ID, Case: h.Case, Number: h.Number, On: h.On, Strand: h.Strand, Confidential: true}
			d.Veiled[string(h.ID)] = true
		}
	}
	d.Surveys = slices.Clone(d.Surveys)
	for i := range d.Surveys {
		sees := func(s Strand) bool { return !recused && a.seesTally(KindSurvey, s, d.Surveys[i].Closed) }
		if d.Surveys[i].veil(sees) {
			d.Veiled[string(d.Surveys[i].ID)] = true
		}
	}
	d.Evaluations = slices.Clone(d.Evaluations)
	for i := range d.Evaluations {
		sees := func(s Strand) bool { return !recused && a.seesTally(KindEvaluation, s, d.Evaluations[i].Closed) }
		if d.Evaluations[i].veil(sees) {
			d.Veiled[string(d.Evaluations[i].ID)] = true
		}
	}
	return d
}

// veil withholds what sees does not allow and says whether that was anything. Ticks of problems and open answers speak
// of all strands, so they are for who sees all.
func (n *Survey) veil(sees func(Strand) bool) bool {
	all := !slices.ContainsFunc(Strands, func(s Strand) bool { return !sees(s) })
	if all {
		return false
	}
	n.Questions = maps.Clone(n.Questions)
	for _, q := range SurveyQuestions {
		if !sees(q.Strand) {
			delete(n.Questions, q.Code)
		}
	}
	n.Problems, n.Remarks = nil, nil
	if !sees("") {
		n.Batch = Batch{}
	}
	return true
}

func (n *Evaluation) veil(sees func(Strand) bool) bool {
	withheld := !sees("")
	if withheld {
		n.Batch, n.Overall = Batch{}, Tally{}
	}
	n.Rows = maps.Clone(n.Rows)
	for _, s := range Strands {
		if !sees(s) {
			delete(n.Rows, s)
			withheld = true
		}
	}
	return withheld
}
