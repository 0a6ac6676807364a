package casefile

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

func sortShared(s *shared) {
	slices.SortStableFunc(s.zones, func(a, b app.Zone) int { return cmp.Compare(a.Order, b.Order) })
	slices.SortStableFunc(s.groups, func(a, b app.Group) int { return cmp.Compare(a.Order, b.Order) })
	slices.SortStableFunc(s.meetings, func(a, b app.Meeting) int { return cmp.Compare(a.On.String(), b.On.String()) })
	slices.SortStableFunc(s.cases, func(a, b caseName) int { return cmp.Compare(a.Number, b.Number) })
}

// form makes a form of this page; scope names it among the drafts.
func (r *Room) form(scope string) *kit.Form {
	f := kit.NewForm(r.drafts, string(r.d.Case.ID)+"/"+r.page+"/"+scope)
	r.forms = append(r.forms, f)
	return f
}

// keep does one use case off the main goroutine and tells the form (nil: the window) what came of it.
func (r *Room) keep(f *kit.Form, do func(ctx context.Context, d app.Desk) error, after func()) {
	desk := r.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		err := do(ctx, desk)
		return func() {
			switch {
			case err == nil:
				r.host.Saved(desk.Now())
				if f != nil {
					f.Saved(desk.Now())
				}
				if after != nil {
					after()
				}
			case f != nil:
				f.Refused(err)
			default:
				r.host.Fail(err)
			}
		}, nil
	})
}

// caseForm is a form over a part of the case: value is the form's own copy of the part, put writes it into the case.
// Every change is saved at once under the verb.
func caseForm[T any](r *Room, scope string, verb app.Verb, value *T, put func(*app.Case, T)) *kit.Form {
	f := r.form(scope)
	id := r.d.Case.ID
	f.Save = func() {
		v := kit.Copy(*value)
		r.keep(f, func(ctx context.Context, d app.Desk) error {
			return d.SaveCase(ctx, verb, id, func(c *app.Case) error {
				put(c, v)
				return nil
			})
		}, nil)
	}
	return f
}

// records is a list of nouns or keyed values of the case with their form.
type records[T any] struct {
	name    string // by which a gate leads here
	title   string
	add     string // text of the button; "" = none can be added
	empty   string
	columns []kit.TableColumn
	list    func(app.Dossier) []T
	id      func(T) string   // of the row: what is not saved yet may have one of its own
	kid     func(T) string   // under which the workspace has it; nil: the same
	rename  func(*T, string) // tells a record its new row, where kid is not nil
	cells   func(T) []kit.Cell
	fresh   func() T
	form    func(f *kit.Form, v *T)
	save    func(ctx context.Context, d app.Desk, old *T, v T) error // old is nil for a new one
	drop    func(ctx context.Context, d app.Desk, old T) error       // nil = cannot be removed

	room  *Room
	shown *kit.Records
	kept  map[string]T      // as the workspace has them
	hand  map[string]*T     // as the forms have them
	base  map[string]string // what the workspace had when the form of a record was filled or saved last
	order []string
}

// show makes the list. What was begun and not yet accepted is kept by the room and comes back.
func (l *records[T]) show(r *Room) fyne.CanvasObject {
	l.room, l.hand, l.base = r, map[string]*T{}, map[string]string{}
	if old, ok := r.pending[l.key()].(map[string]*T); ok {
		for id, v := range old {
			l.hand[id] = v
		}
	}
	l.take()
	l.columns[0].Width = max(l.columns[0].Width, kit.NaturalWidth(i18n.T("case.unsaved"))+20) // the chip of what is not saved yet
	l.shown = &kit.Records{Name: l.name, Columns: l.columns, Rows: l.rows, Edit: l.edit, AddText: l.add, Empty: l.empty}
	if l.fresh != nil {
		l.shown.Add = func() string {
			v := l.fresh()
			id := l.id(v)
			l.hand[id] = &v
			l.order = append(l.order, id)
			l.hold()
			return id
		}
	}
	if l.drop != nil {
		l.shown.Drop = l.remove
	}
	r.lists = append(r.lists, l)
	return l.shown.Object(l.title)
}

func (l *records[T]) key() string {
	return string(l.room.d.Case.ID) + "/" + l.room.page + "/" + l.title
}

// hold lets the room keep what is not saved yet.
func (l *records[T]) hold() {
	waiting := map[string]*T{}
	for id, v := range l.hand {
		if _, saved := l.kept[id]; !saved {
			waiting[id] = v
		}
	}
	l.room.pending[l.key()] = waiting
}

// take takes over what the workspace has.
func (l *records[T]) take() {
	l.kept, l.order = map[string]T{}, nil
	for _, v := range l.list(l.room.d) {
		id := l.id(v)
		l.kept[id] = v
		l.order = append(l.order, id)
	}
	var waiting []string
	for id := range l.hand {
		if _, saved := l.kept[id]; !saved {
			waiting = append(waiting, id)
		}
	}
	slices.Sort(waiting)
	l.order = append(l.order, waiting...)
}

func (l *records[T]) refresh() {
	l.take()
	l.hold()
	l.shown.Refresh()
	l.renew()
}

// renew fills the form in view anew when another deed has changed its record (progress changes its measure, attendees
// their meeting), unless the person is typing in it.
func (l *records[T]) renew() {
	id := l.shown.Shown()
	now, saved := l.kept[id]
	if !saved || l.base[id] == "" || l.base[id] == fingerprint(now) || l.shown.Focused() {
		return
	}
	delete(l.hand, id)
	l.shown.Renew()
}

// fingerprint tells whether two states of a record are the same; what is empty counts as not there.
func fingerprint(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return ""
	}
	if raw, err = json.Marshal(app.Prune(fields)); err != nil {
		return ""
	}
	return string(raw)
}

func (l *records[T]) each(f func(id string)) {
	for _, id := range slices.Clone(l.order) {
		f(id)
	}
}

func (l *records[T]) open(id string) { l.shown.Show(id) }

func (l *records[T]) unsaved(id string) bool {
	_, saved := l.kept[id]
	return !saved
}

func (l *records[T]) rows() []kit.TableRow {
	var rows []kit.TableRow
	for _, id := range l.order {
		v, saved := l.kept[id]
		if !saved {
			v = *l.hand[id]
		}
		cells := l.cells(v)
		if !saved && len(cells) > 0 && cells[0].Text == "" {
			cells[0] = kit.Cell{Text: i18n.T("case.unsaved"), Tone: kit.Wait, Chip: true}
		}
		rows = append(rows, kit.TableRow{ID: id, Cells: cells})
	}
	return rows
}

func (l *records[T]) edit(id string) fyne.CanvasObject {
	v := l.hand[id]
	if v == nil {
		c := kit.Copy(l.kept[id])
		v = &c
		l.hand[id] = v
	}
	l.base[id] = fingerprint(l.kept[id])
	f := l.room.form(l.title + "/" + id)
	row := id // changes when a record gets the name by which the workspace knows it
	f.Save = func() {
		now := kit.Copy(*v)
		var old *T
		if k, saved := l.kept[row]; saved {
			c := kit.Copy(k)
			old = &c
		}
		l.room.keep(f, func(ctx context.Context, d app.Desk) error { return l.save(ctx, d, old, now) }, func() {
			if l.kid != nil && l.kid(now) != row {
				delete(l.hand, row)
				l.shown.Rename(row, l.kid(now))
				row = l.kid(now)
				l.rename(v, row)
				l.rename(&now, row)
				l.hand[row] = v
				l.hold()
			}
			l.base[row] = fingerprint(now)
		})
	}
	l.form(f, v)
	n, noun := any(l.kept[id]).(app.Noun)
	if _, saved := l.kept[id]; noun && saved && l.room.opened(n) {
		return kit.Column(theme.Size(theme.Gap), kit.NewPara(i18n.T("case.veiled"), kit.Second), f.Content())
	}
	return f.Content()
}

// opened leaves a trace that protected matter is looked at and says whether something of it is withheld from who looks.
// A tally that is still being entered is no secret to those who enter it.
func (r *Room) opened(n app.Noun) (withheld bool) {
	open := false
	switch n := n.(type) {
	case app.Survey:
		open = !n.Closed
	case app.Evaluation:
		open = !n.Closed
	case app.Heard:
		open = !app.Guarded(n)
	case app.Alias:
		open = true // the name is shown, and noted, on a press of its own
	}
	if app.Protected(n.NounKind()) && !open && !r.read[n.NounID()] {
		r.read[n.NounID()] = true
		desk := r.host.Desk()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := desk.NoteRead(ctx, n)
			if code := app.CodeOf(err); code == "role.unseen" || code == "workspace.reading" { // a copy for reading keeps no trace
				return nil, nil
			}
			return nil, err
		})
	}
	return r.d.Veiled.Has(string(n.NounID()))
}

func (l *records[T]) remove(id string) {
	old, saved := l.kept[id]
	delete(l.hand, id)
	l.hold()
	if !saved {
		l.refresh()
		return
	}
	l.room.keep(nil, func(ctx context.Context, d app.Desk) error { return l.drop(ctx, d, old) }, nil)
}

// discard is the drop of nouns.
func discard[T app.Noun](verb app.Verb) func(context.Context, app.Desk, T) error {
	return func(ctx context.Context, d app.Desk, old T) error {
		return app.Discard[T](ctx, d, verb, old.NounID())
	}
}

func nounID[T app.Noun](v T) string { return string(v.NounID()) }

// keyed is one entry of a map of the case: the key is what people call it (a name, a year).
type keyed[V any] struct {
	Row   string // its key, or a mark of its own while it is new
	Key   string
	Value V
}

// byKey lets a list work on entries by their keys, and gives new ones a mark until they have one.
func byKey[V any](l *records[keyed[V]], fresh func() V) {
	l.id = func(k keyed[V]) string { return k.Row }
	l.kid = func(k keyed[V]) string { return k.Key }
	l.rename = func(k *keyed[V], row string) { k.Row = row }
	l.fresh = func() keyed[V] {
		return keyed[V]{Row: "new/" + string(l.room.host.Desk().NewID()), Value: fresh()}
	}
}

// needKey refuses an entry without its key.
func needKey[V any](k keyed[V]) error {
	if strings.TrimSpace(k.Key) == "" {
		return app.Refuse("field.required", "field", "name", "label", app.Word("field.name"))
	}
	return nil
}

// keyedRecords is records over a map of the case.
func keyedRecords[V any](r *Room, l records[keyed[V]], verb app.Verb, get func(*app.Case) *map[string]V) *records[keyed[V]] {
	id := r.d.Case.ID
	byKey(&l, func() (v V) { return v })
	l.list = func(d app.Dossier) []keyed[V] {
		var out []keyed[V]
		for k, v := range *get(&d.Case) {
			out = append(out, keyed[V]{k, k, v})
		}
		slices.SortFunc(out, func(a, b keyed[V]) int { return cmp.Compare(a.Key, b.Key) })
		return out
	}
	l.save = func(ctx context.Context, d app.Desk, old *keyed[V], now keyed[V]) error {
		if err := needKey(now); err != nil {
			return err
		}
		return d.SaveCase(ctx, verb, id, func(c *app.Case) error {
			m := get(c)
			if *m == nil {
				*m = map[string]V{}
			}
			if old != nil && old.Key != now.Key {
				delete(*m, old.Key)
			}
			(*m)[now.Key] = now.Value
			return nil
		})
	}
	l.drop = func(ctx context.Context, d app.Desk, old keyed[V]) error {
		return d.SaveCase(ctx, verb, id, func(c *app.Case) error {
			delete(*get(c), old.Key)
			return nil
		})
	}
	return &l
}
