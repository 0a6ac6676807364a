package forms

import (
	"fmt"

	"lianshen/app"
)

// The dossier below is fixed: golden files rest on it. Names and units are invented.

func id(n int) app.ID { return app.ID(fmt.Sprintf("019c98a0-0000-7000-8000-%012x", n)) }

func set(ids ...int) app.Set {
	out := app.Set{}
	for _, n := range ids {
		out[string(id(n))] = true
	}
	return out
}

func on(s string) app.Date { return app.MustDate(s) }

// site is a case whose work on site is well under way.
func site() app.Dossier {
	d := app.Dossier{
		Round: app.Round{ID: id(1), Name: "2026年度“三责联审”"}, Group: app.Group{ID: id(2), Name: "第一联审组"},
		Unit:   app.Unit{ID: id(3), Name: "示例市青禾县", ShortName: "青禾县", Kind: app.County},
		Case:   app.Case{ID: id(4), Number: "LS2026-001", Stage: app.Inspection},
		People: map[app.ID]app.Person{id(60): {ID: id(60), Name: "陶访谈", Dept: "市委组织部"}, id(61): {ID: id(61), Name: "华取证", Dept: "市审计局"}},
		Aliases: []app.Alias{{ID: id(70), Code: "被谈话人A", Name: "邹配合", Unit: "青禾县财政局", Post: "预算股股长", Phone: "0000-8100222"},
			{ID: id(71), Code: "被谈话人B", Name: "喻接待", Unit: "青禾县住建局", Post: "副局长"}, {ID: id(72), Code: "被谈话人C"}},
		Templates: map[app.Strand]app.Template{},
	}
	d.Talks = []app.Talk{
		{ID: id(20), Number: "T-03", Type: "single", On: on("2026-04-16"), From: "09:30", To: "10:40", Place: "县委办公楼302室", Talkers: set(60, 61), Recorder: "华取证", Informed: true, Signed: true,
			People: 1, Persons: set(70), Label: "被谈话人A", QA: map[string]app.QA{
				"001": {Question: "2024年土地出让收入何时缴入国库？", Answer: "其中1,268万元到2025年3月仍在专户，没有按时缴库。"},
				"002": {Question: "是谁决定的？", Answer: "当时按县政府专题会议的意见办理。\n会议有纪要。"}}},
		{ID: id(21), Number: "T-04", Type: "panel", On: on("2026-04-17"), From: "15:00", Place: "县住建局会议室", Talkers: set(60, 61), Recorder: "华取证", Informed: true, People: 4, Persons: set(71, 72),
			Text: "与会人员认为任前公示时间偏短，建议完善制度。", NotWhy: "一人中途离会"},
	}
	d.Materials = []app.Material{
		{ID: id(25), Batch: 1, Name: "2023—2025年干部任免文件", Kind: app.OtherPapers, Year: "2023—2025", Copies: 18, Items: app.NewSet("XR-2-01", "XR-2-02"), AskedOn: on("2026-04-08"), DueOn: on("2026-04-13"),
			ReceivedOn: on("2026-04-13"), GivenBy: "组织部 常经办", TakenBy: "魏调阅", Form: "original", ReturnedOn: on("2026-06-10"), ReturnedTo: "常经办"},
		{ID: id(26), Batch: 2, Name: "土地出让收支明细账", Kind: app.Ledger, Year: "2024", Items: app.NewSet("JJ-3-05"), AskedOn: on("2026-04-15"), DueOn: on("2026-04-20"), NotWhy: "财务系统升级，5月提供"},
		{ID: id(24), Batch: 2, Name: "任免台账", Kind: app.Ledger, Year: "2024", Copies: 1, Items: app.NewSet("XR-2-01"), AskedOn: on("2026-04-15"), DueOn: on("2026-04-20")},
	}
	d.Visits = []app.Visit{{ID: id(27), Number: 2, On: on("2026-04-20"), From: "14:00", To: "16:20", Place: "县体育公园工地", Subject: "体育公园建设内容与批复是否一致", Text: "看台已建成，长度超出批复。\n停车场尚未开工。",
		Visitors: set(60, 61), Evidence: set(32), Escort: "柏提供", EscortPost: "县城投公司工程部经理", EscortOpinion: "情况属实。",
		Measured: map[string]app.Measured{"01": {What: "看台长度", Value: "86.40", Unit: "米", How: "激光测距仪"}, "02": {What: "看台批复长度", Value: "75.00", Unit: "米", How: "图纸"}}}}
	d.Stocktakes = []app.Stocktake{{ID: id(28), Number: 1, On: on("2026-04-21"), Place: "县机关事务中心库房", Sort: "assets", Strand: app.Audit, Keeper: "柏提供", Counters: set(60, 61), Text: "缺少的2台笔记本电脑无领用记录。",
		NotWhy: "保管人外出，电话确认", Lines: map[string]app.StockLine{
			"001": {Name: "笔记本电脑", Model: "14英寸", Unit: "台", Book: 24, Counted: 22, BookValue: 14400000, FoundValue: 13200000, Place: "库房甲", Note: "缺2台"},
			"002": {Name: "复印机", Unit: "台", Book: 3, Counted: 4, BookValue: 5400000, FoundValue: 7200000, Place: "文印室", Note: "1台未入账"}}}}
	d.Evidence = []app.Evidence{
		{ID: id(30), Number: 1, Title: "土地出让收入专户对账单", Kind: "document", Method: app.MethodDocuments, Items: app.NewSet("JJ-3-05"), Findings: set(201), CollectedOn: on("2026-04-16"), CollectedBy: "华取证", Source: "县财政局", Pages: 12,
			FileHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		{ID: id(31), Number: 2, Title: "县政府专题会议纪要", Kind: "document", Method: app.MethodDocuments, Items: app.NewSet("JJ-3-05"), Findings: set(201), CollectedOn: on("2026-04-17"), CollectedBy: "华取证", Source: "县政府办", Pages: 3, Withdrawn: "复印件不清"},
		{ID: id(33), Number: 3, Title: "县政府专题会议纪要（重印）", Kind: "document", Replaces: id(31), Findings: set(201), CollectedOn: on("2026-04-18"), CollectedBy: "华取证", Source: "县政府办", Pages: 3},
		{ID: id(32), Number: 4, Title: "看台照片", Kind: "photo", Method: app.MethodSite, Place: "县体育公园", CollectedOn: on("2026-04-20"), CollectedBy: "姜察看", Pages: 1}}
	d.Sheets = []app.Sheet{{ID: id(40), Index: "JJ001-Q-07", Strand: app.Audit, Title: "土地出让收入未及时缴库", Summary: "2024年青禾县财政局收取土地出让收入合计3,268万元。\n截至2025年3月31日，其中1,268万元存放于专户，未缴入国库。",
		Authors: "华取证、金底稿", WrittenOn: on("2026-04-20"), Provider: "青禾县财政局", HandedOn: on("2026-04-20"), DueOn: on("2026-04-23"), Reply: app.ReplyPartly, Opinion: "部分属实，其中200万元已于2025年4月缴库。",
		Head: "柏提供", SignedOn: on("2026-04-23"), Pages: 15, Findings: set(201), Evidence: set(30)}}
	d.Papers = []app.Paper{
		{ID: id(50), Index: "JJ001-3-06", Title: "预算收入", Strand: app.Audit, Item: "JJ-3-04", Process: "查阅总账。", Conclusion: "未发现问题。", Author: "金底稿", WrittenOn: on("2026-04-20"), Evidence: set(30)},
		{ID: id(51), Index: "JJ001-3-07", Title: "土地出让收入缴库", Strand: app.Audit, Item: "JJ-3-05", Process: "1. 取得专户对账单。\n2. 与国库缴款书逐笔核对。", Conclusion: "截至2025年3月31日，1,268万元未缴入国库，不符合预算法第五十六条的规定。",
			Author: "金底稿", WrittenOn: on("2026-04-21"), Reviewer: "严核账", ReviewedOn: on("2026-04-24"), Review: "事实清楚，证据充分。", Findings: set(201), Sheets: set(40), Evidence: set(30, 33), Pages: 18,
			Notes: map[string]app.ReviewNote{"01": {Text: "请补充会议纪要。", By: "严核账", On: on("2026-04-22"), Answer: "已补，见证据3。", AnsweredBy: "金底稿", AnsweredOn: on("2026-04-23"), Settled: true},
				"02": {Text: "核对利息。", By: "严核账", On: on("2026-04-22")}}}}
	d.Findings = []app.Finding{
		{ID: id(202), Number: 1, Strand: app.Review, Item: "XR-2-01", Type: "程序不规范", Title: "任前公示时间不足", State: app.FindingDraft, OutReason: "情节轻微，已当场纠正"},
		{ID: id(201), Number: 3, Strand: app.Audit, Item: "JJ-3-05", Type: "截留财政收入", Title: "土地出让收入未及时缴库", State: app.FindingConfirmed, InReport: true, Treatment: "责成限期缴库"}}
	d.Heard = []app.Heard{{ID: id(55), Number: 1, On: on("2026-04-14"), Source: "box", Text: "反映公示时间太短。", Handling: "已列入XR-2-01核查。", HandledBy: "陶访谈", HandledOn: on("2026-04-15"), Strand: app.Review, Findings: set(202)},
		{ID: id(56), Number: 2, On: on("2026-04-16"), Source: "talk", Text: "建议公开工程变更。", From: id(70), Confidential: true}}
	d.Templates[app.Review] = app.Template{ID: id(10), Strand: app.Review, Version: "2026.1", Sections: []app.Section{
		{Code: "XR-2", Name: "职数、条件与动议", Items: []app.Item{
			{Code: "XR-2-01", Check: "任前公示是否不少于五个工作日", Materials: []app.ItemMaterial{{Name: "公示文件"}, {Name: "任免台账"}}, Problems: []string{"公示期不足", "公示内容不全"}},
			{Code: "XR-2-02", Check: "是否超职数配备", Materials: []app.ItemMaterial{{Name: "职数核定文件"}}},
			{Code: "XR-2-03", Check: "企业领导人员选聘", AppliesTo: []app.UnitKind{app.Enterprise}}}},
		{Code: "XR-9", Name: "只适用于企业", Items: []app.Item{{Code: "XR-9-01", Check: "薪酬", AppliesTo: []app.UnitKind{app.Enterprise}}}}}}
	d.Answers = map[string]app.Answer{"XR-2-01": {Item: "XR-2-01", Conclusion: app.Problem, Note: "2023年一批次6人公示3个工作日。", Should: 18, Sampled: 18, Faulty: 6, By: "陶访谈", On: on("2026-04-17")}}
	d.Sort()
	return d
}

var days = []app.DayLog{{ID: id(90), Person: id(61), On: on("2026-04-17"), Text: "与住建局座谈；整理谈话记录T-04。"}, {ID: id(91), Person: id(61), On: on("2026-04-16"), Text: "谈话1次；收到对账单。"},
	{ID: id(92), Person: id(60), On: on("2026-04-16"), Text: "谈话1次。"}}
