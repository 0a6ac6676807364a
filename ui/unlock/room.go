// Package unlock is the room in front of a workspace: it asks for the pass phrase, opens with the recovery key or the office's
// when the phrase is forgotten, and leads through the first start: place and person, pass phrase, recovery key, check; or,
// where others have begun, through asking for a seat and opening the pack that answers.
package unlock

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// The pages of the room, as routes name them after the slash; "" asks for the pass phrase.
const (
	PageRecover = "recover"
	PageCreate  = "create"
	PageAsk     = "ask"    // for a seat in a round that others have begun
	PagePack    = "pack"   // open a package that makes a workspace
	PageRecord  = "record" // the record of a workspace that was wiped
)

// Visit is what the room is asked to do and how far it is. It outlives the room, which is made anew when the system
// goes from light to dark: what a person has typed stays.
type Visit struct {
	Dir    string // folder of the workspace to open, or proposed for a new one
	Name   string // what people call it
	Sample bool   // opens without asking
	// Astray says that it is a sample whose pass phrase does not lie beside it any more.
	Astray bool
	// Opening says that the workspace is being opened with a pass phrase that was not typed here: nothing is asked.
	Opening bool
	Load    string // round file to load into the new workspace, or ""

	Person, Dept, Laptop string // of the first seat of a new workspace, or of the seat asked for
	Pack                 string // file of a package to open, or ""
	Asked                *Asked // the request in hand: made this moment, or before and shown again

	step int            // of the first start, or of asking
	key  vault.Recovery // waits to be handed over
	made bool           // the workspace is made or recovered and waits to be shown

	saved  string // where its file was written last, or the record
	peeked *Pack  // what the package said
	secret string // the phrase that opened it, until the workspace is made
}

// Gate is what the room asks of the program.
type Gate interface {
	// Unlock opens the workspace of the visit and shows it.
	Unlock(ctx context.Context, phrase string) error
	// Sitters lists who has a seat behind this key, so that a person can say who he or she is.
	Sitters(ctx context.Context, key Rescue) ([]Sitter, error)
	// Recover opens the workspace at a new seat that takes the place of a sitter's, and holds it open.
	Recover(ctx context.Context, key Rescue, s Sitter, phrase string) error
	// Make makes the workspace of the visit and holds it open.
	Make(ctx context.Context, phrase string, report func(done, total int, what string)) error
	// NewKey draws a recovery key for the workspace held open, to be shown; KeepKey lets it count, in the place of the
	// former one.
	NewKey(ctx context.Context) (vault.Recovery, error)
	KeepKey(ctx context.Context, key vault.Recovery) error
	// Page makes the PDF page of a recovery key of the workspace held open.
	Page(key vault.Recovery) ([]byte, error)
	// Enter shows the workspace held open. It is called on the main goroutine.
	Enter()
	// Record writes the record of the wiped workspace of the visit into a folder, gives the name of its file, and forgets
	// what the wipe has left for it.
	Record(ctx context.Context, phrase, dir string) (name string, err error)
	// Other leads back to the first room. It is called on the main goroutine.
	Other()
	Joiner
}

// Rescue is what opens in the place of a forgotten pass phrase: one of the two.
type Rescue struct {
	Recovery *vault.Recovery // the recovery key on paper
	Office   string          // the office's secret key, as vault.ParseOffice gives it
}

// Sitter is a person with a seat.
type Sitter struct {
	Seat   app.ID
	Person string // name
	Laptop string
}

// Room is the room. It implements shell.Room.
type Room struct {
	host  shell.Host
	gate  Gate
	visit *Visit
	root  *fyne.Container
	card  *fyne.Container
	fault *kit.Para
	busy  *fyne.Container
	bar   *widget.ProgressBarInfinite // moves while something is being done, else nil
	first fyne.Focusable              // gets the focus
	block []fyne.Disableable
	at    string // page in view
	stop  func() // ends the look for sticks; nil: nobody looks
}

var _ shell.Room = (*Room)(nil)

// New makes the room for a visit.
func New(h shell.Host, g Gate, v *Visit) *Room {
	return &Room{host: h, gate: g, visit: v, root: container.NewStack()}
}

// Open shows the page of the route.
func (r *Room) Open(to shell.Route) {
	_, r.at, _ = strings.Cut(to.Room, "/")
	r.build()
}

func (r *Room) build() {
	r.unfollow()
	r.first, r.block = nil, nil
	r.fault = kit.NewPara("", kit.Style{Color: theme.Fault})
	r.busy = container.NewStack()
	r.card = container.NewStack(r.page())
	name := kit.Line(i18n.T("app.name"), kit.Style{Size: theme.TextFigure, Color: theme.Accent, Bold: true})
	what := kit.Line(i18n.T("welcome.what"), kit.Style{Color: theme.SecondInk})
	notice := kit.NewPara(i18n.T("secrecy.notice"), kit.Style{Size: theme.TextSecond, Color: theme.Fault})
	body := kit.Column(16, kit.Row(12, name, what), r.card, notice)
	r.root.Objects = []fyne.CanvasObject{kit.Scroll(container.New(middleLayout{}, body))}
	r.root.Refresh()
	if r.first != nil {
		r.host.Window().Canvas().Focus(r.first)
	}
}

func (r *Room) page() fyne.CanvasObject {
	switch {
	case r.visit.made:
		return r.handing()
	case r.at == PageRecover:
		return r.recovery()
	case r.at == PageCreate:
		return r.creation()
	case r.at == PageAsk:
		return r.asking()
	case r.at == PagePack:
		return r.opening()
	case r.at == PageRecord:
		return r.fetching()
	}
	return r.door()
}

// swap shows another card in place of the one in view.
func (r *Room) swap(card fyne.CanvasObject) {
	r.card.Objects = []fyne.CanvasObject{card}
	kit.Relayout(r.root)
	if r.first != nil {
		r.host.Window().Canvas().Focus(r.first)
	}
}

// width is that of the column in the middle of the window, in pixels at the normal text size.
const width = 620

// middleLayout sets the column into the middle of the width, a little above the middle of the height.
type middleLayout struct{}

func (middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(width*theme.Size(theme.TextBody)/14, size.Width-24)
	for _, o := range objects {
		for range 3 { // paragraphs know their height only at their width
			o.Resize(fyne.NewSize(w, o.MinSize().Height))
		}
		o.Move(fyne.NewPos((size.Width-w)/2, top))
	}
}

// top is the room above the column.
const top = 64

func (middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300, objects[0].MinSize().Height+top+24)
}

// say shows why something was not done, under the fields; nil takes it away.
func (r *Room) say(err error) {
	text := ""
	if err != nil && !errors.Is(err, context.Canceled) {
		sentence, hint := i18n.Error(err)
		text = strings.TrimSpace(sentence + "\n" + hint)
	}
	r.fault.SetText(text)
	kit.Relayout(r.root)
}

// unsay takes the reason away once the person goes on typing.
func (r *Room) unsay() {
	if r.fault.Text() != "" {
		r.say(nil)
	}
}

// work does something that takes a while off the main goroutine: meanwhile the fields rest and a bar moves. then is
// called on the main goroutine when it went well.
func (r *Room) work(word string, do func(ctx context.Context) error, then func()) {
	r.say(nil)
	for _, d := range r.block {
		d.Disable()
	}
	r.busy.Objects = []fyne.CanvasObject{r.underWay(word)}
	kit.Relayout(r.root)
	r.host.Run(func(ctx context.Context) (func(), error) {
		err := do(ctx)
		return func() {
			r.rest()
			r.busy.Objects = nil
			for _, d := range r.block {
				d.Enable()
			}
			if err != nil {
				r.say(err)
				if r.first != nil {
					r.host.Window().Canvas().Focus(r.first)
				}
				return
			}
			kit.Relayout(r.root)
			if then != nil {
				then()
			}
		}, nil
	})
}

// underWay says that something is being done, with a bar that moves until it is taken away.
func (r *Room) underWay(word string) fyne.CanvasObject {
	r.bar = widget.NewProgressBarInfinite()
	return kit.Column(4, kit.Line(word, kit.Second), container.New(thin{}, r.bar))
}

// rest lets the bar stand still: it would go on unseen.
func (r *Room) rest() {
	if r.bar != nil {
		r.bar.Stop()
		r.bar = nil
	}
}

// thin makes a bar as high as the bars of the program are.
type thin struct{}

func (thin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (thin) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(24, theme.Size(theme.BarHeight))
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title is empty: the room says itself what it is, and the window names no workspace while one is locked.
func (r *Room) Title() shell.Title { return shell.Title{} }

// Deeds are in the room itself.
func (r *Room) Deeds() []shell.Deed { return nil }

// Shortcuts of the room: none of its own.
func (r *Room) Shortcuts() []shell.Shortcut { return nil }

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed is of no concern here.
func (r *Room) Changed(app.Deed) {}

// Hidden forgets what was typed.
func (r *Room) Hidden() {
	if r.at == PagePack {
		r.visit.peeked, r.visit.secret = nil, ""
	}
	r.rest()
	r.unfollow()
	r.root.Objects = nil
}
