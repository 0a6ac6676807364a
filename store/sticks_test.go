package store

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"
)

// sticksFound has Sticks find what looks gives, one look after the other, the last one for ever.
func sticksFound(t *testing.T, looks ...func() ([]Stick, error)) {
	t.Helper()
	was := findSticks
	t.Cleanup(func() { findSticks = was })
	n := 0
	findSticks = func() ([]Stick, error) {
		look := looks[min(n, len(looks)-1)]
		n++
		return look()
	}
}

func thereAre(sticks ...Stick) func() ([]Stick, error) {
	return func() ([]Stick, error) { return append([]Stick{}, sticks...), nil }
}

func TestSticksComeInOrderAndOnce(t *testing.T) {
	a, b := Stick{Root: "/media/a", Label: "甲"}, Stick{Root: "/media/b"}
	sticksFound(t, thereAre(b, a, b))
	if got, err := Sticks(ctx); err != nil || !reflect.DeepEqual(got, []Stick{a, b}) {
		t.Errorf("%+v, %v", got, err)
	}
	sticksFound(t, func() ([]Stick, error) { return nil, errors.New("no list") })
	if _, err := Sticks(ctx); err == nil {
		t.Error("a look that failed was taken for a look")
	}
}

func TestALookAtThisMachineWorks(t *testing.T) {
	if _, err := Sticks(ctx); err != nil {
		t.Error(err)
	}
}

func TestOnlyFATLimitsAFile(t *testing.T) {
	for fs, want := range map[string]int64{"vfat": 4294967295, "FAT32": 4294967295, "msdos": 4294967295, "exfat": 0, "exFAT": 0, "NTFS": 0, "fuseblk": 0, "ext4": 0, "": 0} {
		if got := (Stick{FS: fs}).FileLimit(); got != want {
			t.Errorf("%q: %d", fs, got)
		}
	}
}

func TestTheWatcherTellsOfChangesAlone(t *testing.T) {
	a, b := Stick{Root: "/media/a", Free: 10}, Stick{Root: "/media/b"}
	fuller, locked := a, a
	fuller.Free, locked.ReadOnly = 3, true
	sticksFound(t, thereAre(), thereAre(a), thereAre(fuller), func() ([]Stick, error) { return nil, errors.New("busy") },
		thereAre(a, b), thereAre(locked, b), thereAre(b), thereAre(b))
	ticks := make(chan time.Time)
	told := make(chan []Stick, 20)
	done := make(chan struct{})
	go func() {
		watchSticks(context.Background(), ticks, func(s []Stick) { told <- s })
		close(done)
	}()
	for range 7 {
		ticks <- time.Time{}
	}
	close(ticks)
	<-done
	close(told)
	var got [][]Stick
	for s := range told {
		got = append(got, s)
	}
	want := [][]Stick{nil, {a}, {a, b}, {locked, b}, {b}}
	if len(got) != len(want) {
		t.Fatalf("told %d times: %+v", len(got), got)
	}
	for i := range want {
		if len(got[i]) != len(want[i]) || len(want[i]) > 0 && !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("time %d: %+v, not %+v", i, got[i], want[i])
		}
	}
}

func TestTheWatcherEndsWithItsContext(t *testing.T) {
	sticksFound(t, thereAre(Stick{Root: "/media/a"}))
	ctx, stop := context.WithCancel(context.Background())
	n := 0
	watchSticks(ctx, make(chan time.Time), func([]Stick) { n++; stop() })
	if n != 1 {
		t.Errorf("told %d times", n)
	}
}
