package bench

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Room is the bench.
type Room struct {
	host  shell.Host
	store Store

	content *fyne.Container
	caseID  app.ID
	ref     string         // item to go to once the case is there
	sheet   *sheet         // nil until the case is loaded
	pending app.Conclusion // pressed for the item in hand, and waiting for its reason

	hidden bool // another room is in view

	commits   int  // grows with every answer kept here: a reading begun before it is out of date
	waiting   bool // a reading is under way
	again     bool // and another was asked for meanwhile
	looking   bool // the same for what stands around the item in hand
	lookAgain bool

	before  []store.FindingRow               // what was found at this unit in other cases
	formers []app.FormerAnswer               // answers to items that no checklist of the case has any more
	history map[string][]store.Event         // by item code
	states  map[string]store.AttachmentState // of attachments, by hash

	left   *left
	middle *middle
	right  *right

	table   *table // nil until it is first shown
	inTable bool   // the rows are in the place of the item in hand
	mine    bool   // only one's own items are listed
}

var (
	_ shell.Room    = (*Room)(nil)
	_ shell.Dropper = (*Room)(nil)
)

// New makes the bench over a workspace.
func New(host shell.Host, s Store) *Room {
	r := &Room{host: host, store: s, content: container.NewStack()}
	r.forget()
	r.left, r.middle, r.right = newLeft(r), newMiddle(r), newRight(r)
	to := kit.NewPrimary(i18n.T("bench.empty.deed"), func() { r.host.Go(shell.Route{Room: shell.RoomBoard}) })
	r.content.Objects = []fyne.CanvasObject{kit.Empty(i18n.T("bench.empty.title"), i18n.T("bench.empty.text"), to)}
	return r
}

func (r *Room) forget() {
	r.history, r.states = map[string][]store.Event{}, map[string]store.AttachmentState{}
}

// Content is the three columns, or what to do while there is no case.
func (r *Room) Content() fyne.CanvasObject { return r.content }

// columns puts the three columns in the place of the empty page.
func (r *Room) columns() {
	k := 1 + (theme.Size(theme.TextBody)/14-1)/2 // with large text the item in hand needs the room most
	if r.inTable {
		r.content.Objects = []fyne.CanvasObject{r.tableColumns(k)}
		r.content.Refresh()
		return
	}
	split := kit.Split(theme.Size(theme.Gap), []float32{236 * k, 1, 282 * k}, r.left.object, r.middle.object, r.right.object)
	r.content.Objects = []fyne.CanvasObject{split}
	r.content.Refresh()
}

// Open shows a case at an item. What is being typed for another item is kept first.
func (r *Room) Open(to shell.Route) {
	defer r.catchUp()
	switch {
	case !r.keep():
	case to.Case == "" && r.caseID == "":
	case (to.Case == "" || to.Case == r.caseID) && r.sheet != nil:
		if to.Ref != "" {
			r.take(to.Ref)
		}
	default:
		if to.Case != "" && to.Case != r.caseID {
			r.caseID, r.sheet = to.Case, nil
			r.forget()
		}
		r.ref = to.Ref
		r.load()
	}
}

// catchUp reads the case again after another room was in view: nobody tells a room that is not.
func (r *Room) catchUp() {
	if r.hidden {
		r.hidden = false
		r.load()
	}
}

// load reads the whole case, off the main goroutine. Readings asked for while one is under way become one.
func (r *Room) load() {
	if r.caseID == "" {
		return
	}
	if r.waiting {
		r.again = true
		return
	}
	r.waiting, r.again = true, false
	id, commits := r.caseID, r.commits
	r.host.Run(func(ctx context.Context) (func(), error) {
		d, err := r.store.Dossier(ctx, id)
		var before []store.FindingRow
		var formers []app.FormerAnswer
		if err == nil {
			before, err = r.earlier(ctx, d)
		}
		if err == nil {
			formers, err = r.former(ctx, d)
		}
		return func() {
			r.waiting = false
			switch {
			case id != r.caseID || commits != r.commits:
				r.load()
				return
			case err != nil:
				r.host.Fail(err)
			default:
				r.before, r.formers = before, formers
				r.loaded(d)
			}
			if r.again {
				r.load()
			}
		}, nil
	})
}

// former gives the answers of a case to items that its checklists have no more; it runs off the main goroutine. Checklists
// are read only for a case that was moved to another version.
func (r *Room) former(ctx context.Context, d app.Dossier) ([]app.FormerAnswer, error) {
	moved := false
	for _, st := range d.Case.Strands {
		moved = moved || len(st.Formers) > 0
	}
	if !moved {
		return nil, nil
	}
	lists, err := app.List[app.Template](ctx, r.host.Desk().Door, "")
	if err != nil {
		return nil, fmt.Errorf("read the checklists before the upgrade: %w", err)
	}
	return app.FormerAnswers(d, lists), nil
}

func (r *Room) loaded(d app.Dossier) {
	if r.sheet != nil {
		r.sheet.renew(d)
		r.refresh()
		r.look()
		return
	}
	r.sheet = newSheet(d, r.host.Desk().Who)
	r.sheet.mine = r.mine
	if r.ref != "" {
		r.sheet.take(r.ref)
		r.ref = ""
	}
	r.columns()
	r.itemChanged()
}

// look reads what stands around the item in hand: the history of its answer and findings, and whether its
// attachments are still there.
func (r *Room) look() {
	if r.looking {
		r.lookAgain = true
		return
	}
	r.looking, r.lookAgain = true, false
	code := r.sheet.item
	entities := []app.ID{app.AnswerID(r.caseID, code)}
	for _, f := range r.sheet.findings() {
		entities = append(entities, f.ID)
	}
	var hashes []string
	for _, e := range r.sheet.evidence() {
		if _, known := r.states[e.FileHash]; e.FileHash != "" && !known {
			hashes = append(hashes, e.FileHash)
		}
	}
	r.host.Run(func(ctx context.Context) (func(), error) {
		var events []store.Event
		var failed error
		for _, id := range entities {
			of, err := r.store.History(ctx, id, "")
			failed = errors.Join(failed, err)
			events = append(events, of...)
		}
		states := map[string]store.AttachmentState{}
		for _, h := range hashes {
			states[h] = r.store.AttachmentState(h)
		}
		return func() {
			r.looking = false
			if failed != nil {
				r.host.Fail(failed)
			}
			if r.sheet == nil {
				return
			}
			if r.lookAgain {
				r.look()
			}
			r.history[code] = events
			for h, s := range states {
				r.states[h] = s
			}
			if r.sheet.item == code {
				r.right.show()
			}
		}, nil
	})
}

// itemChanged shows another item: everything but the focus changes.
func (r *Room) itemChanged() {
	r.pending = ""
	r.left.show()
	if r.inTable {
		r.table.show()
		r.table.data.SelectID(r.sheet.item)
	}
	r.middle.item()
	r.right.show()
	r.look()
	r.host.Refresh()
}

// refresh shows newer facts of the item in hand. The note is left alone while somebody writes in it.
func (r *Room) refresh() {
	r.left.show()
	if r.inTable {
		r.table.show()
	}
	r.middle.facts()
	r.right.show()
	r.host.Refresh()
}

// Title is the unit under review, its case number and the stage it is in.
func (r *Room) Title() shell.Title {
	if r.sheet == nil {
		return shell.Title{Text: i18n.T("bench.title")}
	}
	d := r.sheet.d
	return shell.Title{Text: d.Unit.Name, Chips: []shell.Chip{{Text: d.Case.Number, Tone: string(kit.Quiet)}}, Stage: d.Case.Stage}
}

// Deeds changes between one item and the rows, and leads to the findings of the case and to the case.
func (r *Room) Deeds() []shell.Deed {
	if r.sheet == nil {
		return nil
	}
	toggle := shell.Deed{Text: i18n.T("bench.deed.table"), Keys: "G", Do: r.showTable}
	if r.inTable {
		toggle = shell.Deed{Text: i18n.T("bench.deed.one"), Keys: "G", Do: func() { r.hideTable("") }}
	}
	return []shell.Deed{
		toggle,
		{Text: i18n.T("bench.deed.findings", "n", len(r.sheet.d.Findings)), Do: func() {
			r.host.Go(shell.Route{Room: shell.RoomFindings, Case: r.caseID})
		}},
		{Text: i18n.T("bench.deed.case"), Do: func() { r.host.Go(shell.Route{Room: shell.RoomCase, Case: r.caseID}) }},
		{Text: i18n.T("papers.forms"), Do: r.printForms},
	}
}

// Changed reads again what a deed touched: only the answers when it touched nothing else.
func (r *Room) Changed(deed app.Deed) {
	if r.sheet != nil && len(deed.Changes) == 0 { // a bulk load does not say what it touched
		r.load()
		return
	}
	if r.sheet == nil || deed.Case != "" && deed.Case != r.caseID {
		return
	}
	var answers []app.ID
	for _, c := range deed.Changes {
		switch c.Noun {
		case app.KindAnswer:
			answers = append(answers, c.Entity)
		default:
			r.load()
			return
		}
	}
	r.reread(answers)
}

// reread takes the newest state of some answers, off the main goroutine.
func (r *Room) reread(answers []app.ID) {
	id := r.caseID
	r.host.Run(func(ctx context.Context) (func(), error) {
		var found []app.Answer
		for _, a := range answers {
			answer, err := app.Get[app.Answer](ctx, r.host.Desk().Door, a)
			if app.CodeOf(err) == app.ErrNotFound.Code {
				continue // it was taken back; the whole case is read then
			}
			if err != nil {
				return nil, err
			}
			found = append(found, answer)
		}
		return func() {
			switch {
			case r.sheet == nil || id != r.caseID:
			case len(found) < len(answers):
				r.load()
			default:
				newer := false
				for _, a := range found {
					newer = newer || !reflect.DeepEqual(r.sheet.d.Answers[a.Item], a)
					r.sheet.d.Answers[a.Item] = a
				}
				if newer { // our own answers are shown already
					r.refresh()
				}
				r.look()
			}
		}, nil
	})
}

// Hidden keeps what is being typed.
func (r *Room) Hidden() {
	r.keep()
	r.middle.note.rest()
	r.hidden = true
}
