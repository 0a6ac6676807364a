package store

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the database engine, registered as "sqlite"
)

//go:embed schema.sql
var schemaSQL string

//go:embed projections.sql
var projectionsSQL string

const (
	// applicationID stands in the header of the file, so that a foreign database is known before it is read.
	applicationID = 0x4c53484e // "LSHN"
	// schemaVersion counts the changes of the log tables; a higher one was written by a newer program.
	schemaVersion = 3
	// projectionVersion counts the changes of what is projected; any other one is rebuilt on opening.
	projectionVersion = 5
)

// access says what a connection may do.
type access int

const (
	readWrite access = iota
	readOnly
)

// memoryDB is the path of a database that never touches the disk.
const memoryDB = ":memory:"

// openDB is the one way to a database: every connection of the program goes through it. vfs names the file layer of the
// workspace's key (see vault.Key.VFS), through which nothing reaches the disk in the clear; it is "" in memory.
func openDB(path, vfs string, a access) (*sql.DB, error) {
	pragmas := []string{"busy_timeout(5000)", "temp_store(memory)", "secure_delete(on)", "foreign_keys(off)", "cache_size(-8000)", "trusted_schema(off)"}
	name, sep := path, "?"
	if path != memoryDB {
		name = uriOf(path)
		if vfs != "" {
			name, sep = name+"?vfs="+vfs, "&"
		}
		if a == readOnly {
			name, sep = name+sep+"mode=ro", "&"
		} else {
			// journal_size_limit keeps a long load from leaving a large WAL behind.
			pragmas = append(pragmas, "journal_mode(wal)", "synchronous(full)", "journal_size_limit(4194304)")
		}
	}
	for _, p := range pragmas {
		name, sep = name+sep+"_pragma="+p, "&"
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return db, nil
}

// uriOf names a file as SQLite's URIs do: with what would end the path or begin an escape written as escapes.
func uriOf(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // "C:/…" on Windows
	}
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(slashed)
}

// session is one connection with the statements prepared on it. It is used by one goroutine at a time.
type session struct {
	conn   *sql.Conn
	stmts  map[string]*sql.Stmt
	spoilt bool // not to be used again
}

func newSession(ctx context.Context, db *sql.DB) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

func (s *session) close() error {
	for _, st := range s.stmts {
		st.Close()
	}
	return s.conn.Close()
}

func (s *session) stmt(query string) (*sql.Stmt, error) {
	if st := s.stmts[query]; st != nil {
		return st, nil
	}
	st, err := s.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	s.stmts[query] = st
	return st, nil
}

func (s *session) exec(query string, args ...any) error {
	_, err := s.run(query, args...)
	return err
}

// run executes a statement to its end: a context could cut a commit in two.
func (s *session) run(query string, args ...any) (sql.Result, error) {
	st, err := s.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(context.Background(), args...)
}

// row reads one row; sql.ErrNoRows when there is none.
func (s *session) row(ctx context.Context, query string, args []any, into ...any) error {
	st, err := s.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(ctx, args...).Scan(into...)
}

// rows calls f for each row of a query.
func (s *session) rows(ctx context.Context, query string, args []any, f func(scan func(...any) error) error) error {
	st, err := s.stmt(query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
