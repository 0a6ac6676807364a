package book

import (
	"archive/zip"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// when is the time of every entry: a file has no other time than the one its properties say.
var when = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes the book as one .xlsx file. The same book gives the same bytes.
func Write(w io.Writer, b *Book) error {
	if err := b.check(); err != nil {
		return err
	}
	p := &printer{styles: newStyles(), texts: map[string]int{}}
	sheets := make([]string, len(b.Sheets))
	for i, s := range b.Sheets {
		sheets[i] = p.sheet(s, i == 0)
	}
	z := zip.NewWriter(w)
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", b.contentTypes()},
		{"_rels/.rels", b.packageRels()},
		{"docProps/core.xml", b.core()},
		{"docProps/app.xml", b.app()},
		{"docProps/custom.xml", b.custom()},
		{"xl/workbook.xml", b.workbook()},
		{"xl/_rels/workbook.xml.rels", b.workbookRels()},
		{"xl/styles.xml", p.styles.part()},
		{"xl/sharedStrings.xml", p.sharedStrings()},
	}
	for i, text := range sheets {
		parts = append(parts, struct{ name, text string }{sheetPart(i), text})
	}
	for _, part := range parts {
		if part.text == "" {
			continue
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: when})
		if err != nil {
			return fmt.Errorf("begin the part %s: %w", part.name, err)
		}
		if _, err := io.WriteString(f, xmlHead+part.text); err != nil {
			return fmt.Errorf("write the part %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("finish the sheet file: %w", err)
	}
	return nil
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// check finds what other programs would refuse to open.
func (b *Book) check() error {
	seen := map[string]bool{}
	for _, s := range b.Sheets {
		if s.Name == "" || s.Name != SheetName(s.Name) || seen[strings.ToLower(s.Name)] {
			return fmt.Errorf("write a sheet file: %q cannot be the name of a sheet here", s.Name)
		}
		seen[strings.ToLower(s.Name)] = true
		for _, r := range s.Rules {
			if len([]rune(strings.Join(r.List, ","))) > 255 || strings.ContainsAny(strings.Join(r.List, ""), `,"`) {
				return fmt.Errorf("write a sheet file: the choice in %s of %q cannot be written", r.Cells, s.Name)
			}
			if len([]rune(r.Title)) > 32 || len([]rune(r.Prompt)) > 255 || len([]rune(r.Refusal)) > 255 {
				return fmt.Errorf("write a sheet file: the words about %s of %q are too long", r.Cells, s.Name)
			}
		}
	}
	if len(b.Sheets) == 0 || b.Sheets[0].Hidden {
		return fmt.Errorf("write a sheet file: no sheet to show first")
	}
	return nil
}

func sheetPart(i int) string { return "xl/worksheets/sheet" + itoa(i+1) + ".xml" }

const (
	mainNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relNS  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	docNS  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

func (b *Book) contentTypes() string {
	var s strings.Builder
	s.WriteString(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>`)
	over := func(part, kind string) {
		s.WriteString(`<Override PartName="/` + part + `" ContentType="` + kind + `"/>`)
	}
	over("xl/workbook.xml", docNS+"sheet.main+xml")
	for i := range b.Sheets {
		over(sheetPart(i), docNS+"worksheet+xml")
	}
	over("xl/styles.xml", docNS+"styles+xml")
	over("xl/sharedStrings.xml", docNS+"sharedStrings+xml")
	over("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	over("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	if len(b.Custom) > 0 {
		over("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml")
	}
	s.WriteString(`</Types>`)
	return s.String()
}

const relsHead = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

func rel(id int, kind, target string) string {
	return `<Relationship Id="rId` + itoa(id) + `" Type="` + kind + `" Target="` + target + `"/>`
}

func (b *Book) packageRels() string {
	s := relsHead + rel(1, relNS+"/officeDocument", "xl/workbook.xml") +
		rel(2, "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml") +
		rel(3, relNS+"/extended-properties", "docProps/app.xml")
	if len(b.Custom) > 0 {
		s += rel(4, relNS+"/custom-properties", "docProps/custom.xml")
	}
	return s + `</Relationships>`
}

func (b *Book) workbookRels() string {
	s := relsHead
	n := len(b.Sheets)
	for i := range b.Sheets {
		s += rel(i+1, relNS+"/worksheet", "worksheets/sheet"+itoa(i+1)+".xml")
	}
	return s + rel(n+1, relNS+"/styles", "styles.xml") + rel(n+2, relNS+"/sharedStrings", "sharedStrings.xml") + `</Relationships>`
}

func (b *Book) core() string {
	s := `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(b.Title) + `</dc:title><dc:subject>` + escape(b.Subject) + `</dc:subject><dc:creator>` + escape(b.Creator) + `</dc:creator>`
	if !b.Made.IsZero() {
		at := b.Made.UTC().Format("2006-01-02T15:04:05Z")
		s += `<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>`
	}
	return s + `</cp:coreProperties>`
}

func (b *Book) app() string {
	return `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Lianshen</Application><DocSecurity>0</DocSecurity><Company>` +
		escape(b.Company) + `</Company></Properties>`
}

func (b *Book) custom() string {
	if len(b.Custom) == 0 {
		return ""
	}
	var s strings.Builder
	s.WriteString(`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`)
	for i, name := range slices.Sorted(maps.Keys(b.Custom)) {
		s.WriteString(`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="` + itoa(i+2) + `" name="` + escape(name) + `"><vt:lpwstr>` + escape(b.Custom[name]) + `</vt:lpwstr></property>`)
	}
	s.WriteString(`</Properties>`)
	return s.String()
}

func (b *Book) workbook() string {
	var s strings.Builder
	s.WriteString(`<workbook xmlns="` + mainNS + `" xmlns:r="` + relNS + `"><workbookPr defaultThemeVersion="124226"/><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000" activeTab="0"/></bookViews><sheets>`)
	for i, sh := range b.Sheets {
		state := ""
		if sh.Hidden {
			state = ` state="veryHidden"`
		}
		s.WriteString(`<sheet name="` + escape(sh.Name) + `" sheetId="` + itoa(i+1) + `"` + state + ` r:id="rId` + itoa(i+1) + `"/>`)
	}
	s.WriteString(`</sheets>`)
	var names strings.Builder
	name := func(i int, which, extra, value string) {
		quoted := "'" + strings.ReplaceAll(b.Sheets[i].Name, "'", "''") + "'!"
		names.WriteString(`<definedName name="_xlnm.` + which + `" localSheetId="` + itoa(i) + `"` + extra + `>` + escape(quoted+value) + `</definedName>`)
	}
	for i, sh := range b.Sheets {
		if sh.FilterFrom != (Range{}) {
			name(i, "_FilterDatabase", ` hidden="1"`, absolute(sh.FilterFrom))
		}
	}
	for i, sh := range b.Sheets {
		if sh.Titles > 0 {
			name(i, "Print_Titles", "", "$"+itoa(sh.Titles)+":$"+itoa(sh.Titles))
		}
	}
	if names.Len() > 0 {
		s.WriteString(`<definedNames>` + names.String() + `</definedNames>`)
	}
	s.WriteString(`<calcPr calcId="0"/></workbook>`)
	return s.String()
}

func absolute(r Range) string {
	return "$" + ColumnName(r.FromColumn) + "$" + itoa(r.FromRow) + ":$" + ColumnName(r.ToColumn) + "$" + itoa(r.ToRow)
}
