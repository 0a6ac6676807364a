package assets

import (
	"embed"
	"sync"
)

//go:embed laws.json
var lawFile embed.FS

// LawKind says what sort of rule a Law is; an annex lists rules in this order.
type LawKind string

const (
	LawStatute    LawKind = "statute"    // 法律
	LawParty      LawKind = "party"      // 党内法规
	LawRegulation LawKind = "regulation" // 行政法规
	LawRule       LawKind = "rule"       // 部门规章和规范性文件
	LawStandard   LawKind = "standard"   // 标准
	LawLocal      LawKind = "local"      // 地方规定和制度
)

// LawStatus says whether the cited text is still the one in force.
type LawStatus string

const (
	LawCurrent  LawStatus = "current"  // 现行: in force as far as is known
	LawAmended  LawStatus = "amended"  // 已修订: a newer text than the cited one exists
	LawRepealed LawStatus = "repealed" // 已废止: kept so that older files can still be read
)

// Law is a law, regulation, Party rule, standard or system that items and documents cite.
type Law struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"` // full name without 《》
	ShortName string    `json:"shortName"`
	NameEn    string    `json:"nameEn"`
	Kind      LawKind   `json:"kind"`
	Number    string    `json:"number,omitempty"` // document or order number; empty where none is known
	Issued    string    `json:"issued,omitempty"` // date of the cited text as YYYY, YYYY-MM or YYYY-MM-DD; empty where Generic
	Status    LawStatus `json:"status"`
	Mark      Mark      `json:"mark"`
	// Generic marks an entry that stands for the rules of the place and is no title of a document. It must be replaced by
	// the local rule before it is cited, and is printed without 《》.
	Generic bool   `json:"generic,omitempty"`
	Note    string `json:"note,omitempty"` // what was read and what is still open, in Chinese
}

// Citation returns the name as a Chinese document cites it: a title in 《》, a generic entry bare.
func (l Law) Citation() string {
	if l.Generic {
		return l.Name
	}
	return "《" + l.Name + "》"
}

var loadLaws = sync.OnceValues(func() ([]Law, error) {
	var laws []Law
	if err := decodeEmbedded(lawFile, "laws.json", &laws); err != nil {
		return nil, err
	}
	return laws, nil
})

var loadLawIndex = sync.OnceValues(func() (map[string]Law, error) {
	laws, err := loadLaws()
	if err != nil {
		return nil, err
	}
	index := make(map[string]Law, len(laws))
	for _, law := range laws {
		index[law.ID] = law
	}
	return index, nil
})

// Laws returns every rule that the checklists and documents cite. The values are shared: callers must not change them. An
// error means that the program was built with broken data.
func Laws() ([]Law, error) { return loadLaws() }

// LawByID returns the law with the given ID, and whether there is one. Laws reports why the list itself cannot be read.
func LawByID(id string) (Law, bool) {
	index, err := loadLawIndex()
	if err != nil {
		return Law{}, false
	}
	law, ok := index[id]
	return law, ok
}
