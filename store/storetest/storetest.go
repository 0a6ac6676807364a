// Package storetest gives tests of other packages workspaces that are made and opened quickly.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/vault"
)

// Phrase opens every workspace made with Options.
const Phrase = "县 城 的 第七 棵 槐树"

// Person is the name of the first person of a workspace of Sample.
const Person = "测试员"

// Options fills in what a test of another matter does not care about: the pass phrase and the cheapest key derivation.
func Options(o store.Options) store.Options {
	if o.Phrase == "" {
		o.Phrase = Phrase
	}
	o.Cost = vault.Lowest
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// masters are the sample workspaces of this test program by the day they are told of, each made once.
var masters struct {
	sync.Mutex
	dirs map[string]string
}

// Sample gives the test a workspace of its own with the sample round as it stands at now, which is also what its clock
// says for ever. It is closed at the end of the test. The first person is called Person.
func Sample(t testing.TB, now time.Time) *store.Workspace {
	t.Helper()
	options := Options(store.Options{Now: func() time.Time { return now }, Person: Person, Sample: true})
	from, err := master(options)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sample.lianshen")
	if err := os.CopyFS(path, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	ws, err := store.Open(context.Background(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ws.Close(); err != nil {
			t.Error(err)
		}
	})
	return ws
}

// master makes the sample workspace of a day, or finds the one that this test program made before.
func master(o store.Options) (string, error) {
	masters.Lock()
	defer masters.Unlock()
	now := o.Now()
	day := now.Format(time.RFC3339)
	if dir := masters.dirs[day]; dir != "" {
		return dir, nil
	}
	parent, err := os.MkdirTemp("", "lianshen-sample")
	if err != nil {
		return "", fmt.Errorf("make room for the sample: %w", err)
	}
	dir := filepath.Join(parent, "sample.lianshen")
	ctx := context.Background()
	ws, err := store.Create(ctx, dir, o)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(parent))
	}
	file, err := roundfile.Sample(app.DateOf(now))
	if err != nil {
		return "", errors.Join(err, ws.Close(), os.RemoveAll(parent))
	}
	if err := errors.Join(ws.Load(ctx, file.Nouns(), app.VerbLoad), ws.Close()); err != nil {
		return "", errors.Join(err, os.RemoveAll(parent))
	}
	if masters.dirs == nil {
		masters.dirs = map[string]string{}
	}
	masters.dirs[day] = dir
	return dir, nil
}

// Clean takes the sample workspaces of this test program away; a TestMain calls it after its tests.
func Clean() {
	masters.Lock()
	defer masters.Unlock()
	for day, dir := range masters.dirs {
		_ = os.RemoveAll(filepath.Dir(dir)) // the system clears its temporary folder sooner or later
		delete(masters.dirs, day)
	}
}

// Empty gives the test a workspace without a round whose clock stands at now. It is closed at the end of the test. The
// first person is called Person.
func Empty(t testing.TB, now time.Time) *store.Workspace {
	t.Helper()
	ws, err := store.Create(context.Background(), filepath.Join(t.TempDir(), "empty.lianshen"), Options(store.Options{Now: func() time.Time { return now }, Person: Person}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ws.Close(); err != nil {
			t.Error(err)
		}
	})
	return ws
}
