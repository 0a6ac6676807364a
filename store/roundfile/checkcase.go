package roundfile

import (
	"fmt"
	"slices"
	"sort"

	"lianshen/app"
)

// ofCase judges what belongs to one case.
func (c *checker) ofCase(path string, k *Case) error {
	id := k.Case.ID
	err := k.walk(path, func(p string, n app.Noun) error {
		if n.NounKind() == app.KindCase {
			return nil
		}
		return c.same(p+".case", n.NounOwner(), id)
	})
	if err != nil {
		return err
	}
	w := &caseChecker{checker: c, k: k, path: path, items: map[string]bool{}}
	for _, s := range app.Strands {
		st := k.Case.Strands[s]
		for _, version := range append(slices.Clone(st.Formers), st.Template) { // answers by a former version stay
			for item := range c.items[string(s)+" "+version] {
				w.items[item] = true
			}
		}
	}
	w.work()
	w.onSite()
	w.findings()
	w.opinions()
	w.rectification()
	return w.err
}

type caseChecker struct {
	*checker
	k     *Case
	path  string
	items map[string]bool // codes of the pinned checklists
	err   error           // the first refusal
}

func (w *caseChecker) note(errs ...error) {
	if w.err == nil {
		w.err = firstOf(errs)
	}
}

// in gives the path of an element of a list of the case.
func (w *caseChecker) in(list string, i int) string { return fmt.Sprintf("%s.%s[%d]", w.path, list, i) }

// item refuses an item code that the pinned checklists do not have; "" is none.
func (w *caseChecker) item(path, code string) error {
	if code == "" || w.items[code] {
		return nil
	}
	return refuse("roundfile.item", path, "value", short(code))
}

func (w *caseChecker) itemSet(path string, s app.Set) error {
	for _, code := range s.Sorted() {
		if err := w.item(path+member([]string{path}, code), code); err != nil {
			return err
		}
	}
	return nil
}

// mine refuses a reference to something that is not of this kind or belongs to another case.
func (w *caseChecker) mine(path string, id app.ID, kind app.Kind) error {
	return w.owned(path, id, kind, w.k.Case.ID)
}

func (w *caseChecker) mineSet(path string, s app.Set, kind app.Kind) error {
	return w.referSet(path, s, kind, w.k.Case.ID)
}

// once refuses a number that was met before.
func once[K comparable](seen map[K]bool, path string, key K) error {
	if seen[key] {
		return refuse("roundfile.twice", path, "value", fmt.Sprint(key), "first", "")
	}
	seen[key] = true
	return nil
}

func (w *caseChecker) work() {
	for i, a := range w.k.Answers {
		w.note(w.item(w.in("answers", i)+".item", a.Item), w.refer(w.in("answers", i)+".person", a.Person, app.KindPerson))
	}
	for i, t := range w.k.Talks {
		p := w.in("talks", i)
		w.note(w.referSet(p+".talkers", t.Talkers, app.KindPerson, ""), w.mineSet(p+".persons", t.Persons, app.KindAlias),
			w.itemSet(p+".items", t.Items), w.mineSet(p+".findings", t.Findings, app.KindFinding))
	}
	for i, m := range w.k.Materials {
		w.note(w.itemSet(w.in("materials", i)+".items", m.Items))
	}
	numbers, indexes := map[int]bool{}, map[string]bool{}
	for i, e := range w.k.Evidence {
		p := w.in("evidence", i)
		w.note(once(numbers, p+".number", e.Number), w.itemSet(p+".items", e.Items), w.mineSet(p+".findings", e.Findings, app.KindFinding),
			w.mine(p+".replaces", e.Replaces, app.KindEvidence), w.anyOf(p+".of", e.Of, scanned))
	}
	for i, d := range w.k.Papers {
		p := w.in("papers", i)
		w.note(once(indexes, p+".index", d.Index), w.item(p+".item", d.Item), w.mineSet(p+".findings", d.Findings, app.KindFinding),
			w.mineSet(p+".sheets", d.Sheets, app.KindSheet), w.mineSet(p+".evidence", d.Evidence, app.KindEvidence))
		if d.Item != "" && app.StrandOfItem(d.Item) != d.Strand {
			w.note(refuse("roundfile.strand", p+".strand", "strand", d.Strand, "item", d.Item))
		}
	}
}

func (w *caseChecker) findings() {
	numbers := map[int]bool{}
	for i, f := range w.k.Findings {
		p := w.in("findings", i)
		w.note(once(numbers, p+".number", f.Number), w.item(p+".item", f.Item), w.itemSet(p+".items", f.Items))
		if f.Item != "" && app.StrandOfItem(f.Item) != f.Strand {
			w.note(refuse("roundfile.strand", p+".strand", "strand", f.Strand, "item", f.Item))
		}
		for j, b := range f.Bases {
			if !w.laws[b.Law] {
				w.note(refuse("roundfile.law", fmt.Sprintf("%s.bases[%d].law", p, j), "value", short(b.Law)))
			}
		}
		who := make([]string, 0, len(f.Responsible))
		for id := range f.Responsible {
			who = append(who, string(id))
		}
		sort.Strings(who)
		for _, id := range who {
			w.note(w.mine(p+".responsible"+member([]string{p}, id), app.ID(id), app.KindPrincipal))
		}
	}
	for i, e := range w.k.Evaluations {
		w.note(w.mine(w.in("evaluations", i)+".principal", e.Principal, app.KindPrincipal))
	}
}

func (w *caseChecker) opinions() {
	for i, n := range w.k.Consultations {
		w.note(w.mine(w.in("consultations", i)+".principal", n.Principal, app.KindPrincipal))
	}
	for i, n := range w.k.Opinions {
		p := w.in("opinions", i)
		w.note(w.mine(p+".finding", n.Finding, app.KindFinding), w.mine(p+".principal", n.Principal, app.KindPrincipal))
	}
	for i, n := range w.k.Deliveries {
		w.note(w.mine(w.in("deliveries", i)+".principal", n.Principal, app.KindPrincipal))
	}
}

func (w *caseChecker) rectification() {
	for i, n := range w.k.Measures {
		w.note(w.mine(w.in("measures", i)+".finding", n.Finding, app.KindFinding))
	}
	for i, n := range w.k.Progress {
		w.note(w.mine(w.in("progress", i)+".measure", n.Measure, app.KindMeasure))
	}
	for i, n := range w.k.Supervisions {
		w.note(w.mineSet(w.in("supervisions", i)+".findings", n.Findings, app.KindFinding))
	}
	for i, n := range w.k.Uses {
		w.note(w.mine(w.in("uses", i)+".principal", n.Principal, app.KindPrincipal))
	}
}
