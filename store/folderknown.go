package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// folderFacts is what tells whether a package in a folder is new here, and who has what this laptop has sent.
type folderFacts struct {
	here     map[string]bool // seats of this laptop, in the log
	seats    map[string]SeatState
	has      func(exchange.Manifest) bool
	receipts keptReceipts
	now      time.Time
}

// knownNow gives it as of now.
func (w *Workspace) knownNow(ctx context.Context) (folderFacts, error) {
	k := folderFacts{here: w.slots(), seats: map[string]SeatState{}, now: w.now()}
	seats, err := w.Seats(ctx)
	if err != nil {
		return k, err
	}
	for _, s := range seats {
		k.seats[s.Key] = s
	}
	var vector exchange.Vector
	taken, awaited := map[app.ID]bool{}, map[string]bool{}
	err = w.snapshot(ctx, func(s *session) error {
		var err error
		if vector, err = have(ctx, s, false); err != nil {
			return err
		}
		if k.receipts, err = readReceipts(ctx, s); err != nil {
			return err
		}
		err = s.rows(ctx, "SELECT package FROM import WHERE back = 0", nil, func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			taken[app.ID(id)] = true
			return err
		})
		if err != nil {
			return err
		}
		return s.rows(ctx, "SELECT hash FROM awaited", nil, func(scan func(...any) error) error {
			var hash string
			err := scan(&hash)
			awaited[hash] = true
			return err
		})
	})
	if err != nil {
		return k, fmt.Errorf("see what is known already: %w", err)
	}
	k.has = func(m exchange.Manifest) bool {
		if taken[m.ID] {
			return true
		}
		if brings(m, vector) || slices.ContainsFunc(m.Blobs, func(b exchange.Blob) bool { return awaited[b.Hash] }) {
			return false
		}
		return !slices.ContainsFunc(m.Receipts, func(r exchange.Receipt) bool {
			_, ours := k.seats[r.Seat]
			return ours && !k.here[r.Seat] && r.Count > k.receipts[r.Seat].Count
		})
	}
	return k, nil
}

// brings says whether a package has records that are not in a vector.
func brings(m exchange.Manifest, v exchange.Vector) bool {
	if m.Records == 0 {
		return false
	}
	for seat, runs := range m.Has.Without(m.Since) {
		if len(runs.Without(m.Withheld[seat]).Without(v[seat].Runs())) > 0 {
			return true
		}
	}
	return false
}

// party says who sent a package, as the workspace knows him or her.
func (k folderFacts) party(from exchange.Sender) Party {
	p := Party{Seat: app.SeatID(from.Seat), Person: from.Person, Laptop: from.Laptop}
	if s, ok := k.seats[from.Seat]; ok {
		p.Person, p.Laptop, p.Enrolled, p.Out = s.Who.Name, s.Laptop, true, !s.AtWork()
	}
	return p
}

// confirmed gives the seats a package of ours is for that have said by a receipt that they have all of it, and those
// that have not. A package without records says nothing that a receipt could confirm.
func (k folderFacts) confirmed(m exchange.Manifest) (yes, no []app.ID) {
	for _, key := range m.To {
		s, ok := k.seats[key]
		if !ok || !s.AtWork() || s.Here {
			continue
		}
		r := k.receipts.of(key, k.now)
		if r.Made > 0 && m.Records > 0 && !brings(m, r.Has) && !waitsFor(r.Receipt, m.Blobs) {
			yes = append(yes, s.ID)
		} else {
			no = append(no, s.ID)
		}
	}
	return yes, no
}

// waitsFor says whether a laptop waits for one of these files, or may do so for all that is known: its list is full.
func waitsFor(r exchange.Receipt, blobs []exchange.Blob) bool {
	if len(blobs) == 0 {
		return false
	}
	return len(r.Awaits) >= exchange.MaxAwaits || slices.ContainsFunc(blobs, func(b exchange.Blob) bool { return slices.Contains(r.Awaits, b.Hash) })
}

// folderMemory remembers the heads of packages in exchange folders, as long as their files stay what they were.
type folderMemory struct {
	mu   sync.Mutex
	dirs map[string]map[string]looked
}

func (m *folderMemory) find(dir string, set fileSet) (looked, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l, ok := m.dirs[dir][set.key()]
	if !ok || !l.set.same(set) {
		return looked{}, false
	}
	// What is still being copied may become whole without its size and time telling.
	return l, l.err == nil || app.CodeOf(l.err) == "exchange.receiver"
}

// keep takes the place of what was remembered of a folder.
func (m *folderMemory) keep(dir string, seen map[string]looked) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dirs == nil {
		m.dirs = map[string]map[string]looked{}
	}
	m.dirs[dir] = seen
}

// manifest gives what was read of the package whose first file has this name.
func (m *folderMemory) manifest(dir, name string) (exchange.Manifest, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l, ok := m.dirs[dir][name]
	return l.manifest, ok && l.err == nil
}
