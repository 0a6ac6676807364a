package vault_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"lianshen/store/vault"
)

// TestHarden hardens a process of its own: this one is to stay as it is.
func TestHarden(t *testing.T) {
	if os.Getenv("LIANSHEN_HARDEN") != "" {
		if err := vault.Harden(); err != nil {
			t.Fatal(err)
		}
		var core unix.Rlimit
		if err := unix.Getrlimit(unix.RLIMIT_CORE, &core); err != nil || core.Cur != 0 || core.Max != 0 {
			t.Errorf("core dumps up to %d of %d bytes: %v", core.Cur, core.Max, err)
		}
		if n, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || n != 0 {
			t.Errorf("dumpable %d: %v", n, err)
		}
		return
	}
	c := exec.Command(os.Args[0], "-test.run=^TestHarden$", "-test.v")
	c.Env = append(os.Environ(), "LIANSHEN_HARDEN=1")
	out, err := c.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestHarden") {
		t.Errorf("%v\n%s", err, out)
	}
}
