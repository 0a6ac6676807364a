package app

// SignoffKind is what a person puts the name under.
type SignoffKind string

// The kinds of sign-off.
const (
	SignPaper  SignoffKind = "paper"  // review of a working paper (复核)
	SignStage  SignoffKind = "stage"  // closing of a stage
	SignReport SignoffKind = "report" // approval of a report (R31)
)

// SignoffKinds lists all.
var SignoffKinds = []SignoffKind{SignPaper, SignStage, SignReport}

// Signoff is a name under something: it carries the hash of what was signed, so that a later change shows it void. The
// signature itself is that of the record that brings it.
type Signoff struct {
	ID     ID                `json:"id"`
	Case   ID                `json:"case"`
	Kind   SignoffKind       `json:"kind"`
	About  ID                `json:"about"`  // the paper or the approval; the case for a stage
	Strand Strand            `json:"strand"` // of a paper or a report
	Stage  Stage             `json:"stage"`  // with SignStage
	Hash   string            `json:"hash"`   // SHA-256 over Covers, hex
	Covers map[string]string `json:"covers"` // noun ID → the first 16 bytes of the SHA-256 of what of it was signed, hex
	Seat   ID                `json:"seat"`   // who signed, on which laptop
	By     string            `json:"by"`     // name of the person at the seat
	For    string            `json:"for"`    // name of the person whose signature on paper was recorded; "" = By signed
	On     Date              `json:"on"`
}

// NounID and its sisters make the noun known to the log.
func (n Signoff) NounID() ID     { return n.ID }
func (n Signoff) NounKind() Kind { return KindSignoff }
func (n Signoff) NounOwner() ID  { return n.Case }
