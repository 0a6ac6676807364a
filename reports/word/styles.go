package word

import (
	"fmt"
	"strings"
	"time"
)

// The faces, by what they are for.
const (
	fangsong = "fangsong"
	hei      = "hei"
	kai      = "kai"
	song     = "song"
	title    = "title"
)

// officeFace is a face by the name that offices have it under, with the Latin beside it.
type officeFace struct{ name, latin string }

// faces are the names of GB/T 9704-2012 as the faces are sold; a machine without one takes what the font table names as its
// like.
var faces = map[string]officeFace{
	fangsong: {"仿宋_GB2312", "Times New Roman"},
	hei:      {"黑体", "黑体"},
	kai:      {"楷体_GB2312", "Times New Roman"},
	song:     {"宋体", "Times New Roman"},
	title:    {"方正小标宋简体", "方正小标宋简体"},
}

func (f officeFace) markup() string {
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:hAnsi="%s" w:eastAsia="%s" w:cs="Times New Roman"/>`, f.latin, f.latin, f.name)
}

const fontTable = xmlHead + `<w:fonts ` + nsWord + `>` +
	`<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>` +
	`<w:font w:name="楷体_GB2312"><w:altName w:val="楷体"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>` +
	`<w:font w:name="方正小标宋简体"><w:altName w:val="方正小标宋_GBK"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>` +
	`<w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>` +
	`<w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>` +
	`<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>` +
	`</w:fonts>`

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsWord  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	nsAll   = nsWord + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
		` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"` +
		` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`
)

// The names of the styles in the file. Title and headings have the names that every word processor knows, so that outline,
// navigation and tables of contents work.
const (
	styleBody     = "BodyText"
	styleFlush    = "Flush"
	styleTitle    = "Title"
	styleSubtitle = "Subtitle"
	styleCell     = "TableText"
	styleCaption  = "Caption"
	styleSmall    = "Note"
	styleSign     = "Signature"
	styleHead     = "RedHead"
	styleImprint  = "Imprint"
	styleFooter   = "Footer"
	styleHeader   = "Header"
	styleAnnex    = "AnnexLabel"
	styleNoteText = "FootnoteText"
	styleNoteMark = "FootnoteReference"
)

// headingStyle is the style of a heading of a level, 1–4.
func headingStyle(level int) string { return fmt.Sprintf("Heading%d", level) }

// leadStyle is the character style of a run-in heading of a level.
func leadStyle(level int) string { return fmt.Sprintf("Lead%d", level) }

// headingFaces: 一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋 (GB/T 9704-2012 7.3.3).
var headingFaces = [...]string{1: hei, 2: kai, 3: fangsong, 4: fangsong}

// styles is the part with the styles.
func (w *writer) styles() string {
	body, half, exact := faces[fangsong], 32, fmt.Sprintf(`<w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/>`, pitch)
	indent := fmt.Sprintf(`<w:ind w:firstLineChars="200" w:firstLine="%d"/>`, 2*cell)
	// 28 characters of 16 pt are 448 pt wide, the type area 442: each stands a fifth of a point closer (GB/T 9704-2012 5.2.3).
	squeeze := `<w:spacing w:val="-4"/>`
	lang := "zh-CN"
	if w.latin {
		squeeze = ""
		body, half, exact, indent, lang = officeFace{faces[song].name, "Times New Roman"}, 24, `<w:spacing w:before="0" w:after="120" w:line="300" w:lineRule="auto"/>`, "", "en-GB"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `%s<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr>%s<w:kern w:val="2"/><w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="%s" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>`+
		`<w:pPrDefault/></w:docDefaults>`, xmlHead, nsWord, body.markup(), half, half, langOf(lang))
	paragraph := func(id, name, based, next, props, run string) {
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, map[bool]string{true: ` w:default="1"`}[id == "Normal"], id, name)
		if based != "" {
			fmt.Fprintf(&b, `<w:basedOn w:val="%s"/>`, based)
		}
		if next != "" {
			fmt.Fprintf(&b, `<w:next w:val="%s"/>`, next)
		}
		fmt.Fprintf(&b, `<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, props, run)
	}
	size := func(face string, half int) string {
		return faces[face].markup() + fmt.Sprintf(`<w:spacing w:val="0"/><w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half)
	}
	loose := `<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>`
	sides, titleProps, titleRun, subtitleProps := "both", `<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="680" w:lineRule="exact"/><w:jc w:val="center"/>`, size(title, 44), `<w:keepNext/><w:jc w:val="center"/>`
	lead, caption := func(level int) string { return faces[headingFaces[level]].markup() }, size(hei, 24)
	label := faces[hei].markup()
	heads, headRoom, cellHalf := func(level int) string { return faces[headingFaces[level]].markup() }, "", 24
	if w.plain {
		sides, titleProps, titleRun, subtitleProps = "left", `<w:keepNext/><w:spacing w:before="0" w:after="120" w:line="300" w:lineRule="auto"/><w:jc w:val="left"/>`, boldLatin(36), `<w:keepNext/><w:jc w:val="left"/>`
		heads, headRoom, cellHalf = func(level int) string { return boldLatin([...]int{1: 28, 2: 25, 3: 23, 4: 23}[level]) }, `<w:spacing w:before="200" w:after="80" w:line="300" w:lineRule="auto"/>`, 19
		lead, caption = func(int) string { return boldLatin(23) }, boldLatin(20)
		label = boldLatin(23)
	}
	paragraph("Normal", "Normal", "", "", `<w:widowControl/>`+exact+`<w:jc w:val="`+sides+`"/>`, squeeze)
	paragraph(styleBody, "Body Text", "Normal", "", indent, "")
	paragraph(styleFlush, "Flush", "Normal", "", "", "")
	paragraph(styleTitle, "Title", "Normal", styleBody, titleProps, titleRun)
	paragraph(styleSubtitle, "Subtitle", "Normal", styleBody, subtitleProps, faces[kai].markup())
	for level := 1; level <= 4; level++ {
		paragraph(headingStyle(level), fmt.Sprintf("heading %d", level), "Normal", styleBody,
			`<w:keepNext/><w:keepLines/>`+headRoom+indent+fmt.Sprintf(`<w:jc w:val="left"/><w:outlineLvl w:val="%d"/>`, level-1), heads(level))
	}
	paragraph(styleAnnex, "Annex Label", "Normal", styleTitle, `<w:keepNext/><w:pageBreakBefore/><w:jc w:val="left"/><w:outlineLvl w:val="0"/>`, label)
	paragraph(styleCell, "Table Text", "Normal", "", loose, size(song, cellHalf))
	paragraph(styleCaption, "caption", "Normal", "", `<w:keepNext/>`+loose+`<w:jc w:val="center"/>`, caption)
	paragraph(styleSmall, "Note", "Normal", "", loose, size(song, 21))
	paragraph(styleSign, "Signature", "Normal", "", `<w:keepNext/><w:keepLines/><w:jc w:val="right"/>`, "")
	paragraph(styleHead, "Red Head", "Normal", "", `<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>`, faces[title].markup()+`<w:color w:val="FF0000"/>`)
	paragraph(styleImprint, "Imprint", "Normal", "", loose, size(fangsong, 28))
	paragraph(styleHeader, "header", "Normal", "", loose, size(song, 21))
	paragraph(styleFooter, "footer", "Normal", "", loose, size(song, 28))
	paragraph(styleNoteText, "footnote text", "Normal", "", loose+`<w:jc w:val="left"/>`, size(song, 21))
	fmt.Fprintf(&b, `<w:style w:type="character" w:styleId="%s"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>`, styleNoteMark)
	for level := 1; level <= 4; level++ {
		fmt.Fprintf(&b, `<w:style w:type="character" w:customStyle="1" w:styleId="%s"><w:name w:val="Lead %d"/><w:rPr>%s</w:rPr></w:style>`, leadStyle(level), level, lead(level))
	}
	fmt.Fprintf(&b, `<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>`+
		`<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return b.String()
}

// boldLatin is the run of headings in English: bold, of a serif face, its size in half points.
func boldLatin(half int) string {
	return officeFace{faces[song].name, "Times New Roman"}.markup() + fmt.Sprintf(`<w:b/><w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half)
}

// langOf is the language of the Latin text: what is written in Chinese has English names in it at most.
func langOf(lang string) string {
	if lang == "zh-CN" {
		return "en-US"
	}
	return lang
}

// settings is the part with what holds for the whole file. Pages are bound at one edge, so their numbers stand at the outer one.
func (w *writer) settings() string {
	even := ""
	if w.even {
		even = `<w:evenAndOddHeaders/>`
	}
	return xmlHead + `<w:settings ` + nsWord + `><w:zoom w:percent="100"/>` + even + `<w:characterSpacingControl w:val="compressPunctuation"/>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`
}

// core is the part with what the file says about itself.
func (w *writer) core(created time.Time) string {
	m := w.d.Meta
	stamp := created.UTC().Format(time.RFC3339)
	lang := "zh-CN"
	if w.latin {
		lang = "en-GB"
	}
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(m.Title) + `</dc:title><dc:subject>` + escape(m.Subject) + `</dc:subject><dc:creator>` + escape(m.Author) + `</dc:creator>` +
		`<cp:keywords>` + escape(strings.Join(m.Keywords, "; ")) + `</cp:keywords><dc:language>` + lang + `</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:modified></cp:coreProperties>`
}

const packageRelations = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

// contentTypes names the kind of every part.
func (w *writer) contentTypes() string {
	const ml = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	var b strings.Builder
	b.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`)
	kinds := []struct{ name, kind string }{{"document.xml", "document.main"}, {"styles.xml", "styles"}, {"settings.xml", "settings"}, {"fontTable.xml", "fontTable"}}
	if len(w.notes) > 0 {
		kinds = append(kinds, struct{ name, kind string }{"footnotes.xml", "footnotes"})
	}
	for _, f := range w.around {
		kinds = append(kinds, struct{ name, kind string }{f.name, strings.TrimRight(strings.TrimSuffix(f.name, ".xml"), "0123456789")})
	}
	for _, k := range kinds {
		fmt.Fprintf(&b, `<Override PartName="/word/%s" ContentType="%s%s+xml"/>`, k.name, ml, k.kind)
	}
	b.WriteString(`</Types>`)
	return b.String()
}

// relations names the parts that the document refers to.
func (w *writer) relations() string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	own := []string{"styles", "settings", "fontTable"}
	if len(w.notes) > 0 {
		own = append(own, "footnotes")
	}
	for _, k := range own {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>`, k, office, k, k)
	}
	for _, f := range w.around {
		stem := strings.TrimSuffix(f.name, ".xml")
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, stem, office, strings.TrimRight(stem, "0123456789"), f.name)
	}
	for i := range w.images {
		fmt.Fprintf(&b, `<Relationship Id="image%d" Type="%simage" Target="media/image%d.png"/>`, i+1, office, i+1)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}
