package journal

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"

	"lianshen/app"
)

// Standing is where a seat stands on a roll.
type Standing struct {
	Seat     string            // the seat in the log, 32 hex digits
	Key      ed25519.PublicKey // what its signatures are proven with
	ID       app.ID            // the noun that enrols it; "" of the founder before its own first record
	Person   app.ID            // who sits there
	Follows  app.ID            // the seat it took the place of; "" = none
	By       Ref               // the record that enrolled it; "" of the founder before its own first record
	Self     bool              // it enrolled itself: a recovery or a restore, by somebody who held the data key
	Out      bool              // left out
	OutAfter int64             // with Out: the number of its last record that counts
	Sent     bool              // with Out: by somebody's deed, and not by the seat that took its place
	OutBy    []Ref             // the changes that left it out, in any order
	Seq      int64             // number of its last record met, 0 = none
	Tip      Hash              // hash of that record, or the beginning of its chain
	Time     Time              // time of that record
}

// Roll is the list of seats of a workspace as the log tells it. It checks the records of all seats in the order in
// which they arrived: each seat's own chain, that a seat was enrolled before it wrote, and that it did not go on
// writing after it was left out. See the package text for the rules.
type Roll struct {
	workspace string
	gapped    bool // records may be missing
	seats     map[string]*sitting
	byID      map[app.ID]*sitting
	order     []*sitting
}

// sitting is a seat on the roll with its chain.
type sitting struct {
	Standing
	chain *Chain
	doc   []byte // state of the noun that enrols it
}

// NewRoll begins a roll with the seat that founded the workspace.
func NewRoll(workspace string, founder ed25519.PublicKey) *Roll {
	r := &Roll{workspace: workspace, seats: map[string]*sitting{}, byID: map[app.ID]*sitting{}}
	r.seat(Standing{Seat: SeatID(founder), Key: founder}, nil)
	return r
}

// AllowHoles lets records of a seat be missing, and come later than those behind them. Which are missing in the end is
// told by [Roll.Holes]; whether they may be is not known here.
func (r *Roll) AllowHoles() {
	r.gapped = true
	for _, s := range r.order {
		s.chain.gapped = true
	}
}

// Holes gives the runs of records of a seat that are missing.
func (r *Roll) Holes(seat string) []Hole {
	if s := r.seats[seat]; s != nil {
		return s.chain.holes.all()
	}
	return nil
}

// Stand puts a seat on the roll where a workspace knows it to stand, on trust: with the state of the noun that enrols
// it ("" of the founder before the first record) and the holes in its log, ascending. What the neighbours of those that
// are unread say is asked of beside, when a record comes that fills one.
func (r *Roll) Stand(s Standing, doc []byte, holes []Hole, beside Beside) {
	x := r.seats[s.Seat]
	if x == nil {
		x = r.seat(s, doc)
	}
	x.Standing, x.doc = s, doc
	x.chain.holes.set(holes)
	x.chain.beside = beside
	if s.Seq > 0 {
		x.chain.seq, x.chain.tip, x.chain.time = s.Seq, s.Tip, s.Time
	}
	if s.ID != "" {
		r.byID[s.ID] = x
	}
}

func (r *Roll) seat(s Standing, doc []byte) *sitting {
	x := &sitting{Standing: s, chain: r.chainOf(s.Key), doc: doc}
	x.Tip = x.chain.tip
	r.seats[s.Seat] = x
	r.order = append(r.order, x)
	if s.ID != "" {
		r.byID[s.ID] = x
	}
	return x
}

// Seats gives every seat on the roll, in the order of enrolment.
func (r *Roll) Seats() []Standing {
	out := make([]Standing, len(r.order))
	for i, s := range r.order {
		out[i] = s.Standing
	}
	return out
}

// Seat gives where a seat stands, by its name in the log.
func (r *Roll) Seat(seat string) (Standing, bool) {
	if s := r.seats[seat]; s != nil {
		return s.Standing, true
	}
	return Standing{}, false
}

// Check proves the next record that arrived and gives its body. After a *[Fault] the roll stands where it was. Beside
// the codes of [Chain.Check] there are "seat" (nobody at work has enrolled the seat), "out" (written after the seat was
// left out) and "enrol" (it enrols or changes a seat against the rules).
func (r *Roll) Check(rec Record) (Body, error) { return r.follow(rec, nil) }

// Follow is Check for a record that [Prove] has judged already. A proof with the fault "seat" was made without the
// seat's key; the record is then judged here.
func (r *Roll) Follow(p Proof) (Body, error) {
	if p.Fault != nil && p.Fault.Code == "seat" {
		return r.follow(p.Record, nil)
	}
	return r.follow(p.Record, &p)
}

func (r *Roll) follow(rec Record, p *Proof) (Body, error) {
	s := r.seats[rec.Seat]
	newcomer := s == nil
	if newcomer {
		var err error
		if s, err = r.newcomer(rec); err != nil {
			return Body{}, err
		}
	}
	if s.Sent && rec.Seq > s.OutAfter {
		return Body{}, &Fault{Seat: rec.Seat, Seq: rec.Seq, Code: "out", Cause: fmt.Errorf("left out after record %d", s.OutAfter)}
	}
	if p == nil {
		judged := Prove(s.chain.key, rec)
		p = &judged
	}
	next, err := s.chain.judge(*p)
	if err != nil {
		return Body{}, err
	}
	b := p.Body
	turns, err := r.turns(s, b, newcomer)
	if err != nil {
		return Body{}, &Fault{Seat: rec.Seat, Seq: rec.Seq, Code: "enrol", Cause: err}
	}
	if newcomer {
		r.seats[s.Seat], r.byID[s.ID] = s, s
		r.order = append(r.order, s)
	}
	s.chain.take(next)
	r.turn(turns)
	s.Seq, s.Tip, s.Time = s.chain.seq, s.chain.tip, s.chain.time
	return b, nil
}

func (r *Roll) chainOf(key ed25519.PublicKey) *Chain {
	c := NewChain(r.workspace, key)
	c.gapped = r.gapped
	return c
}

// Skip goes on after a record that did not prove, so that the next one is judged by itself. Seats that it enrols become
// known, or every record of theirs would be blamed for it.
func (r *Roll) Skip(rec Record) {
	if b, err := Decode(rec.Body); err == nil {
		for i, c := range b.Changes {
			if e, err := enrolment(c.Change); err == nil && r.seats[e.Seat] == nil && r.byID[e.ID] == nil {
				e.By = b.Ref().Change(i)
				r.seat(e, c.Value)
			}
		}
	}
	if s := r.seats[rec.Seat]; s != nil {
		s.chain.Skip(rec)
		s.Seq, s.Tip = s.chain.seq, s.chain.tip
	}
}

// Enrols says whether a record enrols this seat.
func (b Body) Enrols(seat string) bool {
	for _, c := range b.Changes {
		if e, err := enrolment(c.Change); err == nil && e.Seat == seat {
			return true
		}
	}
	return false
}

// Admit puts a seat on the roll whose enrolment is lost, on the word of who kept its public key: its records can then be
// judged, and whoever looks is told.
func (r *Roll) Admit(key ed25519.PublicKey) {
	if r.seats[SeatID(key)] == nil {
		r.seat(Standing{Seat: SeatID(key), Key: key}, nil)
	}
}

// Lose goes on after records of a seat that are lost: the next one is expected after number seq, the last one lost, and
// to follow the hash tip.
func (r *Roll) Lose(seat string, seq int64, tip Hash) {
	if s := r.seats[seat]; s != nil {
		s.chain.seq, s.chain.tip = seq, tip
		s.Seq, s.Tip = seq, tip
	}
}

// newcomer gives the seat of a record that nobody enrolled: it may enrol itself with its own first record, in the place
// of a seat that is there.
func (r *Roll) newcomer(rec Record) (*sitting, error) {
	fault := func(cause error) error { return &Fault{Seat: rec.Seat, Seq: rec.Seq, Code: "seat", Cause: cause} }
	if rec.Seq != 1 {
		return nil, fault(nil)
	}
	b, err := Decode(rec.Body)
	if err != nil {
		return nil, fault(err)
	}
	for i, c := range b.Changes {
		if e, err := enrolment(c.Change); err == nil && e.Seat == rec.Seat && e.Follows != "" {
			e.By, e.Self = b.Ref().Change(i), true
			s := &sitting{Standing: e, chain: r.chainOf(e.Key), doc: c.Value}
			s.Tip = s.chain.tip
			return s, nil
		}
	}
	return nil, fault(errors.New("it enrols itself in nobody's place"))
}

// turn puts the seats where a proven record leaves them. Chains stay: a record says nothing of them.
func (r *Roll) turn(t turns) {
	for _, id := range slices.Sorted(maps.Keys(t)) {
		now := t[id]
		if s := r.seats[now.Seat]; s != nil {
			seq, tip, time := s.Seq, s.Tip, s.Time
			s.Standing, s.doc = now.Standing, now.doc
			s.Seq, s.Tip, s.Time = seq, tip, time
			r.byID[id] = s
			continue
		}
		r.seats[now.Seat], r.byID[id] = now, now
		r.order = append(r.order, now)
	}
}

// Forked says whether two records contradict each other: one seat has signed two records under one number. That
// happens when a copy of a workspace (a clone of the disk, a backup put back by hand) goes on beside the original.
func Forked(a, b Record) bool { return a.Seat == b.Seat && a.Seq == b.Seq && a.Hash != b.Hash }
