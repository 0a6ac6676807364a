package app

// Alias is the entry of the vault of names: who stands behind "被谈话人A". Everywhere else, in records, papers, exports
// and searches, the person goes by the code; see [Actor.Sees].
type Alias struct {
	ID      ID     `json:"id"`
	Case    ID     `json:"case"`
	Code    string `json:"code"` // how the person is called in papers: 被谈话人A
	Name    string `json:"name"`
	Unit    string `json:"unit"`
	Post    string `json:"post"`
	Phone   string `json:"phone"`
	Strands Set    `json:"strands"` // Strand codes the person was heard for; empty: common to all
}

// QA is a question and its answer in the record of a talk.
type QA struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Visit is a record of a look on site (现场察看, form 3.10).
type Visit struct {
	ID            ID                  `json:"id"`
	Case          ID                  `json:"case"`
	Number        int                 `json:"number"` // place within the case, from 1
	On            Date                `json:"on"`
	From          string              `json:"from"` // clock time, 09:30
	To            string              `json:"to"`
	Place         string              `json:"place"`
	Subject       string              `json:"subject"`  // 察看内容
	Text          string              `json:"text"`     // 情况
	Visitors      Set                 `json:"visitors"` // person IDs, at least two (domain 5.1)
	Strands       Set                 `json:"strands"`
	Items         Set                 `json:"items"`    // item codes
	Findings      Set                 `json:"findings"` // finding IDs
	Evidence      Set                 `json:"evidence"` // evidence IDs: photos and recordings
	Measured      map[string]Measured `json:"measured"` // by line, 01 02 …
	Escort        string              `json:"escort"`   // 陪同人
	EscortPost    string              `json:"escortPost"`
	EscortOpinion string              `json:"escortOpinion"`
	Signed        bool                `json:"signed"`
	NotWhy        string              `json:"notWhy"` // why it is not signed
}

// Measured is one thing measured on site.
type Measured struct {
	What  string `json:"what"`
	Value string `json:"value"` // as read off, with its sign and decimals
	Unit  string `json:"unit"`
	How   string `json:"how"` // with which instrument
}

// Stocktake is a record of counting cash, things or papers on site (盘点表, form 3.10).
type Stocktake struct {
	ID       ID                   `json:"id"`
	Case     ID                   `json:"case"`
	Number   int                  `json:"number"`
	On       Date                 `json:"on"`
	Place    string               `json:"place"`
	Sort     string               `json:"sort"` // see StockSorts
	Strand   Strand               `json:"strand"`
	Keeper   string               `json:"keeper"`   // who keeps what is counted (保管人)
	Counters Set                  `json:"counters"` // person IDs, at least two
	Lines    map[string]StockLine `json:"lines"`    // by line, 001 002 …
	Text     string               `json:"text"`     // what explains the differences
	Items    Set                  `json:"items"`
	Findings Set                  `json:"findings"`
	Evidence Set                  `json:"evidence"`
	Signed   bool                 `json:"signed"`
	NotWhy   string               `json:"notWhy"`
}

// StockLine is a line of a stock-taking: what the books say and what is there.
type StockLine struct {
	Name       string `json:"name"`
	Model      string `json:"model"`
	Unit       string `json:"unit"`
	Book       int    `json:"book"`    // by the books
	Counted    int    `json:"counted"` // as counted
	BookValue  Money  `json:"bookValue"`
	FoundValue Money  `json:"foundValue"`
	Place      string `json:"place"`
	Note       string `json:"note"`
}

// StockSorts lists what is counted: cash, fixed assets, stores, seals and blank cheques, files.
var StockSorts = []string{"cash", "assets", "stores", "seals", "files"}

// Heard is an opinion or suggestion heard from cadres and the public (R26).
type Heard struct {
	ID           ID     `json:"id"`
	Case         ID     `json:"case"`
	Number       int    `json:"number"`
	On           Date   `json:"on"`
	Source       string `json:"source"` // see HeardSources
	Strand       Strand `json:"strand"` // "" = common to all
	Text         string `json:"text"`
	Handling     string `json:"handling"` // what was done about it
	HandledBy    string `json:"handledBy"`
	HandledOn    Date   `json:"handledOn"`
	Confidential bool   `json:"confidential"`
	From         ID     `json:"from"` // Alias of who spoke, "" = anonymous
	Talk         ID     `json:"talk"` // the talk it was heard in
	Findings     Set    `json:"findings"`
}

// HeardSources lists where opinions come from: a talk, a questionnaire, the box, a letter, a call, a visitor.
var HeardSources = []string{"talk", "survey", "box", "letter", "call", "visitor"}

// Sheet is an evidence sheet (取证单, form 3.11): a matter in a summary on which the unit says what it thinks. Its signed
// scan is a piece of Evidence that names it.
type Sheet struct {
	ID        ID         `json:"id"`
	Case      ID         `json:"case"`
	Index     string     `json:"index"` // JJ003-Q-07
	Strand    Strand     `json:"strand"`
	Title     string     `json:"title"`   // 事项
	Summary   string     `json:"summary"` // 事项摘要
	Authors   string     `json:"authors"` // two of the group, by name
	WrittenOn Date       `json:"writtenOn"`
	Provider  string     `json:"provider"` // unit or person that gives the proof
	HandedOn  Date       `json:"handedOn"` // given to the provider
	DueOn     Date       `json:"dueOn"`    // D5
	Reply     SheetReply `json:"reply"`
	Opinion   string     `json:"opinion"` // 证据提供单位意见
	Head      string     `json:"head"`    // who signed for the provider
	SignedOn  Date       `json:"signedOn"`
	NotWhy    string     `json:"notWhy"` // why it is not signed (implementing rules of the Audit Law art. 38)
	Pages     int        `json:"pages"`  // of attachments
	Items     Set        `json:"items"`
	Findings  Set        `json:"findings"`
	Evidence  Set        `json:"evidence"`
}

// SheetReply is how the provider stands to what an evidence sheet says.
type SheetReply string

// The replies.
const (
	ReplyAgrees  SheetReply = "agrees"  // 情况属实
	ReplyPartly  SheetReply = "partly"  // 部分属实
	ReplyObjects SheetReply = "objects" // 有异议
	ReplySilent  SheetReply = "silent"  // 逾期未反馈
)

// SheetReplies lists all.
var SheetReplies = []SheetReply{ReplyAgrees, ReplyPartly, ReplyObjects, ReplySilent}

// ReviewNote is a remark of the review of a working paper, which must be answered.
type ReviewNote struct {
	Text       string `json:"text"`
	By         string `json:"by"`
	On         Date   `json:"on"`
	Answer     string `json:"answer"`
	AnsweredBy string `json:"answeredBy"`
	AnsweredOn Date   `json:"answeredOn"`
	Settled    bool   `json:"settled"` // the reviewer is content with the answer
}

// FactParts are the parts of the fact of a finding (domain 2.5): time, place, who, what, how much, consequence.
type FactParts struct {
	When        string `json:"when"`
	Where       string `json:"where"`
	Who         string `json:"who"`
	What        string `json:"what"`
	HowMuch     string `json:"howMuch"`
	Consequence string `json:"consequence"`
}

// Roster is a list of the unit that was taken in: staff, approved posts or payroll. Its rows are an attached file; they
// are compared with each other and propose findings.
type Roster struct {
	ID       ID                `json:"id"`
	Case     ID                `json:"case"`
	Sort     string            `json:"sort"` // see RosterSorts
	Title    string            `json:"title"`
	AsOf     Date              `json:"asOf"`
	Rows     int               `json:"rows"`
	FileName string            `json:"fileName"` // as it was called
	FileHash string            `json:"fileHash"` // SHA-256 in hex of the attachment with the rows
	FileSize int64             `json:"fileSize"`
	Mapping  map[string]string `json:"mapping"` // field → head of the column it was read from
	TakenBy  string            `json:"takenBy"`
	TakenOn  Date              `json:"takenOn"`
}

// RosterSorts lists the lists: people on the staff, approved posts, payroll, appointments by batch, income and expenditure
// by year.
var RosterSorts = []string{"staff", "posts", "payroll", "appointments", "finances"}

// DayLog is what a person did on a day in own words, drafted from the log. It is optional and never a statutory record
// (domain 3.12: the audit diary is obsolete).
type DayLog struct {
	ID     ID     `json:"id"`
	Person ID     `json:"person"`
	On     Date   `json:"on"`
	Text   string `json:"text"`
}

// DayLogID is the identity of the work log of a person's day, the same on every laptop.
func DayLogID(person ID, on Date) ID { return DeriveID(KindDayLog, person, on.String()) }

// check: at least two look (domain 5.1).
func (n Visit) check() error {
	if k := len(n.Visitors.Sorted()); k < 2 {
		return refuseField("onsite.two", "visitors", "count", k)
	}
	return firstOf(requiredDate("on", n.On), required("place", n.Place), eachOf("strands", n.Strands, list(Strands)))
}

// check: at least two count.
func (n Stocktake) check() error {
	if k := len(n.Counters.Sorted()); k < 2 {
		return refuseField("onsite.two", "counters", "count", k)
	}
	return firstOf(requiredDate("on", n.On), required("sort", n.Sort), oneOf("sort", n.Sort, StockSorts))
}

// check: what was heard has a source; what is done is dated after it.
func (n Heard) check() error {
	return firstOf(requiredDate("on", n.On), required("source", n.Source), oneOf("source", n.Source, HeardSources), required("text", n.Text),
		inOrder("on", n.On, "handledOn", n.HandledOn))
}

// check: two of the group stand behind a sheet that was signed (domain 5.1), and one that is not says why.
func (n Sheet) check() error {
	if k := len(people(n.Authors)); !n.SignedOn.IsZero() && k < 2 {
		return refuseField("evidence.collectors", "authors", "count", k)
	}
	return firstOf(required("index", n.Index), required("title", n.Title), required("strand", string(n.Strand)),
		inOrder("writtenOn", n.WrittenOn, "handedOn", n.HandedOn), inOrder("handedOn", n.HandedOn, "dueOn", n.DueOn),
		inOrder("handedOn", n.HandedOn, "signedOn", n.SignedOn))
}

func (n Roster) check() error {
	if n.FileHash != "" && !hashForm.MatchString(n.FileHash) {
		return refuseField("evidence.hash", "fileHash")
	}
	return firstOf(required("sort", n.Sort), oneOf("sort", n.Sort, RosterSorts))
}

// check: a person has one log a day.
func (n DayLog) check() error {
	if n.ID != DayLogID(n.Person, n.On) {
		return Refuse("daylog.id")
	}
	return firstOf(required("person", string(n.Person)), requiredDate("on", n.On))
}

// NounID and its sisters make the noun known to the log.
func (n Alias) NounID() ID     { return n.ID }
func (n Alias) NounKind() Kind { return KindAlias }
func (n Alias) NounOwner() ID  { return n.Case }

func (n Visit) NounID() ID     { return n.ID }
func (n Visit) NounKind() Kind { return KindVisit }
func (n Visit) NounOwner() ID  { return n.Case }

func (n Stocktake) NounID() ID     { return n.ID }
func (n Stocktake) NounKind() Kind { return KindStocktake }
func (n Stocktake) NounOwner() ID  { return n.Case }

func (n Heard) NounID() ID     { return n.ID }
func (n Heard) NounKind() Kind { return KindHeard }
func (n Heard) NounOwner() ID  { return n.Case }

func (n Sheet) NounID() ID     { return n.ID }
func (n Sheet) NounKind() Kind { return KindSheet }
func (n Sheet) NounOwner() ID  { return n.Case }

func (n Roster) NounID() ID     { return n.ID }
func (n Roster) NounKind() Kind { return KindRoster }
func (n Roster) NounOwner() ID  { return n.Case }

func (n DayLog) NounID() ID     { return n.ID }
func (n DayLog) NounKind() Kind { return KindDayLog }
func (n DayLog) NounOwner() ID  { return "" }
