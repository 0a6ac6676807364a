package forms

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// talkTypes are the four types of form 3.8 in its order.
var talkTypes = []string{"team", "single", "panel", "verify"}

var talkWords = map[string]string{"team": "班子成员谈话", "single": "个别访谈", "panel": "座谈会", "verify": "核实谈话"}

const told = "谈话人已出示工作证件和通知书，告知被谈话人如实反映情况、对所述内容负责；谈话内容依法保密，不得外传。"

// talk is 谈话（座谈、访谈）记录 (form 3.8): the person talked to signs every page, both talkers and who writes it down the
// last.
func (f *form) talk() error {
	n, err := pick(f, f.d.Talks)
	if err != nil {
		return err
	}
	if f.d.Veiled.Has(string(n.ID)) && !f.o.Blank {
		return app.Refuse("forms.veiled", "form", Title(Talk, ""))
	}
	panel := n.Type == "panel" || f.o.Blank && f.o.Panel
	if panel {
		n.Type = "panel"
		f.title("座谈会记录")
	}
	record := "谈话" + n.Number
	persons := f.persons(n)
	t := document.Table{Columns: []document.Column{{Width: 1.7}, {Width: 3.6}, {Width: 1.7}, {Width: 3}}}
	f.number(n.Number)
	t.Rows = append(t.Rows,
		row(label("项目名称"), left(span(about(f.project(), "项目"+f.d.Case.Number, "名称"), 3))),
		pair("被检单位", about(f.d.Unit.Name, "单位", "名称"), "编　号", about(n.Number, record, "编号")),
		row(label("谈话类型"), left(span(document.Cell{Text: ticks(n.Type, talkTypes, func(s string) string { return talkWords[s] })}, 3))),
		row(label("时　间"), left(span(about(period(n.On, n.From, n.To), record, "时间"), 3))),
		row(label("地　点"), left(span(about(n.Place, record, "地点"), 3))),
		pair("谈话人", about(f.people(n.Talkers), record, "谈话人"), "记录人", about(n.Recorder, record, "记录人")))
	if panel {
		t.Rows = append(t.Rows, row(label("参加人员"), left(span(document.Cell{Text: attendance(len(persons), n.People)}, 3))))
	} else {
		one := person{}
		if len(persons) > 0 {
			one = persons[0]
		}
		for _, more := range persons[min(1, len(persons)):] {
			one.name, one.unit, one.post, one.phone = one.name+"、"+more.name, either(one.unit, more.unit), either(one.post, more.post), either(one.phone, more.phone)
		}
		t.Rows = append(t.Rows, pair("被谈话人", about(one.name, record, "被谈话人"), "单　位", about(one.unit, record, "单位")),
			pair("职　务", about(one.post, record, "职务"), "电　话", about(one.phone, record, "电话")))
	}
	t.Rows = append(t.Rows, row(label("告知事项"), left(span(document.Cell{Text: told + "　" + tick(n.Informed, "已告知")}, 3))))
	f.add(t)
	if panel {
		f.attendees(persons, n.People)
	}
	f.spoken(n, record)
	f.close(n, panel, record)
	return nil
}

func either(a, b string) string {
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	}
	return a + "、" + b
}

func attendance(named, people int) string {
	if n := max(named, people); n > 0 {
		return "共" + strconv.Itoa(n) + "人，名单见下表"
	}
	return "共　　人，名单见下表"
}

// person is who was talked to as the record shows it.
type person struct{ name, unit, post, phone string }

// persons are those talked to: by their codes, or by name where that is asked for and known.
func (f *form) persons(n app.Talk) []person {
	var out []person
	for _, a := range f.d.Aliases {
		if !n.Persons.Has(string(a.ID)) {
			continue
		}
		p := person{name: a.Code}
		if f.o.Names && a.Name != "" {
			p = person{a.Name, a.Unit, a.Post, a.Phone}
		}
		out = append(out, p)
	}
	if len(out) == 0 && n.Label != "" {
		out = append(out, person{name: n.Label})
	}
	return out
}

// attendees is the list of those present at a panel talk, with room to sign.
func (f *form) attendees(persons []person, people int) {
	t := document.Table{Caption: document.Sentence{Text: "参加人员名单"}, Columns: []document.Column{{Head: "序号", Width: 0.8, Align: document.AlignCentre}, {Head: "姓名", Width: 2}, {Head: "单位", Width: 3},
		{Head: "职务", Width: 2}, {Head: "签名", Width: 2.2}}}
	for i, p := range persons {
		t.Rows = append(t.Rows, tall(9, document.Cell{Text: strconv.Itoa(i + 1)}, about(p.name, "参加人员", "姓名"), about(p.unit, "参加人员", "单位"), about(p.post, "参加人员", "职务"), document.Cell{}))
	}
	more := f.blankRows(8)
	if !f.o.Blank {
		more = max(more, min(people, 100)-len(persons))
	}
	emptyRows(&t, max(0, more), 9, true)
	f.add(t)
}

// spoken is what was asked and answered; a blank form has lines to write on.
func (f *form) spoken(n app.Talk, record string) {
	f.add(document.Heading{Level: 1, Text: map[bool]string{true: "座谈内容", false: "谈话内容"}[n.Type == "panel"]})
	if f.o.Blank {
		lines := document.Table{Columns: []document.Column{{}}}
		rows := f.o.Rows
		if rows == 0 {
			if rows = 18; n.Type == "panel" {
				rows = 12 // the list of those present stands above
			}
		}
		emptyRows(&lines, rows, 10, false)
		f.add(lines)
		return
	}
	f.add(said("", n.Text, record, "内容")...)
	for _, key := range slices.Sorted(maps.Keys(n.QA)) {
		asked := said("问：", n.QA[key].Question, record, "问")
		if p, ok := asked[len(asked)-1].(document.Paragraph); ok {
			p.Keep = true // the answer begins on the same page
			asked[len(asked)-1] = p
		}
		f.add(asked...)
		f.add(said("答：", n.QA[key].Answer, record, "答")...)
	}
}

// said makes a paragraph of every line of what was said, the first after the word that tells who speaks.
func said(lead, text, record, field string) []document.Block {
	var out []document.Block
	for _, line := range strings.Split(tidy(text), "\n") {
		if line = strings.Trim(line, " 　"); line == "" && (lead == "" || len(out) > 0) {
			continue
		}
		p := document.Paragraph{}
		if lead != "" && len(out) == 0 {
			p.Sentences = append(p.Sentences, document.Sentence{Text: lead, Strong: true})
		}
		p.Sentences = append(p.Sentences, document.Sentence{Text: line, Record: record, Field: field})
		out = append(out, p)
	}
	return out
}

// close is what the person talked to declares, and the places to sign. A record that is not signed says why
// (implementing rules of the Audit Law art. 38).
func (f *form) close(n app.Talk, panel bool, record string) {
	declared := "以上记录我看过，与我说的一致。更正处已由本人按指印。"
	who := []string{"被谈话人", "谈话人", "谈话人", "记录人"}
	f.doc.Foot = "被谈话人（签名、按指印）：__________________　　　　　　　年　　月　　日"
	if panel {
		declared = "以上记录经参加人员核对，与所述一致。"
		who = []string{"谈话人（主持）", "谈话人", "记录人"}
		f.doc.Foot = "谈话人（主持，签名）：______________　　记录人（签名）：______________"
	}
	if f.o.Blank {
		f.add(document.Spacer{Lines: 0.3}) // else it stands on the rule of the lines above
	}
	f.add(document.Paragraph{Sentences: []document.Sentence{{Text: declared, Strong: true}}})
	f.add(f.unsigned(f.signs(who...), n.Signed, n.NotWhy, "谈话人", record))
}
