package store

import (
	"context"
	"sync"
)

// turn is had by one at a time. Who waits for it can give up. The zero turn is free.
type turn struct {
	once  sync.Once
	taken chan struct{} // holds one thing while somebody has it
}

// alone waits for the turn and gives what lets go of it.
func (t *turn) alone(ctx context.Context) (done func(), err error) {
	t.once.Do(func() { t.taken = make(chan struct{}, 1) })
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case t.taken <- struct{}{}:
		return func() { <-t.taken }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
