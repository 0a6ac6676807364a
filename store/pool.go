package store

import (
	"context"
	"errors"
	"sync"
)

// pool lends the reading connections. The one that was given back last goes first: its cache is the warmest, and
// decrypting what it has is saved. More than one is opened only for reads that run at once.
type pool struct {
	turns chan struct{} // one for each read that may run; closed when the pool is
	mu    sync.Mutex
	idle  []*session
	shut  bool
}

var errPoolClosed = errors.New("no more reading")

func newPool(n int) *pool {
	p := &pool{turns: make(chan struct{}, n)}
	for range n {
		p.turns <- struct{}{}
	}
	return p
}

// take waits for a turn and gives a connection, nil where one has yet to be opened. After it, give must be called.
func (p *pool) take(ctx context.Context) (*session, error) {
	select {
	case _, open := <-p.turns:
		if !open {
			return nil, errPoolClosed
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.idle) - 1
	if last < 0 {
		return nil, nil
	}
	s := p.idle[last]
	p.idle = p.idle[:last]
	return s, nil
}

// give takes a connection back, nil when it could not be opened, and passes the turn on.
func (p *pool) give(s *session) {
	switch {
	case s == nil:
	case s.spoilt:
		s.close()
	default:
		p.mu.Lock()
		p.idle = append(p.idle, s)
		p.mu.Unlock()
	}
	p.turns <- struct{}{}
}

// close waits for the reads under way and closes every connection. A second close does nothing.
func (p *pool) close() error {
	p.mu.Lock()
	again := p.shut
	p.shut = true
	p.mu.Unlock()
	if again {
		return nil
	}
	for range cap(p.turns) {
		<-p.turns
	}
	var errs []error
	for _, s := range p.idle {
		errs = append(errs, s.close())
	}
	close(p.turns)
	return errors.Join(errs...)
}
