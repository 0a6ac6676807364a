package ui

import (
	"context"
	"errors"
	"os"
	"os/user"
	"runtime/debug"
	"sync"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/vault"
	"lianshen/ui/commands"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/preview"
	"lianshen/ui/settings"
	"lianshen/ui/shell"
	"lianshen/ui/unlock"
	"lianshen/ui/welcome"
)

// needsPhrase is how the store refuses a workspace that could be opened if there were a pass phrase.
const needsPhrase = "phrase.empty"

// comeback is where a person was when the window was locked.
type comeback struct {
	dir   string
	seat  app.ID
	route shell.Route
}

func (c comeback) of(ws *store.Workspace) bool {
	return c.seat != "" && c.dir == ws.Dir() && c.seat == ws.Seat().ID
}

// hold keeps a workspace that is made or recovered until it is shown. It may be used from any goroutine.
type hold struct {
	mu      sync.Mutex
	ws      *store.Workspace
	closing sync.WaitGroup // of one that was held when the window was locked
}

func (h *hold) put(ws *store.Workspace) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ws = ws
}

func (h *hold) get() *store.Workspace {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ws
}

func (h *hold) take() *store.Workspace {
	h.mu.Lock()
	defer h.mu.Unlock()
	ws := h.ws
	h.ws = nil
	return ws
}

func (h *hold) close() {
	if ws := h.take(); ws != nil {
		_ = ws.Close() // nothing is under way in it, and its next opening checks it anyway
	}
}

// accountName is what the system calls the person; samples are made under it.
func accountName() string {
	if u, err := user.Current(); err == nil {
		if u.Name != "" {
			return u.Name
		}
		return u.Username
	}
	return i18n.T("shell.somebody")
}

// openAsked opens a workspace with the phrase that asked gives, or, when there is no asked, with the one that lies beside
// a sample. Without a phrase it refuses as the store does: first with what is wrong with the folder, then with
// needsPhrase.
func (d *desktop) openAsked(ctx context.Context, dir string, asked func() (string, error)) (*store.Workspace, error) {
	phrase, _ := sampleOf(dir)
	if asked != nil {
		var err error
		if phrase, err = asked(); err != nil {
			return nil, err
		}
	}
	return store.Open(ctx, dir, store.Options{Now: d.now, Program: commands.Version, Phrase: phrase})
}

// ask shows the room that asks for the pass phrase of a workspace.
func (d *desktop) ask(dir string) {
	d.visit = visitOf(dir)
	d.shell.Outside(shell.Route{Room: shell.RoomUnlock})
}

func visitOf(dir string) unlock.Visit {
	_, sample := sampleOf(dir)
	return unlock.Visit{Dir: dir, Name: placeName(dir), Sample: sample, Astray: !sample && store.IsSample(dir)}
}

// Open opens a sample in the window, and of every other workspace shows the room that asks for its pass phrase.
func (d *desktop) Open(ctx context.Context, dir string) error {
	ws, err := d.openAsked(ctx, dir, nil)
	switch app.CodeOf(err) {
	case needsPhrase:
		d.main(func() { d.ask(dir) })
		return nil
	case "workspace.wiped":
		if store.Wiped(dir) { // its record was not saved
			d.main(func() { d.outside(visitOf(dir), unlock.PageRecord) })
			return nil
		}
		return errors.Join(err, d.prefs.Forget(dir))
	case "phrase.wrong": // beside a sample lies the pass phrase of another one
		d.main(func() {
			d.ask(dir)
			d.visit.Sample, d.visit.Astray = false, true
			d.shell.Outside(shell.Route{Room: shell.RoomUnlock})
		})
		return nil
	}
	if err != nil {
		return err
	}
	d.main(func() { d.show(ws) })
	return nil
}

// Create leads through the making of a workspace, with the round of a file in it unless the file is "".
func (d *desktop) Create(dir, load string) {
	d.visit = unlock.Visit{Dir: dir, Name: placeName(dir), Load: load}
	d.shell.Outside(shell.Route{Room: shell.RoomUnlock + "/" + unlock.PageCreate})
}

// Sample makes a workspace with the sample round of today and opens it.
func (d *desktop) Sample(ctx context.Context, dir string, report func(int, int, string)) error {
	file, err := roundfile.Sample(app.DateOf(d.now()))
	if err != nil {
		return err
	}
	phrase, err := newSample(dir)
	if err != nil {
		return err
	}
	ws, err := d.fill(ctx, dir, file, store.Options{Now: d.now, Program: commands.Version, Phrase: phrase, Person: accountName(), Sample: true, Cost: vault.Lowest}, report)
	if err != nil {
		return err
	}
	d.main(func() { d.show(ws) })
	return nil
}

// fill makes a workspace with a round. What is half made when it fails or is stopped is taken away again.
func (d *desktop) fill(ctx context.Context, dir string, file *roundfile.File, o store.Options, report func(int, int, string)) (*store.Workspace, error) {
	ws, err := store.Create(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	if file == nil {
		return ws, nil
	}
	err = ws.Load(ctx, file.Nouns(), app.VerbLoad, func(done, total int) { report(done, total, i18n.T("welcome.loading")) })
	if err != nil {
		return nil, errors.Join(err, ws.Close(), os.RemoveAll(dir))
	}
	return ws, nil
}

// Unlock opens the workspace of the visit and shows it.
func (d *desktop) Unlock(ctx context.Context, phrase string) error {
	dir, sample := d.visit.Dir, d.visit.Sample
	if sample {
		phrase, _ = sampleOf(dir)
	}
	d.held.closing.Wait()
	ws, err := store.Open(ctx, dir, store.Options{Now: d.now, Program: commands.Version, Phrase: phrase})
	if sample && app.CodeOf(err) == "phrase.wrong" {
		d.main(func() { d.visit.Sample, d.visit.Astray = false, true })
	}
	if err != nil {
		return err
	}
	d.main(func() { d.show(ws) })
	return nil
}

// readRound reads the round file that goes into a new workspace, nil without one.
func readRound(path string) (*roundfile.File, error) {
	if path == "" {
		return nil, nil
	}
	in, err := os.Open(path)
	if err != nil {
		return nil, app.Refuse("file.unreadable", "path", path)
	}
	defer in.Close()
	return roundfile.Read(in)
}

// Make makes the workspace of the visit and holds it open.
func (d *desktop) Make(ctx context.Context, phrase string, report func(int, int, string)) error {
	v := d.visit
	file, err := readRound(v.Load)
	if err != nil {
		return err
	}
	ws, err := d.fill(ctx, v.Dir, file, store.Options{Now: d.now, Program: commands.Version, Phrase: phrase, Person: v.Person, Dept: v.Dept, Laptop: v.Laptop, Cost: d.cost}, report)
	if err == nil {
		d.held.put(ws)
	}
	return err
}

// Recover opens the workspace of the visit at a new seat in the place of a sitter's, and holds it open. The laptop is
// still called what it was.
func (d *desktop) Recover(ctx context.Context, key unlock.Rescue, s unlock.Sitter, phrase string) error {
	ws, err := store.Open(ctx, d.visit.Dir, store.Options{Now: d.now, Program: commands.Version, Phrase: phrase, Recovery: key.Recovery, Office: key.Office, RecoverFor: s.Seat, Laptop: s.Laptop})
	if err == nil {
		d.held.put(ws)
	}
	return err
}

// Sitters lists who has a seat behind a recovery key or an office's.
func (d *desktop) Sitters(ctx context.Context, key unlock.Rescue) ([]unlock.Sitter, error) {
	seats, err := store.Sitters(ctx, d.visit.Dir, store.Options{Recovery: key.Recovery, Office: key.Office})
	if err != nil {
		return nil, err
	}
	out := make([]unlock.Sitter, len(seats))
	for i, s := range seats {
		out[i] = unlock.Sitter{Seat: s.ID, Person: s.Who.Name, Laptop: s.Laptop}
	}
	return out, nil
}

// NewKey draws a recovery key for the workspace held open.
func (d *desktop) NewKey(ctx context.Context) (vault.Recovery, error) {
	ws := d.held.get()
	if ws == nil { // the window was locked meanwhile
		return vault.Recovery{}, app.Refuse("workspace.closed", "path", d.visit.Dir)
	}
	return ws.NewRecovery(ctx)
}

// KeepKey lets a recovery key of the workspace held open count.
func (d *desktop) KeepKey(ctx context.Context, key vault.Recovery) error {
	ws := d.held.get()
	if ws == nil {
		return app.Refuse("workspace.closed", "path", d.visit.Dir)
	}
	return ws.KeepRecovery(ctx, key)
}

// Page makes the page of a recovery key of the workspace held open.
func (d *desktop) Page(key vault.Recovery) ([]byte, error) {
	ws := d.held.get()
	if ws == nil {
		return nil, app.Refuse("workspace.closed", "path", d.visit.Dir)
	}
	return d.recoveryPage(ws, key)
}

// recoveryPage makes the PDF page of a recovery key, in the language of the window.
func (d *desktop) recoveryPage(ws *store.Workspace, key vault.Recovery) ([]byte, error) {
	lang := document.Chinese
	if i18n.Language() == i18n.English {
		lang = document.English
	}
	res, err := reports.RecoveryPage(reports.Recovery{Workspace: placeName(ws.Dir()), Person: ws.Me().Name, On: app.DateOf(d.now()),
		Groups: key.Groups(), Text: key.String(), Lang: lang})
	if err != nil {
		return nil, err
	}
	return res.Bytes, nil
}

// Enter shows the workspace held open.
func (d *desktop) Enter() {
	if ws := d.held.take(); ws != nil {
		d.show(ws)
	}
}

// Other leads back to the first room.
func (d *desktop) Other() {
	d.visit, d.back = unlock.Visit{}, comeback{}
	d.shell.Welcome()
}

// Lock closes the workspace so that its keys are forgotten, and asks for the pass phrase. The same person comes back to
// the same place. It is called on the main goroutine.
func (d *desktop) Lock() {
	if ws := d.held.take(); ws != nil { // between its making and its first showing
		kit.CloseAll(d.window) // such as the dialog that saves the recovery page
		d.ask(ws.Dir())
		d.held.closing.Add(1)
		go func() {
			defer d.held.closing.Done()
			if err := ws.Close(); err != nil { // it waits for what is still being done in it
				d.shell.Fail(err)
			}
		}()
		return
	}
	if d.ws == nil {
		return
	}
	d.back = comeback{dir: d.ws.Dir(), seat: d.ws.Seat().ID, route: d.shell.Route()}
	d.depart(d.ws.Dir())
}

// Switch closes the workspace and asks for the pass phrase of another one, such as one that was restored.
func (d *desktop) Switch(dir string) {
	d.back = comeback{}
	d.depart(dir)
}

// depart closes the workspace and shows the room in front of dir.
func (d *desktop) depart(dir string) {
	d.visit = visitOf(dir)
	d.ws = nil
	d.title()
	d.shell.Lock(d.forget)
}

// forget drops what outside of the workspace was made from it: pages of reports that were shown.
func (d *desktop) forget() {
	if err := d.engine.Close(); err != nil {
		d.shell.Fail(err)
	}
	d.engine = preview.New(preview.CacheDir())
	go debug.FreeOSMemory() // what was read of the workspace is swept up now and not some time
}

// Leave closes the workspace and shows the first room.
func (d *desktop) Leave() {
	d.ws, d.back = nil, comeback{}
	d.title()
	d.shell.Leave()
}

// Asks says whether a recent workspace asks for a pass phrase.
func (d *desktop) Asks(dir string) bool {
	_, sample := sampleOf(dir)
	return store.IsWorkspace(dir) && !sample
}

var (
	_ settings.Program = (*desktop)(nil)
	_ welcome.Doors    = (*desktop)(nil)
	_ unlock.Gate      = (*desktop)(nil)
)
