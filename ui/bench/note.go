package bench

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// pause is how long nobody types before the note is kept. Anything that leads away keeps it at once.
const pause = 700 * time.Millisecond

// note is the editor of what was found (检查情况). It keeps what is typed at every pause, when it loses the focus and
// by Esc.
type note struct {
	*kit.Entry
	place   *fyne.Container // the entry, or the beginning of a text too long for it
	folded  string          // that text; "" = the entry holds the note
	save    func()
	kept    string // the text that is on disk, as it was typed
	focused bool
	timer   *time.Timer
	after   func(time.Duration, func()) *time.Timer // time.AfterFunc; tests put their own
}

func newNote(save, left func()) *note {
	n := &note{Entry: kit.NewLongEntry("", 90), save: save, after: time.AfterFunc}
	n.Scroll = fyne.ScrollVerticalOnly
	n.place = container.NewStack(n.Entry)
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

// foldAt is the number of characters from which a note is shown by its beginning until somebody wants to edit it: an
// entry sets its whole text at every key, which takes a second at 50,000 characters.
const foldAt = 8000

// put brings in the note of an item as it is on disk.
func (n *note) put(text string) {
	count := utf8.RuneCountInString(text)
	if count <= foldAt {
		n.folded, n.kept = "", text
		n.show(text)
		n.place.Objects = []fyne.CanvasObject{n.Entry}
		n.place.Refresh()
		return
	}
	n.folded, n.kept = text, ""
	n.show("")
	start := string([]rune(text[:min(len(text), 4*foldStart)])[:foldStart])
	edit := kit.NewButton(i18n.T("bench.note.edit"), n.unfold)
	n.place.Objects = []fyne.CanvasObject{container.NewBorder(kit.Note(kit.Quiet, i18n.T("bench.note.long", "n", count), i18n.T("bench.note.long.hint")),
		kit.Row(8, edit), nil, nil, kit.Scroll(kit.NewPara(start+"…", kit.Body)))}
	n.place.Refresh()
}

// foldStart is how many characters of a folded note are shown.
const foldStart = 1200

// unfold puts a long note into the entry.
func (n *note) unfold() {
	if n.folded == "" {
		return
	}
	text := n.folded
	n.folded, n.kept = "", text
	n.show(text)
	n.place.Objects = []fyne.CanvasObject{n.Entry}
	n.place.Refresh()
}

// value is the note as it stands.
func (n *note) value() string {
	if n.folded != "" {
		return n.folded
	}
	return n.Text
}

// dirty says whether something was typed that is not on disk.
func (n *note) dirty() bool { return n.folded == "" && n.Text != n.kept }

// isKept remembers that a text is on disk now.
func (n *note) isKept(text string) {
	if n.folded == "" {
		n.kept = text
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
func (n *note) toEnd() { n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) }

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
