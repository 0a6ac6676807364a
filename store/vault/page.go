package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	// PageSize is the size of a page of the database, in bytes.
	PageSize = 4096
	// Reserved is how many bytes at the end of a page SQLite leaves to the vault: a tag and a nonce.
	Reserved = tagSize + nonceSize

	bodySize  = PageSize - Reserved // what SQLite has of a page
	tagSize   = chacha20poly1305.Overhead
	nonceSize = chacha20poly1305.NonceSizeX
)

// place says which page this is: of the database or of the WAL, and the how-manieth, counted from 1. It is
// authenticated with the page, so that no page can stand in for another.
type place struct {
	kind   byte
	number int64
}

const (
	inDatabase byte = 'd'
	inWAL      byte = 'w'
)

// pages seals and opens pages under one key. It holds scratch space, so it serves one goroutine at a time.
type pages struct {
	aead  cipher.AEAD
	label [9]byte
}

func newPages(k *Key) (*pages, error) {
	if err := k.alive(); err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(k.pages[:])
	if err != nil {
		return nil, fmt.Errorf("make the page cipher: %w", err)
	}
	return &pages{aead: aead}, nil
}

func (p *pages) at(at place) []byte {
	p.label[0] = at.kind
	binary.BigEndian.PutUint64(p.label[1:], uint64(at.number))
	return p.label[:]
}

// seal writes the sealed form of page into sealed under a fresh nonce. Both have PageSize bytes and share none.
func (p *pages) seal(sealed, page []byte, at place) {
	rand.Read(sealed[PageSize-nonceSize : PageSize]) // never fails, says its documentation
	p.sealUnder(sealed, page, at)
}

// sealUnder is seal with the nonce that already stands at the end of sealed.
func (p *pages) sealUnder(sealed, page []byte, at place) {
	p.aead.Seal(sealed[:0], sealed[PageSize-nonceSize:PageSize], page[:bodySize], p.at(at))
}

// open opens a page where it lies. The reserve comes back as zeros, which is what SQLite's own WAL checksums saw when
// the page was written. A page that does not authenticate is wiped.
func (p *pages) open(page []byte, at place) bool {
	_, err := p.aead.Open(page[:0], page[PageSize-nonceSize:PageSize], page[:bodySize+tagSize], p.at(at))
	if err != nil {
		clear(page)
		return false
	}
	clear(page[bodySize:])
	return true
}

// OpenPage gives what page number (from 1) of a database file says, its reserve as zeros, for those who read a damaged
// file page by page. It returns ErrDamaged when the page does not authenticate as that page under this key.
func (k *Key) OpenPage(page []byte, number int64) ([]byte, error) {
	if len(page) != PageSize {
		return nil, fmt.Errorf("page %d has %d bytes: %w", number, len(page), ErrDamaged)
	}
	p, err := newPages(k)
	if err != nil {
		return nil, err
	}
	plain := append([]byte(nil), page...)
	if !p.open(plain, place{inDatabase, number}) {
		return nil, fmt.Errorf("page %d: %w", number, ErrDamaged)
	}
	return plain, nil
}
