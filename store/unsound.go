package store

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/vault"
)

// unsound are attached files that did not prove when they were to be sent. They count as absent as long as they lie
// there as they were found: else every package for somebody who lacks them would fail, or be written again and again.
type unsound struct {
	mu  sync.Mutex
	all map[string]stamp
}

// stamp tells one state of a file from another.
type stamp struct {
	size int64
	at   time.Time
}

// sendable says how long an attached file is, in plain bytes, and whether it is here and can be one of ours. It is not
// read: one that is then found damaged is found by setAsideUnsound. What a noun says of its size is not asked: anybody may
// have written that.
func (w *Workspace) sendable(hash string) (size int64, ok bool) {
	if !hashForm.MatchString(hash) {
		return 0, false
	}
	info, err := os.Stat(w.attachmentPath(hash))
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	u := &w.cache.unsound
	u.mu.Lock()
	bad, known := u.all[hash]
	u.mu.Unlock()
	if known && bad == (stamp{info.Size(), info.ModTime()}) {
		return 0, false
	}
	return vault.PlainSize(info.Size())
}

// setAsideUnsound reads attached files through, after a package failed at one, and remembers those that cannot be sent.
// It says whether there are any; else it gives the error that the package failed with.
func (w *Workspace) setAsideUnsound(ctx context.Context, blobs []exchange.Blob, cause error) (found bool, err error) {
	for _, b := range blobs {
		info, serr := os.Stat(w.attachmentPath(b.Hash)) // before it is read: what comes in its place meanwhile is another
		err := w.readThrough(ctx, b.Hash)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err == nil {
			continue
		}
		w.log.Warn("an attached file cannot be sent along", "code", app.CodeOf(err))
		found = true
		if serr != nil { // gone: it is found absent anyhow
			continue
		}
		u := &w.cache.unsound
		u.mu.Lock()
		if u.all == nil {
			u.all = map[string]stamp{}
		}
		u.all[b.Hash] = stamp{info.Size(), info.ModTime()}
		u.mu.Unlock()
	}
	return found, cause
}

// readThrough opens an attached file, which proves it.
func (w *Workspace) readThrough(ctx context.Context, hash string) error {
	f, err := w.OpenAttachment(ctx, hash)
	if err != nil {
		return err
	}
	return f.Close()
}

// watchedBlob notes a failure of an attached file that is read into a package, as against one of the medium.
type watchedBlob struct {
	io.ReadCloser
	failed *bool
}

func (b watchedBlob) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		*b.failed = true
	}
	return n, err
}
