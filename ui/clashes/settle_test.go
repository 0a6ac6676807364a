package clashes_test

import (
	"encoding/json"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func TestAKeyTakesAValueAndLeadsToTheNextClash(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	all := b.left()
	answer := b.d.Answers["XR-1-01"]
	b.says("第 1 处，共 13 处", "未发现问题", "发现问题", "这台电脑的时钟快了约 3 天", "二组笔记本", "填写检查项")
	b.press("2")
	b.fine()
	if got := b.value(answer.ID, "conclusion"); got != `"problem"` || b.left() != all-1 || len(b.host.SavedAt) != 1 {
		t.Errorf("kept %s, %d left, saved %v", got, b.left(), b.host.SavedAt)
	}
	if b.inHand() != string(answer.ID)+"/note" {
		t.Errorf("in hand is %s", b.inHand())
	}
	b.says("第 1 处，共 12 处")
	if !strings.Contains(b.host.Toasts[0], "12") || b.room.Title().Chips[0].Text != i18n.T("clashes.open", "n", 12) {
		t.Errorf("%v, %+v", b.host.Toasts, b.room.Title())
	}
	b.press("1")
	if got := b.value(answer.ID, "note"); got != string(b.json(longMine)) {
		t.Errorf("kept %s", got)
	}

	if verb, err := b.ws.UndoLast(ctx); err != nil || verb != app.VerbChoose {
		t.Fatal(verb, err)
	}
	if b.left() != all-1 || b.inHand() != string(answer.ID)+"/note" {
		t.Errorf("after taking the choice back %d are left, in hand is %s", b.left(), b.inHand())
	}
	if got := b.value(answer.ID, "note"); got == string(b.json(longMine)) {
		t.Error("the choice was not taken back")
	}
}

func TestEveryShapeTakesAThirdValue(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	f := b.d.Findings[0]
	for _, x := range []struct {
		id          app.ID
		field, text string
		want        string
	}{
		{b.d.Answers["XR-1-01"].ID, "sampled", "17", "17"},
		{f.ID, "amount", "21.5万元", "21500000"},
		{f.ID, "title", " 公务接待无公函 ", `"公务接待无公函"`},
		{f.ID, "rectifyDue", "2026/12/8", `"2026-12-08"`},
		{b.d.Principals[0].ID, "from", "2021.9", `"2021-09"`},
		{b.d.Case.ID, "notice/receivedBy", "", ""},
		{b.d.Unit.ID, "phone", "5550103", `"5550103"`},
	} {
		b.row(x.field)
		b.press("3")
		if b.host.Win.Canvas().Focused() != b.entry() {
			t.Errorf("%s: the key does not lead to the entry", x.field)
		}
		left := b.left()
		b.enter(x.text)
		b.apply()
		b.fine()
		if got := b.value(x.id, x.field); got != x.want || b.left() != left-1 {
			t.Errorf("%s: kept %s, want %s; %d left of %d", x.field, got, x.want, b.left(), left)
		}
	}
}

func TestWhatCannotBeTakenIsSaidAndStays(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	for _, x := range []struct{ field, text, says string }{
		{"sampled", "十七", "0"}, {"amount", "二十万", "二十万"}, {"rectifyDue", "明天", "明天"}, {"from", "2021", "2021"},
	} {
		left := b.left()
		b.row(x.field)
		b.enter(x.text)
		b.apply()
		b.says(x.says)
		if b.left() != left || b.entry().(interface{ SelectedText() string }) == nil {
			t.Errorf("%s was taken: %d left", x.text, b.left())
		}
	}
	b.row("conclusion") // nothing is chosen
	b.apply()
	sentence, _ := i18n.Error(app.Refuse("clashes.choose"))
	b.says(sentence)
	b.fine()
}

func TestACodeAndAPersonAreChosenFromAList(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("conclusion")
	if shelltest.Button(b.host.Win.Canvas().Content(), "未发现问题") != nil {
		t.Error("what somebody wrote is offered once more")
	}
	b.tap("未检查")
	b.apply()
	// An item that was not checked needs a note; it has one on disk or the choice is refused beside the value.
	answer := b.d.Answers["XR-1-01"]
	if got := b.value(answer.ID, "conclusion"); got != `"notchecked"` && len(b.host.Errors) == 0 {
		t.Errorf("kept %s", got)
	}
	b.host.Errors = nil
	b.row("strands/audit/lead")
	var choice *widget.Select
	shelltest.Walk(b.host.Win.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*widget.Select); ok {
			choice = s
		}
		return true
	})
	choice.SetSelectedIndex(2)
	b.apply()
	b.fine()
	got := b.value(b.d.Case.ID, "strands/audit/lead")
	if got == "" || got == string(b.json(anyPerson(b, 0))) || got == string(b.json(anyPerson(b, 1))) {
		t.Errorf("the lead is %s", got)
	}
}

func TestAYesOrNoHasNoThird(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("inReport")
	b.says("是", "否")
	b.saysNot(i18n.T("clashes.own"))
	left := b.left()
	b.press("3")
	if b.left() != left {
		t.Error("something was chosen")
	}
	b.press("2")
	if got := b.value(b.d.Findings[0].ID, "inReport"); got != "" || b.left() != left-1 {
		t.Errorf("kept %s", got)
	}
}

func TestCountsAreOfferedTogether(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("sampled")
	b.says("原为 10，测试员 +2，李强 +5")
	b.tap(i18n.T("clashes.sum.take", "sum", "17"))
	b.apply()
	b.fine()
	if got := b.value(b.d.Answers["XR-1-01"].ID, "sampled"); got != "17" {
		t.Errorf("kept %s", got)
	}
	b.row("amount")
	b.says("原为 200,000.00 元，测试员 +35,000.00 元，李强 −20,000.00 元")
	b.tap(i18n.T("clashes.sum.take", "sum", "215,000.00 元"))
	b.apply()
	if got := b.value(b.d.Findings[0].ID, "amount"); got != "21500000" {
		t.Errorf("kept %s", got)
	}
}

func TestATextIsPutTogetherSentenceBySentence(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("note")
	left := b.left()
	b.says("第 1 句：双方改得不一样", "第 2 句：只有测试员改了", "第 3 句：只有李强改了", "改动前：会议记录由办公室保存。")
	b.apply()
	sentence, _ := i18n.Error(app.Refuse("clashes.passage", "n", 1))
	b.says(sentence)
	if b.left() != left {
		t.Fatal("an unfinished text was taken")
	}
	b.press("3") // to the passage that is not chosen
	b.press("2") // there the keys choose in the passage, not in the clash
	if b.left() != left {
		t.Fatal("a key in the passage settled the clash")
	}
	b.saysNot(sentence)
}

func TestATextThatWasPutTogetherIsKept(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("note")
	b.press("32")
	b.apply()
	b.fine()
	want := "2025年9月16日党组会讨论任免6人，应到7人，实到4人，签到与记录一致。会议逐个介绍情况。表决时未逐一发表意见，两人事后补签。会议仍作出决定。"
	if got := b.value(b.d.Answers["XR-1-01"].ID, "note"); got != string(b.json(want)) {
		t.Errorf("kept %s", got)
	}
}

func TestATextIsWrittenOnByHand(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("note")
	b.enter("经核对：应到7人，实到4人。")
	chip := shelltest.Button(b.host.Win.Canvas().Content(), "1 测试员")
	if !chip.Disabled() {
		t.Error("a passage would undo what was written by hand")
	}
	b.tap(i18n.T("clashes.again"))
	if chip.Disabled() {
		t.Error("the passages do not come back")
	}
	b.enter("经核对：应到7人，实到4人。")
	b.entry().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	b.fine()
	if got := b.value(b.d.Answers["XR-1-01"].ID, "note"); got != `"经核对：应到7人，实到4人。"` {
		t.Errorf("kept %s", got)
	}
}

func TestAListIsPutTogetherByTicks(t *testing.T) {
	b := newBench(t)
	f := b.d.Findings[0]
	var laws []app.Law
	for _, l := range b.d.Laws {
		laws = append(laws, l)
	}
	first, second, third := app.Basis{Law: laws[0].Code, Article: "第一条", Mark: app.Unverified}, app.Basis{Law: laws[1].Code, Article: "第二条", Mark: app.Unverified}, app.Basis{Law: laws[2].Code, Article: "第三条", Mark: app.Unverified}
	b.contest(f, "bases", []app.Basis{first}, []app.Basis{first, second}, []app.Basis{third})
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("测试员新增", "李强新增", "李强删去", laws[1].Short)
	b.clean()
	tick, _ := shelltest.Find(b.host.Win.Canvas().Content(), func(c *widget.Check) bool { return strings.Contains(c.Text, "第一条") })
	if tick.Checked {
		t.Error("what one side left out is proposed to stay")
	}
	tick.SetChecked(true)
	b.apply()
	b.fine()
	var got []app.Basis
	b.must(json.Unmarshal([]byte(b.value(f.ID, "bases")), &got))
	if len(got) != 3 {
		t.Errorf("kept %+v", got)
	}
	b.says(i18n.T("clashes.none"))
}

func TestADeletedRecordGoes(t *testing.T) {
	b := newBench(t)
	m := b.d.Materials[0]
	changed := m
	changed.Copies = m.Copies + 3
	b.contest(m, "", m, changed, nil)
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("整条记录", "删除了这条记录。", "份数", "删除资料清单项", m.Name, i18n.T("clashes.keep"))
	b.press("2")
	b.fine()
	states, err := b.ws.LastStates(ctx, []app.ID{m.ID})
	b.must(err)
	if !states[m.ID].Deleted || b.left() != 0 {
		t.Errorf("deleted %v, %d left", states[m.ID].Deleted, b.left())
	}
	b.says(i18n.T("clashes.none"))
}

func TestAllOfOneSideIsTakenByOneKey(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	left := b.left()
	b.says("这条记录有 3 处冲突", "全部取测试员（本机）的", "全部取李强的")
	b.press("b")
	b.fine()
	id := b.d.Answers["XR-1-01"].ID
	if b.left() != left-3 || b.value(id, "conclusion") != `"problem"` || b.value(id, "sampled") != "15" || b.value(id, "note") != string(b.json(longTheirs)) {
		t.Errorf("%d left, %s, %s", b.left(), b.value(id, "conclusion"), b.value(id, "note"))
	}
	if _, err := b.ws.UndoLast(ctx); err != nil || b.left() != left {
		t.Errorf("one deed is not taken back as one: %d left, %v", b.left(), err)
	}
}

func TestLaterIsAllowed(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	left := b.left()
	first := b.inHand()
	b.press("l")
	if b.inHand() == first || b.left() != left {
		t.Error("putting off does not go on")
	}
	b.says("以后·结论", "其中 1 处以后再定")
	for range left - 2 {
		b.press("L")
	}
	b.press("1") // the last one; nothing is left that was not put off
	b.fine()
	b.says("共 12 处，其中 12 处以后再定")
	b.press("l")
	if len(b.host.Toasts) == 0 || b.inHand() == "" {
		t.Error("the room has nothing in hand")
	}
}

func TestWhoMayNotChooseReadsWhoMay(t *testing.T) {
	b := newBench(t)
	clerk := app.Person{ID: b.ws.Desk().NewID(), Name: "计票样本", Roles: app.NewSet(string(app.RoleTally))}
	b.must(app.Keep(ctx, b.ws.Desk(), app.VerbSavePerson, clerk))
	b.must(b.ws.AddSeat(ctx, clerk.ID, "计票笔记本", storetest.Phrase+" 二"))
	b.everyShape()
	b.renew(lightTheme)
	seats, err := app.List[app.Seat](ctx, b.ws, "")
	b.must(err)
	for _, s := range seats {
		if s.Person == clerk.ID {
			b.host.TheDesk.Seat, b.host.TheDesk.Who = s.ID, clerk.Name
		}
	}
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("计票样本", "这里只能查看。", "未发现问题", "发现问题")
	left := b.left()
	b.press("12ab3")
	b.apply()
	if b.left() != left || shelltest.Button(b.host.Win.Canvas().Content(), i18n.T("clashes.take")) != nil {
		t.Error("who may not choose can")
	}
	b.fine()
	b.clean()
}

func TestTheListIsNarrowedByCaseAndKind(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	other, err := b.ws.CaseByNumber(ctx, "LS2026-002")
	b.must(err)
	for i := range b.ws.open {
		if f := b.ws.open[i].Field; f == "sampled" || f == "note" {
			b.ws.open[i].Case, b.ws.open[i].Number = other.ID, other.Number
		}
	}
	b.open(shell.Route{Room: shell.RoomClashes + "/" + string(other.ID)})
	b.says("第 1 处，共 3 处", "共用") // with the unit, which all share
	f := b.d.Findings[0]
	b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID, Ref: string(f.ID) + "/title"}) // as gates lead here
	if b.inHand() != string(f.ID)+"/title" {
		t.Errorf("in hand is %s", b.inHand())
	}
	b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID, Ref: string(b.d.Materials[0].ID)})
	if b.inHand() != string(b.d.Materials[0].ID)+"/" {
		t.Errorf("in hand is %s", b.inHand())
	}
	b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID})
	b.says("共 13 处")
	kinds := 0
	shelltest.Walk(b.host.Win.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*widget.Select); ok && kinds < 2 {
			if kinds++; kinds == 2 {
				s.SetSelected(i18n.Capital(i18n.Enum("kind", app.KindFinding)))
				return false
			}
		}
		return true
	})
	b.says("共 5 处")
}

func TestWhatWasWrittenHereComesFirst(t *testing.T) {
	b := newBench(t)
	b.contest(b.d.Findings[0], "title", "甲", "乙", "丙")
	b.contest(b.d.Findings[1], "title", "甲", "乙", "丙")
	b.ws.open[0].Sides[0].Mine = false
	b.open(shell.Route{Room: shell.RoomClashes})
	if b.inHand() != string(b.d.Findings[1].ID)+"/title" {
		t.Errorf("first is %s", b.inHand())
	}
	b.tap(i18n.T("clashes.minefirst"))
	b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if b.inHand() != string(b.d.Findings[0].ID)+"/title" {
		t.Errorf("first in the order of cases is %s", b.inHand())
	}
}

func TestWhatIsTypedStaysWhenSomethingElseHappens(t *testing.T) {
	b := newBench(t)
	b.everyShape()
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("title")
	b.enter("写到一半")
	b.must(app.Amend(ctx, b.ws.Desk(), app.VerbSaveUnit, b.d.Unit.ID, func(u *app.Unit) error { u.Address = "别处"; return nil }))
	if e := b.entry().(interface{ SelectedText() string }); e == nil {
		t.Fatal("the entry is gone")
	}
	b.apply()
	b.fine()
	if got := b.value(b.d.Findings[0].ID, "title"); got != `"写到一半"` {
		t.Errorf("kept %s", got)
	}
}

func TestThreeSidesAreThreeOptions(t *testing.T) {
	b := newBench(t)
	f := b.d.Findings[0]
	b.contest(f, "title", "甲", "乙", "丙")
	c := &b.ws.open[0]
	same, other := c.Sides[1], c.Sides[1]
	same.Who, same.Seat = "赵同", app.SeatID("0123456789abcdef0123456789abcdef")
	other.Who, other.Seat, other.Value = "孙异", app.SeatID("fedcba9876543210fedcba9876543210"), b.json("丁")
	c.Sides = append(c.Sides, same, other)
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("李强、赵同", "孙异")
	b.press("4") // the third value stands behind the options
	if b.left() != 1 || b.host.Win.Canvas().Focused() != b.entry() {
		t.Error("the fourth key does not lead to a value of one's own")
	}
	b.press("3")
	b.fine()
	if got := b.value(f.ID, "title"); got != `"丁"` {
		t.Errorf("kept %s", got)
	}
}

func TestProtectedMatterIsReadWithATraceOrNotAtAll(t *testing.T) {
	b := newBench(t)
	talk := b.d.Talks[0]
	b.contest(talk, "text", "", "说到接待费。", "说到会议费。")
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("说到接待费。")
	reads := 0
	deeds, err := b.ws.LastDeeds(ctx, 5)
	b.must(err)
	for _, d := range deeds {
		if d.Verb == app.VerbReadSecret {
			reads++
		}
	}
	if reads != 1 {
		t.Errorf("%d traces", reads)
	}
}
