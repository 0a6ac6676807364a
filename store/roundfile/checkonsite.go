package roundfile

import (
	"slices"

	"lianshen/app"
)

// scanned are the kinds whose signed copy a piece of evidence can be (app.Evidence.Of).
var scanned = []app.Kind{app.KindSheet, app.KindTalk, app.KindVisit, app.KindStocktake, app.KindPaper, app.KindMaterial}

// onSite judges the names, the looks on site, what was counted, what was heard and the evidence sheets of a case. Codes
// and numbers may stand twice: two laptops gave them apart, and a round that was merged must still be read.
func (w *caseChecker) onSite() {
	sheets := map[string]bool{}
	for i, n := range w.k.Visits {
		p := w.in("visits", i)
		w.note(w.referSet(p+".visitors", n.Visitors, app.KindPerson, ""))
		w.note(w.grounds(p, n.Items, n.Findings, n.Evidence))
	}
	for i, n := range w.k.Stocktakes {
		p := w.in("stocktakes", i)
		w.note(w.referSet(p+".counters", n.Counters, app.KindPerson, ""))
		w.note(w.grounds(p, n.Items, n.Findings, n.Evidence))
	}
	for i, n := range w.k.Heard {
		p := w.in("heard", i)
		w.note(w.mine(p+".from", n.From, app.KindAlias), w.mine(p+".talk", n.Talk, app.KindTalk),
			w.mineSet(p+".findings", n.Findings, app.KindFinding))
	}
	for i, n := range w.k.Sheets {
		p := w.in("sheets", i)
		w.note(once(sheets, p+".index", n.Index))
		w.note(w.grounds(p, n.Items, n.Findings, n.Evidence))
	}
}

// grounds judges what a record on site is about.
func (w *caseChecker) grounds(path string, items, findings, evidence app.Set) error {
	return firstOf([]error{w.itemSet(path+".items", items), w.mineSet(path+".findings", findings, app.KindFinding),
		w.mineSet(path+".evidence", evidence, app.KindEvidence)})
}

// anyOf refuses a reference to something that is of none of these kinds or belongs to another case.
func (w *caseChecker) anyOf(path string, id app.ID, kinds []app.Kind) error {
	if id == "" || slices.Contains(kinds, w.known[id].kind) && w.known[id].owner == w.k.Case.ID {
		return nil
	}
	return refuse("roundfile.reference", path, "value", short(string(id)), "kind", string(kinds[0]))
}
