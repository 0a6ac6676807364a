package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lianshen/app"
	"lianshen/store/vault"
)

// database copies the database of the workspace, as it stands at one moment, and proves the copy.
//
// The pages are copied as they lie on the disk, sealed: nothing has to be opened and sealed again, which is what makes
// VACUUM INTO slow. For that the WAL is folded into the database and a reading transaction opened that needs no WAL;
// while it lasts SQLite appends to the WAL only and leaves the database file alone. Where an older reader keeps the WAL
// from being folded in, VACUUM INTO makes the copy.
func (r *backupRun) database(part string, file *backupFile) error {
	to := filepath.Join(part, "workspace.db")
	err := r.w.quiet(r.ctx, func(s *session, pages int64) error {
		var err error
		if file.Tips, file.Records, err = standingOf(r.ctx, s, r.w.signer.ID); err != nil {
			return err
		}
		if err := r.measure(pages); err != nil {
			return err
		}
		return r.copyPages(to, pages, file)
	})
	if errors.Is(err, errNotQuiet) {
		err = r.vacuumInto(to, file)
	}
	if err != nil {
		return err
	}
	return r.prove(to, *file)
}

// errNotQuiet says that the WAL could not be folded in.
var errNotQuiet = errors.New("a reader holds on to the WAL")

// quiet runs f while the database file stands still and holds everything that was committed; pages is its length.
// Deeds wait only until f begins.
func (w *Workspace) quiet(ctx context.Context, f func(s *session, pages int64) error) error {
	return w.borrow(ctx, func(s *session) (err error) {
		pages, err := w.still(ctx, s)
		if err != nil {
			return err
		}
		defer func() {
			if rerr := s.exec("ROLLBACK"); err == nil {
				err = rerr
			}
		}()
		return f(s, pages)
	})
}

// still folds the WAL in and begins a reading transaction on s that needs none.
func (w *Workspace) still(ctx context.Context, s *session) (pages int64, err error) {
	for try := range 40 {
		if try > 0 { // a read under way may end
			select {
			case <-time.After(10 * time.Millisecond):
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		}
		pages, err = w.stillNow(ctx, s)
		if !errors.Is(err, errNotQuiet) {
			return pages, err
		}
	}
	return 0, errNotQuiet
}

func (w *Workspace) stillNow(ctx context.Context, s *session) (pages int64, err error) {
	w.write.Lock() // no deed between the folding and the beginning of the read
	defer w.write.Unlock()
	if w.closed {
		return 0, app.Refuse("workspace.closed", "path", w.dir)
	}
	var busy, inWAL, folded int64
	if err := w.writer.row(ctx, "PRAGMA wal_checkpoint(PASSIVE)", nil, &busy, &inWAL, &folded); err != nil {
		return 0, err
	}
	if busy != 0 || folded < inWAL {
		return 0, errNotQuiet
	}
	if err := s.exec("BEGIN"); err != nil {
		return 0, err
	}
	// The first read takes the lock.
	if err := s.row(ctx, "PRAGMA page_count", nil, &pages); err != nil {
		return 0, errors.Join(err, s.exec("ROLLBACK"))
	}
	var tables int
	if err := s.row(ctx, "SELECT count(*) FROM sqlite_schema", nil, &tables); err != nil {
		return 0, errors.Join(err, s.exec("ROLLBACK"))
	}
	return pages, nil
}

// measure finds how much there is to do: to copy and to prove the database and the attachments that are new.
func (r *backupRun) measure(pages int64) error {
	r.total = 2 * pages * vault.PageSize
	return eachBlob(attachmentsPath(r.w.dir), func(path string, e fs.DirEntry) error {
		if info, err := e.Info(); err == nil && !exists(blobPath(r.dir, e.Name())) {
			r.total += 2 * info.Size()
		}
		return nil
	})
}

// copyPages copies the sealed pages of the standing database file.
func (r *backupRun) copyPages(to string, pages int64, file *backupFile) error {
	// On POSIX systems, closing this file gives up every lock this process has on the database (fcntl(2)): SQLite's, too.
	// No harm comes of it, because nobody else opens the database: the file "lock" keeps other programs out, and
	// within this one SQLite keeps its own account of what its connections have locked. Without the file "lock" this
	// reading would let another program in between.
	from, err := os.Open(databasePath(r.w.dir))
	if err != nil {
		return err
	}
	defer from.Close()
	sum := sha256.New()
	size := pages * vault.PageSize
	r.raw = true
	err = r.disk.write(to, func(out io.Writer) error {
		n, err := r.copy(io.MultiWriter(out, sum), io.LimitReader(from, size))
		if err == nil && n != size {
			err = fmt.Errorf("the database has %d bytes and should have %d", n, size)
		}
		return err
	})
	file.Files = append(file.Files, backupPart{Name: "workspace.db", Size: size, Sum: hex.EncodeToString(sum.Sum(nil))})
	return err
}

// copy copies until the end or until the context ends, and tells the progress.
func (r *backupRun) copy(to io.Writer, from io.Reader) (int64, error) {
	buffer := make([]byte, 1<<20)
	var size int64
	for {
		if err := r.ctx.Err(); err != nil {
			return size, err
		}
		n, err := from.Read(buffer)
		if n > 0 {
			if _, werr := to.Write(buffer[:n]); werr != nil {
				return size, werr
			}
			size += int64(n)
			r.step(int64(n))
		}
		if err == io.EOF {
			return size, nil
		}
		if err != nil {
			return size, err
		}
	}
}

// vacuumInto has SQLite write the copy, page by page under fresh nonces.
func (r *backupRun) vacuumInto(to string, file *backupFile) error {
	err := r.w.snapshot(r.ctx, func(s *session) (err error) {
		var pages int64
		if err := s.row(r.ctx, "PRAGMA page_count", nil, &pages); err != nil {
			return err
		}
		return r.measure(pages)
	})
	if err != nil {
		return err
	}
	err = r.w.borrow(r.ctx, func(s *session) error {
		// The copy may be newer than the measure, so what it must hold is read from it and not from here.
		_, err := s.conn.ExecContext(r.ctx, "VACUUM INTO ?", uriOf(to)+"?vfs="+r.w.vfs)
		return err
	})
	if err != nil {
		return err
	}
	if err := syncFile(to); err != nil {
		return err
	}
	p := backupPart{Name: "workspace.db"}
	if p.Sum, p.Size, err = sumOf(to); err != nil {
		return err
	}
	r.step(p.Size)
	file.Files = append(file.Files, p)
	return withCopy(r.ctx, to, r.w.vfs, func(s *session) (err error) {
		file.Tips, file.Records, err = standingOf(r.ctx, s, r.w.signer.ID)
		return err
	})
}

// withCopy opens a closed copy of a database without leaving anything beside it.
func withCopy(ctx context.Context, path, vfs string, f func(*session) error) error {
	db, err := openCopy(path, vfs)
	if err != nil {
		return err
	}
	defer db.Close()
	s, err := newSession(ctx, db)
	if err != nil {
		return err
	}
	defer s.close()
	return f(s)
}

// prove opens the copy under the key and proves it: every page, the structure as far as a quick look goes, the number
// of records and the end of every seat's chain.
func (r *backupRun) prove(path string, file backupFile) error {
	err := withCopy(r.ctx, path, r.w.vfs, func(s *session) error {
		var said string
		if err := s.row(r.ctx, "PRAGMA quick_check(1)", nil, &said); err != nil {
			return err
		}
		if said != "ok" {
			return errors.New(said)
		}
		tips, records, err := standingOf(r.ctx, s, r.w.signer.ID)
		if err != nil {
			return err
		}
		if records != file.Records || !slices.Equal(tips, file.Tips) {
			return errors.New("the copy does not end where the workspace did")
		}
		return nil
	})
	p, _ := file.file("workspace.db")
	if err != nil && r.ctx.Err() == nil && faultCode(err) != "disk.full" {
		if sum, _, serr := sumOf(path); r.raw && serr == nil && sum == p.Sum {
			return broken(r.w.dir, err) // the copy is what was copied: the workspace itself is damaged
		}
		return &app.Error{Code: "backup.unproven", Args: map[string]any{"path": filepath.Dir(path)}, Cause: err}
	}
	r.step(p.Size)
	return err
}

// keyFile copies the key file and proves that the copy opens the backup. Where that on the disk was damaged, or somebody
// has put another one there, the one the workspace has opened with goes into the backup instead.
func (r *backupRun) keyFile(part string) (backupPart, error) {
	r.w.keysMu.Lock()
	defer r.w.keysMu.Unlock()
	to := keyPath(part)
	p, err := r.copyFile(keyPath(r.w.dir), to)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return backupPart{}, err
	}
	f, err := vault.Read(to, r.w.id)
	if err == nil {
		err = f.Check(r.w.key)
	}
	if err == nil {
		return p, nil
	}
	r.w.log.Warn("the key file on the disk does not open the workspace: the backup gets the one it was opened with", "error", err)
	if err := r.disk.remove(to); err != nil {
		return backupPart{}, err
	}
	if err := r.w.keys.Write(to); err != nil {
		return backupPart{}, err
	}
	p.Name = filepath.Base(to)
	p.Sum, p.Size, err = sumOf(to)
	return p, errors.Join(err, r.disk.sync(to))
}

// attachments copies what the folder of backups does not have yet and lists all. They are copied as they lie there,
// sealed, and each copy is proven by opening it: its contents must give its name.
func (r *backupRun) attachments(file *backupFile) error {
	root := attachmentsPath(r.dir)
	if err := r.disk.mkdir(root); err != nil {
		return err
	}
	fresh := map[string]bool{}
	err := eachBlob(attachmentsPath(r.w.dir), func(path string, e fs.DirEntry) error {
		name := e.Name()
		if !hashForm.MatchString(name) {
			return nil
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		to := blobPath(r.dir, name)
		if there, err := os.Stat(to); err != nil || there.Size() != info.Size() {
			if err := r.disk.mkdir(filepath.Dir(to)); err != nil {
				return err
			}
			whole, err := r.attachment(path, to)
			if err != nil {
				return err
			}
			if !whole {
				file.Missing++
				return nil
			}
			fresh[filepath.Dir(to)] = true
		}
		file.Attachments = append(file.Attachments, backupPart{Name: name, Size: info.Size()})
		return nil
	})
	if err != nil {
		return err
	}
	for dir := range fresh {
		if err := r.disk.names(dir); err != nil {
			return err
		}
	}
	return r.disk.names(root)
}

// attachment copies one file. whole is false when the workspace's own is damaged: the backup then goes without it.
func (r *backupRun) attachment(from, to string) (whole bool, err error) {
	part := to + partSuffix
	err = r.disk.write(part, func(out io.Writer) error {
		in, err := os.Open(from)
		if err != nil {
			return err
		}
		defer in.Close()
		_, err = r.copy(out, in)
		return err
	})
	if err != nil {
		return false, errors.Join(err, r.disk.remove(part))
	}
	same, err := r.proveBlob(part, filepath.Base(to))
	if err != nil {
		return false, errors.Join(err, r.disk.remove(part))
	}
	if !same {
		own, err := r.proveBlob(from, filepath.Base(to))
		if err == nil && own {
			err = app.Refuse("backup.unproven", "path", to)
		}
		return false, errors.Join(err, r.disk.remove(part))
	}
	return true, r.disk.rename(part, to)
}

// proveBlob opens an attached file and says whether its contents give the name it lies under.
func (r *backupRun) proveBlob(path, name string) (bool, error) {
	same, size, err := proveBlob(r.ctx, r.w.key, path, name)
	r.step(size)
	return same, err
}

// proveBlob is told under which name a sealed file should lie, opens it and says whether it is whole and the one.
func proveBlob(ctx context.Context, k *vault.Key, path, name string) (same bool, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, 0, err
	}
	defer f.Close()
	plain, err := k.Decrypt(f)
	if err != nil {
		return false, 0, damageOnly(err)
	}
	sum := sha256.New()
	size, err = copyUntil(ctx, sum, plain)
	if err != nil {
		return false, size, damageOnly(err)
	}
	return k.BlobName([sha256.Size]byte(sum.Sum(nil))) == name, size, nil
}

// damageOnly passes over what says no more than that a file is damaged.
func damageOnly(err error) error {
	if errors.Is(err, vault.ErrDamaged) {
		return nil
	}
	return err
}

// openCopy opens a closed copy of a database for reading: as a file that never changes, so that nothing is made beside it.
func openCopy(path, vfs string) (*sql.DB, error) {
	name := uriOf(path) + "?mode=ro&immutable=1&_pragma=temp_store(memory)&_pragma=trusted_schema(off)&_pragma=cache_size(-8000)"
	if vfs != "" {
		name += "&vfs=" + vfs
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("open a copy: %w", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}
