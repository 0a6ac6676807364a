package store

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// MeasurePackage says what a package would hold and how long it would be, without writing it.
func (w *Workspace) MeasurePackage(ctx context.Context, o Outgoing) (Sized, error) {
	var out Sized
	err := w.snapshot(ctx, func(s *session) error {
		g, err := w.gather(ctx, s, o)
		if err != nil {
			return err
		}
		d, err := w.draft(ctx, s, o, g)
		if err != nil {
			return err
		}
		out = Sized{Records: len(g.ids), Changes: g.changes, Blobs: len(g.blobs), Cases: g.cases, Absent: g.absent, Narrowed: g.narrowed}
		out.Bytes, err = exchange.Measure(ctx, d)
		return err
	})
	if err != nil {
		return Sized{}, fmt.Errorf("measure a package: %w", err)
	}
	return out, nil
}

// beginPackage asks whether the person may write a package of a kind (whole: a pass phrase opens it) and waits for its
// turn: one package is written at a time, so that each has a number of its own. over ends the turn.
func (w *Workspace) beginPackage(ctx context.Context, kind exchange.Kind, whole bool) (_ context.Context, over func(), err error) {
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return nil, nil, err
	}
	err = w.writable()
	if err == nil {
		err = app.PermitPackOut(ctx, w, w.Seat().ID, string(kind), whole)
	}
	if err == nil {
		over, err = w.cache.writes.alone(ctx)
	}
	if err != nil {
		leave()
		return nil, nil, err
	}
	turn := over
	return ctx, func() { turn(); leave() }, nil
}

// WritePackage writes a package, reads it back and proves it; only then it is done and kept in the list of packages
// sent. progress (may be nil) is told bytes done of bytes. Ending ctx stops it and leaves nothing.
//
// Refusals: "exchange.nobody" (no receiver), "exchange.seat.out" (a receiver was left out), "exchange.nothing" (the
// receivers have everything), "names.found" and "names.unseen" (a text holds a name that a receiver may not see, see
// Outgoing.Names), those of exchange.Write about the medium, those of app.PermitPackOut.
func (w *Workspace) WritePackage(ctx context.Context, o Outgoing, to WriteTo, progress func(done, total int64)) (Sent, error) {
	ctx, over, err := w.beginPackage(ctx, o.Kind, len(o.To) == 0)
	if err != nil {
		return Sent{}, err
	}
	defer over()
	for {
		done, unsound, err := w.writeOnce(ctx, o, to, progress)
		if err == nil {
			return done, w.keepSent(ctx, done)
		}
		// One bad file must not keep everything else from going: those that do not prove are left out.
		left := false
		if len(unsound) > 0 {
			if left, err = w.setAsideUnsound(ctx, unsound, err); left {
				continue
			}
		}
		return Sent{}, fmt.Errorf("write a package: %w", err)
	}
}

// writeOnce writes a package. Where it fails because an attached file cannot be read, it gives all that should go along.
func (w *Workspace) writeOnce(ctx context.Context, o Outgoing, to WriteTo, progress func(done, total int64)) (done Sent, unsound []exchange.Blob, err error) {
	var unread bool
	var g gathered
	err = w.snapshot(ctx, func(s *session) error {
		var err error
		if g, err = w.gather(ctx, s, o); err != nil {
			return err
		}
		if g.changes == 0 && len(g.blobs) == 0 && !o.Full && o.Kind == exchange.WorkPack && !(o.Notes && len(g.ids) > 0) {
			return app.Refuse("exchange.nothing")
		}
		if err := w.namedIn(ctx, s, g, o); err != nil {
			return err
		}
		d, err := w.draft(ctx, s, o, g)
		if err != nil {
			return err
		}
		open := d.Blob
		d.Blob = func(ctx context.Context, hash string) (io.ReadCloser, error) {
			f, err := open(ctx, hash)
			if err != nil {
				unread = true
				return nil, err
			}
			return watchedBlob{f, &unread}, nil
		}
		written, err := w.writeUnder(ctx, to.Dir, w.packageName(ctx, s, d.Manifest, g), func(name string) (exchange.Written, error) {
			return exchange.Write(ctx, to.Dir, name, d, to.Limit, progress)
		})
		if err != nil {
			return err
		}
		m := written.Manifest
		done = Sent{Number: m.Number, ID: m.ID, Kind: m.Kind, At: w.now().UTC(), Seat: w.Seat().ID, To: o.To, Name: filepath.Base(written.Paths[0]),
			Paths: written.Paths, Bytes: written.Bytes, SHA256: written.SHA256, Records: m.Records, Changes: m.Changes, Blobs: len(m.Blobs), Absent: g.absent,
			Narrowed: g.narrowed}
		if len(written.Paths) > 1 {
			done.Name, _, _ = exchange.SplitName(done.Name)
		}
		return nil
	})
	if err != nil && unread {
		unsound = g.blobs
	}
	return done, unsound, err
}

// packageName gives the file its name: that of one receiver, where there is only one.
func (w *Workspace) packageName(ctx context.Context, s *session, m exchange.Manifest, g gathered) string {
	receiver := ""
	if len(g.to) == 1 {
		receiver = w.personAt(ctx, s, g.to[0])
	}
	return exchange.Name(m, receiver)
}

// keepSent writes down a package that was written, and leaves a record of it. It is on the medium by now: who closes the
// workspace this moment loses the line and not the package.
func (w *Workspace) keepSent(ctx context.Context, done Sent) error {
	about, err := json.Marshal(done)
	if err != nil {
		return fmt.Errorf("encode a package sent: %w", err)
	}
	var keys []string
	for _, id := range done.To {
		if seat, err := app.Get[app.Seat](ctx, w, id); err == nil {
			keys = append(keys, seat.Key)
		}
	}
	to, err := json.Marshal(keys)
	if err != nil {
		return fmt.Errorf("encode the receivers: %w", err)
	}
	err = w.transact(context.WithoutCancel(ctx), func(p *projector) error {
		if err := p.s.exec("INSERT INTO sent(seat, about) VALUES(?,?)", w.signer.ID, string(about)); err != nil {
			return err
		}
		what := map[string]string{"package": string(done.ID), "kind": string(done.Kind), "number": strconv.FormatInt(done.Number, 10), "sha256": done.SHA256,
			"to": string(to), "records": strconv.Itoa(done.Records)}
		_, err := w.append(p, draft{who: w.Me().Name, verb: app.VerbPackOut, changes: []app.Change{app.Remember(w.Seat(), what)}})
		return err
	})
	if err == nil {
		w.tell(app.Deed{Verb: app.VerbPackOut})
	}
	return err
}

// SentPackages gives every package written here, the latest first.
func (w *Workspace) SentPackages(ctx context.Context) (out []Sent, err error) {
	err = w.borrow(ctx, func(s *session) error {
		out, err = sentAt(ctx, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the packages sent: %w", err)
	}
	return out, nil
}

func sentAt(ctx context.Context, s *session) ([]Sent, error) {
	var out []Sent
	err := s.rows(ctx, "SELECT about FROM sent ORDER BY n DESC", nil, func(scan func(...any) error) error {
		var about string
		var one Sent
		if err := scan(&about); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(about), &one); err != nil {
			return fmt.Errorf("decode a package sent: %w", err)
		}
		out = append(out, one)
		return nil
	})
	return out, err
}

// draft puts a package together. It reads through the session while it is written.
func (w *Workspace) draft(ctx context.Context, s *session, o Outgoing, g gathered) (exchange.Draft, error) {
	m := exchange.Manifest{Program: w.program, Kind: o.Kind, ID: newID(), Made: w.now().UnixMilli(), Workspace: w.id, Sample: w.made.Sample,
		From:  exchange.Sender{Seat: w.signer.ID, Key: w.signer.Public(), Box: w.Seat().Box, Person: w.Me().Name, Laptop: w.Seat().Laptop},
		Since: g.since, Has: g.has, Withheld: g.withheld, Scope: g.scope, Changes: g.changes, Blobs: g.blobs, Office: w.Office()}
	if err := s.row(ctx, "SELECT key FROM seat WHERE n = 1", nil, &m.Founder); err != nil {
		return exchange.Draft{}, err
	}
	if err := s.row(ctx, "SELECT count(*) + 1 FROM sent WHERE seat = ?", []any{w.signer.ID}, &m.Number); err != nil {
		return exchange.Draft{}, err
	}
	if rounds, err := app.List[app.Round](ctx, sessionReader{s}, ""); err == nil && len(rounds) > 0 {
		m.Title = rounds[len(rounds)-1].Name
	}
	d := exchange.Draft{Sign: w.signer.Sign, Phrase: o.Phrase, Work: w.phraseWork()}
	for _, seat := range g.to {
		m.To = append(m.To, seat.Key)
		d.Recipients = append(d.Recipients, seat.Box)
	}
	// Who wrote it opens it as well: so its own file is known for one when it comes back.
	if own := w.Seat().Box; o.Phrase == "" && own != "" && !slices.Contains(d.Recipients, own) {
		d.Recipients = append(d.Recipients, own)
	}
	if office := w.Office(); office != "" && o.Phrase == "" && !slices.Contains(d.Recipients, office) {
		d.Recipients = append(d.Recipients, office)
	}
	var err error
	if m.Receipts, err = w.receipts(ctx, s); err != nil {
		return exchange.Draft{}, err
	}
	d.Manifest = m
	d.Log = func(yield func(journal.Record) error) error { return eachByNumber(ctx, s, g.ids, yield) }
	d.Blob = func(ctx context.Context, hash string) (io.ReadCloser, error) { return w.OpenAttachment(ctx, hash) }
	return d, nil
}

// phraseWork gives the cost of a phrase that opens a package, 0 = that of the format. A workspace that opens at the least
// cost was made for a test or to show the program, and so are its packages.
func (w *Workspace) phraseWork() int {
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	if w.keys.Cost() == vault.Lowest {
		return 10
	}
	return 0
}

// eachByNumber hands out records by their numbers, which rise.
func eachByNumber(ctx context.Context, s *session, ids []int64, yield func(journal.Record) error) error {
	for len(ids) > 0 {
		// A run of numbers is read by one statement.
		n := 1
		for n < len(ids) && ids[n] == ids[n-1]+1 {
			n++
		}
		err := eachRecord(ctx, s, "SELECT id, seat, seq, prev, hash, sig, body FROM record WHERE id BETWEEN ? AND ? ORDER BY id", []any{ids[0], ids[n-1]}, func(r stored) error {
			return yield(r.Record)
		})
		if err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// maxReceipts bounds how many receipts of others go along.
const maxReceipts = 200

// receipts gives the receipt of this laptop, and behind it the latest of every other seat.
func (w *Workspace) receipts(ctx context.Context, s *session) ([]exchange.Receipt, error) {
	own, err := w.receipt(ctx, s)
	if err != nil {
		return nil, err
	}
	out := []exchange.Receipt{own}
	known, err := readReceipts(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, seat := range slices.Sorted(maps.Keys(known)) {
		if seat != w.signer.ID && len(out) < maxReceipts {
			out = append(out, known[seat].Receipt)
		}
	}
	return out, nil
}

// receipt says what this laptop has, signed by the seat.
func (w *Workspace) receipt(ctx context.Context, s *session) (exchange.Receipt, error) {
	r := exchange.Receipt{Workspace: w.id, Seat: w.signer.ID, Here: slices.Sorted(maps.Keys(w.slots())), Made: w.now().UnixMilli(), Program: w.program}
	var err error
	if r.Has, err = have(ctx, s, false); err != nil {
		return r, err
	}
	// Deeds, and above them packages taken in and taken back, only ever grow: so does their count.
	if err := s.row(ctx, "SELECT (SELECT coalesce(max(id), 0) FROM record)", nil, &r.Count); err != nil {
		return r, err
	}
	err = s.rows(ctx, "SELECT hash FROM awaited ORDER BY hash LIMIT ?", []any{exchange.MaxAwaits}, func(scan func(...any) error) error {
		var hash string
		err := scan(&hash)
		r.Awaits = append(r.Awaits, hash)
		return err
	})
	if err != nil {
		return r, err
	}
	return r.Seal(w.signer.Sign)
}
