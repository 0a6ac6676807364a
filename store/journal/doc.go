// Package journal is the signed log of a workspace: what a record is, how records chain, what state follows from them.
// It knows no SQL and no files; package store keeps the records and calls the rules here.
//
// # Seat
//
// A seat is one person on one laptop. It has an Ed25519 key pair and a log of its own. Its ID is the first 16 bytes of
// SHA-256 over the public key, in hex.
//
// A workspace begins with the seat of its founder. Every other seat is enrolled by a record that makes its noun
// ([lianshen/app.Seat], whose key is the seat's ID and whose ID follows from it):
//
//   - by a seat at work, which vouches for it; or
//   - by the new seat itself, with its first record, when it takes the place of a seat that is there (follows), belongs to
//     the same person, and leaves that seat out by the same record. That is how the recovery key and a restored copy get
//     a seat: whose secrets are lost, or must not be used twice, cannot sign for them. Only who has the data key can
//     write such a record, and it is told as what it is ([Standing.Self]). It changes no further seat, and it takes no
//     place that somebody was left out of, or whose follower was ([Standing.Sent]): that person is enrolled anew by a
//     seat at work.
//
// A record of another seat that sets out and outAfter of a seat leaves it out: its records up to the number outAfter
// count, whenever they arrive, and no later one, whatever its time says. Of several such numbers the lowest counts. The
// number 0 is not written; a record that sets out alone in knowledge of an earlier leaving out means no number by it. A
// seat whose place was taken by its own person is not sent away by that: what it wrote after the copy was made that was
// restored, and what others still have of it, counts. A seat's keys, its person and whom it follows never change, and
// its noun is never removed. Two may enrol the same seat without knowing of each other: whose it is says the record that is
// the first by name. [Roll] checks all this over the records of every seat in the order in which they arrived.
//
// Two records of one seat under one number with different hashes are a fork ([Forked]): a copy of the workspace goes on
// beside the original. A restore therefore takes a new seat.
//
// # Record
//
// A deed of a person is one record. Its body is a JSON object; the exact bytes are kept for ever and passed on as they
// are, so that fields that an older program does not know survive:
//
//	v        format of the body, 1
//	seat     ID of the writing seat
//	seq      1, 2, 3 … without a gap, per seat
//	time     hybrid logical time: milliseconds since 1970 UTC shifted left by 16, plus a counter; it rises within a
//	         seat even when the clock is set back. It orders what is shown and never decides what is lost.
//	who      name of the person
//	verb     what was done, a stable code such as "answer.item"
//	case     the case it belongs to (absent: none)
//	undoes   "seat:seq" of the record this one takes back (absent: none)
//	part, of place among the records of one bulk load, from 1 (absent: no bulk load)
//	changes  array of
//	  e  the noun's ID (UUID)           n  its kind
//	  o  its owner, with new only       f  field, a path "a/b/c" (absent: the whole noun)
//	  k  new | put | del | note         v  value
//	  p  parents: the changes, as "seat:seq:index" with index from 0, that this one was made in knowledge of
//
// A field path names keys of nested objects. A key that itself contains "/" or "~" is written with "~1" and "~0" (as in
// RFC 6901). new carries the whole noun as an object; put carries a scalar or an array, never an object; del has no
// value, with a path it empties the field and without one it removes the noun; note changes nothing.
//
// # Chain
//
//	hash = SHA-256("lianshen/record/v1\0" ‖ prev ‖ length of body as 8 bytes, big end first ‖ body)
//	sig  = Ed25519 signature of hash by the seat
//
// prev is the hash of the seat's record before; of the first record it is
//
//	SHA-256("lianshen/seat/v1\0" ‖ workspace ID ‖ "\0" ‖ public key)
//
// so that a log cannot be moved to another workspace.
//
// # Heads
//
// The heads of a field are the changes of that field which no later change names as parent. A field that was never
// written by a change of its own has the heads of the noun as a whole (field ""), normally its one new. A change of a
// field takes over the heads of that field that it names; a new or a del of the whole noun takes over every head of the
// noun that it names, of any field. More than one head with unequal values is a clash: somebody wrote without having
// seen the other. With one seat there is always one head.
//
// Where records are missing, a change that names a missing one as parent was made in knowledge of all that the writer of
// the missing one had written of that field before.
//
// # Holes
//
// A package may leave out records that are not within the receiver's scope. Every record is signed by itself and says its
// number; prev is proven wherever the record before is there, also when it comes later ([Hole]). Which records may be
// missing is said by the packages and kept beside the log.
//
// # State
//
// The state of a noun follows from the set of its changes and not from the order in which they arrived ([Merge]). Where
// every change was made in knowledge of those before, as on one laptop, that is simply the latest value of each field.
// Where people wrote without knowing of each other and wrote different things, the field is in a clash until somebody
// chooses by a change that names all sides as parents. Meanwhile one of them is shown: the one made in knowledge of more
// changes, then the later, then by name; nothing is lost by that. Who puts an element into a set prevails over who takes
// it out. What a noun is follows from its changes too: of the kind of its first making, but a seat where one of them enrols
// a seat under this name; a change that calls it something else has no effect. A noun that one removed and another changed
// stays, and is a clash as a whole. A noun that two made, each
// without the other, is compared field by field.
//
// The state of a noun is the object of its latest new with the later puts and dels applied, pruned of empty fields
// (app.Prune) and written with sorted keys: one state has one form, byte for byte. A removed noun keeps its last state,
// so that it can be restored by a further new.
package journal
