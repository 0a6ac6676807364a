package assets

import (
	"regexp"
	"slices"
	"testing"
)

func TestLawsAreFilledInAndUnique(t *testing.T) {
	laws, err := Laws()
	if err != nil {
		t.Fatalf("loading the laws: %v", err)
	}
	kinds := []LawKind{LawStatute, LawParty, LawRegulation, LawRule, LawStandard, LawLocal}
	statuses := []LawStatus{LawCurrent, LawAmended, LawRepealed}
	id := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	issued := regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`)
	seen := map[string]bool{}
	for _, law := range laws {
		for _, key := range []string{"id " + law.ID, "name " + law.Name, "short " + law.ShortName, "en " + law.NameEn} {
			if seen[key] {
				t.Errorf("%s: %s used twice", law.ID, key)
			}
			seen[key] = true
		}
		if !id.MatchString(law.ID) {
			t.Errorf("ID %q", law.ID)
		}
		checkText(t, law.ID, law.Name, law.NameEn)
		if law.ShortName == "" {
			t.Errorf("%s has no short name", law.ID)
		}
		if !slices.Contains(kinds, law.Kind) || !slices.Contains(statuses, law.Status) {
			t.Errorf("%s: kind %q, status %q", law.ID, law.Kind, law.Status)
		}
		if law.Mark != MarkVerified && law.Mark != MarkUnverified {
			t.Errorf("%s: mark %q", law.ID, law.Mark)
		}
		if law.Issued != "" && !issued.MatchString(law.Issued) {
			t.Errorf("%s: issued %q", law.ID, law.Issued)
		}
		if law.Generic && (law.Number != "" || law.Issued != "" || law.Note == "") {
			t.Errorf("%s stands for local rules: it has no number or date, and has to say what is to be done", law.ID)
		}
		if !law.Generic && law.Issued == "" && law.Note == "" {
			t.Errorf("%s has neither a date nor a note that says what is open", law.ID)
		}
		if law.Status == LawRepealed && law.Note == "" {
			t.Errorf("%s is repealed and does not say why it is kept", law.ID)
		}
	}
}

func TestLawByIDFindsWhatIsListedAndNothingElse(t *testing.T) {
	law, ok := LawByID("order-486")
	if !ok || law.Name != "地方各级人民政府机构设置和编制管理条例" || law.Number != "国务院令第486号" {
		t.Errorf("order-486 is %+v, %v", law, ok)
	}
	if law.Citation() != "《地方各级人民政府机构设置和编制管理条例》" {
		t.Errorf("cited as %s", law.Citation())
	}
	if local, ok := LawByID("local-establishment"); !ok || local.Citation() != "省、市机构编制管理规定" {
		t.Errorf("a generic entry is cited as %s", local.Citation())
	}
	if unknown, ok := LawByID("no-such-law"); ok {
		t.Errorf("found %+v", unknown)
	}
}
