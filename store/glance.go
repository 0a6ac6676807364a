package store

import (
	"context"
	"fmt"
	"path/filepath"

	"lianshen/app"
)

// IsWorkspace says whether dir is the folder of a workspace that this program can open, without opening it.
func IsWorkspace(dir string) bool {
	_, err := readManifest(dir)
	return err == nil
}

// IsSample says whether dir is the folder of a workspace that was made to show the program, without opening it. The mark
// stands in clear and anybody could set it: take from it nothing but where a pass phrase may lie.
func IsSample(dir string) bool {
	m, err := readManifest(dir)
	return err == nil && m.Sample
}

// Sitters lists the seats at work of a workspace, opened for that with its recovery key or the office's, so that a person
// who has forgotten the pass phrase can say whose place a new seat takes. Nothing of the workspace changes. Refusals are
// those of Open.
func Sitters(ctx context.Context, dir string, o Options) (_ []SeatState, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("find the workspace folder: %w", err)
	}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	w := &Workspace{dir: dir, id: m.ID, made: m, lock: lock}
	w.take(Options{})
	defer func() {
		if cerr := w.Close(); err == nil {
			err = cerr
		}
	}()
	if err := w.finishRenewal(); err != nil {
		return nil, err
	}
	if err := w.unlock(Options{Recovery: o.Recovery, Office: o.Office, Phrase: o.Phrase}); err != nil {
		return nil, err
	}
	if err := w.enter(ctx); err != nil {
		return nil, err
	}
	all, err := w.Seats(ctx)
	if err != nil {
		return nil, err
	}
	var out []SeatState
	for _, s := range all {
		if s.AtWork() {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, app.Refuse("recovery.noseat", "path", dir)
	}
	return out, nil
}
