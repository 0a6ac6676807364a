// Package laws is the room of the law list: search by words and article, own laws and corrections, who verified which
// text, and where each is cited.
package laws

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// state is what a load found.
type state struct {
	laws    []app.Law
	uses    map[string][]app.LawUse
	numbers map[app.ID]string // of cases
	deny    error             // why the person may not edit; nil: he or she may
}

// Room is the room. It implements shell.Room.
type Room struct {
	host   shell.Host
	store  app.Reader
	drafts *kit.Drafts
	root   *fyne.Container
	words  *kit.Entry
	table  *kit.DataTable
	count  *kit.Para
	side   *fyne.Container
	uses   *fyne.Container // where the law in hand is cited
	drawn  app.Law         // as its form shows it
	form   *kit.Form
	shown  string // ID of the law in hand
	status string // only laws of this status; "" = all
	chips  *fyne.Container
	now    state
	loaded bool
}

var _ shell.Room = (*Room)(nil)

// New makes the room.
func New(h shell.Host, s app.Reader, drafts *kit.Drafts) *Room {
	r := &Room{host: h, store: s, drafts: drafts, words: kit.NewEntry(""), count: kit.NewPara("", kit.Second), side: container.NewStack(), uses: container.NewStack(), chips: kit.Row(6)}
	r.words.PlaceHolder = i18n.T("laws.search")
	r.words.OnChanged = func(string) { r.narrow() }
	r.table = kit.NewTable(kit.TableColumn{Title: i18n.T("laws.name"), Width: 200, Grow: 1}, kit.TableColumn{Title: i18n.T("laws.status"), Width: 80},
		kit.TableColumn{Title: i18n.T("laws.mark"), Width: 110}, kit.TableColumn{Title: i18n.T("laws.used"), Width: 64, Number: true, Spare: 1})
	r.table.OnSelect = func(row kit.TableRow) { r.pick(row.ID) }
	r.table.SetSource(kit.Fixed(nil))
	gap := theme.Size(theme.Gap)
	left := container.NewBorder(kit.Inset(0, 4, kit.Column(6, r.words, r.chips, r.count)), nil, nil, nil, container.NewStack(kit.Board(theme.Panel), r.table))
	r.root = container.NewStack(kit.Split(gap, []float32{5, 6}, left, r.side))
	return r
}

// Open shows the list; Ref is the ID or the code of a law.
func (r *Room) Open(to shell.Route) {
	r.load(func() {
		for _, l := range r.now.laws {
			if to.Ref != "" && (string(l.ID) == to.Ref || l.Code == to.Ref) {
				r.words.SetText("")
				r.status = ""
				r.fill()
				r.table.SelectID(string(l.ID))
				r.pick(string(l.ID))
			}
		}
	})
}

func (r *Room) load(then func()) {
	r.host.Run(func(ctx context.Context) (func(), error) {
		s, err := r.ask(ctx)
		if err != nil {
			return nil, err
		}
		return func() {
			r.now, r.loaded = s, true
			r.fill()
			if l, ok := r.law(r.shown); ok { // its form stays: somebody may be typing
				if l != r.drawn && !r.typing() {
					r.form = nil
					r.draw(l) // somebody changed it elsewhere
				}
				r.uses.Objects = []fyne.CanvasObject{r.used(l)}
				r.uses.Refresh()
				kit.Relayout(r.uses)
			}
			if then != nil {
				then()
			}
			r.host.Refresh()
		}, nil
	})
}

func (r *Room) ask(ctx context.Context) (s state, err error) {
	if s.laws, err = app.List[app.Law](ctx, r.store, ""); err != nil {
		return s, err
	}
	slices.SortStableFunc(s.laws, func(a, b app.Law) int { return strings.Compare(a.Code, b.Code) })
	templates, err := app.List[app.Template](ctx, r.store, "")
	if err != nil {
		return s, err
	}
	findings, err := app.List[app.Finding](ctx, r.store, "")
	if err != nil {
		return s, err
	}
	cases, err := app.List[app.Case](ctx, r.store, "")
	if err != nil {
		return s, err
	}
	s.numbers = map[app.ID]string{}
	for _, c := range cases {
		s.numbers[c.ID] = c.Number
	}
	desk := r.host.Desk()
	findings = slices.DeleteFunc(findings, func(f app.Finding) bool {
		// What one may not see of a case is not told here either.
		return app.CodeOf(app.Permit(ctx, r.store, desk.Seat, app.VerbReadSecret, f.Case, app.StrandsOf(f))) != ""
	})
	s.uses = app.LawUses(s.laws, templates, findings)
	if s.deny = app.Permit(ctx, r.store, desk.Seat, app.VerbSaveLaw, "", nil); s.deny != nil && app.CodeOf(s.deny) == "" {
		return s, s.deny
	}
	return s, nil
}

// fill lists what the words find, and gives the rows.
func (r *Room) fill() []kit.TableRow {
	r.chips.Objects = nil
	for _, status := range append([]string{""}, app.LawStatuses...) {
		word := i18n.T("laws.all")
		if status != "" {
			word = i18n.Enum("law.status", status)
		}
		r.chips.Add(kit.NewChipButton(word, status == r.status, func() {
			r.status = status
			r.narrow()
		}))
	}
	var rows []kit.TableRow
	doubts := 0
	for _, f := range app.SearchLaws(r.now.laws, r.now.uses, r.words.Text) {
		l := f.Law
		if r.status != "" && l.Status != r.status {
			continue
		}
		mark, tone := l.Mark, kit.Done
		if mark != app.Verified {
			mark, tone = app.Unverified, kit.Wait
		}
		status := kit.Cell{Text: i18n.Enum("law.status", l.Status)}
		if l.Status != "current" {
			status.Tone = kit.Fault
		}
		for _, u := range r.now.uses[l.Code] {
			if u.Finding != "" && u.Doubt != "" {
				doubts++
			}
		}
		name := l.Name
		if i18n.Language() == i18n.English && l.NameEn != "" {
			name = l.NameEn
		}
		rows = append(rows, kit.TableRow{ID: string(l.ID), Cells: []kit.Cell{{Text: name}, status, {Text: i18n.Enum("mark", mark), Chip: true, Tone: tone}, {Text: i18n.Number(len(r.now.uses[l.Code]))}}})
	}
	r.table.Replace(rows)
	r.count.SetText(i18n.T("laws.count", "n", len(rows), "total", len(r.now.laws), "doubts", doubts))
	r.chips.Refresh()
	if r.shown == "" && len(rows) > 0 {
		r.table.SelectID(rows[0].ID)
		r.pick(rows[0].ID)
	}
	return rows
}

// narrow lists by other words or another status; a law that is not among them gives way to the first that is.
func (r *Room) narrow() {
	rows := r.fill()
	if slices.ContainsFunc(rows, func(row kit.TableRow) bool { return row.ID == r.shown }) || r.shown == "" {
		return
	}
	if len(rows) > 0 {
		r.table.SelectID(rows[0].ID)
		r.pick(rows[0].ID)
		return
	}
	r.flush()
	r.shown, r.form, r.drawn = "", nil, app.Law{}
	r.side.Objects = []fyne.CanvasObject{kit.Card("", kit.NewPara(i18n.T("laws.none"), kit.Second))}
	r.side.Refresh()
}

// typing says whether the caret is in the form of a law.
func (r *Room) typing() bool {
	e, ok := r.host.Window().Canvas().Focused().(*kit.Entry)
	return ok && e != r.words
}

func (r *Room) law(id string) (app.Law, bool) {
	i := slices.IndexFunc(r.now.laws, func(l app.Law) bool { return string(l.ID) == id })
	if i < 0 {
		return app.Law{}, false
	}
	return r.now.laws[i], true
}

// pick shows the form of a law and where it is cited.
func (r *Room) pick(id string) {
	l, ok := r.law(id)
	if !ok || r.form != nil && r.shown == id {
		return
	}
	r.flush()
	r.shown = id
	r.draw(l)
}

func (r *Room) flush() {
	if r.form != nil && r.now.deny == nil {
		r.form.Flush()
	}
}

// add asks for the name of a new law and keeps it.
func (r *Room) add() {
	r.flush()
	l := app.Law{Code: app.NewLawCode(r.now.laws), Status: "current", Mark: app.Unverified}
	form := kit.NewForm(nil, "").Columns(1)
	form.Text("name", i18n.T("laws.field.name"), &l.Name)
	form.Text("number", i18n.T("laws.field.number"), &l.Number)
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("laws.add.do"), nil)
	ok.OnTapped = func() {
		form.Flush()
		desk, law := r.host.Desk(), l
		r.host.Run(func(ctx context.Context) (func(), error) {
			id, err := desk.SaveLaw(ctx, law)
			return func() {
				if err != nil {
					form.Refused(err)
					return
				}
				d.Close()
				r.host.Saved(desk.Now())
				r.host.Go(shell.Route{Room: shell.RoomLaws, Ref: string(id)})
			}, nil
		})
	}
	d = kit.ShowDialog(r.host.Window(), i18n.T("laws.add"), form.Content(), 560, 0, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), ok)
	form.Field("name").Focus()
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() shell.Title { return shell.Title{Text: i18n.T("room.laws")} }

// Deeds begin a new law.
func (r *Room) Deeds() []shell.Deed {
	if r.now.deny != nil {
		return nil
	}
	return []shell.Deed{{Text: i18n.T("laws.add"), Keys: "Ctrl+N", Primary: true, Do: r.add}}
}

// Shortcuts of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	find := shell.Shortcut{Keys: "/", Text: i18n.T("laws.search")}
	if r.now.deny != nil {
		return []shell.Shortcut{find}
	}
	return []shell.Shortcut{find, {Keys: "Ctrl+N", Text: i18n.T("laws.add"), Key: fyne.KeyN, Mod: fyne.KeyModifierControl, Do: r.add}}
}

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune goes to the search.
func (r *Room) TypedRune(key rune) bool {
	if key != '/' && key != '、' {
		return false
	}
	r.host.Window().Canvas().Focus(r.words)
	return true
}

// Changed loads again when a deed touched laws or who cites them; the form in hand stays.
func (r *Room) Changed(d app.Deed) {
	switch d.Verb {
	case app.VerbSaveLaw, app.VerbSaveTemplate, app.VerbRecordFinding, app.VerbSaveFinding, app.VerbDropFinding, app.VerbLoad, app.VerbUndo, app.VerbRedo, app.VerbPackIn, app.VerbTakeBack:
		if r.loaded {
			r.load(nil)
		}
	}
}

// Hidden keeps what was typed.
func (r *Room) Hidden() { r.flush() }
