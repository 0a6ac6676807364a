package commands

import (
	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/i18n"
)

// writing is what the commands that write a package have in common.
type writing struct {
	Limit   string `help:"Most bytes of a single file, such as 700M or 4G: a longer package is split." placeholder:"SIZE"`
	Preview bool   `help:"Only say what the package would hold and how long it would be."`
	JSON    bool   `help:"The result as JSON."`
	Dir     string `arg:"" help:"Folder or stick to write into."`
	namesFlag
}

// measured is what `pack --preview --json` and `export --preview --json` tell.
type measured struct {
	Records     int   `json:"records"`     // deeds, reads and prints among them
	Changes     int   `json:"changes"`     // field changes of them
	Cases       int   `json:"cases"`       // that something is about
	Attachments int   `json:"attachments"` // that go along
	Absent      int   `json:"absent"`      // attachments that should go along and are not here
	Narrowed    bool  `json:"narrowed"`    // the scopes of the receivers differ: only what is within all of them goes
	Bytes       int64 `json:"bytes"`       // of the file, never less than it will be
	Nothing     bool  `json:"nothing"`     // the receivers have all of it
}

// written is what `pack --json`, `export --json` and `folder --put --json` tell of a package.
type written struct {
	Number      int64    `json:"number"` // of this seat's packages, from 1
	ID          app.ID   `json:"id"`
	Kind        string   `json:"kind"` // round, work, reading, template, receipt
	At          string   `json:"at"`   // RFC 3339
	To          []string `json:"to"`   // people and laptops
	Paths       []string `json:"paths"`
	Bytes       int64    `json:"bytes"`
	SHA256      string   `json:"sha256"` // of the file, hex
	Records     int      `json:"records"`
	Changes     int      `json:"changes"`
	Attachments int      `json:"attachments"`
	Absent      int      `json:"absent"`
	Narrowed    bool     `json:"narrowed"` // the scopes of the receivers differ: only what is within all of them goes
}

// write writes a package, or says what it would hold.
func (c writing) write(r *run, ws *store.Workspace, o store.Outgoing) error {
	limit, err := byteCount(c.Limit)
	if err != nil {
		return err
	}
	if c.Preview {
		return c.measure(r, ws, o)
	}
	dir, err := r.folder(c.Dir)
	if err != nil {
		return err
	}
	o.Names = c.Names
	sent, err := ws.WritePackage(r.ctx, o, store.WriteTo{Dir: dir, Limit: limit}, nil)
	if err != nil {
		return err
	}
	out, err := r.writtenOf(ws, sent)
	if err != nil {
		return err
	}
	if c.JSON {
		return r.writeJSON(out)
	}
	return r.lines(writtenLines(out)...)
}

func (c writing) measure(r *run, ws *store.Workspace, o store.Outgoing) error {
	s, err := ws.MeasurePackage(r.ctx, o)
	if err != nil {
		return err
	}
	if c.JSON {
		return r.writeJSON(measured{Records: s.Records, Changes: s.Changes, Cases: s.Cases, Attachments: s.Blobs, Absent: s.Absent, Narrowed: s.Narrowed, Bytes: s.Bytes, Nothing: s.Empty()})
	}
	lines := []string{i18n.T("command.x.measured", "changes", s.Changes, "records", s.Records, "cases", s.Cases, "attachments", s.Blobs, "size", i18n.Bytes(s.Bytes))}
	if s.Empty() {
		lines = []string{i18n.T("command.x.uptodate")}
	}
	if s.Narrowed {
		lines = append(lines, i18n.T("command.x.narrowed"))
	}
	if s.Absent > 0 {
		lines = append(lines, i18n.T("command.x.absent", "count", s.Absent))
	}
	return r.lines(lines...)
}

func (r *run) writtenOf(ws *store.Workspace, s store.Sent) (written, error) {
	to, err := r.seatNames(ws, s.To)
	if err != nil {
		return written{}, err
	}
	return written{Number: s.Number, ID: s.ID, Kind: string(s.Kind), At: stamp(s.At), To: to, Paths: s.Paths, Bytes: s.Bytes, SHA256: s.SHA256,
		Records: s.Records, Changes: s.Changes, Attachments: s.Blobs, Absent: s.Absent, Narrowed: s.Narrowed}, nil
}

func writtenLines(w written) []string {
	lines := append([]string{}, w.Paths...)
	lines = append(lines, i18n.T("command.x.written", "kind", i18n.Enum("command.kind", exchange.Kind(w.Kind)), "number", w.Number, "changes", w.Changes,
		"attachments", w.Attachments, "size", i18n.Bytes(w.Bytes)))
	if len(w.To) > 0 {
		lines = append(lines, i18n.T("command.x.writtento", "people", i18n.List(w.To)))
	}
	if w.Narrowed {
		lines = append(lines, i18n.T("command.x.narrowed"))
	}
	if w.Absent > 0 {
		lines = append(lines, i18n.T("command.x.absent", "count", w.Absent))
	}
	return lines
}

type packCmd struct {
	Seat string `arg:"" help:"Whom it is for: a name, a laptop, NAME/LAPTOP, or the beginning of the seat's key."`
	writing
}

// Run writes the round pack for a seat: what its laptop makes a workspace of.
func (c packCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		seat, err := r.seatNamed(ws, c.Seat)
		if err != nil {
			return err
		}
		return c.write(r, ws, store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}})
	})
}

type exportCmd struct {
	To      []string `help:"Whom it is for, as for pack; several with commas. Without it: every seat at work on other laptops, a package for those of each scope." placeholder:"SEAT"`
	Full    bool     `help:"Everything, also what the receivers are known to have."`
	Case    []string `help:"Only these cases, by number." placeholder:"NUMBER"`
	Strand  []string `help:"Only these strands: review, verification, audit." placeholder:"STRAND"`
	Receipt bool     `help:"Only the receipt: what this laptop has."`
	Reading bool     `help:"A package to read: it opens with a pass phrase and nothing can be changed with it."`
	// As with the workspace's own phrase, the phrase itself is taken from no argument.
	ReaderPassphraseFile string `help:"File whose first line is the pass phrase for --reading; - is standard input." placeholder:"FILE"`
	writing
}

// Run writes a package of work for others, or one to read.
func (c exportCmd) Run(r *run) error {
	switch {
	case c.Reading && c.Receipt, c.Reading && len(c.To) > 0, c.Reading != (c.ReaderPassphraseFile != ""),
		c.Receipt && (c.Full || len(c.Case)+len(c.Strand) > 0):
		return usageError{app.Refuse("command.exportwhat")}
	}
	strands, err := strandsNamed(c.Strand)
	if err != nil {
		return err
	}
	return r.with(func(ws *store.Workspace) error {
		cases, err := r.casesNumbered(ws, c.Case)
		if err != nil {
			return err
		}
		o := store.Outgoing{Kind: exchange.WorkPack, Full: c.Full, Scope: exchange.Scope{Cases: cases, Strands: strands}}
		if c.Reading {
			o.Kind, o.Full = exchange.ReadingPack, true
			if o.Phrase, err = r.readPhrase(c.ReaderPassphraseFile); err != nil {
				return err
			}
			return c.write(r, ws, o)
		}
		if c.Receipt {
			o.Kind = exchange.ReceiptOnly
		}
		if o.To, err = c.receivers(r, ws); err != nil {
			return err
		}
		if len(c.To) > 0 || c.Receipt {
			return c.write(r, ws, o)
		}
		return c.writeByScope(r, ws, o)
	})
}

// writeByScope writes a package for the seats of each scope, so that everybody gets what is within it. Who lacks nothing
// is passed over as long as somebody lacks something.
func (c exportCmd) writeByScope(r *run, ws *store.Workspace, o store.Outgoing) error {
	groups, err := ws.ByScope(r.ctx, o.To)
	if err != nil {
		return err
	}
	wrote, nothing := false, error(nil)
	for _, o.To = range groups {
		err := c.write(r, ws, o)
		switch {
		case app.CodeOf(err) == "exchange.nothing":
			nothing = err
		case err != nil:
			return err
		default:
			wrote = true
		}
	}
	if !wrote {
		return nothing
	}
	return nil
}

// receivers gives the seats named, else every seat at work that is not on this laptop.
func (c exportCmd) receivers(r *run, ws *store.Workspace) ([]app.ID, error) {
	if len(c.To) > 0 {
		return r.seatsNamed(ws, c.To)
	}
	seats, err := ws.Seats(r.ctx)
	if err != nil {
		return nil, err
	}
	var out []app.ID
	for _, s := range seats {
		if s.AtWork() && !s.Here {
			out = append(out, s.ID)
		}
	}
	if len(out) == 0 {
		return nil, app.Refuse("command.noreceiver")
	}
	return out, nil
}
