package exchange

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"lianshen/store/journal"
)

// crafted is a package under the hands of somebody who knows the format and means ill: a receiver who can seal, or a
// sender who can sign.
type crafted struct {
	seat
	m       Manifest
	log     []byte // log.zst
	extra   []byte
	blobs   [][]byte
	raw     []byte // of the manifest, when it is not what m gives
	sign    func([]byte) []byte
	entries func([]craftedEntry) []craftedEntry
	tail    []byte // in place of the end of the archive
}

type craftedEntry struct {
	name string
	data []byte
	head []byte // when it is not what name and data give
}

func craft(t testing.TB, s seat) *crafted {
	t.Helper()
	d := s.draft(nil)
	c := &crafted{seat: s, m: d.Manifest, sign: s.sign, blobs: [][]byte{noise(700), noise(40)}}
	c.m.Format, c.m.MinRead = Format, MinRead
	c.setLog(t, s.records(t, 3, 1))
	return c
}

// setLog puts records in.
func (c *crafted) setLog(t testing.TB, records []journal.Record) {
	t.Helper()
	var plain bytes.Buffer
	w := newLogWriter(&plain)
	for _, r := range records {
		if err := w.add(r); err != nil {
			t.Fatal(err)
		}
	}
	c.m.Records = len(records)
	c.setPlain(t, plain.Bytes())
}

// setPlain puts the bytes of a log in, whatever they are.
func (c *crafted) setPlain(t testing.TB, plain []byte) {
	t.Helper()
	var packed bytes.Buffer
	z, err := newCompressor(&packed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	c.log, c.m.LogPlain = packed.Bytes(), int64(len(plain))
}

// archive gives the plain archive.
func (c *crafted) archive(t testing.TB) []byte {
	t.Helper()
	m := c.m
	m.Log = Part{int64(len(c.log)), hashOf(c.log)}
	if c.m.Log.SHA256 != "" {
		m.Log = c.m.Log
	}
	if c.extra != nil {
		m.Extra = &Part{int64(len(c.extra)), hashOf(c.extra)}
	}
	blobs := slices.Clone(c.blobs)
	slices.SortFunc(blobs, func(a, b []byte) int { return strings.Compare(hashOf(a), hashOf(b)) })
	if m.Blobs == nil {
		for _, b := range blobs {
			m.Blobs = append(m.Blobs, Blob{hashOf(b), int64(len(b))})
		}
	}
	raw := c.raw
	if raw == nil {
		var err error
		if raw, err = json.Marshal(m); err != nil {
			t.Fatal(err)
		}
	}
	entries := []craftedEntry{{manifestName, raw, nil}, {sigName, c.sign(digest(manifestLabel, raw)), nil}, {logName, c.log, nil}}
	if c.extra != nil {
		entries = append(entries, craftedEntry{extraName, c.extra, nil})
	}
	for _, b := range blobs {
		entries = append(entries, craftedEntry{blobFolder + hashOf(b), b, nil})
	}
	if c.entries != nil {
		entries = c.entries(entries)
	}
	var out []byte
	for _, e := range entries {
		head := e.head
		if head == nil {
			h := header(entry{e.name, int64(len(e.data))})
			head = h[:]
		}
		out = append(append(out, head...), e.data...)
		out = append(out, make([]byte, padding(int64(len(e.data))))...)
	}
	if c.tail != nil {
		return append(out, c.tail...)
	}
	return append(out, make([]byte, tarEnd)...)
}

// craftedBlobs gives the attached files in their order with their true hashes and sizes that are off.
func craftedBlobs(c *crafted, off int64) []Blob {
	var out []Blob
	for _, b := range c.blobs {
		out = append(out, Blob{hashOf(b), int64(len(b)) + off})
	}
	slices.SortFunc(out, func(a, b Blob) int { return strings.Compare(a.Hash, b.Hash) })
	return out
}

// write seals the archive into a file.
func (c *crafted) write(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "联审.lspack")
	seal(t, path, c.archive(t), c.box.Recipient())
	return path
}

func seal(t testing.TB, path string, plain []byte, to ...age.Recipient) {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// goHead gives the header that the tar of Go's library writes: what a link or a folder looks like.
func goHead(t testing.TB, h tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&h); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
