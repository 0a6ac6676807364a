package past

import (
	"encoding/json"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/ui/i18n"
)

// Kind gives the word for a kind of noun, large as it stands alone.
func Kind(kind app.Kind) string { return i18n.Capital(i18n.Enum("kind", kind)) }

// Noun gives a noun with its kind: "Finding 3 …". Of one that is not known the kind alone is said.
func (w *Words) Noun(kind app.Kind, id app.ID) string {
	name := w.Name(id)
	if name == "" {
		return Kind(kind)
	}
	return i18n.T("history.noun", "kind", Kind(kind), "name", name)
}

// Short gives a noun as a list of one case names it: an answer by its item, the case by its kind alone.
func (w *Words) Short(kind app.Kind, id app.ID) string {
	switch kind {
	case app.KindCase:
		return Kind(kind)
	case app.KindAnswer:
		if name := w.Name(id); name != "" {
			return name
		}
	}
	return w.Noun(kind, id)
}

// Heading gives a noun as it stands over what is told of it; an answer with the code of its item alone.
func (w *Words) Heading(kind app.Kind, id app.ID) string {
	if s, ok := w.state(id); ok && kind == app.KindAnswer {
		return i18n.T("history.noun", "kind", Kind(kind), "name", text(s.Doc, "item"))
	}
	return w.Noun(kind, id)
}

// Name gives what people call a noun, or "".
func (w *Words) Name(id app.ID) string {
	s, ok := w.state(id)
	if !ok {
		return ""
	}
	return w.NameOf(s.Kind, s.Doc)
}

// longest is how many characters of a text serve as the name of a noun that has none.
const longest = 24

// NameOf gives what people call a noun of this state, or "".
func (w *Words) NameOf(kind app.Kind, doc json.RawMessage) string {
	say := func(field string) string { return text(doc, field) }
	of := func(field string) string { return w.Name(app.ID(say(field))) }
	strand := func(form string) string {
		if s := say("strand"); s != "" {
			return i18n.Enum("strand", app.Strand(s)+app.Strand(form))
		}
		return ""
	}
	switch kind {
	case app.KindCase:
		return join(say("number"), of("unit"))
	case app.KindAnswer:
		return w.Item(say("item"))
	case app.KindFinding:
		return join(number(doc), say("title"))
	case app.KindEvidence:
		return join(number(doc), say("title"))
	case app.KindPaper:
		return join(say("index"), say("title"))
	case app.KindTalk:
		return join(say("number"), word("talktype", say("type")), say("label"))
	case app.KindAlias:
		return say("code")
	case app.KindVisit:
		return join(number(doc), say("on"), say("place"))
	case app.KindStocktake:
		return join(number(doc), say("on"), word("stocksort", say("sort")))
	case app.KindHeard:
		return join(number(doc), say("on"), word("heardsource", say("source")))
	case app.KindSheet:
		return join(say("index"), say("title"))
	case app.KindRoster:
		return join(word("rostersort", say("sort")), say("title"))
	case app.KindDayLog:
		return join(of("person"), say("on"))
	case app.KindMeeting:
		return join(word("meetingtype", say("type")), say("on"))
	case app.KindSurvey:
		return say("on")
	case app.KindEvaluation:
		return join(whom(say("principal"), of("principal")), say("on"))
	case app.KindConsultation:
		return whom(say("principal"), of("principal"))
	case app.KindDelivery:
		if say("copy") != "" {
			return join(strand(".report"), say("copy"))
		}
		return join(strand(".report"), whom(say("principal"), of("principal")))
	case app.KindOpinion:
		if of("finding") != "" {
			return i18n.T("history.on", "what", of("finding"))
		}
		return cut(say("text"))
	case app.KindReportText:
		return join(strand(".report"), cut(say("text")))
	case app.KindReport:
		state := i18n.T("history.final")
		if say("draft") == "true" {
			state = i18n.T("history.draft")
		}
		return join(strand(".report"), state)
	case app.KindApproval:
		return join(strand(".report"), say("dept"))
	case app.KindProgress:
		return join(say("on"), cut(say("text")))
	case app.KindSupervision:
		return join(say("on"), say("dept"))
	case app.KindResultUse:
		return join(word("use", say("use")), of("principal"))
	case app.KindSignoff:
		return join(word("signoffkind", say("kind")), word("stage", say("stage")), strand(".short"), say("by"))
	case app.KindSeat:
		return join(of("person"), say("laptop"))
	case app.KindLaw:
		if short := say("short"); short != "" {
			return short
		}
	case app.KindCalendar:
		return say("year")
	}
	for _, field := range []string{"name", "title", "number", "person", "text"} {
		if s := say(field); s != "" {
			return cut(s)
		}
	}
	return ""
}

// whom names the recipient of what goes to the principals and to the unit.
func whom(id, name string) string {
	if id == "" {
		return i18n.T("history.unit")
	}
	return name
}

func number(doc json.RawMessage) string {
	if n := text(doc, "number"); n != "" {
		return i18n.T("history.no", "n", n)
	}
	return ""
}

// word gives the word of a code, or nothing where there is none.
func word(area, code string) string {
	text, _ := i18n.Lookup(area + "." + code)
	return text
}

func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

func cut(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// text gives a field of a state as text, "" where there is none.
func text(doc json.RawMessage, field string) string {
	var m map[string]json.RawMessage
	if json.Unmarshal(doc, &m) != nil {
		return ""
	}
	var s string
	if json.Unmarshal(m[field], &s) == nil {
		return s
	}
	var n float64
	if json.Unmarshal(m[field], &n) == nil {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return string(m[field])
}
