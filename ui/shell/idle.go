package shell

import "time"

const (
	// slept is how far the wall clock may run ahead of the monotonic one between two looks before the machine is
	// taken to have slept: Linux stops the monotonic clock during suspend.
	slept = 30 * time.Second
	// missed is how long no look may happen before the machine is taken to have slept: Windows lets the monotonic
	// clock run on, but nothing of the program runs.
	missed = 60 * time.Second
)

// Watch decides when a window that nobody uses is to be locked. It is asked about once a second.
//
// It knows of suspend only by the clocks: a message bus of the system would be a socket, and the program opens none.
type Watch struct {
	wall    time.Time
	mono    time.Duration
	started bool
}

// Look says whether to lock now. wall is the time of day, mono the monotonic clock, idle for how long the person did
// nothing, limit after how long of that the window is locked (0 = never). Waking from suspend locks whatever the limit.
// A time of day that was put forward by hand locks, too, which does no harm.
func (w *Watch) Look(wall time.Time, mono, idle, limit time.Duration) bool {
	byWall, byMono := wall.Round(0).Sub(w.wall), mono-w.mono
	first := !w.started
	w.wall, w.mono, w.started = wall.Round(0), mono, true
	if first {
		return false
	}
	return byWall-byMono > slept || byMono > missed || limit > 0 && idle >= limit
}
