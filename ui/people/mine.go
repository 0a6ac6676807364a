package people

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/phrase"
	"lianshen/ui/theme"
)

// mine is the page of one's own pass phrase, of the recovery key and of the office's.
type mine struct {
	room     *Room
	old      *kit.Entry
	choice   *phrase.Choice
	changed  fault
	proof    *kit.Entry // the pass phrase, before a recovery key is made
	keyFault fault
	office   *office
	handover *phrase.Handover // shows a new recovery key, nil when there is none
}

func newMine(r *Room) *mine { return &mine{room: r} }

func (m *mine) content() fyne.CanvasObject {
	if m.handover != nil {
		card := kit.Card(i18n.T("key.title"), m.handover.Object())
		return kit.Split(0, []float32{680 * theme.Size(theme.TextBody) / 14, 1}, kit.Scroll(card), kit.Row(0))
	}
	gap := theme.Size(theme.Gap)
	m.office = newOffice(m.room)
	return kit.Split(gap, []float32{1, 1}, kit.Scroll(kit.Column(gap, m.who(), m.change())), kit.Scroll(kit.Column(gap, m.recovery(), m.office.box)))
}

// who says who is at work and in which roles.
func (m *mine) who() fyne.CanvasObject {
	me, seat := m.room.store.Me(), m.room.store.Seat()
	lines := []fyne.CanvasObject{kit.Row(10, kit.Line(me.Name, kit.Style{Size: theme.TextItem, Bold: true}), kit.Line(strings.TrimSpace(me.Dept+" "+me.Post), kit.Second)),
		kit.NewPara(i18n.T("people.mine.seat", "laptop", seat.Laptop, "date", i18n.Date(seat.Since), "seat", shortSeat(seat.Key)), kit.Second)}
	lines = append(lines, roleLines(me)...)
	if m.room.now.alone {
		lines = append(lines, kit.NewPara(i18n.T("people.alone"), kit.Second))
	}
	return kit.Card("", kit.Column(4, lines...))
}

// change is the card of another pass phrase.
func (m *mine) change() fyne.CanvasObject {
	r := m.room
	m.old, m.changed = kit.NewSecret(), newFault()
	me := r.store.Me()
	do := kit.NewPrimary(i18n.T("people.mine.change.do"), nil)
	m.choice = phrase.NewChoice(func() []string { return []string{r.config.Workspace, me.Name, me.Dept, r.store.Seat().Laptop} }, func() { do.OnTapped() })
	m.choice.Changed = func() { m.changed.wait("") }
	m.old.OnSubmitted = func(string) { r.host.Window().Canvas().Focus(m.choice.First()) }
	do.OnTapped = func() {
		if strings.TrimSpace(m.old.Text) == "" {
			m.changed.say(app.Refuse("people.nophrase"))
			return
		}
		text, err := m.choice.Phrase()
		if err != nil {
			m.changed.say(err)
			return
		}
		old := m.old.Text
		m.changed.wait(i18n.T("people.mine.change.working"))
		do.Disable()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := r.store.ChangePhrase(ctx, old, text)
			return func() {
				do.Enable()
				m.old.SetText("")
				if err != nil {
					m.changed.say(err)
					r.host.Window().Canvas().Focus(m.old)
					return
				}
				m.choice.Clear()
				m.changed.done(i18n.T("people.mine.changed"))
			}, nil
		})
	}
	r.allow(do, app.VerbChangePhrase)
	objects := []fyne.CanvasObject{kit.NewPara(i18n.T("people.mine.change.text"), kit.Second),
		kit.Column(4, kit.Line(i18n.T("people.mine.old"), kit.Second), m.old), m.choice.Object(), m.changed.para, kit.Row(10, kit.Spring(), do)}
	if note := r.refused(app.VerbChangePhrase); note != nil {
		objects = append([]fyne.CanvasObject{note}, objects...)
	}
	return kit.Card(i18n.T("people.mine.change"), kit.Column(10, objects...))
}

// recovery is the card of the recovery key.
func (m *mine) recovery() fyne.CanvasObject {
	r := m.room
	m.proof, m.keyFault = kit.NewSecret(), newFault()
	state := kit.Note(kit.Done, i18n.T("people.mine.key.there"), i18n.T("people.mine.key.there.hint"))
	if !r.store.HasRecovery() {
		state = kit.Note(kit.Fault, i18n.T("people.mine.key.none"), i18n.T("people.mine.key.none.hint"))
	}
	do := kit.NewButton(i18n.T("people.mine.key.do"), nil)
	do.OnTapped = func() {
		text := m.proof.Text
		if strings.TrimSpace(text) == "" {
			m.keyFault.say(app.Refuse("people.nophrase"))
			return
		}
		m.keyFault.wait(i18n.T("people.mine.key.working"))
		m.proof.SetText("")
		do.Disable()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := r.store.CheckPhrase(text)
			var key vault.Recovery
			if err == nil {
				key, err = r.store.NewRecovery(ctx)
			}
			return func() {
				do.Enable()
				if err != nil {
					m.keyFault.say(err)
					return
				}
				m.hand(key)
			}, nil
		})
	}
	m.proof.OnSubmitted = func(string) { do.Tapped(nil) }
	r.allow(do, app.VerbNewRecovery)
	objects := []fyne.CanvasObject{state, kit.NewPara(i18n.T("people.mine.key.text"), kit.Body)}
	if note := r.refused(app.VerbNewRecovery); note != nil {
		objects = append(objects, note)
	}
	objects = append(objects, kit.Column(4, kit.Line(i18n.T("people.mine.key.proof"), kit.Second), m.proof), m.keyFault.para, kit.Row(10, kit.Spring(), do))
	return kit.Card(i18n.T("people.mine.key"), kit.Column(10, objects...))
}

// hand hands a new recovery key over in the place of the cards.
func (m *mine) hand(key vault.Recovery) {
	r := m.room
	m.handover = phrase.NewHandover(r.host, key, phrase.FileName(r.config.Workspace), func() ([]byte, error) { return r.config.Page(key) }, r.store.KeepRecovery, func() {
		m.handover = nil
		r.host.Toast(i18n.T("people.mine.key.checked"))
		r.show()
	})
	r.show()
}
