package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lianshen/app"
	"lianshen/store/vault"
)

// A renewal draws a new data key and encrypts everything anew under it, after somebody was left out: who kept a copy of
// the former key file and phrase opens nothing that is written from then on. It is done on opening, when nobody reads.
//
// The new workspace.db, key.json and attachments are made in the folder "renewal" within the workspace. When they are
// whole and durable, by their contents and by their names, the file "ready" is written there: from that moment the renewal
// is going to be finished, by this opening or by the next one, by renaming one after the other. Before it, what is there
// is swept away. "ready" tells the new database by its first page: nobody moves a key file to a database it does not open.
const (
	renewalName = "renewal"
	readyName   = "ready"
	goneName    = "gone" // the former attachments, on their way out
)

func renewalPath(dir string) string { return filepath.Join(dir, renewalName) }

// NeedsRenewal says whether somebody was left out since the data key was drawn who could have opened the workspace on
// this laptop. Whose seat another one follows was not left out: the same person goes on. Whoever only ever sat on another
// laptop never had this data key.
func (w *Workspace) NeedsRenewal(ctx context.Context) (bool, error) {
	out, done, err := w.renewals(ctx)
	return out > done, err
}

// renewals counts the seats that were left out, and those of them the data key is younger than.
func (w *Workspace) renewals(ctx context.Context) (out, done int, err error) {
	err = w.snapshot(ctx, func(s *session) error {
		seats, err := app.List[app.Seat](ctx, sessionReader{s}, "")
		if err != nil {
			return err
		}
		followed := map[app.ID]bool{}
		for _, seat := range seats {
			followed[seat.Follows] = true
		}
		away, err := elsewhere(ctx, s)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			if !seat.AtWork() && !followed[seat.ID] && !away[seat.Key] {
				out++
			}
		}
		return s.row(ctx, "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM keep WHERE key = 'renewed'", nil, &done)
	})
	return out, done, err
}

// renewIfNeeded renews the data key when somebody was left out since it was drawn. Where it cannot be done now, such as
// on a full disk, the workspace opens all the same and the next opening tries again.
func (w *Workspace) renewIfNeeded(ctx context.Context) error {
	out, done, err := w.renewals(ctx)
	if err != nil || out <= done || w.plain || w.made.Reading {
		return err
	}
	w.beforehand(ctx, "rekey")
	next, keys, err := w.prepareRenewal(ctx, out)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.log.Warn("the data key is not renewed", "error", err)
		return told(os.RemoveAll(renewalPath(w.dir)), w.dir, "take away an unfinished renewal")
	}
	if err := w.disconnect(); err != nil {
		return told(err, w.dir, "close the workspace for its renewal")
	}
	w.key.Forget()
	w.key, w.keys = next, keys
	if err := w.finishRenewal(); err != nil {
		return err
	}
	w.log.Info("the data key is renewed")
	return w.enter(ctx)
}

// prepareRenewal makes everything anew under a new data key and marks it ready.
func (w *Workspace) prepareRenewal(ctx context.Context, out int) (_ *vault.Key, _ *vault.File, err error) {
	root := renewalPath(w.dir)
	if err := w.disk.mkdir(root); err != nil {
		return nil, nil, told(err, w.dir, "make the folder of the renewal")
	}
	if err := w.disk.names(w.dir); err != nil {
		return nil, nil, told(err, w.dir, "make the folder of the renewal durable")
	}
	next, err := vault.NewKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			next.Forget()
		}
	}()
	keys, err := w.keys.Rekey(next, w.key)
	if err != nil {
		return nil, nil, err
	}
	if err := keys.Write(keyPath(root)); err != nil {
		return nil, nil, told(err, w.dir, "write the new key file")
	}
	if err := w.copyDatabase(ctx, next, databasePath(root), out); err != nil {
		return nil, nil, told(err, w.dir, "encrypt the database anew")
	}
	if err := w.copyAttachments(ctx, next, root); err != nil {
		return nil, nil, told(err, w.dir, "encrypt the attachments anew")
	}
	// Every name before the mark that counts on it: names become durable one by one.
	if err := errors.Join(w.disk.names(root), w.disk.names(w.dir)); err != nil {
		return nil, nil, told(err, w.dir, "make the renewal durable")
	}
	return next, keys, told(w.markReady(root), w.dir, "mark the renewal as ready")
}

// markReady writes "ready": the SHA-256 of the new database's first page, in hex. The page has a nonce of its own, so no
// other database begins with it, and nobody writes it before the renewal is finished.
func (w *Workspace) markReady(root string) error {
	first, err := firstPage(databasePath(root))
	if err != nil {
		return err
	}
	path := filepath.Join(root, readyName)
	err = w.disk.write(path+".tmp", func(to io.Writer) error {
		_, err := io.WriteString(to, first)
		return err
	})
	if err == nil {
		err = w.disk.rename(path+".tmp", path)
	}
	if err == nil {
		err = w.disk.names(root)
	}
	return err
}

// firstPage gives the SHA-256 of the first page of a database as it lies there, in hex.
func firstPage(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.CopyN(h, f, vault.PageSize); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// isReady says whether a renewal was made whole and its database is there: in its folder, or in its place already.
func (w *Workspace) isReady(root string) (bool, error) {
	want, err := os.ReadFile(filepath.Join(root, readyName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, dir := range []string{root, w.dir} {
		first, err := firstPage(databasePath(dir))
		if err == nil && first == string(want) {
			return true, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, err // it may be there: nothing is swept away
		}
	}
	return false, nil
}

// copyDatabase writes the database anew under another key, with the mark that the renewal was done.
func (w *Workspace) copyDatabase(ctx context.Context, key *vault.Key, path string, out int) error {
	vfs, err := key.VFS()
	if err != nil {
		return err
	}
	if err := w.writer.exec("VACUUM INTO ?", uriOf(path)+"?vfs="+vfs); err != nil {
		return err
	}
	db, err := openDB(path, vfs, readWrite)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "INSERT OR REPLACE INTO keep(key, value) VALUES('renewed', ?)", fmt.Sprint(out)); err != nil {
		return err
	}
	// Closing folds the WAL into the file; then the file alone is the database.
	if err := db.Close(); err != nil {
		return err
	}
	for _, left := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + left); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return w.disk.sync(path)
}

// copyAttachments encrypts every attached file anew into the folder of the renewal. One that does not prove stops the
// renewal: it may still be mended from a backup, which needs its name. What a file manager or a person has left in the
// folder is none of ours and stays behind.
func (w *Workspace) copyAttachments(ctx context.Context, key *vault.Key, root string) error {
	if err := w.disk.mkdir(attachmentsPath(root)); err != nil {
		return err
	}
	return eachBlob(attachmentsPath(w.dir), func(path string, d fs.DirEntry) error {
		if !hashForm.MatchString(d.Name()) || blobPath(w.dir, d.Name()) != path {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		plain, err := w.key.Decrypt(f)
		if err != nil {
			return fmt.Errorf("decrypt %s: %w", d.Name(), err)
		}
		var sum [sha256.Size]byte
		if sum, _, err = keepBlob(ctx, w.disk, key, root, plain); err != nil {
			return fmt.Errorf("encrypt %s anew: %w", d.Name(), err)
		}
		if w.key.BlobName(sum) != d.Name() {
			return fmt.Errorf("%s: %w", d.Name(), vault.ErrDamaged)
		}
		return nil
	})
}

// finishRenewal puts what a renewal has made in the place of what was, or sweeps away what one that was cut off has left.
// It may be cut off at any moment and done again: what was done already is passed over.
func (w *Workspace) finishRenewal() error {
	root := renewalPath(w.dir)
	if !exists(root) {
		return nil
	}
	ready, err := w.isReady(root)
	if err != nil {
		return told(err, w.dir, "look at a renewal")
	}
	if ready {
		for _, step := range w.swap(root) {
			if err := step(); err != nil {
				return told(err, w.dir, "put the renewed workspace in place")
			}
		}
	}
	return told(os.RemoveAll(root), w.dir, "take away what is left of a renewal")
}

// swap gives the steps by which what was made anew gets into its place.
func (w *Workspace) swap(root string) []func() error {
	remove := func(path string) func() error {
		return func() error {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		}
	}
	move := func(from, to string) func() error {
		return func() error {
			if !exists(from) {
				return nil
			}
			return os.Rename(from, to)
		}
	}
	// The WAL belongs to the database that goes; the new one has none.
	wal := func(name string) func() error {
		return func() error {
			if !exists(databasePath(root)) {
				return nil
			}
			return remove(databasePath(w.dir) + name)()
		}
	}
	return []func() error{
		wal("-wal"), wal("-shm"),
		func() error { return syncDir(w.dir) }, // or a cut could bring the new database beside the former WAL
		move(databasePath(root), databasePath(w.dir)),
		func() error {
			if !exists(attachmentsPath(root)) { // those that are there are the new ones
				return nil
			}
			return move(attachmentsPath(w.dir), filepath.Join(root, goneName))()
		},
		move(attachmentsPath(root), attachmentsPath(w.dir)),
		// The former key file goes only when the database and the attachments it opens are gone for certain.
		func() error { return errors.Join(syncDir(w.dir), syncDir(root)) },
		move(keyPath(root), keyPath(w.dir)),
		remove(keyPath(w.dir) + ".old"), // it has the former data key; opening writes it anew
		func() error { return errors.Join(syncDir(root), syncDir(w.dir)) },
		remove(filepath.Join(root, readyName)),
		func() error { return syncDir(root) },
	}
}
