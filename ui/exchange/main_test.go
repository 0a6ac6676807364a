package exchange_test

import (
	"context"
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// TestMain takes the master workspaces away at the end.
func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

// told is the sample workspace with an exchange that is told it: what it says can be set, and what was asked is kept.
type told struct {
	*store.Workspace
	peers   []store.Peer
	clashes int
	sized   store.Sized
	asked   []store.Outgoing // measured
	written []store.Outgoing
	to      []store.WriteTo
	sent    []store.Sent
	coming  map[string]store.Coming // by the first path
	refuse  map[string]error        // by the first path
	took    []store.TakeIn
	imports []store.Import
	summary store.ImportSummary
	plan    store.TakeBackPlan
	back    []string // reasons
	again   []int64
	folder  store.Folder
	fault   error // of writing and taking in

	templates store.TemplatesComing
	phrase    string // that opens them
	chose     map[app.ID]store.TemplateChoice
}

func (x *told) Peers(context.Context) ([]store.Peer, error)        { return x.peers, nil }
func (x *told) CountClashes(context.Context) (int, error)          { return x.clashes, nil }
func (x *told) SentPackages(context.Context) ([]store.Sent, error) { return x.sent, nil }
func (x *told) Imports(context.Context) ([]store.Import, error)    { return x.imports, nil }

func (x *told) MeasurePackage(_ context.Context, o store.Outgoing) (store.Sized, error) {
	x.asked = append(x.asked, o)
	return x.sized, nil
}

func (x *told) WritePackage(_ context.Context, o store.Outgoing, to store.WriteTo, progress func(done, total int64)) (store.Sent, error) {
	progress(1, 2)
	if x.fault != nil {
		return store.Sent{}, x.fault
	}
	x.written, x.to = append(x.written, o), append(x.to, to)
	s := store.Sent{Number: int64(len(x.sent) + 1), ID: app.DeriveID("test", "", to.Dir), Kind: o.Kind, At: noon, To: o.To, Name: "联审-工作包-0001.lspack",
		Paths: []string{filepath.Join(to.Dir, "联审-工作包-0001.lspack")}, Bytes: x.sized.Bytes, SHA256: strings.Repeat("0a1b2c3d", 8), Changes: x.sized.Changes, Blobs: x.sized.Blobs, Absent: x.sized.Absent}
	x.sent = append([]store.Sent{s}, x.sent...)
	return s, nil
}

func (x *told) Examine(_ context.Context, paths []string, _ func(done, total int64)) (store.Coming, error) {
	if err := x.refuse[paths[0]]; err != nil {
		return store.Coming{}, err
	}
	c := x.coming[paths[0]]
	c.Paths = paths
	return c, nil
}

func (x *told) TakeIn(ctx context.Context, paths []string, how store.TakeIn, _ func(done, total int64)) (store.Import, error) {
	if x.fault != nil {
		return store.Import{}, x.fault
	}
	if x.coming[paths[0]].Grave() && !how.Sure {
		return store.Import{}, app.Refuse("exchange.grave")
	}
	x.took = append(x.took, how)
	m := x.summary.Import
	m.N = int64(len(x.imports) + 1)
	x.imports = append([]store.Import{m}, x.imports...)
	delete(x.refuse, "gap")
	return m, nil
}

func (x *told) TakeInAll(ctx context.Context, sets [][]string, choose func(store.Coming) (store.TakeIn, bool), _ func(done, total int64)) (out []store.Taken, _ error) {
	for _, set := range sets {
		c, err := x.Examine(ctx, set, nil)
		t := store.Taken{Paths: set, Coming: c, Err: err}
		if err == nil {
			how, take := choose(c)
			if t.Left = !take; take {
				t.Import, t.Err = x.TakeIn(ctx, set, how, nil)
			}
		}
		out = append(out, t)
	}
	return out, nil
}

func (x *told) ImportSummary(_ context.Context, n int64) (store.ImportSummary, error) {
	s := x.summary
	for _, m := range x.imports {
		if m.N == n {
			s.Import = m
		}
	}
	return s, nil
}

func (x *told) PlanTakeBack(_ context.Context, n int64) (store.TakeBackPlan, error) {
	p := x.plan
	p.Import = x.summary.Import
	p.Import.N = n
	return p, nil
}

func (x *told) TakeBack(_ context.Context, n int64, why string) error {
	x.back = append(x.back, why)
	for i := range x.imports {
		if x.imports[i].N == n {
			x.imports[i].Back, x.imports[i].Rest = noon, len(x.plan.Rests)
		}
	}
	return nil
}

func (x *told) TakeAgain(_ context.Context, n int64) error {
	x.again = append(x.again, n)
	for i := range x.imports {
		if x.imports[i].N == n {
			x.imports[i].Back = time.Time{}
		}
	}
	return nil
}

func (x *told) ExamineTemplates(_ context.Context, paths []string, phrase string) (store.TemplatesComing, error) {
	if phrase != x.phrase {
		return store.TemplatesComing{}, app.Refuse("exchange.phrase", "path", paths[0])
	}
	x.templates.Paths = paths
	return x.templates, nil
}

func (x *told) TakeTemplates(_ context.Context, _ []string, _ string, choices map[app.ID]store.TemplateChoice) (store.TemplatesTaken, error) {
	x.chose = choices
	return store.TemplatesTaken{New: 1}, nil
}

// templatesOf is a package with a checklist of the version that is here, but with other items.
func templatesOf(list app.Template) store.TemplatesComing {
	return store.TemplatesComing{From: store.Party{Person: "外县", Laptop: "一号机"}, Fingerprint: "1234 5678 9012 3456", Nouns: []store.TemplateComing{{ID: list.ID, Kind: app.KindTemplate,
		Title: list.Title, Version: list.Version, Strand: list.Strand, State: store.TemplateDiffers, Pinned: 4, Differs: []store.Difference{{Field: "title"}}}}}
}

func (x *told) ScanFolder(context.Context, string) (store.Folder, error) { return x.folder, nil }

func (x *told) PutInFolder(context.Context, string, store.PutIn, func(done, total int64)) ([]store.Sent, error) {
	return x.sent, nil
}

func (x *told) CleanFolder(context.Context, string) (store.Cleaned, error) {
	return store.Cleaned{Gone: x.folder.Mine[:1]}, nil
}

// fixture is the room in a window.
type fixture struct {
	*testing.T
	host  *shelltest.Host
	told  *told
	room  *room.Room
	prefs *prefs.File
	plug  func([]store.Stick) // tells of sticks
	free  map[string]int64
}

func (x *fixture) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

// at opens a page of the room.
func at(t *testing.T, page, ref string) *fixture {
	t.Helper()
	ws := storetest.Sample(t, noon)
	x := &fixture{T: t, host: shelltest.New(t, ws.Desk()), told: plenty(t, ws), prefs: prefs.Open("")}
	x.make()
	x.open(page, ref)
	t.Cleanup(func() {
		x.room.Hidden()
		for _, err := range x.host.Errors {
			t.Errorf("the window said: %v", err)
		}
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

// make makes the room; its look for sticks tells what plug is told.
func (x *fixture) make() {
	ready := make(chan struct{})
	x.room = room.New(x.host, x.told, room.Config{Workspace: "样本", Dir: x.told.Dir(), Prefs: x.prefs, Now: func() time.Time { return noon },
		Free: func(dir string) (int64, error) {
			if n, ok := x.free[dir]; ok {
				return n, nil
			}
			return 0, errors.ErrUnsupported
		},
		Sticks: func(_ context.Context, f func([]store.Stick)) {
			x.plug = f
			close(ready)
		}})
	x.host.Show(x.room, shell.Route{Room: shell.RoomExchange})
	<-ready
	x.plug(nil)
}

func (x *fixture) open(page, ref string) {
	name := shell.RoomExchange
	if page != "" {
		name += "/" + page
	}
	x.host.Win.Resize(fyne.NewSize(1366, 768))
	x.room.Open(shell.Route{Room: name, Ref: ref})
}

func (x *fixture) top() fyne.CanvasObject { return x.host.Win.Canvas().Overlays().Top() }

// press presses a button by its words, in a dialog when one is open.
func (x *fixture) press(text string) {
	x.Helper()
	root := x.room.Content().(*fyne.Container).Objects[1] // below the pages
	if top := x.top(); top != nil {
		root = top
	}
	b := shelltest.Button(root, text)
	if b == nil {
		x.Fatalf("there is no button %q", text)
	}
	if b.Disabled() {
		x.Fatalf("the button %q cannot be pressed", text)
	}
	test.Tap(b)
}

func (x *fixture) says(text string) bool {
	if top := x.top(); top != nil && shelltest.Says(top, text) {
		return true
	}
	return shelltest.Says(x.room.Content(), text)
}

func (x *fixture) wants(texts ...string) {
	x.Helper()
	for _, text := range texts {
		if !x.says(text) {
			x.Errorf("%q is not there", text)
		}
	}
}

// row takes the row in hand by key that has the words in one of its cells.
func (x *fixture) row(words string) {
	x.Helper()
	table, ok := shelltest.Find(x.room.Content(), func(*kit.DataTable) bool { return true })
	if !ok {
		x.Fatal("there is no list")
	}
	x.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	for range table.Total() {
		row, _ := table.Selected()
		for _, c := range row.Cells {
			if strings.Contains(c.Text, words) {
				return
			}
		}
		x.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	x.Fatalf("no row says %q", words)
}

// capture keeps a picture where SHOTS says.
func (x *fixture) capture(name string) {
	x.Helper()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	picture := x.host.Win.Canvas().Capture()
	f, err := os.Create(filepath.Join(dir, "exchange-"+name+".png"))
	x.must(err)
	defer f.Close()
	x.must(png.Encode(f, picture))
}

// plenty is an exchange in which everything there is happens at once.
func plenty(t *testing.T, ws *store.Workspace) *told {
	t.Helper()
	x := &told{Workspace: ws, clashes: 3, coming: map[string]store.Coming{}, refuse: map[string]error{}}
	peer := func(name, laptop string, change func(*store.Peer)) {
		p := store.Peer{Seat: app.Seat{ID: app.DeriveID("test", "", name), Laptop: laptop, Person: app.DeriveID("test", "p", name)}, Who: app.Person{Name: name, Dept: "示例市审计局"},
			Heard: noon.Add(-50 * time.Hour), Via: noon.Add(-40 * time.Hour), Program: "0.4.0"}
		change(&p)
		x.peers = append(x.peers, p)
	}
	x.peers = append(x.peers, store.Peer{Seat: ws.Seat(), Who: ws.Me(), Mine: true, Program: "0.4.0"})
	peer("李卫国", "乙机", func(p *store.Peer) {
		p.Lacks, p.LacksBlobs, p.Ahead = 128, 3, 12
		p.Last = &store.Sent{Number: 3, At: noon.Add(-70 * time.Hour), Name: "联审-工作包-样本-测试员致李卫国-20261009-0003.lspack"}
	})
	peer("赵明", "第三组笔记本", func(*store.Peer) {})
	peer("钱静", "丁机", func(p *store.Peer) { p.Clock = 3 * 365 * 24 * time.Hour })
	peer("孙小兰", "戊机", func(p *store.Peer) { p.Heard, p.Via, p.Program, p.Lacks = time.Time{}, time.Time{}, "", 9012 })
	peer("周行", "己机", func(p *store.Peer) { p.Forked = true })
	peer("吴青", "庚机", func(p *store.Peer) { p.Out, p.OutWhy = app.MustDate("2026-09-30"), "调离" })
	x.sized = store.Sized{Records: 40, Changes: 128, Blobs: 3, Bytes: 3_500_000, Cases: 4, Absent: 1, Narrowed: true}
	c, err := ws.CaseByNumber(t.Context(), "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	u, err := app.Get[app.Unit](t.Context(), ws, c.Unit)
	if err != nil {
		t.Fatal(err)
	}
	raw := func(v any) []byte {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	clash := store.Clash{Entity: c.ID, Kind: app.KindCase, Case: c.ID, Number: c.Number, Field: "onSite/place", Base: raw("三楼会议室"), Sides: []store.Side{
		{Who: "测试员", At: noon.Add(-5 * time.Hour), Mine: true, Verb: app.VerbSaveOnSite, Value: raw("四楼会议室")},
		{Who: "李卫国", At: noon.Add(-6 * time.Hour), Verb: app.VerbSaveOnSite, Value: raw("二楼小会议室")}}}
	x.summary = store.ImportSummary{Import: store.Import{At: noon, By: ws.Seat().ID, From: store.Party{Person: "李卫国", Laptop: "乙机", Enrolled: true}, Kind: exchange.WorkPack, Number: 4,
		Made: noon.Add(-3 * time.Hour), Name: "联审-工作包-样本-李卫国致测试员-20261012-0004.lspack", SHA256: strings.Repeat("0a1b2c3d", 8), Records: 31, Changes: 128, Blobs: 3, Missing: 1, Clashes: 2},
		Cases:   []store.CaseComing{{New: 1}, {ID: c.ID, Number: c.Number, Unit: u.Name, New: 4, Changed: 11, Clashing: 2, Removed: 1}},
		People:  []store.PersonDid{{Who: "李卫国", Verb: app.VerbAnswerItem, Deeds: 24}, {Who: "李卫国", Verb: app.VerbSaveOnSite, Deeds: 2}, {Who: "王五", Verb: app.VerbSaveOnSite, Deeds: 1}},
		Clashes: []store.ClashFate{{Clash: clash}, {Clash: clash, Chosen: &store.Event{Who: "测试员", At: noon, After: raw("四楼会议室")}}},
		Awaited: []string{"任前公示照片.jpg"}}
	x.plan = store.TakeBackPlan{Goes: 31, Stays: 12, Rests: []store.Event{{At: noon, Who: "测试员", Verb: app.VerbSaveOnSite, Case: c.ID, Entity: c.ID, Kind: app.KindCase}}}
	signed := app.Signoff{Kind: app.SignStage, Stage: app.EntryMeeting, By: "王五", On: app.MustDate("2026-09-20")}
	base := store.Coming{Kind: exchange.WorkPack, Number: 4, Made: noon.Add(-3 * time.Hour), From: store.Party{Person: "李卫国", Laptop: "乙机", Enrolled: true}, Records: 31, Changes: 128, Blobs: 3,
		Living: 900, Cases: x.summary.Cases, Clashes: []store.Clash{clash}}
	x.coming["/stick/a.lspack"] = base
	grave := base
	grave.Number, grave.Missing, grave.Removed, grave.Signed, grave.Late, grave.Clock = 5, 2, 120, []store.SignedTouch{{Case: c.ID, Signoff: signed}}, 2, -3*time.Hour
	grave.Beyond = []store.BeyondRole{{Who: "王五", Verb: app.VerbSaveOnSite, Case: c.ID}}
	x.coming["/stick/grave.lspack"] = grave
	known := base
	known.Known, known.Before = true, 1
	x.coming["/stick/known.lspack"] = known
	x.refuse["/stick/gap.lspack"] = app.Refuse("exchange.elsewhere")
	x.folder = store.Folder{Dir: "/share", New: []store.FolderFile{{Paths: []string{"/share/new.lspack"}, Bytes: 30_000, At: noon, Kind: exchange.WorkPack, Number: 7, Made: noon, From: base.From}},
		Mine: []store.FolderFile{{Paths: []string{"/share/mine.lspack"}, Bytes: 4_000_000, At: noon, Kind: exchange.WorkPack, Number: 3, Made: noon, From: store.Party{Person: "测试员", Laptop: "甲机"},
			Confirmed: []app.ID{x.peers[1].ID}, Waits: []app.ID{x.peers[2].ID}}},
		Half:    []store.FolderFile{{Paths: []string{"/share/half.lspack"}, Bytes: 12, At: noon, Err: app.Refuse("exchange.damaged", "path", "/share/half.lspack")}},
		Foreign: []store.FolderFile{{Paths: []string{"/share/通知.docx"}, Bytes: 90_000, At: noon}}}
	x.coming["/share/new.lspack"] = base
	return x
}
