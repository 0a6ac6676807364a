package kit

import (
	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
)

// StepText says a next step in words.
func StepText(s app.Step) string {
	if s.Code == "" {
		return ""
	}
	return shorten(i18n.TMap("step."+s.Code, s.Args))
}

// MissingText says what a stage lacks.
func MissingText(m app.Missing) string { return shorten(i18n.TMap("gate."+m.Code, m.Args)) }

// mostWords is how many characters of a sentence are shown: a title typed without end must not fill the window.
const mostWords = 160

func shorten(text string) string {
	if r := []rune(text); len(r) > mostWords {
		return string(r[:mostWords]) + "…"
	}
	return text
}

// DeadlineText says how much of a term is left: "6 days left", "overdue 7 days", "today".
func DeadlineText(d app.Deadline) string {
	unit := "natural"
	if d.Kind == app.WorkingDays {
		unit = "working"
	}
	switch {
	case d.Code == "":
		return "—"
	case !d.Done.IsZero():
		return i18n.T("kit.deadline.done", "on", d.Done)
	case d.Left < 0:
		return i18n.T("kit.deadline.overdue."+unit, "n", -d.Left)
	case d.Left == 0:
		return i18n.T("kit.deadline.today")
	}
	return i18n.T("kit.deadline.left."+unit, "n", d.Left)
}

// DeadlineTone is the colour of a deadline (domain 1.8: seven days before yellow, three orange, then red).
func DeadlineTone(d app.Deadline) Tone {
	if d.Code == "" {
		return Plain
	}
	switch d.Level() {
	case "done":
		return Done
	case "soon", "near":
		return Wait
	case "overdue":
		return Fault
	}
	return Plain
}

// DeadlineCell is a deadline in a table: a chip when it presses, else plain.
func DeadlineCell(d app.Deadline) Cell {
	t := DeadlineTone(d)
	return Cell{Text: DeadlineText(d), Tone: t, Chip: t != Plain}
}

// DeadlineChip is a deadline as a chip.
func DeadlineChip(d app.Deadline) fyne.CanvasObject {
	t := DeadlineTone(d)
	if t == Plain {
		t = Quiet
	}
	return Chip(DeadlineText(d), t)
}

// StageWord is the short word of a stage, as it stands in the stage rail and in lists.
func StageWord(s app.Stage) string { return i18n.Enum("stageword", s) }
