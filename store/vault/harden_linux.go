package vault

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// Harden keeps the memory of the process, which holds keys and plain text, out of core dumps and away from debuggers of
// the same user: no core is written when the program crashes, and /proc/PID/mem cannot be read. It concerns the whole
// process and is called once, by main, before anything is unlocked. It does nothing outside Linux.
func Harden() error {
	var errs []error
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		errs = append(errs, fmt.Errorf("forbid core dumps: %w", err))
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		errs = append(errs, fmt.Errorf("make the process undumpable: %w", err))
	}
	return errors.Join(errs...)
}
