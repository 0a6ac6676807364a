package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/vault"
)

// ReadingKey says what opens a reading package.
type ReadingKey struct {
	Phrase string     // the phrase it was written under
	By     *Workspace // a workspace on this laptop, for the seat of which it was written; nil = by the phrase
}

// ReadingView is what a reading package says before a copy is made of it.
type ReadingView struct {
	ReadingCopy
	Sample  bool
	Bytes   int64
	Records int
	Cases   int
	Blobs   int
	Files   int64 // bytes of the attached files
}

// PeekReading opens a reading package and says what it holds. Nothing is written. Refusals: those of exchange.Open, and
// "reading.kind" (a package of another kind).
func PeekReading(ctx context.Context, paths []string, key ReadingKey) (ReadingView, error) {
	pack, copied, err := openReading(ctx, paths, key)
	if err != nil {
		return ReadingView{}, err
	}
	m := pack.Manifest()
	v := ReadingView{ReadingCopy: copied, Sample: m.Sample, Bytes: pack.Size(), Records: m.Records, Blobs: len(m.Blobs)}
	for _, b := range m.Blobs {
		v.Files += b.Size
	}
	g := newGlimpse()
	if err := pack.Records(ctx, g.take); err != nil {
		return v, err
	}
	v.Cases = len(g.cases)
	return v, nil
}

func openReading(ctx context.Context, paths []string, key ReadingKey) (*exchange.Package, ReadingCopy, error) {
	var ids []age.Identity
	var err error
	if key.By != nil {
		if ids, err = key.By.identities(); err != nil {
			return nil, ReadingCopy{}, err
		}
	}
	pack, err := exchange.Open(ctx, paths, ids, key.Phrase)
	if err != nil {
		return nil, ReadingCopy{}, err
	}
	m := pack.Manifest()
	if m.Kind != exchange.ReadingPack || len(m.Founder) == 0 {
		return nil, ReadingCopy{}, app.Refuse("reading.kind", "path", pack.Paths()[0])
	}
	c := ReadingCopy{Package: m.ID, Number: m.Number, Made: time.UnixMilli(m.Made).UTC(), Title: m.Title, Name: pack.Name(), Scoped: !m.Scope.Whole() || len(m.Withheld) > 0,
		From: Party{Seat: app.SeatID(m.From.Seat), Person: m.From.Person, Laptop: m.From.Laptop, Enrolled: true}, Fingerprint: exchange.Fingerprint(m.From.Key, m.From.Box)}
	if key.By != nil {
		c.For = key.By.Seat().ID
	}
	return pack, c, nil
}

// OpenReading makes a copy for reading at dir (…/NAME.lianshen) of a reading package and opens it. The phrase of the
// options opens it from then on, whatever opened the package. Nothing can be changed in it: see [Workspace.Reading].
// progress (may be nil) is told bytes done of bytes. Refusals: those of PeekReading, of Create for folder and phrase, of
// Workspace.TakeIn for what is wrong with the records.
func OpenReading(ctx context.Context, paths []string, dir string, key ReadingKey, o Options, progress func(done, total int64)) (*Workspace, error) {
	dir, err := newFolder(dir)
	if err != nil {
		return nil, err
	}
	pack, copied, err := openReading(ctx, paths, key)
	if err != nil {
		return nil, err
	}
	j := joining{disk: realDisk{}}
	part := dir + partSuffix
	known, err := j.layReading(ctx, part, pack, copied, o, progress)
	if err != nil {
		return nil, errors.Join(err, sweep(part))
	}
	defer func() {
		if err != nil {
			known.key.Forget()
		}
	}()
	if err = j.disk.rename(part, dir); err == nil {
		err = j.disk.names(filepath.Dir(dir))
	}
	if err != nil {
		return nil, told(err, dir, "give the copy its name")
	}
	o.Recovery, o.Office, o.known = nil, "", known
	w, err := Open(ctx, dir, o)
	return w, err
}

// layReading makes a copy under its provisional name. Its one slot is that of keys which no log knows.
func (j joining) layReading(ctx context.Context, part string, pack *exchange.Package, c ReadingCopy, o Options, progress func(done, total int64)) (*handed, error) {
	if o.Cost == (vault.Cost{}) {
		o.Cost = vault.Calibrate(unlocking)
	}
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	c.Came = now().UTC()
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return nil, err
	}
	return j.layOut(ctx, part, pack, layout{phrase: o.Phrase, secrets: secrets, cost: o.Cost, reading: &c}, o, progress)
}

// A newer reading package takes the place of a copy as a whole: the new one is made beside it, as NAME.lianshen.part, the
// former is renamed to NAME.lianshen.former, and the new one gets its name. Between the two renamings a cut leaves none
// under the name itself; opening it then finishes what was begun.
const formerSuffix = ".former"

// RefreshReading makes the copy for reading at dir anew of a newer reading package of the same workspace, under the phrase
// that opens it, and opens it. Cut off at any moment there is the former copy or the new one. Refusals: those of
// OpenReading and Open, "reading.none" (dir is no copy for reading), "exchange.elsewhere" (a package of another
// workspace), "reading.older" (made: the package is not newer than the copy).
func RefreshReading(ctx context.Context, paths []string, dir string, key ReadingKey, o Options, progress func(done, total int64)) (*Workspace, error) {
	return joining{disk: realDisk{}}.refresh(ctx, paths, dir, key, o, progress)
}

func (j joining) refresh(ctx context.Context, paths []string, dir string, key ReadingKey, o Options, progress func(done, total int64)) (_ *Workspace, err error) {
	former, err := Open(ctx, dir, o) // shows that the phrase is its own
	if err != nil {
		return nil, err
	}
	dir = former.Dir()
	was, err := former.ReadingOf(ctx)
	id := former.ID()
	o.Cost = former.keys.Cost()
	if err := errors.Join(err, former.Close()); err != nil {
		return nil, err
	}
	pack, copied, err := openReading(ctx, paths, key)
	if err != nil {
		return nil, err
	}
	switch m := pack.Manifest(); {
	case m.Workspace != id:
		return nil, app.Refuse("exchange.elsewhere", "title", m.Title, "who", m.From.Person)
	case !copied.Made.After(was.Made):
		return nil, app.Refuse("reading.older", "made", was.Made)
	}
	part := dir + partSuffix
	known, err := j.layReading(ctx, part, pack, copied, o, progress)
	if err != nil {
		return nil, errors.Join(err, sweep(part))
	}
	known.key.Forget() // opened anew by its phrase, as after a cut
	if err := j.exchange(part, dir); err != nil {
		return nil, err
	}
	return Open(ctx, dir, o)
}

// exchange puts the new copy in the place of the former one.
func (j joining) exchange(part, dir string) error {
	steps := []struct {
		name string
		do   func() error
	}{
		{"former", func() error { return j.disk.rename(dir, dir+formerSuffix) }},
		{"durable", func() error { return j.disk.names(filepath.Dir(dir)) }},
		{"name", func() error { return j.disk.rename(part, dir) }},
		{"named", func() error { return j.disk.names(filepath.Dir(dir)) }},
		{"drop", func() error { return dropFormer(j.disk, dir) }},
	}
	for _, s := range steps {
		if err := j.at(s.name); err != nil {
			return err
		}
		if err := s.do(); err != nil {
			return told(err, dir, "put the new copy in its place")
		}
	}
	return nil
}

// afterRefresh finishes the exchange of a copy for reading that was cut off.
func afterRefresh(dir string) error {
	former := dir + formerSuffix
	if !exists(former) || !wasCopy(former, exists(dir)) {
		return nil
	}
	d := realDisk{}
	if !exists(dir) {
		from := former
		if part := dir + partSuffix; exists(manifestPath(part)) { // the manifest comes last: it is whole
			from = part
		}
		if err := errors.Join(os.Rename(from, dir), d.names(filepath.Dir(dir))); err != nil {
			return told(err, dir, "finish putting a new copy in its place")
		}
	}
	return dropFormer(d, dir)
}

// dropFormer takes a former copy away, its keys first. Anything foreign in it stays.
func dropFormer(d disk, dir string) error {
	former := dir + formerSuffix
	if !exists(former) || !wasCopy(former, true) {
		return nil
	}
	for _, g := range (wipePlan{Dir: former}).folder() {
		for _, f := range g.files {
			var err error
			if strings.HasPrefix(filepath.Base(f), "key.json") {
				err = destroy(d, f)
			} else {
				err = d.remove(f)
			}
			if err != nil {
				return told(err, former, "take away a former copy")
			}
		}
		for _, sub := range g.dirs {
			_ = d.remove(sub) // something foreign in it stays
		}
	}
	return told(d.names(filepath.Dir(dir)), former, "take away a former copy")
}

// wasCopy says whether a folder is a copy for reading and not something that somebody has named so. One without a manifest
// may be what is left of one: or says whether it counts as such.
func wasCopy(former string, or bool) bool {
	raw, err := os.ReadFile(manifestPath(former))
	if err != nil {
		return or && errors.Is(err, fs.ErrNotExist)
	}
	var m manifest
	return json.Unmarshal(raw, &m) == nil && m.Reading
}
