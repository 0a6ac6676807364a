package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lianshen/app"
)

// passage is what search knows of a noun, or of one item of a checklist.
type passage struct {
	ref   string // item code within a checklist, else ""
	title string
	text  string
	name  bool // the title is a person's name
}

// spoken lists, per kind, the fields that search looks into: those that name the noun, and its texts.
var spoken = map[app.Kind]struct{ title, text []string }{
	app.KindCase:           {[]string{"number"}, nil},
	app.KindUnit:           {[]string{"name", "shortName"}, []string{"duties", "address"}},
	app.KindPrincipal:      {[]string{"name"}, []string{"post", "duties"}},
	app.KindPerson:         {[]string{"name"}, []string{"dept", "post"}},
	app.KindLaw:            {[]string{"name", "short"}, []string{"number"}},
	app.KindAnswer:         {nil, []string{"note", "selfNote", "selfProblem", "selfMeasures"}},
	app.KindTalk:           {[]string{"number"}, []string{"label", "text", "place"}},
	app.KindMaterial:       {[]string{"name"}, nil},
	app.KindAlias:          {[]string{"code", "name"}, []string{"unit", "post"}},
	app.KindVisit:          {[]string{"place"}, []string{"subject", "text", "escortOpinion"}},
	app.KindStocktake:      {[]string{"place"}, []string{"keeper", "text"}},
	app.KindHeard:          {nil, []string{"text", "handling"}},
	app.KindSheet:          {[]string{"index", "title"}, []string{"summary", "opinion", "provider"}},
	app.KindRoster:         {[]string{"title"}, []string{"fileName"}},
	app.KindDayLog:         {[]string{"on"}, []string{"text"}},
	app.KindEvidence:       {[]string{"title"}, []string{"fileName", "place"}},
	app.KindPaper:          {[]string{"index", "title"}, []string{"process", "conclusion", "review"}},
	app.KindFinding:        {[]string{"title"}, []string{"type", "fact", "treatment", "requirement", "duringAudit", "outReason"}},
	app.KindMeeting:        {nil, []string{"place", "minutes"}},
	app.KindOpinion:        {nil, []string{"quote", "text", "recheck", "reason", "before", "after"}},
	app.KindReportText:     {nil, []string{"text"}},
	app.KindReport:         {[]string{"number"}, nil},
	app.KindApproval:       {nil, []string{"dept", "opinion"}},
	app.KindMeasure:        {nil, []string{"text", "expected", "section", "person"}},
	app.KindProgress:       {nil, []string{"text", "proof"}},
	app.KindSupervision:    {nil, []string{"dept", "opinion"}},
	app.KindAccountability: {[]string{"person"}, []string{"post", "reason"}},
	app.KindResultUse:      {nil, []string{"how", "feedback"}},
}

// tiers are sorts of nouns in the order in which hits are shown; share is the part of the hits, in percent, that a tier
// may fill before the next ones have had theirs. Without it the materials asked of every unit would hide the findings.
var tiers = []struct {
	token string
	share int
	kinds []app.Kind
}{
	{"t1", 50, []app.Kind{app.KindCase, app.KindUnit, app.KindPrincipal, app.KindFinding}},
	{"t2", 20, []app.Kind{app.KindTemplate}},
	{"t3", 20, nil}, // every other kind
	{"t4", 10, []app.Kind{app.KindMaterial, app.KindEvidence, app.KindLaw, app.KindPerson}},
}

func tierOf(kind app.Kind) string {
	other := ""
	for _, t := range tiers {
		if slices.Contains(t.kinds, kind) {
			return t.token
		}
		if t.kinds == nil {
			other = t.token
		}
	}
	return other
}

// passages gives what search knows of a noun's state; nothing for nil.
func passages(kind app.Kind, doc []byte) ([]passage, error) {
	if doc == nil {
		return nil, nil
	}
	if kind == app.KindTemplate {
		return checklistPassages(doc)
	}
	fields, known := spoken[kind]
	if !known {
		return nil, nil
	}
	m := map[string]json.RawMessage{}
	if err := json.Unmarshal(doc, &m); err != nil {
		return nil, fmt.Errorf("state of a %s: %w", kind, err)
	}
	p := passage{title: said(m, fields.title), text: said(m, fields.text),
		name: kind == app.KindPrincipal || kind == app.KindPerson || kind == app.KindAccountability}
	if p.title == "" && p.text == "" {
		return nil, nil
	}
	return []passage{p}, nil
}

func said(m map[string]json.RawMessage, fields []string) string {
	var parts []string
	for _, f := range fields {
		var s string
		if v := m[f]; len(v) > 0 && json.Unmarshal(v, &s) == nil && s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n")
}

// checklistPassages gives one passage an item, so that an item is found and not a checklist.
func checklistPassages(doc []byte) ([]passage, error) {
	var t app.Template
	if err := json.Unmarshal(doc, &t); err != nil {
		return nil, fmt.Errorf("state of a template: %w", err)
	}
	var out []passage
	for _, s := range t.Sections {
		for _, i := range s.Items {
			out = append(out, passage{ref: i.Code, title: i.Code + " " + i.Check,
				text: strings.Join(append([]string{s.Name, i.CheckEn}, i.Problems...), "\n")})
		}
	}
	return out, nil
}

// placesPerNoun is how many passages one noun can have; the row of passage i of noun n is n*placesPerNoun+i.
const placesPerNoun = 4096

// index changes the search index.
func (p *projector) index(rows []wordRow) error {
	for _, r := range rows {
		var err error
		if r.forget {
			// A contentless index is told what to forget: the same words it was given.
			err = p.s.exec("INSERT INTO words(words, rowid, title, text, initials, tier) VALUES('delete',?,?,?,?,?)", r.row, r.title, r.text, r.initials, r.tier)
		} else {
			err = p.exec("INSERT INTO words(rowid, title, text, initials, tier) VALUES(?,?,?,?,?)", r.row, r.title, r.text, r.initials, r.tier)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// wordRow is a row of the search index that comes or goes.
type wordRow struct {
	forget                bool
	row                   int64
	title, text, initials string
	tier                  string
}

// wordRows gives what changes in the search index when a noun changes. It may run beside others.
func wordRows(e *noun, before, after []byte) ([]wordRow, error) {
	old, err := passages(e.kind, before)
	if err != nil {
		return nil, err
	}
	now, err := passages(e.kind, after)
	if err != nil {
		return nil, err
	}
	if len(now) > placesPerNoun {
		return nil, fmt.Errorf("a checklist of %d items", len(now))
	}
	var out []wordRow
	for i := range max(len(old), len(now)) {
		row := e.n*placesPerNoun + int64(i)
		if i < len(old) && i < len(now) && old[i] == now[i] {
			continue
		}
		if i < len(old) {
			o := old[i]
			out = append(out, wordRow{true, row, cut(o.title), cut(o.text), initials(o.title, o.name), tierOf(e.kind)})
		}
		if i < len(now) {
			n := now[i]
			out = append(out, wordRow{false, row, cut(n.title), cut(n.text), initials(n.title, n.name), tierOf(e.kind)})
		}
	}
	return out, nil
}
