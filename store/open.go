package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

const (
	// proven is how many of the seat's last records are proven on opening, provenElse how many of each other seat's;
	// Verify proves all.
	proven     = 16
	provenElse = 4
	// quickCheck bounds the look through the database that follows an unclean end, so that opening stays quick.
	quickCheck = 30 * time.Millisecond
)

// Open opens the workspace at dir at the seat whose pass phrase is given, or with a recovery key, or the office's, at a
// new one. It refuses with "workspace.missing", "workspace.halfmade" (its creation was cut off), "workspace.foreign" (no
// workspace of ours), "workspace.newer" (written by a newer program), "workspace.plain" (of a program that did not
// encrypt), "workspace.broken", "workspace.wiped", "workspace.inuse" (another program has it open), "folder.readonly", "disk.full",
// "seat.out", "seat.unfinished", "recovery.noseat", each with the path, and as vault.Read, vault.File.Unlock, Recover
// and OpenEscrow do what the key file refuses. Whatever is refused, nothing of the workspace has changed.
func Open(ctx context.Context, dir string, o Options) (_ *Workspace, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("find the workspace folder: %w", err)
	}
	if err := afterWipe(dir); err != nil {
		return nil, err
	}
	if err := afterRefresh(dir); err != nil {
		return nil, err
	}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	w := &Workspace{dir: dir, id: m.ID, made: m, lock: lock, laying: true}
	w.take(o)
	defer func() {
		if err != nil {
			w.Close()
		}
	}()
	if err := w.finishRenewal(); err != nil {
		return nil, err
	}
	if err := w.unlock(o); err != nil {
		return nil, err
	}
	if err := w.enter(ctx); err != nil {
		return nil, err
	}
	if w.coming != nil {
		seat, err := w.followed(ctx, o, "")
		if err != nil {
			return nil, err
		}
		w.beforehand(ctx, "recover")
		if err := w.takeOver(ctx, seat, o); err != nil {
			return nil, err
		}
	} else if err := w.sit(ctx); err != nil {
		return nil, err
	}
	if err := w.settle(ctx); err != nil {
		return nil, err
	}
	w.sweepIncoming()
	w.sweepOwed(ctx)
	w.sweepAsked()
	if err := w.renewIfNeeded(ctx); err != nil {
		return nil, err
	}
	w.laying = false
	return w, nil
}

// enter opens the database under the key that is there and looks through it.
func (w *Workspace) enter(ctx context.Context) error {
	unclean, err := lookAtFile(w.dir)
	if err != nil {
		return err
	}
	w.unclean = w.unclean || unclean // also when the data key is renewed in between
	if err := w.connect(ctx); err != nil {
		return err
	}
	if err := w.inspect(ctx); err != nil {
		var s interface{ Code() int }
		if errors.As(err, &s) && app.CodeOf(err) == "" && faultCode(err) == "" {
			err = broken(w.dir, err) // such as a table that is not there
		}
		return told(err, w.dir, "look through the workspace")
	}
	w.meMu.Lock()
	w.kept = w.tip
	w.meMu.Unlock()
	w.log.Info("workspace open", "records", w.tip.record, "unclean", w.unclean)
	return nil
}

// take fills in what the options leave open.
func (w *Workspace) take(o Options) {
	w.now, w.log, w.plain, w.disk, w.program = o.Now, o.Log, o.plain, realDisk{}, o.Program
	if w.now == nil {
		w.now = time.Now
	}
	if w.log == nil {
		w.log = slog.Default()
	}
}

// lookAtFile looks at the database file before SQLite does: SQLite would make an empty one where none is, and take a
// foreign one for its own. It also says whether the last program ended without closing the workspace.
func lookAtFile(dir string) (unclean bool, err error) {
	f, err := os.Open(databasePath(dir))
	if errors.Is(err, os.ErrNotExist) {
		return false, broken(dir, fmt.Errorf("workspace.db is gone"))
	}
	if err != nil {
		return false, told(err, databasePath(dir), "open the database")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, told(err, databasePath(dir), "look at the database")
	}
	if info.Size() < vault.PageSize {
		return false, broken(dir, fmt.Errorf("workspace.db is cut off"))
	}
	wal, err := os.Stat(databasePath(dir) + "-wal")
	return err == nil && wal.Size() > 0, nil
}

// connect opens the writing connection and makes the pool of reading ones.
func (w *Workspace) connect(ctx context.Context) (err error) {
	if !w.plain {
		if w.vfs, err = w.key.VFS(); err != nil {
			return err
		}
	}
	if w.writeDB, err = openDB(databasePath(w.dir), w.vfs, readWrite); err != nil {
		return err
	}
	w.writeDB.SetMaxOpenConns(1)
	if w.writer, err = newSession(ctx, w.writeDB); err != nil {
		return told(err, w.dir, "open the writing connection")
	}
	if w.readDB, err = openDB(databasePath(w.dir), w.vfs, readOnly); err != nil {
		return err
	}
	w.readDB.SetMaxOpenConns(readers)
	w.readDB.SetMaxIdleConns(readers)
	w.pool = newPool(readers)
	return nil
}

// inspect checks that the database is ours, whole at its end, and in step with its log, and finds the tip.
func (w *Workspace) inspect(ctx context.Context) error {
	var program, version int64
	if err := w.writer.row(ctx, "PRAGMA application_id", nil, &program); err != nil {
		return err
	}
	if err := w.writer.row(ctx, "PRAGMA user_version", nil, &version); err != nil {
		return err
	}
	switch {
	case program != applicationID:
		return app.Refuse("workspace.foreign", "path", w.dir)
	case version > schemaVersion:
		return app.Refuse("workspace.newer", "path", w.dir, "version", version)
	case version < 1:
		return broken(w.dir, fmt.Errorf("database of version %d", version))
	}
	if w.unclean {
		if err := w.quickCheck(ctx); err != nil {
			return err
		}
	}
	if version < schemaVersion {
		if err := w.migrate(); err != nil {
			return fmt.Errorf("bring the log tables from version %d to %d: %w", version, schemaVersion, err)
		}
	}
	if err := w.proveEnd(ctx); err != nil {
		return err
	}
	return w.catchUp(ctx)
}

// migrate adds the log tables that came with later versions. None of those that are there changes.
func (w *Workspace) migrate() error {
	_, err := w.writer.conn.ExecContext(context.Background(), "BEGIN IMMEDIATE;"+schemaSQL+fmt.Sprintf("PRAGMA user_version = %d;COMMIT", schemaVersion))
	return err
}

// quickCheck looks for damage in the database for a short while.
func (w *Workspace) quickCheck(ctx context.Context) error {
	short, cancel := context.WithTimeout(ctx, quickCheck)
	defer cancel()
	var said string
	err := w.writer.row(short, "PRAGMA quick_check(1)", nil, &said)
	switch {
	case err != nil && short.Err() != nil && ctx.Err() == nil:
		w.log.Info("database too large to look through on opening")
		return nil
	case err != nil:
		return err
	case said != "ok":
		return broken(w.dir, errors.New(said))
	}
	return nil
}

// proveEnd proves the last records of every seat and leaves the tip standing at the end of the log.
func (w *Workspace) proveEnd(ctx context.Context) error {
	w.tip = tip{hash: journal.Genesis(w.id, w.signer.Public())}
	if err := w.writer.row(ctx, "SELECT coalesce(max(id), 0) FROM (SELECT id FROM record UNION ALL SELECT id FROM aside)", nil, &w.tip.record); err != nil {
		return err
	}
	aside, err := readAside(ctx, w.writer)
	if err != nil {
		return err
	}
	keys := map[string][]byte{}
	err = w.writer.rows(ctx, "SELECT id, key FROM seat", nil, func(scan func(...any) error) error {
		var id string
		var key []byte
		err := scan(&id, &key)
		keys[id] = key
		return err
	})
	if err != nil {
		return err
	}
	for id, key := range keys {
		if len(key) != ed25519.PublicKeySize || journal.SeatID(key) != id {
			return broken(w.dir, fmt.Errorf("a seat's key is not its own"))
		}
		n := provenElse
		if id == w.signer.ID {
			n = proven
		}
		if err := w.proveEndOf(ctx, key, n, aside); err != nil {
			return err
		}
	}
	return nil
}

// proveEndOf proves the last n records of a seat, stepping over those that were set aside.
func (w *Workspace) proveEndOf(ctx context.Context, key ed25519.PublicKey, n int, aside asideList) error {
	var last []stored
	seat := journal.SeatID(key)
	err := eachRecord(ctx, w.writer, "SELECT id, seat, seq, prev, hash, sig, body FROM record WHERE seat = ? ORDER BY seq DESC LIMIT ?", []any{seat, n}, func(r stored) error {
		last = append(last, r)
		return nil
	})
	if err != nil {
		return err
	}
	var chain *journal.Chain
	for i := len(last) - 1; i >= 0; i-- {
		if i+1 == len(last) || last[i].Seq > last[i+1].Seq+1 && aside.has(seat, last[i+1].Seq+1, last[i].Seq-1) {
			chain = journal.Resume(key, last[i].Seq-1, last[i].Prev)
		}
		b, err := chain.Check(last[i].Record)
		if err != nil {
			return &app.Error{Code: "workspace.broken", Args: map[string]any{"path": w.dir, "record": last[i].id}, Cause: err}
		}
		if seat == w.signer.ID || b.Time.Wall().Before(w.now().Add(clockLimit)) { // another laptop's clock may be years ahead
			w.tip.time = max(w.tip.time, b.Time)
		}
		if seat == w.signer.ID {
			w.tip.seq, w.tip.hash = b.Seq, last[i].Hash
		}
	}
	if seat != w.signer.ID {
		return nil
	}
	// A number is never given twice, not even when the record that had it was set aside.
	return w.writer.rows(ctx, "SELECT seq, coalesce(hash, x'') FROM aside WHERE seat = ? AND seq > ? ORDER BY seq DESC LIMIT 1", []any{seat, w.tip.seq}, func(scan func(...any) error) error {
		var hash []byte
		err := scan(&w.tip.seq, &hash)
		w.tip.hash = journal.Hash{}
		copy(w.tip.hash[:], hash)
		return err
	})
}

// catchUp rebuilds the projections when they were made by another version of the program or miss the end of the log.
func (w *Workspace) catchUp(ctx context.Context) error {
	var version string
	err := w.writer.row(ctx, "SELECT value FROM meta WHERE key = 'projection'", nil, &version)
	var behind bool
	if err == nil && version == fmt.Sprint(projectionVersion) {
		if err := w.writer.row(ctx, "SELECT coalesce((SELECT max(record) FROM deed), 0) <> coalesce((SELECT max(id) FROM record WHERE id NOT IN (SELECT record FROM parked)), 0)", nil, &behind); err == nil && !behind {
			return nil
		}
	}
	w.log.Info("projections are rebuilt", "records", w.tip.record)
	return w.Rebuild(ctx, nil)
}

// stored is a record with its place in this workspace.
type stored struct {
	id int64
	journal.Record
}

// eachRecord reads records; columns of an impossible shape come out as records that prove false.
func eachRecord(ctx context.Context, s *session, query string, args []any, f func(stored) error) error {
	return s.rows(ctx, query, args, func(scan func(...any) error) error {
		var r stored
		var prev, hash []byte
		if err := scan(&r.id, &r.Seat, &r.Seq, &prev, &hash, &r.Sig, &r.Body); err != nil {
			return err
		}
		if len(prev) == len(r.Prev) {
			copy(r.Prev[:], prev)
		}
		if len(hash) == len(r.Hash) {
			copy(r.Hash[:], hash)
		}
		return f(r)
	})
}

// Close stops the backup and the trial under way, waits for the deed, the reads and all else that goes on, closes the
// workspace, lets go of it and wipes its keys. A second Close does nothing.
func (w *Workspace) Close() error {
	w.stays.end() // before the lock: a backup waits for it
	w.write.Lock()
	defer w.write.Unlock()
	if w.closed {
		return nil
	}
	w.closed = true
	err := w.disconnect()
	w.keysMu.Lock()
	if w.key != nil {
		w.key.Forget()
	}
	w.signer.Forget()
	w.keysMu.Unlock()
	if w.lock != nil {
		err = errors.Join(err, w.lock.Close())
	}
	return told(err, w.dir, "close the workspace")
}

// disconnect waits for the reads under way and closes every connection.
func (w *Workspace) disconnect() error {
	var errs []error
	if w.pool != nil {
		errs = append(errs, w.pool.close())
	}
	if w.readDB != nil {
		errs = append(errs, w.readDB.Close())
	}
	if w.writer != nil { // last, so that it is the one that folds the WAL into the database
		errs = append(errs, w.writer.close())
	}
	if w.writeDB != nil {
		errs = append(errs, w.writeDB.Close())
	}
	w.readDB, w.writer, w.writeDB = nil, nil, nil
	return errors.Join(errs...)
}
