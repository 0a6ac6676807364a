package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// FieldThen is a field that is not what it was at a moment. Before and After of its Event are the value then and the
// value now (the whole noun where Field is "": it came since, or went); Record, At, Who and Verb tell the latest deed
// that changed it.
type FieldThen struct {
	Event
	Times int // how often it was changed since, at least 1
}

// ChangedSince tells field by field what of a case is not as it was at a moment: of its own nouns, the meetings that
// cover it, and the unit, the group, the zone and the round it points at. "" tells it of the whole workspace. Nouns come
// in the order of app.Kinds, the fields of each by their paths.
func (w *Workspace) ChangedSince(ctx context.Context, caseID app.ID, at time.Time) ([]FieldThen, error) {
	var out []FieldThen
	err := w.snapshot(ctx, func(s *session) error {
		p, err := w.pastAt(ctx, s, until(at))
		if err != nil {
			return err
		}
		around, err := aroundCase(ctx, pastReader{p, s}, sessionReader{s}, caseID)
		if err != nil {
			return err
		}
		var touched []*former
		for _, f := range p.changed {
			if caseID == "" || f.owner == caseID || around[f.id] || f.kind == app.KindMeeting {
				touched = append(touched, f)
			}
		}
		if out, err = p.differences(ctx, s, touched, func(doc []byte) bool { return caseID == "" || bytes.Contains(doc, []byte(caseID)) }); err != nil {
			return err
		}
		events := make([]Event, len(out))
		for i := range out {
			events[i] = out[i].Event
		}
		err = w.veil(ctx, s, events)
		for i := range out {
			out[i].Event = events[i]
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("changed since %s: %w", at.Format(time.RFC3339), err)
	}
	return out, nil
}

// aroundCase gives the case itself and what it points at, then and now.
func aroundCase(ctx context.Context, then, now app.Reader, caseID app.ID) (map[app.ID]bool, error) {
	around := map[app.ID]bool{caseID: true}
	if caseID == "" {
		return around, nil
	}
	for _, r := range []app.Reader{then, now} {
		c, err := app.Get[app.Case](ctx, r, caseID)
		if app.CodeOf(err) == app.ErrNotFound.Code {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, id := range []app.ID{c.Unit, c.Group, c.Zone, c.Round} {
			if id != "" {
				around[id] = true
			}
		}
	}
	return around, nil
}

// Since tells what of the nouns that a sign-off covers was changed after it was given, by whom, from what to what. Each
// field stands once, with its value when it was signed and its value now; what was changed back is left out.
func (w *Workspace) Since(ctx context.Context, given app.Signoff) ([]Event, error) {
	var out []Event
	err := w.snapshot(ctx, func(s *session) error {
		var record int64
		err := s.row(ctx, `SELECT c.record FROM entity e CROSS JOIN change c ON c.entity = e.n AND c.field = '' AND c.kind = 'new'
			WHERE e.id = ? ORDER BY c.record DESC LIMIT 1`, []any{string(given.ID)}, &record)
		if errors.Is(err, sql.ErrNoRows) {
			return &app.Error{Code: app.ErrNotFound.Code, Args: map[string]any{"id": string(given.ID), "kind": string(app.KindSignoff)}, Cause: app.ErrNotFound}
		}
		if err != nil {
			return err
		}
		p, err := w.pastAt(ctx, s, after(record))
		if err != nil {
			return err
		}
		d, err := app.LoadDossier(ctx, sessionReader{s}, given.Case)
		if err != nil {
			return err
		}
		var touched []*former
		added := app.SignoffState(d, given).Added
		for _, f := range p.changed {
			if _, covered := given.Covers[string(f.id)]; covered || slices.Contains(added, f.id) {
				touched = append(touched, f)
			}
		}
		changed, err := p.differences(ctx, s, touched, func([]byte) bool { return true })
		if err != nil {
			return err
		}
		for _, c := range changed {
			signed, err := p.wasSigned(given, c)
			if err != nil {
				return err
			}
			if signed {
				out = append(out, c.Event)
			}
		}
		return w.veil(ctx, s, out)
	})
	if err != nil {
		return nil, fmt.Errorf("changed since the sign-off %s: %w", given.ID, err)
	}
	return out, nil
}

// wasSigned says whether a field that differs is one of what was signed: whether with it alone the noun reads otherwise.
func (p *past) wasSigned(given app.Signoff, c FieldThen) (bool, error) {
	f := p.changed[c.Entity]
	if _, covered := given.Covers[string(c.Entity)]; !covered || c.Field == "" || !f.known || f.doc == nil {
		return true, nil
	}
	change := app.Change{Kind: c.Change, Field: c.Field, Value: c.After}
	doc, err := journal.Apply(f.doc, change)
	if err != nil {
		return false, err
	}
	d := app.Dossier{Case: app.Case{ID: given.Case}, Answers: map[string]app.Answer{}}
	switch f.kind {
	case app.KindCase:
		err = json.Unmarshal(doc, &d.Case)
	case app.KindUnit:
		err = json.Unmarshal(doc, &d.Unit)
	case app.KindMeeting:
		err = add(&d.Meetings, doc)
	default:
		err = put(&d, f.kind, doc)
	}
	if err != nil {
		return false, fmt.Errorf("decode %s: %w", f.kind, err)
	}
	view := app.SignoffState(d, given)
	return slices.Contains(view.Changed, f.id) || slices.Contains(view.Gone, f.id), nil
}

// differences tells field by field how nouns differ from what they were. about says of a meeting's state whether it is
// about the case.
func (p *past) differences(ctx context.Context, s *session, touched []*former, about func([]byte) bool) ([]FieldThen, error) {
	rank := map[app.Kind]int{}
	for i, k := range app.Kinds {
		rank[k] = i
	}
	sort.Slice(touched, func(i, j int) bool {
		a, b := touched[i], touched[j]
		if a.kind != b.kind {
			return rank[a.kind] < rank[b.kind]
		}
		return a.n < b.n
	})
	var out []FieldThen
	for _, f := range touched {
		was, err := p.doc(ctx, s, f)
		if err != nil {
			return nil, err
		}
		is, err := docNow(ctx, s, f.n)
		if err != nil {
			return nil, err
		}
		if f.kind == app.KindMeeting && !about(was) && !about(is) {
			continue
		}
		fields, err := unlike(was, is)
		if err != nil {
			return nil, fmt.Errorf("compare %s %s: %w", f.kind, f.id, err)
		}
		if len(fields) == 0 {
			continue
		}
		told, err := p.lastDeeds(ctx, s, f, fields)
		if err != nil {
			return nil, err
		}
		out = append(out, told...)
	}
	return out, nil
}

// lastDeeds adds to fields that differ the latest deed that changed each.
func (p *past) lastDeeds(ctx context.Context, s *session, f *former, fields []FieldThen) ([]FieldThen, error) {
	err := s.rows(ctx, `SELECT c.record, c.field, d.time, d.who, d.verb, d.cas FROM change c CROSS JOIN deed d ON d.record = c.record
		WHERE c.entity = ? AND `+since+` AND c.kind <> 'note' ORDER BY c.record, c.idx`, append([]any{f.n}, p.moment.args()...), func(scan func(...any) error) error {
		var e Event
		var field string
		var at journal.Time
		if err := scan(&e.Record, &field, &at, &e.Who, &e.Verb, &e.Case); err != nil {
			return err
		}
		for i := range fields {
			x := &fields[i]
			if within(x.Field, field) || within(field, x.Field) {
				x.Record, x.At, x.Who, x.Verb, x.Case = e.Record, at.Wall(), e.Who, e.Verb, e.Case
				x.Times++
			}
		}
		return nil
	})
	for i := range fields {
		fields[i].Entity, fields[i].Kind = f.id, f.kind
	}
	return fields, err
}

// within says whether a path is another one or lies below it.
func within(path, other string) bool {
	return other == "" || path == other || strings.HasPrefix(path, other+"/")
}

// unlike lists the fields in which two states of a noun differ, by path. A state that is nil was not there.
func unlike(was, is []byte) ([]FieldThen, error) {
	switch {
	case was == nil && is == nil:
		return nil, nil
	case was == nil:
		return []FieldThen{{Event: Event{Change: app.New, After: is}}}, nil
	case is == nil:
		return []FieldThen{{Event: Event{Change: app.Del, Before: was}}}, nil
	}
	var out []FieldThen
	if err := unlikeParts("", was, is, &out); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b FieldThen) int { return strings.Compare(a.Field, b.Field) })
	return out, nil
}

func unlikeParts(path string, was, is json.RawMessage, out *[]FieldThen) error {
	if bytes.Equal(was, is) {
		return nil
	}
	if path == "" || isObject(was) || isObject(is) {
		if (len(was) == 0 || isObject(was)) && (len(is) == 0 || isObject(is)) {
			a, b := map[string]json.RawMessage{}, map[string]json.RawMessage{}
			if err := unmarshalObject(was, &a); err != nil {
				return err
			}
			if err := unmarshalObject(is, &b); err != nil {
				return err
			}
			for name := range b {
				if _, both := a[name]; !both {
					a[name] = nil
				}
			}
			for name := range a {
				if err := unlikeParts(below(path, name), a[name], b[name], out); err != nil {
					return err
				}
			}
			return nil
		}
	}
	e := Event{Change: app.Put, Field: path, Before: was, After: is}
	if len(is) == 0 {
		e.Change = app.Del
	}
	*out = append(*out, FieldThen{Event: e})
	return nil
}

func isObject(v []byte) bool { return len(v) > 0 && v[0] == '{' }

func unmarshalObject(v []byte, into *map[string]json.RawMessage) error {
	if len(v) == 0 {
		return nil
	}
	return json.Unmarshal(v, into)
}

// below gives the path of a key below a path, the key written as in RFC 6901.
func below(path, key string) string {
	key = strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
	if path == "" {
		return key
	}
	return path + "/" + key
}
