package commands

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/past"
)

type importCmd struct {
	Files   []string `arg:"" help:"Packages, parts of split ones, or folders of them."`
	Preview bool     `help:"Only say what it would do."`
	Without []string `help:"Cases that stay out for now, by number." placeholder:"NUMBER"`
	Sure    bool     `help:"Go on although more than a tenth would go or something signed is touched."`
	Again   bool     `help:"What was taken back and is in the packages comes into effect again."`
	JSON    bool     `help:"The result as JSON."`
}

// Run takes packages in, or says what they would do. Of several each is done that can be done; the exit code is 0 only
// when all were.
func (c importCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		sets, lying, err := c.sets(r, ws)
		if err != nil {
			return err
		}
		if len(sets) == 0 && !c.JSON {
			return r.lines(i18n.T("command.x.nothingnew"))
		}
		if c.Preview {
			return c.preview(r, ws, sets)
		}
		unmet := map[string]bool{}
		for _, n := range c.Without {
			unmet[n] = true
		}
		all, err := ws.TakeInAll(r.ctx, sets, func(coming store.Coming) (store.TakeIn, bool) {
			how := store.TakeIn{Sure: c.Sure, Again: c.Again}
			for _, cc := range coming.Cases {
				if cc.ID != "" && slices.Contains(c.Without, cc.Number) {
					how.Without = append(how.Without, cc.ID)
					delete(unmet, cc.Number)
				}
			}
			// A slip of the pen must not let in what was to stay out, nor a file that still lies in a folder bring back
			// what was taken back.
			return how, len(unmet) == 0 && (len(coming.Returns) == 0 || how.Again || !lying[coming.Paths[0]])
		}, nil)
		if err != nil {
			return err
		}
		for n := range unmet {
			return app.Refuse("command.notinpackage", "number", n)
		}
		return c.tell(r, ws, all)
	})
}

// sets gives the packages that were named, and of folders those that are new here: what else lies there is nobody's
// mistake. lying are those of folders, by their first file.
func (c importCmd) sets(r *run, ws *store.Workspace) (out [][]string, lying map[string]bool, err error) {
	lying = map[string]bool{}
	for _, path := range c.Files {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() {
			set, err := store.PackageFiles([]string{path})
			if err != nil {
				return nil, nil, err
			}
			out = append(out, set...)
			continue
		}
		found, err := ws.ScanFolder(r.ctx, path)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range found.New {
			out = append(out, f.Paths)
			lying[f.Paths[0]] = true
		}
	}
	return out, lying, nil
}

// taken is what `import --json` and `folder --take --json` tell of each package.
type taken struct {
	Paths   []string   `json:"paths"`
	Done    bool       `json:"done"`
	Known   bool       `json:"known"` // everything in it was here already; nothing changed
	Import  *inbound   `json:"import,omitempty"`
	Package *arriving  `json:"package,omitempty"` // what it does, or with --preview would do
	Refused *complaint `json:"refused,omitempty"`
}

// complaint is why something was not done.
type complaint struct {
	Code     string `json:"code"` // stable
	Sentence string `json:"sentence"`
	Hint     string `json:"hint,omitempty"`
}

func complain(err error) *complaint {
	if err == nil {
		return nil
	}
	sentence, hint := i18n.Error(err)
	return &complaint{Code: app.CodeOf(err), Sentence: sentence, Hint: hint}
}

func (c importCmd) preview(r *run, ws *store.Workspace, sets [][]string) error {
	var all []store.Taken
	for _, paths := range sets {
		coming, err := ws.Examine(r.ctx, paths, nil)
		if r.ctx.Err() != nil {
			return err
		}
		all = append(all, store.Taken{Paths: paths, Coming: coming, Err: err})
	}
	if c.JSON {
		return r.tellTaken(all, true)
	}
	words := past.New(ws)
	for _, t := range all {
		if t.Err != nil {
			continue
		}
		if err := r.sayComing(words, t.Coming); err != nil {
			return err
		}
	}
	return r.failures(all)
}

func (c importCmd) tell(r *run, ws *store.Workspace, all []store.Taken) error {
	if c.JSON {
		return r.tellTaken(all, false)
	}
	if err := r.sayTaken(all); err != nil {
		return err
	}
	return r.failures(all)
}

// tellTaken tells of packages as JSON, those that were refused as well.
func (r *run) tellTaken(all []store.Taken, preview bool) error {
	if err := r.writeJSON(takenOf(all, preview)); err != nil {
		return err
	}
	return r.failures(all)
}

func takenOf(all []store.Taken, preview bool) []taken {
	out := []taken{}
	for _, t := range all {
		one := taken{Paths: t.Paths, Done: t.Err == nil && !t.Left && !preview, Refused: complain(t.Err)}
		if t.Err == nil {
			a := arrivingOf(t.Coming)
			one.Package, one.Known = &a, t.Coming.Known
		}
		if t.Import.N > 0 {
			in := inboundOf(t.Import)
			one.Import = &in
		}
		out = append(out, one)
	}
	return out
}

// sayTaken says in a line or two what each package did.
func (r *run) sayTaken(all []store.Taken) error {
	for _, t := range all {
		if t.Err != nil {
			continue
		}
		name := filepath.Base(t.Paths[0])
		lines := []string{name, "  " + partyLine(t.Coming)}
		if t.Coming.Kind == exchange.ReceiptOnly {
			lines = append(lines, "  "+i18n.T("command.x.noted"))
		} else if t.Left {
			lines = append(lines, "  "+i18n.T("command.x.left"))
		} else if t.Import.N == 0 {
			lines = append(lines, "  "+i18n.T("command.x.known"))
		} else {
			lines = append(lines, "  "+i18n.T("command.x.taken", "n", t.Import.N, "records", t.Import.Records, "changes", t.Import.Changes, "attachments", t.Import.Blobs))
			if t.Import.Clashes > 0 {
				lines = append(lines, "  "+i18n.T("command.x.clashed", "count", t.Import.Clashes))
			}
			if t.Import.Missing > 0 {
				lines = append(lines, "  "+i18n.T("command.x.awaited", "count", t.Import.Missing))
			}
			if n := len(t.Import.Without); n > 0 {
				lines = append(lines, "  "+i18n.T("command.x.without", "count", n))
			}
		}
		if err := r.lines(lines...); err != nil {
			return err
		}
	}
	return nil
}

// failures gives the one reason there is, or says each by the name of its file and gives how many there are.
func (r *run) failures(all []store.Taken) error {
	var bad []store.Taken
	for _, t := range all {
		if t.Err != nil {
			bad = append(bad, t)
		}
	}
	switch {
	case len(bad) == 0:
		return nil
	case len(all) == 1:
		return bad[0].Err
	}
	for _, t := range bad {
		why := complain(t.Err)
		fmt.Fprintf(r.Stderr, "%s: %s\n", filepath.Base(t.Paths[0]), why.Sentence)
		if why.Hint != "" {
			fmt.Fprintf(r.Stderr, "  %s\n", why.Hint)
		}
	}
	return app.Refuse("command.notall", "count", len(bad), "total", len(all))
}

func partyLine(c store.Coming) string {
	return i18n.T("command.x.from", "person", orDash(c.From.Person), "laptop", orDash(c.From.Laptop), "number", c.Number, "kind", i18n.Enum("command.kind", c.Kind), "made", i18n.Moment(c.Made))
}

// sayComing says what a package would do, case by case.
func (r *run) sayComing(words *past.Words, c store.Coming) error {
	if err := r.lines(filepath.Base(c.Paths[0]), partyLine(c)); err != nil {
		return err
	}
	if c.Known {
		return r.lines(i18n.T("command.x.known"))
	}
	w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", i18n.T("command.x.case"), i18n.T("command.x.unit"), i18n.T("command.x.new"), i18n.T("command.x.changed"), i18n.T("command.x.clashing"), i18n.T("command.x.removed"))
	for _, cc := range c.Cases {
		number := cc.Number
		if cc.ID == "" {
			number = i18n.T("command.x.shared")
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\n", orDash(number), orDash(cc.Unit), cc.New, cc.Changed, cc.Clashing, cc.Removed)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	lines := []string{i18n.T("command.x.would", "records", c.Records, "changes", c.Changes, "attachments", c.Blobs)}
	add := func(n int, key string, args ...any) {
		if n > 0 {
			lines = append(lines, i18n.T(key, append([]any{"count", n}, args...)...))
		}
	}
	add(c.Missing, "command.x.awaited")
	add(len(c.Clashes), "command.x.wouldclash")
	add(c.Removed, "command.x.wouldgo", "living", c.Living)
	add(len(c.Signed), "command.x.wouldtouch")
	add(c.Void, "command.x.void")
	add(c.Late, "command.x.late")
	for _, s := range c.Takes {
		lines = append(lines, i18n.T("command.x.takes", "person", s.Who, "laptop", s.Laptop, "fingerprint", s.Fingerprint))
	}
	for _, b := range c.Beyond {
		lines = append(lines, i18n.T("command.x.beyond", "person", b.Who, "deed", past.Deed(b.Verb)))
	}
	if len(c.Again) > 0 {
		lines = append(lines, i18n.T("command.x.comesagain", "numbers", numbers(c.Again)))
	}
	if len(c.Returns) > 0 {
		lines = append(lines, i18n.T("command.x.returns", "numbers", numbers(c.Returns)))
	}
	if c.Clock != 0 {
		lines = append(lines, i18n.T("command.x.clock", "hours", hours(c.Clock)))
	}
	if c.Grave() {
		lines = append(lines, i18n.T("command.x.grave"))
	}
	return r.lines(lines...)
}

// numbers lists imports.
func numbers(imports []int64) string {
	var words []string
	for _, n := range imports {
		words = append(words, i18n.Number(int(n)))
	}
	return i18n.List(words)
}

// arriving is what `import --preview --json` tells of a package.
type arriving struct {
	ID          app.ID       `json:"id"`
	Kind        string       `json:"kind"`
	Number      int64        `json:"number"`
	Made        string       `json:"made"` // RFC 3339, by the sender's clock
	Title       string       `json:"title"`
	From        sender       `json:"from"`
	Known       bool         `json:"known"`
	Before      int64        `json:"before"`     // the import that brought this very package, 0 = none
	Again       []int64      `json:"again"`      // imports taken back that come into effect again with --again
	Returns     []int64      `json:"returns"`    // those that do in any case: it is their very file
	ClockAhead  int64        `json:"clockAhead"` // seconds
	Cases       []casecoming `json:"cases"`
	Clashes     int          `json:"clashes"`
	Records     int          `json:"records"`
	Changes     int          `json:"changes"`
	Attachments int          `json:"attachments"`
	Missing     int          `json:"missing"`
	Removed     int          `json:"removed"`
	Living      int          `json:"living"`
	Signed      int          `json:"signed"` // sign-offs that would no longer hold
	Void        int          `json:"void"`   // records here that would no longer count
	Late        int          `json:"late"`   // records written after their seat was left out, or by a seat that does not stand
	Takes       int          `json:"takes"`  // seats that enrol themselves in the place of others
	Beyond      int          `json:"beyond"` // deeds beyond the roles of who did them
	Grave       bool         `json:"grave"`  // needs --sure
}

type sender struct {
	Seat     app.ID `json:"seat"`
	Person   string `json:"person"`
	Laptop   string `json:"laptop"`
	Enrolled bool   `json:"enrolled"`
	Out      bool   `json:"out"`
}

type casecoming struct {
	ID       app.ID `json:"id"` // "" = shared by all cases
	Number   string `json:"number"`
	Unit     string `json:"unit"`
	New      int    `json:"new"`
	Changed  int    `json:"changed"`
	Clashing int    `json:"clashing"`
	Removed  int    `json:"removed"`
}

func senderOf(p store.Party) sender {
	return sender{Seat: p.Seat, Person: p.Person, Laptop: p.Laptop, Enrolled: p.Enrolled, Out: p.Out}
}

func arrivingOf(c store.Coming) arriving {
	out := arriving{ID: c.ID, Kind: string(c.Kind), Number: c.Number, Made: stamp(c.Made), Title: c.Title, From: senderOf(c.From), Known: c.Known, Before: c.Before,
		Again: append([]int64{}, c.Again...), Returns: append([]int64{}, c.Returns...),
		ClockAhead: int64(c.Clock.Seconds()), Cases: []casecoming{}, Clashes: len(c.Clashes), Records: c.Records, Changes: c.Changes, Attachments: c.Blobs, Missing: c.Missing,
		Removed: c.Removed, Living: c.Living, Signed: len(c.Signed), Void: c.Void, Late: c.Late, Takes: len(c.Takes), Beyond: len(c.Beyond), Grave: c.Grave()}
	for _, cc := range c.Cases {
		out.Cases = append(out.Cases, casecoming(cc))
	}
	return out
}

type importsCmd struct {
	JSON bool `help:"The list as JSON."`
}

// inbound is what `imports --json` tells of an import.
type inbound struct {
	N           int64    `json:"n"` // from 1, on this laptop
	At          string   `json:"at"`
	From        sender   `json:"from"`
	Package     app.ID   `json:"package"`
	Kind        string   `json:"kind"`
	Number      int64    `json:"number"`
	Made        string   `json:"made"`
	Name        string   `json:"name"`
	SHA256      string   `json:"sha256"`
	Records     int      `json:"records"`
	Changes     int      `json:"changes"`
	Attachments int      `json:"attachments"`
	Missing     int      `json:"missing"`
	Clashes     int      `json:"clashes"`
	Without     []app.ID `json:"without"` // cases left out
	Back        string   `json:"back"`    // when it was taken back, "" = in effect
	Rest        int      `json:"rest"`    // later records that went along
}

func inboundOf(i store.Import) inbound {
	out := inbound{N: i.N, At: stamp(i.At), From: senderOf(i.From), Package: i.Package, Kind: string(i.Kind), Number: i.Number, Made: stamp(i.Made), Name: i.Name, SHA256: i.SHA256,
		Records: i.Records, Changes: i.Changes, Attachments: i.Blobs, Missing: i.Missing, Clashes: i.Clashes, Without: i.Without, Back: stamp(i.Back), Rest: i.Rest}
	if out.Without == nil {
		out.Without = []app.ID{}
	}
	return out
}

// Run lists what was taken in on this laptop, the latest first.
func (c importsCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		list, err := ws.Imports(r.ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			out := []inbound{}
			for _, i := range list {
				out = append(out, inboundOf(i))
			}
			return r.writeJSON(out)
		}
		if len(list) == 0 {
			return r.lines(i18n.T("command.x.noimports"))
		}
		w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
		for _, i := range list {
			state := i18n.T("command.x.inforce")
			if !i.Back.IsZero() {
				state = i18n.T("command.x.back", "at", i18n.Moment(i.Back))
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", i.N, i18n.Moment(i.At), orDash(i.From.Person), orDash(i.From.Laptop), i18n.Enum("command.kind", exchange.Kind(i.Kind)),
				i18n.T("command.x.no", "number", i.Number), i18n.T("command.x.changes", "count", i.Changes), state)
		}
		return w.Flush()
	})
}
