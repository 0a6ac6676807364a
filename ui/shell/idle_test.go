package shell

import (
	"testing"
	"time"
)

func TestAWindowLeftAloneOrWokenIsLocked(t *testing.T) {
	noon := time.Date(2026, 10, 12, 12, 0, 0, 0, time.UTC)
	const second, limit = time.Second, 10 * time.Minute
	for _, c := range []struct {
		name       string
		wall, mono time.Duration // since the look before
		idle       time.Duration
		limit      time.Duration
		want       bool
	}{
		{"at work", second, second, 2 * second, limit, false},
		{"nearly idle", second, second, limit - second, limit, false},
		{"idle", second, second, limit, limit, true},
		{"idle for hours but never to lock", second, second, 5 * time.Hour, 0, false},
		{"woken, the monotonic clock stood still", time.Hour, second, 2 * second, 0, true},
		{"woken, the monotonic clock ran on", time.Hour, time.Hour, time.Hour, 0, true},
		{"a busy machine", 20 * second, 20 * second, 21 * second, limit, false},
		{"the clock was put back", -time.Hour, second, second, limit, false},
		{"the clock was set right by a little", 10 * second, second, second, limit, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w Watch
			if w.Look(noon, 5*second, 0, limit) {
				t.Fatal("the first look locks")
			}
			if got := w.Look(noon.Add(c.wall), 5*second+c.mono, c.idle, c.limit); got != c.want {
				t.Errorf("locks: %v", got)
			}
			if w.Look(noon.Add(c.wall+second), 5*second+c.mono+second, 0, limit) {
				t.Error("locks again at once: the jump is counted twice")
			}
		})
	}
}
