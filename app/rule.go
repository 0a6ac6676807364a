package app

import (
	"cmp"
	"regexp"
	"slices"
)

// Codes of small enumerations that are kept as plain strings.
var (
	// TalkTypes lists the types of talks (form 3.8): with the leading team, with one person, a panel, to
	// verify a fact.
	TalkTypes = []string{"team", "single", "panel", "verify"}
	// Ways lists how papers are delivered (form 3.23): handed over, by post, otherwise.
	Ways = []string{"direct", "post", "other"}
	// LawStatuses lists whether a law is in force.
	LawStatuses = []string{"current", "amended", "repealed"}
)

// required refuses a blank text.
func required(path, text string) error {
	if blank(text) {
		return refuseField("field.required", path)
	}
	return nil
}

// requiredDate refuses a date that is not known.
func requiredDate(path string, d Date) error {
	if d.IsZero() {
		return refuseField("field.required", path)
	}
	return nil
}

// firstOf gives the first of several errors that is one.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// inOrder refuses a date that lies before another one it follows; a date that is not known passes.
func inOrder(fromPath string, from Date, toPath string, to Date) error {
	if to.Before(from) {
		return refuseField("date.order", toPath, "earlier", Word("field."+labelOf(fromPath)), "from", from, "to", to)
	}
	return nil
}

// oneOf refuses a code that is not in the list; "" passes.
func oneOf(path, code string, allowed []string) error {
	if code != "" && !slices.Contains(allowed, code) {
		return refuseField("code.unknown", path, "code", code)
	}
	return nil
}

// eachOf refuses a set with an element that is not in the list.
func eachOf(path string, s Set, allowed []string) error {
	for _, code := range s.Sorted() {
		if !slices.Contains(allowed, code) {
			return refuseField("code.unknown", path, "code", code)
		}
	}
	return nil
}

// officialNumber refuses a document number that has not the form of GB/T 9704; "" passes.
func officialNumber(path, number string) error {
	if number == "" || documentNumber.MatchString(number) {
		return nil
	}
	return refuseField("number.form", path, "text", number)
}

func (n Round) check() error {
	if n.Year < 1900 || n.Year > 2199 {
		return refuseField("year.range", "year", "value", n.Year)
	}
	for grade, w := range n.Settings.Weights {
		if !slices.Contains(Grades4, grade) {
			return refuseField("code.unknown", "settings/weights", "code", grade)
		}
		if w > 1000 {
			return refuseField("weight.range", "settings/weights/"+grade, "value", w)
		}
	}
	return firstOf(required("name", n.Name), officialNumber("noticeNumber", n.NoticeNumber), officialNumber("foundingNo", n.FoundingNo),
		n.Settings.checkIndexes(), n.Settings.checkForms(), checkChain(n.Settings.Chain), n.Settings.checkWordings())
}

func (n Person) check() error {
	return firstOf(required("name", n.Name), eachOf("roles", n.Roles, list(Roles)), eachOf("strands", n.Strands, list(Strands)))
}

// check: a table has days of its own year only, each once.
func (n DayTable) check() error {
	if n.Year < 1900 || n.Year > 2199 {
		return refuseField("year.range", "year", "value", n.Year)
	}
	seen := map[Date]bool{}
	for _, d := range append(slices.Clone(n.Off), n.Worked...) {
		if d.Date.Year != n.Year {
			return refuseField("calendar.year", "off", "date", d.Date, "year", n.Year)
		}
		if seen[d.Date] {
			return refuseField("calendar.twice", "off", "date", d.Date)
		}
		seen[d.Date] = true
	}
	return nil
}

// itemForm is the form of the code of an item: that of the section it was written in, and its number there. It keeps its
// code when it moves to another section: answers, findings and papers name it by it.
var itemForm = regexp.MustCompile(`^[^-\s]+-[^-\s]+-[^-\s]+$`)

// check: every item has a code of its strand, once, and says what to check; in a draft that may be still to come.
func (n Template) check() error {
	seen, sections := map[string]bool{}, map[string]bool{}
	for _, s := range n.Sections {
		if err := required("sections", s.Code); err != nil {
			return err
		}
		if n.MadeBy != "" && StrandOfItem(s.Code) != n.Strand || sections[s.Code] {
			return refuseField("section.code", "code", "section", s.Code)
		}
		sections[s.Code] = true
		for _, i := range s.Items {
			switch {
			case StrandOfItem(i.Code) != n.Strand || !itemForm.MatchString(i.Code):
				return refuseField("item.code", "code", "item", i.Code)
			case seen[i.Code]:
				return refuseField("item.twice", "code", "item", i.Code)
			case blank(i.Check) && !n.Draft():
				return required("check", "")
			}
			seen[i.Code] = true
		}
	}
	return firstOf(required("strand", string(n.Strand)), required("version", n.Version))
}

func (n Case) check() error {
	errs := []error{required("number", n.Number), required("unit", string(n.Unit)), required("stage", string(n.Stage)),
		officialNumber("notice/number", n.Notice.Number), officialNumber("notice/auditNumber", n.Notice.AuditNumber),
		officialNumber("rectify/noticeNumber", n.Rectify.NoticeNumber),
		inOrder("announce/from", n.Announce.From, "announce/to", n.Announce.To),
		inOrder("onSite/from", n.OnSite.From, "onSite/to", n.OnSite.To),
		inOrder("rectify/planReceived", n.Rectify.PlanReceived, "rectify/reportReceived", n.Rectify.ReportReceived)}
	for _, s := range Stages {
		d := n.Stages[s]
		path := "stages/" + string(s) + "/"
		errs = append(errs, inOrder(path+"plannedFrom", d.PlannedFrom, path+"plannedTo", d.PlannedTo),
			inOrder(path+"started", d.Started, path+"closed", d.Closed))
	}
	for _, s := range Strands {
		st := n.Strands[s]
		path := "strands/" + string(s) + "/"
		errs = append(errs, officialNumber(path+"number", st.Number), inOrder(path+"draftedOn", st.DraftedOn, path+"issuedOn", st.IssuedOn))
	}
	for gate, w := range n.Waivers {
		errs = append(errs, required("waivers/"+gate+"/reason", w.Reason))
	}
	errs = append(errs, eachOf("facts/posts", keys(n.Facts.Posts), PostKinds), years("facts/finances", n.Facts.Finances), years("facts/appointments", n.Facts.Appointments))
	if !n.Rectify.ReportDueMoved.IsZero() {
		errs = append(errs, required("rectify/movedReason", n.Rectify.MovedReason))
	}
	return firstOf(errs...)
}

func keys[V any](m map[string]V) Set {
	s := Set{}
	for k := range m {
		s[k] = true
	}
	return s
}

var yearForm = regexp.MustCompile(`^(19|20|21)\d{2}$`)

// years refuses a key that is no year.
func years[V any](path string, m map[string]V) error {
	for k := range m {
		if !yearForm.MatchString(k) {
			return refuseField("year.range", path, "value", k)
		}
	}
	return nil
}

// check: the tenure runs forwards.
func (n Principal) check() error {
	if !n.From.IsZero() && !n.To.IsZero() && n.To.String() < n.From.String() {
		return refuseField("tenure.order", "to", "from", n.From.String(), "to", n.To.String())
	}
	return firstOf(required("name", n.Name), required("post", n.Post), required("occasion", string(n.Occasion)))
}

// Tenure gives the time in office in words, "2021年6月至2026年3月"; without an end it runs 至今.
func (n Principal) Tenure() string {
	if n.From.IsZero() {
		return ""
	}
	if n.To.IsZero() {
		return n.From.Chinese() + "至今"
	}
	return n.From.Chinese() + "至" + n.To.Chinese()
}

func sortApprovals(list []Approval) {
	slices.SortStableFunc(list, func(a, b Approval) int { return cmp.Compare(a.On.String(), b.On.String()) })
}

// check: the item is one of a checklist; "not applicable" and "not checked" have a reason (domain 2.0);
// counts fit: faulty ≤ sampled ≤ should, where should is given.
func (n Answer) check() error {
	if n.ID != AnswerID(n.Case, n.Item) {
		return Refuse("answer.id", "item", n.Item)
	}
	if StrandOfItem(n.Item) == "" {
		return Refuse("item.unknown", "item", n.Item)
	}
	if (n.Conclusion == NotApplicable || n.Conclusion == NotChecked) && blank(n.Note) {
		return refuseField("note.required", "note", "item", n.Item)
	}
	if n.Should > 0 && n.Sampled > n.Should {
		return refuseField("count.sampled", "sampled", "sampled", n.Sampled, "should", n.Should)
	}
	if n.Faulty > n.Sampled {
		return refuseField("count.faulty", "faulty", "faulty", n.Faulty, "sampled", n.Sampled)
	}
	return eachOf("methods", n.Methods, list(Methods))
}
