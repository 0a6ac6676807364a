package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/store/exchange"
)

// TakeFromFolder takes the new packages of a folder in, as TakeInAll does. The file of an import that was taken back and
// still lies there is left, unless choose wants it again. It refuses as ScanFolder does.
func (w *Workspace) TakeFromFolder(ctx context.Context, dir string, choose func(Coming) (TakeIn, bool), progress func(done, total int64)) ([]Taken, error) {
	if err := w.writable(); err != nil {
		return nil, err
	}
	f, err := w.ScanFolder(ctx, dir)
	if err != nil {
		return nil, err
	}
	var sets [][]string
	for _, n := range f.New {
		sets = append(sets, n.Paths)
	}
	if choose == nil {
		choose = notGrave
	}
	return w.TakeInAll(ctx, sets, func(c Coming) (TakeIn, bool) {
		how, take := choose(c)
		return how, take && (how.Again || len(c.Returns) == 0)
	}, progress)
}

func notGrave(c Coming) (TakeIn, bool) { return TakeIn{}, !c.Grave() }

// TakeInAll takes several packages in, each file with its parts, in an order in which none lacks what another brings.
// choose says of each how it is taken in, and false to leave it for now; nil takes everything that is not grave. What
// one of them is refused for stands in its Taken and does not keep the others out. Ending ctx stops between two
// packages, or within one that then has changed nothing; what was taken in until then stays and is given with the error.
func (w *Workspace) TakeInAll(ctx context.Context, sets [][]string, choose func(Coming) (TakeIn, bool), progress func(done, total int64)) ([]Taken, error) {
	if err := w.writable(); err != nil {
		return nil, err
	}
	if choose == nil {
		choose = notGrave
	}
	m := newMeter(sets, progress)
	out := make([]Taken, len(sets))
	open := make([]int, len(sets)) // those still to be done
	for i, paths := range sets {
		out[i].Paths, open[i] = paths, i
	}
	// A package that lacks an earlier one waits until the others were taken in; as long as any was, another round may
	// help it.
	for again := true; again && len(open) > 0; {
		again = false
		var waiting []int
		for _, i := range open {
			t, err := w.takeOne(ctx, sets[i], choose, m.of(i))
			if err != nil && ctx.Err() != nil {
				return out, ctx.Err()
			}
			out[i] = t
			if app.CodeOf(t.Err) == "exchange.gap" {
				waiting = append(waiting, i)
				continue
			}
			m.finish(i)
			again = again || t.Err == nil && !t.Left
		}
		open = waiting
	}
	return out, nil
}

// takeOne takes one package in. The error is the one that stands in what it gives.
func (w *Workspace) takeOne(ctx context.Context, paths []string, choose func(Coming) (TakeIn, bool), progress func(done, total int64)) (t Taken, err error) {
	t.Paths = paths
	if t.Coming, t.Err = w.Examine(ctx, paths, halfOf(progress, 0)); t.Err != nil {
		t.Coming = Coming{}
		return t, t.Err
	}
	how, take := choose(t.Coming)
	if !take {
		t.Left = true
		return t, nil
	}
	how.Package = t.Coming.ID
	t.Import, t.Err = w.TakeIn(ctx, paths, how, halfOf(progress, 1))
	return t, t.Err
}

// halfOf gives the progress of the first or the second of two passes of equal length.
func halfOf(progress func(done, total int64), pass int64) func(done, total int64) {
	return func(done, total int64) { progress(done+pass*total, 2*total) }
}

// meter tells the progress of several packages by their lengths.
type meter struct {
	sizes  []int64
	done   []int64
	total  int64
	report func(done, total int64)
}

func newMeter(sets [][]string, report func(done, total int64)) *meter {
	m := &meter{sizes: make([]int64, len(sets)), done: make([]int64, len(sets)), report: report}
	for i, paths := range sets {
		m.sizes[i] = 1 // so that one that cannot be read counts as well
		for _, path := range paths {
			if info, err := os.Stat(path); err == nil {
				m.sizes[i] += info.Size()
			}
		}
		m.total += m.sizes[i]
	}
	return m
}

// of gives the progress of package i.
func (m *meter) of(i int) func(done, total int64) {
	return func(done, total int64) {
		if total > 0 {
			// In steps of a thousandth: lengths of many gigabytes do not run over.
			m.set(i, m.sizes[i]/1000*(done*1000/total))
		}
	}
}

func (m *meter) finish(i int) { m.set(i, m.sizes[i]) }

// set never goes back: a package that is tried again is not told twice.
func (m *meter) set(i int, to int64) {
	if m.report == nil || to <= m.done[i] {
		return
	}
	m.done[i] = min(to, m.sizes[i])
	sum := int64(0)
	for _, d := range m.done {
		sum += d
	}
	m.report(sum, m.total)
}

// PackageFiles sorts paths that a person named into packages, each with its parts in order. Of a folder it takes the
// packages in it that somebody is not still copying. A part alone brings the other parts that lie beside it. It refuses
// with "file.unreadable", and with "folder.empty" of a folder without a package.
func PackageFiles(paths []string) ([][]string, error) {
	var out [][]string
	have := map[string]bool{}
	add := func(set []string) {
		if !have[set[0]] {
			have[set[0]] = true
			out = append(out, set)
		}
	}
	for _, path := range paths {
		path, err := filepath.Abs(path)
		if err != nil {
			return nil, app.Refuse("file.unreadable", "path", path)
		}
		info, err := os.Stat(path)
		if err != nil {
			refusal := app.Refuse("file.unreadable", "path", path)
			refusal.Cause = err
			return nil, refusal
		}
		if !info.IsDir() {
			set, err := withItsParts(path)
			if err != nil {
				return nil, err
			}
			add(set)
			continue
		}
		sets, _, err := listFolder(path)
		if err != nil {
			return nil, err
		}
		if len(sets) == 0 {
			return nil, app.Refuse("folder.empty", "path", path)
		}
		for _, s := range sets {
			add(s.file(path).Paths)
		}
	}
	return out, nil
}

// withItsParts gives a file, or all parts beside a part.
func withItsParts(path string) ([]string, error) {
	of, part, parts := exchange.SplitName(path)
	if part == 0 {
		return []string{path}, nil
	}
	sets, _, err := listFolder(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	for _, s := range sets {
		if o, n, p := exchange.SplitName(s.key()); n > 0 && p == parts && strings.EqualFold(o, of) {
			return s.file(filepath.Dir(path)).Paths, nil
		}
	}
	return nil, &app.Error{Code: "file.unreadable", Args: map[string]any{"path": path}, Cause: errors.Join(fs.ErrNotExist)}
}
