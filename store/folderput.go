package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"lianshen/app"
	"lianshen/store/exchange"
)

// PutInFolder writes into a folder what others lack and the folder does not hold for them yet, under names that nobody
// has. Where nobody lacks anything, but somebody waits to hear that his or her package was taken in, it writes a receipt;
// else it writes nothing and gives none. Refusals: those of ScanFolder and WritePackage, and "exchange.nobody" (no other
// seat is at work).
func (w *Workspace) PutInFolder(ctx context.Context, dir string, how PutIn, progress func(done, total int64)) ([]Sent, error) {
	f, err := w.ScanFolder(ctx, dir)
	if err != nil {
		return nil, err
	}
	to, err := w.putFor(ctx, how.To)
	if err != nil {
		return nil, err
	}
	if _, err := w.cleanParts(ctx, dir); err != nil {
		return nil, err
	}
	groups, err := w.ByScope(ctx, to)
	if err != nil {
		return nil, err
	}
	if how.Each {
		groups = groups[:0]
		for _, id := range to {
			groups = append(groups, []app.ID{id})
		}
	}
	var out []Sent
	for i, group := range groups {
		kind, err := w.lackedIn(ctx, f, group)
		if err != nil || kind == "" {
			if err != nil {
				return out, err
			}
			continue
		}
		sent, err := w.WritePackage(ctx, Outgoing{Kind: kind, To: group, Names: how.Names}, WriteTo{Dir: dir, Limit: how.Limit}, shareOf(progress, i, len(groups)))
		if app.CodeOf(err) == "exchange.nothing" {
			continue
		}
		if err != nil {
			return out, err
		}
		out = append(out, sent)
	}
	return out, nil
}

// ByScope puts seats of the same scope together, in their order: a package for several holds only what is within the scope
// of each, so that each of these groups is written a package of its own. It refuses with "notfound" of no seat.
func (w *Workspace) ByScope(ctx context.Context, to []app.ID) (groups [][]app.ID, err error) {
	at := map[string]int{}
	for _, id := range to {
		seat, err := app.Get[app.Seat](ctx, w, id)
		if err != nil {
			return nil, fmt.Errorf("read a receiver: %w", err)
		}
		scope := fmt.Sprintf("%q %q %q", seat.Zones.Sorted(), seat.Cases.Sorted(), seat.Strands.Sorted())
		i, known := at[scope]
		if !known {
			i = len(groups)
			at[scope], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], id)
	}
	return groups, nil
}

// shareOf gives the progress of one of several packages, each taken for as long as the others.
func shareOf(progress func(done, total int64), i, of int) func(done, total int64) {
	if progress == nil {
		return nil
	}
	return func(done, total int64) { progress(int64(i)*total+done, int64(of)*total) }
}

// putFor gives the seats that were named, or every seat at work on other laptops.
func (w *Workspace) putFor(ctx context.Context, named []app.ID) ([]app.ID, error) {
	if len(named) > 0 {
		return named, nil
	}
	seats, err := w.Seats(ctx)
	if err != nil {
		return nil, err
	}
	var out []app.ID
	for _, s := range seats {
		if s.AtWork() && !s.Here {
			out = append(out, s.ID)
		}
	}
	if len(out) == 0 {
		return nil, app.Refuse("exchange.nobody")
	}
	return out, nil
}

// lackedIn says what kind of package a folder does not hold for these seats yet: a work package, a receipt, or "" for
// none.
func (w *Workspace) lackedIn(ctx context.Context, f Folder, to []app.ID) (exchange.Kind, error) {
	lack, err := w.lackOf(ctx, to)
	if err != nil {
		return "", err
	}
	k, err := w.knownNow(ctx)
	if err != nil {
		return "", err
	}
	ours := w.manifestsOf(f.Dir, f.Mine, func(m exchange.Manifest) bool {
		return !slices.ContainsFunc(to, func(id app.ID) bool {
			return !slices.ContainsFunc(m.To, func(seat string) bool { return app.SeatID(seat) == id })
		})
	})
	switch {
	case slices.ContainsFunc(ours, lack.within): // it lies there for them already
		return "", nil
	case len(lack.works)+len(lack.blobs) > 0:
		return exchange.WorkPack, nil
	}
	// Theirs that were taken in, but that nothing of ours in the folder says so of.
	for _, m := range w.manifestsOf(f.Dir, f.Known, func(m exchange.Manifest) bool { return slices.Contains(to, app.SeatID(m.From.Seat)) }) {
		waits := m.Records > 0 && !slices.ContainsFunc(ours, func(o exchange.Manifest) bool {
			return slices.ContainsFunc(o.Receipts, func(r exchange.Receipt) bool { return k.here[r.Seat] && !brings(m, r.Has) })
		})
		if waits {
			return exchange.ReceiptOnly, nil
		}
	}
	return "", nil
}

// lack is what seats are not known to have: deeds, but for traces of reading, printing and exporting, and attached files.
type lack struct {
	works []work
	blobs []exchange.Blob
}

type work struct {
	seat string
	seq  int64
}

// within says whether a package brings all of it; one that brings nothing does not.
func (l lack) within(m exchange.Manifest) bool {
	if m.Records == 0 || len(l.works)+len(l.blobs) == 0 {
		return false
	}
	return !slices.ContainsFunc(l.works, func(x work) bool { return !m.Has.Has(x.seat, x.seq) || m.Withheld[x.seat].Has(x.seq) }) &&
		!slices.ContainsFunc(l.blobs, func(b exchange.Blob) bool { return !slices.Contains(m.Blobs, b) })
}

func (w *Workspace) lackOf(ctx context.Context, to []app.ID) (l lack, err error) {
	err = w.snapshot(ctx, func(s *session) error {
		g, err := w.gather(ctx, s, Outgoing{Kind: exchange.WorkPack, To: to})
		if err != nil {
			return err
		}
		goes := map[int64]bool{}
		for _, id := range g.ids {
			goes[id] = true
		}
		if l.blobs = g.blobs; len(g.ids) == 0 {
			return nil
		}
		return s.rows(ctx, "SELECT r.id, r.seat, r.seq FROM record r JOIN deed d ON d.record = r.id WHERE r.id >= ? AND d.effects > 0", []any{g.ids[0]}, func(scan func(...any) error) error {
			var id int64
			var x work
			if err := scan(&id, &x.seat, &x.seq); err != nil {
				return err
			}
			if goes[id] {
				l.works = append(l.works, x)
			}
			return nil
		})
	})
	if err != nil {
		return lack{}, fmt.Errorf("see what others lack: %w", err)
	}
	return l, nil
}

// manifestsOf gives what was read of files of a folder in the last look.
func (w *Workspace) manifestsOf(dir string, files []FolderFile, which func(exchange.Manifest) bool) []exchange.Manifest {
	var out []exchange.Manifest
	for _, f := range files {
		if m, ok := w.cache.folders.manifest(dir, filepath.Base(f.Paths[0])); ok && which(m) {
			out = append(out, m)
		}
	}
	return out
}

// CleanFolder deletes the packages of this laptop that everybody they are for has confirmed by a receipt, receipts that
// a later package of ours repeats, and what a cut-off run of this laptop left unfinished. It touches nothing else.
// Refusals: those of ScanFolder, "folder.readonly".
func (w *Workspace) CleanFolder(ctx context.Context, dir string) (Cleaned, error) {
	if err := w.writable(); err != nil {
		return Cleaned{}, err
	}
	f, err := w.ScanFolder(ctx, dir)
	if err != nil {
		return Cleaned{}, err
	}
	var out Cleaned
	for _, mine := range f.Mine {
		if len(mine.Waits) > 0 && !w.repeated(mine, f) || len(mine.Confirmed)+len(mine.Waits) == 0 {
			out.Stays = append(out.Stays, mine)
			continue
		}
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if err := takeAway(mine.Paths); err != nil {
			return out, told(err, mine.Paths[0], "take a package away that everybody has")
		}
		out.Gone = append(out.Gone, mine)
	}
	out.Parts, err = w.cleanParts(ctx, dir)
	return out, err
}

// repeated says whether a package is but a receipt and a later one of ours in the folder is for the same seats.
func (w *Workspace) repeated(one FolderFile, f Folder) bool {
	return one.Kind == exchange.ReceiptOnly && slices.ContainsFunc(f.Mine, func(o FolderFile) bool {
		return o.From.Seat == one.From.Seat && o.Number > one.Number && !slices.ContainsFunc(one.To, func(id app.ID) bool { return !slices.Contains(o.To, id) })
	})
}

// takeAway deletes the files of a package, the first part first: without it there is no package.
func takeAway(paths []string) error {
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return syncDir(filepath.Dir(paths[0]))
}
