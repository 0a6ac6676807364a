package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// writingKey keeps in the table keep which packages are being written, by their paths: when the program is cut off, what
// it left unfinished is known for our own by it, and nobody else's half file is ever taken for one.
const writingKey = "writing"

// writes are the packages that this program writes at the moment.
type writes struct {
	turn  // while one is put together, written and numbered: each gets a number of its own
	mu    sync.Mutex
	paths map[string]bool
}

func (a *writes) set(path string, on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.paths == nil {
		a.paths = map[string]bool{}
	}
	if a.paths[path] = on; !on {
		delete(a.paths, path)
	}
}

func (a *writes) has(path string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.paths[path]
}

// beginWriting notes that a package is going to be written under this path. The caller calls done when it was, or when
// it came to nothing.
func (w *Workspace) beginWriting(ctx context.Context, path string) (done func(), err error) {
	if path, err = filepath.Abs(path); err != nil {
		return nil, fmt.Errorf("find where to write: %w", err)
	}
	w.cache.writes.set(path, true)
	err = w.changeWritings(ctx, func(all map[string]string) { all[path] = w.now().Format(time.RFC3339) })
	if err != nil {
		w.cache.writes.set(path, false)
		return nil, err
	}
	return func() {
		// Nothing is lost when this fails: the next cleaning finds nothing to clean.
		if err := w.changeWritings(context.WithoutCancel(ctx), func(all map[string]string) { delete(all, path) }); err != nil {
			w.log.Warn("a finished package is still noted as unfinished", "error", err)
		}
		w.cache.writes.set(path, false)
	}, nil
}

// changeWritings changes what is noted.
func (w *Workspace) changeWritings(ctx context.Context, f func(map[string]string)) error {
	return w.transact(ctx, func(*projector) error {
		all := map[string]string{}
		if err := w.keptJSON(ctx, writingKey, &all); err != nil {
			return err
		}
		f(all)
		if len(all) == 0 {
			return w.writer.exec("DELETE FROM keep WHERE key = ?", writingKey)
		}
		return w.keepJSON(writingKey, all)
	})
}

// cleanParts takes away what this laptop has left unfinished in a folder, and gives the files that went.
func (w *Workspace) cleanParts(ctx context.Context, dir string) ([]string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the exchange folder: %w", err)
	}
	all := map[string]string{}
	if err := w.keptJSON(ctx, writingKey, &all); err != nil {
		return nil, err
	}
	var gone, over []string
	for path := range all {
		if filepath.Dir(path) != dir || w.cache.writes.has(path) {
			continue
		}
		left, err := unfinished(path)
		if err != nil {
			return gone, err
		}
		for _, name := range left {
			if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return gone, told(err, name, "take an unfinished package away")
			}
			gone = append(gone, name)
		}
		over = append(over, path)
	}
	if len(over) == 0 {
		return nil, nil
	}
	return gone, w.changeWritings(ctx, func(all map[string]string) {
		for _, path := range over {
			delete(all, path)
		}
	})
}

// unfinished gives what is left of a package that was cut off while it was written: its halves, and its parts as long as
// the first, which gets its name last, is not there.
func unfinished(path string) ([]string, error) {
	entries, _, err := readFolder(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	var halves, parts []string
	whole := false
	for _, e := range entries {
		name, half := e.Name(), exchange.Half(e.Name())
		if half {
			name = name[:len(name)-len(".part")]
		}
		of, part, _ := exchange.SplitName(name)
		if !strings.EqualFold(of, filepath.Base(path)) || !e.Type().IsRegular() {
			continue
		}
		full := filepath.Join(filepath.Dir(path), e.Name())
		switch {
		case half:
			halves = append(halves, full)
		case part > 1:
			parts = append(parts, full)
		default:
			whole = true
		}
	}
	if whole {
		return halves, nil
	}
	return append(halves, parts...), nil
}

// writeUnder has a package written under a name or, where another has that name or writes under it this moment, under
// one that has the mark of the seat. What a crash leaves of it the next cleaning finds.
func (w *Workspace) writeUnder(ctx context.Context, dir, name string, write func(name string) (exchange.Written, error)) (exchange.Written, error) {
	const tries = 10
	for n := 0; ; n++ {
		as := name
		if n > 0 {
			as = strings.TrimSuffix(name, exchange.Suffix) + "-" + w.signer.ID[:4]
			if n > 1 {
				as += fmt.Sprintf("-%d", n)
			}
			as += exchange.Suffix
		}
		done, err := w.beginWriting(ctx, filepath.Join(dir, as))
		if err != nil {
			return exchange.Written{}, err
		}
		out, err := write(as)
		done()
		if code := app.CodeOf(err); n < tries && (code == "exchange.exists" || code == "exchange.busy") {
			continue
		}
		return out, err
	}
}
