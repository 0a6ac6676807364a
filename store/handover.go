package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// Handing a workspace over goes in four steps, between which days may pass: a last package is written for the office; the
// office takes it in and sends a receipt back, as every package of its own has one; the receipt is taken in here; and
// when it covers everything, the workspace is wiped ([Workspace.Wipe]). Where it stands follows from what is kept: the
// package in the table keep, the receipts as they were signed. Nothing is believed but the office's own signature.

// HandOverState says how far the handing over of the workspace has come.
type HandOverState struct {
	Office  []Party   // the seats of the office on other laptops: any of them can confirm
	Begun   time.Time // when the last package for it was written; zero = not yet
	Package *Sent     // that package; nil when there was nothing that the office lacked
	Since   int       // deeds done here after that package: they want another one

	Receipt *OfficeReceipt // the one that covers the most; nil = no office has been heard of
	Lacking Lacking        // what it does not cover: without any receipt, everything
	Traces  int            // own reads, prints and exports after the last package: the certificate alone tells of them
	Ready   bool           // the receipt covers everything: the workspace may be wiped
}

const handOverKey = "handover" // in the table keep

// handOver is what is kept of a handing over.
type handOver struct {
	At     time.Time        `json:"at"`
	Number int64            `json:"number"` // of the package, 0 = the office lacked nothing
	Ends   map[string]int64 `json:"ends"`   // numbers of the last records of this laptop's seats that went along
}

// HandOver writes the last package for the office and keeps that it was the last one: everything here that the office is
// not known to have, be it traces alone. It may be done again; the latest counts. The package is nil when the office has
// confirmed everything already: then the one before it stays the last.
// Refusals: those of app.Permit and WritePackage, and "handover.nooffice" (no seat of the office is on another laptop).
func (w *Workspace) HandOver(ctx context.Context, to WriteTo, progress func(done, total int64)) (*Sent, error) {
	if err := w.permit(ctx, w, app.VerbHandOver, "", nil); err != nil {
		return nil, err
	}
	before, err := w.HandOverState(ctx)
	if err != nil {
		return nil, err
	}
	if len(before.Office) == 0 {
		return nil, app.Refuse("handover.nooffice")
	}
	begun := !before.Begun.IsZero()
	if !begun { // once: that it was begun goes along
		if err := w.note(ctx, app.VerbHandOver); err != nil {
			return nil, err
		}
	}
	now := handOver{At: w.now(), Ends: map[string]int64{}}
	for _, seat := range w.slotted() {
		if now.Ends[seat], err = w.lastOf(ctx, seat); err != nil {
			return nil, err
		}
	}
	// As long as something lacks, a trace is reason enough for a package: only a package moves the end.
	o := Outgoing{Kind: exchange.WorkPack, Notes: !begun || !before.Ready, Names: true} // the office answers for all of it
	for _, p := range before.Office {
		o.To = append(o.To, p.Seat)
	}
	sent, err := w.WritePackage(ctx, o, to, progress)
	if begun && app.CodeOf(err) == "exchange.nothing" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	now.Number = sent.Number
	err = w.transact(ctx, func(*projector) error { return w.keepJSON(handOverKey, now) })
	if err != nil {
		return &sent, fmt.Errorf("keep that the workspace is being handed over: %w", err)
	}
	return &sent, nil
}

// KeepOn gives up the handing over: the workspace goes on as before. Refusals: those of app.Permit.
func (w *Workspace) KeepOn(ctx context.Context) error {
	if err := w.permit(ctx, w, app.VerbHandOver, "", nil); err != nil {
		return err
	}
	return w.transact(ctx, func(*projector) error { return w.writer.exec("DELETE FROM keep WHERE key = ?", handOverKey) })
}

// HandOverState says how far the handing over has come.
func (w *Workspace) HandOverState(ctx context.Context) (HandOverState, error) {
	var st HandOverState
	if w.Reading() {
		return st, w.writable()
	}
	seats, err := w.Seats(ctx)
	if err != nil {
		return st, err
	}
	offices := officesOf(seats)
	var kept handOver
	if err := w.keptJSON(ctx, handOverKey, &kept); err != nil {
		return st, err
	}
	st.Begun = kept.At
	if kept.Number > 0 {
		all, err := w.SentPackages(ctx)
		if err != nil {
			return st, err
		}
		if i := slices.IndexFunc(all, func(s Sent) bool { return s.Number == kept.Number }); i >= 0 {
			st.Package = &all[i]
		}
	}
	here, once := w.slotted(), onceHere(seats)
	err = w.snapshot(ctx, func(s *session) error {
		if st.Since, err = deedsAfter(ctx, s, kept.Ends); err != nil {
			return err
		}
		if st.Lacking, st.Traces, err = w.lacking(ctx, s, exchange.Receipt{}, kept, here, once); err != nil {
			return err
		}
		best := -1
		for _, o := range offices {
			p := Party{Seat: o.ID, Person: o.Who.Name, Laptop: o.Laptop, Enrolled: true}
			st.Office = append(st.Office, p)
			r, sum, known, err := receiptOf(ctx, s, o.Key)
			if err != nil {
				return err
			}
			if !known {
				continue
			}
			l, traces, err := w.lacking(ctx, s, r, kept, here, once)
			if err != nil {
				return err
			}
			if n := l.Records + l.Blobs + l.Parked; best < 0 || n < best {
				best, st.Lacking, st.Traces = n, l, traces
				st.Receipt = &OfficeReceipt{Seat: o.ID, Person: o.Who.Name, Laptop: o.Laptop, Made: time.UnixMilli(r.Made).UTC(),
					Count: r.Count, Program: r.Program, Hash: sum}
			}
		}
		return nil
	})
	if err != nil {
		return st, fmt.Errorf("see how far the handing over has come: %w", err)
	}
	st.Ready = st.Receipt != nil && st.Lacking.None()
	return st, nil
}

// slotted gives the seats in the log whose phrases open the workspace here.
func (w *Workspace) slotted() []string {
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	return w.keys.Seats()
}

// officesOf gives the seats at work of the office that sit on other laptops.
func officesOf(seats []SeatState) []SeatState {
	return slices.DeleteFunc(slices.Clone(seats), func(s SeatState) bool {
		return s.Here || !s.AtWork() || !s.Who.Roles.Has(string(app.RoleOffice))
	})
}

// receiptOf gives the latest receipt of a seat, and the SHA-256 of what it signed, in hex.
func receiptOf(ctx context.Context, s *session, seat string) (r exchange.Receipt, sum string, known bool, err error) {
	err = s.rows(ctx, "SELECT body FROM receipt WHERE seat = ?", []any{seat}, func(scan func(...any) error) error {
		var raw string
		if err := scan(&raw); err != nil {
			return err
		}
		h := journal.Sum(journal.Hash{}, []byte(raw))
		sum, known = hex.EncodeToString(h[:]), true
		return json.Unmarshal([]byte(raw), &r)
	})
	return r, sum, known, err
}

// deedsAfter counts the deeds of this laptop's seats after the last package, but for traces.
func deedsAfter(ctx context.Context, s *session, ends map[string]int64) (n int, err error) {
	for seat, end := range ends {
		var more int
		err := s.row(ctx, "SELECT count(*) FROM record r JOIN deed d ON d.record = r.id WHERE r.seat = ? AND r.seq > ? AND d.effects > 0", []any{seat, end}, &more)
		if err != nil {
			return 0, err
		}
		n += more
	}
	return n, nil
}

// lacking says what of this laptop a receipt does not cover. What is without effect here, because its import was taken
// back, is not counted where it came from elsewhere; own deeds that rest on it are told by themselves. Own records that
// only say that something was read, printed or exported after the last package cannot be covered by its receipt; they are
// counted by themselves. here are the seats whose phrases open the workspace, once those whose deeds were done here.
func (w *Workspace) lacking(ctx context.Context, s *session, r exchange.Receipt, kept handOver, here []string, once map[string]bool) (l Lacking, traces int, err error) {
	tops := map[string]int64{}
	err = s.rows(ctx, "SELECT seat, max(seq) FROM record GROUP BY seat", nil, func(scan func(...any) error) error {
		var seat string
		var top int64
		err := scan(&seat, &top)
		tops[seat] = top
		return err
	})
	if err != nil {
		return l, 0, err
	}
	twice, err := forks(ctx, s)
	if err != nil {
		return l, 0, err
	}
	confirmed := exchange.Vector{}
	for seat, top := range tops {
		held := r.Has[seat]
		same := held.Top <= top || !(twice[seat] || slices.Contains(here, seat))
		if same && held.Top > 0 && held.Top <= top {
			if same, err = hashIs(ctx, s, seat, held.Top, held.Hash); err != nil {
				return l, 0, err
			}
		}
		// Otherwise the office has another log of this seat, or more of an own one than there is here, as where a copy of
		// this workspace goes on elsewhere: nothing of it is confirmed.
		if same {
			confirmed[seat] = held
		}
	}
	cases := map[string]int{}
	for seat, top := range tops {
		held := confirmed[seat]
		own := slices.Contains(here, seat)
		query := "SELECT r.seq, d.cas, d.time, d.effects FROM record r JOIN deed d ON d.record = r.id WHERE r.seat = ? AND r.seq > ? AND r.seq <= ? AND r.id NOT IN (SELECT record FROM parked)"
		for _, run := range append(slices.Clone(held.Lacks), exchange.Range{First: held.Top + 1, Last: top}) {
			err := s.rows(ctx, query, []any{seat, run.First - 1, run.Last}, func(scan func(...any) error) error {
				var seq, at int64
				var cas string
				var effects int
				if err := scan(&seq, &cas, &at, &effects); err != nil {
					return err
				}
				if end, sent := kept.Ends[seat]; own && effects == 0 && sent && seq > end {
					traces++
					return nil
				}
				l.add(journal.Time(at).Wall(), own)
				cases[cas]++
				return nil
			})
			if err != nil {
				return l, 0, err
			}
		}
	}
	if err := l.name(ctx, s, cases); err != nil {
		return l, 0, err
	}
	own := func(seat string) bool { return once[seat] || slices.Contains(here, seat) }
	if err := l.parkedOwn(ctx, s, own, confirmed); err != nil {
		return l, 0, err
	}
	l.Blobs, l.Bytes = w.awaitedHere(r)
	return l, traces, nil
}

func (l *Lacking) add(at time.Time, own bool) {
	l.Records++
	if own {
		l.Own++
	}
	if l.First.IsZero() || at.Before(l.First) {
		l.First = at
	}
	if at.After(l.Last) {
		l.Last = at
	}
}

// name puts the cases with their numbers, the most first.
func (l *Lacking) name(ctx context.Context, s *session, cases map[string]int) error {
	for cas, n := range cases {
		c := LackingCase{Case: app.ID(cas), Records: n}
		if cas != "" {
			err := s.rows(ctx, "SELECT number FROM caserow WHERE id = ?", []any{cas}, func(scan func(...any) error) error { return scan(&c.Number) })
			if err != nil {
				return err
			}
		}
		l.Cases = append(l.Cases, c)
	}
	slices.SortFunc(l.Cases, func(a, b LackingCase) int {
		if a.Records != b.Records {
			return b.Records - a.Records
		}
		return strings.Compare(string(a.Case), string(b.Case))
	})
	return nil
}

// awaitedHere counts the attached files that the office waits for and that are here. Its records name them, or they
// would be lacking themselves.
func (w *Workspace) awaitedHere(r exchange.Receipt) (n int, bytes int64) {
	for _, hash := range r.Awaits {
		if !hashForm.MatchString(hash) {
			continue
		}
		if files, size := measureAll([]string{w.attachmentPath(hash)}); files > 0 {
			n += files
			bytes += size
		}
	}
	if n == 0 && len(r.Awaits) >= exchange.MaxAwaits {
		n = 1 // the list is full: what stands behind its end is not known
	}
	return n, bytes
}

// hashIs says whether the record of a seat under a number has this hash, in hex. One that is not here cannot be compared.
func hashIs(ctx context.Context, s *session, seat string, seq int64, want string) (bool, error) {
	same := true
	err := s.rows(ctx, "SELECT hash FROM record WHERE seat = ? AND seq = ?", []any{seat, seq}, func(scan func(...any) error) error {
		var hash []byte
		err := scan(&hash)
		same = hex.EncodeToString(hash) == want
		return err
	})
	return same, err
}
