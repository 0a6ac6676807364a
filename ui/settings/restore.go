package settings

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// Restorer is what going back to a backup asks of a workspace.
type Restorer interface {
	Compare(ctx context.Context, backup string) (store.Comparison, error)
	// RestoreTo makes a workspace of a backup in a new folder and closes it again.
	RestoreTo(ctx context.Context, backup, dir, phrase string) (store.RestoreReport, error)
}

// Of gives the room an open workspace.
func Of(w *store.Workspace) Store { return opened{w} }

type opened struct{ *store.Workspace }

// Compare sets the workspace against one of its backups.
func (o opened) Compare(ctx context.Context, backup string) (store.Comparison, error) {
	return store.CompareBackup(ctx, backup, store.Options{}, o.Workspace)
}

// RestoreTo restores a backup beside the workspace, which stays as it is.
func (o opened) RestoreTo(ctx context.Context, backup, dir, phrase string) (store.RestoreReport, error) {
	w, report, err := store.Restore(ctx, backup, dir, store.Options{Phrase: phrase, Laptop: o.Seat().Laptop})
	if err != nil {
		return report, err
	}
	return report, w.Close()
}

// askRestore says what going back to the backup in hand would mean, before anything is done.
func (p *backups) askRestore() {
	b, ok := p.chosen()
	if !ok {
		return
	}
	r := p.room
	r.host.Run(func(ctx context.Context) (func(), error) {
		c, err := r.store.Compare(ctx, b.Path)
		if err != nil {
			return nil, err
		}
		return func() { p.confirmRestore(b, c) }, nil
	})
}

// confirmRestore shows what would be lost and asks where to restore to and for the pass phrase of the backup.
func (p *backups) confirmRestore(b store.Backup, c store.Comparison) {
	r := p.room
	target := ask.NewTarget(r.host.Window(), restoreName(r.store.Dir(), b))
	phrase := kit.NewSecret()
	fault := kit.NewPara("", kit.Faulty)
	var d *kit.Dialog
	refuse := func(err error) {
		if errors.Is(err, context.Canceled) {
			return // stopped on purpose: the dialog simply stays
		}
		sentence, hint := i18n.Error(err)
		fault.SetText(strings.TrimSpace(sentence + "\n" + hint))
		fault.Refresh()
	}
	ok := kit.NewPrimary(i18n.T("settings.restore.do"), func() {
		dir, secret := target.Value(), phrase.Text
		switch {
		case dir == "":
			refuse(app.Refuse("ask.nopath"))
			return
		case secret == "":
			refuse(app.Refuse("phrase.empty"))
			return
		}
		if !strings.HasSuffix(dir, store.Suffix) {
			dir += store.Suffix
		}
		var report store.RestoreReport
		r.host.Progress(i18n.T("settings.restore"), func(ctx context.Context, _ func(int, int, string)) error {
			var err error
			report, err = r.store.RestoreTo(ctx, b.Path, dir, secret)
			return err
		}, func(err error) {
			if err != nil {
				refuse(err)
				return
			}
			phrase.SetText("")
			d.Close()
			p.restored(dir, report)
		})
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Column(10, kit.Column(6, comparison(c)...), kit.Rule(),
		kit.Line(i18n.T("settings.restore.where"), kit.Second), target.Object(),
		kit.Line(i18n.T("settings.restore.phrase"), kit.Second), phrase, kit.NewPara(i18n.T("settings.restore.seat"), kit.Second), fault)
	d = kit.ShowDialog(r.host.Window(), i18n.T("settings.restore.title", "at", i18n.Moment(b.At)), kit.Scroll(body), 680, 500, no, ok)
	r.host.Window().Canvas().Focus(phrase)
}

// restoreName offers a name beside the workspace that says which moment it goes back to.
func restoreName(dir string, b store.Backup) string {
	name := strings.TrimSuffix(filepath.Base(dir), store.Suffix)
	return filepath.Join(filepath.Dir(dir), name+"-"+b.At.Local().Format("20060102-1504")+store.Suffix)
}

// comparison says what going back would mean, case by case.
func comparison(c store.Comparison) []fyne.CanvasObject {
	out := []fyne.CanvasObject{kit.NewPara(i18n.T("settings.restore.holds", "records", i18n.Number(int(c.Records)), "last", i18n.Moment(c.Last)), kit.Body)}
	switch {
	case !c.Compared:
		return append(out, kit.NewPara(i18n.T("settings.restore.alone"), kit.Second))
	case c.LostAll == 0:
		return append(out, kit.NewPara(i18n.T("settings.restore.nothing"), kit.Style{Color: theme.Done}))
	}
	out = append(out, kit.NewPara(i18n.T("settings.restore.lost", "n", i18n.Number(c.LostAll)), kit.Style{Color: theme.Fault, Bold: true}))
	line := func(l store.LostDeeds, name string) {
		out = append(out, kit.NewPara(i18n.T("settings.restore.line", "name", name, "n", i18n.Number(l.Count), "last", i18n.Moment(l.Last)), kit.Body))
	}
	for _, l := range c.Lost {
		name := l.Name
		if l.Case == "" {
			name = i18n.T("settings.restore.nocase")
		}
		line(l, name)
	}
	if len(c.LostBy) > 1 {
		out = append(out, kit.Line(i18n.T("settings.restore.by"), kit.Second))
		for _, l := range c.LostBy {
			line(l, l.Name)
		}
	}
	if c.Only > 0 {
		out = append(out, kit.NewPara(i18n.T("settings.restore.only", "n", i18n.Number(c.Only)), kit.Second))
	}
	return out
}

// restored tells what came of it and offers to go on in the restored workspace.
func (p *backups) restored(dir string, report store.RestoreReport) {
	r := p.room
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("settings.restored.text", "path", dir, "records", i18n.Number(report.Proof.Records)), kit.Body)}
	if report.Missing > 0 {
		lines = append(lines, kit.NewPara(i18n.T("settings.restored.missing", "n", report.Missing), kit.Style{Color: theme.Wait}))
	}
	if len(report.Others) > 0 {
		lines = append(lines, kit.NewPara(i18n.T("settings.restored.others", "names", i18n.List(report.Others)), kit.Body))
	}
	var d *kit.Dialog
	stay := kit.NewButton(i18n.T("settings.restored.stay"), func() { d.Close() })
	open := kit.NewPrimary(i18n.T("settings.restored.open"), func() {
		d.Close()
		r.program.Switch(dir)
	})
	d = kit.ShowDialog(r.host.Window(), i18n.T("settings.restored"), kit.Column(8, lines...), 560, 300, stay, open)
	p.load()
}
