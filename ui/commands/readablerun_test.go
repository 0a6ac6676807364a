package commands_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/storetest"
	"lianshen/ui/prefs"
	"lianshen/ui/preview"
)

// childDir names, in the environment of the child process, the folder in which it works.
const childDir = "LIANSHEN_READABLE_DIR"

// searched are the folders of the run in which nothing readable may be found. What is printed on purpose goes elsewhere.
var searched = []string{"work", "tmp", "cache", "config", "home"}

// Acceptance 1 of the vault: after a whole round – load, deeds, search, evidence with a photo, reports, previews, a
// backup – that ends with the process being killed at work, no file holds any of 200 words that were typed into it.
func TestNothingReadableIsLeftOnTheDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range append(searched, "printed") {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	created := watchCreated(t, filepath.Join(dir, "tmp"))
	workUntilKilled(t, dir)

	var places []string
	for _, name := range searched {
		places = append(places, filepath.Join(dir, name))
	}
	s := newSearcher(markers)
	look := func(when string) {
		t.Helper()
		found, files, size := s.under(t, places...)
		if len(found) > 0 {
			t.Errorf("%s %d places are readable, for instance %s", when, len(found), strings.Join(found[:min(8, len(found))], "; "))
		}
		if files < 10 || size < 1<<20 {
			t.Errorf("%s only %d files of %d bytes were there to look into", when, files, size)
		}
	}
	look("after the crash")
	if names := created(); len(names) > 0 {
		t.Errorf("temporary files were made: %v", names)
	}
	// The same eyes find the words on what was printed on purpose.
	if found, _, _ := s.under(t, filepath.Join(dir, "printed")); len(found) == 0 {
		t.Error("the search finds nothing on a printed report either")
	}

	// What was acknowledged is there, all 200 words are in it, and opening again leaves nothing readable either.
	ws, err := store.Open(t.Context(), filepath.Join(dir, "work", "round.lianshen"), storetest.Options(store.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	file, err := roundfile.FromReader(t.Context(), ws)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := roundfile.Write(&text, file); err != nil {
		t.Fatal(err)
	}
	text.WriteString(ws.Me().Name + ws.Me().Dept + ws.Seat().Laptop)
	for _, c := range file.Cases {
		for _, e := range c.Evidence {
			if e.FileHash == "" {
				continue
			}
			r, err := ws.OpenAttachment(t.Context(), e.FileHash)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&text, r); err != nil {
				t.Error(err)
			}
			r.Close()
		}
	}
	for i, m := range markers {
		if !strings.Contains(text.String(), m) {
			t.Errorf("the workspace does not hold word %d, %s", i, m)
		}
	}
	rep, err := ws.Verify(t.Context(), nil)
	if err != nil || !rep.OK() {
		t.Errorf("verify after the crash: %v %v", err, rep.Troubles)
	}
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	look("after opening again")
}

// workUntilKilled runs the round in a process of its own and kills it in the middle of its deeds.
func workUntilKilled(t *testing.T, dir string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), self)
	child.Env = append(os.Environ(), childDir+"="+dir, "TMPDIR="+filepath.Join(dir, "tmp"), "SQLITE_TMPDIR="+filepath.Join(dir, "tmp"),
		"XDG_CACHE_HOME="+filepath.Join(dir, "cache"), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"), "HOME="+filepath.Join(dir, "home"))
	var reasons bytes.Buffer
	child.Stderr = &reasons
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	deeds := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "deed" {
			if deeds++; deeds == 40 {
				break
			}
		}
	}
	if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	err = child.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL || deeds < 40 {
		t.Fatalf("the round ended by itself after %d deeds: %v\n%s", deeds, err, reasons.String())
	}
	if found := newSearcher(markers).within(reasons.Bytes(), 0); len(found) > 0 {
		t.Errorf("the log tells %v", found)
	}
}

// wholeRound is what the child process does.
func wholeRound(dir string) (err error) {
	ctx := context.Background()
	today := roundfile.SampleToday
	now := time.Date(today.Year, time.Month(today.Month), today.Day, 10, 0, 0, 0, time.Local)
	file, err := roundfile.Sample(today)
	if err != nil {
		return err
	}
	left := mark(file, markers[:150])
	if len(left) > 0 {
		return fmt.Errorf("the sample has no room for %d of the words", len(left))
	}
	rest := markers[150:]
	word := func() string { w := rest[0]; rest = rest[1:]; return w }

	path := filepath.Join(dir, "work", "round.lianshen")
	ws, err := store.Create(ctx, path, storetest.Options(store.Options{Now: func() time.Time { return now }, Person: "王" + markers[0], Dept: markers[1], Laptop: markers[2]}))
	if err != nil {
		return err
	}
	if err := ws.Load(ctx, file.Nouns(), app.VerbLoad); err != nil {
		return err
	}
	key, err := ws.NewRecovery(ctx)
	if err != nil {
		return err
	}
	if err := ws.KeepRecovery(ctx, key); err != nil {
		return err
	}
	prefs.Open(prefs.DefaultPath()).Change(func(v *prefs.Values) { v.Recent = []string{path} })
	board, err := ws.Board(ctx, store.BoardQuery{Sort: "number"}, today)
	if err != nil {
		return err
	}

	// Words come in by deeds of every sort, and with a photo.
	desk := ws.Desk()
	c, err := ws.CaseByNumber(ctx, "LS2026-006")
	if err != nil {
		return err
	}
	item := "XR-1-01"
	if err := desk.AnswerItem(ctx, c.ID, item, app.AnswerInput{Conclusion: ptr(app.NoProblem), Note: ptr(word() + "，抽查" + word())}); err != nil {
		return err
	}
	talk := app.Talk{ID: desk.NewID(), Case: c.ID, On: today, Type: "single", People: 1, Place: word(), Label: word(), Text: word() + "谈到" + word(), NotWhy: word(),
		Talkers: app.NewSet(string(file.People[0].ID), string(file.People[1].ID))}
	if err := desk.SaveTalk(ctx, talk); err != nil {
		return err
	}
	if _, err := desk.RecordFinding(ctx, app.Finding{ID: desk.NewID(), Case: c.ID, Strand: app.Review, Item: item, Title: word(), Fact: word() + "经查" + word()}); err != nil {
		return err
	}
	for range 4 {
		name := word() + ".jpg"
		hash, size, err := ws.Attach(ctx, bytes.NewReader(photo(word())), name)
		if err != nil {
			return err
		}
		if _, err := desk.AddEvidence(ctx, app.Evidence{ID: desk.NewID(), Case: c.ID, Items: app.NewSet(item), Kind: "photo", Method: app.MethodSite,
			Title: word(), FileName: name, FileHash: hash, FileSize: size, Place: word()}); err != nil {
			return err
		}
		r, err := ws.OpenAttachment(ctx, hash)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		if err := errors.Join(err, r.Close()); err != nil {
			return err
		}
	}
	// What is left goes into notes, so that every word is in the workspace.
	for i, other := range []string{"XR-1-02", "XR-1-03", "XR-1-04", "XR-1-05"} {
		share := rest[i*len(rest)/4 : (i+1)*len(rest)/4]
		if err := desk.AnswerItem(ctx, c.ID, other, app.AnswerInput{Conclusion: ptr(app.NoProblem), Note: ptr(strings.Join(share, "，"))}); err != nil {
			return err
		}
	}
	for _, m := range markers {
		if _, err := ws.Search(ctx, m, 20); err != nil {
			return err
		}
	}

	// Reports of three cases, each looked at in the preview; one is printed on purpose.
	engine := preview.New(preview.CacheDir())
	printed := false
	for _, row := range board.Rows[:3] {
		d, err := ws.Dossier(ctx, row.ID)
		if err != nil {
			return err
		}
		for _, strand := range app.Strands {
			draft := reports.Ready(d, strand, false) != nil
			res, err := reports.Print(ctx, d, strand, reports.Options{Draft: draft, Today: today, Tip: ws.ShortTip()})
			if err != nil {
				return err
			}
			book, err := engine.Open(ctx, res.Bytes)
			if err != nil {
				return err
			}
			if _, err := book.Page(ctx, 1, 50); err != nil {
				return err
			}
			if err := book.Close(); err != nil {
				return err
			}
			if !printed && draft { // numbers with a word behind them are of no form
				if err := pdf.WriteFile(filepath.Join(dir, "printed", "report.pdf"), res); err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(dir, "printed", "pages.txt"), []byte(strings.Join(res.PageText, "\n")), 0o600); err != nil {
					return err
				}
				if _, err := desk.RecordReport(ctx, app.Report{Case: d.Case.ID, Strand: strand, Draft: draft, On: today, Pages: res.Pages, SHA256: res.SHA256}); err != nil {
					return err
				}
				printed = true
			}
		}
	}
	if err := engine.Close(); err != nil {
		return err
	}

	// Backup, undo, history, verification, the round as it was.
	if _, err := ws.Backup(ctx, store.BackupOptions{}); err != nil {
		return err
	}
	if _, err := ws.UndoLast(ctx); err != nil {
		return err
	}
	if _, err := ws.Redo(ctx); err != nil {
		return err
	}
	if _, _, err := ws.TimelinePage(ctx, store.TimelineQuery{}); err != nil {
		return err
	}
	if rep, err := ws.Verify(ctx, nil); err != nil || !rep.OK() {
		return fmt.Errorf("verify: %w %v", err, rep.Troubles)
	}

	// Until the end: deeds and files, the parent says when it is enough.
	for i := 0; ; i++ {
		w := markers[i%len(markers)]
		if err := desk.AnswerItem(ctx, c.ID, "XR-2-01", app.AnswerInput{Note: ptr(fmt.Sprintf("第%d次，%s", i, strings.Repeat(w, 20)))}); err != nil {
			return err
		}
		if _, _, err := ws.Attach(ctx, bytes.NewReader(photo(fmt.Sprint(w, i))), w); err != nil {
			return err
		}
		fmt.Println("deed")
	}
}

func ptr[T any](v T) *T { return &v }

// photo is a small JPEG whose comment holds a word, as cameras write names into their files.
func photo(word string) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 * 48 {
		img.Set(i%64, i/64, color.RGBA{uint8(i), uint8(i / 7), uint8(i / 31), 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	raw := b.Bytes()
	comment := append([]byte{0xff, 0xfe, byte((len(word) + 2) >> 8), byte(len(word) + 2)}, word...)
	return slices.Concat(raw[:2], comment, raw[2:])
}

// mark puts words behind texts of a round file, spread over all its fields: the texts of each field in turn, one of each
// before a second of any. The same text gets the same word wherever it stands, so that what is told twice stays the
// same. It gives the words for which there was no room.
func mark(file *roundfile.File, words []string) []string {
	byField := map[string][]string{} // texts of a field, in the order of the file
	eachText(reflect.ValueOf(file).Elem(), "", func(field string, v reflect.Value) {
		if text := v.String(); !slices.Contains(byField[field], text) {
			byField[field] = append(byField[field], text)
		}
	})
	fields := make([]string, 0, len(byField))
	for f := range byField {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	given := map[string]string{}
	for round := 0; len(words) > 0; round++ {
		any := false
		for _, f := range fields {
			if round >= len(byField[f]) || len(words) == 0 {
				continue
			}
			any = true
			if text := byField[f][round]; given[text] == "" {
				given[text], words = words[0], words[1:]
			}
		}
		if !any {
			break
		}
	}
	eachText(reflect.ValueOf(file).Elem(), "", func(_ string, v reflect.Value) {
		if w := given[v.String()]; w != "" {
			v.SetString(v.String() + w)
		}
	})
	return words
}

// eachText visits every free text: a plain string with Chinese in it. Codes, identifiers and dates have types or letters
// of their own.
func eachText(v reflect.Value, field string, f func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), field, f)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			e := reflect.New(v.Type().Elem()).Elem()
			e.Set(it.Value())
			eachText(e, field, f)
			v.SetMapIndex(it.Key(), e)
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && strings.ContainsFunc(v.String(), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			f(field, v)
		}
	}
}
