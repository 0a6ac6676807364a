// Package daylog is the room of one's own work log: the days of a month, what the log drafts of a day, and beside it the
// text that the person writes. It is optional and no statutory record (domain 3.12), and nobody sees that of somebody else.
package daylog

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/daybook"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of a workspace.
type Store interface {
	daybook.Store
	Me() app.Person
	DayDeeds(ctx context.Context, person app.ID, on app.Date) (store.Day, error)
	MonthDays(ctx context.Context, person app.ID, month app.Month) ([]store.MonthDay, error)
}

// state is what a load found.
type state struct {
	days      []store.MonthDay
	sentences []string
	more      bool
	text      string // of the day, as it is kept
}

// Room is the room. It implements shell.Room.
type Room struct {
	host   shell.Host
	store  Store
	drafts *kit.Drafts
	root   *fyne.Container
	month  *kit.Para
	list   *kit.DataTable
	draft  *fyne.Container
	own    *fyne.Container

	on     app.Date // the day in hand
	text   string   // as its form has it
	form   *kit.Form
	drawn  app.Date // the day of the form
	now    state
	loaded bool
}

var _ shell.Room = (*Room)(nil)

// New makes the room.
func New(h shell.Host, s Store, drafts *kit.Drafts) *Room {
	r := &Room{host: h, store: s, drafts: drafts, month: kit.NewPara("", kit.Heading), draft: container.NewStack(), own: container.NewStack()}
	r.list = kit.NewTable(kit.TableColumn{Title: i18n.T("daylog.day"), Width: 100, Grow: 1},
		kit.TableColumn{Title: i18n.T("daylog.deeds"), Width: 40, Number: true}, kit.TableColumn{Title: i18n.T("daylog.state"), Width: 74})
	r.list.OnSelect = func(row kit.TableRow) { r.pick(row.ID) }
	r.list.SetSource(kit.Fixed(nil))
	turn := func(key string, months int) *kit.Button {
		b := kit.NewButton(i18n.T(key), func() { r.turn(months) })
		b.Small = true
		return b
	}
	today := kit.NewButton(i18n.T("daylog.today"), func() { r.show(h.Today()) })
	today.Small = true
	left := container.NewBorder(kit.Column(6, r.month, kit.Flow(6, turn("daylog.earlier", -1), today, turn("daylog.later", 1))), nil, nil, nil,
		kit.Inset(0, 6, container.NewStack(kit.Board(theme.Panel), r.list)))
	gap := theme.Size(theme.Gap)
	r.root = container.NewStack(container.NewBorder(kit.Inset(0, 0, kit.Note(kit.Quiet, i18n.T("daylog.note"), i18n.T("daylog.note.hint"))), nil, nil, nil,
		kit.Inset(0, gap/2, kit.Split(gap, []float32{6, 7, 7}, left, r.draft, r.own))))
	return r
}

// Open shows a day: Ref is its date; "" is today, or the day in hand.
func (r *Room) Open(to shell.Route) {
	on, err := app.ParseDate(to.Ref)
	if err != nil || on.IsZero() {
		if on = r.on; on.IsZero() {
			on = r.host.Today()
		}
	}
	r.show(on)
}

// show takes a day in hand; what was typed for the last one is kept.
func (r *Room) show(on app.Date) {
	if on != r.on {
		r.flush()
		r.on = on
	}
	r.load()
}

// turn goes to the same day of another month.
func (r *Room) turn(months int) { r.show(r.on.AddMonths(months)) }

func (r *Room) pick(id string) {
	if on, err := app.ParseDate(id); err == nil && on != r.on {
		r.show(on)
	}
}

func (r *Room) load() {
	on := r.on
	r.host.Run(func(ctx context.Context) (func(), error) {
		s, err := r.ask(ctx, on)
		if err != nil {
			return nil, err
		}
		return func() {
			if on != r.on {
				return // another day was chosen meanwhile
			}
			r.now, r.loaded = s, true
			r.fill()
			r.drawDraft()
			if r.drawn != on || !r.typing() && r.text != s.text {
				r.drawOwn()
			}
			r.host.Refresh()
		}, nil
	})
}

func (r *Room) ask(ctx context.Context, on app.Date) (s state, err error) {
	me := r.store.Me().ID
	if s.days, err = r.store.MonthDays(ctx, me, app.Month{Year: on.Year, Month: on.Month}); err != nil {
		return s, err
	}
	day, err := r.store.DayDeeds(ctx, me, on)
	if err != nil {
		return s, err
	}
	s.sentences, s.more = daybook.Sentences(day), day.More
	n, err := app.Get[app.DayLog](ctx, r.store, app.DayLogID(me, on))
	if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
		return s, err
	}
	s.text = n.Text
	return s, nil
}

// fill lists the days of the month, the latest first; the day in hand and today are among them.
func (r *Room) fill() {
	days := slices.Clone(r.now.days)
	for _, on := range []app.Date{r.on, r.host.Today()} {
		same := on.Year == r.on.Year && on.Month == r.on.Month
		if same && !slices.ContainsFunc(days, func(d store.MonthDay) bool { return d.On == on }) {
			days = append(days, store.MonthDay{On: on})
		}
	}
	slices.SortFunc(days, func(a, b store.MonthDay) int { return strings.Compare(b.On.String(), a.On.String()) })
	var rows []kit.TableRow
	for _, d := range days {
		state := kit.Cell{Text: i18n.T("daylog.unwritten"), Chip: true, Tone: kit.Quiet}
		switch {
		case d.Written:
			state = kit.Cell{Text: i18n.T("daylog.written"), Chip: true, Tone: kit.Done}
		case d.Deeds == 0:
			state = kit.Cell{}
		}
		rows = append(rows, kit.TableRow{ID: d.On.String(), Cells: []kit.Cell{{Text: dayName(d.On), Bold: d.On == r.on}, {Text: i18n.Number(d.Deeds)}, state}})
	}
	r.list.Replace(rows)
	r.list.SelectID(r.on.String())
	r.month.SetText(i18n.T("daylog.month", "year", r.on.Year, "month", r.on.Month))
}

// dayName is a date with its day of the week: 04-17 周五.
func dayName(on app.Date) string {
	n := int(on.Weekday())
	if n == 0 {
		n = 7
	}
	return on.String()[5:] + "  " + i18n.T("weekday."+strconv.Itoa(n))
}

// drawDraft shows what the log drafts of the day, each sentence with a button that takes it over.
func (r *Room) drawDraft() {
	var lines []fyne.CanvasObject
	for _, s := range r.now.sentences {
		take := kit.NewButton(i18n.T("daylog.take"), func() { r.take(s) })
		take.Small = true
		lines = append(lines, kit.NewPara(s, kit.Body), kit.Row(6, take), kit.Rule())
	}
	switch {
	case len(lines) == 0:
		lines = append(lines, kit.NewPara(i18n.T("daylog.draft.none"), kit.Second))
	case r.now.more:
		lines = append(lines, kit.NewPara(i18n.T("daylog.draft.more"), kit.Second))
	}
	r.draft.Objects = []fyne.CanvasObject{kit.Card(i18n.T("daylog.draft"), kit.Scroll(kit.Column(8, lines...)))}
	r.draft.Refresh()
}

// drawOwn shows the text of the day for writing.
func (r *Room) drawOwn() {
	r.drawn, r.text = r.on, r.now.text
	form, on := kit.NewForm(r.drafts, "daylog/"+r.on.String()).Columns(1), r.on
	form.Lines("text", i18n.T("daylog.text", "on", i18n.Date(on)), 14, &r.text)
	form.Save = func() { r.save(form, on, r.text) }
	r.form = form
	r.own.Objects = []fyne.CanvasObject{kit.Card("", kit.Scroll(form.Content()))}
	r.own.Refresh()
}

// save keeps the text of a day.
func (r *Room) save(form *kit.Form, on app.Date, text string) {
	desk, me := r.host.Desk(), r.store.Me().ID
	r.host.Run(func(ctx context.Context) (func(), error) {
		err := desk.WriteDayLog(ctx, app.DayLog{Person: me, On: on, Text: text})
		if err != nil && app.CodeOf(err) == "" {
			return nil, err
		}
		return func() {
			if err != nil {
				form.Refused(err)
				return
			}
			form.Saved(desk.Now())
			r.host.Saved(desk.Now())
		}, nil
	})
}

// take puts sentences of the draft under the text and keeps it.
func (r *Room) take(sentences ...string) {
	if r.form == nil || r.drawn != r.on {
		return
	}
	r.flush()
	text := daybook.Add(r.text, sentences...)
	if text == r.text {
		return
	}
	if e := r.entry(); e != nil {
		e.SetText(text)
		r.flush()
		return
	}
	r.now.text = text // too long for an entry: the form shows its beginning
	r.drawOwn()
	r.save(r.form, r.on, text)
}

func (r *Room) takeAll() { r.take(r.now.sentences...) }

func (r *Room) flush() {
	if r.form != nil {
		r.form.Flush()
	}
}

// entry is the one of the text; nil while there is none, or the text is shown folded.
func (r *Room) entry() *kit.Entry {
	if r.form == nil {
		return nil
	}
	return kit.EntryIn(r.form.Field("text").Object)
}

// typing says whether the caret is in the text.
func (r *Room) typing() bool {
	e, ok := r.host.Window().Canvas().Focused().(*kit.Entry)
	return ok && e != nil && e == r.entry()
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room and the day.
func (r *Room) Title() shell.Title {
	return shell.Title{Text: i18n.T("room.daylog"), Sub: i18n.Date(r.on)}
}

// Deeds take the draft over and print.
func (r *Room) Deeds() []shell.Deed {
	return []shell.Deed{{Text: i18n.T("daylog.take.all"), Keys: "Ctrl+T", Primary: len(r.now.sentences) > 0, Do: r.takeAll},
		{Text: i18n.T("daylog.print"), Keys: "Ctrl+P", Do: r.print}}
}

// Shortcuts of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	ctrl := fyne.KeyModifierControl
	return []shell.Shortcut{
		{Keys: "↑ ↓", Text: i18n.T("daylog.key.days")},
		{Keys: "N", Text: i18n.T("daylog.key.write")},
		{Keys: "Ctrl+T", Text: i18n.T("daylog.take.all"), Key: fyne.KeyT, Mod: ctrl, Do: r.takeAll},
		{Keys: "Ctrl+P", Text: i18n.T("daylog.print.span"), Key: fyne.KeyP, Mod: ctrl, Do: r.print},
		{Keys: "Ctrl+PageUp", Text: i18n.T("daylog.earlier"), Key: fyne.KeyPageUp, Mod: ctrl, Do: func() { r.turn(-1) }},
		{Keys: "Ctrl+PageDown", Text: i18n.T("daylog.later"), Key: fyne.KeyPageDown, Mod: ctrl, Do: func() { r.turn(1) }},
	}
}

// TypedKey moves in the list of days.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool { return r.list.Key(e) }

// TypedRune goes to the text.
func (r *Room) TypedRune(key rune) bool {
	e := r.entry()
	if key != 'n' && key != 'N' || e == nil {
		return false
	}
	e.FocusByKey(r.host.Window().Canvas(), key)
	return true
}

// Changed loads again: any deed may belong to the day.
func (r *Room) Changed(app.Deed) {
	if r.loaded {
		r.load()
	}
}

// Hidden keeps what was typed.
func (r *Room) Hidden() { r.flush() }
