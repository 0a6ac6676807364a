package app

// Round is one campaign (联审批次), such as "2026年度". Where the plan is silent, local practice differs:
// the settings of a round say what holds here.
type Round struct {
	ID           ID       `json:"id"`
	Name         string   `json:"name"`
	Year         int      `json:"year"`
	City         string   `json:"city"`
	NoticeNumber string   `json:"noticeNumber"` // 发文字号 of the 通知 (R2)
	NoticeDate   Date     `json:"noticeDate"`
	SelfCheckDue Date     `json:"selfCheckDue"` // D1, R12: 31 March unless set otherwise
	FoundingNo   string   `json:"foundingNo"`   // 成立文件 of the groups (R3)
	Grouping     Grouping `json:"grouping"`
	Office       Office   `json:"office"`
	Settings     Settings `json:"settings"`
	// Templates pins the checklist version for new cases, per strand.
	Templates map[Strand]string `json:"templates"`
}

// Office is the office of the leading group (联审办, R6).
type Office struct {
	Name        string `json:"name"`
	Director    ID     `json:"director"`
	Coordinator ID     `json:"coordinator"`
	Phone       string `json:"phone"`
	Address     string `json:"address"`
	Email       string `json:"email"`
}

// Settings are what a round fixes where the plan is silent.
type Settings struct {
	NoticeLeadDays    int            `json:"noticeLeadDays"`    // D2, working days before on-site work, default 3
	AnnounceDays      int            `json:"announceDays"`      // D3, natural days, 0 = until the on-site stage ends
	MaterialDays      int            `json:"materialDays"`      // D4, working days, default 3
	EvidenceReplyDays int            `json:"evidenceReplyDays"` // D5, working days, default 3
	OpinionDays       int            `json:"opinionDays"`       // D6, working days, default 10
	PlanDays          int            `json:"planDays"`          // D7, working days, default 10
	ReportDays        int            `json:"reportDays"`        // D8, default 30 (R36)
	ReportDaysKind    DayKind        `json:"reportDaysKind"`    // D8, natural unless set otherwise
	Weights           map[string]int `json:"weights"`           // coefficient per grade in thousandths: good 1000, fair 800, average 600, poor 400
	UnknownInBase     bool           `json:"unknownInBase"`     // "不了解" counts in the denominator (default true)
	Thousands         bool           `json:"thousands"`         // separators in amounts (default true)
	// Indexes are the index schemes by kind, "sheet" and "paper", such as "{三责}{项目}-{部分}-{序号}" (form 3.12); one that
	// is left out is DefaultIndex. FormNumbers are the numbers of forms by their codes (see Forms); one that is left out is
	// DefaultFormNumber.
	Indexes     map[string]string `json:"indexes"`
	FormNumbers map[string]string `json:"formNumbers"`
	// PlainFiles leaves out of the files of reports what they state as data (report.json within the PDF).
	PlainFiles bool `json:"plainFiles"`
	// Wordings are the office's own templates of sections of reports, by WordingKey; package reports/template has their language.
	Wordings map[string]string `json:"wordings"`
	Chain    []ChainStep       `json:"chain"` // by which a report is examined before the approving department answers
}

// DefaultSettings are the settings a new round starts with (domain 1.8, 3.6, 3.7).
func DefaultSettings() Settings {
	return Settings{
		NoticeLeadDays: 3, MaterialDays: 3, EvidenceReplyDays: 3, OpinionDays: 10, PlanDays: 10,
		ReportDays: 30, ReportDaysKind: NaturalDays,
		Weights:       map[string]int{GradeGood: 1000, GradeFair: 800, GradeAverage: 600, GradePoor: 400},
		UnknownInBase: true, Thousands: true,
	}
}

// Zone is a responsibility zone (责任区, R13).
type Zone struct {
	ID    ID     `json:"id"`
	Round ID     `json:"round"`
	Order int    `json:"order"`
	Name  string `json:"name"`
}

// Group is a joint-review group (联审工作组, R3–R5). Its members come from all three systems.
type Group struct {
	ID       ID     `json:"id"`
	Round    ID     `json:"round"`
	Order    int    `json:"order"`
	Name     string `json:"name"`
	LeadDept string `json:"leadDept"` // 牵头部门 (R4)
	Zone     ID     `json:"zone"`     // when grouped by zone
	Strand   Strand `json:"strand"`   // when grouped by strand
	Leader   ID     `json:"leader"`
	Deputies Set    `json:"deputies"` // person IDs
	Members  Set    `json:"members"`  // person IDs
	Phone    string `json:"phone"`
}

// Person is somebody of the review's side: a member of a group, the office, an approver.
type Person struct {
	ID      ID     `json:"id"`
	Name    string `json:"name"`
	Dept    string `json:"dept"`
	Post    string `json:"post"`
	Phone   string `json:"phone"`
	Roles   Set    `json:"roles"`   // Role codes
	Strands Set    `json:"strands"` // Strand codes he or she may work on (R5)
}

// Unit is a reviewed unit (被检单位).
type Unit struct {
	ID        ID       `json:"id"`
	Name      string   `json:"name"`
	ShortName string   `json:"shortName"`
	Kind      UnitKind `json:"kind"`
	Code      string   `json:"code"` // unified social credit code
	Duties    string   `json:"duties"`
	Sections  string   `json:"sections"` // 内设机构, in words
	Contact   string   `json:"contact"`
	Phone     string   `json:"phone"`
	Address   string   `json:"address"`
}

// Law is a law or rule that findings may cite; it is user-editable data (domain 0).
type Law struct {
	ID     ID     `json:"id"`
	Code   string `json:"code"` // short stable code used by checklists
	Name   string `json:"name"` // full name without 《》
	NameEn string `json:"nameEn"`
	Short  string `json:"short"`
	Number string `json:"number"` // 文号 or year of revision
	Status string `json:"status"` // current, amended, repealed
	Mark   Mark   `json:"mark"`
	// What follows is written by the people at work.
	CheckedBy string `json:"checkedBy"` // who read the text in its source
	CheckedOn Date   `json:"checkedOn"` // when
	Text      string `json:"text"`      // the text itself, as far as it was entered; see Articles
	Remarks   string `json:"remarks"`   // what took its place, what is still open
}

// Basis is a cited rule: a law and an article in it.
type Basis struct {
	Law     string `json:"law"`     // Law.Code
	Article string `json:"article"` // "第四十八条", may be ""
	Mark    Mark   `json:"mark"`
	Note    string `json:"note"`
}

// NounID and its sisters make the noun known to the log.
func (n Round) NounID() ID     { return n.ID }
func (n Round) NounKind() Kind { return KindRound }
func (n Round) NounOwner() ID  { return "" }

func (n Zone) NounID() ID     { return n.ID }
func (n Zone) NounKind() Kind { return KindZone }
func (n Zone) NounOwner() ID  { return n.Round }

func (n Group) NounID() ID     { return n.ID }
func (n Group) NounKind() Kind { return KindGroup }
func (n Group) NounOwner() ID  { return n.Round }

func (n Person) NounID() ID     { return n.ID }
func (n Person) NounKind() Kind { return KindPerson }
func (n Person) NounOwner() ID  { return "" }

func (n Unit) NounID() ID     { return n.ID }
func (n Unit) NounKind() Kind { return KindUnit }
func (n Unit) NounOwner() ID  { return "" }

func (n Law) NounID() ID     { return n.ID }
func (n Law) NounKind() Kind { return KindLaw }
func (n Law) NounOwner() ID  { return "" }
