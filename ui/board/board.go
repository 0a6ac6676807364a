// Package board is the room that shows all cases: how many stand where, how far each is, what comes next and what is
// due. From here a case is opened, a new one laid out, the round described.
package board

import (
	"context"
	"log/slog"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the board asks of a workspace.
type Store interface {
	app.Reader
	Rounds(ctx context.Context) ([]app.Round, error)
	Board(ctx context.Context, q store.BoardQuery, today app.Date) (store.Board, error)
	CountClashes(ctx context.Context) (int, error)
	Clashes(ctx context.Context, caseID app.ID) ([]store.Clash, error)
	Veiled(ctx context.Context, caseID app.ID) (app.Dossier, error)
}

// Room is the board. It implements shell.Room.
type Room struct {
	host   shell.Host
	store  Store
	drafts *kit.Drafts

	rounds []app.Round
	zones  []app.Zone
	query  store.BoardQuery
	board  store.Board
	clash  map[app.ID]int         // how much clashes in a case
	page   *roundPage             // the page of the round, when it is open
	wanted atomic.Pointer[app.ID] // the case in hand, as the works of the room ask for it
	swept  inView

	root    *fyne.Container
	content fyne.CanvasObject
	table   *kit.DataTable
	figures *fyne.Container
	due     *fyne.Container
	find    *kit.Entry
	zone    *kit.Select
	stage   *kit.Select
	filling bool
}

var _ shell.Room = (*Room)(nil)

// New makes the board over a workspace.
func New(h shell.Host, s Store, drafts *kit.Drafts) *Room {
	r := &Room{host: h, store: s, drafts: drafts, root: container.NewStack()}
	r.build()
	return r
}

func (r *Room) build() {
	r.table = kit.NewTable(
		kit.TableColumn{Title: i18n.T("board.case"), Sort: "number", Width: 90},
		kit.TableColumn{Title: i18n.T("board.unit"), Sort: "unit", Width: 128, Grow: 1},
		kit.TableColumn{Title: i18n.T("board.zone"), Sort: "zone", Width: 72, Spare: 1},
		kit.TableColumn{Title: i18n.T("board.stage"), Sort: "stage", Width: stageWidth()},
		kit.TableColumn{Title: i18n.T("board.progress"), Sort: "progress", Width: 84, Spare: 2},
		kit.TableColumn{Title: i18n.T("board.findings"), Sort: "findings", Width: 36, Number: true},
		kit.TableColumn{Title: i18n.T("board.next"), Width: 150, Grow: 2},
		kit.TableColumn{Title: i18n.T("board.deadline"), Sort: "deadline", Width: deadlineWidth()},
	)
	r.table.OnOpen = func(row kit.TableRow) { r.openCase(app.ID(row.ID)) }
	r.table.OnSelect = func(row kit.TableRow) { r.look(app.ID(row.ID)) }
	r.table.OnOrder = func(o kit.Order) {
		r.query.Sort, r.query.Desc = o.Key, o.Desc
		r.load()
	}
	r.figures, r.due = container.NewStack(), container.NewStack()
	r.find = kit.NewEntry("")
	r.find.PlaceHolder = i18n.T("board.find")
	r.find.OnChanged = func(text string) {
		r.query.Text = text
		r.load()
	}
	r.find.OnKey = r.table.Key
	r.zone = kit.NewSelect(nil, func(string) { r.filter() })
	r.stage = kit.NewSelect(nil, func(string) { r.filter() })
	gap := theme.Size(theme.Gap)
	bar := kit.Split(gap, []float32{2, 1, 1}, r.find, kit.Framed(r.zone), kit.Framed(r.stage))
	list := kit.Card("", container.NewBorder(kit.Inset(0, 2, bar), nil, nil, nil, r.table))
	body := kit.Split(gap, []float32{1, 262 * theme.Size(theme.TextBody) / 14}, list, r.due)
	r.content = container.New(&pageLayout{gap}, r.figures, body)
}

// pageLayout puts the figures above and gives the rest to the list.
type pageLayout struct{ gap float32 }

func (l *pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, h))
	objects[1].Move(fyne.NewPos(0, h+l.gap))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-h-l.gap))
}

func (l *pageLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height+l.gap)
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Open shows the board, or the page of the round ("board/round").
func (r *Room) Open(route shell.Route) {
	r.leavePage()
	if route.Room == shell.RoomBoard+"/round" {
		r.openRound(app.ID(route.Ref))
		return
	}
	r.root.Objects = []fyne.CanvasObject{r.content}
	r.root.Refresh()
	r.load()
}

func (r *Room) openCase(id app.ID) { r.host.Go(shell.Route{Room: shell.RoomCase, Case: id}) }

// load asks for the cases and shows them. The first time they come without next step and deadline, and whole a moment
// later: of 200 cases the first part takes a tenth of the time.
func (r *Room) load() {
	if len(r.board.Rows) == 0 && r.query.Sort != "deadline" {
		r.ask(true)
	}
	r.ask(false)
}

func (r *Room) ask(brief bool) {
	q, today, clash := r.query, r.host.Today(), r.clash
	q.Brief = brief
	r.host.Run(func(ctx context.Context) (func(), error) {
		rounds, err := r.store.Rounds(ctx)
		if err != nil {
			return nil, err
		}
		if q.Round == "" && len(rounds) > 0 {
			q.Round = rounds[len(rounds)-1].ID // the newest
		}
		board, err := r.store.Board(ctx, q, today)
		if err != nil {
			return nil, err
		}
		zones, err := app.List[app.Zone](ctx, r.store, q.Round)
		if err != nil {
			return nil, err
		}
		if !brief { // the marks come with the whole rows
			if clash, err = clashing(ctx, r.store); err != nil {
				return nil, err
			}
		}
		return func() {
			r.clash = clash
			r.take(rounds, zones, q, board)
			slog.Info("board shown", "rows", len(board.Rows), "brief", brief) // what the bench of the start waits for
		}, nil
	})
}

func (r *Room) take(rounds []app.Round, zones []app.Zone, q store.BoardQuery, b store.Board) {
	if q.Text != r.query.Text {
		return // the person typed on: a later load brings what is wanted now
	}
	r.rounds, r.zones, r.query.Round, r.board = rounds, sortedZones(zones), q.Round, b
	r.choices()
	r.figures.Objects = []fyne.CanvasObject{r.figureCards()}
	r.figures.Refresh()
	r.due.Objects = []fyne.CanvasObject{r.dueCard()}
	r.due.Refresh()
	rows := make([]kit.TableRow, len(b.Rows))
	for i, row := range b.Rows {
		rows[i] = tableRow(row, r.clash[row.ID])
	}
	if len(rows) == 0 && r.query == (store.BoardQuery{Round: q.Round, Sort: q.Sort, Desc: q.Desc, Brief: r.query.Brief}) {
		r.showEmpty()
	} else if r.page == nil {
		r.root.Objects = []fyne.CanvasObject{r.content}
		r.root.Refresh()
	}
	r.table.Replace(rows)
	r.host.Refresh()
}

func (r *Room) showEmpty() {
	if r.page != nil {
		return
	}
	button := kit.NewPrimary(i18n.T("board.newcase"), r.newCase)
	title, text := i18n.T("board.empty"), i18n.T("board.empty.text")
	if len(r.rounds) == 0 {
		button = kit.NewPrimary(i18n.T("board.newround"), func() { r.openRound("") })
		title, text = i18n.T("board.noround"), i18n.T("board.noround.text")
	}
	r.root.Objects = []fyne.CanvasObject{kit.Card("", kit.Empty(title, text, button))}
	r.root.Refresh()
}

// clashing gives how much clashes in each case in which something does.
func clashing(ctx context.Context, s Store) (map[app.ID]int, error) {
	n, err := s.CountClashes(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	all, err := s.Clashes(ctx, "")
	if err != nil {
		return nil, err
	}
	out := map[app.ID]int{}
	for _, c := range all {
		out[c.Case]++
	}
	return out, nil
}

// nextCell is the next step; what clashes is said before it.
func nextCell(row store.BoardRow, clashes int) kit.Cell {
	text := kit.StepText(row.Next)
	if clashes == 0 {
		return kit.Cell{Text: text}
	}
	return kit.Cell{Text: i18n.T("clashes.board", "n", clashes, "next", text), Tone: kit.Fault}
}

func tableRow(row store.BoardRow, clashes int) kit.TableRow {
	cells := []kit.Cell{
		{Text: row.Number},
		{Text: row.UnitName, Bold: true},
		{Text: row.ZoneName},
		{Text: kit.StageWord(row.Stage), Chip: true, Tone: stageTone(row.Stage)},
		progressCell(row),
		{Text: count(row.Findings)},
		nextCell(row, clashes),
		kit.DeadlineCell(row.Deadline),
	}
	return kit.TableRow{ID: string(row.ID), Cells: cells}
}

// stageWidth and deadlineWidth give the columns the width that their longest word needs in the language in use.
func stageWidth() float32 {
	var w float32
	for _, s := range app.Stages {
		w = max(w, kit.NaturalWidth(kit.StageWord(s)))
	}
	return w + 18
}

func deadlineWidth() float32 {
	late := app.Deadline{Code: "D8", Kind: app.WorkingDays, Left: -18}
	return kit.NaturalWidth(kit.DeadlineText(late)) + 18
}

func stageTone(s app.Stage) kit.Tone {
	switch s {
	case app.Closed:
		return kit.Done
	case app.Planned:
		return kit.Quiet
	}
	return kit.Accent
}

func progressCell(row store.BoardRow) kit.Cell {
	c := kit.Cell{Text: i18n.T("board.of", "done", row.Answered, "total", row.Total), Bar: []kit.Part{}}
	if row.Total > 0 {
		total := float32(row.Total)
		c.Bar = []kit.Part{{Tone: kit.Done, Share: float32(row.Answered-row.Problems) / total}, {Tone: kit.Fault, Share: float32(row.Problems) / total}}
	}
	return c
}

func count(n int) string {
	if n == 0 {
		return "—"
	}
	return i18n.Number(n)
}

// Title is the round's name and how many cases it has.
func (r *Room) Title() shell.Title {
	if r.page != nil {
		return shell.Title{Text: i18n.T("board.round"), Sub: r.page.round.Name}
	}
	t := shell.Title{Text: i18n.T("board.title")}
	if round, ok := r.round(); ok {
		t.Text = i18n.T("board.title.round", "name", round.Name)
		all := 0
		for _, n := range r.board.Stages {
			all += n
		}
		t.Sub = i18n.T("board.count", "n", all)
	}
	t.Chips = r.sweptChips()
	return t
}

func (r *Room) round() (app.Round, bool) {
	for _, x := range r.rounds {
		if x.ID == r.query.Round {
			return x, true
		}
	}
	return app.Round{}, false
}

// Deeds are a new case and the round.
func (r *Room) Deeds() []shell.Deed {
	if r.page != nil {
		return []shell.Deed{{Text: i18n.T("board.back"), Do: func() { r.host.Go(shell.Route{Room: shell.RoomBoard}) }}}
	}
	if len(r.rounds) == 0 {
		return nil
	}
	deeds := []shell.Deed{{Text: i18n.T("board.round"), Do: func() {
		r.host.Go(shell.Route{Room: shell.RoomBoard + "/round", Ref: string(r.query.Round)})
	}}, {Text: i18n.T("board.newcase"), Keys: "Ctrl+N", Do: r.newCase}}
	if row, ok := r.table.Selected(); ok {
		deeds = append(deeds, shell.Deed{Text: i18n.T("board.open"), Keys: "Enter", Primary: true, Do: func() { r.openCase(app.ID(row.ID)) }})
	}
	return deeds
}

// Shortcuts of the board.
func (r *Room) Shortcuts() []shell.Shortcut {
	return []shell.Shortcut{
		{Keys: "↑ ↓", Text: i18n.T("board.key.move")},
		{Keys: "Enter", Text: i18n.T("board.key.open")},
		{Keys: "/", Text: i18n.T("board.key.find"), Key: fyne.KeySlash, Do: func() { r.find.FocusByKey(r.host.Window().Canvas(), '/') }},
		{Keys: "Ctrl+N", Text: i18n.T("board.newcase"), Key: fyne.KeyN, Mod: fyne.KeyModifierControl, Do: r.newCase},
		{Keys: "Ctrl+C", Text: i18n.T("board.key.copy"), Key: fyne.KeyC, Mod: fyne.KeyModifierControl, Do: r.table.Copy},
	}
}

// TypedKey moves in the list.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool { return r.page == nil && r.table.Key(e) }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed loads the cases anew.
func (r *Room) Changed(d app.Deed) {
	if r.page != nil {
		r.page.changed(d)
		return
	}
	r.load()
	r.lookAgain()
}

// Hidden keeps what is typed on the page of the round.
func (r *Room) Hidden() { r.leavePage() }
