package app

// Template is a checklist at one version. A case is pinned to versions, so that a later edit of a
// checklist never changes an old case.
type Template struct {
	ID       ID        `json:"id"`
	Strand   Strand    `json:"strand"`
	Version  string    `json:"version"`
	Title    string    `json:"title"`
	TitleEn  string    `json:"titleEn"`
	Sections []Section `json:"sections"`
	// What follows is empty for the checklists that come with the program.
	BasedOn  string `json:"basedOn"`  // version it was made from, "" for none
	MadeBy   string `json:"madeBy"`   // who began it
	MadeOn   Date   `json:"madeOn"`   // when
	UsedFrom Date   `json:"usedFrom"` // put to use on; from then on only Retired changes
	Retired  Date   `json:"retired"`  // offered to no case since; cases that have it keep it
}

// Section is a part of a checklist, "XR-1".
type Section struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"nameEn"`
	Items  []Item `json:"items"`
}

// Item is one thing to check (domain 2.0).
type Item struct {
	Code      string         `json:"code"`
	Check     string         `json:"check"`
	CheckEn   string         `json:"checkEn"`
	Materials []ItemMaterial `json:"materials"`
	Methods   []Method       `json:"methods"`
	Problems  []string       `json:"problems"`
	Bases     []Basis        `json:"bases"`
	AppliesTo []UnitKind     `json:"appliesTo"` // empty: to all
}

// ItemMaterial is something to ask the unit for.
type ItemMaterial struct {
	Name string       `json:"name"`
	Kind MaterialKind `json:"kind"`
}

// Applies says whether the item is meant for units of this kind.
func (i Item) Applies(k UnitKind) bool {
	for _, a := range i.AppliesTo {
		if a == k {
			return true
		}
	}
	return len(i.AppliesTo) == 0
}

// Count gives the number of items.
func (t Template) Count() int {
	n := 0
	for _, s := range t.Sections {
		n += len(s.Items)
	}
	return n
}

// Find gives the item with this code and its section.
func (t Template) Find(code string) (Item, Section, bool) {
	for _, s := range t.Sections {
		for _, i := range s.Items {
			if i.Code == code {
				return i, s, true
			}
		}
	}
	return Item{}, Section{}, false
}

// Answer is what was said about one item in one case. Its ID is AnswerID(case, item).
type Answer struct {
	ID         ID         `json:"id"`
	Case       ID         `json:"case"`
	Item       string     `json:"item"`
	Person     ID         `json:"person"` // who is to check it (分工), see Desk.AssignItems; "" = nobody was named
	Conclusion Conclusion `json:"conclusion"`
	Note       string     `json:"note"`    // 检查情况; the reason for "na" and "notchecked"
	Methods    Set        `json:"methods"` // Method codes really used
	Should     int        `json:"should"`  // 应查 n 件
	Sampled    int        `json:"sampled"` // 抽查 n 件
	Faulty     int        `json:"faulty"`  // 有问题 n 件
	SelfCheck  Conclusion `json:"selfCheck"`
	SelfNote   string     `json:"selfNote"`
	// What the unit did about it (R10: 自行整改情况).
	SelfProblem  string `json:"selfProblem"`
	SelfMeasures string `json:"selfMeasures"`
	SelfPerson   string `json:"selfPerson"` // who answers for it in the unit
	SelfOn       Date   `json:"selfOn"`     // when it was or will be put right
	By           string `json:"by"`
	On           Date   `json:"on"`
}

// AnswerID is the identity of the answer to an item in a case, the same on every laptop.
func AnswerID(caseID ID, item string) ID { return DeriveID(KindAnswer, caseID, item) }

// NounID and its sisters make the noun known to the log.
func (n Template) NounID() ID     { return n.ID }
func (n Template) NounKind() Kind { return KindTemplate }
func (n Template) NounOwner() ID  { return "" }

func (n Answer) NounID() ID     { return n.ID }
func (n Answer) NounKind() Kind { return KindAnswer }
func (n Answer) NounOwner() ID  { return n.Case }
