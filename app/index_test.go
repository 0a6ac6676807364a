package app

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIndexesFollowTheSchemeOfTheRound(t *testing.T) {
	p := IndexParts{Strand: Audit, Year: 2026, Case: "LS2026-003", Part: "3"}
	for _, c := range []struct {
		scheme string
		taken  []string
		want   string
	}{
		{"", nil, "JJ003-3-01"},
		{DefaultIndex, []string{"JJ003-3-06", "JJ003-3-02", "JJ003-Q-09", "XR003-3-11", "JJ003-3-甲"}, "JJ003-3-07"},
		{DefaultIndex, []string{"JJ003-3-06补"}, "JJ003-3-07"},
		{"{三责}{项目}{序号}", []string{"JJ00301"}, "JJ00302"},
		{"{strand}{case}-{part}-{serial}", []string{"JJ003-3-06"}, "JJ003-3-07"},
		{"{年度}-{项目4}/", nil, "JJ003-3-01"}, // refused by the round; the default serves
		{"审底〔{年度}〕{项目4}-{部分}-{序号3}号", []string{"审底〔2026〕-003-3-012号", "审底〔2026〕-003-3-099"}, "审底〔2026〕-003-3-013号"},
		{"{序号4}.{三责}.{项目}", []string{"0041.JJ.003", "0099.XR.003"}, "0042.JJ.003"},
		{"{三责}{项目}-{序号}", []string{"JJ003-99"}, "JJ003-100"},
		{"{三责}{项目9}-{序号}", []string{"JJ003-99999999999999999999"}, "JJS2026-003-01"},
	} {
		if got := NextIndex(c.scheme, p, c.taken); got != c.want {
			t.Errorf("%q after %v: %s, want %s", c.scheme, c.taken, got, c.want)
		}
	}
}

// Whatever the scheme and whatever is there: the next index is none of them.
func TestTheNextIndexIsAlwaysANewOne(t *testing.T) {
	marks := []string{"{三责}", "{年度}", "{项目}", "{项目5}", "{部分}", "-", "号", "7", "〔"}
	rapid.Check(t, func(t *rapid.T) {
		part := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(marks), 0, 4).Draw(t, name), "")
		}
		scheme := part("before") + rapid.SampledFrom([]string{"{序号}", "{serial3}", "{序号1}"}).Draw(t, "serial") + part("after") + "{项目}"
		p := IndexParts{Strand: rapid.SampledFrom(Strands).Draw(t, "strand"), Year: 2026, Case: "LS2026-003", Part: rapid.SampledFrom([]string{"Q", "0", "3"}).Draw(t, "part")}
		var taken []string
		seen := map[string]bool{}
		for range rapid.IntRange(1, 12).Draw(t, "n") {
			next := NextIndex(scheme, p, taken)
			if seen[next] {
				t.Fatalf("%s gives %s again after %v", scheme, next, taken)
			}
			seen[next] = true
			taken = append(taken, next)
		}
	})
}

func TestARoundRefusesSchemesThatCannotNumber(t *testing.T) {
	round := func(sheet, paper string) error {
		return Round{ID: testID(1), Name: "2026年度", Year: 2026, Settings: Settings{Indexes: map[string]string{"sheet": sheet, "paper": paper}}}.check()
	}
	for code, c := range map[string][2]string{
		"":             {"Q{三责}{项目}-{序号}", ""},
		"index.serial": {"{三责}{项目}-{部分}", ""},
		"index.mark":   {"", "{三责}{案号}{项目}{序号}"},
		"index.case":   {"{三责}-{序号}", ""},
		"index.form":   {"", "{三责}{项目}/{序号}"},
		"index.same":   {"{三责}{项目}-{序号}", "{三责}{项目}-{序号3}"},
	} {
		if err := round(c[0], c[1]); CodeOf(err) != code {
			t.Errorf("%v: %v, want %s", c, err, code)
		}
	}
	for scheme, code := range map[string]string{"{项目}{序号}{序号}": "index.serial", "{项目}{序号7}": "index.mark", "{项目0}{序号}": "index.mark", "{三责2}{项目}{序号}": "index.mark", "{项目{序号}": "index.mark",
		"}{项目}{序号}": "index.mark", "{项目}\n{序号}": "index.form", strings.Repeat("底", 61): "index.form", "  ": "", "{case}-{serial6}": ""} {
		if err := CheckIndexScheme(scheme); CodeOf(err) != code {
			t.Errorf("%q: %v, want %s", scheme, err, code)
		}
	}
	if err := (Round{ID: testID(1), Name: "2026年度", Year: 2026, Settings: Settings{Indexes: map[string]string{"talk": DefaultIndex}}}).check(); CodeOf(err) != "code.unknown" {
		t.Errorf("a scheme for talks: %v", err)
	}
}

func TestFormsAreNumberedAsTheOfficeSays(t *testing.T) {
	s := Settings{FormNumbers: map[string]string{"sheet": " 青联审表五 ", "talk": ""}}
	for form, want := range map[string]string{"checklist": "联审表-07", "sheet": "青联审表五", "talk": "联审表-08", "daylog": "联审表-17", "nothing": ""} {
		if got := s.FormNumber(form); got != want {
			t.Errorf("%s bears %q, want %q", form, got, want)
		}
	}
	for code, numbers := range map[string]map[string]string{
		"": {"sheet": "联审表-30"}, "form.number": {"sheet": strings.Repeat("表", 21)}, "form.same": {"sheet": "联审表-13"}, "code.unknown": {"ballot": "联审表-30"},
	} {
		if err := (Round{ID: testID(1), Name: "2026年度", Year: 2026, Settings: Settings{FormNumbers: numbers}}).check(); CodeOf(err) != code {
			t.Errorf("%v: %v, want %s", numbers, err, code)
		}
	}
}

// What was numbered before the scheme changed keeps its number; what comes after follows the new one from 1.
func TestAChangedSchemeLeavesGivenNumbers(t *testing.T) {
	x := newStaff(t)
	sheet := func(title string) string {
		_, err := x.inspector.WriteSheet(x.ctx, Sheet{Case: x.id, Strand: Audit, Title: title})
		x.must(err)
		d := x.dossier(x.id)
		return d.Sheets[len(d.Sheets)-1].Index
	}
	first := sheet("一")
	d := x.dossier(x.id)
	round := d.Round
	round.Settings.Indexes = map[string]string{"sheet": "证{三责}{项目}-{序号3}", "paper": "底{三责}{项目}-{部分}-{序号}"}
	x.must(x.Desk.SaveRound(x.ctx, round))
	serial := d.Case.Number[len(d.Case.Number)-3:]
	if got := sheet("二"); got != "证JJ"+serial+"-001" {
		t.Errorf("after the change: %s", got)
	}
	id, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Strand: Audit, Item: "JJ-1-01", Title: "一"})
	x.must(err)
	d = x.dossier(x.id)
	for _, p := range d.Papers {
		if p.ID == id && p.Index != "底JJ"+serial+"-1-01" {
			t.Errorf("the paper bears %s", p.Index)
		}
	}
	for _, s := range d.Sheets {
		if s.Title == "一" && s.Index != first {
			t.Errorf("the first sheet bears %s, it was %s", s.Index, first)
		}
	}
}
