package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/vault"
)

const readerPhrase = "石 桥 西边 一口 老井"

func reader() Options { return quick(Options{Phrase: readerPhrase, Now: clock()}) }

// readingPack gives a reading package of everything, as written by phrase.
func readingPack(t testing.TB, w *Workspace) string {
	t.Helper()
	return write(t, draftOf(t, w, exchange.ReadingPack, nil, packPhrase))
}

func copied(t testing.TB, w *Workspace) *Workspace {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "阅览.lianshen")
	r, err := OpenReading(ctx, []string{readingPack(t, w)}, dir, ReadingKey{Phrase: packPhrase}, reader(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func TestACopyForReadingShowsAllAndSaysWhatItIs(t *testing.T) {
	office, _ := filled(t)
	pack := readingPack(t, office)
	view, err := PeekReading(ctx, []string{pack}, ReadingKey{Phrase: packPhrase})
	if err != nil || view.Cases != 1 || view.Blobs != 2 || view.From.Person != "王敏" || view.Fingerprint == "" {
		t.Fatalf("%+v, %v", view, err)
	}
	w := copied(t, office)
	if !w.Reading() || w.ID() != office.ID() || w.Seat().ID != "" || len(w.keys.Seats()) != 1 {
		t.Errorf("reading %v, seat %+v", w.Reading(), w.Seat())
	}
	c, err := w.ReadingOf(ctx)
	if err != nil || c.From.Person != "王敏" || c.Title != "青溪县2026年联审" || c.Made.IsZero() || c.Came.IsZero() {
		t.Errorf("%+v, %v", c, err)
	}
	for _, e := range list[app.Evidence](t, w) {
		f, err := w.OpenAttachment(ctx, e.FileHash)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, f); err != nil || n != e.FileSize {
			t.Errorf("%d bytes, %v", n, err)
		}
		f.Close()
	}
	if hits, err := w.Search(ctx, "LS2026-001", 10); err != nil || len(hits) == 0 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
	if _, err := w.Veiled(ctx, list[app.Case](t, w)[0].ID); err != nil {
		t.Error(err)
	}
	if due, err := w.BackupDue(ctx); err != nil || due != "" {
		t.Errorf("a backup is due for %q, %v", due, err)
	}
	sound(t, w)
	w = as(t, w, readerPhrase)
	if again, err := w.ReadingOf(ctx); err != nil || again != c {
		t.Errorf("%+v, %v", again, err)
	}
	sound(t, w)
	if _, err := office.ReadingOf(ctx); app.CodeOf(err) != "reading.none" {
		t.Errorf("the office itself: %v", err)
	}
}

// readers are the methods that change nothing, or nothing of the workspace.
var lookers = []string{"All", "AsOf", "AttachmentState", "BackupDue", "Backups", "BeforeRisk", "Board", "ByScope", "CaseByNumber", "ChangedSince", "CheckPhrase",
	"Clashes", "Close", "CountClashes", "DayDeeds", "Desk", "Dir", "Dossier", "Each", "Examine", "ExamineTemplates", "FindingRows", "HasRecovery", "History", "ID",
	"ImportSummary", "Imports", "ItemRows", "LastDeeds", "LastStates", "LastTrial", "Me", "MeasurePackage", "MonthDays", "Names", "NeedsRenewal", "Office", "OnChange", "OpenAttachment",
	"Peers", "PlanTakeBack", "PlanWipe", "Program", "Read", "Reading", "ReadingOf", "Rounds", "Sample", "ScanFolder", "Search", "Seat", "Seats", "Second", "SentPackages", "ShortTip", "Since",
	"StateAsOf", "Thumbnail", "Timeline", "TimelineChoices", "TimelinePage", "Tip", "Trash", "TrialDue", "TrialRestore", "Veiled", "Verify", "View", "Wipe"}

// TestNothingChangesInACopyForReading calls every exported method that changes something: each refuses, and the database
// and the folder stay as they were.
func TestNothingChangesInACopyForReading(t *testing.T) {
	office, _ := filled(t)
	w := copied(t, office)
	stick := t.TempDir()
	pack := write(t, draftTemplates(t, office, sheet("2027", "看会议记录")))
	caseID := list[app.Case](t, w)[0].ID
	give := map[reflect.Type]any{
		reflect.TypeFor[context.Context](): ctx, reflect.TypeFor[[]string](): []string{pack}, reflect.TypeFor[app.ID](): caseID,
		reflect.TypeFor[WriteTo](): WriteTo{Dir: stick}, reflect.TypeFor[Outgoing](): Outgoing{Kind: exchange.WorkPack, Phrase: packPhrase},
		reflect.TypeFor[io.Reader]():         strings.NewReader("附件"),
		reflect.TypeFor[[]app.Noun]():        []app.Noun{app.Unit{ID: newID(), Name: "青溪县"}},
		reflect.TypeFor[app.Verb]():          app.VerbLoad,
		reflect.TypeFor[TemplatesOut]():      TemplatesOut{Nouns: []app.ID{caseID}, Phrase: packPhrase},
		reflect.TypeFor[exchange.Request]():  exchange.Request{Seat: strings.Repeat("ab", 16)},
		reflect.TypeFor[Report]():            Report{},
		reflect.TypeFor[vault.Recovery]():    vault.Recovery{1},
		reflect.TypeFor[map[string]string](): map[string]string{},
		reflect.TypeFor[func(app.Reader) (app.Deed, error)](): func(app.Reader) (app.Deed, error) {
			return app.Deed{Verb: "unit.save", Changes: []app.Change{{Entity: newID(), Noun: app.KindUnit, Kind: app.New, Value: []byte(`{}`)}}}, nil
		},
	}
	before, files := w.tip, under(t, filepath.Dir(w.dir))
	ty := reflect.TypeOf(w)
	called := 0
	for i := range ty.NumMethod() {
		m := ty.Method(i)
		if slices.Contains(lookers, m.Name) {
			continue
		}
		args := []reflect.Value{reflect.ValueOf(w)}
		for k := 1; k < m.Type.NumIn(); k++ {
			in := m.Type.In(k)
			switch v, known := give[in]; {
			case m.Type.IsVariadic() && k == m.Type.NumIn()-1:
			case known:
				args = append(args, reflect.ValueOf(v))
			case in.Kind() == reflect.String:
				args = append(args, reflect.ValueOf(stick).Convert(in))
			case in.Kind() == reflect.Int64:
				args = append(args, reflect.ValueOf(int64(1)).Convert(in))
			default:
				args = append(args, reflect.Zero(in))
			}
		}
		called++
		out := m.Func.Call(args)
		if len(out) == 0 {
			t.Errorf("%s cannot refuse: is it one that reads?", m.Name)
			continue
		}
		err, _ := out[len(out)-1].Interface().(error)
		if app.CodeOf(err) != "workspace.reading" {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
	if called < 20 {
		t.Errorf("only %d methods were called", called)
	}
	if w.tip != before || !slices.Equal(files, under(t, filepath.Dir(w.dir))) {
		t.Error("something has changed")
	}
	if left := under(t, stick); len(left) != 0 {
		t.Errorf("on the stick: %v", left)
	}
	if err := app.Keep(ctx, w.Desk(), app.VerbSaveUnit, app.Unit{Name: "青溪县"}); app.CodeOf(err) != "workspace.reading" {
		t.Errorf("a use case: %v", err)
	}
	for _, name := range lookers {
		if _, is := ty.MethodByName(name); !is {
			t.Errorf("%s is no method any more", name)
		}
	}
}

func TestReadingPackagesAreRefusedByName(t *testing.T) {
	office, _ := filled(t)
	pack := readingPack(t, office)
	dir := filepath.Join(t.TempDir(), "阅览.lianshen")
	copied := copied(t, office)
	for _, c := range []struct {
		name, pack, dir string
		key             ReadingKey
		o               Options
		code            string
	}{
		{"wrong phrase", pack, dir, ReadingKey{Phrase: "别的 口令"}, reader(), "exchange.phrase"},
		{"no phrase", pack, dir, ReadingKey{}, reader(), "exchange.phrase.none"},
		{"no phrase for the copy", pack, dir, ReadingKey{Phrase: packPhrase}, Options{Cost: vault.Lowest, Log: silent, Now: clock()}, "phrase.empty"},
		{"another kind", write(t, draftOf(t, office, exchange.WorkPack, nil, packPhrase)), dir, ReadingKey{Phrase: packPhrase}, reader(), "reading.kind"},
		{"the folder is there", pack, copied.dir, ReadingKey{Phrase: packPhrase}, reader(), "workspace.exists"},
		{"for a seat, and not this one", write(t, draftOf(t, office, exchange.ReadingPack, []string{bare(t).Seat().Box}, "")), dir, ReadingKey{By: office}, reader(), "exchange.receiver"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := OpenReading(ctx, []string{c.pack}, c.dir, c.key, c.o, nil)
			if err == nil {
				w.Close()
			}
			if app.CodeOf(err) != c.code || exists(dir) || exists(dir+partSuffix) {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
	key := ReadingKey{By: office}
	w, err := OpenReading(ctx, []string{write(t, draftOf(t, office, exchange.ReadingPack, []string{office.Seat().Box}, ""))}, dir, key, reader(), nil)
	if err != nil {
		t.Fatalf("for a seat: %v", err)
	}
	defer w.Close()
	if c, err := w.ReadingOf(ctx); err != nil || c.For != office.Seat().ID {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestWhoReadsByPhraseSeesNoWordOfATalk shows that a copy gives no sight of what was said in confidence.
func TestWhoReadsByPhraseSeesNoWordOfATalk(t *testing.T) {
	office, _ := filled(t)
	caseID := list[app.Case](t, office)[0].ID
	if err := keepAny(office.Desk(), app.VerbSaveTalk, app.Talk{ID: newID(), Case: caseID, Label: "甲", Text: "从未公开的话"}); err != nil {
		t.Fatal(err)
	}
	w := copied(t, office)
	d, err := w.Veiled(ctx, caseID)
	if err != nil || len(d.Talks) != 1 || d.Talks[0].Text != "" || !d.Veiled.Has(string(d.Talks[0].ID)) {
		t.Errorf("%+v, %v", d.Talks, err)
	}
	if hits, err := w.Search(ctx, "从未公开", 10); err != nil || len(hits) != 0 {
		t.Errorf("search finds %d, %v", len(hits), err)
	}
}

func TestACopyIsRefreshedByANewerPackageAlone(t *testing.T) {
	office, _ := filled(t)
	first := readingPack(t, office)
	w := copied(t, office)
	dir := w.dir
	w.Close()
	unit(t, office, "望溪区")
	newer := readingPack(t, office)
	other, _ := filled(t)
	wrong := reader()
	wrong.Phrase = herPhrase
	for _, c := range []struct {
		name, pack string
		o          Options
		code       string
	}{
		{"an older one", first, reader(), "reading.older"},
		{"another workspace's", readingPack(t, other), reader(), "exchange.elsewhere"},
		{"another phrase", newer, wrong, "phrase.wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if w, err := RefreshReading(ctx, []string{c.pack}, dir, ReadingKey{Phrase: packPhrase}, c.o, nil); app.CodeOf(err) != c.code {
				w.Close()
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
	if w, err := RefreshReading(ctx, []string{newer}, office.dir, ReadingKey{Phrase: packPhrase}, reader(), nil); err == nil {
		w.Close()
		t.Error("a workspace of a seat is taken for a copy")
	}
	w, err := RefreshReading(ctx, []string{newer}, dir, ReadingKey{Phrase: packPhrase}, reader(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if units := list[app.Unit](t, w); len(units) != 1 {
		t.Errorf("%+v", units)
	}
	if exists(dir + formerSuffix) {
		t.Error("the former copy stays")
	}
	sound(t, w)
}

// TestRefreshingCutOffAtEveryStepLeavesACopy ends the program at each step: the copy then is the former or the new one.
func TestRefreshingCutOffAtEveryStepLeavesACopy(t *testing.T) {
	office, _ := filled(t)
	w := copied(t, office)
	dir := w.dir
	w.Close()
	unit(t, office, "望溪区")
	newer := readingPack(t, office)
	spare := t.TempDir()
	if err := os.CopyFS(filepath.Join(spare, "x"), os.DirFS(filepath.Dir(dir))); err != nil {
		t.Fatal(err)
	}
	errCut := errors.New("cut")
	for n := 0; ; n++ {
		root := t.TempDir()
		if err := os.CopyFS(root, os.DirFS(filepath.Join(spare, "x"))); err != nil {
			t.Fatal(err)
		}
		at := filepath.Join(root, filepath.Base(dir))
		step, cutAt := 0, ""
		j := joining{disk: realDisk{}, step: func(name string) error {
			if step++; step > n {
				cutAt = name
				return errCut
			}
			return nil
		}}
		w, err := j.refresh(ctx, []string{newer}, at, ReadingKey{Phrase: packPhrase}, reader(), nil)
		if err == nil {
			w.Close()
			if n < 9 {
				t.Errorf("only %d steps", n)
			}
			return
		}
		if !errors.Is(err, errCut) {
			t.Fatalf("step %d: %v", n, err)
		}
		if w, err = Open(ctx, at, reader()); err != nil {
			t.Fatalf("cut at %s: %v", cutAt, err)
		}
		if got := len(list[app.Unit](t, w)); got > 1 || cutAt == "drop" && got != 1 {
			t.Errorf("cut at %s: %d units", cutAt, got)
		}
		w.Close()
		if left := under(t, root); slices.ContainsFunc(left, func(n string) bool { return strings.Contains(n, formerSuffix) }) {
			t.Errorf("cut at %s: left %v", cutAt, left)
		}
	}
}

func TestAWorkspaceThatSomebodyHasPutAsideStaysThere(t *testing.T) {
	w := bare(t)
	w.Close()
	aside := w.dir + formerSuffix
	if err := os.Rename(w.dir, aside); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, w.dir, quick(Options{})); app.CodeOf(err) != "workspace.missing" || !exists(databasePath(aside)) {
		t.Errorf("got %v", err)
	}
	next, err := createWith(ctx, w.dir, quick(Options{Person: "王敏"}), nil)
	if err != nil {
		t.Fatal(err)
	}
	next.Close()
	if !exists(databasePath(aside)) {
		t.Error("it was taken away")
	}
}
