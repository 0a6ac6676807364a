package app

// Case is a joint review of one unit in one round (联审项目). The facts of its stages that exist once per
// case stand in it; what exists many times (findings, deliveries …) are nouns of their own.
type Case struct {
	ID        ID                    `json:"id"`
	Round     ID                    `json:"round"`
	Number    string                `json:"number"` // LS2026-001
	Unit      ID                    `json:"unit"`
	Zone      ID                    `json:"zone"`
	Group     ID                    `json:"group"`
	Stage     Stage                 `json:"stage"`
	Secrecy   Secrecy               `json:"secrecy"`
	Strands   map[Strand]CaseStrand `json:"strands"`
	Stages    map[Stage]StageDates  `json:"stages"`
	Waivers   map[string]Waiver     `json:"waivers"` // gate code → waiver
	Sweep     map[string]Waiver     `json:"sweep"`   // code of a sweep rule, "@", ID of the noun → why it is let pass
	Recused   Set                   `json:"recused"` // person IDs that keep away from the case (回避, Audit Law art. 15)
	Liaisons  map[string]Liaison    `json:"liaisons"`
	Notice    Notice                `json:"notice"`
	Announce  Announcement          `json:"announce"`
	SelfCheck SelfCheckReport       `json:"selfCheck"`
	OnSite    OnSite                `json:"onSite"`
	Facts     UnitFacts             `json:"facts"`
	Rectify   RectifyFacts          `json:"rectify"`
}

// CaseStrand is one of the three strands of a case. Lead, issuing and approving department are three
// fields because they differ (R4 against R31).
type CaseStrand struct {
	Template string `json:"template"` // pinned checklist version
	// Formers are the versions it was pinned to before, the oldest first: answers to items that a later version lacks
	// are read by them.
	Formers       []string `json:"formers"`
	Lead          ID       `json:"lead"` // 主审
	LeadDept      string   `json:"leadDept"`
	IssuingDept   string   `json:"issuingDept"`
	ApprovingDept string   `json:"approvingDept"`
	Number        string   `json:"number"` // 文号 of the final report, given at approval
	IssuedOn      Date     `json:"issuedOn"`
	Signer        string   `json:"signer"`     // 签发人
	Assessment    string   `json:"assessment"` // overall opinion in words: 履行较好 …
	DraftedOn     Date     `json:"draftedOn"`  // first draft of the report made (R27)
	// IssuedReport is the version in force: the one that was issued last, with the bytes kept of it.
	IssuedReport ID `json:"issuedReport"`
}

// StageDates are the planned and actual dates of a stage and who closed it (R1).
type StageDates struct {
	PlannedFrom Date   `json:"plannedFrom"`
	PlannedTo   Date   `json:"plannedTo"`
	Started     Date   `json:"started"`
	Closed      Date   `json:"closed"`
	ClosedBy    string `json:"closedBy"`
}

// Waiver is a gate that somebody entitled let pass, with the reason kept.
type Waiver struct {
	Reason string `json:"reason"`
	By     string `json:"by"`
	On     Date   `json:"on"`
}

// Liaison is a member of the unit who cooperates full time (专职配合人员, R15); the key is the name.
type Liaison struct {
	Post    string `json:"post"`
	Phone   string `json:"phone"`
	Strands string `json:"strands"`
}

// Notice is the notice as served on this unit (R2, D2).
type Notice struct {
	Number      string `json:"number"`
	ReceivedOn  Date   `json:"receivedOn"`
	ReceivedBy  string `json:"receivedBy"`
	AuditNumber string `json:"auditNumber"` // 审计通知书 number
	AuditServed Date   `json:"auditServed"`
}

// Announcement is the 审前公示 (R8–R9). The first six fields are mandatory.
type Announcement struct {
	Objects    string `json:"objects"`
	Content    string `json:"content"`
	Period     string `json:"period"`
	Members    string `json:"members"`
	Contact    string `json:"contact"`
	Discipline string `json:"discipline"`
	Extra      string `json:"extra"`
	Place      string `json:"place"`
	PostedBy   string `json:"postedBy"`
	From       Date   `json:"from"`
	To         Date   `json:"to"`
	Opinions   int    `json:"opinions"` // opinions received
}

// Missing names the mandatory contents of R9 that are empty, by field name.
func (a Announcement) Missing() []string {
	var out []string
	for _, f := range []struct{ name, text string }{{"objects", a.Objects}, {"content", a.Content}, {"period", a.Period},
		{"members", a.Members}, {"contact", a.Contact}, {"discipline", a.Discipline}} {
		if blank(f.text) {
			out = append(out, f.name)
		}
	}
	return out
}

// SelfCheckReport is the receipt of the unit's self-check report (R10–R12, form 3.3).
type SelfCheckReport struct {
	Title       string           `json:"title"`
	Pages       int              `json:"pages"`
	SubmittedOn Date             `json:"submittedOn"`
	SubmittedBy string           `json:"submittedBy"`
	ReceivedBy  string           `json:"receivedBy"`
	Parts       map[Strand]bool  `json:"parts"` // the three parts present
	Signed      bool             `json:"signed"`
	Sealed      bool             `json:"sealed"`
	ReturnedFor string           `json:"returnedFor"` // sent back for completion, why
	MarkedLate  Date             `json:"markedLate"`  // marked 逾期未报
	Levels      map[string]Level `json:"levels"`      // 层级落实 (R11), key is the section or subordinate unit
	// Workbook is the self-check workbook that was taken in last; the sealed report on paper is another thing.
	Workbook SelfCheckWorkbook `json:"workbook"`
}

// SelfCheckWorkbook is the register of a filled self-check workbook that was taken in (R10).
type SelfCheckWorkbook struct {
	FileName string `json:"fileName"`
	SHA256   string `json:"sha256"` // of the file, hex
	TakenOn  Date   `json:"takenOn"`
	TakenBy  string `json:"takenBy"`
	Items    int    `json:"items"` // answers in it that could be taken
}

// Level is how one section or subordinate unit carried out the self-check (R11).
type Level struct {
	Person string `json:"person"`
	Done   bool   `json:"done"`
	On     Date   `json:"on"`
}

// OnSite is the group's stay in the unit (R14, R24).
type OnSite struct {
	From    Date   `json:"from"`
	To      Date   `json:"to"`
	Place   string `json:"place"`
	Volumes int    `json:"volumes"` // 查阅 n 卷(册)
}

// UnitFacts are the basic facts the three reports tell.
type UnitFacts struct {
	Leaders       string                 `json:"leaders"`      // leadership team in words
	Period        string                 `json:"period"`       // period under review in words
	Appointments  map[string]Appointment `json:"appointments"` // by year
	Posts         map[string]PostCount   `json:"posts"`        // by PostKind
	BodiesAllowed int                    `json:"bodiesAllowed"`
	BodiesActual  int                    `json:"bodiesActual"`
	OffQuota      int                    `json:"offQuota"` // 编外
	FiscallyPaid  int                    `json:"fiscallyPaid"`
	Finances      map[string]FinanceYear `json:"finances"` // by year
	Achievements  map[Strand]string      `json:"achievements"`
	Earlier       string                 `json:"earlier"` // rectification of what earlier reviews found
}

// Kinds of posts in UnitFacts.Posts, in the order of the tables.
const (
	PostsAdmin       = "admin"       // 行政编制
	PostsInstitution = "institution" // 事业编制
	PostsWorkers     = "workers"     // 工勤编制
	PostsLeaders     = "leaders"     // 领导职数
)

// PostKinds lists them in the order of the tables.
var PostKinds = []string{PostsAdmin, PostsInstitution, PostsWorkers, PostsLeaders}

// PostCount is the approved quota and the actual number of one kind of post.
type PostCount struct {
	Quota  int `json:"quota"`
	Actual int `json:"actual"`
}

// Over gives how many are above the quota, or 0.
func (p PostCount) Over() int { return max(0, p.Actual-p.Quota) }

// Appointment is what a unit appointed in a year.
type Appointment struct {
	Batches int `json:"batches"`
	People  int `json:"people"`
}

// FinanceYear is income and expenditure of a year, in fen.
type FinanceYear struct {
	Income  Money `json:"income"`
	Outlay  Money `json:"outlay"`
	Project Money `json:"project"` // of the outlay: projects
	Three   Money `json:"three"`   // of the outlay: "三公" 经费
	Surplus Money `json:"surplus"` // carried over at the end of the year
}

// RectifyFacts are the once-per-case facts of stage 5 (R34–R36).
type RectifyFacts struct {
	NoticeNumber   string `json:"noticeNumber"`
	NoticeDate     Date   `json:"noticeDate"`
	PlanReceived   Date   `json:"planReceived"`
	ReportReceived Date   `json:"reportReceived"`
	ReportTitle    string `json:"reportTitle"`
	ReportDueMoved Date   `json:"reportDueMoved"` // extension granted
	MovedReason    string `json:"movedReason"`
	Summary        string `json:"summary"`
}

// Principal is a person under review (联审对象) in one case.
type Principal struct {
	ID       ID       `json:"id"`
	Case     ID       `json:"case"`
	Order    int      `json:"order"`
	Name     string   `json:"name"`
	Post     string   `json:"post"`
	From     Month    `json:"from"`
	To       Month    `json:"to"`
	Occasion Occasion `json:"occasion"`
	Duties   string   `json:"duties"` // 任职及分工
}

// NounID and its sisters make the noun known to the log.
func (n Case) NounID() ID     { return n.ID }
func (n Case) NounKind() Kind { return KindCase }
func (n Case) NounOwner() ID  { return n.Round }

func (n Principal) NounID() ID     { return n.ID }
func (n Principal) NounKind() Kind { return KindPrincipal }
func (n Principal) NounOwner() ID  { return n.Case }
