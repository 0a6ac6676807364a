package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Grade says how much a candidate weighs.
type Grade string

// The grades, the heaviest first.
const (
	GradeSevere  Grade = "severe"  // 严重: the lists contradict a rule
	GradeNotable Grade = "notable" // 一般: the lists contradict each other
	GradeHint    Grade = "hint"    // 提示: to be looked at, there may be a good reason
)

// Grades lists all.
var Grades = []Grade{GradeSevere, GradeNotable, GradeHint}

// Lists are the lists of a case that are compared, as they count now.
type Lists struct {
	Staff, Posts, Payroll, Appointments, Finances []RosterRow
	Of                                            map[string]Roster // where they come from, by sort
}

// ProofRow is a row that proves a candidate.
type ProofRow struct {
	Sort string // of the list
	RosterRow
}

// Candidate is a mismatch that the lists show: what may be a finding once a person has looked. It accuses nobody.
type Candidate struct {
	Key    string // stable while what it rests on stays the same: under it a dismissal is kept
	Rule   string // see CrossRules; its sentence is "cross.RULE" in the translations
	Grade  Grade
	Item   string // the item of the checklist it belongs under
	Args   map[string]any
	Rows   []ProofRow
	Type   string // of the finding: 问题定性
	Fact   string // what the lists say, as the fact of a finding
	About  string // whom or what it is about: a person's name, a section
	Waived Waiver // why it was dismissed, zero when it was not
	Taken  ID     // the finding that was made of it, "" = none
}

// Open says whether nobody has decided about the candidate yet.
func (c Candidate) Open() bool { return c.Taken == "" && c.Waived == Waiver{} }

// Unchecked is a rule that could not be asked, and why ("cross.unchecked.WHY").
type Unchecked struct{ Rule, Why string }

// Comparison is what comparing the lists gave.
type Comparison struct {
	Candidates []Candidate // the heaviest first, then by rule and whom they are about
	Unchecked  []Unchecked // in the order of CrossRules
}

// The rules of the comparison.
const (
	CrossQuota     = "quota"     // more people than approved posts of a kind in the unit
	CrossSection   = "section"   // the same in a section
	CrossLeaders   = "leaders"   // more leaders than approved
	CrossBody      = "body"      // a section that is not approved
	CrossUnlisted  = "unlisted"  // paid but not listed
	CrossUnpaid    = "unpaid"    // listed but not paid
	CrossTwice     = "twice"     // paid twice in a month
	CrossUnits     = "units"     // listed or paid in two units
	CrossGone      = "gone"      // gone by the list and still paid
	CrossRetired   = "retired"   // beyond the age of retirement and still paid
	CrossEarly     = "early"     // in post before the appointment was approved
	CrossProcedure = "procedure" // in a leadership post without a document, in a year without appointments
	CrossBatches   = "batches"   // more leaders than the appointments of the year
	CrossSteps     = "steps"     // a batch of appointments in which steps are missing
	CrossOrder     = "order"     // steps of an appointment whose days contradict their order
	CrossKin       = "kin"       // relatives by declaration
	CrossHousehold = "household" // several of one household
	CrossTitle     = "title"     // a leadership post that is not among the approved ones
	CrossRank      = "rank"      // a rank above the approved one
)

// CrossRules lists them in the order in which they are asked and shown.
var CrossRules = []string{CrossQuota, CrossSection, CrossLeaders, CrossBody, CrossUnlisted, CrossUnpaid, CrossTwice, CrossUnits, CrossGone,
	CrossRetired, CrossEarly, CrossProcedure, CrossBatches, CrossSteps, CrossOrder, CrossKin, CrossHousehold, CrossTitle, CrossRank}

// crossItem is the item of the shipped checklists under which what a rule proposes is looked at.
var crossItem = map[string]string{CrossQuota: "BZ-4-01", CrossSection: "BZ-4-01", CrossLeaders: "BZ-5-01", CrossBody: "BZ-3-02",
	CrossUnlisted: "BZ-4-04", CrossUnpaid: "BZ-4-07", CrossTwice: "BZ-4-04", CrossUnits: "BZ-4-04", CrossGone: "BZ-4-04", CrossRetired: "BZ-4-04",
	CrossEarly: "XR-5-02", CrossProcedure: "XR-5-02", CrossBatches: "XR-5-02", CrossSteps: "XR-6-01", CrossOrder: "XR-5-02", CrossKin: "XR-5-04", CrossHousehold: "XR-5-04",
	CrossTitle: "BZ-5-03", CrossRank: "XR-2-01"}

// crossType names the kind of problem a rule proposes, as findings are titled (domain 7, 问题定性).
var crossType = map[string]string{CrossQuota: "超编进人", CrossSection: "内设机构超编", CrossLeaders: "超职数配备干部", CrossBody: "擅自设立内设机构",
	CrossUnlisted: "名册以外人员领取工资", CrossUnpaid: "在编人员与工资发放不符", CrossTwice: "重复领取工资", CrossUnits: "同一人员在两个单位列编或者领取工资", CrossGone: "离岗人员继续领取工资",
	CrossRetired: "达到退休年龄继续领取工资", CrossEarly: "先任职后审批", CrossProcedure: "任职未见任免手续", CrossBatches: "任职人数与任免记录不符",
	CrossSteps: "选拔任用程序缺项", CrossOrder: "选拔任用程序倒置", CrossKin: "未执行亲属回避规定", CrossHousehold: "未执行亲属回避规定", CrossTitle: "自设领导职务名称", CrossRank: "超规格配备干部"}

// CompareLists compares the lists of a case with each other and with the facts of the case. It is sure only where
// identity numbers are; where a list has none it goes by names, and then two people of one name count as one, so that
// nobody is suspected for want of a number. Relatives are told by what was declared, never by their surnames.
func CompareLists(d Dossier, l Lists) Comparison {
	x := &comparing{d: d, l: l, staff: newPersonIndex(l.Staff), payroll: newPersonIndex(l.Payroll),
		appointees: newPersonIndex(l.Appointments), groups: AppointBatches(l.Appointments), months: wholeMonths(l.Payroll)}
	for _, step := range []func(){x.quotas, x.bodies, x.pay, x.twice, x.units, x.retired, x.appointed, x.batches, x.kin, x.titles} {
		step()
	}
	for i, c := range x.out.Candidates {
		x.out.Candidates[i].Waived = d.Case.Sweep[c.Key]
		if id := candidateFinding(d.Case.ID, c.Key); id != "" {
			if _, there := d.Finding(id); there {
				x.out.Candidates[i].Taken = id
			}
		}
	}
	grade := func(g Grade) int { return slices.Index(Grades, g) }
	rule := func(r string) int { return slices.Index(CrossRules, r) }
	slices.SortStableFunc(x.out.Candidates, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(grade(a.Grade), grade(b.Grade)), cmp.Compare(rule(a.Rule), rule(b.Rule)), cmp.Compare(a.About, b.About), cmp.Compare(a.Key, b.Key))
	})
	slices.SortStableFunc(x.out.Unchecked, func(a, b Unchecked) int { return cmp.Compare(rule(a.Rule), rule(b.Rule)) })
	return x.out
}

// comparing is a comparison in the making.
type comparing struct {
	d                          Dossier
	l                          Lists
	staff, payroll, appointees personIndex
	groups                     []AppointBatch // of appointments
	months                     []string       // whole ones of the payroll, in order
	out                        Comparison
}

// skip notes rules that cannot be asked.
func (x *comparing) skip(why string, rules ...string) {
	for _, r := range rules {
		x.out.Unchecked = append(x.out.Unchecked, Unchecked{r, why})
	}
}

// propose adds a candidate. on is what it rests on: while that stays the same, it is the same candidate.
func (x *comparing) propose(rule string, grade Grade, about, on, fact string, rows []ProofRow, args ...any) {
	c := Candidate{Key: "cross." + rule + "@" + string(DeriveID(KindRoster, x.d.Case.ID, rule+"|"+on)), Rule: rule, Grade: grade, Item: crossItem[rule],
		Type: crossType[rule], Fact: fact, About: about, Rows: rows, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		c.Args[args[i].(string)] = args[i+1]
	}
	x.out.Candidates = append(x.out.Candidates, c)
}

// candidateFinding gives the identity that the finding made of a candidate has, the same on every laptop.
func candidateFinding(caseID ID, key string) ID { return DeriveID(KindFinding, caseID, key) }

// personIndex finds people of a list.
type personIndex struct {
	rows   []RosterRow
	byWho  map[string][]int
	byName map[string][]int
}

func newPersonIndex(rows []RosterRow) personIndex {
	x := personIndex{rows, map[string][]int{}, map[string][]int{}}
	for i, r := range rows {
		if r.Who != "" {
			x.byWho[r.Who] = append(x.byWho[r.Who], i)
		}
		if r.Name != "" {
			x.byName[r.Name] = append(x.byName[r.Name], i)
		}
	}
	return x
}

// same gives the rows of the list that are, or may be, this person: of the same number; else, where one of the two has no
// number, of the same name.
func (x personIndex) same(r RosterRow) []int {
	if r.Who != "" {
		if found := x.byWho[r.Who]; len(found) > 0 {
			return found
		}
	}
	var out []int
	for _, i := range x.byName[r.Name] {
		if o := x.rows[i]; r.Who == "" || o.Who == "" {
			out = append(out, i)
		}
	}
	return out
}

// alike says whether the list has somebody of the same name under another number: perhaps a slip in a number.
func (x personIndex) alike(r RosterRow) bool { return r.Name != "" && len(x.byName[r.Name]) > 0 }

// identity tells a person of a list from others: by number, else by name.
func identity(r RosterRow) string {
	if r.Who != "" {
		return "#" + r.Who
	}
	return r.Name
}

func proofs(sort string, rows ...RosterRow) []ProofRow {
	out := make([]ProofRow, len(rows))
	for i, r := range rows {
		out[i] = ProofRow{sort, r}
	}
	return out
}

func pickRows(rows []RosterRow, at []int) []RosterRow {
	out := make([]RosterRow, len(at))
	for i, n := range at {
		out[i] = rows[n]
	}
	return out
}

// sectionOf gives the section of a row as it is compared; "" is the unit itself, whatever its leaders' row is called.
func sectionOf(r RosterRow) string {
	s := strings.Join(strings.Fields(r.Section), "")
	if strings.HasSuffix(s, "领导") || strings.Contains(s, "领导班子") || s == "本级" || s == "机关本级" || s == "单位领导" {
		return ""
	}
	return s
}

// kindWords are how kinds of posts are called in the facts of findings.
var kindWords = map[string]string{PostsAdmin: "行政编制", PostsInstitution: "事业编制", PostsWorkers: "工勤编制", PostsLeaders: "领导职数", KindOff: "编外"}

func personInWords(r RosterRow) string {
	if r.Tail == "" {
		return r.Name
	}
	return fmt.Sprintf("%s（证件号码末四位%s）", r.Name, r.Tail)
}

// Sentence gives the key of the translation that says what the candidate is about; its places are Args.
func (c Candidate) Sentence() string {
	key := "cross." + c.Rule
	on := func(arg string) bool { is, _ := c.Args[arg].(bool); return is }
	switch {
	case c.Rule == CrossLeaders && !on("whole"):
		return key + ".section"
	case on("unbatched"):
		return key + ".unbatched"
	case on("before"):
		return key + ".before"
	case on("gaps"):
		return key + ".gaps"
	case on("alike"):
		return key + ".alike"
	case on("above"):
		return key + ".above"
	case c.Rule == CrossProcedure && !on("none"):
		return key + ".act"
	}
	return key
}
