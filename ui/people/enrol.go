package people

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// enrol is the page on which a seat is made from the request of another laptop: at the left the request with its
// fingerprint, at the right who it is for, with roles and scope, and at the end the pack for it.
type enrol struct {
	room    *Room
	file    *ask.Path
	request *exchange.Request
	groups  []string // of the fingerprint
	asked   int      // the group that is typed as it is read out
	same    bool
	pick    func() int // tests choose the group themselves

	next        *kit.Entry // gets the focus once a file was read
	left, right *fyne.Container
	state       *kit.Para       // of the comparison
	shown       *fyne.Container // the groups
	who         whoBox
	pack        *packBox // once the seat is made
}

func newEnrol(r *Room) *enrol {
	e := &enrol{room: r, file: ask.NewFile(r.host.Window(), nil), left: container.NewStack(), right: container.NewStack()}
	e.pick = func() int { return rand.IntN(len(e.groups)) }
	e.file.Entry.OnSubmitted = func(string) { e.read() }
	return e
}

func (e *enrol) content() fyne.CanvasObject {
	if e.pack != nil {
		e.pack.follow()
	}
	e.showRequest(nil)
	e.showWho()
	gap := theme.Size(theme.Gap)
	return kit.Split(gap, []float32{1, 1.25}, kit.Scroll(e.left), kit.Scroll(e.right))
}

// read reads the request from the file in the field.
func (e *enrol) read() {
	path := e.file.Value()
	if path == "" {
		e.showRequest(app.Refuse("ask.nopath"))
		return
	}
	ask.Used(path)
	e.room.host.Run(func(context.Context) (func(), error) {
		r, err := readRequest(path)
		return func() {
			e.request, e.groups, e.same, e.pack = nil, nil, false, nil
			if err == nil {
				e.request, e.groups = &r, strings.Fields(r.Fingerprint())
				e.asked = e.pick()
			}
			e.next = e.file.Entry
			e.showRequest(err)
			e.who = whoBox{}
			e.showWho()
			e.room.host.Window().Canvas().Focus(e.next)
		}, nil
	})
}

func readRequest(path string) (exchange.Request, error) {
	from, err := os.Open(path)
	if err != nil {
		return exchange.Request{}, app.Refuse("file.unreadable", "path", path)
	}
	defer from.Close()
	if info, err := from.Stat(); err != nil || info.IsDir() {
		return exchange.Request{}, app.Refuse("file.unreadable", "path", path)
	}
	return exchange.ReadRequest(from)
}

// codeSide is how wide the code of a fingerprint is on the screen, in pixels.
const codeSide = 132

// showRequest shows the request in hand, or why it cannot be read.
func (e *enrol) showRequest(err error) {
	r := e.room
	do := kit.NewButton(i18n.T("people.enrol.read"), e.read)
	do.Primary = e.request == nil
	say := newFault()
	if err != nil {
		say.say(err)
	}
	lines := []fyne.CanvasObject{kit.Column(4, kit.NewPara(i18n.T("people.enrol.file"), kit.Second), e.file.Object()), say.para, kit.Row(10, kit.Spring(), do)}
	if note := r.refused(app.VerbEnrol); note != nil {
		lines = append([]fyne.CanvasObject{note}, lines...)
		do.Disable()
	}
	if e.request == nil {
		lines = append(lines, kit.NewPara(i18n.T("people.enrol.empty"), kit.Second))
	} else {
		lines = append(lines, kit.Rule(), e.compare())
	}
	e.left.Objects = []fyne.CanvasObject{kit.Card(i18n.T("people.enrol.request"), kit.Column(10, lines...))}
	kit.Relayout(r.root)
}

// compare shows whose request it is and has one group of its fingerprint typed as the person reads it out.
func (e *enrol) compare() fyne.CanvasObject {
	q := e.request
	on, program := app.DateOf(time.UnixMilli(q.Made).Local()), q.Program
	if program == "" {
		program = "—"
	}
	who := kit.Column(4, kit.NewPara(strings.TrimSpace(q.Person+"  "+q.Dept), kit.Strongly),
		kit.NewPara(i18n.T("people.enrol.made", "laptop", q.Laptop, "date", i18n.Date(on), "program", program), kit.Second))
	e.state = kit.NewPara("", kit.Second)
	typed := kit.NewEntry("")
	e.next = typed
	typed.OnChanged = e.typed
	typed.OnSubmitted = func(text string) {
		e.typed(text)
		if e.same {
			e.room.host.Window().Canvas().Unfocus()
		}
	}
	e.shown = container.NewStack()
	e.showGroups()
	label := kit.Line(i18n.T("people.enrol.group", "n", e.asked+1), kit.Second)
	code := kit.Code(strings.Join(e.groups, "-"), codeSide)
	return kit.Column(10, container.NewBorder(nil, nil, nil, code, who), e.shown,
		kit.NewPara(i18n.T("people.enrol.compare", "n", e.asked+1), kit.Body), kit.Column(4, label, typed, e.state))
}

// hiddenGroup stands for the group that is to be read out: nobody is to copy it from the screen.
const hiddenGroup = "••••"

// showGroups shows the fingerprint, but for the group that was not read out yet.
func (e *enrol) showGroups() {
	groups := slices.Clone(e.groups)
	if !e.same {
		groups[e.asked] = hiddenGroup
	}
	e.shown.Objects = []fyne.CanvasObject{kit.Groups(groups...)}
	e.shown.Refresh()
}

// typed compares what was typed or scanned with the fingerprint.
func (e *enrol) typed(text string) {
	digits := strings.Map(func(c rune) rune {
		if unicode.IsDigit(c) && c < unicode.MaxASCII {
			return c
		}
		return -1
	}, text)
	was := e.same
	e.same = digits == e.groups[e.asked] || digits == strings.Join(e.groups, "")
	switch whole := len(e.groups[e.asked]); {
	case e.same:
		e.state.SetStyle(kit.Style{Size: theme.TextSecond, Color: theme.Done})
		e.state.SetText(i18n.T("people.enrol.same"))
	case len(digits) < whole, len(digits) > whole && len(digits) < whole*len(e.groups): // still being typed
		e.state.SetText("")
	default:
		e.state.SetStyle(kit.Faulty)
		e.state.SetText(i18n.T("people.enrol.differs"))
	}
	kit.Relayout(e.left)
	if was != e.same {
		e.showGroups()
		e.who.allow(e.same)
	}
}

// take puts a file into the field and reads it, such as one that was dropped.
func (e *enrol) take(path string) {
	e.file.Entry.SetText(path)
	e.read()
}

// done shows the seat that was made and offers its pack.
func (e *enrol) done(seat app.Seat, person app.Person) {
	e.pack = newPackBox(e.room, seat, person)
	e.showWho()
}
