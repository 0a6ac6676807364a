package vault_test

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
	"lukechampine.com/adiantum"
)

// reader reads what the vault writes by nothing but the rules of the package documentation. It shares no code with the
// package, so that the documentation is proven to say enough.
type reader struct{ dataKey []byte }

func (r reader) subkey(label string) []byte {
	key, err := hkdf.Key(sha256.New, r.dataKey, nil, "lianshen/v1/"+label, 32)
	if err != nil {
		panic(err)
	}
	return key
}

func (r reader) page(sealed []byte, kind byte, number uint64) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(r.subkey("pages"))
	if err != nil {
		return nil, err
	}
	label := binary.BigEndian.AppendUint64([]byte{kind}, number)
	text, err := aead.Open(nil, sealed[4072:4096], sealed[:4072], label)
	if err != nil {
		return nil, fmt.Errorf("page %c %d: %w", kind, number, err)
	}
	return append(text, make([]byte, 40)...), nil
}

func (r reader) head(sealed []byte, frame uint64) []byte {
	return adiantum.New(r.subkey("wal-heads")).Decrypt(bytes.Clone(sealed), binary.BigEndian.AppendUint64(nil, frame))
}

// database gives the plain database of a file and of the WAL beside it.
func (r reader) database(file, wal []byte) ([]byte, error) {
	var plain []byte
	for n := 0; n < len(file)/4096; n++ {
		page, err := r.page(file[n*4096:(n+1)*4096], 'd', uint64(n+1))
		if err != nil {
			return nil, err
		}
		plain = append(plain, page...)
	}
	if len(wal) <= 32 {
		return plain, nil
	}
	head := r.head(wal[:32], 0)
	if magic := binary.BigEndian.Uint32(head); magic != 0x377f0682 {
		return nil, fmt.Errorf("magic %x", magic)
	}
	sum := func(s [2]uint32, b []byte) [2]uint32 {
		for ; len(b) > 0; b = b[8:] {
			s[0] += binary.LittleEndian.Uint32(b) + s[1]
			s[1] += binary.LittleEndian.Uint32(b[4:]) + s[0]
		}
		return s
	}
	said := func(b []byte) [2]uint32 {
		return [2]uint32{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
	}
	running := sum([2]uint32{}, head[:24])
	if running != said(head[24:]) {
		return nil, errors.New("sums of the WAL's header")
	}
	open := map[uint32][]byte{} // pages of the transaction that has not ended
	for frame := uint64(1); ; frame++ {
		at := 32 + (frame-1)*4120
		if uint64(len(wal)) < at+4120 {
			return plain, nil
		}
		frameHead := r.head(wal[at:at+24], frame)
		page, err := r.page(wal[at+24:at+4120], 'w', frame)
		if err != nil || !bytes.Equal(frameHead[8:16], head[16:24]) {
			return plain, nil
		}
		if running = sum(sum(running, frameHead[:8]), page); running != said(frameHead[16:]) {
			return plain, nil
		}
		open[binary.BigEndian.Uint32(frameHead)] = page
		if pages := binary.BigEndian.Uint32(frameHead[4:]); pages > 0 {
			plain = append(plain, make([]byte, max(0, int(pages)*4096-len(plain)))...)[:pages*4096]
			for number, page := range open {
				copy(plain[(number-1)*4096:], page)
			}
			clear(open)
		}
	}
}

// commitsAfter counts the commits in the frames of a WAL behind the last byte in which changed differs from it.
func (r reader) commitsAfter(wal, changed []byte) (n int) {
	last := len(wal) - 1
	for last >= 0 && wal[last] == changed[last] {
		last--
	}
	for frame := 1; 32+frame*4120 <= len(wal); frame++ {
		at := 32 + (frame-1)*4120
		if at > last && binary.BigEndian.Uint32(r.head(wal[at:at+24], uint64(frame))[4:]) > 0 {
			n++
		}
	}
	return n
}

// stream gives the plain contents of an encrypted stream.
func (r reader) stream(sealed []byte) (plain []byte, err error) {
	aead, err := chacha20poly1305.NewX(r.subkey("blobs"))
	if err != nil {
		return nil, err
	}
	if len(sealed) < 24 || string(sealed[:8]) != "LSHNBLB1" {
		return nil, errors.New("no stream")
	}
	nonce := append(bytes.Clone(sealed[8:24]), make([]byte, 8)...)
	for chunk, rest := uint64(0), sealed[24:]; ; chunk++ {
		binary.BigEndian.PutUint64(nonce[16:], chunk<<8)
		n := 65536 + 16
		if len(rest) <= n {
			n, nonce[23] = len(rest), 1
		}
		text, err := aead.Open(nil, nonce, rest[:n], []byte("LSHNBLB1"))
		if err != nil {
			return plain, err
		}
		plain, rest = append(plain, text...), rest[n:]
		if nonce[23] == 1 {
			if len(text) == 0 && chunk > 0 {
				return plain, io.ErrUnexpectedEOF
			}
			return plain, nil
		}
	}
}
