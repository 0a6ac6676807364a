package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// errPreview ends a transaction that was only to show what it would do.
var errPreview = errors.New("only looked at")

// openPackage opens a package by the key of the seat.
func (w *Workspace) openPackage(ctx context.Context, paths []string) (*exchange.Package, error) {
	id, err := age.ParseX25519Identity(w.box)
	if err != nil {
		return nil, errors.New("the seat's key to packages is not readable") // the error of age would show it
	}
	pk, err := exchange.Open(ctx, paths, []age.Identity{id}, "")
	if err != nil {
		return nil, err
	}
	return pk, w.acceptable(pk.Manifest())
}

// acceptable refuses a package that is not for this workspace.
func (w *Workspace) acceptable(m exchange.Manifest) error {
	w.keysMu.Lock()
	here := w.keys.Seats()
	w.keysMu.Unlock()
	switch {
	case m.Kind == exchange.Templates:
		return app.Refuse("exchange.templates")
	case m.Workspace != w.id:
		return app.Refuse("exchange.elsewhere", "title", m.Title, "who", m.From.Person)
	case slices.Contains(here, m.From.Seat):
		return app.Refuse("exchange.own", "number", m.Number)
	}
	return nil
}

// Examine opens a package, proves it whole and says what it would do. progress (may be nil) is told bytes done of bytes.
// Refusals, each with a sentence of its own: those of exchange.Open, "exchange.elsewhere" (of another workspace),
// "exchange.own" (our own file), "exchange.templates", "exchange.sender" (nobody here has enrolled who wrote it),
// "exchange.sender.out", "exchange.gap" (an earlier file is missing: of whom, from which number), "exchange.takenback" (it
// rests on an import that was taken back), "exchange.fork" (a seat exists twice), "exchange.behind" (this workspace is an
// older copy), "exchange.record" (a record does not prove), "exchange.enrol", "exchange.newer.record".
func (w *Workspace) Examine(ctx context.Context, paths []string, progress func(done, total int64)) (Coming, error) {
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return Coming{}, err
	}
	defer leave()
	pk, err := w.openPackage(ctx, paths)
	if err != nil {
		return Coming{}, err
	}
	if err := pk.Check(ctx, progress); err != nil {
		return Coming{}, err
	}
	w.sums.Store(pk.Manifest().ID, pk.SHA256())
	var c Coming
	if _, err = w.takeRecords(ctx, pk, TakeIn{}, &c, nil); err != nil {
		return Coming{}, err
	}
	return c, nil
}

// TakeIn takes a package in: all of it in one transaction, after a backup. A package of which everything is here changes
// nothing and gives the zero Import. It refuses as Examine does, with "exchange.grave" when the word is missing,
// "exchange.changed" when another package lies there than the one that was looked at, and as app.Permit does. One package is
// taken in at a time.
func (w *Workspace) TakeIn(ctx context.Context, paths []string, how TakeIn, progress func(done, total int64)) (Import, error) {
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return Import{}, err
	}
	defer leave()
	if err := w.permit(ctx, w, app.VerbPackIn, "", nil); err != nil {
		return Import{}, err
	}
	over, err := w.cache.takes.alone(ctx)
	if err != nil {
		return Import{}, err
	}
	defer over()
	pk, err := w.openPackage(ctx, paths)
	if err != nil {
		return Import{}, err
	}
	if how.Package != "" && how.Package != pk.Manifest().ID {
		return Import{}, app.Refuse("exchange.changed")
	}
	if !how.Again { // what it brought may have stayed without effect
		if known, err := w.hasTaken(ctx, pk.Manifest()); err != nil || known {
			return Import{}, err
		}
	}
	if err := w.beforeImport(ctx); err != nil {
		return Import{}, err
	}
	done, err := w.takeRecords(ctx, pk, how, nil, progress)
	if err != nil || done.N == 0 {
		return done, err
	}
	w.tell(app.Deed{Verb: app.VerbPackIn})
	return done, nil
}

// sumOf gives the SHA-256 of a package as it was found when it was examined: to hash it once more would read all of it
// from the stick again. One that nobody examined has none.
func (w *Workspace) sumOf(pk *exchange.Package) string {
	if sum, ok := w.sums.Load(pk.Manifest().ID); ok {
		return sum.(string)
	}
	return pk.SHA256()
}

// backupServes is how long a backup serves for the imports after it. An import only adds to the log and can be taken back
// for ever, so that a stack of packages does not need a copy of the workspace for each.
const backupServes = time.Hour

// beforeImport makes a backup before the first import of an hour.
func (w *Workspace) beforeImport(ctx context.Context) error {
	if w.made.Sample || w.plain {
		return nil
	}
	all, err := Backups(BackupsDir(w.dir))
	if err != nil {
		return err
	}
	if last, err := newestGood(all, w.id, w.now()); err == nil && w.now().Sub(last.At) < backupServes && !last.At.After(w.now()) && w.opens(last) {
		return nil
	}
	return w.BeforeRisk(ctx, "import")
}

// hasTaken says whether a package was taken in whole and is in effect.
func (w *Workspace) hasTaken(ctx context.Context, m exchange.Manifest) (known bool, err error) {
	err = w.borrow(ctx, func(s *session) error {
		var waits bool
		if err := s.row(ctx, "SELECT EXISTS(SELECT 1 FROM awaited)", nil, &waits); err != nil || waits && len(m.Blobs) > 0 {
			return err
		}
		return s.row(ctx, "SELECT EXISTS(SELECT 1 FROM import WHERE package = ? AND back = 0 AND coalesce(json_array_length(about, '$.Without'), 0) = 0)", []any{string(m.ID)}, &known)
	})
	return known, err
}

// takeRecords takes what a package holds into the log, in one transaction. With coming it only says what that would do.
func (w *Workspace) takeRecords(ctx context.Context, pk *exchange.Package, how TakeIn, coming *Coming, progress func(done, total int64)) (done Import, err error) {
	var laid []laidBlob
	if coming == nil {
		if laid, err = w.takeBlobs(ctx, pk, progress); err != nil {
			return Import{}, errors.Join(err, w.dropBlobs(laid))
		}
	}
	var t *intake
	err = w.transact(ctx, func(p *projector) (err error) {
		if t, err = newIntake(ctx, w, p, pk.Manifest(), how.Without); err != nil {
			return err
		}
		if done, err = t.all(ctx, pk, how, coming); err != nil {
			return err
		}
		return w.nameBlobs(laid)
	})
	switch {
	case errors.Is(err, errPreview):
		return Import{}, nil
	case errors.Is(err, errFork):
		w.keepForks(ctx, t.forks)
	}
	if err != nil {
		return Import{}, errors.Join(err, w.dropBlobs(laid))
	}
	if t.renewed && coming == nil {
		w.cache.forget()
	}
	if t.seats && coming == nil {
		if err := w.changeKeys(func() error { return w.prune(ctx) }); err != nil {
			w.log.Warn("slots of seats that were left out stay until the next opening", "error", err)
		}
	}
	return done, nil
}

// all takes in the whole package within the transaction.
func (t *intake) all(ctx context.Context, pk *exchange.Package, how TakeIn, coming *Coming) (Import, error) {
	defer t.work.Wait()
	t.look = coming != nil
	if err := t.before(ctx); err != nil {
		return Import{}, err
	}
	if err := t.begun(ctx); err != nil {
		return Import{}, err
	}
	if err := pk.Records(ctx, func(r journal.Record) error { return t.take(ctx, r) }); err != nil {
		return Import{}, err
	}
	if err := t.finish(ctx); err != nil {
		return Import{}, err
	}
	last := t.w.tip.record
	if err := t.afterSeats(ctx); err != nil {
		return Import{}, err
	}
	if err := t.comeAgain(ctx, how.Again); err != nil {
		return Import{}, err
	}
	if err := t.keepRests(ctx); err != nil {
		return Import{}, err
	}
	o, err := t.outcome(ctx, pk, how.Sure && coming == nil)
	if err != nil {
		return Import{}, err
	}
	if coming != nil {
		*coming = o
		return Import{}, errPreview
	}
	if err := t.keepReceipts(ctx); err != nil {
		return Import{}, err
	}
	if o.Known {
		return Import{}, nil
	}
	if o.Grave() && !how.Sure {
		return Import{}, app.Refuse("exchange.grave", "removed", o.Removed, "living", o.Living, "signed", len(o.Signed))
	}
	return t.keepImport(ctx, pk, o, how, last)
}

// keepImport writes down that a package was taken in, and leaves a record of it.
func (t *intake) keepImport(ctx context.Context, pk *exchange.Package, o Coming, how TakeIn, last int64) (Import, error) {
	w := t.w
	done := Import{At: w.now().UTC(), By: w.Seat().ID, From: o.From, Package: t.m.ID, Kind: t.m.Kind, Number: t.m.Number, Made: o.Made,
		Name: pk.Name(), SHA256: w.sumOf(pk), Records: o.Records, Changes: o.Changes, Blobs: o.Blobs, Missing: o.Missing, Clashes: len(o.Clashes), Without: how.Without}
	if err := t.p.s.row(ctx, "SELECT coalesce(max(n), 0) + 1 FROM import", nil, &done.N); err != nil {
		return Import{}, err
	}
	about, err := json.Marshal(keptImport{Import: done, Cases: o.Cases, Clashed: fieldsOf(o.Clashes)})
	if err != nil {
		return Import{}, fmt.Errorf("encode an import: %w", err)
	}
	if err := t.p.s.exec("INSERT INTO import(n, package, first, last, about, back) VALUES(?,?,?,?,?,0)", done.N, string(done.Package), t.first, last, string(about)); err != nil {
		return Import{}, err
	}
	if w.made.Reading { // nobody sits there who could sign it
		return done, nil
	}
	if st, known := t.roll.Seat(w.signer.ID); !known || st.Out { // a copy for reading leaves no records
		return done, nil
	}
	note := app.Remember(w.Seat(), map[string]string{"package": string(t.m.ID), "kind": string(t.m.Kind), "from": t.m.From.Seat,
		"number": strconv.FormatInt(t.m.Number, 10), "records": strconv.Itoa(o.Records)})
	_, err = w.append(t.p, draft{who: w.Me().Name, verb: app.VerbPackIn, changes: []app.Change{note}})
	return done, err
}

// keptImport is an import as it is kept.
type keptImport struct {
	Import
	Cases   []CaseComing
	Clashed []clashedField
}

// clashedField names a field that came to clash.
type clashedField struct {
	Entity app.ID
	Field  string
	Sides  []journal.Ref
}

func fieldsOf(all []Clash) []clashedField {
	var out []clashedField
	for _, c := range all {
		f := clashedField{Entity: c.Entity, Field: c.Field}
		for _, s := range c.Sides {
			f.Sides = append(f.Sides, s.Ref)
		}
		out = append(out, f)
	}
	return out
}

// takeBlobs lays down the attached files that are not here yet. They are encrypted from the first byte, and have no names
// before the records that speak of them are about to be kept: what is stopped takes away its own files and no others.
func (w *Workspace) takeBlobs(ctx context.Context, pk *exchange.Package, progress func(done, total int64)) (laid []laidBlob, err error) {
	var total, done int64
	for _, b := range pk.Manifest().Blobs {
		total += b.Size
	}
	want := func(hash string) bool { return hashForm.MatchString(hash) && !exists(w.attachmentPath(hash)) }
	err = pk.Blobs(ctx, want, func(b exchange.Blob, r io.Reader) error {
		one, err := layBlob(ctx, w.disk, w.key, w.dir, watched{r, func(n int) {
			done += int64(n)
			if progress != nil {
				progress(done, total)
			}
		}})
		if err != nil {
			var unreadable *readError
			if errors.As(err, &unreadable) {
				return unreadable.cause
			}
			return told(err, w.dir, "take in an attached file")
		}
		laid = append(laid, one)
		return nil
	})
	return laid, err
}

// nameBlobs gives attached files that came their names, durably. It is called at the end of the transaction that keeps
// the records that speak of them: a crash between the two leaves files that nothing speaks of.
func (w *Workspace) nameBlobs(laid []laidBlob) error {
	folders := map[string]bool{}
	for _, b := range laid {
		path, err := b.path(w.key, w.dir)
		if err != nil {
			return err
		}
		if err := w.disk.mkdir(filepath.Dir(path)); err != nil {
			return err
		}
		folders[filepath.Dir(path)] = true
		if exists(path) { // somebody attached the same file meanwhile, and may be reading it
			err = w.disk.remove(b.tmp)
		} else {
			err = w.disk.rename(b.tmp, path)
		}
		if err != nil {
			return err
		}
	}
	if len(folders) > 0 {
		folders[attachmentsPath(w.dir)] = true
	}
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		if err := w.disk.names(dir); err != nil {
			return err
		}
	}
	return nil
}

// dropBlobs takes away attached files that came with a package which was not taken in, but for those that have names.
func (w *Workspace) dropBlobs(laid []laidBlob) error {
	var errs []error
	for _, b := range laid {
		errs = append(errs, w.disk.remove(b.tmp))
	}
	return errors.Join(errs...)
}

// watched tells how much of a reader was read.
type watched struct {
	from io.Reader
	tell func(n int)
}

func (c watched) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.tell(n)
	return n, err
}

// keepForks writes down that a seat exists twice: it is told until the seat is left out.
func (w *Workspace) keepForks(ctx context.Context, forks []journal.Record) {
	err := w.transact(context.WithoutCancel(ctx), func(p *projector) error {
		for _, r := range forks {
			if err := p.s.exec("INSERT OR IGNORE INTO fork(seat, seq, hash, came) VALUES(?,?,?,?)", r.Seat, r.Seq, r.Hash[:], w.now().UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.log.Warn("that a seat exists twice is not written down", "error", err)
	}
}

// keepReceipts keeps what the package tells of who has what, as far as the seats signed it.
func (t *intake) keepReceipts(ctx context.Context) error {
	for _, r := range t.m.Receipts {
		st, known := t.roll.Seat(r.Seat)
		if !known || r.Workspace != t.w.id || r.Proven(st.Key) != nil {
			continue
		}
		if r.Made > t.w.now().Add(100*365*24*time.Hour).UnixMilli() {
			continue
		}
		body, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("encode a receipt: %w", err)
		}
		err = t.p.s.exec(`INSERT INTO receipt(seat, count, came, body) VALUES(?,?,?,?)
			ON CONFLICT(seat) DO UPDATE SET count = excluded.count, came = excluded.came, body = excluded.body WHERE excluded.count > receipt.count`,
			r.Seat, r.Count, t.w.now().UnixMilli(), string(body))
		if err != nil {
			return err
		}
	}
	return nil
}

// present says whether an attached file is here, without proving it.
func (w *Workspace) present(hash string) bool {
	if !hashForm.MatchString(hash) {
		return false
	}
	_, err := os.Stat(w.attachmentPath(hash))
	return err == nil
}
