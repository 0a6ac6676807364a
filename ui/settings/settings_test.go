package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

type program struct {
	applied  []prefs.Values
	left     int
	switched []string
}

func (p *program) Apply(v prefs.Values) { p.applied = append(p.applied, v) }
func (p *program) Leave()               { p.left++ }
func (p *program) Switch(dir string)    { p.switched = append(p.switched, dir) }

type fixture struct {
	*testing.T
	host    *shelltest.Host
	ws      *store.Workspace
	room    *Room
	program *program
	prefs   *prefs.File
}

// at opens a page of the room on a real workspace with the sample round.
func at(t *testing.T, page string) *fixture {
	t.Helper()
	ws := storetest.Sample(t, noon)
	x := &fixture{T: t, host: shelltest.New(t, ws.Desk()), ws: ws, program: &program{}, prefs: prefs.Open("")}
	x.room = New(x.host, Of(ws), x.program, x.prefs, "9.9")
	x.host.Show(x.room, shell.Route{Room: shell.RoomSettings + "/" + page})
	t.Cleanup(func() {
		for _, err := range x.host.Errors {
			t.Errorf("the window said: %v", err)
		}
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

func (x *fixture) tap(key string) {
	x.Helper()
	b := shelltest.Button(x.room.Content(), i18n.T(key))
	if b == nil {
		x.Fatalf("there is no button %q", i18n.T(key))
	}
	test.Tap(b)
}

func (x *fixture) tapInDialog(key string) {
	x.Helper()
	b := shelltest.Button(x.host.Win.Canvas().Overlays().Top(), i18n.T(key))
	if b == nil {
		x.Fatalf("the dialog has no button %q", i18n.T(key))
	}
	test.Tap(b)
}

func (x *fixture) says(text string) {
	x.Helper()
	if !shelltest.Says(x.room.Content(), text) {
		x.Errorf("%q is not there", text)
	}
}

func TestChoicesAreKeptAndShownAtOnce(t *testing.T) {
	x := at(t, PageLook)
	for _, key := range []string{"settings.language.en", "settings.light.dark", "settings.text.huge"} {
		x.tap(key)
	}
	v := x.prefs.Get()
	if v.Language != i18n.English || v.Mode != theme.ModeDark || v.Text != theme.TextHuge || len(x.program.applied) != 3 {
		t.Errorf("kept %+v, applied %d times", v, len(x.program.applied))
	}
}

func TestASoundWorkspaceIsToldWithItsCheckCode(t *testing.T) {
	x := at(t, PageIntegrity)
	x.tap("settings.verify.do")
	report := x.room.checks.report
	if !report.OK() || report.Records == 0 {
		t.Fatalf("the sample does not verify: %+v", report.Troubles)
	}
	x.says(i18n.T("settings.verify.sound", "records", i18n.Number(report.Records), "attachments", i18n.Number(report.Attachments), "seats", report.Seats, "tip", x.ws.ShortTip()))
	x.says(i18n.T("settings.tip", "tip", x.ws.ShortTip()))
	x.says(x.ws.Dir())
	x.tap("settings.leave")
	if x.program.left != 1 {
		t.Error("the workspace is not left")
	}
}

// damaged is a workspace of which Verify says that records are not as they were signed.
type damaged struct {
	Store
	report store.Report
	asked  int
}

func (d *damaged) Verify(context.Context, func(done, total int)) (store.Report, error) {
	return d.report, nil
}

func (d *damaged) SetAside(_ context.Context, r store.Report) (store.Mended, error) {
	d.asked++
	d.report = store.Report{Records: r.Records - 1, Aside: 1}
	return store.Mended{Aside: 1}, nil
}

func TestDamageIsToldInWordsWithWhatToDoAndMendedAfterAsking(t *testing.T) {
	x := at(t, PageIntegrity)
	d := &damaged{Store: Of(x.ws), report: store.Report{Records: 7, Troubles: []store.Trouble{
		{Code: "record", Part: "hash", Record: 3, Seat: strings.Repeat("a", 32), Seq: 3},
		{Code: "attachment", Part: string(store.AttachmentMissing)},
	}}}
	x.room.store = d
	x.tap("settings.verify.do")
	x.says(i18n.T("settings.verify.broken", "n", 2))
	for _, trouble := range d.report.Troubles {
		key, args := trouble.Word()
		x.says(i18n.TMap(key, args))
		x.says(i18n.TMap(key+".hint", args))
	}
	x.tap("settings.aside.do")
	if d.asked != 0 {
		t.Fatal("records are set aside without asking")
	}
	x.tapInDialog("settings.aside.do")
	if d.asked != 1 {
		t.Fatal("records are not set aside")
	}
	x.says(i18n.T("settings.verify.aside", "aside", 1, "lost", 0))
}

func TestABackupIsMadeListedTriedAndRestored(t *testing.T) {
	x := at(t, PageBackup)
	x.says(i18n.T("settings.backup.empty"))
	x.tap("settings.backup.now")
	all, err := x.ws.Backups()
	if err != nil || len(all) != 1 || len(x.room.keeping.all) != 1 {
		t.Fatalf("%d backups on disk, %d in the list, %v", len(all), len(x.room.keeping.all), err)
	}
	c, err := x.ws.CaseByNumber(context.Background(), "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	if err := x.ws.Desk().SaveCase(context.Background(), app.VerbSaveOnSite, c.ID, func(c *app.Case) error { c.OnSite.Place = "三楼会议室"; return nil }); err != nil {
		t.Fatal(err)
	}
	x.room.keeping.table.SelectID(all[0].Path)
	x.room.keeping.askRestore()
	top := x.host.Win.Canvas().Overlays().Top()
	if want := i18n.T("settings.restore.lost", "n", "1"); !shelltest.Says(top, want) {
		t.Errorf("%q is not told before restoring", want)
	}
	entries := shelltest.Entries(top)
	dir := filepath.Join(t.TempDir(), "back"+store.Suffix)
	entries[0].SetText(dir)
	x.tapInDialog("settings.restore.do") // without a pass phrase
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("restored without a pass phrase")
	}
	entries[1].SetText(storetest.Phrase)
	x.tapInDialog("settings.restore.do")
	x.tapInDialog("settings.restored.open")
	if len(x.program.switched) != 1 || x.program.switched[0] != dir {
		t.Fatalf("switched to %v, want %s", x.program.switched, dir)
	}
	back, err := store.Open(context.Background(), dir, storetest.Options(store.Options{Now: func() time.Time { return noon }}))
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if was, err := back.CaseByNumber(context.Background(), "LS2026-001"); err != nil || was.OnSite.Place == "三楼会议室" {
		t.Errorf("the restored case has place %q, %v", was.OnSite.Place, err)
	}
	if back.Seat().ID == x.ws.Seat().ID {
		t.Error("the restored workspace goes on at the old seat")
	}
}

func TestATrialRestoreTellsItsOutcome(t *testing.T) {
	x := at(t, PageBackup)
	x.tap("settings.backup.now")
	x.host.Show(x.room, shell.Route{Room: shell.RoomSettings + "/" + PageIntegrity})
	x.says(i18n.T("settings.trial.none"))
	x.tap("settings.trial.do")
	trial, err := x.ws.LastTrial()
	if err != nil || !trial.OK {
		t.Fatalf("%+v, %v", trial, err)
	}
	x.says(i18n.T("settings.trial.ok", "at", i18n.Moment(trial.At), "records", i18n.Number(trial.Records), "attachments", i18n.Number(trial.Attachments)))
}

func TestAStickIsMarkedByItsFolder(t *testing.T) {
	x := at(t, PageBackup)
	stick := t.TempDir()
	x.tap("settings.backup.mark")
	shelltest.Entries(x.host.Win.Canvas().Overlays().Top())[0].SetText(stick)
	x.tapInDialog("settings.backup.mark.do")
	if found, _ := filepath.Glob(filepath.Join(stick, "*.json")); len(found) != 1 {
		t.Errorf("the stick holds %v", found)
	}
	if kit.Confirm(x.host.Win.Canvas()) {
		t.Error("the dialog stays open")
	}
}

func TestTheTextForSupportIsShownAndCopied(t *testing.T) {
	x := at(t, PageIntegrity)
	x.tap("settings.doctor.do")
	report, err := store.Doctor(context.Background(), x.ws.Dir(), x.ws)
	if err != nil || len(report.Facts) < 5 {
		t.Fatalf("%d facts, %v", len(report.Facts), err)
	}
	x.tap("settings.doctor.copy")
	text := fyne.CurrentApp().Clipboard().Content()
	for _, f := range report.Facts[:3] {
		if line := i18n.TMap(f.Key, f.Args); !strings.Contains(text, line) {
			t.Errorf("%q is not copied", line)
		}
	}
	if strings.Contains(text, x.ws.Me().Name) || strings.Contains(text, x.ws.Dir()) {
		t.Errorf("the text for support tells who or where: %s", text)
	}
}

func TestAboutSaysWhatTheProgramIsNotFor(t *testing.T) {
	x := at(t, PageAbout)
	x.says(i18n.T("secrecy.notice"))
	x.says(i18n.T("settings.about.name", "version", "9.9"))
}

// reading is a store that is a copy for reading.
type reading struct{ Store }

func (reading) Reading() bool { return true }

func TestACopyForReadingOffersNoWorkLog(t *testing.T) {
	x := at(t, PageLook)
	if !shelltest.Says(x.room.Content(), i18n.T("room.daylog")) {
		t.Error("one's own workspace does not lead to the work log")
	}
	room := New(x.host, reading{x.room.store}, x.program, x.prefs, "9.9")
	x.host.Show(room, shell.Route{Room: shell.RoomSettings})
	if shelltest.Says(room.Content(), i18n.T("room.daylog")) || !shelltest.Says(room.Content(), i18n.T("room.laws")) {
		t.Error("a copy for reading leads to a work log it does not have, or not to the law list")
	}
}
