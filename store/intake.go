package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"sync"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// clockLimit is by how much the time of a record may be ahead of the clock here before it is no longer followed.
const clockLimit = 24 * time.Hour

// settleAfter is how many records are taken in before the nouns they touch are written: the memory of a large package
// is bounded by it.
const settleAfter = 4096

// intake takes the records of a package into the log within one transaction.
type intake struct {
	w       *Workspace
	p       *projector
	m       exchange.Manifest
	roll    *journal.Roll
	keys    map[string]ed25519.PublicKey // of the seats that were on the roll before the package
	own     map[string]bool              // seats at work that sit on this laptop
	full    exchange.Vector              // all that is kept here, records without effect too
	parked  map[int64]bool
	without map[app.ID]bool // cases that stay out
	sieve   *sieve
	skipped map[string][]exchange.Range // records of those cases, by seat

	first   int64 // number of the first record that came
	records int
	changes int
	late    int            // written after their seat was left out, or by one that does not stand
	void    int            // that were here and count no longer
	renewed bool           // the tables were computed anew
	future  int            // with a time that is not followed
	again   map[int64]bool // records that are here without effect
	returns []int64        // imports that come into effect again
	asks    []int64        // those that would if somebody wanted it
	forks   []journal.Record
	seats   bool // seats came or changed
	fate    map[app.ID]*fate
	files   map[string]bool // attached files that came to be named
	look    bool            // only to say what would happen
	deeds   map[did]string  // with look: who did what
	clashed map[clashKey]bool

	ready []proof
	next  []proof
	work  sync.WaitGroup
}

// fate is what became of a noun.
type fate struct {
	was, is, changed bool
	sum              uint64 // of its state before the package
	kind             app.Kind
	cas              app.ID
	n                int64
}

var sumSeed = maphash.MakeSeed()

// errFork says that the log of a seat contradicts itself.
var errFork = errors.New("a seat's log contradicts itself")

func newIntake(ctx context.Context, w *Workspace, p *projector, m exchange.Manifest, without []app.ID) (*intake, error) {
	t := &intake{w: w, p: p, m: m, keys: map[string]ed25519.PublicKey{}, without: map[app.ID]bool{}, skipped: map[string][]exchange.Range{},
		again: map[int64]bool{}, fate: map[app.ID]*fate{}, files: map[string]bool{}, deeds: map[did]string{}, first: w.tip.record + 1}
	for _, id := range without {
		t.without[id] = true
	}
	t.sieve = newSieve(p.s, func(cas app.ID, _ app.Set) bool { return cas == "" || !t.without[cas] })
	var err error
	if t.roll, err = rollNow(ctx, p.s, w.id); err != nil {
		return nil, fmt.Errorf("read the seats: %w", err)
	}
	for _, s := range t.roll.Seats() {
		t.keys[s.Seat] = s.Key
	}
	t.own = w.slotsAt(t.roll)
	if t.full, err = have(ctx, p.s, true); err != nil {
		return nil, fmt.Errorf("read what is here: %w", err)
	}
	if t.parked, err = readParked(ctx, p.s); err != nil {
		return nil, err
	}
	p.rows = &rowWriter{s: p.s}
	p.watch = t.watch
	return t, nil
}

// begun refuses a package that begins where something is missing here.
func (t *intake) begun(ctx context.Context) error {
	here, err := have(ctx, t.p.s, false)
	if err != nil {
		return err
	}
	for {
		ref, lacking := t.m.Since.Lacking(here)
		if !lacking {
			return nil
		}
		seat, seq, _, err := ref.Split()
		if err != nil {
			return err
		}
		st, known := t.roll.Seat(seat)
		if known && st.Sent && seq > st.OutAfter { // it does not count here
			h := here[seat]
			h.Top, h.Lacks = t.m.Since[seat].Top, exchange.Join(append([]exchange.Range{}, t.m.Since[seat].Lacks...), t.m.Since[seat].Top)
			here[seat] = h
			continue
		}
		if t.full.Has(seat, seq) {
			n, err := t.importOf(ctx, seat, seq)
			if err != nil {
				return err
			}
			return app.Refuse("exchange.takenback", "number", n)
		}
		return app.Refuse("exchange.gap", "who", t.nameOf(ctx, seat), "first", seq)
	}
}

// importOf gives the import that was taken back and with which a record went that is without effect. It need not be the
// one that brought the record, and of one that was written here there is none.
func (t *intake) importOf(ctx context.Context, seat string, seq int64) (int64, error) {
	var id int64
	if err := t.p.s.row(ctx, "SELECT id FROM record WHERE seat = ? AND seq = ?", []any{seat, seq}, &id); err != nil {
		return 0, fmt.Errorf("look for a record without effect: %w", err)
	}
	reach, err := reachOf(ctx, t.p.s, 0)
	return reach.why[id], err
}

// nameOf gives who sits at a seat, for people.
func (t *intake) nameOf(ctx context.Context, seat string) string {
	if st, known := t.roll.Seat(seat); known {
		if p, err := app.Get[app.Person](ctx, sessionReader{t.p.s}, st.Person); err == nil && p.Name != "" {
			return p.Name
		}
	}
	return seat[:min(8, len(seat))]
}

// take is told every record of the package in its order.
func (t *intake) take(ctx context.Context, r journal.Record) error {
	t.next = append(t.next, proof{Proof: journal.Proof{Record: r}})
	if len(t.next) < atATime {
		return nil
	}
	return t.turn(ctx)
}

// turn has one portion judged on all processors while the one before is taken in.
func (t *intake) turn(ctx context.Context) error {
	judge(&t.work, t.next, t.keys)
	err := t.takeReady(ctx)
	t.work.Wait()
	t.ready, t.next = t.next, t.ready[:0]
	return err
}

func (t *intake) takeReady(ctx context.Context) error {
	for _, r := range t.ready {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := t.one(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// one takes in one record.
func (t *intake) one(ctx context.Context, r proof) error {
	rec := r.Record
	if t.full.Has(rec.Seat, rec.Seq) {
		return t.known(ctx, r)
	}
	if t.staysOut(ctx, &r) {
		t.skipped[rec.Seat] = append(t.skipped[rec.Seat], exchange.Range{First: rec.Seq, Last: rec.Seq})
		return nil
	}
	body, err := t.roll.Follow(r.Proof)
	var fault *journal.Fault
	if errors.As(err, &fault) {
		return t.refuse(ctx, fault, rec)
	}
	if err != nil {
		return err
	}
	if t.own[rec.Seat] { // it wrote on in another copy
		return app.Refuse("exchange.behind")
	}
	return t.keep(ctx, rec, body)
}

// staysOut says whether a record is about nothing but cases that stay out for now. One of a seat that this very package
// enrols is judged anew for that: its key was not known before.
func (t *intake) staysOut(ctx context.Context, r *proof) bool {
	if len(t.without) == 0 {
		return false
	}
	if r.Fault != nil && r.Fault.Code == "seat" {
		if st, known := t.roll.Seat(r.Record.Seat); known {
			r.Proof = journal.Prove(st.Key, r.Record)
		}
	}
	return r.Fault == nil && !t.sieve.wants(ctx, r.Body)
}

// keep takes a proven record into the log and the projections.
func (t *intake) keep(ctx context.Context, rec journal.Record, body journal.Body) error {
	w, p := t.w, t.p
	id := w.tip.record + 1
	err := p.exec("INSERT INTO record(id, seat, seq, prev, hash, sig, body) VALUES(?,?,?,?,?,?,?)",
		id, rec.Seat, rec.Seq, rec.Prev[:], rec.Hash[:], rec.Sig, rec.Body)
	if err != nil {
		return fmt.Errorf("keep a record: %w", err)
	}
	if body.Undoes != "" { // what it takes back is looked up
		if err := p.rows.flush(); err != nil {
			return err
		}
	}
	if err := w.enrolAll(body); err != nil {
		return err
	}
	if err := w.noteElsewhereAll(body); err != nil {
		return err
	}
	if err := p.project(id, body); err != nil {
		return fmt.Errorf("project record %s:%d: %w", rec.Seat, rec.Seq, err)
	}
	w.tip.record = id
	if body.Time.Wall().Before(w.now().Add(clockLimit)) {
		w.tip.time = max(w.tip.time, body.Time)
	} else {
		t.future++
	}
	t.records++
	if t.look && !body.Bulk() {
		t.deeds[did{body.Seat, body.Verb, body.Case}] = body.Who
	}
	for _, c := range body.Changes {
		if c.Kind != app.Note {
			t.changes++
		}
		t.seats = t.seats || c.Noun == app.KindSeat && c.Kind != app.Note
	}
	if t.records%settleAfter == 0 {
		return t.settle()
	}
	return nil
}

// settle writes the nouns so far and lets go of them.
func (t *intake) settle() error {
	if err := t.p.settle(); err != nil {
		return err
	}
	t.p.forget()
	return nil
}

// known looks at a record that is here: it must be the same, byte for byte.
func (t *intake) known(ctx context.Context, r proof) error {
	rec := r.Record
	var id int64
	var hash []byte
	if err := t.p.s.row(ctx, "SELECT id, hash FROM record WHERE seat = ? AND seq = ?", []any{rec.Seat, rec.Seq}, &id, &hash); err != nil {
		return fmt.Errorf("look for a record: %w", err)
	}
	if string(hash) != string(rec.Hash[:]) {
		return t.forked(ctx, rec)
	}
	if t.parked[id] && !t.staysOut(ctx, &r) {
		t.again[id] = true
	}
	return nil
}

// forked refuses a package that contradicts what is here, when its record is what the seat signed.
func (t *intake) forked(ctx context.Context, rec journal.Record) error {
	if !t.genuine(rec) {
		return app.Refuse("exchange.record", "who", t.nameOf(ctx, rec.Seat), "seq", rec.Seq)
	}
	t.forks = append(t.forks, rec)
	return &app.Error{Code: "exchange.fork", Args: map[string]any{"who": t.nameOf(ctx, rec.Seat), "seq": rec.Seq}, Cause: errFork}
}

// refuse says what a record that does not fit means for people.
func (t *intake) refuse(ctx context.Context, f *journal.Fault, rec journal.Record) error {
	args := map[string]any{"who": t.nameOf(ctx, f.Seat), "seq": f.Seq}
	told := func(code string) error { return &app.Error{Code: code, Args: args, Cause: f} }
	switch f.Code {
	case "out":
		t.late++
		return nil
	case "seat": // enrolled by nobody who stands: nothing of it counts, and the rest of the package does
		t.late++
		return nil
	case "prev", "gap", "time":
		here, err := t.sameHere(ctx, rec)
		if err != nil || here && t.genuine(rec) { // it is in the package twice
			return err
		}
		if t.genuine(rec) {
			t.forks = append(t.forks, rec)
			f := told("exchange.fork").(*app.Error)
			f.Cause = errors.Join(errFork, f.Cause)
			return f
		}
	case "body":
		if errors.Is(f.Cause, journal.ErrNewer) {
			return told("exchange.newer.record")
		}
	case "enrol":
		if _, known := t.roll.Seat(rec.Seat); !known { // in the place of a seat that was left out, or against another rule
			t.late++
			return nil
		}
		return told("exchange.enrol")
	}
	return told("exchange.record")
}

// finish takes in the last records, proves that nothing is missing that was not withheld, and keeps what is.
func (t *intake) finish(ctx context.Context) error {
	for len(t.next) > 0 || len(t.ready) > 0 {
		if err := t.turn(ctx); err != nil {
			return err
		}
	}
	if err := t.settle(); err != nil {
		return err
	}
	t.p.rows = nil
	if st, known := t.roll.Seat(t.m.From.Seat); !known {
		return app.Refuse("exchange.sender", "who", t.m.From.Person, "seq", 0)
	} else if st.Sent {
		return app.Refuse("exchange.sender.out", "who", t.m.From.Person)
	}
	return t.keepHoles(ctx)
}

// keepHoles refuses holes that nobody has explained, and keeps the others.
func (t *intake) keepHoles(ctx context.Context) error {
	was, err := readRuns(ctx, t.p.s, "SELECT seat, first, last FROM withheld ORDER BY seat, first")
	if err != nil {
		return err
	}
	// What arrived after all is set aside no longer.
	aside, err := readRuns(ctx, t.p.s, "SELECT seat, seq, seq FROM aside")
	if err != nil {
		return err
	}
	if err := t.p.s.exec("DELETE FROM aside WHERE EXISTS(SELECT 1 FROM record r WHERE r.seat = aside.seat AND r.seq = aside.seq)"); err != nil {
		return err
	}
	for _, s := range t.roll.Seats() {
		var missing exchange.Ranges
		for _, h := range t.roll.Holes(s.Seat) {
			missing = append(missing, exchange.Range{First: h.After + 1, Last: h.Before - 1})
		}
		explained := exchange.Join(slices.Concat(was[s.Seat], aside[s.Seat], t.m.Withheld[s.Seat], t.skipped[s.Seat]), s.Seq)
		if open := missing.Without(explained); len(open) > 0 {
			return app.Refuse("exchange.gap", "who", t.nameOf(ctx, s.Seat), "first", open[0].First)
		}
		if err := t.keepWithheld(s.Seat, was[s.Seat], missing.Without(exchange.Join(aside[s.Seat], s.Seq))); err != nil {
			return err
		}
		delete(was, s.Seat)
	}
	for seat, runs := range was { // of no seat on the roll
		if err := t.keepWithheld(seat, runs, nil); err != nil {
			return err
		}
	}
	return nil
}

// keepWithheld writes which runs of a seat's records are withheld, where that is not what was. A laptop with a narrow
// scope has thousands, of which a package changes few.
func (t *intake) keepWithheld(seat string, was, is []exchange.Range) error {
	stays := map[exchange.Range]bool{}
	for _, r := range is {
		stays[r] = true
	}
	for _, r := range was {
		if stays[r] {
			delete(stays, r)
			continue
		}
		if err := t.p.s.exec("DELETE FROM withheld WHERE seat = ? AND first = ?", seat, r.First); err != nil {
			return err
		}
	}
	for _, r := range is {
		if !stays[r] {
			continue
		}
		if err := t.p.s.exec("INSERT INTO withheld(seat, first, last) VALUES(?,?,?)", seat, r.First, r.Last); err != nil {
			return err
		}
	}
	return nil
}

// readRuns reads runs of records by their seats.
func readRuns(ctx context.Context, s *session, query string) (map[string][]exchange.Range, error) {
	out := map[string][]exchange.Range{}
	err := s.rows(ctx, query, nil, func(scan func(...any) error) error {
		var seat string
		var r exchange.Range
		err := scan(&seat, &r.First, &r.Last)
		out[seat] = append(out[seat], r)
		return err
	})
	return out, err
}

// watch notes what became of a noun.
func (t *intake) watch(e *noun, before []byte) {
	f := t.fate[e.id]
	if f == nil {
		f = &fate{was: before != nil, kind: e.kind, n: e.n, sum: maphash.Bytes(sumSeed, before)}
		t.fate[e.id] = f
	}
	f.is, f.cas = !e.deleted, caseOf(e.kind, e.id, e.owner)
	f.changed = f.sum != maphash.Bytes(sumSeed, e.doc) // what came and has no effect changes nothing
	if namesFile(e.kind) && !e.deleted {
		if hash := fileOf(e.doc); hash != "" {
			t.files[hash] = true
		}
	}
}
