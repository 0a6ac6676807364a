package app

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// SendDrafts sends the three drafts for comment to every principal and to the unit, each apart (R29): one
// Consultation per recipient that has none yet. Refused while a strand has no draft ("drafts.missing") and
// while something in the case clashes ("clash.open").
func (d Desk) SendDrafts(ctx context.Context, caseID ID, on Date) error {
	return d.do(ctx, VerbSendDrafts, caseID, func(w *work) error {
		dossier, err := LoadDossier(ctx, w.r, caseID)
		if err != nil {
			return err
		}
		g := gate{d: dossier}
		var lack []Strand
		for _, s := range Strands {
			if !g.drafted(s) {
				lack = append(lack, s)
			}
		}
		if len(lack) > 0 {
			return Refuse("drafts.missing", "strands", lack)
		}
		if err := w.settled(caseID, func(Clash) bool { return true }); err != nil {
			return err
		}
		sent := map[ID]bool{}
		for _, c := range dossier.Consultations {
			sent[c.Principal] = true
		}
		for _, who := range dossier.Recipients() {
			if sent[who] {
				continue
			}
			c := Consultation{ID: DeriveID(KindConsultation, caseID, string(who)), Case: caseID, Principal: who, SentOn: on}
			if err := put(w, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveConsultation keeps what is known of a draft sent to one recipient. Silence is recorded as no
// objection only after the draft was received ("silent.unreceived") and the term has run out, on the paper as well as by
// the desk's own day ("silent.early"; Audit Law Rules art. 39).
func (d Desk) SaveConsultation(ctx context.Context, c Consultation) error {
	if c.ID == "" {
		c.ID = DeriveID(KindConsultation, c.Case, string(c.Principal))
	}
	return d.do(ctx, VerbSaveConsult, c.Case, func(w *work) error {
		if !c.Silent.IsZero() {
			if c.ReceivedOn.IsZero() {
				return refuseField("silent.unreceived", "silent")
			}
			due, err := roundTerm(w, c.Case, c.ReceivedOn, func(s Settings) int { return s.OpinionDays })
			if err != nil {
				return err
			}
			if !c.Silent.After(due) || !d.Today().After(due) {
				return Refuse("silent.early", "due", due)
			}
		}
		return put(w, c)
	})
}

// RecordSilence records all recipients of a case who held the draft for the whole term and said nothing as having no
// objection, as of today and in one deed, and gives how many they are (Audit Law Rules art. 39). Refused when there is
// nobody: while a term still runs ("silent.early", with the day on which the first ends), else "silent.none".
func (d Desk) RecordSilence(ctx context.Context, caseID ID) (int, error) {
	n := 0
	err := d.do(ctx, VerbSaveConsult, caseID, func(w *work) error {
		all, err := List[Consultation](ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("look for who has not replied: %w", err)
		}
		var running Date
		for _, c := range all {
			if c.Answered() || c.ReceivedOn.IsZero() {
				continue
			}
			due, err := roundTerm(w, caseID, c.ReceivedOn, func(s Settings) int { return s.OpinionDays })
			if err != nil {
				return err
			}
			if !d.Today().After(due) {
				if running.IsZero() || due.Before(running) {
					running = due
				}
				continue
			}
			c.Silent = d.Today()
			if err := put(w, c); err != nil {
				return err
			}
			n++
		}
		switch {
		case n > 0:
			return nil
		case !running.IsZero():
			return Refuse("silent.early", "due", running)
		}
		return Refuse("silent.none")
	})
	return n, err
}

// RecordOpinion keeps a remark on a draft (R30). Where it is on a finding, the amount as it stands is
// remembered with it. The number of a sentence gets its proper form, see [SentenceNumber].
func (d Desk) RecordOpinion(ctx context.Context, o Opinion) (ID, error) {
	o.ID = d.newID(o.ID)
	err := d.do(ctx, VerbRecordOpinion, o.Case, func(w *work) error {
		if o.On.IsZero() {
			o.On = d.Today()
		}
		var err error
		if o.Sentence, err = SentenceNumber(o.Sentence); err != nil {
			return err
		}
		if o.Finding != "" {
			f, err := Get[Finding](ctx, w.r, o.Finding)
			if err != nil {
				return fmt.Errorf("read the finding of the opinion: %w", err)
			}
			o.Strand = f.Strand
			if o.AmountBefore == 0 && o.AmountAfter == 0 {
				o.AmountBefore, o.AmountAfter = f.Amount, f.Amount
			}
		}
		o.Former = nil
		return put(w, o)
	})
	return o.ID, err
}

// DecideOpinion keeps what became of a remark (R30). An adopted or partly adopted one changes the finding in the same
// deed: the amount, its parts that are the whole of it, the wording where it stands literally, and the former amount
// wherever a text of the finding names it (see [RestateAmount]). Deciding anew takes the former change back first.
// An amount before that is left out is the one that stands; with no amount after either, none changes.
// Refused when the finding's amount is not the one the remark speaks of ("opinion.amount").
func (d Desk) DecideOpinion(ctx context.Context, o Opinion) error {
	return d.do(ctx, VerbDecideOpinion, o.Case, func(w *work) error {
		old, err := Get[Opinion](ctx, w.r, o.ID)
		if err != nil {
			return fmt.Errorf("read the opinion: %w", err)
		}
		if o.Adoption == "" {
			return Refuse("opinion.undecided")
		}
		if o.DecidedBy == old.DecidedBy && !w.actor.Alone {
			o.DecidedBy = "" // whoever decides anew stands for it
		}
		if o.DecidedBy, err = w.self(o.DecidedBy, d.Who); err != nil {
			return err
		}
		if o.DecidedOn.IsZero() {
			o.DecidedOn = d.Today()
		}
		if o.Sentence, err = SentenceNumber(o.Sentence); err != nil {
			return err
		}
		o.Former = nil
		if o.Finding == "" {
			return put(w, o)
		}
		f, err := Get[Finding](ctx, w.r, o.Finding)
		if err != nil {
			return fmt.Errorf("read the finding of the opinion: %w", err)
		}
		if o.AmountBefore == 0 {
			o.AmountBefore = f.Amount
			if old.changes() {
				o.AmountBefore = old.AmountBefore
			}
			if o.AmountAfter == 0 {
				o.AmountAfter = o.AmountBefore
			}
		}
		tidy(&o) // its wording is looked for as it is kept
		return carryOpinion(w, old, o, f)
	})
}

// carryOpinion changes the finding as the decision says, after taking back what the former decision had changed, and
// keeps the opinion with what stood before.
func carryOpinion(w *work, old, o Opinion, f Finding) error {
	if old.changes() || o.changes() {
		stands := o.AmountBefore
		if old.changes() {
			stands = old.AmountAfter
		}
		if f.Amount != stands {
			return Refuse("opinion.amount", "number", f.Number, "amount", f.Amount.Yuan(true), "before", stands.Yuan(true))
		}
	}
	was := f
	if old.Finding == o.Finding {
		f = old.takeBack(f)
	}
	f, o.Former = o.carry(f)
	if err := CheckAlone(o); err != nil {
		return err // the person reads what is wrong with the opinion before what is wrong with the finding
	}
	if err := put(w, o); err != nil {
		return err
	}
	if reflect.DeepEqual(was, f) {
		return nil
	}
	return put(w, f)
}

// changes says whether the decision changes the amount of the finding.
func (o Opinion) changes() bool { return o.accepted() && o.AmountBefore != o.AmountAfter }

// carried says whether the decision changed anything of the finding.
func (o Opinion) carried() bool { return o.changes() || o.accepted() && len(o.Former) > 0 }

// AmountStep is one change of the amount of a finding by an opinion that was adopted.
type AmountStep struct {
	Opinion       ID
	Before, After Money
	By            string // who decided
	On            Date
}

// AmountHistory gives how opinions changed the amount of a finding, the earliest first (R30).
func (d Dossier) AmountHistory(finding ID) []AmountStep {
	var out []AmountStep
	for _, o := range d.Opinions {
		if o.Finding == finding && o.changes() {
			out = append(out, AmountStep{o.ID, o.AmountBefore, o.AmountAfter, o.DecidedBy, o.DecidedOn})
		}
	}
	slices.SortStableFunc(out, func(a, b AmountStep) int { return byDate(a.On, b.On) })
	return out
}

// sentenceForm is a number of a sentence as people write it: 二·3, 二.3, 2-3.
var sentenceForm = regexp.MustCompile(`^([0-9]{1,2}|[〇零一二三四五六七八九十]{1,3})[·•．.、\-—－,，]([0-9]{1,4})$`)

// SentenceNumber gives the proper form of the number of a sentence in a draft for comment: the number of its section in
// Chinese, 〇 for what stands before the first, and its place in it from 1, "二·3". A blank text is none; what is no such
// number is refused ("opinion.sentence").
func SentenceNumber(text string) (string, error) {
	s := moneyForms.Replace(strings.Join(strings.Fields(text), ""))
	if s == "" {
		return "", nil
	}
	m := sentenceForm.FindStringSubmatch(s)
	if m == nil {
		return "", refuseField("opinion.sentence", "sentence", "text", text)
	}
	n, _ := strconv.Atoi(m[2]) // at most four figures
	if n == 0 {
		return "", refuseField("opinion.sentence", "sentence", "text", text)
	}
	for section := range 100 {
		if m[1] == strconv.Itoa(section) || m[1] == SectionNumber(section) || section == 0 && m[1] == "零" {
			return SectionNumber(section) + "·" + strconv.Itoa(n), nil
		}
	}
	return "", refuseField("opinion.sentence", "sentence", "text", text)
}

// SectionNumber is the number of a section of a report in the numbers of its sentences: 一, 二 …, 〇 for the opening.
func SectionNumber(n int) string {
	if n == 0 {
		return "〇"
	}
	return ChineseNumber(n)
}
