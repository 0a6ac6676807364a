package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"lianshen/app"
	"lianshen/store/exchange"
)

// TemplatesOut says what is to be written into a template package and for whom.
type TemplatesOut struct {
	Nouns  []app.ID // checklists, laws and calendars
	To     []app.ID // seats it is for; empty with Phrase
	Phrase string   // opens it instead of a seat's key: for another office

	work int // cost of the phrase, 0 = that of the format; lower in tests
}

// WriteTemplates writes a template package, reads it back and proves it; only then it is done and kept in the list of
// packages sent. Nothing but the chosen nouns goes along: no record, no person but the sender's name, no workspace.
// progress (may be nil) is told bytes done of bytes. Refusals: "templates.none" (nothing chosen), "templates.unfit" (what was chosen is no
// checklist, law or calendar), "exchange.nobody", "exchange.seat.out", those of exchange.Write about the medium and of
// app.PermitPackOut.
func (w *Workspace) WriteTemplates(ctx context.Context, o TemplatesOut, to WriteTo, progress func(done, total int64)) (Sent, error) {
	ctx, over, err := w.beginPackage(ctx, exchange.Templates, len(o.To) == 0)
	if err != nil {
		return Sent{}, err
	}
	defer over()
	var d exchange.Draft
	var receiver string
	err = w.snapshot(ctx, func(s *session) (err error) {
		d, receiver, err = w.templateDraft(ctx, s, o)
		return err
	})
	if err != nil {
		return Sent{}, fmt.Errorf("put a template package together: %w", err)
	}
	written, err := w.writeUnder(ctx, to.Dir, exchange.Name(d.Manifest, receiver), func(name string) (exchange.Written, error) {
		return exchange.Write(ctx, to.Dir, name, d, to.Limit, progress)
	})
	if err != nil {
		return Sent{}, fmt.Errorf("write a template package: %w", err)
	}
	m := written.Manifest
	done := Sent{Number: m.Number, ID: m.ID, Kind: m.Kind, At: w.now().UTC(), Seat: w.Seat().ID, To: o.To, Name: filepath.Base(written.Paths[0]),
		Paths: written.Paths, Bytes: written.Bytes, SHA256: written.SHA256}
	if len(written.Paths) > 1 {
		done.Name, _, _ = exchange.SplitName(done.Name)
	}
	return done, w.keepSent(ctx, done)
}

// templateDraft puts the package together; receiver is the name of the one person it is for, "" for none or many.
func (w *Workspace) templateDraft(ctx context.Context, s *session, o TemplatesOut) (d exchange.Draft, receiver string, err error) {
	nouns, err := templatesAt(ctx, sessionReader{s}, o.Nouns)
	if err != nil {
		return d, "", err
	}
	if len(nouns) == 0 {
		return d, "", app.Refuse("templates.none")
	}
	if len(o.To) == 0 && o.Phrase == "" {
		return d, "", app.Refuse("exchange.nobody")
	}
	d = exchange.Draft{Sign: w.signer.Sign, Phrase: o.Phrase, Work: cmp.Or(o.work, w.phraseWork())}
	d.Manifest = exchange.Manifest{Program: w.program, Kind: exchange.Templates, ID: newID(), Made: w.now().UnixMilli(), Title: titleOf(nouns),
		From: exchange.Sender{Seat: w.signer.ID, Key: w.signer.Public(), Box: w.Seat().Box, Person: w.Me().Name, Laptop: w.Seat().Laptop}}
	if d.Extra, err = encodeTemplates(nouns); err != nil {
		return d, "", err
	}
	if err := s.row(ctx, "SELECT count(*) + 1 FROM sent WHERE seat = ?", []any{w.signer.ID}, &d.Manifest.Number); err != nil {
		return d, "", err
	}
	for _, id := range o.To {
		seat, err := app.Get[app.Seat](ctx, sessionReader{s}, id)
		if err != nil {
			return d, "", fmt.Errorf("read a receiver: %w", err)
		}
		name := w.personAt(ctx, s, seat)
		if !seat.AtWork() {
			return d, "", app.Refuse("exchange.seat.out", "who", name, "date", seat.Out)
		}
		d.Manifest.To = append(d.Manifest.To, seat.Key)
		d.Recipients = append(d.Recipients, seat.Box)
		if receiver = name; len(o.To) > 1 {
			receiver = ""
		}
	}
	return d, receiver, nil
}

// titleOf names a template package by its first noun: there is no round it belongs to.
func titleOf(nouns []app.Noun) string {
	if t, ok := nouns[0].(app.DayTable); ok {
		return fmt.Sprint(t.Year)
	}
	return nameOf(nouns[0])
}

// templatesAt reads the chosen nouns in the order of their kinds.
func templatesAt(ctx context.Context, r app.Reader, ids []app.ID) ([]app.Noun, error) {
	left := map[app.ID]bool{}
	for _, id := range ids {
		left[id] = true
	}
	var out []app.Noun
	for _, kind := range templateKinds {
		err := r.Each(ctx, kind, "", func(id app.ID, doc json.RawMessage) error {
			if !left[id] {
				return nil
			}
			delete(left, id)
			n, err := nounOf(kind, doc)
			out = append(out, n)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(left) > 0 {
		return nil, app.Refuse("templates.unfit")
	}
	return out, nil
}
