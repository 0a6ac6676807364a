package unlock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/phrase"
	"lianshen/ui/theme"
)

// opening leads through opening a package that makes a workspace: the phrase, then what the package is, then the deed.
func (r *Room) opening() fyne.CanvasObject {
	if r.visit.peeked != nil {
		return r.offered(*r.visit.peeked)
	}
	v := r.visit
	file := ask.NewFile(r.host.Window(), nil)
	file.Entry.SetText(v.Pack)
	secret := kit.NewSecret()
	open := kit.NewPrimary(i18n.T("unlock.pack.open"), nil)
	open.Keys = "Enter"
	open.OnTapped = func() {
		v.Pack = file.Value()
		text := secret.Text
		switch info, err := os.Stat(v.Pack); {
		case v.Pack == "":
			r.say(app.Refuse("ask.nopath"))
			return
		case err != nil || info.IsDir():
			r.say(app.Refuse("file.unreadable", "path", v.Pack))
			return
		case strings.TrimSpace(text) == "":
			r.say(app.Refuse("phrase.empty"))
			r.host.Window().Canvas().Focus(secret)
			return
		}
		ask.Used(v.Pack)
		var p Pack
		r.work(i18n.T("unlock.pack.working"), func(ctx context.Context) (err error) {
			p, err = r.gate.Peek(ctx, v.Pack, text)
			return err
		}, func() {
			v.peeked, v.secret = &p, text
			r.build()
		})
		secret.SetText("") // right or wrong, it does not stay in the window
	}
	secret.OnChanged = func(text string) {
		if text != "" {
			r.unsay()
		}
	}
	secret.OnSubmitted = func(string) { open.OnTapped() }
	file.Entry.OnSubmitted = func(string) { r.host.Window().Canvas().Focus(secret) }
	back := kit.NewButton(i18n.T("unlock.back"), r.gate.Other)
	r.first, r.block = secret, []fyne.Disableable{secret, open, back}
	if v.Pack == "" {
		r.first = file.Entry
	}
	waits := kit.NewPara("", kit.Second)
	r.tellWaiting(waits)
	return kit.Card("", kit.Column(14, kit.Line(i18n.T("unlock.pack"), kit.Title), kit.NewPara(i18n.T("unlock.pack.text"), kit.Body),
		kit.Column(4, kit.Line(i18n.T("unlock.pack.file"), kit.Second), file.Object()),
		kit.Column(4, kit.Line(i18n.T("phrase.phrase"), kit.Second), secret, waits), r.fault, r.busy, kit.Row(10, back, kit.Spring(), open)))
}

// tellWaiting says whose requests wait on this laptop: those phrases open a pack.
func (r *Room) tellWaiting(para *kit.Para) {
	r.host.Run(func(context.Context) (func(), error) {
		all, err := r.gate.AskedHere()
		if err != nil {
			return nil, err
		}
		var names []string
		for _, a := range all {
			names = append(names, a.Person+" · "+a.Laptop)
		}
		return func() {
			text := i18n.T("unlock.pack.nobody")
			if len(names) > 0 {
				text = i18n.T("unlock.pack.waits", "names", i18n.List(names))
			}
			para.SetText(text)
			kit.Relayout(r.root)
		}, nil
	})
}

// offered shows what a package is, with the fingerprint of who wrote it, and makes the workspace.
func (r *Room) offered(p Pack) fyne.CanvasObject {
	title, deed, text, working := "unlock.pack.round", "unlock.pack.join", "unlock.pack.compare", "unlock.pack.joining"
	if p.Reading {
		title, deed, text, working = "unlock.pack.reading", "unlock.pack.read", "unlock.pack.compare.reading", "unlock.pack.reading.working"
	}
	head := []fyne.CanvasObject{kit.Line(i18n.T(title), kit.Title)}
	if p.Reading {
		head = append(head, kit.Chip(i18n.T("shell.reading"), kit.Wait))
	}
	lines := []fyne.CanvasObject{kit.Row(10, head...)}
	pair := func(key, value string, width float32) fyne.CanvasObject {
		return kit.Row(8, kit.Wide(labelWidth(), kit.Line(i18n.T(key), kit.Second)), kit.Line(kit.Cut(value, width*theme.Size(theme.TextBody)/14, kit.Body), kit.Body))
	}
	made := i18n.Moment(p.Made)
	if p.Number > 0 {
		made = i18n.T("unlock.pack.made.number", "at", made, "n", p.Number)
	}
	holds := i18n.T("unlock.pack.cases", "n", i18n.Number(p.Cases))
	if p.Files > 0 {
		holds = i18n.T("unlock.pack.casesfiles", "n", i18n.Number(p.Cases), "files", i18n.Number(p.Files))
	}
	forWhom := p.For
	if forWhom == "" {
		forWhom = i18n.T("unlock.pack.anyone")
	}
	const half, whole = 210, 480
	if p.Title != "" {
		lines = append(lines, pair("unlock.pack.title", p.Title, whole))
	}
	lines = append(lines, kit.Split(12, []float32{1, 1}, pair("unlock.pack.from", p.From, half), pair("unlock.pack.for", forWhom, half)),
		kit.Split(12, []float32{1, 1}, pair("unlock.pack.made", made, half), pair("unlock.pack.holds", holds, half)))
	if len(p.Office) > 0 {
		lines = append(lines, kit.Inset(0, 6, kit.Column(6, kit.Groups(p.Office...), kit.NewPara(i18n.T(text), kit.Second))))
	}
	dir := ask.NewTarget(r.host.Window(), p.Dir)
	if p.Reading {
		lines = append(lines, kit.NewPara(i18n.T("unlock.pack.readonly"), kit.Body))
	}
	var own func() (string, error)
	switch {
	case p.Again:
		former := kit.NewSecret()
		own = func() (string, error) {
			if strings.TrimSpace(former.Text) == "" {
				return "", app.Refuse("phrase.empty")
			}
			return former.Text, nil
		}
		anew := kit.Link(i18n.T("unlock.pack.anew"), func() { r.another(p) })
		lines = append(lines, kit.NewPara(i18n.T("unlock.pack.again", "path", p.Dir), kit.Body), kit.Row(0, anew),
			kit.Column(4, kit.Line(i18n.T("unlock.pack.former"), kit.Second), former))
		r.first = former
	case p.Own:
		c := phrase.NewChoice(func() []string { return []string{p.Title, p.From, strings.TrimSuffix(filepath.Base(p.Dir), Suffix)} }, func() {})
		c.Changed, own, r.first = r.unsay, c.Phrase, c.First()
		lines = append(lines, kit.NewPara(i18n.T("unlock.pack.own"), kit.Second), c.Object())
	}
	if !p.Again {
		lines = append(lines, kit.Column(4, kit.Line(i18n.T("unlock.create.dir"), kit.Second), dir.Object()))
	}
	join := kit.NewPrimary(i18n.T(deed), func() {
		to, fresh := p, ""
		if !p.Again {
			to.Dir = dir.Value()
		}
		if own != nil {
			var err error
			if fresh, err = own(); err != nil {
				r.say(err)
				return
			}
		}
		r.join(to, fresh, i18n.T(working))
	})
	back := kit.NewButton(i18n.T("unlock.back"), func() {
		r.visit.peeked, r.visit.secret = nil, ""
		r.build()
	})
	dir.Entry.OnSubmitted = func(string) { join.Tapped(nil) }
	r.block = []fyne.Disableable{join, back}
	if own == nil {
		r.first = join
	}
	lines = append(lines, r.fault, r.busy, kit.Row(10, back, kit.Spring(), join))
	return kit.Card("", kit.Column(9, lines...))
}

// another proposes a place beside a copy that is there already.
func (r *Room) another(p Pack) {
	stem := strings.TrimSuffix(p.Dir, Suffix)
	for n := 2; p.Again; n++ {
		p.Dir = stem + " " + i18n.Number(n) + Suffix
		_, err := os.Lstat(p.Dir)
		p.Again = err == nil
	}
	r.visit.peeked = &p
	r.build()
}

// join makes the workspace of a package and shows it.
func (r *Room) join(p Pack, own, working string) {
	switch {
	case p.Dir == "":
		r.say(app.Refuse("ask.nopath"))
		return
	case !strings.HasSuffix(p.Dir, Suffix):
		p.Dir += Suffix
	}
	if _, err := os.Lstat(p.Dir); err == nil && !p.Again {
		r.say(app.Refuse("workspace.exists", "path", p.Dir))
		return
	}
	r.say(nil)
	secret := r.visit.secret
	r.host.Progress(working, func(ctx context.Context, report func(int, int, string)) error {
		return r.gate.Join(ctx, p, secret, own, func(done, total int64) { report(megabytes(done), megabytes(total), i18n.T("unlock.pack.mb")) })
	}, func(err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			r.say(err)
			return
		}
		if err == nil {
			r.visit.secret = ""
		}
	})
}

// labelWidth is the width of the names of values.
func labelWidth() float32 { return 64 * theme.Size(theme.TextBody) / 14 }

// megabytes tells bytes in whole megabytes, rounded up: what there is little of is not nothing.
func megabytes(n int64) int { return int((n + 1<<20 - 1) >> 20) }
