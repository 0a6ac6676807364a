package vault

import (
	"bytes"
	"crypto/rand"
	"testing"
)

// TestTheLengthOfAStreamTellsThatOfItsText seals texts of telling lengths and reckons back; every length in between that
// no stream has is refused.
func TestTheLengthOfAStreamTellsThatOfItsText(t *testing.T) {
	k, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	had := map[int64]bool{}
	for _, n := range []int{0, 1, 15, 16, 17, 1000, chunkSize - 1, chunkSize, chunkSize + 1, 2*chunkSize - 1, 2 * chunkSize, 2*chunkSize + 1, 3*chunkSize + 7} {
		var b bytes.Buffer
		w, err := k.Encrypt(&b)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, n)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		had[int64(b.Len())] = true
		if got, ok := PlainSize(int64(b.Len())); !ok || got != int64(n) {
			t.Errorf("a text of %d bytes reckons as %d %v", n, got, ok)
		}
	}
	last := int64(-1)
	for size := int64(0); size < 3*(chunkSize+tagSize)+100; size++ {
		plain, ok := PlainSize(size)
		if had[size] && !ok {
			t.Fatalf("%d bytes are refused", size)
		}
		if ok && plain != last+1 {
			t.Fatalf("%d bytes reckon as %d after %d", size, plain, last)
		}
		if ok {
			last = plain
		}
	}
}
