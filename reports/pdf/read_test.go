package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/typeset"
)

// plainPDF is a small file built by hand: one page, one font, the given page
// content.
func plainPDF(content, cmap string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type0/ToUnicode 6 0 R>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(cmap), cmap),
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

const identity = "1 beginbfrange <0000> <FFFF> <0000> endbfrange"

func TestReadTextFollowsOperators(t *testing.T) {
	cases := map[string]struct{ content, cmap, text, artifacts string }{
		"plain":            {"BT /F1 12 Tf (\x4e\x00\x4e\x01) Tj ET", identity, "一丁", ""},
		"array":            {"/F1 12 Tf [<0041> -20 <0042>] TJ", identity, "AB", ""},
		"escapes":          {"/F1 12 Tf (\\000\\050\x00\\)\x00\\\\) Tj", identity, "()\\", ""},
		"artifact":         {"/F1 1 Tf /Artifact BMC <0041> Tj EMC <0042> Tj", identity, "B", "A"},
		"hidden artifact":  {"/F1 1 Tf /Artifact BMC /Span <</ActualText <FEFF>>> BDC <0041> Tj EMC EMC", identity, "", "A"},
		"actual text":      {"/F1 1 Tf /Span <</ActualText <FEFFD872DF4E>>> BDC <E000> Tj EMC", identity, "𬭎", ""},
		"font restored":    {"/F1 1 Tf q /F1 2 Tf Q <0041> Tj", identity, "A", ""},
		"single mapping":   {"/F1 1 Tf <0001> Tj", "1 beginbfchar <0001> <5BA1> endbfchar", "审", ""},
		"array mapping":    {"/F1 1 Tf <00020003> Tj", "1 beginbfrange <0002> <0003> [<5BA1> <67E5>] endbfrange", "审查", ""},
		"comment and name": {"% (no text)\n/F1 1 Tf <0041> Tj", identity, "A", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			pages, err := ReadText(plainPDF(c.content, c.cmap))
			if err != nil {
				t.Fatal(err)
			}
			if len(pages) != 1 || string(pages[0].Text) != c.text || string(pages[0].Artifacts) != c.artifacts {
				t.Errorf("got %q and %q", string(pages[0].Text), string(pages[0].Artifacts))
			}
		})
	}
}

func TestReadTextRefusesWhatItCannotTrust(t *testing.T) {
	sound := string(plainPDF("/F1 1 Tf <0041> Tj", identity))
	cases := map[string]string{
		"empty":             "",
		"no PDF":            "hello",
		"cut off":           sound[:len(sound)-60],
		"no font":           string(plainPDF("<0041> Tj", identity)),
		"unknown font":      string(plainPDF("/F9 1 Tf <0041> Tj", identity)),
		"half a character":  string(plainPDF("/F1 1 Tf <41> Tj", identity)),
		"unmapped code":     string(plainPDF("/F1 1 Tf <0041> Tj", "")),
		"open span":         string(plainPDF("/Artifact BMC", identity)),
		"EMC alone":         string(plainPDF("EMC", identity)),
		"open string":       string(plainPDF("(abc", identity)),
		"deep nesting":      string(plainPDF(strings.Repeat("[", 100), identity)),
		"page tree loop":    strings.Replace(sound, "/Kids[3 0 R]", "/Kids[2 0 R]", 1),
		"missing object":    strings.Replace(sound, "/Contents 4 0 R", "/Contents 9 0 R", 1),
		"impossible length": strings.Replace(sound, "<</Length 18>>", "<</Length 99999>>", 1),
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadText([]byte(data)); !errors.Is(err, ErrRead) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestUnpackIsBounded(t *testing.T) {
	r, err := Render(longReport(1, false))
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{1, 100, 1000, len(r.Bytes) / 2} {
		if _, err := ReadText(r.Bytes[:len(r.Bytes)-cut]); err == nil && cut > 100 {
			t.Errorf("a file without its last %d bytes was read", cut)
		}
	}
}

func TestReadBackNamesPlaceAndCharacter(t *testing.T) {
	d := longReport(2, false)
	l, err := typeset.Set(d)
	if err != nil {
		t.Fatal(err)
	}
	data, err := write(whole(d, l), l)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(data, whole(d, l), l); err != nil {
		t.Fatalf("a true file is refused: %v", err)
	}
	readBack := func(t *testing.T, err error) *ReadBackError {
		t.Helper()
		var e *ReadBackError
		if !errors.As(err, &e) || app.CodeOf(err) != "report.readback" {
			t.Fatalf("got %v", err)
		}
		return e
	}
	t.Run("the document says more", func(t *testing.T) {
		other := longReport(2, false)
		other.Blocks = append(other.Blocks, document.Words("多"))
		readBack(t, verify(data, whole(other, l), l))
	})
	t.Run("one character of the document differs", func(t *testing.T) {
		other := longReport(2, false)
		other.Recipients[0].Text = "中共临江区委"
		e := readBack(t, verify(data, whole(other, l), l))
		if e.Page != 1 || e.Want != '区' || e.Got != '县' {
			t.Errorf("%+v", e)
		}
	})
	t.Run("a page was painted otherwise than placed", func(t *testing.T) {
		changed, err := typeset.Set(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range changed.Pages[1].Items {
			if run, ok := item.(*typeset.Run); ok && len(run.Glyphs) > 5 && !run.Artifact {
				run.Glyphs = append(run.Glyphs[:3:3], run.Glyphs[4:]...)
				break
			}
		}
		lost, err := write(whole(d, changed), changed)
		if err != nil {
			t.Fatal(err)
		}
		if e := readBack(t, verify(lost, whole(d, l), l)); e.Page != 2 || e.At != 4 {
			t.Errorf("%+v", e)
		}
	})
	t.Run("an artifact was painted otherwise", func(t *testing.T) {
		draft := longReport(1, true)
		placed, err := typeset.Set(draft)
		if err != nil {
			t.Fatal(err)
		}
		draft.Watermark = "征求意见搞"
		other, err := typeset.Set(draft)
		if err != nil {
			t.Fatal(err)
		}
		data, err := write(whole(draft, other), other)
		if err != nil {
			t.Fatal(err)
		}
		readBack(t, verify(data, whole(draft, placed), placed))
	})
}

func FuzzReadTextNeverPanics(f *testing.F) {
	f.Add(plainPDF("BT /F1 12 Tf (\x4e\x00) Tj [<0041> 3 (\\050\x00)] TJ ET", identity))
	f.Add(plainPDF("/F1 1 Tf /Span <</ActualText <FEFF4E00>>> BDC q <0041> Tj Q EMC", "1 beginbfchar <0041> <5BA1> endbfchar"))
	f.Add(plainPDF("/Artifact BMC EMC % x", "2 beginbfrange <0000> <0001> [<0041> <0042>] <0002> <0003> <0043> endbfrange"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, err := ReadText(data)
		if err != nil && !errors.Is(err, ErrRead) {
			t.Errorf("foreign error: %v", err)
		}
		if err == nil {
			again, err := ReadText(data)
			if err != nil || len(again) != len(pages) {
				t.Errorf("second reading differs: %v", err)
			}
		}
	})
}

// whole is a file of one document.
func whole(d *document.Document, l *typeset.Layout) []part {
	return []part{{doc: d, to: len(l.Pages)}}
}
