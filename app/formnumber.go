package app

import (
	"fmt"
	"slices"
	"strings"
)

// Forms lists the forms of the work on site in the order of their numbers: the checklist, the record of a talk, the request
// for materials, the look on site, the stock-taking, the evidence sheet, the working paper, the trace table, the list of
// evidence, the register of opinions heard and the work log (domain 3.8–3.12).
var Forms = []string{"checklist", "talk", "materials", "visit", "stocktake", "sheet", "paper", "trace", "evidence", "heard", "daylog"}

// firstForm is the number of the first of them; forms of other stages come before.
const firstForm = 7

// maxFormNumber is how many characters the number of a form may have: it stands on one line beside the title.
const maxFormNumber = 20

// DefaultFormNumber is the number a form of [Forms] bears unless the office numbers it otherwise, 联审表-07 and on; "" for
// a form that is none of them.
func DefaultFormNumber(form string) string {
	i := slices.Index(Forms, form)
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("联审表-%02d", firstForm+i)
}

// FormNumber is the number that a form bears in this round.
func (s Settings) FormNumber(form string) string {
	if number := strings.TrimSpace(s.FormNumbers[form]); number != "" {
		return number
	}
	return DefaultFormNumber(form)
}

// checkForms refuses numbers of forms that are too long for their place or break it ("form.number"), and the same number on
// two forms ("form.same").
func (s Settings) checkForms() error {
	for form, number := range s.FormNumbers {
		path := "settings/formNumbers/" + form
		if !slices.Contains(Forms, form) {
			return refuseField("code.unknown", "settings/formNumbers", "code", form)
		}
		if len([]rune(strings.TrimSpace(number))) > maxFormNumber || strings.ContainsAny(number, "\r\n\t") {
			return refuseField("form.number", path, "most", maxFormNumber)
		}
	}
	seen := map[string]bool{}
	for _, form := range Forms {
		number := s.FormNumber(form)
		if seen[number] {
			return refuseField("form.same", "settings/formNumbers/"+form, "number", number)
		}
		seen[number] = true
	}
	return nil
}
