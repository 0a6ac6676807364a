package commands

import (
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

type folderCmd struct {
	Dir   string   `arg:"" help:"Exchange folder: on a share, a stick, or one that a replicator carries."`
	Take  bool     `help:"Take the new packages in."`
	Put   bool     `help:"Write what the others lack."`
	To    []string `help:"With --put: only for these seats, as for pack." placeholder:"SEAT"`
	Each  bool     `help:"With --put: a package for each seat instead of one for all."`
	Limit string   `help:"With --put: most bytes of a single file." placeholder:"SIZE"`
	Sure  bool     `help:"With --take: go on although more than a tenth would go or something signed is touched."`
	Clean bool     `help:"Delete this laptop's packages that everybody has confirmed."`
	JSON  bool     `help:"The result as JSON."`
	namesFlag
}

// folderTold is what `folder --json` tells: the folder as it was found first, then what was done, in this order.
type folderTold struct {
	Dir     string       `json:"dir"`
	Mine    []folderFile `json:"mine"`
	New     []folderFile `json:"new"`
	Known   []folderFile `json:"known"`
	Others  []folderFile `json:"others"`
	Half    []folderFile `json:"half"`
	Foreign []folderFile `json:"foreign"`
	More    bool         `json:"more"` // too many names: some were not looked at
	Taken   []taken      `json:"taken,omitempty"`
	Put     []written    `json:"put,omitempty"`
	Gone    []folderFile `json:"gone,omitempty"`  // deleted by --clean
	Stays   []folderFile `json:"stays,omitempty"` // not deleted, because of who is named in waits
}

type folderFile struct {
	Paths     []string   `json:"paths"`
	Bytes     int64      `json:"bytes"`
	At        string     `json:"at"`
	ID        app.ID     `json:"id,omitempty"`
	Kind      string     `json:"kind,omitempty"`
	Number    int64      `json:"number,omitempty"`
	Made      string     `json:"made,omitempty"`
	From      *sender    `json:"from,omitempty"`
	Confirmed []string   `json:"confirmed,omitempty"` // people and laptops
	Waits     []string   `json:"waits,omitempty"`
	Why       *complaint `json:"why,omitempty"`
}

// Run tells what lies in an exchange folder and does what is asked: takes in, writes, cleans.
func (c folderCmd) Run(r *run) error {
	limit, err := byteCount(c.Limit)
	if err != nil {
		return err
	}
	if !c.Put && (len(c.To) > 0 || c.Each || c.Limit != "") || c.Sure && !c.Take {
		return usageError{app.Refuse("command.folderwhat")}
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return fmt.Errorf("find the folder: %w", err)
	}
	return r.with(func(ws *store.Workspace) error {
		found, err := ws.ScanFolder(r.ctx, dir)
		if err != nil {
			return err
		}
		out, err := r.folderOf(ws, found)
		if err != nil {
			return err
		}
		var all []store.Taken
		if c.Take {
			all, err = ws.TakeFromFolder(r.ctx, dir, func(store.Coming) (store.TakeIn, bool) { return store.TakeIn{Sure: c.Sure}, true }, nil)
			if err != nil {
				return err
			}
		}
		if c.Put {
			if out.Put, err = c.put(r, ws, dir, limit); err != nil {
				return err
			}
		}
		if c.Clean {
			cleaned, err := ws.CleanFolder(r.ctx, dir)
			if err != nil {
				return err
			}
			if out.Gone, err = r.folderFiles(ws, cleaned.Gone); err != nil {
				return err
			}
			if out.Stays, err = r.folderFiles(ws, cleaned.Stays); err != nil {
				return err
			}
		}
		if c.JSON {
			out.Taken = takenOf(all, false)
			err = r.writeJSON(out)
		} else {
			err = c.say(r, out, all)
		}
		if err != nil {
			return err
		}
		return r.failures(all)
	})
}

func (c folderCmd) put(r *run, ws *store.Workspace, dir string, limit int64) ([]written, error) {
	how := store.PutIn{Each: c.Each, Limit: limit, Names: c.Names}
	var err error
	if how.To, err = r.seatsNamed(ws, c.To); err != nil {
		return nil, err
	}
	sent, err := ws.PutInFolder(r.ctx, dir, how, nil)
	if err != nil {
		return nil, err
	}
	out := []written{}
	for _, s := range sent {
		one, err := r.writtenOf(ws, s)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

func (r *run) folderOf(ws *store.Workspace, f store.Folder) (folderTold, error) {
	out := folderTold{Dir: f.Dir, More: f.More}
	for _, part := range []struct {
		to   *[]folderFile
		from []store.FolderFile
	}{{&out.Mine, f.Mine}, {&out.New, f.New}, {&out.Known, f.Known}, {&out.Others, f.Others}, {&out.Half, f.Half}, {&out.Foreign, f.Foreign}} {
		var err error
		if *part.to, err = r.folderFiles(ws, part.from); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (r *run) folderFiles(ws *store.Workspace, list []store.FolderFile) ([]folderFile, error) {
	out := []folderFile{}
	for _, f := range list {
		one := folderFile{Paths: f.Paths, Bytes: f.Bytes, At: stamp(f.At), ID: f.ID, Kind: string(f.Kind), Number: f.Number, Made: stamp(f.Made), Why: complain(f.Err)}
		if f.ID != "" {
			from := senderOf(f.From)
			one.From = &from
		}
		var err error
		if one.Confirmed, err = r.seatNames(ws, f.Confirmed); err != nil {
			return nil, err
		}
		if one.Waits, err = r.seatNames(ws, f.Waits); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// say tells of the folder in lines, and of what was done.
func (c folderCmd) say(r *run, f folderTold, all []store.Taken) error {
	w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
	for _, part := range []struct {
		key  string
		list []folderFile
	}{{"new", f.New}, {"mine", f.Mine}, {"known", f.Known}, {"others", f.Others}, {"half", f.Half}, {"foreign", f.Foreign}} {
		for _, one := range part.list {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", i18n.T("command.x.folder."+part.key), i18n.Bytes(one.Bytes), filepath.Base(one.Paths[0]), remarkOf(one))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	lines := []string{i18n.T("command.x.folder.sum", "new", len(f.New), "mine", len(f.Mine), "known", len(f.Known), "others", len(f.Others), "half", len(f.Half), "foreign", len(f.Foreign))}
	if f.More {
		lines = append(lines, i18n.T("command.x.folder.more", "count", store.MaxFolder))
	}
	if err := r.lines(lines...); err != nil {
		return err
	}
	if err := r.sayTaken(all); err != nil {
		return err
	}
	for _, one := range f.Put {
		if err := r.lines(writtenLines(one)...); err != nil {
			return err
		}
	}
	if c.Put && len(f.Put) == 0 {
		if err := r.lines(i18n.T("command.x.uptodate")); err != nil {
			return err
		}
	}
	if !c.Clean {
		return nil
	}
	if err := r.lines(i18n.T("command.x.folder.cleaned", "count", len(f.Gone))); err != nil {
		return err
	}
	for _, one := range f.Stays {
		if err := r.lines(i18n.T("command.x.folder.stays", "name", filepath.Base(one.Paths[0]), "people", i18n.List(one.Waits))); err != nil {
			return err
		}
	}
	return nil
}

// remarkOf says in short what a line of the folder does not.
func remarkOf(f folderFile) string {
	switch {
	case f.Why != nil:
		return f.Why.Sentence
	case len(f.Waits) > 0:
		return i18n.T("command.x.folder.waits", "people", i18n.List(f.Waits))
	case len(f.Confirmed) > 0:
		return i18n.T("command.x.folder.confirmed", "people", i18n.List(f.Confirmed))
	case f.From != nil:
		return i18n.T("command.x.folder.from", "person", orDash(f.From.Person), "number", f.Number, "kind", i18n.Enum("command.kind", f.Kind))
	}
	return ""
}
