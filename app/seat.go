package app

import "regexp"

// Seat is one person on one laptop (席位). It has keys of its own, and its deeds stand in a log of its own, so that it
// can always be told who did what, and on which machine. The public halves of its keys stand here; the secret ones
// never leave the laptop's key file.
type Seat struct {
	ID      ID     `json:"id"`      // SeatID(Key)
	Person  ID     `json:"person"`  // who sits there
	Laptop  string `json:"laptop"`  // what the person calls the machine
	Key     string `json:"key"`     // the seat in the log: 32 hex digits
	Sign    string `json:"sign"`    // Ed25519 public key, base64
	Box     string `json:"box"`     // X25519 public key as an age recipient, "age1…"
	Since   Date   `json:"since"`   // enrolled on
	Follows ID     `json:"follows"` // the seat it took the place of, after a recovery or a restore; "" = none
	Out     Date   `json:"out"`     // left out from this day on; zero = at work
	OutWhy  string `json:"outWhy"`
	// OutAfter is the number of the seat's last record that counts. What it writes after being left out is set aside,
	// whatever its clock says. It means nothing while Out is zero.
	OutAfter int64 `json:"outAfter"`
	// The scope: what the seat is sent in packages. All three empty: everything. What all cases share it always gets.
	Zones   Set `json:"zones"`   // IDs of zones: every case of them, those to come too
	Cases   Set `json:"cases"`   // IDs of cases besides
	Strands Set `json:"strands"` // of each case only these; empty = all three
}

// SeatID is the identity of the seat with this key in the log, the same on every laptop.
func SeatID(key string) ID { return DeriveID(KindSeat, "", key) }

// AtWork says whether the seat is not left out.
func (s Seat) AtWork() bool { return s.Out.IsZero() }

var seatKey = regexp.MustCompile(`^[0-9a-f]{32}$`)

// check: a seat has a person, its keys and the identity that follows from its key.
func (n Seat) check() error {
	if !seatKey.MatchString(n.Key) || n.ID != SeatID(n.Key) {
		return refuseField("seat.key", "key")
	}
	return firstOf(required("person", string(n.Person)), required("sign", n.Sign), required("box", n.Box), requiredDate("since", n.Since),
		inOrder("since", n.Since, "out", n.Out), n.scoped())
}

// scoped refuses a scope that names what cannot be a zone, a case or a strand.
func (n Seat) scoped() error {
	for _, ids := range []Set{n.Zones, n.Cases} {
		for _, id := range ids.Sorted() {
			if !ID(id).Valid() {
				return Refuse("id.invalid", "id", id)
			}
		}
	}
	return eachOf("strands", n.Strands, list(Strands))
}

// NounID and its sisters make the noun known to the log.
func (n Seat) NounID() ID     { return n.ID }
func (n Seat) NounKind() Kind { return KindSeat }
func (n Seat) NounOwner() ID  { return "" }
