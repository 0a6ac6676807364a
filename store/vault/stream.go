package vault

import (
	"bufio"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	streamMagic  = "LSHNBLB1"
	streamPrefix = 16 // random bytes of a stream, the beginning of every nonce in it
	streamHead   = len(streamMagic) + streamPrefix
	chunkSize    = 64 << 10 // plain bytes of every chunk but the last
)

// chunks numbers the chunks of one stream and seals or opens them in turn.
type chunks struct {
	aead  cipher.AEAD
	nonce [nonceSize]byte // prefix, 7 bytes of number, 1 when this is the last
	next  uint64
}

func newChunks(k *Key, prefix []byte) (*chunks, error) {
	if err := k.alive(); err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(k.blobs[:])
	if err != nil {
		return nil, fmt.Errorf("make the stream cipher: %w", err)
	}
	c := &chunks{aead: aead}
	copy(c.nonce[:], prefix)
	return c, nil
}

func (c *chunks) turn(last bool) []byte {
	binary.BigEndian.PutUint64(c.nonce[streamPrefix:], c.next<<8)
	if last {
		c.nonce[nonceSize-1] = 1
	}
	c.next++
	return c.nonce[:]
}

// Encrypt gives a writer that encrypts what is written to it as a stream into w. Close writes the end, without which
// the stream does not decrypt; it does not close w. At most 2^56 chunks of 64 KiB fit.
func (k *Key) Encrypt(w io.Writer) (io.WriteCloser, error) {
	head := append(make([]byte, 0, streamHead), streamMagic...)
	head = head[:streamHead]
	rand.Read(head[len(streamMagic):])
	return k.encryptUnder(w, head)
}

func (k *Key) encryptUnder(w io.Writer, head []byte) (*encrypter, error) {
	c, err := newChunks(k, head[len(streamMagic):])
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(head); err != nil {
		return nil, fmt.Errorf("begin an encrypted stream: %w", err)
	}
	return &encrypter{chunks: c, to: w, buf: make([]byte, 0, chunkSize+tagSize)}, nil
}

// PlainSize gives how many bytes a stream of Encrypt says that is size bytes long; ok is false when none has that length.
func PlainSize(size int64) (plain int64, ok bool) {
	body := size - int64(streamHead)
	if body < tagSize {
		return 0, false
	}
	const sealed = chunkSize + tagSize
	chunks := (body + sealed - 1) / sealed
	last := body - (chunks-1)*sealed
	if last < tagSize || last == tagSize && chunks > 1 { // an empty last chunk only ends an empty stream
		return 0, false
	}
	return body - chunks*tagSize, true
}

type encrypter struct {
	chunks *chunks
	to     io.Writer
	buf    []byte
	err    error
}

var errClosed = errors.New("the encrypted stream is closed")

func (e *encrypter) Write(p []byte) (n int, err error) {
	for e.err == nil && len(p) > 0 {
		if len(e.buf) == chunkSize { // only now is it certain that this chunk is not the last
			e.err = e.flush(false)
			continue
		}
		took := min(chunkSize-len(e.buf), len(p))
		e.buf = append(e.buf, p[:took]...)
		p, n = p[took:], n+took
	}
	return n, e.err
}

func (e *encrypter) Close() error {
	if e.err != nil {
		if e.err == errClosed {
			return nil
		}
		return e.err
	}
	if e.err = e.flush(true); e.err != nil {
		return e.err
	}
	e.err = errClosed
	return nil
}

func (e *encrypter) flush(last bool) error {
	sealed := e.chunks.aead.Seal(e.buf[:0], e.chunks.turn(last), e.buf, []byte(streamMagic))
	if _, err := e.to.Write(sealed); err != nil {
		return fmt.Errorf("write an encrypted stream: %w", err)
	}
	e.buf = e.buf[:0]
	return nil
}

// Decrypt gives a reader of what an encrypted stream says. It returns ErrDamaged when r does not begin with a stream of
// ours; so do reads as soon as a chunk does not authenticate, is out of its turn, or is missing, and when something
// follows the end. What they gave before that is authentic. Errors of r come through wrapped.
func (k *Key) Decrypt(r io.Reader) (io.Reader, error) {
	from := bufio.NewReaderSize(r, chunkSize+tagSize+1)
	head := make([]byte, streamHead)
	if _, err := io.ReadFull(from, head); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("header of an encrypted stream: %w", ErrDamaged)
		}
		return nil, fmt.Errorf("read an encrypted stream: %w", err)
	}
	if string(head[:len(streamMagic)]) != streamMagic {
		return nil, fmt.Errorf("header of an encrypted stream: %w", ErrDamaged)
	}
	c, err := newChunks(k, head[len(streamMagic):])
	if err != nil {
		return nil, err
	}
	return &decrypter{chunks: c, from: from, buf: make([]byte, chunkSize+tagSize)}, nil
}

type decrypter struct {
	chunks *chunks
	from   *bufio.Reader
	buf    []byte
	plain  []byte // opened and not yet given, within buf
	err    error
}

func (d *decrypter) Read(p []byte) (int, error) {
	for len(d.plain) == 0 && d.err == nil && len(p) > 0 {
		d.plain, d.err = d.chunk()
	}
	n := copy(p, d.plain)
	d.plain = d.plain[n:]
	if n > 0 || len(p) == 0 {
		return n, nil
	}
	return 0, d.err
}

// chunk opens the next chunk; io.EOF comes with the last one.
func (d *decrypter) chunk() ([]byte, error) {
	number := d.chunks.next
	n, err := io.ReadFull(d.from, d.buf)
	short := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !short {
		return nil, fmt.Errorf("read an encrypted stream: %w", err)
	}
	last := short
	if !short {
		switch _, err := d.from.Peek(1); {
		case errors.Is(err, io.EOF):
			last = true
		case err != nil:
			return nil, fmt.Errorf("read an encrypted stream: %w", err)
		}
	}
	plain, err := d.chunks.aead.Open(d.buf[:0], d.chunks.turn(last), d.buf[:n], []byte(streamMagic))
	switch {
	case err != nil, last && len(plain) == 0 && number > 0: // an empty last chunk only ends an empty stream
		return nil, fmt.Errorf("chunk %d of an encrypted stream: %w", number, ErrDamaged)
	case last:
		return plain, io.EOF
	}
	return plain, nil
}
