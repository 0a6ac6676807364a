package store

import (
	"path/filepath"
	"testing"
	"time"

	"lianshen/app"
)

func TestATrialRestoreSaysWhetherTheLatestBackupIsGood(t *testing.T) {
	w, _ := filled(t)
	if w.TrialDue() {
		t.Error("a trial is due without a backup")
	}
	if _, err := w.TrialRestore(ctx, nil); app.CodeOf(err) != "backup.none" {
		t.Errorf("got %v", err)
	}
	b := mustBackup(t, w, "hand")
	if !w.TrialDue() {
		t.Error("no trial is due though none was ever made")
	}
	trial, err := w.TrialRestore(ctx, nil)
	if err != nil || !trial.OK || trial.Records != int(b.Records) || trial.Attachments != 2 || trial.Backup != filepath.Base(b.Path) {
		t.Fatalf("%+v, %v", trial, err)
	}
	if got, err := w.LastTrial(); err != nil || got != trial || w.TrialDue() {
		t.Errorf("%+v, %v, due %v", got, err, w.TrialDue())
	}
	if exists(filepath.Join(BackupsDir(w.dir), trialName)) {
		t.Error("the trial is still there")
	}
	answerOnce(t, w, "还能写") // the key was not let go with the trial
	now := w.now
	w.now = func() time.Time { return now().Add(31 * 24 * time.Hour) }
	if !w.TrialDue() {
		t.Error("no trial is due after a month")
	}
	flip(t, databasePath(b.Path), 9000)
	if trial, err = w.TrialRestore(ctx, nil); err != nil || trial.OK {
		t.Errorf("a damaged backup passes: %+v, %v", trial, err)
	}
	if w.TrialDue() { // or whoever works would be told every ten minutes
		t.Error("the failed trial is due again at once")
	}
	w.now = func() time.Time { return now().Add(33 * 24 * time.Hour) }
	if !w.TrialDue() {
		t.Error("the failed trial is not due again after a day")
	}
}

// By its size alone a backup would take an attachment that has rotted among the backups for good, for ever.
func TestAnAttachmentThatHasRottedAmongTheBackupsIsCopiedAnew(t *testing.T) {
	w, _ := filled(t)
	b := mustBackup(t, w, "hand")
	rotten := blobPath(filepath.Dir(b.Path), blobs(t, w.dir)[0])
	flip(t, rotten, 60)
	if trial, err := w.TrialRestore(ctx, nil); err != nil || trial.OK {
		t.Fatalf("%+v, %v", trial, err)
	}
	mustBackup(t, w, "hand")
	if trial, err := w.TrialRestore(ctx, nil); err != nil || !trial.OK {
		t.Errorf("after the next backup: %+v, %v", trial, err)
	}
}

// What has rotted among the backups stays while the workspace has nothing better.
func TestARottenAttachmentStaysWhereTheWorkspaceHasNothingBetter(t *testing.T) {
	w, _ := filled(t)
	b := mustBackup(t, w, "hand")
	name := blobs(t, w.dir)[0]
	rotten := blobPath(filepath.Dir(b.Path), name)
	flip(t, rotten, 60)
	flip(t, blobPath(w.dir, name), 60)
	if trial, err := w.TrialRestore(ctx, nil); err != nil || trial.OK || !exists(rotten) {
		t.Errorf("%+v, %v", trial, err)
	}
}

func TestATrialRestoreWaitsForNobodyAtTheBackups(t *testing.T) {
	w, _ := filled(t)
	mustBackup(t, w, "hand")
	lock, err := takeLock(BackupsDir(w.dir))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := w.TrialRestore(ctx, nil); app.CodeOf(err) != "backup.busy" {
		t.Errorf("two are at the backups at once: %v", err)
	}
}

// A backup that a clock which was ahead has dated hides none of those that come after it.
func TestABackupFromTheFutureHidesNoOther(t *testing.T) {
	w, _ := filled(t)
	now := w.now()
	w.now = func() time.Time { return now.AddDate(3, 0, 0) }
	mustBackup(t, w, "hand")
	w.now = func() time.Time { return now.Add(time.Hour) }
	answerOnce(t, w, "时钟拨回来了")
	if why, err := w.BackupDue(ctx); err != nil || why != "start" {
		t.Errorf("due %q, %v", why, err)
	}
	b := mustBackup(t, w, "start")
	answerOnce(t, w, "又写了一条")
	if why, err := w.BackupDue(ctx); err != nil || why != "" {
		t.Errorf("with a backup of this hour, due %q, %v", why, err)
	}
	if trial, err := w.TrialRestore(ctx, nil); err != nil || trial.Backup != filepath.Base(b.Path) {
		t.Errorf("tried %+v, %v", trial, err)
	}
}
