package shell

import (
	"context"
	"sync"
)

// queue does works one after the other, off the main goroutine, in the order they were given. It has a goroutine
// only while there is work.
type queue struct {
	mu      sync.Mutex
	works   []func(context.Context)
	running bool
	idle    *sync.Cond
	ctx     context.Context
}

func newQueue(ctx context.Context) *queue {
	q := &queue{ctx: ctx}
	q.idle = sync.NewCond(&q.mu)
	return q
}

func (q *queue) add(work func(context.Context)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.works = append(q.works, work)
	if !q.running {
		q.running = true
		go q.run()
	}
}

func (q *queue) run() {
	for {
		q.mu.Lock()
		if len(q.works) == 0 {
			q.running = false
			q.idle.Broadcast()
			q.mu.Unlock()
			return
		}
		work := q.works[0]
		q.works = q.works[1:]
		q.mu.Unlock()
		work(q.ctx)
	}
}

// wait returns when nothing is left to do.
func (q *queue) wait() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.running || len(q.works) > 0 {
		q.idle.Wait()
	}
}
