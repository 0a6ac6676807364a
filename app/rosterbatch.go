package app

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// AppointSteps lists the steps of choosing a leader in their order: initiation, democratic recommendation, inspection,
// collective decision, public notice, talk on taking office (Civil Servants Law art. 46 and 48, domain XR-2 to XR-6).
var AppointSteps = []string{"motion", "recommend", "inspect", "decide", "notice", "talk"}

// StepDone and StepMissing are what a list says of a step that it gives no day for; a step with a day has the day,
// 2025-03-01. A step that the list leaves blank while it has a place for it is "".
const (
	StepDone    = "yes"
	StepMissing = "no"
)

// stepItems are the items of the shipped checklist under which a step is looked at.
var stepItems = map[string]string{"motion": "XR-2-04", "recommend": "XR-3-01", "inspect": "XR-4-02", "decide": "XR-5-02", "notice": "XR-6-01", "talk": "XR-6-03"}

var stepWords = map[string]string{"motion": "动议", "recommend": "民主推荐", "inspect": "考察", "decide": "讨论决定", "notice": "任前公示", "talk": "任职谈话"}

// Removes says whether a row of a list of appointments only takes somebody out of a post: that needs no recommendation,
// inspection or notice.
func (r RosterRow) Removes() bool {
	for _, text := range []string{r.What, r.Post} {
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "免") && !strings.HasPrefix(text, "免试") && !strings.Contains(text, "任命") && !putsInto.MatchString(text) {
			return true
		}
	}
	return false
}

// putsInto finds that somebody is put into a post beside being taken out of another: 免去办公室主任职务，任财务科科长.
var putsInto = regexp.MustCompile(`(^|[，,、；;。\s])任`)

// AppointBatch is a batch of appointments as its rows tell it.
type AppointBatch struct {
	Name   string // as the list calls it, else the document or the day
	Year   string // "" = nothing tells it
	On     Date   // of the decision, zero when no row has one
	People int    // how many times somebody was appointed or removed
	Named  bool   // each of them stands in a row of its own
	Rows   []RosterRow
}

var yearWithin = regexp.MustCompile(`(19|20)\d{2}`)

// yearOf gives the year that a row of appointments belongs to, "" when nothing in it tells one.
func yearOf(r RosterRow) string {
	switch {
	case r.Year != "":
		return r.Year
	case !r.ActOn.IsZero():
		return strconv.Itoa(r.ActOn.Year)
	case yearWithin.MatchString(r.Batch):
		return yearWithin.FindString(r.Batch)
	case yearWithin.MatchString(r.Act):
		return yearWithin.FindString(r.Act)
	case !r.Since.IsZero():
		return strconv.Itoa(r.Since.Year)
	}
	return ""
}

// AppointBatches gathers the rows of a list of appointments into batches, by year and then by day and name. Rows belong together
// that have the same batch in a year; where a list has no column for it, the same document, else the same day.
func AppointBatches(rows []RosterRow) []AppointBatch {
	at := map[string]*AppointBatch{}
	named, said, sum := map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range rows {
		year, name := yearOf(r), cmp.Or(r.Batch, r.Act, r.ActOn.String())
		key := year + "|" + strings.Join(strings.Fields(name), "")
		b := at[key]
		if b == nil {
			b = &AppointBatch{Name: name, Year: year}
			at[key] = b
		}
		if b.On.IsZero() || !r.ActOn.IsZero() && r.ActOn.Before(b.On) {
			b.On = r.ActOn
		}
		if r.Name != "" {
			named[key]++
		}
		said[key] = max(said[key], r.People) // over merged cells the number stands in each row
		sum[key] += r.People
		b.Rows = append(b.Rows, r)
	}
	var out []AppointBatch
	for key, b := range at {
		b.People, b.Named = max(named[key], said[key]), named[key] > 0 && named[key] >= said[key]
		if named[key] == 0 {
			b.People = sum[key]
		}
		slices.SortStableFunc(b.Rows, func(x, y RosterRow) int { return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Row, y.Row)) })
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b AppointBatch) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.On.String(), b.On.String()), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// appointmentYears gives what was appointed by year: out of the list of appointments, else out of the facts of the case.
func appointmentYears(f UnitFacts, l Lists) map[string]Appointment {
	if len(l.Appointments) == 0 {
		return f.Appointments
	}
	out := map[string]Appointment{}
	for _, b := range AppointBatches(l.Appointments) {
		if b.Year != "" {
			a := out[b.Year]
			out[b.Year] = Appointment{Batches: a.Batches + 1, People: a.People + b.People}
		}
	}
	return out
}

// batches looks through the list of appointments itself: steps that it lacks, and steps whose days contradict their order.
func (x *comparing) batches() {
	if len(x.l.Appointments) == 0 {
		x.skip("batches", CrossSteps, CrossOrder)
		return
	}
	spoken := Set{} // steps of which the list says something somewhere
	for _, r := range x.l.Appointments {
		for step, said := range r.Steps {
			if said != "" {
				spoken[step] = true
			}
		}
	}
	if len(spoken) == 0 {
		x.skip("steps", CrossSteps, CrossOrder)
		return
	}
	for _, b := range AppointBatches(x.l.Appointments) {
		x.lacksSteps(b, spoken)
		for _, r := range b.Rows {
			x.disordered(b, r)
		}
	}
}

// lacksSteps proposes a batch in which steps are missing of which the list speaks. One that the list calls missing weighs
// more than one that it leaves blank.
func (x *comparing) lacksSteps(b AppointBatch, spoken Set) {
	missing, denied := map[string]bool{}, false
	var rows []RosterRow
	for _, r := range b.Rows {
		if r.Removes() {
			continue
		}
		lacks := false
		for _, step := range AppointSteps {
			said, there := r.Steps[step]
			if spoken.Has(step) && there && (said == "" || said == StepMissing) {
				missing[step], lacks = true, true
				denied = denied || said == StepMissing
			}
		}
		if lacks {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return
	}
	var steps, words []string
	var names []Word
	for _, step := range AppointSteps {
		if missing[step] {
			steps, words, names = append(steps, step), append(words, stepWords[step]), append(names, Word("rosterfield."+step))
		}
	}
	grade := GradeNotable
	if denied {
		grade = GradeSevere
	}
	who := ""
	if rows[0].Name != "" {
		who = fmt.Sprintf("中%d人（%s）", len(rows), fewNames(rows))
	}
	fact := fmt.Sprintf("任免批次表所列“%s”%s没有%s的记录。", b.Name, who, strings.Join(words, "、"))
	x.propose(CrossSteps, grade, b.Name, b.Year+"|"+b.Name+"|"+strings.Join(steps, ","), fact, proofs("appointments", rows...),
		"batch", b.Name, "steps", names, "n", len(rows))
	x.out.Candidates[len(x.out.Candidates)-1].Item = stepItems[steps[0]]
}

// fewNames lists the people of rows, the first eight of many.
func fewNames(rows []RosterRow) string {
	const most = 8
	var names []string
	for _, r := range rows {
		if r.Name != "" && !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	if len(names) > most {
		return strings.Join(names[:most], "、") + "等"
	}
	return strings.Join(names, "、")
}

// disordered proposes a row whose steps have days that run against their order. The talk has no fixed place in it.
func (x *comparing) disordered(b AppointBatch, r RosterRow) {
	last, lastStep := Date{}, ""
	for _, step := range AppointSteps {
		day, err := ParseDate(r.Steps[step])
		if err != nil || step == "talk" {
			continue
		}
		if day.Before(last) {
			about := cmp.Or(r.Name, b.Name)
			fact := fmt.Sprintf("任免批次表所列“%s”，%s的%s日期为%s，早于%s日期%s。", b.Name, cmp.Or(r.Name, "该批次"), stepWords[step], day.Chinese(), stepWords[lastStep], last.Chinese())
			x.propose(CrossOrder, GradeSevere, about, b.Year+"|"+b.Name+"|"+identity(r)+"|"+step+day.String()+last.String(), fact, proofs("appointments", r),
				"name", about, "batch", b.Name, "step", Word("rosterfield."+step), "on", day, "before", Word("rosterfield."+lastStep), "earlier", last)
			x.out.Candidates[len(x.out.Candidates)-1].Item = stepItems[step]
			return
		}
		last, lastStep = day, step
	}
}

// unbatched proposes a leader in post since a year that the list of appointments covers, who stands in none of its
// batches; it says whether the list could tell. A year of which a batch gives numbers without names cannot tell.
func (x *comparing) unbatched(r RosterRow, year string) bool {
	if len(x.l.Appointments) == 0 {
		return false
	}
	var years []string
	var same []RosterRow
	for _, b := range x.groups {
		if b.Year != "" {
			years = append(years, b.Year)
		}
		if b.Year == year {
			if !b.Named {
				return false
			}
			same = append(same, b.Rows...)
		}
	}
	if len(years) == 0 || year < years[0] || year > years[len(years)-1] {
		return false
	}
	for _, i := range x.appointees.same(r) {
		if !x.l.Appointments[i].Removes() {
			return true
		}
	}
	fact := fmt.Sprintf("%s自%s起任“%s”，任免批次表所列%s年%d人次中没有此人。", personInWords(r), r.Since.Chinese(), r.Post, year, len(same))
	x.propose(CrossProcedure, GradeSevere, r.Name, identity(r)+"|"+r.Since.String(), fact, append(proofs("staff", r), proofs("appointments", same...)...),
		"name", r.Name, "post", r.Post, "since", r.Since, "year", year, "people", len(same), "unbatched", true)
	return true
}

// allNamed says whether the list of appointments has batches of a year and names everybody in them.
func (x *comparing) allNamed(year string) bool {
	there := false
	for _, b := range x.groups {
		if b.Year == year {
			if there = true; !b.Named {
				return false
			}
		}
	}
	return there
}

// earlyAppointed proposes who by the list of appointments was in post before the decision; those whom the list of staff
// has told already are left out.
func (x *comparing) earlyAppointed(told Set) {
	for _, r := range x.l.Appointments {
		decided := r.ActOn
		if day, err := ParseDate(r.Steps["decide"]); err == nil {
			decided = day
		}
		if r.Name == "" || r.Removes() || r.Since.IsZero() || !r.Since.Before(decided) || told.Has(r.Name) {
			continue
		}
		told[r.Name] = true
		fact := fmt.Sprintf("%s自%s起任“%s”，任免批次表所列决定日期为%s，任职早于决定%d天。", personInWords(r), r.Since.Chinese(), r.Post, decided.Chinese(), decided.Sub(r.Since))
		x.propose(CrossEarly, GradeSevere, r.Name, identity(r)+"|"+r.Since.String()+"|"+decided.String(), fact, proofs("appointments", r),
			"name", r.Name, "post", r.Post, "since", r.Since, "act", decided, "n", decided.Sub(r.Since))
	}
}

// offerBatches offers the batches and people of each year as the list of appointments has them.
func offerBatches(f UnitFacts, l Lists) []FactOffer {
	years := appointmentYears(f, l)
	var out []FactOffer
	for _, year := range slices.Sorted(maps.Keys(years)) {
		have, offer := f.Appointments[year], years[year]
		if have.Batches != offer.Batches {
			out = append(out, FactOffer{Field: "appointments/" + year + "/batches", Have: int64(have.Batches), Offer: int64(offer.Batches)})
		}
		if have.People != offer.People {
			out = append(out, FactOffer{Field: "appointments/" + year + "/people", Have: int64(have.People), Offer: int64(offer.People)})
		}
	}
	return out
}
