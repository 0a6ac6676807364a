package app

// Recipient says whom a draft or a report goes to: a principal, or the unit when Principal is "".
// R29 and R32 address both separately.

// Consultation is one draft for comment sent to one recipient (R29): the three drafts together.
type Consultation struct {
	ID         ID   `json:"id"`
	Case       ID   `json:"case"`
	Principal  ID   `json:"principal"` // "" = the unit
	SentOn     Date `json:"sentOn"`
	ReceivedOn Date `json:"receivedOn"` // starts D6
	RepliedOn  Date `json:"repliedOn"`
	NoObject   bool `json:"noObject"` // replied: no objection
	Silent     Date `json:"silent"`   // recorded as no objection after the term (Audit Law Rules art. 39)
}

// Answered says whether the recipient replied, or was recorded as silent.
func (c Consultation) Answered() bool { return !c.RepliedOn.IsZero() || !c.Silent.IsZero() }

// Opinion is one remark on a draft and what became of it (R30).
type Opinion struct {
	ID           ID       `json:"id"`
	Case         ID       `json:"case"`
	Strand       Strand   `json:"strand"`
	Finding      ID       `json:"finding"`   // "" = on the report as a whole
	Principal    ID       `json:"principal"` // "" = from the unit
	On           Date     `json:"on"`
	Sentence     string   `json:"sentence"` // number in the draft it is on, "二·3"; "" = on none
	Quote        string   `json:"quote"`    // that sentence as it stood
	Text         string   `json:"text"`
	Recheck      string   `json:"recheck"` // 核查情况
	Adoption     Adoption `json:"adoption"`
	Reason       string   `json:"reason"`
	Before       string   `json:"before"`
	After        string   `json:"after"`
	AmountBefore Money    `json:"amountBefore"`
	AmountAfter  Money    `json:"amountAfter"`
	DecidedBy    string   `json:"decidedBy"`
	DecidedOn    Date     `json:"decidedOn"`
	// Former are texts and parts of the amount (in fen) of the finding as they stood before the decision changed them, by field.
	Former map[string]string `json:"former"`
}

// ReportText is a section of a report that a person wrote over. FactsHash tells which facts the person
// saw, so that a later change of facts marks the edit.
type ReportText struct {
	ID        ID     `json:"id"` // ReportTextID(case, strand, section)
	Case      ID     `json:"case"`
	Strand    Strand `json:"strand"`
	Section   string `json:"section"`
	Text      string `json:"text"` // paragraphs separated by line breaks
	FactsHash string `json:"factsHash"`
	By        string `json:"by"`
	On        Date   `json:"on"`
}

// ReportTextID is the identity of the edit of a section, the same on every laptop.
func ReportTextID(caseID ID, strand Strand, section string) ID {
	return DeriveID(KindReportText, caseID, string(strand)+"/"+section)
}

// Report is one printed version of a report: what was made, when, with which hash. The bytes of a final version are kept
// as an attached file; those of the version in force (CaseStrand.IssuedReport) are what every later print gives.
type Report struct {
	ID      ID     `json:"id"`
	Case    ID     `json:"case"`
	Strand  Strand `json:"strand"`
	Draft   bool   `json:"draft"`
	Version int    `json:"version"`
	Number  string `json:"number"`
	On      Date   `json:"on"`
	By      string `json:"by"`
	Pages   int    `json:"pages"`
	SHA256  string `json:"sha256"`
	// FileHash is that of the kept bytes, the same as SHA256; "" when they were not kept.
	FileHash string `json:"fileHash"`
	FileName string `json:"fileName"`
	// Facts is the hash of the sign-off the version rests on; "" for a draft and for what was approved on paper.
	Facts    string `json:"facts"`
	Corrects ID     `json:"corrects"` // the issued version that this one takes the place of
	Reason   string `json:"reason"`   // why it was corrected
}

// Approval is a department's answer to a report (R31).
type Approval struct {
	ID       ID     `json:"id"`
	Case     ID     `json:"case"`
	Strand   Strand `json:"strand"`
	Step     string `json:"step"` // of the round's chain that answers; "" = the department itself
	Dept     string `json:"dept"`
	Approver string `json:"approver"`
	Agreed   bool   `json:"agreed"`
	Opinion  string `json:"opinion"`
	On       Date   `json:"on"`
}

// Delivery is one report handed to one recipient (R32): three reports × (principals + unit).
type Delivery struct {
	ID         ID     `json:"id"`
	Case       ID     `json:"case"`
	Strand     Strand `json:"strand"`
	Principal  ID     `json:"principal"` // "" = the unit
	Copy       string `json:"copy"`      // organ that gets a copy (抄送); then Principal is ""
	Place      int    `json:"place"`     // of a copy in the list, from 1
	Way        string `json:"way"`       // "direct", "post", "other"
	SentOn     Date   `json:"sentOn"`
	ReceivedOn Date   `json:"receivedOn"` // date of the signature: the legal date
	ReceivedBy string `json:"receivedBy"`
}

// NounID and its sisters make the noun known to the log.
func (n Consultation) NounID() ID     { return n.ID }
func (n Consultation) NounKind() Kind { return KindConsultation }
func (n Consultation) NounOwner() ID  { return n.Case }

func (n Opinion) NounID() ID     { return n.ID }
func (n Opinion) NounKind() Kind { return KindOpinion }
func (n Opinion) NounOwner() ID  { return n.Case }

func (n ReportText) NounID() ID     { return n.ID }
func (n ReportText) NounKind() Kind { return KindReportText }
func (n ReportText) NounOwner() ID  { return n.Case }

func (n Report) NounID() ID     { return n.ID }
func (n Report) NounKind() Kind { return KindReport }
func (n Report) NounOwner() ID  { return n.Case }

func (n Approval) NounID() ID     { return n.ID }
func (n Approval) NounKind() Kind { return KindApproval }
func (n Approval) NounOwner() ID  { return n.Case }

func (n Delivery) NounID() ID     { return n.ID }
func (n Delivery) NounKind() Kind { return KindDelivery }
func (n Delivery) NounOwner() ID  { return n.Case }
