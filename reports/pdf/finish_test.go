package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lianshen/reports/document"
)

// finished is a file of two documents with a table, a watermark and rare characters, and its objects.
func finished(t *testing.T) (*file, map[ref]*object, dict) {
	t.Helper()
	second := &document.Document{Kind: document.Form, Title: document.Plain("清单"), Blocks: []document.Block{document.Table{Columns: []document.Column{{Head: "姓名"}, {}},
		Rows: []document.Row{{Cells: []document.Cell{{Text: "王𬭎☑", ColSpan: 2}}}}}}}
	first := longReport(3, true)
	first.Meta = document.Meta{Title: "甲 & 乙", Author: "组织部", Subject: "报告", Keywords: []string{"一", "二"}}
	r, err := RenderAll([]*document.Document{first, second})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := RenderAll([]*document.Document{first, second}); err != nil || !bytes.Equal(r.Bytes, again.Bytes) {
		t.Fatalf("the same documents gave other bytes (%v)", err)
	}
	f, err := open(r.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := f.objects()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := f.dict(f.trailer["Root"])
	if err != nil {
		t.Fatal(err)
	}
	return f, objects, catalog
}

var marked = regexp.MustCompile(`/(\w+) <</MCID (\d+)>> BDC`)

// Every stretch of every page belongs to the element of which the tree says so, and the other way round.
func TestStructureAndPagesSayTheSameOfEachOther(t *testing.T) {
	f, objects, catalog := finished(t)
	root, err := f.dict(catalog["StructTreeRoot"])
	if err != nil {
		t.Fatal(err)
	}
	type place struct {
		page   ref
		number int
	}
	said := map[place]string{}
	roles := map[string]int{}
	var walk func(v, parent any)
	walk = func(v, parent any) {
		d, err := f.dict(v)
		if err != nil {
			t.Fatal(err)
		}
		if d["P"] != parent {
			t.Errorf("%v has the parent %v, not %v", v, d["P"], parent)
		}
		role, _ := d["S"].(name)
		roles[string(role)]++
		kids, _ := d["K"].([]any)
		for _, k := range kids {
			if r, ok := k.(dict); ok {
				said[place{r["Pg"].(ref), int(r["MCID"].(float64))}] = string(role)
				continue
			}
			walk(k, v)
		}
	}
	for _, k := range root["K"].([]any) {
		walk(k, catalog["StructTreeRoot"])
	}
	for _, want := range []string{"Document", "H1", "P", "Table", "TR", "TH", "TD"} {
		if roles[want] == 0 {
			t.Errorf("no element %s among %v", want, roles)
		}
	}
	if roles["Document"] != 2 {
		t.Errorf("%d documents, not 2", roles["Document"])
	}
	tree, err := f.dict(root["ParentTree"])
	if err != nil {
		t.Fatal(err)
	}
	nums := tree["Nums"].([]any)
	count := 0
	for r, o := range objects {
		page, ok := o.value.(dict)
		if !ok || page["Type"] != name("Page") {
			continue
		}
		content, err := f.stream(page["Contents"])
		if err != nil {
			t.Fatal(err)
		}
		owners, err := f.get(nums[2*int(page["StructParents"].(float64))+1])
		if err != nil {
			t.Fatal(err)
		}
		found := marked.FindAllStringSubmatch(string(content), -1)
		if len(found) != len(owners.([]any)) {
			t.Errorf("a page has %d stretches, the tree %d owners", len(found), len(owners.([]any)))
		}
		for i, m := range found {
			if fmt.Sprint(i) != m[2] || said[place{r, i}] != m[1] {
				t.Errorf("stretch %s is painted as %s, the tree says %q", m[2], m[1], said[place{r, i}])
			}
			owner, err := f.dict(owners.([]any)[i])
			if err != nil || owner["S"] != name(m[1]) {
				t.Errorf("stretch %d belongs to %v", i, owner)
			}
			count++
		}
		depth := 0
		for _, word := range strings.Fields(string(content)) {
			switch word {
			case "BDC", "BMC":
				depth++
			case "EMC":
				depth--
			case "Tj", "f", "S":
				if depth == 0 {
					t.Errorf("%s paints outside of all marked content", word)
				}
			}
		}
	}
	if count != len(said) || count == 0 {
		t.Errorf("%d stretches painted, %d in the tree", count, len(said))
	}
}

func TestFacesAreNamedSubsetsWithLegalTables(t *testing.T) {
	f, objects, _ := finished(t)
	tagged := regexp.MustCompile(`^[A-Z]{6}\+\w`)
	fonts, rare := 0, false
	for _, o := range objects {
		font, ok := o.value.(dict)
		if !ok || font["Subtype"] != name("Type0") {
			continue
		}
		fonts++
		cid, err := f.dict(font["DescendantFonts"].([]any)[0])
		if err != nil {
			t.Fatal(err)
		}
		descriptor, err := f.dict(cid["FontDescriptor"])
		if err != nil {
			t.Fatal(err)
		}
		if !tagged.MatchString(string(font["BaseFont"].(name))) || font["BaseFont"] != cid["BaseFont"] || font["BaseFont"] != descriptor["FontName"] {
			t.Errorf("names %v, %v, %v", font["BaseFont"], cid["BaseFont"], descriptor["FontName"])
		}
		table, err := f.stream(font["ToUnicode"])
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(table), "beginbfrange") || strings.Contains(string(table), "<0000> <FFFF>\nendbf") {
			t.Error("a table names codes that are not in use")
		}
		parsed, err := parseToUnicode(table)
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range parsed.single {
			rare = rare || slices.Equal(to, []rune("𬭎"))
		}
	}
	if fonts < 3 || !rare {
		t.Errorf("%d faces; the rare character has a code: %v", fonts, rare)
	}
}

// The file says of itself what the document says, twice alike, and which colours it means.
func TestTheFileDescribesItself(t *testing.T) {
	f, _, catalog := finished(t)
	if !bytes.HasPrefix(f.data, []byte("%PDF-1.7\n%")) || f.data[10] < 128 || f.data[13] < 128 {
		t.Errorf("begins with %q", f.data[:16])
	}
	if ids, _ := f.trailer["ID"].([]any); len(ids) != 2 || len(ids[0].(text)) != 16 {
		t.Errorf("identity %v", f.trailer["ID"])
	}
	info, err := f.dict(f.trailer["Info"])
	if err != nil {
		t.Fatal(err)
	}
	xmp, err := f.stream(catalog["Metadata"])
	if err != nil {
		t.Fatal(err)
	}
	for key, tag := range map[name]string{"Title": "甲 &amp; 乙</rdf:li>", "Author": "组织部</rdf:li>", "Subject": "报告</rdf:li>", "Keywords": "<pdf:Keywords>一 二<"} {
		if said := string(decodeText(info[key].(text))); !strings.Contains(string(xmp), tag) || !strings.HasPrefix(strings.ReplaceAll(strings.TrimPrefix(tag, "<pdf:Keywords>"), "&amp;", "&"), said) {
			t.Errorf("%s is %q; the metadata are %s", key, said, xmp)
		}
	}
	if !strings.Contains(string(xmp), "<xmp:CreateDate>2000-01-01T00:00:00Z<") || !strings.HasPrefix(string(decodeText(info["CreationDate"].(text))), "D:20000101000000") {
		t.Errorf("made on %s", string(decodeText(info["CreationDate"].(text))))
	}
	intents, _ := catalog["OutputIntents"].([]any)
	if len(intents) != 1 {
		t.Fatal("no colour space")
	}
	profile, err := f.stream(intents[0].(dict)["DestOutputProfile"])
	if err != nil {
		t.Fatal(err)
	}
	if size := int(profile[0])<<24 | int(profile[1])<<16 | int(profile[2])<<8 | int(profile[3]); size != len(profile) || string(profile[36:40]) != "acsp" {
		t.Errorf("a profile of %d bytes says %d", len(profile), size)
	}
	for _, o := range []name{"OpenAction", "AA"} {
		if catalog[o] != nil {
			t.Errorf("the file does something when it is opened: %v", catalog[o])
		}
	}
	if string(catalog["Lang"].(text)) != "zh-CN" {
		t.Errorf("language %s", catalog["Lang"])
	}
}

// No ink of a press: its colours would need a profile of the press (ISO 19005-3, 6.2.4.3).
func TestColoursAreThoseOfTheProfile(t *testing.T) {
	f, objects, _ := finished(t)
	inks := regexp.MustCompile(`[\d.]+ [\d.]+ [\d.]+ [\d.]+ [kK]\b`)
	for _, o := range objects {
		if page, ok := o.value.(dict); ok && page["Type"] == name("Page") {
			content, err := f.stream(page["Contents"])
			if err != nil {
				t.Fatal(err)
			}
			if found := inks.Find(content); found != nil {
				t.Errorf("colour %s", found)
			}
		}
	}
}

// What is written is what is read again.
func TestValuesAreWrittenAsTheyAreRead(t *testing.T) {
	v := dict{"A#b c": []any{1.5, ref(7), name("x(y"), text("a\x00)"), keyword("true"), keyword("null")}, "B": dict{}}
	var b bytes.Buffer
	put(&b, v)
	var again bytes.Buffer
	got, err := (&lexer{data: b.Bytes()}).next(0)
	if err != nil {
		t.Fatal(err)
	}
	if d := got.(dict)["B"]; len(d.(dict)) != 0 {
		t.Errorf("%v", d)
	}
	put(&again, got)
	want := strings.ReplaceAll(b.String(), "#", "#23")
	if again.String() != want { // names are read as they stand
		t.Errorf("%s became %s", want, again.String())
	}
}
