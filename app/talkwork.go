package app

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// talkedTo is how papers call a person talked to, before the letter (form 3.8).
const talkedTo = "被谈话人"

// SaveAlias keeps who stands behind a code. A new person gets the next letter of the case: 被谈话人A, B … Z, AA. Whoever
// works on some strands enters a name for those alone unless strands are given. Refused: a person who is in the vault of
// the case already and whom one may see ("alias.known", with the code), and a code that another one has ("alias.code").
func (d Desk) SaveAlias(ctx context.Context, a Alias) (ID, error) {
	a.ID = d.newID(a.ID)
	err := d.do(ctx, VerbSaveAlias, a.Case, func(w *work) error {
		if _, err := openCase(w, a.Case); err != nil {
			return err
		}
		all, err := List[Alias](w.ctx, w.r, a.Case)
		if err != nil {
			return fmt.Errorf("read the names of the case: %w", err)
		}
		isNew := !slices.ContainsFunc(all, func(o Alias) bool { return o.ID == a.ID })
		for _, o := range all {
			switch {
			case o.ID == a.ID:
			case o.Code == a.Code && a.Code != "":
				return refuseField("alias.code", "code", "code", a.Code)
			case sameWords(o.Name, a.Name) && sameWords(o.Unit, a.Unit) && w.actor.seesAny(KindAlias, o.Strands):
				return refuseField("alias.known", "name", "code", o.Code)
			}
		}
		if isNew && len(a.Strands.Sorted()) == 0 && !w.actor.Alone && !w.actor.has(RoleOffice) {
			a.Strands = NewSet(w.actor.Person.Strands.Sorted()...)
		}
		for _, o := range all {
			if o.ID == a.ID && blank(a.Code) {
				a.Code = o.Code
			}
		}
		if blank(a.Code) {
			talks, err := List[Talk](w.ctx, w.r, a.Case)
			if err != nil {
				return fmt.Errorf("read the talks of the case: %w", err)
			}
			a.Code = NextAliasCode(all, talks)
		}
		return put(w, a)
	})
	return a.ID, err
}

func sameWords(a, b string) bool {
	return slices.Equal(squeeze(a).runes, squeeze(b).runes)
}

var letterCode = regexp.MustCompile(talkedTo + `([A-Z]{1,3})`)

// NextAliasCode gives the code behind the highest one that a name or the label of a talk of the case has. Codes are
// never given again.
func NextAliasCode(all []Alias, talks []Talk) string {
	highest := 0
	look := func(text string) {
		for _, m := range letterCode.FindAllStringSubmatch(text, -1) {
			highest = max(highest, letterNumber(m[1]))
		}
	}
	for _, a := range all {
		look(a.Code)
	}
	for _, t := range talks {
		look(t.Label)
	}
	return talkedTo + letters(highest+1)
}

// letters writes a number from 1 as A … Z, AA, AB …
func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

func letterNumber(s string) int {
	n := 0
	for _, r := range s {
		n = n*26 + int(r-'A') + 1
	}
	return n
}

var clockForm = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// clocks refuses times of a day that are none ("clock.form") or run backwards ("clock.order"). Both may be empty.
func clocks(from, to string) error {
	if from != "" && !clockForm.MatchString(from) {
		return refuseField("clock.form", "from", "text", from)
	}
	if to != "" && !clockForm.MatchString(to) {
		return refuseField("clock.form", "to", "text", to)
	}
	if from != "" && to != "" && to < from {
		return refuseField("clock.order", "to", "from", from, "to", to)
	}
	return nil
}

// Clock reads a time of day as people type it, "9:30", "0930", "9：30", "9点30分", and gives it as 09:30; what is none
// comes back as it is.
func Clock(text string) string {
	text = strings.TrimSpace(text)
	parts := strings.FieldsFunc(strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text), func(r rune) bool { return r < '0' || r > '9' })
	switch {
	case len(parts) == 1 && len(parts[0]) == 4:
		parts = []string{parts[0][:2], parts[0][2:]}
	case len(parts) == 1 && (strings.HasSuffix(text, "点") || strings.HasSuffix(text, "时")):
		parts = append(parts, "00")
	}
	if len(parts) != 2 || len(parts[0]) > 2 || len(parts[1]) > 2 {
		return text
	}
	for i := range parts {
		parts[i] = strings.Repeat("0", 2-len(parts[i])) + parts[i]
	}
	if out := parts[0] + ":" + parts[1]; clockForm.MatchString(out) {
		return out
	}
	return text
}

// WriteTalk keeps the record of a talk (form 3.8). A new one gets the next number of its case; the label and the count
// of people follow from the persons when there are any, so that a paper calls them by their codes. Refused: fewer than
// two who talk ("talk.talkers"), a person, item or finding that is not of the case ("reference.missing"), a time that is
// none ("clock.form"), and a record that is signed and says why it is not ("talk.signed").
func (d Desk) WriteTalk(ctx context.Context, t Talk) (ID, error) {
	t.ID = d.newID(t.ID)
	err := d.do(ctx, VerbSaveTalk, t.Case, func(w *work) error {
		c, err := openCase(w, t.Case)
		if err != nil {
			return err
		}
		t.From, t.To = Clock(t.From), Clock(t.To)
		if err := clocks(t.From, t.To); err != nil {
			return err
		}
		if t.Signed && !blank(t.NotWhy) {
			return refuseField("talk.signed", "notWhy")
		}
		codes, err := w.personCodes(t)
		if err != nil {
			return err
		}
		if err := w.about(t.Case, t.Items, t.Findings, nil); err != nil {
			return err
		}
		if len(codes) > 0 {
			slices.SortFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
			t.Label, t.People = strings.Join(codes, "、"), len(codes)
		}
		if blank(t.Number) {
			talks, err := List[Talk](w.ctx, w.r, t.Case)
			if err != nil {
				return fmt.Errorf("number the talk: %w", err)
			}
			t.Number = nextTalkNumber(c, talks)
			for _, o := range talks {
				if o.ID == t.ID && !blank(o.Number) {
					t.Number = o.Number
				}
			}
		}
		return put(w, t)
	})
	return t.ID, err
}

// personCodes gives the codes of the persons of a talk. A person whom the talk named before may be one of whom this laptop
// has no entry, as names go only to those who may see them: then it gives none, and the label stays as it is.
func (w *work) personCodes(t Talk) ([]string, error) {
	old, err := Get[Talk](w.ctx, w.r, t.ID)
	if err != nil && CodeOf(err) != ErrNotFound.Code {
		return nil, fmt.Errorf("read the talk: %w", err)
	}
	var codes []string
	lacks := false
	for _, id := range t.Persons.Sorted() {
		a, err := belongs[Alias](w, ID(id), t.Case, "persons")
		if err != nil {
			if !old.Persons.Has(id) || CodeOf(err) != "reference.missing" {
				return nil, err
			}
			lacks = true
			continue
		}
		codes = append(codes, a.Code)
	}
	if lacks {
		return nil, nil
	}
	return codes, nil
}

var talkNumber = regexp.MustCompile(`^(TH\d+-)(\d+)$`)

// nextTalkNumber gives TH003-05: the serial number of the case and that of the talk.
func nextTalkNumber(c Case, talks []Talk) string {
	serial := c.Number[strings.LastIndex(c.Number, "-")+1:]
	prefix, highest := "TH"+serial+"-", 0
	for _, t := range talks {
		if m := talkNumber.FindStringSubmatch(t.Number); m != nil {
			var n int
			if _, err := fmt.Sscanf(m[2], "%d", &n); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return fmt.Sprintf("%s%02d", prefix, highest+1)
}

// belongs reads a noun that a field points at and refuses one that is not there or belongs to another case.
func belongs[T Noun](w *work, id, caseID ID, field string) (T, error) {
	n, err := Get[T](w.ctx, w.r, id)
	if CodeOf(err) == ErrNotFound.Code || err == nil && n.NounOwner() != caseID {
		return n, Refuse("reference.missing", "field", field, "label", Word("field."+field), "id", string(id))
	}
	if err != nil {
		return n, fmt.Errorf("look up %s: %w", field, err)
	}
	return n, nil
}

// about refuses items that the checklists of the case do not have, and findings and evidence of another case.
func (w *work) about(caseID ID, items, findings, evidence Set) error {
	c, err := w.head(caseID)
	if err != nil {
		return fmt.Errorf("read the case: %w", err)
	}
	for _, item := range items.Sorted() {
		if err := knownItem(w, c, item); err != nil {
			return err
		}
	}
	for _, id := range findings.Sorted() {
		if _, err := belongs[Finding](w, ID(id), caseID, "findings"); err != nil {
			return err
		}
	}
	for _, id := range evidence.Sorted() {
		if _, err := belongs[Evidence](w, ID(id), caseID, "evidence"); err != nil {
			return err
		}
	}
	return nil
}

// TalkLacks lists what the record of a talk still lacks (form 3.8), by codes: "times", "place", "recorder", "informed",
// "persons", "text", and "signature" for one that is neither signed nor says why not.
func TalkLacks(t Talk) []string {
	var out []string
	for _, x := range []struct {
		code  string
		lacks bool
	}{
		{"times", t.From == "" || t.To == ""}, {"place", blank(t.Place)}, {"recorder", blank(t.Recorder)}, {"informed", !t.Informed},
		{"persons", blank(t.Label) && len(t.Persons.Sorted()) == 0}, {"text", blank(t.Text) && len(t.QA) == 0},
		{"signature", !t.Signed && blank(t.NotWhy)},
	} {
		if x.lacks {
			out = append(out, x.code)
		}
	}
	return out
}

// TalkLackCodes lists the codes of TalkLacks.
var TalkLackCodes = []string{"times", "place", "recorder", "informed", "persons", "text", "signature"}
