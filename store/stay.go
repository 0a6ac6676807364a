package store

import (
	"context"
	"sync"

	"lianshen/app"
)

// stays are what goes on in an open workspace beside deeds and reads and uses its keys: backups, trials, the taking in
// of files, changes of the key file. Close waits for all of it before it wipes the keys: under the zeros of a wiped key
// a name or a proof could be computed by anybody. The zero value is ready for use.
type stays struct {
	mu   sync.Mutex
	shut bool // the workspace closes: nothing begins any more
	on   sync.WaitGroup
	next int
	stop map[int]context.CancelFunc
}

// stay begins something that Close waits for; leave ends it. The context it gives ends when the workspace closes, for
// what may take minutes and can be stopped; what should be finished goes on with its own. It refuses with
// "workspace.closed". Who holds w.write, keysMu or a reading connection does not call it.
func (w *Workspace) stay(ctx context.Context) (_ context.Context, leave func(), err error) {
	s := &w.stays
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shut {
		return nil, nil, app.Refuse("workspace.closed", "path", w.dir)
	}
	ctx, stop := context.WithCancel(ctx)
	if s.stop == nil {
		s.stop = map[int]context.CancelFunc{}
	}
	id := s.next
	s.next++
	s.stop[id] = stop
	s.on.Add(1)
	return ctx, func() {
		s.mu.Lock()
		delete(s.stop, id)
		s.mu.Unlock()
		stop()
		s.on.Done()
	}, nil
}

// end lets nothing begin any more, stops what can be stopped and waits for all of it.
func (s *stays) end() {
	s.mu.Lock()
	s.shut = true
	for _, stop := range s.stop {
		stop()
	}
	s.mu.Unlock()
	s.on.Wait()
}
