package exchange

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"lianshen/app"
	"lianshen/store/journal"
)

// receiptLabel keeps the signature of a receipt apart from every other use of a seat's key.
const receiptLabel = "lianshen/receipt/v1\x00"

// Seal gives the receipt with its signature. sign gives the Ed25519 signature of the 32 bytes it is told by the key of
// the receipt's seat.
func (r Receipt) Seal(sign func([]byte) []byte) (Receipt, error) {
	if err := r.Check(); err != nil {
		return Receipt{}, err
	}
	said, err := r.said()
	if err != nil {
		return Receipt{}, err
	}
	r.Sig = sign(digest(receiptLabel, said))
	return r, nil
}

// Proven says whether a receipt was signed with this key, which is that of its seat.
func (r Receipt) Proven(key ed25519.PublicKey) error {
	if len(key) != ed25519.PublicKeySize || journal.SeatID(key) != r.Seat {
		return errors.New("a receipt of another seat")
	}
	said, err := r.said()
	if err != nil {
		return err
	}
	if len(r.Sig) != ed25519.SignatureSize || !ed25519.Verify(key, digest(receiptLabel, said), r.Sig) {
		return errors.New("a receipt that its seat has not signed")
	}
	return nil
}

// Check refuses a receipt that says what cannot be. It says nothing of the signature.
func (r Receipt) Check() error {
	switch {
	case !app.ID(r.Workspace).Valid() || !seatForm.MatchString(r.Seat) || !proper(r.Program):
		return errors.New("an impossible receipt")
	case r.Made < 1 || r.Made > maxMade || r.Count < 1 || r.Count > maxSeq:
		return errors.New("a receipt of an impossible time or number")
	case len(r.Here) > MaxSeats || slices.ContainsFunc(r.Here, func(s string) bool { return !seatForm.MatchString(s) }):
		return errors.New("a receipt of a laptop with impossible seats")
	case len(r.Awaits) > MaxAwaits || slices.ContainsFunc(r.Awaits, func(h string) bool { return !hashForm.MatchString(h) }):
		return errors.New("a receipt that awaits impossible files")
	}
	return r.Has.Check()
}

// plainReceipt is a receipt without its ways of being read and written.
type plainReceipt Receipt

// said gives the bytes that are signed: the members without sig as an object, sorted by name, without blanks.
func (r Receipt) said() ([]byte, error) {
	members, err := r.members()
	if err != nil {
		return nil, err
	}
	delete(members, "sig")
	return json.Marshal(members)
}

// members gives the members of a receipt as JSON has them, those that this program does not know among them.
func (r Receipt) members() (map[string]json.RawMessage, error) {
	raw, err := json.Marshal(plainReceipt(r))
	if err != nil {
		return nil, fmt.Errorf("encode a receipt: %w", err)
	}
	members := maps.Clone(r.more)
	if members == nil {
		members = map[string]json.RawMessage{}
	}
	return members, json.Unmarshal(raw, &members)
}

// MarshalJSON writes a receipt with the members that this program does not know, so that it can be passed on and still
// be proven.
func (r Receipt) MarshalJSON() ([]byte, error) {
	if len(r.more) == 0 {
		return json.Marshal(plainReceipt(r))
	}
	members, err := r.members()
	if err != nil {
		return nil, err
	}
	return json.Marshal(members)
}

// receiptMembers are those that this program knows.
var receiptMembers = []string{"workspace", "seat", "here", "made", "count", "program", "has", "awaits", "sig"}

// UnmarshalJSON reads a receipt and keeps the members that this program does not know.
func (r *Receipt) UnmarshalJSON(raw []byte) error {
	var p plainReceipt
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	*r = Receipt(p)
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	for _, name := range receiptMembers {
		delete(members, name)
	}
	if len(members) > 0 {
		r.more = members
	}
	return nil
}
