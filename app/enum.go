package app

import "slices"

// Strand is one of the three responsibilities. Their verbs differ and are never mixed: review 审查,
// verification 审核, audit 审计.
type Strand string

// The three strands.
const (
	Review       Strand = "review"       // 选人用人责任审查, XR
	Verification Strand = "verification" // 机构编制责任审核, BZ
	Audit        Strand = "audit"        // 任期经济责任审计, JJ
)

// Strands lists the three in the order of the reports (R33).
var Strands = []Strand{Review, Verification, Audit}

// Code gives the letters of the strand's checklist: XR, BZ or JJ.
func (s Strand) Code() string {
	return map[Strand]string{Review: "XR", Verification: "BZ", Audit: "JJ"}[s]
}

// StrandOfItem gives the strand of an item code such as "XR-3-02", or "".
func StrandOfItem(code string) Strand {
	for _, s := range Strands {
		if len(code) > 2 && code[:2] == s.Code() && code[2] == '-' {
			return s
		}
	}
	return ""
}

// Stage is where a case stands: the five stages of R1 with "planned" before and "closed" after.
type Stage string

// The stages in their order.
const (
	Planned       Stage = "planned"
	SelfCheck     Stage = "selfcheck"     // 自检自查 R2–R12
	EntryMeeting  Stage = "entry"         // 进点会议 R13–R23
	Inspection    Stage = "inspection"    // 检查审计 R24–R27
	Summary       Stage = "summary"       // 汇总通报 R28–R33
	Rectification Stage = "rectification" // 落实整改 R34–R40
	Closed        Stage = "closed"        // 办结归档
)

// Stages lists all in their order.
var Stages = []Stage{Planned, SelfCheck, EntryMeeting, Inspection, Summary, Rectification, Closed}

// Index gives the place of the stage in Stages, or -1.
func (s Stage) Index() int { return slices.Index(Stages, s) }

// Next gives the stage that follows; Closed follows itself.
func (s Stage) Next() Stage {
	if i := s.Index(); i >= 0 && i+1 < len(Stages) {
		return Stages[i+1]
	}
	return Closed
}

// AtLeast says whether s is o or later.
func (s Stage) AtLeast(o Stage) bool { return s.Index() >= o.Index() }

// UnitKind is the kind of a unit (R18 needs counties and organs apart).
type UnitKind string

// The kinds of unit.
const (
	County      UnitKind = "county"      // 县区
	Organ       UnitKind = "organ"       // 机关
	Institution UnitKind = "institution" // 事业单位
	Township    UnitKind = "township"    // 乡镇街道
	Enterprise  UnitKind = "enterprise"  // 国企
)

// UnitKinds lists all kinds.
var UnitKinds = []UnitKind{County, Organ, Institution, Township, Enterprise}

// Occasion is why a principal is reviewed.
type Occasion string

// The occasions.
const (
	MidTerm Occasion = "midterm" // 任中
	Leaving Occasion = "leaving" // 离任
)

// Occasions lists both.
var Occasions = []Occasion{MidTerm, Leaving}

// Grouping is how groups divide the work (R42).
type Grouping string

// The two readings of R42.
const (
	ByZone   Grouping = "zone"   // 按责任区(混编), the default
	ByStrand Grouping = "strand" // 按专业
)

// Groupings lists both.
var Groupings = []Grouping{ByZone, ByStrand}

// Method is one of the five methods of R25, or other.
type Method string

// The methods.
const (
	MethodReport    Method = "report"    // 听取汇报
	MethodTalk      Method = "talk"      // 座谈访谈
	MethodDocuments Method = "documents" // 查阅资料
	MethodSite      Method = "site"      // 现场察看
	MethodSurvey    Method = "survey"    // 专项调查
	MethodOther     Method = "other"     // 其他
)

// Methods lists all in the order of R25.
var Methods = []Method{MethodReport, MethodTalk, MethodDocuments, MethodSite, MethodSurvey, MethodOther}

// MaterialKind is one of the three kinds of R24.
type MaterialKind string

// The kinds of material.
const (
	Ledger      MaterialKind = "ledger"   // 台账
	DeskRecord  MaterialKind = "desk"     // 内业
	OtherPapers MaterialKind = "material" // 资料
)

// MaterialKinds lists all.
var MaterialKinds = []MaterialKind{Ledger, DeskRecord, OtherPapers}

// Conclusion is what was said of an item. The empty Conclusion means "not answered yet".
type Conclusion string

// The conclusions, in the order of the keys 1–4.
const (
	NoProblem     Conclusion = "ok"         // 未发现问题
	Problem       Conclusion = "problem"    // 发现问题
	NotApplicable Conclusion = "na"         // 不适用: needs a reason and leaves the denominator
	NotChecked    Conclusion = "notchecked" // 未检查: needs a reason
)

// Conclusions lists all in the order of the keys 1–4.
var Conclusions = []Conclusion{NoProblem, Problem, NotApplicable, NotChecked}

// Responsibility is what a principal answers for in a finding (domain 2.4).
type Responsibility string

// The responsibilities.
const (
	Direct      Responsibility = "direct"     // 直接责任
	Leadership  Responsibility = "leadership" // 领导责任
	Unassigned  Responsibility = "none"       // 不界定个人责任
	InChargeOld Responsibility = "incharge"   // 主管责任: only in data from before 2019
)

// Responsibilities lists those offered today; InChargeOld is accepted from old data only.
var Responsibilities = []Responsibility{Direct, Leadership, Unassigned}

// FindingState is how far a finding has come.
type FindingState string

// The states of a finding.
const (
	FindingDraft     FindingState = "draft"     // 取证中
	FindingProven    FindingState = "proven"    // 已取证
	FindingConfirmed FindingState = "confirmed" // 已认定
	FindingDropped   FindingState = "dropped"   // 不作问题处理
)

// FindingStates lists all.
var FindingStates = []FindingState{FindingDraft, FindingProven, FindingConfirmed, FindingDropped}

// Mark says whether the text of a rule was checked against its source (核对状态).
type Mark string

// The marks.
const (
	Verified   Mark = "verified"   // 已核对
	Unverified Mark = "unverified" // 待核对
)

// RectifyType is one of the four aims of R35.
type RectifyType string

// The aims of rectification.
const (
	ClarifyDuties RectifyType = "duties"       // 明确职责
	ImproveRules  RectifyType = "institutions" // 完善制度
	CloseGaps     RectifyType = "loopholes"    // 堵塞漏洞
	ImproveWork   RectifyType = "work"         // 改进工作
)

// RectifyTypes lists all.
var RectifyTypes = []RectifyType{ClarifyDuties, ImproveRules, CloseGaps, ImproveWork}

// RectifyMode is how a finding is put right.
type RectifyMode string

// The modes.
const (
	AtOnce   RectifyMode = "atonce"  // 立行立改
	InPhases RectifyMode = "phased"  // 分阶段整改
	Lasting  RectifyMode = "lasting" // 持续整改
)

// RectifyModes lists all.
var RectifyModes = []RectifyMode{AtOnce, InPhases, Lasting}

// RectifyState is how far a measure has come; also the verdict of a supervision (R37).
type RectifyState string

// The states.
const (
	NotRectified RectifyState = "not"  // 未整改
	Rectifying   RectifyState = "on"   // 正在整改
	Rectified    RectifyState = "done" // 已整改
)

// RectifyStates lists all.
var RectifyStates = []RectifyState{NotRectified, Rectifying, Rectified}

// Trigger is why somebody is held to account (R38).
type Trigger string

// The triggers.
const (
	NotEarnest  Trigger = "notearnest"  // 不认真整改
	NotThorough Trigger = "notthorough" // 整改不到位
)

// Triggers lists both.
var Triggers = []Trigger{NotEarnest, NotThorough}

// AccountMeasure is what R39 allows.
type AccountMeasure string

// The measures.
const (
	Admonition AccountMeasure = "admonition" // 诫勉谈话
	Circular   AccountMeasure = "circular"   // 通报批评
)

// AccountMeasures lists both.
var AccountMeasures = []AccountMeasure{Admonition, Circular}

// Use is one of the five uses of results (R40).
type Use string

// The uses.
const (
	UseAppraisal     Use = "appraisal"     // 工作实绩考核
	UseAppointment   Use = "appointment"   // 干部选拔任用
	UseEstablishment Use = "establishment" // 机构编制调整
	UseHonours       Use = "honours"       // 评优表彰奖励
	UseAccount       Use = "account"       // 实施责任追究
)

// Uses lists all.
var Uses = []Use{UseAppraisal, UseAppointment, UseEstablishment, UseHonours, UseAccount}

// Adoption is what became of an opinion (R30). The empty Adoption means "not decided yet".
type Adoption string

// The adoptions.
const (
	Adopted       Adoption = "adopted" // 采纳
	PartlyAdopted Adoption = "partly"  // 部分采纳
	NotAdopted    Adoption = "not"     // 不采纳
)

// Adoptions lists all.
var Adoptions = []Adoption{Adopted, PartlyAdopted, NotAdopted}

// Role is what a person does in the review (domain 5.1).
type Role string

// The roles.
const (
	RoleLeading     Role = "leading"     // 领导小组组长/成员
	RoleOffice      Role = "office"      // 联审办
	RoleGroupLeader Role = "groupleader" // 工作组组长
	RoleSiteLead    Role = "sitelead"    // 现场负责人
	RoleStrandLead  Role = "strandlead"  // 主审
	RoleInspector   Role = "inspector"   // 组员
	RoleReviewer    Role = "reviewer"    // 复核/审理人
	RoleApprover    Role = "approver"    // 审批人
	RoleTally       Role = "tally"       // 计票人、监票人
	RoleMaterials   Role = "materials"   // 资料员
	RoleLiaison     Role = "liaison"     // 被检单位联络员
	RoleAdmin       Role = "admin"       // 系统管理员
)

// Roles lists all.
var Roles = []Role{RoleLeading, RoleOffice, RoleGroupLeader, RoleSiteLead, RoleStrandLead, RoleInspector, RoleReviewer,
	RoleApprover, RoleTally, RoleMaterials, RoleLiaison, RoleAdmin}

// Secrecy is the grade of a paper. State secrets have no place in the program (Secrets Law 2024, art. 31).
type Secrecy string

// The grades offered.
const (
	Internal   Secrecy = "internal" // 内部
	WorkSecret Secrecy = "work"     // 工作秘密
)

// Secrecies lists both.
var Secrecies = []Secrecy{Internal, WorkSecret}
