package casefile

import (
	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// planned is the page before the five stages: the notice with the unit, the preparation (R2–R7).
func (r *Room) planned() fyne.CanvasObject {
	return cards(kit.Card(i18n.T("case.notice"), r.noticeForm()), kit.Card("", r.principals().show(r)),
		kit.Card(i18n.T("case.team"), r.teamForm()), kit.Card(i18n.T("case.strands"), r.strandForm()),
		kit.Card("", r.meetings(app.Preparation).show(r)))
}

func (r *Room) noticeForm() fyne.CanvasObject {
	v := r.d.Case.Notice
	f := caseForm(r, "notice", app.VerbSaveNotice, &v, func(c *app.Case, v app.Notice) { c.Notice = v })
	f.Text("number", label("noticeNumber"), &v.Number)
	f.Date("receivedOn", i18n.T("case.f.noticereceived"), &v.ReceivedOn)
	f.Text("receivedBy", label("receivedBy"), &v.ReceivedBy)
	f.Text("auditNumber", label("auditNumber"), &v.AuditNumber)
	f.Date("auditServed", label("auditServed"), &v.AuditServed)
	return f.Content()
}

// selfCheck is the page of stage one: announcement, self-check report, levels (R8–R12).
func (r *Room) selfCheck() fyne.CanvasObject {
	return cards(kit.Card(i18n.T("case.notice"), r.noticeForm()), kit.Card(i18n.T("case.announce"), r.announceForm()), kit.Card(i18n.T("case.selfcheck"), r.selfCheckForm()),
		kit.Card(i18n.T("selfcheck.card"), r.live(r.workbook)), kit.Card("", r.levels().show(r)))
}

func (r *Room) announceForm() fyne.CanvasObject {
	v := r.d.Case.Announce
	f := caseForm(r, "announce", app.VerbSaveAnnounce, &v, func(c *app.Case, v app.Announcement) { c.Announce = v })
	f.Heading(i18n.T("case.announce.six"))
	for _, x := range []struct {
		name string
		p    *string
	}{{"objects", &v.Objects}, {"content", &v.Content}, {"period", &v.Period}, {"members", &v.Members}, {"contact", &v.Contact}, {"discipline", &v.Discipline}, {"extra", &v.Extra}} {
		f.Lines(x.name, label(x.name), 2, x.p)
	}
	f.Heading(i18n.T("case.announce.posting"))
	f.Text("place", label("place"), &v.Place)
	f.Text("postedBy", label("postedBy"), &v.PostedBy)
	f.Date("from", label("from"), &v.From)
	f.Date("to", label("to"), &v.To)
	f.Int("opinions", label("opinions"), &v.Opinions, 0, manyPeople)
	return f.Content()
}

func (r *Room) selfCheckForm() fyne.CanvasObject {
	v := kit.Copy(r.d.Case.SelfCheck)
	parts := app.Set{}
	for s, on := range v.Parts {
		if on {
			parts[string(s)] = true
		}
	}
	f := caseForm(r, "selfcheck", app.VerbSaveSelfCheck, &v, func(c *app.Case, v app.SelfCheckReport) {
		v.Levels, v.Workbook = c.SelfCheck.Levels, c.SelfCheck.Workbook // these have forms of their own
		c.SelfCheck = v
	})
	save := f.Save
	f.Save = func() {
		v.Parts = map[app.Strand]bool{}
		for _, s := range app.Strands {
			if parts.Has(string(s)) {
				v.Parts[s] = true
			}
		}
		save()
	}
	f.Text("title", label("title"), &v.Title).Whole()
	f.Date("submittedOn", label("submittedOn"), &v.SubmittedOn)
	f.Text("submittedBy", label("submittedBy"), &v.SubmittedBy)
	f.Text("receivedBy", label("receivedBy"), &v.ReceivedBy)
	f.Int("pages", label("pages"), &v.Pages, 0, 10_000)
	f.Check("signed", label("signed"), &v.Signed)
	f.Check("sealed", label("sealed"), &v.Sealed)
	kit.EnumChecks(f, "parts", label("parts"), "strand", app.Strands, &parts)
	f.Text("returnedFor", label("returnedFor"), &v.ReturnedFor).Whole()
	f.Date("markedLate", label("markedLate"), &v.MarkedLate)
	f.Show(i18n.T("case.selfcheck.due"), i18n.Date(r.d.Round.SelfCheckDue))
	return f.Content()
}

func (r *Room) levels() *records[keyed[app.Level]] {
	return keyedRecords(r, records[keyed[app.Level]]{
		name: "levels", title: i18n.T("case.levels"), add: i18n.T("case.levels.add"), empty: i18n.T("case.levels.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.level"), Width: 140, Grow: 1}, {Title: label("person"), Width: 90, Grow: 1},
			{Title: label("done"), Width: 60}, {Title: label("on"), Width: 100}},
		cells: func(k keyed[app.Level]) []kit.Cell {
			return []kit.Cell{{Text: k.Key, Bold: true}, {Text: k.Value.Person}, {Text: yes(k.Value.Done)}, day(k.Value.On)}
		},
		form: func(f *kit.Form, k *keyed[app.Level]) {
			f.Text("name", i18n.T("case.f.level"), &k.Key)
			f.Text("person", label("person"), &k.Value.Person)
			f.Date("on", label("on"), &k.Value.On)
			f.Check("done", label("done"), &k.Value.Done)
		},
	}, app.VerbSaveSelfCheck, func(c *app.Case) *map[string]app.Level { return &c.SelfCheck.Levels })
}
