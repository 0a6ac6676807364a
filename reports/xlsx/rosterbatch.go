package xlsx

import (
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// appointment reads a row of a list of appointments: a batch, or one person of it.
func (x *rosterReader) appointment(r *app.RosterRow) {
	r.Batch, r.What = x.text("batch", longestRosterText), x.text("what", longestRosterText)
	r.Section, r.Post, r.Rank = x.text("section", longestRosterText), x.text("post", longestRosterText), x.text("rank", longestRosterText)
	r.Act = x.text("act", longestRosterText)
	r.Name = x.name()
	x.identity(r)
	if v := x.value("year"); fold(plain(v)) != "" {
		m := yearForm.FindStringSubmatch(fold(plain(v)))
		if m == nil {
			x.fault("year", "roster.cell.year")
		} else {
			r.Year = m[1]
		}
	}
	x.dates(map[string]*app.Date{"actOn": &r.ActOn, "since": &r.Since}, "actOn", "since")
	if v := x.value("people"); fold(plain(v)) != "" {
		n, ok := looseCount(v)
		if !ok {
			x.fault("people", "roster.cell.number")
		}
		r.People = n
	}
	x.steps(r)
	if r.ActOn.IsZero() {
		if day, err := app.ParseDate(r.Steps["decide"]); err == nil {
			r.ActOn = day
		}
	}
	if len(x.faults) > 0 {
		return
	}
	switch {
	case r.Name == "" && r.People == 0:
		x.fault("name", "roster.cell.nobody")
	case r.Batch == "" && r.Act == "" && r.ActOn.IsZero() && r.Year == "":
		x.fault("batch", "roster.cell.batch")
	}
}

// steps reads what a row says of the steps: a column for each, and one that lists those that were taken.
func (x *rosterReader) steps(r *app.RosterRow) {
	listed := fold(plain(x.value("steps")))
	for _, step := range app.AppointSteps {
		said, spoken := "", x.columns[step] > 0
		if spoken {
			said = stepSaid(x.value(step))
		}
		if said == "" && listed != "" {
			spoken = true
			if stepListed(listed, step) {
				said = app.StepDone
			}
		}
		if spoken {
			if r.Steps == nil {
				r.Steps = map[string]string{}
			}
			r.Steps[step] = said
		}
	}
	if listed != "" && !wholeSteps(listed) && !anyStep(listed) {
		x.hint("steps", "roster.steps")
		for step, said := range r.Steps {
			if x.columns[step] == 0 && said == "" {
				delete(r.Steps, step) // what nobody understands proves nothing
			}
		}
	}
}

// stepSaid reads what a cell says of a step: its day, that it was taken, that it was not, or nothing. Other words, such as
// the meeting that decided, say that it was taken.
func stepSaid(v book.Value) string {
	text := fold(plain(v))
	if text == "" {
		return ""
	}
	if day, ok := looseDate(v); ok {
		return day.String()
	}
	if yesNo(text) == "no" || text == "/" || strings.HasPrefix(text, "未") || strings.HasPrefix(text, "没") || strings.HasPrefix(text, "缺") || strings.HasPrefix(text, "无") {
		return app.StepMissing
	}
	return app.StepDone
}

var stepListWords = map[string][]string{"motion": {"动议", "酝酿"}, "recommend": {"推荐"}, "inspect": {"考察"}, "decide": {"讨论", "决定", "党组会", "党委会", "常委会", "集体研究"},
	"notice": {"公示"}, "talk": {"任职谈话", "任前谈话", "廉政谈话"}}

// stepListed says whether a text that lists the steps taken has one of them; what stands behind 未 was not taken.
func stepListed(text, step string) bool {
	if wholeSteps(text) {
		return true
	}
	for _, w := range stepListWords[step] {
		if before, _, there := strings.Cut(text, w); there && !endsIn(before, "未", "无", "没有", "未经", "未进行", "缺", "未组织", "缺少") {
			return true
		}
	}
	return false
}

func wholeSteps(text string) bool {
	for _, w := range []string{"齐全", "完整", "完备", "全部履行", "均已履行", "符合程序"} {
		if before, _, there := strings.Cut(text, w); there && !endsIn(before, "不", "未") {
			return true
		}
	}
	return false
}

func anyStep(text string) bool {
	for _, words := range stepListWords {
		for _, w := range words {
			if strings.Contains(text, w) {
				return true
			}
		}
	}
	return false
}

func endsIn(text string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(text, e) {
			return true
		}
	}
	return false
}
