package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lianshen/app"
)

// The environment names the workspace in which a copy of this test program works until it is killed, the number of its
// first deed and the phrase that opens.
const (
	childEnv  = "LIANSHEN_WORK_IN"
	firstEnv  = "LIANSHEN_WORK_FROM"
	phraseEnv = "LIANSHEN_WORK_PHRASE"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := workForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if dir := os.Getenv(storeEnv); dir != "" {
		if err := storeForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func numbered(n int) string { return fmt.Sprintf("口令 第%d次 换过", n) }

// kinds are the deeds in their turn.
var kinds = []string{"answer", "finding", "attach", "answer", "undo", "seat", "phrase"}

// worker does deeds of every kind in turn.
type worker struct {
	w       *Workspace
	desk    app.Desk
	cas     app.ID
	phrase  string
	further app.ID // a seat beside the own one, "" = none
}

// workForEver does deeds and tells each before it begins and after it is done, while readers read.
func workForEver(dir string) error {
	first, err := strconv.Atoi(os.Getenv(firstEnv))
	if err != nil {
		return err
	}
	x := worker{phrase: os.Getenv(phraseEnv)}
	if x.w, err = Open(ctx, dir, quick(Options{Phrase: x.phrase})); err != nil {
		return err
	}
	x.desk = x.w.Desk()
	c, err := x.w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		return err
	}
	x.cas = c.ID
	seats, err := x.w.Seats(ctx)
	if err != nil {
		return err
	}
	for _, s := range seats {
		if s.AtWork() && !s.Mine {
			x.further = s.ID
		}
	}
	for range 2 {
		go func() {
			for {
				_, err := x.w.Board(ctx, BoardQuery{}, app.MustDate("2026-05-01"))
				if err == nil {
					_, err = x.w.Search(ctx, "程序", 10)
				}
				if err == nil {
					_, err = x.w.Dossier(ctx, x.cas)
				}
				if err != nil {
					fmt.Fprintln(os.Stderr, "a reader:", err)
					os.Exit(1)
				}
			}
		}()
	}
	deeds := map[string]func(int) (string, error){"answer": x.answer, "finding": x.finding, "attach": x.attach, "undo": x.undone, "seat": x.seat, "phrase": x.newPhrase}
	for n := first; ; n++ {
		fmt.Println("begin", n)
		told, err := deeds[kinds[n%len(kinds)]](n)
		if err != nil {
			return err
		}
		fmt.Println("done", n, told)
	}
}

func (x *worker) answer(n int) (string, error) {
	a := app.Answer{ID: app.AnswerID(x.cas, "XR-1-01"), Case: x.cas, Item: "XR-1-01", Conclusion: app.Problem, Note: fmt.Sprint(n)}
	return "answer", keepAny(x.desk, app.VerbAnswerItem, a)
}

func (x *worker) finding(n int) (string, error) {
	f := app.Finding{ID: newID(), Case: x.cas, Number: n, Strand: app.Review, Item: "XR-1-01", Title: "程序不规范", State: app.FindingDraft}
	return "noun " + string(f.ID), keepAny(x.desk, app.VerbRecordFinding, f)
}

func (x *worker) attach(n int) (string, error) {
	hash, size, err := x.w.Attach(ctx, bytes.NewReader(bytes.Repeat([]byte{byte(n), byte(n >> 8), 'x'}, 40_000)), "照片.jpg")
	if err != nil {
		return "", err
	}
	e := app.Evidence{ID: newID(), Case: x.cas, Number: n, FileHash: hash, FileSize: size}
	return "file " + hash, keepAny(x.desk, app.VerbAddEvidence, e)
}

func (x *worker) undone(int) (string, error) {
	u := app.Unit{ID: newID(), Name: "青溪县", Kind: app.County}
	if err := keepAny(x.desk, app.VerbSaveUnit, u); err != nil {
		return "", err
	}
	_, err := x.w.UndoLast(ctx)
	return "gone " + string(u.ID), err
}

func (x *worker) seat(n int) (string, error) {
	if x.further != "" {
		out := x.further
		x.further = ""
		return "out " + string(out), x.w.LeaveOut(ctx, out, "调离")
	}
	if err := x.w.AddSeat(ctx, x.w.Me().ID, "第二台电脑", "另一台 电脑 的 口令 "+fmt.Sprint(n)); err != nil {
		return "", err
	}
	seats, err := x.w.Seats(ctx)
	if err != nil {
		return "", err
	}
	x.further = seats[len(seats)-1].ID
	return "seat " + string(x.further), nil
}

func (x *worker) newPhrase(n int) (string, error) {
	was := x.phrase
	x.phrase = numbered(n)
	return "phrase", x.w.ChangePhrase(ctx, was, x.phrase)
}

// acknowledged is what the children said was done.
type acknowledged struct {
	begun, done int // numbers of the last deed begun and done
	answer      int
	phrase      string
	nouns, gone map[app.ID]bool
	files       map[string]bool
	seats       map[app.ID]bool // at work or not
	kinds       map[string]int
}

func (a *acknowledged) take(line string) {
	f := strings.Fields(line)
	if len(f) < 2 || f[0] == "done" && len(f) < 3 {
		return // cut off by the kill
	}
	n, err := strconv.Atoi(f[1])
	if err != nil {
		return
	}
	if f[0] == "begin" {
		a.begun = n
		return
	}
	a.done = n
	a.kinds[f[2]]++
	switch f[2] {
	case "answer":
		a.answer = n
	case "phrase":
		a.phrase = numbered(n)
	case "noun":
		a.nouns[app.ID(f[3])] = true
	case "gone":
		a.gone[app.ID(f[3])] = true
	case "file":
		a.files[f[3]] = true
	case "seat", "out":
		a.seats[app.ID(f[3])] = f[2] == "seat"
	}
}

func TestNothingAcknowledgedIsLostWhenTheProgramIsKilled(t *testing.T) {
	kills := 6
	if testing.Short() {
		kills = 3
	}
	if s := os.Getenv("LIANSHEN_KILLS"); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(t.TempDir(), "kill.lianshen")
	w, err := createWith(ctx, dir, quick(Options{Person: "王敏"}), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := keepAny(w.Desk(), app.VerbAddCase, app.Case{ID: newID(), Number: "LS2026-001"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	chance := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	a := &acknowledged{phrase: testPhrase, nouns: map[app.ID]bool{}, gone: map[app.ID]bool{}, files: map[string]bool{}, seats: map[app.ID]bool{}, kinds: map[string]int{}}
	for kill := range kills {
		before := a.done
		workAndKill(t, dir, a, chance)
		if a.done <= before {
			t.Fatalf("kill %d: nothing was done after %d", kill, before)
		}
		check(t, dir, a, kill%10 == 9 || kill == kills-1)
	}
	t.Logf("%d kills, acknowledged: %v", kills, a.kinds)
}

// workAndKill lets a child work until it has begun or done so many deeds, and kills it a moment later.
func workAndKill(t *testing.T, dir string, a *acknowledged, chance *rand.Rand) {
	t.Helper()
	patience, seen := 3+chance.IntN(30), 0
	env := []string{childEnv + "=" + dir, fmt.Sprint(firstEnv, "=", a.begun+1), phraseEnv + "=" + a.phrase}
	runAndKill(t, env, func(line string) (time.Duration, bool) {
		a.take(line)
		seen++
		// Within the deed that is under way: SIGKILL, nothing of it runs any more.
		return time.Duration(chance.IntN(12_000)) * time.Microsecond, seen == patience
	})
}

// runAndKill starts a copy of this test program that works for ever, shows each line it writes to see, and kills it as long
// after a line as see says, when it says so. What follows the last whole line was cut off and is not shown. A child that
// ends by itself fails the test.
func runAndKill(t *testing.T, env []string, see func(line string) (after time.Duration, now bool)) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(program)
	child.Env = append(os.Environ(), env...)
	var reasons strings.Builder
	child.Stderr = &reasons
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	guard := time.AfterFunc(2*time.Minute, func() { child.Process.Kill() })
	defer guard.Stop()
	lines, killed := bufio.NewReader(out), false
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.Log(err)
			}
			break
		}
		after, now := see(line)
		switch {
		case !now || killed:
		case after == 0:
			child.Process.Kill()
		default:
			time.AfterFunc(after, func() { child.Process.Kill() })
		}
		killed = killed || now
	}
	child.Wait()
	if !killed || reasons.Len() > 0 {
		t.Fatalf("the child ended by itself: %s", reasons.String())
	}
}

// check opens what a kill has left and demands all that was acknowledged.
func check(t *testing.T, dir string, a *acknowledged, whole bool) {
	t.Helper()
	w, err := Open(ctx, dir, quick(Options{Phrase: a.phrase}))
	if app.CodeOf(err) == "phrase.wrong" { // the change under way may have been done
		a.phrase = numbered(a.begun)
		w, err = Open(ctx, dir, quick(Options{Phrase: a.phrase}))
	}
	if err != nil {
		t.Fatalf("after deed %d: %v", a.begun, err)
	}
	defer w.Close()
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	if a.answer > 0 {
		got, err := app.Get[app.Answer](ctx, w, app.AnswerID(c.ID, "XR-1-01"))
		if n, _ := strconv.Atoi(got.Note); err != nil || n < a.answer || n > a.begun {
			t.Errorf("answer %d was acknowledged, %q is kept, %v", a.answer, got.Note, err)
		}
	}
	for id := range a.nouns {
		if _, err := app.Get[app.Finding](ctx, w, id); err != nil {
			t.Errorf("a finding is lost: %v", err)
		}
	}
	for id := range a.gone {
		if _, err := app.Get[app.Unit](ctx, w, id); app.CodeOf(err) != app.ErrNotFound.Code {
			t.Errorf("what was taken back is there: %v", err)
		}
	}
	for hash := range a.files {
		if got := w.AttachmentState(hash); got != AttachmentPresent {
			t.Errorf("an attachment is %s", got)
		}
	}
	seats, err := w.Seats(ctx)
	if err != nil {
		t.Fatal(err)
	}
	working := map[app.ID]bool{}
	for _, s := range seats {
		working[s.ID] = s.AtWork()
		if s.AtWork() != s.Here {
			t.Errorf("seat %s: at work %v, with a slot %v", s.ID, s.AtWork(), s.Here)
		}
	}
	for id, at := range a.seats {
		is, known := working[id]
		if known && at && !is && a.begun > a.done && kinds[a.begun%len(kinds)] == "seat" {
			a.seats[id] = false // the deed under way has left it out
			continue
		}
		if !known || is != at {
			t.Errorf("seat %s: acknowledged as at work %v, found %v %v", id, at, known, is)
		}
	}
	if whole {
		sound(t, w)
	}
}
