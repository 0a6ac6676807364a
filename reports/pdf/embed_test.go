package pdf

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// What is seen is what is read: every code of every face shows the outline, and takes the width, of the character that the
// table of the face says. Characters above U+FFFF have codes among those of marks.
func TestEveryCodeShowsTheGlyphOfItsCharacter(t *testing.T) {
	d := longReport(2, true)
	d.Blocks = append(d.Blocks, document.Words("王𬭎（青禾县委），李𫖯：“abc”；1,234.56！？～￥é"), document.Heading{Level: 1, Text: "𬭎（，）"})
	r, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	f, err := open(r.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := f.objects()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, o := range objects {
		font, ok := o.value.(dict)
		if !ok || font["Subtype"] != name("Type0") {
			continue
		}
		_, plain, _ := strings.Cut(string(font["BaseFont"].(name)), "+")
		for _, n := range face.Names {
			if plainName(string(n)) == plain {
				seen += checkCodes(t, f, font, n)
			}
		}
	}
	if seen < 150 {
		t.Errorf("only %d codes were compared", seen)
	}
}

func checkCodes(t *testing.T, f *file, font dict, n face.Name) int {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	ours, err := face.Load(n)
	must(err)
	cid, err := f.dict(font["DescendantFonts"].([]any)[0])
	must(err)
	descriptor, err := f.dict(cid["FontDescriptor"])
	must(err)
	program, err := f.stream(descriptor["FontFile2"])
	must(err)
	cut, err := face.Parse(program)
	must(err)
	places, err := f.stream(cid["CIDToGIDMap"])
	must(err)
	table, err := f.stream(font["ToUnicode"])
	must(err)
	characters, err := parseToUnicode(table)
	must(err)
	widths := map[uint16]float64{}
	if list, ok := cid["W"].([]any); ok {
		for i := 0; i+1 < len(list); i += 2 {
			for j, w := range list[i+1].([]any) {
				widths[uint16(list[i].(float64))+uint16(j)] = w.(float64)
			}
		}
	}
	for code, to := range characters.single {
		glyph, ok := ours.Glyph(to[0])
		if !ok {
			t.Fatalf("%s has no %c", n, to[0])
		}
		shown := face.Glyph(binary.BigEndian.Uint16(places[2*int(code):]))
		a, b := bytes.TrimRight(ours.Outline(glyph), "\x00"), bytes.TrimRight(cut.Outline(shown), "\x00")
		composite := len(a) > 1 && a[0]&0x80 != 0 // its parts have other numbers
		if !composite && !bytes.Equal(a, b) || shown == 0 {
			t.Errorf("%s: code %04X shows another glyph than that of %c", n, code, to[0])
		}
		width, said := widths[code]
		if !said {
			width = cid["DW"].(float64)
		}
		if want := 1000 * ours.Advance(glyph); width < want-1 || width > want+1 {
			t.Errorf("%s: %c is %.0f wide, not %.1f", n, to[0], width, want)
		}
	}
	return len(characters.single)
}
