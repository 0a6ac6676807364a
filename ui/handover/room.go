// Package handover is the room in which a workspace ends: a last package goes to the office, the office's receipt is
// read back, and then everything of the workspace is wiped from this laptop, with a record that is saved outside first.
package handover

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of a workspace.
type Store interface {
	Me() app.Person
	Seat() app.Seat
	ShortTip() string
	Reading() bool
	Dir() string
	CheckPhrase(phrase string) error
	HandOverState(ctx context.Context) (store.HandOverState, error)
	HandOver(ctx context.Context, to store.WriteTo, progress func(done, total int64)) (*store.Sent, error)
	KeepOn(ctx context.Context) error
	Examine(ctx context.Context, paths []string, progress func(done, total int64)) (store.Coming, error)
	TakeIn(ctx context.Context, paths []string, how store.TakeIn, progress func(done, total int64)) (store.Import, error)
	PlanWipe(ctx context.Context, how store.WipeHow) (store.Certificate, error)
	Wipe(ctx context.Context, how store.WipeHow, progress func(done, total int)) (store.Certificate, error)
}

// Config is what the room needs of the program around it.
type Config struct {
	Workspace string // its name, as people know it
	Version   string // of the program
	Now       func() time.Time
	Sticks    ask.Sticks // nil: nobody looks for any
	// Gone is called on the main goroutine when the workspace was wiped and its record is saved: the program forgets it
	// and shows the first room.
	Gone func(dir string)
}

// The steps, as the rail shows them.
const (
	stepPackage = iota
	stepReceipt
	stepWipe
	stepRecord
)

var steps = []string{"handover.step.package", "handover.step.receipt", "handover.step.wipe", "handover.step.record"}

// Room is the room. It implements shell.Room and shell.Dropper.
type Room struct {
	host   shell.Host
	store  Store
	config Config
	root   *fyne.Container

	now    store.HandOverState
	loaded bool
	step   int  // in view
	chosen bool // the person went to the step; else it follows from the state
	wiped  *wiped

	there []store.Stick      // sticks
	media *ask.Media         // in view, nil = none
	stop  context.CancelFunc // ends the look for sticks; nil: nobody looks

	file  *packageStep
	proof *receiptStep
	end   *wipeStep
}

var (
	_ shell.Room    = (*Room)(nil)
	_ shell.Dropper = (*Room)(nil)
)

// New makes the room.
func New(h shell.Host, s Store, c Config) *Room {
	if c.Now == nil {
		c.Now = time.Now
	}
	r := &Room{host: h, store: s, config: c, root: container.NewStack()}
	r.file, r.proof, r.end = newPackageStep(r), newReceiptStep(r), newWipeStep(r)
	return r
}

// Open asks how far the handing over has come and shows the step that is due.
func (r *Room) Open(shell.Route) {
	r.look()
	if r.wiped != nil {
		return
	}
	r.load()
}

// look begins to look for sticks.
func (r *Room) look() {
	if r.stop != nil || r.config.Sticks == nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	r.config.Sticks(ctx, func(all []store.Stick) {
		r.host.Run(func(context.Context) (func(), error) {
			return func() {
				if ctx.Err() != nil {
					return
				}
				r.there = all
				if r.media != nil {
					r.media.Offer(all)
				}
				r.end.offer()
			}, nil
		})
	})
}

// place makes a field for a folder to write into, with the sticks that are there.
func (r *Room) place() *ask.Media {
	r.media = ask.NewMedia(r.host.Window(), ask.Folder())
	r.media.Offer(r.there)
	return r.media
}

// load asks anew and shows the step in hand.
func (r *Room) load() {
	if r.store.Reading() { // nothing can be lost with it: only the wipe is left
		r.loaded, r.step = true, stepWipe
		r.show()
		return
	}
	r.host.Run(func(ctx context.Context) (func(), error) {
		st, err := r.store.HandOverState(ctx)
		if err != nil {
			return nil, err
		}
		return func() {
			r.now, r.loaded = st, true
			if !r.chosen {
				r.step = due(st)
			}
			r.show()
		}, nil
	})
}

// due gives the step that comes next.
func due(st store.HandOverState) int {
	switch {
	case st.Ready && st.Since == 0:
		return stepWipe
	case st.Begun.IsZero() || st.Since > 0:
		return stepPackage
	}
	return stepReceipt
}

// turn shows a step that the person chose.
func (r *Room) turn(step int) {
	r.step, r.chosen = step, true
	r.show()
}

func (r *Room) show() {
	if !r.loaded {
		return
	}
	var body fyne.CanvasObject
	at := r.step
	switch {
	case r.wiped != nil:
		at, body = stepRecord, r.wiped.content()
	case at == stepPackage:
		body = r.file.content()
	case at == stepReceipt:
		body = r.proof.content()
	default:
		body = r.end.content()
	}
	gap := theme.Size(theme.Gap)
	wide := kit.Split(gap, []float32{1.45, 1}, kit.Scroll(kit.Column(gap, body)), kit.Scroll(kit.Column(gap, r.aside()...)))
	r.root.Objects = []fyne.CanvasObject{container.NewBorder(kit.Inset(0, 4, r.rail(at)), nil, nil, nil, kit.Inset(0, gap/2, wide))}
	r.root.Refresh()
	r.host.Refresh()
}

// rail shows the steps; one can go to each but the record, which comes by itself.
func (r *Room) rail(at int) fyne.CanvasObject {
	var chips []fyne.CanvasObject
	for i, key := range steps {
		text := i18n.Number(i+1) + " " + i18n.T(key)
		if r.past(i) && i != at {
			text = "✓ " + text
		}
		if r.wiped != nil || i == stepRecord || r.store.Reading() {
			tone := kit.Quiet
			if i == at {
				tone = kit.Strong
			}
			chips = append(chips, kit.Chip(text, tone))
			continue
		}
		chips = append(chips, kit.NewChipButton(text, i == at, func() { r.turn(i) }))
	}
	return kit.Flow(8, chips...)
}

// past says whether a step is done.
func (r *Room) past(step int) bool {
	switch step {
	case stepPackage:
		return !r.now.Begun.IsZero() && r.now.Since == 0 || r.wiped != nil
	case stepReceipt:
		return r.now.Ready || r.wiped != nil
	}
	return r.wiped != nil && step == stepWipe
}

// aside says what handing over is, how far it has come, and how one goes back to work.
func (r *Room) aside() []fyne.CanvasObject {
	if r.wiped != nil {
		return []fyne.CanvasObject{kit.Card(i18n.T("handover.after"), kit.NewPara(i18n.T("handover.after.text"), kit.Body))}
	}
	about := "handover.about.text"
	if r.store.Reading() {
		about = "handover.about.reading"
	}
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T(about), kit.Body)}
	if !r.now.Begun.IsZero() {
		back := kit.NewButton(i18n.T("handover.keepon"), r.keepOn)
		lines = append(lines, kit.NewPara(i18n.T("handover.begun", "at", i18n.Moment(r.now.Begun)), kit.Second), kit.Row(0, back))
	}
	cards := []fyne.CanvasObject{kit.Card(i18n.T("handover.about"), kit.Column(10, lines...))}
	if len(r.now.Office) > 0 {
		var who []fyne.CanvasObject
		for _, p := range r.now.Office {
			who = append(who, kit.NewPara(i18n.T("handover.office.line", "name", p.Person, "laptop", p.Laptop), kit.Body))
		}
		cards = append(cards, kit.Card(i18n.T("handover.office"), kit.Column(4, append(who, kit.NewPara(i18n.T("handover.office.text"), kit.Second))...)))
	} else if !r.store.Reading() {
		cards = append(cards, kit.Note(kit.Wait, i18n.T("handover.nooffice"), i18n.T("handover.nooffice.hint")))
	}
	return cards
}

// keepOn gives the handing over up: nothing is lost by it.
func (r *Room) keepOn() {
	r.host.Run(func(ctx context.Context) (func(), error) {
		if err := r.store.KeepOn(ctx); err != nil {
			return nil, err
		}
		return func() {
			r.chosen = false
			r.host.Toast(i18n.T("handover.kepton"))
			r.load()
		}, nil
	})
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() shell.Title { return shell.Title{Text: i18n.T("room.handover")} }

// Deeds are in the room itself.
func (r *Room) Deeds() []shell.Deed { return nil }

// Shortcuts of the room: none of its own.
func (r *Room) Shortcuts() []shell.Shortcut { return nil }

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed asks anew after deeds that make another last package needed or bring a receipt.
func (r *Room) Changed(d app.Deed) {
	if !r.loaded || r.wiped != nil || r.store.Reading() {
		return
	}
	r.host.Run(func(ctx context.Context) (func(), error) {
		st, err := r.store.HandOverState(ctx)
		if err != nil {
			return nil, err
		}
		return func() { r.now = st }, nil // what is in view stays: something may be half typed
	})
}

// Dropped takes a file as the receipt.
func (r *Room) Dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) == 0 || r.wiped != nil || r.store.Reading() {
		return
	}
	r.turn(stepReceipt)
	r.proof.file.Entry.SetText(files[0].Path())
}

// Hidden forgets the pass phrase that may be typed, and looks for sticks no more.
func (r *Room) Hidden() {
	r.end.forget()
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
}
