package clashes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
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
	tick, _ := shelltest.Find(b.host.Win.Canvas().Content(), func(c *widget.Check) bool { return strings.Contains(c.Text, "第一条") })
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

func TestTheListIsNarrowedByCaseAndKind(t *testing.T) {
	b := newBench(t)
	f, all := b.d.Findings[0], b.left()
	b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID, Ref: string(f.ID) + "/title"}) // as gates lead here
	if b.inHand() != string(f.ID)+"/title" {
		t.Errorf("in hand is %s", b.inHand())
	}
	b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID, Ref: string(b.d.Materials[0].ID)})
	if b.inHand() != string(b.d.Materials[0].ID)+"/" {
		t.Errorf("in hand is %s", b.inHand())
	}
	b.open(shell.Route{Room: shell.RoomClashes, Case: b.d.Case.ID})
	b.says(fmt.Sprintf("共 %d 处", all))
	b.choose(1, i18n.Capital(i18n.Enum("kind", app.KindFinding)))
	b.says("共 4 处")
	other, err := b.ws.CaseByNumber(ctx, "LS2026-002")
	b.must(err)
	b.open(shell.Route{Room: shell.RoomClashes + "/" + string(other.ID)})
	b.says("共 1 处", "共用", "5550101") // what all share belongs to every case
}

func TestWhatIsTypedStaysWhenSomethingElseHappens(t *testing.T) {
	b := newBench(t)
	b.open(shell.Route{Room: shell.RoomClashes})
	b.row("title")
	b.enter("写到一半")
	write(t, b.ws, b.d.Case.ID, b.d.Findings[1], "title", "别处改了")
	b.row("note")
	b.enter("只写了半句")
	b.row("title") // gone elsewhere and come back
	b.row("note")
	b.says("只写了半句")
	b.row("title")
	b.apply()
	b.fine()
	if got := b.value(b.d.Findings[0].ID, "title"); got != `"写到一半"` {
		t.Errorf("kept %s", got)
	}
}

func TestProtectedMatterIsReadWithOneTrace(t *testing.T) {
	b := newBench(t)
	reads := func() (n int) {
		deeds, err := b.ws.LastDeeds(ctx, 20)
		b.must(err)
		for _, d := range deeds {
			if d.Verb == app.VerbReadSecret {
				n++
			}
		}
		return n
	}
	b.open(shell.Route{Room: shell.RoomClashes})
	if reads() != 0 {
		t.Error("a trace before anything was opened")
	}
	b.row("text")
	b.says("说到接待费。", "说到会议费。")
	b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	b.row("text")
	if n := reads(); n != 1 {
		t.Errorf("%d traces", n)
	}
}

func TestWhatMayNotBeSeenIsNotShown(t *testing.T) {
	office := storetest.Sample(t, noon)
	keeper := storetest.Join(t, office, app.Person{Name: "潘资料", Roles: app.NewSet(string(app.RoleMaterials)), Strands: storetest.AllStrands()}, noon)
	talk := dossierOf(t, office).Talks[0]
	contest(t, office, keeper, []dispute{{talk, "text", "谈话开始。", "说到接待费。", "说到会议费。"}})
	b := over(t, keeper)
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says(i18n.T("clashes.veiled"))
	b.saysNot("说到接待费", "说到会议费", "谈话开始", i18n.T("clashes.take"))
	b.press("12a3")
	b.apply()
	if b.left() != 1 {
		t.Error("who may not see it has chosen")
	}
	b.clean()
	b.fine()
}

// TestSeveralLaptopsMeet: the office's laptop, a colleague's, and one whose clock is three days ahead.
func TestSeveralLaptopsMeet(t *testing.T) {
	all := storetest.Laptops(t, 2, noon)
	office, mate := all[0], all[1]
	far := storetest.Join(t, office, app.Person{Name: "孙远", Roles: app.NewSet(string(app.RoleGroupLeader)), Strands: storetest.AllStrands()}, noon.Add(72*time.Hour))
	d := dossierOf(t, office)
	f, other := d.Findings[0], d.Findings[1]
	write(t, far, d.Case.ID, f, "title", "丁")
	write(t, far, d.Case.ID, other, "title", "戊")
	contest(t, office, mate, []dispute{{f, "title", nil, "乙", "丙"}})
	write(t, office, d.Case.ID, other, "title", "己")
	storetest.Pass(t, office, mate)
	storetest.Pass(t, far, mate)

	b := over(t, mate)
	b.open(shell.Route{Room: shell.RoomClashes})
	if b.left() != 2 || b.inHand() != string(f.ID)+"/title" {
		t.Fatalf("%d left, in hand %s", b.left(), b.inHand())
	}
	b.says("同事1", "测试员", "孙远", "乙", "丙", "丁", "这台电脑的时钟快了约 3 天")
	b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.inHand() != string(other.ID)+"/title" { // nothing of this laptop: it comes behind
		t.Errorf("in hand %s", b.inHand())
	}
	b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	b.press("4") // a value of one's own stands behind the three
	if b.left() != 2 || b.host.Win.Canvas().Focused() != b.entry() {
		t.Error("the fourth key does not lead to a value of one's own")
	}
	b.host.Win.Canvas().Unfocus()
	b.press("1")
	b.fine()
	if got := b.value(f.ID, "title"); got != `"乙"` || b.left() != 1 {
		t.Errorf("kept %s, %d left", got, b.left())
	}

	// The choice travels, and the clash does not come back.
	storetest.Pass(t, far, office)
	storetest.Pass(t, mate, office)
	b = over(t, office)
	if got := b.value(f.ID, "title"); got != `"乙"` || b.left() != 1 {
		t.Errorf("at the office %s, %d left", got, b.left())
	}

	// Who founded the workspace has no say in the findings of a group.
	b.open(shell.Route{Room: shell.RoomClashes})
	err := app.PermitChoose(ctx, office, office.Seat().ID, other.ID, app.KindFinding, "title")
	sentence, _ := i18n.Error(err)
	b.saysPara(sentence)
	b.says("戊", "己")
	b.press("12ab3")
	b.apply()
	if b.left() != 1 || shelltest.Button(b.host.Win.Canvas().Content(), i18n.T("clashes.take")) != nil {
		t.Error("who may not choose can")
	}
	b.fine()
	b.clean()
}

func TestANumberThatTwoBearIsGivenAnew(t *testing.T) {
	all := storetest.Laptops(t, 2, noon)
	office, mate := all[0], all[1]
	d := dossierOf(t, office)
	contest(t, office, mate, nil)
	n := len(d.Findings) + 1
	for i, ws := range all {
		f := d.Findings[0]
		f.ID, f.Number, f.Title = ws.Desk().NewID(), n, []string{"甲处发现", "乙处发现"}[i]
		made, err := app.Create(f)
		if err != nil {
			t.Fatal(err)
		}
		err = ws.Do(ctx, func(app.Reader) (app.Deed, error) {
			return app.Deed{Verb: app.VerbRecordFinding, Case: d.Case.ID, Changes: []app.Change{made}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	storetest.Pass(t, office, mate)
	b := over(t, mate)
	clash, err := mate.Clashes(ctx, "")
	b.must(err)
	if len(clash) != 1 || len(clash[0].Same) != 1 {
		t.Fatalf("%+v", clash)
	}
	b.open(shell.Route{Room: shell.RoomClashes, Case: d.Case.ID, Ref: string(clash[0].Entity) + "/number"})
	b.says("甲处发现", "乙处发现", "这一条另编", "不变", "重复")
	b.capture("clashes-same")
	b.press("1") // there is nothing to choose from: the first key leads to the number
	b.enter(fmt.Sprint(n))
	b.apply()
	if b.left() != 1 || len(b.host.Errors) != 1 || app.CodeOf(b.host.Errors[0]) != "clash.number" {
		t.Errorf("the same number once more: %d left, %v", b.left(), b.host.Errors)
	}
	b.host.Errors = nil
	b.tap(i18n.T("clashes.same.free", "n", n+1))
	b.apply()
	b.fine()
	if got := b.value(clash[0].Entity, "number"); got != fmt.Sprint(n+1) || b.left() != 0 {
		t.Errorf("number %s, %d left", got, b.left())
	}
	if _, err := mate.UndoLast(ctx); err != nil || b.left() != 1 {
		t.Errorf("taken back %d are left, %v", b.left(), err)
	}
}

// told is a workspace of which a test says what clashes.
type told struct {
	*store.Workspace
	all []store.Clash
}

func (w told) Clashes(context.Context, app.ID) ([]store.Clash, error) { return w.all, nil }

func TestAYesOrNoHasNoThird(t *testing.T) {
	b := newBench(t)
	all, err := b.ws.Clashes(ctx, "")
	b.must(err)
	c := all[0]
	c.Entity, c.Kind, c.Field, c.Base = b.d.Findings[0].ID, app.KindFinding, "inReport", nil
	c.Sides = []store.Side{c.Sides[0], c.Sides[1]}
	c.Sides[0].Value, c.Sides[1].Value = []byte("true"), nil
	b.store = told{b.ws, []store.Clash{c}}
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("列入报告", "是", "否")
	b.saysNot(i18n.T("clashes.own"))
}

func TestAFieldOfALaterProgramIsNotWritten(t *testing.T) {
	b := newBench(t)
	all, err := b.ws.Clashes(ctx, "")
	b.must(err)
	c := all[0]
	c.Entity, c.Kind, c.Field, c.Base = b.d.Findings[0].ID, app.KindFinding, "colour", nil
	c.Sides = []store.Side{c.Sides[0], c.Sides[1]}
	c.Sides[0].Value, c.Sides[1].Value = []byte(`"blue"`), []byte(`"green"`)
	b.store = told{b.ws, []store.Clash{c}}
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says("blue", "green")
	b.saysNot(i18n.T("clashes.own"))
}

func TestNothingClashes(t *testing.T) {
	b := newBench(t)
	b.store = told{b.ws, nil}
	b.open(shell.Route{Room: shell.RoomClashes})
	b.says(i18n.T("clashes.none"), i18n.T("clashes.none.text"))
	b.press("1l2")
	b.apply()
	b.fine()
	if len(b.room.Deeds()) != 0 || len(b.room.Title().Chips) != 0 {
		t.Error("there is something to do")
	}
}
