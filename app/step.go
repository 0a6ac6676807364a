package app

import "slices"

// Step is what to do next in a case (product: the program says what to do next). Its words are
// "step.CODE" in the translations, filled from Args.
type Step struct {
	Code string
	Args map[string]any
	Room string // where it is done
	Ref  string
}

// NextStep gives the next step: the first hard thing that the stage lacks, told as a waiting where the
// unit has the move and its term still runs; then what is soft and yet work to be done; else closing the
// stage.
func NextStep(d Dossier, today Date) Step {
	if d.Case.Stage == Closed {
		return Step{Code: "done", Room: "case/closed"}
	}
	open := ExitGate(d)
	hard := Blocking(open)
	if len(hard) == 0 {
		hard = worthwhile(open)
	}
	if len(hard) == 0 {
		return Step{Code: "close", Args: map[string]any{"stage": d.Case.Stage, "next": d.Case.Stage.Next()},
			Room: "case/" + string(d.Case.Stage)}
	}
	m := hard[0]
	if i := slices.IndexFunc(open, func(m Missing) bool { return m.Code == "rectify.plan" }); i >= 0 {
		m = open[i] // the plan comes before all that is hard in its stage (R34)
	}
	s := Step{Code: m.Code, Args: m.Args, Room: m.Room, Ref: m.Ref}
	due, waits := m.Args["due"].(Date)
	switch {
	case !waits || due.IsZero():
	case today.After(due):
		s.Code += ".overdue"
		s.Args = withArg(s.Args, "days", today.Sub(due))
	default:
		s.Code += ".wait"
		s.Args = withArg(s.Args, "days", due.Sub(today))
	}
	if s.Code == "items.open" && d.Answers != nil {
		s.Ref = m.Args["item"].(string) // the bench opens at the item
	}
	return s
}

// softSteps are the soft gates that are proposed as a step before the stage is closed: what is lost or
// hard to make good later. The others are only told.
var softSteps = map[string]bool{"survey.closed": true, "evaluation.closed": true, "selfcheck.returned": true, "notice.audit": true,
	"item.finding": true, "finding.basis": true, "finding.responsible": true}

func worthwhile(missing []Missing) []Missing {
	var out []Missing
	for _, m := range missing {
		if softSteps[m.Code] {
			out = append(out, m)
		}
	}
	return out
}

func withArg(args map[string]any, name string, value any) map[string]any {
	out := map[string]any{name: value}
	for k, v := range args {
		out[k] = v
	}
	return out
}
