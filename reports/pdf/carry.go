package pdf

import (
	"time"

	"lianshen/reports/document"
)

// carry puts the data of a document into its file as an associated file (ISO 19005-3 6.8): readers list it as an attachment,
// and say that it is the data behind the document.
func (n *finisher) carry(catalog dict, m document.Meta) {
	if m.Data == nil {
		return
	}
	made := m.Created
	if made.IsZero() {
		made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	stamp := text("D:" + made.UTC().Format("20060102150405") + "Z")
	content := n.add(packed(dict{"Type": name("EmbeddedFile"), "Subtype": name(m.Data.MIME),
		"Params": dict{"Size": len(m.Data.Bytes), "ModDate": stamp}}, m.Data.Bytes))
	spec := n.add(&object{value: dict{"Type": name("Filespec"), "F": text(m.Data.Name), "UF": text(utf16Text(m.Data.Name)), "Desc": text(utf16Text(m.Data.About)),
		"AFRelationship": name("Data"), "EF": dict{"F": content, "UF": content}}})
	catalog["AF"] = []any{spec}
	names, _ := catalog["Names"].(dict)
	if names == nil {
		names = dict{}
	}
	names["EmbeddedFiles"] = dict{"Names": []any{text(m.Data.Name), spec}}
	catalog["Names"] = names
}
