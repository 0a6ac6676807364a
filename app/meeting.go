package app

// MeetingType is what a meeting is for.
type MeetingType string

// The meetings.
const (
	Preparation  MeetingType = "preparation"  // R7
	Entry        MeetingType = "entry"        // R14
	Notification MeetingType = "notification" // R28
)

// MeetingMode is how entry meetings are held (R17–R19).
type MeetingMode string

// The modes.
const (
	Separate MeetingMode = "separate" // 分别召开
	Counties MeetingMode = "counties" // 县区集中
	Organs   MeetingMode = "organs"   // 机关集中
)

// MeetingModes lists all.
var MeetingModes = []MeetingMode{Separate, Counties, Organs}

// Meeting may cover many cases (R19), so it is owned by the round.
type Meeting struct {
	ID        ID                  `json:"id"`
	Round     ID                  `json:"round"`
	Type      MeetingType         `json:"type"`
	Mode      MeetingMode         `json:"mode"`
	Reason    string              `json:"reason"` // 酌定理由
	Cases     Set                 `json:"cases"`
	On        Date                `json:"on"`
	Place     string              `json:"place"`
	Host      string              `json:"host"`
	Recorder  string              `json:"recorder"`
	Expected  int                 `json:"expected"` // 应到
	Present   int                 `json:"present"`  // 实到
	Agenda    Set                 `json:"agenda"`   // AgendaItems done
	Attendees map[string]Attendee `json:"attendees"`
	Minutes   string              `json:"minutes"`
}

// AgendaEntry lists the agenda of an entry meeting in its order (form 3.5; R20–R23).
var AgendaEntry = []string{"open", "read", "mobilise", "plan", "report", "reply", "survey", "evaluation", "arrange"}

// AgendaNotification lists the agenda of a notification meeting in its order (form 3.14).
var AgendaNotification = []string{"open", "review", "verification", "audit", "object", "team", "requirements", "statement"}

// Attendee is somebody at a meeting; the key is the name.
type Attendee struct {
	Unit string `json:"unit"`
	Post string `json:"post"`
	Role string `json:"role"` // one of AttendeeRoles
}

// AttendeeRoles lists the roles a notification meeting checks (R28) and the others of a sign-in sheet.
var AttendeeRoles = []string{"principal", "team", "finance", "organisation", "personnel", "office", "section", "group", "other"}

// RequiredAtNotification are the roles R28 demands.
var RequiredAtNotification = []string{"principal", "team", "finance", "organisation", "personnel", "office"}

// Grade codes of questionnaires and evaluations, best first.
const (
	GradeGood    = "good"    // 好 / 优秀 / 满意
	GradeFair    = "fair"    // 较好 / 称职 / 基本满意
	GradeAverage = "average" // 一般 / 基本称职
	GradePoor    = "poor"    // 差 / 不称职 / 不满意
	GradeUnknown = "unknown" // 不了解
)

// Grades4 are the four grades that score, best first.
var Grades4 = []string{GradeGood, GradeFair, GradeAverage, GradePoor}

// Tally holds the counts of one row: how many ticked each grade.
type Tally struct {
	Good    int `json:"good"`
	Fair    int `json:"fair"`
	Average int `json:"average"`
	Poor    int `json:"poor"`
	Unknown int `json:"unknown"`
}

// Batch counts the papers of a questionnaire or an evaluation.
type Batch struct {
	Issued   int `json:"issued"`
	Returned int `json:"returned"`
	Valid    int `json:"valid"`
}

// Survey is the questionnaire of a case, counts only (R22): who wrote what is never stored.
type Survey struct {
	ID        ID               `json:"id"`
	Case      ID               `json:"case"`
	On        Date             `json:"on"`
	Batch     Batch            `json:"batch"`
	Questions map[string]Tally `json:"questions"` // by question code, see SurveyQuestions
	Problems  map[string]int   `json:"problems"`  // multi-choice ticks by text
	Remarks   []string         `json:"remarks"`   // open answers, without any mark of the writer
	Closed    bool             `json:"closed"`
}

// SurveyQuestions lists the codes of the standard questions with their strand (form 3.6).
var SurveyQuestions = []struct {
	Code   string
	Strand Strand
}{
	{"xr-overall", Review}, {"xr-open", Review}, {"xr-lobbying", Review}, {"xr-orientation", Review},
	{"bz-bodies", Verification}, {"bz-absent", Verification}, {"bz-offquota", Verification}, {"bz-duties", Verification},
	{"jj-collective", Audit}, {"jj-open", Audit}, {"jj-waste", Audit}, {"jj-clean", Audit},
}

// Evaluation is the democratic evaluation of a case, or of one principal in it (R23, form 3.7).
type Evaluation struct {
	ID          ID               `json:"id"`
	Case        ID               `json:"case"`
	Principal   ID               `json:"principal"` // "" = of the case as a whole
	On          Date             `json:"on"`
	Batch       Batch            `json:"batch"`
	Overall     Tally            `json:"overall"` // 优秀/称职/基本称职/不称职
	Rows        map[Strand]Tally `json:"rows"`    // 好/较好/一般/差 per strand
	Counters    Set              `json:"counters"`
	Scrutineers Set              `json:"scrutineers"`
	Closed      bool             `json:"closed"`
}

// NounID and its sisters make the noun known to the log.
func (n Meeting) NounID() ID     { return n.ID }
func (n Meeting) NounKind() Kind { return KindMeeting }
func (n Meeting) NounOwner() ID  { return n.Round }

func (n Survey) NounID() ID     { return n.ID }
func (n Survey) NounKind() Kind { return KindSurvey }
func (n Survey) NounOwner() ID  { return n.Case }

func (n Evaluation) NounID() ID     { return n.ID }
func (n Evaluation) NounKind() Kind { return KindEvaluation }
func (n Evaluation) NounOwner() ID  { return n.Case }
