package history

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
)

// day is the page of an earlier day: what was otherwise than today.
type day struct {
	room    *Room
	object  *fyne.Container
	head    *fyne.Container
	figures *fyne.Container
	list    *list
	count   *canvas.Text
	side    side

	on     app.Date
	first  app.Date // when the records of the scope begin
	scope  app.ID
	ready  bool
	fields []store.FieldThen
	hand   target
}

func newDay(r *Room) *day {
	d := &day{room: r, head: kit.Column(0), figures: kit.Column(0), count: kit.Line("", kit.Second), side: newSide(), on: r.host.Today().AddDays(-7)}
	d.object = newUnder()
	d.columns(false)
	d.choose()
	return d
}

// columns makes the table anew; of says that it tells of which case each row is.
func (d *day) columns(of bool) {
	columns := []kit.TableColumn{
		{Title: i18n.T("history.what"), Width: 110, Grow: 1.2},
		{Title: i18n.T("history.field"), Width: 70, Grow: 0.6},
		{Title: i18n.T("history.then"), Width: 90, Grow: 1},
		{Title: i18n.T("history.now"), Width: 90, Grow: 1},
		{Title: i18n.T("history.by"), Width: max(nameWidth(), wide(i18n.T("history.by")))},
		{Title: i18n.T("history.last"), Width: max(wide("10-10 09:30"), wide(i18n.T("history.last"))), Spare: 1},
	}
	if of {
		columns = slices.Insert(columns, 0, kit.TableColumn{Title: i18n.T("history.case"), Width: wide("LS2026-000")})
	}
	d.list = newList(columns...)
	d.list.table.OnSelect = func(row kit.TableRow) { d.take(row.ID) }
	d.list.table.OnOpen = d.list.table.OnSelect
	d.object.Objects = []fyne.CanvasObject{d.head, d.figures, d.list.stack, d.count}
	d.object.Refresh()
}

func (d *day) left() fyne.CanvasObject  { return d.object }
func (d *day) right() fyne.CanvasObject { return d.side.holder }
func (d *day) table() *kit.DataTable    { return d.list.table }
func (d *day) open(string)              { d.reset() }

func (d *day) reset() {
	d.hand = target{}
	d.side.nothing(i18n.T("history.day.choose"))
}

// choose draws the field of the day and the days that are often asked for.
func (d *day) choose() {
	f := kit.NewForm(nil, "history").Narrow(150).Columns(1)
	f.Save = func() { d.turn(d.on) }
	f.Date("on", i18n.T("history.day"), &d.on)
	today := d.room.host.Today()
	near := kit.Flow(6)
	add := func(word string, on app.Date) {
		near.Add(kit.NewChipButton(word, on == d.on, func() { d.turn(on) }))
	}
	add(i18n.T("history.yesterday"), today.AddDays(-1))
	add(i18n.T("history.week"), today.AddDays(-7))
	add(i18n.T("history.month"), today.AddDays(-30))
	if !d.first.IsZero() {
		add(i18n.T("history.firstday", "on", d.first), d.first)
	}
	d.head.Objects = []fyne.CanvasObject{kit.Split(16, []float32{200, 1}, f.Content(), kit.Column(4, kit.Line(i18n.T("history.day.near"), kit.Second), near))}
	d.head.Refresh()
	d.object.Refresh()
}

func (d *day) turn(on app.Date) {
	d.on = on
	d.reset()
	d.choose()
	d.load()
}

// end is the last moment of a day here.
func end(on app.Date) time.Time { return midnight(on.AddDays(1)).Add(-time.Millisecond) }

// figures of a case on a day.
type figure struct {
	there    bool
	stage    app.Stage
	answered int
	findings int
	evidence int
}

func figureOf(ctx context.Context, r app.Reader, id app.ID) (figure, error) {
	d, err := app.LoadDossier(ctx, r, id)
	if app.CodeOf(err) == app.ErrNotFound.Code {
		return figure{}, nil
	}
	if err != nil {
		return figure{}, err
	}
	f := figure{there: true, stage: d.Case.Stage, findings: len(d.Findings), evidence: len(d.Evidence)}
	for _, a := range d.Answers {
		if a.Conclusion != "" {
			f.answered++
		}
	}
	return f, nil
}

func (d *day) load() {
	if d.on.IsZero() {
		d.on = d.room.host.Today().AddDays(-7)
	}
	if scope := d.room.scope(); scope != d.scope || !d.ready {
		d.columns(scope == "")
		d.scope, d.ready = scope, true
		d.reset()
	}
	r, on := d.room, d.on
	r.run(func(ctx context.Context, scope app.ID) (func(), error) {
		var then, now figure
		if scope != "" {
			err := r.store.AsOf(ctx, end(on), func(s app.Reader) (err error) { then, err = figureOf(ctx, s, scope); return err })
			if err != nil {
				return nil, err
			}
			if now, err = figureOf(ctx, r.store, scope); err != nil {
				return nil, err
			}
		}
		fields, err := r.store.ChangedSince(ctx, scope, end(on))
		if err != nil {
			return nil, err
		}
		first, err := firstDay(ctx, r.store, scope)
		if err != nil {
			return nil, err
		}
		var events []store.Event
		for _, f := range fields {
			events = append(events, f.Event)
		}
		if err := r.words.LearnEvents(ctx, events); err != nil {
			return nil, err
		}
		rows, today := make([]kit.TableRow, len(fields)), r.host.Today()
		for i, f := range fields {
			rows[i] = d.row(f, today, scope == "")
		}
		return func() {
			if d.on == on {
				d.found(fields, rows, then, now, first)
			}
		}, nil
	})
}

// firstDay is the day of the first record of a case, or of the workspace.
func firstDay(ctx context.Context, s Store, scope app.ID) (app.Date, error) {
	_, total, err := s.TimelinePage(ctx, store.TimelineQuery{Case: scope, Limit: 1})
	if err != nil || total == 0 {
		return app.Date{}, err
	}
	events, _, err := s.TimelinePage(ctx, store.TimelineQuery{Case: scope, Limit: 1, Offset: total - 1})
	if err != nil || len(events) == 0 {
		return app.Date{}, err
	}
	return app.DateOf(events[0].At.Local()), nil
}

func (d *day) row(f store.FieldThen, today app.Date, of bool) kit.TableRow {
	r := d.room
	before, after := r.brief(f.Event)
	if f.Field == "" && f.Change == app.New {
		before, after = i18n.T("history.notthere"), i18n.T("history.there")
	}
	if f.Field == "" && f.Change == app.Del {
		before = i18n.T("history.there")
	}
	cells := []kit.Cell{{Text: r.words.Short(f.Kind, f.Entity)}, {Text: r.words.Field(f.Kind, f.Field)}, {Text: before, Tone: kit.Quiet}, {Text: after},
		{Text: f.Who}, {Text: past.Moment(f.At, today), Tone: kit.Quiet}}
	if of {
		cells = slices.Insert(cells, 0, kit.Cell{Text: r.words.CaseOf(f.Case), Tone: kit.Quiet})
	}
	return kit.TableRow{ID: string(f.Entity) + "/" + f.Field, Cells: cells}
}

// found shows what was found.
func (d *day) found(fields []store.FieldThen, rows []kit.TableRow, then, now figure, first app.Date) {
	early := !first.IsZero() && d.on.Before(first)
	if early { // everything came since: that says nothing
		fields, rows = nil, nil
	}
	d.fields = fields
	if d.first != first {
		d.first = first
		d.choose()
	}
	d.figures.Objects = nil
	if then.there && now.there {
		d.figures.Objects = []fyne.CanvasObject{kit.Flow(22,
			compared(i18n.T("field.stage"), kit.StageWord(then.stage), kit.StageWord(now.stage)),
			compared(i18n.T("history.answered"), fmt.Sprint(then.answered), fmt.Sprint(now.answered)),
			compared(i18n.T("room.findings"), fmt.Sprint(then.findings), fmt.Sprint(now.findings)),
			compared(i18n.T("kind.evidence"), fmt.Sprint(then.evidence), fmt.Sprint(now.evidence)))}
	}
	d.figures.Refresh()
	d.count.Text = i18n.T("history.day.count", "n", i18n.Number(len(fields)), "on", d.on)
	d.list.table.Replace(rows)
	title, text := i18n.T("history.day.same"), i18n.T("history.day.same.text", "on", d.on)
	if early {
		d.count.Text = ""
		title, text = i18n.T("history.day.before"), i18n.T("history.day.before.text", "on", first)
	}
	d.count.Refresh()
	d.list.fill(len(rows), title, text)
	d.object.Refresh()
	if d.hand.entity != "" {
		d.noun(d.hand)
	}
}

// compared is a figure then and now.
func compared(name, then, now string) fyne.CanvasObject {
	value := now
	if then != now {
		value = i18n.T("history.compared", "then", then, "now", now)
	}
	return kit.Pair(i18n.Capital(name), value)
}

func (d *day) take(id string) {
	for _, f := range d.fields {
		if string(f.Entity)+"/"+f.Field == id {
			d.hand = target{entity: f.Entity, kind: f.Kind, field: f.Field}
			d.noun(d.hand)
			return
		}
	}
}

// noun shows a record as it was on the day, and beside what changed its value of today.
func (d *day) noun(x target) {
	r, on := d.room, d.on
	r.run(func(ctx context.Context, _ app.ID) (func(), error) {
		was, err := r.store.StateAsOf(ctx, x.entity, end(on))
		there := app.CodeOf(err) != app.ErrNotFound.Code
		if err != nil && there {
			return nil, err
		}
		if err := r.words.Learn(ctx, []byte(x.entity), was.Doc); err != nil {
			return nil, err
		}
		if err := r.opened(ctx, x.kind, x.entity, was.Veiled); err != nil {
			return nil, err
		}
		return func() {
			if d.hand == x && d.on == on {
				d.tell(x, was.Doc, there, was.Veiled)
			}
		}, nil
	})
}

func (d *day) tell(x target, was json.RawMessage, there, veiled bool) {
	r := d.room
	changed := map[string]store.FieldThen{}
	for _, f := range d.fields {
		if f.Entity == x.entity {
			changed[f.Field] = f
		}
	}
	objects := []fyne.CanvasObject{heading(r.words.Heading(x.kind, x.entity), i18n.T("history.ason", "on", d.on)), kit.Rule()}
	switch {
	case !there:
		objects = append(objects, kit.NewPara(i18n.T("history.notthere.text", "on", d.on), kit.Body))
		if f, came := changed[""]; came {
			objects = append(objects, kit.NewPara(i18n.T("history.line", "when", past.Full(f.At), "who", f.Who, "deed", past.Deed(f.Verb)), kit.Second))
		}
	case veiled:
		objects = append(objects, kit.NewPara(i18n.T("history.veiled.text"), kit.Second))
	}
	said := map[string]bool{}
	for _, l := range r.words.Lines(x.kind, was) {
		objects = append(objects, pair(l.Field, l.Value))
		for path, f := range changed {
			if path == l.Path || len(path) > len(l.Path) && path[:len(l.Path)+1] == l.Path+"/" {
				said[path] = true
				objects = append(objects, r.since(f, path != l.Path))
			}
		}
	}
	for _, f := range d.fields { // fields that were empty then
		if f.Entity == x.entity && f.Field != "" && !said[f.Field] {
			objects = append(objects, kit.NewPara(r.words.Field(f.Kind, f.Field), kit.Second), r.since(f, false))
		}
	}
	d.side.show(objects...)
}

// since tells what a field became after the day.
func (r *Room) since(f store.FieldThen, named bool) fyne.CanvasObject {
	_, after := r.words.Change(f.Event)
	if after == "" {
		after = i18n.T("history.none")
	}
	text := i18n.T("history.nowis", "value", shorten(after), "who", f.Who, "when", past.Full(f.At))
	if named {
		text = i18n.T("history.pair", "name", r.words.Field(f.Kind, f.Field), "value", text)
	}
	return kit.NewPara(text, kit.Style{Color: kit.Accent.Fore()})
}
