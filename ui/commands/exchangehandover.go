package commands

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/certificate"
	"lianshen/ui/i18n"
)

// handOverCmd goes in steps between which days may pass: write the last package, let the office take it in, take its
// receipt in with import, wipe.
type handOverCmd struct {
	To          string   `xor:"step" help:"Write the last package for the office into this folder or stick." placeholder:"DIR"`
	Limit       string   `help:"With --to: most bytes of a single file." placeholder:"SIZE"`
	KeepOn      bool     `xor:"step" help:"Give the handing over up; the workspace goes on as before."`
	Wipe        bool     `xor:"step" help:"Wipe the workspace, its keys first; this cannot be taken back."`
	Certificate string   `help:"With --wipe: where the page of the record goes." placeholder:"FILE.pdf"`
	Also        []string `help:"With --wipe: folders and sticks whose backups are wiped along." placeholder:"DIR"`
	Sure        bool     `help:"With --wipe and --why: go on although the office has not confirmed everything."`
	Why         string   `help:"The reason for that; it stands in the record." placeholder:"TEXT"`
	JSON        bool     `help:"The result as JSON."`
}

// handOverTold is what `handover --json` tells.
type handOverTold struct {
	Begun   string       `json:"begun"`   // when the last package was written, "" = not yet
	Package *written     `json:"package"` // null = the office lacked nothing, or not begun
	Since   int          `json:"since"`   // deeds after it
	Office  []sender     `json:"office"`  // who can confirm
	Receipt *officeWord  `json:"receipt"` // null = nobody was heard of
	Lacking lackingTold  `json:"lacking"` // what it does not cover
	Traces  int          `json:"traces"`
	Ready   bool         `json:"ready"`           // the receipt covers everything
	Wiped   bool         `json:"wiped,omitempty"` // with --wipe
	Left    []leftBehind `json:"left,omitempty"`  // with --wipe: what is there still
}

type officeWord struct {
	Person string `json:"person"`
	Laptop string `json:"laptop"`
	Made   string `json:"made"`
	Hash   string `json:"hash"` // SHA-256 of what was signed
}

type lackingTold struct {
	Records     int     `json:"records"`
	Attachments int     `json:"attachments"`
	Parked      int     `json:"parked,omitempty"`  // own records without effect that are nowhere else
	Imports     []int64 `json:"imports,omitempty"` // to be taken in again for these
}

type leftBehind struct {
	Path string `json:"path"`
	Why  string `json:"why"` // a code
}

// Run does one step, or says how far the handing over has come.
func (c handOverCmd) Run(r *run) error {
	limit, err := byteCount(c.Limit)
	if err != nil {
		return err
	}
	if c.Wipe != (c.Certificate != "") || !c.Wipe && (len(c.Also) > 0 || c.Sure || c.Why != "") || c.To == "" && c.Limit != "" {
		return usageError{app.Refuse("command.handoverwhat")}
	}
	if c.Wipe {
		return c.wipe(r)
	}
	return r.with(func(ws *store.Workspace) error {
		switch {
		case c.To != "":
			dir, err := r.folder(c.To)
			if err != nil {
				return err
			}
			if _, err := ws.HandOver(r.ctx, store.WriteTo{Dir: dir, Limit: limit}, nil); err != nil {
				return err
			}
		case c.KeepOn:
			if err := ws.KeepOn(r.ctx); err != nil {
				return err
			}
		}
		state, err := ws.HandOverState(r.ctx)
		if err != nil {
			return err
		}
		return c.say(r, ws, state)
	})
}

// folder gives the whole path of a folder that is there.
func (r *run) folder(path string) (string, error) {
	dir, err := filepath.Abs(path)
	if err != nil {
		return "", app.Refuse("folder.gone", "path", path)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", app.Refuse("folder.gone", "path", path)
	}
	return dir, nil
}

func (c handOverCmd) say(r *run, ws *store.Workspace, s store.HandOverState) error {
	told, err := r.handOverOf(ws, s)
	if err != nil {
		return err
	}
	if c.JSON {
		return r.writeJSON(told)
	}
	var lines []string
	switch {
	case s.Begun.IsZero():
		lines = append(lines, i18n.T("command.x.handover.not"))
	case s.Package == nil:
		lines = append(lines, i18n.T("command.x.handover.nopackage", "at", i18n.Moment(s.Begun)))
	default:
		lines = append(lines, s.Package.Paths...)
		lines = append(lines, i18n.T("command.x.written", "kind", i18n.Enum("command.kind", exchange.WorkPack), "number", s.Package.Number, "changes", s.Package.Changes,
			"attachments", s.Package.Blobs, "size", i18n.Bytes(s.Package.Bytes)), i18n.T("command.x.handover.begun", "at", i18n.Moment(s.Begun)))
	}
	if !s.Begun.IsZero() && s.Since > 0 {
		lines = append(lines, i18n.T("command.x.handover.since", "count", s.Since))
	}
	if s.Receipt != nil {
		lines = append(lines, i18n.T("command.x.handover.receipt", "person", s.Receipt.Person, "laptop", s.Receipt.Laptop, "at", i18n.Moment(s.Receipt.Made)))
	}
	if s.Ready {
		lines = append(lines, i18n.T("command.x.handover.ready"))
	} else {
		lines = append(lines, i18n.T("command.x.handover.lacks"))
		lines = append(lines, certificate.Lacking(s.Lacking)...)
	}
	return r.lines(lines...)
}

func (r *run) handOverOf(ws *store.Workspace, s store.HandOverState) (handOverTold, error) {
	out := handOverTold{Begun: stamp(s.Begun), Since: s.Since, Office: []sender{}, Lacking: lackingTold{s.Lacking.Records, s.Lacking.Blobs, s.Lacking.Parked, s.Lacking.Imports}, Traces: s.Traces, Ready: s.Ready}
	for _, p := range s.Office {
		out.Office = append(out.Office, senderOf(p))
	}
	if s.Package != nil {
		w, err := r.writtenOf(ws, *s.Package)
		if err != nil {
			return out, err
		}
		out.Package = &w
	}
	if s.Receipt != nil {
		out.Receipt = &officeWord{Person: s.Receipt.Person, Laptop: s.Receipt.Laptop, Made: stamp(s.Receipt.Made), Hash: s.Receipt.Hash}
	}
	return out, nil
}

// wipe saves the record outside, wipes, and saves the record of what became of it. Only then it forgets what the wipe
// kept for the record.
func (c handOverCmd) wipe(r *run) (err error) {
	ws, err := r.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ws.Close()) }() // a second closing does nothing
	phrase, err := r.phrase()
	if err != nil {
		return err
	}
	state := store.HandOverState{}
	if !ws.Reading() {
		if state, err = ws.HandOverState(r.ctx); err != nil {
			return err
		}
	}
	path, err := filepath.Abs(c.Certificate)
	if err != nil {
		return app.Refuse("file.unwritable", "path", c.Certificate)
	}
	facts := certificate.FactsOf(ws, strings.TrimSuffix(filepath.Base(ws.Dir()), store.Suffix), state.Package)
	how := store.WipeHow{Phrase: phrase, Sure: c.Sure, Why: c.Why, Program: Version, Places: c.Also}
	if !ws.Reading() && !state.Ready && (!c.Sure || strings.TrimSpace(c.Why) == "") {
		return state.Lacking.Refusal()
	}
	plan, err := ws.PlanWipe(r.ctx, how)
	if err != nil {
		return err
	}
	if err := facts.Save(path, plan); err != nil {
		return err
	}
	done, err := ws.Wipe(r.ctx, how, nil)
	if err != nil {
		return err
	}
	if err := facts.Save(path, done); err != nil {
		return err
	}
	if err := store.DropCertificate(ws.Dir()); err != nil {
		return err
	}
	told := handOverTold{Office: []sender{}, Ready: state.Ready, Wiped: true}
	for _, l := range done.Left {
		told.Left = append(told.Left, leftBehind{Path: l.Path, Why: l.Why})
	}
	if c.JSON {
		return r.writeJSON(told)
	}
	lines := []string{i18n.T("command.x.handover.wiped", "path", ws.Dir()), i18n.T("command.x.handover.record", "path", path)}
	for _, l := range done.Left {
		sentence, _ := i18n.Error(app.Refuse(l.Why, "path", l.Path))
		lines = append(lines, sentence)
	}
	return r.lines(lines...)
}
