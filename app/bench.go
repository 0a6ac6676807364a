package app

import (
	"context"
	"fmt"
	"slices"
)

// AnswerInput is what changes about an answer; nil fields stay as they are.
type AnswerInput struct {
	Conclusion *Conclusion
	Note       *string
	Methods    *Set
	Should     *int
	Sampled    *int
	Faulty     *int
	SelfCheck  *Conclusion // what the unit said of itself (R10)
	SelfNote   *string
}

// onlySelf says whether nothing but the unit's own answer is given.
func (in AnswerInput) onlySelf() bool {
	return in.Conclusion == nil && in.Note == nil && in.Methods == nil && in.Should == nil && in.Sampled == nil && in.Faulty == nil
}

// AnswerItem keeps what is said about one item of a case (R24). It reads the case and the answer, and the
// item codes of the checklist only at the first answer to an item. Refused: an item that the pinned
// checklist does not have ("item.unknown"), "not applicable" and "not checked" without a reason in the
// same deed ("note.required"), counts that do not fit, an answer of the group before the entry meetings
// ("stage.early") and any answer in a closed case ("case.closed").
func (d Desk) AnswerItem(ctx context.Context, caseID ID, item string, in AnswerInput) error {
	verb := VerbAnswerItem
	if in.onlySelf() {
		verb = VerbSelfAnswer
	}
	return d.do(ctx, verb, caseID, func(w *work) error { return d.answer(w, caseID, item, in) })
}

// answer takes what is said about one item into a deed.
func (d Desk) answer(w *work, caseID ID, item string, in AnswerInput) error {
	c, err := w.head(caseID)
	if err != nil {
		return fmt.Errorf("read the case of %s: %w", item, err)
	}
	if c.Stage == Closed {
		return Refuse("case.closed", "number", c.Number)
	}
	if !in.onlySelf() && !c.Stage.AtLeast(EntryMeeting) {
		return Refuse("stage.early", "stage", c.Stage, "item", item)
	}
	before, err := Get[Answer](w.ctx, w.r, AnswerID(caseID, item))
	isNew := CodeOf(err) == ErrNotFound.Code
	if err != nil && !isNew {
		return fmt.Errorf("read the answer to %s: %w", item, err)
	}
	if isNew {
		if err := knownItem(w, c, item); err != nil {
			return err
		}
		before = Answer{ID: AnswerID(caseID, item), Case: caseID, Item: item}
	}
	after := in.onto(before)
	after.By, after.On = d.Who, d.Today()
	tidy(&after)
	if err := CheckAlone(after); err != nil {
		return err
	}
	if isNew {
		change, err := Create(after)
		w.change(nil, after, change)
		return err
	}
	changes, err := Diff(before, after)
	if !onlyStamp(changes) {
		w.change(before, after, changes...)
	}
	return err
}

// onlyStamp says whether nothing was said anew: who and when alone are no deed.
func onlyStamp(changes []Change) bool {
	return !slices.ContainsFunc(changes, func(c Change) bool { return c.Field != "by" && c.Field != "on" })
}

// onto gives the answer with the input laid over it.
func (in AnswerInput) onto(a Answer) Answer {
	lay(&a.Conclusion, in.Conclusion)
	lay(&a.Note, in.Note)
	lay(&a.Methods, in.Methods)
	lay(&a.Should, in.Should)
	lay(&a.Sampled, in.Sampled)
	lay(&a.Faulty, in.Faulty)
	lay(&a.SelfCheck, in.SelfCheck)
	lay(&a.SelfNote, in.SelfNote)
	return a
}

func lay[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// caseHead is the part of a case that decides whether a person may do a deed in it and whether an item is one of its
// checklists; a whole case need not be decoded for one key.
type caseHead struct {
	ID      ID                    `json:"id"`
	Round   ID                    `json:"round"`
	Number  string                `json:"number"`
	Zone    ID                    `json:"zone"`
	Group   ID                    `json:"group"`
	Stage   Stage                 `json:"stage"`
	Recused Set                   `json:"recused"`
	Strands map[Strand]strandHead `json:"strands"`
}

type strandHead struct {
	Template string `json:"template"`
	Lead     ID     `json:"lead"`
}

func (n caseHead) NounID() ID     { return n.ID }
func (n caseHead) NounKind() Kind { return KindCase }
func (n caseHead) NounOwner() ID  { return "" }

// templateCodes is the part of a checklist that tells which items there are.
type templateCodes struct {
	ID       ID `json:"id"`
	Sections []struct {
		Items []struct {
			Code string `json:"code"`
		} `json:"items"`
	} `json:"sections"`
}

func (n templateCodes) NounID() ID     { return n.ID }
func (n templateCodes) NounKind() Kind { return KindTemplate }
func (n templateCodes) NounOwner() ID  { return "" }

// knownItem refuses an item that the pinned checklist of its strand does not have.
func knownItem(w *work, c caseHead, item string) error {
	strand := StrandOfItem(item)
	pinned := c.Strands[strand].Template
	if strand == "" || pinned == "" {
		return Refuse("item.unknown", "item", item)
	}
	id := TemplateID(strand, pinned)
	if ID(pinned).Valid() {
		id = ID(pinned)
	}
	codes, err := Get[templateCodes](w.ctx, w.r, id)
	if CodeOf(err) == ErrNotFound.Code {
		t, err := FindTemplate(w.ctx, w.r, strand, pinned)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return err
		}
		if _, _, ok := t.Find(item); !ok {
			return Refuse("item.unknown", "item", item)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the checklist of %s: %w", item, err)
	}
	for _, section := range codes.Sections {
		for _, i := range section.Items {
			if i.Code == item {
				return nil
			}
		}
	}
	return Refuse("item.unknown", "item", item)
}

// SaveTalk keeps a record of a talk.
func (d Desk) SaveTalk(ctx context.Context, t Talk) error {
	t.ID = d.newID(t.ID)
	return Keep(ctx, d, VerbSaveTalk, t)
}

// SaveMaterial keeps a line of a materials request. A line without a due date gets the one of the round
// (D4): so many working days from the request.
func (d Desk) SaveMaterial(ctx context.Context, m Material) error {
	m.ID = d.newID(m.ID)
	return d.do(ctx, VerbSaveMaterial, m.Case, func(w *work) error {
		if m.DueOn.IsZero() && !m.AskedOn.IsZero() {
			due, err := roundTerm(w, m.Case, m.AskedOn, func(s Settings) int { return s.MaterialDays })
			if err != nil {
				return err
			}
			m.DueOn = due
		}
		return put(w, m)
	})
}

// roundTerm counts a term in working days that the settings of the case's round give.
func roundTerm(w *work, caseID ID, start Date, days func(Settings) int) (Date, error) {
	c, err := Get[Case](w.ctx, w.r, caseID)
	if err != nil {
		return Date{}, err
	}
	round, err := Get[Round](w.ctx, w.r, c.Round)
	if err != nil {
		return Date{}, err
	}
	cal, err := LoadCalendar(w.ctx, w.r)
	if err != nil {
		return Date{}, err
	}
	return cal.AddWorkdays(start, days(round.Settings)), nil
}
