package exchange_test

import (
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store/storetest"
	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/shell/shelltest"
)

func TestTemplatesGoOutAndComeInByChoice(t *testing.T) {
	from := storetest.Sample(t, noon)
	to := storetest.Join(t, from, app.Person{Name: "王静", Roles: app.NewSet(string(app.RoleOffice), string(app.RoleAdmin)), Strands: storetest.AllStrands()}, noon)
	for _, name := range []string{"甲办法", "乙办法"} {
		if err := app.Keep(t.Context(), from.Desk(), app.VerbSaveLaw, app.Law{ID: from.Desk().NewID(), Code: name, Name: name, Short: name, Status: "current"}); err != nil {
			t.Fatal(err)
		}
	}
	stick := t.TempDir()
	out := laptop(t, from, "")
	out.open(room.PageOut, string(to.Seat().ID))
	out.room.PlaceAt(stick)
	out.press(i18n.T("exchange.kind.template"))
	out.wants(i18n.T("exchange.size.notemplate"))
	for _, c := range []string{"检查表", "节假日表", "法规"} {
		out.tick(c)
	}
	out.capture("templates-out")
	out.press(i18n.T("exchange.write"))
	out.wants(i18n.T("exchange.written"))
	if files, _ := filepath.Glob(filepath.Join(stick, "*.lspack")); len(files) != 1 {
		t.Fatalf("on the stick: %v", files)
	}

	x := laptop(t, to, "")
	x.open(room.PageIn, stick)
	x.capture("templates-in")
	x.wants(i18n.T("exchange.tpl.genuine"), i18n.T("exchange.preview.enrolled"), i18n.T("exchange.tpl.new"))
	x.tick(i18n.T("exchange.tpl.law", "name", "乙办法"))
	x.press(i18n.T("exchange.take"))
	laws, err := app.List[app.Law](t.Context(), to, "")
	if err != nil {
		t.Fatal(err)
	}
	has := func(name string) bool {
		return slices.ContainsFunc(laws, func(l app.Law) bool { return l.Name == name })
	}
	if !has("甲办法") || has("乙办法") {
		t.Errorf("of the two laws came: %v, %v", has("甲办法"), has("乙办法"))
	}
	x.wants(i18n.T("exchange.stage.taken"))
	x.capture("templates-taken")
}

func TestATemplatePackageOfAnotherOfficeAsksForItsPassPhrase(t *testing.T) {
	x := at(t, room.PageIn, "")
	lists, err := app.List[app.Template](t.Context(), x.told, "")
	x.must(err)
	x.told.templates, x.told.phrase = templatesOf(lists[0]), "山 有 扶苏"
	x.told.refuse["/stick/t.lspack"] = app.Refuse("exchange.phrase.none", "path", "/stick/t.lspack")
	x.offer("t")
	x.capture("templates-locked")
	for _, wrong := range []string{"", "山 有"} {
		shelltest.Entries(x.room.Content())[0].SetText(wrong)
		x.press(i18n.T("exchange.tpl.open"))
		if x.says(i18n.T("exchange.tpl.genuine")) {
			t.Fatalf("%q opens it", wrong)
		}
	}
	shelltest.Entries(x.room.Content())[0].SetText("山 有 扶苏")
	x.press(i18n.T("exchange.tpl.open"))
	x.wants(i18n.T("exchange.tpl.genuine"), i18n.T("exchange.tpl.check"), i18n.T("exchange.preview.stranger"))
}

func TestAChecklistThatDiffersComesBesideTheOneThatIsHere(t *testing.T) {
	x := at(t, room.PageIn, "")
	lists, err := app.List[app.Template](t.Context(), x.told, "")
	x.must(err)
	x.told.templates = templatesOf(lists[0])
	x.told.refuse["/stick/t.lspack"] = app.Refuse("exchange.templates")
	x.offer("t")
	x.capture("templates-differs")
	version := lists[0].Version
	entry := shelltest.Entries(x.room.Content())[0]
	if entry.Text != version+"-2" {
		t.Errorf("proposes %q", entry.Text)
	}
	entry.SetText(" 2027-甲 ")
	x.tick("检查表")
	b := shelltest.Button(x.room.Content().(*fyne.Container).Objects[1], i18n.T("exchange.take"))
	test.Tap(b)
	got := x.told.chose[lists[0].ID]
	if got.Do != "version" || got.Version != "2027-甲" {
		t.Errorf("chose %+v", got)
	}
	x.wants(i18n.T("exchange.tpl.done", "new", 1, "changed", 0, "skipped", 0, "same", 0))
}
