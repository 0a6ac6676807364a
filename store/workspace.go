package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// readers is how many reads can run at once.
const readers = 4

// Options say who opens a workspace and what time it is.
type Options struct {
	Now    func() time.Time // nil: the machine's clock
	Log    *slog.Logger     // nil: slog's default; personal data never goes there
	Phrase string           // the pass phrase: it opens the workspace and decides at which seat
	// Recovery opens the workspace in the place of a forgotten phrase: Phrase then is the new one, under which a new seat
	// takes the place of the seat RecoverFor names (by its own ID or the person's; "" = the founder's).
	Recovery   *vault.Recovery
	Office     string // the secret half of the office's key, as vault.ParseOffice gives it: opens as Recovery does
	RecoverFor app.ID
	Cost       vault.Cost // what one try of a phrase costs, for Create alone; zero: measured on this machine

	// The first person and the first seat, for Create alone.
	Person string // name
	Dept   string // department, "" = not given
	Laptop string // what the person calls the machine, "" = the machine's own name
	Sample bool   // the workspace is made to show the program: nothing in it is real

	Program string // version of the program, told to those who get a package; "" = not told

	known *handed // the keys, where they need not be opened by the phrase
	// plain leaves the database in the clear, so that benchmarks can tell what encryption costs.
	plain bool
}

// Workspace is one open workspace. Its methods may be called from any goroutine.
type Workspace struct {
	dir     string
	id      string
	made    manifest
	program string // version of the program
	now     func() time.Time
	log     *slog.Logger
	lock    *os.File
	disk    disk           // where attached files are put
	signer  journal.Signer // writes for the seat
	box     string         // opens what is sent to the seat: an age identity

	keysMu  sync.Mutex
	keys    *vault.File // key.json as it is on disk
	key     *vault.Key
	vfs     string // the file layer of the key
	unclean bool   // the last program ended without closing the workspace
	plain   bool   // the database is in the clear, in benchmarks only
	laying  bool   // it is being made or opened: a copy for reading is still written

	stays  stays          // what Close waits for
	coming *vault.Secrets // of a seat that is about to take the place of another

	meMu sync.Mutex
	seat app.Seat // as the log has it; who sits there
	me   app.Person
	kept tip // as it was last committed

	reader app.ID // in a copy for reading: the seat it was written to, "" = whoever has the phrase

	writeDB *sql.DB
	write   sync.Mutex // held during a deed: one at a time
	writer  *session
	tip     tip
	closed  bool

	readDB *sql.DB
	pool   *pool

	debts   debts // attached files that no deed has named yet
	cache   cache
	sums    sync.Map // SHA-256 of packages that were examined since the workspace was opened, by the package's ID
	hooksMu sync.Mutex
	hooks   []func(app.Deed)
}

// tip is where the log stands.
type tip struct {
	record int64        // last record of the workspace
	seq    int64        // last record of the seat
	hash   journal.Hash // of that record
	time   journal.Time // of the latest record of any seat: the next one is later than all that is known
}

// Dir is the folder of the workspace.
func (w *Workspace) Dir() string { return w.dir }

// ID is the identity of the workspace.
func (w *Workspace) ID() string { return w.id }

// Desk gives the person at the seat a desk in this workspace.
func (w *Workspace) Desk() app.Desk {
	return app.Desk{Door: w, Now: w.now, NewID: newID, Who: w.Me().Name, Seat: w.Seat().ID}
}

func newID() app.ID { return app.ID(uuid.Must(uuid.NewV7()).String()) }

// OnChange has f called after each committed deed, outside every lock, in the goroutine that did the deed. A bulk load
// calls it once, with a deed without changes. The returned function takes f away again.
func (w *Workspace) OnChange(f func(app.Deed)) (stop func()) {
	w.hooksMu.Lock()
	defer w.hooksMu.Unlock()
	i := len(w.hooks)
	w.hooks = append(w.hooks, f)
	return func() {
		w.hooksMu.Lock()
		defer w.hooksMu.Unlock()
		w.hooks[i] = nil
	}
}

func (w *Workspace) tell(d app.Deed) {
	w.hooksMu.Lock()
	hooks := make([]func(app.Deed), len(w.hooks))
	copy(hooks, w.hooks)
	w.hooksMu.Unlock()
	for _, f := range hooks {
		if f != nil {
			f(d)
		}
	}
}

// Do shows f the state, takes the deed it returns and commits it whole, with nothing in between. f must read through
// the Reader it is given and must not call Do.
func (w *Workspace) Do(ctx context.Context, f func(app.Reader) (app.Deed, error)) error {
	return w.do(ctx, w.Me().Name, f)
}

func (w *Workspace) do(ctx context.Context, who string, f func(app.Reader) (app.Deed, error)) error {
	var done app.Deed
	err := w.transact(ctx, func(p *projector) error {
		deed, err := f(sessionReader{w.writer})
		if err != nil || len(deed.Changes) == 0 {
			return err
		}
		done = deed
		_, err = w.append(p, draft{who: who, verb: deed.Verb, cas: deed.Case, changes: deed.Changes})
		return err
	})
	if err == nil && len(done.Changes) > 0 {
		w.paid(done)
		w.tell(done)
	}
	return err
}

// transact runs f in one transaction of the writing connection. When f or the commit fails, nothing stays.
func (w *Workspace) transact(ctx context.Context, f func(*projector) error) (err error) {
	w.write.Lock()
	defer w.write.Unlock()
	if w.closed {
		return app.Refuse("workspace.closed", "path", w.dir)
	}
	if err := w.writable(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.writer.exec("BEGIN IMMEDIATE"); err != nil {
		return told(err, w.dir, "begin a deed")
	}
	before, committed := w.tip, false
	defer func() {
		if committed {
			return
		}
		w.tip = before
		// After a full disk SQLite may already have rolled back; then there is nothing left to undo.
		if rerr := w.writer.exec("ROLLBACK"); rerr != nil {
			w.log.Debug("rollback", "error", rerr)
		}
	}()
	p := newProjector(w.writer)
	if err := f(p); err != nil {
		return told(err, w.dir, "do a deed")
	}
	w.cache.touch(w.tip.record, p.touched)
	if err := w.writer.exec("COMMIT"); err != nil {
		return told(err, w.dir, "commit a deed")
	}
	committed = true
	w.refresh(p)
	return nil
}

// draft is what is to become a record.
type draft struct {
	who      string
	verb     app.Verb
	cas      app.ID
	undoes   journal.Ref
	part, of int
	changes  []app.Change
	knows    map[int][]journal.Ref // what a change was made in knowledge of, by its place, where that is not all that stands
}

// append signs a draft as the seat's next record, keeps it and projects it, inside the running transaction.
func (w *Workspace) append(p *projector, d draft) (int64, error) {
	body := journal.Body{
		V: journal.Version, Seat: w.signer.ID, Seq: w.tip.seq + 1, Time: w.tip.time.Next(w.now()),
		Who: d.who, Verb: d.verb, Case: d.cas, Undoes: d.undoes, Part: d.part, Of: d.of,
	}
	changes, err := p.knowing(body.Ref(), d.changes)
	if err != nil {
		return 0, err
	}
	for i, parents := range d.knows {
		changes[i].Parents = parents
	}
	body.Changes = changes
	r, err := w.signer.Seal(w.tip.hash, body)
	if err != nil {
		return 0, fmt.Errorf("seal %s: %w", d.verb, err)
	}
	id := w.tip.record + 1
	err = w.writer.exec("INSERT INTO record(id, seat, seq, prev, hash, sig, body) VALUES(?,?,?,?,?,?,?)",
		id, r.Seat, r.Seq, r.Prev[:], r.Hash[:], r.Sig, r.Body)
	if err != nil {
		return 0, fmt.Errorf("keep the record: %w", err)
	}
	if err := w.enrolAll(body); err != nil {
		return 0, err
	}
	if err := p.project(id, body); err != nil {
		return 0, fmt.Errorf("project %s: %w", d.verb, err)
	}
	w.tip = tip{record: id, seq: r.Seq, hash: r.Hash, time: body.Time}
	return id, nil
}

// borrow gives a reading connection to f and takes it back.
func (w *Workspace) borrow(ctx context.Context, f func(*session) error) error {
	s, err := w.pool.take(ctx)
	if errors.Is(err, errPoolClosed) {
		return app.Refuse("workspace.closed", "path", w.dir)
	}
	if err != nil {
		return err
	}
	defer func() { w.pool.give(s) }()
	if s == nil {
		fresh, err := newSession(ctx, w.readDB)
		if err != nil {
			return told(err, w.dir, "open a reading connection")
		}
		s = fresh
	}
	return told(f(s), w.dir, "read the workspace")
}

// View runs f on the state of one moment: what is committed meanwhile is not seen.
func (w *Workspace) View(ctx context.Context, f func(app.Reader) error) error {
	return w.snapshot(ctx, func(s *session) error { return f(w.own(sessionReader{s})) })
}

func (w *Workspace) snapshot(ctx context.Context, f func(*session) error) error {
	return w.borrow(ctx, func(s *session) error {
		if err := s.exec("BEGIN"); err != nil {
			return err
		}
		defer func() { // also when f panics: the connection goes back to the pool
			// A damaged page ends the transaction by itself; the connection is not used again then.
			s.spoilt = s.exec("ROLLBACK") != nil
		}()
		return f(s)
	})
}

// Read fills into with the noun of this ID; app.ErrNotFound when there is none. The work logs of others are not there,
// see ownReader.
func (w *Workspace) Read(ctx context.Context, id app.ID, into any) error {
	return w.borrow(ctx, func(s *session) error { return w.own(sessionReader{s}).Read(ctx, id, into) })
}

// Each calls f with every noun of a kind owned by owner ("" = any owner), in the order of ID.
func (w *Workspace) Each(ctx context.Context, kind app.Kind, owner app.ID, f func(id app.ID, doc json.RawMessage) error) error {
	var nouns []stated
	err := w.borrow(ctx, func(s *session) (err error) {
		nouns, err = sessionReader{s}.list(ctx, kind, owner)
		if err == nil && private(kind) {
			var a app.Actor
			a, err = w.onlooker(ctx, sessionReader{s})
			nouns = slices.DeleteFunc(nouns, func(n stated) bool { return !readsDay(a, n.doc) })
		}
		return err
	})
	if err != nil {
		return err
	}
	return each(nouns, f)
}

// All gives every noun of a kind, decoded by the caller, owners before what they own when called in the order of
// app.Kinds. It is what a dump is made of.
func (w *Workspace) All(ctx context.Context, f func(kind app.Kind, id app.ID, doc json.RawMessage) error) error {
	return w.View(ctx, func(r app.Reader) error {
		for _, k := range app.Kinds {
			if err := r.Each(ctx, k, "", func(id app.ID, doc json.RawMessage) error { return f(k, id, doc) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// sessionReader reads through one connection, inside its transaction if it has one.
type sessionReader struct{ s *session }

type stated struct {
	id  app.ID
	doc json.RawMessage
}

func (r sessionReader) Read(ctx context.Context, id app.ID, into any) error {
	var doc []byte
	err := r.s.row(ctx, "SELECT doc FROM entity WHERE id = ? AND deleted = 0", []any{string(id)}, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		return &app.Error{Code: app.ErrNotFound.Code, Args: map[string]any{"id": string(id)}, Cause: app.ErrNotFound}
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", id, err)
	}
	if err := json.Unmarshal(doc, into); err != nil {
		return fmt.Errorf("decode %s: %w", id, err)
	}
	return nil
}

func (r sessionReader) Each(ctx context.Context, kind app.Kind, owner app.ID, f func(id app.ID, doc json.RawMessage) error) error {
	nouns, err := r.list(ctx, kind, owner)
	if err != nil {
		return err
	}
	return each(nouns, f)
}

// list reads all before anything is done with them, so that f may read further on the same connection.
func (r sessionReader) list(ctx context.Context, kind app.Kind, owner app.ID) ([]stated, error) {
	query, args := "SELECT id, doc FROM entity WHERE kind = ? AND deleted = 0 ORDER BY id", []any{string(kind)}
	if owner != "" {
		query, args = "SELECT id, doc FROM entity WHERE owner = ? AND kind = ? AND deleted = 0 ORDER BY id", []any{string(owner), string(kind)}
	}
	var out []stated
	err := r.s.rows(ctx, query, args, func(scan func(...any) error) error {
		var id, doc string
		if err := scan(&id, &doc); err != nil {
			return err
		}
		out = append(out, stated{app.ID(id), json.RawMessage(doc)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read every %s: %w", kind, err)
	}
	return out, nil
}

func each(nouns []stated, f func(app.ID, json.RawMessage) error) error {
	for _, n := range nouns {
		if err := f(n.id, n.doc); err != nil {
			return err
		}
	}
	return nil
}
