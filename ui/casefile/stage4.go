package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// summary is the page of stage four: notification meeting, drafts and opinions, approvals, issue, deliveries
// (R28–R33).
func (r *Room) summary() fyne.CanvasObject {
	return cards(kit.Card("", r.meetings(app.Notification).show(r)), kit.Card("", r.attendees(app.Notification).show(r)),
		kit.Card(i18n.T("case.drafts"), r.sendForm()), kit.Card("", r.consultations().show(r)), kit.Card("", r.opinions().show(r)),
		kit.Card(i18n.T("case.approvals"), r.approvals()), kit.Card(i18n.T("case.issue"), r.issues()), kit.Card("", r.deliveries().show(r)))
}

// sendForm sends the three drafts to every principal and to the unit (R29).
func (r *Room) sendForm() fyne.CanvasObject {
	on := r.host.Today()
	f := r.form("send")
	f.Date("sentOn", label("sentOn"), &on)
	id := r.d.Case.ID
	f.Add("send", " ", kit.Row(0, kit.NewButton(i18n.T("case.drafts.send"), func() {
		f.Flush()
		day := on
		r.keep(f, func(ctx context.Context, d app.Desk) error { return d.SendDrafts(ctx, id, day) }, nil)
	})), false)
	return f.Content()
}

func (r *Room) consultations() *records[app.Consultation] {
	return &records[app.Consultation]{
		name: "consultations", title: i18n.T("case.consultations"), empty: i18n.T("case.consultations.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.recipient"), Width: 120, Grow: 1}, {Title: label("sentOn"), Width: 90}, {Title: label("receivedOn"), Width: 90},
			{Title: i18n.T("case.f.replydue"), Width: 90}, {Title: i18n.T("case.f.reply"), Width: 110}},
		list: func(d app.Dossier) []app.Consultation { return d.Consultations },
		id:   nounID[app.Consultation],
		cells: func(c app.Consultation) []kit.Cell {
			reply := kit.Cell{Text: i18n.T("case.reply.open"), Tone: kit.Wait, Chip: true}
			switch {
			case !c.Silent.IsZero():
				reply = kit.Cell{Text: i18n.T("case.reply.silent"), Tone: kit.Quiet, Chip: true}
			case !c.RepliedOn.IsZero() && c.NoObject:
				reply = kit.Cell{Text: i18n.T("case.reply.none"), Tone: kit.Done, Chip: true}
			case !c.RepliedOn.IsZero():
				reply = kit.Cell{Text: i18n.T("case.reply.some"), Tone: kit.Accent, Chip: true}
			}
			due := kit.Cell{Text: "—"}
			if !c.ReceivedOn.IsZero() {
				due = day(app.OpinionDue(c, r.d.Round, r.d.Calendar))
			}
			return []kit.Cell{{Text: r.recipient(c.Principal), Bold: true}, day(c.SentOn), day(c.ReceivedOn), due, reply}
		},
		form: func(f *kit.Form, c *app.Consultation) {
			f.Date("sentOn", label("sentOn"), &c.SentOn)
			f.Date("receivedOn", label("receivedOn"), &c.ReceivedOn)
			f.Date("repliedOn", label("repliedOn"), &c.RepliedOn)
			f.Check("noObject", label("noObject"), &c.NoObject)
			f.Date("silent", label("silent"), &c.Silent)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Consultation, c app.Consultation) error {
			return d.SaveConsultation(ctx, c)
		},
	}
}

func (r *Room) opinions() *records[app.Opinion] {
	return &records[app.Opinion]{
		name: "opinions", title: i18n.T("case.opinions"), add: i18n.T("case.opinions.add"), empty: i18n.T("case.opinions.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.from"), Width: 80}, {Title: label("strand"), Width: 50}, {Title: label("text"), Width: 160, Grow: 2},
			{Title: label("adoption"), Width: 96}, {Title: i18n.T("case.f.amounts"), Width: 150, Number: true, Spare: 1}},
		list: func(d app.Dossier) []app.Opinion { return d.Opinions },
		id:   nounID[app.Opinion],
		cells: func(o app.Opinion) []kit.Cell {
			adoption := kit.Cell{Text: i18n.T("case.opinion.open"), Tone: kit.Wait, Chip: true}
			if o.Adoption != "" {
				tone := map[app.Adoption]kit.Tone{app.Adopted: kit.Done, app.PartlyAdopted: kit.Accent, app.NotAdopted: kit.Quiet}[o.Adoption]
				adoption = kit.Cell{Text: i18n.Enum("adoption", o.Adoption), Tone: tone, Chip: true}
			}
			amounts := "—"
			if o.AmountBefore != o.AmountAfter {
				amounts = o.AmountBefore.Wan(true) + " → " + o.AmountAfter.Wan(true)
			}
			return []kit.Cell{{Text: r.recipient(o.Principal)}, {Text: short(o.Strand)}, {Text: o.Text, Bold: true}, adoption, {Text: amounts}}
		},
		fresh: func() app.Opinion {
			return app.Opinion{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Strand: app.Review, On: r.host.Today()}
		},
		form: func(f *kit.Form, o *app.Opinion) {
			r.chooseRecipient(f, "principal", i18n.T("case.f.from"), &o.Principal)
			f.Date("on", label("on"), &o.On)
			kit.Enum(f, "strand", label("strand"), "strand", app.Strands, &o.Strand)
			r.chooseFinding(f, "finding", label("finding"), i18n.T("case.opinion.whole"), &o.Finding)
			f.Long("text", label("text"), &o.Text)
			f.Long("recheck", label("recheck"), &o.Recheck)
			kit.Enum(f, "adoption", label("adoption"), "adoption", app.Adoptions, &o.Adoption)
			f.Money("amountBefore", i18n.T("case.f.yuan", "what", label("amountBefore")), &o.AmountBefore)
			f.Money("amountAfter", i18n.T("case.f.yuan", "what", label("amountAfter")), &o.AmountAfter)
			f.Text("decidedBy", label("decidedBy"), &o.DecidedBy)
			f.Date("decidedOn", label("decidedOn"), &o.DecidedOn)
			f.Long("reason", label("reason"), &o.Reason)
			f.Long("before", label("before"), &o.Before)
			f.Long("after", label("after"), &o.After)
		},
		save: func(ctx context.Context, d app.Desk, old *app.Opinion, o app.Opinion) error {
			if old == nil {
				bare := o
				bare.Adoption, bare.DecidedBy, bare.DecidedOn = "", "", app.Date{}
				if _, err := d.RecordOpinion(ctx, bare); err != nil || o.Adoption == "" {
					return err
				}
			}
			if o.Adoption == "" {
				return app.Keep(ctx, d, app.VerbRecordOpinion, o)
			}
			return d.DecideOpinion(ctx, o)
		},
		drop: discard[app.Opinion](app.VerbDropOpinion),
	}
}

var deliveryWays = []string{"direct", "post", "other"}

// deliveries has a line for every report and recipient, also for those not handed over yet.
func (r *Room) deliveries() *records[app.Delivery] {
	return &records[app.Delivery]{
		name: "deliveries", title: i18n.T("case.deliveries"), empty: i18n.T("case.deliveries.none"),
		columns: []kit.TableColumn{{Title: label("strand"), Width: 60}, {Title: i18n.T("case.f.recipient"), Width: 130, Grow: 1}, {Title: label("way"), Width: 80},
			{Title: label("sentOn"), Width: 90}, {Title: label("receivedOn"), Width: 90}, {Title: label("receivedBy"), Width: 90}},
		list: func(d app.Dossier) []app.Delivery {
			var out []app.Delivery
			for _, s := range app.Strands {
				for _, who := range d.Recipients() {
					x := app.Delivery{Case: d.Case.ID, Strand: s, Principal: who, Way: deliveryWays[0]}
					for _, y := range d.Deliveries {
						if y.Strand == s && y.Principal == who {
							x = y
						}
					}
					out = append(out, x)
				}
			}
			return out
		},
		id: func(x app.Delivery) string { return string(x.Strand) + "/" + string(x.Principal) },
		cells: func(x app.Delivery) []kit.Cell {
			return []kit.Cell{{Text: short(x.Strand)}, {Text: r.recipient(x.Principal), Bold: true}, {Text: i18n.Enum("way", x.Way)}, day(x.SentOn), day(x.ReceivedOn), {Text: x.ReceivedBy}}
		},
		form: func(f *kit.Form, x *app.Delivery) {
			chooseCode(f, "way", label("way"), "way", deliveryWays, &x.Way)
			f.Date("sentOn", label("sentOn"), &x.SentOn)
			f.Date("receivedOn", label("receivedOn"), &x.ReceivedOn)
			f.Text("receivedBy", label("receivedBy"), &x.ReceivedBy)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Delivery, x app.Delivery) error { return d.Deliver(ctx, x) },
	}
}
