package assets

import _ "embed"

//go:embed sample/round.json
var sampleRound []byte

// SampleRound gives the sample round as a round file (see store/roundfile): ten invented cases at all
// stages from the self-check to the closing, dated as of 12 October 2026. The bytes are shared: callers
// must not change them.
func SampleRound() []byte { return sampleRound }

//go:embed schema/round.schema.json
var roundSchema []byte

// RoundSchema gives the JSON Schema (2020-12) of the round file. The bytes are shared: callers must not
// change them.
func RoundSchema() []byte { return roundSchema }
