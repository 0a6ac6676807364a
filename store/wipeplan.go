package store

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lianshen/app"
)

// wipePlan is wipe.json: what is to be wiped, written down before the first byte goes, so that a wipe that was cut off is
// finished. It names folders and tells nothing of what was in them.
type wipePlan struct {
	Format    string     `json:"format"`
	Version   int        `json:"version"`
	Workspace string     `json:"workspace"` // ID
	Dir       string     `json:"dir"`       // the workspace
	Backups   []string   `json:"backups"`   // folders of backups
	Sticks    []string   `json:"sticks"`    // marked folders, from whose mark the workspace goes
	Asked     []string   `json:"asked"`     // folders of an unfinished beginning
	Traces    []string   `json:"traces"`    // single files
	Items     []wipeItem `json:"items"`     // what was found, with sizes
	Ended     time.Time  `json:"ended"`     // zero: not over
}

const (
	wipeFormat  = "lianshen-wipe"
	wipeVersion = 1
)

// wipeItem is what the certificate tells in one line.
type wipeItem struct {
	Path  string    `json:"path"`
	What  WipedWhat `json:"what"`
	Files int       `json:"files"`
	Bytes int64     `json:"bytes"`
	Why   string    `json:"why,omitempty"` // it is out of reach: a code
}

// planWipe looks at what there is of the workspace within reach.
func (w *Workspace) planWipe(how WipeHow) wipePlan {
	p := wipePlan{Format: wipeFormat, Version: wipeVersion, Workspace: w.id, Dir: w.dir}
	p.Backups = []string{BackupsDir(w.dir)}
	for _, s := range w.Second() {
		p.Sticks = append(p.Sticks, s.Root)
		p.Backups = append(p.Backups, s.Dir)
	}
	var gone []wipeItem
	for _, place := range how.Places {
		place = absolute(place)
		switch {
		case !exists(place):
			gone = append(gone, wipeItem{Path: place, What: WipedBackups, Why: "wipe.place"})
		case strings.HasSuffix(place, BackupSuffix):
			p.Backups = append(p.Backups, place)
		default:
			p.Sticks = append(p.Sticks, place)
			p.Backups = append(p.Backups, filepath.Join(place, w.stickName()))
		}
	}
	for _, left := range []string{w.dir + askedSuffix, w.dir + partSuffix, w.dir + askedSuffix + partSuffix} {
		if exists(left) {
			p.Asked = append(p.Asked, left)
		}
	}
	for _, t := range how.Traces {
		p.Traces = append(p.Traces, absolute(t))
	}
	for _, list := range []*[]string{&p.Backups, &p.Sticks, &p.Traces} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	for _, group := range p.groups() {
		files, bytes := measureAll(group.files)
		if files > 0 {
			p.Items = append(p.Items, wipeItem{Path: group.path, What: group.what, Files: files, Bytes: bytes})
		}
	}
	p.Items = append(p.Items, gone...)
	return p
}

// absolute gives the whole path of a file; as it is where the system cannot tell.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// wipeGroup is what the certificate tells in one line, file by file in the order in which they go, then the folders.
type wipeGroup struct {
	path  string
	what  WipedWhat
	files []string
	dirs  []string // those that are empty then go too, the inner ones first
}

// groups gives what is there now of what the plan names, the key files first. Only what the program itself has written is
// in them: what somebody has laid into a folder is none of ours and stays.
func (p wipePlan) groups() []wipeGroup {
	var out []wipeGroup
	if p.owns() {
		out = append(out, p.folder()...)
	}
	for _, dir := range p.Backups {
		out = append(out, p.backups(dir))
	}
	for _, dir := range p.Asked {
		g := wipeGroup{path: dir, what: WipedAsked, dirs: []string{dir}}
		g.add(dir, "key.json", "key.json.old", "key.json.tmp", "request.lsseat", "request.lsseat.tmp", "joined", "joined.tmp")
		if strings.HasSuffix(dir, Suffix+partSuffix) { // a workspace that was never finished
			g = merge(wipeGroup{path: dir, what: WipedAsked}, wipePlan{Dir: dir}.folder()...)
		}
		out = append(out, g)
	}
	for _, file := range p.Traces {
		out = append(out, wipeGroup{path: file, what: WipedTrace, files: existing(file)})
	}
	return out
}

// owns says whether what is at the folder is the workspace that was to be wiped, or what is left of it. After a wipe
// another one may have come there.
func (p wipePlan) owns() bool {
	raw, err := os.ReadFile(manifestPath(p.Dir))
	if err != nil {
		return true // the manifest went already
	}
	var m manifest
	return json.Unmarshal(raw, &m) != nil || m.ID == p.Workspace
}

// folder gives the groups of a workspace's folder.
func (p wipePlan) folder() []wipeGroup {
	dir, renewal := p.Dir, renewalPath(p.Dir)
	keys := wipeGroup{path: keyPath(dir), what: WipedKeys}
	data := wipeGroup{path: databasePath(dir), what: WipedDatabase}
	rest := wipeGroup{path: dir, what: WipedRest}
	for _, d := range []string{dir, renewal} {
		keys.add(d, "key.json", "key.json.old", "key.json.tmp")
		data.add(d, "workspace.db", "workspace.db-wal", "workspace.db-shm", "workspace.db-journal")
	}
	blobs := wipeGroup{path: attachmentsPath(dir), what: WipedAttachments}
	for _, d := range []string{attachmentsPath(dir), attachmentsPath(renewal), filepath.Join(renewal, goneName)} {
		blobs.addBlobs(d)
	}
	rest.add(renewal, readyName, readyName+".tmp")
	rest.add(dir, "workspace.json", "workspace.json.tmp", "lock")
	rest.dirs = []string{renewal, dir}
	return []wipeGroup{keys, data, blobs, rest}
}

// backups gives the group of a folder of backups: those of this workspace, and those that cannot tell whose they are where
// the folder has none of another one. The attachments are shared; they go when no other workspace's backup is there.
func (p wipePlan) backups(dir string) wipeGroup {
	g := wipeGroup{path: dir, what: WipedBackups}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return g
	}
	var mine, nobodys []string
	shared := false
	for _, e := range entries {
		name := strings.TrimSuffix(strings.TrimSuffix(e.Name(), partSuffix), discardName)
		if !e.IsDir() || !backupForm.MatchString(name) && e.Name() != trialName {
			continue
		}
		path := filepath.Join(dir, e.Name())
		switch f, err := readBackupFile(path); {
		case err != nil:
			nobodys = append(nobodys, path)
		case f.Workspace == p.Workspace:
			mine = append(mine, path)
		default:
			shared = true
		}
	}
	if !shared {
		mine = append(mine, nobodys...)
	}
	for _, b := range mine {
		g = merge(g, wipePlan{Dir: b}.folder()...)
		g.add(b, "backup.json.tmp", "backup.json") // last: it says whose the others are
	}
	if !shared {
		g.addBlobs(attachmentsPath(dir))
		g.add(dir, "trial.json", "trial.json.tmp", "lock")
		g.dirs = append(g.dirs, dir)
	}
	return g
}

// merge takes the files and folders of groups into one.
func merge(into wipeGroup, groups ...wipeGroup) wipeGroup {
	for _, g := range groups {
		into.files = append(into.files, g.files...)
		into.dirs = append(into.dirs, g.dirs...)
	}
	return into
}

// add takes those of the named files in dir that are there.
func (g *wipeGroup) add(dir string, names ...string) {
	for _, n := range names {
		g.files = append(g.files, existing(filepath.Join(dir, n))...)
	}
}

// addBlobs takes what lies in a folder of attachments under names that we give.
func (g *wipeGroup) addBlobs(root string) {
	shelves, err := os.ReadDir(root)
	if err != nil {
		return
	}
	for _, shelf := range shelves {
		path := filepath.Join(root, shelf.Name())
		if !shelf.IsDir() {
			if strings.HasPrefix(shelf.Name(), strings.TrimSuffix(incoming, "*")) || strings.HasPrefix(shelf.Name(), owed) {
				g.files = append(g.files, path)
			}
			continue
		}
		files, err := os.ReadDir(path)
		if err != nil {
			continue
		}
		for _, f := range files {
			if !f.IsDir() && hashForm.MatchString(strings.TrimPrefix(strings.TrimSuffix(f.Name(), partSuffix), thumbnail)) {
				g.files = append(g.files, filepath.Join(path, f.Name()))
			}
		}
		if len(shelf.Name()) == 2 {
			g.dirs = append(g.dirs, path)
		}
	}
	g.dirs = append(g.dirs, root)
}

// existing gives a path when there is a file or a link at it, not a folder.
func existing(path string) []string {
	if info, err := os.Lstat(path); err != nil || info.IsDir() {
		return nil
	}
	return []string{path}
}

// measureAll counts files and their bytes.
func measureAll(paths []string) (files int, bytes int64) {
	for _, p := range paths {
		if info, err := os.Lstat(p); err == nil {
			files++
			bytes += info.Size()
		}
	}
	return files, bytes
}

// found gives what would be wiped, and what is out of reach.
func (p wipePlan) found() (wiped, left []WipedFile) {
	for _, i := range p.Items {
		if f := WipedFile(i); i.Why == "" {
			wiped = append(wiped, f)
		} else {
			left = append(left, f)
		}
	}
	return wiped, left
}

// outcome gives what of the plan is gone, and what is there still.
func (p wipePlan) outcome() (wiped, left []WipedFile) {
	there := map[string]wipeGroup{}
	for _, g := range p.groups() {
		there[g.path+"\x00"+string(g.what)] = g
	}
	wiped, left = p.found()
	var gone []WipedFile
	for _, f := range wiped {
		files, bytes := measureAll(there[f.Path+"\x00"+string(f.What)].files)
		if files > 0 {
			left = append(left, WipedFile{Path: f.Path, What: f.What, Files: files, Bytes: bytes, Why: "wipe.stays"})
		}
		if f.Files, f.Bytes = f.Files-files, f.Bytes-bytes; f.Files > 0 {
			gone = append(gone, f)
		}
	}
	if foreign, bytes := foreignIn(p.Dir); p.owns() && foreign > 0 {
		left = append(left, WipedFile{Path: p.Dir, What: WipedRest, Files: foreign, Bytes: bytes, Why: "wipe.foreign"})
	}
	return gone, left
}

// foreignIn counts what is in a folder.
func foreignIn(dir string) (files int, bytes int64) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return nil
		}
		files++
		if info, err := d.Info(); err == nil {
			bytes += info.Size()
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		files++ // something is there that cannot be looked at
	}
	return files, bytes
}

// readWipe reads the plan of a wipe.
func readWipe(mark, dir string) (wipePlan, error) {
	var p wipePlan
	raw, err := os.ReadFile(filepath.Join(mark, "wipe.json"))
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err == nil && (p.Format != wipeFormat || p.Version != wipeVersion || filepath.Base(p.Dir) != filepath.Base(dir) || !app.ID(p.Workspace).Valid()) {
		err = errors.New("wipe.json says what cannot be")
	}
	if err != nil {
		return p, &app.Error{Code: "wipe.broken", Args: map[string]any{"path": mark}, Cause: err}
	}
	p.move(dir)
	return p, nil
}

// move follows the folder to where it is now: a drive may have got another letter between a cut and what finishes it.
func (p *wipePlan) move(dir string) {
	from, to := filepath.Dir(p.Dir), filepath.Dir(dir)
	if from == to {
		return
	}
	moved := func(path string) string {
		if rel, err := filepath.Rel(from, path); err == nil && filepath.IsLocal(rel) {
			return filepath.Join(to, rel)
		}
		return path
	}
	p.Dir = dir
	for _, list := range [][]string{p.Backups, p.Sticks, p.Asked, p.Traces} {
		for i := range list {
			list[i] = moved(list[i])
		}
	}
	for i := range p.Items {
		p.Items[i].Path = moved(p.Items[i].Path)
	}
}
