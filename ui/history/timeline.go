package history

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/theme"
)

// timeline is the page of every change, the latest first.
type timeline struct {
	room    *Room
	object  *fyne.Container
	filters *fyne.Container
	list    *list
	count   *canvas.Text
	side    *fieldPast

	scope   app.ID // the choices are those of this case
	chosen  bool   // choices were read
	choices store.TimelineChoices
	who     string
	verb    string
	kind    string
	from    app.Date
	to      app.Date

	query store.TimelineQuery // of the rows
	asked bool

	mu      sync.Mutex
	targets map[string]target // by row
}

// target is what a row of a list is about.
type target struct {
	entity app.ID
	kind   app.Kind
	field  string
	record int64
	note   bool
}

func newTimeline(r *Room) *timeline {
	t := &timeline{room: r, count: kit.Line("", kit.Second), filters: kit.Column(0), targets: map[string]target{}}
	t.side = newFieldPast(r)
	t.object = newUnder()
	t.columns(false)
	return t
}

// columns makes the table anew; of says that it tells of which case each row is.
func (t *timeline) columns(of bool) {
	columns := []kit.TableColumn{
		{Title: i18n.T("history.at"), Width: wide("10-10 09:30")},
		{Title: i18n.T("history.who"), Width: nameWidth()},
		{Title: i18n.T("history.deed"), Width: 84, Grow: 0.3},
		{Title: i18n.T("history.what"), Width: 90, Grow: 1.2},
		{Title: i18n.T("history.field"), Width: 64, Grow: 0.5},
		{Title: i18n.T("history.before"), Width: 70, Grow: 1},
		{Title: i18n.T("history.after"), Width: 70, Grow: 1},
	}
	if of {
		columns = slices.Insert(columns, 3, kit.TableColumn{Title: i18n.T("history.case"), Width: wide("LS2026-000"), Spare: 1})
	}
	t.list = newList(columns...)
	t.list.table.Run = t.room.host.Run
	t.list.table.OnSelect = func(row kit.TableRow) { t.take(row.ID) }
	t.list.table.OnOpen = t.list.table.OnSelect
	t.object.Objects = []fyne.CanvasObject{t.filters, t.list.stack, kit.Row(8, t.count, kit.Spring(), undoHint())}
	t.object.Refresh()
}

func newUnder(objects ...fyne.CanvasObject) *fyne.Container {
	return kit.Footed(theme.Size(theme.Gap), objects...)
}

func (t *timeline) left() fyne.CanvasObject  { return t.object }
func (t *timeline) right() fyne.CanvasObject { return t.side.holder }
func (t *timeline) table() *kit.DataTable    { return t.list.table }

func (t *timeline) open(ref string) {
	if ref != "" {
		t.list.table.SelectID(ref)
	}
	t.side.reset(i18n.T("history.timeline.choose"))
}

// load reads what can be chosen and the rows.
func (t *timeline) load() {
	if scope := t.room.scope(); scope != t.scope || !t.chosen {
		t.who, t.verb, t.kind = "", "", ""
		t.columns(scope == "")
		t.scope, t.asked = scope, false
	}
	t.room.run(func(ctx context.Context, scope app.ID) (func(), error) {
		choices, err := t.room.store.TimelineChoices(ctx, scope)
		if err != nil {
			return nil, err
		}
		return func() {
			if !t.chosen || fmt.Sprint(choices) != fmt.Sprint(t.choices) {
				t.choices, t.chosen = choices, true
				t.form()
			}
		}, nil
	})
	t.rows()
	t.side.load()
}

// form draws the choices by which the timeline is narrowed.
func (t *timeline) form() {
	f := kit.NewForm(nil, "history").Narrow(150).Columns(5)
	f.Save = func() {
		t.side.reset(i18n.T("history.timeline.choose"))
		t.rows()
	}
	choice := func(name, label, all string, codes, words []string, p *string) {
		f.Choice(name, label, append([]string{""}, codes...), append([]string{all}, words...), func() string { return *p }, func(s string) { *p = s })
	}
	choice("who", i18n.T("history.who"), i18n.T("history.everybody"), t.choices.People, t.choices.People, &t.who)
	var verbs, verbWords, kinds, kindWords []string
	for _, v := range past.Verbs(t.choices.Verbs) {
		verbs, verbWords = append(verbs, string(v)), append(verbWords, past.Deed(v))
	}
	choice("verb", i18n.T("history.deed"), i18n.T("history.alldeeds"), verbs, verbWords, &t.verb)
	for _, k := range app.Kinds {
		for _, has := range t.choices.Kinds {
			if has == k {
				kinds, kindWords = append(kinds, string(k)), append(kindWords, past.Kind(k))
			}
		}
	}
	choice("kind", i18n.T("history.kind"), i18n.T("history.allkinds"), kinds, kindWords, &t.kind)
	brief(f.Date("from", i18n.T("history.from"), &t.from))
	brief(f.Date("to", i18n.T("history.to"), &t.to))
	t.filters.Objects = []fyne.CanvasObject{f.Content()}
	t.filters.Refresh()
	t.object.Refresh()
}

func (t *timeline) narrowed() store.TimelineQuery {
	q := store.TimelineQuery{Case: t.room.scope(), Who: t.who, Verb: app.Verb(t.verb), Kind: app.Kind(t.kind)}
	if !t.from.IsZero() {
		q.From = midnight(t.from)
	}
	if !t.to.IsZero() {
		q.Before = midnight(t.to.AddDays(1))
	}
	return q
}

// midnight is the moment at which a day begins here.
func midnight(d app.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.Local)
}

// rows asks for the rows anew; when the same are asked for, the row in hand and the place stay.
func (t *timeline) rows() {
	query, r, today := t.narrowed(), t.room, t.room.host.Today()
	if t.asked && query == t.query {
		t.list.table.Reload()
		return
	}
	t.query, t.asked = query, true
	t.mu.Lock()
	t.targets = map[string]target{}
	t.mu.Unlock()
	source := func(ctx context.Context, from, n int, _ kit.Order) ([]kit.TableRow, int, error) {
		q := query
		q.Limit, q.Offset = n, from
		events, total, err := r.store.TimelinePage(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		if err := r.words.LearnEvents(ctx, events); err != nil {
			return nil, 0, err
		}
		rows := make([]kit.TableRow, len(events))
		t.mu.Lock()
		for i, e := range events {
			id := fmt.Sprintf("%d/%s/%s", e.Record, e.Entity, e.Field)
			rows[i] = r.eventRow(id, e, today, query.Case == "")
			t.targets[id] = target{e.Entity, e.Kind, e.Field, e.Record, e.Change == app.Note}
		}
		t.mu.Unlock()
		r.host.Run(func(context.Context) (func(), error) { // after the table has taken the rows
			return func() {
				t.count.Text = i18n.T("history.count", "n", i18n.Number(total))
				t.count.Refresh()
				t.list.fill(total, i18n.T("history.timeline.empty"), i18n.T("history.timeline.empty.text"))
			}, nil
		})
		return rows, total, nil
	}
	t.list.table.SetSource(source)
}

// eventRow tells an event in a line. of says that it tells of which case it is.
func (r *Room) eventRow(id string, e store.Event, today app.Date, of bool) kit.TableRow {
	before, after := r.brief(e)
	tone := kit.Plain
	switch e.Verb {
	case store.VerbUndo, store.VerbRedo, app.VerbRestore, app.VerbRestoreValue:
		tone = kit.Wait
	}
	cells := []kit.Cell{{Text: past.Moment(e.At, today), Tone: kit.Quiet}, {Text: e.Who}, {Text: past.Deed(e.Verb), Tone: tone},
		{Text: r.words.Short(e.Kind, e.Entity)}, {Text: r.words.Field(e.Kind, e.Field)}, {Text: before, Tone: kit.Quiet}, {Text: after}}
	if of {
		cells = slices.Insert(cells, 3, kit.Cell{Text: r.words.CaseOf(e.Case), Tone: kit.Quiet})
	}
	return kit.TableRow{ID: id, Cells: cells}
}

// brief is values for a list. Protected matter is read only where it is opened, and that leaves a trace.
func (r *Room) brief(e store.Event) (before, after string) {
	if e.Protected && !e.Veiled && e.Field != "" {
		return "", i18n.T("history.protected")
	}
	return r.words.Change(e)
}

// take shows the past of what a row is about.
func (t *timeline) take(id string) {
	t.mu.Lock()
	x, ok := t.targets[id]
	t.mu.Unlock()
	if ok {
		t.side.show(x)
	}
}
