package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// RosterRow is a line of a list that a unit handed over: a person on the staff or on the payroll, approved posts, a batch
// of appointments or one appointed in it, or a year of income and expenditure. It holds what the comparison of lists needs and no more: of an identity number a mark
// that tells equal numbers within one case, and the last four characters for people to compare.
type RosterRow struct {
	Row       int            `json:"row"`               // line of the file it was read from, from 1
	Source    string         `json:"source,omitempty"`  // sheet or file it stands in, where the list has several
	Who       string         `json:"who,omitempty"`     // mark of the identity number, see PersonMark
	Tail      string         `json:"tail,omitempty"`    // its last four characters
	Name      string         `json:"name,omitempty"`    // of the person
	Unit      string         `json:"unit,omitempty"`    // unit, where a list has several
	Section   string         `json:"section,omitempty"` // 内设机构, "" = the unit itself
	Post      string         `json:"post,omitempty"`    // post held; in a list of posts the approved title
	Rank      string         `json:"rank,omitempty"`    // rank held or approved: 正科级
	Kind      string         `json:"kind,omitempty"`    // PostsAdmin, PostsInstitution, PostsWorkers or KindOff; "" = not said
	Leader    string         `json:"leader,omitempty"`  // "yes", "no" or "" = not said: is it a leadership post
	Status    string         `json:"status,omitempty"`  // see RosterStatuses; "" = not said, counts as at work
	Sex       string         `json:"sex,omitempty"`     // "m" or "f"
	Born      Date           `json:"born,omitzero"`
	Since     Date           `json:"since,omitzero"`      // in the present post since
	Act       string         `json:"act,omitempty"`       // number of the document of appointment
	ActOn     Date           `json:"actOn,omitzero"`      // date of its approval
	Household string         `json:"household,omitempty"` // mark of the household, see HouseholdMark
	Kin       string         `json:"kin,omitempty"`       // declared relation: 夫妻
	KinOf     string         `json:"kinOf,omitempty"`     // to whom, by name
	Month     string         `json:"month,omitempty"`     // of the pay, 2026-03
	Pay       Money          `json:"pay,omitempty"`
	Quotas    map[string]int `json:"quotas,omitempty"` // approved numbers by PostKinds
	Year      string         `json:"year,omitempty"`   // of income and expenditure, or of a batch
	Finance   FinanceYear    `json:"finance,omitzero"`

	// Of appointments; Act and ActOn are the document and the day of the decision.
	Batch  string            `json:"batch,omitempty"`  // as the list calls it: 2025年第一批
	People int               `json:"people,omitempty"` // how many the batch has, 0 = not said
	What   string            `json:"what,omitempty"`   // 任职, 免职, 交流
	Steps  map[string]string `json:"steps,omitempty"`  // of AppointSteps that the list speaks of, see StepDone
}

// KindOff is the kind of staff outside the establishment (编外).
const KindOff = "off"

// Statuses of a person in a list of staff.
const (
	StatusActive  = "active"  // 在岗
	StatusAway    = "away"    // 借出、长休、脱产
	StatusLeft    = "left"    // 调离、辞职
	StatusRetired = "retired" // 退休
	StatusDead    = "dead"    // 去世
)

// RosterStatuses lists them.
var RosterStatuses = []string{StatusActive, StatusAway, StatusLeft, StatusRetired, StatusDead}

// Gone says whether the list itself says that the person no longer holds a post.
func (r RosterRow) Gone() bool {
	return r.Status == StatusLeft || r.Status == StatusRetired || r.Status == StatusDead
}

// Leads says whether the row is a leadership post: as the list says, and where it does not, by the word the post ends
// in (局长, 科长). Ranks that only sound like one (主任科员, 主任医师) are none.
func (r RosterRow) Leads() bool {
	if r.Leader != "" {
		return r.Leader == "yes"
	}
	for _, post := range strings.FieldsFunc(r.Post, func(c rune) bool { return strings.ContainsRune("、，,;；/ ", c) }) {
		post, _, _ = strings.Cut(strings.NewReplacer("（", "(").Replace(post), "(")
		if slices.ContainsFunc(leadingWords, func(w string) bool { return strings.HasSuffix(post, w) }) && !strings.HasSuffix(post, "班主任") {
			return true
		}
	}
	return false
}

// leadingWords are the words in which leadership posts of units and their sections end.
var leadingWords = []string{"书记", "局长", "主任", "科长", "处长", "部长", "院长", "校长", "园长", "馆长", "所长", "站长", "队长", "大队长",
	"支队长", "中心主任", "县长", "区长", "市长", "镇长", "乡长", "主席", "股长", "秘书长", "理事长", "会长", "厅长", "行长"}

// RosterFields lists the fields that columns of a list are read into, by the sort of the list, in the order in which
// they are shown. Their words are "rosterfield.NAME" in the translations.
var RosterFields = map[string][]string{
	"staff": {"name", "idNumber", "unit", "section", "post", "rank", "kind", "leader", "status", "sex", "born", "since",
		"act", "actOn", "household", "kin", "kinOf"},
	"appointments": append([]string{"batch", "year", "actOn", "act", "people", "name", "idNumber", "section", "post", "rank", "what", "since", "steps"}, AppointSteps...),
	"posts":        {"unit", "section", "kind", "count", "admin", "institution", "workers", "leaders", "post", "rank"},
	"payroll":      {"name", "idNumber", "unit", "section", "kind", "post", "month", "pay"},
	"finances":     {"year", "income", "outlay", "project", "three", "surplus"},
}

// NeededFields gives the fields without which a list of a sort says nothing: each inner list needs one column at least.
func NeededFields(sort string) [][]string {
	switch sort {
	case "staff":
		return [][]string{{"name"}}
	case "payroll":
		return [][]string{{"name", "idNumber"}}
	case "posts":
		return [][]string{{"count", "admin", "institution", "workers", "leaders", "post"}}
	case "appointments":
		return [][]string{{"batch", "actOn", "act", "year"}, {"people", "name"}}
	case "finances":
		return [][]string{{"year"}, {"income", "outlay", "surplus"}}
	}
	return nil
}

// PersonMark gives the mark of an identity number within a case: equal numbers have equal marks, and the number does not
// stand in it. A number of 15 figures counts as the one of 18 it became in 1999 (GB 11643). Blank text has no mark.
//
// Who has the workspace open and tries every number could still find one; the mark keeps numbers from being read over a
// shoulder or copied along, it is no lock. The lock is that of the workspace.
func PersonMark(caseID ID, number string) string {
	number = IdentityNumber(number)
	if number == "" {
		return ""
	}
	return personalMark("person", caseID, number)
}

// HouseholdMark gives the mark of the number of a household within a case.
func HouseholdMark(caseID ID, number string) string {
	number = strings.ToUpper(strings.Join(strings.Fields(number), ""))
	if number == "" {
		return ""
	}
	return personalMark("household", caseID, number)
}

func personalMark(what string, caseID ID, text string) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("lianshen/%s/v1 %s %s", what, caseID, text)))
	return hex.EncodeToString(sum[:10])
}

var (
	idForm15 = regexp.MustCompile(`^\d{15}$`)
	idForm18 = regexp.MustCompile(`^\d{17}[\dX]$`)
)

// IdentityNumber gives an identity number as it is compared: without blanks, in capitals, a short one made long.
func IdentityNumber(text string) string {
	s := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if idForm15.MatchString(s) {
		s = s[:6] + "19" + s[6:]
		s += string(checkFigure(s))
	}
	return s
}

// SoundIdentity says whether an identity number has the form and the check figure of one (GB 11643-1999).
func SoundIdentity(text string) bool {
	s := IdentityNumber(text)
	return idForm18.MatchString(s) && s[17] == checkFigure(s[:17])
}

// checkFigure gives the last character of an identity number from its 17 first (ISO 7064, MOD 11-2).
func checkFigure(s string) byte {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * weight
	}
	return "10X98765432"[sum%11]
}

// BornBySound gives the day of birth and the sex that a sound identity number says.
func BornBySound(number string) (born Date, sex string) {
	s := IdentityNumber(number)
	if !SoundIdentity(s) {
		return Date{}, ""
	}
	born, _ = ParseDate(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
	sex = "f"
	if (s[16]-'0')%2 == 1 {
		sex = "m"
	}
	return born, sex
}

// Tail gives the last four characters of an identity number.
func Tail(number string) string {
	s := IdentityNumber(number)
	if len(s) < 8 {
		return ""
	}
	return s[len(s)-4:]
}

var (
	rankBefore = regexp.MustCompile(`^(正|副)(国|部|省|厅|局|司|县|处|科|乡|股)级?$`)
	rankBehind = regexp.MustCompile(`^(国家|省部|厅局|县处|乡科|股)级(正|副)职?$`)
)

// rankOf gives the height of a leading rank, 0 when the text names none: 12 for 正国级 down to 1 for 副股级. Ranks of the
// non-leading series (一级主任科员) are another ladder and are not compared.
func rankOf(text string) int {
	text = strings.TrimSpace(text)
	level, side := "", ""
	if m := rankBefore.FindStringSubmatch(text); m != nil {
		side, level = m[1], m[2]
	} else if m := rankBehind.FindStringSubmatch(text); m != nil {
		level, side = m[1], m[2]
	}
	height := map[string]int{"国": 11, "国家": 11, "部": 9, "省": 9, "省部": 9, "厅": 7, "局": 7, "司": 7, "厅局": 7, "县": 5, "处": 5, "县处": 5,
		"科": 3, "乡": 3, "乡科": 3, "股": 1}[level]
	if height > 0 && side == "正" {
		height++
	}
	return height
}
