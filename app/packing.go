package app

import (
	"context"
	"slices"
)

// packers are who may write packages that hold more than the receivers' share of the work, by the kind of package. What
// is not named here everybody at work writes: an inspector gives the own work to the leader, colleagues give each other
// theirs.
var packers = map[string][]Role{
	"round":    join(office, heads, admins),
	"reading":  join(office, heads),
	"template": join(office, heads, admins),
	"archive":  join(office, leads, admins),
}

// wholes may write a package for whoever has its pass phrase, and one that no receiver's scope narrows.
var wholes = join(office, heads)

// PermitPackOut refuses a package that the person at a seat may not write, as Permit does and with "role.pack": kind is
// that of the package, whole says that no seat's scope narrows it (a pass phrase opens it).
func PermitPackOut(ctx context.Context, r Reader, seat ID, kind string, whole bool) error {
	w := &work{ctx: ctx, r: r, seat: seat}
	if err := w.enter(VerbPackOut); err != nil {
		return err
	}
	return w.packs(kind, whole)
}

func (w *work) packs(kind string, whole bool) error {
	allows := func(roles []Role) bool { return w.actor.Alone || slices.ContainsFunc(roles, w.actor.has) }
	roles, few := packers[kind]
	if few && !allows(roles) || whole && kind != "template" && !allows(wholes) { // checklists and laws hold nothing of a case
		return w.actor.refuse("role.pack", VerbPackOut)
	}
	return nil
}

// NotePackOut leaves a trace at the own seat that a package was written: what says which ("kind", "whole" = "true",
// "number", "name", "sha256", "to", "records" …). It asks what PermitPackOut asks. Give it and its sisters no path and
// no name of a person.
func (d Desk) NotePackOut(ctx context.Context, what map[string]string) error {
	return d.do(ctx, VerbPackOut, "", func(w *work) error {
		if err := w.packs(what["kind"], what["whole"] == "true"); err != nil {
			return err
		}
		w.note(w.actor.Seat, what)
		return nil
	})
}

// NotePackIn leaves a trace at the own seat that a package was taken in.
func (d Desk) NotePackIn(ctx context.Context, what map[string]string) error {
	return d.do(ctx, VerbPackIn, "", func(w *work) error { return w.noteSeat(what) })
}

// NoteTakeBack leaves a trace at the own seat that a package was taken back: the office and the leaders of groups do.
func (d Desk) NoteTakeBack(ctx context.Context, what map[string]string) error {
	return d.do(ctx, VerbTakeBack, "", func(w *work) error { return w.noteSeat(what) })
}

// NoteTakeAgain leaves a trace at the own seat that a package that was taken back was taken in again.
func (d Desk) NoteTakeAgain(ctx context.Context, what map[string]string) error {
	return d.do(ctx, VerbTakeAgain, "", func(w *work) error { return w.noteSeat(what) })
}

// NoteHandOver leaves a trace at the own seat that the work on this laptop was handed over.
func (d Desk) NoteHandOver(ctx context.Context, what map[string]string) error {
	return d.do(ctx, VerbHandOver, "", func(w *work) error { return w.noteSeat(what) })
}

func (w *work) noteSeat(what map[string]string) error {
	w.note(w.actor.Seat, what)
	return nil
}
