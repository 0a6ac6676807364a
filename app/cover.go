package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
)

// What a sign-off covers. A name under a paper or a report is a name under what it says; fields that later stages
// rightly fill are left out of it, or no signature would outlive the work that follows. The views are:
//
//	SignPaper   the paper without its index, its findings, its review and the remarks of it
//	SignReport  what the report of the strand tells: the approval; of the case its number, unit, round, facts, stay and
//	            the strand without number, issue, version in force, signer and day of the draft, and without the achievements of the
//	            other strands; the unit without how to reach it; the principals; the conclusions of the strand's answers (not their notes, counts and
//	            stamps, which no report tells); its findings without State and RectifyDue; its edited sections and the
//	            opinions on it
//	SignStage   what the stage that is closed made, see stage
//
// Every view is the SHA-256 of the noun's fields in canonical JSON (keys sorted, nothing empty), so a field that a later
// version of the program adds changes no hash while it is empty.

// covers gives what a sign-off of this kind about this thing covers now: noun ID → the first 16 bytes of the SHA-256 of
// its view, hex.
func covers(d Dossier, s Signoff) map[string]string {
	c := cover{}
	switch s.Kind {
	case SignPaper:
		for _, p := range d.Papers {
			if p.ID == s.About {
				c.add(p, paperLeaves...)
			}
		}
	case SignReport:
		c.report(d, s.Strand, s.About)
	case SignStage:
		c.stage(d, s.Stage)
	}
	return c
}

var (
	paperLeaves   = []string{"index", "findings", "reviewer", "reviewedOn", "review", "notes"}
	findingLeaves = []string{"state", "rectifyDue"}
	stamps        = []string{"by", "on"}
	sheetLeaves   = []string{"signedOn"}
	talkLeaves    = []string{"signed", "notWhy"}
	tallyLeaves   = []string{"closed"}
)

type cover map[string]string

// add covers a noun but for some of its fields.
func (c cover) add(n Noun, leave ...string) { c.view(n.NounID(), n, leave...) }

// view covers what is shown of a noun; v is a struct with JSON tags.
func (c cover) view(id ID, v any, leave ...string) {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("app: a noun does not encode: " + err.Error()) // structs of texts, numbers and maps always do
	}
	var fields any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	_ = d.Decode(&fields) // what was just encoded always decodes
	if m, ok := fields.(map[string]any); ok {
		for _, f := range leave {
			delete(m, f)
		}
	}
	raw, _ = json.Marshal(bare(fields)) // and encodes again, with its keys sorted
	sum := sha256.Sum256(raw)
	c[string(id)] = hex.EncodeToString(sum[:16])
}

// bare takes every empty field out of the objects in a JSON value, also of those in arrays.
func bare(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for f, x := range v {
			if x = bare(x); hollow(x) {
				delete(v, f)
			} else {
				v[f] = x
			}
		}
	case []any:
		for i := range v {
			v[i] = bare(v[i])
		}
	}
	return v
}

func hollow(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case json.Number:
		return v == "0"
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// caseFacts is what the report of a strand tells of its case.
type caseFacts struct {
	Round  ID         `json:"round"`
	Number string     `json:"number"`
	Unit   ID         `json:"unit"`
	OnSite OnSite     `json:"onSite"`
	Facts  UnitFacts  `json:"facts"`
	Strand CaseStrand `json:"strand"`
	Grade  Secrecy    `json:"secrecy"`
	// Wordings are the office's own words for sections of the report.
	Wordings map[string]string `json:"wordings,omitempty"`
}

// answer covers the conclusion of an answer. There are many, and boards ask about them in all cases: the view is written
// at once as view would write it.
func (c cover) answer(caseID ID, a Answer) {
	raw, _ := json.Marshal(struct { // texts always encode
		Conclusion Conclusion `json:"conclusion"`
		Item       string     `json:"item"`
	}{a.Conclusion, a.Item})
	sum := sha256.Sum256(raw)
	id := a.ID
	if id == "" { // the board reads answers without their IDs
		id = AnswerID(caseID, a.Item)
	}
	c[string(id)] = hex.EncodeToString(sum[:16])
}

func (c cover) report(d Dossier, s Strand, approval ID) {
	for _, a := range d.Approvals {
		if a.ID == approval {
			c.add(a)
		}
	}
	facts := caseFacts{Round: d.Case.Round, Number: d.Case.Number, Unit: d.Case.Unit, OnSite: d.Case.OnSite, Facts: d.Case.Facts,
		Strand: d.Case.Strands[s], Grade: d.Case.Secrecy, Wordings: d.Round.Settings.wordingsOf(s)}
	facts.Facts.Achievements = map[Strand]string{s: d.Case.Facts.Achievements[s]}
	facts.Strand.Number, facts.Strand.IssuedOn, facts.Strand.Signer, facts.Strand.DraftedOn = "", Date{}, "", Date{}
	facts.Strand.IssuedReport = ""
	c.view(d.Case.ID, facts)
	if d.Unit.ID != "" {
		c.add(d.Unit, "contact", "phone", "address", "code")
	}
	addAll(c, d.Principals)
	for _, a := range d.Answers {
		if a.Conclusion != "" && StrandOfItem(a.Item) == s {
			c.answer(d.Case.ID, a)
		}
	}
	for _, f := range d.Findings {
		if f.Strand == s && f.State != FindingDropped {
			c.add(f, findingLeaves...)
		}
	}
	for _, t := range d.Texts {
		if t.Strand == s {
			c.add(t, "by", "on", "factsHash")
		}
	}
	for _, o := range d.Opinions {
		if o.Strand == s {
			c.add(o)
		}
	}
}

// stage covers what a stage made: in the plan the case as it was laid out; in the self-check the announcement and the
// receipt of the report; at the entry its meetings and tallies; on site the answers, findings (but amounts, which an
// opinion may change, and State and RectifyDue), evidence, papers and talks; in the summary the opinions, approvals and
// deliveries; in the rectification its ledger and the uses. What may rightly come later is left out: the signatures under
// sheets and talks, and that a tally is closed.
func (c cover) stage(d Dossier, s Stage) {
	k := d.Case
	switch s {
	case Planned:
		c.view(k.ID, Case{Round: k.Round, Number: k.Number, Unit: k.Unit, Notice: k.Notice}, "stage")
		addAll(c, d.Principals, "to", "duties")
	case SelfCheck:
		c.view(k.ID, Case{Announce: k.Announce, SelfCheck: k.SelfCheck})
	case EntryMeeting:
		c.view(k.ID, Case{OnSite: OnSite{From: k.OnSite.From}})
		for _, m := range d.Meetings {
			if m.Type == Entry {
				c.add(m, "cases", "minutes")
			}
		}
		addAll(c, d.Surveys, tallyLeaves...)
		addAll(c, d.Evaluations, tallyLeaves...)
	case Inspection:
		for _, a := range d.Answers {
			if a.Said() || a.By != "" { // who is to check an item is no part of what was found
				c.add(a, append([]string{"person"}, stamps...)...)
			}
		}
		addAll(c, d.Findings, append(slices.Clone(findingLeaves), "amount", "irregular", "improper", "waste")...)
		addAll(c, d.Evidence, sheetLeaves...)
		addAll(c, d.Papers, paperLeaves...)
		addAll(c, d.Talks, talkLeaves...)
	case Summary:
		addAll(c, d.Consultations)
		addAll(c, d.Opinions)
		addAll(c, d.Approvals)
		addAll(c, d.Deliveries)
	case Rectification:
		c.view(k.ID, Case{Rectify: k.Rectify})
		addAll(c, d.Measures)
		addAll(c, d.Progress)
		addAll(c, d.Supervisions)
		addAll(c, d.Uses)
	}
}

func addAll[T Noun](c cover, list []T, leave ...string) {
	for _, n := range list {
		c.add(n, leave...)
	}
}

// hashOf gives the hash of what is covered: SHA-256, hex, over a line "ID hash" for each noun in the order of ID.
func hashOf(covered map[string]string) string {
	h := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(covered)) {
		h.Write([]byte(id + " " + covered[id] + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}
