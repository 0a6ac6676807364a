// Package drafts is the three reports of a case: their sections as they are composed from the facts or written over by
// a person, the true pages beside them, and what is done with a report: save, open, print.
package drafts

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/press"
	"lianshen/ui/preview"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of the workspace.
type Store interface {
	Dossier(ctx context.Context, caseID app.ID) (app.Dossier, error)
	app.Reader
	press.Store
}

// Room is the reports of one case.
type Room struct {
	host  shell.Host
	store Store
	works works

	content *fyne.Container
	caseID  app.ID
	ref     string // strand or strand/section to show once the case is there
	d       app.Dossier
	loaded  bool
	hidden  bool // another room is in view
	waiting bool // a reading is under way
	again   bool // and another was asked for meanwhile

	strand   app.Strand
	draft    bool
	english  bool // the pages are the English rendition
	sections []reports.Section
	section  string // key of the section in hand

	left   *left
	text   *text
	viewer *viewer

	// elsewhere does work off the main goroutine; tests do it at once.
	elsewhere func(func())
	after     func(time.Duration, func()) *time.Timer
}

var _ shell.Room = (*Room)(nil)

// New makes the room over a workspace. The pages are rendered by engine, which the caller closes.
func New(host shell.Host, s Store, engine *preview.Engine) *Room {
	r := &Room{host: host, store: s, works: realWorks(s), content: container.NewStack(), strand: app.Review, draft: true,
		elsewhere: func(f func()) { go f() }, after: time.AfterFunc}
	r.left, r.text = newLeft(r), newText(r)
	r.viewer = newViewer(r, engine)
	to := kit.NewPrimary(i18n.T("bench.empty.deed"), func() { r.host.Go(shell.Route{Room: shell.RoomBoard}) })
	r.content.Objects = []fyne.CanvasObject{kit.Empty(i18n.T("bench.empty.title"), i18n.T("drafts.empty.text"), to)}
	return r
}

// Content is the sections, the text and the pages.
func (r *Room) Content() fyne.CanvasObject { return r.content }

// Open shows the reports of a case; Ref may name a strand ("audit") or a section of one ("audit/findings").
func (r *Room) Open(to shell.Route) {
	if !r.text.keep() {
		return
	}
	again := r.hidden // nobody tells a room that is not in view what changed
	r.hidden = false
	switch {
	case to.Case == "" && r.caseID == "":
	case r.loaded && (to.Case == "" || to.Case == r.caseID):
		r.jump(to.Ref)
		if again {
			r.load()
		}
	default:
		if to.Case != "" && to.Case != r.caseID {
			r.caseID, r.loaded, r.section = to.Case, false, ""
			r.viewer.clear()
		}
		r.ref = to.Ref
		r.load()
	}
}

func (r *Room) jump(ref string) {
	strand, section := r.strand, ""
	for _, s := range app.Strands {
		if rest, ok := cutPrefix(ref, string(s)); ok {
			strand, section = s, rest
		}
	}
	if section != "" {
		r.section = section
	}
	if strand != r.strand {
		r.open(strand)
		return
	}
	r.text.asked = 0
	r.show()
	if s, ok := r.inHand(); ok && section != "" {
		r.viewer.turnTo(s.Heading)
	}
}

func cutPrefix(ref, strand string) (string, bool) {
	if ref == strand {
		return "", true
	}
	if len(ref) > len(strand) && ref[:len(strand)] == strand && ref[len(strand)] == '/' {
		return ref[len(strand)+1:], true
	}
	return "", false
}

// load reads the case, off the main goroutine. Readings asked for while one is under way become one.
func (r *Room) load() {
	if r.caseID == "" {
		return
	}
	if r.waiting {
		r.again = true
		return
	}
	r.waiting, r.again = true, false
	id := r.caseID
	r.host.Run(func(ctx context.Context) (func(), error) {
		d, err := r.store.Dossier(ctx, id)
		return func() {
			r.waiting = false
			switch {
			case id != r.caseID:
				r.load()
				return
			case err != nil:
				r.host.Fail(err)
			default:
				r.take(d)
			}
			if r.again {
				r.load()
			}
		}, nil
	})
}

// take shows a newer state of the case: the sections, the text unless somebody writes in it, and the pages.
func (r *Room) take(d app.Dossier) {
	first := !r.loaded
	r.d, r.loaded = d, true
	if first {
		k := theme.Size(theme.TextBody) / 14
		r.content.Objects = []fyne.CanvasObject{kit.Split(theme.Size(theme.Gap), []float32{196 * k, 1, 1.05}, r.left.object, r.text.object, r.viewer.object)}
		r.content.Refresh()
		for _, s := range app.Strands {
			if rest, ok := cutPrefix(r.ref, string(s)); ok {
				r.strand, r.section = s, rest
			}
		}
		r.ref = ""
		r.chooseMode()
	}
	r.compose()
	if s, ok := r.inHand(); ok && first {
		r.viewer.target = s.Heading
	}
	r.show()
	if first {
		r.viewer.later(0)
	} else {
		r.viewer.later(settle)
	}
}

// settle is how long no other deed comes before the pages are set again.
const settle = 350 * time.Millisecond

// chooseMode shows the final report where it may be printed, else the draft for comment.
func (r *Room) chooseMode() { r.draft = r.works.ready(r.d, r.strand, false) != nil }

// compose makes the sections of the report from the facts.
func (r *Room) compose() {
	r.sections = r.works.sections(r.d, r.strand, r.draft, r.host.Today())
	for _, s := range r.sections {
		if s.Key == r.section {
			return
		}
	}
	r.section = ""
	if len(r.sections) > 0 {
		r.section = r.sections[0].Key
	}
}

// inHand gives the section in hand.
func (r *Room) inHand() (reports.Section, bool) {
	for _, s := range r.sections {
		if s.Key == r.section {
			return s, true
		}
	}
	return reports.Section{}, false
}

func (r *Room) show() {
	r.left.show()
	r.text.show()
	r.host.Refresh()
}

// open shows another report of the case, after what was typed is kept.
func (r *Room) open(strand app.Strand) {
	if strand == r.strand || !r.text.keep() {
		return
	}
	r.strand, r.text.asked = strand, 0
	r.chooseMode()
	r.compose()
	r.show()
	r.viewer.clear()
	r.viewer.later(0)
}

// choose takes another section in hand, after what was typed is kept, and turns to its page.
func (r *Room) choose(section string) {
	if section == r.section || !r.text.keep() {
		return
	}
	r.section, r.text.asked = section, 0
	r.show()
	if s, ok := r.inHand(); ok {
		r.viewer.turnTo(s.Heading)
	}
}

// mode shows the draft for comment or the final report.
func (r *Room) mode(draft bool) {
	if draft == r.draft || !r.text.keep() {
		return
	}
	r.draft = draft
	r.compose()
	r.show()
	r.viewer.later(0)
}

// toggleEnglish shows the English rendition of the open report, or the report again. Its sections stay in Chinese.
func (r *Room) toggleEnglish() {
	if !r.text.keep() {
		return
	}
	r.english = !r.english
	r.show()
	r.viewer.later(0)
}

// lang is the language of the pages.
func (r *Room) lang() document.Language {
	if r.english {
		return document.English
	}
	return document.Chinese
}

// Title is the unit, its case number, and which version of which report this is.
func (r *Room) Title() shell.Title {
	if !r.loaded {
		return shell.Title{Text: i18n.T("drafts.room")}
	}
	t := shell.Title{Text: r.d.Unit.Name, Chips: []shell.Chip{{Text: r.d.Case.Number, Tone: string(kit.Quiet)}}, Stage: r.d.Case.Stage}
	return t
}

// Changed reads the case again when a deed touched it.
func (r *Room) Changed(deed app.Deed) {
	if r.loaded && (deed.Case == "" || deed.Case == r.caseID) {
		r.load()
	}
}

// Hidden keeps the text and stops what is being rendered.
func (r *Room) Hidden() {
	r.text.keep()
	r.text.rest()
	r.viewer.stop()
	r.hidden = true
}

// Shortcuts lists the keys of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	return []shell.Shortcut{
		{Keys: "Ctrl+P", Text: i18n.T("drafts.save"), Key: fyne.KeyP, Mod: fyne.KeyModifierControl, Do: func() { r.save(false) }},
		{Keys: "↑ ↓", Text: i18n.T("drafts.key.sections")},
		{Keys: "← →", Text: i18n.T("drafts.key.reports")},
		{Keys: "Enter", Text: i18n.T("drafts.key.edit")},
		{Keys: "PgUp PgDn", Text: i18n.T("drafts.key.pages")},
		{Keys: "+ −", Text: i18n.T("drafts.key.zoom")},
	}
}

// TypedKey walks through sections, reports and pages.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool {
	if !r.loaded || r.covered() {
		return false
	}
	switch e.Name {
	case fyne.KeyUp:
		r.step(-1)
	case fyne.KeyDown:
		r.step(1)
	case fyne.KeyLeft:
		r.beside(-1)
	case fyne.KeyRight:
		r.beside(1)
	case fyne.KeyPageUp:
		r.viewer.turn(-1)
	case fyne.KeyPageDown:
		r.viewer.turn(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		r.text.edit()
	default:
		return false
	}
	return true
}

// TypedRune makes the page larger and smaller.
func (r *Room) TypedRune(key rune) bool {
	if !r.loaded || r.covered() {
		return false
	}
	switch key {
	case '+', '=':
		r.viewer.zoomBy(1)
	case '-', '_':
		r.viewer.zoomBy(-1)
	case '0':
		r.viewer.fit()
	default:
		return false
	}
	return true
}

func (r *Room) step(n int) {
	for i, s := range r.sections {
		if s.Key == r.section {
			r.choose(r.sections[min(max(i+n, 0), len(r.sections)-1)].Key)
			return
		}
	}
}

func (r *Room) beside(n int) {
	for i, s := range app.Strands {
		if s == r.strand {
			r.open(app.Strands[(i+n+len(app.Strands))%len(app.Strands)])
			return
		}
	}
}

func (r *Room) covered() bool { return r.host.Window().Canvas().Overlays().Top() != nil }
