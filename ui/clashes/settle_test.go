package clashes_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func TestAKeyTakesAValueAndLeadsToTheNextClash(t *testing.T) {
	b := newBench(t)
	b.open(shell.Route{Room: shell.RoomClashes})
	all := b.left()
	answer := b.d.Answers["XR-1-01"]
	b.row("conclusion")
	b.says(fmt.Sprintf("共 %d 处", all), "发现问题", "不适用", "填写检查项", "本机所写", "目前显示")
	b.press("2")
	b.fine()
	if got := b.value(answer.ID, "conclusion"); got != `"na"` || b.left() != all-1 || len(b.host.SavedAt) != 1 {
		t.Errorf("kept %s, %d left, saved %v", got, b.left(), b.host.SavedAt)
	}
	if b.inHand() != string(answer.ID)+"/note" {
		t.Errorf("in hand is %s", b.inHand())
	}
	if b.host.Toasts[0] != i18n.T("clashes.saved", "n", all-1) || b.room.Title().Chips[0].Text != i18n.T("clashes.open", "n", all-1) {
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
}

func TestEveryShapeTakesAThirdValue(t *testing.T) {
	b := newBench(t)
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
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("conclusion")
	if shelltest.Button(b.host.Win.Canvas().Content(), "发现问题") != nil {
		t.Error("what somebody wrote is offered once more")
	}
	b.tap("未检查")
	b.apply()
	b.fine()
	if got := b.value(b.d.Answers["XR-1-01"].ID, "conclusion"); got != `"notchecked"` {
		t.Errorf("kept %s", got)
	}
	b.row("strands/audit/lead")
	var choice *kit.Select
	shelltest.Walk(b.host.Win.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*kit.Select); ok {
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

func TestCountsAreOfferedTogether(t *testing.T) {
	b := newBench(t)
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("sampled")
	b.says("原为 10，同事1 +2，测试员 +5")
	b.tap(i18n.T("clashes.sum.take", "sum", "17"))
	b.apply()
	b.fine()
	if got := b.value(b.d.Answers["XR-1-01"].ID, "sampled"); got != "17" {
		t.Errorf("kept %s", got)
	}
	b.row("amount")
	b.says("原为 200,000.00 元，同事1 +35,000.00 元，测试员 −20,000.00 元")
	b.tap(i18n.T("clashes.sum.take", "sum", "215,000.00 元"))
	b.apply()
	if got := b.value(b.d.Findings[0].ID, "amount"); got != "21500000" {
		t.Errorf("kept %s", got)
	}
}

func TestATextIsPutTogetherSentenceBySentence(t *testing.T) {
	b := newBench(t)
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("note")
	left := b.left()
	b.says("第 1 句：双方改得不一样", "第 2 句：只有同事1改了", "第 3 句：只有测试员改了", "改动前：会议记录由办公室保存。")
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
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("note")
	b.enter("经核对：应到7人，实到4人。")
	chip := shelltest.Button(b.host.Win.Canvas().Content(), "1 同事1")
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
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("bases")
	b.says("同事1新增", "测试员新增", "测试员删去", lawsOf(b.d)[1].Short)
	b.clean()
	tick, _ := shelltest.Find(b.host.Win.Canvas().Content(), func(c *kit.Check) bool { return strings.Contains(c.Text, "第一条") })
	if tick.Checked {
		t.Error("what one side left out is proposed to stay")
	}
	tick.SetChecked(true)
	b.apply()
	b.fine()
	var got []app.Basis
	b.must(json.Unmarshal([]byte(b.value(b.d.Findings[0].ID, "bases")), &got))
	if len(got) != 3 {
		t.Errorf("kept %+v", got)
	}
}

func TestADeletedRecordIsKeptOrGoes(t *testing.T) {
	for _, x := range []struct {
		key  string
		gone bool
	}{{"1", false}, {"2", true}} {
		b := newBench(t)
		m := b.d.Materials[0]
		b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID, Ref: string(m.ID)})
		b.says("整条记录", "删除了这条记录。", "份数", "删除资料清单项", m.Name, i18n.T("clashes.keep"))
		left := b.left()
		b.press(x.key)
		b.fine()
		states, err := b.ws.LastStates(ctx, []app.ID{m.ID})
		b.must(err)
		if states[m.ID].Deleted != x.gone || b.left() != left-1 {
			t.Errorf("key %s: deleted %v, %d left of %d", x.key, states[m.ID].Deleted, b.left(), left)
		}
		if _, err := b.ws.UndoLast(ctx); err != nil || b.left() != left || b.inHand() != string(m.ID)+"/" {
			t.Errorf("key %s: after taking it back %d are left, %s in hand, %v", x.key, b.left(), b.inHand(), err)
		}
	}
}

func TestAllOfOneSideIsTakenByOneKey(t *testing.T) {
	b := newBench(t)
	b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID, Ref: string(b.d.Answers["XR-1-01"].ID)})
	left := b.left()
	b.says("这条记录有 3 处冲突", "全部取同事1（本机）的", "全部取测试员的")
	b.press("b")
	b.fine()
	id := b.d.Answers["XR-1-01"].ID
	if b.left() != left-3 || b.value(id, "conclusion") != `"na"` || b.value(id, "sampled") != "15" || b.value(id, "note") != string(b.json(longTheirs)) {
		t.Errorf("%d left, %s, %s", b.left(), b.value(id, "conclusion"), b.value(id, "note"))
	}
	if _, err := b.ws.UndoLast(ctx); err != nil || b.left() != left {
		t.Errorf("one deed is not taken back as one: %d left of %d, %v", b.left(), left, err)
	}
}

func TestLaterIsAllowed(t *testing.T) {
	b := newBench(t)
	b.open(shell.Route{Room: shell.RoomClashes})
	left := b.left()
	first := b.inHand()
	b.press("l")
	if b.inHand() == first || b.left() != left {
		t.Error("putting off does not go on")
	}
	b.says("以后·", "其中 1 处以后再定")
	for range left - 2 {
		b.press("L")
	}
	b.press("1") // the last one; nothing is left that was not put off
	b.fine()
	b.says(fmt.Sprintf("共 %d 处，其中 %d 处以后再定", left-1, left-1))
	b.press("l")
	if len(b.host.Toasts) == 0 || b.inHand() == "" {
		t.Error("the room has nothing in hand")
	}
}
