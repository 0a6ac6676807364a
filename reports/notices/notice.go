package notices

import (
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// verbs are the verbs of the strands, which are never mixed.
var verbs = map[app.Strand]string{app.Review: "审查", app.Verification: "审核", app.Audit: "审计"}

// occasions say why somebody is reviewed.
var occasions = map[app.Occasion]string{app.MidTerm: "任中", app.Leaving: "离任"}

// discipline are the four prohibitions and the eight rules in outline (domain 3.2).
var discipline = []string{"一、严格遵守政治纪律和请示报告制度。", "二、严格遵守中央八项规定及其实施细则精神。", "三、严禁泄露工作秘密和被检单位的商业秘密、个人信息。", "四、严禁工作期间饮酒和酒后驾车。",
	"五、不由被检单位支付或者补贴住宿、用餐、交通、通讯、医疗等费用。", "六、不接受被检单位的礼品、礼金和未经批准的讲课费。", "七、不参加被检单位安排的宴请、娱乐和旅游。", "八、不利用知悉的秘密谋取利益。",
	"九、不插手被检单位的资金、资产、资源事项。", "十、不向被检单位推销商品、介绍业务。", "十一、不接受请托干预联审工作。", "十二、不向被检单位提出与联审工作无关的要求。"}

// notice is form 3.1 with its attachments (R2). It names whom it is about, by when the self-check report is due and whom to
// ask, or it is no notice.
func (p *paper) notice() error {
	if err := p.must(len(p.d.Principals) > 0, "objects"); err != nil {
		return err
	}
	n := p.d.Round
	p.lack(!n.SelfCheckDue.IsZero(), "selfcheckdue")
	p.lack(p.d.Group.Leader != "", "leader")
	p.lack(tidy(n.Office.Phone) != "", "phone")
	p.lack(len(p.d.Case.Stages) > 0, "stages")
	number := n.NoticeNumber
	if tidy(p.d.Case.Notice.Number) != "" {
		number = p.d.Case.Notice.Number
	}
	organs := p.twoOffices()
	if strings.Contains(number, "联审") { // the office of the leading group numbers its own
		organs = []string{p.office()}
	}
	p.official(organs, number, n.NoticeDate)
	p.title("关于对"+p.unit()+"党政正职", "开展“三责联审”工作的", "通知")
	p.doc.Recipients = p.unitOrgans()
	p.say("根据市委、市政府工作部署，决定对" + or(p.d.Unit.Name) + "党政正职履行选人用人责任、机构编制责任和任期经济责任的情况开展联合审查、审核、审计（以下简称“三责联审”）。现将有关事项通知如下：")
	p.add(heading(1, "一、联审对象"))
	p.about("联审对象为"+or(p.objects())+"，以及所在单位"+or(p.d.Unit.Name)+"。名单见附件1。", "联审对象", "姓名")
	p.add(heading(1, "二、联审内容"))
	for i, s := range app.Strands {
		var parts []string
		for _, section := range p.d.Templates[s].Sections {
			parts = append(parts, section.Name)
		}
		text := "按照国家和省、市有关规定进行" + verbs[s] + "。"
		if len(parts) > 0 {
			text = "主要" + verbs[s] + strings.Join(parts, "、") + "等方面的情况。"
		}
		p.add(document.Paragraph{Lead: document.Sentence{Text: "（" + numerals[i] + "）" + titleOf[s] + "。"}, LeadLevel: 2, Sentences: []document.Sentence{{Text: text, Record: "检查表", Field: "名称"}}})
	}
	p.add(heading(1, "三、时间安排"))
	for i, s := range app.Stages[1:6] {
		d := p.d.Case.Stages[s]
		p.say(strconv.Itoa(i+1) + ". " + stageWords[s] + "：" + span(d.PlannedFrom, d.PlannedTo) + "。")
	}
	p.add(heading(1, "四、工作组"))
	p.about(or(p.d.Group.Name)+"负责实施，组长"+or(p.person(p.d.Group.Leader))+"。工作组和责任区见附件2。", "联审组", "组长")
	p.add(heading(1, "五、自检自查"))
	p.say("接到通知后，请对照自查提纲（附件3至5）认真开展自检自查，逐级落实到内设机构和下属单位，形成自查报告，由主要负责人签字并加盖单位公章，于" + day(n.SelfCheckDue) + "前报送" + p.office() + "。")
	p.add(heading(1, "六、配合要求"))
	for i, text := range []string{"确定专职配合人员，负责联络和资料提供。", "提供必要的办公场所和工作条件。", "按照资料清单（附件6）准备台账、内业和其他资料，并对资料的及时性、真实性和完整性负责，按附件7作出承诺。",
		"在本单位公示栏张贴审前公示，监督工作组执行工作纪律（附件8）。"} {
		p.say(strconv.Itoa(i+1) + ". " + text)
	}
	p.contact()
	p.noticeAnnexes()
	return nil
}

func (p *paper) noticeAnnexes() {
	p.annex("联审对象名单", p.objectList())
	p.annex("联审工作组和责任区", p.groupTable())
	for _, s := range app.Strands {
		p.annex(titleOf[s]+"自查提纲", p.outline(s)...)
	}
	p.annex("资料清单", p.materialList())
	p.annex("承诺书", p.pledgeBlocks()...)
	var rules []document.Block
	for _, line := range discipline {
		rules = append(rules, document.Words(line))
	}
	p.annex("工作纪律", rules...)
}

// objectList is the list of principals.
func (p *paper) objectList() document.Table {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: c}, {Head: "单位", Width: 2.4}, {Head: "姓名", Width: 1.3, Align: c}, {Head: "职务", Width: 2.2}, {Head: "任职时间", Width: 2.6, Align: c}, {Head: "类型", Width: 0.9, Align: c}}}
	for i, n := range p.d.Principals {
		cells := document.Cells(strconv.Itoa(i+1), p.d.Unit.Name, n.Name, n.Post, tenure(n), occasions[n.Occasion])
		p.named(cells, "联审对象"+n.Name, t.Columns)
		t.Rows = append(t.Rows, row(10, cells...))
	}
	p.pad(&t, 3, 10)
	return t
}

// named tells for each cell from which field of a record it comes.
func (p *paper) named(cells []document.Cell, record string, columns []document.Column) {
	for i := range cells {
		cells[i].Record, cells[i].Field = record, columns[min(i, len(columns)-1)].Head
	}
}

// empty fills a table with empty rows up to so many, for writing by hand.
func empty(t *document.Table, rows int, mm float64) {
	for len(t.Rows) < rows {
		t.Rows = append(t.Rows, row(mm, make([]document.Cell, len(t.Columns))...))
	}
}

// pad is empty for blank papers, and for tables that would have no row at all.
func (p *paper) pad(t *document.Table, rows int, mm float64) {
	if p.o.Blank || len(t.Rows) == 0 {
		empty(t, rows, mm)
	}
}

// groupTable is the group with its zone and members.
func (p *paper) groupTable() document.Table {
	g := p.d.Group
	return document.Table{Columns: fourColumns(), Rows: []document.Row{pair("工作组", g.Name, "责任区", p.d.Zone.Name), pair("牵头部门", g.LeadDept, "联系电话", g.Phone),
		pair("组长", p.person(g.Leader), "副组长", p.names(g.Deputies)), wide(18, "成员", p.names(g.Members))}}
}

// outline is the checklist of a strand as questions for the self-check.
func (p *paper) outline(s app.Strand) []document.Block {
	var out []document.Block
	n := 0
	for i, section := range p.d.Templates[s].Sections {
		out = append(out, heading(1, app.ChineseNumber(i+1)+"、"+section.Name))
		for _, item := range section.Items {
			if p.d.Unit.Kind != "" && !item.Applies(p.d.Unit.Kind) {
				continue
			}
			n++
			out = append(out, document.Paragraph{Sentences: []document.Sentence{{Text: strconv.Itoa(n) + ". " + tidy(item.Check), Record: item.Code, Field: "检查内容"}}})
		}
	}
	if len(out) == 0 {
		out = append(out, document.Words("（自查提纲另行印发。）"))
	}
	return out
}

var materialWords = map[app.MaterialKind]string{app.Ledger: "台账", app.DeskRecord: "内业", app.OtherPapers: "资料"}

// materialList is the union of what the items ask for, each once with the strands that need it.
func (p *paper) materialList() document.Table {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.8, Align: c}, {Head: "资料名称", Width: 5.6}, {Head: "类别", Width: 1, Align: c}, {Head: "用于", Width: 2.6, Align: c}}}
	place := map[string]int{}
	for _, s := range app.Strands {
		for _, section := range p.d.Templates[s].Sections {
			for _, item := range section.Items {
				if p.d.Unit.Kind != "" && !item.Applies(p.d.Unit.Kind) {
					continue
				}
				for _, m := range item.Materials {
					i, is := place[m.Name]
					if !is {
						i = len(t.Rows)
						place[m.Name] = i
						t.Rows = append(t.Rows, row(0, document.Cell{Text: strconv.Itoa(i + 1)}, document.Cell{Text: tidy(m.Name), Record: item.Code, Field: "调阅资料"}, document.Cell{Text: materialWords[m.Kind]}, document.Cell{}))
					}
					used := &t.Rows[i].Cells[3]
					if !strings.Contains(used.Text, verbs[s]) {
						used.Text = strings.TrimPrefix(used.Text+"、"+verbs[s], "、")
					}
				}
			}
		}
	}
	p.pad(&t, 8, 10)
	return t
}

// auditNotice is the notice that the law wants for the audit part, at least three working days before it begins.
func (p *paper) auditNotice() error {
	if err := p.must(len(p.d.Principals) > 0, "objects"); err != nil {
		return err
	}
	st := p.d.Case.Strands[app.Audit]
	if err := p.must(tidy(st.IssuingDept) != "", "auditorgan"); err != nil {
		return err
	}
	n := p.d.Case.Notice
	for _, object := range p.d.Principals {
		p.lack(!object.From.IsZero(), "tenure")
	}
	p.lack(!p.d.Case.OnSite.From.IsZero(), "onsite")
	p.lack(p.d.Group.Leader != "", "leader")
	organs := []string{p.dept(app.Audit)}
	copyTo := []string{"中共" + or(p.d.Round.City) + "委组织部"}
	if p.o.Blank || strings.Contains(n.AuditNumber, "委") { // issued with the office of the audit committee
		organs = []string{"中共" + or(p.d.Round.City) + "委审计委员会办公室", p.dept(app.Audit)}
	}
	p.official(organs, n.AuditNumber, app.Date{}, copyTo...)
	p.title("关于对"+p.comrades(), "任期经济责任履行情况", "进行审计的", "通知")
	p.doc.Recipients = nil
	for _, object := range p.d.Principals {
		p.doc.Recipients = append(p.doc.Recipients, document.Sentence{Text: object.Name + "同志", Record: "联审对象", Field: "姓名"})
	}
	p.doc.Recipients = append(p.doc.Recipients, p.unitOrgans()...)
	p.say("根据《中华人民共和国审计法》《党政主要领导干部和国有企事业单位主要领导人员经济责任审计规定》和" + p.round() + "工作安排，决定派出审计组，自" + day(p.d.Case.OnSite.From) + "起进行审计。")
	for i, object := range p.d.Principals {
		p.about(strconv.Itoa(i+1)+". 被审计领导干部："+object.Name+"，职务："+or(object.Post)+"，审计期间："+tenure(object)+"。", "联审对象"+object.Name, "任职期间")
	}
	p.say("审计中，对重要事项可以追溯到相关年度或者延伸到有关单位。")
	var members []string
	for _, id := range p.d.Group.Members.Sorted() {
		if m := p.d.People[app.ID(id)]; m.Strands.Has(string(app.Audit)) && m.ID != st.Lead {
			members = append(members, m.Name)
		}
	}
	p.about("审计组组长："+or(p.person(p.d.Group.Leader))+"；副组长："+or(p.names(p.d.Group.Deputies))+"；主审："+or(p.person(st.Lead))+"；成员："+or(strings.Join(members, "、"))+"。", "联审组", "成员")
	p.say("请被审计领导干部按要求提交述职报告，请" + or(p.d.Unit.Name) + "确定资料提供责任人（＿＿＿＿＿＿），及时提供与审计事项有关的财务、会计资料以及其他资料和必要的工作条件，并对所提供资料的及时性、真实性和完整性负责，作出书面承诺。")
	p.say("审计期间，请监督审计组执行审计“四严禁”工作要求和“八不准”工作纪律。")
	p.annex("审计组工作纪律", func() []document.Block {
		var out []document.Block
		for _, line := range discipline {
			out = append(out, document.Words(line))
		}
		return out
	}()...)
	return nil
}
