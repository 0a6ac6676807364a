package exchange

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"lianshen/app"
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
	c := &crafted{seat: s, m: d.Manifest, sign: s.seat().sign, blobs: [][]byte{noise(700), noise(40)}}
	c.m.Format, c.m.MinRead = Format, MinRead
	c.setLog(t, s.records(t, 3, 1))
	return c
}

func (s seat) seat() seat { return s }

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

func TestPackagesMadeToHarm(t *testing.T) {
	s, other := sit(t, 1), sit(t, 2)
	insert := func(at int, e craftedEntry) func(*crafted) {
		return func(c *crafted) {
			c.entries = func(all []craftedEntry) []craftedEntry { return slices.Insert(all, at, e) }
		}
	}
	edit := func(f func([]craftedEntry) []craftedEntry) func(*crafted) { return func(c *crafted) { c.entries = f } }
	manifest := func(f func(*Manifest)) func(*crafted) { return func(c *crafted) { f(&c.m) } }
	text := func(old, new string) func(*crafted) {
		return func(c *crafted) {
			c.archive(t)
			m := c.m
			m.Log, m.Blobs = Part{int64(len(c.log)), hashOf(c.log)}, nil
			c.blobs = nil
			raw, _ := json.Marshal(m)
			if c.raw = bytes.Replace(raw, []byte(old), []byte(new), 1); bytes.Equal(c.raw, raw) {
				t.Fatalf("%q is not in %s", old, raw)
			}
		}
	}
	badHead := func(change func([]byte)) func(*crafted) {
		return edit(func(all []craftedEntry) []craftedEntry {
			h := header(entry{all[2].name, int64(len(all[2].data))})
			change(h[:])
			all[2].head = h[:]
			return all
		})
	}
	named := func(name string) func(*crafted) {
		return insert(3, craftedEntry{data: []byte("x"), head: goHead(t, tar.Header{Name: name, Size: 1, Mode: 0o600, Format: tar.FormatUSTAR})})
	}
	for name, x := range map[string]struct {
		spoil func(*crafted)
		want  string
	}{
		"nothing is wrong":             {func(*crafted) {}, ""},
		"an entry nobody knows":        {insert(2, craftedEntry{"later.json", []byte("{}"), nil}), ""},
		"a folder nobody knows":        {insert(4, craftedEntry{"later/file", noise(2000), nil}), ""},
		"an unknown entry at the end":  {insert(5, craftedEntry{"zz", nil, nil}), ""},
		"an unknown member":            {text(`"format":1`, `"later":{"a":[1,{}]},"format":1`), ""},
		"a newer format we can read":   {manifest(func(m *Manifest) { m.Format = 7 }), ""},
		"for newer programs only":      {manifest(func(m *Manifest) { m.Format, m.MinRead, m.Program = 7, 7, "9.9" }), "exchange.newer"},
		"newer, and all else unknown":  {func(c *crafted) { c.raw = []byte(`{"minRead":2,"from":[],"log":7}`) }, "exchange.newer"},
		"a kind nobody knows":          {manifest(func(m *Manifest) { m.Kind = "poll" }), "exchange.kind"},
		"signed by another":            {func(c *crafted) { c.sign = other.sign }, "exchange.signature"},
		"another's name on it":         {manifest(func(m *Manifest) { m.From.Seat, m.From.Key = other.ID, other.Public() }), "exchange.signature"},
		"a seat that is not the key's": {manifest(func(m *Manifest) { m.From.Seat = other.ID }), "exchange.damaged"},
		"a short signature":            {func(c *crafted) { c.sign = func(b []byte) []byte { return s.sign(b)[:63] } }, "exchange.signature"},
		"a long signature":             {func(c *crafted) { c.sign = func(b []byte) []byte { return append(s.sign(b), 0) } }, "exchange.damaged"},
		"changed after signing": {edit(func(e []craftedEntry) []craftedEntry {
			e[0].data = bytes.Replace(e[0].data, []byte("青溪"), []byte("青渓"), 1)
			return e
		}), "exchange.signature"},
		"no manifest":                   {edit(func(e []craftedEntry) []craftedEntry { return e[1:] }), "exchange.damaged"},
		"no signature":                  {edit(func(e []craftedEntry) []craftedEntry { return slices.Delete(e, 1, 2) }), "exchange.damaged"},
		"no log":                        {edit(func(e []craftedEntry) []craftedEntry { return slices.Delete(e, 2, 3) }), "exchange.damaged"},
		"a missing file":                {edit(func(e []craftedEntry) []craftedEntry { return e[:len(e)-1] }), "exchange.damaged"},
		"a file nobody spoke of":        {insert(5, craftedEntry{blobFolder + hashOf(noise(9)), noise(9), nil}), "exchange.damaged"},
		"extra nobody spoke of":         {insert(3, craftedEntry{extraName, []byte("{}"), nil}), "exchange.damaged"},
		"the log twice":                 {edit(func(e []craftedEntry) []craftedEntry { return slices.Insert(e, 3, e[2]) }), "exchange.damaged"},
		"a file twice":                  {edit(func(e []craftedEntry) []craftedEntry { return append(e, e[4]) }), "exchange.damaged"},
		"the manifest twice":            {edit(func(e []craftedEntry) []craftedEntry { return append(e, e[0]) }), "exchange.damaged"},
		"another order":                 {edit(func(e []craftedEntry) []craftedEntry { e[3], e[4] = e[4], e[3]; return e }), "exchange.damaged"},
		"files before the log":          {edit(func(e []craftedEntry) []craftedEntry { e[2], e[3] = e[3], e[2]; return e }), "exchange.damaged"},
		"something before the manifest": {insert(0, craftedEntry{"later.json", []byte("{}"), nil}), "exchange.damaged"},
		"unknown before the signature":  {insert(1, craftedEntry{"later.json", []byte("{}"), nil}), "exchange.damaged"},
		"a log that is another": {edit(func(e []craftedEntry) []craftedEntry {
			e[2].data = bytes.Clone(e[2].data)
			e[2].data[20] ^= 1
			return e
		}), "exchange.damaged"},
		"a file that is another":      {edit(func(e []craftedEntry) []craftedEntry { e[4].data = noise(len(e[4].data) + 1)[1:]; return e }), "exchange.damaged"},
		"a shorter file":              {edit(func(e []craftedEntry) []craftedEntry { e[4].data = e[4].data[1:]; return e }), "exchange.damaged"},
		"up and away":                 {named("../evil"), "exchange.damaged"},
		"up from below":               {named("a/../../evil"), "exchange.damaged"},
		"an absolute path":            {named("/etc/cron.d/evil"), "exchange.damaged"},
		"a drive":                     {named("C:\\evil"), "exchange.damaged"},
		"a stream of NTFS":            {named("a:evil"), "exchange.damaged"},
		"a device of Windows, hidden": {named(".nul"), "exchange.damaged"},
		"a space at the end":          {named("log.zst "), "exchange.damaged"},
		"big letters":                 {named("MANIFEST.JSON"), "exchange.damaged"},
		"a name of nothing":           {insert(3, craftedEntry{data: []byte("x"), head: rawHead("", 1)}), "exchange.damaged"},
		"a name with a hidden end":    {insert(3, craftedEntry{data: []byte("x"), head: rawHead("a\x00b", 1)}), "exchange.damaged"},
		"a link":                      {insert(3, craftedEntry{head: goHead(t, tar.Header{Name: "a", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink, Format: tar.FormatUSTAR})}), "exchange.damaged"},
		"a hard link":                 {insert(3, craftedEntry{head: goHead(t, tar.Header{Name: "a", Linkname: logName, Typeflag: tar.TypeLink, Format: tar.FormatUSTAR})}), "exchange.damaged"},
		"a folder":                    {insert(3, craftedEntry{head: goHead(t, tar.Header{Name: "blobs/", Typeflag: tar.TypeDir, Format: tar.FormatUSTAR})}), "exchange.damaged"},
		"a device":                    {insert(3, craftedEntry{head: goHead(t, tar.Header{Name: "a", Typeflag: tar.TypeChar, Format: tar.FormatUSTAR})}), "exchange.damaged"},
		"PAX":                         {insert(3, craftedEntry{head: goHead(t, tar.Header{Name: "a", PAXRecords: map[string]string{"LIANSHEN.x": "y"}, Format: tar.FormatPAX})}), "exchange.damaged"},
		"a long name of GNU":          {insert(3, craftedEntry{head: goHead(t, tar.Header{Name: strings.Repeat("a/", 200), Format: tar.FormatGNU})}), "exchange.damaged"},
		"a size below nothing":        {badHead(func(h []byte) { copy(h[124:], "-0000000001") }), "exchange.damaged"},
		"a size of base 256":          {badHead(func(h []byte) { copy(h[124:], "\x80\x00\x00\x00\x7f\xff\xff\xff\xff\xff\xff\xff") }), "exchange.damaged"},
		"a size as large as can be":   {badHead(func(h []byte) { copy(h, rawHead(logName, 1<<33-1)) }), "exchange.damaged"},
		"a checksum that is wrong":    {badHead(func(h []byte) { h[150] ^= 1 }), "exchange.damaged"},
		"another mode":                {badHead(func(h []byte) { copy(h[100:], "0000777") }), "exchange.damaged"},
		"something in the padding": {edit(func(e []craftedEntry) []craftedEntry {
			e[1].data = append(e[1].data, make([]byte, 448)...)
			e[1].data[100] = 1
			e[1].head = rawHead(sigName, 64)
			return e
		}), "exchange.damaged"},
		"no end":                        {func(c *crafted) { c.tail = []byte{} }, "exchange.damaged"},
		"half an end":                   {func(c *crafted) { c.tail = make([]byte, block) }, "exchange.damaged"},
		"something behind the end":      {func(c *crafted) { c.tail = make([]byte, tarEnd+1) }, "exchange.damaged"},
		"a second archive behind":       {func(c *crafted) { c.tail = append(make([]byte, tarEnd), c.archive(t)...) }, "exchange.damaged"},
		"an end of one block and rest":  {func(c *crafted) { c.tail = append(make([]byte, block), rawHead("a", 0)...) }, "exchange.damaged"},
		"more records than said":        {manifest(func(m *Manifest) { m.Records++ }), "exchange.damaged"},
		"fewer records than said":       {manifest(func(m *Manifest) { m.Records-- }), "exchange.damaged"},
		"a log longer than said":        {manifest(func(m *Manifest) { m.LogPlain-- }), "exchange.damaged"},
		"a log shorter than said":       {manifest(func(m *Manifest) { m.LogPlain++ }), "exchange.damaged"},
		"a log longer than can be":      {manifest(func(m *Manifest) { m.LogPlain = MaxLogPlain + 1 }), "exchange.damaged"},
		"a log that is no zstd":         {func(c *crafted) { c.log = noise(400) }, "exchange.damaged"},
		"a log that is cut":             {func(c *crafted) { c.log = c.log[:len(c.log)-9] }, "exchange.damaged"},
		"nothing for a log":             {func(c *crafted) { c.log = nil }, "exchange.damaged"},
		"noise for frames":              {func(c *crafted) { c.setPlain(t, noise(5000)) }, "exchange.damaged"},
		"a frame of a seat to come":     {func(c *crafted) { c.setPlain(t, []byte{9}) }, "exchange.damaged"},
		"a first frame that follows":    {func(c *crafted) { c.setPlain(t, []byte{1}) }, "exchange.damaged"},
		"a body longer than can be":     {func(c *crafted) { c.setPlain(t, frame(MaxBody+1, make([]byte, MaxBody+1))) }, "exchange.damaged"},
		"a body longer than the log":    {func(c *crafted) { c.setPlain(t, frame(1<<40, nil)) }, "exchange.damaged"},
		"a body of nothing":             {func(c *crafted) { c.setPlain(t, frame(0, nil)) }, "exchange.damaged"},
		"a number too long":             {func(c *crafted) { c.setPlain(t, bytes.Repeat([]byte{0xff}, 40)) }, "exchange.damaged"},
		"a manifest that is no JSON":    {func(c *crafted) { c.raw = []byte("<manifest/>") }, "exchange.damaged"},
		"a manifest of nothing":         {func(c *crafted) { c.raw = []byte{} }, "exchange.damaged"},
		"a manifest of null":            {func(c *crafted) { c.raw = []byte("null") }, "exchange.damaged"},
		"a manifest too long":           {func(c *crafted) { c.raw = bytes.Repeat([]byte(" "), MaxManifest+1) }, "exchange.damaged"},
		"a manifest too deep":           {func(c *crafted) { c.raw = bytes.Repeat([]byte("["), 100_000) }, "exchange.damaged"},
		"a manifest of many receipts":   {text(`"format":1`, `"receipts":[`+strings.Repeat("{},", maxObjects)+`{}],"format":1`), "exchange.damaged"},
		"a manifest of many commas":     {text(`"format":1`, `"to":[`+strings.Repeat(`"",`, maxElements)+`""],"format":1`), "exchange.damaged"},
		"no identity":                   {manifest(func(m *Manifest) { m.ID = "x" }), "exchange.damaged"},
		"no number":                     {manifest(func(m *Manifest) { m.Number = 0 }), "exchange.damaged"},
		"no time":                       {manifest(func(m *Manifest) { m.Made = 0 }), "exchange.damaged"},
		"time beyond calendars":         {manifest(func(m *Manifest) { m.Made = maxMade + 1 }), "exchange.damaged"},
		"no workspace":                  {manifest(func(m *Manifest) { m.Workspace = "" }), "exchange.damaged"},
		"a title that steers":           {manifest(func(m *Manifest) { m.Title = "\x1b]0;evil\x07" }), "exchange.damaged"},
		"a name that turns":             {manifest(func(m *Manifest) { m.From.Person = "a\u202eb" }), "exchange.damaged"},
		"a round without a founder":     {manifest(func(m *Manifest) { m.Kind = RoundPack }), "exchange.damaged"},
		"half a founder":                {manifest(func(m *Manifest) { m.Founder = []byte{1} }), "exchange.damaged"},
		"to nobody":                     {manifest(func(m *Manifest) { m.To = []string{"x"} }), "exchange.damaged"},
		"a vector that cannot be":       {manifest(func(m *Manifest) { m.Has = Vector{s.ID: {Top: -1}} }), "exchange.damaged"},
		"since what cannot be":          {manifest(func(m *Manifest) { m.Since = Vector{"x": {}} }), "exchange.damaged"},
		"withholds what cannot be":      {manifest(func(m *Manifest) { m.Withheld = map[string]Ranges{s.ID: {{5, 4}}} }), "exchange.damaged"},
		"withholds from no seat":        {manifest(func(m *Manifest) { m.Withheld = map[string]Ranges{"x": nil} }), "exchange.damaged"},
		"a scope of no case":            {manifest(func(m *Manifest) { m.Scope.Cases = []app.ID{"x"} }), "exchange.damaged"},
		"a scope of no strand":          {manifest(func(m *Manifest) { m.Scope.Strands = []app.Strand{"X!"} }), "exchange.damaged"},
		"a bad receipt":                 {manifest(func(m *Manifest) { m.Receipts = []Receipt{{}} }), "exchange.damaged"},
		"records below nothing":         {manifest(func(m *Manifest) { m.Records = -1 }), "exchange.damaged"},
		"changes below nothing":         {manifest(func(m *Manifest) { m.Changes = -1 }), "exchange.damaged"},
		"a log of another hash":         {manifest(func(m *Manifest) { m.Log = Part{400, "x"} }), "exchange.damaged"},
		"a file with a path for a hash": {manifest(func(m *Manifest) { m.Blobs = []Blob{{"../../evil", 1}} }), "exchange.damaged"},
		"a file below nothing":          {manifest(func(m *Manifest) { m.Blobs = []Blob{{hashOf(nil), -1}} }), "exchange.damaged"},
		"a file beyond everything":      {manifest(func(m *Manifest) { m.Blobs = []Blob{{hashOf(nil), 1 << 62}} }), "exchange.damaged"},
		"files out of order":            {manifest(func(m *Manifest) { m.Blobs = []Blob{{strings.Repeat("f", 64), 1}, {strings.Repeat("0", 64), 1}} }), "exchange.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			c := craft(t, s)
			x.spoil(c)
			path := c.write(t)
			_, _, _, err := read(ctx, realDisk{}, s, "", path)
			var e *app.Error
			if app.CodeOf(err) != x.want || errors.As(err, &e) && e.Args["path"] != path {
				t.Errorf("%v, want %q", err, x.want)
			}
			if err == nil {
				return
			}
			// Whoever asks for the parts without proving the whole first gets no more of it: neither wrong records nor
			// wrong files come out as right ones.
			p, err := Open(ctx, []string{path}, s.ids(), "")
			if err != nil {
				return
			}
			var got []journal.Record
			if err := p.Records(ctx, func(r journal.Record) error { got = append(got, r); return nil }); err == nil && !sameRecords(got, s.records(t, 3, 1)) {
				t.Error("records that are not those come out as right")
			}
			_ = p.Blobs(ctx, func(string) bool { return true }, func(b Blob, r io.Reader) error {
				if raw, err := io.ReadAll(r); err == nil && hashOf(raw) != b.Hash {
					t.Error("a file that is not the one comes out as right")
				}
				return nil
			})
		})
	}
}

// rawHead gives a header as ours but for a name that cannot be.
func rawHead(name string, size int64) []byte {
	h := header(entry{name, size})
	return h[:]
}

// frame gives one frame of a new seat with a body that is said to be so long.
func frame(length uint64, body []byte) []byte {
	b := append([]byte{0}, noise(16)...)
	b = binary.AppendUvarint(b, 1)
	b = append(b, noise(32)...)
	b = append(b, noise(64)...)
	return append(binary.AppendUvarint(b, length), body...)
}

// A bomb is refused without the memory or the disk that it asks for.
func TestBombsDoNotGoOff(t *testing.T) {
	s := sit(t, 1)
	zeros := func(n int64, opts ...zstd.EOption) []byte {
		var b bytes.Buffer
		z, err := zstd.NewWriter(&b, append(opts, zstd.WithEncoderConcurrency(1))...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(z, zeroReader{}, n); err != nil {
			t.Fatal(err)
		}
		z.Close()
		return b.Bytes()
	}
	// A frame header alone that asks for a window of 2 GiB, and one that promises 2^60 bytes.
	window := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00}
	promise := append([]byte{0x28, 0xb5, 0x2f, 0xfd, 0xe0}, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0, 0)
	for name, spoil := range map[string]func(*crafted){
		"zeros without end, of which little was said": func(c *crafted) { c.log, c.m.LogPlain = zeros(512<<20), 1000 },
		"zeros without end, of which all was said":    func(c *crafted) { c.log, c.m.LogPlain = zeros(512<<20), 512<<20 },
		"a long body that was said":                   func(c *crafted) { c.log, c.m.LogPlain = zeros(64<<20), MaxLogPlain },
		"a window of 2 GiB":                           func(c *crafted) { c.log = window },
		"a promise of 2^60 bytes":                     func(c *crafted) { c.log = promise },
		"a window beyond ours":                        func(c *crafted) { c.log = zeros(40<<20, zstd.WithWindowSize(32<<20)) },
		"frames upon frames":                          func(c *crafted) { c.log = bytes.Repeat(zeros(0, zstd.WithZeroFrames(true)), 100_000) },
		"frames to be skipped":                        func(c *crafted) { c.log = bytes.Repeat([]byte{0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}, 500_000) },
		"a manifest that is said to be 8 GiB long": func(c *crafted) {
			c.entries = func(all []craftedEntry) []craftedEntry {
				all[0].head = rawHead(manifestName, 1<<33-1)
				return all
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := craft(t, s)
			spoil(c)
			path := c.write(t)
			c.log = nil
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, _, err := read(ctx, realDisk{}, s, "", path)
			runtime.ReadMemStats(&after)
			if app.CodeOf(err) != "exchange.damaged" {
				t.Errorf("%v", err)
			}
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 64<<20 {
				t.Errorf("it took %d MiB", grown>>20)
			}
		})
	}
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// whatIsRead gives what somebody gets out of a package, as one string.
func whatIsRead(s seat, on disk, paths ...string) (string, error) {
	p, records, blobs, err := read(ctx, on, s, "", paths...)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %d %d %x", p.Raw(), len(records), len(blobs), p.SHA256()), nil
}

func TestATruncatedPackageIsDamagedWhereverItIsCut(t *testing.T) {
	s := sit(t, 1)
	for _, x := range []struct {
		name string
		d    Draft
		step int
	}{
		{"small", s.draft(nil), 1},
		{"larger", s.draft(s.records(t, 200, 10), noise(150_000)), 1 << 10},
	} {
		on, w := written(t, x.d, 0)
		path := w.Paths[0]
		raw := on[path]
		for n := 0; n < len(raw); n += x.step {
			on[path] = raw[:n]
			if _, err := whatIsRead(s, on, path); app.CodeOf(err) != "exchange.damaged" {
				t.Fatalf("%s, cut at %d of %d: %v", x.name, n, len(raw), err)
			}
		}
		for _, more := range [][]byte{{0}, noise(20), raw} {
			on[path] = append(bytes.Clone(raw), more...)
			if _, err := whatIsRead(s, on, path); app.CodeOf(err) != "exchange.damaged" {
				t.Fatalf("%s, with something behind it: %v", x.name, err)
			}
		}
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	s := sit(t, 1)
	random := rand.New(rand.NewPCG(1, 2))
	for _, x := range []struct {
		name  string
		d     Draft
		limit int64
		flips int // 0 = one in every byte
	}{
		{"small", s.draft(nil), 0, 0},
		{"larger", s.draft(s.records(t, 50, 10), noise(150_000)), 0, 400},
		{"in parts", s.draft(s.records(t, 5, 2), noise(100_000)), MinLimit, 400},
	} {
		on, w := written(t, x.d, x.limit)
		head := int64(len(ageIntro)) + int64(padded(1))*ageStanza + ageFoot
		for i, path := range w.Paths {
			raw := on[path]
			places := random.Perm(len(raw))
			if x.flips > 0 {
				places = places[:x.flips]
			}
			if x.limit > 0 { // every byte of the heads and feet, too
				for n := range partHead {
					places = append(places, n, len(raw)-1-n)
				}
			}
			for _, at := range places {
				bent := bytes.Clone(raw)
				bent[at] ^= 1 << random.IntN(8)
				on[path] = bent
				_, err := whatIsRead(s, on, path)
				off := int64(at)
				if x.limit > 0 {
					off -= partHead
				}
				switch code := app.CodeOf(err); {
				case x.limit == 0 && code == "exchange.damaged":
				case x.limit > 0 && strings.HasPrefix(code, "exchange.part"):
				case code == "exchange.receiver" && i == 0 && off >= 0 && off < head: // the lock itself is bent: no key turns
				default:
					t.Fatalf("%s, file %d, a bit of byte %d of %d: %v", x.name, i, at, len(raw), err)
				}
			}
			on[path] = raw
		}
		if _, err := whatIsRead(s, on, w.Paths[0]); err != nil {
			t.Fatal(err)
		}
	}
}

func TestForeignFilesAreToldAsThat(t *testing.T) {
	s := sit(t, 1)
	dir := t.TempDir()
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	if f, err := z.Create("manifest.json"); err != nil {
		t.Fatal(err)
	} else if _, err := f.Write([]byte("{}")); err != nil {
		t.Fatal(err)
	}
	z.Close()
	aged := filepath.Join(dir, "aged.lspack")
	seal(t, aged, []byte("春眠不觉晓"), s.box.Recipient())
	aged0 := filepath.Join(dir, "aged0.lspack")
	seal(t, aged0, nil, s.box.Recipient())
	for name, x := range map[string]struct {
		raw  []byte
		want string
	}{
		"a.zip":        {zipped.Bytes(), "exchange.foreign"},
		"b.lspack":     {zipped.Bytes(), "exchange.foreign"},
		"c.pdf":        {[]byte("%PDF-1.7\n%âãÏÓ\n1 0 obj"), "exchange.foreign"},
		"d.lspack":     {noise(5000), "exchange.foreign"},
		"e.lspack":     {make([]byte, 5000), "exchange.foreign"},
		"f.lspack":     {nil, "exchange.damaged"}, // nothing of it has been copied
		"g.txt":        {[]byte("age-encryption.org/v1 is a format"), "exchange.damaged"},
		"h.lspack":     {[]byte(ageIntro + "-> X25519 x\n"), "exchange.damaged"},
		"i.lspack":     {[]byte(ageIntro + strings.Repeat("-> a\n\n", 1025) + "---"), "exchange.damaged"},
		"j.lspack":     {append([]byte(ageIntro), bytes.Repeat([]byte("x"), 3<<20)...), "exchange.damaged"},
		"k.lspack":     {[]byte("age-encryption.org/v9\n-> Z a\n\n--- x\n"), "exchange.damaged"},
		"aged.lspack":  {nil, "exchange.damaged"}, // for us, and not a package
		"aged0.lspack": {nil, "exchange.damaged"},
	} {
		path := filepath.Join(dir, name)
		if !strings.HasPrefix(name, "aged") {
			if err := os.WriteFile(path, x.raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Open(ctx, []string{path}, s.ids(), ""); app.CodeOf(err) != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.lspack"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, []string{filepath.Join(dir, "folder.lspack")}, s.ids(), ""); app.CodeOf(err) != "exchange.foreign" {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Open(ctx, []string{filepath.Join(dir, "nothing.lspack")}, s.ids(), ""); app.CodeOf(err) != "file.unreadable" {
		t.Errorf("no file: %v", err)
	}
	if _, err := Open(ctx, nil, s.ids(), ""); err == nil {
		t.Error("no path at all is opened")
	}
}

func TestWhoeverTakesTellsHisOwnErrors(t *testing.T) {
	s := sit(t, 1)
	path := craft(t, s).write(t)
	p, err := Open(ctx, []string{path}, s.ids(), "")
	if err != nil {
		t.Fatal(err)
	}
	mine := errors.New("mine")
	if err := p.Records(ctx, func(journal.Record) error { return mine }); err != mine {
		t.Errorf("%v", err)
	}
	if err := p.Blobs(ctx, func(string) bool { return true }, func(Blob, io.Reader) error { return mine }); err != mine {
		t.Errorf("%v", err)
	}
	for name, opening := range map[string]func(context.Context) error{
		"records": func(ctx context.Context) error { return p.Records(ctx, func(journal.Record) error { return nil }) },
		"files": func(ctx context.Context) error {
			return p.Blobs(ctx, func(string) bool { return true }, func(Blob, io.Reader) error { return nil })
		},
	} {
		ended, end := context.WithCancel(ctx)
		end()
		if err := opening(ended); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := hex.DecodeString(p.SHA256()); err != nil || len(got) != 0 {
		t.Error("the hash is known before anything was read")
	}
}
