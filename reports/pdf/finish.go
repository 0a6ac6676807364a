package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// finish adds to a file of gofpdf what the rules of PDF/A-3b ask for and what gofpdf cannot say (ISO 19005-3): structure and
// language for readers that cannot see, names that tell subsets of faces from the faces, tables from codes to characters
// that name only codes in use, metadata as XMP, the colour space that the colours are meant in, an identity of the file.
func finish(data []byte, d *document.Document, w *writer) ([]byte, error) {
	f, err := open(data)
	if err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	objects, err := f.objects()
	if err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	fin := &finisher{f: f, objects: objects, w: w}
	root, ok := f.trailer["Root"].(ref)
	if !ok {
		return nil, fmt.Errorf("finish PDF: %w: no catalog", ErrRead)
	}
	catalog, ok := objects[root].value.(dict)
	if !ok {
		return nil, fmt.Errorf("finish PDF: %w: the catalog is no dictionary", ErrRead)
	}
	if err := fin.faces(); err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	if err := fin.structure(catalog); err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	fin.outline(catalog)
	fin.describe(catalog, d)
	fin.carry(catalog, d.Meta)
	fin.pack()
	h := sha256.New() // of what is in the file: the same document has the same identity
	h.Write(data)
	for _, of := range face.Names {
		if e := w.faces[of]; e != nil {
			h.Write(e.toUnicode.stream)
		}
	}
	sum := h.Sum(nil)
	first := text(sum[:16])
	if d.Meta.ID != "" {
		first = text(urn + d.Meta.ID)
	}
	trailer := dict{"Root": root, "Info": f.trailer["Info"], "ID": []any{first, text(sum[:16])}}
	return serialize(fin.objects, trailer), nil
}

type finisher struct {
	f       *file
	objects map[ref]*object
	w       *writer
}

// add makes a new object and gives its number.
func (n *finisher) add(o *object) ref {
	r := ref(len(n.objects) + 1)
	n.objects[r] = o
	return r
}

// pack packs what gofpdf left unpacked, the pages.
func (n *finisher) pack() {
	var refs []ref
	for r, o := range n.objects {
		if d, ok := o.value.(dict); ok && o.stream != nil && d["Filter"] == nil && d["Type"] != name("Metadata") {
			refs = append(refs, r)
		}
	}
	onAllCores(len(refs), func(i int) {
		o := n.objects[refs[i]]
		*o = *packed(o.value.(dict), o.stream)
	})
}

// faces puts our faces where those of gofpdf stand for them, with names that tell subsets from the faces and tables from codes
// to characters.
func (n *finisher) faces() error {
	n.w.cutting.Wait()
	for _, r := range slices.Sorted(maps.Keys(n.objects)) {
		font, ok := n.objects[r].value.(dict)
		if !ok || font["Type"] != name("Font") {
			continue
		}
		base, _ := font["BaseFont"].(name)
		e := n.embeddedAs(base)
		if e == nil {
			return fmt.Errorf("%w: a face %q that was not asked for", ErrRead, base)
		}
		if e.err != nil {
			return e.err
		}
		tagged := name(subsetTag(e.of, e.codes) + "+" + plainName(string(e.of)))
		e.descriptor["FontName"] = tagged
		e.descriptor["FontFamily"] = text(plainName(string(e.of))) // strict checkers want one in a tagged file
		e.descriptor["FontFile2"] = n.add(e.program)
		cid := dict{"Type": name("Font"), "Subtype": name("CIDFontType2"), "BaseFont": tagged, "DW": usual,
			"CIDSystemInfo":  dict{"Registry": text("Adobe"), "Ordering": text("UCS"), "Supplement": 0},
			"FontDescriptor": n.add(&object{value: e.descriptor}), "CIDToGIDMap": n.add(e.places)}
		if len(e.widths) > 0 {
			cid["W"] = e.widths
		}
		n.objects[r].value = dict{"Type": name("Font"), "Subtype": name("Type0"), "BaseFont": tagged, "Encoding": name("Identity-H"),
			"DescendantFonts": []any{n.add(&object{value: cid})}, "ToUnicode": n.add(e.toUnicode)}
	}
	return nil
}

// embeddedAs finds the face by the name of the one that stands for it.
func (n *finisher) embeddedAs(base name) *embedded {
	for of, e := range n.w.faces {
		if stands[of].base == string(base) {
			return e
		}
	}
	return nil
}

// subsetTag is six capitals that differ where the characters do (ISO 32000-1, 9.6.4).
func subsetTag(of face.Name, codes map[rune]uint16) string {
	h := sha256.New()
	fmt.Fprint(h, of)
	for _, r := range slices.Sorted(maps.Keys(codes)) {
		fmt.Fprintf(h, " %x", r)
	}
	sum := h.Sum(nil)
	out := make([]byte, 6)
	for i := range out {
		out[i] = 'A' + sum[i]%26
	}
	return string(out)
}

// toUnicodeOf is a table from codes to characters: at most a hundred lines a block, no code that is not in use.
func toUnicodeOf(codes map[rune]uint16) []byte {
	list := slices.SortedFunc(maps.Keys(codes), func(a, b rune) int { return int(codes[a]) - int(codes[b]) })
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for block := range slices.Chunk(list, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, r := range block {
			fmt.Fprintf(&b, "<%04X> <%s>\n", codes[r], strings.TrimPrefix(utf16Hex(string(r)), "FEFF"))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// structure writes the tree of elements and ties the pages to it.
func (n *finisher) structure(catalog dict) error {
	pages, err := n.pageObjects(catalog["Pages"])
	if err != nil {
		return err
	}
	if len(pages) != len(n.w.marks.parents) {
		return fmt.Errorf("%w: %d pages, %d painted", ErrRead, len(pages), len(n.w.marks.parents))
	}
	elements := map[*document.Node]ref{}
	root := n.add(&object{})
	var kids []any
	for _, tree := range n.w.marks.trees {
		kids = append(kids, n.element(tree, root, pages, elements))
	}
	nums := make([]any, 0, 2*len(pages))
	for i, page := range pages {
		owners := []any{}
		for _, node := range n.w.marks.parents[i] {
			owners = append(owners, elements[node])
		}
		nums = append(nums, i, n.add(&object{value: owners}))
		d, ok := n.objects[page].value.(dict)
		if !ok {
			return fmt.Errorf("%w: a page that is no dictionary", ErrRead)
		}
		d["StructParents"], d["Tabs"] = i, name("S")
	}
	tree := n.add(&object{value: dict{"Nums": nums}})
	n.objects[root].value = dict{"Type": name("StructTreeRoot"), "K": kids, "ParentTree": tree, "ParentTreeNextKey": len(pages)}
	catalog["StructTreeRoot"], catalog["MarkInfo"] = root, dict{"Marked": keyword("true")}
	return nil
}

// element writes an element with all it holds.
func (n *finisher) element(node *document.Node, parent ref, pages []ref, elements map[*document.Node]ref) ref {
	d := dict{"Type": name("StructElem"), "S": name(node.Role), "P": parent}
	r := n.add(&object{value: d})
	elements[node] = r
	kids := []any{}
	for _, m := range n.w.marks.content[node] {
		kids = append(kids, dict{"Type": name("MCR"), "Pg": pages[m.page], "MCID": m.number})
	}
	for _, k := range node.Kids {
		kids = append(kids, n.element(k, r, pages, elements))
	}
	d["K"] = kids
	attributes := dict{"O": name("Table")}
	if node.ColSpan > 1 {
		attributes["ColSpan"] = node.ColSpan
	}
	if node.RowSpan > 1 {
		attributes["RowSpan"] = node.RowSpan
	}
	if node.Role == "TH" {
		attributes["Scope"] = name("Column")
	}
	if len(attributes) > 1 {
		d["A"] = attributes
	}
	return r
}

// pageObjects lists the numbers of the pages in order.
func (n *finisher) pageObjects(v any) ([]ref, error) {
	r, ok := v.(ref)
	if !ok || n.objects[r] == nil {
		return nil, fmt.Errorf("%w: a page that is no object", ErrRead)
	}
	d, _ := n.objects[r].value.(dict)
	kids, ok := d["Kids"].([]any)
	if !ok {
		return []ref{r}, nil
	}
	var out []ref
	for _, k := range kids { // gofpdf's tree has one level
		page, ok := k.(ref)
		if !ok || n.objects[page] == nil {
			return nil, fmt.Errorf("%w: a page that is no object", ErrRead)
		}
		out = append(out, page)
	}
	return out, nil
}

// describe says what the file is: language, metadata, the space of its colours.
func (n *finisher) describe(catalog dict, d *document.Document) {
	lang := "zh-CN"
	if d.Language == document.English {
		lang = "en-GB"
	}
	catalog["Lang"] = text(lang)
	catalog["ViewerPreferences"] = dict{"DisplayDocTitle": keyword("true")}
	xmp := []byte(xmpOf(d.Meta, lang))
	// Programs that know no PDF look for it in the bytes: it is not packed (ISO 19005-3, 6.6.2.1).
	catalog["Metadata"] = n.add(&object{dict{"Type": name("Metadata"), "Subtype": name("XML"), "Length": len(xmp)}, xmp})
	profile := n.add(packed(dict{"N": 3}, screenProfile()))
	catalog["OutputIntents"] = []any{dict{"Type": name("OutputIntent"), "S": name("GTS_PDFA1"), "OutputConditionIdentifier": text("sRGB"),
		"Info": text("sRGB"), "DestOutputProfile": profile}}
	delete(catalog, "OpenAction") // a file for keeping opens as the reader likes
}
