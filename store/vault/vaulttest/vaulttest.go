// Package vaulttest is for tests alone: it takes the vault's cures out, and simulates the loss of power.
//
// A Tape records what reaches the disk while a test works with a workspace. Cut then gives what a disk may hold when the
// power goes at some moment: everything synced is there; of what was written since, any part of it may be, each piece
// whole, missing, or torn at the borders of 512-byte sectors; of names that were made, changed or deleted since the last
// sync of their folder, so many as were asked for up to some moment.
package vaulttest

import (
	"testing"

	"lianshen/store/vault/internal/tap"
)

// Cure is a piece of care in the vault without which it loses data. They are described where they are used.
type Cure int

const (
	Geometry Cure = iota // answering the first look at a torn page 1 with the bare geometry
	Guard                // refusing changes until a page has proven the key
	Torn                 // telling damage in a WAL from its torn end
)

// Without takes cures out until the test ends. Tests that do so must not run in parallel with others.
func Without(t testing.TB, cures ...Cure) {
	for _, c := range cures {
		out := &tap.NoGeometry
		switch c {
		case Guard:
			out = &tap.NoGuard
		case Torn:
			out = &tap.NoTorn
		}
		out.Store(true)
		t.Cleanup(func() { out.Store(false) })
	}
}
