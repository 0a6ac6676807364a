package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Stick is a removable medium that is there at the moment: a USB stick, a card, a drive that was plugged in.
type Stick struct {
	Root     string // folder at which it is to be found: "/media/li/LIANSHEN", "E:\"
	Label    string // what its owner called it, "" = nothing
	FS       string // file system as the system names it: "vfat", "exfat", "NTFS"; "" = not known
	ReadOnly bool   // nothing can be written, for a switch on it or for how it was mounted
	Size     int64  // bytes in all, 0 = not known
	Free     int64  // bytes that can still be written, 0 with Size 0 = not known
}

// fatLimit is how long a file on FAT can be: its length is kept in 32 bits (Microsoft FAT specification 1.03, DIR_FileSize).
const fatLimit = 1<<32 - 1

// FileLimit gives how many bytes one file on the stick may have, 0 = no limit that matters.
func (s Stick) FileLimit() int64 {
	switch strings.ToLower(s.FS) {
	case "vfat", "msdos", "fat", "fat12", "fat16", "fat32", "umsdos":
		return fatLimit
	}
	return 0
}

// FreeSpace gives how many bytes this user can still write in a folder. It gives errors.ErrUnsupported where the system
// does not tell. A share that does not answer can hold it up for long.
func FreeSpace(dir string) (int64, error) { return freeSpace(dir) }

// findSticks looks for sticks. The tests put a list of their own in its place.
var findSticks = systemSticks

// Sticks gives the removable media that are there, by the folder at which they are to be found.
func Sticks(ctx context.Context) ([]Stick, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out, err := findSticks()
	if err != nil {
		return nil, fmt.Errorf("look for sticks: %w", err)
	}
	slices.SortFunc(out, func(a, b Stick) int { return strings.Compare(a.Root, b.Root) })
	return slices.CompactFunc(out, func(a, b Stick) bool { return a.Root == b.Root }), nil
}

// WatchSticks tells f of the sticks that are there, at once and again whenever one comes, goes or becomes another, until
// ctx ends. It asks the system every so often; free space alone is no change. f is called in the goroutine of
// WatchSticks, which returns only at the end. A look that fails is no change either: the next one may tell more.
func WatchSticks(ctx context.Context, every time.Duration, f func([]Stick)) {
	clock := time.NewTicker(every)
	defer clock.Stop()
	watchSticks(ctx, clock.C, f)
}

func watchSticks(ctx context.Context, ticks <-chan time.Time, f func([]Stick)) {
	var last []Stick
	told := false
	for {
		now, err := Sticks(ctx)
		if err == nil && (!told || !slices.EqualFunc(last, now, Stick.same)) {
			last, told = now, true
			f(slices.Clone(now))
		}
		select {
		case <-ctx.Done():
			return
		case _, open := <-ticks:
			if !open {
				return
			}
		}
	}
}

// same says whether two looks saw one and the same stick.
func (s Stick) same(o Stick) bool {
	s.Free, o.Free = 0, 0
	return s == o
}
