package journal

import "crypto/ed25519"

// Proof is a record judged by itself, without its place in a chain. Judging records is the slow part of a verification
// and can be done on all processors at once; the chain then only follows.
type Proof struct {
	Record Record
	Body   Body   // decoded, when there is no fault
	Fault  *Fault // "seat", "hash", "signature", "body" or "mismatch"; nil when the record is as it was signed
}

// Prove judges a record by itself under the public key of its seat.
func Prove(key ed25519.PublicKey, r Record) Proof {
	p := Proof{Record: r}
	fault := func(code string, cause error) Proof {
		p.Fault = &Fault{Seat: r.Seat, Seq: r.Seq, Code: code, Cause: cause}
		return p
	}
	switch {
	case len(key) != ed25519.PublicKeySize || SeatID(key) != r.Seat:
		return fault("seat", nil)
	case Sum(r.Prev, r.Body) != r.Hash:
		return fault("hash", nil)
	case len(r.Sig) != ed25519.SignatureSize || !ed25519.Verify(key, r.Hash[:], r.Sig):
		return fault("signature", nil)
	}
	b, err := Decode(r.Body)
	switch {
	case err != nil:
		return fault("body", err)
	case b.Seat != r.Seat || b.Seq != r.Seq:
		return fault("mismatch", nil)
	}
	p.Body = b
	return p
}
