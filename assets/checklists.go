package assets

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

//go:embed checklists/XR.json checklists/BZ.json checklists/JJ.json
var checklistFiles embed.FS

// Mark says whether somebody has read the cited text in its source. It travels with every basis and every law, because a
// document with a red head must not cite what nobody has looked up.
type Mark string

const (
	// MarkVerified (已核对): the cited text was read in a published source.
	MarkVerified Mark = "verified"
	// MarkUnverified (待核对): from general knowledge, or read only in part; look it up before citing it.
	MarkUnverified Mark = "unverified"
)

// Strand codes of the three checklists, one for each of the three responsibilities.
const (
	StrandReview       = "review"       // 选人用人责任审查
	StrandVerification = "verification" // 机构编制责任审核
	StrandAudit        = "audit"        // 任期经济责任审计
)

// Method codes: the five ways of checking that the plan names (R25), and any other.
const (
	MethodReport    = "report"    // 听取汇报
	MethodTalk      = "talk"      // 座谈访谈
	MethodDocuments = "documents" // 查阅资料
	MethodSite      = "site"      // 现场察看
	MethodSurvey    = "survey"    // 专项调查
	MethodOther     = "other"     // 其他
)

// Material kind codes: the three kinds of papers that a group examines (R24).
const (
	KindLedger = "ledger"   // 台账: registers, rosters, lists kept up over time
	KindDesk   = "desk"     // 内业: minutes, files, forms and approvals that office work leaves behind
	KindPaper  = "material" // 资料: rules, plans, reports and everything else that is only looked up
)

// Unit kind codes that an item can apply to (R18 and the checklist tables).
const (
	UnitCounty      = "county"      // 县区
	UnitOrgan       = "organ"       // 机关
	UnitInstitution = "institution" // 事业单位
	UnitTownship    = "township"    // 乡镇街道
)

// Checklist is one template of what a group examines in one strand. A case is pinned to the Version it was opened with, so
// a later version never changes what an earlier case was asked.
type Checklist struct {
	Code     string             `json:"code"`    // XR, BZ or JJ; the prefix of every item code
	Strand   string             `json:"strand"`  // one of the Strand codes
	Version  string             `json:"version"` // year.issue, for example 2026.1
	Title    string             `json:"title"`
	TitleEn  string             `json:"titleEn"`
	Sections []ChecklistSection `json:"sections"`
}

// Items returns every item of the checklist in printed order.
func (c Checklist) Items() []ChecklistItem {
	var items []ChecklistItem
	for _, section := range c.Sections {
		items = append(items, section.Items...)
	}
	return items
}

// ChecklistSection groups the items that one part of a report speaks about.
type ChecklistSection struct {
	Code   string          `json:"code"` // checklist code and a number, for example XR-3
	Name   string          `json:"name"`
	NameEn string          `json:"nameEn"`
	Items  []ChecklistItem `json:"items"`
}

// ChecklistItem is one thing to check, with the guidance a member needs at the bench.
type ChecklistItem struct {
	Code          string     `json:"code"` // section code and two digits, for example XR-3-02; never used again for another item
	Check         string     `json:"check"`
	CheckEn       string     `json:"checkEn"`
	Materials     []Material `json:"materials"` // papers to ask for, in the order to read them
	Methods       []string   `json:"methods"`   // Method codes that suit the item; a member may use others
	Problems      []string   `json:"problems"`  // typical problems, offered as the problem type of a finding
	ProblemsEn    []string   `json:"problemsEn"`
	Bases         []Basis    `json:"bases"`
	AppliesTo     []string   `json:"appliesTo,omitempty"`     // UnitKind codes; empty means every kind of unit
	AppliesNote   string     `json:"appliesNote,omitempty"`   // a qualification of AppliesTo, for example that others follow it by analogy
	AppliesNoteEn string     `json:"appliesNoteEn,omitempty"` // the same in English
}

// Applies reports whether the item is asked of a unit of the given kind. A kind outside the Unit codes, such as a
// state-owned enterprise, is asked only the items that are asked of everyone.
func (i ChecklistItem) Applies(unitKind string) bool {
	if len(i.AppliesTo) == 0 {
		return true
	}
	for _, kind := range i.AppliesTo {
		if kind == unitKind {
			return true
		}
	}
	return false
}

// Material is a paper, file or register to ask the unit for.
type Material struct {
	Name   string `json:"name"`
	NameEn string `json:"nameEn"`
	Kind   string `json:"kind"` // one of the Kind codes
}

// Basis is the rule an item is judged by. It seeds an editable field: the group confirms it before it is printed.
type Basis struct {
	Law     string `json:"law"`               // ID of a Law
	Article string `json:"article,omitempty"` // 第六条, 第四十六条（二） or the name of a chapter; empty cites the whole rule
	Mark    Mark   `json:"mark"`
	Note    string `json:"note,omitempty"` // what is still open, in Chinese; empty when nothing is
}

var loadChecklists = sync.OnceValues(func() ([]Checklist, error) {
	var lists []Checklist
	for _, code := range []string{"XR", "BZ", "JJ"} {
		var list Checklist
		if err := decodeEmbedded(checklistFiles, "checklists/"+code+".json", &list); err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
})

// Checklists returns the three templates in the order review, verification, audit. The values are shared: callers must not
// change them. An error means that the program was built with broken data.
func Checklists() ([]Checklist, error) { return loadChecklists() }

// decodeEmbedded reads one embedded JSON file into v. A field nobody reads or anything after the value is an error, so a
// misspelt key in the data cannot pass as an absent one.
func decodeEmbedded(files embed.FS, name string, v any) error {
	data, err := files.ReadFile(name)
	if err != nil {
		return fmt.Errorf("reading embedded %s: %w", name, err)
	}
	if err := decodeStrict(data, v); err != nil {
		return fmt.Errorf("decoding embedded %s: %w", name, err)
	}
	return nil
}

var errTrailing = errors.New("more data after the first JSON value")

func decodeStrict(data []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errTrailing
	}
	return nil
}
