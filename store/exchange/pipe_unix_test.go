//go:build unix

package exchange

import (
	"path/filepath"
	"syscall"
	"testing"

	"lianshen/app"
)

// To open a pipe would be to wait for whoever writes into it.
func TestAPipeIsNotOpened(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.lspack")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes here:", err)
	}
	if _, err := Open(ctx, []string{pipe}, sit(t, 1).ids(), ""); app.CodeOf(err) != "exchange.foreign" {
		t.Error(err)
	}
	if Peek(pipe) {
		t.Error("a pipe looks like a package")
	}
}
