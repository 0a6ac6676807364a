package people

import (
	"context"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/phrase"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// seatRows is how many seats the table shows without scrolling.
const seatRows = 9

// seatList is the table of seats with what can be done about them.
func (r *Room) seatList() fyne.CanvasObject {
	t := kit.NewTable(
		kit.TableColumn{Title: i18n.T("people.seat.person"), Width: 84, Grow: 1},
		kit.TableColumn{Title: i18n.T("people.seat.laptop"), Width: 100, Grow: 1},
		kit.TableColumn{Title: i18n.T("people.scope"), Width: 110, Grow: 1},
		kit.TableColumn{Title: i18n.T("people.seat.since"), Width: 86, Spare: 1},
		kit.TableColumn{Title: i18n.T("people.seat.last"), Width: 122},
		kit.TableColumn{Title: i18n.T("people.seat.state"), Width: 96},
	)
	r.seats = t
	rows := make([]kit.TableRow, 0, len(r.now.seats))
	for _, s := range r.now.seats {
		word, tone := stateOf(s)
		rows = append(rows, kit.TableRow{ID: string(s.ID), Cells: []kit.Cell{{Text: s.Who.Name, Bold: true}, {Text: s.Laptop},
			{Text: r.now.words(scopeOf(s.Seat))}, {Text: i18n.Date(s.Since)}, {Text: moment(s.LastSeen)}, {Text: word, Tone: tone, Chip: true}}})
	}
	t.SetSource(kit.Fixed(rows))
	add := r.allow(kit.NewButton(i18n.T("people.seat.add"), r.addSeat), app.VerbEnrol)
	add.Small, add.Tone = true, kit.Accent
	out := kit.NewButton(i18n.T("people.seat.out"), nil)
	out.Small = true
	out.Disable()
	out.OnTapped = func() {
		if s, ok := r.seatInHand(); ok {
			r.leaveOut(s)
		}
	}
	narrow := kit.NewButton(i18n.T("people.scope.change"), nil)
	narrow.Small = true
	narrow.Disable()
	narrow.OnTapped = func() {
		if s, ok := r.seatInHand(); ok {
			r.rescope(s)
		}
	}
	request := r.allow(kit.NewButton(i18n.T("people.page.enrol"), func() { r.host.Go(shell.Route{Room: shell.RoomPeople + "/" + PageEnrol}) }), app.VerbEnrol)
	request.Small, request.Tone = true, kit.Accent
	about := kit.NewPara(i18n.T("people.seat.text"), kit.Second)
	t.OnSelect = func(kit.TableRow) {
		s, ok := r.seatInHand()
		if ok && s.AtWork() && !s.Mine && r.now.rights[app.VerbLeaveOut] == nil {
			out.Enable()
		} else {
			out.Disable()
		}
		if ok && s.AtWork() && r.now.rights[app.VerbScopeSeat] == nil && (!s.Mine || r.now.alone) {
			narrow.Enable()
		} else {
			narrow.Disable()
		}
		if ok {
			about.SetText(tell(s) + "\n" + r.now.follows(scopeOf(s.Seat)))
			kit.Relayout(r.root)
		}
	}
	height := float32(min(seatRows, len(rows))+1)*theme.Size(theme.RowHeight) + 4
	objects := []fyne.CanvasObject{kit.Row(8, kit.Line(i18n.T("people.seats"), kit.Heading), kit.Spring(), narrow, out), kit.Flow(8, request, add)}
	if note := r.refused(app.VerbEnrol); note != nil {
		objects = append(objects, note)
	}
	return kit.Column(6, append(objects, container.New(tall(height), t), about)...)
}

// tall gives its object a height.
type tall float32

// Layout is for Fyne.
func (h tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.Position{})
	}
}

// MinSize is for Fyne.
func (h tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, float32(h)) }

// stateOf says how a seat stands.
func stateOf(s store.SeatState) (string, kit.Tone) {
	switch {
	case !s.AtWork():
		return i18n.T("people.seat.left"), kit.Quiet
	case s.Mine:
		return i18n.T("people.seat.mine"), kit.Accent
	case s.Here:
		return i18n.T("people.seat.here"), kit.Done
	case s.Self:
		return i18n.T("people.seat.self"), kit.Wait
	}
	return i18n.T("people.seat.elsewhere"), kit.Quiet
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// tell says more about a seat.
func tell(s store.SeatState) string {
	text := i18n.T("people.seat.tell", "name", s.Who.Name, "laptop", s.Laptop, "records", i18n.Number(int(s.Records)), "seat", shortSeat(s.Key))
	if s.Self {
		text += "\n" + i18n.T("people.seat.tellself")
	}
	if !s.AtWork() {
		text += "\n" + i18n.T("people.seat.tellout", "date", i18n.Date(s.Out), "why", s.OutWhy)
	}
	return text
}

// shortSeat is the part of a seat's name that people compare.
func shortSeat(key string) string {
	if len(key) < 8 {
		return key
	}
	return strings.ToUpper(key[:4] + "-" + key[4:8])
}

func (r *Room) seatInHand() (store.SeatState, bool) {
	row, ok := r.seats.Selected()
	if !ok {
		return store.SeatState{}, false
	}
	for _, s := range r.now.seats {
		if string(s.ID) == row.ID {
			return s, true
		}
	}
	return store.SeatState{}, false
}

// addSeat enrols a person on this laptop: that person types the pass phrase.
func (r *Room) addSeat() {
	var names []string
	for _, p := range r.now.people {
		names = append(names, strings.Join([]string{p.Name, p.Dept}, "  "))
	}
	if len(names) == 0 {
		kit.Tell(r.host.Window(), i18n.T("people.seat.add"), i18n.T("people.none"), "")
		return
	}
	who := kit.NewSelect(names, nil)
	who.PlaceHolder = i18n.T("kit.choose")
	host, _ := os.Hostname() // a proposal only
	laptop := kit.NewEntry(host)
	var d *kit.Dialog
	var add func()
	choice := phrase.NewChoice(func() []string {
		own := []string{r.config.Workspace, laptop.Text}
		if i := who.SelectedIndex(); i >= 0 {
			own = append(own, r.now.people[i].Name, r.now.people[i].Dept)
		}
		return own
	}, func() { add() })
	fault := newFault()
	choice.Changed = func() { fault.wait("") }
	ok := kit.NewPrimary(i18n.T("people.seat.add.do"), func() { add() })
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	add = func() {
		i := who.SelectedIndex()
		if i < 0 {
			fault.say(app.Refuse("people.noperson"))
			return
		}
		text, err := choice.Phrase()
		if err != nil {
			fault.say(err)
			return
		}
		person, machine := r.now.people[i], strings.TrimSpace(laptop.Text)
		fault.wait(i18n.T("people.seat.add.working"))
		ok.Disable()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := r.store.AddSeat(ctx, person.ID, machine, text)
			return func() {
				ok.Enable()
				if err != nil {
					fault.say(err)
					return
				}
				d.Close()
				r.host.Toast(i18n.T("people.seat.added", "name", person.Name))
				r.load(r.show)
			}, nil
		})
	}
	body := kit.Column(10, kit.NewPara(i18n.T("people.seat.add.text"), kit.Body),
		kit.Split(12, []float32{1, 1}, kit.Column(4, kit.Line(i18n.T("people.seat.person"), kit.Second), kit.Framed(who)),
			kit.Column(4, kit.Line(i18n.T("people.seat.laptop"), kit.Second), laptop)),
		kit.Note(kit.Wait, i18n.T("people.seat.add.theirs"), ""), choice.Object(), fault.para)
	d = kit.ShowDialog(r.host.Window(), i18n.T("people.seat.add"), body, 620, 500, no, ok)
}

// leaveOut leaves a seat out: the name is typed, the reason is kept, and what it means is said before.
func (r *Room) leaveOut(s store.SeatState) {
	var d *kit.Dialog
	name, why := kit.NewEntry(""), kit.NewEntry("")
	why.PlaceHolder = i18n.T("people.seat.out.why.form")
	fault := newFault()
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	ok := kit.NewPrimary(i18n.T("people.seat.out.do"), nil)
	ok.OnTapped = func() {
		reason := strings.TrimSpace(why.Text)
		switch {
		case strings.TrimSpace(name.Text) != s.Who.Name:
			fault.say(app.Refuse("people.typename", "name", s.Who.Name))
			return
		case reason == "":
			fault.say(app.Refuse("people.noreason"))
			return
		}
		ok.Disable()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := r.store.LeaveOut(ctx, s.ID, reason)
			return func() {
				ok.Enable()
				if err != nil {
					fault.say(err)
					return
				}
				d.Close()
				r.host.Toast(i18n.T("people.seat.outdone", "name", s.Who.Name))
				r.load(r.show)
			}, nil
		})
	}
	body := kit.Column(10, kit.NewPara(i18n.T("people.seat.out.text", "name", s.Who.Name, "laptop", s.Laptop), kit.Body),
		kit.Column(4, kit.Line(i18n.T("people.seat.out.why"), kit.Second), why),
		kit.Column(4, kit.Line(i18n.T("people.seat.out.name", "name", s.Who.Name), kit.Second), name), fault.para)
	d = kit.ShowDialog(r.host.Window(), i18n.T("people.seat.out"), body, 560, 340, no, ok)
	r.host.Window().Canvas().Focus(why)
}

// fault is the line of a dialog or a card that says why something was not done, or that it takes a while.
type fault struct{ para *kit.Para }

func newFault() fault { return fault{kit.NewPara("", kit.Faulty)} }

func (f fault) say(err error) {
	sentence, hint := i18n.Error(err)
	f.para.SetStyle(kit.Faulty)
	f.para.SetText(strings.TrimSpace(sentence + "\n" + hint))
	kit.Relayout(f.para)
}

func (f fault) wait(text string) {
	f.para.SetStyle(kit.Second)
	f.para.SetText(text)
	kit.Relayout(f.para)
}

func (f fault) done(text string) {
	f.para.SetStyle(kit.Style{Size: theme.TextSecond, Color: theme.Done})
	f.para.SetText(text)
	kit.Relayout(f.para)
}
