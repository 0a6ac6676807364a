package board

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// roundPage is where a round is described: its notice and office, what it fixes where the plan is silent, its zones,
// groups and people.
type roundPage struct {
	room   *Room
	fresh  bool // the round is not saved yet
	round  app.Round
	zones  []app.Zone
	groups []app.Group
	people []app.Person
	forms  []*kit.Form
	lists  []*kit.Records
}

// openRound shows the page of a round; "" is a new one.
func (r *Room) openRound(id app.ID) {
	p := &roundPage{room: r}
	r.page = p
	p.load(id, p.show)
}

func (p *roundPage) load(id app.ID, show func()) {
	r := p.room
	desk := r.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		round := app.Round{ID: desk.NewID(), Year: r.host.Today().Year, Grouping: app.ByZone, Settings: app.DefaultSettings()}
		round.SelfCheckDue = app.Date{Year: round.Year, Month: 3, Day: 31} // R12
		fresh := true
		if id != "" {
			old, err := app.Get[app.Round](ctx, r.store, id)
			switch {
			case err == nil:
				round, fresh = old, false
			case app.CodeOf(err) != app.ErrNotFound.Code:
				return nil, err
			default:
				round.ID = id
			}
		}
		zones, err := app.List[app.Zone](ctx, r.store, round.ID)
		if err != nil {
			return nil, err
		}
		groups, err := app.List[app.Group](ctx, r.store, round.ID)
		if err != nil {
			return nil, err
		}
		people, err := app.List[app.Person](ctx, r.store, "")
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(groups, func(a, b app.Group) int { return cmp.Compare(a.Order, b.Order) })
		return func() {
			p.fresh, p.round, p.zones, p.groups, p.people = fresh, round, sortedZones(zones), groups, people
			show()
		}, nil
	})
}

func (p *roundPage) show() {
	if p.room.page != p {
		return
	}
	p.forms, p.lists = nil, nil
	gap := theme.Size(theme.Gap)
	left := kit.Column(gap, kit.Card(i18n.T("board.round.basics"), p.basics()), kit.Card("", p.zoneList()), kit.Card("", p.groupList()))
	right := kit.Column(gap, kit.Card(i18n.T("board.round.settings"), p.settings()), kit.Card(i18n.T("forms.indexes"), p.numbering()), kit.Card("", p.peopleList()))
	p.room.root.Objects = []fyne.CanvasObject{kit.Split(gap, []float32{1, 1}, kit.Scroll(left), kit.Scroll(right))}
	p.room.root.Refresh()
	p.room.host.Refresh()
}

func (p *roundPage) form(scope string) *kit.Form {
	f := kit.NewForm(p.room.drafts, string(p.round.ID)+"/"+scope)
	p.forms = append(p.forms, f)
	return f
}

// keep saves through a use case and tells the form.
func (p *roundPage) keep(f *kit.Form, save func(ctx context.Context, d app.Desk) error, after func()) {
	desk, host := p.room.host.Desk(), p.room.host
	host.Run(func(ctx context.Context) (func(), error) {
		err := save(ctx, desk)
		return func() {
			if err != nil {
				f.Refused(err)
				return
			}
			f.Saved(desk.Now())
			host.Saved(desk.Now())
			if after != nil {
				after()
			}
		}, nil
	})
}

func (p *roundPage) saveRound(f *kit.Form) func() {
	return func() {
		round, fresh := kit.Copy(p.round), p.fresh
		p.keep(f, func(ctx context.Context, d app.Desk) error {
			if fresh {
				_, err := d.CreateRound(ctx, round)
				return err
			}
			return d.SaveRound(ctx, round)
		}, func() {
			p.fresh = false
			p.room.query.Round = round.ID
		})
	}
}

func (p *roundPage) basics() fyne.CanvasObject {
	f := p.form("round")
	f.Save = p.saveRound(f)
	r := &p.round
	f.Text("name", i18n.T("board.f.roundname"), &r.Name)
	f.Int("year", i18n.T("board.f.year"), &r.Year, 2000, 2199)
	f.Text("city", i18n.T("board.f.city"), &r.City)
	f.Text("noticeNumber", i18n.T("board.f.noticenumber"), &r.NoticeNumber)
	f.Date("noticeDate", i18n.T("board.f.noticedate"), &r.NoticeDate)
	f.Date("selfCheckDue", i18n.T("board.f.selfcheckdue"), &r.SelfCheckDue)
	f.Text("foundingNo", i18n.T("board.f.foundingno"), &r.FoundingNo)
	kit.Enum(f, "grouping", i18n.T("board.f.grouping"), "grouping", app.Groupings, &r.Grouping)
	f.Heading(i18n.T("board.round.office"))
	f.Text("office.name", i18n.T("board.f.officename"), &r.Office.Name)
	f.Text("office.phone", i18n.T("board.f.phone"), &r.Office.Phone)
	f.Text("office.email", i18n.T("board.f.email"), &r.Office.Email)
	f.Text("office.address", i18n.T("board.f.address"), &r.Office.Address).Whole()
	p.person(f, "office.director", i18n.T("board.f.director"), &r.Office.Director)
	p.person(f, "office.coordinator", i18n.T("board.f.coordinator"), &r.Office.Coordinator)
	return f.Content()
}

// person is the choice of one of the people.
func (p *roundPage) person(f *kit.Form, name, label string, id *app.ID) {
	ids, names := []string{""}, []string{"—"}
	for _, x := range p.people {
		ids, names = append(ids, string(x.ID)), append(names, x.Name)
	}
	f.Choice(name, label, ids, names, func() string { return string(*id) }, func(s string) { *id = app.ID(s) })
}

func (p *roundPage) settings() fyne.CanvasObject {
	f := p.form("settings")
	f.Save = p.saveRound(f)
	s := &p.round.Settings
	for _, x := range []struct {
		name string
		days *int
	}{{"noticeLeadDays", &s.NoticeLeadDays}, {"announceDays", &s.AnnounceDays}, {"materialDays", &s.MaterialDays},
		{"evidenceReplyDays", &s.EvidenceReplyDays}, {"opinionDays", &s.OpinionDays}, {"planDays", &s.PlanDays}, {"reportDays", &s.ReportDays}} {
		f.Int(x.name, i18n.T("board.f."+x.name), x.days, 0, 366)
	}
	kit.Enum(f, "reportDaysKind", i18n.T("board.f.reportDaysKind"), "daykind", []app.DayKind{app.NaturalDays, app.WorkingDays}, &s.ReportDaysKind)
	f.Heading(i18n.T("board.round.weights"))
	if s.Weights == nil {
		s.Weights = map[string]int{}
	}
	for _, g := range app.Grades4 {
		w := s.Weights[g]
		f.Int("weight."+g, i18n.Enum("grade", g), &w, 0, 1000)
		old := f.Save
		f.Save = func() {
			s.Weights[g] = w
			old()
		}
	}
	f.Check("unknownInBase", i18n.T("board.f.unknownInBase"), &s.UnknownInBase)
	f.Check("thousands", i18n.T("board.f.thousands"), &s.Thousands)
	f.Check("plainFiles", i18n.T("board.f.plainFiles"), &s.PlainFiles)
	p.chain(f)
	return f.Content()
}

// changed takes a deed of elsewhere over: an undo shows the page anew.
func (p *roundPage) changed(d app.Deed) {
	if d.Verb == store.VerbUndo || d.Verb == store.VerbRedo {
		p.load(p.round.ID, p.show)
		return
	}
	p.refresh()
}

func (p *roundPage) refresh() {
	for _, l := range p.lists {
		l.Refresh()
	}
}

func (r *Room) leavePage() {
	if r.page == nil {
		return
	}
	for _, f := range r.page.forms {
		f.Flush()
	}
	r.page = nil
}
