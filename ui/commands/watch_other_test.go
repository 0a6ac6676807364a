//go:build !linux

package commands_test

import "testing"

// watchCreated can watch on Linux alone.
func watchCreated(*testing.T, string) (names func() []string) {
	return func() []string { return nil }
}
