package exchange_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

var stick = store.Stick{Root: "/media/li/KINGSTON", Label: "KINGSTON", FS: "vfat", Size: 32 << 30, Free: 12 << 30}

// tick presses the tick whose words begin so.
func (x *fixture) tick(words string) {
	x.Helper()
	c, ok := shelltest.Find(x.room.Content(), func(c *kit.Check) bool { return strings.HasPrefix(c.Text, words) })
	if !ok {
		x.Fatalf("there is no tick %q", words)
	}
	c.SetChecked(!c.Checked)
}

// key presses a shortcut of the room.
func (x *fixture) key(key fyne.KeyName, mod fyne.KeyModifier) {
	x.Helper()
	for _, s := range x.room.Shortcuts() {
		if s.Key == key && s.Mod == mod {
			s.Do()
			return
		}
	}
	x.Fatalf("there is no key %v+%s", mod, key)
}

func (x *fixture) last() store.Outgoing { return x.told.asked[len(x.told.asked)-1] }

func TestAFileForTheSeatInHandHoldsWhatItLacks(t *testing.T) {
	x := at(t, "", "")
	x.wants(i18n.T("exchange.state.forked"), i18n.T("exchange.state.clock"), i18n.T("exchange.state.never"), "3")
	x.row("李卫国")
	li := x.told.peers[1].ID
	x.wants(i18n.T("exchange.tell.ahead", "n", "12", "name", "李卫国"), i18n.T("exchange.tell.lacks", "n", "128", "files", "3", "name", "李卫国"))
	x.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	want := shell.Route{Room: shell.RoomExchange + "/" + room.PageOut, Ref: string(li)}
	if got := x.host.Routes[len(x.host.Routes)-1]; got != want {
		t.Fatalf("Enter leads to %+v", got)
	}
	x.plug([]store.Stick{stick})
	x.open(room.PageOut, want.Ref)
	if o := x.last(); o.Kind != exchange.WorkPack || o.Full || !o.Scope.Whole() || !slices.Equal(o.To, []app.ID{li}) {
		t.Fatalf("measures %+v", o)
	}
	x.wants(i18n.T("exchange.size.holds", "changes", "128", "cases", "4", "files", "3"), i18n.T("exchange.size.absent", "n", "1"), i18n.T("exchange.size.narrowed"))
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	if len(x.told.written) != 1 || x.told.to[0] != (store.WriteTo{Dir: stick.Root, Limit: 1<<32 - 1}) {
		t.Fatalf("wrote %+v to %+v", x.told.written, x.told.to)
	}
	s := x.told.sent[0]
	x.wants(i18n.T("exchange.written"), s.Name, s.Paths[0], "0a1b2c3d 0a1b2c3d 0a1b2c3d 0a1b2c3d 0a1b2c3d 0a1b2c3d 0a1b2c3d 0a1b2c3d")
}

func TestNothingIsWrittenWithoutAReceiverOrAPlace(t *testing.T) {
	x := at(t, room.PageOut, "")
	x.wants(i18n.T("exchange.size.nobody"), i18n.T("exchange.place.none"))
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	x.tick("李卫国")
	x.wants(i18n.T("exchange.size.noplace"))
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	readOnly := stick
	readOnly.ReadOnly = true
	x.plug([]store.Stick{readOnly})
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	if len(x.told.written) != 0 {
		t.Fatalf("wrote %+v", x.told.written)
	}
}

func TestWhatDoesNotFitIsSaidBeforeWriting(t *testing.T) {
	x := at(t, room.PageOut, "")
	x.told.sized.Bytes = 9 << 30
	x.plug([]store.Stick{stick})
	x.tick("李卫国")
	x.wants(i18n.T("exchange.size.parts", "n", 3)) // FAT bears 4 GB a file
	full := stick
	full.Free = 1 << 30
	x.plug([]store.Stick{full})
	x.tick("赵明")
	x.wants(i18n.T("exchange.size.full", "size", i18n.Bytes(9<<30), "free", i18n.Bytes(1<<30)))
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	if len(x.told.written) != 0 {
		t.Error("wrote all the same")
	}
}

func TestCasesAndStrandsNarrowAPackage(t *testing.T) {
	x := at(t, room.PageOut, string(app.DeriveID("test", "", "李卫国")))
	x.press(i18n.T("exchange.what.full"))
	x.press(i18n.T("exchange.scope.chosen"))
	x.tick("LS2026-002")
	x.tick(i18n.Enum("strand", app.Audit))
	o := x.last()
	if !o.Full || len(o.Scope.Cases) != 1 || !slices.Equal(o.Scope.Strands, []app.Strand{app.Audit}) {
		t.Errorf("measures %+v", o)
	}
	x.press(i18n.T("exchange.scope.whole"))
	if !x.last().Scope.Whole() {
		t.Error("what is hidden still narrows")
	}
	x.press(i18n.T("exchange.to.behind"))
	if n := len(x.last().To); n != 2 { // 李卫国, 孙小兰
		t.Errorf("%d receivers lack something", n)
	}
}

func TestARoundPackIsForOneSeat(t *testing.T) {
	x := at(t, room.PageOut, "")
	x.tick("李卫国")
	x.press(i18n.T("exchange.kind.round"))
	x.tick("孙小兰")
	x.tick("赵明")
	o := x.last()
	if o.Kind != exchange.RoundPack || len(o.To) != 1 || o.To[0] != x.told.peers[2].ID {
		t.Errorf("measures %+v", o)
	}
}

func TestAReadingPackageByPassPhraseAsksForAGoodOne(t *testing.T) {
	x := at(t, room.PageOut, "")
	x.plug([]store.Stick{stick})
	x.press(i18n.T("exchange.kind.reading"))
	x.press(i18n.T("exchange.to.phrase"))
	write := func(phrase string) {
		for _, e := range shelltest.Entries(x.room.Content()) {
			e.SetText(phrase)
		}
		x.press(i18n.T("exchange.write"))
	}
	write("123456")
	if len(x.told.written) != 0 {
		t.Fatal("a weak pass phrase is taken")
	}
	write("山 有 扶苏 隰有荷华 七四")
	if len(x.told.written) != 1 {
		t.Fatal("nothing is written")
	}
	if o := x.told.written[0]; o.Phrase != "山 有 扶苏 隰有荷华 七四" || len(o.To) != 0 || o.Kind != exchange.ReadingPack {
		t.Errorf("wrote %+v", o)
	}
	x.press(i18n.T("exchange.written.again"))
	for _, e := range shelltest.Entries(x.room.Content()) {
		if e.Text != "" {
			t.Error("the pass phrase stays in its field")
		}
	}
}

func TestARefusalIsSaidAndTheNextTryWorks(t *testing.T) {
	x := at(t, room.PageOut, "")
	x.plug([]store.Stick{stick})
	x.tick("李卫国")
	x.told.fault = app.Refuse("disk.full", "path", stick.Root)
	x.press(i18n.T("exchange.write"))
	sentence, hint := i18n.Error(x.told.fault)
	x.wants(sentence, hint)
	x.told.fault = nil
	x.press(i18n.T("exchange.write"))
	x.wants(i18n.T("exchange.written"))
	if x.says(sentence) {
		t.Error("the old refusal is still there")
	}
	x.open(room.PageSent, "")
	x.row("李卫国")
	x.wants(x.told.sent[0].Paths[0], i18n.T("exchange.sent.receipt"))
}

func TestAStickThatComesIsOffered(t *testing.T) {
	x := at(t, "", "")
	offer := i18n.T("exchange.stick.came", "name", "KINGSTON", "free", i18n.Bytes(stick.Free))
	if x.says(offer) {
		t.Fatal("a stick is offered that is not there")
	}
	x.plug([]store.Stick{stick})
	x.wants(offer)
	x.press(i18n.T("exchange.stick.put"))
	x.plug(nil)
	if x.says(offer) {
		t.Error("a stick is offered that is gone")
	}
}

func TestTabLeadsFromTheKindToTheButtonThatWrites(t *testing.T) {
	x := at(t, room.PageOut, "")
	x.plug([]store.Stick{stick})
	x.tick("李卫国")
	canvas := x.host.Win.Canvas()
	var order []string
	for range 60 {
		canvas.FocusNext()
		switch o := canvas.Focused().(type) {
		case *kit.Button:
			order = append(order, o.Text)
		case *kit.Check:
			order = append(order, o.Text)
		}
	}
	last := -1
	for _, want := range []string{i18n.T("exchange.kind.work"), i18n.T("exchange.kind.template"), i18n.T("exchange.to.all"), i18n.T("exchange.what.lacking"), i18n.T("exchange.write")} {
		i := slices.Index(order, want)
		if i <= last {
			t.Errorf("%q comes at %d, after %d: %v", want, i, last, order)
		}
		last = i
	}
	kinds := shelltest.Button(x.room.Content(), i18n.T("exchange.kind.template"))
	canvas.Focus(kinds)
	kinds.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if canvas.Focused() != fyne.Focusable(kinds) {
		t.Error("choosing by key loses the focus")
	}
}

func TestHowMuchAFolderHoldsIsSaidBeforeWriting(t *testing.T) {
	x := at(t, "", "")
	x.room.Hidden()
	dir := t.TempDir()
	x.free = map[string]int64{dir: 1 << 20}
	x.make()
	x.open(room.PageOut, string(x.told.peers[1].ID))
	x.room.PlaceAt(dir)
	x.wants(i18n.T("exchange.place.free", "path", dir, "free", i18n.Bytes(1<<20)), i18n.T("exchange.size.full", "size", i18n.Bytes(3_500_000), "free", i18n.Bytes(1<<20)))
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	if len(x.told.written) != 0 {
		t.Error("wrote all the same")
	}
}

func TestWhoIsAloneIsLedToTheFirstSeat(t *testing.T) {
	x := at(t, "", "")
	x.told.peers = x.told.peers[:1]
	x.open("", "")
	x.wants(i18n.T("exchange.home.empty.text"))
	x.press(i18n.T("exchange.request"))
	if got := x.host.Routes[len(x.host.Routes)-1].Room; got != shell.RoomPeople+"/enrol" {
		t.Errorf("leads to %s", got)
	}
}

func TestAStopLeavesNothingAndIsNoFault(t *testing.T) {
	x := at(t, room.PageOut, string(app.DeriveID("test", "", "李卫国")))
	x.plug([]store.Stick{stick})
	x.told.fault = context.Canceled
	x.press(i18n.T("exchange.write"))
	x.wants(i18n.T("exchange.write.stopped"))
	x.open(room.PageIn, "")
	x.offer("a")
	x.press(i18n.T("exchange.take"))
	x.wants(i18n.T("exchange.stage.ready"))
	x.offer("grave")
	x.press(i18n.T("exchange.take"))
	shelltest.Entries(x.top())[0].SetText(i18n.T("exchange.grave.word"))
	x.press(i18n.T("exchange.take"))
	if x.top() == nil || len(x.told.took) != 0 {
		t.Error("a stop closes the question")
	}
}
