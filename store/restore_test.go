package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// chain gives the records of a seat by their numbers.
func chain(t testing.TB, w *Workspace, seat string) map[int64]journal.Record {
	t.Helper()
	out := map[int64]journal.Record{}
	err := w.borrow(ctx, func(s *session) error {
		return eachRecord(ctx, s, "SELECT id, seat, seq, prev, hash, sig, body FROM record WHERE seat = ?", []any{seat}, func(r stored) error {
			out[r.Seq] = r.Record
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestARestoredWorkspaceGoesOnAtANewSeatAndCanNeverForkWithTheOriginal(t *testing.T) {
	w, o := filled(t)
	if err := w.AddSeat(ctx, mustPerson(t, w, "李强"), "桌上的", "河 边 的 第二 只 白鹭"); err != nil {
		t.Fatal(err)
	}
	b := mustBackup(t, w, "hand")
	answerOnce(t, w, "备份之后")
	to := filepath.Join(t.TempDir(), "恢复.lianshen")
	again, report, err := Restore(ctx, b.Path, to, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	if !report.Proof.OK() || report.Missing != 0 || strings.Join(report.Others, "") != "李强" {
		t.Errorf("%+v", report)
	}
	if again.Seat().Key == w.Seat().Key || report.Seat.Follows != w.Seat().ID || again.Me().Name != "王敏" {
		t.Errorf("seat %+v", report.Seat)
	}
	old, err := app.Get[app.Seat](ctx, again, w.Seat().ID)
	if err != nil || old.AtWork() || old.OutAfter != b.Tips[0].Seq {
		t.Errorf("the old seat: %+v, %v", old, err)
	}
	// Both go on. No number of the old seat is ever given twice.
	answerOnce(t, w, "原来的继续")
	answerOnce(t, again, "恢复的继续")
	theirs := chain(t, again, w.Seat().Key)
	for seq, r := range chain(t, w, w.Seat().Key) {
		if other, both := theirs[seq]; both && journal.Forked(r, other) {
			t.Errorf("record %d is signed twice", seq)
		}
	}
	if len(theirs) != int(b.Tips[0].Seq) {
		t.Errorf("%d records of the old seat, %d in the backup", len(theirs), b.Tips[0].Seq)
	}
	// The key file of the copy keeps nobody else's secrets.
	keys, err := vault.Read(keyPath(to), again.ID())
	if err != nil || len(keys.Seats()) != 1 || keys.Seats()[0] != again.Seat().Key {
		t.Errorf("slots %v, %v", keys.Seats(), err)
	}
	if r, err := again.Verify(ctx, nil); err != nil || !r.OK() || r.Attachments != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestABackupPutBackByHandIsAForkWhenItMeetsTheOriginal(t *testing.T) {
	w, o := filled(t)
	b := mustBackup(t, w, "hand")
	copied := filepath.Join(t.TempDir(), "手工.lianshen")
	f, err := readBackupFile(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := layOut(ctx, b.Path, copied, f, nil); err != nil {
		t.Fatal(err)
	}
	clone, err := Open(ctx, copied, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { clone.Close() })
	answerOnce(t, w, "原来的继续")
	answerOnce(t, clone, "副本也继续")
	forks := 0
	theirs := chain(t, clone, w.Seat().Key)
	for seq, r := range chain(t, w, w.Seat().Key) {
		if other, both := theirs[seq]; both && journal.Forked(r, other) {
			forks++
		}
	}
	if forks == 0 {
		t.Error("two records under one number are not told as a fork")
	}
}

func mustPerson(t testing.TB, w *Workspace, name string) app.ID {
	t.Helper()
	p := app.Person{ID: newID(), Name: name, Dept: "市审计局", Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet(string(app.Audit))}
	if err := keepAny(w.Desk(), "person.save", p); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

func TestTheRecoveryKeyRestoresABackupUnderANewPhrase(t *testing.T) {
	w, o := filled(t)
	key := recoverable(t, w)
	b := mustBackup(t, w, "hand")
	to := filepath.Join(t.TempDir(), "恢复.lianshen")
	o.Phrase, o.Recovery = "换 了 一 句 新 口令 来", &key
	again, _, err := Restore(ctx, b.Path, to, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	o.Recovery = nil
	if again, err = Open(ctx, to, o); err != nil {
		t.Fatal(err)
	}
	again.Close()
}

func TestWhatCannotBeRestoredIsToldAndLeavesNothing(t *testing.T) {
	w, o := filled(t)
	b := mustBackup(t, w, "hand")
	parent := t.TempDir()
	for _, c := range []struct {
		name string
		do   func(dir string, o *Options, to *string)
		code string
	}{
		{"another phrase", func(_ string, o *Options, _ *string) { o.Phrase = "不 是 这 一 句 话" }, "phrase.wrong"},
		{"a bit of the database", func(dir string, _ *Options, _ *string) { flip(t, databasePath(dir), 9000) }, "backup.damaged"},
		{"a bit of the key file", func(dir string, _ *Options, _ *string) { flip(t, keyPath(dir), 300) }, ""},
		{"a changed backup.json", func(dir string, _ *Options, _ *string) {
			path := filepath.Join(dir, "backup.json")
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(strings.Replace(string(raw), `"hand"`, `"load"`, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "backup.damaged"},
		{"no backup", func(dir string, _ *Options, _ *string) { os.Remove(filepath.Join(dir, "backup.json")) }, "backup.foreign"},
		{"a name that is none", func(_ string, _ *Options, to *string) { *to = filepath.Join(parent, "恢复") }, "workspace.name"},
		{"something there already", func(_ string, _ *Options, to *string) { *to = w.Dir() }, "workspace.exists"},
	} {
		t.Run(c.name, func(t *testing.T) {
			backups := t.TempDir()
			if err := os.CopyFS(backups, os.DirFS(BackupsDir(w.dir))); err != nil {
				t.Fatal(err)
			}
			path, to, o := filepath.Join(backups, filepath.Base(b.Path)), filepath.Join(parent, "恢复.lianshen"), o
			c.do(path, &o, &to)
			_, _, err := Restore(ctx, path, to, o)
			if err == nil || c.code != "" && app.CodeOf(err) != c.code {
				t.Errorf("got %v", err)
			}
			if names := under(t, parent); len(names) != 0 {
				t.Errorf("left %v", names)
			}
		})
	}
}

func TestAComparisonTellsWhatWouldBeLost(t *testing.T) {
	w, o := filled(t)
	b := mustBackup(t, w, "hand")
	same, err := CompareBackup(ctx, b.Path, Options{}, w)
	if err != nil || !same.Compared || same.LostAll != 0 || same.Only != 0 || same.Records != b.Records || same.Now != b.Records {
		t.Fatalf("%+v, %v", same, err)
	}
	answerOnce(t, w, "一")
	answerOnce(t, w, "二")
	mustPerson(t, w, "李强")
	c, err := CompareBackup(ctx, b.Path, Options{}, w)
	if err != nil {
		t.Fatal(err)
	}
	if c.LostAll != 3 || len(c.Lost) != 2 || c.Lost[0].Name != "LS2026-001" || c.Lost[0].Count != 2 || c.Lost[1].Case != "" || c.Lost[1].Count != 1 {
		t.Errorf("%+v", c)
	}
	if len(c.LostBy) != 1 || c.LostBy[0].Name != "王敏" || c.LostBy[0].Count != 3 || !c.LastNow.After(c.Last) {
		t.Errorf("%+v", c)
	}
	// Without the workspace the phrase opens the backup, and only what is in it is told.
	alone, err := CompareBackup(ctx, b.Path, o, nil)
	if err != nil || alone.Compared || alone.Records != b.Records || !alone.Last.Equal(same.Last) {
		t.Errorf("%+v, %v", alone, err)
	}
	if _, err := CompareBackup(ctx, b.Path, Options{Phrase: "不 是 这 一 句 话"}, nil); app.CodeOf(err) != "phrase.wrong" {
		t.Errorf("got %v", err)
	}
	if names := under(t, b.Path); len(names) != 4 {
		t.Errorf("looking has left %v", names)
	}
}
