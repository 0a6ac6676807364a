// Package ziptest makes zip containers for tests of what reads foreign Word and Excel files.
package ziptest

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// Of packs parts, given as names and contents by turns, in their order.
func Of(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i+1 < len(parts); i += 2 {
		f, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
