package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// ListUpgrade says what pinning a strand of a case to another version of its checklist would do.
type ListUpgrade struct {
	Strand   Strand
	From, To Template
	Changes  []ListChange
	Added    []string // items to be answered anew
	Reworded []string // items with an answer, of which "check" says something else now: to be looked at again
	Removed  []string // items with an answer that the new version lacks: their answers stay, as of the former version
	Kept     int      // answers that nothing touches
}

// PlanUpgrade says what an upgrade of a case would do to it. to is a version of the checklist of the strand.
func PlanUpgrade(d Dossier, to Template) ListUpgrade {
	u := ListUpgrade{Strand: to.Strand, From: d.Templates[to.Strand], To: to}
	u.Changes = CompareTemplates(u.From, to)
	answered := func(item string) bool { return d.Answers[item].Said() }
	touched := map[string]bool{}
	for _, c := range u.Changes {
		switch {
		case c.Item == "":
		case c.Kind == ListAdded:
			u.Added = append(u.Added, c.Item)
		case !answered(c.Item):
		case c.Kind == ListRemoved:
			u.Removed, touched[c.Item] = append(u.Removed, c.Item), true
		case c.Kind == ListChanged && c.Field == "check":
			u.Reworded, touched[c.Item] = append(u.Reworded, c.Item), true
		}
	}
	for item := range d.Answers {
		if StrandOfItem(item) == to.Strand && answered(item) && !touched[item] {
			if _, _, now := to.Find(item); now {
				u.Kept++
			}
		}
	}
	return u
}

// UpgradeChecklist pins a strand of a case to another version of its checklist as one deed. Answers, findings, papers and
// all else stay as they are; those to items that the version lacks are read by the former one (see FormerAnswers) and
// count no more. It gives what it did.
//
// Refused: a closed case ("case.closed"), a strand whose report is issued ("checklist.issued"), a version that the case
// has already ("checklist.same"), a draft or one that was retired ("checklist.unoffered"), one of another strand
// ("checklist.strand"), and a checklist there is not (ErrNotFound).
func (d Desk) UpgradeChecklist(ctx context.Context, caseID ID, strand Strand, to ID) (ListUpgrade, error) {
	var plan ListUpgrade
	err := d.do(ctx, VerbUpgradeList, caseID, func(w *work) error {
		t, err := Get[Template](ctx, w.r, to)
		if err != nil {
			return err
		}
		dossier, err := LoadDossier(ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("read the case of an upgrade: %w", err)
		}
		c := dossier.Case
		st := c.Strands[strand]
		switch {
		case c.Stage == Closed:
			return Refuse("case.closed", "number", c.Number)
		case t.Strand != strand:
			return Refuse("checklist.strand", "version", t.Version)
		case !st.IssuedOn.IsZero():
			return Refuse("checklist.issued", "date", st.IssuedOn)
		case dossier.Templates[strand].ID == t.ID:
			return Refuse("checklist.same", "version", t.Version)
		case !t.Offered():
			return Refuse("checklist.unoffered", "version", t.Version)
		}
		plan = PlanUpgrade(dossier, t)
		strands := map[Strand]CaseStrand{}
		for s, is := range c.Strands {
			strands[s] = is
		}
		if st.Template != "" {
			st.Formers = append(slices.Clone(st.Formers), st.Template)
		}
		st.Template = t.Version
		strands[strand] = st
		after := c
		after.Strands = strands
		changes, err := Diff(c, after)
		if err != nil {
			return err
		}
		w.change(c, after, changes...)
		w.note(c, map[string]string{"format": "checklist", "strand": string(strand), "from": plan.From.Version, "to": t.Version,
			"added": strconv.Itoa(len(plan.Added)), "removed": strconv.Itoa(len(plan.Removed)), "reworded": strconv.Itoa(len(plan.Reworded))})
		return nil
	})
	if err != nil {
		return ListUpgrade{}, err
	}
	return plan, nil
}

// FormerAnswer is an answer to an item that the checklist of the case has no more.
type FormerAnswer struct {
	Answer  Answer
	Item    Item
	Section Section
	Version string // of the checklist it was answered by
}

// FormerAnswers gives the answers of a case to items that its checklists have no more, by item, each with the item as the
// last version it was pinned to has it. templates are the checklists of the workspace.
func FormerAnswers(d Dossier, templates []Template) []FormerAnswer {
	var out []FormerAnswer
	for _, strand := range Strands {
		st := d.Case.Strands[strand]
		for _, item := range slices.Sorted(maps.Keys(d.Answers)) {
			if StrandOfItem(item) != strand {
				continue
			}
			if _, _, now := d.Templates[strand].Find(item); now || !d.Answers[item].Said() {
				continue
			}
			f := FormerAnswer{Answer: d.Answers[item], Item: Item{Code: item}}
			for _, version := range slices.Backward(st.Formers) {
				i := slices.IndexFunc(templates, func(t Template) bool {
					return t.Strand == strand && (t.Version == version || string(t.ID) == version)
				})
				if i < 0 {
					continue
				}
				if it, sec, ok := templates[i].Find(item); ok {
					f.Item, f.Section, f.Version = it, sec, templates[i].Version
					break
				}
			}
			out = append(out, f)
		}
	}
	return out
}
