package app

// Measure is what the unit does about a finding (R34–R35).
type Measure struct {
	ID       ID           `json:"id"`
	Case     ID           `json:"case"`
	Finding  ID           `json:"finding"`
	Text     string       `json:"text"`
	Types    Set          `json:"types"` // RectifyType codes
	Mode     RectifyMode  `json:"mode"`
	Leader   string       `json:"leader"`
	Section  string       `json:"section"`
	Person   string       `json:"person"`
	Due      Date         `json:"due"` // D9
	Expected string       `json:"expected"`
	State    RectifyState `json:"state"`
	Agreed   bool         `json:"agreed"`   // lasting rectification agreed by the supervising department
	ClosedOn Date         `json:"closedOn"` // 销号
	ClosedBy string       `json:"closedBy"`
}

// Progress is one report of progress on a measure.
type Progress struct {
	ID      ID     `json:"id"`
	Case    ID     `json:"case"`
	Measure ID     `json:"measure"`
	On      Date   `json:"on"`
	Text    string `json:"text"`
	Amount  Money  `json:"amount"` // put right by this step, in fen
	Proof   string `json:"proof"`
}

// Supervision is a visit or check by a department (R37).
type Supervision struct {
	ID       ID           `json:"id"`
	Case     ID           `json:"case"`
	On       Date         `json:"on"`
	Dept     string       `json:"dept"`
	People   string       `json:"people"` // at least two
	Findings Set          `json:"findings"`
	OnSite   bool         `json:"onSite"`
	Verdict  RectifyState `json:"verdict"`
	Opinion  string       `json:"opinion"`
}

// Accountability is a measure of R39 against a person.
type Accountability struct {
	ID      ID             `json:"id"`
	Case    ID             `json:"case"`
	Person  string         `json:"person"`
	Post    string         `json:"post"`
	Trigger Trigger        `json:"trigger"`
	Measure AccountMeasure `json:"measure"`
	Reason  string         `json:"reason"`
	Body    string         `json:"body"`
	On      Date           `json:"on"` // zero while in preparation
	Number  string         `json:"number"`
}

// ResultUse is a use of the result for a person or the unit (R40).
type ResultUse struct {
	ID        ID     `json:"id"`
	Case      ID     `json:"case"`
	Principal ID     `json:"principal"` // "" = the unit
	Use       Use    `json:"use"`
	Dept      string `json:"dept"`
	On        Date   `json:"on"`
	How       string `json:"how"`
	Feedback  string `json:"feedback"`
}

// NounID and its sisters make the noun known to the log.
func (n Measure) NounID() ID     { return n.ID }
func (n Measure) NounKind() Kind { return KindMeasure }
func (n Measure) NounOwner() ID  { return n.Case }

func (n Progress) NounID() ID     { return n.ID }
func (n Progress) NounKind() Kind { return KindProgress }
func (n Progress) NounOwner() ID  { return n.Case }

func (n Supervision) NounID() ID     { return n.ID }
func (n Supervision) NounKind() Kind { return KindSupervision }
func (n Supervision) NounOwner() ID  { return n.Case }

func (n Accountability) NounID() ID     { return n.ID }
func (n Accountability) NounKind() Kind { return KindAccountability }
func (n Accountability) NounOwner() ID  { return n.Case }

func (n ResultUse) NounID() ID     { return n.ID }
func (n ResultUse) NounKind() Kind { return KindResultUse }
func (n ResultUse) NounOwner() ID  { return n.Case }
