package reports

import (
	"fmt"

	"lianshen/app"
)

// The dossiers below are fixed: golden files rest on them.

func id(n int) app.ID { return app.ID(fmt.Sprintf("019c98a0-0000-7000-8000-%012x", n)) }

func day(s string) app.Date { return app.MustDate(s) }

func month(y, m int) app.Month { return app.Month{Year: y, Month: m} }

// county is a county with two principals, all facts of a report that was issued.
func county() app.Dossier {
	zhou, wu := id(101), id(102)
	d := app.Dossier{
		Round: app.Round{ID: id(1), Name: "2026年度", Year: 2026, City: "示例市", NoticeNumber: "示委办发〔2026〕7号", NoticeDate: day("2026-02-26"),
			SelfCheckDue: day("2026-03-31"), Office: app.Office{Name: "市委联审工作领导小组办公室"}, Settings: app.DefaultSettings()},
		Group: app.Group{ID: id(2), Name: "第一联审组", LeadDept: "市委组织部", Phone: "0000-8100111"},
		Unit: app.Unit{ID: id(3), Name: "示例市青禾县", ShortName: "青禾县", Kind: app.County, Duties: "辖9个镇、3个街道，常住人口38.6万人。",
			Sections: "县委工作机关9个、县政府工作部门28个"},
		Principals: []app.Principal{
			{ID: zhou, Order: 1, Name: "周样本", Post: "县委书记", From: month(2021, 6), To: month(2026, 3), Occasion: app.MidTerm, Duties: "主持县委全面工作。"},
			{ID: wu, Order: 2, Name: "吴范例", Post: "青禾县委副书记、县长", From: month(2022, 1), To: month(2026, 3), Occasion: app.MidTerm, Duties: "主持县政府全面工作"}},
		Templates: templates(),
		Talks:     []app.Talk{{ID: id(20), Type: "single", People: 1}, {ID: id(21), Type: "team", People: 31}, {ID: id(22), Type: "panel", People: 14}},
		Materials: []app.Material{{ID: id(25), Name: "任免文件", ReceivedOn: day("2026-04-13"), Copies: 18}, {ID: id(26), Name: "会议记录", AskedOn: day("2026-04-08")}},
		Evidence: []app.Evidence{{ID: id(30), Number: 1, Method: app.MethodDocuments, Findings: app.NewSet(string(id(201))), Sheet: true},
			{ID: id(31), Number: 2, Method: app.MethodSite, Items: app.NewSet("JJ-1-01")}},
		Papers: []app.Paper{{ID: id(35), Strand: app.Review, Index: "XR001-2-01", ReviewedOn: day("2026-05-08")}, {ID: id(36), Strand: app.Audit, Index: "JJ001-1-01"}},
		Meetings: []app.Meeting{{ID: id(40), Type: app.Entry, Mode: app.Counties, On: day("2026-04-08"), Expected: 128, Present: 125,
			Agenda: app.NewSet("read", "mobilise", "report", "survey", "evaluation")}, {ID: id(41), Type: app.Notification, On: day("2026-07-08")}},
		Surveys: []app.Survey{{ID: id(45), On: day("2026-04-08"), Batch: app.Batch{Issued: 240, Returned: 231, Valid: 228}, Closed: true,
			Questions: map[string]app.Tally{"xr-overall": {Good: 101, Fair: 84, Average: 20, Poor: 6, Unknown: 17}, "jj-open": {Good: 95, Fair: 85, Average: 28, Poor: 8, Unknown: 12}},
			Problems:  map[string]int{"程序不规范": 15, "论资排辈": 12, "其他": 20}, Remarks: []string{"希望加大轮岗力度"}}},
		Evaluations: []app.Evaluation{{ID: id(46), On: day("2026-04-08"), Batch: app.Batch{Issued: 186, Returned: 182, Valid: 179}, Closed: true,
			Overall: app.Tally{Good: 92, Fair: 71, Average: 14, Poor: 2}, Rows: map[app.Strand]app.Tally{
				app.Review: {Good: 88, Fair: 70, Average: 17, Poor: 4}, app.Verification: {Good: 81, Fair: 69, Average: 24, Poor: 5}, app.Audit: {Good: 76, Fair: 72, Average: 26, Poor: 5}}}},
		Consultations: []app.Consultation{{ID: id(50), Principal: zhou, SentOn: day("2026-07-09"), RepliedOn: day("2026-07-20"), NoObject: true},
			{ID: id(51), Principal: wu, SentOn: day("2026-07-09"), RepliedOn: day("2026-07-22")}, {ID: id(52), SentOn: day("2026-07-09"), Silent: day("2026-07-24")}},
		Opinions: []app.Opinion{{ID: id(55), Strand: app.Audit, Finding: id(206), Principal: wu, Text: "吴范例提出：还款承诺函属前任遗留事项。",
			Recheck: "承诺函于2022年5月20日由其签发", Adoption: app.NotAdopted, Reason: "签发时间在任期内"}},
		People: map[app.ID]app.Person{id(60): {ID: id(60), Name: "孔举荐"}},
		Laws:   laws(),
	}
	d.Case = app.Case{ID: id(4), Number: "LS2026-001", Stage: app.Rectification, Secrecy: app.Internal,
		Strands: map[app.Strand]app.CaseStrand{
			app.Review: {Template: "2026.1", Lead: id(60), IssuingDept: "市委组织部", ApprovingDept: "市委组织部", Number: "示组审〔2026〕3号",
				IssuedOn: day("2026-08-10"), DraftedOn: day("2026-06-29"), Assessment: "基本履行"},
			app.Verification: {Template: "2026.1", IssuingDept: "市委编办", ApprovingDept: "市委编办", Number: "示编审〔2026〕3号", IssuedOn: day("2026-08-10")},
			app.Audit:        {Template: "2026.1", IssuingDept: "市审计局", ApprovingDept: "市审计局", Number: "示审责报〔2026〕3号", IssuedOn: day("2026-08-10")}},
		Notice:    app.Notice{ReceivedOn: day("2026-02-27"), AuditNumber: "示审通〔2026〕1号", AuditServed: day("2026-03-31")},
		Announce:  app.Announcement{Place: "单位公告栏", From: day("2026-03-02"), To: day("2026-06-12"), Opinions: 6},
		SelfCheck: app.SelfCheckReport{SubmittedOn: day("2026-04-07")},
		OnSite:    app.OnSite{From: day("2026-04-08"), To: day("2026-06-12"), Volumes: 412},
		Facts: app.UnitFacts{Leaders: "县级领导共31人", Appointments: map[string]app.Appointment{"2022": {Batches: 5, People: 121}, "2023": {Batches: 4, People: 96}},
			Posts: map[string]app.PostCount{app.PostsAdmin: {Quota: 312, Actual: 316}, app.PostsInstitution: {Quota: 1846, Actual: 1839},
				app.PostsWorkers: {Quota: 41, Actual: 39}, app.PostsLeaders: {Quota: 268, Actual: 269}},
			BodiesAllowed: 28, BodiesActual: 29, OffQuota: 427, FiscallyPaid: 2196,
			Finances: map[string]app.FinanceYear{"2022": {Income: 341285661636, Outlay: 337910179348, Project: 139450098861, Three: 2015996622, Surplus: 20175399617},
				"2023": {Income: 366730401620, Outlay: 364205043733, Project: 151820215226, Three: 1880323281, Surplus: 22700757504}},
			Achievements: map[app.Strand]string{app.Review: "县委坚持党管干部原则，选拔任用程序总体规范。", app.Audit: "财政管理总体规范。\n完成年度目标任务。"},
			Earlier:      "以往审计查出的41个问题已整改39个"}}
	d.Approvals = []app.Approval{{ID: id(70), Strand: app.Review, Dept: "市委组织部", Agreed: true, On: day("2026-08-05")}}
	d.Findings = []app.Finding{
		finding(201, app.Review, "XR-2-01", "公示期不足", "6人任前公示仅3个工作日", 0, map[app.ID]app.Responsibility{zhou: app.Leadership, wu: app.Unassigned}),
		finding(202, app.Review, "XR-2-01", "超职数配备", "县住建局超职数配备副科级领导1名", 0, map[app.ID]app.Responsibility{zhou: app.Leadership, wu: app.Direct}),
		finding(203, app.Verification, "BZ-1-01", "超编进人", "行政编制超编4名", 0, map[app.ID]app.Responsibility{zhou: app.Leadership, wu: app.Leadership}),
		finding(204, app.Audit, "JJ-1-01", "截留", "截留土地出让收入未缴国库", 1268000000, map[app.ID]app.Responsibility{wu: app.Leadership}),
		finding(205, app.Audit, "JJ-1-01", "超概算", "超概算建设体育公园。", 843156025, map[app.ID]app.Responsibility{wu: app.Direct}),
		finding(206, app.Audit, "JJ-1-02", "违规担保", "违规出具还款承诺函", 5000000000, map[app.ID]app.Responsibility{zhou: app.Unassigned, wu: app.Unassigned}),
		finding(207, app.Audit, "JJ-1-02", "白条入账", "不列入报告的问题", 100, map[app.ID]app.Responsibility{wu: app.Direct}),
	}
	d.Findings[0].Bases = []app.Basis{{Law: "civil-servant-law", Article: "第四十八条"}, {Law: "cadre-selection", Article: "“任职”一章"}}
	d.Findings[3].Bases = []app.Basis{{Law: "budget-law", Article: "第五十六条"}, {Law: "budget-law", Article: "第九十三条（五）"}, {Law: "allowances"}}
	d.Findings[3].Irregular, d.Findings[3].DuringAudit = 1268000000, "已于2026年6月全额缴库"
	d.Findings[4].Irregular, d.Findings[4].Waste = 800000000, 43156025
	d.Findings[5].Transfer, d.Findings[5].RectifyDue = "移送市财政局", day("2027-06-30")
	d.Findings[6].InReport = false
	d.Answers = answers(map[string]app.Conclusion{"XR-1-01": app.NoProblem, "XR-1-02": app.NoProblem, "XR-2-01": app.Problem, "XR-2-02": app.NotApplicable,
		"BZ-1-01": app.Problem, "BZ-1-02": app.NoProblem, "BZ-2-01": app.NoProblem, "JJ-1-01": app.Problem, "JJ-1-02": app.NotChecked})
	return d
}

func finding(n int, s app.Strand, item, kind, title string, amount app.Money, who map[app.ID]app.Responsibility) app.Finding {
	return app.Finding{ID: id(n), Number: n - 200, Strand: s, Item: item, Type: kind, Title: title, Fact: "经查，" + title, Year: "2023年", Amount: amount,
		Responsible: who, State: app.FindingConfirmed, InReport: true, Treatment: "责成限期纠正", Requirement: "补办手续，完善制度。"}
}

func answers(of map[string]app.Conclusion) map[string]app.Answer {
	out := map[string]app.Answer{}
	n := 300
	for _, code := range []string{"XR-1-01", "XR-1-02", "XR-2-01", "XR-2-02", "BZ-1-01", "BZ-1-02", "BZ-2-01", "JJ-1-01", "JJ-1-02"} {
		if c, ok := of[code]; ok {
			n++
			out[code] = app.Answer{ID: id(n), Item: code, Conclusion: c, Methods: app.NewSet("documents"), Should: 20, Sampled: 10, Faulty: 1}
		}
	}
	return out
}

func templates() map[app.Strand]app.Template {
	section := func(code, name string, items ...string) app.Section {
		s := app.Section{Code: code, Name: name}
		for _, i := range items {
			s.Items = append(s.Items, app.Item{Code: i, Check: "检查" + i})
		}
		return s
	}
	return map[app.Strand]app.Template{
		app.Review:       {ID: id(10), Strand: app.Review, Version: "2026.1", Sections: []app.Section{section("XR-1", "组织领导和用人导向", "XR-1-01", "XR-1-02"), section("XR-2", "职数、条件与动议", "XR-2-01", "XR-2-02")}},
		app.Verification: {ID: id(11), Strand: app.Verification, Version: "2026.1", Sections: []app.Section{section("BZ-1", "机构设置", "BZ-1-01", "BZ-1-02"), section("BZ-2", "编制使用", "BZ-2-01")}},
		app.Audit:        {ID: id(12), Strand: app.Audit, Version: "2026.1", Sections: []app.Section{section("JJ-1", "厉行节约和“三公”经费", "JJ-1-01", "JJ-1-02")}},
	}
}

func laws() map[string]app.Law {
	out := map[string]app.Law{}
	for i, l := range [][2]string{{"civil-servant-law", "中华人民共和国公务员法"}, {"cadre-selection", "党政领导干部选拔任用工作条例"},
		{"selection-supervision", "干部选拔任用工作监督检查和责任追究办法"}, {"establishment-regulation", "中国共产党机构编制工作条例"},
		{"audit-law", "中华人民共和国审计法"}, {"budget-law", "中华人民共和国预算法"}, {"allowances", "规范津贴补贴的有关规定"}} {
		out[l[0]] = app.Law{ID: id(80 + i), Code: l[0], Name: l[1]}
	}
	return out
}

// bureau is an organ with one principal who left, its draft still out for comment.
func bureau() app.Dossier {
	d := county()
	d.Unit = app.Unit{ID: id(3), Name: "示例市水务局", ShortName: "市水务局", Kind: app.Organ, Duties: "负责全市水资源管理", Sections: "办公室、财务科等9个内设机构"}
	d.Principals = []app.Principal{{ID: id(101), Order: 1, Name: "陈试算", Post: "示例市水务局原党组书记、局长", From: month(2019, 11), To: month(2026, 1), Occasion: app.Leaving}}
	d.Meetings[0].Mode = app.Separate
	for i := range d.Findings {
		d.Findings[i].Responsible = map[app.ID]app.Responsibility{id(101): app.Direct}
	}
	d.Opinions, d.Meetings = nil, d.Meetings[:1]
	d.Case.Number, d.Case.Stage = "LS2026-004", app.Summary
	return d
}

// spotless is a county in which nothing was found.
func spotless() app.Dossier {
	d := county()
	d.Findings, d.Opinions = nil, nil
	d.Answers = answers(map[string]app.Conclusion{"XR-1-01": app.NoProblem, "XR-2-01": app.NoProblem, "BZ-1-01": app.NoProblem, "JJ-1-01": app.NoProblem})
	for i := range d.Consultations {
		d.Consultations[i].NoObject = true
	}
	return d
}

// adopted is a county with an opinion that changed an amount.
func adopted() app.Dossier {
	d := county()
	d.Opinions = []app.Opinion{{ID: id(56), Strand: app.Audit, Finding: id(204), Text: "其中500万元已于2026年5月拨付。", Recheck: "核对银行流水，反馈属实。",
		Adoption: app.Adopted, Reason: "截止日前已拨付", AmountBefore: 1768000000, AmountAfter: 1268000000}}
	return d
}

// edited is a county in which a person wrote over the evaluation of the review report.
func edited() app.Dossier {
	d := county()
	for _, s := range Sections(d, app.Review, Options{}) {
		if s.Key == "evaluation" {
			d.Texts = append(d.Texts, app.ReportText{ID: app.ReportTextID(d.Case.ID, app.Review, s.Key), Case: d.Case.ID, Strand: app.Review, Section: s.Key,
				Text: "（一）民主测评\n民主测评情况良好，详见下表。\n［表1：民主测评结果表］\n其余情况略。", FactsHash: s.FactsHash})
		}
	}
	return d
}

// reworded is a county with an opinion that was adopted in part and changed the wording.
func reworded() app.Dossier {
	d := county()
	d.Opinions = []app.Opinion{{ID: id(57), Strand: app.Verification, Finding: id(203), Principal: id(102), Text: "账户为工会所开", Recheck: "开户资料由财务办理",
		Adoption: app.PartlyAdopted, Before: "私设账户", After: "以工会名义开立账户。"}}
	return d
}
