package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SelfConclusions lists what a unit can say of an item in its own check (R10): it checks all of them, so NotChecked is
// none of its answers.
var SelfConclusions = []Conclusion{NoProblem, Problem, NotApplicable}

// SelfAnswer is what the unit said of one item in its own check (R10): 自查结论, 说明, 自行整改情况.
type SelfAnswer struct {
	Item       string     `json:"item"`
	Conclusion Conclusion `json:"conclusion"` // one of SelfConclusions
	Note       string     `json:"note,omitempty"`
	Problem    string     `json:"problem,omitempty"`  // what the unit found
	Measures   string     `json:"measures,omitempty"` // what it did or will do about it
	Person     string     `json:"person,omitempty"`   // who answers for that in the unit
	On         Date       `json:"on,omitzero"`        // when that was or will be done
}

// Self gives what the unit said of the item of an answer; false when it said nothing.
func (n Answer) Self() (SelfAnswer, bool) {
	s := SelfAnswer{n.Item, n.SelfCheck, n.SelfNote, n.SelfProblem, n.SelfMeasures, n.SelfPerson, n.SelfOn}
	return s, s != SelfAnswer{Item: n.Item}
}

// withSelf gives the answer with what the unit said laid beside what the group said.
func (n Answer) withSelf(s SelfAnswer) Answer {
	n.SelfCheck, n.SelfNote, n.SelfProblem, n.SelfMeasures, n.SelfPerson, n.SelfOn = s.Conclusion, s.Note, s.Problem, s.Measures, s.Person, s.On
	return n
}

// OnExisting says what becomes of items of which the unit said something else before.
type OnExisting string

// The choices.
const (
	SkipExisting   OnExisting = "skip"   // what was said before stays
	UpdateExisting OnExisting = "update" // what is said now replaces it; the former stays in the history
	StopExisting   OnExisting = "stop"   // nothing at all is taken in when there is one such item
)

// OnExistings lists them.
var OnExistings = []OnExisting{SkipExisting, UpdateExisting, StopExisting}

// SelfCheckFile is the file that a self-check was taken in from.
type SelfCheckFile struct {
	Name   string // without its folder
	SHA256 string // of its bytes, hex
	Read   int    // rows in it
	Wrong  int    // of them: not to be taken as they are
	Empty  int    // of them: nothing filled in
}

// SelfCheckPlan is what taking in would do, item by item, each in the order of the answers given. New, Same, Updated and
// Skipped together are all answers.
type SelfCheckPlan struct {
	New     []string // items of which the unit had said nothing
	Same    []string // it said the same before
	Updated []string // it said something else before, which is replaced
	Skipped []string // it said something else before, which stays
}

// Differing gives how many items the unit said something else of before.
func (p SelfCheckPlan) Differing() int { return len(p.Updated) + len(p.Skipped) }

// PlanSelfCheck says what taking in the answers would do to the answers of a case, by item code. With StopExisting the
// differing items count as skipped.
func PlanSelfCheck(have map[string]Answer, answers []SelfAnswer, how OnExisting) SelfCheckPlan {
	var p SelfCheckPlan
	for _, a := range answers {
		before, said := have[a.Item].Self()
		switch {
		case !said:
			p.New = append(p.New, a.Item)
		case before == a:
			p.Same = append(p.Same, a.Item)
		case how == UpdateExisting:
			p.Updated = append(p.Updated, a.Item)
		default:
			p.Skipped = append(p.Skipped, a.Item)
		}
	}
	return p
}

// check refuses an answer that the unit cannot have given.
func (s SelfAnswer) check() error {
	switch {
	case !slices.Contains(SelfConclusions, s.Conclusion):
		return Refuse("selfanswer.conclusion", "item", s.Item)
	case s.Conclusion == NotApplicable && blank(s.Note):
		return Refuse("selfanswer.reason", "item", s.Item)
	}
	return nil
}

// TakeSelfCheck keeps what a unit said of itself in a file, as one deed, beside what the group says of the same items,
// which stays as it is (R10). The file is registered in the case. It gives what became of each answer; when there is
// nothing new in them and the file is registered already, nothing is done.
//
// Refused: a closed case ("case.closed"), an item that the pinned checklists do not have ("item.unknown") or that comes
// twice ("selfanswer.twice"), no conclusion or one that a unit cannot give ("selfanswer.conclusion"), "not applicable"
// without a reason ("selfanswer.reason"), and with StopExisting an item of which it said something else before
// ("selfanswer.existing").
func (d Desk) TakeSelfCheck(ctx context.Context, caseID ID, answers []SelfAnswer, how OnExisting, from SelfCheckFile) (SelfCheckPlan, error) {
	var plan SelfCheckPlan
	if !slices.Contains(OnExistings, how) {
		return plan, fmt.Errorf("take in a self-check: no way %q of treating what is there", how)
	}
	err := d.do(ctx, VerbTakeSelfCheck, caseID, func(w *work) error {
		c, err := Get[Case](ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("read the case of a self-check: %w", err)
		}
		if c.Stage == Closed {
			return Refuse("case.closed", "number", c.Number)
		}
		have, err := w.answers(caseID)
		if err != nil {
			return err
		}
		answers = slices.Clone(answers)
		seen := map[string]bool{}
		for i := range answers {
			answers[i] = answers[i].tidied()
			if item := answers[i].Item; seen[item] {
				return Refuse("selfanswer.twice", "item", item)
			}
			seen[answers[i].Item] = true
			if err := answers[i].check(); err != nil {
				return err
			}
		}
		plan = PlanSelfCheck(have, answers, how)
		if n := plan.Differing(); n > 0 && how == StopExisting {
			return Refuse("selfanswer.existing", "n", n, "item", plan.Skipped[0])
		}
		return w.takeSelf(c, have, answers, plan, d.fileOf(from, plan), from)
	})
	if err != nil {
		return SelfCheckPlan{}, err
	}
	return plan, nil
}

// answers gives the answers of a case by item.
func (w *work) answers(caseID ID) (map[string]Answer, error) {
	all, err := List[Answer](w.ctx, w.r, caseID)
	if err != nil {
		return nil, fmt.Errorf("read the answers of the case: %w", err)
	}
	have := make(map[string]Answer, len(all))
	for _, a := range all {
		have[a.Item] = a
	}
	return have, nil
}

// fileOf is the entry of the file in the case.
func (d Desk) fileOf(from SelfCheckFile, plan SelfCheckPlan) SelfCheckWorkbook {
	return SelfCheckWorkbook{FileName: from.Name, SHA256: from.SHA256, TakenOn: d.Today(), TakenBy: d.Who,
		Items: len(plan.New) + len(plan.Same) + len(plan.Updated) + len(plan.Skipped)}
}

// takeSelf puts the answers of the plan and the entry of the file into the deed.
func (w *work) takeSelf(c Case, have map[string]Answer, answers []SelfAnswer, plan SelfCheckPlan, file SelfCheckWorkbook, from SelfCheckFile) error {
	head := c.head()
	for _, s := range answers {
		before, known := have[s.Item]
		switch {
		case !known:
			if err := knownItem(w, head, s.Item); err != nil {
				return err
			}
			after := Answer{ID: AnswerID(c.ID, s.Item), Case: c.ID, Item: s.Item}.withSelf(s)
			if err := CheckAlone(after); err != nil {
				return err
			}
			change, err := Create(after)
			if err != nil {
				return err
			}
			w.change(nil, after, change)
		case slices.Contains(plan.New, s.Item), slices.Contains(plan.Updated, s.Item):
			after := before.withSelf(s)
			if err := CheckAlone(after); err != nil {
				return err
			}
			changes, err := Diff(before, after)
			if err != nil {
				return err
			}
			w.change(before, after, changes...)
		}
	}
	if len(w.deed.Changes) == 0 && c.SelfCheck.Workbook.SHA256 == file.SHA256 {
		return nil // the same file once more
	}
	after := c
	after.SelfCheck.Workbook = file
	changes, err := Diff(c, after)
	if err != nil {
		return err
	}
	w.change(c, after, changes...)
	w.note(c, map[string]string{"format": "selfcheck", "file": file.FileName, "sha256": file.SHA256, "read": strconv.Itoa(from.Read),
		"wrong": strconv.Itoa(from.Wrong), "empty": strconv.Itoa(from.Empty)})
	return nil
}

// head gives the part of the case that caseHead reads alone.
func (n Case) head() caseHead {
	h := caseHead{ID: n.ID, Round: n.Round, Number: n.Number, Zone: n.Zone, Group: n.Group, Stage: n.Stage, Recused: n.Recused, Strands: map[Strand]strandHead{}}
	for s, st := range n.Strands {
		h.Strands[s] = strandHead{st.Template, st.Lead}
	}
	return h
}

// tidied gives the answer without what a paste brings along and nobody sees.
func (s SelfAnswer) tidied() SelfAnswer {
	for _, p := range []*string{&s.Item, &s.Note, &s.Problem, &s.Measures, &s.Person} {
		*p = strings.TrimSpace(lineEnds.Replace(*p))
	}
	return s
}
