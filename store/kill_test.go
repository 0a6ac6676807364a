package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
)

// childEnv names the workspace in which a copy of this test program answers until it is killed.
const childEnv = "LIANSHEN_ANSWER_IN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := answerForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// answerForEver answers items with a running number as note and tells each only after the deed is done.
func answerForEver(dir string) error {
	w, err := Open(ctx, dir, quick(Options{Person: "甲"}))
	if err != nil {
		return err
	}
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		return err
	}
	from := 0
	all, err := app.List[app.Answer](ctx, w, c.ID)
	if err != nil {
		return err
	}
	for _, a := range all {
		n := 0
		fmt.Sscan(a.Note, &n)
		from = max(from, n)
	}
	desk := deskOf(w, "甲")
	for n := from + 1; ; n++ {
		item := fmt.Sprintf("XR-1-%02d", n%7+1)
		a := app.Answer{ID: app.AnswerID(c.ID, item), Case: c.ID, Item: item, Conclusion: app.Problem, Note: fmt.Sprint(n)}
		if err := keepAny(desk, "answer.item", a); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func TestNoAcknowledgedAnswerIsLostWhenTheProgramIsKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kill.lianshen")
	w, err := Create(ctx, dir, quick(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	c := app.Case{ID: newID(), Number: "LS2026-001"}
	if err := keepAny(deskOf(w, "甲"), "case.add", c); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	last := 0
	for round := range rounds {
		acknowledged := answerAndKill(t, dir, 20+37*round)
		if acknowledged <= last {
			t.Fatalf("round %d: nothing was answered after %d", round, last)
		}
		last = acknowledged
		w, err := Open(ctx, dir, quick(Options{}))
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		highest := 0
		all, err := app.List[app.Answer](ctx, w, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range all {
			n := 0
			fmt.Sscan(a.Note, &n)
			highest = max(highest, n)
		}
		if highest < acknowledged || highest > acknowledged+1 {
			t.Fatalf("round %d: answer %d was acknowledged, the last kept is %d", round, acknowledged, highest)
		}
		if round == rounds-1 {
			if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
				t.Errorf("%+v, %v", report, err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// answerAndKill lets a child answer until it has acknowledged so many answers, kills it and gives the last number it
// acknowledged.
func answerAndKill(t *testing.T, dir string, answers int) int {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(program)
	child.Env = append(os.Environ(), childEnv+"="+dir)
	var reasons strings.Builder
	child.Stderr = &reasons
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	guard := time.AfterFunc(time.Minute, func() { child.Process.Kill() })
	defer guard.Stop()
	lines, n, seen := bufio.NewScanner(out), 0, 0
	for lines.Scan() {
		fmt.Sscan(lines.Text(), &n)
		if seen++; seen == answers {
			child.Process.Kill() // SIGKILL: nothing of it runs any more
		}
	}
	child.Wait()
	if seen < answers {
		t.Fatalf("the child ended by itself: %s", reasons.String())
	}
	return n
}
