package journal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math"
)

// Hash is a SHA-256 sum.
type Hash [sha256.Size]byte

// String gives it in hex.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Record is one link of a seat's chain: the body's exact bytes and what proves them.
type Record struct {
	Seat string
	Seq  int64
	Prev Hash
	Hash Hash
	Sig  []byte
	Body []byte
}

// SeatID gives the ID of the seat with this public key.
func SeatID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16])
}

// Genesis is the prev of a seat's first record in a workspace.
func Genesis(workspace string, key ed25519.PublicKey) Hash {
	h := sha256.New()
	h.Write([]byte("lianshen/seat/v1\x00" + workspace + "\x00"))
	h.Write(key)
	return Hash(h.Sum(nil))
}

// Sum gives the hash of a body after prev.
func Sum(prev Hash, body []byte) Hash {
	h := sha256.New()
	h.Write([]byte("lianshen/record/v1\x00"))
	h.Write(prev[:])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(body))))
	h.Write(body)
	return Hash(h.Sum(nil))
}

// Signer writes for one seat.
type Signer struct {
	ID      string
	private ed25519.PrivateKey
}

// NewSigner makes a seat with a fresh key.
func NewSigner(random io.Reader) (Signer, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Signer{}, fmt.Errorf("draw a seat key: %w", err)
	}
	return SignerOf(seed)
}

// SignerOf gives the signer of a key by its 32-byte seed.
func SignerOf(seed []byte) (Signer, error) {
	if len(seed) != ed25519.SeedSize {
		return Signer{}, fmt.Errorf("a seat key has %d bytes, not %d", ed25519.SeedSize, len(seed))
	}
	private := ed25519.NewKeyFromSeed(seed)
	return Signer{ID: SeatID(private.Public().(ed25519.PublicKey)), private: private}, nil
}

// Public gives the public key.
func (s Signer) Public() ed25519.PublicKey { return s.private.Public().(ed25519.PublicKey) }

// Seed gives the 32 secret bytes from which the key pair follows.
func (s Signer) Seed() []byte { return s.private.Seed() }

// Sign signs a message that is no record. Its first bytes must say what it is, so that it can never be taken for one.
func (s Signer) Sign(message []byte) []byte { return ed25519.Sign(s.private, message) }

// Forget wipes the secret key. Nothing can be sealed afterwards.
func (s Signer) Forget() { clear(s.private) }

// Seal encodes and signs a body as the record after prev.
func (s Signer) Seal(prev Hash, b Body) (Record, error) {
	raw, err := Encode(b)
	if err != nil {
		return Record{}, err
	}
	if b.Seat != s.ID {
		return Record{}, fmt.Errorf("a record of seat %s cannot be signed by %s", b.Seat, s.ID)
	}
	sum := Sum(prev, raw)
	return Record{Seat: b.Seat, Seq: b.Seq, Prev: prev, Hash: sum, Sig: ed25519.Sign(s.private, sum[:]), Body: raw}, nil
}

// Fault says what is wrong with a record. Code is one of "seat" (unknown seat), "gap" (number out of turn), "prev"
// (does not follow the record before), "hash", "signature", "body" (not decodable), "mismatch" (the body names another
// seat or number), "time" (not after the record before).
type Fault struct {
	Seat  string
	Seq   int64
	Code  string
	Cause error
}

// Error names the record and what is wrong.
func (f *Fault) Error() string {
	s := fmt.Sprintf("record %s:%d: %s", f.Seat, f.Seq, f.Code)
	if f.Cause != nil {
		s += ": " + f.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// Chain checks the records of one seat, in their order. Where holes are allowed, records may be left out, which were
// withheld by a narrower package, and may come later.
type Chain struct {
	key    ed25519.PublicKey
	seat   string
	seq    int64
	tip    Hash
	time   Time
	gapped bool // holes are allowed
	holes  holes
	begin  Hash   // the beginning of the chain
	beside Beside // tells of the neighbours of holes that are not read yet
}

// NewChain begins at the first record of a seat in a workspace.
func NewChain(workspace string, key ed25519.PublicKey) *Chain {
	begin := Genesis(workspace, key)
	return &Chain{key: key, seat: SeatID(key), tip: begin, begin: begin}
}

// Resume begins after the record with this number and hash, whose soundness is taken on trust.
func Resume(key ed25519.PublicKey, seq int64, tip Hash) *Chain {
	return &Chain{key: key, seat: SeatID(key), seq: seq, tip: tip}
}

// Check proves the next record and gives its body. After a *[Fault] the chain stands where it was.
func (c *Chain) Check(r Record) (Body, error) { return c.Follow(Prove(c.key, r)) }

// Follow takes a record that was proven by itself as the next one and gives its body. After an error, a *[Fault] where
// the record is to blame, the chain stands where it was.
func (c *Chain) Follow(p Proof) (Body, error) {
	next, err := c.judge(p)
	if err != nil {
		return Body{}, err
	}
	c.take(next)
	return p.Body, nil
}

// link is a record that was found to fit, with what becomes of the chain when it is taken.
type link struct {
	Proof
	opens *Hole  // before it is a hole
	fills bool   // it is in a hole
	left  []Hole // with fills: what is left of that
}

// judge says whether a record fits, and changes nothing.
func (c *Chain) judge(p Proof) (link, error) {
	r := p.Record
	fault := func(code string, cause error) (link, error) {
		return link{}, &Fault{Seat: r.Seat, Seq: r.Seq, Code: code, Cause: cause}
	}
	if c.gapped && r.Seat == c.seat && r.Seq != c.seq+1 {
		return c.across(p)
	}
	switch {
	case r.Seat != c.seat:
		return fault("seat", nil)
	case r.Seq != c.seq+1:
		return fault("gap", fmt.Errorf("number %d expected", c.seq+1))
	case r.Prev != c.tip:
		return fault("prev", nil)
	case p.Fault != nil:
		return link{}, p.Fault
	case p.Body.Time <= c.time:
		return fault("time", nil)
	}
	return link{Proof: p}, nil
}

// across judges a record that leaves a hole before it, or that fills one.
func (c *Chain) across(p Proof) (link, error) {
	r := p.Record
	fault := func(code string) (link, error) { return link{}, &Fault{Seat: r.Seat, Seq: r.Seq, Code: code} }
	if p.Fault != nil {
		return link{}, p.Fault
	}
	if r.Seq > c.seq {
		if p.Body.Time <= c.time {
			return fault("time")
		}
		return link{Proof: p, opens: &Hole{After: c.seq, Tip: c.tip, From: c.time, Before: r.Seq, Prev: r.Prev, Until: p.Body.Time}}, nil
	}
	block, at, found := c.holes.find(r.Seq)
	if !found {
		return fault("gap")
	}
	h := c.holes.blocks[block][at]
	if h.Unread {
		var err error
		if h, err = h.read(c.seat, c.begin, c.beside); err != nil {
			return link{}, err
		}
	}
	left, code := h.fill(p)
	if code != "" {
		return fault(code)
	}
	return link{Proof: p, fills: true, left: left}, nil
}

// take makes a record part of the chain. Since it was judged, the chain must not have changed.
func (c *Chain) take(l link) {
	if l.fills {
		block, at, _ := c.holes.find(l.Record.Seq)
		c.holes.replace(block, at, l.left)
		return
	}
	if l.opens != nil {
		c.holes.add(*l.opens)
	}
	c.seq, c.tip, c.time = l.Record.Seq, l.Record.Hash, l.Body.Time
}

// Skip goes on after a record that did not prove, so that the next one is judged by itself: by the hash that was signed,
// or, where that is what is wrong, by the one that the body gives.
func (c *Chain) Skip(r Record) {
	if c.gapped {
		if r.Seq <= c.seq {
			return // it would have filled a hole: that stays
		}
		if r.Seq > c.seq+1 {
			c.holes.add(Hole{After: c.seq, Tip: c.tip, From: c.time, Before: r.Seq, Prev: r.Prev, Until: math.MaxInt64})
		}
	}
	if r.Seq > 0 {
		c.seq = r.Seq
	}
	c.tip = r.Hash
	if len(r.Sig) != ed25519.SignatureSize || !ed25519.Verify(c.key, r.Hash[:], r.Sig) {
		c.tip = Sum(r.Prev, r.Body)
	}
}
