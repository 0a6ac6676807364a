package ui

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/certificate"
	"lianshen/ui/commands"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/unlock"
	"lianshen/ui/welcome"
)

// Ask draws the keys of a seat for the person of the visit, beside where the workspace is going to be.
func (d *desktop) Ask(ctx context.Context, phrase string) (unlock.Asked, error) {
	v := d.visit
	r, err := store.Ask(ctx, v.Dir, store.AskOptions{Person: v.Person, Dept: v.Dept, Laptop: v.Laptop, Phrase: phrase, Program: commands.Version, Cost: d.cost, Now: d.now})
	if err != nil {
		return unlock.Asked{}, err
	}
	return askedOf(v.Dir, r), d.prefs.AskedAt(v.Dir)
}

func askedOf(dir string, r exchange.Request) unlock.Asked {
	return unlock.Asked{ID: dir, Person: r.Person, Dept: r.Dept, Laptop: r.Laptop, On: app.DateOf(time.UnixMilli(r.Made).Local()),
		Fingerprint: strings.Fields(r.Fingerprint()), File: requestName(r)}
}

// requestName is what the file of a request is called: names that no file system refuses.
func requestName(r exchange.Request) string {
	pieces := []string{i18n.T("unlock.ask.file.name")}
	for _, piece := range []string{r.Person, r.Laptop} {
		piece = strings.Map(func(c rune) rune {
			if strings.ContainsRune(`\/:*?"<>|-.`, c) || c <= ' ' {
				return -1
			}
			return c
		}, piece)
		if runes := []rune(piece); len(runes) > 12 {
			piece = string(runes[:12])
		}
		if piece != "" {
			pieces = append(pieces, piece)
		}
	}
	return strings.Join(pieces, "-") + exchange.RequestSuffix
}

// askedDirs gives the places where workspaces are going to be for which a seat was asked, as far as is known.
func (d *desktop) askedDirs() []string {
	v := d.prefs.Get()
	dirs := slices.Clone(v.Asked)
	var parents []string
	for _, dir := range slices.Concat(v.Asked, v.Recent) {
		if parent := filepath.Dir(dir); !slices.Contains(parents, parent) {
			parents = append(parents, parent)
		}
	}
	for _, parent := range parents {
		for _, dir := range store.FindAsked(parent) {
			if !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs
}

// AskedHere lists the requests that wait on this laptop. One that cannot be read is left out: asking again says why.
func (d *desktop) AskedHere() ([]unlock.Asked, error) {
	var out []unlock.Asked
	for _, dir := range d.askedDirs() {
		if r, err := store.Asked(dir); err == nil {
			out = append(out, askedOf(dir, r))
		}
	}
	return out, nil
}

// SaveRequest writes the file of a request and reads it back: sticks lie.
func (d *desktop) SaveRequest(a unlock.Asked, path string) error {
	raw, err := store.RequestFile(a.ID)
	if err != nil {
		return err
	}
	part := path + ".part"
	if err := writeThrough(part, raw); err != nil {
		_ = os.Remove(part) // what is told is why it was not written
		return app.Refuse("file.unwritable", "path", path)
	}
	if err := os.Rename(part, path); err != nil {
		return app.Refuse("file.unwritable", "path", path)
	}
	if again, err := os.ReadFile(path); err != nil || !bytes.Equal(again, raw) {
		return app.Refuse("exchange.readback", "path", path)
	}
	return nil
}

func writeThrough(path string, raw []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Sync(), f.Close())
}

// Slip makes the page of a request that is carried to the office.
func (d *desktop) Slip(a unlock.Asked) ([]byte, error) {
	lang := document.Chinese
	if i18n.Language() == i18n.English {
		lang = document.English
	}
	res, err := reports.SeatSlipPage(reports.SeatSlip{Person: a.Person, Dept: a.Dept, Laptop: a.Laptop, On: a.On, File: a.File,
		Fingerprint: a.Fingerprint, Code: strings.Join(a.Fingerprint, "-"), Lang: lang})
	if err != nil {
		return nil, err
	}
	return res.Bytes, nil
}

// Forget takes a request back.
func (d *desktop) Forget(a unlock.Asked) error {
	return errors.Join(store.Withdraw(a.ID), d.prefs.AskedNoMore(a.ID))
}

// Sticks begins to tell f of the sticks that are there.
func (d *desktop) Sticks(ctx context.Context, f func([]store.Stick)) { go watchSticks(ctx, f) }

// Peek opens a package with the phrase of a request that waits here, else as a reading package.
func (d *desktop) Peek(ctx context.Context, path, phrase string) (unlock.Pack, error) {
	paths := []string{path}
	var told error // by the request whose phrase was right, else by any
	for _, dir := range d.askedDirs() {
		v, err := store.PeekPack(ctx, dir, paths, phrase)
		switch code := app.CodeOf(err); {
		case err == nil:
			return roundPack(path, dir, v), nil
		case code == "ask.none", code == "ask.joined":
		case code == "phrase.wrong":
			if told == nil {
				told = err
			}
		case code == "exchange.phrase.none": // it has a phrase of its own
		case code == "exchange.receiver":
			told = err
		default:
			return unlock.Pack{}, err
		}
	}
	v, err := store.PeekReading(ctx, paths, store.ReadingKey{Phrase: phrase})
	switch {
	case err == nil:
		return readingPack(path, v), nil
	case app.CodeOf(err) != "exchange.receiver":
		return unlock.Pack{}, err
	case told != nil:
		return unlock.Pack{}, told
	}
	return unlock.Pack{}, app.Refuse("unlock.pack.receiver", "path", path) // nobody waits here: it may be for a workspace that is there
}

func roundPack(path, dir string, v store.PackView) unlock.Pack {
	return unlock.Pack{Path: path, Title: v.Title, Made: v.Made, From: partyName(v.From), Office: strings.Fields(v.Fingerprint), Cases: v.Cases, Files: v.Blobs,
		For: partyName(store.Party{Person: v.Person.Name, Laptop: v.Seat.Laptop}), Dir: dir, Asked: dir}
}

func readingPack(path string, v store.ReadingView) unlock.Pack {
	title := v.Title
	if title == "" {
		title = i18n.T("app.name")
	}
	title = strings.Map(func(c rune) rune {
		if strings.ContainsRune(`\/:*?"<>|`, c) || c < ' ' {
			return '_'
		}
		return c
	}, title)
	dir := filepath.Join(ownFolder(), i18n.T("unlock.pack.reading.name", "title", title)+store.Suffix)
	return unlock.Pack{Path: path, Reading: true, Title: v.Title, Number: v.Number, Made: v.Made, From: partyName(v.From), Office: strings.Fields(v.Fingerprint),
		Cases: v.Cases, Files: v.Blobs, Dir: dir, Own: true, Again: store.IsWorkspace(dir)}
}

// ownFolder is where copies for reading are proposed to be: never on the stick that the package came on.
func ownFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	if documents := filepath.Join(home, "Documents"); isFolder(documents) {
		return documents
	}
	return home
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func partyName(p store.Party) string {
	if p.Laptop == "" {
		return p.Person
	}
	return i18n.T("handover.office.line", "name", p.Person, "laptop", p.Laptop)
}

// Join makes the workspace of a package and shows it.
func (d *desktop) Join(ctx context.Context, p unlock.Pack, phrase, own string, progress func(done, total int64)) error {
	paths := []string{p.Path}
	o := store.Options{Now: d.now, Phrase: own, Program: commands.Version, Cost: d.cost}
	var ws *store.Workspace
	var err error
	switch {
	case p.Reading && p.Again:
		ws, err = store.RefreshReading(ctx, paths, p.Dir, store.ReadingKey{Phrase: phrase}, o, progress)
	case p.Reading:
		ws, err = store.OpenReading(ctx, paths, p.Dir, store.ReadingKey{Phrase: phrase}, o, progress)
	default:
		o.Phrase = phrase
		ws, err = store.Join(ctx, p.Asked, paths, p.Dir, o, progress)
	}
	if err != nil {
		return err
	}
	if err := d.prefs.AskedNoMore(p.Asked); err != nil {
		d.shell.Fail(err)
	}
	d.main(func() { d.show(ws) })
	return nil
}

// Waiting lists the requests that wait here, for the first room.
func (d *desktop) Waiting() []welcome.Waiting {
	all, _ := d.AskedHere() // it leaves out what it cannot read
	var out []welcome.Waiting
	for _, a := range all {
		out = append(out, welcome.Waiting{ID: a.ID, Person: a.Person, Laptop: a.Laptop})
	}
	return out
}

// AskSeat leads through asking for a seat.
func (d *desktop) AskSeat(dir string) { d.outside(unlock.Visit{Dir: dir}, unlock.PageAsk) }

// ShowAsked shows a request that waits.
func (d *desktop) ShowAsked(id string) {
	r, err := store.Asked(id)
	if err != nil {
		d.shell.Fail(err)
		return
	}
	a := askedOf(id, r)
	d.outside(unlock.Visit{Dir: id, Asked: &a}, unlock.PageAsk)
}

// OpenPack leads through opening a package that makes a workspace.
func (d *desktop) OpenPack(path string) { d.outside(unlock.Visit{Pack: path}, unlock.PagePack) }

// outside shows a page of the room in front of workspaces.
func (d *desktop) outside(v unlock.Visit, page string) {
	d.visit = v
	d.shell.Outside(shell.Route{Room: shell.RoomUnlock + "/" + page})
}

// Record writes the record of the wiped workspace of the visit into a folder and forgets what the wipe has left for it.
func (d *desktop) Record(_ context.Context, phrase, dir string) (string, error) {
	of := d.visit.Dir
	c, err := store.WipedCertificate(of, phrase)
	if err != nil {
		return "", err
	}
	facts := certificate.Facts{Workspace: placeName(of)}
	for _, w := range c.Written {
		if w.Sort == store.FilePackage && w.Kind == exchange.WorkPack {
			facts.Last = &store.Sent{Name: w.Name} // the latest stands last
		}
	}
	person := c.Person.Name
	if person == "" {
		person = facts.Workspace
	}
	name := certificate.FileName(person, app.DateOf(c.Began.Local()))
	if err := facts.Save(filepath.Join(dir, name), c); err != nil {
		return "", err
	}
	return name, errors.Join(store.DropCertificate(of), d.prefs.Forget(of))
}

// Gone forgets a workspace that was wiped and shows the first room.
func (d *desktop) Gone(dir string) {
	if err := d.prefs.Forget(dir); err != nil {
		d.shell.Fail(err)
	}
	d.Leave()
}
