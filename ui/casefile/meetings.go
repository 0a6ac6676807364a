package casefile

import (
	"context"
	"encoding/json"
	"fmt"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// meetings lists the meetings of the round of one type: one of them may cover many cases (R19).
func (r *Room) meetings(kind app.MeetingType) *records[app.Meeting] {
	return &records[app.Meeting]{
		name: "meetings", title: i18n.T("meetingtype." + string(kind)), add: i18n.T("case.meeting.add"), empty: i18n.T("case.meeting.none." + string(kind)),
		columns: []kit.TableColumn{{Title: label("on"), Width: 90}, {Title: label("place"), Width: 150, Grow: 1}, {Title: label("host"), Width: 80, Spare: 1},
			{Title: label("cases"), Width: 60, Number: true, Spare: 2}, {Title: i18n.T("case.covers"), Width: 84}},
		list: func(app.Dossier) []app.Meeting {
			var out []app.Meeting
			for _, m := range r.shared.meetings {
				if m.Type == kind {
					out = append(out, m)
				}
			}
			return out
		},
		id: nounID[app.Meeting],
		cells: func(m app.Meeting) []kit.Cell {
			covers := kit.Cell{Text: i18n.T("case.covers.not"), Tone: kit.Quiet}
			if m.Cases.Has(string(r.d.Case.ID)) {
				covers = kit.Cell{Text: i18n.T("case.covers.yes"), Tone: kit.Done, Chip: true}
			}
			return []kit.Cell{day(m.On), {Text: m.Place, Bold: true}, {Text: m.Host}, {Text: i18n.Number(len(m.Cases.Sorted()))}, covers}
		},
		fresh: func() app.Meeting {
			return app.Meeting{ID: r.host.Desk().NewID(), Round: r.d.Round.ID, Type: kind, Mode: app.Separate, Cases: app.NewSet(string(r.d.Case.ID))}
		},
		form: func(f *kit.Form, m *app.Meeting) { r.meetingForm(f, m) },
		save: func(ctx context.Context, d app.Desk, old *app.Meeting, m app.Meeting) error {
			if old == nil {
				_, err := d.HoldMeeting(ctx, m)
				return err
			}
			return app.Amend(ctx, d, app.VerbHoldMeeting, m.ID, func(now *app.Meeting) error {
				m.Attendees = now.Attendees // they have a list of their own
				*now = m
				return nil
			})
		},
		drop: discard[app.Meeting](app.VerbDropMeeting),
	}
}

func (r *Room) meetingForm(f *kit.Form, m *app.Meeting) {
	f.Date("on", label("on"), &m.On)
	f.Text("place", label("place"), &m.Place)
	f.Text("host", label("host"), &m.Host)
	f.Text("recorder", label("recorder"), &m.Recorder)
	f.Int("expected", i18n.T("case.f.expected"), &m.Expected, 0, manyPeople)
	f.Int("present", label("present"), &m.Present, 0, manyPeople)
	if m.Type == app.Entry {
		kit.Enum(f, "mode", label("mode"), "meetingmode", app.MeetingModes, &m.Mode)
		f.Text("reason", i18n.T("case.f.modereason"), &m.Reason).Whole()
	}
	var ids, names []string
	for _, c := range r.shared.cases {
		ids, names = append(ids, string(c.ID)), append(names, c.Unit)
	}
	f.Checks("cases", label("cases"), ids, names, &m.Cases)
	switch m.Type {
	case app.Entry:
		checkCodes(f, "agenda", label("agenda"), "agenda.entry", app.AgendaEntry, &m.Agenda)
	case app.Notification:
		checkCodes(f, "agenda", label("agenda"), "agenda.notification", app.AgendaNotification, &m.Agenda)
	}
	f.Long("minutes", label("minutes"), &m.Minutes)
}

// attendees lists who was at the meeting of a type that covers the case; R28 demands certain roles.
func (r *Room) attendees(kind app.MeetingType) *records[keyed[app.Attendee]] {
	l := &records[keyed[app.Attendee]]{
		name: "attendees", title: i18n.T("case.attendees"), add: i18n.T("case.attendees.add"), empty: i18n.T("case.attendees.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.name"), Width: 90}, {Title: i18n.T("case.f.unitname"), Width: 120, Grow: 1}, {Title: label("post"), Width: 110, Grow: 1}, {Title: label("role"), Width: 120}},
		list: func(d app.Dossier) []keyed[app.Attendee] {
			m, ok := d.Meeting(kind)
			if !ok {
				return nil
			}
			var out []keyed[app.Attendee]
			for _, name := range sortedKeys(m.Attendees) {
				out = append(out, keyed[app.Attendee]{name, name, m.Attendees[name]})
			}
			return out
		},
		cells: func(k keyed[app.Attendee]) []kit.Cell {
			return []kit.Cell{{Text: k.Key, Bold: true}, {Text: k.Value.Unit}, {Text: k.Value.Post}, {Text: i18n.Enum("attendee", k.Value.Role)}}
		},
		form: func(f *kit.Form, k *keyed[app.Attendee]) {
			f.Text("name", i18n.T("case.f.name"), &k.Key)
			f.Text("unit", i18n.T("case.f.unitname"), &k.Value.Unit)
			f.Text("post", label("post"), &k.Value.Post)
			chooseCode(f, "role", label("role"), "attendee", app.AttendeeRoles, &k.Value.Role)
		},
	}
	meeting := func() (app.ID, error) {
		m, ok := r.d.Meeting(kind)
		if !ok {
			return "", app.Refuse("meeting.first")
		}
		return m.ID, nil
	}
	byKey(l, func() app.Attendee { return app.Attendee{Unit: r.d.Unit.Name, Role: "section"} })
	l.save = func(ctx context.Context, d app.Desk, old *keyed[app.Attendee], now keyed[app.Attendee]) error {
		id, err := meeting()
		if err != nil {
			return err
		}
		if err := needKey(now); err != nil {
			return err
		}
		return app.Amend(ctx, d, app.VerbHoldMeeting, id, func(m *app.Meeting) error {
			if m.Attendees == nil {
				m.Attendees = map[string]app.Attendee{}
			}
			if old != nil && old.Key != now.Key {
				delete(m.Attendees, old.Key)
			}
			m.Attendees[now.Key] = now.Value
			return nil
		})
	}
	l.drop = func(ctx context.Context, d app.Desk, old keyed[app.Attendee]) error {
		id, err := meeting()
		if err != nil {
			return err
		}
		return app.Amend(ctx, d, app.VerbHoldMeeting, id, func(m *app.Meeting) error {
			delete(m.Attendees, old.Key)
			return nil
		})
	}
	return l
}

// meetingsShown gives the meetings of a round as the person at the seat may read them: names of the vault may stand in the
// minutes of any of them.
func meetingsShown(ctx context.Context, s Store, round app.ID) ([]app.Meeting, error) {
	all, err := app.List[app.Meeting](ctx, s, round)
	if err != nil {
		return nil, err
	}
	ids := make([]app.ID, len(all))
	for i, m := range all {
		ids[i] = m.ID
	}
	states, err := s.LastStates(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]app.Meeting, 0, len(all))
	for _, id := range ids {
		state, known := states[id]
		if !known || state.Deleted {
			continue
		}
		var m app.Meeting
		if err := json.Unmarshal(state.Doc, &m); err != nil {
			return nil, fmt.Errorf("decode meeting %s: %w", id, err)
		}
		out = append(out, m)
	}
	return out, nil
}
