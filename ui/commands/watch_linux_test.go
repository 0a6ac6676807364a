package commands_test

import (
	"bytes"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// watchCreated notes the name of every file that is made in a folder from now on, even if it is gone the next moment.
func watchCreated(t *testing.T, dir string) (names func() []string) {
	t.Helper()
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		t.Skipf("the system does not tell what happens in folders: %v", err)
	}
	t.Cleanup(func() { _ = unix.Close(fd) })
	if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_CREATE|unix.IN_MOVED_TO); err != nil {
		t.Fatal(err)
	}
	return func() []string {
		var out []string
		buf := make([]byte, 1<<16)
		for {
			n, err := unix.Read(fd, buf)
			if err == unix.EAGAIN || n <= 0 {
				return out
			}
			if err != nil {
				t.Fatal(err)
			}
			for at := 0; at < n; {
				e := (*unix.InotifyEvent)(unsafe.Pointer(&buf[at]))
				at += unix.SizeofInotifyEvent
				out = append(out, string(bytes.TrimRight(buf[at:at+int(e.Len)], "\x00")))
				at += int(e.Len)
			}
		}
	}
}
