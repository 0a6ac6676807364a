package store

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// Trouble is one thing that Verify found wrong. Its words are the translations "trouble.CODE.PART" and
// "trouble.CODE.PART.hint", see [Trouble.Word].
type Trouble struct {
	// Code is "database" (SQLite finds damage, or pages do not authenticate), "record" (a record is not what was
	// signed), "projection" (a table does not follow from the log), "attachment" (a file is missing or changed), "key"
	// (the key file), "backup" (as advice only).
	Code string
	// Part says more: with "record" a code of journal.Fault, or "order"; with "projection" the table; with "attachment"
	// the state; with "key" "missing", "damaged", "foreign", "newer", "cost", "changed", "spare", "stranger", "older",
	// "renewal";
	// with "backup" "none", "old", "damaged", "trial", "untried".
	Part   string
	Record int64  // with "record": its number in the order of arrival
	Seat   string // with "record": whose it is, 32 hex digits
	Seq    int64  // with "record": its number in the seat's log; with "gap" the first that is missing
	Last   int64  // with "gap": the last that is missing
	Entity app.ID // with "attachment": the evidence that names the file
	Detail string // for logs and support; holds no personal data
}

// Word gives the key of the sentence for people and what stands in its places.
func (t Trouble) Word() (key string, args map[string]any) {
	args = map[string]any{"record": t.Record, "seq": t.Seq, "last": t.Last, "seat": t.Seat[:min(8, len(t.Seat))],
		"part": t.Part, "detail": t.Detail}
	switch t.Code {
	case "database", "projection":
		return "trouble." + t.Code, args
	}
	return "trouble." + t.Code + "." + t.Part, args
}

// Report is what Verify found.
type Report struct {
	Records     int
	Nouns       int
	Attachments int
	Seats       int
	Aside       int       // records that were set aside before, with their bytes kept
	Lost        int       // records that are known to be lost
	Troubles    []Trouble // empty: everything is as it was signed
	Advice      []Trouble // what is not wrong and should be seen to: backups that are missing or old, a data key to be renewed
	Tip         string    // hash of the last record of this seat, in hex: what a printed page can witness
	Short       string    // its first 40 bits as they are printed, "XXXX-XXXX"
	Tips        []SeatTip // where the log of every seat ends
}

// OK says whether nothing is wrong.
func (r Report) OK() bool { return len(r.Troubles) == 0 }

// maxTroubles bounds how many troubles are listed.
const maxTroubles = 200

// Verify proves the workspace: the database's structure, every record's number, chain, hash and signature and whether
// its seat might write it, every table against a recomputation from the log, every attached file against its hash, the
// key file; and it looks at the backups. What is wrong stands in the report; an error means that Verify could not be
// finished. progress (may be nil) is told how much of how much is done. Deeds may go on meanwhile. Ending ctx stops it, and so
// does closing the workspace.
func (w *Workspace) Verify(ctx context.Context, progress func(done, total int)) (Report, error) {
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return Report{}, err
	}
	defer leave()
	var v verifier
	err = w.snapshot(ctx, func(s *session) error {
		v = verifier{w: w, s: s, ctx: ctx, progress: progress}
		return v.all()
	})
	if err != nil && ctx.Err() != nil {
		return v.report, ctx.Err()
	}
	if err != nil {
		return v.report, fmt.Errorf("verify: %w", err)
	}
	v.keyFile()
	v.backups()
	return v.report, nil
}

type verifier struct {
	w           *Workspace
	s           *session
	ctx         context.Context
	progress    func(done, total int)
	done, total int
	report      Report
	imports     []exchange.Range // numbers of the records that packages brought
}

func (v *verifier) trouble(t Trouble) {
	if len(v.report.Troubles) < maxTroubles {
		v.report.Troubles = append(v.report.Troubles, t)
	}
}

func (v *verifier) step(n int) {
	before := v.done
	v.done += n
	if v.progress == nil || v.total == 0 {
		return
	}
	// A long log is told in steps of half a percent: who shows it has better things to do.
	if v.total < 1000 || v.done*200/v.total != before*200/v.total {
		v.progress(v.done, v.total)
	}
}

func (v *verifier) all() error {
	if err := v.structure(); err != nil {
		return err
	}
	err := v.s.row(v.ctx, "SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM entity), (SELECT count(*) FROM aside WHERE body IS NOT NULL), (SELECT count(*) FROM aside WHERE body IS NULL)",
		nil, &v.report.Records, &v.report.Nouns, &v.report.Aside, &v.report.Lost)
	if err != nil {
		return v.damaged(err)
	}
	files, err := v.files()
	if err != nil {
		return err
	}
	v.report.Attachments = len(files)
	v.total = v.report.Records + len(files) + 2
	v.step(1)
	rows := newExpectation()
	sound, err := v.chains(rows)
	if err != nil {
		return v.damaged(err)
	}
	if sound { // from a broken log nothing can be recomputed that would tell more
		if err := v.projections(rows); err != nil {
			return err
		}
	}
	v.step(1)
	return v.attachments(files)
}

// structure has SQLite look through its own pages.
func (v *verifier) structure() error {
	err := v.s.rows(v.ctx, "PRAGMA integrity_check(20)", nil, func(scan func(...any) error) error {
		var said string
		if err := scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			v.trouble(Trouble{Code: "database", Detail: said})
		}
		return nil
	})
	return v.damaged(err)
}

// damaged turns what SQLite says of a broken page into a trouble; what cannot be read further ends the look.
func (v *verifier) damaged(err error) error {
	if err == nil || v.ctx.Err() != nil {
		return err
	}
	if faultCode(err) == "workspace.broken" {
		v.trouble(Trouble{Code: "database", Detail: err.Error()})
		return nil
	}
	return err
}

// chains proves every record and, as long as all are as they were signed, tells rows what follows from them.
func (v *verifier) chains(rows *expectation) (sound bool, err error) {
	keys, founder, err := v.seatKeys()
	if err != nil || founder == nil {
		return false, err
	}
	aside, err := readAside(v.ctx, v.s)
	if err != nil {
		return false, err
	}
	before := len(v.report.Troubles)
	err = v.s.rows(v.ctx, "SELECT first, last FROM import", nil, func(scan func(...any) error) error {
		var r exchange.Range
		err := scan(&r.First, &r.Last)
		v.imports = append(v.imports, r)
		return err
	})
	if err != nil {
		return false, err
	}
	roll := journal.NewRoll(v.w.id, founder)
	roll.AllowHoles()
	p := newProjector(v.s)
	p.late = newLate(rows.put)
	parked, err := readParked(v.ctx, v.s)
	if err != nil {
		return false, err
	}
	next := int64(1)
	err = eachProof(v.ctx, v.s, keys, func(r proof) error {
		for next < r.id && aside.ids[next] {
			next++
		}
		if r.id != next {
			v.trouble(Trouble{Code: "record", Record: r.id, Part: "order", Seat: r.Record.Seat, Seq: r.Record.Seq, Detail: fmt.Sprintf("record %d expected", next)})
		}
		next = r.id + 1
		v.step(1)
		if len(aside.ids) > 0 || len(v.report.Troubles) != before {
			v.admit(roll, r, keys[r.Record.Seat])
		}
		body, err := v.follow(roll, r)
		if err != nil || len(v.report.Troubles) != before {
			return err
		}
		if parked[r.id] {
			return p.introduce(r.id, body)
		}
		return p.project(r.id, body)
	})
	if err != nil {
		return false, err
	}
	for _, s := range roll.Seats() {
		v.report.Seats++
		if err := v.gaps(roll, s.Seat, aside); err != nil {
			return false, err
		}
		if s.Seq > 0 {
			v.report.Tips = append(v.report.Tips, SeatTip{s.Seat, s.Seq, s.Tip.String()})
		}
		if s.Seat == v.w.signer.ID {
			v.report.Tip, v.report.Short = s.Tip.String(), shortHash(s.Tip)
		}
		if keys[s.Seat] == nil {
			v.trouble(Trouble{Code: "database", Detail: "the list of seats is not that of the log"})
		}
	}
	if len(v.report.Troubles) != before {
		return false, nil
	}
	return true, p.finish()
}

// admit judges the records of a seat whose enrolment is damaged, set aside or lost by the key that is kept beside the
// log, and says so: they are not to be blamed for it.
func (v *verifier) admit(roll *journal.Roll, r proof, key ed25519.PublicKey) {
	if _, known := roll.Seat(r.Record.Seat); known || key == nil || r.Body.Enrols(r.Record.Seat) {
		return
	}
	roll.Admit(key)
	v.report.Advice = append(v.report.Advice, Trouble{Code: "record", Part: "unvouched", Seat: r.Record.Seat})
}

// follow proves the next record.
func (v *verifier) follow(roll *journal.Roll, r proof) (journal.Body, error) {
	// Only a package brings records that stand before others of the same seat which are here already.
	if stands, known := roll.Seat(r.Record.Seat); known && r.Record.Seq < stands.Seq && r.Fault == nil && !v.came(r.id) {
		v.trouble(Trouble{Code: "record", Record: r.id, Part: "order", Seat: r.Record.Seat, Seq: r.Record.Seq, Detail: fmt.Sprintf("record %d of the seat was here before", stands.Seq)})
	}
	body, err := roll.Follow(r.Proof)
	var fault *journal.Fault
	if errors.As(err, &fault) {
		v.trouble(Trouble{Code: "record", Record: r.id, Part: fault.Code, Seat: r.Record.Seat, Seq: r.Record.Seq, Last: r.Record.Seq, Detail: fault.Error()})
		roll.Skip(r.Record) // so that the next record is judged by itself
		return body, nil
	}
	return body, err
}

// came says whether a record came with a package.
func (v *verifier) came(record int64) bool {
	return slices.ContainsFunc(v.imports, func(r exchange.Range) bool { return r.First <= record && record <= r.Last })
}

// gaps names the records of a seat that are missing and that nobody withheld, set aside or knows to be lost.
func (v *verifier) gaps(roll *journal.Roll, seat string, aside asideList) error {
	var missing exchange.Ranges
	for _, h := range roll.Holes(seat) {
		missing = append(missing, exchange.Range{First: h.After + 1, Last: h.Before - 1})
	}
	for _, r := range missing.Without(exchange.Join(aside.runs[seat], math.MaxInt64)) {
		at, _ := slices.BinarySearchFunc(missing, r.First, func(m exchange.Range, seq int64) int { return cmp.Compare(m.Last, seq) })
		var behind int64
		if err := v.s.row(v.ctx, "SELECT coalesce((SELECT id FROM record WHERE seat = ? AND seq = ?), 0)", []any{seat, missing[at].Last + 1}, &behind); err != nil {
			return err
		}
		v.trouble(Trouble{Code: "record", Record: behind, Part: "gap", Seat: seat, Seq: r.First, Last: r.Last, Detail: fmt.Sprintf("records %d to %d of the seat are missing", r.First, r.Last)})
	}
	return nil
}

// seatKeys gives the public keys by which records are proven on all processors, and the founder's; that is nil when the
// list of seats is not what it should be.
func (v *verifier) seatKeys() (keys map[string]ed25519.PublicKey, founder ed25519.PublicKey, err error) {
	keys = map[string]ed25519.PublicKey{}
	err = v.s.rows(v.ctx, "SELECT n, id, key FROM seat ORDER BY n", nil, func(scan func(...any) error) error {
		var n int64
		var id string
		var key []byte
		if err := scan(&n, &id, &key); err != nil {
			return err
		}
		if len(key) != ed25519.PublicKeySize || journal.SeatID(key) != id {
			v.trouble(Trouble{Code: "database", Detail: "a seat's key is not its own"})
			return nil
		}
		keys[id] = key
		if founder == nil && n == 1 {
			founder = key
		}
		return nil
	})
	if err == nil && founder == nil {
		v.trouble(Trouble{Code: "database", Detail: "the founder's seat is not in the list"})
	}
	return keys, founder, err
}

// projections compares every table with what follows from the log.
func (v *verifier) projections(rows *expectation) error {
	var version string
	if err := v.s.row(v.ctx, "SELECT coalesce((SELECT value FROM meta WHERE key = 'projection'), '')", nil, &version); err != nil {
		return v.damaged(err)
	}
	if version != fmt.Sprint(projectionVersion) {
		v.trouble(Trouble{Code: "projection", Part: "meta", Detail: "made by another version"})
	}
	differing, err := rows.differing(v.ctx, v.s)
	for _, table := range differing {
		v.trouble(Trouble{Code: "projection", Part: table, Detail: "does not follow from the log"})
	}
	return v.damaged(err)
}

// attached is an attached file as an evidence names it.
type attached struct {
	entity app.ID
	hash   string
}

func (v *verifier) files() ([]attached, error) {
	var out []attached
	err := v.s.rows(v.ctx, "SELECT id, doc FROM entity WHERE kind IN (?, ?, ?) AND deleted = 0 ORDER BY id", []any{string(app.KindEvidence), string(app.KindRoster), string(app.KindReport)}, func(scan func(...any) error) error {
		var id, doc string
		if err := scan(&id, &doc); err != nil {
			return err
		}
		var e struct{ FileHash string }
		if err := json.Unmarshal([]byte(doc), &e); err == nil && e.FileHash != "" { // a damaged state shows in the comparison
			out = append(out, attached{app.ID(id), e.FileHash})
		}
		return nil
	})
	return out, v.damaged(err)
}

func (v *verifier) attachments(files []attached) error {
	for _, f := range files {
		open, state, err := v.w.prove(v.ctx, f.hash)
		if v.ctx.Err() != nil {
			return v.ctx.Err()
		}
		if open != nil {
			open.Close()
		}
		awaited := false
		if err == nil && state == AttachmentMissing {
			if err := v.s.row(v.ctx, "SELECT EXISTS(SELECT 1 FROM awaited WHERE hash = ?)", []any{f.hash}, &awaited); err != nil {
				return v.damaged(err)
			}
		}
		switch {
		case awaited: // it has not arrived yet, and is no fault of this workspace
			v.report.Advice = append(v.report.Advice, Trouble{Code: "attachment", Entity: f.entity, Part: "awaited"})
		case err != nil:
			v.trouble(Trouble{Code: "attachment", Entity: f.entity, Part: "unreadable", Detail: err.Error()})
		case state != AttachmentPresent:
			v.trouble(Trouble{Code: "attachment", Entity: f.entity, Part: string(state), Detail: f.hash})
		}
		v.step(1)
	}
	return nil
}
