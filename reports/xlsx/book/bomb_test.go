package book

import (
	"archive/zip"
	"bytes"
	"errors"
	"runtime"
	"strings"
	"testing"

	"lianshen/reports/ziptest"
)

// withSheet is a sheet file of which the texts and the only sheet are given.
func withSheet(t testing.TB, texts, sheet string) []byte {
	t.Helper()
	head := `<Relationships xmlns="x">`
	return ziptest.Of(t, "[Content_Types].xml", "<Types/>",
		"_rels/.rels", head+rel(1, relNS+"/officeDocument", "xl/workbook.xml")+"</Relationships>",
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", head+rel(1, relNS+"/worksheet", "worksheets/sheet1.xml")+rel(2, relNS+"/sharedStrings", "sharedStrings.xml")+"</Relationships>",
		"xl/sharedStrings.xml", texts,
		"xl/worksheets/sheet1.xml", sheet)
}

const sst = `<sst><si><t>a</t></si></sst>`

func TestBombsAndBrokenPartsAreRefused(t *testing.T) {
	cell := `<c t="inlineStr"><is><t>a</t></is></c>`
	for _, c := range []struct {
		what         string
		texts, sheet string
		want         error
	}{
		{"200 MB of blanks", sst, "<worksheet>" + strings.Repeat(strings.Repeat(" ", 1000)+"<a/>", 200_000) + "</worksheet>", ErrTooLarge},
		{"one text of 40 MB", sst, "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>" + strings.Repeat("a", 40<<20) + "</t></is></c></row></sheetData></worksheet>", ErrTooLarge},
		{"a tag with a million attributes", sst, "<worksheet " + strings.Repeat(`a="" `, 1_000_000) + "/>", ErrTooLarge},
		{"a million cells", sst, "<worksheet><sheetData>" + strings.Repeat("<row>"+strings.Repeat(cell, 100)+"</row>", 3_000) + "</sheetData></worksheet>", ErrTooLarge},
		{"half a million texts", "<sst>" + strings.Repeat("<si><t>a</t></si>", 500_000) + "</sst>", "<worksheet/>", ErrTooLarge},
		{"deep nesting", sst, strings.Repeat("<a>", 500) + strings.Repeat("</a>", 500), ErrDamaged},
		{"a document type with entities", sst, `<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>`, ErrDamaged},
		{"a text that is not there", sst, `<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>`, ErrDamaged},
		{"a row that is none", sst, `<worksheet><sheetData><row r="x"/></sheetData></worksheet>`, ErrDamaged},
		{"a row beyond the last", sst, `<worksheet><sheetData><row r="1048577"/></sheetData></worksheet>`, ErrDamaged},
		{"a column beyond the last", sst, `<worksheet><sheetData><row r="1"><c r="XFE1"/></row></sheetData></worksheet>`, ErrDamaged},
		{"a cell in another row", sst, `<worksheet><sheetData><row r="1"><c r="A2"/></row></sheetData></worksheet>`, ErrDamaged},
		{"a part that ends early", sst, `<worksheet><sheetData><row>`, ErrDamaged},
		{"a part that closes too much", sst, `<worksheet/></a>`, ErrDamaged},
		{"a number that is none", sst, `<worksheet><sheetData><row><c><v>x</v></c></row></sheetData></worksheet>`, ErrDamaged},
		{"another encoding", sst, `<?xml version="1.0" encoding="GBK"?><worksheet/>`, ErrDamaged},
	} {
		t.Run(c.what, func(t *testing.T) {
			data := withSheet(t, c.texts, c.sheet)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			_, err := read(data)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, c.want) {
				t.Errorf("%v, not %v", err, c.want)
			}
			if used := after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc); used > 150<<20 {
				t.Errorf("%d MB were held", used>>20)
			}
		})
	}
}

func TestSizesThatAFileLiesAboutAreNotBelieved(t *testing.T) {
	data := withSheet(t, sst, "<worksheet>"+strings.Repeat("<a/>", 20<<20)+"</worksheet>") // 80 MB
	// The unpacked size stands in the central directory as well as behind the part; both say 10 now.
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	last := z.File[len(z.File)-1]
	size := []byte{byte(last.UncompressedSize64), byte(last.UncompressedSize64 >> 8), byte(last.UncompressedSize64 >> 16), byte(last.UncompressedSize64 >> 24)}
	lying := bytes.ReplaceAll(data, size, []byte{10, 0, 0, 0})
	if bytes.Equal(lying, data) {
		t.Fatal("the size was not found")
	}
	if _, err := read(lying); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

func TestFilesThatAreTooLongAreRefusedUnread(t *testing.T) {
	if _, err := Read(nil, LongestFile+1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

// Whatever is read gives one of the errors of this package or a content within the limits.
func FuzzRead(f *testing.F) {
	f.Add(bytesOf(f, sample()))
	f.Add(foreign(f))
	f.Add(withSheet(f, sst, `<worksheet><sheetData><row r="2"><c r="B2" t="s" s="9"><f>1</f><v>0</v></c><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>`))
	f.Add([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := read(data)
		if err != nil {
			for _, known := range []error{ErrTooLarge, ErrDamaged, ErrEncrypted, ErrOld, ErrBinary, ErrOpen, ErrText, ErrOther, ErrEmpty} {
				if errors.Is(err, known) {
					return
				}
			}
			t.Fatalf("an error of no sort: %v", err)
		}
		n := 0
		for _, s := range c.Sheets {
			for _, l := range s.Lines {
				for _, v := range l.Cells {
					n++
					if v.Column < 1 || v.Column > lastColumn || l.Row < 1 || l.Row > lastRow || v.Text == "" {
						t.Fatalf("a cell %+v in row %d", v, l.Row)
					}
				}
			}
		}
		if n > mostCells {
			t.Fatalf("%d cells", n)
		}
	})
}

// FuzzSheet hands the reader whole files of which the sheet and the texts are anything.
func FuzzSheet(f *testing.F) {
	f.Add(sst, `<worksheet><sheetData><row r="2"><c r="B2" t="s" s="9"><f>1</f><v>0</v></c></row></sheetData></worksheet>`)
	f.Add(`<sst><si><r><t>a</t></r><rPh><t>b</t></rPh></si></sst>`, `<worksheet><c t="d"><v>2026-01-01</v></c></worksheet>`)
	f.Fuzz(func(t *testing.T, texts, sheet string) {
		_, err := read(withSheet(t, texts, sheet))
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
			t.Fatal(err)
		}
	})
}
