package phrase

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

const good = "槐树下第七口水井 木工王师傅"

func TestAPhraseIsTakenOnlyWhenStrongAndTypedTwice(t *testing.T) {
	shelltest.New(t, app.Desk{Now: time.Now})
	for _, c := range []struct {
		name, first, second string
		own                 []string
		code, why           string
	}{
		{"nothing", "", "", nil, "phrase.empty", ""},
		{"blanks", "   ", "   ", nil, "phrase.empty", ""},
		{"short", "abc123", "abc123", nil, "phrase.weak", "phrase.why.short"},
		{"a row of keys", "qwertyuiopasdf", "qwertyuiopasdf", nil, "phrase.weak", "phrase.why.common"},
		{"one's own names", "示例市联审办第一工作组张样本", "示例市联审办第一工作组张样本", []string{"示例市联审办第一工作组", "张样本"}, "phrase.weak", "phrase.why.own"},
		{"typed differently", good, good + "x", nil, "phrase.differ", ""},
		{"good", good, good, []string{"张样本"}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := NewChoice(func() []string { return c.own }, func() {})
			x.first.SetText(c.first)
			x.second.SetText(c.second)
			got, err := x.Phrase()
			if app.CodeOf(err) != c.code {
				t.Fatalf("refuses with %v, want %q", err, c.code)
			}
			if err == nil && got != c.first {
				t.Error("gives another phrase than was typed")
			}
			if e, ok := err.(*app.Error); ok && c.why != "" && e.Args["why"] != app.Word(c.why) {
				t.Errorf("the reason is %v, want %s", e.Args["why"], c.why)
			}
			if err != nil && c.first != "" && strings.TrimSpace(c.first) != "" && strings.Contains(err.Error(), c.first) {
				t.Error("the refusal repeats the phrase")
			}
			sentence, _ := i18n.Error(err)
			if strings.Contains(sentence, "⟦") {
				t.Errorf("says %q", sentence)
			}
		})
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}

func TestTimeIsToldInTheUnitThatFits(t *testing.T) {
	shelltest.New(t, app.Desk{Now: time.Now})
	for seconds, want := range map[float64]string{
		0: i18n.T("phrase.time.minute"), 59: i18n.T("phrase.time.minute"), 120: i18n.T("phrase.time.minutes", "n", 2),
		3 * hour: i18n.T("phrase.time.hours", "n", 3), 40 * day: i18n.T("phrase.time.days", "n", 40), 5 * year: i18n.T("phrase.time.years", "n", 5),
		2000 * year: i18n.T("phrase.time.ages"), 1e300: i18n.T("phrase.time.ages"),
	} {
		if got := timeWords(seconds); got != want {
			t.Errorf("%g s: %q, want %q", seconds, got, want)
		}
	}
}

func TestASecretNeverReachesTheClipboard(t *testing.T) {
	host := shelltest.New(t, app.Desk{Now: time.Now})
	for name, e := range map[string]*kit.Entry{"phrase": kit.NewSecret(), "recovery key": kit.NewSecretLines(2)} {
		t.Run(name, func(t *testing.T) {
			host.Win.SetContent(e)
			clip := fyne.CurrentApp().Clipboard()
			clip.SetContent("before")
			e.SetText(good)
			for _, shown := range []bool{false, true} {
				e.Password = !shown
				e.TypedShortcut(&fyne.ShortcutSelectAll{})
				e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
				e.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
				e.TappedSecondary(&fyne.PointEvent{})
			}
			if clip.Content() != "before" || e.Text != good {
				t.Errorf("the clipboard has %q", clip.Content())
			}
			if host.Win.Canvas().Overlays().Top() != nil {
				t.Error("a menu offers to copy")
			}
			clip.SetContent("pasted")
			e.SetText("")
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
			if e.Text != "pasted" {
				t.Error("nothing can be pasted into it")
			}
		})
	}
}

func handover(t *testing.T) (*Handover, vault.Recovery, *shelltest.Host, *int) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	host := shelltest.New(t, app.Desk{Now: time.Now})
	key, err := vault.NewRecovery(bytes.NewReader(bytes.Repeat([]byte{0xa5, 3, 77}, 20)))
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	kept := 0
	h := NewHandover(host, key, "recovery", func() ([]byte, error) { return []byte("%PDF " + key.String()), nil }, func(_ context.Context, r vault.Recovery) error {
		if r != key {
			t.Error("another key is kept than was shown")
		}
		kept++
		return nil
	}, func() {
		if done++; kept != done {
			t.Error("done before the key counts")
		}
	})
	h.pick = func() []int { return []int{6, 1} }
	host.Win.SetContent(h.Object())
	return h, key, host, &done
}

func says(h *Handover, text string) bool { return shelltest.Says(h.Object(), text) }

func TestTheKeyIsHandedOverOnlyWhenTwoGroupsAreTypedFromPaper(t *testing.T) {
	h, key, host, done := handover(t)
	for _, g := range key.Groups() {
		if !says(h, g) {
			t.Fatalf("group %s is not shown", g)
		}
	}
	test.Tap(shelltest.Button(h.Object(), i18n.T("key.kept")))
	for _, g := range key.Groups() {
		if says(h, g) {
			t.Fatalf("group %s still shows while it is asked", g)
		}
	}
	typed := shelltest.Entries(h.Object())
	if len(typed) != asked || !says(h, i18n.T("key.check.group", "n", 2)) || !says(h, i18n.T("key.check.group", "n", 7)) {
		t.Fatalf("asks for %d groups", len(typed))
	}
	typed[0].SetText(strings.ToLower(key.Groups()[1]))
	typed[1].SetText(key.Groups()[5])
	typed[1].OnSubmitted("")
	if *done != 0 || !says(h, i18n.T("key.check.wrong", "n", 7)) {
		t.Fatal("a wrong group is not told")
	}
	typed[1].SetText(" " + key.Groups()[6])
	typed[1].OnSubmitted("")
	if *done != 1 || h.key != (vault.Recovery{}) {
		t.Errorf("done %d times, the key is forgotten: %v", *done, h.key == vault.Recovery{})
	}
	if len(host.Errors) > 0 || host.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("errors %v, or a dialog about a file that was never saved", host.Errors)
	}
}

func TestTheFileOfTheKeyIsOpenedAndAfterwardsDeletedWhenWanted(t *testing.T) {
	for name, remove := range map[string]bool{"deleted": true, "kept": false} {
		t.Run(name, func(t *testing.T) {
			h, key, host, done := handover(t)
			path := filepath.Join(t.TempDir(), "key.pdf")
			test.Tap(shelltest.Button(h.Object(), i18n.T("key.save")))
			top := host.Win.Canvas().Overlays().Top()
			shelltest.Entries(top)[0].SetText(path)
			test.Tap(shelltest.Button(top, i18n.T("key.save.deed")))
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Fatalf("saved as %v, %v", info, err)
			}
			if len(host.Opened) != 1 || host.Opened[0] != path || !says(h, i18n.T("key.saved", "path", path)) {
				t.Errorf("opened %v", host.Opened)
			}
			test.Tap(shelltest.Button(h.Object(), i18n.T("key.kept")))
			typed := shelltest.Entries(h.Object())
			typed[0].SetText(key.Groups()[1])
			typed[1].SetText(key.Groups()[6])
			typed[1].OnSubmitted("")
			top = host.Win.Canvas().Overlays().Top()
			if top == nil || *done != 0 {
				t.Fatal("nobody is reminded of the file")
			}
			word := "key.delete.keep"
			if remove {
				word = "key.delete.do"
			}
			test.Tap(shelltest.Button(top, i18n.T(word)))
			if _, err := os.Stat(path); (err != nil) != remove {
				t.Errorf("the file is there: %v", err == nil)
			}
			if *done != 1 {
				t.Errorf("done %d times", *done)
			}
		})
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}
