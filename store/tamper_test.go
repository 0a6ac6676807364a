package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"lianshen/app"
)

// small gives a workspace with a short log: adding, changing, removing, undoing.
func small(t testing.TB) *Workspace {
	w := bare(t)
	desk := deskOf(w, "李强")
	u := app.Unit{ID: desk.NewID(), Name: "青溪县", Kind: app.County}
	c := app.Case{ID: desk.NewID(), Number: "LS2026-001", Unit: u.ID, Stage: app.Inspection}
	for _, err := range []error{
		keepAny(desk, "unit.save", u), keepAny(desk, "case.add", c),
		keepAny(desk, "answer.item", app.Answer{ID: app.AnswerID(c.ID, "XR-1-01"), Case: c.ID, Item: "XR-1-01", Conclusion: app.Problem, Note: "程序不规范"}),
		amendAny(desk, u.ID, func(u *app.Unit) { u.ShortName = "青溪" }),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.UndoLast(ctx); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestVerifyFindsFlippedBytesInEveryPartOfEveryRecord(t *testing.T) {
	w := small(t)
	type row struct {
		id     int64
		column string
		value  []byte
	}
	var rows []row
	for _, column := range []string{"prev", "hash", "sig", "body", "seat"} {
		err := w.writer.rows(ctx, "SELECT id, CAST("+column+" AS BLOB) FROM record ORDER BY id", nil, func(scan func(...any) error) error {
			r := row{column: column}
			err := scan(&r.id, &r.value)
			rows = append(rows, r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	tried := 0
	for _, r := range rows {
		for i := range r.value {
			if r.column == "body" && i%7 != 0 { // the hash covers them all alike
				continue
			}
			tried++
			flipped := append([]byte(nil), r.value...)
			flipped[i] ^= 1 << (i % 8)
			var put any = flipped
			if r.column == "seat" {
				put = string(flipped)
			}
			tamper(t, w, "BEGIN")
			tamper(t, w, "UPDATE record SET "+r.column+" = ? WHERE id = ?", put, r.id)
			v := verifier{w: w, s: w.writer, ctx: ctx}
			sound, err := v.chains(newExpectation())
			if err != nil || sound {
				t.Fatalf("record %d, %s, byte %d: not found, %v", r.id, r.column, i, err)
			}
			if got := v.report.Troubles[0]; got.Code != "record" || got.Record != r.id {
				t.Fatalf("record %d, %s, byte %d: told as %+v", r.id, r.column, i, got)
			}
			tamper(t, w, "ROLLBACK")
		}
	}
	if tried < 1000 {
		t.Fatalf("only %d bytes tried", tried)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Fatalf("mended again: %+v, %v", report, err)
	}
}

func tamper(t testing.TB, w *Workspace, query string, args ...any) {
	t.Helper()
	if err := w.writer.exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyTellsWhatElseIsNotAsSigned(t *testing.T) {
	for _, c := range []struct{ name, change, code, part string }{
		{"a record's number", "UPDATE record SET seq = seq + 10 WHERE id = 3", "record", "gap"},
		{"a record taken out", "DELETE FROM record WHERE id = 3", "record", "order"},
		{"two records exchanged", "UPDATE record SET id = CASE id WHEN 2 THEN 1002 WHEN 3 THEN 2 END WHERE id IN (2, 3); UPDATE record SET id = 3 WHERE id = 1002", "record", "order"},
		{"the last record taken out", "DELETE FROM record WHERE id = (SELECT max(id) FROM record)", "projection", "deed"},
		{"another seat's key", "UPDATE seat SET key = zeroblob(32)", "database", ""},
		{"a state", "UPDATE entity SET doc = replace(doc, '青溪县', '清溪县')", "projection", "entity"},
		{"a removed noun", "UPDATE entity SET deleted = 1 WHERE kind = 'unit'", "projection", "entity"},
		{"a head", "DELETE FROM head WHERE field = 'shortName'", "projection", "head"},
		{"the name of who did it", "UPDATE deed SET who = '别人' WHERE record = 2", "projection", "deed"},
		{"a change", "UPDATE change SET kind = 'del' WHERE kind = 'put'", "projection", "change"},
		{"a list row", "UPDATE answer SET conclusion = 'ok'", "projection", "answer"},
		{"a case row", "UPDATE caserow SET number = 'LS2026-002'", "projection", "caserow"},
		{"the search words", "INSERT INTO words(rowid, title) VALUES(99999999, '无中生有')", "projection", "words"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := small(t)
			if _, err := w.writer.conn.ExecContext(ctx, c.change); err != nil {
				t.Fatal(err)
			}
			report, err := w.Verify(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, trouble := range report.Troubles {
				if trouble.Code == c.code && trouble.Part == c.part {
					return
				}
			}
			t.Errorf("told: %+v", report.Troubles)
		})
	}
}

func TestVerifyFindsDamageInTheFileItself(t *testing.T) {
	w := small(t)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(databasePath(w.dir))
	if err != nil {
		t.Fatal(err)
	}
	missed := 0
	for at := 4096 + 8; at < len(raw); at += len(raw)/40 | 1 {
		bad := append([]byte(nil), raw...)
		for i := at; i < min(at+16, len(bad)); i++ {
			bad[i] ^= 0xff
		}
		if err := os.WriteFile(databasePath(w.dir), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := Open(ctx, w.dir, quick(Options{}))
		if err != nil {
			if code := app.CodeOf(err); code != "workspace.broken" && code != "workspace.newer" && code != "workspace.foreign" {
				t.Errorf("byte %d: open says %v", at, err)
			}
			continue
		}
		report, err := again.Verify(ctx, nil)
		if err != nil {
			t.Errorf("byte %d: verify says %v", at, err)
		} else if report.OK() && !isFree(t, raw, at) {
			missed++
			t.Logf("byte %d of page %d not told", at%4096, at/4096+1)
		}
		again.Close()
	}
	if missed > 0 {
		t.Errorf("%d damages in use not told", missed)
	}
}

// isFree says whether the bytes at a place are zero: with secure_delete these are the parts of pages that hold nothing.
func isFree(t *testing.T, raw []byte, at int) bool {
	return strings.Trim(string(raw[at:min(at+16, len(raw))]), "\x00") == ""
}

func TestVerifyIsStoppedByItsContext(t *testing.T) {
	w := small(t)
	short, cancel := context.WithCancel(ctx)
	_, err := w.Verify(short, func(done, total int) {
		if done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if _, err := w.Rounds(ctx); err != nil {
		t.Fatalf("reading after the stop: %v", err)
	}
}

func TestVerifyTellsAttachmentsThatVanishedOrChanged(t *testing.T) {
	w := fresh(t)
	desk := deskOf(w, "李强")
	c := app.Case{ID: desk.NewID(), Number: "LS2026-001"}
	if err := keepAny(desk, "case.add", c); err != nil {
		t.Fatal(err)
	}
	var hashes []string
	for i, text := range []string{"台账一", "台账二", "台账三"} {
		hash, size, err := w.Attach(ctx, strings.NewReader(text), "台账.pdf")
		if err != nil || size != int64(len(text)) {
			t.Fatal(size, err)
		}
		e := app.Evidence{ID: desk.NewID(), Case: c.ID, Number: i + 1, FileHash: hash, FileSize: size}
		if err := keepAny(desk, "evidence.add", e); err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, hash)
	}
	if err := os.Remove(w.attachmentPath(hashes[0])); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.attachmentPath(hashes[1]), []byte("台账二改"), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := w.Verify(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range report.Troubles {
		got = append(got, x.Code+" "+x.Part+" "+x.Detail)
	}
	want := []string{"attachment missing " + hashes[0], "attachment changed " + hashes[1]}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	for i, state := range []AttachmentState{AttachmentMissing, AttachmentChanged, AttachmentPresent} {
		if got := w.AttachmentState(hashes[i]); got != state {
			t.Errorf("attachment %d is %s, want %s", i, got, state)
		}
		r, err := w.OpenAttachment(ctx, hashes[i])
		if state == AttachmentPresent && err == nil {
			r.Close()
		} else if app.CodeOf(err) != "attachment."+string(state) {
			t.Errorf("opening attachment %d: %v", i, err)
		}
	}
	if _, _, err := w.Attach(ctx, strings.NewReader("台账二"), "台账.pdf"); err != nil {
		t.Fatal(err)
	}
	if got := w.AttachmentState(hashes[1]); got != AttachmentPresent {
		t.Errorf("taken in again it is %s", got)
	}
}

func TestWhatWasCutOffWhileTakenInIsSwept(t *testing.T) {
	w := fresh(t)
	left := filepath.Join(attachmentsPath(w.dir), "incoming-123")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	w = reopen(t, w)
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("still there: %v", err)
	}
	_, _, err := w.Attach(ctx, iotest.ErrReader(errors.New("stick pulled")), "台账.pdf")
	if app.CodeOf(err) != "attachment.unreadable" {
		t.Errorf("got %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(attachmentsPath(w.dir), incoming)); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}
