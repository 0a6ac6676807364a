package past_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/past"
)

var ctx = context.Background()

// shelf is a source of a few nouns.
type shelf map[app.ID]app.Noun

func (s shelf) LastStates(_ context.Context, ids []app.ID) (map[app.ID]store.LastState, error) {
	out := map[app.ID]store.LastState{}
	for _, id := range ids {
		if n, ok := s[id]; ok {
			raw, err := json.Marshal(n)
			if err != nil {
				return nil, err
			}
			out[id] = store.LastState{Kind: n.NounKind(), Doc: raw}
		}
	}
	return out, nil
}

func (s shelf) Each(_ context.Context, kind app.Kind, _ app.ID, f func(app.ID, json.RawMessage) error) error {
	for id, n := range s {
		if n.NounKind() == kind {
			raw, err := json.Marshal(n)
			if err != nil {
				return err
			}
			if err := f(id, raw); err != nil {
				return err
			}
		}
	}
	return nil
}

func id(n int) app.ID { return app.DeriveID("test", "", string(rune('a'+n))) }

func words(t *testing.T) *past.Words {
	t.Helper()
	s := shelf{}
	for _, n := range []app.Noun{
		app.Unit{ID: id(1), Name: "青溪县"},
		app.Case{ID: id(2), Number: "LS2026-001", Unit: id(1)},
		app.Principal{ID: id(3), Case: id(2), Name: "周样本"},
		app.Finding{ID: id(4), Case: id(2), Number: 3, Title: "坐支"},
		app.Law{ID: id(5), Code: "cash", Name: "现金管理暂行条例"},
		app.Template{ID: id(6), Strand: app.Audit, Sections: []app.Section{{Items: []app.Item{{Code: "JJ-1-01", Check: "现金管理", CheckEn: "Cash"}}}}},
		app.Opinion{ID: id(7), Case: id(2), Finding: id(4), Text: "不同意"},
		app.Answer{ID: id(8), Case: id(2), Item: "JJ-1-01"},
		app.Person{ID: id(9), Name: "王敏"},
	} {
		s[n.NounID()] = n
	}
	w := past.New(s)
	if err := w.Learn(ctx, []byte(id(2)+" "+id(3)+" "+id(4)), []byte(id(7)+" "+id(8)+" "+id(9))); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWhatTheLogTellsIsSaidInWords(t *testing.T) {
	w := words(t)
	for _, x := range []struct {
		kind  app.Kind
		path  string
		raw   string
		field string
		value string
	}{
		{app.KindFinding, "amount", "1234550", "涉及金额", "12,345.50 元"},
		{app.KindFinding, "state", `"confirmed"`, "状态", i18n.Enum("findingstate", app.FindingConfirmed)},
		{app.KindFinding, "responsible/" + string(id(3)), `"direct"`, "责任认定 · 周样本", "直接责任"},
		{app.KindFinding, "bases", `[{"law":"cash","article":"第五条"},{"law":"none"}]`, "依据", "现金管理暂行条例 第五条、none"},
		{app.KindFinding, "inReport", "true", "列入报告", "是"},
		{app.KindFinding, "title", `"直接"`, "标题", "直接"},
		{app.KindFinding, "title", `"direct"`, "标题", "direct"},
		{app.KindOpinion, "finding", `"` + string(id(4)) + `"`, "问题", "第3号 坐支"},
		{app.KindOpinion, "principal", `"` + string(id(0)) + `"`, "联审对象", "（未知记录）"},
		{app.KindCase, "notice/receivedOn", `"2026-03-05"`, "通知 · 签收日期", "2026-03-05"},
		{app.KindCase, "strands/audit/lead", `"` + string(id(9)) + `"`, "三责 · 任期经济责任审计 · 主审", "王敏"},
		{app.KindCase, "stages/entry/closed", `"2026-04-08"`, "阶段日期 · 进点会议 · 办结日期", "2026-04-08"},
		{app.KindCase, "liaisons/邹~1配合/phone", `"123"`, "专职配合人员 · 邹/配合 · 电话", "123"},
		{app.KindCase, "recused/" + string(id(9)), "true", "回避人员 · 王敏", "是"},
		{app.KindCase, "facts/finances/2025/income", "100", "基本情况 · 收支情况 · 2025 · 收入", "1.00 元"},
		{app.KindCase, "facts/period", `"三年"`, "基本情况 · 审查期间", "三年"},
		{app.KindMaterial, "batch", "1", "清单批次", "1"},
		{app.KindAnswer, "methods/talk", "true", "检查方法 · 座谈访谈", "是"},
		{app.KindAnswer, "item", `"JJ-1-01"`, "检查项", "JJ-1-01 现金管理"},
		{app.KindTalk, "type", `"team"`, "类型", i18n.T("talktype.team")},
		{app.KindEvidence, "fileHash", `"0123456789abcdef"`, "附件校验值", "校验码 01234567…"},
		{app.KindSurvey, "questions/xr-open/good", "12", "问卷题目 · " + i18n.T("surveyq.xr-open") + " · 好", "12"},
		{app.KindPerson, "roles/office", "true", "角色 · " + i18n.T("role.office"), "是"},
	} {
		if got := w.Field(x.kind, x.path); got != x.field {
			t.Errorf("%s %s is called %q, want %q", x.kind, x.path, got, x.field)
		}
		if got := w.Value(x.kind, x.path, json.RawMessage(x.raw)); got != x.value {
			t.Errorf("%s %s %s is said as %q, want %q", x.kind, x.path, x.raw, got, x.value)
		}
	}
	for id, want := range map[app.ID]string{id(2): "LS2026-001 青溪县", id(4): "第3号 坐支", id(7): "针对“第3号 坐支”", id(8): "JJ-1-01 现金管理", id(0): ""} {
		if got := w.Name(id); got != want {
			t.Errorf("a noun is named %q, want %q", got, want)
		}
	}
	if got := w.Noun(app.KindFinding, id(4)); got != "问题 第3号 坐支" {
		t.Error(got)
	}
	if got := w.Short(app.KindCase, id(2)) + w.Heading(app.KindAnswer, id(8)) + w.CaseOf(id(2)); got != "项目检查结论 JJ-1-01LS2026-001" {
		t.Error(got)
	}
}

// Every field of every kind has words in both languages, and its values never show as the log has them.
func TestEveryFieldHasWords(t *testing.T) {
	t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
	for _, language := range []string{i18n.Chinese, i18n.English} {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		w := words(t)
		for _, kind := range app.Kinds {
			doc, err := json.Marshal(full(kind))
			if err != nil {
				t.Fatal(err)
			}
			lines := w.Lines(kind, doc)
			if len(lines) == 0 {
				t.Errorf("nothing is said of a %s", kind)
			}
			for _, l := range lines {
				if strings.ContainsAny(l.Value, `{}"`) || strings.Contains(l.Field, "⟦") || strings.Contains(l.Value, "⟦") || strings.Contains(l.Value, string(id(1))) {
					t.Errorf("%s: %s is said as %q", kind, l.Field, l.Value)
				}
				last := l.Path[strings.LastIndex(l.Path, "/")+1:]
				if strings.EqualFold(l.Field, last) && language == i18n.Chinese {
					t.Errorf("%s: the field %s has no words", kind, l.Path)
				}
			}
		}
	}
}

// full gives a noun of a kind with something in every field.
func full(kind app.Kind) any {
	n := map[app.Kind]any{app.KindTemplate: &app.Template{}, app.KindLaw: &app.Law{}, app.KindCalendar: &app.DayTable{}, app.KindRound: &app.Round{},
		app.KindPerson: &app.Person{}, app.KindZone: &app.Zone{}, app.KindGroup: &app.Group{}, app.KindUnit: &app.Unit{}, app.KindMeeting: &app.Meeting{},
		app.KindCase: &app.Case{}, app.KindPrincipal: &app.Principal{}, app.KindAnswer: &app.Answer{}, app.KindTalk: &app.Talk{}, app.KindMaterial: &app.Material{},
		app.KindEvidence: &app.Evidence{}, app.KindPaper: &app.Paper{}, app.KindFinding: &app.Finding{}, app.KindSurvey: &app.Survey{}, app.KindEvaluation: &app.Evaluation{},
		app.KindConsultation: &app.Consultation{}, app.KindOpinion: &app.Opinion{}, app.KindReportText: &app.ReportText{}, app.KindReport: &app.Report{},
		app.KindApproval: &app.Approval{}, app.KindDelivery: &app.Delivery{}, app.KindMeasure: &app.Measure{}, app.KindProgress: &app.Progress{},
		app.KindSupervision: &app.Supervision{}, app.KindAccountability: &app.Accountability{}, app.KindResultUse: &app.ResultUse{}, app.KindSignoff: &app.Signoff{},
		app.KindSeat: &app.Seat{}, app.KindAlias: &app.Alias{}, app.KindVisit: &app.Visit{}, app.KindStocktake: &app.Stocktake{}, app.KindHeard: &app.Heard{},
		app.KindSheet: &app.Sheet{}, app.KindRoster: &app.Roster{}, app.KindDayLog: &app.DayLog{}}[kind]
	fill(reflect.ValueOf(n).Elem(), 0)
	return n
}

func fill(v reflect.Value, depth int) {
	switch {
	case v.Type() == reflect.TypeFor[app.Date]():
		v.Set(reflect.ValueOf(app.MustDate("2026-03-05")))
		return
	case v.Type() == reflect.TypeFor[app.Month]():
		v.Set(reflect.ValueOf(app.Month{Year: 2026, Month: 3}))
		return
	case v.Type() == reflect.TypeFor[app.ID]():
		v.SetString(string(id(1)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("文字")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth+1)
		fill(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	}
}
