package bench

import (
	"context"
	"strings"

	"lianshen/app"
)

// tell commits what was said about an item, at once and on this goroutine: the deed takes about a millisecond, and
// afterwards nothing can take it away. It says whether it is on disk.
func (r *Room) tell(item string, in app.AnswerInput) bool {
	ctx := context.Background()
	desk := r.host.Desk()
	if err := desk.AnswerItem(ctx, r.caseID, item, in); err != nil {
		r.middle.fail(err)
		return false
	}
	r.commits++
	answer, err := app.Get[app.Answer](ctx, desk.Door, app.AnswerID(r.caseID, item))
	if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
		r.middle.fail(err)
		return false
	}
	r.sheet.d.Answers[item] = answer
	r.middle.fail(nil)
	r.host.Saved(desk.Now())
	return true
}

// conclude answers the item in hand. "Not applicable" and "not checked" need a reason: without one the note is opened
// for it, and both are kept together.
func (r *Room) conclude(c app.Conclusion) {
	if r.sheet == nil || r.sheet.item == "" {
		return
	}
	if err := r.sheet.shut(); err != nil {
		r.middle.fail(err)
		return
	}
	text := r.middle.note.value()
	if needsReason(c) && strings.TrimSpace(text) == "" {
		r.pending = c
		r.middle.facts()
		r.middle.focusNote()
		return
	}
	r.pending = ""
	in := app.AnswerInput{Conclusion: &c}
	if r.middle.note.dirty() {
		in.Note = &text
	}
	if r.tell(r.sheet.item, in) {
		r.middle.note.isKept(text)
		r.middle.note.rest()
		r.left.show()
	}
	r.middle.facts()
}

func needsReason(c app.Conclusion) bool { return c == app.NotApplicable || c == app.NotChecked }

// keep commits everything that was typed for the item in hand. It says whether nothing is left unsaved.
func (r *Room) keep() bool { return r.keepNote() && r.middle.keepCounts() }

// keepNote commits the note of the item in hand when it differs from what is on disk, with the conclusion that waited
// for it. It says whether nothing is left unsaved.
func (r *Room) keepNote() bool {
	if r.sheet == nil || r.sheet.item == "" {
		return true
	}
	r.middle.note.rest()
	text := r.middle.note.value()
	in := app.AnswerInput{}
	if r.middle.note.dirty() {
		in.Note = &text
	}
	if r.pending != "" && strings.TrimSpace(text) != "" {
		c := r.pending
		in.Conclusion, in.Note = &c, &text
	}
	if in.Conclusion == nil && in.Note == nil {
		return true
	}
	if !r.tell(r.sheet.item, in) {
		return false
	}
	r.middle.note.isKept(text)
	r.pending = ""
	r.left.show()
	r.middle.facts()
	return true
}

// method ticks or unticks a method that was really used.
func (r *Room) method(m app.Method) {
	if r.sheet == nil || r.sheet.item == "" {
		return
	}
	methods := app.Set{}
	for used, in := range r.sheet.answer().Methods {
		methods[used] = in
	}
	if methods.Has(string(m)) {
		delete(methods, string(m))
	} else {
		methods[string(m)] = true
	}
	if r.tell(r.sheet.item, app.AnswerInput{Methods: &methods}) {
		r.middle.facts()
	}
}

// take puts another item in hand, after what was typed is kept.
func (r *Room) take(code string) {
	if r.sheet == nil || code == "" || code == r.sheet.item || !r.keep() {
		return
	}
	if r.sheet.take(code) {
		r.itemChanged()
	}
}

// open shows another strand, after what was typed is kept.
func (r *Room) open(strand app.Strand) {
	if r.sheet == nil || strand == r.sheet.strand || !r.keep() {
		return
	}
	r.sheet.open(strand)
	r.itemChanged()
}
