package pdf

import (
	"bytes"
	"encoding/hex"
	"regexp"
)

// urn begins the identity that a file gives itself, in its metadata and in its trailer.
const urn = "urn:lianshen:"

var claimed = regexp.MustCompile(regexp.QuoteMeta(urn) + `([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})`)

// packedClaim is how the identity begins where a trailer writes it in hexadecimal.
var packedClaim = []byte(hex.EncodeToString([]byte(urn)))

// claimLength is the length of an identity with what begins it.
const claimLength = len(urn) + 36

// Claim gives the identity that a file gives itself (document.Meta.ID), "" when it gives none. The file need not be whole:
// nothing of it is parsed, so that a damaged one can still say what it was. A claim proves nothing.
func Claim(data []byte) string {
	if m := claimed.FindSubmatch(data); m != nil {
		return string(m[1])
	}
	for rest := bytes.ToLower(data); ; {
		at := bytes.Index(rest, packedClaim)
		if at < 0 {
			return ""
		}
		rest = rest[at:]
		if len(rest) >= 2*claimLength {
			raw := make([]byte, claimLength)
			if _, err := hex.Decode(raw, rest[:2*claimLength]); err == nil {
				if m := claimed.FindSubmatch(raw); m != nil {
					return string(m[1])
				}
			}
		}
		rest = rest[len(packedClaim):]
	}
}
