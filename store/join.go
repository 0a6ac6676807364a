package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// PackView is what a round pack says before it is opened for good: what the person at the laptop confirms.
type PackView struct {
	Title       string // what people call the round
	Sample      bool
	From        Party
	Fingerprint string    // of the sender's keys, to be compared with what the sender reads out: 4×4 digits
	Made        time.Time // when it was written, by the sender's clock
	Name        string    // of the file
	Bytes       int64

	Seat    app.Seat   // as the office enrolled it, with its scope
	Person  app.Person // who sits there, with roles and strands
	Cases   int
	Records int
	Blobs   int
	Files   int64 // bytes of the attached files
}

// PeekPack opens a round pack with the keys of the seat that was asked for beside dir (…/NAME.lianshen) and says what it
// holds. Nothing is written. paths and refusals are those of exchange.Open, phrase that of asking; and "join.kind" (a package of
// another kind), "join.unenrolled" (the office has not enrolled this seat in it), "seat.out", those of Asked.
func PeekPack(ctx context.Context, dir string, paths []string, phrase string) (PackView, error) {
	a, pack, err := openPack(ctx, dir, paths, phrase)
	if err != nil {
		return PackView{}, err
	}
	defer a.forget()
	return a.peek(ctx, dir, pack)
}

// peek says what a pack holds for the seat that was asked for.
func (a askedSeat) peek(ctx context.Context, dir string, pack *exchange.Package) (PackView, error) {
	m := pack.Manifest()
	v := PackView{Title: m.Title, Sample: m.Sample, Made: time.UnixMilli(m.Made).UTC(), Name: pack.Name(), Bytes: pack.Size(),
		From:    Party{Seat: app.SeatID(m.From.Seat), Person: m.From.Person, Laptop: m.From.Laptop},
		Records: m.Records, Blobs: len(m.Blobs), Fingerprint: exchange.Fingerprint(m.From.Key, m.From.Box)}
	for _, b := range m.Blobs {
		v.Files += b.Size
	}
	own := newGlimpse()
	if err := pack.Records(ctx, own.take); err != nil {
		return v, err
	}
	v.Cases = len(own.cases)
	if err := own.noun(own.seats[app.SeatID(a.request.Seat)], &v.Seat); err != nil {
		return v, err
	}
	switch {
	case v.Seat.Key != a.request.Seat || v.Seat.Box != a.request.Box:
		return v, app.Refuse("join.unenrolled", "path", pack.Paths()[0], "who", m.From.Person)
	case !v.Seat.AtWork():
		return v, app.Refuse("seat.out", "path", dir, "date", v.Seat.Out)
	}
	if err := own.noun(own.people[v.Seat.Person], &v.Person); err != nil {
		return v, err
	}
	var sender app.Seat
	if err := own.noun(own.seats[v.From.Seat], &sender); err != nil {
		return v, err
	}
	v.From.Enrolled, v.From.Out = sender.Key == m.From.Seat && sender.Box == m.From.Box, !sender.AtWork()
	return v, nil
}

// glimpse gathers from records what a person is shown of a pack. Nothing is proven by it: Join proves all.
type glimpse struct {
	cases         map[app.ID]bool
	seats, people map[app.ID]*journal.Running
}

func newGlimpse() *glimpse {
	return &glimpse{cases: map[app.ID]bool{}, seats: map[app.ID]*journal.Running{}, people: map[app.ID]*journal.Running{}}
}

func (g *glimpse) take(r journal.Record) error {
	b, err := journal.Decode(r.Body)
	if err != nil {
		return nil // Join refuses it and says why
	}
	for _, c := range b.Changes {
		var of map[app.ID]*journal.Running
		switch {
		case c.Kind == app.Note:
			continue
		case c.Noun == app.KindCase && c.Field == "":
			if g.cases[c.Entity] = c.Kind == app.New; !g.cases[c.Entity] {
				delete(g.cases, c.Entity)
			}
			continue
		case c.Noun == app.KindSeat:
			of = g.seats
		case c.Noun == app.KindPerson:
			of = g.people
		default:
			continue
		}
		if of[c.Entity] == nil {
			of[c.Entity] = &journal.Running{}
		}
		if err := of[c.Entity].Apply(c.Change); err != nil {
			return nil
		}
	}
	return nil
}

func (g *glimpse) noun(r *journal.Running, into any) error {
	if r == nil {
		return nil
	}
	doc, err := r.Doc()
	if err != nil || doc == nil {
		return err
	}
	return json.Unmarshal(doc, into)
}

// openPack opens the keys of a request and a round pack with them.
func openPack(ctx context.Context, dir string, paths []string, phrase string) (a askedSeat, pack *exchange.Package, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return a, nil, fmt.Errorf("find the workspace folder: %w", err)
	}
	if a, err = openAsked(AskedDir(dir), phrase); err != nil {
		return a, nil, err
	}
	defer func() {
		if err != nil {
			a.forget()
		}
	}()
	id, err := age.ParseX25519Identity(a.secrets.Box)
	if err != nil {
		return a, nil, &app.Error{Code: "ask.broken", Args: map[string]any{"path": a.dir}, Cause: errors.New("the key of the box is none")}
	}
	if pack, err = exchange.Open(ctx, paths, []age.Identity{id}, ""); err != nil {
		return a, nil, err
	}
	if pack.Manifest().Kind != exchange.RoundPack {
		return a, nil, app.Refuse("join.kind", "path", pack.Paths()[0])
	}
	return a, pack, nil
}

// Join makes the workspace at dir (…/NAME.lianshen) of a round pack, for the seat that was asked for beside asked (the
// same folder, where it was not moved), and opens it. The phrase of the options is that of asking; it opens the
// workspace from then on. Recovery, when given, is kept as its recovery key: the caller has shown it before. The office's
// key that the pack names opens it too.
//
// Every record is proven from the founder's key on, and the whole workspace is verified, before it gets its name. The
// request goes only when all of it is durable: cut off at any moment there is the request or the workspace. progress (may
// be nil) is told bytes done of bytes. Refusals: those of PeekPack and Create, of Workspace.TakeIn for what is wrong with
// the records, and "workspace.broken" when what was made does not verify.
func Join(ctx context.Context, asked string, paths []string, dir string, o Options, progress func(done, total int64)) (*Workspace, error) {
	return joining{disk: realDisk{}}.join(ctx, asked, paths, dir, o, progress)
}

// joining makes a workspace of a package.
type joining struct {
	disk disk
	step func(string) error // may be nil: asked before each step, so that tests can cut it off there
}

func (j joining) at(step string) error {
	if j.step == nil {
		return nil
	}
	return j.step(step)
}

func (j joining) join(ctx context.Context, asked string, paths []string, dir string, o Options, progress func(done, total int64)) (_ *Workspace, err error) {
	if dir, err = newFolder(dir); err != nil {
		return nil, err
	}
	a, pack, err := openPack(ctx, asked, paths, o.Phrase)
	if err != nil {
		return nil, err
	}
	defer a.forget()
	view, err := a.peek(ctx, dir, pack)
	if err != nil {
		return nil, err
	}
	part := dir + partSuffix
	l := layout{phrase: o.Phrase, secrets: a.secrets, cost: a.cost, recovery: o.Recovery, office: pack.Manifest().Office, seat: view.Seat, me: view.Person}
	known, err := j.layOut(ctx, part, pack, l, o, progress)
	if err != nil {
		return nil, errors.Join(err, sweep(part))
	}
	defer func() {
		if err != nil {
			known.key.Forget()
			known.signer.Forget()
		}
	}()
	if err := j.settle(a.dir, part, dir); err != nil {
		return nil, err
	}
	o.Recovery, o.Office, o.known = nil, "", known
	return Open(ctx, dir, o)
}

// settle gives a finished workspace its name and takes the request away. The request is told first where it went: it
// must never be joined a second time, or two laptops would write at one seat.
func (j joining) settle(asked, part, dir string) error {
	if err := j.at("joined"); err != nil {
		return err
	}
	path := filepath.Join(asked, joinedFile)
	err := j.disk.write(path+".tmp", func(to io.Writer) error {
		_, err := io.WriteString(to, dir+"\n")
		return err
	})
	if err == nil {
		err = j.disk.rename(path+".tmp", path)
	}
	if err == nil {
		err = errors.Join(j.disk.names(asked), j.at("name"))
	}
	if err == nil {
		err = j.disk.rename(part, dir)
	}
	if err == nil {
		err = errors.Join(j.disk.names(filepath.Dir(dir)), j.at("request"))
	}
	if err != nil {
		return told(err, dir, "give the workspace its name")
	}
	return dropAsked(j.disk, asked)
}

// layout is what a workspace that is made of a package begins with.
type layout struct {
	phrase   string
	secrets  vault.Secrets // of the seat; in a copy for reading of none
	cost     vault.Cost
	recovery *vault.Recovery
	office   string   // recipient
	seat     app.Seat // as the package enrols it, and who sits there
	me       app.Person
	reading  *ReadingCopy
}

// layOut makes a whole workspace under its provisional name, proves it and closes it, but for its keys.
func (j joining) layOut(ctx context.Context, part string, pack *exchange.Package, l layout, o Options, progress func(done, total int64)) (_ *handed, err error) {
	if err := sweep(part); err != nil {
		return nil, err
	}
	if err := j.at("folder"); err != nil {
		return nil, err
	}
	if err := os.Mkdir(part, 0o700); err != nil {
		return nil, told(err, part, "make the workspace folder")
	}
	lock, err := takeLock(part)
	if err != nil {
		return nil, err
	}
	m := pack.Manifest()
	w := &Workspace{dir: part, id: m.Workspace, lock: lock, laying: true}
	w.take(o)
	w.disk = j.disk
	defer func() {
		err = errors.Join(err, w.Close())
	}()
	w.made = manifest{Format: formatName, Version: formatVersion, ID: w.id, Made: w.now().UTC().Format(time.RFC3339), Sample: m.Sample, Reading: l.reading != nil}
	if err := w.layKeys(l); err != nil {
		return nil, err
	}
	if err := j.at("tables"); err != nil {
		return nil, err
	}
	if err := w.connect(ctx); err != nil {
		return nil, err
	}
	if err := w.layEmpty(m.Founder); err != nil {
		return nil, told(err, part, "lay out the database")
	}
	w.tip = tip{hash: journal.Genesis(w.id, w.signer.Public())}
	if err := j.fill(ctx, w, pack, l, progress); err != nil {
		return nil, err
	}
	if err := j.at("manifest"); err != nil {
		return nil, err
	}
	// Last, so that a folder with a manifest is always whole.
	if err := writeJSON(manifestPath(part), 0o600, w.made); err != nil {
		return nil, err
	}
	k := &handed{w.key, w.signer, w.box}
	w.key, w.signer = nil, journal.Signer{}
	return k, nil
}

// layKeys draws the data key and writes the key file and the empty database.
func (w *Workspace) layKeys(l layout) (err error) {
	if err := os.Mkdir(attachmentsPath(w.dir), 0o700); err != nil {
		return told(err, w.dir, "make the folder of attachments")
	}
	if w.key, err = vault.NewKey(rand.Reader); err != nil {
		return err
	}
	if w.keys, err = vault.NewFile(w.id, w.key, l.cost, rand.Reader); err != nil {
		return err
	}
	if err := w.keys.AddSeat(w.key, l.phrase, l.secrets); err != nil {
		return err
	}
	if l.recovery != nil {
		if err := w.keys.SetRecovery(w.key, *l.recovery); err != nil {
			return err
		}
	}
	if l.office != "" {
		if err := w.keys.SetEscrow(w.key, l.office); err != nil {
			return err
		}
	}
	if err := w.keys.Write(keyPath(w.dir)); err != nil {
		return told(err, w.dir, "write the key file")
	}
	if err := w.key.NewDatabase(databasePath(w.dir)); err != nil {
		return told(err, w.dir, "make the database")
	}
	w.box = l.secrets.Box
	w.signer, err = journal.SignerOf(l.secrets.Sign[:])
	return err
}

// layEmpty writes the empty tables and the founder's seat, from whose key everything else is proven.
func (w *Workspace) layEmpty(founder []byte) error {
	if err := w.layTables(); err != nil {
		return err
	}
	if err := w.writer.exec("INSERT INTO meta(key, value) VALUES('projection', ?)", fmt.Sprint(projectionVersion)); err != nil {
		return err
	}
	return w.writer.exec("INSERT INTO seat(id, key) VALUES(?,?)", journal.SeatID(founder), founder)
}

// fill takes the package in and proves what came of it.
func (j joining) fill(ctx context.Context, w *Workspace, pack *exchange.Package, l layout, progress func(done, total int64)) error {
	if err := j.at("records"); err != nil {
		return err
	}
	if err := w.takeFirst(ctx, pack, l, progress); err != nil {
		return err
	}
	if err := w.seated(ctx, l); err != nil {
		return err
	}
	if err := j.at("verify"); err != nil {
		return err
	}
	report, err := w.Verify(ctx, nil)
	if err != nil {
		return err
	}
	for _, t := range report.Troubles {
		if t.Code != "attachment" || t.Part != string(AttachmentMissing) { // one that was not sent along comes later
			return &app.Error{Code: "workspace.broken", Args: map[string]any{"path": w.dir}, Cause: fmt.Errorf("%s %s: what came does not verify", t.Code, t.Part)}
		}
	}
	return nil
}

// takeFirst takes in the package that a workspace begins with, as every package is taken in.
func (w *Workspace) takeFirst(ctx context.Context, pack *exchange.Package, l layout, progress func(done, total int64)) error {
	if err := pack.Check(ctx, progress); err != nil {
		return err
	}
	w.meMu.Lock()
	w.seat, w.me = l.seat, l.me // who takes it in; seated proves it
	w.meMu.Unlock()
	if _, err := w.takeRecords(ctx, pack, TakeIn{Sure: true}, nil, progress); err != nil {
		return err
	}
	if l.reading == nil {
		return nil
	}
	copied := *l.reading
	return w.transact(ctx, func(*projector) error { return w.keepJSON(readingKey, copied) })
}

// seated proves that the records enrol the seat whose keys are here, after they were proven themselves.
func (w *Workspace) seated(ctx context.Context, l layout) error {
	if l.reading != nil {
		return w.sit(ctx)
	}
	seat, err := app.Get[app.Seat](ctx, w, app.SeatID(l.secrets.Seat()))
	if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
		return err
	}
	if err != nil || seat.Key != l.secrets.Seat() || seat.Box != l.secrets.Recipient() {
		return app.Refuse("join.unenrolled", "path", w.dir, "who", "")
	}
	return w.sit(ctx)
}
