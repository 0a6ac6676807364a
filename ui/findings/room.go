// Package findings is the list of findings over all cases and strands, and the form in which one is completed: fact,
// rules, responsibility of each principal, amounts, proof, working papers, and what is to be done about it.
package findings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/papers"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of the workspace.
type Store interface {
	Dossier(ctx context.Context, caseID app.ID) (app.Dossier, error)
	Names(ctx context.Context, cases ...app.ID) (app.NameGuard, error)
	FindingRows(ctx context.Context, q store.FindingQuery) ([]store.FindingRow, int, error)
}

// Room is the list and the form beside it.
type Room struct {
	host   shell.Host
	store  Store
	drafts *kit.Drafts

	content *fyne.Container
	query   store.FindingQuery // written on the main goroutine; the table gets a copy
	caseNo  string             // number of the case the list is narrowed to
	tabs    *fyne.Container
	search  *kit.Entry
	table   *kit.DataTable
	side    *fyne.Container
	count   *canvas.Text
	editor  *editor
	hidden  bool                   // another room is in view
	wanted  app.ID                 // finding to show once its case is read
	cases   map[app.ID]app.ID      // finding → case, of the rows seen
	unsaved map[app.ID]app.Finding // what a form could not save yet
}

var _ shell.Room = (*Room)(nil)

// New makes the room over a workspace. drafts keeps what cannot be saved yet across a change of room.
func New(host shell.Host, s Store, drafts *kit.Drafts) *Room {
	r := &Room{host: host, store: s, drafts: drafts, tabs: kit.Flow(4), search: kit.NewEntry(""), count: kit.Line("", kit.Second),
		side: container.NewStack(), cases: map[app.ID]app.ID{}, unsaved: map[app.ID]app.Finding{}}
	strands, states := make([]string, len(app.Strands)), make([]string, len(app.FindingStates))
	for i, s := range app.Strands {
		strands[i] = i18n.T("strand." + string(s) + ".short")
	}
	for i, s := range app.FindingStates {
		states[i] = i18n.Enum("findingstate", s)
	}
	r.table = kit.NewTable(
		kit.TableColumn{Title: i18n.T("findings.case"), Sort: "case", Width: widest(kit.Body, 4, []string{"LS2026-000"}), Spare: 1},
		kit.TableColumn{Title: i18n.T("findings.strand"), Sort: "strand", Width: widest(kit.Body, 2, strands), Spare: 2},
		kit.TableColumn{Title: i18n.T("findings.number"), Sort: "number", Width: 26, Number: true},
		kit.TableColumn{Title: i18n.T("findings.title"), Sort: "title", Width: 120, Grow: 1},
		kit.TableColumn{Title: i18n.T("findings.amount"), Sort: "amount", Width: 78, Number: true, Spare: 3},
		kit.TableColumn{Title: i18n.T("findings.state"), Sort: "state", Width: widest(kit.Second, 20, states)},
	)
	r.table.Run = host.Run
	r.table.OnSelect = func(row kit.TableRow) { r.show(app.ID(row.ID)) }
	r.table.OnOpen = func(row kit.TableRow) { r.show(app.ID(row.ID)) }
	r.search.PlaceHolder = i18n.T("findings.search")
	r.search.OnChanged = func(text string) {
		r.query.Text = text
		r.reload()
	}
	r.search.OnKey = r.searchKey
	head := kit.Column(8, r.tabs, r.search)
	list := container.New(&listLayout{}, head, r.table, r.count)
	r.editor = newEditor(r)
	r.content = container.NewStack(kit.Split(theme.Size(theme.Gap), []float32{1.2, 1}, kit.Card("", list), kit.Card("", r.side)))
	r.nothing()
	return r
}

// Content is the list and the form.
func (r *Room) Content() fyne.CanvasObject { return r.content }

func (r *Room) nothing() {
	r.side.Objects = []fyne.CanvasObject{kit.Empty(i18n.T("findings.none"), i18n.T("findings.none.text"), nil)}
	r.side.Refresh()
}

// Open shows all findings, those of one case, or one finding in hand.
func (r *Room) Open(to shell.Route) {
	r.editor.flush()
	if r.hidden { // nobody tells a room that is not in view what changed
		r.hidden = false
		r.editor.reload()
	}
	if r.query.Case != to.Case {
		r.query.Case, r.caseNo = to.Case, ""
	}
	r.filters()
	r.reload()
	if to.Ref != "" {
		r.wanted = app.ID(to.Ref)
		r.table.SelectID(to.Ref)
		if to.Case != "" {
			r.editor.open(to.Case, r.wanted)
		}
	}
	if r.caseNo == "" && to.Case != "" {
		r.nameCase(to.Case)
	}
}

// nameCase finds the number that people know the case by.
func (r *Room) nameCase(id app.ID) {
	r.host.Run(func(ctx context.Context) (func(), error) {
		d, err := r.store.Dossier(ctx, id)
		if err != nil {
			return nil, err
		}
		return func() {
			if r.query.Case == id {
				r.caseNo = d.Case.Number
				r.filters()
				r.host.Refresh()
			}
		}, nil
	})
}

// filters draws the choices above the list: the case, the strands, the states.
func (r *Room) filters() {
	r.tabs.RemoveAll()
	choose := func(text string, on bool, set func()) {
		r.tabs.Add(kit.NewChipButton(text, on, func() {
			set()
			r.filters()
			r.reload()
		}))
	}
	if r.query.Case != "" {
		text := r.caseNo
		if text == "" {
			text = i18n.T("findings.thiscase")
		}
		choose(i18n.T("findings.only", "case", text), true, func() { r.query.Case = "" })
	}
	choose(i18n.T("findings.allstrands"), r.query.Strand == "", func() { r.query.Strand = "" })
	for _, s := range app.Strands {
		choose(i18n.T("strand."+string(s)+".short"), r.query.Strand == s, func() { r.query.Strand = s })
	}
	choose(i18n.T("findings.allstates"), r.query.State == "", func() { r.query.State = "" })
	for _, s := range app.FindingStates {
		choose(i18n.Enum("findingstate", s), r.query.State == s, func() { r.query.State = s })
	}
	r.tabs.Refresh()
}

// reload asks for the rows anew; the row in hand stays.
func (r *Room) reload() {
	query := r.query
	r.table.SetSource(func(ctx context.Context, from, n int, order kit.Order) ([]kit.TableRow, int, error) {
		q := query
		q.Sort, q.Desc, q.Limit, q.Offset = order.Key, order.Desc, n, from
		found, total, err := r.store.FindingRows(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		rows := make([]kit.TableRow, len(found))
		cases := make(map[app.ID]app.ID, len(found))
		for i, f := range found {
			rows[i], cases[f.ID] = rowOf(f), f.Case
		}
		show := func() {
			for f, c := range cases {
				r.cases[f] = c
			}
			r.count.Text = i18n.T("findings.count", "n", total)
			r.count.Refresh()
			switch {
			case r.wanted != "" && cases[r.wanted] != "":
				r.show(r.wanted)
			case r.wanted == "" && r.editor.id == "" && from == 0 && len(found) > 0:
				r.table.SelectID(string(found[0].ID)) // nobody starts before an empty form
				r.show(found[0].ID)
			}
		}
		r.host.Run(func(context.Context) (func(), error) { return show, nil }) // after the table has taken the rows
		return rows, total, nil
	})
	if r.editor.finding.ID != "" {
		r.table.SelectID(string(r.editor.finding.ID))
	}
}

// widest gives the width a column needs for the longest of its words in the language in use, in pixels at the normal
// text size, with room around them.
func widest(style kit.Style, around float32, words []string) float32 {
	var w float32
	for _, word := range words {
		w = max(w, kit.Width(word, style))
	}
	return w*14/theme.Size(theme.TextBody) + around
}

func rowOf(f store.FindingRow) kit.TableRow {
	amount := ""
	if f.Amount != 0 {
		amount = f.Amount.Wan(true)
	}
	return kit.TableRow{ID: string(f.ID), Cells: []kit.Cell{
		{Text: f.CaseNumber}, {Text: i18n.T("strand." + string(f.Strand) + ".short")}, {Text: i18n.T("findings.no", "n", f.Number)},
		{Text: f.Title}, {Text: amount},
		{Text: i18n.Enum("findingstate", f.State), Chip: true, Tone: toneOf(f.State)},
	}}
}

func toneOf(s app.FindingState) kit.Tone {
	switch s {
	case app.FindingConfirmed:
		return kit.Done
	case app.FindingProven:
		return kit.Accent
	case app.FindingDropped:
		return kit.Quiet
	}
	return kit.Wait
}

// show takes a finding of the list into the form.
func (r *Room) show(id app.ID) {
	if r.editor.finding.ID == id && r.editor.shown {
		return
	}
	caseID := r.cases[id]
	if caseID == "" {
		r.wanted = id
		return
	}
	r.wanted = ""
	r.editor.open(caseID, id)
}

// searchKey lets the arrows and Enter of the search field act on the list.
func (r *Room) searchKey(k *fyne.KeyEvent) bool {
	if slices.Contains([]fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyReturn, fyne.KeyEnter}, k.Name) {
		return r.table.Key(k)
	}
	return false
}

// Title is the name of the room and the case it is narrowed to.
func (r *Room) Title() shell.Title {
	t := shell.Title{Text: i18n.T("findings.room")}
	if r.caseNo != "" && r.query.Case != "" {
		t.Chips = []shell.Chip{{Text: r.caseNo, Tone: string(kit.Quiet)}}
	}
	return t
}

// Deeds starts a finding, prints the summary of the papers, and leads to the item that the finding in hand came from.
func (r *Room) Deeds() []shell.Deed {
	var deeds []shell.Deed
	if f := r.editor.finding; f.ID != "" && f.Item != "" {
		deeds = append(deeds, shell.Deed{Text: i18n.T("findings.toitem", "item", f.Item), Do: func() {
			r.host.Go(shell.Route{Room: shell.RoomBench, Case: f.Case, Ref: f.Item})
		}})
	}
	if r.query.Case != "" {
		if d := r.editor.d; d.Case.ID == r.query.Case {
			deeds = append(deeds, shell.Deed{Text: i18n.T("bench.trace.print"), Do: func() { papers.Print(r.desk(), r.editor.d, forms.Trace, forms.Options{}) }})
		}
		deeds = append(deeds, shell.Deed{Text: i18n.T("findings.new"), Primary: true, Do: r.newFinding})
	}
	return deeds
}

// Shortcuts lists the keys of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	return []shell.Shortcut{
		{Keys: "↑ ↓", Text: i18n.T("findings.key.rows")},
		{Keys: "/", Text: i18n.T("findings.key.search")},
		{Keys: "Enter", Text: i18n.T("findings.key.edit")},
		{Keys: "S", Text: i18n.T("finding.sheet.write")},
		{Keys: "P", Text: i18n.T("finding.paper.write")},
		{Keys: "Ctrl+C", Text: i18n.T("findings.key.copy")},
	}
}

// TypedKey moves in the list; Enter goes into the form.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool {
	if r.covered() {
		return false
	}
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		r.editor.focus()
		return true
	}
	return r.table.Key(e)
}

// TypedRune finds, and writes a sheet or a paper for the finding in hand.
func (r *Room) TypedRune(key rune) bool {
	if r.covered() {
		return false
	}
	switch key {
	case '/':
		r.host.Window().Canvas().Focus(r.search)
	case 's', 'S':
		r.editor.writeSheet()
	case 'p', 'P':
		r.editor.writePaper()
	default:
		return false
	}
	return true
}

func (r *Room) covered() bool { return r.host.Window().Canvas().Overlays().Top() != nil }

// Changed reads the rows again, and the finding in hand when its case was touched.
func (r *Room) Changed(deed app.Deed) {
	touches := len(deed.Changes) == 0
	for _, c := range deed.Changes {
		switch c.Noun {
		case app.KindFinding, app.KindEvidence, app.KindPaper, app.KindSheet, app.KindPrincipal, app.KindCase, app.KindLaw, app.KindOpinion:
			touches = true
		}
	}
	if !touches {
		return
	}
	r.table.Reload()
	if deed.Case == "" || deed.Case == r.editor.finding.Case {
		r.editor.reload()
	}
}

// Hidden keeps the field in hand.
func (r *Room) Hidden() {
	r.editor.flush()
	r.hidden = true
}
