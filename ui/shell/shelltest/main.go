package shelltest

import (
	"runtime"
	"sync"

	"lianshen/ui/shell"
)

// Main stands for the main goroutine in tests of a whole window: what is to run there waits until Settle runs it on the
// goroutine of the test. (The test driver would run it at once, on whatever goroutine asks.)
type Main struct {
	mu      sync.Mutex
	waiting []func()
}

// Do is for shell.Config.Main.
func (m *Main) Do(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting = append(m.waiting, f)
}

// Settle runs what waits, until all work is done and nothing waits any more.
func (m *Main) Settle(s *shell.Shell) {
	for {
		s.Settle()
		m.mu.Lock()
		waiting := m.waiting
		m.waiting = nil
		m.mu.Unlock()
		if len(waiting) == 0 {
			return
		}
		for _, f := range waiting {
			f()
		}
	}
}

// RunWaiting runs once what waits, without waiting for work.
func (m *Main) RunWaiting() {
	m.mu.Lock()
	waiting := m.waiting
	m.waiting = nil
	m.mu.Unlock()
	for _, f := range waiting {
		f()
	}
}

// SettleUntil settles until done is closed.
func (m *Main) SettleUntil(s *shell.Shell, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
			m.Settle(s)
			runtime.Gosched()
		}
	}
}
