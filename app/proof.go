package app

// Talk is a record of a talk (R25, form 3.8), also a panel talk.
type Talk struct {
	ID      ID     `json:"id"`
	Case    ID     `json:"case"`
	Number  string `json:"number"`
	Type    string `json:"type"` // "team", "single", "panel", "verify"
	On      Date   `json:"on"`
	Place   string `json:"place"`
	Talkers Set    `json:"talkers"` // person IDs, at least two (Audit Law art. 43)
	Strands Set    `json:"strands"` // Strand codes it was held for: who else works here does not read it; empty: those of the talkers
	People  int    `json:"people"`  // how many were talked to (人次)
	Label   string `json:"label"`   // how the person talked to is called in papers: 被谈话人A
	Text    string `json:"text"`
	Signed  bool   `json:"signed"`
	NotWhy  string `json:"notWhy"` // why it is not signed
	// What form 3.8 has beside: clock times, who writes it down, that secrecy and truth were spoken of, questions and
	// answers by line (001, 002 …), who was talked to (Alias IDs), items and findings it feeds.
	From     string        `json:"from"`
	To       string        `json:"to"`
	Recorder string        `json:"recorder"`
	Informed bool          `json:"informed"`
	QA       map[string]QA `json:"qa"`
	Persons  Set           `json:"persons"`
	Items    Set           `json:"items"`
	Findings Set           `json:"findings"`
}

// Material is a line of a materials request (form 3.9).
type Material struct {
	ID         ID           `json:"id"`
	Case       ID           `json:"case"`
	Batch      int          `json:"batch"`
	Name       string       `json:"name"`
	Kind       MaterialKind `json:"kind"`
	Items      Set          `json:"items"`
	AskedOn    Date         `json:"askedOn"`
	DueOn      Date         `json:"dueOn"` // D4
	ReceivedOn Date         `json:"receivedOn"`
	ReturnedOn Date         `json:"returnedOn"`
	Copies     int          `json:"copies"`
	NotWhy     string       `json:"notWhy"`
	Year       string       `json:"year"`       // 所属年度
	Form       string       `json:"form"`       // "original", "copy" or "electronic"
	GivenBy    string       `json:"givenBy"`    // section and person of the unit
	TakenBy    string       `json:"takenBy"`    // who received it
	ReturnedTo string       `json:"returnedTo"` // who got it back
}

// MaterialForms lists in which form a material is given: the original, a copy, or as a file.
var MaterialForms = []string{"original", "copy", "electronic"}

// Evidence is a proof: a file, or a paper that is kept elsewhere (R25).
type Evidence struct {
	ID          ID     `json:"id"`
	Case        ID     `json:"case"`
	Number      int    `json:"number"`
	Title       string `json:"title"`
	Kind        string `json:"kind"` // "report","talk","document","site","survey","sheet","photo"
	Method      Method `json:"method"`
	Items       Set    `json:"items"`    // item codes
	Findings    Set    `json:"findings"` // finding IDs
	CollectedOn Date   `json:"collectedOn"`
	CollectedBy string `json:"collectedBy"`
	Place       string `json:"place"`
	Pages       int    `json:"pages"`
	Sheet       bool   `json:"sheet"`     // is an evidence sheet (取证单)
	SheetDue    Date   `json:"sheetDue"`  // D5
	SignedOn    Date   `json:"signedOn"`  // signed and sealed by the provider
	FileName    string `json:"fileName"`  // as it was called when taken in
	FileHash    string `json:"fileHash"`  // SHA-256 in hex of the attachment, "" when kept on paper
	FileSize    int64  `json:"fileSize"`  // bytes
	Of          ID     `json:"of"`        // the sheet, talk, visit or paper whose signed scan it is
	Replaces    ID     `json:"replaces"`  // the former version, which stays
	Source      string `json:"source"`    // who gave it
	TakenAt     string `json:"takenAt"`   // what the camera says, 2026-03-12 10:31:05
	Withdrawn   string `json:"withdrawn"` // why it no longer counts
}

// EvidenceKinds lists the kinds of evidence.
var EvidenceKinds = []string{"document", "talk", "report", "site", "survey", "sheet", "photo"}

// Paper is a working paper (底稿, form 3.12): one matter, one paper.
type Paper struct {
	ID         ID                    `json:"id"`
	Case       ID                    `json:"case"`
	Index      string                `json:"index"` // JJ003-3-07
	Title      string                `json:"title"`
	Strand     Strand                `json:"strand"`
	Item       string                `json:"item"`
	Findings   Set                   `json:"findings"`
	Process    string                `json:"process"`    // 审计过程
	Conclusion string                `json:"conclusion"` // 认定的事实摘要及结论
	Author     string                `json:"author"`
	WrittenOn  Date                  `json:"writtenOn"`
	Reviewer   string                `json:"reviewer"` // never the author (domain 5.1)
	ReviewedOn Date                  `json:"reviewedOn"`
	Review     string                `json:"review"`   // 审核意见
	Notes      map[string]ReviewNote `json:"notes"`    // remarks of the review, by line 01 02 …
	Sheets     Set                   `json:"sheets"`   // evidence sheets behind it
	Evidence   Set                   `json:"evidence"` // evidence behind it
	Pages      int                   `json:"pages"`    // of attachments
}

// Finding is a problem found (问题, domain 2.5).
type Finding struct {
	ID          ID                    `json:"id"`
	Case        ID                    `json:"case"`
	Number      int                   `json:"number"` // place within the case, from 1
	Strand      Strand                `json:"strand"`
	Item        string                `json:"item"` // the item it came from
	Items       Set                   `json:"items"`
	Type        string                `json:"type"`  // 问题类型
	Title       string                `json:"title"` // 定性
	Fact        string                `json:"fact"`
	Year        string                `json:"year"`
	Bases       []Basis               `json:"bases"`
	Responsible map[ID]Responsibility `json:"responsible"` // per principal
	Amount      Money                 `json:"amount"`      // 涉及金额 in fen, 0 = without money
	Irregular   Money                 `json:"irregular"`   // of it 违规金额
	Improper    Money                 `json:"improper"`    // of it 管理不规范金额
	Waste       Money                 `json:"waste"`       // of it 损失浪费金额
	State       FindingState          `json:"state"`
	InReport    bool                  `json:"inReport"`
	OutReason   string                `json:"outReason"` // why it is not in the report
	Treatment   string                `json:"treatment"` // 处理意见
	Requirement string                `json:"requirement"`
	DuringAudit string                `json:"duringAudit"` // put right before the report
	RectifyDue  Date                  `json:"rectifyDue"`
	Tolerance   string                `json:"tolerance"` // 容错考虑
	Transfer    string                `json:"transfer"`  // 移送
	Secrecy     Secrecy               `json:"secrecy"`
	Parts       FactParts             `json:"parts"`
}

// NounID and its sisters make the noun known to the log.
func (n Talk) NounID() ID     { return n.ID }
func (n Talk) NounKind() Kind { return KindTalk }
func (n Talk) NounOwner() ID  { return n.Case }

func (n Material) NounID() ID     { return n.ID }
func (n Material) NounKind() Kind { return KindMaterial }
func (n Material) NounOwner() ID  { return n.Case }

func (n Evidence) NounID() ID     { return n.ID }
func (n Evidence) NounKind() Kind { return KindEvidence }
func (n Evidence) NounOwner() ID  { return n.Case }

func (n Paper) NounID() ID     { return n.ID }
func (n Paper) NounKind() Kind { return KindPaper }
func (n Paper) NounOwner() ID  { return n.Case }

func (n Finding) NounID() ID     { return n.ID }
func (n Finding) NounKind() Kind { return KindFinding }
func (n Finding) NounOwner() ID  { return n.Case }
