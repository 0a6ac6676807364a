package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lianshen/app"
)

// WipeHow says how a workspace is wiped.
type WipeHow struct {
	// Phrase is that of the person at the seat: whoever wipes shows once more who he or she is. Until the page is printed,
	// the certificate lies on disk sealed under it.
	Phrase  string
	Sure    bool     // the person typed the word: the office has not confirmed everything, and it goes all the same
	Why     string   // the reason for that
	Program string   // version, for the certificate; "" = that of the options
	Traces  []string // files in which the program itself remembers the workspace
	Places  []string // sticks and folders that the person names, beside those that are found: backups on them go too
}

// PlanWipe gives the certificate as it would be, with what would be wiped and what cannot be promised. Nothing changes.
// Refusals: those of app.Permit.
func (w *Workspace) PlanWipe(ctx context.Context, how WipeHow) (Certificate, error) {
	if err := w.mayWipe(ctx); err != nil {
		return Certificate{}, err
	}
	c, err := w.certificate(ctx, how)
	if err != nil {
		return Certificate{}, err
	}
	plan := w.planWipe(how)
	c.Wiped, c.Left = plan.found()
	return c, nil
}

// Wipe wipes the workspace: the key files first, those of the backups too, which leaves nothing that anybody could read,
// then everything else of it that is within reach. The workspace is closed by it. What was decided here is finished
// whatever happens: cut off, by the next attempt to open the workspace, or by FinishWipe. progress (may be nil) is told
// files of files.
//
// The certificate it gives stays sealed beside the folder until DropCertificate, so that it is not lost before it is
// printed; WipedCertificate opens it again.
//
// Refusals, with nothing changed: "handover.lacking" (records, blobs: the office has not confirmed everything, and the
// person has not typed the word and given a reason), "handover.parked" (records, imports: the same, and all that lacks are
// own deeds that rest on these imports, which were taken back), "wipe.unsaved" (the certificate of a workspace that was wiped in this
// place before was not saved yet), "phrase.wrong", "phrase.other", "folder.readonly", "disk.full", those
// of app.Permit. "wipe.keys" (path): a key file could not be overwritten; the wipe is not over.
func (w *Workspace) Wipe(ctx context.Context, how WipeHow, progress func(done, total int)) (Certificate, error) {
	return w.wipe(ctx, how, progress, nil)
}

// wipe is Wipe; step, which may be nil, is asked before each step, so that tests can cut it off there.
func (w *Workspace) wipe(ctx context.Context, how WipeHow, progress func(done, total int), step func(string) error) (Certificate, error) {
	if err := w.mayWipe(ctx); err != nil {
		return Certificate{}, err
	}
	if Wiped(w.dir) { // its certificate would go with the name
		return Certificate{}, app.Refuse("wipe.unsaved", "path", w.dir)
	}
	if !w.Reading() { // whoever only reads has nothing that the office could lack
		state, err := w.HandOverState(ctx)
		if err != nil {
			return Certificate{}, err
		}
		if !state.Ready && (!how.Sure || strings.TrimSpace(how.Why) == "") {
			return Certificate{}, state.Lacking.Refusal()
		}
	}
	if err := w.CheckPhrase(how.Phrase); err != nil {
		return Certificate{}, err
	}
	c, err := w.certificate(ctx, how)
	if err != nil {
		return Certificate{}, err
	}
	plan := w.planWipe(how)
	run := wiping{plan: plan, mark: w.dir + wipingSuffix, disk: w.disk, now: w.now, step: step, progress: progress}
	if err := run.begin(c, how.Phrase, w.keys.Cost()); err != nil {
		return Certificate{}, err
	}
	// From here on it is decided.
	if err := w.Close(); err != nil {
		w.log.Warn("the workspace was not closed cleanly before its wipe", "error", err)
	}
	if err := run.finish(); err != nil {
		return Certificate{}, err
	}
	c.Ended = run.plan.Ended
	c.Wiped, c.Left = run.plan.outcome()
	return c, nil
}

// mayWipe refuses who may not hand the workspace over. A workspace for reading has nobody to ask.
func (w *Workspace) mayWipe(ctx context.Context) error {
	if w.Reading() {
		return nil
	}
	return w.permit(ctx, w, app.VerbHandOver, "", nil)
}

// Wiping says whether the workspace at dir is being wiped and the wipe is not over.
func Wiping(dir string) bool { return exists(filepath.Clean(dir) + wipingSuffix) }

// Wiped says whether there is a certificate of a wiped workspace at dir that was not dropped yet.
func Wiped(dir string) bool { return exists(filepath.Clean(dir) + wipedSuffix) }

// FinishWipe finishes a wipe that was cut off. Without one it does nothing. Refusals: "wipe.keys", "wipe.broken" (what
// was to be wiped cannot be read any more), "workspace.inuse", "disk.full", "folder.readonly".
func FinishWipe(dir string, progress func(done, total int)) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("find the workspace folder: %w", err)
	}
	mark := dir + wipingSuffix
	if !exists(mark) {
		return nil
	}
	plan, err := readWipe(mark, dir)
	if err != nil {
		return err
	}
	if exists(dir) && plan.owns() { // the program that wipes may be at it this moment
		lock, err := takeLock(dir)
		if err != nil {
			return err
		}
		if err := lock.Close(); err != nil {
			return told(err, dir, "let go of the workspace")
		}
	}
	run := wiping{plan: plan, mark: mark, disk: realDisk{}, now: time.Now, progress: progress}
	return run.finish()
}

// afterWipe finishes a wipe that was cut off, and refuses a workspace that was wiped with "workspace.wiped".
func afterWipe(dir string) error {
	if Wiping(dir) {
		if err := FinishWipe(dir, nil); err != nil {
			return err
		}
		if exists(dir) { // something foreign was in it, or another workspace came there
			if _, err := readManifest(dir); err == nil {
				return nil
			}
		}
		return app.Refuse("workspace.wiped", "path", dir)
	}
	if Wiped(dir) && !exists(dir) {
		return app.Refuse("workspace.wiped", "path", dir)
	}
	return nil
}

// WipedCertificate gives the certificate of a wiped workspace under the phrase it was wiped with. Refusals:
// "wipe.none" (there is none), "wipe.broken", "phrase.wrong".
func WipedCertificate(dir, phrase string) (Certificate, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Certificate{}, fmt.Errorf("find the workspace folder: %w", err)
	}
	for _, mark := range []string{dir + wipedSuffix, dir + wipingSuffix} {
		if !exists(mark) {
			continue
		}
		plan, err := readWipe(mark, dir)
		if err != nil {
			return Certificate{}, err
		}
		c, err := unsealCertificate(mark, plan.Workspace, phrase)
		if err != nil {
			return Certificate{}, err
		}
		c.Ended = plan.Ended
		c.Wiped, c.Left = plan.outcome()
		return c, nil
	}
	return Certificate{}, app.Refuse("wipe.none", "path", dir)
}

// DropCertificate takes away what a wipe has left: the sealed certificate, once its page is saved or printed. A wipe that
// is not over goes on first. Refusals: those of FinishWipe.
func DropCertificate(dir string) error {
	if err := FinishWipe(dir, nil); err != nil {
		return err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("find the workspace folder: %w", err)
	}
	d := realDisk{}
	for _, mark := range []string{dir + wipedSuffix, dir + wipingSuffix} {
		if !exists(mark) {
			continue
		}
		if err := destroy(d, keyPath(mark)); err != nil {
			return told(err, mark, "take away a certificate")
		}
		if err := errors.Join(removeTree(d, mark), d.names(filepath.Dir(mark))); err != nil {
			return told(err, mark, "take away a certificate")
		}
	}
	return nil
}

// UnfinishedWipes gives the workspaces in a folder whose wipe was cut off, for the start of the program.
func UnfinishedWipes(parent string) []string {
	found, err := filepath.Glob(filepath.Join(escapeGlob(parent), "*"+Suffix+wipingSuffix))
	if err != nil {
		return nil // the pattern is sound
	}
	for i, f := range found {
		found[i] = strings.TrimSuffix(f, wipingSuffix)
	}
	slices.Sort(found)
	return found
}

// escapeGlob takes the meaning from the signs of a path that Glob would read.
func escapeGlob(path string) string {
	if os.PathSeparator == '\\' { // there nothing can be escaped, and no name has a star or a question mark
		return path
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
