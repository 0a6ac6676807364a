package settings

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// Keeper is what the page of backups asks of a workspace.
type Keeper interface {
	Backup(ctx context.Context, o store.BackupOptions) (store.Backup, error)
	Backups() ([]store.Backup, error)
	Second() []store.Place
	MarkStick(dir string) error
}

// backups is the page where backups are made, listed and restored.
type backups struct {
	room    *Room
	all     []store.Backup
	table   *kit.DataTable
	empty   *kit.Para
	places  *kit.Para
	restore *kit.Button
}

func (p *backups) content() fyne.CanvasObject {
	gap := theme.Size(theme.Gap)
	p.table = kit.NewTable(
		kit.TableColumn{Title: i18n.T("settings.backup.at"), Width: 150},
		kit.TableColumn{Title: i18n.T("settings.backup.why"), Width: 130},
		kit.TableColumn{Title: i18n.T("settings.backup.records"), Width: 90, Number: true},
		kit.TableColumn{Title: i18n.T("settings.backup.size"), Width: 90, Number: true},
		kit.TableColumn{Title: i18n.T("settings.backup.where"), Width: 240, Grow: 1},
	)
	p.table.OnSelect = func(kit.TableRow) { p.restore.Enable() }
	p.table.OnOpen = func(kit.TableRow) { p.askRestore() }
	p.empty = kit.NewPara(i18n.T("settings.backup.empty"), kit.Second)
	p.places = kit.NewPara("", kit.Second)
	p.restore = kit.NewButton(i18n.T("settings.backup.restore"), p.askRestore)
	p.restore.Disable()
	head := kit.Card(i18n.T("settings.page.backup"), kit.Column(8,
		kit.NewPara(i18n.T("settings.backup.text"), kit.Second),
		kit.Flow(8, kit.NewPrimary(i18n.T("settings.backup.now"), p.now), p.restore, kit.NewButton(i18n.T("settings.backup.mark"), p.askMark)),
		p.places))
	list := container.NewStack(kit.Board(theme.Panel), kit.Inset(4, 4, p.table), kit.Inset(14, 44, p.empty))
	return container.NewBorder(kit.Inset(0, gap/2, head), nil, nil, nil, list)
}

// load reads the list anew: sticks come and go.
func (p *backups) load() {
	r := p.room
	r.host.Run(func(context.Context) (func(), error) {
		all, err := r.store.Backups()
		places := r.store.Second()
		if err != nil {
			return nil, err
		}
		return func() { p.show(all, places) }, nil
	})
}

func (p *backups) show(all []store.Backup, places []store.Place) {
	p.all = all
	rows := make([]kit.TableRow, 0, len(all))
	for _, b := range all {
		rows = append(rows, backupRow(b))
	}
	p.table.Replace(rows)
	if _, chosen := p.table.Selected(); !chosen {
		p.restore.Disable()
	}
	p.empty.Hidden = len(all) > 0
	text := i18n.T("settings.backup.nostick")
	if len(places) > 0 {
		text = i18n.T("settings.backup.stick", "path", places[0].Root)
	}
	p.places.SetText(text)
	kit.Relayout(p.room.root)
}

func backupRow(b store.Backup) kit.TableRow {
	row := kit.TableRow{ID: b.Path, Cells: []kit.Cell{
		{Text: i18n.Moment(b.At)}, {Text: i18n.T("settings.backup.why." + whyOf(b.Why))}, {Text: i18n.Number(int(b.Records))}, {Text: i18n.Bytes(b.Bytes)}, {Text: filepath.Dir(b.Path)}}}
	switch {
	case !b.Good:
		row.Cells[1] = kit.Cell{Text: i18n.T("settings.backup.bad"), Tone: kit.Fault}
		row.Cells[2].Text, row.Cells[3].Text = "", ""
	case b.Missing > 0:
		row.Cells[1] = kit.Cell{Text: i18n.T("settings.backup.missing", "n", b.Missing), Tone: kit.Wait}
	}
	return row
}

// reasons are the reasons that have words; a backup that a newer program made for another one is told as made by hand.
var reasons = []string{"start", "unclean", "hand", "load", "leave", "recover", "restore", "rekey", "aside"}

func whyOf(why string) string {
	for _, known := range reasons {
		if why == known {
			return why
		}
	}
	return "hand"
}

// chosen gives the backup in hand.
func (p *backups) chosen() (store.Backup, bool) {
	row, ok := p.table.Selected()
	if !ok {
		return store.Backup{}, false
	}
	for _, b := range p.all {
		if b.Path == row.ID {
			return b, b.Good
		}
	}
	return store.Backup{}, false
}

// now makes a backup and says where it lies.
func (p *backups) now() {
	r := p.room
	var made store.Backup
	r.host.Progress(i18n.T("settings.backup.making"), func(ctx context.Context, say func(int, int, string)) error {
		var err error
		made, err = r.store.Backup(ctx, store.BackupOptions{Progress: func(done, total int64) { say(int(done>>10), int(total>>10), i18n.T("settings.backup.unit")) }})
		return err
	}, func(err error) {
		p.load()
		switch {
		case err != nil:
			r.host.Fail(err)
		case made.SecondTrouble != nil:
			r.host.Fail(made.SecondTrouble)
		case len(made.Second) > 0:
			r.host.Toast(i18n.T("settings.backup.madetwo", "path", made.Path, "second", made.Second[0].Path))
		default:
			r.host.Toast(i18n.T("settings.backup.made", "path", made.Path))
		}
	})
}

// askMark makes a folder, such as a stick, a second place for backups.
func (p *backups) askMark() {
	r := p.room
	ask.Directory(r.host.Window(), i18n.T("settings.backup.mark"), i18n.T("settings.backup.mark.text"), i18n.T("settings.backup.mark.do"), func(dir string, closed func(error)) {
		r.host.Run(func(context.Context) (func(), error) {
			err := r.store.MarkStick(dir)
			return func() {
				closed(err)
				if err == nil {
					p.load()
				}
			}, nil
		})
	})
}
