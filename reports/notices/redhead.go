package notices

import (
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
)

// noNumber is the room for an official number that was not given yet.
const noNumber = "　　　〔　　　　〕　　号"

// stageWords are the five stages as the plan calls them.
var stageWords = map[app.Stage]string{app.SelfCheck: "自检自查阶段", app.EntryMeeting: "进点会议阶段", app.Inspection: "检查审计阶段", app.Summary: "汇总通报阶段", app.Rectification: "落实整改阶段"}

// titleOf are the names of the three works (R33).
var titleOf = map[app.Strand]string{app.Review: "选人用人责任审查", app.Verification: "机构编制责任审核", app.Audit: "任期经济责任审计"}

// lack notes a content that the paper should hold and local practice may leave out with a reason. what is a word of the
// translations, "notices.lack.WHAT".
func (p *paper) lack(ok bool, what string) {
	if !ok && !p.o.Blank && tidy(p.o.Reason) == "" {
		p.lacks = append(p.lacks, what)
	}
}

// must refuses a filled paper that says nothing without this content.
func (p *paper) must(ok bool, what string) error {
	if ok || p.o.Blank {
		return nil
	}
	return app.Refuse("notices.must", "paper", app.Word("form."+string(p.kind)), "label", app.Word("notices.lack."+what))
}

func (p *paper) lacking() error {
	if len(p.lacks) == 0 {
		return nil
	}
	return app.Refuse("notices.lacks", "paper", app.Word("form."+string(p.kind)), "label", app.Word("notices.lack."+p.lacks[0]), "count", len(p.lacks))
}

// official makes the paper a 公文 with a red head (GB/T 9704-2012 7): organs, number, signature with room for real seals, and
// an imprint by the first organ.
func (p *paper) official(organs []string, number string, on app.Date, copyTo ...string) {
	p.doc.Kind, p.doc.Label = document.Official, document.Sentence{}
	sentences := make([]document.Sentence, len(organs))
	for i, name := range organs {
		sentences[i] = document.Sentence{Text: name, Record: "批次", Field: "发文机关"}
	}
	p.doc.Head = &document.Head{Organs: sentences, Suffix: "文件"}
	if p.d.Case.Secrecy == app.WorkSecret {
		p.doc.Head.Secrecy = "工作秘密"
	}
	if p.doc.Number = tidy(number); p.doc.Number == "" {
		p.doc.Number = noNumber
	}
	date := document.Sentence{Text: day(on)}
	p.doc.Signature = &document.Signature{Organs: sentences, Date: date, Sealed: true}
	p.doc.Imprint = &document.Imprint{CopyTo: document.Plain(copyTo...), Issuer: sentences[0], Date: date}
}

// title sets the title in pieces of sense, between which lines break.
func (p *paper) title(pieces ...string) {
	p.doc.Title = nil
	for _, t := range pieces {
		p.doc.Title = append(p.doc.Title, document.Sentence{Text: t, Record: "单位", Field: "名称"})
	}
	p.doc.Meta.Title = strings.Join(pieces, "")
}

// unitOrgans is the unit as a letter addresses it: a county or a town is its committee and its government (R32).
func (p *paper) unitOrgans() []document.Sentence {
	name := tidy(p.d.Unit.ShortName)
	if name == "" {
		name = or(p.d.Unit.Name)
	}
	out := []string{or(p.d.Unit.Name)}
	switch {
	case p.d.Unit.Kind == app.County:
		out = []string{name + "委", name + "人民政府"}
	case p.d.Unit.Kind == app.Township && strings.HasSuffix(name, "街道"):
		out = []string{name + "党工委", name + "办事处"}
	case p.d.Unit.Kind == app.Township:
		out = []string{name + "党委", name + "人民政府"}
	}
	list := make([]document.Sentence, len(out))
	for i, n := range out {
		list[i] = document.Sentence{Text: n, Record: "单位", Field: "名称"}
	}
	return list
}

// unit is what the unit is called in a title.
func (p *paper) unit() string {
	if name := tidy(p.d.Unit.ShortName); name != "" {
		return name
	}
	return or(p.d.Unit.Name)
}

// comrades are the principals in a title: 周样本、吴范例同志.
func (p *paper) comrades() string {
	var out []string
	for _, n := range p.d.Principals {
		out = append(out, n.Name)
	}
	return or(strings.Join(out, "、")) + "同志"
}

// dept is the full name of the department that issues the report of a strand.
func (p *paper) dept(s app.Strand) string {
	return or(reports.OrganName(p.d.Round.City, p.d.Case.Strands[s].IssuingDept))
}

// twoOffices are the offices of the committee and of the government, which issue the notice (R2).
func (p *paper) twoOffices() []string {
	city := or(p.d.Round.City)
	return []string{"中共" + city + "委办公室", city + "人民政府办公室"}
}

// names are those of people by ID, joined by 、, in the order of the set.
func (p *paper) names(ids app.Set) string {
	var out []string
	for _, id := range ids.Sorted() {
		if n := p.person(app.ID(id)); n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, "、")
}

// span is 2026年2月27日至2026年3月31日, or room for it.
func span(from, to app.Date) string {
	if from.IsZero() && to.IsZero() {
		return "　　年　月　日至　　年　月　日" // on one line
	}
	return or(from.Chinese()) + "至" + or(to.Chinese())
}

// tenure is how long a principal has held the post.
func tenure(n app.Principal) string {
	switch {
	case n.From.IsZero():
		return gap
	case n.To.IsZero():
		return n.From.Chinese() + "至今"
	}
	return n.From.Chinese() + "至" + n.To.Chinese()
}

// contact is the last paragraph of a letter: whom to ask.
func (p *paper) contact() {
	who := p.person(p.d.Round.Office.Coordinator)
	if who == "" {
		who = p.person(p.d.Round.Office.Director)
	}
	p.about("联系人："+or(who)+"，联系电话："+or(p.d.Round.Office.Phone)+"。", "批次", "联审办")
}

// annex adds an attachment, which is named below the text as well.
func (p *paper) annex(title string, blocks ...document.Block) {
	p.doc.Attachments = append(p.doc.Attachments, document.Sentence{Text: title})
	p.doc.Annexes = append(p.doc.Annexes, document.Annex{Title: document.Plain(title), Blocks: blocks})
}

func heading(level int, text string) document.Heading {
	return document.Heading{Level: level, Text: text}
}
