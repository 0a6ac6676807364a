package vault

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"

	"lianshen/app"
)

// File is the key file of a workspace, key.json: who may open it, and with what. It is no secret, and it is worth
// nothing without a pass phrase or a recovery key; but without it nobody opens the workspace, so every backup has it.
//
// # Format
//
// The file is one JSON object of at most 1 MiB. A field that is not named here is refused, so what is added later comes
// with a higher version, and who reads a higher version refuses it ("key.newer"). Byte strings stand in base64.
//
//	format     "lianshen-key"
//	version    1
//	workspace  the workspace's ID, at most 64 bytes
//	argon2id   {salt: 16 bytes, passes: 1–10, memoryKiB: 8192–1048576, threads: 1–16}
//	seats      [{seat, box, secrets, key}]: one slot a seat
//	recovery   {box, identity, key}: the slot of the printed recovery key; may be missing
//	escrow     {box, key}: the slot of the office; may be missing
//	sum        32 bytes
//	mac        32 bytes
//
// There are at most 64 slots. Every box is an age X25519 recipient ("age1…", age-encryption.org/v1), and every key is a
// binary age file to that box alone which holds the 32 bytes of the data key.
//
// A pass phrase is taken as UTF-8 in Unicode's form NFKC, 1–1024 bytes before that. Its key is
//
//	P = Argon2id(phrase, salt, passes, memoryKiB, threads, 32 bytes)
//
// and opens the secrets of one slot, which are nonce (24 bytes) ‖ XChaCha20-Poly1305 with the additional data
//
//	"lianshen/v1/seat-slot" 00 workspace 00 seat 00 box
//
// What is inside: the 32 bytes of the seat's Ed25519 seed, then the 74 characters of its age identity
// ("AGE-SECRET-KEY-1…"). A reader compares them with the slot: seat is the first 16 bytes of SHA-256 of the Ed25519
// public key in hex, box is the recipient of the identity. The identity opens the slot's key.
//
// So there is one derivation for the whole file, however many seats it has. Nobody has to say who he is, and no names
// stand in the file. The price is that one guess counts against every seat's phrase, and that no two may be the same.
//
// The recovery slot's identity is wrapped in the same way, under HKDF-SHA256 of the recovery key's 32 bytes with no salt
// and the label "lianshen/v1/recovery-slot" 00 workspace, and with the additional data
//
//	"lianshen/v1/recovery-slot" 00 workspace 00 box
//
// The message that proves the file is "lianshen/v1/key-file" and then these fields, each after its length as 8 bytes,
// most significant first, numbers in decimal: workspace, salt, passes, memoryKiB, threads, number of seats, of each
// seat: seat, box, secrets, key; 0, or 1 and the recovery slot's box, identity, key; 0, or 1 and the escrow slot's box, key.
//
//	mac = HMAC-SHA256(HKDF-SHA256(data key, no salt, "lianshen/v1/key-file"), message)
//	sum = SHA-256(message ‖ mac)
//
// The sum tells damage from a wrong phrase, before anybody waits for Argon2id. The mac is looked at once a slot has
// opened, and before every change: a slot that was slipped in by somebody without the data key is found, and never
// given the next one.
//
// testdata/keyfile has a file with everything that opens it.
type File struct {
	workspace string
	salt      [saltSize]byte
	cost      Cost
	seats     []seatSlot
	recovery  *recoverySlot
	escrow    *escrowSlot
	mac       [sha256.Size]byte

	random  io.Reader
	fromOld bool
}

// maxSlots is how many slots a key file has room for.
const maxSlots = 64

// NewFile makes the key file of a workspace, with no slot yet. The cost holds for every phrase of the file for ever.
func NewFile(workspace string, k *Key, cost Cost, random io.Reader) (*File, error) {
	if !cost.Sound() {
		return nil, fmt.Errorf("make a key file: the cost %+v is out of its limits", cost)
	}
	if workspace == "" || len(workspace) > maxWorkspace {
		return nil, fmt.Errorf("make a key file: no name of a workspace")
	}
	f := &File{workspace: workspace, cost: cost, random: random}
	if _, err := io.ReadFull(random, f.salt[:]); err != nil {
		return nil, fmt.Errorf("draw a salt: %w", err)
	}
	f.stamp(k)
	return f, nil
}

// Unlock opens the workspace by a pass phrase: it tells whose the phrase is by the slot that opens. It takes as long
// as the file's cost says. Refusals: "phrase.wrong", "phrase.empty", "phrase.long", "phrase.form", "key.changed".
func (f *File) Unlock(phrase string) (*Key, Secrets, error) {
	key, err := phraseKey(phrase, f.salt[:], f.cost)
	if err != nil {
		return nil, Secrets{}, err
	}
	defer clear(key)
	return f.openWith(key)
}

// openWith opens the slot whose phrase has this key.
func (f *File) openWith(key []byte) (*Key, Secrets, error) {
	for _, slot := range f.seats {
		s, err := slot.open(key, f.workspace)
		if errors.Is(err, errNotOpened) {
			continue
		}
		if err != nil {
			return nil, Secrets{}, err
		}
		k, err := f.proven(slot.Key, s.Box)
		if err != nil {
			return nil, Secrets{}, err
		}
		return k, s, nil
	}
	return nil, Secrets{}, app.Refuse("phrase.wrong")
}

// Recover opens the workspace by the printed recovery key. Refusals: "recovery.none", "recovery.wrong", "key.changed".
func (f *File) Recover(r Recovery) (*Key, error) {
	if f.recovery == nil {
		return nil, app.Refuse("recovery.none")
	}
	key, err := recoveryKey(r, f.workspace)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	identity, err := unwrap(key, f.recovery.Identity, bound(recoveryLabel, f.workspace, f.recovery.Box))
	if errors.Is(err, errNotOpened) {
		return nil, app.Refuse("recovery.wrong")
	}
	if err != nil {
		return nil, err
	}
	return f.proven(f.recovery.Key, string(identity))
}

// OpenEscrow opens the workspace by the secret half of the office's key, "AGE-SECRET-KEY-1…". Refusals: "escrow.none",
// "escrow.wrong", "key.changed".
func (f *File) OpenEscrow(identity string) (*Key, error) {
	if f.escrow == nil {
		return nil, app.Refuse("escrow.none")
	}
	id, err := age.ParseX25519Identity(identity)
	if err != nil || id.Recipient().String() != f.escrow.Box {
		return nil, app.Refuse("escrow.wrong")
	}
	return f.proven(f.escrow.Key, identity)
}

// proven opens the data key of a slot and proves the file by it.
func (f *File) proven(sealed []byte, identity string) (*Key, error) {
	k, err := unseal(sealed, identity)
	if errors.Is(err, errNotOpened) {
		return nil, app.Refuse("key.changed")
	}
	if err != nil {
		return nil, err
	}
	if err := f.Check(k); err != nil {
		k.Forget()
		return nil, err
	}
	return k, nil
}

// Check proves that the file was last written by somebody who had the data key: no slot slipped in, none exchanged. It
// refuses with "key.changed". It cannot tell an older file of the same workspace, put back, from the present one.
func (f *File) Check(k *Key) error {
	if !hmac.Equal(f.mac[:], f.sum(k)) {
		return app.Refuse("key.changed")
	}
	return nil
}

// Workspace gives the ID of the workspace that the file belongs to.
func (f *File) Workspace() string { return f.workspace }

// Cost gives what one try of a phrase costs.
func (f *File) Cost() Cost { return f.cost }

// Seats gives the IDs of the seats that have a slot, in the order in which they were added.
func (f *File) Seats() []string {
	ids := make([]string, len(f.seats))
	for i, s := range f.seats {
		ids[i] = s.Seat
	}
	return ids
}

// HasRecovery says whether a recovery key can open the workspace.
func (f *File) HasRecovery() bool { return f.recovery != nil }

// Escrow gives the office's recipient, "" where there is none.
func (f *File) Escrow() string {
	if f.escrow == nil {
		return ""
	}
	return f.escrow.Box
}

// FromOld says that the file could not be read and that the spare one beside it was taken.
func (f *File) FromOld() bool { return f.fromOld }

// at gives the place of a seat's slot, -1 where it has none.
func (f *File) at(seat string) int {
	return slices.IndexFunc(f.seats, func(s seatSlot) bool { return s.Seat == seat })
}

func (f *File) slots() int {
	n := len(f.seats)
	if f.recovery != nil {
		n++
	}
	if f.escrow != nil {
		n++
	}
	return n
}

// stamp proves the file anew after a change.
func (f *File) stamp(k *Key) {
	if f.random == nil {
		f.random = rand.Reader
	}
	copy(f.mac[:], f.sum(k))
}

func (f *File) sum(k *Key) []byte {
	mac := hmac.New(sha256.New, k.file[:])
	mac.Write(f.message())
	return mac.Sum(nil)
}
