package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// words reads all texts of a language as they ship.
func words(t *testing.T, language string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "assets", "i18n", language, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts for %s: %v", language, err)
	}
	all := map[string]string{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return all
}

func TestEveryCodeHasWordsInBothLanguages(t *testing.T) {
	keys := []string{}
	add := func(prefix string, codes ...string) {
		for _, c := range codes {
			keys = append(keys, prefix+"."+c)
		}
	}
	for _, c := range ErrorCodes {
		add("error", c, c+".hint")
	}
	add("gate", GateCodes...)
	add("step", GateCodes...)
	add("step", StepCodes...)
	add("deadline", DeadlineCodes...)
	add("verb", list(Verbs)...)
	for name := range FieldNames {
		add("field", name)
	}
	for _, s := range Strands {
		add("strand."+string(s), "verb", "report", "code", "short")
	}
	for _, q := range SurveyQuestions {
		add("surveyq", q.Code)
	}
	for _, area := range []struct {
		prefix string
		codes  []string
	}{
		{"strand", list(Strands)}, {"stage", list(Stages)}, {"unitkind", list(UnitKinds)}, {"occasion", list(Occasions)}, {"grouping", list(Groupings)},
		{"method", list(Methods)}, {"materialkind", list(MaterialKinds)}, {"conclusion", list(Conclusions)},
		{"responsibility", append(list(Responsibilities), string(InChargeOld))}, {"findingstate", list(FindingStates)},
		{"mark", []string{string(Verified), string(Unverified)}}, {"rectifytype", list(RectifyTypes)}, {"rectifymode", list(RectifyModes)},
		{"rectifystate", list(RectifyStates)}, {"trigger", list(Triggers)}, {"accountmeasure", list(AccountMeasures)}, {"use", list(Uses)},
		{"adoption", list(Adoptions)}, {"role", list(Roles)}, {"signoffkind", list(SignoffKinds)}, {"secrecy", list(Secrecies)}, {"meetingmode", list(MeetingModes)},
		{"meetingtype", []string{string(Preparation), string(Entry), string(Notification)}}, {"agenda.entry", AgendaEntry},
		{"agenda.notification", AgendaNotification}, {"attendee", AttendeeRoles}, {"grade", append(Grades4[:4:4], GradeUnknown, "overall")},
		{"grade.overall", append(Grades4[:4:4], GradeUnknown)}, {"grade.survey", append(Grades4[:4:4], GradeUnknown)}, {"evidencekind", EvidenceKinds},
		{"posts", PostKinds}, {"daykind", []string{string(NaturalDays), string(WorkingDays)}}, {"way", Ways}, {"talktype", TalkTypes},
		{"stocksort", StockSorts}, {"heardsource", HeardSources}, {"rostersort", RosterSorts}, {"sheetreply", list(SheetReplies)}, {"materialform", MaterialForms},
		{"filestate", list(FileStates)}, {"stepstate", list(StepStates)}, {"law.status", LawStatuses}, {"kind", list(Kinds)},
	} {
		add(area.prefix, area.codes...)
	}
	for _, language := range []string{"zh-Hans", "en"} {
		texts := words(t, language)
		for _, k := range keys {
			if texts[k] == "" {
				t.Errorf("%s has no text for %q", language, k)
			}
		}
	}
}
