package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// KeySize is the size of the data key and of every key that follows from it, in bytes.
const KeySize = 32

// Key is the data key of a workspace, opened. Everything on disk is sealed under keys that follow from it by HKDF-SHA256
// with no salt and the labels below, so that one key never serves two purposes.
type Key struct {
	data  [KeySize]byte
	pages [KeySize]byte // "lianshen/v1/pages": XChaCha20-Poly1305 of database and WAL pages
	heads [KeySize]byte // "lianshen/v1/wal-heads": Adiantum of WAL frame headers
	blobs [KeySize]byte // "lianshen/v1/blobs": streams of attached files
	names [KeySize]byte // "lianshen/v1/blob-names": HMAC-SHA256 of attached files' names
	file  [KeySize]byte // "lianshen/v1/key-file": HMAC-SHA256 over the key file
}

// NewKey draws a data key.
func NewKey(random io.Reader) (*Key, error) {
	data := make([]byte, KeySize)
	if _, err := io.ReadFull(random, data); err != nil {
		return nil, fmt.Errorf("draw a data key: %w", err)
	}
	return KeyOf(data)
}

// KeyOf gives the key of its 32 secret bytes.
func KeyOf(data []byte) (*Key, error) {
	if len(data) != KeySize {
		return nil, fmt.Errorf("a data key has %d bytes, not %d", KeySize, len(data))
	}
	k := &Key{data: [KeySize]byte(data)}
	for _, sub := range []struct {
		label string
		into  *[KeySize]byte
	}{{"pages", &k.pages}, {"wal-heads", &k.heads}, {"blobs", &k.blobs}, {"blob-names", &k.names}, {"key-file", &k.file}} {
		raw, err := hkdf.Key(sha256.New, data, nil, "lianshen/v1/"+sub.label, KeySize)
		if err != nil {
			return nil, fmt.Errorf("derive the key of %s: %w", sub.label, err)
		}
		*sub.into = [KeySize]byte(raw)
	}
	return k, nil
}

// BlobName gives the name under which an attached file with this SHA-256 lies on disk: 64 hex digits that only who
// has the key can compute, so that a thief cannot test for a known document.
func (k *Key) BlobName(sum [sha256.Size]byte) string {
	mac := hmac.New(sha256.New, k.names[:])
	mac.Write(sum[:])
	return hex.EncodeToString(mac.Sum(nil))
}
