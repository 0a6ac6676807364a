package commands

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
)

type requestCmd struct {
	File   string `arg:"" help:"Request file to write (NAME.lsseat)."`
	Person string `help:"Name of who is going to sit there; else that of the account." placeholder:"NAME"`
	Dept   string `help:"Department." placeholder:"NAME"`
	Laptop string `help:"What the person calls the laptop; else the machine's own name." placeholder:"NAME"`
	JSON   bool   `help:"The result as JSON."`
}

// asking is what `request --json` and `enrol --json` tell of a request.
type asking struct {
	Person      string `json:"person"`
	Dept        string `json:"dept"`
	Laptop      string `json:"laptop"`
	Seat        app.ID `json:"seat"`
	Key         string `json:"key"`         // of the seat in the log
	Fingerprint string `json:"fingerprint"` // four groups of four digits, to be read out
	Enrolled    bool   `json:"enrolled"`
}

func askingOf(req exchange.Request) asking {
	return asking{Person: req.Person, Dept: req.Dept, Laptop: req.Laptop, Seat: app.SeatID(req.Seat), Key: req.Seat, Fingerprint: req.Fingerprint()}
}

// Run asks for a seat: it draws the keys for the workspace named by --workspace, which is not there yet, and writes the
// request that the office is shown.
func (c requestCmd) Run(r *run) error {
	if r.workspace == "" {
		return app.Refuse("command.noworkspace")
	}
	if r.phraseFile == "" {
		return app.Refuse("passphrase.choose", "path", r.workspace)
	}
	phrase, err := r.phrase()
	if err != nil {
		return err
	}
	person := strings.TrimSpace(c.Person)
	if person == "" {
		person = accountName()
	}
	req, err := store.Ask(r.ctx, r.workspace, store.AskOptions{Person: person, Dept: c.Dept, Laptop: c.Laptop, Phrase: phrase, Program: Version, Cost: r.Cost, Now: r.Now})
	if err != nil {
		return err
	}
	path := c.File
	if !strings.EqualFold(filepath.Ext(path), exchange.RequestSuffix) {
		path += exchange.RequestSuffix
	}
	raw, err := store.RequestFile(r.workspace)
	if err != nil {
		return err
	}
	if err := r.put(path, raw); err != nil {
		return err
	}
	if c.JSON {
		return r.writeJSON(askingOf(req))
	}
	return r.lines(path, i18n.T("command.x.asks", "person", req.Person, "laptop", req.Laptop), i18n.T("command.x.fingerprint", "fingerprint", req.Fingerprint()), i18n.T("command.x.asked"))
}

// put writes a file that is no secret, new or in the place of an earlier one.
func (r *run) put(path string, raw []byte) error {
	return writeAll(path, func(f *os.File) error {
		if _, err := f.Write(raw); err != nil {
			refusal := app.Refuse("file.unwritable", "path", path)
			refusal.Cause = err
			return refusal
		}
		return nil
	})
}

type enrolCmd struct {
	File        string   `arg:"" help:"Request file (NAME.lsseat)."`
	Fingerprint string   `help:"The sixteen digits that the laptop shows, read out face to face. Without it nothing is enrolled, only shown." placeholder:"DIGITS"`
	Person      string   `help:"Who it is, by the name in the workspace; else the name in the request." placeholder:"NAME"`
	Role        []string `help:"Roles of the person from now on, such as groupleader or inspector; several with commas." placeholder:"ROLE"`
	Strand      []string `help:"Strands the person works on: review, verification, audit." placeholder:"STRAND"`
	Zone        []string `help:"Only cases of these zones are sent to the seat, by name." placeholder:"NAME"`
	Case        []string `help:"Only these cases are sent to the seat, by number." placeholder:"NUMBER"`
	OnlyStrand  []string `help:"Only these strands are sent to the seat." placeholder:"STRAND"`
	JSON        bool     `help:"The result as JSON."`
}

// Run shows a request with its fingerprint; with the fingerprint that was read out it enrols the seat.
func (c enrolCmd) Run(r *run) error {
	f, err := os.Open(c.File)
	if err != nil {
		return app.Refuse("file.unreadable", "path", c.File)
	}
	defer f.Close()
	req, err := exchange.ReadRequest(f)
	if err != nil {
		return err
	}
	person := app.Person{Roles: app.Set{}, Strands: app.Set{}}
	for _, role := range c.Role {
		if !slices.Contains(app.Roles, app.Role(role)) {
			return usageError{app.Refuse("command.role", "name", role)}
		}
		person.Roles[role] = true
	}
	if err := addStrands(person.Strands, c.Strand); err != nil {
		return err
	}
	only := app.Set{}
	if err := addStrands(only, c.OnlyStrand); err != nil {
		return err
	}
	return r.with(func(ws *store.Workspace) error {
		if c.Fingerprint == "" {
			if c.JSON {
				return r.writeJSON(askingOf(req))
			}
			return r.lines(i18n.T("command.x.asks", "person", req.Person, "laptop", req.Laptop), i18n.T("command.x.fingerprint", "fingerprint", req.Fingerprint()), i18n.T("command.x.compare"))
		}
		if digits(c.Fingerprint) != digits(req.Fingerprint()) {
			return app.Refuse("command.fingerprint", "person", req.Person)
		}
		who, err := c.person(r, ws, req, person)
		if err != nil {
			return err
		}
		zones, err := r.zonesNamed(ws, c.Zone)
		if err != nil {
			return err
		}
		cases, err := r.casesNumbered(ws, c.Case)
		if err != nil {
			return err
		}
		scope := app.Set{}
		for _, id := range cases {
			scope[string(id)] = true
		}
		seat, err := ws.Admit(r.ctx, req, who, zones, scope, only)
		if err != nil {
			return err
		}
		if c.JSON {
			out := askingOf(req)
			out.Enrolled = true
			return r.writeJSON(out)
		}
		return r.lines(i18n.T("command.x.enrolled", "person", req.Person, "laptop", seat.Laptop, "key", seat.Key[:8]))
	})
}

func addStrands(to app.Set, words []string) error {
	strands, err := strandsNamed(words)
	for _, s := range strands {
		to[string(s)] = true
	}
	return err
}

// digits gives the digits of a fingerprint, however it was typed.
func digits(text string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, text)
}

// person gives who is to sit there: somebody in the workspace by the name, with other roles where such were given, or
// somebody new, who needs a role.
func (c enrolCmd) person(r *run, ws *store.Workspace, req exchange.Request, given app.Person) (app.Person, error) {
	name := strings.TrimSpace(c.Person)
	if name == "" {
		name = req.Person
	}
	people, err := app.List[app.Person](r.ctx, ws, "")
	if err != nil {
		return app.Person{}, err
	}
	var found []app.Person
	for _, p := range people {
		if p.Name == name {
			found = append(found, p)
		}
	}
	if byDept := slices.DeleteFunc(slices.Clone(found), func(p app.Person) bool { return p.Dept != req.Dept }); len(found) > 1 && len(byDept) == 1 {
		found = byDept
	}
	switch {
	case len(found) > 1:
		return app.Person{}, app.Refuse("command.manypeople", "name", name, "count", len(found))
	case len(found) == 0 && c.Person != "":
		return app.Person{}, app.Refuse("command.noperson", "name", name)
	case len(found) == 0 && len(given.Roles) == 0:
		return app.Person{}, app.Refuse("command.enrolrole", "name", name)
	case len(found) == 0:
		given.Name, given.Dept = name, req.Dept
		return given, nil
	case len(given.Roles) == 0 && len(given.Strands) == 0:
		return app.Person{ID: found[0].ID}, nil
	}
	known := found[0]
	if len(given.Roles) > 0 {
		known.Roles = given.Roles
	}
	if len(given.Strands) > 0 {
		known.Strands = given.Strands
	}
	return known, nil
}

// zonesNamed finds zones by their names.
func (r *run) zonesNamed(ws *store.Workspace, names []string) (app.Set, error) {
	out := app.Set{}
	if len(names) == 0 {
		return out, nil
	}
	zones, err := app.List[app.Zone](r.ctx, ws, "")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		found := false
		for _, z := range zones {
			if z.Name == name {
				out[string(z.ID)], found = true, true
			}
		}
		if !found {
			return nil, app.Refuse("command.nozone", "name", name)
		}
	}
	return out, nil
}

type joinCmd struct {
	Files        []string `arg:"" help:"The round pack, in parts when it was split."`
	Preview      bool     `help:"Only say what it holds."`
	Fingerprint  string   `help:"The sixteen digits of the office, as its laptop shows them: anything else is refused." placeholder:"DIGITS"`
	RecoveryFile string   `help:"Where the recovery key goes: as text, or as a page to print when it ends in .pdf." placeholder:"FILE"`
	JSON         bool     `help:"The result as JSON."`
}

// joined is what `join --json` tells.
type joined struct {
	Title       string `json:"title"`
	From        sender `json:"from"`
	Fingerprint string `json:"fingerprint"` // of the sender
	Made        string `json:"made"`
	Bytes       int64  `json:"bytes"`
	Person      string `json:"person"`
	Cases       int    `json:"cases"`
	Records     int    `json:"records"`
	Attachments int    `json:"attachments"`
	Done        bool   `json:"done"`
}

// Run makes the workspace that a seat was asked for with request, of the round pack that the office wrote for it.
func (c joinCmd) Run(r *run) (err error) {
	if r.workspace == "" {
		return app.Refuse("command.noworkspace")
	}
	if r.phraseFile == "" {
		return app.Refuse("passphrase.missing", "path", r.workspace)
	}
	phrase, err := r.phrase()
	if err != nil {
		return err
	}
	sets, err := store.PackageFiles(c.Files)
	if err != nil {
		return err
	}
	if len(sets) != 1 {
		return usageError{app.Refuse("command.onepack", "count", len(sets))}
	}
	if c.RecoveryFile != "" {
		if _, err := os.Lstat(c.RecoveryFile); err == nil {
			return app.Refuse("command.recoverythere", "path", c.RecoveryFile)
		}
	}
	view, err := store.PeekPack(r.ctx, r.workspace, sets[0], phrase)
	if err != nil {
		return err
	}
	if c.Fingerprint != "" && digits(c.Fingerprint) != digits(view.Fingerprint) {
		return app.Refuse("command.fingerprint", "person", view.From.Person)
	}
	if c.Preview {
		return c.say(r, view, false)
	}
	o := store.Options{Now: r.Now, Program: Version, Phrase: phrase, Cost: r.Cost}
	if c.RecoveryFile != "" {
		key, err := vault.NewRecovery(rand.Reader)
		if err != nil {
			return err
		}
		if err := r.writeRecovery(c.RecoveryFile, view.Person.Name, key); err != nil {
			return err
		}
		o.Recovery = &key
	}
	ws, err := store.Join(r.ctx, r.workspace, sets[0], r.workspace, o, nil)
	if err != nil {
		return errors.Join(err, founding{RecoveryFile: c.RecoveryFile}.dropRecovery())
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	return c.say(r, view, true)
}

func (c joinCmd) say(r *run, v store.PackView, done bool) error {
	if c.JSON {
		return r.writeJSON(joined{Title: v.Title, From: senderOf(v.From), Fingerprint: v.Fingerprint, Made: stamp(v.Made), Bytes: v.Bytes, Person: v.Person.Name,
			Cases: v.Cases, Records: v.Records, Attachments: v.Blobs, Done: done})
	}
	lines := []string{i18n.T("command.x.pack", "title", orDash(v.Title), "person", v.From.Person, "laptop", v.From.Laptop, "made", i18n.Moment(v.Made)),
		i18n.T("command.x.packholds", "cases", v.Cases, "records", v.Records, "attachments", v.Blobs, "size", i18n.Bytes(v.Bytes)),
		i18n.T("command.x.packfor", "person", v.Person.Name, "laptop", v.Seat.Laptop), i18n.T("command.x.fingerprint", "fingerprint", v.Fingerprint)}
	if done {
		lines = append(lines, i18n.T("command.x.joined", "path", r.workspace))
		if c.RecoveryFile != "" {
			lines = append(lines, i18n.T("command.recovery", "path", c.RecoveryFile))
		}
	}
	return r.lines(lines...)
}
