package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

const (
	// proven is how many of the last records are proven on opening; Verify proves all.
	proven = 16
	// quickCheck bounds the look through the database that follows an unclean end, so that opening stays quick.
	quickCheck = 30 * time.Millisecond
)

// Open opens the workspace at dir. It refuses with "workspace.missing", "workspace.halfmade" (its creation was cut
// off), "workspace.foreign" (no workspace of ours), "workspace.newer" (written by a newer program), "workspace.broken",
// "workspace.inuse" (another program has it open), "folder.readonly", "disk.full", each with the path.
func Open(ctx context.Context, dir string, o Options) (_ *Workspace, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("find the workspace folder: %w", err)
	}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	w := &Workspace{dir: dir, id: m.ID, lock: lock}
	w.take(o)
	defer func() {
		if err != nil {
			w.Close()
		}
	}()
	if w.signer, err = readSeat(dir); err != nil {
		return nil, err
	}
	unclean, err := lookAtFile(dir)
	if err != nil {
		return nil, err
	}
	if err := w.connect(ctx); err != nil {
		return nil, err
	}
	if err := w.inspect(ctx, unclean); err != nil {
		var s interface{ Code() int }
		if errors.As(err, &s) && app.CodeOf(err) == "" && faultCode(err) == "" {
			err = broken(dir, err) // such as a table that is not there
		}
		return nil, told(err, dir, "look through the workspace")
	}
	w.sweepIncoming()
	w.log.Info("workspace open", "records", w.tip.record, "unclean", unclean)
	return w, nil
}

// take fills in what the options leave open.
func (w *Workspace) take(o Options) {
	w.person, w.now, w.log = o.Person, o.Now, o.Log
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
	head := make([]byte, 16)
	if _, err := io.ReadFull(f, head); err != nil || string(head) != "SQLite format 3\x00" {
		return false, broken(dir, fmt.Errorf("workspace.db is no database"))
	}
	wal, err := os.Stat(databasePath(dir) + "-wal")
	return err == nil && wal.Size() > 0, nil
}

// connect opens the writing connection and makes the pool of reading ones.
func (w *Workspace) connect(ctx context.Context) (err error) {
	if w.writeDB, err = openDB(databasePath(w.dir), readWrite); err != nil {
		return err
	}
	w.writeDB.SetMaxOpenConns(1)
	if w.writer, err = newSession(ctx, w.writeDB); err != nil {
		return told(err, w.dir, "open the writing connection")
	}
	if w.readDB, err = openDB(databasePath(w.dir), readOnly); err != nil {
		return err
	}
	w.readDB.SetMaxOpenConns(readers)
	w.readDB.SetMaxIdleConns(readers)
	w.pool = make(chan *session, readers)
	for range readers {
		w.pool <- nil
	}
	return nil
}

// inspect checks that the database is ours, whole at its end, and in step with its log, and finds the tip.
func (w *Workspace) inspect(ctx context.Context, unclean bool) error {
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
	if unclean {
		if err := w.quickCheck(ctx); err != nil {
			return err
		}
	}
	if err := w.proveEnd(ctx); err != nil {
		return err
	}
	return w.catchUp(ctx)
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

// proveEnd proves the last records of the log and leaves the tip standing at its end.
func (w *Workspace) proveEnd(ctx context.Context) error {
	w.tip = tip{hash: journal.Genesis(w.id, w.signer.Public())}
	var key []byte
	err := w.writer.row(ctx, "SELECT key FROM seat WHERE id = ?", []any{w.signer.ID}, &key)
	if errors.Is(err, sql.ErrNoRows) || err == nil && string(key) != string(w.signer.Public()) {
		return broken(w.dir, fmt.Errorf("the seat is not one of this workspace"))
	}
	if err != nil {
		return err
	}
	var last []stored
	err = eachRecord(ctx, w.writer, "SELECT id, seat, seq, prev, hash, sig, body FROM record ORDER BY id DESC LIMIT ?", []any{proven}, func(r stored) error {
		last = append(last, r)
		return nil
	})
	if err != nil {
		return err
	}
	if len(last) == 0 {
		return nil
	}
	first := last[len(last)-1]
	chain := journal.Resume(w.signer.Public(), first.Seq-1, first.Prev)
	for i := len(last) - 1; i >= 0; i-- {
		b, err := chain.Check(last[i].Record)
		if err != nil {
			return &app.Error{Code: "workspace.broken", Args: map[string]any{"path": w.dir, "record": last[i].id}, Cause: err}
		}
		w.tip = tip{record: last[i].id, seq: b.Seq, hash: last[i].Hash, time: b.Time}
	}
	return nil
}

// catchUp rebuilds the projections when they were made by another version of the program or miss the end of the log.
func (w *Workspace) catchUp(ctx context.Context) error {
	var version string
	err := w.writer.row(ctx, "SELECT value FROM meta WHERE key = 'projection'", nil, &version)
	var last int64
	if err == nil && version == fmt.Sprint(projectionVersion) {
		if err := w.writer.row(ctx, "SELECT coalesce(max(record), 0) FROM deed", nil, &last); err == nil && last == w.tip.record {
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

// Close waits for the deed and the reads under way, closes the workspace and lets go of it. A second Close does
// nothing.
func (w *Workspace) Close() error {
	w.write.Lock()
	defer w.write.Unlock()
	if w.closed {
		return nil
	}
	w.closed = true
	var errs []error
	if w.pool != nil {
		for range readers {
			if s := <-w.pool; s != nil {
				errs = append(errs, s.close())
			}
		}
		close(w.pool)
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
	if w.lock != nil {
		errs = append(errs, w.lock.Close())
	}
	return told(errors.Join(errs...), w.dir, "close the workspace")
}
