package papers

import (
	"os"
	"testing"

	"lianshen/store/storetest"
)

// TestMain takes the master workspaces away at the end.
func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}
