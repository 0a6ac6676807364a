package reports

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

var postNames = map[string]string{app.PostsAdmin: "行政编制", app.PostsInstitution: "事业编制", app.PostsWorkers: "工勤编制", app.PostsLeaders: "领导职数"}

// establishmentFacts tells bodies, quotas, leaders' posts and people outside the establishment, with the
// table and the comparison of the three numbers (domain 3.15 B: 三数对照).
func (c *composer) establishmentFacts() []document.Block {
	out := []document.Block{heading(2, 1, "单位基本情况")}
	out = append(out, c.unitFacts()...)
	if len(out) == 1 {
		out = nil
	}
	n := len(out)/2 + 1
	if p := c.principals(); len(p) > 0 {
		out = append(append(out, heading(2, n, "联审对象任职及分工情况")), p...)
		n++
	}
	f := c.d.Case.Facts
	if len(f.Posts) == 0 && f.BodiesAllowed == 0 && f.BodiesActual == 0 {
		return out
	}
	out = append(out, heading(2, n, "机构编制核定和使用情况"))
	out = append(out, para(c.bodies(), c.quotas(), c.leaderPosts(), c.outside())...)
	out = append(out, c.establishmentTable("机构编制核定与实有情况表"))
	return append(out, c.threeNumbers()...)
}

func (c *composer) bodies() []document.Sentence {
	f := c.d.Case.Facts
	if f.BodiesAllowed == 0 && f.BodiesActual == 0 {
		return nil
	}
	return say("批准设置机构{}个，实际设置{}个{}。", f.BodiesAllowed, f.BodiesActual, versus(f.BodiesAllowed, f.BodiesActual, "，超出批准数", "，少于批准数", "个"),
		refs{Ref(c.d.Case, "facts.bodiesAllowed"), Ref(c.d.Case, "facts.bodiesActual")})
}

// versus tells by how much the actual number is over or under the approved one; equal says nothing.
func versus(quota, actual int, over, under, after string) string {
	switch {
	case actual > quota:
		return fmt.Sprintf("%s%d%s", over, actual-quota, after)
	case actual < quota:
		return fmt.Sprintf("%s%d%s", under, quota-actual, after)
	}
	return ""
}

func (c *composer) quotas() []document.Sentence {
	var parts []string
	for _, kind := range app.PostKinds {
		p, ok := c.d.Case.Facts.Posts[kind]
		if !ok || kind == app.PostsLeaders || p.Quota == 0 && p.Actual == 0 {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s核定%d名、实有%d人%s", postNames[kind], p.Quota, p.Actual,
			versus(p.Quota, p.Actual, "（超编", "（空编", "名）")))
	}
	if len(parts) == 0 {
		return nil
	}
	return say("{}。", strings.Join(parts, "；"), refs{Ref(c.d.Case, "facts.posts")})
}

func (c *composer) leaderPosts() []document.Sentence {
	p, ok := c.d.Case.Facts.Posts[app.PostsLeaders]
	if !ok || p.Quota == 0 && p.Actual == 0 {
		return nil
	}
	return say("核定领导职数{}名，实配{}名{}。", p.Quota, p.Actual, versus(p.Quota, p.Actual, "，超职数", "，空缺", "名"), refs{Ref(c.d.Case, "facts.posts.leaders")})
}

func (c *composer) outside() []document.Sentence {
	if n := c.d.Case.Facts.OffQuota; n > 0 {
		return say("使用编外人员{}人。", n, refs{Ref(c.d.Case, "facts.offQuota")})
	}
	return nil
}

// establishmentTable sets approved against actual numbers. Over is written +n, under −n.
func (c *composer) establishmentTable(caption string) document.Block {
	f := c.d.Case.Facts
	t := document.Table{Caption: document.Sentence{Text: caption, Facts: refs{Ref(c.d.Case, "facts.posts")}}, Columns: []document.Column{
		{Head: "项目", Width: 3}, {Head: "单位", Width: 1.2, Align: document.AlignCentre}, {Head: "核定（批准）数", Width: 2.2, Align: document.AlignCentre},
		{Head: "实有（实配）数", Width: 2.2, Align: document.AlignCentre}, {Head: "超（+）缺（-）", Width: 2, Align: document.AlignCentre},
		{Head: "使用率", Width: 1.8, Align: document.AlignCentre}}}
	row := func(name, unit string, quota, actual int, total bool) {
		rate := "—"
		if quota > 0 {
			rate = percent(actual, quota)
		}
		t.Rows = append(t.Rows, document.Row{Total: total,
			Cells: document.Cells(name, unit, fmt.Sprint(quota), fmt.Sprint(actual), difference(actual-quota), rate)})
	}
	if f.BodiesAllowed > 0 || f.BodiesActual > 0 {
		row("机构", "个", f.BodiesAllowed, f.BodiesActual, false)
	}
	for _, kind := range app.PostKinds {
		if p, ok := f.Posts[kind]; ok && kind != app.PostsLeaders {
			row(postNames[kind], "名", p.Quota, p.Actual, false)
		}
	}
	quota, actual := c.establishment()
	row("编制合计", "名", quota, actual, true)
	if p, ok := f.Posts[app.PostsLeaders]; ok {
		row(postNames[app.PostsLeaders], "名", p.Quota, p.Actual, false)
	}
	t.Rows = append(t.Rows, document.Row{Cells: document.Cells("编外人员", "人", "—", fmt.Sprint(f.OffQuota), "—", "—")})
	return t
}

func difference(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("+%d", n)
	case n < 0:
		return fmt.Sprint(n)
	}
	return "0"
}

// threeNumbers sets approved posts, people in post and people paid from the budget against each other
// (三数对照). Without the last number there is nothing to compare.
func (c *composer) threeNumbers() []document.Block {
	paid := c.d.Case.Facts.FiscallyPaid
	quota, actual := c.establishment()
	if paid == 0 || actual == 0 {
		return nil
	}
	facts := refs{Ref(c.d.Case, "facts.posts"), Ref(c.d.Case, "facts.fiscallyPaid")}
	result := "实有在编人数与财政供养人数一致"
	if paid != actual {
		result = "财政供养人数比实有在编人数" + versus(actual, paid, "多", "少", "人")
	}
	out := para(say("编制数、实有人数和财政供养人数对照：核定编制{}名，实有在编人员{}人，财政供养人员{}人，{}。", quota, actual, paid, result, facts))
	t := document.Table{Caption: document.Sentence{Text: "三数对照表", Facts: facts}, Columns: []document.Column{
		{Head: "核定编制数（名）", Align: document.AlignCentre}, {Head: "实有在编人数（人）", Align: document.AlignCentre},
		{Head: "财政供养人数（人）", Align: document.AlignCentre}, {Head: "实有与编制之差", Align: document.AlignCentre},
		{Head: "供养与实有之差", Align: document.AlignCentre}}}
	t.Rows = []document.Row{{Cells: document.Cells(fmt.Sprint(quota), fmt.Sprint(actual), fmt.Sprint(paid), difference(actual-quota), difference(paid-actual))}}
	return append(out, t)
}
