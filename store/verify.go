package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
)

// Trouble is one thing that Verify found wrong.
type Trouble struct {
	// Code is "database" (SQLite finds damage), "record" (a record is not what was signed), "projection" (a table does
	// not follow from the log), "attachment" (a file is missing or changed).
	Code   string
	Record int64  // with "record": the number of the record
	Part   string // with "record" what is wrong: a code of journal.Fault, or "order"; with "projection" the table; with "attachment" the state
	Entity app.ID // with "attachment": the evidence that names the file
	Detail string // for logs and support; holds no personal data
}

// Report is what Verify found.
type Report struct {
	Records     int
	Nouns       int
	Attachments int
	Troubles    []Trouble // empty: everything is as it was signed
	Tip         string    // hash of the last record of this seat, in hex: what a printed page can witness
}

// OK says whether nothing is wrong.
func (r Report) OK() bool { return len(r.Troubles) == 0 }

// maxTroubles bounds how many troubles of one sort are listed.
const maxTroubles = 200

// Verify proves the workspace: the database's structure, every record's number, chain, hash and signature, every table
// against a recomputation from the log, every attached file against its hash. What is wrong stands in the report; an
// error means that Verify could not be finished. progress (may be nil) is told how much of how much is done. Deeds may
// go on meanwhile. Ending ctx stops it.
func (w *Workspace) Verify(ctx context.Context, progress func(done, total int)) (Report, error) {
	var v verifier
	err := w.snapshot(ctx, func(s *session) error {
		v = verifier{w: w, s: s, ctx: ctx, progress: progress}
		return v.all()
	})
	if err != nil && ctx.Err() != nil {
		return v.report, ctx.Err()
	}
	if err != nil {
		return v.report, fmt.Errorf("verify: %w", err)
	}
	return v.report, nil
}

type verifier struct {
	w           *Workspace
	s           *session
	ctx         context.Context
	progress    func(done, total int)
	done, total int
	report      Report
}

func (v *verifier) trouble(t Trouble) {
	if len(v.report.Troubles) < maxTroubles {
		v.report.Troubles = append(v.report.Troubles, t)
	}
}

func (v *verifier) step(n int) {
	v.done += n
	if v.progress != nil {
		v.progress(v.done, v.total)
	}
}

func (v *verifier) all() error {
	if err := v.structure(); err != nil {
		return err
	}
	var records, nouns int
	if err := v.s.row(v.ctx, "SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM entity)", nil, &records, &nouns); err != nil {
		return v.damaged(err)
	}
	files, err := v.files()
	if err != nil {
		return err
	}
	v.report.Records, v.report.Nouns, v.report.Attachments = records, nouns, len(files)
	v.total = 2*records + len(files) + 1
	v.step(1)
	sound, err := v.chains()
	if err != nil {
		return v.damaged(err)
	}
	if sound { // from a broken log nothing can be recomputed that would tell more
		if err := v.projections(records); err != nil {
			return err
		}
	}
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

// chains proves every record. sound says that all are as they were signed.
func (v *verifier) chains() (sound bool, err error) {
	chains := map[string]*journal.Chain{}
	err = v.s.rows(v.ctx, "SELECT id, key FROM seat", nil, func(scan func(...any) error) error {
		var id string
		var key []byte
		if err := scan(&id, &key); err != nil {
			return err
		}
		if len(key) != ed25519.PublicKeySize || journal.SeatID(key) != id {
			v.trouble(Trouble{Code: "database", Detail: "a seat's key is not its own"})
			return nil
		}
		chains[id] = journal.NewChain(v.w.id, key)
		return nil
	})
	if err != nil {
		return false, err
	}
	before := len(v.report.Troubles)
	next := int64(1)
	err = eachRecord(v.ctx, v.s, "SELECT id, seat, seq, prev, hash, sig, body FROM record ORDER BY id", nil, func(r stored) error {
		if r.id != next {
			v.trouble(Trouble{Code: "record", Record: r.id, Part: "order", Detail: fmt.Sprintf("record %d expected", next)})
		}
		next = r.id + 1
		v.step(1)
		chain := chains[r.Seat]
		if chain == nil {
			v.trouble(Trouble{Code: "record", Record: r.id, Part: "seat"})
			return nil
		}
		_, err := chain.Check(r.Record)
		var fault *journal.Fault
		if errors.As(err, &fault) {
			v.trouble(Trouble{Code: "record", Record: r.id, Part: fault.Code, Detail: fault.Error()})
			chain.Skip(r.Record) // so that the next record is judged by itself
		} else if err != nil {
			return err
		}
		if r.Seat == v.w.signer.ID {
			v.report.Tip = r.Hash.String()
		}
		return nil
	})
	return err == nil && len(v.report.Troubles) == before, err
}

// projections recomputes every table from the log in memory and compares.
func (v *verifier) projections(records int) error {
	db, err := openDB(memoryDB, readWrite)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection to memory would be a database of its own
	again, err := newSession(v.ctx, db)
	if err != nil {
		return err
	}
	defer again.close()
	if err := v.replayInto(again); err != nil {
		return err
	}
	for _, t := range projected {
		if err := v.compare(again, t); err != nil {
			return v.damaged(err)
		}
	}
	return nil
}

func (v *verifier) replayInto(again *session) error {
	if _, err := again.conn.ExecContext(v.ctx, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN;"+schemaSQL+projectionsSQL); err != nil {
		return err
	}
	if err := again.exec("INSERT INTO meta(key, value) VALUES('projection', ?)", fmt.Sprint(projectionVersion)); err != nil {
		return err
	}
	p := newProjector(again)
	rows := &rowWriter{s: again}
	p.late = newLate(rows.put)
	err := eachProof(v.ctx, v.s, nil, func(r proof) error {
		v.step(1)
		return p.project(r.id, r.Body)
	})
	if err == nil {
		err = p.finish()
	}
	if err == nil {
		err = rows.flush()
	}
	if err != nil {
		return err
	}
	return again.exec("COMMIT")
}

// projected lists how each projected table is compared: its rows as one text each, in the order of its key.
var projected = []struct{ table, query string }{
	{"meta", "SELECT key, value FROM meta ORDER BY key"},
	{"deed", "SELECT record, time, who, verb, cas, undoes, depth, root, bulk, effects FROM deed ORDER BY record"},
	{"change", "SELECT record, idx, entity, field, kind, noun FROM change ORDER BY record, idx"},
	{"head", "SELECT entity, field, change FROM head ORDER BY entity, field, change"},
	{"entity", "SELECT n, id, kind, owner, doc, deleted FROM entity ORDER BY n"},
	{"caserow", "SELECT entity, id, round, number, unit FROM caserow ORDER BY entity"},
	{"answer", "SELECT entity, cas, item, strand, conclusion, noted, edited FROM answer ORDER BY entity"},
	{"finding", "SELECT entity, cas, number, strand, state, item, title, amount FROM finding ORDER BY entity"},
	{"words", "SELECT term, col, doc, cnt FROM temp.terms ORDER BY term, col"},
}

// compare walks two tables side by side and tells the first row in which they differ.
func (v *verifier) compare(again *session, t struct{ table, query string }) error {
	sessions := []*session{v.s, again}
	if t.table == "words" {
		for _, s := range sessions {
			// The vocabulary of the index lives in the connection's memory, so a read-only connection can have it.
			if err := s.exec("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, col)"); err != nil {
				return err
			}
			defer s.exec("DROP TABLE temp.terms")
		}
	}
	var rows [2]*sql.Rows
	for i, s := range sessions {
		r, err := s.conn.QueryContext(v.ctx, t.query)
		if err != nil {
			return err
		}
		defer r.Close()
		rows[i] = r
	}
	for n := 1; ; n++ {
		have, err := nextRow(rows[0])
		if err != nil {
			return err
		}
		want, err := nextRow(rows[1])
		if err != nil {
			return err
		}
		if have != want {
			v.trouble(Trouble{Code: "projection", Part: t.table, Detail: fmt.Sprintf("row %d does not follow from the log", n)})
			return nil
		}
		if have == "" {
			return nil
		}
	}
}

// nextRow gives a row as text, "" after the last.
func nextRow(rows *sql.Rows) (string, error) {
	if !rows.Next() {
		return "", rows.Err()
	}
	names, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values := make([]any, len(names))
	into := make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, x := range values {
		fmt.Fprintf(&b, "%T:%v\x00", x, x)
	}
	return b.String(), nil
}

// file is an attached file as an evidence names it.
type file struct {
	entity app.ID
	hash   string
}

func (v *verifier) files() ([]file, error) {
	var out []file
	err := v.s.rows(v.ctx, "SELECT id, doc FROM entity WHERE kind = ? AND deleted = 0 ORDER BY id", []any{string(app.KindEvidence)}, func(scan func(...any) error) error {
		var id, doc string
		if err := scan(&id, &doc); err != nil {
			return err
		}
		var e struct{ FileHash string }
		if err := json.Unmarshal([]byte(doc), &e); err == nil && e.FileHash != "" { // a damaged state shows in the comparison
			out = append(out, file{app.ID(id), e.FileHash})
		}
		return nil
	})
	return out, v.damaged(err)
}

func (v *verifier) attachments(files []file) error {
	for _, f := range files {
		open, state, err := v.w.prove(v.ctx, f.hash)
		if v.ctx.Err() != nil {
			return v.ctx.Err()
		}
		if open != nil {
			open.Close()
		}
		switch {
		case err != nil:
			v.trouble(Trouble{Code: "attachment", Entity: f.entity, Part: "unreadable", Detail: err.Error()})
		case state != AttachmentPresent:
			v.trouble(Trouble{Code: "attachment", Entity: f.entity, Part: string(state), Detail: f.hash})
		}
		v.step(1)
	}
	return nil
}
