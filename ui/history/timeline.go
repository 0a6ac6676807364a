package history

import (
	"context"
	"fmt"
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
	t.list = newList(
		kit.TableColumn{Title: i18n.T("history.at"), Width: kit.NaturalWidth("2026-03-05 10:22") + 12},
		kit.TableColumn{Title: i18n.T("history.who"), Width: 62},
		kit.TableColumn{Title: i18n.T("history.deed"), Width: 92, Grow: 0.5},
		kit.TableColumn{Title: i18n.T("history.what"), Width: 150, Grow: 1.5},
		kit.TableColumn{Title: i18n.T("history.before"), Width: 80, Grow: 1},
		kit.TableColumn{Title: i18n.T("history.after"), Width: 80, Grow: 1},
	)
	t.list.table.Run = r.host.Run
	t.list.table.OnSelect = func(row kit.TableRow) { t.take(row.ID) }
	t.list.table.OnOpen = t.list.table.OnSelect
	t.side = newFieldPast(r)
	foot := kit.Row(8, t.count, kit.Spring(), undoHint())
	t.object = newUnder(t.filters, t.list.stack, foot)
	return t
}

func newUnder(objects ...fyne.CanvasObject) *fyne.Container {
	c := &fyne.Container{Layout: &under{gap: theme.Size(theme.Gap), foot: true}, Objects: objects}
	return c
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
		t.scope = scope
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
	f := kit.NewForm(nil, "history").Narrow(110).Columns(5)
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
	f.Date("from", i18n.T("history.from"), &t.from)
	f.Date("to", i18n.T("history.to"), &t.to)
	t.filters.Objects = []fyne.CanvasObject{f.Content()}
	t.filters.Refresh()
	t.object.Refresh()
}

func (t *timeline) query() store.TimelineQuery {
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

// rows asks for the rows anew; the row in hand stays.
func (t *timeline) rows() {
	query, r, today := t.query(), t.room, t.room.host.Today()
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
			id := fmt.Sprintf("%d/%s/%s/%d", e.Record, e.Entity, e.Field, from+i)
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

// eventRow tells an event in a line. of says that it is told from which case it is.
func (r *Room) eventRow(id string, e store.Event, today app.Date, of bool) kit.TableRow {
	before, after := r.values(e)
	what := r.about(e)
	if number := r.words.CaseOf(e.Case); of && number != "" && e.Kind != app.KindCase {
		what = number + " " + what
	}
	tone := kit.Plain
	switch e.Verb {
	case store.VerbUndo, store.VerbRedo, app.VerbRestore, app.VerbRestoreValue:
		tone = kit.Wait
	}
	return kit.TableRow{ID: id, Cells: []kit.Cell{
		{Text: past.Moment(e.At, today), Tone: kit.Quiet}, {Text: e.Who}, {Text: past.Deed(e.Verb), Tone: tone}, {Text: what},
		{Text: before, Tone: kit.Quiet}, {Text: after},
	}}
}

// about says which field of which noun an event is about; of the case itself only the field, as the case is known.
func (r *Room) about(e store.Event) string {
	field := r.words.Field(e.Kind, e.Field)
	switch {
	case field == "":
		return r.words.Noun(e.Kind, e.Entity)
	case e.Kind == app.KindCase:
		return field
	}
	return i18n.T("history.of", "field", field, "what", r.words.Noun(e.Kind, e.Entity))
}

// values says what a field was and became.
func (r *Room) values(e store.Event) (before, after string) {
	switch {
	case e.Veiled:
		return i18n.T("history.veiled"), i18n.T("history.veiled")
	case e.Change == app.Note:
		words := ""
		for _, l := range past.Noted(e.After) {
			if words != "" {
				words += i18n.T("list.comma")
			}
			words += i18n.T("history.pair", "name", l.Field, "value", l.Value)
		}
		return "", words
	case e.Field == "" && e.Change == app.New:
		return "", i18n.T("history.came")
	case e.Field == "" && e.Change == app.Del:
		return "", i18n.T("history.went")
	}
	return r.words.Value(e.Kind, e.Field, e.Before), r.words.Value(e.Kind, e.Field, e.After)
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
