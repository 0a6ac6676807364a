package reports

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// english composes the rendition of a report for readers without Chinese. It says what the Chinese report says, in its order
// and under its numbers, as an auditor writes in English. It has no red head, no seal and no number of its own, and names the
// report of which it is a rendition; the Chinese text prevails.
//
// What people typed in Chinese is told in the English that somebody gave of it (see [TranslationKey]), else it stands in
// Chinese within quotation marks and is said to do so. Persons are named in pinyin; organs, laws and posts in the usual English.
type english struct {
	*composer
	w englishWords
}

// rendition composes the English rendition.
func (c *composer) rendition() *document.Document {
	e := &english{composer: c, w: englishOf[c.strand]}
	doc := &document.Document{Kind: document.Official, Language: document.English, Draft: c.opt.Draft, Title: e.heading()}
	doc.Subtitle = document.Sentence{Text: "English rendition. The Chinese text prevails."}
	if c.opt.Draft {
		doc.Watermark = "DRAFT"
		doc.Subtitle.Text = "Draft for comment. " + doc.Subtitle.Text
	}
	doc.Blocks = append(doc.Blocks, e.particulars())
	chinese := map[string]Section{}
	for _, s := range c.sections() {
		chinese[s.Key] = s
	}
	n := 0
	for _, p := range e.plan() {
		title := ""
		if p.key != "opening" {
			n++
			title = fmt.Sprintf("%d. %s", n, p.name)
		}
		doc.Blocks = append(doc.Blocks, e.section(p, title, n, chinese[p.key])...)
	}
	if c.opt.Draft {
		doc.Blocks = append(doc.Blocks, e.replyTerm()...)
	}
	doc.Blocks = append(doc.Blocks, e.closing()...)
	doc.Annexes = e.annexes()
	for _, a := range doc.Annexes {
		doc.Attachments = append(doc.Attachments, document.Sentence{Text: joined(a.Title)})
	}
	trimEnds(doc.Blocks)
	doc.Meta = c.meta(joined(doc.Title), c.dated())
	doc.Meta.Subject, doc.Meta.Author = "English rendition of "+c.words.title, e.organised(c.issuer())
	return doc
}

// trimEnds takes the blanks off the ends of paragraphs: sentences are joined by one that each brings along.
func trimEnds(blocks []document.Block) {
	for _, b := range blocks {
		if p, ok := b.(document.Paragraph); ok && len(p.Sentences) > 0 {
			last := &p.Sentences[len(p.Sentences)-1] // shared with the block
			last.Text = strings.TrimRight(last.Text, " ")
		}
	}
}

// englishPart is a section of the rendition: its key is that of the Chinese section.
type englishPart struct {
	key, name string
	compose   func(n int) []document.Block
}

// plan are the sections, each at the place that it has in the Chinese report.
func (e *english) plan() []englishPart {
	opening := englishPart{"opening", "", func(int) []document.Block { return e.opening() }}
	one := func(f func() []document.Block) func(int) []document.Block {
		return func(int) []document.Block { return f() }
	}
	if e.strand == app.Audit {
		return []englishPart{opening, {"basics", "Background", e.auditBackground}, {"duties", "Discharge of economic responsibility, and audit opinion", e.auditDuties},
			{"problems", "Main findings and responsibility", e.problems}, {"putright", "Action taken during the audit", one(e.putRight)},
			{"demands", "Audit decisions and recommendations", e.demands}, {"others", "Other matters", one(e.others)}}
	}
	work, background, duties := "Conduct of the review", "Background", "Discharge of responsibility for the selection and appointment of officials"
	if e.strand == app.Verification {
		work, background, duties = "Conduct of the verification", "Institutions and staffing of the unit", "Discharge of responsibility for institutions and staffing"
	}
	return []englishPart{opening, {"work", work, e.conduct}, {"basics", background, e.background}, {"duties", duties, one(e.duties)},
		{"evaluation", "Staff evaluation and questionnaire", one(e.evaluation)}, {"problems", "Main findings and responsibility", e.problems},
		{"opinion", e.w.opinion, one(e.opinion)}, {"demands", "Required action and recommendations", e.demands}}
}

// section is one section: as somebody translated it, else as it was composed. What a person wrote over in Chinese and nobody
// translated stands in Chinese: the composed English would say something else.
func (e *english) section(p englishPart, title string, n int, chinese Section) []document.Block {
	var out []document.Block
	if title != "" {
		out = append(out, document.Heading{Level: 1, Text: title})
	}
	composed := p.compose(n)
	if len(composed) == 0 {
		composed = para(say("Nothing had been recorded under this heading when the report was made."))
	}
	given, translated := e.translation(p.key, chinese.Text)
	if !translated && chinese.Edited == nil {
		return append(out, composed...)
	}
	if translated {
		for _, line := range strings.Split(tidy(given.Text), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, document.Paragraph{Sentences: []document.Sentence{typed(line, "英文译文", p.name, Ref(given, "text"))}})
			}
		}
	} else {
		out = append(out, para(say("This section was written by hand in the Chinese report. Its text follows in the original."))...)
		for _, line := range strings.Split(tidy(chinese.Text), "\n") {
			if line = strings.TrimSpace(line); line != "" && !markForm.MatchString(line) {
				out = append(out, document.Paragraph{Sentences: []document.Sentence{typed(line, "报告正文", p.key, Ref(*chinese.Edited, "text"))}})
			}
		}
	}
	for _, b := range composed { // tables and charts state facts and stay
		switch b.(type) {
		case document.Table, document.Chart:
			out = append(out, b)
		}
	}
	return out
}

// heading is the title in pieces of sense.
func (e *english) heading() []document.Sentence {
	var names []string
	for _, p := range e.d.Principals {
		names = append(names, personInEnglish(p.Name))
	}
	out := []document.Sentence{{Text: "Report on the " + e.w.title}}
	if who := series(names...); who != "" {
		out = append(out, document.Sentence{Text: ": " + who})
	}
	if u := e.unitName(); u != "" {
		out = append(out, document.Sentence{Text: ", " + u})
	}
	return out
}

// particulars is the table at the head: what report this renders, and what it is about.
func (e *english) particulars() document.Block {
	t := document.Table{Columns: []document.Column{{Width: 1.3}, {Width: 4}}}
	row := func(name string, text string, record, field string) {
		if text != "" {
			t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: name}, typedCell(text, record, field)}})
		}
	}
	if !e.opt.Draft {
		row("Chinese report", e.st.Number, "出具部门", "文号")
	} else {
		row("Chinese report", "Draft for comment; no number", "", "")
	}
	row("Issued by", e.both(e.organised(e.issuer()), e.issuer()), "出具部门", "名称")
	row("Date", dateInEnglish(e.dated()), "", "")
	row("Unit", e.both(e.unitName(), e.d.Unit.Name), "单位", "名称")
	for i, p := range e.d.Principals {
		name := ""
		if i == 0 {
			name = "Official"
			if len(e.d.Principals) > 1 {
				name = "Officials"
			}
		}
		text := e.both(personInEnglish(p.Name), p.Name)
		if post := e.postPlain(p); post != "" {
			text += ", " + post
		}
		if t := tenureInEnglish(p); t != "" {
			text += ", " + t
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: name}, typedCell(text, "联审对象"+p.Name, "姓名")}})
	}
	row("Case", e.d.Case.Number, "联审项目", "编号")
	row("Status", "Translation for reference. It is not an official version and bears no seal; the Chinese text prevails.", "", "")
	return t
}

// both is an English name with the Chinese after it, or the Chinese alone.
func (e *english) both(english, chinese string) string {
	switch {
	case english == "" || english == chinese:
		return chinese
	case chinese == "":
		return english
	}
	return english + " (" + chinese + ")"
}

// organised is an organ's English name, else its Chinese one.
func (e *english) organised(organ string) string {
	full := e.organ(organ)
	if s := organInEnglish(full, e.d.Round.City); s != "" {
		return s
	}
	return full
}

// unitName is the English name of the unit, else the Chinese one.
func (e *english) unitName() string {
	for _, name := range []string{e.d.Unit.Name, e.organ(e.d.Unit.ShortName), e.d.Unit.ShortName} {
		if name == "" {
			continue
		}
		if s := organInEnglish(name, e.d.Round.City); s != "" {
			return s
		}
	}
	return e.unit().Text
}

// theUnit is the unit as it stands in a sentence: places have no article, organs have.
func (e *english) theUnit() document.Sentence {
	s := e.unit()
	if s.Text == "" {
		return document.Sentence{Text: "the unit"}
	}
	if s.Text = e.unitName(); s.Text == e.unit().Text {
		return s
	}
	if e.d.Unit.Kind != app.County && e.d.Unit.Kind != app.Township {
		s.Text = "the " + s.Text
	}
	s.Text, _, _ = strings.Cut(s.Text, ",") // where a town lies is told in the title
	return s
}

// sentenceUnit is the unit at the beginning of a sentence.
func (e *english) sentenceUnit() document.Sentence {
	s := e.theUnit()
	s.Text = capital(s.Text)
	return s
}

// theOrgan is an organ as it stands in a sentence.
func (e *english) theOrgan(organ string) string {
	s := e.organised(organ)
	if s == e.organ(organ) {
		return s
	}
	return "the " + s
}

func (e *english) person(p app.Principal) document.Sentence {
	s := e.name(p)
	s.Text = personInEnglish(p.Name)
	return s
}

// people lists principals: Zhou Yangben and Wu Fanli.
func (e *english) people(list []app.Principal) []document.Sentence {
	var out []document.Sentence
	for i, p := range list {
		switch {
		case i > 0 && i == len(list)-1:
			out = append(out, document.Sentence{Text: " and "})
		case i > 0:
			out = append(out, document.Sentence{Text: ", "})
		}
		out = append(out, e.person(p))
	}
	if len(out) == 0 {
		out = append(out, e.theUnit())
	}
	return out
}

// postParts are the posts of a principal without the unit's name.
func (e *english) postParts(p app.Principal) []string {
	text := e.held(p).Text
	for _, unit := range []string{e.d.Unit.Name, e.unit().Text} { // 示例市青禾县桃坞镇 is 青禾县桃坞镇 as well
		if _, rest, ok := strings.Cut(text, unit); ok && unit != "" && rest != "" {
			text = rest
			break
		}
	}
	text = strings.TrimPrefix(text, "原")
	level := ""
	if u := []rune(e.unit().Text); len(u) > 0 && (e.d.Unit.Kind == app.County || e.d.Unit.Kind == app.Township) {
		level = string(u[len(u)-1])
	}
	return append([]string{level}, strings.Split(text, "、")...)
}

// postPlain is a principal's posts in English with the unit, else in Chinese: Secretary of the County Party Committee of Qinghe
// County.
func (e *english) postPlain(p app.Principal) string {
	if bare(p.Post) == "" {
		return ""
	}
	parts := e.postParts(p)
	level := parts[0]
	var out []string
	for _, one := range parts[1:] {
		s := officeInEnglish(level + one) // 青禾县委书记 has lost its 县, and 党委书记 of a town is one of the town
		if s == "" {
			s = officeInEnglish(one)
		}
		if s == "" {
			return e.held(p).Text
		}
		out = append(out, s)
	}
	join := ", "
	if e.d.Unit.Kind != app.County && e.d.Unit.Kind != app.Township {
		join = " of the "
	}
	if u := e.unitName(); u != e.unit().Text && u != "" {
		return series(out...) + join + u
	}
	return series(out...)
}

// closing says who signed the original.
func (e *english) closing() []document.Block {
	if e.opt.Draft || e.st.Number == "" {
		return para(say("End of the rendition."))
	}
	on := ""
	if d := e.dated(); !d.IsZero() {
		on = " on " + dateInEnglish(d)
	}
	return para(say("End of the rendition. The report {} was issued in Chinese by {}{} and bears its seal.", typed(e.st.Number, "出具部门", "文号"),
		e.theOrgan(e.issuer()), on))
}

// replyTerm asks for written comments within the term.
func (e *english) replyTerm() []document.Block {
	days := e.d.Round.Settings.OpinionDays
	if days <= 0 {
		return nil
	}
	return para(say("Comments on this draft are invited. They should reach {} in writing within {} of receipt; where none arrive within that time, the draft is taken to be agreed.",
		e.team(), plural(days, "working day", "working days"), refs{Ref(e.d.Round, "settings.opinionDays")}))
}

// team is the group that did the work: Joint Review Group 1.
func (e *english) team() string {
	if m := teamForm.FindStringSubmatch(strings.TrimSpace(e.d.Group.Name)); m != nil {
		return "Joint Review Group" + hard + numeral(m[1])
	}
	return "the joint review group"
}
