package casefile

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/sweep"
	"lianshen/ui/theme"
)

const pageSweep = "sweep"

// sweepShown is what the page of the sweep shows beyond the first lines; it lasts as long as the room.
type sweepShown struct {
	waived bool            // also what was let pass
	long   map[string]bool // lists shown to their end
}

var severityTones = map[app.Severity]kit.Tone{app.SweepError: kit.Fault, app.SweepWarning: kit.Wait, app.SweepHint: kit.Quiet}

// mostLines is how many lines of a list are shown at once; a case that nobody answered yet has a gap for each item.
const mostLines = 12

// sweep is the page that lists what does not fit together in the case, by severity, and what is left to do. What it
// shows was found when the case was loaded, off the main goroutine.
func (r *Room) sweep() fyne.CanvasObject {
	return cards(r.live(r.sweepHead), r.live(r.sweepLists), r.live(r.gapCard))
}

// sweepHead counts by severity and leads to what was let pass.
func (r *Room) sweepHead() fyne.CanvasObject {
	var chips []fyne.CanvasObject
	for _, s := range app.Severities {
		if n := len(r.finds(s, true)); n > 0 {
			chips = append(chips, kit.Chip(i18n.T("sweepui.section", "severity", i18n.Enum("severity", s), "n", n), severityTones[s]))
		}
	}
	waived := 0
	for _, f := range r.d.Sweep {
		if !f.Open() {
			waived++
		}
	}
	head := append([]fyne.CanvasObject{kit.Line(i18n.T("sweepui.title"), kit.Heading)}, chips...)
	head = append(head, kit.Spring())
	if waived > 0 {
		key := "sweepui.showwaived"
		if r.sweeping.waived {
			key = "sweepui.hidewaived"
		}
		b := kit.NewButton(i18n.T(key, "n", waived), func() {
			r.sweeping.waived = !r.sweeping.waived
			r.redraw()
		})
		b.Small = true
		head = append(head, b)
	}
	body := []fyne.CanvasObject{kit.Row(8, head...), kit.NewPara(i18n.T("sweepui.text"), kit.Second)}
	if app.OpenErrors(r.d.Sweep) == 0 && len(chips) == 0 {
		body = append(body, kit.Note(kit.Done, i18n.T("sweepui.none"), i18n.T("sweepui.none.text")))
	}
	return kit.Card("", kit.Column(8, body...))
}

// finds gives what was found of a severity, either what is open or what was let pass.
func (r *Room) finds(s app.Severity, open bool) []app.SweepFind {
	var out []app.SweepFind
	for _, f := range r.d.Sweep {
		if f.Severity == s && f.Open() == open {
			out = append(out, f)
		}
	}
	return out
}

func (r *Room) sweepLists() fyne.CanvasObject {
	var lists []fyne.CanvasObject
	list := func(name, title string, found []app.SweepFind) {
		if len(found) == 0 {
			return
		}
		var lines []fyne.CanvasObject
		for _, f := range r.firstOf(name, len(found)) {
			lines = append(lines, r.sweepLine(found[f]))
		}
		lists = append(lists, kit.Card(title, kit.Column(10, append(lines, r.moreLink(name, len(found))...)...)))
	}
	for _, s := range app.Severities {
		found := r.finds(s, true)
		list(string(s), i18n.T("sweepui.section", "severity", i18n.Enum("severity", s), "n", len(found)), found)
	}
	if r.sweeping.waived {
		var found []app.SweepFind
		for _, s := range app.Severities {
			found = append(found, r.finds(s, false)...)
		}
		list("waived", i18n.T("sweepui.waived", "n", len(found)), found)
	}
	return kit.Column(theme.Size(theme.Gap), lists...)
}

// firstOf gives the places of a list that are shown.
func (r *Room) firstOf(name string, n int) []int {
	if !r.sweeping.long[name] {
		n = min(n, mostLines)
	}
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// moreLink shows the rest of a long list, or takes it away again.
func (r *Room) moreLink(name string, n int) []fyne.CanvasObject {
	if n <= mostLines {
		return nil
	}
	text := i18n.T("sweepui.more", "n", n-mostLines)
	if r.sweeping.long[name] {
		text = i18n.T("sweepui.less")
	}
	b := kit.NewButton(text, func() {
		if r.sweeping.long == nil {
			r.sweeping.long = map[string]bool{}
		}
		r.sweeping.long[name] = !r.sweeping.long[name]
		r.redraw()
	})
	b.Small = true
	return []fyne.CanvasObject{kit.Row(0, b, kit.Spring())}
}

// redraw makes the parts of the page anew that follow from the dossier.
func (r *Room) redraw() {
	for _, f := range r.derived {
		f()
	}
}

// sweepLine is a find: the sentence, what to do, and the two things one can do about it.
func (r *Room) sweepLine(f app.SweepFind) fyne.CanvasObject {
	chip := kit.Chip(i18n.Enum("severity", f.Severity), severityTones[f.Severity])
	second := sweep.FindHint(f)
	deed := kit.NewButton(i18n.T("sweepui.waive"), func() { r.askWaiveRule(f) })
	if !f.Open() {
		second = i18n.T("sweepui.waived.by", "by", f.Waived.By, "on", i18n.Date(f.Waived.On), "reason", f.Waived.Reason)
		deed = kit.NewButton(i18n.T("sweepui.unwaive"), func() { r.unwaiveRule(f) })
	}
	deed.Small = true
	text := kit.Column(1, kit.NewPara(findText(f), kit.Body), kit.NewPara(second, kit.Second))
	return r.todoLine(chip, text, f.Strand, shell.Route{Room: f.Room, Case: r.d.Case.ID, Ref: f.Ref}, deed)
}

// todoLine sets a chip, a text that leads somewhere, and buttons side by side.
func (r *Room) todoLine(chip, text fyne.CanvasObject, strand app.Strand, to shell.Route, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	going := func() {
		r.flush()
		r.host.Go(to)
	}
	left := []fyne.CanvasObject{chip}
	if strand != "" {
		left = append(left, kit.Line(short(strand), kit.Second))
	}
	jump := kit.NewButton(i18n.T("sweepui.go"), going)
	jump.Small = true
	right := kit.Row(6, append(buttons, jump)...)
	factor := theme.Size(theme.TextBody) / 14
	if factor > 1 { // beside large buttons the sentence would be a thin column
		return kit.Column(2, kit.Row(6, append(append(left, kit.Spring()), append(buttons, jump)...)...), kit.NewTap(text, going))
	}
	return container.NewBorder(nil, nil, kit.Wide(104*factor, kit.Flow(6, left...)), container.NewVBox(right), kit.Inset(8, 0, kit.NewTap(text, going)))
}

// findText says what was found.
func findText(f app.SweepFind) string { return cutWords(sweep.Find(f)) }

// cutWords shortens a sentence: a title typed without end must not fill the page.
func cutWords(text string) string {
	const most = 160
	if words := []rune(text); len(words) > most {
		return string(words[:most]) + "…"
	}
	return text
}

// gapCard lists what is left to do.
func (r *Room) gapCard() fyne.CanvasObject {
	gaps := app.Gaps(r.d)
	if len(gaps) == 0 {
		return kit.Card(i18n.T("sweepui.gaps", "n", 0), kit.Note(kit.Done, i18n.T("sweepui.gaps.none"), i18n.T("sweepui.gaps.none.text")))
	}
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("sweepui.gaps.text"), kit.Second)}
	for _, i := range r.firstOf("gaps", len(gaps)) {
		g := gaps[i]
		to := shell.Route{Room: g.Room, Case: r.d.Case.ID, Ref: g.Ref}
		text := kit.NewPara(cutWords(sweep.Gap(r.d, g)), kit.Body)
		lines = append(lines, r.todoLine(kit.Line(fmt.Sprint(i+1), kit.Second), text, g.Strand, to))
	}
	return kit.Card(i18n.T("sweepui.gaps", "n", len(gaps)), kit.Column(8, append(lines, r.moreLink("gaps", len(gaps))...)...))
}

// askWaiveRule asks for the reason why a find is let pass.
func (r *Room) askWaiveRule(f app.SweepFind) {
	id := r.d.Case.ID
	r.askReason(reasonWords{i18n.T("sweepui.waive.title"), findText(f), i18n.T("sweepui.waive.text"), i18n.T("sweepui.waive.reason"), i18n.T("sweepui.waive")},
		func(ctx context.Context, d app.Desk, reason string) error {
			return d.WaiveRule(ctx, id, f.Code, f.Noun, reason)
		})
}

// unwaiveRule takes a waiver back.
func (r *Room) unwaiveRule(f app.SweepFind) {
	id := r.d.Case.ID
	r.keep(nil, func(ctx context.Context, d app.Desk) error { return d.UnwaiveRule(ctx, id, f.Code, f.Noun) }, nil)
}
