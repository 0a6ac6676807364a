package roundfile

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/assets"
)

// mutation is one way in which a round file goes wrong: after the anchors, one after the other, old
// becomes now. Path is where the reader must put its finger; the line must be that of the change, moved
// by lines.
type mutation struct {
	name    string
	anchors []string
	old     string
	now     string
	code    string
	path    string
	lines   int
}

// elsewhere: the reader cannot know what was changed and points to what does not agree with it.
const elsewhere = -1_000_000

const (
	first  = `"number": "LS2026-001"`
	second = `"number": "LS2026-002"`
	third  = `"number": "LS2026-003"`
)

var mutations = []mutation{
	{"unknown field", []string{first}, `"amount": 5000000000`, `"colour": "red", "amount": 5000000000`, "roundfile.field", "cases[0].findings[6].colour", 0},
	{"misspelt list", nil, `"people": [`, `"persons": [`, "roundfile.field", "persons", 0},
	{"amount as text", []string{first}, `"amount": 5000000000`, `"amount": "5000000000"`, "roundfile.type", "cases[0].findings[6].amount", 0},
	{"amount with a fraction", []string{first}, `"amount": 5000000000`, `"amount": 5000000000.5`, "roundfile.type", "cases[0].findings[6].amount", 0},
	{"amount beyond any number", []string{first}, `"amount": 5000000000`, `"amount": 50000000000000000000`, "roundfile.number", "cases[0].findings[6].amount", 0},
	{"amount out of range", []string{first}, `"amount": 5000000000`, `"amount": 5000000000000000000`, "roundfile.rule", "cases[0].findings[6].amount", 0},
	{"negative amount", []string{first}, `"amount": 5000000000`, `"amount": -5000000000`, "roundfile.rule", "cases[0].findings[6].amount", 0},
	{"null", []string{first}, `"amount": 5000000000`, `"amount": null`, "roundfile.type", "cases[0].findings[6].amount", 0},
	{"list instead of object", nil, `"settings": {`, `"settings": [`, "roundfile.type", "round.settings", 0},
	{"date that does not exist", nil, `"noticeDate": "2026-02-26"`, `"noticeDate": "2026-02-30"`, "roundfile.date", "round.noticeDate", 0},
	{"month that does not exist", []string{first}, `"from": "2021-06"`, `"from": "2021-13"`, "roundfile.date", "cases[0].principals[0].from", 0},
	{"date in another form", []string{`"kind": "sheet"`}, `"collectedOn": "2026-`, `"collectedOn": "26-`, "roundfile.date", "cases[0].evidence[3].collectedOn", 0},
	{"dangling unit", []string{first}, `"unit": "019c`, `"unit": "119c`, "roundfile.reference", "cases[0].case.unit", 0},
	{"dangling zone", []string{second}, `"zone": "019c`, `"zone": "119c`, "roundfile.reference", "cases[1].case.zone", 0},
	{"dangling group", []string{second}, `"group": "019c`, `"group": "119c`, "roundfile.reference", "cases[1].case.group", 0},
	{"dangling lead", []string{second, `"review": {`}, `"lead": "019c`, `"lead": "119c`, "roundfile.reference", "cases[1].case.strands.review.lead", 0},
	{"dangling finding of a measure", []string{first, `"measures": [`}, `"finding": "019c`, `"finding": "119c`, "roundfile.reference", "cases[0].measures[0].finding", 0},
	{"dangling measure of a progress", []string{first, `"progress": [`}, `"measure": "019c`, `"measure": "119c`, "roundfile.reference", "cases[0].progress[0].measure", 0},
	{"dangling principal of a delivery", []string{first, `"deliveries": [`}, `"principal": "019c`, `"principal": "119c`, "roundfile.reference", "cases[0].deliveries[0].principal", 0},
	{"no identifier", nil, `"director": "019c`, `"director": "Director `, "roundfile.reference", "round.office.director", 0},
	{"item of no checklist", []string{first, `"findings": [`}, `"item": "XR-6-01"`, `"item": "XR-6-91"`, "roundfile.item", "cases[0].findings[0].item", 0},
	{"item of another checklist", []string{first, `"findings": [`}, `"item": "XR-6-01"`, `"item": "JJ-4-01"`, "roundfile.rule", "cases[0].findings[0].item", 0},
	{"answer under a wrong identity", []string{first, `"answers": [`}, `"item": "XR-1-01"`, `"item": "XR-1-02"`, "roundfile.rule", "cases[0].answers[0].id", -2},
	{"checklist nobody has", []string{third, `"audit": {`}, `"template": "2026.1"`, `"template": "2031.1"`, "roundfile.template", "cases[2].case.strands.audit.template", 0},
	{"law nobody has", []string{first, `"findings": [`}, `"law": "civil-servant-law"`, `"law": "law-of-the-sea"`, "roundfile.law", "cases[0].findings[0].bases[0].law", 0},
	{"case number twice", nil, second, first, "roundfile.twice", "cases[1].case.number", 0},
	{"finding number twice", []string{first, `"findings": [`}, `"number": 2`, `"number": 1`, "roundfile.twice", "cases[0].findings[1].number", 0},
	{"paper index twice", []string{first, `"papers": [`}, `"index": "XR001-4-01"`, `"index": "XR001-2-01"`, "roundfile.twice", "cases[0].papers[1].index", 0},
	{"member twice", nil, `"year": 2026`, `"year": 2026, "year": 2025`, "roundfile.twice", "round.year", 0},
	{"unknown stage", []string{first}, `"stage": "rectification"`, `"stage": "repair"`, "roundfile.rule", "cases[0].case.stage", 0},
	{"unknown conclusion", []string{first}, `"conclusion": "ok"`, `"conclusion": "fine"`, "roundfile.rule", "cases[0].answers[0].conclusion", 0},
	{"unknown responsibility", []string{first, `"findings": [`, `"responsible": {`}, `"leadership"`, `"guilty"`, "roundfile.rule", "", 0},
	{"unknown mark of a rule", []string{first, `"findings": [`, `"bases": [`}, `"mark": "unverified"`, `"mark": "sure"`, "roundfile.rule", "cases[0].findings[0].bases[1].mark", 0},
	{"survey row that does not add up", []string{first, `"surveys": [`, `"bz-absent": {`}, `"good": `, `"good": 1`, "roundfile.rule", "cases[0].surveys[0].questions.bz-absent", -1},
	{"evaluation that does not add up", []string{first, `"evaluations": [`}, `"good": 92`, `"good": 93`, "roundfile.rule", "cases[0].evaluations[0].overall", -1},
	{"strand row that does not add up", []string{first, `"evaluations": [`, `"rows": {`, `"review": {`}, `"poor": 4`, `"poor": 5`, "roundfile.rule", "cases[0].evaluations[0].rows.review", -4},
	{"more papers back than out", []string{first, `"evaluations": [`}, `"returned": 182`, `"returned": 282`, "roundfile.rule", "cases[0].evaluations[0].batch.returned", 0},
	{"more sampled than there are", []string{first}, `"sampled": 91`, `"sampled": 910`, "roundfile.rule", "", 0},
	{"control sum of the money", nil, `"amount": 13505366083`, `"amount": 13505366084`, "roundfile.sum", "totals.amount", 0},
	{"control sum of the cases", []string{`"totals": {`}, `"cases": 10`, `"cases": 11`, "roundfile.sum", "totals.cases", 0},
	{"amount that breaks the control sum", []string{second}, `"amount": 690231840`, `"amount": 690231850`, "roundfile.sum", "totals.amount", elsewhere},
	{"control character", nil, `"city": "示例市"`, `"city": "示例\u0007市"`, "roundfile.rule", "round.city", 0},
	{"text turned around", nil, `"shortName": "青禾县"`, `"shortName": "青\u202e禾县"`, "roundfile.rule", "units[0].shortName", 0},
	{"text without end", nil, `"city": "示例市"`, `"city": "` + strings.Repeat("示", 100_001) + `"`, "roundfile.rule", "round.city", 0},
	{"empty title", []string{first, `"findings": [`}, `"title": "2023年一批次任免18人中6人任前公示仅3个工作日"`, `"title": ""`, "roundfile.rule", "cases[0].findings[0].title", 0},
	{"title of blanks", []string{first, `"findings": [`}, `"title": "2023年一批次任免18人中6人任前公示仅3个工作日"`, `"title": " 　"`, "roundfile.rule", "cases[0].findings[0].title", 0},
	{"empty case number", nil, second, `"number": ""`, "roundfile.rule", "cases[1].case.number", 0},
	{"empty name of a person", nil, `"name": "云统筹"`, `"name": ""`, "roundfile.rule", "people[0].name", 0},
	{"date in a month that is too short", nil, `"noticeDate": "2026-02-26"`, `"noticeDate": "2025-02-29"`, "roundfile.date", "round.noticeDate", 0},
	{"date beyond the calendars", nil, `"noticeDate": "2026-02-26"`, `"noticeDate": "3026-02-26"`, "roundfile.date", "round.noticeDate", 0},
	{"right-to-left mark", nil, `"city": "示例市"`, `"city": "示例\u200f市"`, "roundfile.rule", "round.city", 0},
	{"zero byte", nil, `"city": "示例市"`, `"city": "示例\u0000市"`, "roundfile.rule", "round.city", 0},
	{"missing comma", nil, `"city": "示例市",`, `"city": "示例市"`, "roundfile.syntax", "round", 1},
	{"single quote", nil, `"city": "示例市"`, `"city": '示例市'`, "roundfile.syntax", "round.city", 0},
	{"newer format", nil, `"format": "lianshen.round/1"`, `"format": "lianshen.round/2"`, "roundfile.newer", "format", 0},
	{"another format", nil, `"format": "lianshen.round/1"`, `"format": "lianshen.package/1"`, "roundfile.foreign", "format", 0},
	{"finding of another case", []string{first, `"findings": [`}, `"case": "019c`, `"case": "119c`, "roundfile.owner", "cases[0].findings[0].case", 0},
	{"own reviewer", []string{first, `"papers": [`}, `"reviewer": "许示范"`, `"reviewer": "孔举荐"`, "roundfile.rule", "cases[0].papers[0].reviewer", 0},
}

// mutate applies a mutation and gives the line of the change.
func mutate(t *testing.T, data []byte, m mutation) ([]byte, int) {
	t.Helper()
	from := 0
	for _, a := range append(append([]string(nil), m.anchors...), m.old) {
		i := bytes.Index(data[from:], []byte(a))
		if i < 0 {
			t.Fatalf("the sample has no %s there", a)
		}
		from += i
	}
	out := append(append(append([]byte(nil), data[:from]...), m.now...), data[from+len(m.old):]...)
	return out, 1 + bytes.Count(data[:from], []byte("\n"))
}

func TestEveryMutationOfTheSampleIsRefusedAtItsPlace(t *testing.T) {
	if len(mutations) < 40 {
		t.Fatalf("only %d mutations", len(mutations))
	}
	for _, m := range mutations {
		t.Run(strings.ReplaceAll(m.name, " ", "_"), func(t *testing.T) {
			data, line := mutate(t, assets.SampleRound(), m)
			f, err := Read(bytes.NewReader(data))
			var e *app.Error
			if !errors.As(err, &e) {
				t.Fatalf("not refused: %v, %v", f != nil, err)
			}
			if e.Code != m.code || m.path != "" && e.Args["path"] != m.path || m.path != "" && m.lines != elsewhere && e.Args["line"] != line+m.lines {
				t.Errorf("refused as %s, wanted %s at %s, line %d", explain(err), m.code, m.path, line+m.lines)
			}
		})
	}
}
