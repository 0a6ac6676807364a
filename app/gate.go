package app

// Missing is one thing a stage still lacks (domain 7, gate rules). A hard one stops the closing of the
// stage until it is mended or waived; a soft one is only said.
type Missing struct {
	Code       string         // "gate.CODE" in the translations
	Args       map[string]any // values named in the sentence
	Hard       bool
	WaivableBy []Role // who may let it pass with a reason; empty: nobody
	Room       string // where to mend it: "case/selfcheck", "bench", "findings", "drafts" …
	Ref        string // what it is about: an item code, a finding, a principal, a strand; "" = the case
}

// Key names this very gate in Case.Waivers: the code, and what it is about when that is one of many.
func (m Missing) Key() string {
	if m.Ref == "" {
		return m.Code
	}
	return m.Code + ":" + m.Ref
}

// ExitGate gives what the current stage still lacks before it can be closed, hard ones first; waived ones
// are left out.
func ExitGate(d Dossier) []Missing {
	g := gate{d: d}
	g.clashes()
	switch d.Case.Stage {
	case Planned:
		g.planned()
	case SelfCheck:
		g.selfCheck()
	case EntryMeeting:
		g.entry()
	case Inspection:
		g.inspection()
	case Summary:
		g.summary()
	case Rectification:
		g.rectification()
	}
	return g.open()
}

// EntryGate gives what is missing before the case can enter stage s: nothing for the stage it is in and
// earlier ones, the exit gate of the current stage for the next one, and the stages to pass first for
// one further on.
func EntryGate(d Dossier, s Stage) []Missing {
	if d.Case.Stage.AtLeast(s) {
		return nil
	}
	missing := ExitGate(d)
	for between := d.Case.Stage.Next(); between != s; between = between.Next() {
		missing = append(missing, Missing{Code: "stage.order", Args: map[string]any{"stage": between}, Hard: true,
			Room: "case/" + string(between), Ref: string(between)})
	}
	return missing
}

// Blocking gives the hard ones.
func Blocking(missing []Missing) []Missing {
	var out []Missing
	for _, m := range missing {
		if m.Hard {
			out = append(out, m)
		}
	}
	return out
}

type gate struct {
	d    Dossier
	hard []Missing
	soft []Missing
}

func (g *gate) open() []Missing {
	var out []Missing
	for _, m := range append(g.hard, g.soft...) {
		_, one := g.d.Case.Waivers[m.Key()]
		_, all := g.d.Case.Waivers[m.Code]
		if len(m.WaivableBy) > 0 && (one || all) {
			continue
		}
		out = append(out, m)
	}
	return out
}

// clashes: nobody closes a stage over what people contradict each other about. Nobody may waive it.
func (g *gate) clashes() {
	if g.d.Case.Stage == Closed {
		return
	}
	for _, c := range g.d.Clashes {
		ref := string(c.Entity)
		if c.Field != "" {
			ref += "/" + c.Field
		}
		g.require(false, "clash", "clashes", ref, nil, c.words(g.d)...)
	}
}

// require notes a hard one when ok is false.
func (g *gate) require(ok bool, code, room, ref string, by []Role, args ...any) {
	if !ok {
		g.hard = append(g.hard, Missing{Code: code, Args: pairs(args), Hard: true, WaivableBy: by, Room: room, Ref: ref})
	}
}

// advise notes a soft one when ok is false.
func (g *gate) advise(ok bool, code, room, ref string, args ...any) {
	if !ok {
		g.soft = append(g.soft, Missing{Code: code, Args: pairs(args), Room: room, Ref: ref,
			WaivableBy: []Role{RoleOffice, RoleGroupLeader}})
	}
}

// pairs makes a map of names and values in turn.
func pairs(args []any) map[string]any {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return m
}
