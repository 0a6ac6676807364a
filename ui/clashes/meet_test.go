package clashes_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

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
