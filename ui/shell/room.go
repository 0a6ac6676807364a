// Package shell is the frame around the rooms: the window, the list of rooms, the line of title and deeds, the status
// line, search, shortcut help and progress. A room knows the shell only by [Host]; rooms do not know each other and
// go somewhere by a [Route].
package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
)

// The rooms by the names that routes use.
const (
	RoomWelcome    = "welcome"
	RoomBoard      = "board"
	RoomCase       = "case" // with a page: "case/selfcheck"
	RoomBench      = "bench"
	RoomFindings   = "findings"
	RoomDrafts     = "drafts"
	RoomHistory    = "history"
	RoomPeople     = "people"
	RoomExchange   = "exchange" // with a page: "exchange/out"
	RoomClashes    = "clashes"  // with a case: "clashes/<ID>"
	RoomHandover   = "handover"
	RoomChecklists = "checklists" // with a page: "checklists/edit", "checklists/diff", "checklists/case"
	RoomLaws       = "laws"
	RoomDaylog     = "daylog" // Ref is a date
	RoomUnlock     = "unlock" // the locked window: nothing of the workspace is shown
	RoomSettings   = "settings"
)

// Route says where to go: a room, the case in hand there, and what to show first. Room may carry a page after a
// slash ("case/selfcheck"), as the gates and next steps of app name the place where something is mended. Ref is the
// item code, finding ID, strand or field to jump to; "" is the start of the room.
type Route struct {
	Room string
	Case app.ID
	Ref  string
}

// Title is what the line above a room says.
type Title struct {
	Text  string    // "示例市文化和旅游局"
	Sub   string    // second text behind it, or ""
	Chips []Chip    // coloured words behind it: the case number, the state of a draft
	Stage app.Stage // shows the stage rail when not ""
}

// Chip is a coloured word of a title. Tone is one of the tones of ui/kit ("quiet", "accent", "done", "wait", "fault").
type Chip struct{ Text, Tone string }

// Deed is a button in the line above a room; a room has at most three.
type Deed struct {
	Text    string
	Keys    string // key cap on the button, "Ctrl+P" or ""
	Primary bool   // the one to do next
	Do      func()
}

// Shortcut is a key of a room, also listed by F1. Keys is what people read ("Ctrl+T", "1–4"); with Key set the shell
// calls Do when it is pressed. Mod 0 is a plain key, which works only while no entry has the focus.
type Shortcut struct {
	Keys string
	Text string
	Key  fyne.KeyName
	Mod  fyne.KeyModifier
	Do   func()
}

// Room is one place of work. All methods are called on the main goroutine. A change of language or text size throws
// rooms away (after Hidden) and makes new ones, so what is not saved must be saved by Hidden.
type Room interface {
	// Open shows the room at a route: it starts loading through Host.Run and returns at once. It is called again
	// when the room is already shown and the route changed.
	Open(Route)
	// Content is the body of the room, the same object for the life of the room.
	Content() fyne.CanvasObject
	Title() Title
	Deeds() []Deed
	Shortcuts() []Shortcut
	// TypedKey and TypedRune get plain keys while no widget has the focus; they say whether the key was used.
	TypedKey(*fyne.KeyEvent) bool
	TypedRune(rune) bool
	// Changed tells that a deed was committed, by this room or elsewhere; the room loads again what the deed touches.
	Changed(app.Deed)
	// Hidden tells that the room is left: it saves what is not saved yet (through Host.Run).
	Hidden()
}

// Dropper is a room that takes files dropped on the window.
type Dropper interface {
	Dropped(pos fyne.Position, files []fyne.URI)
}

// Host is what a room may ask of the shell. Each room gets a host of its own. All methods may be called from any
// goroutine unless said otherwise.
type Host interface {
	// Go leads to another room, or another page of this one.
	Go(Route)
	// Run does work off the main goroutine and then calls the show it returned (if any) on the main one. The works of
	// one room run one after the other in the order they were given. An error goes to Fail.
	Run(work func(ctx context.Context) (show func(), err error))
	// Progress is for long work: it shows a title, how far it is and a stop button that ends ctx. done (may be nil)
	// is called on the main goroutine with the result; a stop is context.Canceled.
	Progress(title string, work func(ctx context.Context, report func(done, total int, what string)) error, done func(error))
	// Toast shows a short word at the edge for a few seconds.
	Toast(text string)
	// Fail shows an error as sentence and hint; a context.Canceled is not shown.
	Fail(err error)
	// Saved tells the status line when the last deed was on disk.
	Saved(at time.Time)
	// Refresh asks the room again for its title, deeds and shortcuts.
	Refresh()
	// Desk is where the person at work does deeds.
	Desk() app.Desk
	// Today is the date on the desk.
	Today() app.Date
	// Window is for dialogs and focus; use it on the main goroutine only.
	Window() fyne.Window
	// OpenFile shows a file in the system's own viewer.
	OpenFile(path string) error
}
