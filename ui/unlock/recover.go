package unlock

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/phrase"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// recovery asks for the recovery key or the office's secret key, then for who it is and a new pass phrase.
func (r *Room) recovery() fyne.CanvasObject {
	entry := kit.NewSecretLines(2)
	state := kit.NewPara("", kit.Second)
	entry.OnChanged = func(text string) {
		r.unsay()
		r.reads(text, state)
	}
	check := kit.NewPrimary(i18n.T("unlock.recover.check"), func() {
		key, err := parse(entry.Text)
		if err != nil {
			r.say(err)
			r.host.Window().Canvas().Focus(entry)
			return
		}
		var sitters []Sitter
		r.work(i18n.T("unlock.recover.working"), func(ctx context.Context) (err error) {
			sitters, err = r.gate.Sitters(ctx, key)
			return err
		}, func() { r.rename(key, sitters) })
	})
	entry.OnSubmitted = func(string) { check.OnTapped() }
	back := kit.NewButton(i18n.T("unlock.back"), func() { r.host.Go(shell.Route{Room: shell.RoomUnlock}) })
	r.first, r.block = entry, []fyne.Disableable{entry, check, back}
	return kit.Card("", kit.Column(14, r.head(i18n.T("unlock.recover")), kit.NewPara(i18n.T("unlock.recover.text"), kit.Body),
		kit.Column(4, kit.NewPara(i18n.T("unlock.recover.key"), kit.Second), entry, state), r.fault, r.busy, kit.Row(10, back, kit.Spring(), check)))
}

func (r *Room) head(title string) fyne.CanvasObject {
	return kit.Column(2, kit.Line(title, kit.Title), kit.Line(kit.Cut(r.visit.Name, 560, kit.Second), kit.Second))
}

// parse reads a recovery key or, known by its beginning, the secret key of an office.
func parse(text string) (Rescue, error) {
	if vault.IsOffice(text) {
		secret, err := vault.ParseOffice(text)
		return Rescue{Office: secret}, err
	}
	key, err := vault.ParseRecovery(text)
	return Rescue{Recovery: &key}, err
}

// So many letters and figures a recovery key and the secret key of an office have.
const (
	keyCharacters    = 56
	officeCharacters = 71
)

// reads says while the key is being typed how far it is, and at once when it is complete whether it is sound.
func (r *Room) reads(text string, state *kit.Para) {
	n := 0
	for _, c := range text {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	total, sound := keyCharacters, "unlock.recover.sound"
	if vault.IsOffice(text) {
		total, sound = officeCharacters, "unlock.recover.sound.office"
	}
	style, said := kit.Second, i18n.T("unlock.recover.count", "n", n, "total", total)
	if _, err := parse(text); err == nil {
		style, said = kit.Style{Size: theme.TextSecond, Color: theme.Done}, i18n.T(sound)
	} else if n >= total || app.CodeOf(err) == "recovery.form" {
		sentence, _ := i18n.Error(err)
		style, said = kit.Faulty, sentence
	}
	if strings.TrimSpace(text) == "" {
		said = ""
	}
	state.SetStyle(style)
	state.SetText(said)
	kit.Relayout(r.root)
}

// rename asks who the person is, where several have a seat, and for the new pass phrase.
func (r *Room) rename(key Rescue, sitters []Sitter) {
	var fields []fyne.CanvasObject
	chosen := 0
	own := []string{r.visit.Name}
	words := make([]string, len(sitters))
	for i, s := range sitters {
		words[i] = strings.Join([]string{s.Person, s.Laptop}, " · ")
		own = append(own, s.Person, s.Laptop)
	}
	if len(sitters) > 1 {
		who := kit.NewSelect(words, nil)
		who.SetSelectedIndex(0)
		who.OnChanged = func(string) { chosen = who.SelectedIndex() }
		fields = append(fields, kit.Column(4, kit.Line(i18n.T("unlock.recover.who"), kit.Second), kit.Framed(who)))
	} else if len(sitters) == 1 {
		fields = append(fields, kit.Pair(i18n.T("unlock.recover.who"), words[0]))
	}
	var do func()
	choice := phrase.NewChoice(func() []string { return own }, func() { do() })
	fields = append(fields, choice.Object())
	open := kit.NewPrimary(i18n.T("unlock.recover.do"), func() { do() })
	back := kit.NewButton(i18n.T("unlock.back"), func() { r.host.Go(shell.Route{Room: shell.RoomUnlock}) })
	do = func() {
		text, err := choice.Phrase()
		if err != nil {
			r.say(err)
			return
		}
		var who Sitter
		if chosen < len(sitters) {
			who = sitters[chosen]
		}
		r.work(i18n.T("unlock.recover.working"), func(ctx context.Context) error { return r.gate.Recover(ctx, key, who, text) }, func() { r.recovered(key) })
	}
	r.fault.SetText("")
	choice.Changed = r.unsay
	r.first, r.block = choice.First(), []fyne.Disableable{open, back}
	r.swap(kit.Card("", kit.Column(14, r.head(i18n.T("unlock.recover")), kit.Column(12, fields...), r.fault, r.busy, kit.Row(10, back, kit.Spring(), open))))
}

// recovered tells what happened and offers a new recovery key.
func (r *Room) recovered(key Rescue) {
	text := "unlock.recover.done.text"
	if key.Office != "" {
		text = "unlock.recover.done.office"
	}
	later := kit.NewButton(i18n.T("unlock.recover.later"), r.gate.Enter)
	again := kit.NewPrimary(i18n.T("unlock.recover.newkey"), r.drawKey)
	r.first, r.block = again, []fyne.Disableable{later, again}
	r.swap(kit.Card("", kit.Column(14, r.head(i18n.T("unlock.recover.done")), kit.NewPara(i18n.T(text), kit.Body),
		r.fault, r.busy, kit.Row(10, later, kit.Spring(), again))))
}

// drawKey makes a new recovery key for the workspace held open and hands it over.
func (r *Room) drawKey() {
	var key vault.Recovery
	r.work(i18n.T("key.title"), func(ctx context.Context) (err error) {
		key, err = r.gate.NewKey(ctx)
		return err
	}, func() {
		r.visit.key, r.visit.made = key, true
		r.build()
	})
}
