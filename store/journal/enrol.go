package journal

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"lianshen/app"
)

// turns are what a record changes on the roll: the seats as they stand after it.
type turns map[app.ID]*sitting

// turns checks what a record says of seats. by is the seat that writes, self says that it is not on the roll yet.
func (r *Roll) turns(by *sitting, b Body, self bool) (turns, error) {
	var out turns
	for i, c := range b.Changes {
		if c.Kind == app.Note {
			continue
		}
		if c.Noun != app.KindSeat {
			if r.byID[c.Entity] != nil || out[c.Entity] != nil || self && c.Entity == by.ID {
				return nil, fmt.Errorf("changes a seat under the name of a %s", c.Noun)
			}
			continue
		}
		if out == nil {
			out = turns{}
		}
		now := out[c.Entity]
		if now == nil {
			if was := r.byID[c.Entity]; was != nil {
				copied := *was
				now = &copied
			}
		}
		var err error
		switch {
		case c.Kind == app.New && now == nil:
			now, err = r.enrolled(by, c, b.Ref().Change(i), self)
		case c.Kind == app.New && !self && len(c.Parents) == 0:
			now, err = enrolledToo(now, c, b.Ref().Change(i))
		default:
			now, err = changed(now, c)
		}
		if err != nil {
			return nil, err
		}
		out[c.Entity] = now
	}
	for id, now := range out {
		was := r.byID[id]
		if was == nil {
			continue
		}
		after, leaves := b.LeavesOut(id, was.OutBy)
		switch {
		case was.Sent: // two who did not know of each other: the lower number counts
			now.OutAfter = min(was.OutAfter, after)
		case leaves && now.Out:
			now.OutAfter = after
		}
		now.Out = now.Out || was.Out && was.Sent // nobody comes back by a change of the day
		now.Sent = now.Out && (was.Sent || leaves && !self)
		for i, c := range b.Changes {
			if c.Entity == id && c.Field == "out" && c.Kind == app.Put {
				now.OutBy = append(slices.Clone(now.OutBy), b.Ref().Change(i))
			}
		}
	}
	if !self {
		return out, nil
	}
	old := out[by.Follows]
	for id := range out {
		if id != by.ID && id != by.Follows {
			return nil, errors.New("changes further seats with its own")
		}
	}
	switch {
	case r.byID[by.Follows] == nil:
		return nil, errors.New("takes the place of a seat that is not known")
	case r.byID[by.Follows].Person != by.Person:
		return nil, errors.New("takes the place of somebody else's seat")
	case old == nil && !r.byID[by.Follows].Out, old != nil && !old.Out:
		return nil, errors.New("leaves the seat at work whose place it takes")
	case r.sent(by.Follows):
		return nil, errors.New("takes the place of a seat that was left out")
	}
	return out, nil
}

// sent says whether somebody left out a seat, or one that took its place after it: who was left out and kept a copy of
// the data key does not come back by it. The person needs to be enrolled anew by a seat at work.
func (r *Roll) sent(id app.ID) bool {
	line := map[app.ID]bool{id: true}
	for _, s := range r.order { // who follows stands after whom it follows
		if s.ID == "" || s.ID != id && !line[s.Follows] {
			continue
		}
		line[s.ID] = true
		if s.Sent {
			return true
		}
	}
	return false
}

// enrolled gives the seat that a change enrols.
func (r *Roll) enrolled(by *sitting, c Change, ref Ref, self bool) (*sitting, error) {
	e, err := enrolment(c.Change)
	if err != nil {
		return nil, err
	}
	known := r.seats[e.Seat]
	if self && e.Seat == by.Seat {
		known = by
	}
	switch {
	case known == nil && self:
		return nil, errors.New("enrols further seats with its own")
	case known == nil:
		s := &sitting{Standing: e, chain: r.chainOf(e.Key)}
		s.Tip, known = s.chain.tip, s
	case known.ID != "" && known != by:
		return nil, errors.New("enrols a seat twice")
	default: // the founder, or one that enrols itself: its chain is there already
		copied := *known
		known = &copied
		known.ID, known.Person, known.Follows = e.ID, e.Person, e.Follows
	}
	known.By, known.doc, known.Self = ref, c.Value, self
	return known, nil
}

// enrolledToo gives a seat that somebody enrols who did not know that somebody else had: two offices may admit the same
// request. Whose seat it is says the record that is the first by name.
func enrolledToo(s *sitting, c Change, ref Ref) (*sitting, error) {
	e, err := enrolment(c.Change)
	if err != nil {
		return nil, err
	}
	var was, is app.Seat
	if err := errors.Join(json.Unmarshal(s.doc, &was), json.Unmarshal(c.Value, &is)); err != nil {
		return nil, fmt.Errorf("decode a seat: %w", err)
	}
	if e.Seat != s.Seat || !e.Key.Equal(s.Key) || is.Box != was.Box || e.Follows != s.Follows {
		return nil, errors.New("enrols a seat with other keys")
	}
	now := *s
	now.Self = false
	if ref < now.By {
		now.By, now.Person = ref, e.Person
	}
	return &now, nil
}

// changed gives a seat after a change. Who it is stays; only its name and its being left out change.
func changed(s *sitting, c Change) (*sitting, error) {
	if s == nil {
		return nil, errors.New("changes a seat that is not known")
	}
	if c.Kind == app.New || c.Field == "" {
		return nil, errors.New("removes or replaces a seat")
	}
	if field := Keys(c.Field)[0]; slices.Contains(seatIdentity, field) {
		return nil, fmt.Errorf("changes the %s of a seat", field)
	}
	doc, err := Apply(s.doc, c.Change)
	if err != nil {
		return nil, err
	}
	now := *s
	now.doc = doc
	if err := now.out(doc); err != nil {
		return nil, err
	}
	return &now, nil
}

// out reads from a seat's state whether it is left out.
func (s *Standing) out(doc []byte) error {
	var n app.Seat
	if err := json.Unmarshal(doc, &n); err != nil {
		return fmt.Errorf("decode a seat: %w", err)
	}
	s.Out, s.OutAfter = !n.AtWork(), n.OutAfter
	return nil
}

// LeavesOut gives the number after which a record leaves out a seat, and whether it does; earlier are the changes that
// left the seat out besides. The number 0 is not written: it is
// meant by a record that leaves out and names no number, unless that was made in knowledge of an earlier leaving out, such
// as one that corrects the day alone. Of a record that leaves out nobody the number is above all.
func (b Body) LeavesOut(seat app.ID, earlier []Ref) (after int64, leaves bool) {
	after = math.MaxInt64
	out, again, numbered := false, false, false
	for _, c := range b.Changes {
		if c.Entity != seat || c.Kind != app.Put {
			continue
		}
		switch c.Field {
		case "out":
			out = true
			again = again || slices.ContainsFunc(c.Parents, func(p Ref) bool { return slices.Contains(earlier, p) })
		case "outAfter":
			var n int64
			if json.Unmarshal(c.Value, &n) == nil {
				after, numbered = min(after, n), true
			}
		}
	}
	if out && !numbered && !again {
		after = 0
	}
	return after, numbered || out && !again
}

// enrolment reads the seat that a change makes. Its names must follow from its public key.
func enrolment(c app.Change) (Standing, error) {
	if c.Noun != app.KindSeat || c.Kind != app.New {
		return Standing{}, errors.New("no seat")
	}
	var n app.Seat
	if err := json.Unmarshal(c.Value, &n); err != nil {
		return Standing{}, fmt.Errorf("decode a seat: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(n.Sign)
	switch {
	case err != nil || len(key) != ed25519.PublicKeySize:
		return Standing{}, errors.New("a seat without a public key")
	case SeatID(key) != n.Key || app.SeatID(n.Key) != c.Entity || n.ID != c.Entity:
		return Standing{}, errors.New("a seat under a name that is not its own")
	case !n.Person.Valid():
		return Standing{}, errors.New("a seat of nobody")
	case !n.AtWork():
		return Standing{}, errors.New("a seat that is left out already")
	}
	return Standing{Seat: n.Key, Key: key, ID: n.ID, Person: n.Person, Follows: n.Follows}, nil
}
