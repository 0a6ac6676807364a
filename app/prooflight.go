package app

// ProofLight is one of the five questions put to a finding before it goes into a report.
type ProofLight string

// The lights, in the order in which a finding grows.
const (
	LightFact  ProofLight = "fact"  // what happened is told and has a title
	LightProof ProofLight = "proof" // at least one piece of evidence that counts
	LightRule  ProofLight = "rule"  // every rule it breaks was looked up, and there is one
	LightSheet ProofLight = "sheet" // an evidence sheet, signed by its provider
	LightPaper ProofLight = "paper" // a working paper, reviewed by somebody else and not changed since
)

// ProofLights lists the five in order.
var ProofLights = []ProofLight{LightFact, LightProof, LightRule, LightSheet, LightPaper}

// LightState is how a light burns.
type LightState int

// The states of a light.
const (
	LightOff  LightState = iota // nothing there yet
	LightHalf                   // begun: a rule nobody looked up, a sheet that waits, a paper that is not reviewed or changed since
	LightOn
)

// String gives the code of the state, by which its word is looked up: "light.proof.half".
func (s LightState) String() string { return [...]string{"off", "half", "on"}[s] }

// ProofMeter gives the five lights of a finding of the case (R27: fact, proof, rule, signed sheet, reviewed paper).
func ProofMeter(d Dossier, f Finding) map[ProofLight]LightState {
	return map[ProofLight]LightState{LightFact: factLight(f), LightProof: proofLight(d, f), LightRule: ruleLight(d, f),
		LightSheet: sheetLight(d, f), LightPaper: paperLight(d, f)}
}

// Proven says whether all five lights burn.
func Proven(meter map[ProofLight]LightState) bool {
	for _, l := range ProofLights {
		if meter[l] != LightOn {
			return false
		}
	}
	return true
}

func factLight(f Finding) LightState {
	switch title, told := !blank(f.Title), !blank(f.Fact); {
	case title && told:
		return LightOn
	case title || told:
		return LightHalf
	}
	return LightOff
}

// proofLight is half lit while the only proof is an evidence sheet that waits for its signature.
func proofLight(d Dossier, f Finding) LightState {
	state := LightOff
	for _, e := range d.Evidence {
		if e.Withdrawn != "" || !e.Findings.Has(string(f.ID)) {
			continue
		}
		if !e.Sheet || !e.SignedOn.IsZero() {
			return LightOn
		}
		state = LightHalf
	}
	return state
}

// ruleLight burns when every cited rule was looked up, by who cited it or in the list of laws, and none is repealed.
func ruleLight(d Dossier, f Finding) LightState {
	for _, b := range f.Bases {
		l := d.Laws[b.Law]
		if b.Mark != Verified && l.Mark != Verified || l.Status == "repealed" {
			return LightHalf
		}
	}
	if len(f.Bases) > 0 {
		return LightOn
	}
	return LightOff
}

// sheetLight also counts a sheet that was kept as a piece of evidence only.
func sheetLight(d Dossier, f Finding) LightState {
	state := LightOff
	for _, s := range d.Sheets {
		if !s.Findings.Has(string(f.ID)) {
			continue
		}
		if s.Stands() {
			return LightOn
		}
		state = LightHalf
	}
	for _, e := range d.Evidence {
		if !e.Sheet || e.Withdrawn != "" || !e.Findings.Has(string(f.ID)) {
			continue
		}
		if !e.SignedOn.IsZero() {
			return LightOn
		}
		state = LightHalf
	}
	return state
}

func paperLight(d Dossier, f Finding) LightState {
	state := LightOff
	for _, p := range d.Papers {
		if !p.Findings.Has(string(f.ID)) {
			continue
		}
		if Reviewed(d, p) && p.Reviewer != "" && p.Reviewer != p.Author {
			return LightOn
		}
		state = LightHalf
	}
	return state
}
