package bench

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/kit"
)

// pause is how long nobody types before the note is kept. Anything that leads away keeps it at once.
const pause = 700 * time.Millisecond

// note is the editor of what was found (检查情况). It keeps what is typed at every pause, when it loses the focus and
// by Esc.
type note struct {
	*kit.Entry
	save    func()
	kept    string // the text that is on disk, as it was typed
	focused bool
	timer   *time.Timer
	after   func(time.Duration, func()) *time.Timer // time.AfterFunc; tests put their own
}

func newNote(save, left func()) *note {
	n := &note{Entry: kit.NewLongEntry("", 90), save: save, after: time.AfterFunc}
	n.Scroll = fyne.ScrollVerticalOnly
	n.OnChanged = func(string) { n.wait() }
	n.OnFocus = func() { n.focused = true }
	n.OnLeft = func() {
		n.focused = false
		left()
	}
	return n
}

// wait starts the pause anew.
func (n *note) wait() {
	n.rest()
	n.timer = n.after(pause, func() { fyne.Do(n.save) })
}

// rest ends the waiting.
func (n *note) rest() {
	if n.timer != nil {
		n.timer.Stop()
		n.timer = nil
	}
}

// show puts another text in without taking it for typing. Nothing moves when the text is already there.
func (n *note) show(text string) {
	if n.Text == text {
		return
	}
	typed := n.OnChanged
	n.OnChanged = nil
	n.SetText(text)
	n.OnChanged = typed
}

// toEnd puts the caret behind the last character.
func (n *note) toEnd() {
	lines := strings.Split(n.Text, "\n")
	n.CursorRow = len(lines) - 1
	n.CursorColumn = len([]rune(lines[len(lines)-1]))
	n.Refresh()
}

// maxCount is the largest number of files a count takes.
const maxCount = 9_999_999

// newCount makes a small field for a count of files, kept when it is left.
func newCount(kept func()) *kit.Entry {
	e := kit.NewEntry("")
	e.OnLeft = kept
	return e
}

// readCount reads a count; an empty field is 0. field names it in the refusal.
func readCount(e *kit.Entry, field string) (int, error) {
	text := strings.TrimSpace(e.Text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > maxCount {
		return 0, app.Refuse("bench.count", "field", field, "text", text, "high", maxCount)
	}
	return n, nil
}

// countText is a count as its field shows it.
func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
