// Package lights tells how well a finding stands: five lights that must burn before it can go into a report. It knows
// no widget; the bench and the list of findings show the same five.
package lights

import (
	"strings"

	"lianshen/app"
)

// Light is one of the five questions put to a finding.
type Light string

// The lights, in the order in which a finding grows.
const (
	Fact           Light = "fact"           // what happened is told and has a title
	Proof          Light = "proof"          // at least one piece of evidence
	Rule           Light = "rule"           // at least one rule broken, and its text was looked up
	Paper          Light = "paper"          // a working paper, reviewed by somebody else
	Responsibility Light = "responsibility" // every principal's part is determined
)

// All lists the five in order.
var All = []Light{Fact, Proof, Rule, Paper, Responsibility}

// State is how a light burns.
type State int

// The states of a light.
const (
	Off  State = iota // nothing there yet
	Half              // begun: unverified rule, paper not reviewed or changed since, evidence sheet not signed, one principal left out
	On
)

// Of gives the five lights of a finding of the case d.
func Of(d app.Dossier, f app.Finding) map[Light]State {
	return map[Light]State{
		Fact:           fact(f),
		Proof:          proof(d, f),
		Rule:           rule(f),
		Paper:          paper(d, f),
		Responsibility: responsibility(d, f),
	}
}

// Ready says whether all five burn.
func Ready(lit map[Light]State) bool {
	for _, l := range All {
		if lit[l] != On {
			return false
		}
	}
	return true
}

func fact(f app.Finding) State {
	title, told := strings.TrimSpace(f.Title) != "", strings.TrimSpace(f.Fact) != ""
	return level(boolean(title)+boolean(told), 2)
}

// proof is half lit while an evidence sheet waits for its signature: an unsigned sheet proves nothing yet.
func proof(d app.Dossier, f app.Finding) State {
	state := Off
	for _, e := range d.Evidence {
		if !e.Findings.Has(string(f.ID)) {
			continue
		}
		if !e.Sheet || !e.SignedOn.IsZero() {
			return On
		}
		state = Half
	}
	return state
}

func rule(f app.Finding) State {
	verified := 0
	for _, b := range f.Bases {
		verified += boolean(b.Mark == app.Verified)
	}
	if len(f.Bases) > 0 && verified == 0 {
		return Half
	}
	return level(verified, len(f.Bases))
}

func paper(d app.Dossier, f app.Finding) State {
	state := Off
	for _, p := range d.Papers {
		if !p.Findings.Has(string(f.ID)) {
			continue
		}
		if app.Reviewed(d, p) && p.Reviewer != "" && p.Reviewer != p.Author {
			return On
		}
		state = Half
	}
	return state
}

func responsibility(d app.Dossier, f app.Finding) State {
	said := 0
	for _, p := range d.Principals {
		said += boolean(f.Responsible[p.ID] != "")
	}
	return level(said, len(d.Principals))
}

// level is On when all n of a number are there (and the number is not 0), Off when none is.
func level(n, of int) State {
	switch {
	case n == 0 || of == 0:
		return Off
	case n < of:
		return Half
	}
	return On
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// String gives the stable short code of the state: "off", "half" or "on".
func (s State) String() string { return [...]string{"off", "half", "on"}[s] }
