package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"lianshen/reports/document"
)

// xmpOf is the metadata of a file as XMP (ISO 16684-1). It says the same as the entries of the information dictionary, as
// ISO 19005-3, 6.6.3 demands.
func xmpOf(m document.Meta, lang string) string {
	created := m.Created
	if created.IsZero() {
		created = unset
	}
	stamp := created.UTC().Format(time.RFC3339)
	esc := func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
		return b.String()
	}
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">` +
		`<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>`)
	if m.Title != "" {
		b.WriteString(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + esc(m.Title) + `</rdf:li></rdf:Alt></dc:title>`)
	}
	if m.Subject != "" {
		b.WriteString(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + esc(m.Subject) + `</rdf:li></rdf:Alt></dc:description>`)
	}
	if m.Author != "" {
		b.WriteString(`<dc:creator><rdf:Seq><rdf:li>` + esc(m.Author) + `</rdf:li></rdf:Seq></dc:creator>`)
	}
	if len(m.Keywords) > 0 {
		b.WriteString(`<pdf:Keywords>` + esc(strings.Join(m.Keywords, " ")) + `</pdf:Keywords>`)
	}
	if m.ID != "" {
		b.WriteString(`<xmpMM:DocumentID>` + esc(urn+m.ID) + `</xmpMM:DocumentID><xmpMM:VersionID>` + strconv.Itoa(m.Version) + `</xmpMM:VersionID>`)
	}
	b.WriteString(`<dc:language><rdf:Bag><rdf:li>` + lang + `</rdf:li></rdf:Bag></dc:language><pdf:Producer>Lianshen</pdf:Producer><xmp:CreatorTool>Lianshen</xmp:CreatorTool>` +
		`<xmp:CreateDate>` + stamp + `</xmp:CreateDate><xmp:ModifyDate>` + stamp + `</xmp:ModifyDate></rdf:Description></rdf:RDF></x:xmpmeta>` + "\n<?xpacket end=\"w\"?>")
	return b.String()
}

// screenProfile is an ICC profile (ISO 15076-1, version 2) of the colours of a screen: the primaries and the white of sRGB
// (IEC 61966-2-1) with a gamma of 2.2 in place of its curve.
func screenProfile() []byte {
	xyz := func(x, y, z int32) []byte { // s15Fixed16
		var b bytes.Buffer
		b.WriteString("XYZ \x00\x00\x00\x00")
		for _, v := range []int32{x, y, z} {
			_ = binary.Write(&b, binary.BigEndian, v)
		}
		return b.Bytes()
	}
	label := func(s string) []byte {
		var b bytes.Buffer
		b.WriteString("desc\x00\x00\x00\x00")
		_ = binary.Write(&b, binary.BigEndian, uint32(len(s)+1))
		b.WriteString(s + "\x00")
		b.Write(make([]byte, 4+4+2+1+67)) // no name in Unicode, none for the Macintosh
		return b.Bytes()
	}
	curve := []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33\x00\x00") // 2.2 in u8Fixed8
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", label("sRGB")}, {"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright\x00"...)},
		{"wtpt", xyz(0xF6D6, 0x10000, 0xD32D)}, // D50
		{"rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)}, {"gXYZ", xyz(0x6299, 0xB785, 0x18DA)}, {"bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	var table, body bytes.Buffer
	_ = binary.Write(&table, binary.BigEndian, uint32(len(tags)))
	start, written := 128+4+12*len(tags), map[string]int{}
	for _, t := range tags {
		at, known := written[string(t.data)]
		if !known {
			at = start + body.Len()
			written[string(t.data)] = at
			body.Write(t.data)
			body.Write(make([]byte, (4-body.Len()%4)%4))
		}
		table.WriteString(t.name)
		_ = binary.Write(&table, binary.BigEndian, [2]uint32{uint32(at), uint32(len(t.data))})
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(start+body.Len()))
	binary.BigEndian.PutUint32(head[8:], 0x02100000) // version 2.1
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[24:], "\x07\xD0\x00\x01\x00\x01") // 1 January 2000
	copy(head[36:], "acsp")
	copy(head[68:], "\x00\x00\xF6\xD6\x00\x01\x00\x00\x00\x00\xD3\x2D") // the white of the connection space, D50
	return append(append(head, table.Bytes()...), body.Bytes()...)
}
