package casefile

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

const staffList = `姓名,内设机构,现任职务,编制类别,任现职时间,批准日期,出生日期
甲一,办公室,主任,行政,2021-3-5,2021.04.01,1980-01-02
乙二,办公室,科员,行政,,,1981.03.05
丙三,财务科,科长,行政,2020年1月1日,,19820305
丁四,财务科,科员,行政,,,去年
`

const payList = `姓名,月份,实发工资
甲一,2026-03,"5,000"
丙三,2026.03,5000
戊五,2026年3月,伍仟元整
`

const postList = `内设机构,行政编制,领导职数
办公室,1,1
财务科,2,1
`

// takesIn walks through the dialogs of taking a list in.
func (x *fixture) takesIn(p *rosterPage, sort, text string, rows int) {
	x.t.Helper()
	path := filepath.Join(x.t.TempDir(), sort+".csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		x.t.Fatal(err)
	}
	p.take(sort)
	x.types(path)
	x.pressInDialog(i18n.T("rosters.open"))
	x.look("map-" + sort)
	x.pressInDialog(i18n.T("rosters.map.next"))
	x.look("preview-" + sort)
	x.pressInDialog(i18n.T("rosters.do", "n", rows))
}

// look keeps a picture of the window where LIANSHEN_LOOK names a folder.
func (x *fixture) look(name string) {
	dir := os.Getenv("LIANSHEN_LOOK")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, i18n.Language()+"-"+name+".png"))
	if err != nil {
		x.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, x.host.Win.Canvas().Capture()); err != nil {
		x.t.Fatal(err)
	}
}

func TestListsAreTakenInComparedAndMadeFindings(t *testing.T) {
	x := sample(t)
	x.host.Win.Resize(fyne.NewSize(1366, 768))
	x.open("LS2026-009", "rosters")
	before := x.dossier()
	if !shelltest.Says(x.room.Content(), i18n.T("rosters.cross.wait")) {
		t.Error("nobody is told that lists are to be taken in")
	}
	p := x.room.listsPage(t)
	path := filepath.Join(t.TempDir(), "staff.csv")
	if err := os.WriteFile(path, []byte(staffList), 0o600); err != nil {
		t.Fatal(err)
	}
	p.take("staff")
	x.types(path)
	x.pressInDialog(i18n.T("rosters.open"))
	x.pressInDialog(i18n.T("rosters.map.next"))
	x.look("preview-staff")
	if !x.dialogSays(i18n.T("rosters.at.cell", "cell", "G5", "text", i18n.T("error.roster.cell.date"))) {
		t.Error("the row with a fault is not told by its cell")
	}
	x.pressInDialog(i18n.T("rosters.do", "n", 3))
	if len(x.dossier().Rosters) != 0 {
		t.Fatal("a list with faults was taken in though nobody said to skip them")
	}
	kit.CloseAll(x.host.Win)

	x.takesIn(p, "staff", staffList[:len(staffList)-len("丁四,财务科,科员,行政,,,去年\n")], 3)
	x.takesIn(p, "posts", postList, 2)
	x.takesIn(p, "payroll", payList, 3)
	d := x.dossier()
	if len(d.Rosters) != 3 || d.Rosters[0].FileHash == "" {
		t.Fatalf("%+v", d.Rosters)
	}
	p = x.room.listsPage(t)
	rules := map[string]app.Candidate{}
	for _, c := range p.out.Candidates {
		rules[c.Rule] = c
	}
	for _, rule := range []string{app.CrossUnlisted, app.CrossUnpaid, app.CrossEarly, app.CrossSection} {
		if rules[rule].Key == "" {
			t.Errorf("%s is not proposed among %v", rule, rules)
		}
	}
	x.look("page")
	p.found.Show(rules[app.CrossUnlisted].Key)
	x.look("candidate")
	x.press(x.room.Content(), i18n.T("rosters.tofinding"))
	d = x.dossier()
	if len(d.Findings) != len(before.Findings)+1 || len(d.Evidence) != len(before.Evidence)+1 {
		t.Errorf("%d findings, %d evidences", len(d.Findings), len(d.Evidence))
	}
	p.found.Show(rules[app.CrossUnpaid].Key)
	p.dismiss(rules[app.CrossUnpaid])
	x.pressInDialog(i18n.T("rosters.state.waived"))
	if !x.dialogSays(i18n.T("error.cross.reason") + "\n" + i18n.T("error.cross.reason.hint")) {
		t.Error("it is dismissed without a reason")
	}
	x.types("当月停薪留职")
	x.pressInDialog(i18n.T("rosters.state.waived"))
	if d := x.dossier(); d.Case.Sweep[rules[app.CrossUnpaid].Key].Reason != "当月停薪留职" {
		t.Errorf("%+v", d.Case.Sweep)
	}
	x.press(x.room.Content(), i18n.T("rosters.facts.all"))
	if f := x.dossier().Case.Facts; f.Posts[app.PostsAdmin] != (app.PostCount{Quota: 3, Actual: 3}) || f.FiscallyPaid != 3 {
		t.Errorf("%+v", f)
	}
	x.look("after")
}

// listsPage gives the page of lists that is shown.
func (r *Room) listsPage(t testing.TB) *rosterPage {
	t.Helper()
	if r.shownRosters == nil {
		t.Fatal("the page of lists is not shown")
	}
	return r.shownRosters
}
