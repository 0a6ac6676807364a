package ui

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// attend does what is due when somebody sat down at a workspace, while that person is already at work: it leaves a trace
// of the sign-in, makes the backup that is due, brings a known stick up to date, and once a month tries to restore.
// Samples are left alone. It is called on the main goroutine, after the workspace is shown.
func (d *desktop) attend(ws *store.Workspace) {
	if ws.Sample() || ws.Reading() {
		return
	}
	d.behind(ws.Desk().SignIn)
	if !ws.HasRecovery() && ws.Office() == "" {
		d.shell.Fail(app.Refuse("recovery.unset")) // such as when the first start was broken off
	}
	d.behind(func(ctx context.Context) error {
		// Opening renews the data key after somebody was left out; where it could not, the window says so.
		if waits, err := ws.NeedsRenewal(ctx); err != nil || waits {
			if err != nil {
				return err
			}
			return app.Refuse("renewal.waits")
		}
		return nil
	})
	d.behind(func(ctx context.Context) error { return d.backUp(ctx, ws, true) })
}

// tend makes the backup that has become due meanwhile. It is called on the main goroutine.
func (d *desktop) tend() {
	if ws := d.ws; ws != nil && !ws.Sample() && !ws.Reading() {
		d.behind(func(ctx context.Context) error { return d.backUp(ctx, ws, false) })
	}
}

// behind does work that nobody waits for; what goes wrong is told, unless the workspace was closed meanwhile.
func (d *desktop) behind(work func(ctx context.Context) error) {
	d.shell.Behind(func(ctx context.Context) {
		if err := work(ctx); err != nil && !errors.Is(err, context.Canceled) && ctx.Err() == nil {
			d.shell.Fail(err)
		}
	})
}

// backUp makes the backups that are due and says so in the status line. That the session before ended badly counts only
// at the start of this one.
func (d *desktop) backUp(ctx context.Context, ws *store.Workspace, start bool) error {
	why, err := ws.BackupDue(ctx)
	if err != nil {
		return err
	}
	if why != "" && (start || why != "unclean") {
		d.shell.Word(i18n.T("backup.working"))
		b, err := ws.Backup(ctx, store.BackupOptions{Why: why})
		if err == nil {
			err = b.SecondTrouble
		}
		if err == nil && b.Missing > 0 {
			err = app.Refuse("backup.gaps", "n", b.Missing)
		}
		if err != nil {
			d.shell.Word(i18n.T("backup.failed"))
			return err
		}
	} else if err := d.bringUp(ctx, ws); err != nil {
		return err
	}
	if err := d.tellBackup(ws); err != nil {
		return err
	}
	if !ws.TrialDue() {
		return nil
	}
	t, err := ws.TrialRestore(ctx, nil)
	if err == nil && !t.OK {
		err = app.Refuse("backup.failedtrial", "n", t.Troubles)
	}
	return err
}

// stickAge is how old the latest backup on a stick may be before it is brought up to date.
const stickAge = 24 * time.Hour

// bringUp makes a backup on each known stick that is there and was not there when the last backup was made.
func (d *desktop) bringUp(ctx context.Context, ws *store.Workspace) error {
	for _, p := range ws.Second() {
		all, err := store.Backups(p.Dir)
		if err != nil {
			return err
		}
		if last, ok := d.latest(all); ok && d.now().Sub(last.At) < stickAge {
			continue
		}
		if _, err := ws.Backup(ctx, store.BackupOptions{To: p.Dir, Why: "start"}); err != nil {
			return err
		}
	}
	return nil
}

// latest gives the latest of some backups that is whole. One from the future was made while the clock was ahead: it says
// nothing of how old the others are.
func (d *desktop) latest(all []store.Backup) (store.Backup, bool) {
	for _, b := range all {
		if b.Good && !b.At.After(d.now()) {
			return b, true
		}
	}
	return store.Backup{}, false
}

// tellBackup puts the time of the latest backup into the status line, and the stick if one is there.
func (d *desktop) tellBackup(ws *store.Workspace) error {
	all, err := store.Backups(store.BackupsDir(ws.Dir()))
	last, ok := d.latest(all)
	if err != nil || !ok {
		return err
	}
	at, form := last.At.Local(), "2006-01-02 15:04"
	if now := d.now(); at.Year() == now.Year() && at.YearDay() == now.YearDay() {
		form = "15:04"
	}
	if second := ws.Second(); len(second) > 0 {
		d.shell.Word(i18n.T("backup.second", "time", at.Format(form), "name", filepath.Base(second[0].Root)))
		return nil
	}
	d.shell.Word(i18n.T("backup.made", "time", at.Format(form)))
	return nil
}
