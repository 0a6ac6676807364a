package pdf

import (
	"fmt"
	"strings"
	"time"

	"lianshen/reports/document"
)

const rareNames = "㛃䶮𬭎堃喆㵑䜣旸昇囡叒燚犇垚淼𠅤𫖯𬱖珺玥頔祎赟翀堉婳嫄嬿孻𬀩𣲘𬍛"

// longReport is a report with everything a real one has, of any length.
func longReport(sections int, draft bool) *document.Document {
	d := &document.Document{
		Kind: document.Official, Language: document.Chinese, Draft: draft,
		Head:        &document.Head{Organs: document.Plain("中共临江市委组织部"), Suffix: "文件"},
		Title:       document.Plain("关于王𬭎同志任临江县委书记期间", "履行选人用人责任情况的", "审查报告"),
		Recipients:  document.Plain("中共临江县委", "王𬭎同志"),
		Attachments: document.Plain("选人用人责任审查发现问题清单", "民主测评结果汇总表及任期内选拔任用干部名册（含破格提拔、越级提拔和公开选拔人员）"),
		Signature: &document.Signature{Organs: document.Plain("中共临江市委组织部"), Sealed: true,
			Date: document.Sentence{Text: "2026年6月1日"}},
		Note: document.Sentence{Text: "此件不公开"},
		Meta: document.Meta{Title: "选人用人责任审查报告（王𬭎）", Subject: "三责联审", Author: "中共临江市委组织部",
			Keywords: []string{"三责联审", "选人用人"}, Created: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)},
		Imprint: &document.Imprint{CopyTo: document.Plain("市委办公室", "市人民政府办公室", "市纪委监委机关", "市委编办", "市审计局", "市委联审工作领导小组办公室"),
			Issuer: document.Sentence{Text: "中共临江市委组织部办公室"}, Date: document.Sentence{Text: "2026年6月2日"}},
	}
	if draft {
		d.Watermark, d.Subtitle = "征求意见稿", document.Sentence{Text: "（征求意见稿）"}
	} else {
		d.Number = "临组审〔2026〕5号"
	}
	for i := range sections {
		d.Blocks = append(d.Blocks, section(i)...)
	}
	d.Annexes = []document.Annex{
		{Title: document.Plain("选人用人责任审查", "发现问题清单"), Blocks: []document.Block{problemTable(), formBlocks()}},
		{Title: document.Plain("民主测评结果汇总表"), Blocks: []document.Block{ballotTable()}},
	}
	return d
}

var numerals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

func section(i int) []document.Block {
	blocks := []document.Block{
		document.Heading{Level: 1, Text: numerals[i%10] + "、审查工作开展情况"},
		document.Words("根据《党政领导干部选拔任用工作条例》《党政领导干部“三责联审”办法（试行）》和市委联审工作领导小组办公室《关于开展2026年度“三责联审”工作的通知》（临联审〔2026〕3号）安排，",
			"市委组织部派出审查组，于2026年3月16日至4月24日，对王𬭎同志任临江县委书记期间（2021年7月至2026年2月）履行选人用人责任情况进行了审查。",
			"审查组采取听取汇报、座谈访谈、查阅资料、现场察看、专项调查等方式，谈话86人次，发放调查问卷120份、收回118份，查阅干部任免卷宗312卷；",
			"必要时作了延伸。临江县委对所提供资料的真实性、完整性负责；审查组的责任是在此基础上提出审查意见。"),
		document.Heading{Level: 2, Text: "（一）班子和选任干部情况"},
		document.Words(fmt.Sprintf("任期内，县委共选拔任用干部%d批%d人次，其中提拔%d人次、交流%d人次——均经县委常委会集体讨论决定……未发现违反任职资格规定的情形。", 12+i, 214+i, 120+i, 94)),
		document.Heading{Level: 3, Text: "1.选拔任用程序执行情况"},
		document.Words("抽查卷宗60卷，", "发现3名干部（"+string([]rune(rareNames)[i%20:i%20+3])+"等）考察材料不完整，", "统一社会信用代码91330200MA2AGQ8K3X的临江县城市建设投资有限公司未按规定备案，",
			"涉及金额1,234.56万元。"),
		document.Paragraph{Lead: document.Sentence{Text: "（二）存在的主要问题。"}, LeadLevel: 2,
			Sentences: []document.Sentence{{Text: "一是", Strong: true}, {Text: "个别干部选拔任用动议环节酝酿不充分，记录不完整；", Record: "问题XR-03", Field: "fact"},
				{Text: "二是", Strong: true}, {Text: "“带病提拔”倒查机制落实不到位，与《条例》第二十四条“凡提四必”的要求有差距。"}}},
	}
	switch i % 3 {
	case 0:
		blocks = append(blocks, yearTable())
	case 1:
		blocks = append(blocks, document.Chart{Caption: document.Sentence{Text: "民主测评结果分布"}, Share: true,
			Series: []string{"好", "较好", "一般", "差"},
			Bars: []document.Bar{
				{Label: document.Sentence{Text: "选人用人工作总体评价"}, Values: []int64{86, 24, 6, 2}, Note: document.Sentence{Text: "好票率72.88%"}},
				{Label: document.Sentence{Text: "坚持正确用人导向"}, Values: []int64{92, 20, 5, 1}, Note: document.Sentence{Text: "好票率77.97%"}},
				{Label: document.Sentence{Text: "王𬭎"}, Values: []int64{101, 15, 2, 0}, Note: document.Sentence{Text: "好票率85.59%"}},
			}})
	}
	return blocks
}

func yearTable() document.Table {
	t := document.Table{
		Caption: document.Sentence{Text: "任期内财政财务收支情况表"}, Unit: "单位：万元",
		Columns: []document.Column{{Head: "年度", Width: 1}, {Head: "收入", Width: 1.4, Align: document.AlignDecimal}, {Head: "支出", Width: 1.4, Align: document.AlignDecimal},
			{Head: "结余", Width: 1.2, Align: document.AlignDecimal}, {Head: "备注", Width: 1.6}},
		Notes: document.Plain("注：本表合计数与分项数之差系四舍五入所致。"),
	}
	for y := 2021; y < 2026; y++ {
		t.Rows = append(t.Rows, document.Row{Cells: document.Cells(fmt.Sprintf("%d年", y), fmt.Sprintf("%d,234.56", y%10), "8,863.00", fmt.Sprintf("-%d.5", y%7*31), "含上年结转")})
	}
	t.Rows = append(t.Rows, document.Row{Total: true, Cells: document.Cells("合计", "15,672.80", "44,315.00", "—", "")})
	return t
}

func problemTable() document.Table {
	t := document.Table{
		Columns: []document.Column{{Head: "序号", Width: 0.6, Align: document.AlignCentre}, {Head: "问题", Width: 4}, {Head: "依据", Width: 3}, {Head: "责任", Width: 1.2, Align: document.AlignCentre}},
		Caption: document.Sentence{Text: "审查发现问题清单"},
	}
	for i := range 14 {
		t.Rows = append(t.Rows, document.Row{Cells: document.Cells(fmt.Sprint(i+1),
			strings.Repeat("干部选拔任用动议、民主推荐、考察等环节纪实材料不完整，未形成工作闭环。", 1+i%3),
			"《党政领导干部选拔任用工作条例》《干部选拔任用工作监督检查和责任追究办法》", []string{"直接责任", "领导责任"}[i%2])})
	}
	// One problem is longer than a page.
	t.Rows = append(t.Rows, document.Row{Cells: document.Cells("15", strings.Repeat("该问题事实较长，逐项列明如下：未按规定报告个人有关事项；", 70), "同上", "领导责任")})
	return t
}

func ballotTable() document.Table {
	return document.Table{
		Unit:    "单位：票",
		Columns: []document.Column{{Width: 2}, {Align: document.AlignRight}, {Align: document.AlignRight}, {Align: document.AlignRight}, {Align: document.AlignRight}, {Align: document.AlignDecimal}},
		Head: [][]document.Cell{
			{{Text: "测评对象", RowSpan: 2}, {Text: "测评等次", ColSpan: 4}, {Text: "好票率（%）", RowSpan: 2}},
			document.Cells("好", "较好", "一般", "差"),
		},
		Rows: []document.Row{
			{Cells: document.Cells("王𬭎", "86", "24", "6", "2", "72.88")},
			{Cells: document.Cells("李㛃", "101", "15", "2", "0", "85.59")},
			{Cells: []document.Cell{{Text: "县委领导班子", RowSpan: 2}, {Text: "92"}, {Text: "20"}, {Text: "5"}, {Text: "1"}, {Text: "77.97"}}},
			{Cells: document.Cells("90", "21", "6", "1", "76.27")},
			{Total: true, Cells: document.Cells("合计", "369", "80", "19", "4", "—")},
		},
	}
}

func formBlocks() document.Block {
	return document.Words("整改方式：☑立行立改 ☐分阶段整改 ☐持续整改。Contact: Joint Review Office, Room 305, the Annex Building; don’t mail “confidential” papers (see GB/T 9704-2012).")
}
