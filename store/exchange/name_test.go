package exchange

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestAFileNameSaysWhatItIs(t *testing.T) {
	// 2026-11-23 23:30 UTC is the 24th in Beijing.
	m := Manifest{Kind: WorkPack, Title: "青溪县2026年联审", From: Sender{Person: "王敏"}, Made: 1795476600000, Number: 4}
	for _, x := range []struct {
		spoil    func(*Manifest)
		receiver string
		want     string
	}{
		{func(*Manifest) {}, "李卫国", "联审-工作包-青溪县2026年联审-王敏致李卫国-20261124-0004.lspack"},
		{func(m *Manifest) { m.Kind = ReadingPack }, "", "联审-阅览包-青溪县2026年联审-王敏-20261124-0004.lspack"},
		{func(m *Manifest) { m.Kind, m.Title = Templates, "" }, "", "联审-模板包-王敏-20261124-0004.lspack"},
		{func(m *Manifest) { m.Title = "  一/二\\三:四*五?六\"七<八>九|十.  " }, "李 卫.国", "联审-工作包-一二三四五六七八九十-王敏致李卫国-20261124-0004.lspack"},
		{func(m *Manifest) { m.Title = "../../etc/passwd" }, "..", "联审-工作包-etcpasswd-王敏-20261124-0004.lspack"},
		{func(m *Manifest) { m.Title = "甲\u202e乙\u200b丙\x00丁\xff" }, "𠮷野", "联审-工作包-甲乙丙丁-王敏致𠮷野-20261124-0004.lspack"},
		{func(m *Manifest) { m.Title = strings.Repeat("长", 100) }, strings.Repeat("名", 50), "联审-工作包-" + strings.Repeat("长", 12) + "-王敏致" + strings.Repeat("名", 6) + "-20261124-0004.lspack"},
		{func(m *Manifest) { m.Number, m.Kind = 12345, "later" }, "", "联审-数据包-青溪县2026年联审-王敏-20261124-12345.lspack"},
	} {
		m := m
		x.spoil(&m)
		if got := Name(m, x.receiver); got != x.want {
			t.Errorf("got  %s\nwant %s", got, x.want)
		}
	}
}

func TestEveryNameIsLegalOnFAT(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune(`中文 ./\:*?"<>|-`+"\x00\x1f\u202e\u200b\ufffd")))) // what names are made of, and what breaks them
	rapid.Check(t, func(rt *rapid.T) {
		m := Manifest{Kind: rapid.SampledFrom(append([]Kind{"", "later"}, Kinds...)).Draw(rt, "kind"), Title: text.Draw(rt, "title"),
			From: Sender{Person: text.Draw(rt, "person")}, Made: rapid.Int64().Draw(rt, "made"), Number: rapid.Int64().Draw(rt, "number")}
		name := Name(m, text.Draw(rt, "receiver"))
		switch {
		case !LegalName(name):
			rt.Fatalf("%q is not legal", name)
		case len(name) > maxName || len(utf16.Encode([]rune(name))) > 200 || !utf8.ValidString(name):
			rt.Fatalf("%q is too long", name)
		case !strings.HasSuffix(name, Suffix) || !strings.HasPrefix(name, "联审-"):
			rt.Fatalf("%q has no suffix", name)
		case filepath.Base(name) != name || strings.ContainsAny(name, `\/:*?"<>|`) || strings.Contains(name, ".."):
			rt.Fatalf("%q leads elsewhere", name)
		}
		for _, c := range name {
			if c < ' ' || c >= 0x202a && c <= 0x202e {
				rt.Fatalf("%q has a control character", name)
			}
		}
	})
}

func TestOnlyLegalNamesAreWritten(t *testing.T) {
	for name, want := range map[string]bool{
		"联审.lspack": true, "a b.lspack": true, "COM.lspack": true, "com10.lspack": true, "nul-1.lspack": true,
		"": false, ".lspack": false, "a.txt": false, "a/b.lspack": false, `a\b.lspack`: false, "../a.lspack": false, "a:b.lspack": false,
		"a\x00.lspack": false, "a\n.lspack": false, "a\xff.lspack": false, "CON.lspack": false, "nul.x.lspack": false, "com1.lspack": false,
		"LPT³.lspack": false, "aux .lspack": false, " a.lspack": false, strings.Repeat("长", 80) + ".lspack": false, strings.Repeat("a", 200) + ".lspack": false,
	} {
		if LegalName(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
	s := sit(t, 1)
	dir := t.TempDir()
	for _, name := range []string{"../a.lspack", "a/b.lspack", "a.txt"} {
		if _, err := Write(ctx, dir, name, s.draft(nil), 0, nil); err == nil {
			t.Errorf("%q is written", name)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Error("something was written")
	}
}

func TestFilesAreKnownByTheirNames(t *testing.T) {
	for path, want := range map[string]struct {
		name     string
		part, of int
		half     bool
	}{
		"/a/b/联审.lspack":         {"联审.lspack", 0, 0, false},
		"联审.lspack.2of3":         {"联审.lspack", 2, 3, false},
		"联审.LSPACK.2OF3":         {"联审.LSPACK", 2, 3, false},
		"联审.lspack.0of3":         {"联审.lspack.0of3", 0, 0, false},
		"联审.lspack.part":         {"联审.lspack.part", 0, 0, true},
		"联审.lspack.2of3.part":    {"联审.lspack.2of3.part", 0, 0, true},
		"联审.lspack.2of3.PART":    {"联审.lspack.2of3.PART", 0, 0, true},
		"a.part":                 {"a.part", 0, 0, false},
		"联审.lspack.12345of20000": {"联审.lspack.12345of20000", 0, 0, false},
	} {
		name, part, of := SplitName(path)
		if name != want.name || part != want.part || of != want.of || Half(path) != want.half {
			t.Errorf("%s: %q %d of %d, half %v", path, name, part, of, Half(path))
		}
	}
}

func TestPeekLooksAtNameAndBeginning(t *testing.T) {
	dir := t.TempDir()
	for name, x := range map[string]struct {
		data string
		want bool
	}{
		"a.lspack":       {ageIntro + "-> X", true},
		"A.LSPACK":       {ageIntro, true},
		"a.lspack.1of2":  {partMagic, true},
		"b.lspack.2of2":  {"lianshen.part/7\n", true}, // of a newer program: told when it is opened
		"a.zip":          {ageIntro, false},
		"b.lspack":       {"PK\x03\x04 and more than enough", false},
		"c.lspack":       {"", false},
		"c.lspack.1of2":  {ageIntro, false},
		"d.lspack.part":  {ageIntro, false},
		"age-lspack":     {ageIntro, false},
		"short.lspack":   {ageIntro[:10], false},
		"lspack.1of2.gz": {partMagic, false},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(x.data), 0o600); err != nil {
			t.Fatal(err)
		}
		if Peek(path) != x.want {
			t.Errorf("%s: %v", name, !x.want)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.lspack"), 0o700); err != nil {
		t.Fatal(err)
	}
	if Peek(filepath.Join(dir, "folder.lspack")) || Peek(filepath.Join(dir, "nothing.lspack")) {
		t.Error("a folder, or nothing, looks like a package")
	}
}
