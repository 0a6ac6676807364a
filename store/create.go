package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/shipped"
)

// Create makes a workspace at dir (…/NAME.lianshen), lays the shipped checklists, laws and calendars into it and opens
// it. It refuses with "workspace.name" (the folder's name does not end in .lianshen), "workspace.exists" (something is
// there already), "folder.readonly", "disk.full". What a creation that was cut off has left is taken away first.
func Create(ctx context.Context, dir string, o Options) (*Workspace, error) {
	nouns, err := shipped.Nouns()
	if err != nil {
		return nil, err
	}
	return createWith(ctx, dir, o, nouns)
}

// createWith makes a workspace that begins with the given nouns.
func createWith(ctx context.Context, dir string, o Options, nouns []app.Noun) (*Workspace, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the workspace folder: %w", err)
	}
	if name := filepath.Base(dir); !strings.HasSuffix(name, Suffix) || name == Suffix {
		return nil, app.Refuse("workspace.name", "path", dir, "suffix", Suffix)
	}
	if _, err := os.Lstat(dir); err == nil {
		return nil, app.Refuse("workspace.exists", "path", dir)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, told(err, dir, "look for the workspace folder")
	}
	part := dir + partSuffix
	if err := build(ctx, part, o, nouns); err != nil {
		if lerr := sweep(part); lerr != nil {
			err = errors.Join(err, lerr)
		}
		return nil, err
	}
	if err := os.Rename(part, dir); err != nil {
		return nil, told(err, dir, "give the workspace its name")
	}
	if err := syncDir(filepath.Dir(dir)); err != nil {
		return nil, told(err, dir, "make the workspace durable")
	}
	return Open(ctx, dir, o)
}

// build makes a whole workspace under its provisional name and closes it.
func build(ctx context.Context, part string, o Options, nouns []app.Noun) (err error) {
	if err := os.MkdirAll(filepath.Dir(part), 0o755); err != nil {
		return told(err, filepath.Dir(part), "make the folder above")
	}
	if err := sweep(part); err != nil {
		return err
	}
	if err := os.Mkdir(part, 0o700); err != nil {
		return told(err, part, "make the workspace folder")
	}
	lock, err := takeLock(part)
	if err != nil {
		return err
	}
	w := &Workspace{dir: part, id: string(newID()), lock: lock}
	w.take(o)
	defer func() {
		if cerr := w.Close(); err == nil {
			err = cerr
		}
	}()
	if err := os.Mkdir(attachmentsPath(part), 0o700); err != nil {
		return told(err, part, "make the folder of attachments")
	}
	if w.signer, err = journal.NewSigner(rand.Reader); err != nil {
		return err
	}
	if err := writeSeat(part, w.signer); err != nil {
		return err
	}
	if err := w.connect(ctx); err != nil {
		return err
	}
	if err := w.lay(); err != nil {
		return told(err, part, "lay out the database")
	}
	w.tip = tip{hash: journal.Genesis(w.id, w.signer.Public())}
	if err := w.Load(ctx, nouns, "workspace.create"); err != nil {
		return err
	}
	// Last, so that a folder with a manifest is always whole.
	return writeJSON(manifestPath(part), 0o600, manifest{Format: formatName, Version: formatVersion, ID: w.id, Made: w.now().UTC().Format(time.RFC3339)})
}

// lay writes the empty tables and the seat.
func (w *Workspace) lay() error {
	if _, err := w.writer.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, schemaVersion)); err != nil {
		return err
	}
	if _, err := w.writer.conn.ExecContext(context.Background(), "BEGIN;"+schemaSQL+projectionsSQL+"COMMIT"); err != nil {
		return err
	}
	if err := w.writer.exec("INSERT INTO meta(key, value) VALUES('projection', ?)", fmt.Sprint(projectionVersion)); err != nil {
		return err
	}
	return w.writer.exec("INSERT INTO seat(id, key) VALUES(?,?)", w.signer.ID, []byte(w.signer.Public()))
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
		"workspace.json": true, "workspace.json.tmp": true, "seat.json": true, "seat.json.tmp": true, "lock": true, "attachments": true}
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
