package notices

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/pdf"
)

var update = flag.Bool("update", false, "write the golden files anew")

func id(n int) app.ID { return app.ID(fmt.Sprintf("019c98a0-0000-7000-8000-%012x", n)) }

// known is a case whose stages are all written down. Names and units are invented.
func known() app.Dossier {
	settings := app.DefaultSettings()
	on := app.MustDate
	return app.Dossier{
		Round: app.Round{ID: id(1), Name: "2026年度“三责联审”", City: "示例市", NoticeNumber: "示委办发〔2026〕7号", NoticeDate: on("2026-02-26"), SelfCheckDue: on("2026-03-31"), Settings: settings, Office: app.Office{Name: "市委联审工作领导小组办公室", Phone: "0000-8100111"}},
		Zone:  app.Zone{Name: "第一责任区"}, Group: app.Group{ID: id(2), Name: "第一联审组", LeadDept: "市委组织部", Phone: "0000-8100112", Leader: id(60), Members: app.NewSet(string(id(61)), string(id(62)))},
		Unit: app.Unit{ID: id(3), Name: "示例市青禾县", ShortName: "青禾县", Kind: app.County},
		Templates: map[app.Strand]app.Template{app.Review: {Strand: app.Review, Sections: []app.Section{{Code: "XR-1", Name: "选人用人导向", Items: []app.Item{{Code: "XR-1-01", Check: "是否坚持正确用人导向", Materials: []app.ItemMaterial{{Name: "党委会议记录", Kind: app.DeskRecord}}}}}}},
			app.Audit: {Strand: app.Audit, Sections: []app.Section{{Code: "JJ-1", Name: "重大经济决策", Items: []app.Item{{Code: "JJ-1-01", Check: "重大经济事项是否集体研究", Materials: []app.ItemMaterial{{Name: "党委会议记录", Kind: app.DeskRecord}, {Name: "预算和决算", Kind: app.Ledger}}}}}}}},
		Case: app.Case{ID: id(4), Number: "LS2026-001",
			Strands: map[app.Strand]app.CaseStrand{app.Review: {IssuingDept: "市委组织部", Number: "示组审〔2026〕3号", IssuedOn: on("2026-08-10")}, app.Verification: {IssuingDept: "市编办", Number: "示编审〔2026〕3号", IssuedOn: on("2026-08-10")},
				app.Audit: {IssuingDept: "市审计局", Number: "示审责报〔2026〕3号", IssuedOn: on("2026-08-10"), Lead: id(62)}},
			Stages: map[app.Stage]app.StageDates{app.SelfCheck: {PlannedFrom: on("2026-02-27"), PlannedTo: on("2026-03-31")}, app.EntryMeeting: {PlannedFrom: on("2026-04-01"), PlannedTo: on("2026-04-30")},
				app.Inspection: {PlannedFrom: on("2026-04-08"), PlannedTo: on("2026-06-30")}, app.Summary: {PlannedFrom: on("2026-07-01"), PlannedTo: on("2026-08-31")}, app.Rectification: {PlannedFrom: on("2026-08-01"), PlannedTo: on("2026-10-31")}},
			Notice: app.Notice{AuditNumber: "示审（委）办经责通〔2026〕1号"}, OnSite: app.OnSite{From: on("2026-04-08"), To: on("2026-06-30"), Place: "县行政中心"}, Rectify: app.RectifyFacts{NoticeNumber: "示联审办〔2026〕12号", NoticeDate: on("2026-08-12")},
			Announce: app.Announcement{Objects: "县委书记周样本、县长吴范例", Content: "选人用人、机构编制、经济责任三个方面", Period: "2026年4月8日至6月30日",
				Members: "组长：许示范", Contact: "0000-8100111", Discipline: "严格执行审计“四严禁”“八不准”。", From: on("2026-03-02")},
			SelfCheck: app.SelfCheckReport{Title: "青禾县自查报告", Pages: 26, SubmittedOn: on("2026-04-07"), SubmittedBy: "邹配合", ReceivedBy: "张联络", Signed: true,
				Parts: map[app.Strand]bool{app.Review: true, app.Verification: true}, ReturnedFor: "缺经济责任部分"}},
		Principals: []app.Principal{{ID: id(5), Order: 1, Name: "周样本", Post: "县委书记", From: app.Month{Year: 2021, Month: 6}, Occasion: app.MidTerm}, {ID: id(6), Order: 2, Name: "吴范例", Post: "县长", From: app.Month{Year: 2022, Month: 1}, To: app.Month{Year: 2026, Month: 1}, Occasion: app.Leaving}},
		People:     map[app.ID]app.Person{id(60): {ID: id(60), Name: "许示范"}, id(61): {ID: id(61), Name: "华取证", Dept: "市委组织部", Strands: app.NewSet("review")}, id(62): {ID: id(62), Name: "严核账", Dept: "市审计局", Strands: app.NewSet("audit")}},
		Findings: []app.Finding{{ID: id(20), Number: 1, Strand: app.Review, Title: "任前公示期不足", Requirement: "完善任前公示制度", State: app.FindingConfirmed, InReport: true, Responsible: map[app.ID]app.Responsibility{id(5): app.Leadership}},
			{ID: id(21), Number: 2, Strand: app.Audit, Title: "土地出让收入未及时缴库", Amount: 2317500000, Requirement: "限期缴库", RectifyDue: on("2026-09-30"), State: app.FindingConfirmed, InReport: true, Responsible: map[app.ID]app.Responsibility{id(6): app.Direct}},
			{ID: id(22), Number: 3, Strand: app.Audit, Title: "不作问题处理的一项", State: app.FindingDropped}},
		Consultations: []app.Consultation{{ID: id(30), Principal: id(5), SentOn: on("2026-07-09"), ReceivedOn: on("2026-07-10"), RepliedOn: on("2026-07-20"), NoObject: true}, {ID: id(31), SentOn: on("2026-07-09"), ReceivedOn: on("2026-07-10"), RepliedOn: on("2026-07-21")}},
		Opinions:      []app.Opinion{{ID: id(32), Strand: app.Audit, Finding: id(21), Sentence: "三·4", Quote: "未缴库23,175,000.00元", Text: "其中500万元已于6月缴库。", Adoption: app.Adopted}},
		Measures: []app.Measure{{ID: id(50), Finding: id(20), Text: "制定任前公示办法，起止时间双人签字。", Types: app.NewSet("institutions", "loopholes"), Mode: app.AtOnce, Leader: "周样本", Section: "县委组织部", Person: "乐公示", Due: on("2026-09-30"), Expected: "公示期限符合规定", State: app.Rectified, ClosedOn: on("2026-09-24")},
			{ID: id(51), Finding: id(21), Text: "将滞留的土地出让收入缴入国库。", Types: app.NewSet("work"), Mode: app.InPhases, Leader: "吴范例", Section: "县自然资源局", Person: "于缴库", Due: on("2026-10-31"), State: app.Rectifying}},
		Progress:     []app.Progress{{ID: id(52), Measure: id(51), On: on("2026-09-10"), Text: "已缴库1,500万元。", Amount: 1500000000, Proof: "缴款书3份"}},
		Supervisions: []app.Supervision{{ID: id(53), On: on("2026-09-17"), Dept: "示例市审计局", People: "严核账、华取证", Findings: app.NewSet(string(id(21))), OnSite: true, Verdict: app.Rectifying, Opinion: "余款限11月底前缴库。"}},
		Uses:         []app.ResultUse{{ID: id(54), Principal: id(5), Use: app.UseAppraisal, Dept: "市委组织部", On: on("2026-12-01"), How: "作为年度考核依据", Feedback: "考核意见"}, {ID: id(55), Use: app.UseEstablishment, Dept: "市编办", How: "暂缓增编"}},
		Accountabilities: []app.Accountability{{ID: id(40), Person: "贾推诿", Post: "县某局局长", Trigger: app.NotThorough, Measure: app.Circular, Reason: "经督查，整改台账所列第2项问题到期未完成，未说明原因。", Body: "市委组织部", On: on("2026-11-20"), Number: "示组通〔2026〕9号"},
			{ID: id(41), Person: "易懈怠", Post: "县某局副局长", Trigger: app.NotEarnest, Measure: app.Admonition, Reason: "整改措施迟迟没有落实。", Body: "市委组织部", On: on("2026-11-18")}},
		Surveys:     []app.Survey{{ID: id(7), Batch: app.Batch{Issued: 186, Returned: 182, Valid: 179}, Questions: map[string]app.Tally{"xr-overall": {Good: 88, Fair: 70, Poor: 4, Unknown: 17}}}},
		Evaluations: []app.Evaluation{{ID: id(8), Batch: app.Batch{Issued: 186, Returned: 182, Valid: 179}, Overall: app.Tally{Good: 92, Fair: 71, Average: 14, Poor: 2}, Rows: map[app.Strand]app.Tally{app.Review: {Good: 88, Fair: 70, Average: 17, Poor: 4}}}},
		Meetings: []app.Meeting{{ID: id(9), Type: app.Entry, Mode: app.Counties, On: on("2026-04-08"), Place: "县会议中心", Host: "许示范", Recorder: "华取证", Expected: 60, Present: 58, Agenda: app.NewSet("open", "read")},
			{ID: id(10), Type: app.Notification, On: on("2026-07-10"), Place: "县委301室", Host: "许示范", Expected: 12, Present: 12, Minutes: "会议通报了三个方面的情况。",
				Attendees: map[string]app.Attendee{"周样本": {Unit: "县委", Post: "书记", Role: "principal"}, "邹配合": {Unit: "县财政局", Post: "科长", Role: "finance"}}}},
	}
}

func TestPapersReadAsTheGoldenFilesSay(t *testing.T) {
	for _, kind := range Kinds {
		for _, blank := range []bool{false, true} {
			name := string(kind)
			if blank {
				name += "-blank"
			}
			t.Run(name, func(t *testing.T) {
				d := known()
				if kind == Dunning {
					d.Case.SelfCheck.SubmittedOn = app.Date{} // else there is nothing to dun for
				}
				docs, err := Compose(kind, d, Options{Blank: blank, Numbered: true, Today: app.MustDate("2026-04-02")})
				if err != nil {
					t.Fatal(err)
				}
				res, err := pdf.RenderAll(docs)
				if err != nil {
					t.Fatal(err)
				}
				if dir := os.Getenv("NOTICES_OUT"); dir != "" {
					if err := pdf.WriteFile(filepath.Join(dir, name+".pdf"), res); err != nil {
						t.Fatal(err)
					}
				}
				got, path := "", filepath.Join("testdata", name+".txt")
				for _, d := range docs {
					got += d.Text()
				}
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s says something else:\n%s", name, got)
				}
				if single := kind == Survey || kind == Ballot || kind == Receipt || kind == Supervision || kind == Admonition || kind == Ledger; single && res.Pages != len(docs) {
					t.Errorf("%d papers have %d pages", len(docs), res.Pages)
				}
			})
		}
	}
}

func TestAnAnnouncementWaitsForItsSixContents(t *testing.T) {
	d := known()
	d.Case.Announce.Discipline = ""
	if _, err := Compose(Announcement, d, Options{}); app.CodeOf(err) != "notices.incomplete" {
		t.Fatalf("an announcement without discipline was printed: %v", err)
	}
	d.Case.Waivers = map[string]app.Waiver{"announce.contents:discipline": {Reason: "另行张贴"}}
	docs, err := Compose(Announcement, d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(docs[0].Text(), "（待填写）") {
		t.Error("the announcement does not tell what it lacks")
	}
	d.Case.Announce.Contact = ""
	if _, err := Compose(Announcement, d, Options{}); app.CodeOf(err) != "notices.incomplete" {
		t.Errorf("the waiver of one content let another pass: %v", err)
	}
}

func TestPapersThatLackAContentAreRefusedAndLeaveRoomForAReason(t *testing.T) {
	tests := []struct {
		kind Kind
		take func(*app.Dossier)
	}{
		{Notice, func(d *app.Dossier) { d.Round.SelfCheckDue = app.Date{} }}, {Notice, func(d *app.Dossier) { d.Case.Stages = nil }},
		{AuditNotice, func(d *app.Dossier) { d.Case.OnSite.From = app.Date{} }}, {Consult, func(d *app.Dossier) { d.Round.Settings.OpinionDays = 0 }},
		{RectifyOrder, func(d *app.Dossier) { d.Case.Strands[app.Audit] = app.CaseStrand{} }},
	}
	for _, test := range tests {
		d := known()
		test.take(&d)
		if _, err := Compose(test.kind, d, Options{}); app.CodeOf(err) != "notices.lacks" {
			t.Errorf("%s was printed without a content: %v", test.kind, err)
		}
		for _, o := range []Options{{Reason: "按市里统一安排另行通知"}, {Blank: true}} {
			if _, err := Compose(test.kind, d, o); err != nil {
				t.Errorf("%s %+v: %v", test.kind, o, err)
			}
		}
	}
}

func TestPapersThatWouldSayNothingAreRefusedWhateverTheReason(t *testing.T) {
	tests := []struct {
		kind Kind
		take func(*app.Dossier)
		code string
	}{
		{Notice, func(d *app.Dossier) { d.Principals = nil }, "notices.must"}, {AuditNotice, func(d *app.Dossier) { d.Case.Strands = nil }, "notices.must"},
		{RectifyOrder, func(d *app.Dossier) { d.Findings = nil }, "notices.must"}, {Circular, func(d *app.Dossier) { d.Accountabilities[0].Body = "" }, "notices.must"},
		{Circular, func(d *app.Dossier) { d.Accountabilities = nil }, "notices.none"},
	}
	for _, test := range tests {
		d := known()
		test.take(&d)
		if _, err := Compose(test.kind, d, Options{Reason: "另行通知"}); app.CodeOf(err) != test.code {
			t.Errorf("%s: %v", test.kind, err)
		}
	}
}

func TestLettersGoToEachPrincipalAndToTheUnitApart(t *testing.T) {
	docs, err := Compose(Consult, known(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var to []string
	for _, d := range docs {
		to = append(to, d.Recipients[0].Text)
	}
	if got := strings.Join(to, " "); got != "周样本同志 吴范例同志 青禾县委" {
		t.Errorf("the letters go to %s", got)
	}
}

func TestTheReportOfTheUnitCountsFindingsAndNotMeasures(t *testing.T) {
	d := known()
	d.Measures = append(d.Measures, app.Measure{ID: id(58), Finding: id(20), Text: "开展自查。", State: app.Rectified})
	docs, err := Compose(Report, d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := docs[0].Text()
	for _, want := range []string{"应整改2个，已整改1个，正在整改1个，未整改0个，完成率50.00%", "整改涉及金额1,500.00万元", "问题2尚未完成整改"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %s: %s", want, text)
		}
	}
	docs, err = Compose(Ledger, d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(docs[0].Text(), "2,317.50"); n != 1 {
		t.Errorf("the amount of a finding stands %d times in the ledger", n)
	}
}

func TestNobodyIsDunnedForAReportThatIsIn(t *testing.T) {
	d := known()
	d.Round.SelfCheckDue, d.Case.SelfCheck.SubmittedOn = app.MustDate("2026-03-31"), app.Date{}
	docs, err := Compose(Dunning, d, Options{Today: app.MustDate("2026-04-02")})
	if err != nil {
		t.Fatal(err)
	}
	if text := docs[0].Text(); !strings.Contains(text, "截至2026年4月2日，尚未收到你单位的报告，已逾期2日。") {
		t.Errorf("the letter does not say by how much it is late: %s", text)
	}
	d.Case.SelfCheck.SubmittedOn = app.MustDate("2026-04-01")
	if _, err := Compose(Dunning, d, Options{Today: app.MustDate("2026-04-02")}); app.CodeOf(err) != "notices.arrived" {
		t.Errorf("dunned for what is in: %v", err)
	}
}

func TestWhatIsWithheldIsNotTallied(t *testing.T) {
	d := known()
	d.Veiled = app.NewSet(string(id(7)), string(id(8)))
	for _, k := range []Kind{SurveyTally, BallotTally} {
		if _, err := Compose(k, d, Options{}); app.CodeOf(err) != "forms.veiled" {
			t.Errorf("%s of what is withheld: %v", k, err)
		}
	}
}

func TestLongTextGoesOnOverPages(t *testing.T) {
	d := known()
	d.Case.Announce.Members = strings.Repeat("成员：华取证，市审计局，负责查阅资料和整理证据。\n", 60)
	d.Meetings[1].Minutes = strings.Repeat("会议听取了各方面的意见，逐条作了说明。\n", 120)
	for _, k := range []Kind{Announcement, BriefMinutes} {
		res, err := Print(d, Options{}, k)
		if err != nil {
			t.Fatal(err)
		}
		if res.Pages < 3 {
			t.Errorf("%s has %d pages", k, res.Pages)
		}
	}
}

func TestPapersOfNoKindAndTooManyCopiesAreRefused(t *testing.T) {
	if _, err := Compose("nothing", known(), Options{}); app.CodeOf(err) != "notices.kind" {
		t.Error(err)
	}
	if _, err := Compose(Ballot, known(), Options{Copies: MostCopies + 1}); app.CodeOf(err) != "notices.copies" {
		t.Error(err)
	}
}

// The papers of a meeting of 180 people take less than a second.
func BenchmarkMeetingOf180(b *testing.B) {
	d := known()
	d.Meetings[0].Expected = 180
	for b.Loop() {
		if _, err := Print(d, Options{Copies: 180}, Sets["entry"]...); err != nil {
			b.Fatal(err)
		}
	}
}
