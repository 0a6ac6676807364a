// Package daybook says in words what a person did on a day, for the room of work logs and for commands alike. The words
// count things and name them by code and number; what somebody said, and who, is never among them.
package daybook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// handful is how many things a sentence names; of more it names the first and says that there are others.
const handful = 4

// Sentences drafts a work log from the deeds of a day: a sentence for each case, in the order in which work on them
// began, and one for what belongs to no case.
func Sentences(d store.Day) []string {
	var out []string
	for _, p := range app.GroupDay(d.Deeds) {
		var did []string
		for _, l := range p.Lines {
			did = append(did, i18n.T("daylog.did."+string(l.Verb), "n", i18n.Number(l.Count), "which", which(l, d.Called)))
		}
		out = append(out, i18n.T("daylog.say", "at", at(p), "in", in(p.Case, d.Cases), "did", strings.Join(did, i18n.T("daylog.join"))))
	}
	return out
}

// Text is the whole draft, a line for each sentence; "" when there is nothing to list.
func Text(d store.Day) string { return strings.Join(Sentences(d), "\n") }

// Add puts sentences under a text that is there; those that it has already it does not get again.
func Add(text string, sentences ...string) string {
	for _, s := range sentences {
		if strings.Contains(text, s) {
			continue
		}
		if text = strings.TrimRight(text, " \n\r\t"); text != "" {
			text += "\n"
		}
		text += s
	}
	return text
}

// at is from when to when: 9:05—17:40, or one time.
func at(p app.DayPart) string {
	from, to := strings.TrimPrefix(p.First, "0"), strings.TrimPrefix(p.Last, "0")
	if from == to {
		return from
	}
	return i18n.T("daylog.at", "from", from, "to", to)
}

// in is the case, by its unit and its number as far as they are known.
func in(id app.ID, cases map[app.ID]store.DayCase) string {
	if id == "" {
		return i18n.T("daylog.in.none")
	}
	switch c := cases[id]; {
	case c.Unit != "" && c.Number != "":
		return i18n.T("daylog.in", "unit", c.Unit, "number", c.Number)
	case c.Unit != "":
		return i18n.T("daylog.in.unit", "unit", c.Unit)
	case c.Number != "":
		return i18n.T("daylog.in.number", "number", c.Number)
	}
	return i18n.T("daylog.in.gone")
}

// which names the things of a line: （XR-1-01、XR-1-02）, （第3、4、5、6号等）; nothing when they have no names.
func which(l app.DayLine, called map[app.ID]string) string {
	var names []string
	numbers := true
	for _, id := range l.Nouns {
		name := called[id]
		if name == "" {
			continue
		}
		if _, err := strconv.Atoi(name); err != nil {
			numbers = false
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	slices.SortFunc(names, func(a, b string) int {
		if numbers {
			x, _ := strconv.Atoi(a)
			y, _ := strconv.Atoi(b)
			return cmp.Compare(x, y)
		}
		return cmp.Compare(a, b)
	})
	names = slices.Compact(names)
	key := "daylog.which"
	if numbers {
		key += ".number"
	}
	if len(names) > handful || len(names) < l.Count {
		key += ".more"
	}
	return i18n.T(key, "list", i18n.List(names[:min(len(names), handful)]))
}
