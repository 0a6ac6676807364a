package drafts

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// pause is how long nobody types before the text is kept and the pages are set again.
const pause = 800 * time.Millisecond

// text is the section in hand: the composed paragraphs, or the editor of what a person wrote instead.
type text struct {
	room    *Room
	object  fyne.CanvasObject
	head    *fyne.Container
	body    *fyne.Container
	entry   *kit.Entry
	key     string // the strand and section that the entry holds; "" = none
	kept    string // its text as it is on disk
	facts   string // hash of the facts the person saw while writing
	focused bool
	timer   *time.Timer
	asked   int // number of the sentence whose proof is shown; 0 = none
}

func newText(r *Room) *text {
	t := &text{room: r, head: kit.Column(8), body: container.NewStack(), entry: kit.NewLongEntry("", 200)}
	t.entry.Scroll = fyne.ScrollVerticalOnly
	t.entry.OnFocus = func() { t.focused = true }
	t.entry.OnLeft = func() {
		t.focused = false
		t.keep()
	}
	t.entry.OnChanged = func(string) { t.wait() }
	t.object = kit.Card("", container.New(underLayout{}, t.head, t.body))
	return t
}

// headingOf is the heading of a section as the lists show it; the opening has none on paper.
func headingOf(s reports.Section) string {
	if s.Heading == "" {
		return i18n.T("drafts.opening")
	}
	return s.Heading
}

// where names the section that the room has in hand.
func (t *text) where() string { return string(t.room.strand) + "/" + t.room.section }

// show draws the section in hand. The editor is left alone while it holds something that is not kept yet.
func (t *text) show() {
	s, ok := t.room.inHand()
	t.head.RemoveAll()
	if !ok {
		t.body.Objects = []fyne.CanvasObject{kit.NewPara(i18n.T("drafts.nosections"), kit.Second)}
		t.body.Refresh()
		return
	}
	title := kit.NewPara(headingOf(s), kit.Style{Size: theme.TextItem, Bold: true})
	t.head.Add(title)
	if len(s.Faults) > 0 {
		sentence, hint := i18n.Error(s.Faults[0])
		t.head.Add(kit.Note(kit.Fault, i18n.T("drafts.wording.faulty"), strings.TrimSpace(sentence+" "+hint)))
	}
	if s.Edited == nil && t.key != t.where() {
		how := i18n.T("drafts.composed")
		if s.Worded {
			how = i18n.T("drafts.worded")
		}
		t.head.Add(kit.Flow(8, kit.NewChipButton(i18n.T("drafts.edit"), false, t.edit), kit.NewChipButton(i18n.T("drafts.wording"), s.Worded, t.room.wordSection), kit.Chip(how, kit.Quiet)))
		t.key = ""
		t.body.Objects = []fyne.CanvasObject{kit.Scroll(t.sentences(s))}
	} else {
		t.written(s)
	}
	t.head.Refresh()
	t.body.Refresh()
	t.object.Refresh()
}

// written shows the editor and, when the facts under the text changed, what to do about it.
func (t *text) written(s reports.Section) {
	line := kit.Flow(8, kit.NewChipButton(i18n.T("drafts.reset"), false, t.reset))
	if s.Edited != nil {
		line.Add(kit.Chip(i18n.T("drafts.editedby", "who", s.Edited.By, "on", i18n.Date(s.Edited.On)), kit.Quiet))
	}
	t.head.Add(line)
	if s.Stale {
		t.head.Add(kit.Note(kit.Wait, i18n.T("drafts.stale.text"), i18n.T("drafts.stale.hint")))
		t.head.Add(kit.Flow(8,
			kit.NewChipButton(i18n.T("drafts.stale.keep"), false, t.confirm),
			kit.NewChipButton(i18n.T("drafts.stale.reset"), false, t.reset)))
		composed := kit.Column(6, kit.Line(i18n.T("drafts.stale.composed"), kit.Second), t.plain(s.Composed))
		t.head.Add(container.NewStack(kit.Board(theme.Paper), kit.Inset(10, 8, container.New(heldLayout{190}, kit.Scroll(composed)))))
	}
	if t.key != t.where() {
		text := s.Composed
		if s.Edited != nil {
			text = s.Edited.Text
		}
		t.fill(text)
		t.key, t.facts = t.where(), s.FactsHash
		if s.Edited != nil {
			t.facts = s.Edited.FactsHash
		}
	} else if s.Edited != nil && !t.focused && t.entry.Text == t.kept && s.Edited.Text != t.kept {
		t.fill(s.Edited.Text) // somebody else's change, or an undo
	}
	t.body.Objects = []fyne.CanvasObject{t.entry}
}

// fill puts a text into the editor without taking it for typing.
func (t *text) fill(text string) {
	typed := t.entry.OnChanged
	t.entry.OnChanged = nil
	t.entry.SetText(text)
	t.entry.OnChanged = typed
	t.kept = text
}

// plain is a text without numbers, for comparing.
func (t *text) plain(text string) fyne.CanvasObject {
	col := kit.Column(4)
	for _, p := range strings.Split(text, "\n") {
		if strings.TrimSpace(p) != "" {
			col.Add(kit.NewPara(strings.TrimSpace(p), kit.Second))
		}
	}
	return col
}

// edit opens the editor on the composed text; nothing is kept until something is changed.
func (t *text) edit() {
	s, ok := t.room.inHand()
	if !ok {
		return
	}
	if t.key != t.where() {
		t.fill(s.Text)
		t.key, t.facts = t.where(), s.FactsHash
		if s.Edited != nil {
			t.facts = s.Edited.FactsHash
		}
		t.show()
	}
	t.room.host.Window().Canvas().Focus(t.entry)
}

func (t *text) wait() {
	t.rest()
	t.timer = t.room.after(pause, func() { fyne.Do(func() { t.keep() }) })
}

func (t *text) rest() {
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
}

// keep commits what was typed, one deed. It says whether nothing is left unsaved.
func (t *text) keep() bool {
	t.rest()
	if t.key == "" || t.entry.Text == t.kept {
		return true
	}
	return t.commit(t.entry.Text, t.facts)
}

func (t *text) commit(words, facts string) bool {
	r := t.room
	strand, section, _ := strings.Cut(t.key, "/")
	desk := r.host.Desk()
	err := desk.EditText(context.Background(), app.ReportText{Case: r.caseID, Strand: app.Strand(strand), Section: section, Text: words, FactsHash: facts})
	if err != nil {
		r.host.Fail(err)
		return false
	}
	t.kept, t.facts = words, facts
	r.host.Saved(desk.Now())
	return true
}

// confirm says that the text was read again and still holds for the facts as they are now.
func (t *text) confirm() {
	if s, ok := t.room.inHand(); ok && t.key == t.where() {
		t.commit(t.entry.Text, s.FactsHash)
	}
}

// reset gives the section back to the program.
func (t *text) reset() {
	r := t.room
	s, ok := r.inHand()
	if !ok {
		return
	}
	if s.Edited == nil && t.entry.Text == t.kept { // opened and left as it was
		t.key = ""
		t.show()
		return
	}
	kit.Ask(r.host.Window(), i18n.T("drafts.reset"), i18n.T("drafts.reset.text"), i18n.T("drafts.reset"), func() {
		t.rest()
		t.kept = t.entry.Text
		desk := r.host.Desk()
		if s.Edited != nil {
			if err := desk.ResetText(context.Background(), r.caseID, r.strand, s.Key); err != nil {
				r.host.Fail(err)
				return
			}
			r.host.Saved(desk.Now())
		}
		t.key = ""
		r.load()
	})
}

// heldLayout holds a scroll to a height, in pixels at the normal text size.
type heldLayout struct{ height float32 }

func (heldLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (l heldLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(60, l.height*theme.Size(theme.TextBody)/14)
}

// underLayout sets a head at the height it wants and gives the rest to what is under it.
type underLayout struct{}

func (underLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, body := objects[0], objects[1]
	h := head.MinSize().Height
	for range 3 { // paragraphs know their height once they know their width
		head.Resize(fyne.NewSize(size.Width, h))
		h = head.MinSize().Height
	}
	gap := theme.Size(theme.Gap)
	body.Move(fyne.NewPos(0, h+gap))
	body.Resize(fyne.NewSize(size.Width, max(60, size.Height-h-gap)))
}

func (underLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(260, 260) }
