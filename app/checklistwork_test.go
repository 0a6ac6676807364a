package app

import (
	"slices"
	"testing"
)

// drafted begins version 2027.1 of the review checklist at a table.
func drafted(t *testing.T) (*table, ID) {
	b := newTable(t)
	all, err := List[Template](b.ctx, b.mem, "")
	b.must(err)
	i := slices.IndexFunc(all, func(l Template) bool { return l.Strand == Review })
	id, err := b.NewTemplate(b.ctx, NewList{From: all[i].ID, Version: " 2027.1 "})
	b.must(err)
	return b, id
}

func (b *table) list(id ID) Template {
	b.t.Helper()
	l, err := Get[Template](b.ctx, b.mem, id)
	b.must(err)
	return l
}

func TestWhatWasPutToUseIsNeverChanged(t *testing.T) {
	b, id := drafted(t)
	was := b.list(id)
	if was.Version != "2027.1" || !was.Draft() || was.Offered() || was.MadeBy != b.Who {
		t.Errorf("%+v", was)
	}
	first := was.Sections[0].Items[0].Code
	b.must(b.EditTemplate(b.ctx, id, func(l *Template) error {
		i, _, _ := l.Find(first)
		i.Check = "改过"
		*l = l.SetItem(first, i)
		l.Version, l.UsedFrom = "1", MustDate("2026-01-01") // not its to change
		return nil
	}))
	if is := b.list(id); is.Version != "2027.1" || !is.Draft() {
		t.Errorf("%+v", is)
	}
	if _, err := b.NewTemplate(b.ctx, NewList{From: id, Version: "2027.1"}); CodeOf(err) != "checklist.taken" {
		t.Errorf("%v", err)
	}
	b.must(b.EditTemplate(b.ctx, id, func(l *Template) error {
		for s := range l.Sections {
			l.Sections[s].Name = "部分" + l.Sections[s].Code
			for i := range l.Sections[s].Items {
				it := &l.Sections[s].Items[i]
				it.Methods, it.Bases, it.Materials, it.Problems = []Method{MethodSite}, nil, nil, nil
			}
		}
		l.Title = "检查表"
		return nil
	}))
	b.must(b.EditTemplate(b.ctx, id, func(l *Template) error { *l, _ = l.AddItem(l.Sections[0].Code); return nil }))
	if err := b.UseTemplate(b.ctx, id); CodeOf(err) != "checklist.faults" {
		t.Errorf("an item that says nothing: %v", err)
	}
	l := b.list(id)
	blankItem := l.Sections[0].Items[len(l.Sections[0].Items)-1].Code
	b.must(b.EditTemplate(b.ctx, id, func(l *Template) error { *l = l.Drop(blankItem); return nil }))
	b.must(b.UseTemplate(b.ctx, id))
	if err := b.EditTemplate(b.ctx, id, func(l *Template) error { l.Title = "x"; return nil }); CodeOf(err) != "checklist.used" {
		t.Errorf("%v", err)
	}
	if err := b.EditTemplate(b.ctx, TemplateID(Audit, testTemplate(Audit).Version), func(l *Template) error { l.Title = "x"; return nil }); CodeOf(err) != "checklist.used" {
		t.Errorf("what came with the program: %v", err)
	}
	b.must(b.RetireTemplate(b.ctx, id, true))
	if b.list(id).Offered() {
		t.Error("a retired one is offered")
	}
	b.must(b.RetireTemplate(b.ctx, id, false))
}

func TestDifferencesAreToldFieldByField(t *testing.T) {
	was := testTemplate(Review)
	is := was.clone()
	if d := CompareTemplates(was, is); len(d) != 0 {
		t.Fatalf("%+v", d)
	}
	items := was.Sections[0].Items
	if len(items) < 3 {
		is, _ = is.AddItem(is.Sections[0].Code)
		is, _ = is.AddItem(is.Sections[0].Code)
		is, _ = is.AddItem(is.Sections[0].Code)
		was = is.clone()
		items = was.Sections[0].Items
	}
	first, second := items[0].Code, items[1].Code
	is, _ = is.Shift(first, 1)
	is = is.Drop(items[2].Code)
	i, _, _ := is.Find(second)
	i.Check, i.Methods = "另查", []Method{MethodOther}
	is = is.SetItem(second, i)
	is, added := is.AddSection("新")
	got := map[string]int{}
	for _, c := range CompareTemplates(was, is) {
		got[string(c.Kind)+" "+c.Section+" "+c.Item+" "+c.Field]++
	}
	s := was.Sections[0].Code
	for _, want := range []string{"removed " + s + " " + items[2].Code + " ", "changed " + s + " " + second + " check", "changed " + s + " " + second + " methods", "added " + added + "  "} {
		if got[want] != 1 {
			t.Errorf("%q is not told: %v", want, got)
		}
	}
	if got["moved "+s+" "+first+" "]+got["moved "+s+" "+second+" "] != 1 || len(got) != 5 {
		t.Errorf("%v", got)
	}
}

func TestCodesAreNeverGivenTwice(t *testing.T) {
	was := testTemplate(Review)
	s := was.Sections[0]
	last := s.Items[len(s.Items)-1].Code
	is, code := was.Drop(last).AddItem(s.Code, was)
	if code == last || code == "" {
		t.Errorf("%s is given again", code)
	}
	if _, to := is.AddSection("x", was); to == s.Code {
		t.Errorf("%s is given again", to)
	}
	if _, moved := was.Transfer(last, s.Code); moved {
		t.Error("moved to where it was")
	}
	two, to := was.AddSection("新")
	away, _ := two.Transfer(last, to)
	if _, code := away.AddItem(s.Code); code == last || code == "" {
		t.Errorf("%s is given again while the item stands elsewhere", code)
	}
	renamed := away.SetSection(to, Section{Code: "XR-77", Name: "新"}, was)
	if _, sec, there := renamed.Find(last); !there || sec.Code != "XR-77" {
		t.Error("an item that cases know has another code now")
	}
	if fresh, code := two.AddItem(to); code != "" {
		if fresh = fresh.SetSection(to, Section{Code: "XR-77", Name: "新"}, was); !fresh.has("XR-77-01") {
			t.Error("the code of a new item does not follow that of its section")
		}
	}
}

func (n Template) has(item string) bool {
	_, _, there := n.Find(item)
	return there
}

// TestAnItemThatMovesTakesItsAnswersAlong: it keeps its code in the other section, and an upgrade leaves nothing behind.
func TestAnItemThatMovesTakesItsAnswersAlong(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	d := b.dossier(id)
	was := d.Templates[Audit]
	code := was.Sections[0].Items[0].Code
	b.must(b.AnswerItem(b.ctx, id, code, AnswerInput{Conclusion: ptr(Problem), Note: ptr("坐支")}))
	is, section := was.AddSection("新")
	is, moved := is.Transfer(code, section)
	if !moved {
		t.Fatal("nothing moved")
	}
	i, s, _ := is.Find(code)
	if s.Code != section {
		t.Fatalf("it stands in %s", s.Code)
	}
	i.Check = "改了说法"
	is = is.SetItem(code, i)
	kinds := map[string]int{}
	for _, c := range CompareTemplates(was, is) {
		if c.Item == code {
			kinds[string(c.Kind)+" "+c.Section+" "+c.Field]++
		}
	}
	if len(kinds) != 2 || kinds["moved "+section+" "] != 1 || kinds["changed "+section+" check"] != 1 {
		t.Errorf("told is %v", kinds)
	}
	u := PlanUpgrade(b.dossier(id), is)
	if len(u.Removed)+len(u.Added) > 0 || !slices.Equal(u.Reworded, []string{code}) {
		t.Errorf("%+v", u)
	}
	d = b.dossier(id)
	d.Templates[Audit] = is
	if left := FormerAnswers(d, []Template{was, is}); len(left) > 0 {
		t.Errorf("left behind: %+v", left)
	}
	is.Sections[len(is.Sections)-1].Items[0].Methods = []Method{MethodSite}
	for _, f := range TemplateFaults(is, nil) {
		if f.Field == "code" {
			t.Errorf("%s: %v", f.Place(), f.Err)
		}
	}
	if err := is.check(); err != nil {
		t.Error(err)
	}
}

func TestBasisDoubts(t *testing.T) {
	text := "第一章 总则\n第一条　为了甲。\n续行\n第二章 乙\n第二条 依据本法。"
	for want, c := range map[string]struct {
		law Law
		b   Basis
	}{
		"law.missing":      {Law{}, Basis{Law: "x", Mark: Verified}},
		"law.repealed":     {Law{Code: "x", Status: "repealed", Mark: Verified}, Basis{Law: "x", Mark: Verified}},
		"law.amended":      {Law{Code: "x", Status: "amended"}, Basis{Law: "x", Mark: Verified}},
		"law.article":      {Law{Code: "x", Status: "current", Text: text}, Basis{Law: "x", Article: "第九条", Mark: Verified}},
		"basis.unverified": {Law{Code: "x", Status: "current", Mark: Verified}, Basis{Law: "x", Article: "第二条"}},
	} {
		if code, doubtful := BasisDoubt(c.law, c.b); code != want || !doubtful {
			t.Errorf("%q, not %q", code, want)
		}
	}
	for _, c := range []struct {
		law Law
		b   Basis
	}{{Law{Code: "x", Status: "current"}, Basis{Law: "x", Article: "第九条", Mark: Verified}}, {Law{Code: "x", Status: "current", Mark: Verified}, Basis{Law: "x"}},
		{Law{Code: "x", Status: "current", Mark: Verified, Text: text}, Basis{Law: "x", Article: "第二条（一）"}}} {
		if code, doubtful := BasisDoubt(c.law, c.b); doubtful {
			t.Errorf("%+v is doubted: %s", c, code)
		}
	}
	if arts := (Law{Text: text}).Articles(); len(arts) != 2 || arts[0] != (Article{"第一条", "为了甲。\n续行"}) || arts[1].Number != "第二条" {
		t.Errorf("%+v", arts)
	}
}

func TestAVerifiedTextThatIsCorrectedIsVerifiedAnew(t *testing.T) {
	b := newTable(t)
	id, err := b.SaveLaw(b.ctx, Law{Code: "own-001", Name: "本市办法", Mark: Verified})
	b.must(err)
	l, err := Get[Law](b.ctx, b.mem, id)
	b.must(err)
	if l.CheckedBy != b.Who || l.CheckedOn != b.Today() || l.Status != "current" {
		t.Errorf("%+v", l)
	}
	l.Remarks = "无"
	_, err = b.SaveLaw(b.ctx, l)
	b.must(err)
	if l, _ = Get[Law](b.ctx, b.mem, id); l.Mark != Verified {
		t.Error("a remark takes the mark away")
	}
	l.Text = "第一条 甲"
	_, err = b.SaveLaw(b.ctx, l)
	b.must(err)
	if l, _ = Get[Law](b.ctx, b.mem, id); l.Mark == Verified || l.CheckedBy != "" {
		t.Errorf("%+v", l)
	}
	if _, err := b.SaveLaw(b.ctx, Law{Code: "own-001", Name: "别的"}); CodeOf(err) != "law.taken" {
		t.Errorf("%v", err)
	}
}
