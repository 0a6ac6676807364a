package store

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

// leftOut gives a workspace with an attachment that somebody was left out of, open still.
func leftOut(t *testing.T) (w *Workspace, hash string) {
	t.Helper()
	w, his := twoSeats(t)
	hash, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf")
	if err != nil {
		t.Fatal(err)
	}
	naming(w, hash)
	if err := w.LeaveOut(ctx, his.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	return w, hash
}

// Names become durable one by one and in any order. Wherever the mark is, all that it speaks for must be: the former key
// file goes for it.
func TestTheMarkOfARenewalSurvivesNoPowerLossWithoutWhatItMarks(t *testing.T) {
	w, _ := leftOut(t)
	m := modelOf(t, w.dir)
	m.scattered = true
	rec := &recorder{disk: realDisk{}, root: w.dir}
	w.disk = rec
	next, _, err := w.prepareRenewal(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	next.Forget()
	want := map[string][]byte{databasePath(renewalName): nil}
	for _, name := range blobs(t, renewalPath(w.dir)) {
		want[blobPath(renewalName, name)] = nil
	}
	for path := range want {
		if want[path], err = os.ReadFile(filepath.Join(w.dir, path)); err != nil {
			t.Fatal(err)
		}
	}
	if len(want) != 2 {
		t.Fatalf("renewed were %d files", len(want))
	}
	random, marked := rand.New(rand.NewPCG(3, 9)), 0
	for i := range len(rec.events) + 1 {
		for range 30 {
			left := m.cut(random)
			if len(left[filepath.Join(renewalName, readyName)]) == 0 {
				continue
			}
			marked++
			for path, raw := range want {
				if !bytes.Equal(left[path], raw) {
					t.Fatalf("after %d of %d deeds at the disk the mark is there, and %s is not whole", i, len(rec.events), path)
				}
			}
		}
		if i < len(rec.events) {
			m.play(rec.events[i])
		}
	}
	if marked == 0 {
		t.Error("the mark never survives: this proves nothing")
	}
}

// A renewal whose database is lost is none: the former key file stays with the database it opens.
func TestAMarkedRenewalWithoutItsDatabaseIsSweptAway(t *testing.T) {
	w, hash := leftOut(t)
	want, root := state(t, w), renewalPath(w.dir)
	next, _, err := w.prepareRenewal(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	next.Forget()
	w.Close()
	if err := os.Remove(databasePath(root)); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, w.dir, quick(Options{Now: w.now}))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := state(t, again); got != want {
		t.Errorf("has %s\nwant %s", got, want)
	}
	if got := again.AttachmentState(hash); got != AttachmentPresent {
		t.Errorf("the attachment is %s", got)
	}
	if needs, err := again.NeedsRenewal(ctx); err != nil || needs {
		t.Errorf("renewal needed: %v, %v", needs, err)
	}
	sound(t, again)
}

// What a file manager leaves among the attachments keeps no renewal from being done.
func TestARenewalPassesOverForeignFiles(t *testing.T) {
	w, hash := leftOut(t)
	for _, path := range []string{filepath.Join(attachmentsPath(w.dir), "Thumbs.db"), filepath.Join(filepath.Dir(w.attachmentPath(hash)), ".DS_Store"),
		filepath.Join(attachmentsPath(w.dir), strings.Repeat("a", 64))} {
		if err := os.WriteFile(path, []byte("none of ours"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w = as(t, w, herPhrase)
	if needs, err := w.NeedsRenewal(ctx); err != nil || needs {
		t.Errorf("renewal needed: %v, %v", needs, err)
	}
	if got := w.AttachmentState(hash); got != AttachmentPresent {
		t.Errorf("the attachment is %s", got)
	}
	sound(t, w)
}

// A renewal that does not come about is told: who was left out may still open what is written.
func TestARenewalThatIsDueIsAdvisedAndToldByTheDoctor(t *testing.T) {
	w, hash := leftOut(t)
	flipBit(t, w.attachmentPath(hash), -1)
	w = as(t, w, herPhrase)
	told := func() (advised, fact bool) {
		report, err := w.Verify(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range report.Advice {
			key, _ := a.Word()
			advised = advised || key == "trouble.key.renewal"
		}
		d, err := Doctor(ctx, w.dir, w)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range d.Facts {
			fact = fact || f.Key == "doctor.renewal" && f.Bad && f.Args["due"] == app.Word("doctor.yes")
		}
		return advised, fact
	}
	if advised, fact := told(); !advised || !fact {
		t.Errorf("due: advised %v, told by the doctor %v", advised, fact)
	}
	if _, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf"); err != nil {
		t.Fatal(err)
	}
	w = as(t, w, herPhrase)
	if advised, fact := told(); advised || fact {
		t.Errorf("done: advised %v, told by the doctor %v", advised, fact)
	}
}

// Whatever the moment at which a renewal is cut off, the next opening finds the old or the new, whole.
func TestARenewalMayBeCutOffAtAnyMoment(t *testing.T) {
	begin := func(t *testing.T) (*Workspace, string) {
		w, his := twoSeats(t)
		hash, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf")
		if err != nil {
			t.Fatal(err)
		}
		naming(w, hash)
		if err := w.LeaveOut(ctx, his.ID, "调离"); err != nil {
			t.Fatal(err)
		}
		return w, hash
	}
	steps := -1
	for cut := -2; cut <= steps || steps < 0; cut++ {
		w, hash := begin(t)
		want := state(t, w)
		root := renewalPath(w.dir)
		next, _, err := w.prepareRenewal(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		next.Forget()
		todo := w.swap(root)
		steps = len(todo)
		w.Close()
		switch {
		case cut == -2: // before it was ready, in the middle of the database
			if err := os.Remove(filepath.Join(root, readyName)); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(databasePath(root), 4096); err != nil {
				t.Fatal(err)
			}
		case cut > 0:
			for _, step := range todo[:cut] {
				if err := step(); err != nil {
					t.Fatal(err)
				}
			}
		}
		again, err := Open(ctx, w.dir, quick(Options{Now: w.now}))
		if err != nil {
			t.Fatalf("cut after step %d: %v", cut, err)
		}
		if got := state(t, again); got != want {
			t.Errorf("cut after step %d: has %s\nwant %s", cut, got, want)
		}
		if needs, err := again.NeedsRenewal(ctx); err != nil || needs {
			t.Errorf("cut after step %d: renewal needed %v, %v", cut, needs, err)
		}
		if got := again.AttachmentState(hash); got != AttachmentPresent {
			t.Errorf("cut after step %d: the attachment is %s", cut, got)
		}
		if exists(root) {
			t.Errorf("cut after step %d: the renewal lies there still", cut)
		}
		sound(t, again)
		again.Close()
	}
}

// A damaged attachment may still be mended from a backup, which needs its name: the data key stays, and so does all else.
func TestARenewalWaitsForADamagedAttachment(t *testing.T) {
	w, his := twoSeats(t)
	hash, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf")
	if err != nil {
		t.Fatal(err)
	}
	naming(w, hash)
	flipBit(t, w.attachmentPath(hash), -1)
	if err := w.LeaveOut(ctx, his.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	w = as(t, w, herPhrase)
	if needs, err := w.NeedsRenewal(ctx); err != nil || !needs {
		t.Errorf("renewal needed: %v, %v", needs, err)
	}
	if _, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf"); err != nil {
		t.Fatal(err)
	}
	w = as(t, w, herPhrase)
	if needs, err := w.NeedsRenewal(ctx); err != nil || needs {
		t.Errorf("mended, renewal needed: %v, %v", needs, err)
	}
	sound(t, w)
}
