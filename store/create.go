package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/shipped"
	"lianshen/store/vault"
)

// unlocking is how long one try of a pass phrase takes on the machine that makes the workspace.
const unlocking = time.Second

// Create makes a workspace at dir (…/NAME.lianshen) with its first person and seat, lays the shipped checklists, laws
// and calendars into it and opens it. It refuses with "workspace.name" (the folder's name does not end in .lianshen),
// "workspace.exists" (something is there already), "folder.readonly", "disk.full", and as vault.File.AddSeat does what
// is no pass phrase. What a creation that was cut off has left is taken away first.
func Create(ctx context.Context, dir string, o Options) (*Workspace, error) {
	nouns, err := shipped.Nouns()
	if err != nil {
		return nil, err
	}
	return createWith(ctx, dir, o, nouns)
}

// createWith makes a workspace that begins with the given nouns.
func createWith(ctx context.Context, dir string, o Options, nouns []app.Noun) (_ *Workspace, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the workspace folder: %w", err)
	}
	if name := filepath.Base(dir); !strings.HasSuffix(name, Suffix) || name == Suffix {
		return nil, app.Refuse("workspace.name", "path", dir, "suffix", Suffix)
	}
	if Wiping(dir) { // what is finished later would not know the new one from the former
		return nil, app.Refuse("workspace.wiping", "path", dir)
	}
	if _, err := os.Lstat(dir); err == nil {
		return nil, app.Refuse("workspace.exists", "path", dir)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, told(err, dir, "look for the workspace folder")
	}
	part := dir + partSuffix
	// The keys are handed on, or the phrase would be derived twice.
	if o.known, err = build(ctx, part, o, nouns); err != nil {
		return nil, errors.Join(err, sweep(part))
	}
	defer func() {
		if err != nil {
			o.known.key.Forget()
		}
	}()
	if err := os.Rename(part, dir); err != nil {
		return nil, told(err, dir, "give the workspace its name")
	}
	if err := syncDir(filepath.Dir(dir)); err != nil {
		return nil, told(err, dir, "make the workspace durable")
	}
	return Open(ctx, dir, o)
}

// handed are the keys of a workspace that was made this moment.
type handed struct {
	key    *vault.Key
	signer journal.Signer
	box    string
}

// build makes a whole workspace under its provisional name and closes it, but for its keys.
func build(ctx context.Context, part string, o Options, nouns []app.Noun) (_ *handed, err error) {
	if err := os.MkdirAll(filepath.Dir(part), 0o755); err != nil {
		return nil, told(err, filepath.Dir(part), "make the folder above")
	}
	if err := sweep(part); err != nil {
		return nil, err
	}
	if err := os.Mkdir(part, 0o700); err != nil {
		return nil, told(err, part, "make the workspace folder")
	}
	lock, err := takeLock(part)
	if err != nil {
		return nil, err
	}
	w := &Workspace{dir: part, id: string(newID()), lock: lock}
	w.take(o)
	if err := w.begin(ctx, o, nouns); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	k := &handed{w.key, w.signer, w.box}
	w.key, w.signer = nil, journal.Signer{}
	return k, w.Close()
}

// begin lays out the folder and writes the first records.
func (w *Workspace) begin(ctx context.Context, o Options, nouns []app.Noun) error {
	part := w.dir
	w.made = manifest{Format: formatName, Version: formatVersion, ID: w.id, Made: w.now().UTC().Format(time.RFC3339), Sample: o.Sample}
	if err := os.Mkdir(attachmentsPath(part), 0o700); err != nil {
		return told(err, part, "make the folder of attachments")
	}
	if err := w.found(o); err != nil {
		return err
	}
	if err := w.connect(ctx); err != nil {
		return err
	}
	if err := w.lay(); err != nil {
		return told(err, part, "lay out the database")
	}
	w.tip = tip{hash: journal.Genesis(w.id, w.signer.Public())}
	first := []app.Noun{w.me, w.seat}
	if err := w.load(ctx, append(first, nouns...), app.VerbCreate); err != nil {
		return err
	}
	// Last, so that a folder with a manifest is always whole.
	return writeJSON(manifestPath(part), 0o600, w.made)
}

// found draws the keys, writes the key file with the first slot and the empty database, and names the first person.
func (w *Workspace) found(o Options) error {
	if o.Cost == (vault.Cost{}) {
		o.Cost = vault.Calibrate(unlocking)
	}
	var err error
	if w.key, err = vault.NewKey(rand.Reader); err != nil {
		return err
	}
	if w.keys, err = vault.NewFile(w.id, w.key, o.Cost, rand.Reader); err != nil {
		return err
	}
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return err
	}
	if err := w.keys.AddSeat(w.key, o.Phrase, secrets); err != nil {
		return err
	}
	if err := w.keys.Write(keyPath(w.dir)); err != nil {
		return told(err, w.dir, "write the key file")
	}
	if !o.plain {
		if err := w.key.NewDatabase(databasePath(w.dir)); err != nil {
			return told(err, w.dir, "make the database")
		}
	}
	if w.signer, err = journal.SignerOf(secrets.Sign[:]); err != nil {
		return err
	}
	w.box = secrets.Box
	strands := app.NewSet()
	for _, s := range app.Strands {
		strands[string(s)] = true
	}
	w.me = app.Person{ID: newID(), Name: o.Person, Dept: o.Dept, Roles: app.NewSet(string(app.RoleOffice), string(app.RoleAdmin)), Strands: strands}
	if w.me.Name == "" {
		w.me.Name = account()
	}
	w.seat = w.newSeat(secrets, w.me.ID, o.Laptop)
	return nil
}

// newSeat gives the noun of a seat that begins today.
func (w *Workspace) newSeat(s vault.Secrets, person app.ID, laptop string) app.Seat {
	if laptop == "" {
		laptop = machine()
	}
	signer, err := journal.SignerOf(s.Sign[:])
	if err != nil {
		panic(err) // the array has the size of a seed
	}
	return app.Seat{ID: app.SeatID(signer.ID), Person: person, Laptop: laptop, Key: signer.ID,
		Sign: base64.StdEncoding.EncodeToString(signer.Public()), Box: s.Recipient(), Since: app.DateOf(w.now())}
}

// account gives the name of who is logged in at the machine.
func account() string {
	u, err := user.Current()
	switch {
	case err != nil:
		return "?"
	case u.Name != "":
		return u.Name
	}
	return u.Username
}

// machine gives the machine's own name.
func machine() string {
	name, err := os.Hostname()
	if err != nil {
		return "?"
	}
	return name
}

// lay writes the empty tables and the founder's seat.
func (w *Workspace) lay() error {
	if err := w.layTables(); err != nil {
		return err
	}
	if err := w.writer.exec("INSERT INTO meta(key, value) VALUES('projection', ?)", fmt.Sprint(projectionVersion)); err != nil {
		return err
	}
	return w.writer.exec("INSERT INTO seat(id, key) VALUES(?,?)", w.signer.ID, []byte(w.signer.Public()))
}

// layTables writes the empty tables.
func (w *Workspace) layTables() error {
	if _, err := w.writer.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, schemaVersion)); err != nil {
		return err
	}
	_, err := w.writer.conn.ExecContext(context.Background(), "BEGIN;"+schemaSQL+projectionsSQL+"COMMIT")
	return err
}

// sweep takes away what a creation that was cut off has left, and nothing else: a folder of that name with anything
// foreign in it stays and is refused with "workspace.exists".
func sweep(part string) error {
	entries, err := os.ReadDir(part)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return told(err, part, "look at an unfinished workspace")
	}
	ours := map[string]bool{"workspace.db": true, "workspace.db-wal": true, "workspace.db-shm": true, "workspace.db-journal": true,
		"workspace.json": true, "workspace.json.tmp": true, "key.json": true, "key.json.old": true, "key.json.tmp": true, "lock": true, "attachments": true}
	for _, e := range entries {
		if !ours[e.Name()] {
			return app.Refuse("workspace.exists", "path", part)
		}
	}
	if len(entries) > 0 { // somebody may be making it this moment
		lock, err := takeLock(part)
		if err != nil {
			return err
		}
		lock.Close()
	}
	return told(os.RemoveAll(part), part, "take away an unfinished workspace")
}
