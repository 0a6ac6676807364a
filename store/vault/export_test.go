package vault

import "io"

// What the test vectors are made with: the same code as in use, with nonces that are given.

// SealPage seals a page, kind 'd' or 'w', under a nonce.
func SealPage(k *Key, page []byte, kind byte, number int64, nonce []byte) ([]byte, error) {
	p, err := newPages(k)
	if err != nil {
		return nil, err
	}
	sealed := make([]byte, PageSize)
	copy(sealed[PageSize-nonceSize:], nonce)
	p.sealUnder(sealed, page, place{kind, number})
	return sealed, nil
}

// SealHead seals the header of a frame, or of a WAL with frame 0.
func SealHead(k *Key, head []byte, frame int64) []byte {
	sealed := append([]byte(nil), head...)
	newHeads(k).seal(sealed, frame)
	return sealed
}

// EncryptUnder encrypts a stream with the random bytes of its header.
func EncryptUnder(k *Key, w io.Writer, prefix []byte) (io.WriteCloser, error) {
	return k.encryptUnder(w, append([]byte(streamMagic), prefix...))
}

// OpenWALPage opens a page of a WAL where it lies.
func OpenWALPage(k *Key, page []byte, frame int64) bool {
	p, err := newPages(k)
	return err == nil && p.open(page, place{inWAL, frame})
}
