package commands

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

type verifyCmd struct {
	JSON bool `help:"The result as JSON."`
}

// verified is what `verify --json` tells.
type verified struct {
	OK          bool      `json:"ok"`
	Records     int       `json:"records"`
	Seats       int       `json:"seats"`
	Nouns       int       `json:"nouns"`
	Attachments int       `json:"attachments"`
	Aside       int       `json:"aside"` // records set aside before
	Lost        int       `json:"lost"`  // records known to be lost
	Tip         string    `json:"tip"`   // check code of the log, as reports bear it
	Troubles    []trouble `json:"troubles"`
	Advice      []trouble `json:"advice"` // not wrong, but to be seen to
}

type trouble struct {
	Code     string `json:"code"`
	Part     string `json:"part,omitempty"`
	Record   int64  `json:"record,omitempty"`
	Noun     app.ID `json:"noun,omitempty"`
	Sentence string `json:"sentence"`
	Hint     string `json:"hint"`
}

// told puts what was found into words.
func told(list []store.Trouble) []trouble {
	out := []trouble{}
	for _, t := range list {
		key, args := t.Word()
		out = append(out, trouble{Code: t.Code, Part: t.Part, Record: t.Record, Noun: t.Entity, Sentence: i18n.TMap(key, args), Hint: i18n.TMap(key+".hint", args)})
	}
	return out
}

// Run checks log, signatures, projections, attachments and the key file. Troubles make it fail, advice does not.
func (c verifyCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		rep, err := ws.Verify(r.ctx, nil)
		if err != nil {
			return err
		}
		out := verified{OK: rep.OK(), Records: rep.Records, Seats: rep.Seats, Nouns: rep.Nouns, Attachments: rep.Attachments, Aside: rep.Aside,
			Lost: rep.Lost, Tip: rep.Short, Troubles: told(rep.Troubles), Advice: told(rep.Advice)}
		if c.JSON {
			err = r.writeJSON(out)
		} else {
			err = c.say(r, out)
		}
		if err == nil && !out.OK {
			err = app.Refuse("verify.troubles", "count", len(out.Troubles))
		}
		return err
	})
}

// say tells the result in lines: every trouble with what to do, then the sum, then what should be seen to.
func (c verifyCmd) say(r *run, v verified) error {
	var lines []string
	add := func(list []trouble) { // what is the same for a person is said once
		said := map[string]int{}
		for _, t := range list {
			said[t.Sentence]++
		}
		for _, t := range list {
			if n := said[t.Sentence]; n > 1 {
				lines = append(lines, fmt.Sprintf("%s (×%d)", t.Sentence, n), "  "+t.Hint)
			} else if n == 1 {
				lines = append(lines, t.Sentence, "  "+t.Hint)
			}
			said[t.Sentence] = 0
		}
	}
	add(v.Troubles)
	if v.OK {
		lines = append(lines, i18n.T("command.verified", "records", v.Records, "seats", v.Seats, "nouns", v.Nouns, "attachments", v.Attachments), i18n.T("command.tip", "tip", v.Tip))
	}
	if v.Aside+v.Lost > 0 {
		lines = append(lines, i18n.T("command.aside", "aside", v.Aside, "lost", v.Lost))
	}
	add(v.Advice)
	_, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}

type backupCmd struct {
	To string `help:"Folder of backups; without it NAME.backups beside the workspace, and every stick marked for it that is there." placeholder:"DIR"`
}

// Run makes a backup and proves it.
func (c backupCmd) Run(r *run) error {
	to := c.To
	if to != "" {
		var err error
		if to, err = filepath.Abs(to); err != nil {
			return fmt.Errorf("find the folder of backups: %w", err)
		}
	}
	return r.with(func(ws *store.Workspace) error {
		b, err := ws.Backup(r.ctx, store.BackupOptions{To: to})
		if err != nil {
			return err
		}
		for _, one := range append([]store.Backup{b}, b.Second...) {
			fmt.Fprintln(r.Stdout, i18n.T("command.backed", "path", one.Path, "records", one.Records, "size", size(one.Bytes)))
		}
		if b.Missing > 0 {
			fmt.Fprintln(r.Stdout, i18n.T("command.backedwithout", "count", b.Missing))
		}
		return b.SecondTrouble
	})
}

type restoreCmd struct {
	Backup  string `arg:"" help:"Folder of the backup."`
	To      string `help:"New workspace folder (NAME.lianshen)." placeholder:"DIR"`
	Compare bool   `help:"Only say what is in the backup and, with --workspace, what going back to it would lose."`
}

// Run makes a workspace of a backup, or says what that would mean.
func (c restoreCmd) Run(r *run) error {
	if c.Compare == (c.To != "") {
		return usageError{app.Refuse("command.restorewhat")}
	}
	o := store.Options{Now: r.Now, Program: Version}
	backup, err := filepath.Abs(c.Backup)
	if err != nil {
		return fmt.Errorf("find the backup: %w", err)
	}
	if o.Phrase, err = r.phraseFor(backup, besideSample(filepath.Dir(backup))); err != nil {
		return err
	}
	if !c.Compare {
		return c.restore(r, backup, o)
	}
	if r.workspace == "" {
		return c.compare(r, backup, o, nil)
	}
	return r.with(func(ws *store.Workspace) error { return c.compare(r, backup, o, ws) })
}

func (c restoreCmd) restore(r *run, backup string, o store.Options) (err error) {
	ws, rep, err := store.Restore(r.ctx, backup, c.To, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	lines := []string{i18n.T("command.restored", "path", c.To, "at", moment(rep.Backup.At), "records", rep.Proof.Records)}
	lines = append(lines, i18n.T("command.restoredseat", "laptop", rep.Seat.Laptop))
	if rep.Missing > 0 {
		lines = append(lines, i18n.T("command.restoredwithout", "count", rep.Missing))
	}
	if len(rep.Others) > 0 {
		lines = append(lines, i18n.T("command.restoredothers", "people", i18n.List(rep.Others)))
	}
	_, err = fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}

func (c restoreCmd) compare(r *run, backup string, o store.Options, current *store.Workspace) error {
	diff, err := store.CompareBackup(r.ctx, backup, o, current)
	if err != nil {
		return err
	}
	lines := []string{i18n.T("command.inbackup", "at", moment(diff.Backup.At), "records", diff.Records, "last", moment(diff.Last))}
	switch {
	case current != nil && !diff.Compared:
		return app.Refuse("command.otherbackup", "path", c.Backup)
	case !diff.Compared:
	case diff.LostAll == 0:
		lines = append(lines, i18n.T("command.nothinglost"))
	default:
		lines = append(lines, i18n.T("command.lost", "count", diff.LostAll))
		for _, l := range diff.Lost {
			name := l.Name
			if l.Case == "" {
				name = i18n.T("command.lostnocase")
			}
			lines = append(lines, i18n.T("command.lostin", "name", name, "count", l.Count, "last", moment(l.Last)))
		}
	}
	if diff.Only > 0 {
		lines = append(lines, i18n.T("command.onlyinbackup", "count", diff.Only))
	}
	_, err = fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}

// moment is a point in time as a line shows it.
func moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// size is a number of bytes as people read it.
func size(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1023)>>10)
}
