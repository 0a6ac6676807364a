package reports

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// front fills what stands before the first heading: red head, number, title, recipients (domain 4.2, 4.3).
func (c *composer) front(doc *document.Document) {
	record := "出具部门"
	if c.opt.Draft {
		doc.Watermark = "征求意见稿"
		doc.Subtitle = document.Sentence{Text: "（征求意见稿）"}
	} else {
		doc.Number = c.st.Number
		doc.Head = &document.Head{Suffix: c.words.suffix}
		if c.issuer() != "" {
			doc.Head.Organs = []document.Sentence{typed(c.issuer(), record, "名称", Ref(c.d.Case, "strands."+string(c.strand)+".issuingDept"))}
		}
		if c.d.Case.Secrecy == app.WorkSecret {
			doc.Head.Secrecy = "工作秘密"
		}
	}
	if s := c.correction(); s.Text != "" {
		doc.Subtitle = s
	}
	if c.opt.Draft && c.d.Case.Secrecy == app.WorkSecret {
		doc.Head = &document.Head{Secrecy: "工作秘密"}
	}
	doc.Title = c.title()
	doc.Recipients = c.recipients()
	doc.Meta = c.meta(joined(doc.Title), c.dated())
}

// title is 关于青禾县周样本、吴范例同志的选人用人责任审查报告, in pieces of sense for the line break.
func (c *composer) title() []document.Sentence {
	unit := c.unit()
	unit.Text = "关于" + unit.Text
	pieces := []document.Sentence{unit}
	for i, p := range c.d.Principals {
		n := c.name(p)
		if n.Text += "、"; i == len(c.d.Principals)-1 {
			n.Text = strings.TrimSuffix(n.Text, "、") + "同志的"
		}
		pieces = append(pieces, n)
	}
	switch {
	case len(c.d.Principals) > 0:
	case c.unit().Text == "":
		return []document.Sentence{{Text: c.words.title}}
	default:
		pieces[0].Text += "的"
	}
	return append(pieces, document.Sentence{Text: c.words.title})
}

// recipients are the principals and their unit (R32). A county or a town is its committee and its
// government; a street is its working committee and its office.
func (c *composer) recipients() []document.Sentence {
	var out []document.Sentence
	for _, p := range c.d.Principals {
		n := c.name(p)
		n.Text += "同志"
		out = append(out, n)
	}
	u := c.unit()
	as := func(after string) document.Sentence {
		s := u
		s.Text += after
		return s
	}
	switch {
	case c.d.Unit.Kind == app.County:
		return append(out, as("委"), as("人民政府"))
	case c.d.Unit.Kind == app.Township && strings.HasSuffix(u.Text, "街道"):
		return append(out, as("党工委"), as("办事处"))
	case c.d.Unit.Kind == app.Township:
		return append(out, as("党委"), as("人民政府"))
	}
	if u.Text == "" {
		return out
	}
	return append(out, typed(c.d.Unit.Name, "单位", "名称", Ref(c.d.Unit, "name")))
}

// dated is the date of the report: of its issue, else of its approval (GB/T 9704-2012 7.3.5.4: the day on
// which the responsible person signs). A draft bears the day it was first made.
func (c *composer) dated() app.Date {
	if c.opt.Draft {
		if !c.st.DraftedOn.IsZero() {
			return c.st.DraftedOn
		}
		return c.opt.Today
	}
	if !c.st.IssuedOn.IsZero() {
		return c.st.IssuedOn
	}
	var on app.Date
	for _, a := range c.d.Approvals {
		if a.Strand == c.strand && a.Agreed && (on.IsZero() || a.On.After(on)) {
			on = a.On
		}
	}
	return on
}

// signer is who signs: the group for its draft (Audit Law art. 44: the draft is the group's), else the
// issuing department.
func (c *composer) signer() document.Sentence {
	if !c.opt.Draft {
		return typed(c.issuer(), "出具部门", "名称", Ref(c.d.Case, "strands."+string(c.strand)+".issuingDept"))
	}
	g := c.group()
	if g.Text != "" && c.d.Round.City != "" && !strings.HasPrefix(g.Text, c.d.Round.City) {
		g.Text = c.d.Round.City + "“三责联审”" + g.Text
	}
	return g
}

func (c *composer) group() document.Sentence {
	return typed(c.d.Group.Name, "联审组", "名称", Ref(c.d.Group, "name"))
}

// back fills what stands after the text: signature and, on the final report, the imprint (domain 4.3, 4.4).
func (c *composer) back(doc *document.Document) {
	on := document.Sentence{Text: c.dated().Chinese(), Facts: refs{Ref(c.d.Case, "strands."+string(c.strand)+".issuedOn")}}
	doc.Signature = &document.Signature{Date: on, Sealed: true}
	if s := c.signer(); s.Text != "" {
		doc.Signature.Organs = []document.Sentence{s}
	}
	if c.opt.Draft {
		return
	}
	doc.Imprint = &document.Imprint{CopyTo: c.copyTo(), Issuer: typed(c.issuer(), "出具部门", "名称"), Date: on}
}

// copyTo are the committee and the government, discipline and supervision, the two other departments and
// the office of the leading group (domain 3.15).
func (c *composer) copyTo() []document.Sentence {
	level := c.level()
	out := document.Plain(fmt.Sprintf("%s委、%s政府", level, level), level+"纪委监委")
	for _, s := range app.Strands {
		dept := c.d.Case.Strands[s].IssuingDept
		if s == c.strand || dept == "" || c.organ(dept) == c.issuer() {
			continue
		}
		out = append(out, typed(c.brief(c.organ(dept)), "出具部门", "名称", Ref(c.d.Case, "strands."+string(s)+".issuingDept")))
	}
	if c.d.Round.Office.Name != "" {
		out = append(out, typed(c.brief(c.d.Round.Office.Name), "联审批次", "办公室名称", Ref(c.d.Round, "office.name")))
	}
	return out
}

// replyTerm asks for written opinions within the term (R29; Audit Law art. 44: silence is no objection).
func (c *composer) replyTerm() []document.Block {
	days := c.d.Round.Settings.OpinionDays
	if days <= 0 {
		return nil
	}
	out := para(say("现就本报告征求你们的意见。请自收到本征求意见稿之日起{}个工作日内，将书面意见反馈{}；逾期未反馈的，视为无异议。",
		days, c.group(), refs{Ref(c.d.Round, "settings.opinionDays")}))
	contact := []document.Sentence{}
	if p, ok := c.d.People[c.st.Lead]; ok && p.Name != "" {
		contact = append(contact, say("联系人：{}", typed(p.Name, "人员"+p.Name, "姓名", Ref(p, "name")))...)
	}
	if c.d.Group.Phone != "" {
		if len(contact) > 0 {
			contact = append(contact, document.Sentence{Text: "；"})
		}
		contact = append(contact, say("联系电话：{}", typed(c.d.Group.Phone, "联审组"+c.d.Group.Name, "电话", Ref(c.d.Group, "phone")))...)
	}
	if len(contact) > 0 {
		out = append(out, para(contact, say("。"))...)
	}
	return out
}
