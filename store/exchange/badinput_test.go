package exchange

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"lianshen/app"
	"lianshen/store/journal"
)

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
		"a record more than was said":   {func(c *crafted) { n := c.m.LogPlain; c.setLog(t, s.records(t, 4, 1)); c.m.LogPlain, c.m.Records = n, 3 }, "exchange.damaged"},
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
		"a sender with no box":          {manifest(func(m *Manifest) { m.From.Box = "age1" }), "exchange.damaged"},
		"a sender with his box":         {manifest(func(m *Manifest) { m.From.Box = s.box.Recipient().String() }), ""},
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
		"files longer than was said":    {func(c *crafted) { c.m.Blobs = craftedBlobs(c, -1) }, "exchange.damaged"},
		"files shorter than was said":   {func(c *crafted) { c.m.Blobs = craftedBlobs(c, 1) }, "exchange.damaged"},
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
	// But what is wrong with the package is told as that, whatever he makes of it.
	c := craft(t, s)
	c.entries = func(e []craftedEntry) []craftedEntry {
		e[4].data = noise(len(e[4].data) + 1)[1:]
		return e
	}
	bent, err := Open(ctx, []string{c.write(t)}, s.ids(), "")
	if err != nil {
		t.Fatal(err)
	}
	err = bent.Blobs(ctx, func(string) bool { return true }, func(_ Blob, r io.Reader) error {
		if _, err := io.Copy(io.Discard, r); err != nil {
			return mine
		}
		return nil
	})
	if app.CodeOf(err) != "exchange.damaged" {
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
