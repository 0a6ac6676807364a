package store

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/leaf"
	"lianshen/store/vault"
)

// usablePage is how many bytes of a page are SQLite's.
const usablePage = vault.PageSize - vault.Reserved

// trove is everything that was found of a damaged workspace's log.
type trove struct {
	keys   map[string]ed25519.PublicKey // by seat; a seat's name follows from its key, so nobody can slip in another
	first  map[int64]string             // seats by their place in the list of seats
	claims map[journal.Ref][]claim
}

// claim is a record as somewhere was found.
type claim struct {
	stored
	backup bool // from a backup
}

func newTrove() *trove {
	return &trove{keys: map[string]ed25519.PublicKey{}, first: map[int64]string{}, claims: map[journal.Ref][]claim{}}
}

// claim takes in a record that was found.
func (f *trove) claim(c claim) {
	if !seatForm.MatchString(c.Seat) || c.Seq < 1 {
		return
	}
	ref := journal.RefOf(c.Seat, c.Seq)
	for _, known := range f.claims[ref] {
		if known.Hash == c.Hash && string(known.Sig) == string(c.Sig) && string(known.Body) == string(c.Body) {
			return
		}
	}
	f.claims[ref] = append(f.claims[ref], c)
	b, err := journal.Decode(c.Body)
	if err != nil {
		return
	}
	for _, change := range b.Changes {
		if change.Noun == app.KindSeat && change.Kind == app.New {
			var s app.Seat
			if json.Unmarshal(change.Value, &s) == nil {
				f.seat(s.Key, s.Sign)
			}
		}
	}
}

func (f *trove) seat(id, sign string) {
	if key, err := base64.StdEncoding.DecodeString(sign); err == nil {
		f.key(id, key)
	}
}

func (f *trove) key(id string, key []byte) bool {
	if len(key) != ed25519.PublicKeySize || journal.SeatID(key) != id {
		return false
	}
	f.keys[id] = key
	return true
}

// row takes in a row of whatever table a page holds, when it has the form of a row of the log.
func (f *trove) row(r leaf.Row) {
	c := r.Columns
	switch len(c) {
	case 3: // seat: n, id, key
		id, isText := c[1].(string)
		key, isBlob := c[2].([]byte)
		if isText && isBlob && f.key(id, key) {
			f.first[r.ID] = id
		}
	case 7, 8: // record: id, seat, seq, prev, hash, sig, body; aside has the reason behind
		seat, ok1 := c[1].(string)
		seq, ok2 := c[2].(int64)
		prev, ok3 := c[3].([]byte)
		hash, ok4 := c[4].([]byte)
		sig, ok5 := c[5].([]byte)
		body, ok6 := c[6].([]byte)
		if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || len(prev) != len(journal.Hash{}) || len(hash) != len(journal.Hash{}) {
			return
		}
		f.claim(claim{stored: stored{r.ID, journal.Record{Seat: seat, Seq: seq, Prev: journal.Hash(prev), Hash: journal.Hash(hash), Sig: sig, Body: body}}})
	}
}

// pages is a damaged database with its WAL, page by page.
type pages struct {
	key     *vault.Key
	file    *os.File
	size    int64              // in pages
	newer   map[int64][][]byte // what the WAL has of a page, the latest last
	damaged int                // pages and frames that do not authenticate
}

func openPages(dir string, k *vault.Key) (*pages, error) {
	p := &pages{key: k, newer: map[int64][][]byte{}}
	f, err := os.Open(databasePath(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, told(err, dir, "open the damaged database")
	}
	if err == nil {
		p.file = f
		info, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		p.size = (info.Size() + vault.PageSize - 1) / vault.PageSize
	}
	return p, p.wal(databasePath(dir) + "-wal")
}

// wal reads the frames of the WAL.
func (p *pages) wal(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return told(err, path, "open the damaged WAL")
	}
	defer f.Close()
	frame := make([]byte, vault.FrameSize)
	for n := int64(1); ; n++ {
		got, err := f.ReadAt(frame, vault.WALHeadSize+(n-1)*vault.FrameSize)
		if got == 0 {
			return nil
		}
		number, plain, oerr := p.key.OpenFrame(frame[:got], n)
		switch {
		case oerr != nil:
			p.damaged++
		default:
			p.newer[number] = append(p.newer[number], plain)
		}
		if err != nil && err != io.EOF {
			return told(err, path, "read the damaged WAL")
		}
	}
}

// page gives a page of the database file, nil where it is damaged.
func (p *pages) page(number int64) []byte {
	if p.file == nil || number < 1 || number > p.size {
		return nil
	}
	raw := make([]byte, vault.PageSize)
	n, err := p.file.ReadAt(raw, (number-1)*vault.PageSize)
	if err != nil && err != io.EOF {
		return nil
	}
	plain, err := p.key.OpenPage(raw[:n], number)
	if err != nil {
		return nil
	}
	return plain
}

// latest gives a page as the WAL has it, else as the file has it.
func (p *pages) latest(number int64) []byte {
	if all := p.newer[number]; len(all) > 0 {
		return all[len(all)-1]
	}
	return p.page(number)
}

// each calls f with every row that can be read of any page, in the file or in the WAL. A row may come more than once.
func (p *pages) each(ctx context.Context, f func(leaf.Row)) error {
	for n := int64(1); n <= p.size; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		page := p.page(n)
		if page == nil {
			p.damaged++
			continue
		}
		for _, r := range leaf.Rows(page, usablePage, n == 1, p.page) {
			f(r)
		}
		if len(p.newer) == 0 {
			continue
		}
		for _, r := range leaf.Rows(page, usablePage, n == 1, p.latest) {
			f(r)
		}
	}
	for n, all := range p.newer {
		for _, page := range all {
			for _, r := range leaf.Rows(page, usablePage, n == 1, p.latest) {
				f(r)
			}
			for _, r := range leaf.Rows(page, usablePage, n == 1, p.page) {
				f(r)
			}
		}
	}
	return nil
}

func (p *pages) close() error {
	if p.file == nil {
		return nil
	}
	return p.file.Close()
}

// fromBackup takes in the records of a backup, which is whole.
func (f *trove) fromBackup(ctx context.Context, path, vfs string) error {
	err := withCopy(ctx, databasePath(path), vfs, func(s *session) error {
		err := s.rows(ctx, "SELECT n, id, key FROM seat", nil, func(scan func(...any) error) error {
			var n int64
			var id string
			var key []byte
			if err := scan(&n, &id, &key); err != nil {
				return err
			}
			if f.key(id, key) {
				f.first[n] = id
			}
			return nil
		})
		if err != nil {
			return err
		}
		return eachRecord(ctx, s, "SELECT id, seat, seq, prev, hash, sig, body FROM record", nil, func(r stored) error {
			f.claim(claim{stored: r, backup: true})
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("read the records of a backup: %w", err)
	}
	return nil
}
